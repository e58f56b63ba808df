//! The workbooks as other programs read them, where there is one: openpyxl, which the gate brings, and
//! LibreOffice.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};

use tongdu::schema::Day;

use super::{Tables, export, shipped};

/// Row and column from 1, type and text of every cell that isn't empty, sheet by sheet.
const READER: &str = "
import json, sys, openpyxl
cell = lambda c: [c.row, c.column, c.data_type, str(c.value)]
cells = lambda sheet: [cell(c) for row in sheet for c in row if c.value is not None]
print(json.dumps({s.title: cells(s) for s in openpyxl.load_workbook(sys.argv[1])}))
";

/// Days of a workbook before those of the program begin.
const DAYS_TO_1970: i32 = 25_569;

type Sheets = BTreeMap<String, Vec<(usize, usize, String, String)>>;

/// Runs a program; nothing where there is none, or it hasn't what it needs.
fn ran(program: &str, args: &[&str]) -> Option<Vec<u8>> {
    let ran = Command::new(program).args(args).output().ok()?;
    ran.status.success().then_some(ran.stdout)
}

/// The workbooks of every shipped plug-in, with all its fields.
fn workbooks(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for plugin in shipped() {
        let tables = Tables::of(&plugin, |_| true, false);
        let folder = folder.join(&plugin.manifest.id);
        std::fs::create_dir(&folder).expect("room");
        let made = export(&plugin, &tables, tables.rows(), &folder).expect("good rows");
        let books = made.files.into_iter().map(|file| file.path);
        all.extend(books.filter(|path| path.extension().is_some_and(|end| end == "xlsx")));
    }
    assert!(all.len() >= 8);
    all
}

/// As calamine reads it, in the words of openpyxl.
fn expected(path: &Path) -> Sheets {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let told = |cell: &Data| match cell {
        Data::Empty => None,
        Data::String(text) => Some(("s", text.clone())),
        Data::Float(number) => Some(("n", number.to_string())),
        Data::DateTime(day) => {
            let day = Day(day.as_f64() as i32 - DAYS_TO_1970);
            Some(("d", format!("{} 00:00:00", day.iso())))
        }
        other => panic!("{other:?}"),
    };
    let mut sheets = Sheets::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).expect("a sheet");
        let (top, left) = range.start().expect("cells");
        let cells = range.used_cells().filter_map(|(row, column, cell)| {
            let (kind, text) = told(cell)?;
            let place = (row + top as usize + 1, column + left as usize + 1);
            Some((place.0, place.1, kind.to_owned(), text))
        });
        sheets.insert(name, cells.collect());
    }
    sheets
}

#[test]
fn openpyxl_reads_what_calamine_reads() {
    if ran("python3", &["-c", "import openpyxl"]).is_none() {
        return eprintln!("not tried: there is no python3 with openpyxl here");
    }
    let folder = tempfile::tempdir().expect("temp folder");
    let mut numbers = 0;
    for path in workbooks(folder.path()) {
        let name = path.to_str().expect("UTF-8");
        let read = ran("python3", &["-c", READER, name]).expect(name);
        let read: Sheets = serde_json::from_slice(&read).expect("what the reader prints");
        assert_eq!(read, expected(&path), "{name}");
        let texts = read.values().flatten().filter(|cell| cell.2 == "s");
        numbers += texts.filter(|cell| cell.3 == "350703201503140021").count();
    }
    assert!(numbers >= 2, "{numbers} ID numbers");
}

#[test]
fn libreoffice_takes_no_text_for_a_number_or_a_formula() {
    if ran("soffice", &["--version"]).is_none() {
        return eprintln!("not tried: there is no LibreOffice here");
    }
    let folder = tempfile::tempdir().expect("temp folder");
    let path = |name: &str| format!("{}/{name}", folder.path().display());
    // Every sheet as a list, as it is shown.
    let list = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    let own = format!("-env:UserInstallation=file://{}", path("own"));
    for book in workbooks(folder.path()) {
        let out = path(book.file_stem().and_then(|n| n.to_str()).expect("UTF-8"));
        let book_name = book.to_str().expect("UTF-8");
        let args = [
            own.as_str(),
            "--headless",
            "--convert-to",
            list,
            "--outdir",
            &out,
            book_name,
        ];
        ran("soffice", &args).expect("converted");
        let mut shown = String::new();
        for file in crate::plugins::names(Path::new(&out)) {
            shown += &std::fs::read_to_string(Path::new(&out).join(file)).expect("UTF-8");
        }
        let shown = shown.replace("\"\"", "\"");
        for cell in expected(&book).values().flatten().filter(|c| c.2 == "s") {
            assert!(shown.contains(&cell.3), "{book_name} lacks {}", cell.3);
        }
    }
}
