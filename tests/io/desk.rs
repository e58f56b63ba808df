//! What lies on the desk of these tests: lists of invented people, a plug-in, an office.

use crate::plugins;
use crate::support::person::Person;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};
use tongdu::domain::book::{Kind, Record};
use tongdu::i18n::Language;
use tongdu::plugin::discover::beside;
use tongdu::schema::number;
use tongdu::service::demo::{self, Scale};
use tongdu::ui::Root;

/// A valid identity number of nobody.
pub fn id_number(birth: &str, sequence: u32) -> String {
    let stem = format!("359999{birth}{sequence:03}");
    let check = char::from(number::check_place(stem.as_bytes()));
    format!("{stem}{check}")
}

/// A row of the list: name, village, identity number, telephone.
pub type Person4<'a> = (&'a str, &'a str, Option<String>, &'a str);

/// Three good people and one whose number a spreadsheet has rounded.
pub fn four() -> Vec<Person4<'static>> {
    vec![
        (
            "林秀英",
            "莒口村",
            Some(id_number("19800214", 2)),
            "14000000001",
        ),
        (
            "张文彬",
            "东山村",
            Some(id_number("19790630", 1)),
            "14000000002",
        ),
        ("何晓红", "后山村", None, "14000000003"),
        ("谢小燕", "上㘵村", Some(id_number("19910101", 4)), ""),
    ]
}

/// An office's list: two title rows, headings, a column that nobody knows. Where there is no
/// identity number, a number stands that a spreadsheet has rounded.
pub fn list(folder: &Path, name: &str, people: &[Person4<'_>]) -> PathBuf {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 11, 20).expect("a day");
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let page = workbook.add_worksheet();
    page.set_name("花名册").expect("a name");
    page.write(0, 0, "莒口镇儿童主任花名册").expect("a title");
    page.write(1, 0, "填报单位：莒口镇").expect("a title");
    let heads = [
        "序号",
        "姓名",
        "所在村居",
        "身份证号码",
        "联系电话",
        "政治面貌",
    ];
    for (column, head) in (0..).zip(heads) {
        page.write(2, column, head).expect("a heading");
    }
    for (row, (name, village, id, phone)) in (3..).zip(people) {
        page.write(row, 0, row - 2).expect("a number");
        page.write(row, 1, *name).expect("a name");
        page.write(row, 2, *village).expect("a village");
        match id {
            Some(id) => page.write(row, 3, id).expect("a number"),
            None => page
                .write(row, 3, 350_703_201_503_140_013.0)
                .expect("a number"),
        };
        page.write(row, 4, *phone).expect("a telephone");
        page.write(row, 5, "群众").expect("a word");
    }
    let path = folder.join(name);
    workbook.save(&path).expect("a workbook");
    dated(&path);
    path
}

/// Makes a file or folder be of 2026-11-20.
pub fn dated(path: &Path) {
    let file = std::fs::File::open(path).expect("what was just made");
    let day = UNIX_EPOCH + Duration::from_secs(1_795_150_000);
    file.set_modified(day).expect("a day");
}

/// In the demo's township, with the plug-in that came with the program.
pub fn with_plugin(language: Language) -> Person {
    let plugins = beside(&plugins::libraries().join("tongdu"));
    Person::equipped(language, plugins, |setup, root| {
        let office = demo::make(setup, root, Scale::Township, 1).expect("a demo can be made");
        Root::Open(Arc::new(office))
    })
}

/// Names on the register.
pub fn register(person: &Person) -> Vec<String> {
    let office = person.ctx().office().expect("an office is open");
    let tables = office.tables();
    let mut names: Vec<String> = tables
        .live(Kind::Worker)
        .filter_map(|row| match &row.record {
            Record::Worker(worker) => Some(worker.name.clone()),
            _ => None,
        })
        .collect();
    names.sort();
    names
}

/// From the workbench to the import, by the list of commands.
pub fn to_import(person: &mut Person) {
    person.press("ctrl-p");
    for _ in 0..40 {
        if person
            .text()
            .lines()
            .any(|l| l.starts_with(">    导入名册") || l.starts_with(">    Import"))
        {
            person.press("enter");
            return;
        }
        person.press("down");
    }
    panic!("no import among the commands:\n{}", person.text());
}
