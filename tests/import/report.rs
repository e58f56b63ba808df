//! The report of refused rows: it can be mended and imported again.

use crate::support::{C, Keys, Office, id_number, wrong_number, xlsx, xlsx_with};
use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Format;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tongdu::service::transfer::problem::SheetProblem;
use tongdu::service::transfer::sheet::Sheet;
use tongdu::service::transfer::{heading, report, sheet};

fn office_list(number: &str) -> Vec<u8> {
    let wrong = &wrong_number();
    let rows = vec![
        vec![C::T("莒口镇儿童主任花名册")],
        vec![
            C::T("序号"),
            C::T("村居"),
            C::T("姓名"),
            C::T("身份证号"),
            C::T("手机"),
            C::T("备注"),
        ],
        vec![
            C::N(1.0),
            C::T("后山村"),
            C::T("王芳"),
            C::T(number),
            C::N(13905990101.0),
            C::E,
        ],
        vec![
            C::N(2.0),
            C::T("上㘵村"),
            C::T("李丽"),
            C::N(350703197503140013.0),
            C::N(1390599.0),
            C::T("=1+1"),
        ],
        vec![C::N(3.0), C::E, C::T("陈强"), C::T(wrong), C::E, C::E],
    ];
    xlsx_with(&rows, |page| {
        page.merge_range(0, 0, 0, 5, "莒口镇儿童主任花名册", &Format::new())
            .unwrap();
    })
}

fn cells(path: &Path) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range("花名册").unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn write(office: &mut Office, sheet: &Sheet, path: &Path) -> Result<usize, SheetProblem> {
    let columns =
        heading::find(sheet, crate::support::directors(), heading::Said::default()).unwrap();
    let plan = office.plan(sheet);
    report::write(path, sheet, &columns, &plan, &Keys)
}

#[test]
fn refused_rows_come_back_in_the_offices_own_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("退回.xlsx");
    let mut office = Office::new();
    let list = sheet::from_bytes(&office_list(&id_number("19750314", 22)), None).unwrap();
    assert_eq!(write(&mut office, &list, &path), Ok(2));
    let rows = cells(&path);
    let text = |row: usize, column: usize| match &rows[row][column] {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("not text: {other:?}"),
    };
    assert_eq!(rows.len(), 4);
    assert_eq!(
        (
            text(0, 0).as_str(),
            text(1, 3).as_str(),
            text(1, 6).as_str()
        ),
        ("莒口镇儿童主任花名册", "身份证号", "不收的原因")
    );
    // Text throughout: no number, no formula.
    assert_eq!(
        (text(2, 0), text(2, 3), text(2, 4), text(2, 5)),
        (
            "2".into(),
            "3.50703E+17".into(),
            "1390599".into(),
            "=1+1".into()
        )
    );
    assert_eq!(text(3, 3), wrong_number());
    let reasons = text(2, 6);
    assert!(
        reasons.contains("column=身份证号 reason=fault-id-damaged"),
        "{reasons}"
    );
    assert!(
        reasons.contains("column=手机 reason=fault-not-a-phone"),
        "{reasons}"
    );
    assert!(
        text(3, 6).contains("fault-id-check expected="),
        "{}",
        text(3, 6)
    );
    let mode = path.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing else is left behind"
    );
}

#[test]
fn faulty_cells_are_marked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.xlsx");
    let list = sheet::from_bytes(&office_list(&id_number("19750314", 22)), None).unwrap();
    write(&mut Office::new(), &list, &path).unwrap();
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let styles = book.worksheet_style("花名册").unwrap();
    let filled = |row, column| {
        let style = styles.get((row, column));
        style
            .and_then(|s| s.fill.as_ref())
            .is_some_and(|fill| fill.is_visible())
    };
    let marked: Vec<(u32, u32)> = (0..4)
        .flat_map(|r| (0..7).map(move |c| (r, c)))
        .filter(|(r, c)| filled(*r, *c))
        .collect();
    // Row 5 of the list lacks its village: the blank cell is marked.
    assert_eq!(marked, [(2, 3), (2, 4), (3, 1), (3, 3)]);
}

#[test]
fn a_mended_report_is_imported_like_any_list() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.xlsx");
    let mut office = Office::new();
    let list = sheet::from_bytes(&office_list(&id_number("19750314", 22)), None).unwrap();
    office.import(&list);
    assert_eq!(write(&mut office, &list, &path), Ok(2));
    let mut mended = sheet::read(&path, None).unwrap();
    assert_eq!(mended.name, "花名册");
    mended.rows[2][3].text = id_number("19800101", 41);
    mended.rows[2][3].form = sheet::Form::Plain;
    mended.rows[2][4].text = "13905990102".into();
    let plan = office.import(&mended);
    assert_eq!((plan.counts().new, plan.counts().refused), (1, 1));
    assert_eq!(office.worker("李丽").id_number, id_number("19800101", 41));
    // What is still wrong comes back with one column of reasons, not two.
    let second = folder.path().join("r2.xlsx");
    assert_eq!(write(&mut office, &mended, &second), Ok(1));
    assert_eq!(
        cells(&second)[1]
            .iter()
            .filter(|cell| **cell == "不收的原因")
            .count(),
        1
    );
}

#[test]
fn no_file_is_overwritten_and_none_is_made_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.xlsx");
    let mut office = Office::new();
    let good = sheet::from_bytes(
        &xlsx(&[
            vec![C::T("姓名"), C::T("村")],
            vec![C::T("王芳"), C::T("后山村")],
        ]),
        None,
    )
    .unwrap();
    assert_eq!(write(&mut office, &good, &path), Ok(0));
    assert!(!path.exists());
    std::fs::write(&path, "mine").unwrap();
    let list = sheet::from_bytes(&office_list(&id_number("19750314", 22)), None).unwrap();
    assert_eq!(
        write(&mut office, &list, &path),
        Err(SheetProblem::ReportExists)
    );
    assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    let nowhere = folder.path().join("none/r.xlsx");
    assert_eq!(
        write(&mut office, &list, &nowhere).unwrap_err().key(),
        "import-report-not-written"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
