//! The tour: played to its end in both languages, passed over, left, and refused where files are
//! real.

use crate::support::person::Person;
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;

fn at(person: &Person, step: usize) {
    let told = match person.ctx().language() {
        Language::ZhCn => format!("教程 {step}/14 "),
        Language::En => format!("Tutorial {step}/14 "),
    };
    assert!(person.sees(&told), "not at {step}:\n{}", person.text());
}

fn begin(language: Language) -> Person {
    let mut person = Person::in_demo(language);
    person.press("ctrl-p").type_text("jiaocheng").press("enter");
    at(&person, 1);
    person
}

#[test]
fn the_whole_tour_is_played_by_its_own_words() {
    for language in Language::ALL {
        let mut person = begin(language);
        let office = person.ctx().office().expect("open").clone();
        // Moving about ticks nothing.
        person.keys(&["down", "up"]);
        at(&person, 1);
        person.press("enter");
        at(&person, 2);
        person.press("esc");
        at(&person, 3);
        person.keys(&["f5", "enter"]);
        at(&person, 4);
        person.keys(&["f6", "1"]).type_text("+3").press("enter");
        at(&person, 4);
        person.type_text("等回话").press("enter");
        at(&person, 5);
        person.press("/");
        at(&person, 6);
        // The initials that the step names, as they stand on the screen.
        let text = person.text();
        let (from, to) = match language {
            Language::ZhCn => (" 打 ", "（"),
            Language::En => ("Type ", " ("),
        };
        let letters = text.rsplit(from).next().and_then(|t| t.split(to).next());
        let letters = letters.expect("initials").to_owned();
        assert!(letters.len() > 1 && letters.is_ascii(), "{letters}");
        person.type_text(&letters).press("enter");
        at(&person, 7);
        let red = |office: &tongdu::service::Office| office.figures().children.expect("seen").1;
        let before = red(&office);
        let other = if person.sees("+ ") && !person.sees("!! ") {
            "1"
        } else {
            "4"
        };
        person.keys(&["f6", "2", other]);
        person.type_text("家里出了事").press("enter");
        assert_ne!(red(&office), before, "{}", person.text());
        at(&person, 8);
        person.press("ctrl-z");
        assert_eq!(red(&office), before);
        at(&person, 9);
        person.keys(&["esc", "esc", "4"]);
        at(&person, 10);
        person.keys(&[" ", " "]);
        at(&person, 10);
        person.press(" ");
        at(&person, 11);
        let field = match language {
            Language::ZhCn => "民族",
            Language::En => "Ethnic group",
        };
        person.keys(&["f6", "1"]).type_text(field).press("enter");
        person.type_text("畲族").keys(&["f2", "f2"]);
        let tables = office.tables();
        let others = tables.live(Kind::Child);
        let others = others.filter(|row| row.record.value("ethnicity").plain() == "畲族");
        assert!(others.count() >= 3, "{}", person.text());
        drop(tables);
        at(&person, 12);
        person.keys(&["enter", "end"]);
        at(&person, 13);
        person.keys(&["f9", "f9"]);
        at(&person, 14);
        person.press("f1");
        assert!(!person.sees("/14"), "{}", person.text());
        person.press("esc");
        let done = match language {
            Language::ZhCn => "+ 学完了",
            Language::En => "+ That was all",
        };
        assert!(person.sees(done), "{}", person.text());
    }
}

#[test]
fn a_step_is_passed_over_and_the_tour_left_and_gone_on_with() {
    let mut person = begin(Language::ZhCn);
    person.press("ctrl-p").type_text("jiaocheng").press("enter");
    at(&person, 2);
    // Esc does what it always does where there is something to go back to.
    person.keys(&["4", "f6", "esc"]);
    at(&person, 2);
    person.press("esc");
    at(&person, 3);
    person.press("esc");
    assert!(person.sees("教程先停在这里"), "{}", person.text());
    assert!(!person.sees("教程 3/14"));
    person.press("ctrl-p").type_text("jiaocheng").press("enter");
    at(&person, 3);
}

#[test]
fn it_is_offered_in_the_demo_until_it_is_begun() {
    let mut person = Person::in_demo(Language::ZhCn);
    assert!(person.sees("打 jiaocheng"), "{}", person.text());
    person.press("ctrl-p").type_text("jiaocheng").press("enter");
    person.press("esc");
    assert!(!person.sees("第一次用"), "{}", person.text());
    assert!(!Person::in_office(Language::ZhCn).sees("jiaocheng"));
}

#[test]
fn with_real_files_it_says_where_to_learn() {
    for (language, told) in [
        (Language::ZhCn, "教程只在演示里学"),
        (Language::En, "The tutorial runs in the demo only"),
    ] {
        let mut person = Person::in_office(language);
        person.press("ctrl-p").type_text("tutorial").press("enter");
        assert!(person.sees(told), "{}", person.text());
        assert!(person.sees("tongdu demo"), "{}", person.text());
    }
}

#[test]
fn the_step_leaves_small_windows_to_the_work() {
    let person = begin(Language::ZhCn).sized(60, 16);
    at(&person, 1);
    let small = begin(Language::ZhCn).sized(50, 9);
    assert!(!small.sees("教程 1/14"), "{}", small.text());
}
