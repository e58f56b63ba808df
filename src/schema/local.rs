//! What a field that an office has added itself is made of: like a row of a field table, only that
//! its words come from the office.

use super::{Choice, Context, FieldInfo, FieldType, Id, NoLinks, Value};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What a record holds in fields of the office's own: each field's id, and the value as plain
/// text. A value outlives its field, and comes back with it.
pub type Extra = BTreeMap<Id, String>;

/// The list of a choice whose codes are the words that people see.
pub const LOCAL_LIST: &str = "local";

/// A field of an office's own. Two are the same where their ids are.
#[derive(Clone, Copy, Debug)]
pub struct Local {
    /// The record that defines it.
    pub id: Id,
    /// That record's running number.
    pub number: u32,
    /// Its row of the field table; the name is its label.
    pub info: FieldInfo,
}

impl PartialEq for Local {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Local {}

const PLAIN: Context<'_> = Context {
    today: None,
    links: &NoLinks,
};

impl Local {
    /// What stands in it. What it can't read (a word that is no choice any longer) is text.
    pub fn read(&self, extra: &Extra) -> Value {
        let Some(text) = extra.get(&self.id) else {
            return Value::Empty;
        };
        let value = self.info.ty.parse(text, PLAIN);
        value.unwrap_or_else(|_| Value::Text(text.clone()))
    }

    /// Puts a value into it; an empty one leaves nothing behind.
    pub fn write(&self, extra: &mut Extra, value: &Value) {
        if value.is_empty() {
            extra.remove(&self.id);
        } else {
            extra.insert(self.id, value.plain());
        }
    }

    /// Puts a value into it; whether that changes anything.
    pub fn lay(&self, extra: &mut Extra, value: &Value) -> bool {
        let changes = self.read(extra) != *value;
        if changes {
            self.write(extra, value);
        }
        changes
    }
}

/// Choices of these words, which are their codes too.
pub fn local_choices(words: &[String]) -> FieldType {
    static KEPT: Mutex<BTreeMap<Vec<String>, &'static [Choice]>> = Mutex::new(BTreeMap::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let choices = *kept.entry(words.to_vec()).or_insert_with(|| {
        let choice = |word: &String| Choice {
            code: keep(word),
            synonyms: &[],
        };
        Box::leak(words.iter().map(choice).collect())
    });
    FieldType::Choice(LOCAL_LIST, choices)
}

/// The text for as long as the program runs, once however often it is asked for. Field tables are
/// static, and everything that reads them relies on that; an office's own labels are few and
/// short, so they are kept rather than the tables made to be let go.
pub fn keep(text: &str) -> &'static str {
    static KEPT: Mutex<BTreeMap<String, &'static str>> = Mutex::new(BTreeMap::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.entry(text.to_owned())
        .or_insert_with(|| Box::leak(text.into()))
}
