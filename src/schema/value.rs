use super::{Coded, Day, Id, TimeOfDay};
use std::collections::BTreeSet;

/// What forms, files, lists and exports all speak.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Not known, not told, doesn't apply.
    #[default]
    Empty,
    /// Text, numbers of people and telephones included.
    Text(String),
    /// A whole number.
    Int(i64),
    /// Points in tenths, so that 88.5 is exact.
    Score(i64),
    /// A day.
    Day(Day),
    /// A time of day.
    Time(TimeOfDay),
    /// Yes or no; not known is [`Value::Empty`].
    Flag(bool),
    /// The code of a choice. Owned, because an office may extend some lists.
    Choice(String),
    /// The codes of several choices.
    Choices(Vec<String>),
    /// Another record.
    Link(Id),
}

impl Value {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// The stable form for scripts and files: codes, ISO days, plain numbers.
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(t) | Self::Choice(t) => t.clone(),
            Self::Int(n) => n.to_string(),
            Self::Score(n) => score_text(*n),
            Self::Day(d) => d.iso(),
            Self::Time(t) => t.to_string(),
            Self::Flag(b) => if *b { "yes" } else { "no" }.to_owned(),
            Self::Choices(all) => all.join(","),
            Self::Link(id) => id.to_string(),
        }
    }
}

fn score_text(tenths: i64) -> String {
    if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths.abs() % 10)
    }
}

/// How a field of a record becomes a [`Value`] and back; one for each Rust type, not for each field.
pub trait Slot {
    /// The value to show.
    fn value(&self) -> Value;
    /// Takes a value that the field's parser has made; anything else empties it.
    fn assign(&mut self, value: Value);
}

impl Slot for String {
    fn value(&self) -> Value {
        if self.is_empty() {
            Value::Empty
        } else {
            Value::Text(self.clone())
        }
    }
    fn assign(&mut self, value: Value) {
        *self = if let Value::Text(t) = value {
            t
        } else {
            Self::new()
        };
    }
}

/// `slot!(Option<Day>, Day)`: types that are one variant of a value, or nothing.
macro_rules! slot {
    ($type:ty, $variant:ident) => {
        impl Slot for Option<$type> {
            fn value(&self) -> Value {
                self.clone().map_or(Value::Empty, Value::$variant)
            }
            fn assign(&mut self, value: Value) {
                *self = if let Value::$variant(v) = value {
                    Some(v)
                } else {
                    None
                };
            }
        }
    };
}
slot!(Day, Day);
slot!(TimeOfDay, Time);
slot!(bool, Flag);
slot!(Id, Link);
slot!(i64, Int);

/// Points in tenths.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct Score(pub i64);

impl Score {
    /// As people write them: 8, 8.5.
    pub fn plain(self) -> String {
        score_text(self.0)
    }
}

impl Slot for Option<Score> {
    fn value(&self) -> Value {
        self.map_or(Value::Empty, |s| Value::Score(s.0))
    }
    fn assign(&mut self, value: Value) {
        *self = if let Value::Score(v) = value {
            Some(Score(v))
        } else {
            None
        };
    }
}

impl<T: Coded> Slot for Option<T> {
    fn value(&self) -> Value {
        self.map_or(Value::Empty, |c| Value::Choice(c.code().to_owned()))
    }
    fn assign(&mut self, value: Value) {
        *self = if let Value::Choice(code) = value {
            T::from_code(&code)
        } else {
            None
        };
    }
}

impl<T: Coded> Slot for BTreeSet<T> {
    fn value(&self) -> Value {
        if self.is_empty() {
            Value::Empty
        } else {
            Value::Choices(self.iter().map(|c| c.code().to_owned()).collect())
        }
    }
    fn assign(&mut self, value: Value) {
        *self = if let Value::Choices(codes) = value {
            codes.iter().filter_map(|c| T::from_code(c)).collect()
        } else {
            Self::new()
        };
    }
}
