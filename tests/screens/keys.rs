//! What keys do that are the same everywhere.

use crate::support::person::Person;
use tongdu::i18n::{Language, Lexicon};
use tongdu::ui::event::Event;
use tongdu::ui::{Keymap, key_sheet};

#[test]
fn help_is_about_the_screen_that_one_is_on() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("f1");
    assert!(
        person.sees("─ 工作台 ─") && person.sees("到处一样"),
        "{}",
        person.text()
    );
    person.press("esc");
    assert!(person.sees("要办的事"));
    // Full-width letters and marks, which an input method leaves behind, do the same.
    person
        .app
        .handle(Event::Key(crossterm::event::KeyCode::Char('？').into()));
    assert!(person.sees("到处一样"));
}

#[test]
fn the_language_changes_at_once() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("f9");
    assert!(
        person.sees("[1Desk]") && person.sees("To do"),
        "{}",
        person.text()
    );
    person.press("f9");
    assert!(person.sees("[1工作台]"));
}

#[test]
fn commands_run_from_the_list_and_say_why_not() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.keys(&["f6", "0"]);
    // What can't be done now stands last.
    person.press("end");
    assert!(person.sees("现在不行："), "{}", person.text());
    person.press("enter");
    assert!(person.sees("─ x "), "{}", person.text());
    person.keys(&["esc", "ctrl-p", "home"]);
    assert!(person.sees(">    为什么在这里"), "{}", person.text());
    person.press("enter");
    assert!(person.sees("依据"), "{}", person.text());
}

#[test]
fn a_refusal_says_what_why_and_what_next_and_goes_away() {
    let mut person = Person::in_office(Language::ZhCn);
    person.press("ctrl-z");
    assert!(
        person.sees("为什么") && person.sees("怎么办"),
        "{}",
        person.text()
    );
    person.press("enter");
    assert!(!person.sees("为什么  "), "{}", person.text());
}

#[test]
fn digits_of_tabs_that_arent_built_do_nothing() {
    let mut person = Person::in_demo(Language::ZhCn);
    let before = person.text();
    person.keys(&["5", "6", "9"]);
    assert_eq!(person.text(), before);
}

#[test]
fn quitting_signals_and_hang_up_end_the_program() {
    let ends = |event: Event| {
        let mut person = Person::in_demo(Language::ZhCn);
        person.app.handle(event);
        person.app.ended()
    };
    let mut person = Person::in_demo(Language::ZhCn);
    assert!(!person.app.ended());
    assert!(person.press("ctrl-q").app.ended());
    assert!(ends(Event::Signal(15)));
    assert!(ends(Event::Hangup));
}

#[test]
fn the_clock_asks_for_one_wake_up_a_minute_and_none_without_a_clock() {
    let person = Person::in_demo(Language::ZhCn);
    person.clock.pass(15_000);
    assert_eq!(person.app.until_tick(80, 24).map(|d| d.as_secs()), Some(45));
    assert_eq!(person.app.until_tick(39, 24), None);
}

#[test]
fn too_much_to_do_is_gathered_by_village_and_unfolds() {
    let mut person = Person::in_county(Language::ZhCn);
    let folded = person.text();
    assert!(
        folded.lines().nth(3).is_some_and(|l| l.starts_with("> !!")),
        "{folded}"
    );
    let village: String = folded
        .lines()
        .nth(3)
        .map(|l| l.chars().skip(5).take(3).collect())
        .unwrap_or_default();
    person.press("enter");
    let unfolded = person.text();
    assert_ne!(folded, unfolded);
    assert!(
        unfolded
            .lines()
            .nth(4)
            .is_some_and(|l| l.contains(&village)),
        "{unfolded}"
    );
    person.press("enter");
    assert_eq!(person.text(), folded);
}

#[test]
fn a_new_day_brings_a_new_list() {
    let mut person = Person::in_demo(Language::ZhCn);
    assert!(person.sees("2026-11-23 周一 09:14"));
    person.clock.pass(40 * 24 * 3_600_000);
    person.app.handle(Event::Tick);
    assert!(
        // Everybody's rotation of the new year is still to come.
        person.sees("2027-01-02 周六") && person.sees("0/18"),
        "{}",
        person.text()
    );
}

#[test]
fn the_key_sheet_names_every_screen() {
    for language in Language::ALL {
        let words = Lexicon::new(language);
        let sheet = key_sheet(&Keymap::default(), &words);
        assert!(
            sheet.contains("Ctrl-Z") && sheet.lines().count() > 60,
            "{sheet}"
        );
        assert!(
            !sheet.contains("cmd-") && !sheet.contains("scope-"),
            "{sheet}"
        );
    }
}
