//! Whom rows mean, and people and villages that come up twice.

use crate::support::{Office, counts, csv, day, id_number, reasons};
use tongdu::domain::post::Post;
use tongdu::domain::worker::{WorkTime, Worker};
use tongdu::service::transfer::plan::Outcome;
use tongdu::service::transfer::problem::{Reason, Warning};

#[test]
fn people_are_known_by_number_else_by_name_and_village() {
    let mut office = Office::new();
    let (a, b) = (id_number("19750314", 22), id_number("19800101", 41));
    let list = csv(&[
        &["村居", "姓名", "身份证号"],
        &["后山村", "王芳", ""],
        &["金山村", "李丽", &b],
    ]);
    office.import(&list);
    // The number is learned; a known number under a new name is the same person, and said.
    let plan = office.import(&csv(&[
        &["村居", "姓名", "身份证号"],
        &["后山村", "王 芳", &a],
        &["金山村", "李莉", &b],
        // No number, another village: nothing says that it is the same 王芳.
        &["东山村", "王芳", ""],
    ]));
    assert_eq!(plan.counts(), counts(1, 2, 0, 0));
    assert_eq!(
        plan.rows[1].warnings,
        [Warning::Renamed {
            name: "李丽".into()
        }]
    );
    assert_eq!(plan.rows[2].warnings, [Warning::SameName]);
    assert_eq!(office.workers.len(), 3);
    assert_eq!(office.worker("李莉").id_number, b);
    // The same name in the same village under another number: somebody has to decide.
    let other = id_number("19760314", 22);
    let plan = office.plan(&csv(&[
        &["村居", "姓名", "身份证号"],
        &["后山村", "王芳", &other],
    ]));
    assert_eq!(
        reasons(&plan.rows[0]),
        [("id_number", "import-reason-other-number", Some(2))]
    );
}

#[test]
fn several_matches_are_refused() {
    let mut office = Office::new();
    let number = id_number("19750314", 22);
    for _ in 0..2 {
        let worker = Worker {
            name: "王芳".into(),
            id_number: number.clone(),
            ..Worker::default()
        };
        office.add(
            worker,
            Post {
                village: Some(office.village("后山村")),
                ..Post::default()
            },
        );
    }
    let plan = office.plan(&csv(&[
        &["村居", "姓名", "身份证号"],
        &["后山村", "王芳", &number],
        &["后山村", "王 芳", ""],
    ]));
    assert_eq!(
        reasons(&plan.rows[0]),
        [("id_number", "import-reason-several-workers", Some(2))]
    );
    assert_eq!(
        reasons(&plan.rows[1]),
        [("name", "import-reason-twice", Some(1))]
    );
    let plan = office.plan(&csv(&[&["村居", "姓名"], &["后山村", "王芳"]]));
    assert_eq!(
        reasons(&plan.rows[0]),
        [("name", "import-reason-several-workers", Some(1))]
    );
}

#[test]
fn who_stands_twice_in_the_file_is_refused_with_the_first_row() {
    let mut office = Office::new();
    let number = id_number("19750314", 22);
    let plan = office.import(&csv(&[
        &["村居", "姓名", "身份证号"],
        &["后山村", "王芳", &number],
        &["金山村", "王芳", &number],
        &["东山村", "李丽", ""],
        &["东山村", "李 丽", ""],
    ]));
    assert_eq!(plan.counts(), counts(2, 0, 0, 2));
    let Outcome::Refused(faults) = &plan.rows[1].outcome else {
        panic!()
    };
    assert_eq!(faults[0].reason, Reason::Twice { row: 2 });
    let Outcome::Refused(faults) = &plan.rows[3].outcome else {
        panic!()
    };
    assert_eq!(faults[0].reason, Reason::Twice { row: 4 });
}

#[test]
fn doubles_are_taken_and_said() {
    let mut office = Office::new();
    let (a, b) = (id_number("19750314", 22), id_number("19800101", 41));
    office.import(&csv(&[
        &["村居", "姓名", "身份证号"],
        &["后山村", "王芳", &a],
    ]));
    // Another village for the same person, and another person for the same village.
    let plan = office.import(&csv(&[
        &["村居", "姓名", "身份证号"],
        &["金山村", "王芳", &a],
        &["后山村", "李丽", &b],
    ]));
    assert_eq!(plan.counts(), counts(1, 1, 0, 0));
    assert_eq!(
        plan.rows[0].warnings,
        [Warning::OtherPost {
            village: "后山村".into()
        }]
    );
    assert_eq!(
        plan.rows[1].warnings,
        [Warning::OtherDirector {
            name: "王芳".into(),
            count: 1
        }]
    );
    assert_eq!(office.posts_of("王芳").len(), 2);
}

#[test]
fn who_leaves_in_the_same_file_is_no_double() {
    let mut office = Office::new();
    let (a, b) = (id_number("19750314", 22), id_number("19800101", 41));
    office.import(&csv(&[
        &["村居", "姓名", "身份证号"],
        &["后山村", "王芳", &a],
    ]));
    let plan = office.import(&csv(&[
        &["村居", "姓名", "身份证号", "任职时间", "离任日期"],
        &["后山村", "李丽", &b, "2026-10-01", ""],
        &["后山村", "王芳", &a, "", "2026年9月"],
    ]));
    assert_eq!(plan.counts(), counts(1, 1, 0, 0));
    assert!(
        plan.rows[0].warnings.is_empty(),
        "{:?}",
        plan.rows[0].warnings
    );
    assert_eq!(
        office.posts_of("王芳"),
        [("后山村".into(), None, Some(day("2026-09-30")))]
    );
    // Coming back is a new post; the old one stays.
    office.import(&csv(&[
        &["村居", "姓名", "身份证号", "任职时间"],
        &["后山村", "王芳", &a, "2026-11-01"],
    ]));
    assert_eq!(office.posts_of("王芳").len(), 2);
}

#[test]
fn supervisors_belong_to_the_township() {
    let mut office = Office::new();
    let plan = office.import(&csv(&[
        &["村居", "姓名", "职务", "是否专职"],
        &["莒口镇", "王芳", "儿童督导员", "是"],
        &["", "李丽", "督导员", "否"],
        &["后山村", "陈强", "督导员", ""],
        &["莒口镇", "林秀英", "儿童主任", ""],
    ]));
    assert_eq!(plan.counts(), counts(2, 0, 0, 2));
    assert_eq!(office.posts_of("王芳"), [(String::new(), None, None)]);
    assert_eq!(office.worker("王芳").work_time, Some(WorkTime::Full));
    assert_eq!(office.worker("李丽").work_time, Some(WorkTime::Part));
    assert_eq!(
        reasons(&plan.rows[2])[0].1,
        "import-reason-supervisor-in-village"
    );
    assert_eq!(reasons(&plan.rows[3])[0].1, "import-reason-no-village");
}
