//! A township's whole way by keys, once in each language: both ledgers in, refused rows mended and
//! in again, a child found, changed, moved and all of it undone on the next day, ten children
//! changed together, an act put off until it is its day again.

use crate::desk::to_import;
use crate::ledgers::{self, BLUE};
use crate::support::person::{Person, office, see};
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::child::{Child, Risk};
use tongdu::i18n::Language;
use tongdu::ui::Root;
use tongdu::ui::event::Event;

const DAY: u64 = 86_400_000;
const SCHOOL: &str = "莒口中心小学";

/// What the screen says in one of the languages.
struct Said {
    language: Language,
    /// What stands behind a list's name in that of its refused rows.
    refused: &'static str,
    taken: [&'static str; 2],
    same: &'static str,
    found: &'static str,
    saved: &'static str,
    undone: &'static str,
    /// How the column of risks is asked for.
    risk: &'static str,
    marked: &'static str,
    together: &'static str,
    put_off: &'static str,
}

const CHINESE: Said = Said {
    language: Language::ZhCn,
    refused: "不收的行",
    taken: ["+ 已收 2 人；不收的 2 行", "+ 已收 14 人；不收的 3 行"],
    same: "都已经有了，没有要存的",
    found: "首字母",
    saved: "+ 已存：陈小明",
    undone: "+ 已撤销：修改 陈小明",
    risk: "fengxian",
    marked: "已选 10，",
    together: "+ 已改 10 条：风险",
    put_off: "催到 11-27",
};

const ENGLISH: Said = Said {
    language: Language::En,
    refused: "refused",
    taken: ["+ Took 2; refused 2", "+ Took 14; refused 3"],
    same: "nothing to save",
    found: "initials",
    saved: "+ Saved: 陈小明",
    undone: "+ Undone: change, 陈小明",
    risk: "risk",
    marked: "10 marked, ",
    together: "+ 10 changed: Risk",
    put_off: "put off to 11-27",
};

#[track_caller]
fn children(person: &Person) -> Vec<Child> {
    let office = office(person);
    let tables = office.tables();
    let rows = tables.live(Kind::Child).map(|row| row.record.clone());
    rows.filter_map(|record| match record {
        Record::Child(child) => Some(child),
        _ => None,
    })
    .collect()
}

fn child(person: &Person, name: &str) -> Child {
    let found = children(person).into_iter().find(|c| c.name == name);
    found.unwrap_or_else(|| panic!("no {name}"))
}

fn village(person: &Person, name: &str) -> String {
    let village = child(person, name).village.expect("a village");
    office(person).label(Kind::Village, village)
}

fn graded(person: &Person, risk: Risk) -> usize {
    let all = children(person);
    all.iter().filter(|c| c.risk == Some(risk)).count()
}

fn count(person: &Person, kind: Kind) -> usize {
    office(person).tables().live(kind).count()
}

fn version(person: &Person) -> u64 {
    office(person).version()
}

fn next_day(person: &mut Person) {
    // Somebody who stays on the same screen overnight, which the lock would else take away.
    person.prefers("settings.toml", "lock_minutes = 0\n");
    person.clock.pass(DAY);
    person.app.handle(Event::Tick);
}

/// Four things, and the recovery code typed back.
fn set_up(person: &mut Person) {
    person.type_text("jukou").keys(&["down", "enter"]);
    for line in ["王芳", "maque2026", "maque2026"] {
        person.type_text(line).press("enter");
    }
    let text = person.text();
    let mut words = text.split_whitespace();
    let code = words.find(|w| w.matches('-').count() == 5);
    let last = code.and_then(|c| c.rsplit('-').next()).expect("six groups");
    person.type_text(last).press("enter");
}

/// Looks at a list by the import's screen.
fn look(person: &mut Person, file: &str) {
    let path = person.folder().join(file).display().to_string();
    to_import(person);
    person.paste(&path).press("enter");
}

/// Brings a ledger in, mends what is refused, brings that in; then neither file changes anything.
fn bring_in(
    person: &mut Person,
    said: &Said,
    (name, sheet, taken): (&str, &str, &str),
    wrong: &[(&str, usize, &str)],
) {
    let (file, report) = (
        format!("{name}.xlsx"),
        format!("{name}-{}.xlsx", said.refused),
    );
    look(person, &file);
    person.press("1");
    see(person, taken);
    ledgers::mend(&person.folder().join(&report), sheet, wrong);
    look(person, &report);
    person.press("enter");
    let after = version(person);
    look(person, &report);
    see(person, said.same);
    person.keys(&["enter", "esc"]);
    // The ledger itself still has its mistakes, which the screen offers to write down once more.
    look(person, &file);
    person.keys(&["1", "esc"]);
    assert_eq!(version(person), after, "{file} again changes nothing");
}

fn both_ledgers(person: &mut Person, said: &Said) {
    ledgers::directors(person.folder());
    ledgers::children(person.folder());
    let directors = ("儿童主任花名册", "儿童主任", said.taken[0]);
    bring_in(
        person,
        said,
        directors,
        &[("谢小燕", 5, "14000000013"), ("何晓红", 1, "社州村")],
    );
    assert_eq!(
        (count(person, Kind::Worker), count(person, Kind::Post)),
        (4, 4)
    );
    let ledger = ("儿童台账", "台账", said.taken[1]);
    bring_in(
        person,
        said,
        ledger,
        &[
            ("周子墨", 1, "社州村"),
            ("吴雨桐", 4, "2015年2月28日"),
            ("17", 2, "郑可欣"),
        ],
    );
    assert_eq!(count(person, Kind::Child), BLUE + 6);
    assert_eq!(village(person, "𬭚小㘵"), "上㘵村");
    assert_eq!(village(person, "周子墨"), "社州村");
    let born = child(person, "吴雨桐").birth_day.expect("a day");
    assert_eq!(born.iso(), "2015-02-28");
}

/// Down to the field whose line begins so.
fn down_to(person: &mut Person, school: &str) {
    for _ in 0..40 {
        if person
            .text()
            .lines()
            .any(|l| l.contains("> [") && l.contains(school))
        {
            return;
        }
        person.press("down");
    }
    panic!("no field with {school}:\n{}", person.text());
}

fn one_child(person: &mut Person, said: &Said) {
    person.press("/").type_text("cxm");
    see(person, said.found);
    person.press("enter");
    let before = child(person, "陈小明");
    assert_eq!((before.risk, &*before.school), (Some(Risk::Yellow), SCHOOL));
    person.press("f2");
    down_to(person, "[2 ");
    person.press("1");
    down_to(person, SCHOOL);
    person.type_text("（㘵里校区）").press("f2");
    see(person, said.saved);
    let changed = child(person, "陈小明");
    assert_eq!(changed.risk, Some(Risk::Red));
    assert_eq!(changed.school, "莒口中心小学（㘵里校区）");
    // To another village, over the one that stands there, by its letters.
    person.press("f2");
    down_to(person, "后山村");
    person.type_text("hqc").keys(&["enter", "f2"]);
    see(person, said.saved);
    see(person, "湖桥村");
    assert_eq!(village(person, "陈小明"), "湖桥村");

    next_day(person);
    see(person, "2026-11-24");
    // Back to a village whose director came with the list and has not passed: only with a reason.
    person.press("ctrl-z");
    assert_eq!(village(person, "陈小明"), "湖桥村");
    person.press("3").type_text("本来就在后山村").press("enter");
    see(person, said.undone);
    assert_eq!(village(person, "陈小明"), "后山村");
    assert_eq!(child(person, "陈小明").risk, Some(Risk::Red));
    person.press("ctrl-z");
    assert_eq!(child(person, "陈小明"), before);
    see(person, SCHOOL);
    assert!(
        !person.sees("湖桥村") && !person.sees("㘵里校区"),
        "{}",
        person.text()
    );
}

fn ten_children(person: &mut Person, said: &Said) {
    let (blue, red) = (graded(person, Risk::Blue), graded(person, Risk::Red));
    assert_eq!((blue, red), (BLUE, 1));
    person.keys(&["esc", "esc", "4", "f3", "1"]);
    person.type_text(said.risk).keys(&["enter", "3"]);
    person.keys(&[" "; 10]);
    see(person, said.marked);
    person
        .keys(&["f6", "1"])
        .type_text(said.risk)
        .press("enter");
    person.keys(&["1", "enter"]).type_text("家访后重评");
    person.keys(&["enter", "enter"]);
    see(person, said.together);
    assert_eq!(
        (graded(person, Risk::Blue), graded(person, Risk::Red)),
        (blue - 10, red + 10)
    );
    person.press("ctrl-z");
    assert_eq!(
        (graded(person, Risk::Blue), graded(person, Risk::Red)),
        (blue, red)
    );
}

fn put_off(person: &mut Person, said: &Said) {
    person.keys(&["1", "home"]);
    let focus = |person: &Person| -> String {
        let text = person.text();
        let line = text.lines().find(|l| l.starts_with("> ")).expect("a focus");
        line.split('│').next().expect("the list").to_owned()
    };
    let first = focus(person);
    person.keys(&["f6", "1"]).type_text("+3").press("enter");
    person.type_text("村里在选人").press("enter");
    see(person, said.put_off);
    // It keeps its sign and waits among what has time, with the reason.
    see(person, "村里在选人");
    assert!(focus(person).starts_with("> !! "), "{}", person.text());
    assert_eq!(count(person, Kind::Postponement), 1);
    person.press("home");
    assert_ne!(focus(person), first);
    next_day(person);
    next_day(person);
    person.press("home");
    assert_ne!(focus(person), first, "two days are not three");
    next_day(person);
    person.press("home");
    assert_eq!(focus(person), first, "on its day it is back in its place");
}

fn journey(said: &Said) {
    let mut person = Person::with(said.language, |_, _| Root::Nothing);
    set_up(&mut person);
    both_ledgers(&mut person, said);
    one_child(&mut person, said);
    ten_children(&mut person, said);
    put_off(&mut person, said);
    let report = office(&person).verify(true).expect("it can be checked");
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}

#[test]
fn a_township_in_chinese() {
    journey(&CHINESE);
}

#[test]
fn a_township_in_english() {
    journey(&ENGLISH);
}
