//! Every shipped exporter from rows to files, and the files read back as its partner would open
//! them: with all its fields, with only those that are required, and with texts in place of days.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use tongdu::plugin::discover::{Found, beside, discover};
use tongdu::plugin::{Cell, CellType, Dataset, Export, Job, Limits, Problem, Report, option, run};
use tongdu::service::export::type_of;
use tongdu_sdk::abi;
use tongdu_sdk::export::Value;
use tongdu_sdk::layout::plain::plain;
use tongdu_sdk::layout::spec::{Column, Kind, Layout, Sheet};
use tongdu_sdk::layout::xlsx::Book;

use crate::plugins::{HELPER, NEVER, libraries, names};

mod elsewhere;
mod read;
use read::{list, workbook};

const SHIPPED: [&str; 8] = [
    "civil_affairs",
    "civil_children",
    "disabled_federation",
    "education",
    "finance",
    "labour",
    "wcwc",
    "womens_federation",
];

/// What no spreadsheet may run.
const FORMULAS: [&str; 4] = [
    "=HYPERLINK(\"x\")",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-1+1",
];

fn shipped() -> Vec<Found> {
    let (found, refused) = discover(&beside(&libraries().join("tongdu")), &[]);
    assert_eq!(refused, []);
    let ids: Vec<_> = found.iter().map(|f| f.manifest.id.as_str()).collect();
    assert_eq!(ids, SHIPPED);
    found
}

fn one(id: &str) -> Found {
    let mut all = shipped().into_iter();
    all.find(|found| found.manifest.id == id).expect("shipped")
}

/// What stands in a field: an ordinary row, then one whose texts are made to be run, then a row of
/// nothing.
fn cell(kind: CellType, field: &str, at: usize, row: usize) -> Cell {
    let text = |text: &str| Cell::Text(text.into());
    match (kind, row, field) {
        (_, 2, _) => Cell::Null,
        (CellType::Day, ..) => Cell::Day(16_508 + row as i32),
        (CellType::Bool, ..) => Cell::Bool(row == 0),
        (CellType::Int, ..) => Cell::Int(2026 + at as i64),
        (CellType::Tenths, ..) => Cell::Tenths(120_005 + at as i64),
        (_, _, "id_number") => text(["350703201503140021", "35070320150314002X"][row]),
        (_, _, "disability_card") => text("35070320150314002141"),
        (_, 1, "phone" | "guardian_phone") => text("+8613900000002"),
        (_, _, "phone" | "guardian_phone") => text("13900000001"),
        (_, 0, _) => text(&format!("{field}·甲")),
        _ => text(FORMULAS[at % FORMULAS.len()]),
    }
}

/// The tables of a plug-in with these of its fields, three rows each.
struct Tables(Vec<(Dataset, Vec<Vec<Cell>>)>);

impl Tables {
    fn of(plugin: &Found, taken: impl Fn(bool) -> bool, as_text: bool) -> Self {
        let table = |asked: &tongdu::plugin::manifest::Asked| {
            let fields = asked.fields.iter().filter(|f| taken(f.required));
            let fields: Vec<_> = fields.map(|f| f.name.clone()).collect();
            let kind = |field: &str| type_of(&asked.name, field).expect("in the catalogue");
            let cells = |row| {
                let cell = |(at, field): (usize, &String)| match cell(kind(field), field, at, row) {
                    Cell::Text(text) => Cell::Text(text),
                    Cell::Null => Cell::Null,
                    _ if as_text => Cell::Text("6—11岁".into()),
                    cell => cell,
                };
                fields.iter().enumerate().map(cell).collect()
            };
            let typed = |field: &String| match as_text {
                true => (field.clone(), CellType::Text),
                false => (field.clone(), kind(field)),
            };
            let dataset = Dataset {
                name: asked.name.clone(),
                fields: fields.iter().map(typed).collect(),
                row_estimate: 3,
            };
            (dataset, (0..3).map(cells).collect())
        };
        Self(plugin.manifest.datasets.iter().map(table).collect())
    }

    fn rows(&self) -> usize {
        self.0.iter().map(|(_, rows)| rows.len()).sum()
    }

    /// What a column shows of a sheet's rows; nothing where its field wasn't given.
    fn column(&self, sheet: &Sheet, column: &Column) -> Option<Vec<Cell>> {
        let (dataset, rows) = self.0.iter().find(|(d, _)| d.name == sheet.dataset)?;
        let Some(field) = &column.field else {
            return Some((1..=rows.len() as i64).map(Cell::Int).collect());
        };
        let at = dataset.fields.iter().position(|(name, _)| name == field)?;
        Some(rows.iter().map(|row| row[at].clone()).collect())
    }

    /// The headings that a sheet has, each with its cells.
    fn shown<'a>(&self, sheet: &'a Sheet) -> Vec<(&'a Column, Vec<Cell>)> {
        let shown = |column| Some((column, self.column(sheet, column)?));
        sheet.columns.iter().filter_map(shown).collect()
    }
}

fn export(
    plugin: &Found,
    tables: &Tables,
    promised: usize,
    folder: &Path,
) -> Result<Report, Problem> {
    let options = [
        (option::LAYOUT, plugin.layout.clone()),
        (
            option::TITLE,
            "莒口镇".to_owned() + &plugin.manifest.purpose.name.zh_cn,
        ),
        (option::PLACE, "莒口镇".into()),
        (option::PURPOSE, plugin.manifest.purpose.name.zh_cn.clone()),
        (option::ROWS, promised.to_string()),
        (option::MADE_ON, "2026-11-23".into()),
        (option::MARK, "演示数据，人物虚构".into()),
    ];
    let job = Job {
        job_id: "1".into(),
        agency: plugin.manifest.agency.clone(),
        purpose: plugin.manifest.purpose.code.clone(),
        locale: "zh-CN".into(),
        started_at: 1_795_000_000_000_000,
        options: options.map(|(key, value)| (key.to_owned(), value)).into(),
        datasets: tables
            .0
            .iter()
            .map(|(dataset, _)| dataset.clone())
            .collect(),
    };
    let export = Export {
        helper: Path::new(HELPER),
        manifest: &plugin.manifest,
        library: &plugin.library()?,
        job,
        folder,
        date: "20261123",
        area: "莒口镇",
        limits: &Limits::default(),
        seal: None,
    };
    let all = tables.0.iter().enumerate();
    let rows: Vec<_> = all
        .flat_map(|(at, (_, rows))| rows.iter().map(move |row| (at, row.clone())))
        .collect();
    run(export, rows.into_iter(), |_| {}, &NEVER)
}

/// Exports, reads every file back and compares it with what was given.
fn there_and_back(plugin: &Found, tables: &Tables) {
    let id = &plugin.manifest.id;
    let layout = Layout::parse(&plugin.layout).expect("a good layout");
    let folder = tempfile::tempdir().expect("temp folder");
    let report = export(plugin, tables, tables.rows(), folder.path()).expect(id);
    assert_eq!(report.files.len(), layout.files.len(), "{id}");
    for output in &layout.files {
        let declared = plugin
            .manifest
            .outputs
            .iter()
            .position(|o| o.name == output.output);
        let path = &report.files[declared.expect("declared")].path;
        match output.kind {
            Kind::Xlsx => workbook(path, &layout, &output.sheets, tables),
            Kind::Csv => list(path, layout.sheet(&output.sheets[0]).expect("it"), tables),
        }
    }
}

#[test]
fn with_every_field_all_comes_back_as_it_was() {
    for plugin in shipped() {
        let tables = Tables::of(&plugin, |_| true, false);
        there_and_back(&plugin, &tables);
    }
}

#[test]
fn what_is_not_granted_has_no_column() {
    for plugin in shipped() {
        let tables = Tables::of(&plugin, |required| required, false);
        assert!(
            tables
                .0
                .iter()
                .all(|(dataset, _)| !dataset.fields.is_empty())
        );
        there_and_back(&plugin, &tables);
    }
}

#[test]
fn a_text_may_come_in_any_column() {
    for plugin in shipped() {
        there_and_back(&plugin, &Tables::of(&plugin, |_| true, true));
    }
}

#[test]
fn rows_are_counted_over_all_tables() {
    let finance = one("finance");
    let tables = Tables::of(&finance, |_| true, false);
    assert_eq!(tables.rows(), 6);
    let folder = tempfile::tempdir().expect("temp folder");
    for promised in [3, 5, 7] {
        let problem =
            export(&finance, &tables, promised, folder.path()).expect_err("another number");
        let told = format!("6 rows came, {promised} were");
        let right = matches!(&problem, Problem::Failed { text, .. } if text.contains(&told));
        assert!(right, "{problem}");
        assert_eq!(names(folder.path()), [""; 0]);
    }
    export(&finance, &tables, 6, folder.path()).expect("the right number");
    assert_eq!(
        names(folder.path()),
        [
            "关爱服务经费-莒口镇-20261123.xlsx",
            "服务对象数量-莒口镇-20261123.csv",
            "经费支出-莒口镇-20261123.csv"
        ]
    );
}

/// What the host gives as a number with a fraction; the cells without one are ready for it, and a text
/// among them stays a text.
#[test]
fn an_amount_is_a_number_with_one_decimal_place() {
    let finance = one("finance");
    let layout = Layout::parse(&finance.layout).expect("a good layout");
    let sheet = layout.sheet("经费支出").expect("there");
    let amount = sheet.columns.last().expect("columns");
    assert_eq!(amount.field.as_deref(), Some("amount"));
    let mut book = Book::new(1_795_000_000_000_000).expect("a workbook");
    let at = book.add(&sheet.name).expect("a sheet");
    let columns = [amount.clone()];
    let tags = std::iter::once(abi::TAG_F64);
    let mut table = book.head(at, "", &[], &columns, tags).expect("a heading");
    let value = Value::Float(12_000.5);
    for batch in [
        &[value, Value::Null][..],
        &[Value::Text("少于5")],
        &[Value::Text("")],
    ] {
        for value in batch {
            let cells = std::iter::once((value, amount));
            book.row(&mut table, cells).expect("a row");
        }
        book.dress(&mut table).expect("formats");
    }
    assert_eq!(plain(&value, amount), "12000.5");
    assert_eq!(plain(&Value::Float(300.0), amount), "300.0");

    let bytes = book.bytes().expect("bytes");
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).expect("a workbook");
    let range = read.worksheet_range(&sheet.name).expect("a sheet");
    assert_eq!(range.get((1, 0)), Some(&Data::Float(12_000.5)));
    assert_eq!(range.get((3, 0)), Some(&Data::String("少于5".into())));
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a workbook");
    let mut part =
        |name| std::io::read_to_string(zip.by_name(name).expect("a part")).expect("text");
    let styles = part("xl/styles.xml");
    assert!(styles.contains("formatCode=\"0.0\""), "{styles}");
    let cells = part("xl/worksheets/sheet1.xml");
    let style = |cell: &str| {
        let (_, rest) = cells.split_once(&format!("r=\"{cell}\" s=\""))?;
        rest.split('"').next()
    };
    let number = style("A2").expect("a cell with a format");
    assert_eq!([style("A3"), style("A5")], [Some(number); 2], "{cells}");
    assert!(style("A4").is_some_and(|text| text != number), "{cells}");
}
