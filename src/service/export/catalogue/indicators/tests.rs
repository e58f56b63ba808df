//! Three townships and more, with many children and with few: what is published against a naive recount,
//! and against whoever adds and subtracts.

use super::super::{Source, Table, statistics};
use super::*;
use crate::domain::book::Record;
use crate::domain::divisions;
use crate::domain::suppress::SMALL;
use crate::schema::{Day, Id, Keys};
use crate::service::Tables;
use crate::store::{DeviceId, Revision, Stored};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// 建阳区.
const PLACE: &str = "350703";
const TODAY: Day = Day(20_780);
/// Townships that children live in.
const LIVED_IN: usize = 4;

/// A child: in which township, out of school, without 户口, badly looked after, and whether grown.
type Told = (usize, bool, bool, bool, bool);

fn child((_, out, unregistered, poorly, grown): Told, village: Id) -> Child {
    let years = if grown { 19 } else { 9 };
    Child {
        name: "童".into(),
        village: Some(village),
        birth_day: Some(TODAY.plus(-366 * years)),
        schooling: out.then_some(Schooling::DroppedOut),
        registered: unregistered.then_some(false),
        guardianship: poorly.then_some(Guardianship::Nobody),
        ..Child::default()
    }
}

fn townships() -> Vec<&'static divisions::Division> {
    let county = divisions::office(PLACE).expect("in the list");
    divisions::townships_of(county).collect()
}

/// An office's tables with a village in each township, and these children.
fn tables(children: &[Told]) -> Tables {
    let mut tables = Tables::default();
    let mut n = 0_u8;
    let mut put = |tables: &mut Tables, record: Record| {
        n = n.wrapping_add(1);
        let mut id = Id([0; 16]);
        id.0[15] = n;
        tables.put(Stored {
            id,
            revision: Revision {
                device: DeviceId([0; 8]),
                seq: 1,
            },
            time: 0,
            retired: false,
            number: n.into(),
            record,
        });
        id
    };
    let mut villages = Vec::new();
    for township in townships() {
        let code = divisions::villages_of(township)
            .next()
            .expect("has one")
            .code
            .clone();
        let village = Village {
            name: township.short.clone(),
            code,
            ..Village::default()
        };
        villages.push(put(&mut tables, village.into()));
    }
    for told in children {
        put(&mut tables, child(*told, villages[told.0]).into());
    }
    tables
}

/// Rows as text and numbers, by township and what is counted.
fn read(lines: &[Line<'_>], fields: usize) -> BTreeMap<(String, String), Vec<Option<i64>>> {
    let text = |cell: Cell| match cell {
        Cell::Text(text) => text,
        other => panic!("{other:?}"),
    };
    let number = |cell: Cell| match cell {
        Cell::Int(n) | Cell::Tenths(n) => Some(n),
        _ => None,
    };
    let row = |line: &Line<'_>| {
        let key = (text((line.read)(0)), text((line.read)(1)));
        (key, (2..fields).map(|at| number((line.read)(at))).collect())
    };
    lines.iter().map(row).collect()
}

/// The true numbers of an indicator in each township.
fn recount(children: &[Told], holds: impl Fn(&Told) -> bool) -> Vec<(i64, i64)> {
    let of = |at: usize| children.iter().filter(move |c| c.0 == at && !c.4);
    let count = |at| (of(at).filter(|c| holds(c)).count(), of(at).count());
    let all = (0..townships().len()).map(count);
    all.map(|(count, of)| (count as i64, of as i64)).collect()
}

/// The word of an indicator, and of whom it tells.
type Indicator = (&'static str, fn(&Told) -> bool);

const INDICATORS: [Indicator; 3] = [
    ("export-indicator-out-of-school", |c| c.1),
    ("export-indicator-no-hukou", |c| c.2),
    ("export-indicator-poor-guardianship", |c| c.3),
];

fn some() -> impl Strategy<Value = Vec<Told>> {
    // Many in some townships, few in others; most of one kind or few of it.
    let of = |at: usize| {
        (0..16usize, 0.0..1.0f64).prop_flat_map(move |(many, share)| {
            let one = prop::bool::weighted(share);
            let child = (one, any::<bool>(), any::<bool>(), prop::bool::weighted(0.1));
            prop::collection::vec(child.prop_map(move |(a, b, c, d)| (at, a, b, c, d)), many)
        })
    };
    (0..LIVED_IN)
        .map(of)
        .collect::<Vec<_>>()
        .prop_map(|all| all.concat())
}

/// What a reader knows of a number: it itself, or that it is from nothing up to the other.
fn most(shown: Option<i64>, up_to: i64) -> (i64, i64) {
    shown.map_or((0, up_to), |n| (n, n))
}

/// From and to which number each may be, where the sum is known.
fn between(each: &[(i64, i64)], sum: Option<i64>) -> Vec<(i64, i64)> {
    let Some(sum) = sum else {
        return each.to_vec();
    };
    let (least, most): (i64, i64) = each.iter().fold((0, 0), |(a, b), (l, m)| (a + l, b + m));
    let range = |(l, m): &(i64, i64)| ((sum - (most - m)).max(*l), (sum - (least - l)).min(*m));
    each.iter().map(range).collect()
}

fn small(n: i64) -> bool {
    (1..SMALL as i64).contains(&n)
}

proptest! {
    #[test]
    fn what_is_shown_is_true_and_what_is_hidden_stays_open(children in some()) {
        let tables = tables(&children);
        let source = Source { tables: &tables, today: TODAY, words: &Keys, place: PLACE };
        let rows = read(&lines(source), FIELDS.len());
        let names: Vec<String> = townships().iter().map(|d| d.short.clone()).collect();
        for (word, holds) in INDICATORS {
            let truth = recount(&children, holds);
            let row = |name: &str| &rows[&(name.to_owned(), word.to_owned())];
            let total = row("export-total");
            let mut cells = Vec::new();
            for (name, (count, of)) in names.iter().zip(&truth) {
                let cell = row(name);
                prop_assert!(cell[0].is_none_or(|shown| shown == *count));
                prop_assert!(cell[1].is_none_or(|shown| shown == *of));
                prop_assert!(cell[0].is_none() || !small(*count) && !small(of - count));
                prop_assert!(cell[1].is_none() || !small(*of));
                prop_assert!(cell[2].is_none() || cell[0].is_some());
                cells.push(cell);
            }
            let sums = truth.iter().fold((0, 0), |(a, b), (c, of)| (a + c, b + of));
            prop_assert!(total[0].is_none_or(|shown| shown == sums.0 && !small(sums.0)));
            prop_assert!(total[1].is_none_or(|shown| shown == sums.1 && !small(sums.1)));
            let wholes: Vec<_> = cells.iter().map(|cell| most(cell[1], 1_000)).collect();
            let wholes = between(&wholes, total[1]);
            let counts: Vec<_> = cells.iter().zip(&wholes).map(|(c, of)| most(c[0], of.1)).collect();
            let counts = between(&counts, total[0]);
            for ((cell, count), whole) in cells.iter().zip(&counts).zip(&wholes) {
                prop_assert!(cell[0].is_some() || count.0 < count.1, "{count:?} {cells:?} {total:?}");
                prop_assert!(cell[1].is_some() || whole.0 < whole.1, "{whole:?} {cells:?} {total:?}");
            }
        }
    }

    #[test]
    fn what_is_paid_by_is_exact_in_each_township_and_in_all(children in some()) {
        let tables = tables(&children);
        let source = Source { tables: &tables, today: TODAY, words: &Keys, place: PLACE };
        let rows = read(&statistics::funding(source), statistics::FUNDING.len());
        let truth = recount(&children, |_| true);
        let count = |name: &str| rows[&(name.to_owned(), "export-item-children".to_owned())][0];
        for (township, (all, _)) in townships().iter().zip(&truth) {
            prop_assert_eq!(count(&township.short), Some(*all));
        }
        prop_assert_eq!(count("export-total"), Some(truth.iter().map(|(all, _)| all).sum()));
        prop_assert!(Table::Funding.fields().len() == 3);
    }
}

/// A number that isn't small goes, too, where the sum would give away the small one.
#[test]
fn a_big_number_goes_with_the_only_small_one() {
    let many = |at, out, count| vec![(at, out, false, false, false); count];
    let children = [
        [many(0, true, 2), many(0, false, 20)].concat(),
        [many(1, true, 8), many(1, false, 20)].concat(),
        [many(2, true, 12), many(2, false, 20)].concat(),
    ]
    .concat();
    let tables = tables(&children);
    let source = Source {
        tables: &tables,
        today: TODAY,
        words: &Keys,
        place: PLACE,
    };
    let rows = read(&lines(source), FIELDS.len());
    let names: Vec<String> = townships().iter().map(|d| d.short.clone()).collect();
    let count = |name: &str| rows[&(name.to_owned(), INDICATORS[0].0.to_owned())].clone();
    let shown: Vec<_> = names[..3].iter().map(|name| count(name)[0]).collect();
    assert_eq!(shown, [None, None, Some(12)]);
    assert_eq!(count(&names[0])[1..3], [Some(22), None]);
    assert_eq!(count("export-total")[..2], [Some(22), Some(82)]);
}
