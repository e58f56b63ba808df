//! No size of window breaks these screens, and no character shifts a column.

use crate::desk::{four, list, to_import, with_plugin};
use crate::sealed::told;
use crate::support::dump::row;
use crate::support::person::Person;
use proptest::prelude::*;
use ratatui::buffer::CellWidth;
use tongdu::i18n::Language;
use unicode_segmentation::UnicodeSegmentation;

fn import(language: Language, keys: &[&str]) -> Person {
    let mut person = Person::in_office(language);
    list(
        person.folder(),
        "莒口镇儿童主任花名册（上㘵·东㘵）.xlsx",
        &four(),
    );
    to_import(&mut person);
    person.keys(keys);
    person
}

fn export(language: Language, keys: &[&str]) -> Person {
    let mut person = with_plugin(language);
    person.press("0").keys(keys);
    person
}

fn everywhere(language: Language) -> Vec<Person> {
    let mut all = Vec::new();
    for keys in [
        &[][..],
        &["down"],
        &["down", "enter"],
        &["down", "enter", "tab"],
    ] {
        all.push(import(language, keys));
    }
    all.push(import(language, &["down", "enter", "tab", "tab", "f4"]));
    all.push(import(language, &["down", "enter", "1"]));
    for keys in [&[][..], &["enter"], &["enter", "tab"], &["enter", "f5"]] {
        all.push(export(language, keys));
    }
    let codes = [
        "enter", "pagedown", "pagedown", "pagedown", "tab", "tab", "x", "enter",
    ];
    all.push(export(language, &codes));
    all.push(told(language));
    all
}

fn check(person: &Person, width: u16, height: u16) {
    let (buffer, caret) = person.look_at(width, height);
    for y in 0..height {
        let text = row(&buffer, y);
        let cells: u16 = text.graphemes(true).map(|g| g.cell_width()).sum();
        assert_eq!(cells, width, "{width}×{height}, row {}: {text}", y + 1);
    }
    if let Some(caret) = caret {
        assert!(caret.x < width && caret.y < height, "{width}×{height}");
    }
}

#[test]
fn any_screen_at_any_size() {
    for language in Language::ALL {
        let people = everywhere(language);
        for person in &people {
            for (width, height) in [(1, 1), (40, 8), (60, 16), (80, 24), (120, 40), (200, 60)] {
                check(person, width, height);
            }
        }
        let config = ProptestConfig {
            cases: 500,
            failure_persistence: None,
            ..ProptestConfig::default()
        };
        let sizes = (1u16..=200, 1u16..=60, 0..people.len());
        proptest::test_runner::TestRunner::new(config)
            .run(&sizes, |(width, height, who)| {
                check(&people[who], width, height);
                Ok(())
            })
            .expect("a screen that stands any size");
    }
}

#[test]
fn a_caret_is_in_sight_in_a_low_window() {
    for keys in [
        &["enter", "tab"][..],
        &["enter", "pagedown", "pagedown", "pagedown", "tab", "tab"],
    ] {
        let person = export(Language::ZhCn, keys);
        for height in [8, 9, 12, 16] {
            assert!(person.look_at(60, height).1.is_some(), "{keys:?} {height}");
        }
    }
}
