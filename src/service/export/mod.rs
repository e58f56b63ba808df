//! Sending data to an agency through its plug-in: what would leave, shown whole before anything
//! runs; the log entry first, then the run, then what came of it.

mod catalogue;
mod cover;
mod grant;
mod leave;
mod log;
mod password;
mod policy;
mod preview;
mod second;
mod send;
mod settle;
mod turns;

pub use catalogue::{FieldOf, Table};
pub use grant::Stays;
pub use password::Password;
pub use policy::{
    Change, MAX_BYTES as MAX_POLICY, Made, PolicyFile, PolicyLine, parse as parse_policy,
    shipped_policy,
};
pub use second::Second;
pub use settle::Told;

use super::Problem;
use super::plugins::Standing;
use crate::domain::grant::Transform;
use crate::domain::sending::Turn;
use crate::plugin::discover::Found;
use crate::plugin::{CellType, Library};
use crate::schema::{Coded, Day, Words};
pub(super) use grant::Granted;
use leave::Leaves;
use std::path::PathBuf;

/// An agency that a plug-in writes for.
#[derive(Clone, Debug)]
pub struct Agency {
    /// Its code, which is typed to confirm.
    pub code: String,
    /// What the plug-in calls itself, in Chinese and English.
    pub names: [String; 2],
    /// The plug-in's id.
    pub plugin: String,
    /// The code of what it is sent for.
    pub purpose: String,
    /// Whether it may run; nothing where its library has to be read for that.
    pub standing: Option<Standing>,
    /// The day on which something last left for it for this purpose.
    pub last: Option<Day>,
    /// Whose turn it is; none where nothing is due by itself, or the role may not send it.
    pub turn: Option<Turn>,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    /// Rows that the plug-in has taken, of all.
    Rows(u64, u64),
    /// Bytes that are encrypted, of all.
    Sealing(u64, u64),
}

/// Letters of an agency's key that are told: enough to compare.
const KEY_TOLD: usize = 9;

/// One field that would leave.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// The dataset that it is of.
    pub table: Table,
    /// What is done to it before it leaves.
    pub transform: Option<Transform>,
    /// Its name in the catalogue; its word has the key `export-field-NAME`.
    pub name: &'static str,
    /// Why the agency needs it, in Chinese and English.
    pub why: [String; 2],
    /// Three samples, masked.
    pub samples: Vec<String>,
}

/// One field that stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// The dataset that it is of.
    pub table: Table,
    /// Its name in the catalogue.
    pub name: &'static str,
    /// Why it stays.
    pub why: Stays,
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
    /// Fields of the same datasets that don't.
    pub withheld: Vec<Withheld>,
    /// The entries of the policy by which it leaves, each with its source.
    pub entries: Vec<[String; 2]>,
    /// Rows of all datasets.
    pub rows: usize,
    /// Children that they tell of.
    pub children: usize,
    /// Those of them under 14, or of unknown age.
    pub under_14: usize,
    /// Whether a second person has to confirm.
    pub second: bool,
    /// How the rows were chosen, as typed: for who sends, and for nobody else.
    pub filter: String,
    /// The plug-in's id and version.
    pub plugin: String,
    /// Whether it may run, and if not, why; nothing leaves by one that may not.
    pub standing: Standing,
    /// SHA-256 of the library that was read and will run.
    pub fingerprint: String,
    /// The names of the files.
    pub files: Vec<String>,
    /// The name of the encrypted file in which they leave, unless they leave in clear.
    pub file: String,
    /// The keys that the agency registered, each of which opens it; without any, a password does.
    pub keys: Vec<String>,
    wheres: Vec<String>,
    found: Found,
    library: Library,
    granted: Granted,
    leaves: Leaves,
}

/// How files leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// All in one encrypted file, with a cover sheet.
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

    /// Which rows they are, in words. That they were narrowed is said and not by what: a condition
    /// on a field that isn't granted would tell of it.
    pub fn chosen(&self, words: &dyn Words) -> String {
        let scope = |table: &grant::GrantedTable| match table.table {
            Table::Roster => words.word("export-everybody"),
            _ => words.word(&format!("choice-row-scope-{}", table.rows.code())),
        };
        let mut scopes: Vec<String> = self.granted.tables.iter().map(scope).collect();
        scopes.dedup();
        let scopes = scopes.join(&words.word("export-and"));
        match self.filter.is_empty() {
            true => scopes,
            false => words.fill("export-part-of", &[("scope", &scopes)]),
        }
    }

    /// How and in what the files leave, unless they leave in clear.
    pub fn sealed(&self, words: &dyn Words, files: &str) -> String {
        let file = ("file", self.file.as_str());
        if self.keys.is_empty() {
            return words.fill("export-in-zip", &[file, ("files", files)]);
        }
        let short = |key: &String| key.chars().take(KEY_TOLD).chain(['…']).collect();
        let keys: Vec<String> = self.keys.iter().map(short).collect();
        words.fill(
            "export-in-age",
            &[("key", &keys.join(" ")), file, ("files", files)],
        )
    }

    /// How many rows, and how many children they tell of.
    pub fn count(&self, words: &dyn Words) -> String {
        let args = [
            ("rows", self.rows.to_string()),
            ("children", self.children.to_string()),
            ("under", self.under_14.to_string()),
        ];
        let key = if self.children > 0 {
            "export-count-children"
        } else if self.statistics() {
            "export-count-statistics"
        } else {
            "export-people"
        };
        words.fill_with(key, &args)
    }

    /// Whether only numbers leave, with nobody in them.
    pub fn statistics(&self) -> bool {
        let mut tables = self.granted.tables.iter();
        tables.all(|table| table.table.kind().is_none())
    }

    /// Whether more than one dataset leaves, so that a field's name alone may not be enough.
    pub fn several(&self) -> bool {
        self.granted.tables.len() > 1
    }

    /// What a field that leaves is called, with what is done to it.
    pub fn label(&self, words: &dyn Words, field: &Leaving) -> String {
        let name = self.name(words, field.table, field.name);
        match field.transform {
            None => name,
            Some(transform) => {
                let how = words.choice(Transform::LIST, transform.code());
                words.fill("export-changed-to", &[("field", &name), ("how", &how)])
            }
        }
    }

    /// What a field is called.
    pub fn name(&self, words: &dyn Words, table: Table, field: &str) -> String {
        let name = words.word(&format!("export-field-{field}"));
        if !self.several() {
            return name;
        }
        let dataset = words.word(&format!("dataset-{}", table.name()));
        words.fill("export-of", &[("dataset", &dataset), ("field", &name)])
    }
}

/// What was typed to confirm.
#[derive(Clone, Debug, Default)]
pub struct Confirmation {
    /// The agency's code.
    pub code: String,
    /// The agency's code again, for files in clear; nothing for an encrypted ZIP.
    pub clear: String,
    /// Who confirms beside the user, where the policy wants that.
    pub second: Option<Second>,
}

/// Files that were sent.
#[derive(Debug)]
pub struct Sent {
    /// Where they are: the ZIP, or the files in clear.
    pub files: Vec<PathBuf>,
    /// Rows in them.
    pub rows: u64,
    /// Opens the ZIP, where no key of the agency does. It is here and nowhere else.
    pub password: Option<Password>,
}

/// The names of all fields of the catalogue, for the words.
pub fn catalogue() -> impl Iterator<Item = &'static str> {
    let fields = Table::ALL.into_iter().flat_map(Table::fields);
    fields.map(|(name, _)| name)
}

/// A field of a dataset, `children.id_number`, in words; as it stands where there is none such.
pub(super) fn asked_in_words(words: &dyn Words, asked: &str) -> String {
    let (dataset, field) = asked.split_once('.').unwrap_or(("", asked));
    if type_of(dataset, field).is_none() {
        return asked.to_owned();
    }
    let dataset = words.word(&format!("dataset-{dataset}"));
    let field = words.word(&format!("export-field-{field}"));
    words.fill("export-of", &[("dataset", &dataset), ("field", &field)])
}

/// The type of a field, for whoever has to make up rows; none where there is no such field.
pub fn type_of(dataset: &str, field: &str) -> Option<CellType> {
    let fields = Table::named(dataset)?.fields().into_iter();
    fields
        .into_iter()
        .find(|(name, _)| *name == field)
        .map(|(_, ty)| ty)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
