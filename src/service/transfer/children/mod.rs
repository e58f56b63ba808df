//! The plan of an import of children: what each row of an office's ledger would do.
//!
//! One row makes the child, its household and those who care for it; siblings share a household.
//! Pure: reads a sheet and the register, saves nothing, and the same file makes no second change.
//! Blank cells clear nothing.

mod draft;
mod home;
mod matching;
mod planner;

use super::heading::Columns;
use super::plan::{Held, Plan};
use super::rows;
use super::sheet::Sheet;
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
    rows::plan(sheet, columns, |row| planner.make(row))
}
