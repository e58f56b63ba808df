//! What each row of a list would do, whatever sort of list it is. Saves nothing.

use super::problem::Warning;
pub use super::row::CellFault;
use crate::domain::book::{Kind, Record};
use crate::schema::Id;
use std::collections::HashMap;

/// A record as it is held, with the marker that its holder needs to see whether it has changed
/// since; handed back unread.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a, T, B> {
    /// The record's identity.
    pub id: Id,
    /// The holder's marker, like a revision.
    pub base: B,
    /// The record.
    pub record: &'a T,
}

/// A record that the import would save.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<B> {
    /// Its identity.
    pub id: Id,
    /// The marker of the record as the plan saw it; none for a new one.
    pub base: Option<B>,
    /// The fields that change.
    pub fields: Vec<&'static str>,
    /// The record as it would be.
    pub record: Record,
}

/// What a row would do.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<B> {
    /// Somebody new, with the records around.
    New(Vec<Change<B>>),
    /// Somebody known: what changes.
    Changed(Vec<Change<B>>),
    /// All of it is known.
    Same,
    /// Not taken, and why; nothing of the row is saved.
    Refused(Vec<CellFault>),
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct RowPlan<B> {
    /// Its number in the file, from 1.
    pub row: usize,
    /// The name as written.
    pub name: String,
    /// What it would do.
    pub outcome: Outcome<B>,
    /// What somebody should know.
    pub warnings: Vec<Warning>,
    /// The person and the village, for looking at all the rows together.
    pub(super) about: Option<(Id, Option<Id>)>,
}

impl<B> RowPlan<B> {
    /// The records that it would save.
    pub fn changes(&self) -> &[Change<B>] {
        match &self.outcome {
            Outcome::New(changes) | Outcome::Changed(changes) => changes,
            Outcome::Same | Outcome::Refused(_) => &[],
        }
    }
}

/// How many rows do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Make somebody new.
    pub new: usize,
    /// Change somebody known.
    pub changed: usize,
    /// Change nothing.
    pub same: usize,
    /// Aren't taken.
    pub refused: usize,
}

/// What the whole list would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan<B> {
    /// Its rows, in the order of the file.
    pub rows: Vec<RowPlan<B>>,
    /// Numbers of rows that are no people: totals, remarks, prepared numbers.
    pub passed_over: Vec<usize>,
}

impl<B: Clone> Plan<B> {
    /// What to save, as one group, what others lead to before them. A record that several rows
    /// change (the home of siblings) stands once, as the last of them leaves it.
    pub fn changes(&self) -> Vec<(Kind, Id, Option<B>, Record)> {
        let mut places: HashMap<Id, usize> = HashMap::new();
        let mut all: Vec<(Kind, Id, Option<B>, Record)> = Vec::new();
        for change in self.rows.iter().flat_map(RowPlan::changes) {
            let record = change.record.clone();
            match places.get(&change.id) {
                Some(place) => all[*place].3 = record,
                None => {
                    places.insert(change.id, all.len());
                    all.push((record.kind(), change.id, change.base.clone(), record));
                }
            }
        }
        all
    }

    /// How many rows do what.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            match row.outcome {
                Outcome::New(_) => counts.new += 1,
                Outcome::Changed(_) => counts.changed += 1,
                Outcome::Same => counts.same += 1,
                Outcome::Refused(_) => counts.refused += 1,
            }
        }
        counts
    }
}
