//! The gate of first training by keys: refused with why and three ways on; each way goes on.

use crate::support::person::{Person, office, see};
use std::sync::Arc;
use tongdu::domain::book::Kind;
use tongdu::domain::dispensation::Dispensation;
use tongdu::domain::training::{Session, Training, TrainingType};
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::i18n::Language;
use tongdu::schema::{Day, Id, Value, Words};
use tongdu::service::{HandingOver, Office};

const WHY: &str = "村里只有她";
const LANGUAGES: [Language; 2] = [Language::ZhCn, Language::En];

/// A word, as much of it as surely stands on one line.
fn see_word(person: &Person, key: &str) {
    let word: String = person.ctx().word(key).chars().take(18).collect();
    see(person, word.trim_end());
}

fn reasons(person: &Person) -> Vec<String> {
    let office = office(person);
    let tables = office.tables();
    let all = tables.all::<Dispensation>(Kind::Dispensation);
    all.map(|(_, d)| d.reason.clone()).collect()
}

fn newcomer(office: &Office) -> Id {
    let worker = Worker {
        name: "欧阳新任".into(),
        role: Some(WorkerRole::Director),
        ..Worker::default()
    };
    office.save(None, worker.into(), "").expect("saved").id
}

/// A first training on 2026-12-03.
fn class(office: &Office) -> Id {
    let training = Training {
        name: "初任班".into(),
        kind: Some(TrainingType::First),
        year: Some(2026),
        ..Training::default()
    };
    let training = office.save(None, training.into(), "").expect("saved").id;
    let session = Session {
        training: Some(training),
        day: Day::from_ymd(2026, 12, 3),
        ..Session::default()
    };
    office.save(None, session.into(), "").expect("saved").id
}

fn roster(office: &Office, session: Id) -> usize {
    let tables = office.tables();
    tables.leading_to(session, Kind::Enrolment).count()
}

#[test]
fn a_vacancy_is_filled_by_somebody_untrained_only_with_a_reason() {
    for language in LANGUAGES {
        let mut person = Person::in_demo(language);
        person
            .keys(&["3", "f6", "1"])
            .type_text("欧阳娜娜")
            .press("f2");
        see_word(&person, "gate-passed");
        see_word(&person, "gate-no-class");
        see_word(&person, "gate-still");
        see(&person, "128号 二(二)2");
        // Esc does nothing, and nothing typed is lost.
        person.press("esc");
        see(&person, "欧阳娜娜");
        // She has passed: the day of it is asked for, and that settles it.
        person
            .keys(&["f2", "1"])
            .type_text("2026-09-01")
            .press("f2");
        assert!(!person.sees("128号 二(二)2"), "{}", person.text());
        assert_eq!(reasons(&person), [""; 0]);
        person.press("ctrl-z");
        // She hasn't: a reason that is blank is none, one that is written is kept.
        person
            .keys(&["3", "f6", "1"])
            .type_text("欧阳娜娜")
            .keys(&["f2", "3"]);
        see_word(&person, "gate-why");
        person.press("enter");
        assert_eq!(reasons(&person), [""; 0]);
        person
            .press("esc")
            .keys(&["f2", "3"])
            .type_text(WHY)
            .press("enter");
        see(&person, "欧阳娜娜");
        see_word(&person, "form-dispensed");
        assert_eq!(reasons(&person), [WHY]);
        // It stands beside what is due, and in a list of its own.
        person.press("enter");
        see(&person, WHY);
        person.press("esc");
        let act = person.ctx().word("act-dispensations");
        person.press("ctrl-p").type_text(&act).press("enter");
        if !person.sees(WHY) {
            // Ten acts are too many for the panel; the list of nobody has the digit.
            person.press("esc");
        }
        person.press("ctrl-z");
        assert_eq!(reasons(&person), [""; 0]);
    }
}

#[test]
fn a_village_goes_to_somebody_untrained_after_their_training_or_with_a_reason() {
    for language in LANGUAGES {
        let mut person = Person::in_demo(language);
        let office = office(&person);
        let (new, session) = (newcomer(&office), class(&office));
        person.press("/").type_text("吴春梅");
        let ask = |person: &mut Person| {
            person
                .keys(&["f6", "4"])
                .type_text("欧阳新任")
                .keys(&["enter", "enter"]);
            see_word(person, "gate-other");
            see(person, "12-03");
        };
        person.press("enter");
        ask(&mut person);
        // Somebody else: who is asked anew.
        person.press("1");
        see_word(&person, "act-handing");
        assert!(!person.sees("128号"), "{}", person.text());
        person.press("esc");
        ask(&mut person);
        person.press("2");
        assert_eq!(roster(&office, session), 1);
        assert_eq!(reasons(&person), [""; 0]);
        ask(&mut person);
        person.press("3").type_text(WHY).press("enter");
        see(&person, "欧阳新任");
        assert_eq!(reasons(&person), [WHY]);
        let held = |office: &Office| {
            let tables = office.tables();
            tables.workforce().in_post(new, office.today())
        };
        assert!(held(&office));
        person.press("ctrl-z");
        assert!(!held(&office));
        assert_eq!(reasons(&person), [""; 0]);
    }
}

#[test]
fn a_child_moves_to_an_untrained_director_only_with_a_reason() {
    for language in LANGUAGES {
        let mut person = Person::in_demo(language);
        let office = office(&person);
        // 社州村 has the demo's untrained director.
        let child = {
            let tables = office.tables();
            let shezhou = tables.means(Kind::Village, "社州村").expect("a village").id;
            let mut all = tables.live(Kind::Child);
            let elsewhere = all.find(|row| {
                row.record.value("village") != Value::Link(shezhou)
                    && office.siblings(row).is_empty()
            });
            Arc::clone(elsewhere.expect("an only child"))
        };
        let name = office.label(Kind::Child, child.id);
        person.press("/").type_text(&name).press("enter");
        person
            .keys(&["f6", "3"])
            .type_text("社州")
            .keys(&["enter", "enter"]);
        see_word(&person, "gate-other");
        person.press("3").type_text(WHY).press("enter");
        see(&person, "社州村");
        assert_eq!(reasons(&person), [WHY]);
        person.press("ctrl-z");
        assert_eq!(reasons(&person), [""; 0]);
        let now = office.row(Kind::Child, child.id).expect("there");
        assert_eq!(now.record, child.record);
    }
}

#[test]
fn taking_a_handover_back_is_asked_too() {
    for language in LANGUAGES {
        let mut person = Person::in_demo(language);
        let office = office(&person);
        // 社州村 has the demo's untrained director, whom the office has as it is.
        let (village, green, trained) = {
            let tables = office.tables();
            let village = tables.means(Kind::Village, "社州村").expect("a village").id;
            let green = tables.directors_of(village, office.today())[0];
            let other = tables.means(Kind::Worker, "吴春梅").expect("a director").id;
            (village, green, other)
        };
        let handing = HandingOver {
            village: Some(village),
            leaving: None,
            taking: trained,
            day: office.today(),
            note: String::new(),
            reason: String::new(),
        };
        office.hand_over(&handing).expect("to somebody trained");
        let in_charge = |office: &Office| office.tables().directors_of(village, office.today());
        person.press("ctrl-z");
        see_word(&person, "gate-leave");
        person.press("1");
        assert_eq!(in_charge(&office), [trained]);
        person.keys(&["ctrl-z", "3"]).type_text(WHY).press("enter");
        assert_eq!(in_charge(&office), [green]);
        assert_eq!(reasons(&person), [WHY]);
        see_word(&person, "act-hand-over");
    }
}

#[test]
fn many_children_go_to_an_untrained_director_only_with_a_reason() {
    for (language, column) in [(Language::ZhCn, "村居"), (Language::En, "village")] {
        let mut person = Person::in_demo(language);
        person.keys(&["4", " ", " ", "f6", "1"]);
        person.type_text(column).press("enter");
        person.type_text("社州村").keys(&["enter", "f2", "f2"]);
        see_word(&person, "gate-fewer");
        person.press("1");
        see(&person, "社州村");
        person.keys(&["f2", "3"]).type_text(WHY).press("enter");
        assert_eq!(reasons(&person), [WHY], "{}", person.text());
        person.press("ctrl-z");
        assert_eq!(reasons(&person), [""; 0]);
    }
}

/// Whoever is enrolled in the place of being put in charge is saved, and what was typed of the post
/// stays: it says so, asks before it is left, and is saved when they have passed.
#[test]
fn an_enrolment_at_the_gate_keeps_what_was_typed_of_the_post() {
    for language in LANGUAGES {
        let mut person = Person::in_demo(language);
        let office = office(&person);
        let session = class(&office);
        let people = |office: &Office| office.tables().live(Kind::Worker).count();
        let posts = |office: &Office| office.tables().live(Kind::Post).count();
        let before = (people(&office), posts(&office));
        person.keys(&["3", "f6", "1"]).type_text("欧阳娜娜");
        // The last field of the post is its remark.
        person.keys(&["pagedown", "pagedown", "pagedown", "pagedown"]);
        person.type_text("村两委商定").keys(&["f2", "2"]);
        let stays = [("day", "12-03")];
        see(&person, &person.ctx().words.fill("gate-post-stays", &stays));
        assert_eq!(roster(&office, session), 1);
        assert_eq!((people(&office), posts(&office)), (before.0 + 1, before.1));
        // The form is the post's now, of her, with the village and the remark.
        let onto_end = &["pagedown", "pagedown", "pagedown"];
        person.keys(&["pageup", "pageup", "pageup"]);
        see(&person, "欧阳娜娜");
        see(&person, "后山村");
        person.keys(onto_end);
        see(&person, "村两委商定");
        // Without a pass it is asked again, and enrolling twice changes nothing.
        person.press("f2");
        see_word(&person, "gate-other");
        person.press("esc");
        // Leaving asks once, and staying loses nothing.
        person.press("esc");
        see_word(&person, "leave-title");
        person.press("esc");
        see(&person, "村两委商定");
        // She passes (as the trainer has it), and the same form is saved.
        let line = office
            .tables()
            .leading_to(session, Kind::Enrolment)
            .next()
            .cloned();
        let line = line.expect("on the roster");
        let mut passed = line.record.clone();
        passed.set("state", Value::Choice("present".into()));
        passed.set("result", Value::Choice("pass".into()));
        person.clock.pass(11 * 24 * 60 * 60 * 1000);
        office.save(Some(&line), passed, "").expect("saved");
        person.press("f2");
        assert_eq!(posts(&office), before.1 + 1, "{}", person.text());
        assert_eq!(reasons(&person), [""; 0]);
    }
}

/// With no first training to enrol in a new one is added first; nothing is saved, and Esc leads
/// back to what was typed.
#[test]
fn without_a_class_the_gate_says_that_nothing_is_saved() {
    for language in LANGUAGES {
        let mut person = Person::in_demo(language);
        let people = office(&person).tables().live(Kind::Worker).count();
        person.keys(&["3", "f6", "1"]).type_text("欧阳娜娜");
        person.keys(&["f2", "2"]);
        see_word(&person, "gate-nothing-saved");
        assert_eq!(office(&person).tables().live(Kind::Worker).count(), people);
        person.press("esc");
        see(&person, "欧阳娜娜");
    }
}
