//! What takes a second, since keys are derived: beside the keys, each with an answer as data.

use super::access::What;
use crate::service::{NewCode, Office, OfficeRole, Secret};
use crate::ui::context::Ctx;
use crate::ui::job::{Answer, Job};
use std::sync::Arc;

/// What was typed for it, by its field.
pub(super) struct Typed {
    pub name: String,
    pub role: OfficeRole,
    pub old: String,
    pub new: String,
}

fn office(ctx: &Ctx) -> Option<Arc<Office>> {
    ctx.office().ok().cloned()
}

/// Makes the code that is to be put on paper.
pub(super) fn begin_code(ctx: &Ctx) -> Option<Job> {
    let office = office(ctx)?;
    Some(Job::new("job-access", move |_| {
        Ok(Answer::Coded(office.begin_code()?))
    }))
}

/// Takes a code that nobody has on paper out of use again.
pub(super) fn discard(code: NewCode, ctx: &Ctx) -> Option<Job> {
    let office = office(ctx)?;
    Some(Job::new("job-access", move |_| {
        office.discard_code(&code)?;
        Ok(Answer::Done)
    }))
}

/// Does it, once all of it is typed; with a code, now that it is on paper.
pub(super) fn settle(what: &What, typed: Typed, code: Option<NewCode>, ctx: &Ctx) -> Option<Job> {
    let (office, what) = (office(ctx)?, what.clone());
    Some(Job::new("job-access", move |_| {
        match (what, code) {
            (What::Add, _) => office.add_user(&typed.name, typed.role, &typed.new)?,
            (What::Passphrase, _) => {
                office.change_passphrase(&Secret::passphrase(typed.old), &typed.new)?;
            }
            (What::Forgotten(proof), _) => {
                office.change_passphrase(&Secret::recovery(proof), &typed.new)?;
            }
            (What::Code, Some(code)) => office.settle_code(&code)?,
            (What::Remove(name), Some(code)) => office.settle_removal(&name, &code)?,
            (What::Code | What::Remove(_), None) => {}
        }
        Ok(Answer::Done)
    }))
}
