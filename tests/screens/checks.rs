//! A supervisor draws two villages, prints their forms, enters a result and follows what was found
//! to its end: by keys, in both languages.

use crate::support::person::{Person, office, see};
use std::sync::Arc;
use tongdu::domain::book::Kind;
use tongdu::domain::draw::Draw;
use tongdu::domain::inspection::Inspection;
use tongdu::i18n::Language;
use tongdu::schema::{Id, Words};
use tongdu::service::{DrawWish, Row};

/// Milliseconds of a day.
pub const DAY: u64 = 24 * 60 * 60 * 1000;

/// Whether what the program says under this key, without its places, stands on the screen.
fn told(person: &Person, key: &str) {
    let said = person.ctx().words.fill(key, &[]);
    let longest = said.split(['{', '}']).max_by_key(|part| part.len());
    let part = longest.unwrap_or_default().trim();
    let some: String = part.chars().take(24).collect();
    see(person, some.trim());
}

/// The newest draw.
pub fn newest(person: &Person) -> (Id, Draw) {
    let tables = office(person);
    let tables = tables.tables();
    let row = tables.live(Kind::Draw).last().expect("a draw").clone();
    let draw = <&Draw>::try_from(&row.record).expect("a draw");
    (row.id, draw.clone())
}

/// What came of a draw: its first inspection.
pub fn drawn(person: &Person, draw: Id) -> Arc<Row> {
    let office = office(person);
    let tables = office.tables();
    tables
        .leading_to(draw, Kind::Inspection)
        .next()
        .expect("an inspection")
        .clone()
}

fn state(person: &Person, id: Id) -> String {
    let office = office(person);
    let row = office.row(Kind::Inspection, id).expect("an inspection");
    let column = office
        .column(Kind::Inspection, "checked")
        .expect("a column");
    office.column_text(&person.ctx().words, &row, column)
}

fn word(person: &Person, state: &str) -> String {
    person.ctx().words.choice("inspection-state", state)
}

/// Goes down until the row of the focus has this in it.
pub fn onto(person: &mut Person, text: &str) {
    person.press("home");
    for _ in 0..120 {
        if person
            .text()
            .lines()
            .any(|l| l.starts_with('>') && l.contains(text))
        {
            return;
        }
        person.press("down");
    }
    panic!("no row with {text} on\n{}", person.text());
}

/// From the form's first result on: the visits were fine, the files not, the rest not looked at.
pub fn enter_result(person: &mut Person) {
    person.type_text("1123").press("enter");
    person.type_text("1").keys(&["enter", "enter"]);
    person.type_text("2").press("enter");
    person.type_text("两份缺照片").press("enter");
    person.press("f2");
}

/// Of the inspection of the focus: what has to be put right in the files, by whom, in a week.
pub fn note_finding(person: &mut Person, what: &str, owner: &str) {
    person.keys(&["f6", "2"]);
    person.type_text("2").press("enter");
    person.type_text(what).press("enter");
    person.type_text(owner).press("enter");
    person.type_text("+7").press("f2");
}

/// Closes the finding of the focus with its proof.
pub fn settle(person: &mut Person) {
    person.keys(&["f6", "1"]);
    person.type_text("看过照片").press("enter");
    person.type_text("+0").press("f2");
}

fn journey(language: Language) {
    let mut person = Person::in_demo(language);
    let before = office(&person).tables().live(Kind::Draw).count();
    person.keys(&["8", "f6", "4"]);
    told(&person, "draw-seed-ahead");

    // Leaving a village out needs a reason; then it stays on the page with it.
    person.keys(&["f6", "3", "enter"]);
    told(&person, "problem-draw-exclusion.why");
    person.press("esc");
    person
        .keys(&["f6", "3"])
        .type_text("上次整改还没完")
        .press("enter");
    see(&person, "上次整改还没完");
    // More than the list has: refused, and nothing stored.
    person.keys(&["f6", "2"]).type_text("17").press("enter");
    person.keys(&["f6", "1"]);
    told(&person, "problem-draw-count.next");
    person.press("esc");
    assert_eq!(office(&person).tables().live(Kind::Draw).count(), before);
    person.keys(&["f6", "2"]).type_text("2").press("enter");

    person.keys(&["f6", "1"]);
    let (id, draw) = newest(&person);
    assert_eq!(draw.drawn().len(), 2);
    assert_eq!(draw.again(), draw.drawn());
    assert_eq!(draw.candidates.iter().filter(|c| !c.in_it()).count(), 1);
    see(&person, &draw.seed);
    let village = office(&person).label(Kind::Village, draw.drawn()[0]);
    see(&person, &village);

    // Neither undone, nor drawn again without a word.
    person.press("ctrl-z");
    told(&person, "store-cannot-undo");
    person.keys(&["esc", "f6", "3", "enter"]);
    told(&person, "problem-draw-again.why");
    person.press("esc");
    assert_eq!(newest(&person).0, id);
    person.keys(&["f6", "2"]);
    told(&person, "draw-verified");

    // The forms for both villages, one file.
    person.keys(&["f6", "1", "enter"]);
    let stem = person.ctx().word("check-form-stem");
    let file = person.folder().join(format!("{stem}.txt"));
    let text = std::fs::read_to_string(&file).expect("the forms");
    assert_eq!(text.matches(&draw.seed).count(), 2, "{text}");

    // The result of the first; taken back once, and entered again.
    let check = drawn(&person, id);
    person.press("enter");
    onto(&mut person, "2026-12-31");
    person.keys(&["f6", "1"]);
    enter_result(&mut person);
    assert_eq!(state(&person, check.id), word(&person, "open"));
    person.press("ctrl-z");
    assert_eq!(state(&person, check.id), word(&person, "planned"));
    onto(&mut person, "2026-12-31");
    person.keys(&["f6", "1"]);
    enter_result(&mut person);
    let row = office(&person)
        .row(Kind::Inspection, check.id)
        .expect("still there");
    let inspection = <&Inspection>::try_from(&row.record).expect("an inspection");
    assert_eq!(inspection.problems(), 1);
    assert_eq!(inspection.files_note, "两份缺照片");

    // What has to be put right: by whom, by when; a week later it is overdue.
    let owner = {
        let office = office(&person);
        let tables = office.tables();
        let mut villages = tables.live(Kind::Village);
        let posted = villages.find_map(|v| tables.directors_of(v.id, office.today()).pop());
        tables.label(Kind::Worker, posted.expect("somebody in post"))
    };
    onto(&mut person, "2026-11-23");
    note_finding(&mut person, "补两份档案的照片", &owner);
    let findings = || office(&person).leading(Kind::Inspection, check.id);
    assert_eq!(findings().len(), 1, "{}", person.text());
    person.clock.pass(9 * DAY);
    person.app.handle(tongdu::ui::event::Event::Tick);
    person.press("1");
    see(&person, "补两份");
    person.keys(&["8", "f6", "5"]);
    onto(&mut person, "补两份");
    settle(&mut person);
    assert_eq!(
        state(&person, check.id),
        word(&person, "settled"),
        "{}",
        person.text()
    );
}

#[test]
fn a_draw_is_followed_to_its_end() {
    journey(Language::ZhCn);
}

#[test]
fn a_draw_is_followed_to_its_end_in_english() {
    journey(Language::En);
}

/// The program was ended between the seed and its result.
#[test]
fn an_unfinished_draw_stands_first_and_is_finished() {
    let mut person = Person::in_office(Language::ZhCn);
    let wish = DrawWish {
        count: 2,
        ..DrawWish::default()
    };
    let id = office(&person).seed_draw(&wish).expect("a seed");
    let will = newest(&person).1.again();
    person.keys(&["1", "home"]);
    see(&person, "没抽完");
    person.keys(&["8", "f6", "1"]);
    see(&person, "种子已存，没抽完");
    person.keys(&["f6", "1"]);
    see(&person, "已抽");
    assert_eq!((newest(&person).0, newest(&person).1.drawn()), (id, will));
}
