//! Lists that come to a county: villages repeat between townships, and supervisors have one.

use crate::support::{Office, counts, csv, reasons};
use tongdu::service::transfer::plan::Plan;

/// 福安市: 24 townships, and several villages of one name.
fn county() -> Office {
    Office::at("350981")
}

fn codes(office: &Office, name: &str) -> Vec<String> {
    let (id, _) = office
        .workers
        .iter()
        .find(|(_, (_, w))| w.name == name)
        .unwrap_or_else(|| panic!("{name}"));
    let posts = office.posts.values().map(|(_, post)| post);
    posts
        .filter(|post| post.worker == Some(*id))
        .map(|post| match post.village {
            Some(village) => office.villages[&village].code.clone(),
            None => post.township.clone(),
        })
        .collect()
}

fn refused(plan: &Plan<u32>) -> Vec<(usize, &'static str)> {
    let rows = plan.rows.iter();
    rows.flat_map(|row| reasons(row).into_iter().map(|(_, key, _)| (row.row, key)))
        .collect()
}

#[test]
fn a_village_is_looked_for_in_the_township_beside_it() {
    let mut office = county();
    let plan = office.import(&csv(&[
        &["乡（镇、街道）", "村（居）", "姓名", "人员类型"],
        &["赛岐镇", "前进社区", "林一", "儿童主任"],
        &["潭头镇", "后洋", "林二", "儿童主任"],
        // Neither needs writing in full, and a code does as well.
        &["坂中", "仙岩村委会", "林三", "儿童主任"],
        &["350981002", "前进居委会", "林四", "儿童主任"],
        &["赛岐镇", "", "陈督导", "儿童督导员"],
        &["坂中乡", "坂中畲族乡", "李督导", "督导员"],
    ]));
    assert_eq!(refused(&plan), []);
    assert_eq!(plan.counts(), counts(6, 0, 0, 0));
    let stem = |name| codes(&office, name).concat()[..9].to_owned();
    assert_eq!(stem("林一"), "350981100");
    assert_eq!(stem("林四"), "350981002");
    assert_eq!(codes(&office, "陈督导"), ["350981100000"]);
    assert_eq!(stem("李督导"), stem("林三"), "坂中畲族乡 by its short name");
}

#[test]
fn what_the_township_does_not_settle_is_refused_by_its_row() {
    let mut office = county();
    let plan = office.import(&csv(&[
        &["乡镇", "村居", "姓名", "人员类型"],
        &["", "前进社区", "林一", "儿童主任"],
        &["莒口镇", "前进社区", "林二", "儿童主任"],
        &["社口镇", "前进社区", "林三", "儿童主任"],
        &["", "", "陈督导", "儿童督导员"],
        &["赛岐镇", "前进社区", "李督导", "儿童督导员"],
        &["", "赛岐镇前进社区", "林四", "儿童主任"],
        &["社口镇", "赛岐镇前进社区", "林五", "儿童主任"],
    ]));
    assert_eq!(
        refused(&plan),
        [
            (2, "import-reason-several-villages"),
            (3, "import-reason-no-township"),
            (4, "import-reason-not-in-township"),
            (5, "fault-required"),
            (6, "import-reason-supervisor-in-village"),
            (8, "import-reason-not-in-township"),
        ]
    );
    assert_eq!(codes(&office, "林四").concat()[..9], *"350981100");
}

#[test]
fn a_list_of_one_township_need_not_say_so_in_each_row() {
    let mut office = county();
    office.township = Some("350981100");
    let plan = office.import(&csv(&[
        &["村居", "姓名", "人员类型"],
        &["前进社区", "林一", "儿童主任"],
        // A row that names another one is believed; a village of another alone isn't.
        &["城北街道前进社区", "林二", "儿童主任"],
        &["仙岩村", "林三", "儿童主任"],
        &["", "陈督导", "儿童督导员"],
    ]));
    assert_eq!(refused(&plan), [(4, "import-reason-not-in-township")]);
    assert_eq!(codes(&office, "林一").concat()[..9], *"350981100");
    assert_ne!(codes(&office, "林二").concat()[..9], *"350981100");
    assert_eq!(codes(&office, "陈督导"), ["350981100000"]);
}

#[test]
fn the_same_list_again_changes_nothing_and_namesakes_of_two_townships_are_two() {
    let mut office = county();
    let list = [
        &["乡镇", "村居", "姓名", "人员类型"][..],
        &["赛岐镇", "前进社区", "林一", "儿童主任"],
        &["赛岐镇", "", "陈督导", "儿童督导员"],
        &["社口镇", "", "陈督导", "儿童督导员"],
    ];
    let first = office.import(&csv(&list));
    assert_eq!(first.counts(), counts(3, 0, 0, 0));
    let again = office.import(&csv(&list));
    assert_eq!(again.counts(), counts(0, 0, 3, 0));
    assert_eq!(office.workers.len(), 3);
    assert_eq!(office.posts.len(), 3);
}

#[test]
fn in_a_townships_own_office_the_column_must_name_it() {
    let mut office = Office::new();
    let plan = office.import(&csv(&[
        &["乡镇", "村居", "姓名", "人员类型"],
        &["莒口镇", "后山村", "林一", "儿童主任"],
        &["麻沙镇", "后山村", "林二", "儿童主任"],
        &["莒口镇", "", "陈督导", "儿童督导员"],
    ]));
    assert_eq!(refused(&plan), [(3, "import-reason-no-township")]);
    assert_eq!(codes(&office, "陈督导"), [""], "there is no other");
}
