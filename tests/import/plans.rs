//! What rows would do to the register.

use crate::support::{
    Office, counts, csv, day, id_number, id_number_with_x, reasons, warnings, wrong_number,
};
use tongdu::domain::post::Post;
use tongdu::domain::worker::{Sex, Source, WorkTime, Worker, WorkerRole};
use tongdu::service::transfer::plan::Outcome;

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
        &["河坝村", "林秀英", "", "", "", "2019-12-31", ""],
    ]);
    let first = office.import(&list);
    assert_eq!(first.counts(), counts(5, 0, 0, 0));
    assert_eq!(warnings(&first.rows[0]), ["import-warning-month-only"]);
    let again = office.import(&list);
    assert_eq!(again.counts(), counts(0, 0, 5, 0), "{again:#?}");
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
fn what_the_list_does_not_know_is_kept() {
    let mut office = Office::new();
    let heading: &[&str] = &["村居", "姓名", "是否女性委员", "是否专职"];
    office.import(&csv(&[heading, &["后山村", "王芳", "是", "是"]]));
    let plan = office.import(&csv(&[heading, &["后山村", "王芳", "不详", "不详"]]));
    assert_eq!(plan.counts(), counts(0, 0, 1, 0));
    let wang = office.worker("王芳");
    assert_eq!(
        (wang.female_member, wang.work_time),
        (Some(true), Some(WorkTime::Full))
    );
}
