//! A trainer makes a module, fills in what a session teaches, and prints it: by keys.

use crate::support::person::{Person, office, see};
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;
use tongdu::schema::Value;
use tongdu::service::Office;

/// Does an act by its name in the palette.
fn act(person: &mut Person, name: &str) {
    person.press("ctrl-p");
    let word = person.ctx().word(&format!("act-{name}"));
    person.type_text(&word).press("enter");
}

fn lessons(office: &Office) -> usize {
    office.tables().live(Kind::Lesson).count()
}

#[test]
fn what_a_session_teaches_is_filled_in_on_one_page_and_goes_on_paper() {
    let mut person = Person::in_office(Language::ZhCn);
    let office = office(&person);
    // A training with its session, and a module of one's own.
    crate::training_of(&office, 4);
    person.press("7");
    act(&mut person, "modules");
    see(&person, "六项重点以外");
    person.press("enter").type_text("入户谈话").press("enter");
    person.type_text("1.5").press("f2");
    see(&person, "入户谈话");
    assert_eq!(office.tables().live(Kind::Module).count(), 1);

    person.keys(&["7", "home"]);
    act(&mut person, "lessons");
    see(&person, "课和学时");
    see(&person, "家庭走访");
    // Hours and a lecturer, the next; what isn't hours stays under its cell, and nothing is stored.
    person
        .type_text("2")
        .press("enter")
        .type_text("方志平")
        .press("enter");
    person.type_text("半天").press("f2");
    see(&person, "x ");
    assert_eq!(lessons(&office), 0, "{}", person.text());
    person.keys(&["backspace", "backspace"]).type_text("1");
    // The module's usual hours by one key.
    person.keys(&["end"]);
    for _ in 0..8 {
        person.press("down");
    }
    person.press("f4");
    see(&person, "4.5 学时，培训定的是 4 学时，多出 0.5 学时");
    person.press("f2");
    see(&person, "已存 3 门课，共 4.5 学时，多出 0.5 学时");
    assert_eq!(lessons(&office), 3);

    // They stand on the session's page, from where the editor opens again.
    act(&mut person, "open-session");
    see(&person, "家庭走访 2学时  方志平");
    see(&person, "入户谈话 1.5学时");
    person
        .keys(&["esc", "enter", "insert"])
        .type_text("欧阳娜娜");
    person.keys(&["enter", "enter", "enter"]);
    act(&mut person, "sheet");
    let path = person.folder().join("签到表.txt");
    person
        .type_text(path.to_str().expect("a path"))
        .press("enter");
    let sheet = std::fs::read_to_string(&path).expect("the sheet");
    let told = "内容  家庭走访 2学时（方志平）、信息更新 1学时、入户谈话 1.5学时";
    assert!(sheet.contains(told), "{sheet}");
}

#[test]
fn typed_lessons_are_asked_about_and_one_undo_takes_them_back() {
    for (language, asked) in [(Language::ZhCn, "家庭走访"), (Language::En, "home visits")] {
        let mut person = Person::in_office(language);
        let office = office(&person);
        crate::training_of(&office, 8);
        person.keys(&["7", "home"]);
        act(&mut person, "lessons");
        see(&person, asked);
        person
            .type_text("2")
            .press("down")
            .type_text("3")
            .press("esc");
        // Kept on leaving, by the first answer.
        person.press("1");
        assert_eq!(lessons(&office), 2, "{}", person.text());
        person.press("ctrl-z");
        assert_eq!(lessons(&office), 0, "{}", person.text());
        let all = office.tables().rows(Kind::Lesson).count();
        assert_eq!(all, 0);
        let session = office.candidates(Kind::Session, "", 9);
        assert!(matches!(
            session[0].record.value("training"),
            Value::Link(_)
        ));
    }
}
