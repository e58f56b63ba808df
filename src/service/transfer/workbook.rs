//! Lists in workbooks: XLSX and XLS.
//!
//! Owns what the cells of a workbook become as text. Whatever a file holds, reading it ends in a
//! sheet or a problem: what a library would unfold is measured first, and its panics are caught.

use super::compound::{self, Compound};
use super::problem::SheetProblem;
use super::sheet::{Cell, Form, Sheet, too_big};
use super::{biff, unfold};
use calamine::{
    CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xls,
    XlsError, Xlsx, XlsxError,
};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes that an XLS may have: 30,000 people. Names in its formulas unfold forty times.
const MAX_XLS: u64 = 16 << 20;
/// The last day that a spreadsheet knows, 9999-12-31.
const LAST_SERIAL: f64 = 2_958_465.0;

/// Reads a sheet of an XLSX.
pub(super) fn read_xlsx(bytes: &[u8], wanted: Option<&str>) -> Result<Sheet, SheetProblem> {
    let seen = unfold::measure(bytes)?;
    guarded(|| {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(xlsx_problem)?;
        let from_1904 = book.has_1904_epoch();
        let names = names(wanted, book.sheets_metadata())?;
        first_filled(&names, |name| {
            let mut sheet = Sheet {
                from_1904,
                ..Sheet::default()
            };
            let mut cells = book.worksheet_cells_reader(name).map_err(xlsx_problem)?;
            while let Some(cell) = cells.next_cell().map_err(xlsx_problem)? {
                let (row, column) = cell.get_position();
                sheet.put(row as usize, column as usize, of_xlsx(cell.get_value()))?;
            }
            drop(cells);
            // Looking for them is reading the sheet once more. And without them it still is one.
            if seen.merged {
                let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
                fill_down(&mut sheet, &merged)?;
            }
            Ok(sheet)
        })
    })
}

/// Reads a sheet of an XLS.
pub(super) fn read_xls(bytes: &[u8], wanted: Option<&str>) -> Result<Sheet, SheetProblem> {
    if bytes.len() as u64 > MAX_XLS {
        return Err(SheetProblem::TooBig {
            megabytes: MAX_XLS >> 20,
        });
    }
    match compound::open(bytes).ok_or(SheetProblem::Damaged)? {
        Compound::Encrypted => return Err(SheetProblem::Encrypted),
        Compound::Other => return Err(SheetProblem::NotASheet),
        Compound::Workbook(stream) if biff::is_bounded(&stream) => {}
        Compound::Workbook(_) => return Err(too_big()),
    }
    guarded(|| {
        let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(xls_problem)?;
        let from_1904 = book.has_1904_epoch();
        let names = names(wanted, book.sheets_metadata())?;
        first_filled(&names, |name| {
            let mut sheet = Sheet {
                from_1904,
                ..Sheet::default()
            };
            let range = book.worksheet_range(name).map_err(xls_problem)?;
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, data) in range.used_cells() {
                sheet.put(top as usize + row, left as usize + column, of_data(data))?;
            }
            fill_down(
                &mut sheet,
                &book.merge_cells_by_sheet_name(name).unwrap_or_default(),
            )?;
            Ok(sheet)
        })
    })
}

/// A damaged file may make a library panic; here that is a damaged file.
fn guarded(read: impl FnOnce() -> Result<Sheet, SheetProblem>) -> Result<Sheet, SheetProblem> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(SheetProblem::Damaged))
}

/// The sheets to try, and the other ones.
struct Names {
    to_try: Vec<String>,
    all: Vec<String>,
}

/// Whether a sheet of this name says what the workbook is, and holds no list.
fn is_cover(name: &str) -> bool {
    let name = name.trim();
    name == "封面" || name.eq_ignore_ascii_case("cover")
}

fn names(wanted: Option<&str>, sheets: &[calamine::Sheet]) -> Result<Names, SheetProblem> {
    let tables = || sheets.iter().filter(|s| s.typ == SheetType::WorkSheet);
    let all: Vec<String> = tables().map(|s| s.name.clone()).collect();
    let Some(wanted) = wanted else {
        let visible = tables().filter(|s| s.visible == SheetVisible::Visible);
        let mut to_try: Vec<String> = visible.map(|s| s.name.clone()).collect();
        // What was exported, here or elsewhere, has one before its table.
        to_try.sort_by_key(|name| is_cover(name));
        return Ok(Names { to_try, all });
    };
    match all.iter().find(|name| name.trim() == wanted.trim()) {
        Some(name) => Ok(Names {
            to_try: vec![name.clone()],
            all,
        }),
        None => Err(SheetProblem::NoSuchSheet {
            name: wanted.to_owned(),
            there: all,
        }),
    }
}

/// The first sheet that has anything in it.
fn first_filled(
    names: &Names,
    mut read: impl FnMut(&str) -> Result<Sheet, SheetProblem>,
) -> Result<Sheet, SheetProblem> {
    for name in &names.to_try {
        let sheet = read(name)?;
        if !sheet.is_empty() {
            let others = names.all.iter().filter(|n| *n != name).cloned().collect();
            return Ok(Sheet {
                name: name.clone(),
                others,
                ..sheet
            });
        }
    }
    Err(SheetProblem::Empty)
}

/// A merged cell counts for every row that it spans, in its own column: the village that stands
/// once beside its three people is the village of all three. Across, only headings are read so.
fn fill_down(sheet: &mut Sheet, merged: &[Dimensions]) -> Result<(), SheetProblem> {
    let rows = sheet.rows.len();
    for region in merged {
        let (top, column) = (region.start.0 as usize, region.start.1 as usize);
        let Some(cell) = sheet.cell(top, column).cloned() else {
            continue;
        };
        for row in top + 1..rows.min((region.end.0 as usize).saturating_add(1)) {
            sheet.put(row, column, cell.clone())?;
        }
    }
    Ok(())
}

fn of_xlsx(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::SharedString(text) => Cell::of_text((*text).to_owned()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::of_text(text.clone())
        }
        // Whole numbers beyond 15 digits are no more exact here than as floats.
        DataRef::Int(number) => Cell::of_number(*number as f64),
        DataRef::Float(number) => Cell::of_number(*number),
        DataRef::Bool(truth) => of_bool(*truth),
        DataRef::DateTime(moment) => of_moment(moment),
        DataRef::Error(error) => of_error(error),
        DataRef::Empty => Cell::default(),
    }
}

fn of_data(data: &Data) -> Cell {
    match data {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Cell::of_text(text.clone())
        }
        Data::Int(number) => Cell::of_number(*number as f64),
        Data::Float(number) => Cell::of_number(*number),
        Data::Bool(truth) => of_bool(*truth),
        Data::DateTime(moment) => of_moment(moment),
        Data::Error(error) => of_error(error),
        Data::Empty => Cell::default(),
    }
}

fn of_bool(truth: bool) -> Cell {
    Cell::of_text(if truth { "TRUE" } else { "FALSE" }.to_owned())
}

fn of_error(error: &CellErrorType) -> Cell {
    Cell {
        text: error.to_string(),
        form: Form::Error,
    }
}

/// A day, with its time where that says something. What only looks like a moment because its
/// column is formatted so (a telephone) is a number.
fn of_moment(moment: &ExcelDateTime) -> Cell {
    let serial = moment.as_f64();
    if !moment.is_datetime() || !(1.0..LAST_SERIAL + 1.0).contains(&serial) {
        return Cell::of_number(serial);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let mut text = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) != (0, 0, 0) {
        text.push_str(&format!(" {hour:02}:{minute:02}:{second:02}"));
    }
    Cell {
        text,
        form: Form::Plain,
    }
}

fn xlsx_problem(error: XlsxError) -> SheetProblem {
    match error {
        XlsxError::Password => SheetProblem::Encrypted,
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => SheetProblem::NotASheet,
        _ => SheetProblem::Damaged,
    }
}

fn xls_problem(error: XlsError) -> SheetProblem {
    if matches!(error, XlsError::Password) {
        SheetProblem::Encrypted
    } else {
        SheetProblem::Damaged
    }
}
