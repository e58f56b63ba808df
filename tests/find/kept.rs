//! The index after any commits finds what looking at every record finds.

use super::{OfficeRole, office};
use proptest::prelude::*;
use std::sync::Arc;
use tongdu::domain::book::Kind;
use tongdu::domain::child::{Child, Risk};
use tongdu::domain::letters::{Alphabet, Closeness, Wanted};
use tongdu::schema::{Coded, FieldType, Id, Value};
use tongdu::service::{Office, Row};

const NAMES: [&str; 8] = [
    "陈小明",
    "陈晓敏",
    "程秀梅",
    "曾小明",
    "林明",
    "买买提·江",
    "王𬭚",
    "陈明明",
];
const TYPED: [&str; 12] = [
    "陈",
    "cxm",
    "陈明",
    "zengxiaoming",
    "cenxiaomin",
    "陈大明",
    "江",
    "𬭚",
    "ming",
    "lm",
    "chenxaoming",
    "东山",
];

#[derive(Clone, Debug)]
enum Act {
    Add(usize, usize),
    Rename(usize, usize),
    Retire(usize),
    Undo,
    Look,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..NAMES.len(), 0..5_usize).prop_map(|(name, risk)| Act::Add(name, risk)),
        3 => (any::<usize>(), 0..NAMES.len()).prop_map(|(who, name)| Act::Rename(who, name)),
        1 => any::<usize>().prop_map(Act::Retire),
        1 => Just(Act::Undo),
        1 => Just(Act::Look),
    ]
}

fn live(office: &Office, kind: Kind) -> Vec<Arc<Row>> {
    office.tables().live(kind).cloned().collect()
}

fn run(office: &Office, act: &Act, village: Id) {
    let somebody = |who: usize| {
        let rows = live(office, Kind::Child);
        (!rows.is_empty()).then(|| rows[who % rows.len()].clone())
    };
    match act {
        Act::Add(name, risk) => {
            let child = Child {
                name: NAMES[*name].into(),
                village: Some(village),
                risk: Risk::CHOICES
                    .get(*risk)
                    .and_then(|c| Risk::from_code(c.code)),
                ..Child::default()
            };
            office
                .save(None, child.into(), "")
                .expect("it can be saved");
        }
        Act::Rename(who, name) => {
            if let Some(row) = somebody(*who) {
                let mut record = row.record.clone();
                record.set("name", Value::Text(NAMES[*name].into()));
                office
                    .save(Some(&row), record, "")
                    .expect("it can be saved");
            }
        }
        Act::Retire(who) => {
            if let Some(row) = somebody(*who) {
                office.retire(&row, "试").expect("nobody leads to it");
            }
        }
        // The first thing done, setting the office up, can't be undone.
        Act::Undo => {
            let _ = office.undo(None);
        }
        Act::Look => {
            office.find("c", 5);
        }
    }
}

/// Looks at every record.
fn scan(office: &Office, typed: &str) -> Vec<Id> {
    let mut found = Vec::new();
    for (order, kind) in [Kind::Child, Kind::Worker, Kind::Village]
        .into_iter()
        .enumerate()
    {
        for row in live(office, kind) {
            let fields = kind.fields().iter().enumerate();
            let texts =
                fields.filter(|(_, f)| f.role.searched && matches!(f.ty, FieldType::Text { .. }));
            let closeness = |(i, name): (usize, bool)| -> Option<(Closeness, bool)> {
                let (mut alphabet, mut units) = (Alphabet::default(), Vec::new());
                alphabet.take(&row.record.at(i).plain(), &mut units);
                let close = Wanted::new(typed, &alphabet)?.fit(&units)?;
                Some((close, !name))
            };
            let best = texts
                .filter_map(|(i, f)| closeness((i, f.name == "name")))
                .min();
            let risk = Risk::CHOICES
                .iter()
                .position(|c| row.record.value("risk").plain() == c.code);
            if let Some(best) = best {
                found.push((best, order, risk.unwrap_or(usize::MAX), row.number, row.id));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(.., id)| id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_index_finds_what_a_scan_finds(acts in prop::collection::vec(act(), 1..25), early in any::<bool>()) {
        let (_folder, office) = office(OfficeRole::Supervisor);
        let village = live(&office, Kind::Village)[0].id;
        // Made before the changes, beside them, or not until it is asked.
        if early {
            office.prepare_search();
        }
        for act in &acts {
            run(&office, act, village);
        }
        for typed in TYPED {
            let found: Vec<Id> = office.find(typed, usize::MAX).hits.iter().map(|h| h.row.id).collect();
            prop_assert_eq!(found, scan(&office, typed), "{}", typed);
        }
    }
}
