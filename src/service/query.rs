//! What a list is asked: conditions and an order. Verbs and screens both speak this.

use super::columns::{Column, Computed};
use super::show::{computed_text, show};
use super::{Office, Problem, Tables};
use crate::domain::book::Kind;
use crate::schema::{Day, FieldType, Value, Words};
use std::cmp::Ordering;

/// Which records of a kind, in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// All of these have to hold.
    pub wheres: Vec<Where>,
    /// By which column; the running number where there is none.
    pub sort: Option<Column>,
    /// Biggest first. What is not filled in stands last either way.
    pub descending: bool,
    /// At most so many.
    pub limit: Option<usize>,
    /// Records out of use instead of those in use.
    pub retired: bool,
    /// The day that the directors' register is of; today where none is said.
    pub on: Option<Day>,
}

/// One condition: `field=value`, `!=`, `<`, `>`, `~` (contains).
#[derive(Clone, Debug, PartialEq)]
pub struct Where {
    column: Column,
    op: Op,
    value: Value,
    text: String,
    expression: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    Is,
    IsNot,
    Below,
    Above,
    Contains,
}

const OPS: [(&str, Op); 5] = [
    ("!=", Op::IsNot),
    ("=", Op::Is),
    ("<", Op::Below),
    (">", Op::Above),
    ("~", Op::Contains),
];

impl Office {
    /// Reads a condition like `sex=女` or `first_training<2020-01-01`; blank behind `=` asks for
    /// what is not filled in, behind `!=` for what is.
    ///
    /// # Errors
    /// Not of that form, an unknown field, or a value that the field can't have.
    pub fn parse_where(&self, kind: Kind, expression: &str) -> Result<Where, Problem> {
        let bad = || {
            Problem::new("problem-bad-where")
                .with("where", expression)
                .exit(2)
        };
        let at = expression
            .find(['!', '=', '<', '>', '~', '＝'])
            .ok_or_else(bad)?;
        let (name, rest) = expression.split_at(at);
        let rest = rest.replacen('＝', "=", 1);
        let (sign, op) = OPS
            .into_iter()
            .find(|(sign, _)| rest.starts_with(sign))
            .ok_or_else(bad)?;
        let typed = rest[sign.len()..].trim();
        let column = self.column(kind, name.trim())?;
        // Asked piece by piece, a masked number would give itself away without a log entry.
        if column.sensitive(kind) && !matches!(op, Op::Is | Op::IsNot) {
            return Err(Problem::new("problem-where-masked")
                .with("field", name.trim())
                .exit(2));
        }
        let value = if op == Op::Contains {
            Value::Empty
        } else {
            self.parse_column(kind, column, typed)?
        };
        Ok(Where {
            column,
            op,
            value,
            text: typed.to_lowercase(),
            expression: expression.to_owned(),
        })
    }

    /// Reads an order: a column's name, `-` before it for the biggest first.
    ///
    /// # Errors
    /// There is no such column, or its values are masked: their order would tell of them.
    pub fn parse_sort(&self, kind: Kind, typed: &str) -> Result<(Column, bool), Problem> {
        let (name, descending) = match typed.trim().strip_prefix('-') {
            Some(name) => (name, true),
            None => (typed.trim(), false),
        };
        let column = self.column(kind, name)?;
        if column.sensitive(kind) {
            return Err(Problem::new("problem-where-masked")
                .with("field", name)
                .exit(2));
        }
        Ok((column, descending))
    }

    /// The column that a script names.
    ///
    /// # Errors
    /// There is none.
    pub fn column(&self, kind: Kind, name: &str) -> Result<Column, Problem> {
        self.named(kind, name).ok_or_else(|| {
            let mut names: Vec<&str> = kind.fields().iter().map(|f| f.name).collect();
            names.extend(self.locals(kind).iter().map(|local| local.info.name));
            Problem::new("problem-unknown-field")
                .with("field", name)
                .with("kind", kind.name())
                .with("fields", names.join(" "))
                .exit(2)
        })
    }

    fn parse_column(&self, kind: Kind, column: Column, typed: &str) -> Result<Value, Problem> {
        self.parse(kind, column, typed).map_err(|fault| Problem {
            faults: vec![(column.name(kind).to_owned(), fault)],
            ..Problem::new("problem-bad-value")
        })
    }
}

impl Query {
    /// Whether it asks for everything in the order of numbers.
    pub fn is_plain(&self) -> bool {
        self.wheres.is_empty() && self.sort.is_none()
    }

    /// Adds a condition; one about the same column being something gives way to it.
    pub fn narrow(&mut self, condition: Where) {
        let instead =
            |w: &Where| w.column == condition.column && w.op == Op::Is && condition.op == Op::Is;
        self.wheres.retain(|w| !instead(w));
        self.wheres.push(condition);
    }

    /// Whether a condition holds for what stands in its column.
    pub(super) fn holds(
        &self,
        condition: &Where,
        tables: &Tables,
        words: &dyn Words,
        kind: Kind,
        value: &Value,
    ) -> bool {
        let Where {
            column, op, text, ..
        } = condition;
        match op {
            Op::Is => condition.is(value),
            Op::IsNot => !condition.is(value),
            Op::Below => !value.is_empty() && *value < condition.value,
            Op::Above => !value.is_empty() && *value > condition.value,
            Op::Contains => told(tables, words, kind, *column, value)
                .to_lowercase()
                .contains(text),
        }
    }
}

fn told(tables: &Tables, words: &dyn Words, kind: Kind, column: Column, value: &Value) -> String {
    match column {
        Column::Field(_) | Column::Local(_) => show(tables, words, column.ty(kind), value),
        Column::Computed(_) => computed_text(tables, words, column, value),
    }
}

impl Where {
    /// What it is about.
    pub fn column(&self) -> Column {
        self.column
    }

    /// As a script writes it.
    pub fn expression(&self) -> &str {
        &self.expression
    }

    /// The condition as people read it: 风险 红.
    pub fn describe(&self, office: &Office, words: &dyn Words, kind: Kind) -> String {
        let column = self.column.word(kind, words);
        let shown = match (&self.value, self.op) {
            (Value::Empty, Op::IsNot) if self.text.is_empty() => words.word("where-filled"),
            (Value::Empty, _) if self.text.is_empty() => words.word("where-empty"),
            (Value::Empty, _) => self.text.clone(),
            // A masked number that one has typed need not stand on the screen.
            (value, _) if self.column.sensitive(kind) => {
                super::masked(self.column.ty(kind), &value.plain())
            }
            (value, _) => told(&office.tables(), words, kind, self.column, value),
        };
        let key = match self.op {
            Op::IsNot if !self.value.is_empty() => "where-not",
            Op::Below => "where-below",
            Op::Above => "where-above",
            Op::Contains => "where-contains",
            Op::Is | Op::IsNot => "where-is",
        };
        words.fill(key, &[("column", &column), ("value", &shown)])
    }

    /// Several choices are what one of them is; of several townships one is enough, with or without
    /// its 镇, 乡 or 街道.
    fn is(&self, value: &Value) -> bool {
        match (value, &self.value) {
            (Value::Text(have), Value::Text(want))
                if self.column == Column::Computed(Computed::Township) =>
            {
                want.split(['/', ',', '，', '、', ';', '；', ' '])
                    .any(|one| bare(one) == bare(have))
            }
            (Value::Choices(have), Value::Choices(want)) => want.iter().all(|w| have.contains(w)),
            (value, want) => value == want,
        }
    }
}

/// A township's name without what it is.
fn bare(name: &str) -> &str {
    let ends = ["街道", "镇", "乡"];
    let stripped = ends.iter().find_map(|end| name.strip_suffix(end));
    stripped.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// By what a value is put in order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Place(usize),
    Letters(Vec<u8>),
    Other(Value),
}

/// Choices stand in the order of their list, and Chinese as indexes of names have it: GB 2312
/// puts its common characters in the order of their pinyin.
fn key(ty: FieldType, value: Value) -> Key {
    match (ty, value) {
        (FieldType::Choice(_, all), Value::Choice(code)) => {
            Key::Place(all.iter().position(|c| c.code == code).unwrap_or(all.len()))
        }
        (_, Value::Text(text)) => Key::Letters(encoding_rs::GB18030.encode(&text).0.into_owned()),
        (_, value) => Key::Other(value),
    }
}

/// Rows in the order of a value of theirs; those that have none stand last, and equals as before.
pub(super) fn sort<T>(
    rows: Vec<T>,
    ty: FieldType,
    descending: bool,
    value: impl Fn(&T) -> Value,
) -> Vec<T> {
    let keyed = rows.into_iter().map(|row| {
        let value = value(&row);
        (value.is_empty(), key(ty, value), row)
    });
    let mut keyed: Vec<(bool, Key, T)> = keyed.collect();
    keyed.sort_by(|(no, a, _), (none, b, _)| {
        let values: Ordering = a.cmp(b);
        let values = if descending { values.reverse() } else { values };
        no.cmp(none).then(values)
    });
    keyed.into_iter().map(|(_, _, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::child::Risk;
    use crate::schema::Coded;

    #[test]
    fn choices_stand_by_their_list_and_names_by_their_sound() {
        let risk = FieldType::Choice(Risk::LIST, Risk::CHOICES);
        let codes = ["green", "", "red", "yellow"].map(|code| match code {
            "" => Value::Empty,
            code => Value::Choice(code.into()),
        });
        let sorted = |descending| -> Vec<String> {
            let rows = sort(codes.to_vec(), risk, descending, Value::clone);
            rows.iter().map(Value::plain).collect()
        };
        assert_eq!(sorted(false), ["red", "yellow", "green", ""]);
        assert_eq!(sorted(true), ["green", "yellow", "red", ""]);
        let names = ["张文彬", "曾庆华", "阿·江", "林秀英"].map(|n| Value::Text(n.into()));
        let text = FieldType::Text { max: 24 };
        let names = sort(names.to_vec(), text, false, Value::clone);
        let names: Vec<String> = names.iter().map(Value::plain).collect();
        assert_eq!(names, ["阿·江", "林秀英", "曾庆华", "张文彬"]);
    }
}
