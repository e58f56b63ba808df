//! The same home over and over: whoever lives in it has its number in the name, and else one home is
//! like another, but for one field of one record.

use std::collections::BTreeMap;
use tongdu::domain::book::{Kind, Record};
use tongdu::schema::{Day, FieldType, Id, Value};
use tongdu::service::{Office, demo};

/// A field of a record, by which a home is other than the first: none in the first.
#[derive(Clone, Debug, Default)]
pub struct Flip {
    /// `child.sex`; of a parent `caregiver.sex`, whichever it is.
    pub field: String,
    /// What it holds there.
    pub value: Value,
}

fn choice(code: &str) -> Value {
    Value::Choice(code.into())
}

fn some(code: &str) -> Value {
    Value::Choices(vec![code.into()])
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn day(iso: &str) -> Value {
    Value::Day(Day::parse(iso, None).unwrap())
}

fn made(kind: Kind, values: &[(&str, Value)]) -> Record {
    let mut record = kind.blank();
    for (name, value) in values {
        assert!(record.set(name, value.clone()), "{name}");
    }
    record
}

/// Poor, so that every agency has to do with it.
fn home() -> Record {
    let values = [
        ("head", text("主#号")),
        ("address", text("溪边三组")),
        ("registered_place", text("溪边二组")),
        ("phone", text("13805990001")),
        ("family_type", choice("complete")),
        ("income", some("wages")),
        ("poverty", choice("allowance")),
        ("relief", some("allowance")),
        ("note", text("门前有樟树")),
    ];
    made(Kind::Household, &values)
}

/// Who looks after the child, works elsewhere now and then, and agreed to be named.
fn father() -> Record {
    let values = [
        ("name", text("父#号")),
        ("relation", choice("father")),
        ("main", Value::Flag(true)),
        ("guardian", Value::Flag(true)),
        ("entrusted", Value::Flag(false)),
        ("phone", text("13805990002")),
        ("status", some("away")),
        ("status_since", day("2026-01-05")),
        ("able", Value::Flag(true)),
        ("work_place", text("厦门")),
        ("sex", choice("male")),
        ("birth_day", day("1985-05-05")),
        ("id_number", text("350784198505050018")),
        ("address", text("厦门湖里")),
        ("wishes", some("training")),
        ("consent", day("2026-02-01")),
        ("note", text("过年回来")),
    ];
    made(Kind::Caregiver, &values)
}

fn mother() -> Record {
    let mut record = father();
    let own = [
        ("name", text("母#号")),
        ("relation", choice("mother")),
        ("main", Value::Flag(false)),
        ("guardian", Value::Empty),
        ("phone", text("13805990003")),
        ("status", some("normal")),
        ("sex", choice("female")),
        ("consent", Value::Empty),
    ];
    for (name, value) in own {
        assert!(record.set(name, value));
    }
    record
}

/// To be taught at home, and else of every agency's care.
fn child() -> Record {
    let values = [
        ("name", text("童#号")),
        ("sex", choice("female")),
        ("birth_day", day("2014-02-17")),
        ("id_number", text("350784201402170026")),
        ("ethnicity", text("汉族")),
        ("risk", choice("yellow")),
        ("categories", some("left_behind")),
        ("registered", Value::Flag(true)),
        ("origin", choice("rural")),
        ("birth_certificate", Value::Flag(true)),
        ("health", some("disabled")),
        ("disability", choice("limbs")),
        ("grade", choice("one")),
        ("disability_card", text("35078420140217002641")),
        ("illness", text("哮喘")),
        ("schooling", choice("not_at_school")),
        ("school", text("中心小学")),
        ("class", text("六年级")),
        ("boarding", Value::Flag(false)),
        ("guardianship", choice("nobody")),
        ("parents_unknown", Value::Flag(false)),
        ("raised", choice("home")),
        ("moved_in", day("2026-10-01")),
        ("checked", day("2026-11-01")),
        ("national_entered", day("2026-11-02")),
        ("note", text("怕狗")),
    ];
    made(Kind::Child, &values)
}

fn director() -> Record {
    let values = [
        ("name", text("员#号")),
        ("role", choice("director")),
        ("sex", choice("female")),
        ("birth_day", day("1980-03-03")),
        ("id_number", text("350784198003030028")),
        ("phone", text("13805990004")),
        ("source", choice("committee")),
        ("female_member", Value::Flag(true)),
        ("work_time", choice("part")),
        ("first_training", day("2024-03-01")),
        ("certificate", text("JY2024001")),
        ("national_entered", day("2024-04-01")),
        ("note", text("会开车")),
    ];
    made(Kind::Worker, &values)
}

fn post() -> Record {
    let values = [
        ("from", day("2024-01-01")),
        ("acting", Value::Flag(false)),
        ("proposed_by", text("村委会")),
        ("meeting", day("2023-12-20")),
        ("checks", Value::Empty),
        ("note", text("接何姐")),
    ];
    made(Kind::Post, &values)
}

/// The records of a home and its director, in the order in which they are added.
const ALL: [fn() -> Record; 6] = [home, director, father, mother, child, post];

/// Every other value that a field may hold; nothing where it says whose the rest is.
fn others(field: FieldType, required: bool, now: &Value) -> Vec<Value> {
    let mut all = match field {
        FieldType::Text { .. } | FieldType::Note { .. } if required => vec![text("别#号")],
        FieldType::Text { .. } | FieldType::Note { .. } => vec![text("另写的")],
        FieldType::Phone => vec![text("13605990009")],
        FieldType::IdNumber => vec![text("350784201501010014")],
        FieldType::Day => ["2006-01-01", "2015-03-02", "2025-06-01", "2027-01-01"]
            .map(day)
            .to_vec(),
        FieldType::Flag => vec![Value::Flag(true), Value::Flag(false)],
        FieldType::Choice(_, all) => all.iter().map(|c| choice(c.code)).collect(),
        FieldType::Choices(_, all) => all.iter().map(|c| some(c.code)).collect(),
        _ => Vec::new(),
    };
    if !required && !all.is_empty() {
        all.push(Value::Empty);
    }
    all.retain(|other| other != now);
    all
}

/// All homes: the first as it is, and one for each other value of each field of each record.
fn flips() -> Vec<(Option<usize>, usize, Flip)> {
    let mut all = vec![(None, 0, Flip::default())];
    for (of, base) in ALL.iter().enumerate() {
        let base = base();
        for (at, field) in base.kind().fields().iter().enumerate() {
            for value in others(field.ty, field.role.required, &base.at(at)) {
                let field = format!("{}.{}", base.kind().name(), field.name);
                all.push((Some(of), at, Flip { field, value }));
            }
        }
    }
    all
}

/// A record of home `nth`.
fn numbered(mut record: Record, nth: usize) -> Record {
    for at in 0..record.kind().fields().len() {
        if let Value::Text(text) = record.at(at) {
            record.put(at, Value::Text(text.replace('#', &nth.to_string())));
        }
    }
    record
}

/// Adds all homes to the office; what each of them has other than the first.
pub fn settle(office: &Office) -> Vec<Flip> {
    let flips = flips();
    let village = office.tables().live(Kind::Village).next().unwrap().id;
    let mut ids: BTreeMap<&str, Vec<Id>> = BTreeMap::new();
    for (of, base) in ALL.iter().enumerate() {
        let kind = base().kind();
        let record = |(nth, (flipped, at, flip)): (usize, &(Option<usize>, usize, Flip))| {
            let mut record = base();
            for field in kind.fields() {
                let FieldType::Link(to) = field.ty else {
                    continue;
                };
                let id = if to == "village" {
                    Some(village)
                } else {
                    ids.get(to).map(|all| all[nth])
                };
                assert!(record.set(field.name, id.map_or(Value::Empty, Value::Link)));
            }
            if *flipped == Some(of) {
                record.put(*at, flip.value.clone());
            }
            numbered(record, nth)
        };
        let records: Vec<Record> = flips.iter().enumerate().map(record).collect();
        demo::add(office, records).unwrap();
        let tables = office.tables();
        // In the order of their ids, which is that of adding.
        let mut added: Vec<Id> = tables.rows(kind).map(|row| row.id).collect();
        added.sort();
        ids.insert(kind.name(), added);
    }
    flips.into_iter().map(|(_, _, flip)| flip).collect()
}

/// Another office with one such home, but that every field which isn't among these is other: for
/// what can't be told home by home.
pub fn settle_one(office: &Office, but: &[&str], turn: usize) {
    let village = office.tables().live(Kind::Village).next().unwrap().id;
    let mut ids: BTreeMap<&str, Id> = BTreeMap::new();
    for base in ALL {
        let mut record = base();
        let kind = record.kind();
        for (at, field) in kind.fields().iter().enumerate() {
            if let FieldType::Link(to) = field.ty {
                let id = if to == "village" {
                    Some(village)
                } else {
                    ids.get(to).copied()
                };
                record.put(at, id.map_or(Value::Empty, Value::Link));
            }
            let others = others(field.ty, field.role.required, &record.at(at));
            let name = format!("{}.{}", kind.name(), field.name);
            if turn > 0 && !but.contains(&&*name) && !others.is_empty() {
                record.put(at, others[turn % others.len()].clone());
            }
        }
        demo::add(office, vec![numbered(record, 0)]).unwrap();
        let tables = office.tables();
        let id = tables.rows(kind).map(|row| row.id).max().unwrap();
        ids.insert(kind.name(), id);
    }
}
