//! The plan of an import: what each row of an office's list of child directors would do.
//!
//! One row makes the worker and the post in the village that it names. Pure: reads a sheet and
//! the register, saves nothing, and the same file makes no second change.

use super::heading::Columns;
pub use super::matching::Register;
use super::plan::Plan;
use super::planner::Planner;
use super::sheet::Sheet;
use super::{rows, together};
use crate::schema::{Day, Id};

/// Makes the plan.
pub fn plan<B: Clone>(
    sheet: &Sheet,
    columns: &Columns,
    register: &Register<'_, B>,
    today: Day,
    new_id: &mut dyn FnMut() -> Id,
) -> Plan<B> {
    let mut planner = Planner::new(columns, register, today, new_id);
    let mut plan = rows::plan(sheet, columns, |row| planner.make(row));
    together::warn(&mut plan, register, today);
    plan
}
