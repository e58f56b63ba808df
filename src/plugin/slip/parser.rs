//! What the parser of TOML says, as sentences of our own.

use super::{Slip, near};

/// The sentence of what the parser found.
pub fn slip(text: &str, why: &toml::de::Error) -> Slip {
    let (message, span) = (why.message(), why.span().unwrap_or_default());
    let slip = kind(text, message, span.start).unwrap_or_else(|| grammar(message));
    // A table that lacks something at the top begins nowhere.
    match span.start == 0 && slip.key() == "slip-missing" {
        true => slip,
        false => slip.at_byte(text, span.start),
    }
}

/// What is good TOML, and not what is read.
fn kind(text: &str, message: &str, at: usize) -> Option<Slip> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    if message.starts_with("unknown field") || message.starts_with("unknown variant") {
        let (word, known) = (quoted.next()?, quoted.collect::<Vec<_>>());
        let slip = |key| Slip::new(key, message).with("word", word);
        return Some(match near(word, known.iter().copied()) {
            Some(near) => slip("slip-unknown-near").with("near", near),
            None => slip("slip-unknown").with("known", known.join(" ")),
        });
    }
    if message.starts_with("missing field") {
        return Some(Slip::new("slip-missing", message).with("word", quoted.next()?));
    }
    if message.starts_with("duplicate key") {
        return Some(Slip::new("slip-twice", message).with("word", key_at(text, at)));
    }
    if message.starts_with("invalid length") {
        return Some(Slip::new("slip-length", message).with("word", key_at(text, at)));
    }
    let out_of_range = || {
        let slip = Slip::new("slip-range", message).with("word", key_at(text, at));
        Some(slip.with("value", word_at(text, at)))
    };
    if message.ends_with("number overflowed") || message.starts_with("invalid value: integer") {
        return out_of_range();
    }
    if message == "wanted string or table" {
        return Some(other_type(text, message, at, "slip-is-text", None));
    }
    let (found, wanted) = message.split_once(", expected ")?;
    let found = found.strip_prefix("invalid type: ")?;
    match (what(wanted)?, what(found)) {
        // More digits than any number has.
        ("slip-is-whole", Some("slip-is-whole")) => out_of_range(),
        (wanted, found) => Some(other_type(text, message, at, wanted, found)),
    }
}

/// A value of another type than is wanted. The parser takes a day for a table, and has no word for what
/// stands where one of a few texts should.
fn other_type(
    text: &str,
    message: &str,
    at: usize,
    wanted: &'static str,
    said: Option<&'static str>,
) -> Slip {
    let found = match (said, written(text, at)) {
        (Some("slip-is-table"), day @ "slip-is-day") => day,
        (Some(said), _) => said,
        (None, written) => written,
    };
    let slip = Slip::new("slip-type", message).with("word", key_at(text, at));
    slip.with("wanted_word", wanted).with("found_word", found)
}

/// The word for the kind of value that is written at this byte.
fn written(text: &str, at: usize) -> &'static str {
    let word = word_at(text, at);
    match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some('"' | '\'') => "slip-is-text",
        Some('[') => "slip-is-list",
        Some('{') => "slip-is-table",
        Some('t' | 'f') => "slip-is-yes-no",
        _ if word.contains(':') || word.matches('-').count() == 2 => "slip-is-day",
        _ if word.contains('.') => "slip-is-number",
        _ => "slip-is-whole",
    }
}

/// The number, day or word at this byte, as it is written.
fn word_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-._:".contains(c)));
    &rest[..end.unwrap_or(rest.len())]
}

/// The word for a kind of value, as the parser calls it.
fn what(said: &str) -> Option<&'static str> {
    const SAID: [(&str, &str); 16] = [
        ("a string", "slip-is-text"),
        ("string", "slip-is-text"),
        ("integer", "slip-is-whole"),
        ("u32", "slip-is-whole"),
        ("u64", "slip-is-whole"),
        ("i64", "slip-is-whole"),
        ("floating point", "slip-is-number"),
        ("f64", "slip-is-number"),
        ("a boolean", "slip-is-yes-no"),
        ("boolean", "slip-is-yes-no"),
        ("a sequence", "slip-is-list"),
        ("an array", "slip-is-list"),
        ("sequence", "slip-is-list"),
        ("struct", "slip-is-table"),
        ("map", "slip-is-table"),
        ("enum", "slip-is-text"),
    ];
    let own = SAID.iter().find(|(start, _)| said.starts_with(start));
    own.map(|(_, key)| *key)
}

/// What isn't TOML.
fn grammar(message: &str) -> Slip {
    const SAID: [(&str, &str); 9] = [
        ("string values must be quoted", "slip-quotes"),
        ("key with no value", "slip-no-value"),
        ("unclosed", "slip-open-bracket"),
        ("missing comma", "slip-comma"),
        ("unexpected key or value", "slip-more"),
        ("invalid boolean", "slip-yes-no"),
        ("expected `'`", "slip-open-quote"),
        ("expected `\"`", "slip-open-quote"),
        ("expected `\"\"\"`", "slip-open-quote"),
    ];
    let own = SAID.iter().find(|(part, _)| message.contains(part));
    match own {
        Some((_, key)) => Slip::new(key, message),
        None => Slip::new("slip-other", message).with("raw", message),
    }
}

/// The key that the value at this byte belongs to: what stands before the `=`, or the table's name.
fn key_at(text: &str, at: usize) -> &str {
    let start = text.get(..at).unwrap_or_default();
    let line_start = start.rfind('\n').map_or(0, |end| end + 1);
    let before = &start[line_start..];
    let key = before.rsplit([',', '{']).next().unwrap_or_default();
    match key.split_once('=') {
        Some((key, _)) => key.trim(),
        None => {
            let line = text.get(line_start..).unwrap_or_default();
            let line = line.lines().next().unwrap_or_default();
            let key = line.split('=').next().unwrap_or_default();
            key.trim().trim_matches(['[', ']'])
        }
    }
}
