//! What a run is given: plain values, no records.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The type of a column; a cell is of this type or null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum CellType {
    Bool,
    Int,
    Text,
    Day,
    Time,
    Tenths,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Cell {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    /// Days since 1970-01-01.
    Day(i32),
    /// Microseconds since 1970-01-01 UTC.
    Time(i64),
    /// A number in tenths; the plug-in gets it as a floating-point number.
    Tenths(i64),
}

/// A table: only columns that were granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataset {
    /// Its name in the catalogue.
    pub name: String,
    /// Columns in order.
    pub fields: Vec<(String, CellType)>,
    /// For progress.
    pub row_estimate: u64,
}

/// What the run is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Names the run in the disclosure log.
    pub job_id: String,
    /// The recipient's code.
    pub agency: String,
    /// The purpose's code.
    pub purpose: String,
    /// Such as `zh-CN`.
    pub locale: String,
    /// Microseconds since 1970-01-01 UTC.
    pub started_at: i64,
    /// Settings; those of the stock layout are in [`super::option`].
    pub options: BTreeMap<String, String>,
    /// Tables in the order in which their rows come.
    pub datasets: Vec<Dataset>,
}

impl Job {
    /// The first text that C couldn't be given, because a NUL would end it early.
    pub(super) fn cut_short(&self) -> Option<&str> {
        let own = [&self.job_id, &self.agency, &self.purpose, &self.locale];
        let options = self.options.iter().flat_map(|(key, value)| [key, value]);
        let names = self.datasets.iter().map(|dataset| &dataset.name);
        let texts = own
            .into_iter()
            .chain(options)
            .chain(names)
            .map(String::as_str);
        let fields = self.datasets.iter().flat_map(|dataset| &dataset.fields);
        texts
            .chain(fields.map(|(name, _)| name.as_str()))
            .find(|text| text.contains('\0'))
    }
}

/// How long and how much. The manifest may ask for less, never for more.
#[derive(Debug, Clone)]
pub struct Limits {
    /// From the start until the library is loaded, of its own time: waiting for a processor doesn't
    /// count, up to ten times as long.
    pub load: Duration,
    /// Without taking a row or giving a byte, of its own time.
    pub stall: Duration,
    /// The whole run.
    pub run: Duration,
    /// From the wish to stop until it is stopped by force.
    pub cancel_grace: Duration,
    /// Memory of the plug-in's process.
    pub memory: u64,
    /// All outputs together.
    pub output: u64,
    /// Lines for technical staff; more are dropped.
    pub log_lines: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            load: Duration::from_secs(5),
            stall: Duration::from_secs(60),
            run: Duration::from_secs(30 * 60),
            cancel_grace: Duration::from_secs(2),
            memory: 512 << 20,
            output: 2 << 30,
            log_lines: 1_000,
        }
    }
}

/// What a run tells while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// How far it is: rows that the plug-in has taken, bytes that it has given.
    At {
        /// Rows.
        rows: u64,
        /// Bytes.
        bytes: u64,
    },
    /// The run is proved, and its files are being encrypted.
    Sealing {
        /// Bytes that are, as they were before.
        done: u64,
        /// Bytes of all files.
        all: u64,
    },
    /// A line of the plug-in's, for technical staff. It may hold a child's name: show it on
    /// demand, never store it.
    Note(String),
}
