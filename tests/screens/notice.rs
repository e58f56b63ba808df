//! The notice of a session goes to a file, by keys, in both languages.

use crate::support::person::Person;
use tongdu::domain::book::Kind;
use tongdu::domain::training::{Session, Training, TrainingType};
use tongdu::i18n::Language;
use tongdu::schema::Value;

#[test]
fn everybody_on_the_roster_is_asked_to_come() {
    for (language, saved, clause) in [
        (Language::ZhCn, "通知已存到", "每年至少轮训一次"),
        (
            Language::En,
            "Notice written to",
            "training at least once a year",
        ),
    ] {
        let mut person = Person::in_demo(language);
        let office = person.ctx().office.clone().expect("an open office");
        person.keys(&["7", "enter", "f6", "5", "enter"]);
        assert!(person.sees(saved), "{}", person.text());
        let stem = person.ctx().word("notice-stem");
        let file = person.folder().join(format!("{stem}.txt"));
        let text = std::fs::read_to_string(&file).expect("the notice");
        assert!(
            text.contains(clause) && text.contains("2026-11-23"),
            "{text}"
        );
        let today = office.today();
        let session = office.candidates(Kind::Session, "", 9).into_iter();
        let mut session = session.filter(|row| row.record.value("day") == Value::Day(today));
        let lines = office.roster(session.next().expect("a session of today").id);
        assert!(!lines.is_empty());
        for line in &lines {
            let row = office.row(Kind::Worker, line.worker.expect("of the register"));
            let phone = row.expect("a worker").record.value("phone").plain();
            let asked = |l: &&str| l.contains(&line.name) && l.contains(&phone);
            assert_eq!(text.lines().filter(asked).count(), 1, "{text}");
        }
        // The file is never written over.
        person.keys(&["f6", "5"]).press("enter");
        assert_eq!(std::fs::read_to_string(&file).expect("still there"), text);
    }
}

#[test]
fn without_anybody_on_it_there_is_no_notice() {
    let person = Person::in_office(Language::ZhCn);
    let office = person.ctx().office.clone().expect("an open office");
    let training = Training {
        name: "2026年轮训".into(),
        kind: Some(TrainingType::Rotation),
        year: Some(2026),
        ..Training::default()
    };
    let training = office.save(None, training.into(), "").expect("saved").id;
    let session = Session {
        training: Some(training),
        day: Some(office.today().plus(3)),
        ..Session::default()
    };
    let session = office.save(None, session.into(), "").expect("saved").id;
    let path = person.folder().join("notice.txt");
    let refused = office.write_notice(&person.ctx().words, session, &path);
    assert_eq!(
        refused.expect_err("nobody to ask").key,
        "problem-nobody-to-tell"
    );
    assert!(!path.exists());
}
