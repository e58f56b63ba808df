//! Reads one row of a list: what its cells say, put to the fields that they are about.
//!
//! Knows one row at a time and nothing of the register; how a cell is read, `cell` knows.

use super::cell::{Month, Told, told};
use super::heading::{Column, Columns, Part, Target};
use super::problem::{Reason, Warning};
use super::shape::Shape;
use super::sheet::{Cell, Form, Sheet};
use crate::domain::caregiver::Status;
use crate::schema::{Coded, Fault, Value, number};

/// A cell that isn't taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// Its place in the row; none where the row lacks a column or the fault isn't of the file.
    pub column: Option<usize>,
    /// The field.
    pub field: &'static str,
    /// Why.
    pub reason: Reason,
}

/// What a row says.
#[derive(Default)]
pub(super) struct Row<'s> {
    /// The village as written.
    pub village: Option<&'s str>,
    /// The township as written.
    pub township: Option<&'s str>,
    /// Values that aren't empty, with their fields.
    pub values: Vec<(Target, Value)>,
    pub faults: Vec<CellFault>,
    pub warnings: Vec<Warning>,
    /// Whether father and mother work elsewhere, where a column asks only that.
    pub away: [Option<bool>; 2],
    /// Whether a dash stands in the place of their names.
    pub dash: [bool; 2],
}

impl Row<'_> {
    /// The value of a field.
    pub(super) fn value(&self, field: &str) -> Option<&Value> {
        self.values
            .iter()
            .find(|(target, _)| target.name() == field)
            .map(|(_, value)| value)
    }

    /// The text of a field; nothing where it says nothing.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        match self.value(field) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// Reads a row.
pub(super) fn read<'s>(sheet: &'s Sheet, columns: &Columns, row: usize) -> Row<'s> {
    let mut read = Row::default();
    let mut month = None;
    for column in &columns.taken {
        let Some(cell) = sheet.cell(row, column.index) else {
            continue;
        };
        if column.target.part == Part::Village && cell.form != Form::Error {
            read.village = Some(cell.text.as_str());
            continue;
        }
        if column.target.part == Part::Township && cell.form != Form::Error {
            read.township = Some(cell.text.trim()).filter(|text| !text.is_empty());
            continue;
        }
        let told = told(cell, column, sheet.from_1904);
        match told {
            Ok(Told::Value(Value::Empty)) => {}
            Ok(Told::Value(value)) => read.values.push((column.target, value)),
            Ok(Told::Month(found)) if column.target.name() == "birth_day" => {
                month = Some((column, cell, found));
            }
            // Of the others nothing hangs on the day.
            Ok(Told::Month(_)) if column.target.is_birth() => {}
            Ok(Told::Away(away)) => read.away[column.target.which()] = Some(away),
            Ok(Told::Dash) => read.dash[column.target.which()] = true,
            Ok(Told::Dead(name)) => {
                let status = match column.target.part {
                    Part::Father => "father_status",
                    _ => "mother_status",
                };
                let shape = Shape::of(columns.kind);
                let target = shape.and_then(|shape| shape.target(status));
                let dead = Value::Choices(vec![Status::Dead.code().to_owned()]);
                read.values.extend(target.map(|target| (target, dead)));
                read.values
                    .extend(name.map(|name| (column.target, Value::Text(name))));
            }
            Ok(Told::Two(one, other)) => {
                let shape = Shape::of(columns.kind);
                let second = shape.and_then(|shape| shape.target("grade"));
                read.values.push((column.target, one));
                read.values.extend(second.map(|target| (target, other)));
            }
            Ok(Told::Month(found)) => {
                // In post to the end of the month in which somebody left.
                let day = if column.target.name() == "to" {
                    found.last()
                } else {
                    found.first
                };
                read.warnings.push(Warning::MonthOnly {
                    text: cell.text.clone(),
                    day,
                });
                read.values.push((column.target, Value::Day(day)));
            }
            Err(reason) => read.faults.push(fault(column, reason)),
        }
    }
    if let Some((column, cell, month)) = month {
        birth_in_month(&mut read, column, cell, month);
    }
    if let Some(Value::Choice(code)) = read.value("parents_away") {
        let away = match code.as_str() {
            "both" => [true, true],
            "father" => [true, false],
            "mother" => [false, true],
            _ => [false, false],
        };
        read.away = away.map(Some);
    }
    read
}

fn fault(column: &Column, reason: Reason) -> CellFault {
    CellFault {
        column: Some(column.index),
        field: column.target.name(),
        reason,
    }
}

/// A month of birth is as good as a day where the identity number tells the day.
fn birth_in_month(row: &mut Row<'_>, column: &Column, cell: &Cell, month: Month) {
    match row.text("id_number").and_then(number::birth_of) {
        Some(day) if month.has(day) => row.values.push((column.target, Value::Day(day))),
        Some(_) => {
            let reason = Reason::Fault(Fault::Rule("fault-birth-not-in-id"));
            row.faults.push(fault(column, reason));
        }
        None => row.warnings.push(Warning::BirthMonthOnly {
            text: cell.text.clone(),
        }),
    }
}
