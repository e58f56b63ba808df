//! A change of person: everything moves at once, one undo takes it back, and nothing is half done.

use crate::support::*;
use proptest::prelude::*;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::due::Rule;
use tongdu::domain::worker::WorkerRole;
use tongdu::schema::{Day, Id};
use tongdu::service::{Act, HandingOver, Office, OfficeRole, Secret};

const TODAY: &str = "2026-11-23";

fn handing(village: Option<Id>, taking: Id, on: &str) -> HandingOver {
    HandingOver {
        village,
        leaving: None,
        taking,
        day: day(on),
        note: String::new(),
        reason: String::new(),
    }
}

#[test]
fn a_village_goes_with_its_children_and_everything_open() {
    let dir = tempfile::tempdir().unwrap();
    let office = township(dir.path());
    let (old, new) = (director(&office, "曾德旺"), director(&office, "曾庆华"));
    post(&office, old, "后山村", "2019-11-01", "");
    let place = village(&office, "后山村");
    let kids: Vec<Id> = (0..5)
        .map(|n| child(&office, &format!("孩子{n}"), "后山村"))
        .collect();
    child(&office, "别村的", "东山村");
    // One of the things due is put off; that goes along.
    let due = office.due();
    let open = due
        .iter()
        .find(|d| d.id == kids[0])
        .expect("an incomplete file");
    office
        .postpone(open, day("2026-12-10"), "等户口本")
        .unwrap();
    let before = office.due();

    let done = office.hand_over(&handing(Some(place), new, TODAY)).unwrap();
    assert_eq!(done.leaving, old);
    assert_eq!(in_charge(&office, "后山村", "2026-11-22"), ["曾德旺"]);
    assert_eq!(in_charge(&office, "后山村", TODAY), ["曾庆华"]);
    for due in office.due().iter().filter(|d| kids.contains(&d.id)) {
        assert_eq!(due.worker, Some(new));
    }
    let Record::Handover(told) = &office.row(Kind::Handover, done.id).unwrap().record else {
        panic!("a handover");
    };
    assert_eq!((told.children, told.put_off), (Some(5), Some(1)));
    assert_eq!(
        told.due,
        Some(5),
        "no director's own training, no other village"
    );

    // The list names everybody, is signed by three, and is logged with every child on it.
    let path = dir.path().join("清单.txt");
    office.print_handover(&words(), done.id, &path).unwrap();
    let list = std::fs::read_to_string(&path).unwrap();
    for text in [
        "后山村",
        "曾德旺",
        "曾庆华",
        "孩子0",
        "孩子4",
        "催到",
        "移交人签字",
        "监交人签字",
    ] {
        assert!(list.contains(text), "{text}\n{list}");
    }
    assert!(!list.contains("别村的"));
    let printed = office.history(Kind::Child, kids[4]).unwrap();
    assert!(printed.iter().any(|entry| entry.act == Act::Print));
    assert!(
        office.print_handover(&words(), done.id, &path).is_err(),
        "a file is never replaced"
    );

    // One undo, though printing came after it.
    let undone = office.undo_because(Some(done.revision), "").unwrap();
    assert_eq!(undone.act, Act::HandOver);
    assert_eq!(in_charge(&office, "后山村", TODAY), ["曾德旺"]);
    assert_eq!(office.tables().live(Kind::Handover).count(), 0);
    assert_eq!(*office.due(), *before);
}

#[test]
fn what_cant_be_handed_over_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let office = township(dir.path());
    let (old, new) = (director(&office, "曾德旺"), director(&office, "曾庆华"));
    let saved = post(&office, old, "后山村", "2026-11-01", "");
    let place = village(&office, "后山村");
    let over = person(&office, "王芳", WorkerRole::Supervisor);
    let gone = director(&office, "雷桂兰");
    let row = office.row(Kind::Worker, gone).unwrap();
    office.retire(&row, "重复").unwrap();
    let version = office.version();
    let mine = HandingOver {
        leaving: Some(old),
        ..handing(Some(place), old, TODAY)
    };
    let stranger = HandingOver {
        leaving: Some(gone),
        ..handing(Some(place), new, TODAY)
    };
    let empty = village(&office, "东山村");
    for (asked, key) in [
        (handing(Some(place), old, TODAY), "problem-handover-self"),
        (mine, "problem-handover-self"),
        (handing(Some(place), gone, TODAY), "problem-retired"),
        (handing(Some(place), over, TODAY), "problem-handover-role"),
        (handing(None, new, TODAY), "problem-handover-role"),
        (handing(Some(empty), new, TODAY), "problem-handover-vacant"),
        (stranger, "problem-handover-vacant"),
        (
            handing(Some(place), new, "2026-10-31"),
            "problem-handover-vacant",
        ),
        (
            handing(Some(place), new, "2026-11-01"),
            "problem-handover-early",
        ),
        (handing(Some(place), Id([7; 16]), TODAY), "problem-gone"),
    ] {
        let refused = office.hand_over(&asked).unwrap_err();
        assert_eq!(refused.key, key, "{asked:?}");
    }
    assert_eq!(office.version(), version);
    // With two in charge it has to be said who leaves; the other one stays.
    let second = director(&office, "谢小燕");
    post(&office, second, "后山村", "2026-11-02", "");
    let refused = office
        .hand_over(&handing(Some(place), new, TODAY))
        .unwrap_err();
    assert_eq!(refused.key, "problem-handover-which");
    let one = HandingOver {
        leaving: Some(second),
        ..handing(Some(place), new, TODAY)
    };
    office.hand_over(&one).unwrap();
    assert_eq!(in_charge(&office, "后山村", TODAY), ["曾德旺", "曾庆华"]);
    // To whoever is in charge with them: one post ends, none begins.
    office
        .hand_over(&handing(Some(place), new, "2026-11-24"))
        .unwrap();
    assert_eq!(in_charge(&office, "后山村", "2026-11-24"), ["曾庆华"]);
    assert!(
        office
            .row(Kind::Post, saved.id)
            .is_some_and(|row| !row.retired)
    );
    // A trainer hands nothing over: what goes along is not theirs to see.
    office
        .add_user("赵敏", OfficeRole::Trainer, "laoying2026")
        .unwrap();
    office.close();
    let setup = crate::office::setup();
    let secret = Secret::passphrase("laoying2026");
    let office = Office::open(&setup, &dir.path().join("office"), &secret).unwrap();
    let refused = office
        .hand_over(&handing(Some(place), old, "2026-11-30"))
        .unwrap_err();
    assert_eq!((refused.key, refused.exit), ("problem-may-not", 4));
}

#[test]
fn the_township_goes_to_another_supervisor() {
    let dir = tempfile::tempdir().unwrap();
    let office = township(dir.path());
    let old = person(&office, "王芳", WorkerRole::Supervisor);
    let new = person(&office, "陈志明", WorkerRole::Supervisor);
    // Nobody has written down a post of either, as in most offices.
    post(&office, new, "后山村", "2020-01-01", "2020-12-31");
    let kid = child(&office, "孩子", "东山村");
    let done = office.hand_over(&handing(None, new, TODAY)).unwrap();
    assert_eq!(done.leaving, old);
    let tables = office.tables();
    let workforce = tables.workforce();
    let held = |who, on| workforce.in_post(who, day(on));
    assert!(held(old, "2026-11-22") && !held(old, TODAY));
    assert!(!held(new, "2026-11-22") && held(new, TODAY));
    drop(workforce);
    drop(tables);
    assert!(office.row(Kind::Child, kid).is_some());
    office.undo(None).unwrap();
    let tables = office.tables();
    assert!(tables.workforce().in_post(old, day(TODAY)));
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Post(usize, usize, i32, Option<i32>),
    Hand(usize, usize, i32),
    HandAll(usize, i32),
    Undo,
}

fn step() -> impl Strategy<Value = Step> {
    let days = -40..40i32;
    prop_oneof![
        3 => (0..4usize, 0..3usize, days.clone(), prop::option::of(0..40i32))
            .prop_map(|(w, v, from, length)| Step::Post(w, v, from, length)),
        4 => (0..3usize, 0..4usize, days.clone()).prop_map(|(v, w, d)| Step::Hand(v, w, d)),
        1 => (0..2usize, days).prop_map(|(w, d)| Step::HandAll(w, d)),
        3 => Just(Step::Undo),
    ]
}

/// What can be seen of who is in charge: for some days, every line of the register and who is in
/// post; and what is due.
fn seen(office: &Office) -> Vec<String> {
    let today = day(TODAY);
    let mut all = Vec::new();
    for n in (-50..90).step_by(7) {
        let on = today.plus(n);
        for line in office.register_on(on) {
            all.push(format!(
                "{on} {:?} {:?} {}",
                line.village, line.worker, line.doubled
            ));
        }
        let tables = office.tables();
        let workforce = tables.workforce();
        for id in workforce.workers.keys() {
            all.push(format!("{on} {id} {}", workforce.in_post(*id, on)));
        }
    }
    let due = office.due();
    all.extend(
        due.iter()
            .map(|d| format!("{:?} {:?} {:?}", d.rule, d.id, d.worker)),
    );
    all
}

/// Any posts, hand-overs and undoing: each child has exactly one director on any day, or the
/// register and the day's list say that there is nobody, or two; and an undo takes back all of
/// what it takes back, and nothing else.
#[test]
fn each_child_has_one_director_or_a_visibly_missing_one() {
    let places = ["后山村", "东山村", "社州村"];
    crate::dice::runner(24)
        .run(&prop::collection::vec(step(), 1..14), |steps| {
            let dir = tempfile::tempdir().unwrap();
            let office = township(dir.path());
            let people: Vec<Id> = (0..4)
                .map(|n| director(&office, &format!("某{n}")))
                .collect();
            let over: Vec<Id> = ["王芳", "陈志明"]
                .map(|name| person(&office, name, WorkerRole::Supervisor))
                .to_vec();
            let kids: Vec<Id> = places.iter().map(|p| child(&office, "孩子", p)).collect();
            let villages: Vec<Id> = places.iter().map(|p| village(&office, p)).collect();
            let today = day(TODAY);
            let mut before: Vec<Vec<String>> = Vec::new();
            for step in steps {
                let was = seen(&office);
                match step {
                    Step::Post(w, v, from, length) => {
                        let from = today.plus(from);
                        let to = length.map_or_else(String::new, |n| from.plus(n).iso());
                        post(&office, people[w], places[v], &from.iso(), &to);
                        before.push(was);
                    }
                    Step::Hand(v, w, n) => {
                        let on = today.plus(n).iso();
                        match office.hand_over(&handing(Some(villages[v]), people[w], &on)) {
                            Ok(_) => {
                                let now = office.register_on(today.plus(n));
                                let held = |l: &tongdu::service::DirectorLine| {
                                    l.village == Some(villages[v]) && l.worker == Some(people[w])
                                };
                                prop_assert!(now.iter().any(held));
                                before.push(was);
                            }
                            Err(_) => prop_assert_eq!(seen(&office), was),
                        }
                    }
                    Step::HandAll(w, n) => {
                        let on = today.plus(n).iso();
                        match office.hand_over(&handing(None, over[w], &on)) {
                            Ok(_) => before.push(was),
                            Err(_) => prop_assert_eq!(seen(&office), was),
                        }
                    }
                    Step::Undo => {
                        if let Some(then) = before.pop() {
                            office.undo(None).unwrap();
                            prop_assert_eq!(seen(&office), then);
                        }
                    }
                }
                let due = office.due();
                for (kid, place) in kids.iter().zip(&villages) {
                    let told = |rule| due.iter().any(|d| d.rule == rule && d.id == *place);
                    let directors = office.tables().directors_of(*place, today);
                    prop_assert_eq!(told(Rule::NoDirector), directors.is_empty());
                    prop_assert_eq!(told(Rule::TwoDirectors), directors.len() > 1);
                    let file = due
                        .iter()
                        .find(|d| d.id == *kid)
                        .expect("an incomplete file");
                    prop_assert_eq!(file.worker, directors.first().copied());
                    for n in -45..80 {
                        let on: Day = today.plus(n);
                        let lines = office.register_on(on).into_iter();
                        let of: Vec<_> = lines.filter(|l| l.village == Some(*place)).collect();
                        let one = of.len() == 1 && of[0].worker.is_some() && !of[0].doubled;
                        let nobody = of.len() == 1 && of[0].worker.is_none();
                        let several = of.len() > 1 && of.iter().all(|l| l.doubled);
                        prop_assert!(one || nobody || several);
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}
