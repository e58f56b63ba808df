//! The names of keys, as the command table spells them: `f5`, `enter`, `ctrl-z`, `/`, `G`.

use crate::schema::text::fold;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

const NAMED: [(KeyCode, &str); 15] = [
    (KeyCode::Enter, "enter"),
    (KeyCode::Esc, "esc"),
    (KeyCode::Tab, "tab"),
    (KeyCode::BackTab, "shift-tab"),
    (KeyCode::Backspace, "backspace"),
    (KeyCode::Delete, "delete"),
    (KeyCode::Insert, "insert"),
    (KeyCode::Up, "up"),
    (KeyCode::Down, "down"),
    (KeyCode::Left, "left"),
    (KeyCode::Right, "right"),
    (KeyCode::PageUp, "pageup"),
    (KeyCode::PageDown, "pagedown"),
    (KeyCode::Home, "home"),
    (KeyCode::End, "end"),
];

/// The name of a key. What an input method makes of a character (`？`, `ｎ`, `１`) counts as the
/// plain one. Nothing for keys that have no name here.
pub fn name(key: KeyEvent) -> Option<String> {
    let base = match key.code {
        KeyCode::Char(c) => fold(c).to_string(),
        KeyCode::F(n) => format!("f{n}"),
        other => NAMED.iter().find(|(code, _)| *code == other)?.1.to_owned(),
    };
    Some(if key.modifiers.contains(KeyModifiers::CONTROL) {
        format!("ctrl-{}", base.to_lowercase())
    } else if key.modifiers.contains(KeyModifiers::ALT) {
        format!("alt-{base}")
    } else {
        base
    })
}

/// The key with this name.
pub fn parse(name: &str) -> Option<KeyEvent> {
    let (base, modifiers) = match name.strip_prefix("ctrl-") {
        Some(base) if !base.is_empty() => (base, KeyModifiers::CONTROL),
        _ => (name, KeyModifiers::NONE),
    };
    let mut chars = base.chars();
    let code = match (chars.next(), chars.next()) {
        (Some(c), None) => KeyCode::Char(c),
        (Some('f'), _) if base[1..].parse::<u8>().is_ok() => KeyCode::F(base[1..].parse().ok()?),
        _ => NAMED.iter().find(|(_, n)| *n == base)?.0,
    };
    Some(KeyEvent::new(code, modifiers))
}

/// The key that sends this character; none for control characters other than Enter.
pub fn of_char(c: char) -> Option<KeyEvent> {
    match c {
        '\r' | '\n' => Some(KeyCode::Enter.into()),
        c if c.is_control() => None,
        c => Some(KeyCode::Char(c).into()),
    }
}

/// The character that a key types into a field, as typed.
pub fn typed(key: KeyEvent) -> Option<char> {
    let plain = !key
        .modifiers
        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    match key.code {
        KeyCode::Char(c) if plain => Some(c),
        _ => None,
    }
}

/// How hints and the key sheet write it: `F5`, `Ctrl-Z`, `PgDn`. Some are words of the language,
/// and come back as the key of one.
pub fn label(name: &str) -> Label {
    match name {
        "up" | "down" => Label::Word("key-up-down"),
        "left" | "right" => Label::Word("key-left-right"),
        "pageup" => Label::Plain("PgUp".into()),
        "pagedown" => Label::Plain("PgDn".into()),
        "shift-tab" => Label::Plain("Shift-Tab".into()),
        " " => Label::Word("key-space"),
        _ if name.bytes().all(|b| b.is_ascii_digit()) => Label::Word("key-digits"),
        _ => Label::Plain(match name.strip_prefix("ctrl-") {
            Some(base) => format!("Ctrl-{}", base.to_uppercase()),
            None if name.len() == 1 => name.to_owned(),
            None => name[..1].to_uppercase() + &name[1..],
        }),
    }
}

/// A key's name for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// The same in every language.
    Plain(String),
    /// A key of the word files.
    Word(&'static str),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for text in [
            "f1",
            "f12",
            "enter",
            "shift-tab",
            "ctrl-z",
            "/",
            "G",
            "g",
            " ",
            "-",
            "ctrl--",
        ] {
            let key = parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(name(key).as_deref(), Some(text), "{text}");
        }
        assert_eq!(parse("nokey"), None);
        assert_eq!(parse(""), None);
    }

    #[test]
    fn an_input_method_left_on_changes_nothing() {
        let typed = |c| name(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
        for (c, want) in [
            ('？', "?"),
            ('ｎ', "n"),
            ('１', "1"),
            ('、', "/"),
            ('：', ":"),
            ('＋', "+"),
            ('＊', "*"),
        ] {
            assert_eq!(typed(c).as_deref(), Some(want));
        }
    }

    #[test]
    fn labels() {
        for (text, want) in [
            ("f5", "F5"),
            ("ctrl-z", "Ctrl-Z"),
            ("esc", "Esc"),
            ("/", "/"),
            ("pagedown", "PgDn"),
        ] {
            assert_eq!(label(text), Label::Plain(want.into()));
        }
        assert_eq!(label("1"), Label::Word("key-digits"));
        assert_eq!(label("down"), Label::Word("key-up-down"));
    }
}
