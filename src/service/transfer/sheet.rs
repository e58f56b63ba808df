//! A list as the office wrote it: rows of cells, whatever kind of file they came in.
//!
//! Owns what a cell is and how much is taken at most. Must not know what the columns mean.

use super::problem::SheetProblem;
use super::{text_table, workbook};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// Rows that a list may have: a province has 17,500 directors.
pub const MAX_ROWS: usize = 200_000;
/// Columns that a list may have.
pub const MAX_COLUMNS: usize = 200;
/// Bytes that a file may have. A list of 200,000 rows has a tenth of it.
const MAX_FILE: u64 = 64 << 20;
/// Bytes that the cells of one sheet may take with their text, so that a small file can't unfold
/// to more memory than there is.
const MAX_HELD: usize = 256 << 20;

/// What a cell's text was before it became text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Text, a day or nothing: the text is all there is to it.
    #[default]
    Plain,
    /// A number that the text shows exactly.
    Number,
    /// A number that a spreadsheet has rounded: some of its digits are lost.
    Damaged,
    /// The error of a formula.
    Error,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// What it was.
    pub form: Form,
}

impl Cell {
    /// A cell of text, seen through for numbers that a spreadsheet has rounded before.
    pub(super) fn of_text(text: String) -> Self {
        let form = if looks_rounded(&text) {
            Form::Damaged
        } else {
            Form::Plain
        };
        Self { text, form }
    }

    /// A cell of a number. A spreadsheet keeps 15 digits; whatever had more is lost.
    pub(super) fn of_number(number: f64) -> Self {
        if number.fract() != 0.0 || !number.is_finite() {
            return Self {
                text: number.to_string(),
                form: Form::Number,
            };
        }
        if number.abs() >= 1e15 {
            return Self {
                text: as_excel_shows(number),
                form: Form::Damaged,
            };
        }
        Self {
            text: format!("{number:.0}"),
            form: Form::Number,
        }
    }

    /// Whether there is nothing to see in it.
    pub fn is_blank(&self) -> bool {
        self.text
            .chars()
            .all(|c| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}')
    }
}

/// `3.50703E+17`.
fn as_excel_shows(number: f64) -> String {
    let text = format!("{number:.5E}");
    let (mantissa, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
    format!("{mantissa}E+{exponent:0>2}")
}

/// Whether text is what a spreadsheet shows of a long number: `3.50703E+17`.
fn looks_rounded(text: &str) -> bool {
    let text = text.trim();
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let digits = exponent.strip_prefix('+').unwrap_or(exponent);
    mantissa.starts_with(|c: char| c.is_ascii_digit())
        && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && matches!(digits.parse::<u32>(), Ok(11..=99))
}

/// A sheet in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; empty for a text file.
    pub name: String,
    /// The workbook's other sheets.
    pub others: Vec<String>,
    /// The rows from the file's first on, blank ones too: row 9 of the file stands at 8. Rows
    /// end with their last cell that has something in it.
    pub rows: Vec<Vec<Cell>>,
    /// Whether plain numbers would count days from 1904; then they aren't taken as days.
    pub from_1904: bool,
    /// Bytes of its cells so far, against [`MAX_HELD`].
    pub(super) held: usize,
}

impl Sheet {
    /// The cell there; nothing at all beyond the end of a row.
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.rows
            .get(row)?
            .get(column)
            .filter(|cell| !cell.is_blank())
    }

    /// Columns of the widest row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Whether no cell has anything in it.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().flatten().all(Cell::is_blank)
    }

    /// Puts a cell in its place, within the limits.
    pub(super) fn put(
        &mut self,
        row: usize,
        column: usize,
        cell: Cell,
    ) -> Result<(), SheetProblem> {
        if cell.is_blank() {
            return Ok(());
        }
        if row >= MAX_ROWS {
            return Err(SheetProblem::TooManyRows { max: MAX_ROWS });
        }
        if column >= MAX_COLUMNS {
            return Err(SheetProblem::TooManyColumns { max: MAX_COLUMNS });
        }
        // A cell far out brings all those before it.
        let before = self.rows.get(row).map_or(0, Vec::len);
        self.held += cell.text.len() + (column + 1).saturating_sub(before) * size_of::<Cell>();
        if self.held > MAX_HELD {
            return Err(too_big());
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        // Rows of a list are of one length.
        let likely = row.checked_sub(1).map_or(0, |above| self.rows[above].len());
        let cells = &mut self.rows[row];
        if cells.capacity() == 0 {
            cells.reserve_exact(likely.max(column + 1));
        }
        if cells.len() <= column {
            cells.resize_with(column + 1, Cell::default);
        }
        cells[column] = cell;
        Ok(())
    }
}

/// The problem of a file or sheet that holds more than is taken.
pub(super) fn too_big() -> SheetProblem {
    SheetProblem::TooBig {
        megabytes: MAX_FILE >> 20,
    }
}

/// Reads a sheet of a file: the one with this name, else the first visible one that has
/// anything in it.
///
/// # Errors
/// Why it can't be taken. Never panics and never takes more memory than the limits allow,
/// whatever the file holds.
pub fn read(path: &Path, sheet: Option<&str>) -> Result<Sheet, SheetProblem> {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => SheetProblem::NotThere,
        ErrorKind::PermissionDenied => SheetProblem::NotAllowed,
        _ => SheetProblem::Unreadable {
            cause: error.to_string(),
        },
    };
    // Before opening: opening a pipe would wait for its writer.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(SheetProblem::NotASheet);
    }
    let mut bytes = Vec::new();
    File::open(path)
        .map_err(failed)?
        .take(MAX_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(too_big());
    }
    from_bytes(&bytes, sheet)
}

/// Reads a sheet of a file that is in memory. What it is, the bytes say, not a name: offices'
/// systems call anything `.xls`.
///
/// # Errors
/// As [`read`].
pub fn from_bytes(bytes: &[u8], sheet: Option<&str>) -> Result<Sheet, SheetProblem> {
    let read = if bytes.starts_with(b"PK\x03\x04") {
        workbook::read_xlsx(bytes, sheet)
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        workbook::read_xls(bytes, sheet)
    } else {
        text_table::read(bytes)
    }?;
    if read.is_empty() {
        Err(SheetProblem::Empty)
    } else {
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_text_only_where_they_are_exact() {
        for (number, text, form) in [
            (13905990101.0, "13905990101", Form::Number),
            (350703104206.0, "350703104206", Form::Number),
            (1975.03, "1975.03", Form::Number),
            (350703201503140013.0, "3.50703E+17", Form::Damaged),
            (1e17, "1E+17", Form::Damaged),
            (0.0, "0", Form::Number),
        ] {
            let cell = Cell::of_number(number);
            assert_eq!((cell.text.as_str(), cell.form), (text, form));
        }
    }

    #[test]
    fn rounded_numbers_are_known_by_their_look() {
        for text in ["3.50703E+17", " 3.5e+17", "3E17"] {
            assert_eq!(Cell::of_text(text.into()).form, Form::Damaged, "{text}");
        }
        for text in ["E+17", "王芳", "3E", "", "A3.5E+17", "1E+3", "Emma E"] {
            assert_eq!(Cell::of_text(text.into()).form, Form::Plain, "{text}");
        }
    }

    #[test]
    fn a_sheet_takes_no_more_than_its_limits() {
        let cell = || Cell {
            text: "x".into(),
            form: Form::Plain,
        };
        let mut sheet = Sheet::default();
        assert!(sheet.put(MAX_ROWS - 1, MAX_COLUMNS - 1, cell()).is_ok());
        assert_eq!(
            sheet.put(MAX_ROWS, 0, cell()),
            Err(SheetProblem::TooManyRows { max: MAX_ROWS })
        );
        assert_eq!(
            sheet.put(0, MAX_COLUMNS, cell()),
            Err(SheetProblem::TooManyColumns { max: MAX_COLUMNS })
        );
        // Blank cells far out, as formatting leaves them behind, are no cells.
        assert!(sheet.put(0, 16_000, Cell::default()).is_ok());
        // A cell at the end of each row costs as much as full rows.
        let mut wide = Sheet::default();
        let rows = (0..MAX_ROWS).map(|row| wide.put(row, MAX_COLUMNS - 1, cell()));
        assert_eq!(rows.last(), Some(Err(too_big())));
        let big = Cell {
            text: "x".repeat(MAX_HELD),
            form: Form::Plain,
        };
        assert_eq!(sheet.put(0, 0, big), Err(too_big()));
    }
}
