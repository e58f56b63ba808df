//! What is in a file that a plug-in made: its tables, all its text, and what shouldn't be there.
//! Looks inside workbooks and ZIPs.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use tongdu_sdk::layout::plain::guarded;
use zip::ZipArchive;

use super::super::manifest::Output;
use crate::schema::Day;

/// More than this in all parts of a ZIP together is no sample's file: a small one can hold any amount.
const MOST: u64 = 128 << 20;

/// 1970-01-01 as a spreadsheet counts days.
const EPOCH: i32 = 25_569;

/// A table in a file: a sheet, or a CSV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// The sheet's name; of a CSV, the output's.
    pub name: String,
    /// Its cells as text.
    pub rows: Vec<Vec<String>>,
}

/// What is in a file.
pub struct Contents {
    pub grids: Vec<Grid>,
    /// Its lines, where it is a text for people and no table.
    pub lines: Vec<String>,
    /// Everything in it that can be read.
    pub text: String,
    /// Cells that a spreadsheet would run.
    pub formulas: Vec<String>,
    /// The years that parts of a ZIP say they were made in.
    pub years: Vec<u16>,
    /// What a workbook holds by type; nothing of another file.
    pub typed: Option<Typed>,
    /// What separates a CSV's cells, where that isn't a comma.
    pub separator: Option<char>,
}

/// The cells of a workbook.
#[derive(Default)]
pub struct Typed {
    /// Those that are text.
    texts: Vec<String>,
    /// Those that are numbers.
    numbers: Vec<f64>,
}

impl Contents {
    /// Whether somebody who opens it reads this text as it is; of a workbook, in a cell of text.
    pub fn shows(&self, text: &str) -> bool {
        let Some(typed) = &self.typed else {
            return self.holds(text);
        };
        typed.texts.iter().any(|cell| cell.contains(text))
    }

    /// Whether a workbook has these digits as a number, of which a spreadsheet keeps the first 15.
    pub fn counts(&self, digits: &str) -> bool {
        let number: Option<f64> = digits.parse().ok();
        let mut numbers = self.typed.iter().flat_map(|typed| &typed.numbers);
        digits.len() > 15 && number.is_some_and(|number| numbers.any(|own| *own == number))
    }

    /// Whether a text stands anywhere in it, also where nobody looks.
    pub fn holds(&self, text: &str) -> bool {
        let in_cell = |cell: &String| cell.contains(text);
        let mut rows = self.grids.iter().flat_map(|grid| &grid.rows);
        rows.any(|row| row.iter().any(in_cell)) || self.text.contains(text)
    }
}

/// Whether it is a kind of file that can be looked into.
pub fn is_known(output: &Output) -> bool {
    let ending = output.file.rsplit('.').next().unwrap_or_default();
    let kind = output.media_type.trim();
    kind.starts_with("text/") || kind.starts_with("application/zip") || KNOWN.contains(&ending)
}

const KNOWN: [&str; 3] = ["xlsx", "zip", "csv"];

/// All that can be read in a file, whatever it is: of a ZIP in its parts. Nothing where it is neither that
/// nor a text.
pub fn text(bytes: &[u8]) -> Option<String> {
    match parts(bytes) {
        Ok(contents) => Some(contents.text),
        Err(_) => std::str::from_utf8(bytes).ok().map(str::to_owned),
    }
}

/// Reads a file as what it is declared to be; or says why it isn't that.
pub fn read(output: &Output, bytes: &[u8]) -> Result<Contents, String> {
    let kind = output.media_type.split(';').next().unwrap_or_default();
    let ending = output.file.rsplit('.').next().unwrap_or_default();
    match (kind.trim(), ending) {
        (_, "xlsx") => workbook(bytes),
        ("application/zip", _) | (_, "zip") => parts(bytes),
        ("text/csv", _) | (_, "csv") => csv_file(&output.name, bytes),
        (text, _) if text.starts_with("text/") => {
            let text = utf8(bytes)?;
            Ok(Contents {
                lines: text.lines().map(str::to_owned).collect(),
                ..plain(text.to_owned())
            })
        }
        _ => Ok(plain(String::from_utf8_lossy(bytes).into_owned())),
    }
}

fn plain(text: String) -> Contents {
    Contents {
        grids: Vec::new(),
        lines: Vec::new(),
        text,
        formulas: Vec::new(),
        years: Vec::new(),
        typed: None,
        separator: None,
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|why| why.to_string())
}

/// A CSV whose rows are all as wide as the first.
fn csv_file(name: &str, bytes: &[u8]) -> Result<Contents, String> {
    let text = utf8(bytes)?;
    let body = text.trim_start_matches('\u{feff}');
    let separator = separator(body);
    let rows = cells(body, separator.unwrap_or(','))?;
    let cells = rows.iter().flatten();
    let risky = cells.filter(|cell| guarded(cell.as_str().into()) != **cell);
    Ok(Contents {
        formulas: risky.cloned().collect(),
        grids: vec![Grid {
            name: name.to_owned(),
            rows,
        }],
        separator,
        ..plain(body.to_owned())
    })
}

fn reader(body: &str, separator: char) -> csv::Reader<&[u8]> {
    let mut how = csv::ReaderBuilder::new();
    how.has_headers(false).delimiter(separator as u8);
    how.from_reader(body.as_bytes())
}

fn cells(body: &str, separator: char) -> Result<Vec<Vec<String>>, String> {
    let records = reader(body, separator).into_records();
    let cells = records.map(|record| {
        let record = record.map_err(|why| why.to_string())?;
        Ok(record.iter().map(str::to_owned).collect())
    });
    cells.collect()
}

/// What separates the cells of the first row, where no comma does: of several the one that makes most.
fn separator(body: &str) -> Option<char> {
    let width = |separator: char| {
        let first = reader(body, separator).into_records().next();
        first.and_then(Result::ok).map_or(0, |row| row.len())
    };
    let others = [';', '\t', '|'].into_iter().rev();
    let most = others.max_by_key(|other| width(*other))?;
    (width(',') < 2 && width(most) > 1).then_some(most)
}

fn workbook(bytes: &[u8]) -> Result<Contents, String> {
    let (mut contents, mut typed) = (parts(bytes)?, Typed::default());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|why| why.to_string())?;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|why| why.to_string())?;
        for (_, _, cell) in range.used_cells() {
            match cell {
                Data::String(text) => typed.texts.push(text.clone()),
                Data::Int(number) => typed.numbers.push(*number as f64),
                Data::Float(number) => typed.numbers.push(*number),
                _ => {}
            }
        }
        let rows = range.rows().map(|row| row.iter().map(shown).collect());
        let rows = rows.collect();
        let formulas = book
            .worksheet_formula(&name)
            .map_err(|why| why.to_string())?;
        let formulas = formulas.used_cells().map(|(_, _, text)| text.clone());
        contents
            .formulas
            .extend(formulas.filter(|text| !text.is_empty()));
        contents.grids.push(Grid { name, rows });
    }
    contents.typed = Some(typed);
    Ok(contents)
}

fn shown(cell: &Data) -> String {
    match cell {
        Data::DateTime(day) => Day(day.as_f64() as i32 - EPOCH).iso(),
        _ => cell.to_string(),
    }
}

/// The parts of a ZIP, as text.
fn parts(bytes: &[u8]) -> Result<Contents, String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|why| why.to_string())?;
    let (mut contents, mut left) = (plain(String::new()), MOST);
    for at in 0..zip.len() {
        let part = zip.by_index(at).map_err(|why| why.to_string())?;
        contents
            .years
            .extend(part.last_modified().map(|made| made.year()));
        contents
            .text
            .push_str(&part.name().map_err(|why| why.to_string())?);
        contents.text.push('\n');
        let mut bytes = Vec::new();
        let read = part.take(left + 1).read_to_end(&mut bytes);
        let read = read.map_err(|why| why.to_string())? as u64;
        left = left.checked_sub(read).ok_or("larger inside than 128 MiB")?;
        contents.text.push_str(&String::from_utf8_lossy(&bytes));
        contents.text.push('\n');
    }
    Ok(contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_csv_says_by_its_first_row_what_separates_it() {
        assert_eq!(separator("name,note\na,b\n"), None);
        assert_eq!(separator("name;note\na,b;c\n"), Some(';'));
        assert_eq!(separator("name\tnote\n"), Some('\t'));
        assert_eq!(separator("a|b|c;d\n"), Some('|'));
        assert_eq!(separator("name\na;b\n"), None);
        assert_eq!(separator("\"a;b\"\n"), None);
        assert_eq!(separator(""), None);
        let rows = cells("a;b\n\"c;d\";e\n", ';').expect("even");
        assert_eq!(rows, [["a", "b"], ["c;d", "e"]]);
        cells("a;b\nc\n", ';').expect_err("ragged");
    }
}
