//! The year of checks by village: how it looks, that each cell is what the records say, and the way
//! from it to the checks of a village, to a file and to paper.

use super::checks::{self, DAY};
use crate::support::person::{Person, office, see};
use std::collections::BTreeSet;
use tongdu::domain::book::Kind;
use tongdu::domain::inspection::{Inspection, InspectionType};
use tongdu::i18n::Language;
use tongdu::schema::{Coded, Id, Words};
use tongdu::ui::event::Event;

/// From wherever this is, by the list of commands.
fn open(person: &mut Person) {
    let name = person.ctx().word("cmd-check-year");
    person.press("ctrl-p").type_text(&name).press("enter");
}

/// The row of a village.
fn row(person: &Person, village: &str) -> String {
    let text = person.text();
    let row = text.lines().find(|l| l.contains(village));
    row.unwrap_or_else(|| panic!("no {village} on\n{text}"))
        .to_owned()
}

/// Adds an inspection of a village.
fn add(person: &mut Person, village: &str, pairs: &[(&str, &str)]) -> Id {
    let office = office(person);
    let mut record = Kind::Inspection.blank();
    let village = [("village", village)];
    let pairs = village.iter().chain(pairs);
    let pairs: Vec<_> = pairs.map(|(k, v)| ((*k).into(), (*v).into())).collect();
    office.fill(&mut record, &pairs).expect("values");
    let id = office.save(None, record, "").expect("saved").id;
    drop(office);
    person.app.handle(Event::Tick);
    id
}

fn finding(person: &mut Person, of: Id, due: &str) {
    let office = office(person);
    let number = office.row(Kind::Inspection, of).expect("there").number;
    let owner = office.candidates(Kind::Worker, "", 1)[0].number;
    let mut record = Kind::Finding.blank();
    let pairs = [
        ("inspection".into(), format!("#{number}")),
        ("what".into(), "补档".into()),
        ("owner".into(), format!("#{owner}")),
        ("due".into(), due.into()),
    ];
    office.fill(&mut record, &pairs).expect("values");
    office.save(None, record, "").expect("saved");
    drop(office);
    person.app.handle(Event::Tick);
}

/// Every check of every year stands in its village's line, in its month, once; nothing else does.
#[test]
fn each_check_stands_once_in_its_month() {
    let person = Person::in_demo(Language::ZhCn);
    let office = office(&person);
    let words = &person.ctx().words;
    let column = office
        .column(Kind::Inspection, "checked")
        .expect("a column");
    let mut shown = Vec::new();
    for year in office.check_years() {
        for line in office.check_year(year) {
            for (month, marks) in (1..).zip(&line.months) {
                let of = |m: &tongdu::domain::check_year::Mark| {
                    let state = words.choice("inspection-state", m.state.code());
                    (year, month, line.village, m.drawn, state)
                };
                shown.extend(marks.iter().map(of));
            }
        }
    }
    let tables = office.tables();
    let mut stored = Vec::new();
    for (id, check) in tables.all::<Inspection>(Kind::Inspection) {
        let day = check.done.or(check.planned).expect("a day");
        let row = tables.row(Kind::Inspection, id).expect("a row");
        let state = office.column_text(words, row, column);
        let drawn = check.kind == Some(InspectionType::Random);
        let village = check.village.expect("a village");
        stored.push((day.year(), day.month(), village, drawn, state));
    }
    shown.sort();
    stored.sort();
    assert_eq!(shown, stored);
    let states: BTreeSet<&String> = stored.iter().map(|s| &s.4).collect();
    assert!(states.len() >= 4, "too few sorts to tell: {states:?}");
    let lines = office.check_year(2026);
    assert!(lines.is_sorted_by_key(|l| l.last) && lines[0].last.is_none());
    assert!(lines.last().expect("one").last.is_some());
}

/// A cell goes from planned through overdue to put right, as its check does; a week away.
#[test]
fn a_cell_says_how_a_check_stands() {
    let mut person = Person::in_demo(Language::ZhCn);
    open(&mut person);
    checks::onto(&mut person, "后山村");
    let before = row(&person, "后山村");
    assert!(
        before.contains("从未") && before.starts_with("> !"),
        "{before}"
    );
    see(&person, "后山村：这一年没有。从没查过。");
    let check = add(
        &mut person,
        "后山村",
        &[("kind", "定期"), ("planned", "2026-11-25")],
    );
    assert!(row(&person, "后山村").contains("-定"), "{}", person.text());
    person.clock.pass(3 * DAY);
    person.app.handle(Event::Tick);
    assert!(row(&person, "后山村").contains("x定"), "{}", person.text());
    let office_of = office(&person);
    let stored = office_of.row(Kind::Inspection, check).expect("there");
    let mut record = stored.record.clone();
    let done = ("done".to_owned(), "2026-11-26".to_owned());
    office_of.fill(&mut record, &[done]).expect("values");
    office_of.save(Some(&stored), record, "").expect("saved");
    drop(office_of);
    person.app.handle(Event::Tick);
    // It was the first; now it is the last.
    person.press("end");
    let held = row(&person, "> + ");
    assert!(held.contains("后山村") && held.contains("+定"), "{held}");
    finding(&mut person, check, "2026-11-28");
    let open = row(&person, "> + ");
    assert!(open.contains("!定") && !open.contains("!!定"), "{open}");
    person.clock.pass(3 * DAY);
    person.app.handle(Event::Tick);
    assert!(row(&person, "> + ").contains("!!定"), "{}", person.text());
    see(&person, "11月 定期检查 整改逾期。上次 2026-11-26，3 天前。");
    // Closed from the list, by keys, and back: the cell says so; undone, it is overdue again.
    person.press("enter");
    see(&person, "后山村 x]");
    person.keys(&["esc", "f6", "6"]);
    checks::onto(&mut person, "补档");
    checks::settle(&mut person);
    person.press("esc");
    assert!(row(&person, "> + ").contains("!+定"), "{}", person.text());
    person.press("ctrl-z");
    assert!(row(&person, "> + ").contains("!!定"), "{}", person.text());
}

/// Of several in a month the most pressing stands in the cell, and all in the sentence.
#[test]
fn the_most_pressing_of_a_month_stands_in_its_cell() {
    let mut person = Person::in_office(Language::ZhCn);
    let held = [
        ("kind", "定期"),
        ("planned", "2026-11-03"),
        ("done", "2026-11-02"),
    ];
    add(&mut person, "后山村", &held);
    add(
        &mut person,
        "后山村",
        &[("kind", "抽查"), ("planned", "2026-11-20")],
    );
    open(&mut person);
    person.press("end");
    let line = row(&person, "后山村");
    assert!(line.contains("x抽") && !line.contains("+定"), "{line}");
    see(&person, "后山村：11月 不定期抽查 过期没查、定期检查 没问题");
}

/// Years turn, and the picture is reached, exported and printed by keys.
#[test]
fn it_turns_its_year_and_goes_to_a_file_and_to_paper() {
    for language in Language::ALL {
        let mut person = Person::in_demo(language);
        person.keys(&["8", "f6", "8"]);
        let title = |person: &Person, year: &str| {
            let words = &person.ctx().words;
            words.fill("check-year-title", &[("year", year)])
        };
        see(&person, &title(&person, "2026"));
        person.press("right");
        see(&person, &title(&person, "2026"));
        person.press("left");
        see(&person, &title(&person, "2025"));
        person.press("right");
        person.keys(&["f6", "4", "enter"]);
        let stem = person
            .ctx()
            .words
            .fill("check-year-stem", &[("year", "2026")]);
        let sheet = person.folder().join(format!("{stem}.xlsx"));
        assert!(sheet.is_file(), "{}", person.text());
        person.keys(&["f6", "5", "enter"]);
        let paper = person.folder().join(format!("{stem}.txt"));
        let paper = std::fs::read_to_string(paper).expect("the paper");
        let office = office(&person);
        let lines = office.check_year(2026);
        for line in &lines {
            assert!(
                paper.contains(&office.label(Kind::Village, line.village)),
                "{paper}"
            );
        }
        let table = office.check_year_table(&person.ctx().words, &lines);
        assert_eq!(table.lines.len(), lines.len());
        assert_eq!(table.heading.len(), 16);
        let held: usize = lines.iter().map(|l| l.held()).sum();
        let told = table
            .lines
            .iter()
            .map(|l| l[13].parse::<usize>().expect("a number"));
        assert_eq!(told.sum::<usize>(), held);
    }
}

/// The pictures of the workforce are all in the list of commands, from the workbench on.
#[test]
fn the_list_of_commands_reaches_every_picture() {
    for language in Language::ALL {
        for (name, title) in [
            ("check-year", "check-year-title"),
            ("reviews", "reviews-title"),
            ("rotation", "rotation-title"),
            ("coverage", "coverage-title"),
        ] {
            for way in [&["1"][..], &["2", "enter"], &["7", "f6", "5"]] {
                let mut person = Person::in_demo(language);
                person.keys(way);
                let typed = person.ctx().word(&format!("cmd-{name}"));
                person.press("ctrl-p").type_text(&typed).press("enter");
                let title = person.ctx().words.fill(title, &[("year", "2026")]);
                see(&person, &title);
            }
        }
    }
}

#[test]
fn without_checks_it_says_what_to_do() {
    let mut person = Person::in_office(Language::ZhCn);
    open(&mut person);
    see(&person, "按 Insert 排一次定期检查");
    person.press("f6");
    see(&person, "还没有检查");
    person.keys(&["esc", "insert"]);
    see(&person, "新增检查");
}

#[test]
fn pictures_of_the_year() {
    for language in Language::ALL {
        for (width, height) in [(80, 24), (60, 16), (120, 40)] {
            let mut person = Person::in_demo(language).sized(width, height);
            open(&mut person);
            person.keys(&["end", "up"]);
            let name = format!("check_year-{width}x{height}-{}", language.code());
            insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(name, person.screen());
            });
        }
    }
}
