//! What the plans of all sorts of lists have in common: which rows are people, what every row needs,
//! and what a record's own rules say of it.
//!
//! Whom a row means and what it changes, the planner of the sort of list knows.

use super::heading::Columns;
use super::plan::{CellFault, Change, Outcome, Plan, RowPlan};
use super::problem::{Reason, Warning};
use super::row::{self, Row};
use super::sheet::Sheet;
use super::skip;
use crate::domain::book::Record;
use crate::schema::{Fault, Id};
use std::collections::HashMap;

/// What a row comes to, if nothing is wrong with it.
pub(super) struct Made<B> {
    /// Whether it is about somebody new.
    pub new: bool,
    /// The records that it would save.
    pub changes: Vec<Change<B>>,
    /// The person and the village, for looking at all the rows together.
    pub about: Option<(Id, Option<Id>)>,
}

/// A row while it is looked over: every fault that can be seen is gathered at once, so that it is
/// mended in one go.
pub(super) struct Looked<'s> {
    /// Its number in the file, from 1.
    pub number: usize,
    /// What it says.
    pub read: Row<'s>,
    /// What keeps it out.
    pub faults: Vec<CellFault>,
    /// What lets it pass.
    pub warnings: Vec<Warning>,
}

/// Plans one row after the other with `make`, which gives nothing where something is wrong.
pub(super) fn plan<B>(
    sheet: &Sheet,
    columns: &Columns,
    mut make: impl FnMut(&mut Looked<'_>) -> Option<Made<B>>,
) -> Plan<B> {
    let mut plan = Plan {
        rows: Vec::new(),
        passed_over: Vec::new(),
    };
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for row in columns.first_row..sheet.rows.len() {
        match skip::look(sheet, columns, row) {
            skip::Look::Blank => {}
            skip::Look::NoPerson => plan.passed_over.push(row + 1),
            skip::Look::Person => {
                let mut looked = look(sheet, columns, row, &mut numbers);
                let made = make(&mut looked);
                let name = columns.of_name(sheet, row);
                plan.rows.push(looked.planned(name, made));
            }
        }
    }
    plan
}

/// Reads a row and sees to what all of them need: a name, and a number that no other row has.
fn look<'s>(
    sheet: &'s Sheet,
    columns: &Columns,
    row: usize,
    numbers: &mut HashMap<String, usize>,
) -> Looked<'s> {
    let number = row + 1;
    let mut read = row::read(sheet, columns, row);
    let mut faults = std::mem::take(&mut read.faults);
    if read.value("name").is_none() && !faults.iter().any(|f| f.field == "name") {
        faults.push(columns.fault("name", Reason::Fault(Fault::Required)));
    }
    if let Some(text) = read.text("id_number") {
        let first = *numbers.entry(text.to_owned()).or_insert(number);
        if first != number {
            faults.push(columns.fault("id_number", Reason::Twice { row: first }));
        }
    }
    Looked {
        number,
        warnings: std::mem::take(&mut read.warnings),
        read,
        faults,
    }
}

impl Looked<'_> {
    fn planned<B>(self, name: String, made: Option<Made<B>>) -> RowPlan<B> {
        let about = made.as_ref().and_then(|made| made.about);
        let outcome = match made {
            Some(made) if made.changes.is_empty() => Outcome::Same,
            Some(made) if made.new => Outcome::New(made.changes),
            Some(made) => Outcome::Changed(made.changes),
            None => Outcome::Refused(self.faults),
        };
        RowPlan {
            row: self.number,
            name,
            outcome,
            warnings: self.warnings,
            about,
        }
    }
}

impl Columns {
    /// What is wrong with a field of a row, beside its cell where there is a column for it.
    pub(super) fn fault(&self, field: &'static str, reason: Reason) -> CellFault {
        let column = self.taken.iter().find(|c| c.target.name() == field);
        CellFault {
            column: column.map(|c| c.index),
            field,
            reason,
        }
    }

    /// A record that its own rules let pass; `name` is what the list calls one of its fields.
    pub(super) fn checked(
        &self,
        record: Record,
        name: impl Fn(&'static str) -> &'static str,
        warnings: &mut Vec<Warning>,
    ) -> Result<Record, Vec<CellFault>> {
        let (pass, faults): (Vec<_>, Vec<_>) =
            record.check().into_iter().partition(|(_, f)| f.lets_pass());
        warnings.extend(pass.into_iter().map(|(_, fault)| Warning::Fault(fault)));
        if faults.is_empty() {
            return Ok(record);
        }
        let faults = faults.into_iter();
        Err(faults
            .map(|(field, fault)| self.fault(name(field), Reason::Fault(fault)))
            .collect())
    }
}
