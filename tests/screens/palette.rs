//! The list of commands: initials to learn, what was found in it, and what is used most.

use crate::support::person::Person;
use tongdu::i18n::Language;

fn line(person: &Person, text: &str) -> String {
    let screen = person.text();
    let line = screen.lines().find(|line| line.contains(text));
    line.unwrap_or_else(|| panic!("no {text} on\n{screen}"))
        .to_owned()
}

#[test]
fn initials_stand_where_there_is_room_and_find() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("ctrl-p");
    assert!(line(&person, "年龄和风险").contains("nlhfx"));
    person.type_text("nlh");
    assert!(line(&person, ">").contains("年龄和风险"));
    // The three characters found, in the colour of the accent.
    let screen = person.screen();
    assert!(screen.contains("  5-10 12 rev"), "{screen}");
    let mut english = Person::in_demo(Language::En);
    english.press("ctrl-p");
    assert!(!english.sees("nlhfx"));
    let mut narrow = Person::in_demo(Language::ZhCn).sized(60, 16);
    narrow.press("ctrl-p");
    assert!(!narrow.sees("nlhfx"), "{}", narrow.text());
}

#[test]
fn what_is_used_most_is_named_the_most_first() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("ctrl-p");
    assert!(!person.sees("常用"), "{}", person.text());
    person.press("esc");
    person.keys(&["/", "esc", "f10", "f10", "f10", "ctrl-p"]);
    let usual = line(&person, "常用");
    let words: Vec<&str> = usual.split_whitespace().collect();
    assert_eq!(words, ["常用", "换配色", "查找"]);
}

/// The figures of the register are shown wherever they are asked for, also where no list stands.
#[test]
fn the_figures_of_the_register_are_at_hand_on_every_screen() {
    for way in [
        &["1"][..],
        &["3"],
        &["8", "f6", "4"],
        &["0"],
        &["7", "f6", "5"],
    ] {
        for (language, title) in [(Language::ZhCn, "在任情况"), (Language::En, "In charge on")]
        {
            let mut person = Person::in_demo(language);
            person
                .keys(way)
                .press("ctrl-p")
                .type_text("zrqk")
                .press("enter");
            assert!(person.sees(title), "{way:?}\n{}", person.text());
            assert!(person.sees("17"), "{}", person.text());
        }
    }
}

/// F6 has room for nine acts; all of them are in the list, each with its place in F6.
#[test]
fn the_acts_of_a_row_are_found_and_done() {
    for (language, typed, name) in [
        (Language::ZhCn, "bmpx", "报名培训"),
        (Language::En, "enrol in", "Enrol in training"),
    ] {
        let mut person = Person::in_demo(language);
        person
            .keys(&["3", "down", "down", "down", "ctrl-p"])
            .type_text(typed);
        assert!(line(&person, ">").contains(name), "{}", person.text());
        assert!(line(&person, ">").contains("F6 1"), "{}", person.text());
        person.press("enter");
        assert!(person.sees("2026"), "{}", person.text());
    }
}
