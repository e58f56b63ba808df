use super::columns::{Column, Computed, Neighbours};
use super::{Office, Row, Tables};
use crate::domain::book::Kind;
use crate::schema::{FieldType, Value, Words, number};

impl Office {
    /// A field as people read it, personal numbers masked.
    pub fn text(&self, words: &dyn Words, row: &Row, index: usize) -> String {
        text(&self.tables(), words, row, index, true)
    }

    /// A field as people read it, nothing masked. Whoever calls this logs it where it has to be.
    pub fn text_unmasked(&self, words: &dyn Words, row: &Row, index: usize) -> String {
        text(&self.tables(), words, row, index, false)
    }

    /// A column of a list as people read it, personal numbers masked. For one record; a whole
    /// list is asked of [`Office::list`].
    pub fn column_text(&self, words: &dyn Words, row: &Row, column: Column) -> String {
        if let Column::Field(index) = column {
            return self.text(words, row, index);
        }
        let tables = self.tables();
        let value = Neighbours::new(&tables, self.today()).value(column, row.id, &row.record);
        computed_text(&tables, words, column, &value)
    }

    /// What people call a record in a line about something else.
    pub fn label(&self, kind: Kind, id: crate::schema::Id) -> String {
        self.tables().label(kind, id)
    }
}

pub(super) fn text(tables: &Tables, words: &dyn Words, row: &Row, index: usize, masked: bool) -> String {
    let Some(field) = row.record.kind().fields().get(index) else { return String::new() };
    let value = row.record.at(index);
    if masked && field.role.sensitive {
        return mask(field.ty, &value.plain());
    }
    show(tables, words, field.ty, &value)
}

pub(super) fn computed_text(tables: &Tables, words: &dyn Words, column: Column, value: &Value) -> String {
    match (column, value) {
        (Column::Computed(Computed::Village), Value::Link(id)) => tables.label(Kind::Village, *id),
        (Column::Computed(Computed::Rotation), Value::Choice(code)) => words.word(&format!("choice-year-state-{code}")),
        _ => value.plain(),
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
    let choice = |list: &str, code: &str| words.word(&format!("choice-{list}-{code}"));
    match (ty, value) {
        (FieldType::Choice(list, _), Value::Choice(code)) => choice(list, code),
        (FieldType::Choices(list, _), Value::Choices(codes)) => {
            codes.iter().map(|c| choice(list, c)).collect::<Vec<_>>().join(" ")
        }
        (FieldType::Link(kind), Value::Link(id)) => Kind::from_name(kind).map_or(String::new(), |k| tables.label(k, *id)),
        (_, Value::Flag(yes)) => choice("flag", if *yes { "yes" } else { "no" }),
        _ => value.plain(),
    }
}
