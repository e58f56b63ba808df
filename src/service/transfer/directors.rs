//! The plan of an import: what each row of an office's list of child directors would do.
//!
//! One row makes the worker and the post in the village that it names. Pure: reads a sheet and
//! the register, saves nothing, and the same file makes no second change.

use super::heading::Columns;
pub use super::matching::{Held, Register};
use super::planner::Planner;
use super::problem::Warning;
pub use super::row::CellFault;
use super::sheet::Sheet;
use super::{row, skip, together};
use crate::domain::book::{Kind, Record};
use crate::schema::{Day, Id};

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
    /// Somebody new: the worker and the post.
    New(Vec<Change<B>>),
    /// Somebody known: what changes, the worker before the post.
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
    /// What to save, as one group: workers before their posts.
    pub fn changes(&self) -> Vec<(Kind, Id, Option<B>, Record)> {
        let all = self.rows.iter().flat_map(RowPlan::changes);
        all.map(|c| (c.record.kind(), c.id, c.base.clone(), c.record.clone()))
            .collect()
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

/// Makes the plan.
pub fn plan<B: Clone>(
    sheet: &Sheet,
    columns: &Columns,
    register: &Register<'_, B>,
    today: Day,
    new_id: &mut dyn FnMut() -> Id,
) -> Plan<B> {
    let mut planner = Planner::new(columns, register, today, new_id);
    let mut plan = Plan {
        rows: Vec::new(),
        passed_over: Vec::new(),
    };
    for row in columns.first_row..sheet.rows.len() {
        match skip::look(sheet, columns, row) {
            skip::Look::Blank => {}
            skip::Look::NoPerson => plan.passed_over.push(row + 1),
            skip::Look::Person => {
                let name = columns.of_name(sheet, row);
                plan.rows
                    .push(planner.row(row + 1, name, row::read(sheet, columns, row)));
            }
        }
    }
    together::warn(&mut plan, register, today);
    plan
}
