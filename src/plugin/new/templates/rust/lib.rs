//! @ID@: writes its tables as `layout.toml` says, and a note of one's own beside it.
//!
//! The layout engine makes the tables; [`Noted`] is the place for what a table can't say. Take it
//! out and name `LayoutExporter` in the macro if tables are enough.

use std::io::Write;

use tongdu_sdk::export::{Dataset, Exporter, Failure, Host, Job, Rows};
use tongdu_sdk::LayoutExporter;

/// As `plugin.toml` declares it.
const NOTE: &str = "note.txt";

struct Noted {
    tables: LayoutExporter,
    agency: String,
    rows: u64,
}

impl Exporter for Noted {
    fn create(host: &Host, job: &Job) -> Result<Self, Failure> {
        Ok(Noted {
            tables: LayoutExporter::create(host, job)?,
            agency: job.agency.clone(),
            rows: 0,
        })
    }

    fn begin_dataset(&mut self, host: &Host, dataset: &Dataset) -> Result<(), Failure> {
        self.tables.begin_dataset(host, dataset)
    }

    fn rows(&mut self, host: &Host, rows: &Rows<'_>) -> Result<(), Failure> {
        self.rows += rows.iter().count() as u64;
        self.tables.rows(host, rows)
    }

    fn end_dataset(&mut self, host: &Host, total: u64) -> Result<(), Failure> {
        self.tables.end_dataset(host, total)
    }

    fn finish(&mut self, host: &Host) -> Result<(), Failure> {
        self.tables.finish(host)?;
        let mut note = host.open(NOTE)?;
        // What is invented says so on every file; of a real list there is no mark.
        if let Some(mark) = host.option("mark").filter(|mark| !mark.is_empty()) {
            write!(note, "{mark}\r\n")?;
        }
        write!(note, "送 {}：共 {} 行。\r\n", self.agency, self.rows)?;
        note.close()
    }
}

tongdu_sdk::export_plugin!("@ID@", env!("CARGO_PKG_VERSION"), Noted);
