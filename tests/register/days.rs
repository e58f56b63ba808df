//! The register of a past day: vacancies and doubles first, history without holes.

use crate::support::*;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::post::{Post, PostCheck};
use tongdu::domain::worker::{Sex, WorkTime, Worker, WorkerRole};
use tongdu::schema::{Fault, Value};
use tongdu::service::InCharge;

#[test]
fn the_register_of_a_past_day_says_who_was_in_charge_then() {
    let dir = tempfile::tempdir().unwrap();
    let office = township(dir.path());
    let (old, new) = (director(&office, "曾德旺"), director(&office, "曾庆华"));
    post(&office, old, "后山村", "2019-11-01", "2022-04-19");
    post(&office, new, "后山村", "2022-05-20", "");
    assert_eq!(in_charge(&office, "后山村", "2022-04-19"), ["曾德旺"]);
    assert_eq!(in_charge(&office, "后山村", "2022-04-20"), [""; 0]);
    assert_eq!(in_charge(&office, "后山村", "2022-05-20"), ["曾庆华"]);
    assert_eq!(in_charge(&office, "后山村", "2026-11-23"), ["曾庆华"]);
    // Whoever wasn't anything yet is no line of a past day; today they are one without a village.
    let nowhere = |on| {
        let lines = office.register_on(day(on));
        lines.iter().filter(|line| line.village.is_none()).count()
    };
    assert_eq!((nowhere("2022-05-20"), nowhere("2026-11-23")), (0, 1));
    // The gap is a stretch of its own, with its days.
    let all = office.tenures(village(&office, "后山村"));
    let told: Vec<_> = all.iter().map(|t| (t.directors.len(), t.days())).collect();
    assert_eq!(told, [(1, Some(901)), (0, Some(30)), (1, None)]);
}

#[test]
fn vacancies_and_doubles_stand_first_on_any_day() {
    let dir = tempfile::tempdir().unwrap();
    let office = township(dir.path());
    for (n, row) in office
        .list(&words(), Kind::Village, &Default::default())
        .rows
        .iter()
        .enumerate()
    {
        let who = director(&office, &format!("某{n}"));
        let name = row.record.value("name").plain();
        // One village is vacant from 2025 on.
        let to = if n == 3 { "2024-12-31" } else { "" };
        post(&office, who, &name, "2020-01-01", to);
    }
    let second = director(&office, "多一位");
    let saved = post(&office, second, "后山村", "2025-03-01", "2025-06-30");
    let warned = Fault::Warning("fault-post-overlaps");
    assert!(
        saved
            .warnings
            .iter()
            .any(|(field, fault)| field == "from" && *fault == warned)
    );

    let states = |on| -> Vec<(bool, bool)> {
        let lines = office.register_on(day(on)).into_iter();
        lines
            .map(|l| (l.worker.is_none(), l.doubled))
            .take(4)
            .collect()
    };
    let plain = (false, false);
    assert_eq!(states("2024-06-01"), [plain; 4]);
    assert_eq!(states("2025-01-01"), [(true, false), plain, plain, plain]);
    assert_eq!(
        states("2025-03-01"),
        [(true, false), (false, true), (false, true), plain]
    );
    assert_eq!(states("2025-07-01"), [(true, false), plain, plain, plain]);
    let counted = office.in_charge(day("2025-03-01"));
    assert_eq!(
        (counted.villages, counted.vacant, counted.doubled),
        (17, 1, 1)
    );
    assert_eq!(counted.directors, 17);
}

#[test]
fn the_figures_count_each_director_once() {
    let dir = tempfile::tempdir().unwrap();
    let office = township(dir.path());
    let add = |name: &str, sex, member, time| {
        let worker = Worker {
            name: name.into(),
            role: Some(WorkerRole::Director),
            sex: Some(sex),
            female_member: member,
            work_time: time,
            ..Worker::default()
        };
        office.save(None, worker.into(), "").unwrap().id
    };
    let a = add("甲", Sex::Female, Some(true), Some(WorkTime::Part));
    let b = add("乙", Sex::Female, None, Some(WorkTime::Full));
    let c = add("丙", Sex::Male, None, None);
    post(&office, a, "后山村", "2020-01-01", "");
    post(&office, a, "东山村", "2020-01-01", "");
    post(&office, b, "社州村", "2020-01-01", "");
    post(&office, c, "社州村", "2020-01-01", "");
    let want = InCharge {
        villages: 17,
        vacant: 14,
        doubled: 1,
        directors: 3,
        women: 2,
        members: 1,
        full: 1,
        part: 1,
        several: 1,
    };
    assert_eq!(office.in_charge(day("2026-11-23")), want);
}

#[test]
fn how_somebody_was_chosen_is_kept_and_a_change_of_ones_own_post_is_no_overlap() {
    let dir = tempfile::tempdir().unwrap();
    let office = township(dir.path());
    let who = director(&office, "曾庆华");
    let saved = post(&office, who, "后山村", "2022-04-20", "");
    assert!(saved.warnings.is_empty());
    let row = office.row(Kind::Post, saved.id).unwrap();
    let mut record: Record = row.record.clone();
    let pairs = [
        ("proposed_by", "村委会"),
        ("meeting", "2022-04-18"),
        ("checks", "身份已核,查无侵害记录"),
    ];
    let pairs = pairs.map(|(name, text)| (name.to_owned(), text.to_owned()));
    office.fill(&mut record, &pairs).unwrap();
    let saved = office.save(Some(&row), record, "").unwrap();
    assert!(
        saved.warnings.is_empty(),
        "a post doesn't overlap with itself"
    );
    let row = office.row(Kind::Post, saved.id).unwrap();
    let Record::Post(Post {
        checks, meeting, ..
    }) = &row.record
    else {
        panic!("a post");
    };
    assert_eq!(*meeting, Some(day("2022-04-18")));
    assert!(checks.contains(&PostCheck::Identity) && checks.contains(&PostCheck::NoOffence));
    // The end before the beginning is refused, and nothing is half done.
    let mut record = row.record.clone();
    record.set("to", Value::Day(day("2022-04-19")));
    let refused = office.save(Some(&row), record, "").unwrap_err();
    let fault = Fault::Rule("fault-ends-before-it-begins");
    assert_eq!(refused.faults, [("to".to_owned(), fault)]);
    assert_eq!(in_charge(&office, "后山村", "2026-11-23"), ["曾庆华"]);
}

#[test]
fn a_supervisor_of_the_township_doubles_no_village() {
    let dir = tempfile::tempdir().unwrap();
    let office = township(dir.path());
    let who = director(&office, "曾庆华");
    post(&office, who, "后山村", "2022-04-20", "");
    let over = person(&office, "王芳", WorkerRole::Supervisor);
    let saved = post(&office, over, "后山村", "2022-04-20", "");
    assert!(saved.warnings.is_empty());
    assert_eq!(in_charge(&office, "后山村", "2023-01-01"), ["曾庆华"]);
}
