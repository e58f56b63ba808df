//! A roster to its end by keys, in both languages: somebody from outside, scores, signing out, the
//! make-up.

use crate::support::person::{Person, see};
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::training::{Outcome, Session, Training, TrainingType};
use tongdu::i18n::Language;
use tongdu::schema::Value;
use tongdu::service::{RosterLine, Tally};

/// The session of today: five people, none marked. The first that the tab shows.
fn roster(person: &Person) -> Vec<RosterLine> {
    let office = person.ctx().office.clone().expect("an open office");
    let sessions = office.candidates(Kind::Session, "", 9);
    let held = sessions
        .iter()
        .find(|row| matches!(row.record.value("day"), Value::Day(day) if day == office.today()));
    office.roster(held.expect("a session of today").id)
}

fn said(language: Language, zh: &'static str, en: &'static str) -> &'static str {
    if language == Language::ZhCn { zh } else { en }
}

fn whole_day(language: Language) {
    let mut person = Person::in_demo(language);
    person.keys(&["7", "enter"]);
    assert_eq!(Tally::of(&roster(&person)).unmarked, 5);

    // Somebody who is in no register.
    person.press("insert").type_text("欧阳娜娜");
    see(
        &person,
        said(
            language,
            "名单外：临时加「欧阳娜娜」",
            "add “欧阳娜娜” for now",
        ),
    );
    person
        .press("enter")
        .type_text("将口镇 石维村")
        .press("enter")
        .press("enter");
    see(
        &person,
        said(language, "已临时加入：欧阳娜娜", "Added for now: 欧阳娜娜"),
    );
    see(&person, "石维村");
    assert_eq!(roster(&person).len(), 6);

    // Five come, the last but one is away.
    person.press("home").type_text("111141");
    assert_eq!(Tally::of(&roster(&person)).came(), 5);

    // Scores: too many points are refused below the cell, and nothing is stored.
    person.keys(&["f6", "4"]);
    see(&person, said(language, "满分 100", "Full marks 100"));
    person.press("home").type_text("101").press("enter");
    see(&person, "100");
    assert_eq!(roster(&person)[0].score, None);
    person.keys(&["backspace", "backspace", "backspace"]);
    for score in ["90", "59.5", "60", "88", "77"] {
        person.type_text(score).press("enter");
    }
    let results: Vec<_> = roster(&person).iter().map(|l| l.result).collect();
    let (pass, fail) = (Some(Outcome::Pass), Some(Outcome::Fail));
    assert_eq!(
        results,
        [pass, fail, pass, pass, None, pass],
        "\n{}",
        person.text()
    );
    person.press("ctrl-z");
    assert_eq!(roster(&person)[5].result, None);

    // Whoever passed has a number, said before it is given; a second time there is nobody.
    person.press("esc").keys(&["f6", "9"]);
    see(&person, "JY2026-001");
    person.press("enter");
    see(
        &person,
        said(
            language,
            "已发证书 3 个：JY2026-001 到 JY2026-003",
            "3 certificates given: JY2026-001 to JY2026-003",
        ),
    );
    let numbers: Vec<_> = roster(&person)
        .into_iter()
        .map(|l| l.certificate.is_some())
        .collect();
    assert_eq!(numbers, [true, false, true, true, false, false]);
    person.keys(&["f6", "9"]);
    see(&person, said(language, "证书了", "have theirs"));
    person.press("esc").press("ctrl-z");
    assert_eq!(Tally::of(&roster(&person)).certified, 0);
    person.keys(&["f6", "9", "enter"]);

    // Out one by one, then all the rest.
    person.keys(&["f6", "3"]);
    person.press("home").type_text("1");
    assert_eq!(Tally::of(&roster(&person)).out, 1);
    person.keys(&["f6", "3"]);
    assert_eq!(Tally::of(&roster(&person)).out, 5);

    // One key: who was away and who failed, on a make-up that is made for it.
    person.press("esc").keys(&["f6", "2"]);
    see(
        &person,
        said(language, "已转补训 2 人", "2 moved to a new make-up"),
    );
    person.keys(&["f6", "2"]);
    see(
        &person,
        said(language, "没有新的人要补训", "Nobody new for the make-up"),
    );
    person.press("esc");
    let before: Vec<_> = roster(&person)
        .iter()
        .map(|l| (l.state, l.score, l.out))
        .collect();
    let person = person.reopened();
    let after: Vec<_> = roster(&person)
        .iter()
        .map(|l| (l.state, l.score, l.out))
        .collect();
    assert_eq!(after, before);
}

#[test]
fn a_roster_goes_to_its_end_in_chinese() {
    whole_day(Language::ZhCn);
}

#[test]
fn a_roster_goes_to_its_end_in_english() {
    whole_day(Language::En);
}

#[test]
fn a_guest_is_matched_by_keys() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.keys(&["7", "enter", "insert"]).type_text("欧阳娜娜");
    person.keys(&["enter", "enter", "enter"]);
    see(&person, "已临时加入：欧阳娜娜");
    // Nobody in the register is likely, so one is looked for.
    person.press("1");
    person.press("end").keys(&["f6", "6"]);
    let office = person.ctx().office.clone().expect("an open office");
    let free = office
        .candidates(Kind::Worker, "", 60)
        .into_iter()
        .find(|row| !roster(&person).iter().any(|l| l.worker == Some(row.id)))
        .expect("somebody who isn't on it");
    let name = office.label(Kind::Worker, free.id);
    person.type_text(&name).press("enter");
    see(&person, &format!("已对上：{name}"));
}

#[test]
fn who_lacks_the_year_is_added_by_township_and_counted_before() {
    let mut person = Person::in_county(Language::ZhCn);
    // Another training of this year than the one on whose rosters they are.
    let office = person.ctx().office.clone().expect("an open office");
    let save = |record: Record| office.save(None, record, "").expect("saved").id;
    let training = save(
        Training {
            name: "2026年补充轮训".into(),
            kind: Some(TrainingType::Rotation),
            year: Some(2026),
            ..Training::default()
        }
        .into(),
    );
    save(
        Session {
            training: Some(training),
            day: Some(office.today().plus(9)),
            ..Session::default()
        }
        .into(),
    );
    person.keys(&["7", "home", "enter", "f6"]);
    person.press("3");
    see(&person, "所有乡镇 ");
    see(&person, "莒口镇 ");
    let counted = |text: &str| -> usize {
        let at = text.find("莒口镇 ").expect("the township") + "莒口镇 ".len();
        let digits = text[at..].chars().take_while(char::is_ascii_digit);
        digits.collect::<String>().parse().expect("a number")
    };
    let count = counted(&person.text());
    // Typed, as there are more townships than digits.
    person.type_text("jukou").press("enter");
    see(&person, &format!("已加 {count} 人"));
    person.keys(&["f6", "3"]);
    assert!(!person.sees("莒口镇 "), "{}", person.text());
    person.press("esc").press("ctrl-z");
    person.keys(&["f6", "3"]);
    assert_eq!(counted(&person.text()), count);
}

#[test]
fn whoever_is_enrolled_in_a_full_session_waits_and_is_told_so() {
    for (language, waits) in [(Language::ZhCn, "候补"), (Language::En, "waiting")] {
        let mut person = Person::in_demo(language);
        let office = person.ctx().office.clone().expect("an open office");
        let all = office.candidates(Kind::Session, "", 9);
        let held = all
            .iter()
            .find(|row| row.record.value("day") == Value::Day(office.today()));
        let held = held.expect("a session of today");
        let mut full = held.record.clone();
        assert!(full.set("capacity", Value::Int(5)));
        office.save(Some(held), full, "").expect("saved");
        // Somebody with a post, from the register: enrolled in training, in the first that is
        // proposed.
        person.keys(&["3", "end", "up", "f6", "1", "enter"]);
        see(&person, waits);
        assert_eq!(Tally::of(&roster(&person)).waiting, 1);
    }
}
