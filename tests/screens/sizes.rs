//! No size of window breaks a screen, and no character shifts a column.

use crate::support::dump::row;
use crate::support::person::Person;
use proptest::prelude::*;
use ratatui::buffer::CellWidth;
use tongdu::i18n::Language;

/// People on every sort of screen there is.
fn everywhere(language: Language) -> Vec<(&'static str, Person)> {
    let at = |mut person: Person, keys: &[&str]| {
        person.keys(keys);
        person
    };
    let mut all = vec![
        ("set-up", Person::first_time(language)),
        ("lock", Person::locked(language)),
        ("recovery", at(Person::locked(language), &["f6"])),
        ("villages", Person::in_office(language)),
        ("refusal", at(Person::in_office(language), &["ctrl-z"])),
    ];
    let mut chosen = Person::first_time(language);
    chosen
        .type_text("莒口")
        .press("enter")
        .type_text("买买提·江")
        .press("enter")
        .type_text("短")
        .press("enter");
    all.push(("passphrase", chosen));
    for keys in [
        &[][..],
        &["tab"],
        &["f5"],
        &["f6"],
        &["f6", "0"],
        &["f1"],
        &["ctrl-p", "s", "z", "enter"],
        &["ctrl-p", "s", "z"],
        &["end"],
        &["2"],
        &["2", "enter"],
        &["3"],
        &["3", "end", "f2", "down", "down"],
        &["3", "f6", "1", "end"],
        &["3", "end", "f6", "1"],
        &["4"],
        &["4", "enter", "end"],
        &["4", "enter", "home", "f5"],
        &["4", "enter", "f6"],
        &["4", "insert", "tab"],
        &["7"],
        &["7", "enter", "1"],
        &["7", "enter", "/", "c"],
        &["7", "enter", "f6", "1"],
        &["7", "insert", "f4"],
        &["7", "f6", "5", "left"],
        &["/", "c", "down"],
        &["ctrl-p", "n", "l", "h", "enter", "right"],
        &["ctrl-p", "n", "l", "h", "enter", "tab", "right"],
        &["4", " ", "f3"],
        &["4", "f3", "1", "r", "enter"],
        &["4", "f3", "1", "enter", "2"],
        &["3", "f3", "3"],
        &["3", "right", "right", "*", "f6"],
        &["3", "tab", "down"],
        &["4", "*", "f6", "1"],
        &["4", "*", "f6", "1", "2", "enter"],
        &["4", "*", "f6", "1", "2", "enter", "1", "f2", "end"],
    ] {
        all.push(("demo", at(Person::in_demo(language), keys)));
    }
    all
}

fn check(name: &str, person: &Person, width: u16, height: u16) {
    let (buffer, caret) = person.look_at(width, height);
    for y in 0..height {
        let text = row(&buffer, y);
        let cells: u16 = (0..1).map(|_| width_of(&text)).sum();
        assert_eq!(
            cells,
            width,
            "{name} at {width}×{height}, row {}: {text}",
            y + 1
        );
    }
    if let Some(caret) = caret {
        assert!(
            caret.x < width && caret.y < height,
            "{name} at {width}×{height}"
        );
    }
}

fn width_of(text: &str) -> u16 {
    use unicode_segmentation::UnicodeSegmentation;
    text.graphemes(true).map(|g| g.cell_width()).sum()
}

#[test]
fn the_sizes_of_the_pictures_and_the_smallest() {
    for language in Language::ALL {
        for (name, person) in everywhere(language) {
            for (width, height) in [
                (1, 1),
                (39, 8),
                (40, 7),
                (40, 8),
                (60, 16),
                (79, 24),
                (80, 24),
                (120, 40),
                (200, 60),
            ] {
                check(name, &person, width, height);
            }
        }
    }
}

#[test]
fn any_screen_at_any_size() {
    let people = everywhere(Language::ZhCn);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let sizes = (1u16..=200, 1u16..=60, 0..people.len());
    runner
        .run(&sizes, |(width, height, who)| {
            check(people[who].0, &people[who].1, width, height);
            Ok(())
        })
        .expect("a screen that stands any size");
}

#[test]
fn a_window_that_is_too_small_still_has_room_for_the_sentence_that_says_so() {
    for language in Language::ALL {
        let person = Person::in_office(language);
        let (buffer, _) = person.look_at(20, 1);
        let told = person.ctx().word("frame-too-small");
        assert_eq!(row(&buffer, 0).trim_end(), told);
    }
}
