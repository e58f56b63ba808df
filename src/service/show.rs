//! Values and records as people read them: masked, formatted, labelled.

use super::columns::{Column, Neighbours};
use super::{Office, Row, Tables};
use crate::domain::book::{Kind, Record};
use crate::domain::due::Deadline;
use crate::schema::{Day, FieldType, Id, Value, Words, number};

impl Office {
    /// A field as people read it, personal numbers masked.
    pub fn text(&self, words: &dyn Words, row: &Row, index: usize) -> String {
        text(&self.tables(), words, row, index, true)
    }

    /// A field as people read it, nothing masked. Whoever calls this logs it where it has to be.
    pub fn text_unmasked(&self, words: &dyn Words, row: &Row, index: usize) -> String {
        text(&self.tables(), words, row, index, false)
    }

    /// A column of a record that may no longer stand so (an entry of its history), masked.
    pub fn record_text(&self, words: &dyn Words, record: &Record, column: Column) -> String {
        let kind = record.kind();
        let value = column.read(record);
        if column.sensitive(kind) {
            return mask(column.ty(kind), &value.plain());
        }
        show(&self.tables(), words, column.ty(kind), &value)
    }

    /// A column of a list as people read it, personal numbers masked. For one record; a whole
    /// list is asked of [`Office::list`].
    pub fn column_text(&self, words: &dyn Words, row: &Row, column: Column) -> String {
        if !matches!(column, Column::Computed(_)) {
            return self.record_text(words, &row.record, column);
        }
        let tables = self.tables();
        let around = Neighbours::of(&tables, self.today(), vec![row]);
        let value = around.value(column, row.id, &row.record);
        computed_text(&tables, words, column, &value)
    }

    /// What people call a record in a line about something else.
    pub fn label(&self, kind: Kind, id: Id) -> String {
        self.tables().label(kind, id)
    }
}

pub(super) fn text(
    tables: &Tables,
    words: &dyn Words,
    row: &Row,
    index: usize,
    masked: bool,
) -> String {
    let Some(field) = row.record.kind().fields().get(index) else {
        return String::new();
    };
    let value = row.record.at(index);
    if masked && field.role.sensitive {
        return mask(field.ty, &value.plain());
    }
    show(tables, words, field.ty, &value)
}

pub(super) fn computed_text(
    tables: &Tables,
    words: &dyn Words,
    column: Column,
    value: &Value,
) -> String {
    match column {
        Column::Computed(computed) => show(tables, words, computed.ty(), value),
        Column::Local(local) => show(tables, words, local.info.ty, value),
        Column::Field(_) => value.plain(),
    }
}

fn mask(ty: FieldType, text: &str) -> String {
    match ty {
        FieldType::Phone => number::mask_phone(text),
        _ => number::mask_id(text),
    }
}

/// A value of a type as people read it.
pub(super) fn show(tables: &Tables, words: &dyn Words, ty: FieldType, value: &Value) -> String {
    let choice = |list: &str, code: &str| words.choice(list, code);
    match (ty, value) {
        (FieldType::Choice(list, _), Value::Choice(code)) => choice(list, code),
        (FieldType::Choices(list, _), Value::Choices(codes)) => codes
            .iter()
            .map(|c| choice(list, c))
            .collect::<Vec<_>>()
            .join(" "),
        (FieldType::Link(kind), Value::Link(id)) => {
            Kind::from_name(kind).map_or(String::new(), |k| tables.label(k, *id))
        }
        (_, Value::Flag(yes)) => choice("flag", if *yes { "yes" } else { "no" }),
        _ => value.plain(),
    }
}

/// `2026-11-23 09:14` in China.
pub fn moment(millis: u64) -> String {
    format!(
        "{} {}",
        Day::of_millis(millis),
        crate::schema::TimeOfDay::of_millis(millis)
    )
}

/// A deadline as people read it on `today`: 41 天, 还有 9 天, 逾期 3 天.
pub fn deadline(words: &dyn Words, deadline: Deadline, today: Day) -> String {
    let (key, days) = match deadline {
        Deadline::Since(day) => ("deadline-since", today.0 - day.0),
        Deadline::By(day) if day == today => ("deadline-today", 0),
        Deadline::By(day) if day < today => ("deadline-overdue", today.0 - day.0),
        Deadline::By(day) => ("deadline-left", day.0 - today.0),
        Deadline::Open => ("deadline-open", 0),
        Deadline::Complete(percent) => {
            return words.fill("deadline-complete", &[("percent", &percent.to_string())]);
        }
    };
    words.fill(key, &[("days", &days.to_string())])
}

/// A personal number with its middle hidden.
pub fn masked(ty: FieldType, text: &str) -> String {
    mask(ty, text)
}

impl Office {
    /// What a link leads to, for scripts: the code of a village, else the record's number.
    pub fn link_name(&self, ty: FieldType, id: Id) -> String {
        let FieldType::Link(kind) = ty else {
            return id.to_string();
        };
        let tables = self.tables();
        let row = Kind::from_name(kind).and_then(|k| tables.row(k, id));
        row.map_or_else(|| id.to_string(), |r| format!("#{}", r.number))
    }

    /// Where a record belongs: the village of a child, of a home, of a worker's post; with its
    /// township, where the office has several.
    pub fn whereabouts(&self, row: &Row) -> String {
        let record = &row.record;
        if record.kind() == Kind::Worker && self.has_townships() {
            let town = self.tables().township_of(row.id, self.today());
            let village = self.places().get(&row.id).copied();
            let village = village.map(|id| self.label(Kind::Village, id));
            let town = town.map(|d| d.short.clone());
            let parts: Vec<String> = town.into_iter().chain(village).collect();
            return parts.join(" ");
        }
        let village = match (record.value("village"), record.value("household")) {
            (Value::Link(id), _) => Some(id),
            (_, Value::Link(home)) => self.tables().village_of_home(home),
            _ if record.kind() == Kind::Household => self.tables().village_of_home(row.id),
            _ => self.places().get(&row.id).copied(),
        };
        village.map_or_else(String::new, |id| self.label(Kind::Village, id))
    }
}
