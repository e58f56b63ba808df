//! Keys of a person's own: a file says which keys a command has in place of those of the table.
//!
//! Whatever the file says, no key means two things on one screen, and the keys that everybody is
//! taught (Esc, Enter, F1, F6, arrows, digits) keep doing what they do.

use super::command::{COMMANDS, Cmd, Scope, Spec};
use super::key;
use crate::config::{Entry, Folder, Settings, Sort, Value, Warning, parse};
use std::collections::BTreeMap;

/// Keys that can't be taken away from their commands or given to others.
const KEPT: [&str; 18] = [
    "esc", "enter", "f1", "f6", "up", "down", "left", "right", "0", "1", "2", "3", "4", "5", "6",
    "7", "8", "9",
];

/// Which keys mean which commands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    /// The keys of commands that have others than in the table, by the command's name.
    own: BTreeMap<&'static str, Vec<String>>,
}

/// A key that the file gives to a command, and where it says so.
struct Given<'a> {
    spec: &'static Spec,
    key: String,
    entry: &'a Entry,
}

impl Keymap {
    /// The keymap that the settings name, and what can't be used of it.
    pub fn preferred(folder: &Folder, settings: &Settings) -> (Self, Vec<Warning>) {
        let Some(name) = &settings.keymap else {
            return (Self::default(), Vec::new());
        };
        match folder.text(Sort::Keymap, name) {
            Some(text) => Self::parse(&Sort::Keymap.file(name), &text),
            None => {
                let missing = Warning {
                    file: Settings::FILE.into(),
                    line: 1,
                    key: "config-no-keymap",
                    found: Sort::Keymap.file(name),
                };
                (Self::default(), vec![missing])
            }
        }
    }

    /// Reads a keymap: `[keys]`, and under it `find = ["/", "ctrl-f"]`. What can't be used is left
    /// out and told; a command left without a key has those of the table.
    pub fn parse(file: &str, text: &str) -> (Self, Vec<Warning>) {
        let (entries, mut warnings) = parse(file, text);
        let mut given = Vec::new();
        for entry in &entries {
            match (entry.key.as_str(), &entry.value) {
                ("keys", Value::Table(under)) => {
                    for entry in under {
                        read(entry, file, &mut given, &mut warnings);
                    }
                }
                _ => warnings.push(entry.warning(file, "config-unknown")),
            }
        }
        given.sort_by_key(|given| given.entry.line);
        let keymap = settle(given, file, &mut warnings);
        warnings.sort_by_key(|warning| warning.line);
        (keymap, warnings)
    }

    /// The keys of a command.
    pub fn keys<'a>(&'a self, spec: &'a Spec) -> Vec<&'a str> {
        match self.own.get(spec.name) {
            Some(own) => own.iter().map(String::as_str).collect(),
            None => spec.keys.to_vec(),
        }
    }

    /// The key that hints show, never a letter where there is another.
    pub fn shown<'a>(&'a self, spec: &'a Spec) -> Option<&'a str> {
        let keys = self.keys(spec);
        let plain = |key: &&&str| key.len() > 1 || !key.bytes().all(|b| b.is_ascii_alphabetic());
        keys.iter().find(plain).or(keys.first()).copied()
    }

    /// The command that a key means on this sort of screen.
    pub fn look_up(&self, scope: Scope, key: &str) -> Option<&'static Spec> {
        COMMANDS
            .iter()
            .find(|spec| spec.within(scope) && self.keys(spec).contains(&key))
    }
}

fn read<'a>(entry: &'a Entry, file: &str, given: &mut Vec<Given<'a>>, warnings: &mut Vec<Warning>) {
    let Some(spec) = COMMANDS.iter().find(|spec| spec.name == entry.key) else {
        return warnings.push(entry.warning(file, "config-no-command"));
    };
    let keys = match &entry.value {
        Value::Text(key) => std::slice::from_ref(key),
        Value::Texts(keys) => keys.as_slice(),
        _ => return warnings.push(entry.warning(file, "config-value")),
    };
    for written in keys {
        let refused = match (spec.cmd, named(written)) {
            (Cmd::Digit, _) => "config-kept",
            (_, None) => "config-no-key",
            (_, Some(key)) if KEPT.contains(&key.as_str()) && !spec.keys.contains(&&*key) => {
                "config-kept"
            }
            (_, Some(key)) => {
                given.push(Given { spec, key, entry });
                continue;
            }
        };
        warnings.push(Warning {
            found: format!("{} = {written}", entry.key),
            ..entry.warning(file, refused)
        });
    }
}

/// The name of a key as the table has it, of what a person wrote: `Ctrl-F`, `Space`, `/`.
fn named(written: &str) -> Option<String> {
    let name = match written.chars().count() {
        1 => written.to_owned(),
        _ => written.trim().to_ascii_lowercase().replace("space", " "),
    };
    key::parse(&name).and_then(key::name)
}

/// Takes out keys until none means two things: against the table the file loses, and of two in the
/// file the later one.
fn settle(mut given: Vec<Given<'_>>, file: &str, warnings: &mut Vec<Warning>) -> Keymap {
    loop {
        let keymap = made(&given);
        let taken = given.iter().enumerate().find_map(|(at, one)| {
            let meets = |other: &&Spec| {
                other.name != one.spec.name
                    && other.scopes.iter().any(|scope| one.spec.within(*scope))
                    && keymap.keys(other).contains(&one.key.as_str())
                    && !given[at..]
                        .iter()
                        .any(|later| later.spec.name == other.name && later.key == one.key)
            };
            let other = COMMANDS.iter().find(meets)?;
            Some((at, other.name))
        });
        let Some((at, other)) = taken else {
            return keymap;
        };
        let gone = given.remove(at);
        warnings.push(Warning {
            found: format!("{} = {}, {other} = {}", gone.spec.name, gone.key, gone.key),
            ..gone.entry.warning(file, "config-taken")
        });
    }
}

fn made(given: &[Given<'_>]) -> Keymap {
    let mut keymap = Keymap::default();
    for one in given {
        // Those that may not be lost stay behind the person's own.
        let kept = one.spec.keys.iter().filter(|key| KEPT.contains(key));
        let kept: Vec<String> = kept.map(|key| (*key).to_owned()).collect();
        let keys = keymap.own.entry(one.spec.name).or_insert(kept);
        if !keys.contains(&one.key) {
            let before = keys
                .iter()
                .filter(|key| KEPT.contains(&key.as_str()))
                .count();
            keys.insert(keys.len() - before, one.key.clone());
        }
    }
    keymap
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(name: &str) -> &'static Spec {
        let found = COMMANDS.iter().find(|spec| spec.name == name);
        found.unwrap_or_else(|| panic!("{name}"))
    }

    fn read(text: &str) -> (Keymap, Vec<(usize, &'static str, String)>) {
        let (keymap, warnings) = Keymap::parse("keymaps/mine.toml", text);
        let told = warnings.into_iter().map(|w| (w.line, w.key, w.found));
        (keymap, told.collect())
    }

    #[test]
    fn a_command_has_other_keys() {
        let (keymap, told) = read("[keys]\nfind = [\"F12\", \"Ctrl-F\"]\nundo = \"U\"\n");
        assert_eq!(told, []);
        assert_eq!(keymap.keys(spec("find")), ["f12", "ctrl-f"]);
        let found = keymap.look_up(Scope::List, "f12").map(|spec| spec.name);
        assert_eq!(found, Some("find"));
        assert!(keymap.look_up(Scope::List, "/").is_none());
        assert_eq!(keymap.keys(spec("undo")), ["U"]);
        assert_eq!(keymap.shown(spec("undo")), Some("U"));
        assert_eq!(Keymap::default().shown(spec("up")), Some("up"));
        // Two may change places.
        let (keymap, told) = read("[keys]\nfind = \"u\"\nundo = \"/\"\n");
        assert_eq!(told, []);
        assert_eq!(keymap.keys(spec("undo")), ["/"]);
    }

    #[test]
    fn daily_keys_are_never_lost() {
        let (keymap, told) = read(
            "[keys]\nhelp = \"f12\"\nopen = [\"o\"]\nundo = [\"esc\", \"ctrl-z\"]\ntab-digit = \"x\"\nfind = \"3\"\n",
        );
        assert_eq!(keymap.keys(spec("help")), ["f12", "f1"]);
        assert_eq!(keymap.keys(spec("open")), ["o", "enter"]);
        assert_eq!(keymap.keys(spec("undo")), ["ctrl-z"]);
        assert_eq!(keymap.keys(spec("find")), spec("find").keys);
        let lines: Vec<_> = told.iter().map(|(line, key, _)| (*line, *key)).collect();
        assert_eq!(
            lines,
            [(4, "config-kept"), (5, "config-kept"), (6, "config-kept")]
        );
    }

    #[test]
    fn conflicts_and_what_doesnt_exist_are_named_with_their_line() {
        let (keymap, told) = read(
            "[keys]\nfind = [\"f5\", \"f12\"]\nundo = \"f12\"\nfly = \"x\"\nhelp = 3\nquit = \"ctrl-\"\n[other]\n",
        );
        assert_eq!(keymap.keys(spec("find")), ["f12"]);
        assert_eq!(keymap.keys(spec("undo")), spec("undo").keys);
        let found = |found: &str| found.to_owned();
        assert_eq!(
            told,
            [
                (2, "config-taken", found("find = f5, why = f5")),
                (3, "config-taken", found("undo = f12, find = f12")),
                (4, "config-no-command", found("fly = \"x\"")),
                (5, "config-value", found("help = 3")),
                (6, "config-no-key", found("quit = ctrl-")),
                (7, "config-unknown", found("[other]")),
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn whatever_it_says_no_key_means_two_things(
            lines in proptest::collection::vec((0..COMMANDS.len(), proptest::collection::vec(0..40usize, 0..3)), 0..12)
        ) {
            let all: Vec<&str> = COMMANDS.iter().flat_map(|spec| spec.keys.iter().copied()).collect();
            let mut text = String::from("[keys]\n");
            let mut said = std::collections::BTreeSet::new();
            for (command, keys) in lines {
                let keys: Vec<&str> = keys.iter().map(|k| all[k * 7 % all.len()]).collect();
                if said.insert(command) {
                    text.push_str(&format!("{} = {keys:?}\n", COMMANDS[command].name));
                }
            }
            let (keymap, _) = Keymap::parse("f", &text);
            for scope in Scope::ALL {
                let mut seen = BTreeMap::new();
                for spec in COMMANDS.iter().filter(|s| s.within(*scope)) {
                    for key in keymap.keys(spec) {
                        assert_eq!(seen.insert(key, spec.name), None, "{scope:?} {key} in {text}");
                    }
                    for key in spec.keys.iter().filter(|key| KEPT.contains(key)) {
                        assert_eq!(keymap.look_up(*scope, key).map(|s| s.name), Some(spec.name), "{text}");
                    }
                }
            }
        }

        #[test]
        fn any_text_is_a_keymap(text in "(?s).*") {
            Keymap::parse("f", &text);
        }
    }
}
