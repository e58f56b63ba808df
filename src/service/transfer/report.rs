//! Gives the refused rows back: the office's own sheet, with a reason beside each.
//!
//! Owns the look of that file and that it is written whole, for its owner only, and over nothing.
//! Mended, it is imported like any other list.

use super::heading::Columns;
use super::plan::{CellFault, Outcome, Plan};
use super::problem::SheetProblem;
use super::sheet::Sheet;
use crate::schema::Words;
use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// The heading of the column of reasons.
pub const REASON: &str = "import-report-reason";
/// One reason, with its place: `column` and `reason`.
pub const LINE: &str = "import-report-line";
/// Keys of the report, for the test of the word files.
pub const KEYS: &[&str] = &[REASON, LINE];

/// UTF-16 units that a spreadsheet's cell can hold.
const CELL_LIMIT: usize = 32_767;
const WIDTH: f64 = 15.0;
const ID_WIDTH: f64 = 22.0;
const REASON_WIDTH: f64 = 60.0;
const MARKED: Color = Color::RGB(0xFF_E6_99);

/// Writes the rows that a plan refuses to a new file, and says how many; none, and there is no
/// file.
///
/// # Errors
/// When there is such a file already, or it can't be written; then nothing is left behind.
pub fn write<B>(
    path: &Path,
    sheet: &Sheet,
    columns: &Columns,
    plan: &Plan<B>,
    words: &dyn Words,
) -> Result<usize, SheetProblem> {
    let refused = plan.rows.iter().filter_map(|row| match &row.outcome {
        Outcome::Refused(faults) => Some((row.row - 1, faults.as_slice())),
        _ => None,
    });
    let refused: Vec<(usize, &[CellFault])> = refused.collect();
    if refused.is_empty() {
        return Ok(0);
    }
    if path.symlink_metadata().is_ok() {
        return Err(SheetProblem::ReportExists);
    }
    let bytes =
        fill(sheet, columns, &refused, words).map_err(|error| SheetProblem::ReportNotWritten {
            cause: error.to_string(),
        })?;
    save(path, &bytes)?;
    Ok(refused.len())
}

fn fill(
    sheet: &Sheet,
    columns: &Columns,
    refused: &[(usize, &[CellFault])],
    words: &dyn Words,
) -> Result<Vec<u8>, XlsxError> {
    // As text in every cell, so that no spreadsheet rounds a number or takes text for a formula.
    let plain = Format::new().set_num_format("@");
    let heading = plain.clone().set_bold();
    let marked = plain.clone().set_background_color(MARKED);
    let reason = plain.clone().set_text_wrap().set_align(FormatAlign::Top);

    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    // Not every program holds to the rules for names of sheets.
    _ = page.set_name(&sheet.name);
    let keep = kept_columns(sheet, columns, words);
    let mut next: u32 = 0;
    for row in 0..columns.first_row {
        put_row(page, next, sheet, row, &keep, |_| &heading)?;
        next += 1;
    }
    let beside = u16::try_from(keep.len()).unwrap_or(u16::MAX);
    page.write_string_with_format(next.saturating_sub(1), beside, words.word(REASON), &heading)?;
    for (row, faults) in refused {
        let is_marked = |column| faults.iter().any(|f| f.column == Some(column));
        put_row(page, next, sheet, *row, &keep, |c| {
            if is_marked(c) { &marked } else { &plain }
        })?;
        let said: Vec<String> = faults.iter().map(|f| sentence(f, columns, words)).collect();
        page.write_string_with_format(next, beside, within(&said.join("\n")), &reason)?;
        next += 1;
    }
    for (at, column) in keep.iter().enumerate() {
        let is_id = columns
            .taken
            .iter()
            .any(|c| c.index == *column && c.target.field() == "id_number");
        page.set_column_width(
            u16::try_from(at).unwrap_or(u16::MAX),
            if is_id { ID_WIDTH } else { WIDTH },
        )?;
    }
    page.set_column_width(beside, REASON_WIDTH)?;
    page.set_freeze_panes(u32::try_from(columns.first_row).unwrap_or(0), 0)?;
    workbook.save_to_buffer()
}

/// The office's columns; an earlier report's reasons aren't among them.
fn kept_columns(sheet: &Sheet, columns: &Columns, words: &dyn Words) -> Vec<usize> {
    let reason = words.word(REASON);
    let above = columns.first_row.checked_sub(1);
    let old = |column: &usize| {
        let heading = above.and_then(|row| sheet.cell(row, *column));
        heading.is_some_and(|cell| cell.text.trim() == reason)
    };
    (0..sheet.width()).filter(|column| !old(column)).collect()
}

fn put_row<'f>(
    page: &mut Worksheet,
    to: u32,
    sheet: &Sheet,
    row: usize,
    keep: &[usize],
    format: impl Fn(usize) -> &'f Format,
) -> Result<(), XlsxError> {
    for (at, column) in keep.iter().enumerate() {
        let text = sheet
            .cell(row, *column)
            .map_or("", |cell| cell.text.as_str());
        let at = u16::try_from(at).unwrap_or(u16::MAX);
        // Blank cells too: a missing value is marked, and typed in as text.
        if text.is_empty() {
            page.write_blank(to, at, format(*column))?;
        } else {
            page.write_string_with_format(to, at, within(text), format(*column))?;
        }
    }
    Ok(())
}

/// `身份证号：最后一位应是 2 …`, by the office's own heading.
fn sentence(fault: &CellFault, columns: &Columns, words: &dyn Words) -> String {
    let reason = words.fill_with(fault.reason.key(), &fault.reason.args());
    let column = columns
        .taken
        .iter()
        .find(|c| c.target.name() == fault.field);
    match column
        .map(|c| c.heading.as_str())
        .filter(|heading| !heading.is_empty())
    {
        Some(heading) => words.fill(LINE, &[("column", heading), ("reason", &reason)]),
        None => reason,
    }
}

/// What a cell can hold of a text.
fn within(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > CELL_LIMIT
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// Whole or not at all: under a name of its own first, then by one step to the name wanted, which
/// must be free.
fn save(path: &Path, bytes: &[u8]) -> Result<(), SheetProblem> {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => SheetProblem::ReportExists,
        _ => SheetProblem::ReportNotWritten {
            cause: error.to_string(),
        },
    };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = fresh(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let done = written.and_then(|()| rename_into_free(&part, path));
    if done.is_err() {
        _ = std::fs::remove_file(&part);
    }
    done.map_err(failed)
}

fn fresh(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

fn rename_into_free(from: &Path, to: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Old file systems can't do it in one step; a second name can't replace anything either.
        Err(Errno::INVAL | Errno::NOSYS) => {
            std::fs::hard_link(from, to)?;
            std::fs::remove_file(from)
        }
        done => Ok(done?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_appears_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.xlsx");
        std::fs::write(&path, "mine").unwrap();
        assert_eq!(save(&path, b"report"), Err(SheetProblem::ReportExists));
        assert_eq!(std::fs::read(&path).unwrap(), b"mine");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn texts_are_cut_to_what_a_cell_holds() {
        assert_eq!(within("王芳"), "王芳");
        assert_eq!(within(&"㘵".repeat(40_000)).chars().count(), CELL_LIMIT);
        // Beyond the first plane a character counts twice, and is never halved.
        assert_eq!(within(&"𠮷".repeat(40_000)).chars().count(), CELL_LIMIT / 2);
    }
}
