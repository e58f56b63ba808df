//! A new worker and their post, in one act.

use super::office::put;
use super::{Act, Office, Problem, Saved};
use crate::domain::book::Record;
use crate::domain::post::Post;

impl Office {
    /// Saves a new worker together with their post, so that one undo takes back both. `reason`
    /// tells why they are put in charge untrained, where they are.
    ///
    /// # Errors
    /// Faults of either, told by the fields' names; what the store refuses.
    pub fn appoint(&self, worker: Record, mut post: Post, reason: &str) -> Result<Saved, Problem> {
        self.require(worker.kind())?;
        let id = self.setup().new_id();
        let (mut errors, mut warnings) = self.judge(&worker);
        // The link leads to the worker that is being saved with it.
        let (in_post, _) = self.judge(&post.clone().into());
        errors.extend(in_post.into_iter().filter(|(name, _)| name != "worker"));
        if !errors.is_empty() {
            return Err(Problem::faults(errors));
        }
        warnings.extend(self.overlapping(None, &post.clone().into()));
        post.worker = Some(id);
        let kind = worker.kind();
        let items = vec![
            put(id, None, worker),
            put(self.setup().new_id(), None, post.into()),
        ];
        let revision = self.commit(Act::Add, reason, items)?;
        warnings.extend(self.dispensed_by(revision));
        let number = self.row(kind, id).map_or(0, |r| r.number);
        Ok(Saved {
            id,
            number,
            revision,
            warnings,
        })
    }
}
