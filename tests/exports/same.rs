//! What was shown before is what leaves: field by field, count by count, value by value, whatever the
//! policy and whatever the records say.

use crate::invented::{Invented, invented, settle};
use crate::oracle::{Oracle, masked};
use crate::sponge::{Desk, shipped};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestRng, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use tongdu::domain::book::Kind;
use tongdu::domain::child::Child;
use tongdu::domain::disclosure::Disclosure;
use tongdu::schema::Id;
use tongdu::service::export::{Table, parse_policy};

/// Runs of the property: each starts a process.
const RUNS: u32 = 60;
const DATASETS: [Table; 4] = [
    Table::Children,
    Table::Families,
    Table::Parents,
    Table::Roster,
];
/// Those that nobody is in.
const STATISTICS: [Table; 3] = [Table::Funding, Table::Spending, Table::Indicators];

/// What is granted of one dataset: its fields, each as the policy writes it, and which rows.
#[derive(Clone, Debug)]
struct Grant {
    table: Table,
    fields: Vec<String>,
    scope: &'static str,
}

/// A manifest that asks for every field of these datasets and needs none.
fn greedy(grants: &[Grant]) -> String {
    let manifest = shipped("education");
    let head = &manifest[..manifest.find("[[dataset]]").unwrap()];
    let output = &manifest[manifest.find("[[output]]").unwrap()..];
    let words = "{ zh-CN = '试', en = 'test' }";
    let mut text = head.to_owned();
    for grant in grants {
        text += &format!("[[dataset]]\nname = \"{}\"\n", grant.table.name());
        for (name, _) in grant.table.fields() {
            text += &format!("[[dataset.field]]\nname = \"{name}\"\nreason = {words}\n");
        }
    }
    text + output
}

/// Some fields of a dataset, some of them changed, of some rows.
fn grant(table: Table) -> impl Strategy<Value = Grant> {
    let names: Vec<&'static str> = table.fields().iter().map(|(n, _)| *n).collect();
    let most = names.len();
    let fields = prop::sample::subsequence(names, 1..=most).prop_flat_map(move |fields| {
        let changes = prop::collection::vec(0..3u8, fields.len());
        changes.prop_map(move |changes| {
            let field = |(name, change): (&&str, u8)| match (*name, change) {
                ("birth_day", 1) => "birth_day:age_band".to_owned(),
                ("address", 1) => "address:village_only".to_owned(),
                ("poverty" | "relief" | "illness" | "disability", 1) => format!("{name}:yes_no"),
                ("name" | "guardian" | "father" | "mother", 1) => format!("{name}:initials"),
                (name, 2) if table == Table::Children => format!("{name}:home_teaching"),
                (name, _) => name.to_owned(),
            };
            fields.iter().zip(changes).map(field).collect()
        })
    });
    let scopes: &'static [&'static str] = match table {
        Table::Children | Table::Families => &["all", "school_need", "disabled", "family_need"],
        Table::Parents => &["consented"],
        _ => &["all"],
    };
    (fields, prop::sample::select(scopes)).prop_map(move |(fields, scope)| Grant {
        table,
        fields,
        scope,
    })
}

/// A policy for one to four datasets; a condition on children where it is one.
fn policies() -> impl Strategy<Value = (Vec<Grant>, &'static str)> {
    let some = prop::sample::subsequence(DATASETS.to_vec(), 1..=4);
    let grants = some.prop_flat_map(|some| some.into_iter().map(grant).collect::<Vec<_>>());
    let conditions = prop::sample::select(vec!["", "sex=female", "risk=red", "name~山"]);
    (grants, conditions).prop_map(|(grants, condition)| {
        let alone = grants.len() == 1 && grants[0].table == Table::Children;
        (grants, if alone { condition } else { "" })
    })
}

fn allowed(desk: &Desk, grants: &[Grant]) {
    let mut text = String::new();
    for Grant {
        table,
        fields,
        scope,
    } in grants
    {
        text += &format!(
            "[[grant]]\nagency='education'\npurpose='school_attendance'\ndataset='{}'\n\
             rows='{scope}'\nsource='试'\nfields={fields:?}\n",
            table.name()
        );
    }
    let grants = parse_policy(&text).unwrap().grants;
    desk.office.grant(&grants, None).unwrap();
}

fn bare(field: &str) -> (&str, &str) {
    field.split_once(':').unwrap_or((field, ""))
}

/// Everything that ought to leave: the rows of each dataset in no order, and whom they are of.
type Expected = (Vec<Vec<Vec<String>>>, BTreeSet<Id>, BTreeSet<Id>);

fn expected(desk: &Desk, grants: &[Grant], condition: &str) -> Expected {
    let tables = desk.office.tables();
    let oracle = Oracle::new(&desk.office, &tables);
    let (mut all, mut subjects, mut children) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for grant in grants {
        let dataset = grant.table.name();
        let mut rows = oracle.rows(dataset, grant.scope);
        rows.retain(|row| {
            let stored = |name: &str| row.record.value(name).plain();
            match condition {
                "sex=female" => stored("sex") == "female",
                "risk=red" => stored("risk") == "red",
                "name~山" => stored("name").contains('山'),
                _ => true,
            }
        });
        for row in &rows {
            let own = match grant.table {
                Table::Children => BTreeSet::from([row.id]),
                Table::Families => oracle.children_of(row.id),
                _ => BTreeSet::new(),
            };
            subjects.insert(row.id);
            subjects.extend(&own);
            children.extend(own);
        }
        let in_order = grant.table.fields();
        let mut fields = grant.fields.clone();
        fields.sort_by_key(|f| in_order.iter().position(|(name, _)| *name == bare(f).0));
        let cells = |row| {
            fields
                .iter()
                .map(|f| oracle.changed(dataset, f, row))
                .collect()
        };
        all.push(rows.iter().map(cells).collect());
    }
    (all, subjects, children)
}

fn sorted(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut rows = rows.to_vec();
    rows.sort();
    rows
}

/// Previews, sends, and holds both to what ought to leave; whether anything did.
fn one_run(desk: &Desk, grants: &[Grant], condition: &str) -> Result<bool, TestCaseError> {
    desk.soak(&greedy(grants), "");
    allowed(desk, grants);
    let wheres: Vec<&str> = Some(condition)
        .into_iter()
        .filter(|c| !c.is_empty())
        .collect();
    let (rows, subjects, children) = expected(desk, grants, condition);
    let preview = match desk.preview("sponge", &wheres) {
        Ok(preview) => preview,
        Err(problem) => {
            prop_assert_eq!(problem.key, "export-no-rows");
            prop_assert!(rows.iter().all(Vec::is_empty), "{:?}", rows);
            return Ok(false);
        }
    };
    let given = desk.given(&preview);
    prop_assert_eq!(given.tables.len(), grants.len());
    let mut shown = preview.leaving.iter();
    for ((grant, table), rows) in grants.iter().zip(&given.tables).zip(&rows) {
        prop_assert_eq!(&table.name, grant.table.name());
        prop_assert_eq!(sorted(&table.rows), sorted(rows), "{:?}", table.fields);
        let granted: BTreeMap<&str, &str> = grant.fields.iter().map(|f| bare(f)).collect();
        let names: Vec<&str> = table.fields.iter().map(String::as_str).collect();
        prop_assert_eq!(
            names.iter().copied().collect::<BTreeSet<_>>().len(),
            granted.len()
        );
        for (at, name) in names.iter().enumerate() {
            let leaving = shown.next().expect("shown");
            prop_assert_eq!((leaving.table, leaving.name), (grant.table, *name));
            let how = granted[name];
            prop_assert_eq!(
                leaving
                    .transform
                    .map_or("", |t| tongdu::schema::Coded::code(t)),
                how
            );
            let cells = table.rows.iter().take(3);
            let masks: Vec<String> = cells.map(|row| masked(name, how, &row[at])).collect();
            prop_assert_eq!(&leaving.samples, &masks, "{}", name);
        }
    }
    prop_assert!(shown.next().is_none());
    prop_assert_eq!(preview.rows, rows.iter().map(Vec::len).sum::<usize>());
    prop_assert_eq!(preview.children, children.len());
    logged(desk, grants, &preview, (&subjects, &children))?;
    Ok(true)
}

/// The log says the same, of exactly those people, and counts them as the law does.
fn logged(
    desk: &Desk,
    grants: &[Grant],
    preview: &tongdu::service::export::Preview,
    (subjects, children): (&BTreeSet<Id>, &BTreeSet<Id>),
) -> TestCaseResult {
    let tables = desk.office.tables();
    let log = tables.all::<Disclosure>(Kind::Disclosure);
    let (id, last) = log.max_by_key(|(id, _)| *id).expect("logged");
    prop_assert_eq!(last.rows, Some(preview.rows as i64));
    prop_assert_eq!(last.children, Some(preview.children as i64));
    prop_assert_eq!(last.under_14, Some(preview.under_14 as i64));
    let logged: BTreeSet<String> = last.fields.split(' ').map(str::to_owned).collect();
    let of = |grant: &Grant| -> Vec<String> {
        let dataset = grant.table.name();
        grant
            .fields
            .iter()
            .map(|f| format!("{dataset}.{f}"))
            .collect()
    };
    prop_assert_eq!(logged, grants.iter().flat_map(of).collect());
    prop_assert_eq!(&desk.office.disclosed(id), subjects);
    let young = |id: &&Id| {
        let child: &Child = tables.get(Kind::Child, **id).expect("a child");
        child.age(desk.office.today()).is_none_or(|age| age < 14)
    };
    prop_assert_eq!(children.iter().filter(young).count(), preview.under_14);
    Ok(())
}

fn runner() -> TestRunner {
    TestRunner::new_with_rng(
        Config {
            cases: RUNS,
            failure_persistence: None,
            max_shrink_iters: 0,
            ..Config::default()
        },
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    )
}

#[test]
fn what_was_previewed_is_what_leaves_and_what_is_logged() {
    let desk = Desk::new(crate::office::jukou_on);
    let homes = prop::collection::vec(invented(), 1..4);
    let (sent, several) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let ran = runner().run(&(homes, policies()), |(homes, (grants, condition))| {
        // They stay, so that there are ever more.
        homes
            .into_iter()
            .for_each(|new: Invented| settle(&desk.office, new));
        if one_run(&desk, &grants, condition)? {
            sent.set(sent.get() + 1);
            several.set(several.get() + u32::from(grants.len() > 1));
        }
        Ok(())
    });
    ran.unwrap_or_else(|why| panic!("{why}"));
    assert!(sent.get() > RUNS / 2, "{} runs had rows", sent.get());
    assert!(several.get() > RUNS / 4, "{} of several", several.get());
}

/// Some of the statistics, some of the fields of each; no change is meant for any of those.
fn statistics() -> impl Strategy<Value = Vec<Grant>> {
    let some = prop::sample::subsequence(STATISTICS.to_vec(), 1..=3);
    some.prop_flat_map(|some| some.into_iter().map(grant).collect::<Vec<_>>())
}

/// All of it, whatever is granted later.
fn whole(grants: &[Grant]) -> Vec<Grant> {
    let all = |grant: &Grant| Grant {
        fields: grant
            .table
            .fields()
            .iter()
            .map(|(n, _)| (*n).into())
            .collect(),
        ..grant.clone()
    };
    grants.iter().map(all).collect()
}

/// Statistics have no samples to be masked and tell of nobody: what is shown, what leaves and what is
/// logged are the same numbers, and fewer fields change none of them.
fn one_run_of_statistics(desk: &Desk, grants: &[Grant]) -> TestCaseResult {
    desk.soak(&greedy(grants), "");
    allowed(desk, &whole(grants));
    let narrowed = desk.preview("sponge", &["sex=female"]);
    prop_assert_eq!(narrowed.err().map(|p| p.key), Some("export-no-filter"));
    let full = desk.given(&desk.preview("sponge", &[]).expect("numbers"));
    allowed(desk, grants);
    let preview = desk.preview("sponge", &[]).expect("numbers");
    let given = desk.given(&preview);
    prop_assert_eq!(given.tables.len(), grants.len());
    let mut shown = preview.leaving.iter();
    for ((grant, table), full) in grants.iter().zip(&given.tables).zip(&full.tables) {
        prop_assert_eq!(&table.fields, &grant.fields);
        prop_assert_eq!(table.rows.len(), full.rows.len());
        for (at, name) in table.fields.iter().enumerate() {
            let cells = |rows: &[Vec<String>], at: usize| -> Vec<String> {
                rows.iter().map(|row| row[at].clone()).collect()
            };
            let there = full.fields.iter().position(|f| f == name).expect("a field");
            let told = cells(&table.rows, at);
            prop_assert_eq!(&told, &cells(&full.rows, there), "{}", name);
            let leaving = shown.next().expect("shown");
            prop_assert_eq!((leaving.table, leaving.name), (grant.table, name.as_str()));
            // The plug-in gets an amount as a number with a fraction, and of an empty cell nothing.
            let sample = |cell| match cell {
                "" => "-",
                cell => cell.trim_end_matches(".0"),
            };
            let samples = told.iter().take(3).map(|cell| sample(cell.as_str()));
            prop_assert_eq!(&leaving.samples, &samples.collect::<Vec<_>>());
        }
    }
    prop_assert!(shown.next().is_none());
    prop_assert_eq!(
        preview.rows,
        given.tables.iter().map(|t| t.rows.len()).sum::<usize>()
    );
    logged(desk, grants, &preview, (&BTreeSet::new(), &BTreeSet::new()))
}

#[test]
fn what_is_previewed_of_statistics_is_what_leaves_and_what_is_logged() {
    let desk = Desk::new(crate::office::jukou_on);
    crate::statistics::paid(&desk.office);
    let homes = prop::collection::vec(invented(), 1..4);
    let mut runner = runner();
    let ran = runner.run(&(homes, statistics()), |(homes, grants)| {
        homes
            .into_iter()
            .for_each(|new: Invented| settle(&desk.office, new));
        one_run_of_statistics(&desk, &grants)
    });
    ran.unwrap_or_else(|why| panic!("{why}"));
}
