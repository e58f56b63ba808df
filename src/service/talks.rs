//! Talks with several workers at once: one record each, one act, which one undo takes back.

use super::office::{chunks, put};
use super::{Act, Office, Problem, Saved};
use crate::domain::book::{Kind, Record};
use crate::domain::talk::Talk;
use crate::schema::Id;

impl Office {
    /// Saves the same talk with each of these workers.
    ///
    /// # Errors
    /// Nobody was named; faults of the talk, told by the fields' names; what the store refuses.
    /// Then nothing is saved.
    pub fn talk_with(&self, workers: &[Id], talk: &Talk) -> Result<Saved, Problem> {
        self.require(Kind::Talk)?;
        let mut items = Vec::new();
        for worker in workers {
            let record = Record::from(Talk {
                worker: Some(*worker),
                ..talk.clone()
            });
            let (errors, _) = self.judge(&record);
            if !errors.is_empty() {
                return Err(Problem::faults(errors));
            }
            items.push(put(self.setup().new_id(), None, record));
        }
        let first = items.first().map(|item| item.id);
        let id = first.ok_or_else(|| Problem::new("problem-nobody-marked"))?;
        let revision = self.commit_group(Act::Add, "", chunks(items), &mut |_, _| true)?;
        Ok(Saved {
            id,
            number: self.row(Kind::Talk, id).map_or(0, |row| row.number),
            revision,
            warnings: Vec::new(),
        })
    }
}
