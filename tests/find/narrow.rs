//! Words, numbers and conditions together, and what a role doesn't find.

use super::{OfficeRole, names, office};
use std::collections::BTreeSet;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::caregiver::{Caregiver, Relation};
use tongdu::domain::child::{Category, Child, Risk};
use tongdu::domain::household::Household;
use tongdu::domain::post::Post;
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::schema::Day;
use tongdu::service::{Fit, Office};

fn village(office: &Office, name: &str) -> tongdu::schema::Id {
    office.candidates(Kind::Village, name, 1)[0].id
}

/// Three children, one of them with a grandmother and a home, and a director; nobody real.
fn peopled() -> (tempfile::TempDir, Office) {
    let (folder, office) = office(OfficeRole::Supervisor);
    let add = |record: Record| {
        office
            .save(None, record, "样张")
            .expect("it can be saved")
            .id
    };
    let child = |name: &str, place: &str, risk, category, born: (i32, u32, u32)| Child {
        name: name.into(),
        village: Some(village(&office, place)),
        risk: Some(risk),
        categories: BTreeSet::from([category]),
        birth_day: Day::from_ymd(born.0, born.1, born.2),
        ..Child::default()
    };
    let home = Household {
        head: "吴春兰".into(),
        phone: "14000000012".into(),
        ..Household::default()
    };
    let home = Some(add(home.into()));
    let mut first = child(
        "陈小明",
        "东山村",
        Risk::Red,
        Category::LeftBehind,
        (2015, 11, 23),
    );
    first.household = home;
    add(first.into());
    let grandmother = Caregiver {
        name: "吴春兰".into(),
        household: home,
        relation: Some(Relation::Grandmother),
        ..Caregiver::default()
    };
    add(grandmother.into());
    add(child(
        "陈晓敏",
        "莒口村",
        Risk::Green,
        Category::Orphan,
        (2015, 11, 24),
    )
    .into());
    let mut numbered = child(
        "买买提·江",
        "东山村",
        Risk::Yellow,
        Category::Difficult,
        (2012, 2, 29),
    );
    numbered.id_number = "35999920120229001X".into();
    add(numbered.into());
    let director = Worker {
        name: "陈兴民".into(),
        role: Some(WorkerRole::Director),
        ..Worker::default()
    };
    let post = Post {
        worker: Some(add(director.into())),
        village: Some(village(&office, "东山村")),
        from: Day::from_ymd(2020, 1, 1),
        ..Post::default()
    };
    add(post.into());
    (folder, office)
}

#[test]
fn words_and_conditions_narrow() {
    let (_folder, office) = peopled();
    for (typed, want) in [
        ("cxm", &["陈小明", "陈晓敏", "陈兴民"][..]),
        ("cxm 东山", &["陈小明", "陈兴民"]),
        ("东山 cxm", &["陈小明", "陈兴民"]),
        ("cxm dongshan", &["陈小明", "陈兴民"]),
        ("cxm 村:东山", &["陈小明", "陈兴民"]),
        ("cxm 村：ds 险：红", &["陈小明"]),
        ("cxm village: dongshan risk:r", &["陈小明"]),
        ("险:高", &["陈小明"]),
        ("险:hong", &["陈小明"]),
        ("险:g", &["陈晓敏"]),
        ("险:黄", &["买买提·江"]),
        ("险:紫", &[]),
        ("类:留守", &["陈小明"]),
        ("类:ls", &["陈小明"]),
        ("type:orphan", &["陈晓敏"]),
        ("类:主任", &["陈兴民"]),
        // The birthday itself counts: 陈小明 is 11 today, 陈晓敏 tomorrow.
        ("岁:11", &["陈小明"]),
        ("岁:10", &["陈晓敏"]),
        ("岁:10-11", &["陈小明", "陈晓敏"]),
        ("岁:14 村:东山", &["买买提·江"]),
        ("陈 岁:", &["陈小明", "陈晓敏", "陈兴民"]),
        ("cxm 李", &[]),
        ("0012", &["吴春兰"]),
        ("００１２", &["吴春兰"]),
        ("140 0000 0012", &["吴春兰"]),
        ("001x", &["买买提·江"]),
        ("359999 20120229 001x", &["买买提·江"]),
        ("012", &[]),
        ("吴 0012", &["吴春兰"]),
        ("陈 0012", &[]),
        ("类:奶奶", &["吴春兰"]),
        ("买买提江", &["买买提·江"]),
        ("江", &["买买提·江"]),
        ("wuchunlan 村:东山", &["吴春兰", "吴春兰"]),
        ("wcl 莒口", &[]),
        ("　", &[]),
        ("·", &[]),
    ] {
        assert_eq!(names(&office, typed), want, "{typed}");
    }
    let hits = office.find("001x", 5).hits;
    assert_eq!(hits[0].fit, Fit::IdNumber { whole: false });
    let hits = office.find("吴春兰", 5).hits;
    assert_eq!(hits[0].kind, Kind::Caregiver);
    assert!(
        matches!(hits[1].fit, Fit::Other("head", _)),
        "{:?}",
        hits[1].fit
    );
    let hits = office.find("险:红", 5).hits;
    assert_eq!(hits[0].fit, Fit::Conditions);
    // The count is that of all, not of those that were asked for.
    assert_eq!(office.find("cxm", 1).all, 3);
    assert_eq!(office.find("350703104206", 5).hits[0].fit, Fit::Code);
}

#[test]
fn a_trainer_finds_no_child_by_anything() {
    let (_folder, supervisors) = peopled();
    assert!(!names(&supervisors, "xiaoming").is_empty());
    let (_folder, office) = office(OfficeRole::Trainer);
    let place = village(&office, "东山村");
    // What the store of a trainer has no keys for can't be saved there either.
    let child = Child {
        name: "陈小明".into(),
        village: Some(place),
        ..Child::default()
    };
    assert!(office.save(None, child.into(), "").is_err());
    for typed in ["陈小明", "cxm", "xiaoming", "险:红", "类:留守", "岁:0-18"] {
        let children = office.find(typed, 60).hits;
        assert!(children.iter().all(|h| h.kind != Kind::Child), "{typed}");
    }
    assert!(office.candidates(Kind::Child, "陈小明", 5).is_empty());
    assert!(office.candidates(Kind::Child, "", 5).is_empty());
    assert!(!office.find("东山", 60).hits.is_empty());
}

#[test]
fn link_fields_take_numbers_labels_and_slips() {
    let (_folder, office) = peopled();
    let one = |kind, typed: &str| {
        let rows = office.candidates(kind, typed, 3);
        rows.first().map(|r| r.record.value("name").plain())
    };
    assert_eq!(one(Kind::Child, "#2").as_deref(), Some("陈晓敏"));
    assert_eq!(one(Kind::Child, "cenxiaomin").as_deref(), Some("陈小明"));
    assert_eq!(one(Kind::Worker, "0012"), None);
    assert_eq!(office.candidates(Kind::Post, "陈兴民", 3).len(), 1);
}
