//! A TOML file as a tree in which everything knows its line.

use super::Warning;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Cells of what stands there that a warning repeats.
const REPEATED: usize = 30;

/// A name and what it is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name.
    pub key: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// What it is set to.
    pub value: Value,
    /// The same as it stands in the file.
    pub written: String,
}

/// What a name is set to, as far as preferences need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `[name]` and what stands under it, in the order of the file.
    Table(Vec<Entry>),
    /// `["a", "b"]`
    Texts(Vec<String>),
    /// `"a"`
    Text(String),
    /// `3`
    Int(i64),
    /// `true`
    Flag(bool),
    /// Anything else.
    Other,
}

impl Entry {
    /// That this can't be used.
    pub fn warning(&self, file: &str, key: &'static str) -> Warning {
        let found = match &self.value {
            Value::Table(_) => format!("[{}]", self.key),
            _ => format!("{} = {}", self.key, self.written),
        };
        Warning {
            file: file.into(),
            line: self.line,
            key,
            found,
        }
    }
}

/// Reads a file. Where its writing is wrong, that is told, and what could be read counts.
pub fn parse(file: &str, text: &str) -> (Vec<Entry>, Vec<Warning>) {
    let (table, faults) = DeTable::parse_recoverable(text);
    let warnings = faults.iter().map(|fault| {
        let at = fault.span().map_or(0, |span| span.start);
        let line = line_of(text, at);
        let found = text.lines().nth(line - 1).unwrap_or_default();
        Warning {
            file: file.into(),
            line,
            key: "config-syntax",
            found: short(found),
        }
    });
    let mut warnings: Vec<Warning> = warnings.collect();
    // One mistake is often found more than once.
    warnings.dedup_by_key(|warning| warning.line);
    (entries(table.get_ref(), text), warnings)
}

fn entries(table: &DeTable<'_>, text: &str) -> Vec<Entry> {
    let mut all: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            line: line_of(text, key.span().start),
            value: read(value, text),
            written: short(text.get(value.span()).unwrap_or_default()),
        })
        .collect();
    all.sort_by_key(|entry| entry.line);
    all
}

fn read(value: &Spanned<DeValue<'_>>, text: &str) -> Value {
    match value.get_ref() {
        DeValue::Table(table) => Value::Table(entries(table, text)),
        DeValue::String(string) => Value::Text(string.to_string()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Integer(n) => {
            i64::from_str_radix(n.as_str(), n.radix()).map_or(Value::Other, Value::Int)
        }
        DeValue::Array(items) => items
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::String(string) => Some(string.to_string()),
                _ => None,
            })
            .collect::<Option<Vec<_>>>()
            .map_or(Value::Other, Value::Texts),
        _ => Value::Other,
    }
}

fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().iter().take(at);
    before.filter(|byte| **byte == b'\n').count() + 1
}

fn short(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    let printed = line.chars().filter(|c| !c.is_control());
    printed.take(REPEATED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_knows_its_line() {
        let (entries, warnings) = parse("f", "a = 1\n\n[t]\nb = [\"x\"]\nc = 'y'\nd = 1.5\n");
        assert_eq!(warnings, []);
        assert_eq!((entries[0].line, &entries[0].value), (1, &Value::Int(1)));
        let Value::Table(under) = &entries[1].value else {
            panic!("{entries:?}");
        };
        let lines: Vec<usize> = under.iter().map(|e| e.line).collect();
        assert_eq!(lines, [4, 5, 6]);
        assert_eq!(under[0].value, Value::Texts(vec!["x".into()]));
        assert_eq!(under[2].warning("f", "config-value").found, "d = 1.5");
    }

    #[test]
    fn one_wrong_line_leaves_the_others() {
        let (entries, warnings) = parse("f", "a = 1\nb = = 2\nc = 3\n");
        let keys: Vec<&str> = entries.iter().map(|e| e.key.as_str()).collect();
        assert!(keys.contains(&"a") && keys.contains(&"c"), "{keys:?}");
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert_eq!(
            (warnings[0].line, warnings[0].found.as_str()),
            (2, "b = = 2")
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "(?s).*") {
            parse("f", &text);
        }

        #[test]
        fn anything_like_toml_is_read(text in "[\\[\\]{}=\"'#\\n a-c0-9.,\\\\]{0,60}") {
            parse("f", &text);
        }
    }
}
