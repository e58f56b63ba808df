//! Homes that nobody wrote: any legal value in any field, from dice with fixed seeds.

use crate::planted::put;
use proptest::prelude::*;
use tongdu::domain::book::{Kind, Record};
use tongdu::schema::{Choice, Day, FieldType, Id, Value};
use tongdu::service::Office;

/// A home, who is in it, and a director with a post; each record without its links.
#[derive(Clone, Debug)]
pub struct Invented {
    home: Record,
    caregivers: Vec<Record>,
    children: Vec<Record>,
    worker: Record,
    post: Record,
    village: usize,
}

const WORDS: [&str; 6] = [
    "林小芳",
    "买买提·江",
    "𠮷田山",
    "=1+1",
    "O'Neil, \"x\"",
    "欧阳 娜娜",
];
const IDS: [&str; 3] = [
    "350784201402170026",
    "350784198505050018",
    "35078420150101001X",
];

fn codes(all: &[Choice]) -> Vec<String> {
    all.iter().map(|choice| choice.code.to_owned()).collect()
}

/// Any value of a field; often none where a record can be without it.
fn value(ty: FieldType, required: bool) -> BoxedStrategy<Value> {
    let text = |all: &'static [&'static str]| {
        prop::sample::select(all).prop_map(|word| Value::Text(word.to_owned()))
    };
    let any = match ty {
        FieldType::Text { .. } | FieldType::Note { .. } => text(&WORDS).boxed(),
        FieldType::Phone => text(&["13805990001", "13605990002", "0599-5820001"]).boxed(),
        FieldType::IdNumber => text(&IDS).boxed(),
        // From 2005 to the end of 2026, a few of them still to come.
        FieldType::Day => (12_800..20_818).prop_map(|n| Value::Day(Day(n))).boxed(),
        FieldType::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        FieldType::Choice(_, all) => prop::sample::select(codes(all))
            .prop_map(Value::Choice)
            .boxed(),
        FieldType::Choices(_, all) => prop::sample::subsequence(codes(all), 1..3)
            .prop_map(Value::Choices)
            .boxed(),
        _ => Just(Value::Empty).boxed(),
    };
    match required {
        true => any,
        false => prop_oneof![1 => Just(Value::Empty), 3 => any].boxed(),
    }
}

fn record(kind: Kind) -> impl Strategy<Value = Record> {
    let fields: Vec<_> = kind
        .fields()
        .iter()
        .map(|field| value(field.ty, field.role.required))
        .collect();
    fields.prop_map(move |values| {
        let mut record = kind.blank();
        for (at, value) in values.into_iter().enumerate() {
            record.put(at, value);
        }
        record
    })
}

pub fn invented() -> impl Strategy<Value = Invented> {
    let many = |kind, range| prop::collection::vec(record(kind), range);
    (
        record(Kind::Household),
        many(Kind::Caregiver, 0..4),
        many(Kind::Child, 1..4),
        record(Kind::Worker),
        record(Kind::Post),
        0..6usize,
    )
        .prop_map(
            |(home, caregivers, children, worker, post, village)| Invented {
                home,
                caregivers,
                children,
                worker,
                post,
                village,
            },
        )
}

/// Brings them into the office.
pub fn settle(office: &Office, new: Invented) {
    let mut villages: Vec<Id> = office
        .tables()
        .live(Kind::Village)
        .map(|row| row.id)
        .collect();
    villages.sort();
    let village = Value::Link(villages[new.village]);
    let linked = |mut record: Record, links: &[(&str, &Value)]| {
        for (name, to) in links {
            assert!(record.set(name, (*to).clone()), "{name}");
        }
        Value::Link(put(office, record))
    };
    let home = linked(new.home, &[]);
    for caregiver in new.caregivers {
        linked(caregiver, &[("household", &home)]);
    }
    for child in new.children {
        linked(child, &[("household", &home), ("village", &village)]);
    }
    let worker = linked(new.worker, &[]);
    linked(new.post, &[("worker", &worker), ("village", &village)]);
}
