//! The two jobs before the day can begin: making an office, and unlocking one.

use super::context::Ctx;
use super::job::{Answer, Job};
use crate::service::{NewOffice, Office, Secret};
use std::sync::Arc;

/// Makes the office in the program's folder.
pub fn make(ctx: &Ctx, new: NewOffice) -> Job {
    let (setup, root) = (ctx.setup.clone(), ctx.root.clone());
    Job::new("job-make", move |_| {
        let (office, code) = Office::create(&setup, &root, &new)?;
        Ok(Answer::Made(Arc::new(office), code.to_string()))
    })
}

/// Unlocks the office in the program's folder.
pub fn open(ctx: &Ctx, secret: Secret) -> Job {
    let (setup, root) = (ctx.setup.clone(), ctx.root.clone());
    Job::new("job-unlock", move |_| {
        let office = Office::open(&setup, &root, &secret)?;
        Ok(Answer::Opened(Arc::new(office)))
    })
}
