//! An office in which every field that can hold one has a value of its own, in a record of each kind;
//! and whether such a value is in a text.

use std::collections::{BTreeMap, BTreeSet};
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::divisions;
use tongdu::schema::{Day, FieldType, Id, Value, number};
use tongdu::service::{Office, demo};

/// Each canary as it may be written, and where it sits: `KIND.FIELD`.
#[derive(Default)]
pub struct Canaries {
    written: BTreeMap<String, String>,
    /// As it is typed, by where it sits.
    typed: BTreeMap<String, String>,
}

/// The birthday of the child, for a canary's own would make it grown: nobody else has it.
const BORN: (i32, u32, u32) = (2014, 2, 17);

impl Canaries {
    fn add(&mut self, value: &Value, from: String) {
        let mut forms = vec![value.plain()];
        if let Value::Day(day) = value {
            // As the sponge writes a day, and as a workbook does.
            forms.extend([day.0.to_string(), (day.0 + 25_569).to_string()]);
        }
        for form in forms {
            let before = self.written.insert(form, from.clone());
            assert!(before.is_none_or(|before| before == from), "{from} twice");
        }
        self.typed.insert(from, value.plain());
    }

    /// The value that sits in `KIND.FIELD`.
    pub fn of(&self, from: &str) -> &str {
        &self.typed[from]
    }

    /// The fields that have one.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.typed.keys().map(String::as_str)
    }

    /// Which of them are in a text.
    pub fn found(&self, text: &str) -> BTreeSet<&str> {
        let inside = self
            .written
            .iter()
            .filter(|(canary, _)| there(text, canary));
        inside.map(|(_, from)| from.as_str()).collect()
    }
}

/// Whether a canary stands in a text; numbers are short, and count only where they stand alone.
fn there(text: &str, canary: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let words = canary.starts_with('鸾');
    text.match_indices(canary).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + canary.len()..]);
        words || (edge(before.chars().next_back()) && edge(after.chars().next()))
    })
}

/// A value for a field that is nobody else's; none where the type has too few.
fn value_of(kind: Kind, at: usize, ty: FieldType) -> Option<Value> {
    let nth = Kind::ALL.iter().position(|k| *k == kind)? * 40 + at;
    let n = i64::try_from(nth).ok()?;
    match ty {
        FieldType::Text { max } | FieldType::Note { max } => {
            assert!(max >= 6, "room for a canary");
            Some(Value::Text(format!("鸾雀{nth:04}")))
        }
        FieldType::Phone => Some(Value::Text(format!("1390599{nth:04}"))),
        FieldType::IdNumber => {
            let digits = format!("359999201302{:02}{:03}", 10 + nth / 1000, nth % 1000);
            let check = number::check_place(digits.as_bytes()) as char;
            Some(Value::Text(format!("{digits}{check}")))
        }
        FieldType::Day => Day::from_ymd(1955, 1, 1).map(|day| Value::Day(day.plus(nth as i32))),
        FieldType::Int { min, max } => (min..=max)
            .contains(&(900_000 + n))
            .then_some(Value::Int(900_000 + n)),
        FieldType::Score { max } => (max > 40_000).then_some(Value::Score((30_000 + n) * 10 + 7)),
        FieldType::Time
        | FieldType::Flag
        | FieldType::Choice(..)
        | FieldType::Choices(..)
        | FieldType::Link(_)
        | FieldType::Division => None,
    }
}

/// Values that a record of a kind has to have, so that every agency has to do with it.
fn needed(kind: Kind, today: Day) -> Vec<(&'static str, Value)> {
    let choice = |code: &str| Value::Choice(code.into());
    let some = |code: &str| Value::Choices(vec![code.into()]);
    match kind {
        // Of the next township, for each village has one record.
        Kind::Village => vec![("code", Value::Text(elsewhere()))],
        Kind::Worker => vec![("role", choice("director"))],
        Kind::Post => vec![("to", Value::Empty)],
        Kind::Household => vec![("poverty", choice("allowance"))],
        Kind::Caregiver => vec![
            ("relation", choice("father")),
            ("main", Value::Flag(true)),
            ("wishes", some("training")),
        ],
        Kind::Child => vec![
            ("birth_day", Value::Day(born())),
            ("disability", choice("limbs")),
            ("grade", choice("one")),
            ("schooling", choice("dropped_out")),
            ("guardianship", choice("nobody")),
        ],
        Kind::LocalField => vec![("of", choice("child")), ("holds", choice("text"))],
        // Statistics tell of this year and the last.
        Kind::Expense => vec![("kind", choice("allowance")), ("day", Value::Day(today))],
        _ => Vec::new(),
    }
}

fn elsewhere() -> String {
    let county = divisions::office("350703").unwrap();
    let mut villages = divisions::villages_of(county).map(|d| d.code.clone());
    villages
        .find(|code| !code.starts_with("350703104"))
        .unwrap()
}

fn born() -> Day {
    let (year, month, day) = BORN;
    Day::from_ymd(year, month, day).unwrap()
}

/// Adds a record with a canary in each field that can hold one, linked to those that are there.
fn planted(office: &Office, kind: Kind, there: &BTreeMap<&str, Id>, all: &mut Canaries) -> Id {
    let mut record = kind.blank();
    for (at, field) in kind.fields().iter().enumerate() {
        let linked = |to: &str| there.get(to).map(|id| Value::Link(*id));
        let value = match field.ty {
            FieldType::Link(to) => linked(to),
            ty => value_of(kind, at, ty),
        };
        let needed = needed(kind, office.today());
        let needed = needed.into_iter().find(|(name, _)| *name == field.name);
        if let Some(value) = needed.map(|(_, value)| value).or(value) {
            if let Some(own) = value_of(kind, at, field.ty).filter(|own| *own == value) {
                all.add(&own, format!("{}.{}", kind.name(), field.name));
            }
            record.put(at, value);
        }
    }
    if kind == Kind::Child {
        all.add(&Value::Day(born()), "child.birth_day".into());
    }
    if let (Some(extra), Some(own)) = (record.extra_mut(), there.get("field")) {
        let value = format!("鸾雀外{}", kind.name());
        extra.insert(*own, value.clone());
        all.add(&Value::Text(value), format!("{}.extra", kind.name()));
    }
    put(office, record)
}

/// Adds a record as it is. Rules between fields don't matter here: what is stored could get out.
pub fn put(office: &Office, record: Record) -> Id {
    let kind = record.kind();
    let before: Vec<Id> = office.tables().rows(kind).map(|row| row.id).collect();
    demo::add(office, vec![record]).unwrap();
    let tables = office.tables();
    let mut rows = tables.rows(kind).map(|row| row.id);
    rows.find(|id| !before.contains(id)).expect("added")
}

/// A record of every kind, each linked to the others: those first that others lead to.
pub fn plant(office: &Office) -> Canaries {
    let mut all = Canaries::default();
    let mut there = BTreeMap::new();
    let ready = |kind: &Kind, there: &BTreeMap<&str, Id>| {
        let own = kind.name();
        let mut fields = kind.fields().iter();
        let linked = |to: &str| to == own || there.contains_key(to);
        fields.all(|f| !matches!(f.ty, FieldType::Link(to) if !linked(to)))
    };
    let mut left: Vec<Kind> = Kind::ALL.to_vec();
    // Fields of the office's own come before what has them.
    left.sort_by_key(|kind| *kind != Kind::LocalField);
    while !left.is_empty() {
        let next = left
            .iter()
            .position(|kind| ready(kind, &there))
            .expect("no circle");
        let kind = left.remove(next);
        there.insert(kind.name(), planted(office, kind, &there, &mut all));
    }
    all
}
