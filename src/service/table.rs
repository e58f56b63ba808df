//! A table that leaves the program as a file that people open: a sheet for Excel and WPS, or text.

use super::{Problem, folders};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::borrow::Cow;
use std::path::Path;
use tongdu_sdk::layout::plain::guarded;

/// Rows under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What the columns are called.
    pub heading: Vec<String>,
    /// The rows.
    pub lines: Vec<Vec<String>>,
}

impl Table {
    /// Writes it to a new file, as its name ends: `.xlsx` or `.csv`.
    ///
    /// # Errors
    /// Another ending, a file that is there already, or a folder that can't be written.
    pub fn write(&self, path: &Path) -> Result<(), Problem> {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let failed = |why: String| Problem::new("cli-output-failed").with("why", why);
        let bytes = match ending.to_ascii_lowercase().as_str() {
            "xlsx" => self.xlsx().map_err(|e| failed(e.to_string()))?,
            "csv" => self.csv().map_err(|e| failed(e.to_string()))?,
            _ => {
                let file = path.display();
                return Err(Problem::new("problem-table-ending").with("file", file));
            }
        };
        folders::write_new(path, &bytes)
    }

    /// As text in every cell, so that no spreadsheet rounds a number or takes text for a formula.
    pub(super) fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let plain = Format::new().set_num_format("@");
        let bold = plain.clone().set_bold();
        let mut workbook = Workbook::new();
        let page = workbook.add_worksheet();
        for (y, line) in (0..).zip(std::iter::once(&self.heading).chain(&self.lines)) {
            for (x, cell) in (0..).zip(line) {
                let format = if y == 0 { &bold } else { &plain };
                page.write_string_with_format(y, x, cell, format)?;
            }
        }
        page.set_freeze_panes(1, 0)?;
        page.autofit();
        workbook.save_to_buffer()
    }

    /// Begins with a mark so that Excel reads it, too; no cell can be taken for a formula.
    pub(super) fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut bytes = "\u{feff}".as_bytes().to_vec();
        let mut writer = csv::Writer::from_writer(&mut bytes);
        for line in std::iter::once(&self.heading).chain(&self.lines) {
            let cells = line.iter().map(|cell| guarded(cell.as_str().into()));
            writer.write_record(cells.map(Cow::into_owned))?;
        }
        writer.flush()?;
        drop(writer);
        Ok(bytes)
    }
}
