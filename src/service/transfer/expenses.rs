//! The plan of a list of expenses: whose each row is, and whether it is noted already.
//!
//! A row makes one note; nobody new is made, and nothing that is noted is changed. The same row
//! twice in a file is two expenses, and the same file brought in twice is none. Pure: saves nothing.

use super::heading::Columns;
use super::people::People;
pub use super::people::Served;
use super::plan::{Change, Plan};
use super::problem::Reason;
use super::row::Row;
use super::rows::{self, Looked, Made};
use super::shape::Part;
use super::sheet::Sheet;
use crate::domain::expense::Expense;
use crate::domain::village::Village;
use crate::schema::{Coded, Day, Entity, Fault, Id, Value};
use std::collections::HashMap;

/// The part of the register that a list of expenses looks at, without what is out of use.
pub struct Register<'a> {
    /// Every worker, and the village that the person served on a day.
    pub workers_on: &'a dyn Fn(Day) -> Vec<Served<'a>>,
    /// What is noted.
    pub expenses: Vec<&'a Expense>,
    /// Every village.
    pub villages: Vec<(Id, &'a Village)>,
}

/// What tells one expense from another.
type Sameness = (Option<Id>, Option<Day>, &'static str, i64, [String; 2]);

fn sameness(expense: &Expense) -> Sameness {
    let kind = expense.kind.map_or("", Coded::code);
    let amount = expense.amount.map_or(0, |amount| amount.0);
    let told = [expense.source.clone(), expense.note.clone()];
    (expense.worker, expense.day, kind, amount, told)
}

/// Makes the plan.
pub fn plan<B: Clone>(
    sheet: &Sheet,
    columns: &Columns,
    register: &Register<'_>,
    today: Day,
    new_id: &mut dyn FnMut() -> Id,
) -> Plan<B> {
    // Where somebody served on the day of the expense: who has moved since had it there.
    let mut on: HashMap<Day, People<'_>> = HashMap::new();
    // How many of each are noted and not met in the file yet.
    let mut noted: HashMap<Sameness, usize> = HashMap::new();
    for expense in &register.expenses {
        *noted.entry(sameness(expense)).or_default() += 1;
    }
    rows::plan(sheet, columns, |row| {
        let day = match row.read.value("day") {
            Some(Value::Day(day)) => *day,
            _ => today,
        };
        let people = on.entry(day).or_insert_with(|| {
            let workers = (register.workers_on)(day);
            People::new(&workers, &register.villages)
        });
        let expense = read(row, columns, people, today)?;
        let left = noted.entry(sameness(&expense)).or_default();
        let known = *left > 0;
        *left = left.saturating_sub(1);
        let mut changes = Vec::new();
        if !known {
            let checked = columns.checked(expense.into(), |field| field, &mut row.warnings);
            changes.push(Change {
                id: new_id(),
                base: None,
                fields: Vec::new(),
                record: checked.map_err(|faults| row.faults.extend(faults)).ok()?,
            });
        }
        Some(Made {
            new: !known,
            changes,
            about: None,
        })
    })
}

/// What a row says, if nothing is wrong with it; what is goes to its faults.
fn read(
    row: &mut Looked<'_>,
    columns: &Columns,
    people: &People<'_>,
    today: Day,
) -> Option<Expense> {
    let nameless = row.faults.iter().any(|fault| fault.field == "name");
    let worker = (!nameless).then(|| people.find(&row.read, |_| false));
    let worker = match worker {
        Some(Ok(id)) => Some(id),
        Some(Err((field, reason))) => {
            row.faults.push(columns.fault(field, of_register(reason)));
            None
        }
        None => None,
    };
    for field in ["day", "kind", "amount"] {
        let told = row.read.value(field).is_some() || row.faults.iter().any(|f| f.field == field);
        if !told {
            row.faults
                .push(columns.fault(field, Reason::Fault(Fault::Required)));
        }
    }
    let expense = filled(worker, &row.read);
    if expense.day > Some(today) {
        let ahead = Reason::Fault(Fault::Rule("fault-done-ahead"));
        row.faults.push(columns.fault("day", ahead));
    }
    row.faults.is_empty().then_some(expense)
}

fn filled(worker: Option<Id>, read: &Row<'_>) -> Expense {
    let mut expense = Expense {
        worker,
        ..Expense::default()
    };
    let values = read.values.iter();
    for (target, value) in values.filter(|(target, _)| target.part == Part::Expense) {
        (Expense::FIELDS[target.index].set)(&mut expense, value.clone());
    }
    expense
}

/// There is no roster onto which somebody unknown could be put.
fn of_register(reason: Reason) -> Reason {
    match reason {
        Reason::Unknown => Reason::NotRegistered,
        Reason::Elsewhere { village } => Reason::ServesElsewhere { village },
        reason => reason,
    }
}
