//! Sending data to an agency through its plug-in: what would leave, shown whole before anything
//! runs; the log entry first, then the run, then what came of it.

mod catalogue;
mod log;
mod preview;
mod send;

use super::plugins::Standing;
use super::{Problem, Row};
use crate::plugin::Library;
use crate::plugin::discover::Found;
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
    found: Found,
    library: Library,
    people: Vec<Arc<Row>>,
}

impl Preview {
    /// Why nothing can leave by its plug-in; none if it may run.
    pub fn refusal(&self) -> Option<Problem> {
        self.standing.problem(&self.found)
    }
}

/// What was typed to confirm.
#[derive(Clone, Debug, Default)]
pub struct Confirmation {
    /// The agency's code.
    pub code: String,
    /// The agency's code again, for files in clear.
    pub clear: String,
}

/// Files that were sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Where they are.
    pub files: Vec<PathBuf>,
    /// People in them.
    pub rows: u64,
}

/// The names of the catalogue, for the words.
pub fn catalogue() -> impl Iterator<Item = &'static str> {
    catalogue::CATALOGUE.iter().map(|(name, ..)| *name)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
