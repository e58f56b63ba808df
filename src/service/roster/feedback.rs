//! What people thought of a session: written down one answer at a time, and added up.

use super::super::office::put;
use super::super::write::Faults;
use super::super::{Act, Office, Problem, Row, Table, Tables};
use super::RosterLine;
use crate::domain::book::{Kind, Record};
use crate::domain::feedback::{About, Feedback, Opinion};
use crate::domain::training::Enrolment;
use crate::schema::{Coded, Fault, Id, Value, Words, text};
use crate::store::{ItemChange, Op};
use std::sync::Arc;

impl Office {
    /// Writes down one answer of somebody on a roster, or takes it back.
    ///
    /// # Errors
    /// Not on a roster, or wasn't there; what the store refuses.
    pub fn answer(&self, enrolment: Id, about: About, grade: Option<i64>) -> Result<(), Problem> {
        self.give(enrolment, |feedback| feedback.answer(about, grade))
    }

    /// Writes down what somebody on a roster said in their own words; blank takes it back.
    ///
    /// # Errors
    /// As [`Office::answer`].
    pub fn remark(&self, enrolment: Id, said: &str) -> Result<(), Problem> {
        self.give(enrolment, |feedback| feedback.remark = text::clean(said))
    }

    /// Changes what somebody thought; what then says nothing is out of use.
    ///
    /// # Errors
    /// As [`Office::answer`].
    pub fn give(&self, enrolment: Id, change: impl FnOnce(&mut Feedback)) -> Result<(), Problem> {
        let (_, line) = self.enrolment(enrolment)?;
        let was = feedback_of(&self.tables(), enrolment);
        let mut new = match was.as_deref().map(|row| &row.record) {
            Some(Record::Feedback(feedback)) => feedback.clone(),
            _ => Feedback {
                session: line.session,
                enrolment: Some(enrolment),
                ..Feedback::default()
            },
        };
        change(&mut new);
        let blank = new.is_blank();
        let record = Record::from(new);
        let item = match &was {
            Some(row) if row.record == record => return Ok(()),
            Some(row) if blank => ItemChange {
                id: row.id,
                op: Op::Retire(Kind::Feedback),
                base: Some(row.revision),
            },
            None if blank => return Ok(()),
            was => {
                let (mut errors, _) = self.judge(&record);
                errors.extend(self.judge_feedback(was.as_deref(), &record));
                if !errors.is_empty() {
                    return Err(Problem::faults(errors));
                }
                let base = was.as_ref().map(|row| row.revision);
                let id = was.as_ref().map(|row| row.id);
                put(id.unwrap_or_else(|| self.setup().new_id()), base, record)
            }
        };
        self.commit(Act::Mark, "", vec![item])?;
        Ok(())
    }

    /// What is wrong with a feedback beside the roster: it is of somebody who was there, once.
    pub(in crate::service) fn judge_feedback(&self, was: Option<&Row>, record: &Record) -> Faults {
        let Record::Feedback(new) = record else {
            return Vec::new();
        };
        let tables = self.tables();
        let Some(id) = new.enrolment else {
            return Vec::new();
        };
        let Some(line) = tables.get::<Enrolment>(Kind::Enrolment, id) else {
            return Vec::new();
        };
        let twice = tables
            .leading_to(id, Kind::Feedback)
            .any(|row| was.is_none_or(|was| was.id != row.id));
        let wrong = [
            (line.session != new.session, "fault-feedback-elsewhere"),
            (!line.attended() || line.waits(), "fault-feedback-not-there"),
            (twice, "fault-feedback-twice"),
        ];
        let wrong = wrong.into_iter().filter(|(wrong, _)| *wrong);
        wrong
            .map(|(_, key)| ("enrolment".to_owned(), Fault::Rule(key)))
            .collect()
    }

    /// What the people of a session thought, added up.
    pub fn opinion(&self, session: Id) -> Opinion {
        opinion_of(&self.roster(session))
    }
}

/// What somebody on a roster thought.
fn feedback_of(tables: &Tables, enrolment: Id) -> Option<Arc<Row>> {
    let mut rows = tables.leading_to(enrolment, Kind::Feedback);
    rows.next().cloned()
}

/// What changes with the feedback of two lines of a roster of which one takes the other's place: that
/// of whoever was there stays, on the line that stays.
pub(super) fn merge_feedback(
    tables: &Tables,
    gone: Id,
    stays: Id,
    of_gone: bool,
) -> Vec<ItemChange> {
    let (gone, own) = (feedback_of(tables, gone), feedback_of(tables, stays));
    let (kept, dropped) = if of_gone { (gone, own) } else { (own, gone) };
    let (kept, dropped) = match kept {
        Some(kept) => (Some(kept), dropped),
        None => (dropped, None),
    };
    let moved = kept.and_then(|row| match row.record.clone() {
        Record::Feedback(feedback) if feedback.enrolment != Some(stays) => {
            let there = Feedback {
                enrolment: Some(stays),
                ..feedback
            };
            Some(put(row.id, Some(row.revision), there.into()))
        }
        _ => None,
    });
    let retired = dropped.map(|row| ItemChange {
        id: row.id,
        op: Op::Retire(Kind::Feedback),
        base: Some(row.revision),
    });
    moved.into_iter().chain(retired).collect()
}

/// What the people of a roster thought, added up.
pub fn opinion_of(lines: &[RosterLine]) -> Opinion {
    let mut opinion = Opinion::default();
    for line in lines {
        if let Some(feedback) = &line.feedback {
            opinion.take(feedback, line.attended());
        }
    }
    opinion
}

/// An average in words; a dash where fewer than so many answered.
pub fn average_told(opinion: &Opinion, about: About, fewest: usize) -> String {
    let average = opinion.average(about, fewest);
    average.map_or_else(|| "-".to_owned(), |score| Value::Score(score.0).plain())
}

/// What was thought of sessions, by their names, as a table.
pub fn opinion_table<'a>(
    words: &dyn Words,
    sessions: impl Iterator<Item = (String, &'a Opinion)>,
    fewest: usize,
) -> Table {
    let mut heading = vec![words.word("feedback-title"), words.word("feedback-people")];
    let label = |about: About| words.choice("feedback-about", about.code());
    heading.extend(About::ALL.map(label));
    let cells = |(name, opinion): (String, &Opinion)| {
        let mut cells = vec![name, opinion.people.to_string()];
        cells.extend(About::ALL.map(|about| average_told(opinion, about, fewest)));
        cells
    };
    Table {
        heading,
        lines: sessions.map(cells).collect(),
    }
}
