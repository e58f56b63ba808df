//! A slip of the pen in a file that people write by hand: `plugin.toml`, `layout.toml`, a policy.
//!
//! Owns where it is and which sentence tells it; the parser's own words, which are English, only where
//! there is none. What it quotes comes from the file, so nothing in it moves a cursor.

use std::fmt;
use std::io;
use std::num::NonZeroU32;
use std::path::Path;

use serde::de::DeserializeOwned;

use super::problem::Problem;
use super::talk::printable;

mod near;
mod parser;
mod place;

pub use near::near;

/// Every sentence of a slip, for the test of the word files.
pub const KEYS: &[&str] = &[
    "slip-at",
    "slip-unknown",
    "slip-unknown-near",
    "slip-missing",
    "slip-twice",
    "slip-length",
    "slip-range",
    "slip-type",
    "slip-is-text",
    "slip-is-day",
    "slip-is-whole",
    "slip-is-number",
    "slip-is-yes-no",
    "slip-is-list",
    "slip-is-table",
    "slip-quotes",
    "slip-no-value",
    "slip-open-bracket",
    "slip-comma",
    "slip-more",
    "slip-yes-no",
    "slip-open-quote",
    "slip-other",
    "slip-abi",
    "slip-code",
    "slip-own-id",
    "slip-version",
    "slip-nothing",
    "slip-hidden",
    "slip-reason",
    "slip-empty",
    "slip-two",
    "slip-long",
    "slip-utf8",
    "slip-file-name",
    "slip-file-sign",
    "slip-file-two",
    "slip-sha-own",
    "slip-sha-form",
    "slip-sha-lacks",
    "slip-column",
    "slip-sheet",
    "slip-one-sheet",
    "slip-open-place",
    "slip-place",
];

/// What is wrong, where, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    key: &'static str,
    args: Vec<(&'static str, String)>,
    /// Line and column, from 1.
    at: Option<(NonZeroU32, NonZeroU32)>,
    raw: Box<str>,
}

impl Slip {
    /// With the sentence of this key, and the same in English for logs.
    pub fn new(key: &'static str, raw: impl Into<String>) -> Slip {
        let (args, at) = (Vec::new(), None);
        let raw = printable(&raw.into()).into();
        Slip { key, args, at, raw }
    }

    /// With a place filled in. A name that ends with `_word` is filled with the word of that key.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Slip {
        self.args.push((name, printable(&value.to_string())));
        self
    }

    /// At this byte of the text.
    fn at_byte(mut self, text: &str, byte: usize) -> Slip {
        let before = text.get(..byte.min(text.len())).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let from_1 =
            |count: usize| NonZeroU32::MIN.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        self.at = Some((
            from_1(before.matches('\n').count()),
            from_1(line.chars().count()),
        ));
        self
    }

    /// At the value with this path, such as `dataset.1.name`, if the text has one.
    pub fn at_path(self, text: &str, path: &str) -> Slip {
        match place::byte(text, path) {
            Some(byte) => self.at_byte(text, byte),
            None => self,
        }
    }

    /// The key of its sentence.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// Its line, from 1.
    pub fn line(&self) -> Option<u32> {
        self.at.map(|(line, _)| line.get())
    }

    /// What fills its sentence: `slip` is the sentence's key; `line` and `column` where they are known;
    /// `why` the English of it for who knows no sentences.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        let mut args = vec![("why", self.to_string()), ("slip", self.key.to_owned())];
        if let Some((line, column)) = self.at {
            args.extend([("line", line.to_string()), ("column", column.to_string())]);
        }
        args.extend(self.args.iter().cloned());
        args
    }
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.at {
            write!(f, "line {line}, column {column}: ")?;
        }
        f.write_str(&self.raw)
    }
}

impl std::error::Error for Slip {}

/// The text of a file that people write, if it is there.
///
/// # Errors
/// It has more bytes than `most`, is no UTF-8, or the system doesn't let it be read.
pub fn text(path: &Path, most: u64) -> Result<Option<String>, Problem> {
    let path_of = || path.to_path_buf();
    let unreadable = |why: io::Error| Problem::Unreadable {
        path: path_of(),
        why: why.to_string(),
    };
    let bad = |why| Problem::Manifest {
        path: path_of(),
        why,
    };
    match std::fs::metadata(path) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(why) => return Err(unreadable(why)),
        Ok(there) if there.len() > most => return Err(bad(too_long(most))),
        Ok(_) => {}
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| bad(Slip::new("slip-utf8", "the file is not UTF-8")));
    text.map(Some)
}

/// Of a text that has more bytes than it may.
pub fn too_long(most: u64) -> Slip {
    let limit = most >> 10;
    Slip::new("slip-long", format!("larger than {limit} KiB")).with("limit", limit)
}

/// Reads a text in TOML.
///
/// # Errors
/// The first slip in it.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Slip> {
    toml::from_str(text).map_err(|why| parser::slip(text, &why))
}

#[cfg(test)]
mod tests;
