//! Files read back and laid beside what was given.

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use tongdu::plugin::Cell;
use tongdu_sdk::layout::spec::{Column, Layout, Sheet};

use super::{FORMULAS, Tables};

/// Whether a workbook's cell is this one, of the right type.
fn in_workbook(cell: &Cell, column: &Column, found: &Data) -> bool {
    match (cell, found) {
        (Cell::Null, Data::Empty) => true,
        (Cell::Text(text), Data::String(found)) => text == found,
        (Cell::Bool(yes), Data::String(found)) => *found == column.words[usize::from(!yes)],
        (Cell::Int(number), Data::Float(found)) => *number as f64 == *found,
        (Cell::Tenths(tenths), Data::Float(found)) => *tenths as f64 / 10.0 == *found,
        (Cell::Day(day), Data::DateTime(found)) => f64::from(day + 25_569) == found.as_f64(),
        _ => false,
    }
}

fn in_csv(cell: &Cell, column: &Column) -> String {
    match cell {
        Cell::Text(text) if FORMULAS.contains(&text.as_str()) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
        Cell::Bool(yes) => column.words[usize::from(!yes)].clone(),
        Cell::Int(number) => number.to_string(),
        Cell::Tenths(tenths) => format!("{}.{}", tenths / 10, tenths % 10),
        Cell::Day(16_508) => "2015-03-14".into(),
        Cell::Day(_) => "2015-03-15".into(),
        Cell::Null => String::new(),
        Cell::Time(_) => panic!("no field is a time"),
    }
}

/// A workbook, sheet by sheet.
pub fn workbook(path: &Path, layout: &Layout, sheets: &[String], tables: &Tables) {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let cover = layout.cover.as_ref().map(|cover| cover.name.clone());
    let expected: Vec<_> = cover.into_iter().chain(sheets.iter().cloned()).collect();
    assert_eq!(book.sheet_names(), expected);
    for (number, name) in (2..).zip(sheets) {
        let sheet = layout.sheet(name).expect("it");
        let range = book.worksheet_range(name).expect("a sheet");
        let formulas = book.worksheet_formula(name).expect("a sheet");
        assert!(formulas.is_empty(), "{name}");
        let rows: Vec<_> = range.rows().collect();
        // The mark, then the lines of the title.
        let head = 1 + sheet.title.len();
        assert_eq!(
            rows[0][0],
            Data::String("演示数据，人物虚构".into()),
            "{name}"
        );
        let line = |row: &&[Data]| row[0].to_string().contains("用途，用后删除");
        assert!(
            rows[..head].iter().any(line),
            "{name}: no line on the purpose"
        );
        let shown = tables.shown(sheet);
        let headings: Vec<_> = shown
            .iter()
            .map(|(c, _)| Data::String(c.heading.clone()))
            .collect();
        assert_eq!(rows[head], headings, "{name}");
        assert_eq!(rows.len(), head + 1 + shown[0].1.len(), "{name}");
        for (at, (column, cells)) in shown.iter().enumerate() {
            for (row, cell) in cells.iter().enumerate() {
                let found = &rows[head + 1 + row][at];
                assert!(
                    in_workbook(cell, column, found),
                    "{name}: {cell:?} is {found:?}"
                );
            }
        }
        printed(
            path,
            number,
            head,
            &shown.iter().map(|(c, _)| *c).collect::<Vec<_>>(),
        );
    }
}

/// What a reader of cells doesn't see: the frozen heading, and how it prints.
fn printed(path: &Path, number: usize, head: usize, columns: &[&Column]) {
    let file = std::fs::File::open(path).expect("made");
    let mut zip = zip::ZipArchive::new(file).expect("a workbook");
    let mut part =
        |name: &str| std::io::read_to_string(zip.by_name(name).expect("a part")).expect("text");
    let sheet = part(&format!("xl/worksheets/sheet{number}.xml"));
    let book = part("xl/workbook.xml");
    let heading = head + 1;
    for told in [
        format!("<pane ySplit=\"{heading}\" "),
        "state=\"frozen\"".into(),
        "<pageSetUpPr fitToPage=\"1\"/>".into(),
        "<pageSetup paperSize=\"9\" ".into(),
        " fitToHeight=\"0\"".into(),
        " orientation=\"landscape\"".into(),
        "<oddFooter>&amp;C&amp;P / &amp;N</oddFooter>".into(),
    ] {
        assert!(sheet.contains(&told), "no {told}");
    }
    let widths = sheet.matches("<col ").count();
    assert!(
        widths >= 1 && sheet.contains(&format!("max=\"{}\"", columns.len())),
        "widths"
    );
    let styles = part("xl/styles.xml");
    let formats = styles.split("<cellXfs").nth(1).expect("formats");
    for (at, column) in columns.iter().enumerate().skip(1) {
        let cell = format!("<c r=\"{}{}\" s=\"", (b'A' + at as u8) as char, heading + 1);
        let style = sheet
            .split(&cell)
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let style: usize = style.and_then(|s| s.parse().ok()).expect("a styled cell");
        let format = formats.split("<xf ").nth(style + 1).expect("its format");
        let numbers = !sheet.contains(&format!("{cell}{style}\" t=\"s\""));
        let wraps = format.contains("wrapText=\"1\"");
        assert_eq!(wraps, column.wrap && !numbers, "{}", column.heading);
    }
    let repeated = format!("${heading}:${heading}</definedName>");
    assert!(book.contains(&repeated), "heading not repeated: {book}");
}

/// A CSV.
pub fn list(path: &Path, sheet: &Sheet, tables: &Tables) {
    let text = std::fs::read_to_string(path).expect("text");
    let body = text
        .strip_prefix("\u{feff}演示数据，人物虚构\r\n")
        .expect("mark");
    let mut csv = csv::Reader::from_reader(body.as_bytes());
    let shown = tables.shown(sheet);
    let headings: Vec<_> = shown
        .iter()
        .map(|(column, _)| column.heading.as_str())
        .collect();
    assert_eq!(csv.headers().expect("headings"), headings);
    let rows: Vec<csv::StringRecord> = csv.records().collect::<Result<_, _>>().expect("good rows");
    assert_eq!(rows.len(), shown[0].1.len());
    for (at, (column, cells)) in shown.iter().enumerate() {
        for (row, cell) in rows.iter().zip(cells) {
            assert_eq!(row[at], in_csv(cell, column), "{}", column.heading);
        }
    }
}
