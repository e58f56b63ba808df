//! A sign-in sheet brought onto a roster by keys: look, take, take back.

use crate::desk::dated;
use crate::plugins::names;
use crate::support::person::{Person, see};
use rust_xlsxwriter::Workbook;
use tongdu::domain::book::Kind;
use tongdu::domain::training::Attendance;
use tongdu::i18n::Language;
use tongdu::service::RosterLine;

/// The five of the demo's session of today.
fn roster(person: &Person) -> Vec<RosterLine> {
    let office = person.ctx().office.clone().expect("an open office");
    let sessions = office.candidates(Kind::Session, "", 9).into_iter();
    let mut rosters = sessions.map(|row| office.roster(row.id));
    rosters.find(|lines| lines.len() == 5).expect("five people")
}

/// Opens the roster of the demo's session of today.
fn on_the_roster(language: Language) -> Person {
    let mut person = Person::in_demo(language);
    person.keys(&["7", "enter"]);
    person
}

fn sheet(person: &Person, rows: &[[&str; 4]]) {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.set_name("签到").expect("a name");
    for (y, row) in (0..).zip(rows) {
        for (x, text) in (0..).zip(row) {
            page.write_string(y, x, *text).expect("a cell");
        }
    }
    let path = person.folder().join("签到.xlsx");
    workbook.save(&path).expect("a workbook");
    dated(&path);
}

fn brought_in(language: Language) {
    let said = |zh: &'static str, en: &'static str| match language {
        Language::ZhCn => zh,
        Language::En => en,
    };
    let mut person = on_the_roster(language);
    let people = roster(&person);
    let name = |n: usize| people[n].name.as_str();
    sheet(
        &person,
        &[
            ["姓名", "签到", "签到时间", "成绩"],
            [name(0), "到", "8:25", "90"],
            [name(1), "迟到", "9:01", "101"],
            [name(2), "请假", "", ""],
            ["欧阳娜娜", "到", "8:30", "80"],
        ],
    );
    person.keys(&["f6", "9"]);
    see(&person, said("导入签到和成绩", "Import sign-in and scores"));
    person.keys(&["down", "enter"]);
    see(&person, said("更新 2", "changed 2"));
    see(&person, said("不收 2", "refused 2"));
    see(&person, "欧阳娜娜");
    assert!(
        roster(&person)
            .iter()
            .all(|l| l.state == Attendance::Unmarked)
    );

    person.press("1");
    see(&person, said("已收 2 人", "Took 2;"));
    assert!(
        names(person.folder())
            .iter()
            .any(|name| name.starts_with("签到-"))
    );
    let states: Vec<_> = roster(&person)
        .iter()
        .map(|l| (l.state, l.score.map(|s| s.0)))
        .collect();
    assert_eq!(states[0], (Attendance::Present, Some(900)));
    assert_eq!(states[1], (Attendance::Unmarked, None));
    assert_eq!(states[2], (Attendance::Excused, None));
    // Back on the roster, where it shows; one key takes all of it back.
    see(&person, "08:25");
    person.press("ctrl-z");
    assert!(
        roster(&person)
            .iter()
            .all(|l| l.state == Attendance::Unmarked)
    );

    // Esc goes back step by step, saving nothing.
    person.keys(&["f6", "9", "down", "enter", "esc", "esc"]);
    see(&person, said("按一个数字，下一人", "One digit each"));
    assert!(
        roster(&person)
            .iter()
            .all(|l| l.state == Attendance::Unmarked)
    );
}

#[test]
fn a_sign_in_sheet_is_brought_in_in_chinese() {
    brought_in(Language::ZhCn);
}

#[test]
fn a_sign_in_sheet_is_brought_in_in_english() {
    brought_in(Language::En);
}
