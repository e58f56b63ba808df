//! The plan of an import: what each row of an office's list of child directors would do.
//!
//! One row makes the worker and the post in the village that it names. Pure: reads a sheet and
//! the register, saves nothing, and the same file makes no second change.

use super::heading::Columns;
pub use super::matching::Register;
use super::plan::Plan;
use super::planner::Planner;
use super::sheet::Sheet;
use super::{row, skip, together};
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
