//! The jobs before the day can begin: making an office, unlocking one, bringing one back.

use super::context::Ctx;
use super::job::{Answer, Job};
use crate::service::{NewOffice, Office, Secret, backup, doctor};
use std::path::PathBuf;
use std::sync::Arc;

/// Makes the office in the program's folder.
pub fn make(ctx: &Ctx, new: NewOffice) -> Job {
    let (setup, root) = (ctx.setup.clone(), ctx.root.clone());
    Job::new("job-make", move |_| {
        doctor::fit(&root)?;
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

/// Brings the office back from the newest whole backup in this folder, and unlocks it.
pub fn restore(ctx: &Ctx, from: PathBuf, typed: String) -> Job {
    let (setup, root) = (ctx.setup.clone(), ctx.root.clone());
    Job::new("job-restore", move |progress| {
        let going = &mut |done, all| progress.tell(done, all);
        let (restored, secret) = backup::bring_back(&setup, &from, &root, &typed, false, going)?;
        let office = Office::open(&setup, &root, &secret)?;
        Ok(Answer::Restored(Arc::new(office), restored))
    })
}
