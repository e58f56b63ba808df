//! A trainer takes people's feedback by digits, sees it added up, and finds who has a certificate:
//! by keys.

use crate::support::person::{Person, office, see};
use tongdu::domain::book::Kind;
use tongdu::domain::feedback::About;
use tongdu::i18n::Language;
use tongdu::schema::{Id, Value};
use tongdu::service::Office;

fn act(person: &mut Person, name: &str) {
    person.press("ctrl-p");
    let word = person.ctx().word(&format!("act-{name}"));
    person.type_text(&word).press("enter");
}

/// The demo's session of today, of five people.
fn today(office: &Office) -> Id {
    let sessions = office.candidates(Kind::Session, "", 9);
    let mut held = sessions
        .iter()
        .filter(|row| row.record.value("day") == Value::Day(office.today()));
    held.next().expect("a session of today").id
}

#[test]
fn a_roster_that_was_emptied_meanwhile_has_nobody_to_walk_to() {
    let mut person = Person::in_demo(Language::ZhCn);
    let office = office(&person);
    let session = today(&office);
    person.keys(&["7", "enter", "home"]).type_text("1");
    act(&mut person, "feedback");
    see(&person, "正在填：内容");
    let rows: Vec<_> = {
        let tables = office.tables();
        let rows = tables.leading_to(session, Kind::Enrolment);
        rows.cloned().collect()
    };
    for row in rows {
        office.retire(&row, "重来").expect("nobody answered yet");
    }
    person.idle();
    person.keys(&["up", "pageup", "end", "down"]);
    assert_eq!(office.opinion(session).people, 0);
}

#[test]
fn three_digits_a_person_fill_what_people_thought() {
    let mut person = Person::in_demo(Language::ZhCn);
    let office = office(&person);
    let session = today(&office);
    person.keys(&["7", "enter"]);
    // Before anybody is marked there is nobody to ask.
    person.press("ctrl-p").type_text("记反馈").press("enter");
    assert!(office.opinion(session).people == 0);
    person.press("esc");
    // The second is away: the focus passes them.
    person.press("home").type_text("14111");
    act(&mut person, "feedback");
    see(&person, "正在填：内容");
    person.type_text("543");
    let lines = office.roster(session);
    let said = lines[0].feedback.clone().expect("the first person's");
    let grades = About::ALL.map(|about| said.grade(about));
    assert_eq!(grades, [Some(5), Some(4), Some(3)]);
    person.type_text("444555");
    assert!(office.roster(session)[1].feedback.is_none());
    assert_eq!(office.opinion(session).people, 3, "{}", person.text());
    // A digit too many, a question skipped, a remark.
    person.type_text("9").press("right").type_text("25");
    let last = office.roster(session)[4]
        .feedback
        .clone()
        .expect("the last");
    assert_eq!((last.content, last.lecturer), (None, Some(2)));
    person.press("enter").type_text("讲得太快").press("enter");
    see(&person, "意见已记");
    person.press("ctrl-z");
    let last = office.roster(session)[4]
        .feedback
        .clone()
        .expect("still there");
    assert_eq!(last.remark, "");
    person.press("enter").type_text("讲得太快").press("enter");

    // Somebody who was not there, after all: shown, and not counted.
    person.press("esc").press("home").press("4");
    act(&mut person, "open-session");
    see(&person, "3 份");
    see(&person, "另有 1 份不算");
    see(&person, "讲得太快");

    // On paper three answers have no average, on the screen they do.
    person.keys(&["esc", "esc"]);
    act(&mut person, "year-plan");
    person.press("tab");
    person.press("end");
    see(&person, "反馈");
    see(&person, "本地：入户谈话");
    let year = office.today().year();
    let paper = office.year_paper(&person.ctx().words, year);
    let line = |name: &str| {
        let mut lines = paper.lines().rev();
        let found = lines.find(|line| line.starts_with(name));
        found.expect("its feedback").to_owned()
    };
    assert!(
        line("第2组").ends_with("3       -       -       -"),
        "{paper}"
    );
    assert!(line("第1组").contains("9       4.7"), "{paper}");
    assert!(paper.contains("不到 5 份的不写平均分"), "{paper}");
}

#[test]
fn a_directors_page_tells_each_year_in_a_line() {
    for (language, state, six) in [
        (
            Language::ZhCn,
            "+ 轮训合格",
            "走访+ 更新+ 报告+ 政策+ 监护+ 家教-",
        ),
        (
            Language::En,
            "+ Passed",
            "visits+ updates+ reports+ policy+ guardians+ parenting-",
        ),
    ] {
        let mut person = Person::in_demo(language);
        person.keys(&["3", "end", "up", "enter", "end"]);
        // Some are vacancies, some have left: the first one who was trained.
        for up in 2..9 {
            if person.sees(state) {
                break;
            }
            person.keys(&["3", "end"]);
            for _ in 0..up {
                person.press("up");
            }
            person.keys(&["enter", "end"]);
        }
        see(&person, state);
        see(&person, six);
        see(&person, "入户谈话");
    }
}

#[test]
fn certificates_are_a_list_of_their_own_that_leads_to_the_training() {
    let mut person = Person::in_demo(Language::ZhCn);
    let office = office(&person);
    person.press("7");
    act(&mut person, "certificate-list");
    see(&person, "合格以后");
    person
        .keys(&["esc", "7", "home", "enter", "home"])
        .type_text("11111");
    person.keys(&["f6", "4"]).type_text("90").press("enter");
    person.type_text("61").press("enter").press("esc");
    act(&mut person, "certify");
    person.press("enter");
    let name = office.roster(today(&office))[0].name.clone();
    person.press("esc");
    act(&mut person, "certificate-list");
    for text in [
        "JY2026-001",
        &name,
        "2026年儿童主任轮训",
        "合格",
        "2026-11-23",
    ] {
        see(&person, text);
    }
    person.press("home").press("enter");
    see(&person, "培训：2026年儿童主任轮训");
    person.press("esc").keys(&["f6", "1"]);
    see(&person, "场次：2026年儿童主任轮训 第2组");
}
