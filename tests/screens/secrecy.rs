//! A trainer at the screen of a township's office sees no child anywhere: every place, tab, command,
//! act, row of the palette, search, export and help is walked in both languages, and what is told
//! of households, caregivers, children and what was put off about them stands on no picture of it.
//!
//! The same walk by a supervisor meets all of it, so that it is known to look where it would be.

use crate::support::person::{Person, office};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tongdu::domain::book::{Kind, Record};
use tongdu::i18n::Language;
use tongdu::schema::{Day, FieldType, Id, KeyClass, Value, number};
use tongdu::service::demo::{self, Scale};
use tongdu::service::{Office, OfficeRole, Setup};
use tongdu::ui::Root;
use tongdu::ui::command::{COMMANDS, Cmd};

/// Part of every text of the cases; of nobody's name and of no word of the program.
const CANARY: &str = "鸾雀";
const TRAINER: &str = "laoying2026";
/// Steps back from wherever a walk has led to.
const BACK: usize = 8;

/// What stands in the fields of the cases, by the kind that it is told in.
type Canaries = BTreeMap<String, Kind>;

/// A value of its own for a field of the cases; none where it could be anybody's.
fn value_of(kind: Kind, at: usize, ty: FieldType) -> Option<Value> {
    let nth = Kind::ALL.iter().position(|k| *k == kind)? * 40 + at;
    match ty {
        FieldType::Text { max } | FieldType::Note { max } if max >= 8 => {
            Some(Value::Text(format!("{CANARY}{nth:04}")))
        }
        FieldType::Phone => Some(Value::Text(format!("1390599{nth:04}"))),
        FieldType::IdNumber => {
            let digits = format!("35999920130217{:03}", nth % 1000);
            let check = number::check_place(digits.as_bytes()) as char;
            Some(Value::Text(format!("{digits}{check}")))
        }
        _ => None,
    }
}

/// Adds a record of the cases with a canary in each field that can hold one.
fn told(office: &Office, kind: Kind, more: &[(&str, Value)], all: &mut Canaries) -> Id {
    let mut record = kind.blank();
    for (at, field) in kind.fields().iter().enumerate() {
        if let Some(value) = value_of(kind, at, field.ty) {
            all.insert(value.plain(), kind);
            record.put(at, value);
        }
    }
    for (name, value) in more {
        assert!(record.set(name, value.clone()), "{name}");
    }
    let saved = office.save(None, record.clone(), "样张");
    saved
        .unwrap_or_else(|p| panic!("{kind:?} {p} {:?}", p.faults))
        .id
}

/// The demo's township with canaries in its cases, and a trainer who may come in.
fn made(setup: &Setup, root: &Path) -> (Root, Canaries) {
    let office = demo::make(setup, root, Scale::Township, 1).expect("a demo");
    let mut all = Canaries::new();
    let village = office.candidates(Kind::Village, "后山村", 1)[0].id;
    let place = ("village", Value::Link(village));
    let home = told(&office, Kind::Household, &[], &mut all);
    let home = ("household", Value::Link(home));
    let main = [
        home.clone(),
        ("relation", Value::Choice("grandmother".into())),
        ("main", Value::Flag(true)),
    ];
    told(&office, Kind::Caregiver, &main, &mut all);
    let born = Day::from_ymd(2013, 2, 17).expect("a day");
    let child = [home, place, ("birth_day", Value::Day(born))];
    let child = told(&office, Kind::Child, &child, &mut all);
    all.insert("2013-02-17".into(), Kind::Child);
    let due = office.due();
    let about = due
        .iter()
        .find(|d| d.id == child)
        .expect("a file that lacks something");
    let why = format!("{CANARY}9999");
    office
        .postpone(about, office.today().plus(9), &why)
        .expect("put off");
    all.insert(why, Kind::Postponement);
    // Whoever of the demo's own children has a name like nobody of the workforce.
    let tables = office.tables();
    let known: Vec<String> = Kind::ALL
        .iter()
        .filter(|kind| kind.class() == KeyClass::Workforce)
        .flat_map(|kind| tables.rows(*kind))
        .map(|row| format!("{:?}", row.record))
        .collect();
    for row in tables.rows(Kind::Child) {
        if let Record::Child(child) = &row.record {
            let name = &child.name;
            if name.chars().count() > 2 && !known.iter().any(|text| text.contains(name.as_str())) {
                all.insert(name.clone(), Kind::Child);
            }
        }
    }
    drop(tables);
    office
        .add_user("赵敏", OfficeRole::Trainer, TRAINER)
        .expect("a trainer");
    office.close();
    (
        Root::Locked(Office::peek(setup, root).expect("just made")),
        all,
    )
}

/// Somebody who walks, what nobody may see, and what was seen of it.
struct Walk {
    person: Person,
    hidden: Canaries,
    seen: BTreeSet<(Kind, String)>,
    pictures: usize,
}

impl Walk {
    /// In front of the unlocked office.
    fn of(language: Language, trainer: bool) -> Self {
        let mut hidden = Canaries::new();
        let person = Person::with(language, |setup, root| {
            let (found, all) = made(setup, root);
            hidden = all;
            found
        });
        let mut walk = Self {
            person,
            hidden,
            seen: BTreeSet::new(),
            pictures: 0,
        };
        walk.unlock(trainer);
        walk
    }

    fn unlock(&mut self, trainer: bool) {
        if trainer {
            self.go(&["down"]);
        }
        let passphrase = if trainer {
            TRAINER
        } else {
            demo::DEMO_PASSPHRASE
        };
        self.person.type_text(passphrase).press("enter");
        let post = if trainer { "赵敏" } else { "王芳" };
        assert!(self.person.sees(post), "{}", self.person.text());
        self.look();
    }

    /// Looks at the screen, at the wide one with its pane, and at what was copied.
    fn look(&mut self) {
        self.pictures += 1;
        let mut shown = self.person.text();
        self.person.resize(120, 40);
        shown += &self.person.text();
        self.person.resize(80, 24);
        shown += &self.person.app.take_copied().unwrap_or_default();
        for (text, kind) in &self.hidden {
            if shown.contains(text.as_str()) {
                self.seen.insert((*kind, text.clone()));
            }
        }
    }

    fn go(&mut self, keys: &[&str]) -> &mut Self {
        for key in keys {
            self.person.press(key);
            self.look();
        }
        self
    }

    /// Types, looking once at the end.
    fn write(&mut self, text: &str) -> &mut Self {
        self.person.type_text(text);
        self.look();
        self
    }

    /// To the workbench from wherever this is; nothing typed is kept.
    fn home(&mut self) {
        let drop = self.person.ctx().word("leave-title");
        let desk = format!("[1{}", self.person.ctx().word("tab-1"));
        for _ in 0..BACK {
            if self.person.sees(&desk) {
                return;
            }
            if self.person.sees(&drop) {
                self.person.press("2");
            }
            let before = self.person.text();
            self.person.press("esc");
            if self.person.text() == before {
                self.person.press("1");
            }
        }
        assert!(self.person.sees(&desk), "lost at\n{}", self.person.text());
    }

    fn at(&mut self, way: &[&str]) {
        self.home();
        self.go(way);
    }

    /// Every key that the command table gives to any screen, each from here.
    fn keys(&mut self, way: &[&str]) {
        let leaves = |cmd| matches!(cmd, Cmd::Quit | Cmd::Lock | Cmd::Language | Cmd::Undo);
        let specs = COMMANDS.iter().filter(|spec| !leaves(spec.cmd));
        let keys: BTreeSet<&str> = specs
            .filter_map(|spec| spec.keys.first().copied())
            .collect();
        for key in keys {
            self.at(way);
            self.go(&[key]);
        }
    }

    /// Every act of F6, and on from its question with what is offered.
    fn acts(&mut self, way: &[&str]) {
        for digit in ["1", "2", "3", "4", "5", "6", "7", "8", "9"] {
            self.at(way);
            self.go(&["f6", digit, "1", "enter", "enter"]);
        }
    }

    /// Every row of the palette.
    fn palette(&mut self, way: &[&str], rows: usize) {
        let (quit, lock) = (
            self.person.ctx().word("cmd-quit"),
            self.person.ctx().word("cmd-lock"),
        );
        for row in 0..rows {
            self.at(way);
            self.go(&["ctrl-p"]);
            for _ in 0..row {
                self.person.press("down");
            }
            self.look();
            let text = self.person.text();
            let line = text
                .lines()
                .find(|line| line.contains('>'))
                .unwrap_or_default();
            if line.contains(&quit) || line.contains(&lock) {
                continue;
            }
            self.go(&["enter", "down", "enter"]);
        }
    }

    /// Everything, everywhere.
    fn everywhere(&mut self) {
        // By what begins a name and ends a number, never all of it: what they typed themselves
        // stands on the screen, and only whoever is found has the rest beside it.
        let numbers = |text: &&String| text.bytes().all(|b| b.is_ascii_digit());
        let tails = self.hidden.keys().filter(numbers).take(2);
        let tails: Vec<String> = tails
            .map(|text| text[text.len() - 7..].to_owned())
            .collect();
        let names = self.hidden.iter().filter(|(_, kind)| **kind == Kind::Child);
        let names = names.rev().take(2).map(|(name, _)| {
            let least = name.chars().count() - 1;
            name.chars().take(least).collect()
        });
        let asked: Vec<String> = names.chain(tails).chain([CANARY.to_owned()]).collect();
        for text in &asked {
            self.at(&["/"]);
            self.write(text);
            self.go(&["enter"]);
        }
        self.at(&["/"]);
        self.write("luanque");
        let tabs = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];
        for tab in tabs {
            self.at(&[tab]);
            self.go(&["f1", "esc", "enter", "end", "pagedown", "f5", "esc"]);
        }
        for way in [
            &["1"][..],
            &["2", "down"],
            &["2", "down", "enter"],
            &["3", "down"],
            &["3", "end", "enter"],
            &["7"],
            &["7", "enter"],
            &["8"],
            &["8", "enter"],
            &["0"],
            &["0", "enter"],
        ] {
            self.keys(way);
            self.acts(way);
        }
        self.palette(&["1"], 24);
        self.palette(&["2", "down"], 28);
        self.palette(&["3", "down"], 28);
    }

    /// Nothing of it lies in a file that came of all that, in clear.
    fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.person.folder().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                let bytes = std::fs::read(entry.path()).expect("a file");
                let canary = CANARY.as_bytes();
                if bytes.windows(canary.len()).any(|window| window == canary) {
                    found.push(entry.path().display().to_string());
                }
            }
        }
        found
    }
}

fn a_trainer_walks(language: Language) {
    let mut walk = Walk::of(language, true);
    walk.everywhere();
    assert!(walk.seen.is_empty(), "shown: {:?}", walk.seen);
    assert_eq!(walk.files(), [""; 0]);
    // Nor is any of it in memory, where the next screen could come by it.
    let office = office(&walk.person);
    for kind in walk.hidden.values().collect::<BTreeSet<_>>() {
        assert_eq!(office.tables().rows(*kind).count(), 0, "{kind:?}");
    }
    assert!(walk.pictures > 800, "{} pictures", walk.pictures);
}

#[test]
fn a_trainer_sees_no_child_on_any_screen() {
    a_trainer_walks(Language::ZhCn);
}

#[test]
fn a_trainer_sees_no_child_on_any_screen_in_english() {
    a_trainer_walks(Language::En);
}

/// The walk's eyes: by a supervisor they meet every kind of it.
#[test]
fn a_supervisor_is_shown_what_a_trainer_is_not() {
    let mut walk = Walk::of(Language::ZhCn, false);
    walk.at(&["/"]);
    walk.write(CANARY);
    walk.go(&["enter", "end", "pageup", "pageup", "pageup"]);
    walk.at(&["4", "end"]);
    walk.go(&["enter", "pagedown", "pagedown"]);
    walk.home();
    for _ in 0..120 {
        walk.go(&["down"]);
    }
    let kinds: BTreeSet<Kind> = walk.seen.iter().map(|(kind, _)| *kind).collect();
    let cases = [
        Kind::Household,
        Kind::Caregiver,
        Kind::Child,
        Kind::Postponement,
    ];
    assert_eq!(
        kinds,
        BTreeSet::from(cases),
        "{:?}\n{}",
        walk.seen,
        walk.person.text()
    );
}
