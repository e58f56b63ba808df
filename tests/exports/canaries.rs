//! A value of its own in every field of every record: for each agency, none of them gets out beyond
//! what it is granted, be it to the plug-in, into a file, into the log or into a sentence.

use crate::sponge::{Desk, all_shipped, shipped};
use std::collections::BTreeMap;
use std::fmt::Write;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::disclosure::Disclosure;
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::{Day, FieldType, Id, Value, number};
use tongdu::service::export::{Preview, Table};
use tongdu::service::{Office, demo};

/// Where each canary sits: `KIND.FIELD`.
type Canaries = BTreeMap<String, String>;

/// A value for a field that is nobody else's; none where the type has too few.
fn value_of(kind: Kind, at: usize, ty: FieldType) -> Option<Value> {
    let nth = Kind::ALL.iter().position(|k| *k == kind)? * 40 + at;
    match ty {
        FieldType::Text { max } | FieldType::Note { max } if max >= 8 => {
            Some(Value::Text(format!("鸾雀{nth:04}")))
        }
        FieldType::Phone => Some(Value::Text(format!("1390599{nth:04}"))),
        FieldType::IdNumber => {
            let digits = format!("35999920130217{:03}", nth % 1000);
            let check = number::check_place(digits.as_bytes()) as char;
            Some(Value::Text(format!("{digits}{check}")))
        }
        FieldType::Day => Day::from_ymd(1955, 1, 1).map(|day| Value::Day(day.plus(nth as i32))),
        _ => None,
    }
}

/// Adds one record with a canary in each field that can hold one.
fn told(office: &Office, kind: Kind, more: &[(&str, Value)], all: &mut Canaries) -> Id {
    let mut record = kind.blank();
    for (at, field) in kind.fields().iter().enumerate() {
        if let Some(value) = value_of(kind, at, field.ty) {
            all.insert(told_as(&value), format!("{}.{}", kind.name(), field.name));
            record.put(at, value);
        }
    }
    for (name, value) in more {
        assert!(record.set(name, value.clone()), "{name}");
    }
    // Rules between fields don't matter here: what is stored is what could get out.
    let before: Vec<Id> = office.tables().rows(kind).map(|row| row.id).collect();
    demo::add(office, vec![record]).unwrap();
    let tables = office.tables();
    let mut rows = tables.rows(kind).map(|row| row.id);
    rows.find(|id| !before.contains(id)).expect("added")
}

/// As the sponge writes it.
fn told_as(value: &Value) -> String {
    match value {
        Value::Day(day) => day.0.to_string(),
        value => value.plain(),
    }
}

fn choice(code: &str) -> Value {
    Value::Choice(code.into())
}

/// A home whose child every agency has to do with, and a director of its village.
fn filled(office: &Office) -> Canaries {
    let mut all = Canaries::new();
    let village = office.tables().live(Kind::Village).next().expect("one").id;
    let place = ("village", Value::Link(village));
    let poor = ("poverty", choice("allowance"));
    let home = told(office, Kind::Household, &[poor], &mut all);
    let home = ("household", Value::Link(home));
    let father = [
        home.clone(),
        ("relation", choice("father")),
        ("main", Value::Flag(true)),
    ];
    told(office, Kind::Caregiver, &father, &mut all);
    let child = [
        home,
        place.clone(),
        ("birth_day", Value::Day(Day::from_ymd(2014, 2, 17).unwrap())),
        ("disability", choice("limbs")),
        ("grade", choice("one")),
        ("schooling", choice("dropped_out")),
        ("guardianship", choice("nobody")),
    ];
    told(office, Kind::Child, &child, &mut all);
    let born = Value::Day(Day::from_ymd(2014, 2, 17).unwrap());
    all.insert(told_as(&born), "child.birth_day".into());
    let worker = told(
        office,
        Kind::Worker,
        &[("role", choice("director"))],
        &mut all,
    );
    let post = [("worker", Value::Link(worker)), place, ("to", Value::Empty)];
    told(office, Kind::Post, &post, &mut all);
    all
}

/// From which stored field a field of a dataset may come.
fn origin(table: Table, field: &str) -> &[&str] {
    match (table, field) {
        (Table::Roster, "post_from") => &["post.from"],
        (Table::Roster, "first_training") => &["worker.first_training"],
        (Table::Roster, "name") => &["worker.name"],
        (Table::Roster, "birth_day") => &["worker.birth_day"],
        (Table::Roster, "id_number") => &["worker.id_number"],
        (Table::Roster, "phone") => &["worker.phone"],
        (Table::Roster, "certificate") => &["worker.certificate"],
        (Table::Roster, "national_entered") => &["worker.national_entered"],
        (Table::Roster, "note") => &["worker.note"],
        (Table::Children, "name") => &["child.name"],
        (Table::Children, "birth_day") => &["child.birth_day"],
        (Table::Children, "id_number") => &["child.id_number"],
        (Table::Children, "ethnicity") => &["child.ethnicity"],
        (Table::Children, "address") => &["household.address"],
        (Table::Children, "disability_card") => &["child.disability_card"],
        (Table::Children, "illness") => &["child.illness"],
        (Table::Children, "school") => &["child.school"],
        (Table::Children, "class") => &["child.class"],
        (Table::Children, "note") => &["child.note"],
        (Table::Children, "guardian" | "father") => &["caregiver.name"],
        (Table::Children, "guardian_phone") => &["caregiver.phone"],
        (Table::Families, "guardian") => &["caregiver.name"],
        (Table::Families, "phone") => &["caregiver.phone"],
        (Table::Parents, "name") => &["caregiver.name"],
        (Table::Parents, "phone") => &["caregiver.phone"],
        (Table::Parents, "work_place") => &["caregiver.work_place"],
        (Table::Parents, "consent") => &["caregiver.consent"],
        _ => &[],
    }
}

/// Which of the canaries are in a text.
fn found<'a>(text: &str, all: &'a Canaries) -> Vec<&'a str> {
    let there = |canary: &str| {
        // Days are short numbers: only where they stand alone.
        let alone = |at: usize| {
            let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            edge(text[..at].chars().next_back()) && edge(text[at + canary.len()..].chars().next())
        };
        text.match_indices(canary).any(|(at, _)| alone(at))
    };
    let inside = all.iter().filter(|(canary, _)| there(canary));
    inside.map(|(_, from)| from.as_str()).collect()
}

/// Everything that the preview grants, as stored fields.
fn allowed(preview: &Preview) -> Vec<&'static str> {
    let fields = preview.leaving.iter();
    fields
        .flat_map(|field| origin(field.table, field.name).iter().copied())
        .collect()
}

fn desk() -> (Desk, Canaries) {
    let desk = Desk::new(crate::office::jukou_on);
    let all = filled(&desk.office);
    (desk, all)
}

fn log(office: &Office) -> String {
    let tables = office.tables();
    let mut text = String::new();
    for (id, entry) in tables.all::<Disclosure>(Kind::Disclosure) {
        write!(text, "{id} {:?} ", Record::from(entry.clone())).unwrap();
    }
    text
}

#[test]
fn nothing_but_what_is_granted_reaches_the_plug_in() {
    let mut met = std::collections::BTreeSet::new();
    for id in all_shipped() {
        let (desk, all) = desk();
        desk.soak(&shipped(&id), "");
        let preview = desk
            .preview("sponge", &[])
            .unwrap_or_else(|p| panic!("{id} {}", p.key));
        let allowed = allowed(&preview);
        let given = desk.given(&preview);
        let text = format!("{given:?}");
        for from in found(&text, &all) {
            assert!(allowed.contains(&from), "{id} got {from}");
            met.insert(from.to_owned());
        }
        // Each of those that are granted does leave, or this test looks past them.
        for from in &allowed {
            assert!(
                found(&text, &all).contains(from),
                "{id} lacks {from}\n{text}"
            );
        }
        assert_eq!(
            found(&log(&desk.office), &all),
            Vec::<&str>::new(),
            "{id}'s log"
        );
    }
    assert!(met.len() > 15, "{met:?}");
}

#[test]
fn nor_the_files_that_a_shipped_plug_in_makes() {
    for id in all_shipped() {
        let (desk, all) = desk();
        let preview = desk
            .preview(&id, &[])
            .unwrap_or_else(|p| panic!("{id} {}", p.key));
        let allowed = allowed(&preview);
        let out = desk.send(&preview, None).unwrap();
        for file in crate::plugins::names(&out) {
            let bytes = std::fs::read(out.join(&file)).unwrap();
            let text = match file.ends_with(".xlsx") {
                true => unpacked(&bytes),
                false => String::from_utf8(bytes).unwrap(),
            };
            for from in found(&text, &all) {
                assert!(allowed.contains(&from), "{id}: {from} is in {file}");
            }
        }
    }
}

/// Every part of a workbook.
fn unpacked(bytes: &[u8]) -> String {
    use std::io::Read;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for at in 0..zip.len() {
        zip.by_index(at).unwrap().read_to_string(&mut text).unwrap();
    }
    text
}

#[test]
fn what_a_plug_in_says_when_it_fails_is_not_stored() {
    let (desk, all) = desk();
    desk.soak(&shipped("education"), "# FAIL");
    let preview = desk.preview("sponge", &[]).unwrap();
    let problem = desk.send(&preview, None).unwrap_err();
    assert_eq!(problem.key, "plugin-failed");
    assert_eq!(found(&log(&desk.office), &all), Vec::<&str>::new());
    // Nor said, unless somebody asks for it.
    let words = Lexicon::new(Language::ZhCn);
    let said = format!(
        "{}{}{}",
        problem.what(&words),
        problem.why(&words),
        problem.next(&words)
    );
    assert_eq!(found(&said, &all), Vec::<&str>::new(), "{said}");
}
