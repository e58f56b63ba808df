//! Reading a file and printing it are acts of their own in the journal; this writes them down.

use super::{Act, Office, Problem, Row, folders};
use crate::domain::book::Kind;
use crate::domain::child::Child;
use crate::schema::{Id, KeyClass};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

impl Office {
    /// Writes down that records were read: always for cases (未成年人网络保护条例 36: 访问记录),
    /// and for every kind when personal numbers are shown, with the reason.
    ///
    /// # Errors
    /// No reason for unmasking, or the log can't be written; then nothing may be shown.
    pub fn log_reading(
        &self,
        kind: Kind,
        rows: &[Arc<Row>],
        unmask: Option<&str>,
    ) -> Result<(), Problem> {
        if unmask.is_some_and(|reason| reason.trim().is_empty()) {
            return Err(Problem::new("problem-needs-reason"));
        }
        if rows.is_empty() || (kind.class() != KeyClass::Cases && unmask.is_none()) {
            return Ok(());
        }
        // A child with two things due stands in the list twice; it is read once.
        let ids: BTreeSet<Id> = rows.iter().map(|r| r.id).collect();
        let ids: Vec<Id> = ids.into_iter().collect();
        let Some(reason) = unmask else {
            return self.mention(Act::Read, "", kind, &ids);
        };
        self.mention_home(Act::Unmask, reason, kind, &ids)?;
        self.mention(Act::Unmask, reason, kind, &ids)
    }

    /// A child's file in full shows the numbers of its home too, so that they are logged with those
    /// whose they are.
    fn mention_home(&self, act: Act, reason: &str, kind: Kind, ids: &[Id]) -> Result<(), Problem> {
        if kind != Kind::Child {
            return Ok(());
        }
        let (homes, people) = {
            let tables = self.tables();
            let children = ids.iter().filter_map(|id| tables.get::<Child>(kind, *id));
            let homes: BTreeSet<Id> = children.filter_map(|child| child.household).collect();
            let of = |home: &Id| {
                let people = tables.leading_to(*home, Kind::Caregiver);
                people.map(|row| row.id).collect::<Vec<_>>()
            };
            let people: Vec<Id> = homes.iter().flat_map(of).collect();
            (homes.into_iter().collect::<Vec<_>>(), people)
        };
        for (kind, ids) in [(Kind::Household, homes), (Kind::Caregiver, people)] {
            if !ids.is_empty() {
                self.mention(act, reason, kind, &ids)?;
            }
        }
        Ok(())
    }

    /// Writes something printed about a record to a new file, and logs that; `unmask` is the reason
    /// for which personal numbers stand in it in full. What can't be logged isn't left lying about.
    ///
    /// # Errors
    /// An empty reason; a file of that name is there already; the disk or the log refuses.
    pub fn print(
        &self,
        row: &Row,
        text: &str,
        path: &Path,
        unmask: Option<&str>,
    ) -> Result<(), Problem> {
        let kind = row.record.kind();
        self.require(kind)?;
        if unmask.is_some_and(|reason| reason.trim().is_empty()) {
            return Err(Problem::new("problem-needs-reason"));
        }
        written(path, text, || {
            if let Some(reason) = unmask {
                self.mention_home(Act::Print, reason, kind, &[row.id])?;
            }
            self.mention(Act::Print, unmask.unwrap_or_default(), kind, &[row.id])
        })
    }

    /// Writes a paper to a new file, and logs that it was printed, with every record on it. What
    /// can't be logged isn't left lying about.
    ///
    /// # Errors
    /// A file of that name is there already; the disk or the log refuses.
    pub(super) fn put_on_paper(
        &self,
        path: &Path,
        paper: &str,
        of: &[(Kind, &[Id])],
    ) -> Result<(), Problem> {
        written(path, paper, || {
            let mut named = of.iter().filter(|(_, ids)| !ids.is_empty());
            named.try_for_each(|(kind, ids)| self.mention(Act::Print, "", *kind, ids))
        })
    }
}

/// Writes a new file, which stays only if it is logged.
fn written(
    path: &Path,
    text: &str,
    log: impl FnOnce() -> Result<(), Problem>,
) -> Result<(), Problem> {
    folders::write_new(path, text)?;
    let logged = log();
    if logged.is_err() {
        // It was made just now; whether it goes or not, the refusal is told.
        let _ = std::fs::remove_file(path);
    }
    logged
}
