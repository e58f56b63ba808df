//! The candidates of an input method appear at the terminal's own cursor: wherever something can be
//! typed it has to stand behind what was typed. And what is pasted is text, never a command.

use crate::support::person::Person;
use tongdu::i18n::Language;

/// A field: its name, where its way begins and leads, and what it shows of what is typed.
type Field = (
    &'static str,
    fn(Language) -> Person,
    &'static [&'static str],
    char,
);

/// Every sort of field.
const FIELDS: &[Field] = &[
    ("place", Person::first_time, &[], '莒'),
    ("name", Person::first_time, &["350703104", "enter"], '芳'),
    (
        "passphrase",
        Person::first_time,
        &["350703104", "enter", "王芳", "enter"],
        '*',
    ),
    ("unlock", Person::locked, &[], '*'),
    ("recovery", Person::locked, &["f6"], 'K'),
    ("palette", Person::in_demo, &["ctrl-p"], '撤'),
    ("find", Person::in_demo, &["/"], '林'),
    ("form", Person::in_demo, &["3", "f6", "1"], '林'),
    (
        "form note",
        Person::in_demo,
        &["3", "f6", "1", "end", "up", "up", "tab", "up", "end"],
        '注',
    ),
    ("form of a child", Person::in_demo, &["4", "insert"], '陈'),
    (
        "link",
        Person::in_demo,
        &["3", "end", "up", "f6", "2", "down"],
        '后',
    ),
    ("roster search", Person::in_demo, &["7", "enter", "/"], '林'),
    ("reason", Person::in_demo, &["4", "enter", "f6", "6"], '搬'),
    ("pick", Person::in_demo, &["3", "end", "f6", "1"], '组'),
    (
        "import path",
        Person::in_demo,
        &["ctrl-p", "import", "enter"],
        '名',
    ),
];

fn there(begin: fn(Language) -> Person, language: Language, way: &[&str]) -> Person {
    let mut person = begin(language);
    for step in way {
        if tongdu::ui::key::parse(step).is_some() {
            person.press(step);
        } else {
            person.type_text(step);
        }
    }
    person
}

#[test]
fn the_cursor_stands_behind_what_was_typed_in_every_field() {
    for language in Language::ALL {
        for (name, begin, way, shown) in FIELDS {
            let mut person = there(*begin, language, way);
            let typed = if *shown == '*' { 'q' } else { *shown };
            person.type_text(&typed.to_string());
            for (width, height) in [(80, 24), (60, 16), (120, 40)] {
                let (buffer, caret) = person.look_at(width, height);
                let at = caret.unwrap_or_else(|| panic!("{name}: no cursor\n{}", person.text()));
                let cells = if shown.is_ascii() { 1 } else { 2 };
                let before = buffer[(at.x.saturating_sub(cells), at.y)].symbol();
                assert_eq!(
                    before,
                    shown.to_string(),
                    "{name} at {width}\n{}",
                    person.text()
                );
            }
        }
    }
}

#[test]
fn what_is_pasted_is_text_and_never_a_command() {
    // u undoes, q and digits do things, Enter opens: none of them from the clipboard.
    let command = "3\r\nu\u{11}n\u{1b}[A";
    let mut person = Person::in_demo(Language::ZhCn);
    let before = person.text();
    assert_eq!(person.paste(command).text(), before);
    person.press("3");
    let before = person.text();
    assert_eq!(person.paste(command).text(), before);

    let mut person = Person::in_demo(Language::ZhCn);
    person.press("/").paste(" 林秀英\r\n\t后山村\n");
    assert!(person.sees("[林秀英 后山村"), "{}", person.text());
    let book = "长".repeat(100_000);
    person.paste(&book);
    assert!(!person.app.ended());
}
