//! A field that isn't granted makes no difference: homes that are alike but for one field are told to a
//! plug-in alike, cell by cell, unless the cell may come from that field. It holds for what can't be
//! told by a value of its own, too: choices, answers and days.

use crate::families::{Flip, settle, settle_one};
use crate::sponge::{Desk, Given, all_shipped, shipped};
use std::collections::BTreeSet;
use tongdu::schema::Coded;
use tongdu::service::export::{Leaving, Preview, Table};

/// Who is the one that looks after the children.
const MAIN: &[&str] = &[
    "caregiver.main",
    "caregiver.entrusted",
    "caregiver.guardian",
    "caregiver.status",
];
const PARENTS: &[&str] = &[
    "caregiver.relation",
    "caregiver.status",
    "caregiver.status_since",
    "caregiver.able",
];
const DISABLED: &[&str] = &["child.health", "child.disability", "child.grade"];
const DIFFICULT: &[&str] = &[
    "child.parents_unknown",
    "child.guardianship",
    "household.poverty",
];
const CATEGORY: &[&str] = &[
    "child.categories",
    "child.birth_day",
    "child.origin",
    "child.raised",
    "child.moved_in",
];
const SCHOOL: &[&str] = &[
    "child.schooling",
    "child.disability",
    "child.grade",
    "household.poverty",
];
const FAMILY: &[&str] = &["child.parents_unknown", "child.guardianship"];
const POST: &[&str] = &["post.from", "post.to", "worker.role"];

/// From which stored fields a cell may come: those of its own name, and these.
fn behind(table: Table, field: &str) -> Vec<&'static [&'static str]> {
    match (table, field) {
        (Table::Children, "address" | "poverty" | "relief") => vec![match field {
            "address" => &["household.address"],
            "poverty" => &["household.poverty"],
            _ => &["household.relief"],
        }],
        (Table::Children, "categories") => vec![CATEGORY, DIFFICULT, DISABLED, PARENTS],
        (Table::Children, "difficulties") => vec![DIFFICULT, DISABLED, PARENTS],
        (Table::Children, "papers") => {
            vec![
                &[
                    "child.registered",
                    "child.birth_certificate",
                    "child.id_number",
                ],
                DISABLED,
            ]
        }
        (Table::Children, "guardian") => vec![MAIN, &["caregiver.name"]],
        (Table::Children, "guardian_relation") => vec![MAIN, &["caregiver.relation"]],
        (Table::Children, "guardian_phone") => vec![MAIN, &["caregiver.phone", "household.phone"]],
        (Table::Children, "father" | "mother") => vec![&["caregiver.name", "caregiver.relation"]],
        (Table::Children, "school_needs") => vec![SCHOOL],
        (Table::Children, "care_needs") => {
            vec![DISABLED, &["child.disability_card", "child.schooling"]]
        }
        (Table::Children, "family_needs") | (Table::Families, "needs") => vec![FAMILY, PARENTS],
        (Table::Families, "guardian") => vec![MAIN, &["caregiver.name", "household.head"]],
        (Table::Families, "phone") => vec![MAIN, &["caregiver.phone", "household.phone"]],
        (Table::Families, "ages") => vec![&["child.birth_day"]],
        (Table::Roster, "post_from") => vec![&["post.from"]],
        (Table::Roster, "full_time") => vec![&["worker.work_time"]],
        (Table::Roster, "rotation") => vec![&["worker.first_training"], POST],
        (Table::Roster, "village") => vec![POST],
        _ => Vec::new(),
    }
}

fn may_come_from(field: &Leaving, from: &str) -> bool {
    let kind = field.table.kind().expect("not statistics").name();
    let own = format!("{kind}.{}", field.name) == from;
    let taught = field.transform.is_some_and(|t| t.code() == "home_teaching");
    let taught = taught && SCHOOL.contains(&from);
    own || taught
        || behind(field.table, field.name)
            .iter()
            .any(|all| all.contains(&from))
}

/// What decides whether there is a row at all, and why that may be told.
fn decides(table: Table, scope: &str) -> Vec<&'static [&'static str]> {
    match (table, scope) {
        // Nobody who has come of age is in it (未成年人保护法 2), whatever is granted.
        (Table::Children, "all") => vec![&["child.birth_day"]],
        // Only whom the school, the federation can do something for: that is the purpose.
        (Table::Children, "school_need") => vec![&["child.birth_day"], SCHOOL],
        (Table::Children, "disabled") => vec![&["child.birth_day"], DISABLED],
        (Table::Families, "family_need") => vec![&["child.birth_day"], FAMILY, PARENTS],
        // Only parents, alive, who agreed (个人信息保护法 23).
        (Table::Parents, "consented") => {
            vec![&[
                "caregiver.consent",
                "caregiver.relation",
                "caregiver.status",
            ]]
        }
        // Only who is in post.
        (Table::Roster, "all") => vec![POST],
        other => panic!("{other:?}"),
    }
}

fn scope(desk: &Desk, preview: &Preview) -> String {
    let [entry, _] = &preview.entries[0];
    let policy = desk.office.policy();
    let grant = policy.iter().find(|(grant, _)| grant.entry() == *entry);
    grant.unwrap().0.rows.unwrap().code().to_owned()
}

/// The number of the home that a row tells of.
fn home_of(row: &[String]) -> Option<usize> {
    let number = |cell: &String| {
        let rest = cell.strip_prefix(['童', '父', '母', '主', '员', '别'])?;
        rest.strip_suffix('号')?.parse().ok()
    };
    row.iter().find_map(number)
}

fn unnumbered(cell: &str, home: usize) -> String {
    cell.replace(&format!("{home}号"), "号")
}

#[test]
fn what_is_not_granted_makes_no_difference_to_any_cell_nor_to_who_is_told_of() {
    for id in all_shipped() {
        let desk = Desk::new(crate::office::jukou_on);
        desk.soak(&shipped(&id), "");
        let flips = settle(&desk.office);
        let preview = desk.preview("sponge", &[]).unwrap();
        if preview.statistics() {
            continue;
        }
        let given = desk.given(&preview);
        let table = preview.leaving[0].table;
        let decides = decides(table, &scope(&desk, &preview));
        let of = |home| -> Vec<&Vec<String>> {
            let rows = given.tables[0].rows.iter();
            rows.filter(|row| home_of(row) == Some(home)).collect()
        };
        let first = of(0)[0];
        let rows = given.tables[0].rows.len();
        assert_eq!(
            (0..flips.len()).map(|home| of(home).len()).sum::<usize>(),
            rows
        );
        let mut moved = BTreeSet::new();
        for (home, Flip { field, value }) in flips.iter().enumerate().skip(1) {
            let rows = of(home);
            if rows.len() != 1 {
                let may = decides.iter().any(|all| all.contains(&field.as_str()));
                assert!(may, "{id}: {} rows for {field} {value:?}", rows.len());
                moved.insert(format!("row:{field}"));
            }
            for row in rows.into_iter().take(1) {
                for (at, leaving) in preview.leaving.iter().enumerate() {
                    if unnumbered(&row[at], home) == unnumbered(&first[at], 0) {
                        continue;
                    }
                    assert!(
                        may_come_from(leaving, field),
                        "{id}: {} tells of {field}: {} {} {value:?}",
                        leaving.name,
                        row[at],
                        first[at],
                    );
                    moved.insert(leaving.name.to_owned());
                }
            }
        }
        // Each cell that leaves was seen to move with something of its own, but for the village, which
        // is the same for all, and the year's training, of which there was none.
        for leaving in &preview.leaving {
            let still = ["village", "township", "rotation"].contains(&leaving.name);
            assert!(
                still || moved.contains(leaving.name),
                "{id}: {} {moved:?}",
                leaving.name
            );
        }
    }
}

/// Statistics count children; who they are, and how they live, makes no difference.
const COUNTED: &[&str] = &[
    "child.categories",
    "child.birth_day",
    "child.origin",
    "child.raised",
    "child.moved_in",
    "child.parents_unknown",
    "child.guardianship",
    "child.health",
    "child.disability",
    "child.grade",
    "child.schooling",
    "child.registered",
    "household.poverty",
    "caregiver.relation",
    "caregiver.status",
    "caregiver.status_since",
    "caregiver.able",
    "worker.role",
    "post.from",
    "post.to",
];

#[test]
fn statistics_come_from_nothing_but_what_they_count() {
    let given = |id: &str, turn: usize| -> Given {
        let desk = Desk::new(crate::office::jukou_on);
        desk.soak(&shipped(id), "");
        settle_one(&desk.office, COUNTED, turn);
        let mut given = desk.given(&desk.preview("sponge", &[]).unwrap());
        given.options.retain(|(name, _)| name != "chain_head");
        given
    };
    for id in ["finance", "wcwc"] {
        let first = given(id, 0);
        assert!(first.options.len() > 5 && first.tables[0].rows.len() > 3);
        for turn in 1..4 {
            assert_eq!(given(id, turn), first, "{id} {turn}");
        }
    }
}
