//! Lists in every kind of file.

use crate::support::{C, Office, csv, day, fill, id_number, reasons, xlsx, xlsx_with};
use encoding_rs::GB18030;
use rust_xlsxwriter::{Format, Workbook};
use std::io::{Cursor, Read, Write};
use tongdu::service::transfer::problem::SheetProblem;
use tongdu::service::transfer::sheet::{self, Form, Sheet};

fn read(bytes: &[u8]) -> Sheet {
    sheet::from_bytes(bytes, None).unwrap()
}

#[test]
fn text_files_in_gb18030_and_utf8_say_the_same() {
    let number = id_number("19750314", 22);
    let text = format!(
        "莒口镇儿童主任名单\r\n\r\n村居,姓名,身份证号\r\n上㘵村,王芳,{number}\r\n中㘵村委会,李丽,\r\n莒口镇茶㘵村,陈强,\r\n"
    );
    let gb = GB18030.encode(&text).0.into_owned();
    let marked = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
    for bytes in [text.as_bytes(), &gb, &marked] {
        let mut office = Office::new();
        let plan = office.import(&read(bytes));
        assert_eq!(plan.counts().new, 3, "{plan:#?}");
        assert_eq!(plan.rows[0].row, 4);
        assert_eq!(office.posts_of("王芳")[0].0, "上㘵村");
        assert_eq!(office.posts_of("李丽")[0].0, "中㘵村");
        assert_eq!(office.posts_of("陈强")[0].0, "茶㘵村");
        assert_eq!(office.worker("王芳").id_number, number);
    }
}

#[test]
fn workbooks_with_titles_merged_cells_and_days_of_every_form() {
    let numbers: Vec<String> = (0..7).map(|n| id_number("19750314", 20 + n * 2)).collect();
    let days = [
        C::D(2015, 3, 14),
        C::N(42077.0),
        C::N(20150314.0),
        C::T("2015.3.14"),
        C::T("2015年3月14日"),
        C::T("2015-03-14 08:30:00"),
        C::T("２０１５／３／１４"),
    ];
    let mut rows = vec![
        vec![C::T("莒口镇儿童主任花名册")],
        vec![C::E],
        vec![
            C::T("序号"),
            C::T("村居"),
            C::T("基本情况"),
            C::E,
            C::E,
            C::T("任职时间"),
            C::E,
            C::T("备注"),
        ],
        vec![
            C::E,
            C::E,
            C::T("姓名"),
            C::T("身份证号"),
            C::T("手机"),
            C::T("起"),
            C::T("止"),
            C::E,
        ],
    ];
    let names = [
        "王芳",
        "李丽",
        "陈强",
        "林秀英",
        "黄丽华",
        "郑国平",
        "吴桂花",
    ];
    for (n, name) in names.iter().enumerate() {
        let village = if n == 0 { C::T("后山村") } else { C::E };
        rows.push(vec![
            C::N(n as f64 + 1.0),
            village,
            C::T(name),
            C::T(&numbers[n]),
            C::N(13905990101.0 + n as f64),
            days[n].clone(),
            C::E,
            C::E,
        ]);
    }
    let bytes = xlsx_with(&rows, |page| {
        let format = Format::new();
        page.merge_range(0, 0, 0, 7, "莒口镇儿童主任花名册", &format)
            .unwrap();
        page.merge_range(2, 0, 3, 0, "序号", &format).unwrap();
        page.merge_range(2, 1, 3, 1, "村居", &format).unwrap();
        page.merge_range(2, 2, 2, 4, "基本情况", &format).unwrap();
        page.merge_range(2, 5, 2, 6, "任职时间", &format).unwrap();
        page.merge_range(4, 1, 10, 1, "后山村", &format).unwrap();
    });
    let mut office = Office::new();
    let plan = office.import(&read(&bytes));
    assert_eq!(
        (plan.counts().new, plan.counts().refused),
        (7, 0),
        "{plan:#?}"
    );
    for (n, name) in names.iter().enumerate() {
        assert_eq!(
            office.posts_of(name),
            [("后山村".into(), Some(day("2015-03-14")), None)],
            "{name}"
        );
        assert_eq!(office.worker(name).phone, format!("1390599010{}", n + 1));
        assert_eq!(office.worker(name).id_number, numbers[n]);
    }
}

#[test]
fn numbers_that_a_spreadsheet_has_rounded_are_refused_and_nothing_of_the_row_is_taken() {
    let number: f64 = id_number("19750314", 22)
        .trim_end_matches('X')
        .parse()
        .unwrap();
    let mut office = Office::new();
    let plan = office.import(&read(&xlsx(&[
        vec![
            C::T("村居"),
            C::T("姓名"),
            C::T("身份证号"),
            C::T("证书编号"),
        ],
        vec![C::T("后山村"), C::T("王芳"), C::N(number), C::E],
        vec![C::T("金山村"), C::T("李丽"), C::E, C::N(2.021e19)],
    ])));
    assert_eq!(
        reasons(&plan.rows[0]),
        [("id_number", "fault-id-damaged", Some(2))]
    );
    assert_eq!(
        reasons(&plan.rows[1]),
        [("certificate", "fault-id-damaged", Some(3))]
    );
    assert!(office.workers.is_empty() && office.posts.is_empty());
}

#[test]
fn errors_of_formulas_are_no_values() {
    let bytes = with_part(
        &xlsx(&[
            vec![C::T("村居"), C::T("姓名")],
            vec![C::T("后山村"), C::N(4711.0)],
        ]),
        "xl/worksheets/sheet1.xml",
        |xml| {
            xml.replace(
                r#"<c r="B2"><v>4711</v></c>"#,
                r##"<c r="B2" t="e"><v>#N/A</v></c>"##,
            )
        },
    );
    let plan = Office::new().plan(&read(&bytes));
    assert_eq!(
        reasons(&plan.rows[0]),
        [("name", "import-reason-cell-error", Some(1))]
    );
}

#[test]
fn days_counted_from_1904() {
    let list = xlsx(&[
        vec![C::T("村居"), C::T("姓名"), C::T("任职时间")],
        vec![C::T("后山村"), C::T("王芳"), C::D(2015, 3, 14)],
        vec![C::T("金山村"), C::T("李丽"), C::N(42077.0)],
    ]);
    let bytes = with_part(&list, "xl/workbook.xml", |xml| {
        xml.replace("<workbookPr", r#"<workbookPr date1904="1""#)
    });
    let sheet = read(&bytes);
    assert!(sheet.from_1904);
    assert_eq!(sheet.rows[1][2].text, "2019-03-15");
    // A plain number may be a day of either count.
    assert_eq!(
        reasons(&Office::new().plan(&sheet).rows[1])[0].1,
        "fault-not-a-day"
    );
}

#[test]
fn sheets_are_chosen_by_name_or_are_the_first_with_something_in_them() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("空").unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("底稿").unwrap().set_hidden(true);
    fill(hidden, &[vec![C::T("藏")]]);
    let notes = book.add_worksheet();
    notes.set_name("说明").unwrap();
    fill(notes, &[vec![C::T("请按村填写")]]);
    let list = book.add_worksheet();
    list.set_name("花名册").unwrap();
    fill(
        list,
        &[
            vec![C::T("姓名"), C::T("村")],
            vec![C::T("王芳"), C::T("后山村")],
        ],
    );
    let bytes = book.save_to_buffer().unwrap();
    let first = read(&bytes);
    assert_eq!((first.name.as_str(), first.others.len()), ("说明", 3));
    let Err(SheetProblem::NoHeading { others }) = Office::new().plan_mapped(&first, &[]) else {
        panic!()
    };
    assert!(others.contains(&"花名册".to_owned()));
    assert_eq!(
        sheet::from_bytes(&bytes, Some("花名册")).unwrap().name,
        "花名册"
    );
    assert_eq!(
        sheet::from_bytes(&bytes, Some("底稿")).unwrap().rows[0][0].text,
        "藏"
    );
    assert_eq!(
        sheet::from_bytes(&bytes, Some("空")),
        Err(SheetProblem::Empty)
    );
    let problem = sheet::from_bytes(&bytes, Some("名册")).unwrap_err();
    assert_eq!(problem.key(), "import-no-such-sheet");
    assert_eq!(problem.args()[1].1, "空 底稿 说明 花名册");
}

#[test]
fn damaged_digits_of_text_cells_are_seen_too() {
    let sheet = csv(&[&["姓名", "3.50703E+17"]]);
    assert_eq!(sheet.rows[0][1].form, Form::Damaged);
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let key = |name: &str| sheet::read(&path(name), None).unwrap_err().key();
    assert_eq!(key("none.xlsx"), "import-not-there");
    std::fs::create_dir(path("folder.xlsx")).unwrap();
    assert_eq!(key("folder.xlsx"), "import-not-a-sheet");
    std::fs::write(path("empty.csv"), "").unwrap();
    assert_eq!(key("empty.csv"), "import-empty");
    std::fs::write(path("blank.csv"), "\n , \n").unwrap();
    assert_eq!(key("blank.csv"), "import-empty");
    std::fs::write(
        path("page.xls"),
        "<html><table><tr><td>姓名</td></tr></table></html>",
    )
    .unwrap();
    assert_eq!(key("page.xls"), "import-not-a-sheet");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(
        "word/document.xml",
        zip::write::SimpleFileOptions::default(),
    )
    .unwrap();
    std::fs::write(path("letter.xlsx"), zip.finish().unwrap().into_inner()).unwrap();
    assert_eq!(key("letter.xlsx"), "import-not-a-sheet");
    std::fs::write(path("half.xlsx"), &xlsx(&[vec![C::T("姓名")]])[..900]).unwrap();
    assert_eq!(key("half.xlsx"), "import-damaged");
}

/// The workbook with one part changed.
pub fn with_part(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let own = part.name().unwrap().into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        if own == name {
            let old = String::from_utf8(text).unwrap();
            let new = change(old.clone());
            assert_ne!(old, new, "nothing changed");
            text = new.into_bytes();
        }
        to.start_file(own, zip::write::SimpleFileOptions::default())
            .unwrap();
        to.write_all(&text).unwrap();
    }
    to.finish().unwrap().into_inner()
}
