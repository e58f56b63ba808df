//! What can go wrong, as values.
//!
//! `Display` is English for logs and technical staff; people read the sentence of [`Problem::key`]
//! with [`Problem::args`] from the word files.

use std::path::PathBuf;

use thiserror::Error;

use super::breach::Breach;
use super::built::Misbuilt;
use super::slip::Slip;

/// Why nothing was exported. In each case no file is left behind and no data was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs)]
pub enum Problem {
    #[error("{path} can't be read: {why}")]
    Unreadable { path: PathBuf, why: String },
    #[error("{path} is not a good manifest: {why}")]
    Manifest { path: PathBuf, why: Slip },
    #[error("plug-in {id} is there twice: {first} and {second}")]
    Twice {
        id: String,
        first: PathBuf,
        second: PathBuf,
    },
    #[error("others may write into {path}")]
    Writable { path: PathBuf },
    #[error("{path} belongs to somebody else")]
    Foreign { path: PathBuf },
    #[error("{path} holds no folder of a version")]
    NoVersion { path: PathBuf },
    #[error("{path} should lie in {id}/{version}")]
    Misplaced {
        path: PathBuf,
        id: String,
        version: String,
    },
    #[error("plug-in {id} of the system stays; {path} is passed over")]
    Shadow { id: String, path: PathBuf },
    #[error("plug-in {id} {version} in {path} is older than {newer}")]
    Older {
        id: String,
        version: String,
        newer: String,
        path: PathBuf,
    },
    #[error("the library {path} is missing")]
    NoLibrary { path: PathBuf },
    #[error("{path} is not what the manifest's sha256 says")]
    Hash { path: PathBuf },
    #[error("{path} lies beside a manifest that takes the program's own library")]
    OwnLibrary { path: PathBuf },
    #[error("field {field} of {dataset} is not declared in the manifest")]
    Undeclared { dataset: String, field: String },
    #[error("field {field} of {dataset} is required and not granted")]
    Withheld { dataset: String, field: String },
    #[error("{name:?} is no name for a file: {why}")]
    FileName { name: String, why: Slip },
    #[error("{path} exists already")]
    Exists { path: PathBuf },
    #[error("{path} can't be written: {why}")]
    Disk { path: PathBuf, why: String },
    #[error("the helper process could not be started: {why}")]
    NoHelper { why: String },
    #[error("this kernel can't shut a plug-in in: {why}")]
    NoSandbox { why: String },
    #[error("the library could not be loaded: {why}")]
    NotLoaded { why: String },
    #[error("the library wasn't built for this computer: {why:?}")]
    Misbuilt { why: Misbuilt },
    #[error("the library says {what} {found}, the manifest {expected}")]
    Mismatch {
        what: &'static str,
        expected: String,
        found: String,
    },
    #[error("not loaded within {seconds} s")]
    LoadTimeout { seconds: u64 },
    #[error("no sign of life for {seconds} s, after {rows} rows")]
    Stalled { seconds: u64, rows: u64 },
    #[error("not finished within {seconds} s, after {rows} rows")]
    TooLong { seconds: u64, rows: u64 },
    #[error("cancelled")]
    Cancelled,
    #[error("crashed ({signal}) after {rows} rows")]
    Crashed { signal: String, rows: u64 },
    #[error("tried something that isn't allowed, after {rows} rows")]
    Forbidden { rows: u64 },
    #[error("used {used} bytes of memory, of {limit}, after {rows} rows")]
    Memory { limit: u64, used: u64, rows: u64 },
    #[error("ended without finishing ({status}) after {rows} rows")]
    Unfinished { status: String, rows: u64 },
    #[error("broke the protocol: {why}, after {rows} rows")]
    Breach { why: Breach, rows: u64 },
    #[error("output {name} grew beyond {limit} bytes")]
    TooBig { name: String, limit: u64 },
    #[error("no memory to hold {held} bytes of output {name} until they are encrypted")]
    NoMemory { name: String, held: u64 },
    #[error("the plug-in gave up (code {code}) after {rows} rows")]
    Failed { code: u32, text: String, rows: u64 },
    #[error("the rows don't fit the job: {why}")]
    Rows { why: String },
}

impl Problem {
    /// The key of its sentence in the word files.
    pub fn key(&self) -> &'static str {
        match self {
            Problem::Unreadable { .. } => "plugin-unreadable",
            Problem::Manifest { .. } => "plugin-manifest",
            Problem::Twice { .. } => "plugin-twice",
            Problem::Writable { .. } => "plugin-writable",
            Problem::Foreign { .. } => "plugin-foreign",
            Problem::NoVersion { .. } => "plugin-no-version",
            Problem::Misplaced { .. } => "plugin-misplaced",
            Problem::Shadow { .. } => "plugin-shadow",
            Problem::Older { .. } => "plugin-older",
            Problem::NoLibrary { .. } => "plugin-no-library",
            Problem::Hash { .. } => "plugin-hash",
            Problem::OwnLibrary { .. } => "plugin-own-library",
            Problem::Undeclared { .. } => "plugin-undeclared",
            Problem::Withheld { .. } => "plugin-withheld",
            Problem::FileName { .. } => "plugin-file-name",
            Problem::Exists { .. } => "plugin-exists",
            Problem::Disk { .. } => "plugin-disk",
            Problem::NoHelper { .. } => "plugin-no-helper",
            Problem::NoSandbox { .. } => "plugin-no-sandbox",
            Problem::NotLoaded { .. } => "plugin-not-loaded",
            Problem::Misbuilt { .. } => "plugin-misbuilt",
            Problem::Mismatch { .. } => "plugin-mismatch",
            Problem::LoadTimeout { .. } => "plugin-load-timeout",
            Problem::Stalled { .. } => "plugin-stalled",
            Problem::TooLong { .. } => "plugin-too-long",
            Problem::Cancelled => "plugin-cancelled",
            Problem::Crashed { .. } => "plugin-crashed",
            Problem::Forbidden { .. } => "plugin-forbidden",
            Problem::Memory { .. } => "plugin-memory",
            Problem::Unfinished { .. } => "plugin-unfinished",
            Problem::Breach { .. } => "plugin-breach",
            Problem::TooBig { .. } => "plugin-too-big",
            Problem::NoMemory { .. } => "plugin-no-memory",
            Problem::Failed { .. } => "plugin-failed",
            Problem::Rows { .. } => "plugin-rows",
        }
    }

    /// The reason that a plug-in gave for giving up, which may hold what it was given: shown on demand,
    /// never stored.
    pub fn said(&self) -> Option<&str> {
        match self {
            Problem::Failed { text, .. } => Some(text),
            _ => None,
        }
    }

    /// What the sentence is filled with. `why` may hold what a plug-in wrote before it was given
    /// anything.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Problem::Manifest { path, why } => {
                let path = ("path", path.display().to_string());
                std::iter::once(path).chain(why.args()).collect()
            }
            Problem::Unreadable { path, why } | Problem::Disk { path, why } => {
                vec![("path", path.display().to_string()), ("why", why.clone())]
            }
            Problem::Twice { id, first, second } => vec![
                ("id", id.clone()),
                ("first", first.display().to_string()),
                ("second", second.display().to_string()),
            ],
            Problem::NoLibrary { path }
            | Problem::Hash { path }
            | Problem::OwnLibrary { path }
            | Problem::Exists { path }
            | Problem::NoVersion { path }
            | Problem::Writable { path }
            | Problem::Foreign { path } => {
                vec![("path", path.display().to_string())]
            }
            Problem::Misplaced { path, id, version } => vec![
                ("path", path.display().to_string()),
                ("id", id.clone()),
                ("version", version.clone()),
            ],
            Problem::Shadow { id, path } => {
                vec![("id", id.clone()), ("path", path.display().to_string())]
            }
            Problem::Older {
                id,
                version,
                newer,
                path,
            } => vec![
                ("id", id.clone()),
                ("version", version.clone()),
                ("newer", newer.clone()),
                ("path", path.display().to_string()),
            ],
            Problem::Undeclared { dataset, field } | Problem::Withheld { dataset, field } => {
                vec![("dataset", dataset.clone()), ("field", field.clone())]
            }
            Problem::FileName { name, why } => {
                let name = ("name", name.clone());
                std::iter::once(name).chain(why.args()).collect()
            }
            Problem::NoHelper { why }
            | Problem::NoSandbox { why }
            | Problem::NotLoaded { why }
            | Problem::Rows { why } => vec![("why", why.clone())],
            Problem::Misbuilt { why } => {
                let said = [("why", self.to_string()), ("slip", why.key().to_owned())];
                said.into_iter().chain(why.args()).collect()
            }
            Problem::Forbidden { rows } => vec![("rows", rows.to_string())],
            Problem::Memory { limit, used, rows } => vec![
                ("limit", (limit >> 20).to_string()),
                ("used", (used >> 20).to_string()),
                ("rows", rows.to_string()),
            ],
            Problem::Mismatch {
                what,
                expected,
                found,
            } => {
                vec![
                    ("what", what.to_string()),
                    ("expected", expected.clone()),
                    ("found", found.clone()),
                ]
            }
            Problem::LoadTimeout { seconds } => vec![("seconds", seconds.to_string())],
            Problem::Stalled { seconds, rows } | Problem::TooLong { seconds, rows } => {
                vec![("seconds", seconds.to_string()), ("rows", rows.to_string())]
            }
            Problem::Cancelled => vec![],
            Problem::Crashed { signal, rows } => {
                vec![("signal", signal.clone()), ("rows", rows.to_string())]
            }
            Problem::Unfinished { status, rows } => {
                vec![("status", status.clone()), ("rows", rows.to_string())]
            }
            Problem::Breach { why, rows } => vec![
                ("why", why.to_string()),
                ("slip", why.key().to_owned()),
                ("output", why.output().to_owned()),
                ("rows", rows.to_string()),
            ],
            Problem::TooBig { name, limit } => {
                vec![("name", name.clone()), ("limit", limit.to_string())]
            }
            Problem::NoMemory { name, held } => {
                vec![("name", name.clone()), ("held", (held >> 20).to_string())]
            }
            Problem::Failed { code, rows, .. } => {
                vec![("code", code.to_string()), ("rows", rows.to_string())]
            }
        }
    }
}
