//! What was shown before is what leaves: field by field, count by count, whatever the policy.

use crate::sponge::{Desk, shipped};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeSet;
use tongdu::domain::book::Kind;
use tongdu::domain::child::Child;
use tongdu::domain::disclosure::Disclosure;
use tongdu::schema::Id;
use tongdu::service::export::{Table, parse_policy};

/// Runs of the property: each starts a process.
const RUNS: u32 = 40;

/// A manifest that asks for every field of the children's dataset and needs none.
fn greedy() -> String {
    let manifest = shipped("education");
    let head = &manifest[..manifest.find("[[dataset]]").unwrap()];
    let output = &manifest[manifest.find("[[output]]").unwrap()..];
    let words = "{ zh-CN = '试', en = 'test' }";
    let mut text = format!("{head}[[dataset]]\nname = \"children\"\n");
    for (name, _) in Table::Children.fields() {
        text += &format!("[[dataset.field]]\nname = \"{name}\"\nreason = {words}\n");
    }
    text + output
}

/// A policy for it: some fields, some of them changed, some rows.
fn policies() -> impl Strategy<Value = (Vec<String>, &'static str, &'static str)> {
    let names: Vec<&'static str> = Table::Children.fields().iter().map(|(n, _)| *n).collect();
    let fields = prop::sample::subsequence(names, 1..20).prop_flat_map(|fields| {
        let changes = prop::collection::vec(0..3u8, fields.len());
        changes.prop_map(move |changes| {
            let field = |(name, change): (&&str, u8)| match (*name, change) {
                ("birth_day", 1) => "birth_day:age_band".to_owned(),
                ("address", 1) => "address:village_only".to_owned(),
                ("name" | "guardian" | "father" | "mother", 1) => format!("{name}:initials"),
                (name, 2) => format!("{name}:home_teaching"),
                (name, _) => name.to_owned(),
            };
            fields.iter().zip(changes).map(field).collect()
        })
    });
    let scopes = prop::sample::select(vec!["all", "school_need", "disabled", "family_need"]);
    let wheres = prop::sample::select(vec!["", "sex=female", "risk=red", "age>8", "village~山"]);
    (fields, scopes, wheres)
}

#[test]
fn what_was_previewed_is_what_leaves_and_what_is_logged() {
    let desk = Desk::demo();
    desk.soak(&greedy(), "");
    let mut runner = TestRunner::new_with_rng(
        Config {
            cases: RUNS,
            failure_persistence: None,
            ..Config::default()
        },
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    let sent = std::cell::Cell::new(0);
    let ran = runner.run(&policies(), |(fields, rows, condition)| {
        let text = format!(
            "[[grant]]\nagency='education'\npurpose='school_attendance'\ndataset='children'\n\
             rows='{rows}'\nsource='试'\nfields={fields:?}\n"
        );
        desk.office
            .grant(&parse_policy(&text).unwrap().grants, None)
            .unwrap();
        let wheres: Vec<&str> = Some(condition)
            .into_iter()
            .filter(|c| !c.is_empty())
            .collect();
        let preview = match desk.preview("sponge", &wheres) {
            Ok(preview) => preview,
            Err(problem) => {
                prop_assert_eq!(problem.key, "export-no-rows");
                return Ok(());
            }
        };
        let given = desk.given(&preview);
        let [table] = &given.tables[..] else {
            panic!("one dataset")
        };
        let shown: Vec<&str> = preview.leaving.iter().map(|field| field.name).collect();
        prop_assert_eq!(&table.fields, &shown);
        let granted: BTreeSet<&str> = fields
            .iter()
            .map(|f| f.split(':').next().unwrap())
            .collect();
        prop_assert_eq!(shown.iter().copied().collect::<BTreeSet<_>>(), granted);
        prop_assert_eq!(table.rows.len(), preview.rows);
        prop_assert_eq!(preview.children, preview.rows);
        for (at, field) in preview.leaving.iter().enumerate() {
            for (row, sample) in table.rows.iter().zip(&field.samples) {
                // Masked, but of the same value.
                prop_assert_eq!(
                    row[at].is_empty(),
                    sample == "-",
                    "{} {} {}",
                    field.name,
                    row[at],
                    sample
                );
            }
        }
        let tables = desk.office.tables();
        let log = tables.all::<Disclosure>(Kind::Disclosure);
        let (id, last) = log.max_by_key(|(id, _)| *id).expect("logged");
        prop_assert_eq!(last.rows, Some(preview.rows as i64));
        prop_assert_eq!(last.children, Some(preview.children as i64));
        prop_assert_eq!(last.under_14, Some(preview.under_14 as i64));
        let logged: BTreeSet<String> = last.fields.split(' ').map(str::to_owned).collect();
        let wanted: BTreeSet<String> = fields.iter().map(|f| format!("children.{f}")).collect();
        prop_assert_eq!(logged, wanted);
        // Of exactly those children, and counted as the law counts them.
        let of = desk.office.disclosed(id);
        prop_assert_eq!(of.len(), preview.rows);
        let young = |id: &Id| {
            let child: &Child = tables.get(Kind::Child, *id).expect("a child");
            child.age(desk.office.today()).is_none_or(|age| age < 14)
        };
        prop_assert_eq!(of.iter().filter(|id| young(id)).count(), preview.under_14);
        drop(tables);
        sent.set(sent.get() + 1);
        Ok(())
    });
    ran.unwrap_or_else(|why| panic!("{why}"));
    assert!(sent.get() > RUNS / 2, "{} runs had rows", sent.get());
}
