//! The plan of an import of children: what each row of an office's ledger would do.
//!
//! One row makes the child, its household and those who care for it; siblings share a household.
//! Pure: reads a sheet and the register, saves nothing, and the same file makes no second change.
//! Blank cells clear nothing.

mod home;
mod matching;
mod planner;

use super::heading::Columns;
use super::plan::{Held, Plan};
use super::sheet::Sheet;
use super::{row, skip};
use crate::domain::caregiver::Caregiver;
use crate::domain::child::Child;
use crate::domain::household::Household;
use crate::domain::village::Village;
use crate::schema::{Day, Id};
use planner::Planner;

/// The part of the register that an import of children looks at, without what is out of use.
#[derive(Clone, Debug)]
pub struct Register<'a, B> {
    /// Every child.
    pub children: Vec<Held<'a, Child, B>>,
    /// Every household.
    pub households: Vec<Held<'a, Household, B>>,
    /// Everybody who cares for them.
    pub caregivers: Vec<Held<'a, Caregiver, B>>,
    /// Every village.
    pub villages: Vec<(Id, &'a Village)>,
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
                let read = row::read(sheet, columns, row);
                plan.rows.push(planner.row(row + 1, name, read));
            }
        }
    }
    plan
}
