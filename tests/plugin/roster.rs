//! The shipped civil affairs plug-in from rows to files, and the files read back.

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use tongdu::plugin::discover::{Found, beside, discover};
use tongdu::plugin::{
    Cell, CellType, Dataset, Export, Job, Limits, Problem, Progress, Report, Seal, option, run,
};

use crate::plugins::{HELPER, NEVER, libraries, names};

const FIELDS: [(&str, CellType); 7] = [
    ("name", CellType::Text),
    ("role", CellType::Text),
    ("birth_day", CellType::Day),
    ("id_number", CellType::Text),
    ("village", CellType::Text),
    ("phone", CellType::Text),
    ("full_time", CellType::Bool),
];

pub fn civil() -> Found {
    let (found, refused) = discover(&beside(&libraries().join("tongdu")), &[]);
    let civil = found
        .into_iter()
        .find(|plugin| plugin.manifest.id == "civil_affairs");
    civil.unwrap_or_else(|| panic!("{refused:?}"))
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

/// Ordinary people, one whose ID ends in X, and one whose texts are made to be run.
fn people(count: usize) -> Vec<(usize, Vec<Cell>)> {
    let mut rows = vec![
        vec![
            text("何晓红"),
            text("儿童主任"),
            Cell::Day(4_000),
            text("35070319801214002X"),
            text("东㘵村"),
            text("13900000001"),
            Cell::Bool(true),
        ],
        vec![
            text("=HYPERLINK(\"x\")"),
            text("@儿童主任"),
            Cell::Null,
            text("350703199001010013"),
            text("-1+1"),
            text("+8613900000002"),
            Cell::Bool(false),
        ],
    ];
    for number in rows.len()..count {
        let mut row = rows[0].clone();
        row[3] = text(&format!("350703{number:012}"));
        rows.push(row);
    }
    rows.into_iter().map(|row| (0, row)).collect()
}

fn export(
    plugin: &Found,
    folder: &Path,
    count: usize,
    more: &[(&str, &str)],
) -> Result<Report, Problem> {
    export_with(plugin, folder, count, more, None, |_| {})
}

/// A run in clear or sealed, told as it goes on.
pub fn export_sealed(
    plugin: &Found,
    folder: &Path,
    count: usize,
    seal: Option<Seal<'_>>,
    progress: impl FnMut(Progress),
) -> Result<Report, Problem> {
    export_with(plugin, folder, count, &[], seal, progress)
}

fn export_with(
    plugin: &Found,
    folder: &Path,
    count: usize,
    more: &[(&str, &str)],
    seal: Option<Seal<'_>>,
    progress: impl FnMut(Progress),
) -> Result<Report, Problem> {
    let count_text = count.to_string();
    let options = [
        (option::LAYOUT, plugin.layout.as_str()),
        (option::TITLE, "实名制花名册"),
        (option::PLACE, "莒口镇"),
        (option::PURPOSE, "实名制管理"),
        (option::ROWS, &count_text),
        (option::MADE_ON, "2026年11月23日"),
        (option::CHAIN_HEAD, "a1b2"),
    ];
    let fields = FIELDS
        .iter()
        .map(|(name, kind)| (name.to_string(), *kind))
        .collect();
    let job = Job {
        job_id: "1".into(),
        agency: plugin.manifest.agency.clone(),
        purpose: plugin.manifest.purpose.code.clone(),
        locale: "zh-CN".into(),
        started_at: 1_700_000_000_000_000,
        options: options
            .iter()
            .chain(more)
            .map(|(key, value)| (key.to_string(), value.to_string()))
            .collect(),
        datasets: vec![Dataset {
            name: "roster".into(),
            fields,
            row_estimate: count as u64,
        }],
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
        seal,
    };
    run(
        export,
        people(if count == 7 { 6 } else { count }).into_iter(),
        progress,
        &NEVER,
    )
}

/// A part of the workbook as it lies in the file.
fn part(report: &Report, name: &str) -> String {
    let file = std::fs::File::open(&report.files[0].path).expect("made");
    let mut zip = zip::ZipArchive::new(file).expect("a workbook");
    std::io::read_to_string(zip.by_name(name).expect("a part")).expect("text")
}

fn string(text: &str) -> Data {
    Data::String(text.into())
}

#[test]
fn the_workbook_and_the_csv_read_back_with_every_id_intact() {
    let folder = tempfile::tempdir().expect("temp folder");
    let report = export(&civil(), folder.path(), 1_500, &[]).expect("well-behaved");
    assert_eq!((report.rows, report.files.len()), (1_500, 2));
    assert_eq!(
        names(folder.path()),
        [
            "实名制花名册-莒口镇-20261123.csv",
            "实名制花名册-莒口镇-20261123.xlsx"
        ]
    );
    let ids: Vec<String> = people(1_500)
        .into_iter()
        .map(|(_, row)| match &row[3] {
            Cell::Text(id) => id.clone(),
            other => panic!("{other:?}"),
        })
        .collect();

    let mut book: Xlsx<_> = open_workbook(&report.files[0].path).expect("a workbook");
    assert_eq!(book.sheet_names(), ["封面", "实名制花名册"]);
    let sheet = book.worksheet_range("实名制花名册").expect("the roster");
    let headings: Vec<_> = sheet.rows().nth(4).expect("headings").to_vec();
    // Only the columns that were granted: no 性别, no 备注.
    assert_eq!(
        headings,
        [
            "序号",
            "姓名",
            "类别",
            "出生日期",
            "证件号码",
            "村居",
            "手机号",
            "专兼职"
        ]
        .map(string)
    );
    assert_eq!(
        sheet.get_value((3, 0)),
        Some(&string("仅限实名制管理用途，用后删除"))
    );
    let rows: Vec<_> = sheet.rows().skip(5).collect();
    assert_eq!(rows.len(), 1_500);
    for (number, (row, id)) in rows.iter().zip(&ids).enumerate() {
        assert_eq!(
            (&row[0], &row[4]),
            (&Data::Float((number + 1) as f64), &string(id))
        );
    }
    assert_eq!(
        (&rows[1][1], &rows[1][5]),
        (&string("=HYPERLINK(\"x\")"), &string("-1+1"))
    );
    assert_eq!(
        (&rows[0][7], &rows[1][7], &rows[1][3]),
        (&string("专职"), &string("兼职"), &Data::Empty)
    );
    assert!(
        matches!(&rows[0][3], Data::DateTime(day) if day.as_f64() == 29_569.0),
        "{:?}",
        rows[0][3]
    );
    // Number format 49 is `@`: an ID stays text when somebody edits the cell.
    let (cells, styles) = (
        part(&report, "xl/worksheets/sheet2.xml"),
        part(&report, "xl/styles.xml"),
    );
    let style = cells
        .split("<c r=\"E6\" s=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let style: usize = style
        .and_then(|number| number.parse().ok())
        .expect("a styled cell");
    let formats = styles.split("<cellXfs").nth(1).expect("formats");
    let format = formats.split("<xf ").nth(style + 1).expect("its format");
    assert!(format.contains("numFmtId=\"49\""), "{format}");
    let formulas = book.worksheet_formula("实名制花名册").expect("the roster");
    assert!(formulas.is_empty());
    let cover = book.worksheet_range("封面").expect("the cover");
    let lines: Vec<String> = cover
        .rows()
        .map(|row| format!("{}={}", row[0], row[1]))
        .collect();
    for line in [
        "用途=实名制管理",
        "注意=仅限实名制管理用途，用后删除",
        "行数=1500",
        "记录链头=a1b2",
        "制表日期=2026年11月23日",
    ] {
        assert!(lines.iter().any(|l| l == line), "{lines:?}");
    }
    assert!(
        !lines.iter().any(|line| line.starts_with("范围")),
        "a line without a value is left out"
    );

    let bytes = std::fs::read(&report.files[1].path).expect("made");
    let body = bytes
        .strip_prefix("\u{feff}".as_bytes())
        .expect("a byte-order mark");
    let mut csv = csv::Reader::from_reader(body);
    assert_eq!(csv.headers().expect("headings").get(4), Some("证件号码"));
    let rows: Vec<csv::StringRecord> = csv.records().collect::<Result<_, _>>().expect("good rows");
    assert!(
        rows.iter().map(|row| &row[4]).eq(ids.iter()),
        "an ID changed"
    );
    assert_eq!(
        rows[0].iter().collect::<Vec<_>>()[5..],
        ["东㘵村", "13900000001", "专职"]
    );
    assert_eq!(
        rows[1].iter().collect::<Vec<_>>()[1..4],
        ["'=HYPERLINK(\"x\")", "'@儿童主任", ""]
    );
    assert_eq!((&rows[1][5], &rows[1][6]), ("'-1+1", "+8613900000002"));
}

#[test]
fn the_same_job_gives_the_same_bytes_and_invented_data_says_so() {
    let plugin = civil();
    let hashes = |more: &[(&str, &str)]| {
        let folder = tempfile::tempdir().expect("temp folder");
        let report = export(&plugin, folder.path(), 600, more).expect("well-behaved");
        let mut book: Xlsx<_> = open_workbook(&report.files[0].path).expect("a workbook");
        let first = ["封面", "实名制花名册"].map(|sheet| {
            book.worksheet_range(sheet)
                .expect("a sheet")
                .get((0, 0))
                .cloned()
        });
        // Two runs in one second would agree on the clock; only the job's own time is right.
        assert!(part(&report, "docProps/core.xml").contains(">2023-11-14T"));
        let csv = std::fs::read_to_string(&report.files[1].path).expect("text");
        (
            report
                .files
                .into_iter()
                .map(|file| file.sha256)
                .collect::<Vec<_>>(),
            first,
            csv,
        )
    };
    let (real, _, _) = hashes(&[]);
    assert_eq!(real, hashes(&[]).0);
    let (demo, first, csv) = hashes(&[(option::MARK, "演示数据，人物虚构")]);
    assert_ne!(real, demo);
    assert!(
        first
            .iter()
            .all(|cell| *cell == Some(string("演示数据，人物虚构"))),
        "{first:?}"
    );
    assert!(csv.starts_with("\u{feff}演示数据，人物虚构\r\n"));
}

#[test]
fn a_short_file_is_an_error() {
    let folder = tempfile::tempdir().expect("temp folder");
    let problem = export(&civil(), folder.path(), 7, &[]).expect_err("six of seven");
    assert!(
        matches!(&problem, Problem::Failed { text, rows: 6, .. } if text.contains("6 rows came, 7")),
        "{problem}"
    );
    assert!(names(folder.path()).is_empty());
}
