//! A county's trainer by keys, in both languages: twenty townships come in, the year is planned,
//! sixty people are marked, their scores come as a sheet, certificates go out, and it is seen who is
//! left.

#[path = "../support/county.rs"]
mod lists;

use crate::support::person::{Person, office, see};
use lists::{DIRECTORS, TOWNSHIPS, trainers, write};
use std::sync::Arc;
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;
use tongdu::schema::{Day, Id, Value};
use tongdu::service::{Office, RosterLine, Tally, YearPage};
use tongdu::ui::Root;

fn said(language: Language, zh: &'static str, en: &'static str) -> &'static str {
    if language == Language::ZhCn { zh } else { en }
}

fn page(person: &Person) -> YearPage {
    office(person).year_page(2026)
}

fn roster(person: &Person, session: Id) -> Vec<RosterLine> {
    office(person).roster(session)
}

/// Opens what the list of commands calls by one of these names.
fn run(person: &mut Person, names: &[&str]) {
    person.press("ctrl-p");
    for _ in 0..60 {
        let on = |line: &str| names.iter().any(|n| line.starts_with(&format!(">    {n}")));
        if person.text().lines().any(on) {
            person.press("enter");
            return;
        }
        person.press("down");
    }
    panic!("none of {names:?} among the commands:\n{}", person.text());
}

fn erase(person: &mut Person, count: usize) {
    for _ in 0..count {
        person.press("backspace");
    }
}

/// Brings the lists in, one township after the other.
fn bring_in(person: &mut Person, language: Language) {
    for list in lists::lists() {
        write(person.folder(), &list);
        run(person, &["导入名册", "Import"]);
        let file = format!("{}.xlsx", list.township.stem());
        person.type_text(&file).press("enter");
        let taken = format!("{}", list.people.len());
        see(person, &taken);
        person.press("enter");
        let done = said(language, "已导入：新增 ", "Imported: ");
        see(person, done);
    }
    let tables = office(person);
    let count = tables.tables().live(Kind::Worker).count();
    assert_eq!(count, DIRECTORS + TOWNSHIPS);
}

/// From the workbench to the plan of the year, whose sessions are to hold so many.
fn plan(person: &mut Person, language: Language) {
    person.keys(&["7", "f6", "4"]);
    see(person, said(language, "建议怎么排", "a proposal"));
    // Twenty a session are more sessions than December has working days.
    person.keys(&["f6", "2"]);
    erase(person, 2);
    person.type_text("15").press("enter");
    see(
        person,
        said(language, "排不进 2026 年", "do not fit into 2026"),
    );
    person.press("enter");
    assert!(
        page(person).sessions.is_empty(),
        "nothing can be made of it"
    );
    person.keys(&["f6", "2"]);
    erase(person, 2);
    person.type_text("60").press("enter");
    person.keys(&["f6", "3"]).type_text("1201").press("enter");
    see(person, "2026-12-01");
    person.press("enter");
    see(person, said(language, "报名 400 人", "400 people enrolled"));
    let held = page(person);
    assert_eq!(held.total.enrolled, DIRECTORS);
    assert!(
        held.sessions
            .iter()
            .all(|s| (1..=60).contains(&s.tally.all()))
    );
    // One undo takes all of it back, one Enter makes it again.
    person.press("ctrl-z");
    assert!(page(person).sessions.is_empty());
    assert_eq!(office(person).tables().live(Kind::Enrolment).count(), 0);
    person.keys(&["tab", "enter"]);
    assert_eq!(
        page(person),
        YearPage {
            sessions: page(person).sessions,
            ..held
        }
    );
}

/// Marks and grades the session with sixty people, gives certificates, and prints their list; says
/// which it was.
fn hold(person: &mut Person, language: Language) -> Id {
    let session = page(person).sessions.into_iter();
    let session = session
        .map(|s| (s.tally.all(), s.id))
        .find(|(all, _)| *all == 60);
    let (_, session) = session.expect("one of sixty");
    // It is held today: nobody is marked before the day.
    let row = office(person)
        .row(Kind::Session, session)
        .expect("a session");
    let mut record = row.record.clone();
    record.set("day", Value::Day(office(person).today()));
    office(person).save(Some(&row), record, "").expect("moved");
    person.press("home");
    let at = page(person).sessions.iter().position(|s| s.id == session);
    for _ in 0..at.expect("still there") {
        person.press("down");
    }
    person.press("enter");
    see(person, said(language, "一共", "All"));
    // One late, one excused, one away, everybody else there.
    person.type_text(&"1".repeat(57)).type_text("234");
    let tally = Tally::of(&roster(person, session));
    assert_eq!(
        (tally.present, tally.late, tally.excused, tally.absent),
        (57, 1, 1, 1)
    );
    // The points come as a sheet; one of them over the maximum, which is said and not taken.
    let came: Vec<_> = roster(person, session)
        .into_iter()
        .filter(|l| l.attended())
        .collect();
    let mut sheet = String::from("姓名,乡镇,村居,成绩\n");
    for (n, line) in came.iter().enumerate() {
        let points = ["59", "101"].get(n).unwrap_or(&"86");
        sheet += &format!(
            "{},{},{},{points}\n",
            line.name, line.township, line.village
        );
    }
    std::fs::write(person.folder().join("scores.csv"), sheet).expect("written");
    let marks = person.ctx().word("act-bring-marks");
    run(person, &[&marks]);
    person.type_text("scores.csv").press("enter");
    see(person, "101");
    person.press("enter");
    let tally = Tally::of(&roster(person, session));
    assert_eq!((tally.passed, tally.failed), (56, 1), "\n{}", person.text());

    let certify = person.ctx().word("act-certify");
    run(person, &[&certify]);
    person.press("enter");
    assert_eq!(
        Tally::of(&roster(person, session)).certified,
        56,
        "{}",
        person.text()
    );
    let list = person.ctx().word("act-certificates");
    run(person, &[&list]);
    person.press("enter");
    let stem = person.ctx().word("certificates-stem");
    let paper = std::fs::read_to_string(person.folder().join(format!("{stem}.txt")));
    let paper = paper.expect("the certificates");
    // Numbered by the county's initials, from one on.
    assert!(paper.contains("FA2026-001") && paper.contains("FA2026-056"));
    assert_eq!(paper.matches("FA2026-").count(), 56, "{paper}");
    person.press("esc");
    session
}

fn whole_year(language: Language) {
    let mut person = Person::with(language, |setup, root| {
        let (office, _) = Office::create(setup, root, &trainers("maque2026")).expect("made");
        Root::Open(Arc::new(office))
    });
    bring_in(&mut person, language);

    // Nobody had the rotation: who has lapsed, and who will on 12-31.
    person.keys(&["7", "f6", "3"]);
    let new = DIRECTORS / 3;
    let before = DIRECTORS + TOWNSHIPS - new;
    see(&person, &before.to_string());
    person.press("f3").type_text("saiqi").press("enter");
    see(&person, "[赛岐镇 x]");
    let here = lists::lists()
        .iter()
        .find(|l| l.township.short == "赛岐镇")
        .map(|l| l.people.len());
    let here = here.expect("it sent a list");
    see(&person, &here.to_string());
    person.press("esc");

    plan(&mut person, language);
    let session = hold(&mut person, language);

    // Who is left: three of the sixty, and everybody whose session is still to come.
    let held = page(&person);
    assert_eq!(
        (held.total.trained, held.total.left()),
        (57, DIRECTORS - 57)
    );
    assert_eq!(held.total.enrolled, DIRECTORS - 60);
    let sum: usize = held.towns.iter().map(|t| t.left()).sum();
    assert_eq!(sum, held.total.left());
    see(&person, "56");
    let today = office(&person).today();
    assert_eq!(today, Day::parse("2026-11-23", None).expect("a day"));
    // The others' gaps and theirs stand in the matrix; whoever passed doesn't.
    let gaps = office(&person)
        .rotation(&[2026])
        .iter()
        .filter(|l| l.gap())
        .count();
    assert_eq!(gaps, DIRECTORS + TOWNSHIPS - 57);

    // The results go back to a township of that session.
    let township = roster(&person, session)[0].township.clone();
    let file = person.folder().join("results.csv");
    let at = held
        .towns
        .iter()
        .position(|t| t.township.is_some_and(|d| d.short == township));
    person.press("home");
    for _ in 0..held.sessions.len() + at.expect("among them") {
        person.press("down");
    }
    person.keys(&["f6", "8"]);
    erase(&mut person, 120);
    person.type_text(&file.display().to_string()).press("enter");
    let text = std::fs::read_to_string(&file).expect("written");
    let mine = roster(&person, session)
        .into_iter()
        .filter(|l| l.township == township)
        .count();
    assert_eq!(text.lines().count(), 1 + mine, "{text}");
    assert!(
        text.lines().skip(1).all(|l| l.contains(&township)),
        "{text}"
    );
}

#[test]
fn a_county_trains_its_directors_in_chinese() {
    whole_year(Language::ZhCn);
}

#[test]
fn a_county_trains_its_directors_in_english() {
    whole_year(Language::En);
}
