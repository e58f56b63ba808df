//! What rows would do to the register.

use crate::support::{
    Office, csv, day, id_number, id_number_with_x, reasons, warnings, wrong_number,
};
use tongdu::domain::post::Post;
use tongdu::domain::worker::{Sex, Source, WorkTime, Worker, WorkerRole};
use tongdu::service::transfer::directors::{Counts, Outcome};
use tongdu::service::transfer::problem::{Reason, SheetProblem, Warning};

fn counts(new: usize, changed: usize, same: usize, refused: usize) -> Counts {
    Counts {
        new,
        changed,
        same,
        refused,
    }
}

#[test]
fn one_row_makes_the_worker_and_the_post() {
    let mut office = Office::new();
    let (a, x) = (id_number("19750314", 22), id_number_with_x("19880909"));
    let plan = office.import(&csv(&[
        &["莒口镇村（居）儿童主任花名册"],
        &[
            "填报单位：莒口镇人民政府",
            "",
            "",
            "",
            "",
            "填报日期：2026.11.20",
        ],
        &[
            "序号",
            "村（居）",
            "儿童主任姓名",
            "性别",
            "公民身份号码",
            "联系电话（手机）",
            "专/兼职",
            "是否女性委员",
            "来源",
            "任职时间",
            "初任培训时间",
            "证书编号",
            "备注",
        ],
        &[
            "1",
            "后山村委会",
            "王　芳",
            "女",
            &a,
            "１３９０５９９０１０１",
            "兼职",
            "是",
            "村（居）委会委员",
            "2021.3.15",
            "2021年4月1日",
            "闽培001",
            "会莆田话",
        ],
        &[
            "2",
            "上㘵",
            "买买提·江",
            "男",
            &x.to_lowercase(),
            "139-0599-0102",
            "专职",
            "否",
            "社工",
            "20220301",
            "",
            "",
            "",
        ],
        &["3", "", "", "", "", "", "", "", "", "", "", "", ""],
        &["合计", "", "2人", "", "", "", "", "", "", "", "", "", ""],
        &[
            "填表人：王芳",
            "",
            "",
            "",
            "审核人：李丽",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
        ],
    ]));
    assert_eq!(plan.counts(), counts(2, 0, 0, 0));
    assert_eq!(plan.passed_over, [6, 7, 8]);
    let wang = office.worker("王芳");
    assert_eq!(
        (wang.sex, wang.role),
        (Some(Sex::Female), Some(WorkerRole::Director))
    );
    assert_eq!(
        (wang.id_number.as_str(), wang.phone.as_str()),
        (a.as_str(), "13905990101")
    );
    assert_eq!(
        (wang.work_time, wang.female_member),
        (Some(WorkTime::Part), Some(true))
    );
    assert_eq!(
        (wang.source, wang.first_training),
        (Some(Source::Committee), Some(day("2021-04-01")))
    );
    assert_eq!(
        (wang.certificate.as_str(), wang.note.as_str()),
        ("闽培001", "会莆田话")
    );
    assert_eq!(
        office.posts_of("王芳"),
        [("后山村".into(), Some(day("2021-03-15")), None)]
    );
    assert_eq!(office.worker("买买提·江").id_number, x);
    assert_eq!(
        office.posts_of("买买提·江"),
        [("上㘵村".into(), Some(day("2022-03-01")), None)]
    );
}

#[test]
fn the_same_file_twice_changes_nothing_and_blanks_clear_nothing() {
    let mut office = Office::new();
    let number = id_number("19750314", 22);
    let list = csv(&[
        &[
            "村居",
            "姓名",
            "身份证号",
            "电话",
            "任职时间",
            "离任日期",
            "备注",
        ],
        &[
            "后山村",
            "王芳",
            &number,
            "13905990101",
            "2021年3月",
            "",
            "甲",
        ],
        &["金山村", "李丽", "", "", "", "", ""],
        &["东山村", "陈强", "", "", "2015-01-01", "2019-12-31", ""],
        &["上㘵村", "买买提•江", "", "", "", "", ""],
    ]);
    let first = office.import(&list);
    assert_eq!(first.counts(), counts(4, 0, 0, 0));
    assert_eq!(warnings(&first.rows[0]), ["import-warning-month-only"]);
    let again = office.import(&list);
    assert_eq!(again.counts(), counts(0, 0, 4, 0), "{again:#?}");
    assert_eq!(again.changes(), []);
    let sparse = office.import(&csv(&[
        &["村居", "姓名", "身份证号", "电话", "任职时间", "备注"],
        &["后山村委会", "王芳", &number, "", "", ""],
        &["中㘵村", "", "", "", "", ""],
        &["上㘵", "买买提·江", "", "13905990104", "", ""],
    ]));
    assert_eq!(sparse.counts(), counts(0, 1, 1, 1));
    assert_eq!(office.worker("王芳").phone, "13905990101");
    assert_eq!(office.worker("买买提•江").phone, "13905990104");
    assert_eq!(
        office.posts_of("王芳"),
        [("后山村".into(), Some(day("2021-03-01")), None)]
    );
}

#[test]
fn a_change_names_its_fields_and_carries_the_marker() {
    let mut office = Office::new();
    let number = id_number("19750314", 22);
    let worker = Worker {
        name: "王芳".into(),
        role: Some(WorkerRole::Director),
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
    let plan = office.plan(&csv(&[
        &["村居", "姓名", "身份证号", "电话", "任职时间"],
        &["后山村", "王芳", &number, "13905990101", "2021.3.15"],
    ]));
    let Outcome::Changed(changes) = &plan.rows[0].outcome else {
        panic!("{plan:#?}")
    };
    assert_eq!(changes[0].fields, ["phone"]);
    assert_eq!(changes[1].fields, ["from"]);
    assert!(changes.iter().all(|change| change.base == Some(1)));
    office.save(&plan);
    assert_eq!(
        office.posts_of("王芳"),
        [("后山村".into(), Some(day("2021-03-15")), None)]
    );
}

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
fn every_fault_of_a_row_is_said_at_once() {
    let mut office = Office::new();
    let wrong = &wrong_number();
    let number = id_number("19750314", 22);
    let plan = office.plan(&csv(&[
        &[
            "姓名",
            "村居",
            "身份证号",
            "手机",
            "性别",
            "任职时间",
            "是否女委员",
        ],
        &["", "前山村", wrong, "1390599", "未知性别", "昨天", "大概"],
        &["王芳", "", "3.50703E+17", "", "", "", ""],
        // Read well, but the parts contradict each other: an even place is a woman's.
        &["李丽", "后山村", &number, "", "男", "", "是"],
    ]));
    let keys = |row: usize| {
        reasons(&plan.rows[row])
            .into_iter()
            .map(|(field, key, _)| (field, key))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        keys(0),
        [
            ("id_number", "fault-id-check"),
            ("phone", "fault-not-a-phone"),
            ("sex", "fault-not-a-choice"),
            ("from", "fault-not-a-day"),
            ("female_member", "fault-not-a-flag"),
            ("name", "fault-required"),
            ("village", "import-reason-no-village"),
        ]
    );
    assert_eq!(
        keys(1),
        [
            ("id_number", "fault-id-damaged"),
            ("village", "fault-required")
        ]
    );
    assert_eq!(
        keys(2),
        [
            ("sex", "fault-sex-not-in-id"),
            ("female_member", "fault-female-member-is-male")
        ]
    );
    assert_eq!(plan.changes(), []);
}

#[test]
fn months_of_birth_are_checked_against_the_number() {
    let mut office = Office::new();
    let (a, b) = (id_number("19751014", 22), id_number("19800101", 41));
    let plan = office.import(&csv(&[
        &["村居", "姓名", "身份证号", "出生年月"],
        &["后山村", "王芳", &a, "1975.1"],
        &["金山村", "李丽", &b, "1980年2月"],
        &["东山村", "陈强", "", "1980-03"],
    ]));
    assert_eq!(office.worker("王芳").birth_day, Some(day("1975-10-14")));
    assert_eq!(
        reasons(&plan.rows[1]),
        [("birth_day", "fault-birth-not-in-id", Some(3))]
    );
    assert_eq!(warnings(&plan.rows[2]), ["import-warning-birth-month-only"]);
    assert_eq!(office.worker("陈强").birth_day, None);
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

#[test]
fn a_heading_that_may_mean_several_things_is_taken_by_what_stands_below() {
    let mut office = Office::new();
    let plan = office.import(&csv(&[
        &["村居", "姓名", "职务"],
        &["后山村", "王芳", "妇联主席"],
        &["金山村", "李丽", "村委会副主任"],
    ]));
    assert_eq!(plan.counts(), counts(2, 0, 0, 0));
}

#[test]
fn missing_columns_are_named_and_mapped() {
    let mut office = Office::new();
    let problem = |office: &mut Office, rows: &[&[&str]], map: &[(&str, &str)]| {
        office.plan_mapped(&csv(rows), map).unwrap_err().key()
    };
    let strange: &[&[&str]] = &[
        &["标题"],
        &["谁", "哪里", "电话"],
        &["王芳", "后山村", "13905990101"],
    ];
    assert_eq!(problem(&mut office, strange, &[]), "import-missing-both");
    assert_eq!(
        problem(&mut office, strange, &[("name", "谁")]),
        "import-missing-village"
    );
    assert_eq!(
        problem(&mut office, strange, &[("village", "B")]),
        "import-missing-name"
    );
    assert_eq!(
        problem(&mut office, strange, &[("nickname", "B")]),
        "import-no-such-field"
    );
    assert_eq!(
        problem(&mut office, strange, &[("name", "Z")]),
        "import-no-such-column"
    );
    assert_eq!(
        problem(&mut office, &[&["a", "b"], &["c", "d"]], &[]),
        "import-no-heading"
    );
    for map in [
        [("name", "谁"), ("village", "哪里")],
        [("name", "a"), ("village", "2")],
        [("name", "1"), ("village", "B")],
    ] {
        let plan = office.plan_mapped(&csv(strange), &map).unwrap();
        assert_eq!(
            (plan.counts(), plan.rows[0].row),
            (counts(1, 0, 0, 0), 3),
            "{map:?}"
        );
    }
    // A list without a heading; and a column that is to be left out.
    let bare: &[&[&str]] = &[&["王芳", "后山村", "一三九"]];
    let plan = office
        .plan_mapped(&csv(bare), &[("name", "A"), ("village", "B")])
        .unwrap();
    assert_eq!(plan.counts(), counts(1, 0, 0, 0));
    let wrong: &[&[&str]] = &[&["姓名", "村居", "电话"], &["王芳", "后山村", "一三九"]];
    assert_eq!(office.plan(&csv(wrong)).counts(), counts(0, 0, 0, 1));
    let plan = office.plan_mapped(&csv(wrong), &[("phone", "")]).unwrap();
    assert_eq!(plan.counts(), counts(1, 0, 0, 0));
    let missing = office
        .plan_mapped(&csv(&[&["姓名", "电话"], &["王芳", ""]]), &[])
        .unwrap_err();
    assert_eq!(
        missing,
        SheetProblem::MissingColumn {
            row: 1,
            name: false,
            village: true
        }
    );
}
