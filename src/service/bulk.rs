//! The same change of many records at once: worked out first, then saved as one act that one undo
//! takes back.

use super::office::{chunks, put};
use super::{Act, Column, Faults, Office, Problem, Revision, Row};
use crate::domain::book::{Kind, Record};
use crate::schema::{FieldInfo, Value};
use std::sync::Arc;

/// What becomes of one record.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It changes.
    Changes,
    /// It is so already.
    Same,
    /// It can't be so, and why.
    Refused(Faults),
}

/// One record, before and after.
#[derive(Clone, Debug)]
pub struct BulkLine {
    /// As it is.
    pub row: Arc<Row>,
    /// As it would be.
    pub after: Record,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// A change of many records, looked at before it is made.
#[derive(Clone, Debug, Default)]
pub struct BulkPlan {
    /// Every record that it was asked for.
    pub lines: Vec<BulkLine>,
}

impl BulkPlan {
    /// How many change, are so already, and are refused.
    pub fn counts(&self) -> (usize, usize, usize) {
        let count = |fits: fn(&Verdict) -> bool| {
            let lines = self.lines.iter();
            lines.filter(|line| fits(&line.verdict)).count()
        };
        (
            count(|v| *v == Verdict::Changes),
            count(|v| *v == Verdict::Same),
            count(|v| matches!(v, Verdict::Refused(_))),
        )
    }
}

/// Whether many records can be given the same value here. What a person is found or known by
/// belongs to one record, and what an act writes is never typed.
pub fn can_be_alike(field: &FieldInfo) -> bool {
    let role = field.role;
    // Only one of a home looks after the children, so that nobody is made so together with others.
    let one_of_home = field.name == "main";
    !(role.by_act || role.sensitive || role.searched || one_of_home || field.name == "name")
}

impl Office {
    /// Works out what giving these records these values would do. Nothing is written.
    ///
    /// # Errors
    /// The role may not see the kind, or a field is one record's own.
    pub fn plan_bulk(
        &self,
        kind: Kind,
        rows: &[Arc<Row>],
        values: &[(Column, Value)],
    ) -> Result<BulkPlan, Problem> {
        self.require(kind)?;
        for (column, _) in values {
            if !column.info(kind).is_some_and(|info| can_be_alike(&info)) {
                return Err(Problem::new("problem-not-alike")
                    .with("field", column.name(kind))
                    .exit(2));
            }
        }
        let line = |row: &Arc<Row>| {
            let mut after = row.record.clone();
            for (column, value) in values {
                column.write(&mut after, value.clone());
            }
            let verdict = if after == row.record {
                Verdict::Same
            } else {
                let mut errors = self.judge(&after).0;
                errors.extend(self.judge_beside(Some(row), &after).0);
                match errors {
                    errors if errors.is_empty() => Verdict::Changes,
                    errors => Verdict::Refused(errors),
                }
            };
            BulkLine {
                row: Arc::clone(row),
                after,
                verdict,
            }
        };
        Ok(BulkPlan {
            lines: rows.iter().map(line).collect(),
        })
    }

    /// Saves what a plan changes, whole or not at all; how many records that were.
    ///
    /// # Errors
    /// A record is no longer as it was looked at, nothing would change, or what the store refuses.
    pub fn save_bulk(&self, plan: &BulkPlan, reason: &str) -> Result<(usize, Revision), Problem> {
        let changing = || {
            let lines = plan.lines.iter();
            lines.filter(|line| line.verdict == Verdict::Changes)
        };
        let moved = {
            let tables = self.tables();
            let as_seen = |line: &BulkLine| {
                let now = tables.row(line.row.record.kind(), line.row.id);
                now.is_some_and(|now| now.revision == line.row.revision && !now.retired)
            };
            changing().filter(|line| !as_seen(line)).count()
        };
        if moved > 0 {
            return Err(Problem::new("problem-bulk-changed").with("count", moved));
        }
        let item = |line: &BulkLine| put(line.row.id, Some(line.row.revision), line.after.clone());
        let mut items: Vec<_> = changing().map(item).collect();
        let count = items.len();
        if count == 0 {
            return Err(Problem::new("problem-bulk-nothing"));
        }
        // Sessions may have more room now.
        items.extend(changing().flat_map(|line| self.moving_up(line.row.id, Some(&line.after))));
        let revision =
            self.commit_group(Act::ChangeMany, reason, chunks(items), &mut |_, _| true)?;
        Ok((count, revision))
    }
}
