//! Sending data to an agency through its plug-in: what would leave, shown whole before anything
//! runs; the log entry first, then the run, then what came of it.

mod catalogue;
mod cover;
mod log;
mod password;
mod preview;
mod send;

pub use password::Password;

use super::plugins::Standing;
use super::{Problem, Row};
use crate::plugin::{CellType, Library};
use crate::plugin::discover::Found;
use crate::schema::Words;
use std::path::PathBuf;
use std::sync::Arc;

/// An agency that a plug-in writes for.
#[derive(Clone, Debug)]
pub struct Agency {
    /// Its code, which is typed to confirm.
    pub code: String,
    /// What the plug-in calls itself, in Chinese and English.
    pub names: [String; 2],
    /// The plug-in's id.
    pub plugin: String,
    /// Whether it may run; nothing where its library has to be read for that.
    pub standing: Option<Standing>,
}

/// One field that would leave.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// Its name in the catalogue; its word has the key `export-field-NAME`.
    pub name: &'static str,
    /// Why the agency needs it, in Chinese and English.
    pub why: [String; 2],
    /// Three samples, masked.
    pub samples: Vec<String>,
}

/// Everything that would leave, before anything runs.
pub struct Preview {
    /// To whom.
    pub agency: Agency,
    /// What for, in Chinese and English.
    pub purpose: [String; 2],
    /// On what ground.
    pub basis: [String; 2],
    /// Fields that leave.
    pub leaving: Vec<Leaving>,
    /// Fields of the same records that don't.
    pub withheld: Vec<&'static str>,
    /// People.
    pub rows: usize,
    /// How they were chosen, as typed.
    pub filter: String,
    /// The plug-in's id and version.
    pub plugin: String,
    /// Whether it may run, and if not, why; nothing leaves by one that may not.
    pub standing: Standing,
    /// SHA-256 of the library that was read and will run.
    pub fingerprint: String,
    /// The names of the files.
    pub files: Vec<String>,
    /// The name of the encrypted ZIP in which they leave, unless they leave in clear.
    pub zip: String,
    found: Found,
    library: Library,
    people: Vec<Arc<Row>>,
}

/// How files leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// All in one encrypted ZIP, with a cover sheet.
    Sealed,
    /// Each as it is, for anybody to read.
    InClear,
}

impl Preview {
    /// Why nothing can leave by its plug-in; none if it may run.
    pub fn refusal(&self) -> Option<Problem> {
        self.standing.problem(&self.found)
    }

    /// How the files leave by what was typed: encrypted, unless the code was typed again.
    ///
    /// # Errors
    /// Not confirmed.
    pub fn confirmed(&self, by: &Confirmation) -> Result<Leave, Problem> {
        let code = &self.agency.code;
        if by.code.trim() != code {
            return Err(Problem::new("export-not-confirmed").with("agency", code));
        }
        match by.clear.trim() {
            "" => Ok(Leave::Sealed),
            again if again == code => Ok(Leave::InClear),
            _ => Err(Problem::new("export-clear-not-confirmed").with("agency", code)),
        }
    }

    /// How the people were chosen, in words.
    fn chosen(&self, words: &dyn Words) -> String {
        match self.filter.as_str() {
            "" => words.word("export-everybody"),
            filter => filter.to_owned(),
        }
    }
}

/// What was typed to confirm.
#[derive(Clone, Debug, Default)]
pub struct Confirmation {
    /// The agency's code.
    pub code: String,
    /// The agency's code again, for files in clear; nothing for an encrypted ZIP.
    pub clear: String,
}

/// Files that were sent.
#[derive(Debug)]
pub struct Sent {
    /// Where they are: the ZIP, or the files in clear.
    pub files: Vec<PathBuf>,
    /// People in them.
    pub rows: u64,
    /// Opens the ZIP. It is here and nowhere else.
    pub password: Option<Password>,
}

/// The names of the catalogue, for the words.
pub fn catalogue() -> impl Iterator<Item = &'static str> {
    catalogue::CATALOGUE.iter().map(|(name, ..)| *name)
}

/// The type of a field of a dataset; nothing where there is none of that name.
pub fn catalogued(dataset: &str, field: &str) -> Option<CellType> {
    let mut all = catalogue::CATALOGUE.iter();
    let found = all.find(|(name, ..)| dataset == catalogue::DATASET && *name == field);
    found.map(|(_, kind, _)| *kind)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
