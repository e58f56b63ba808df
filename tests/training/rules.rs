//! Who is meant by a rule: lacking this year's rotation, in these townships.

use super::office::jianyang;
use super::save;
use tongdu::domain::book::Kind;
use tongdu::domain::post::Post;
use tongdu::domain::training::{Attendance, Session, Training, TrainingType};
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::{Day, Id};
use tongdu::service::{Column, Lacking, Office, Query};

/// A county with two directors in 莒口镇, one in 将口镇, one without a post, and a rotation of this
/// year in two groups.
fn county(folder: &std::path::Path) -> (Office, Vec<Id>, [Id; 2]) {
    let office = jianyang(folder);
    let villages = |township: &str| -> Vec<Id> {
        let tables = office.tables();
        let here = tables.live(Kind::Village).filter(|row| {
            let code = row.record.value("code").plain();
            code.starts_with(township)
        });
        here.map(|row| row.id).collect()
    };
    let (jukou, jiangkou) = (villages("350703104"), villages("350703102"));
    let places = [Some(jukou[0]), Some(jukou[1]), Some(jiangkou[0]), None];
    let workers = places.into_iter().zip(["林甲", "林乙", "林丙", "林丁"]);
    let workers = workers.map(|(village, name)| {
        let worker = Worker {
            name: name.into(),
            role: Some(WorkerRole::Director),
            // In charge of children only who passed first training.
            first_training: Some(Day(19_000)),
            ..Worker::default()
        };
        let worker = save(&office, worker);
        if village.is_some() {
            let post = Post {
                worker: Some(worker),
                village,
                from: Some(Day(19_000)),
                ..Post::default()
            };
            save(&office, post);
        }
        worker
    });
    let workers = workers.collect();
    let training = Training {
        name: "2026年轮训".into(),
        kind: Some(TrainingType::Rotation),
        year: Some(2026),
        ..Training::default()
    };
    let training = save(&office, training);
    let session = || Session {
        training: Some(training),
        day: Some(Day(20_780)),
        ..Session::default()
    };
    let sessions = [save(&office, session()), save(&office, session())];
    (office, workers, sessions)
}

#[test]
fn whoever_lacks_the_year_is_counted_by_township_and_nobody_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (office, workers, [first, second]) = county(&folder.path().join("office"));
    let [jia, yi, bing] = [workers[0], workers[1], workers[2]];
    let of = |township: &str, workers: &[Id]| Lacking {
        township: Some(office.township(township).expect("one of ours")),
        workers: workers.to_vec(),
    };
    let (jiangkou, jukou) = (of("将口镇", &[bing]), of("莒口镇", &[jia, yi]));
    assert_eq!(office.still_lacking(second), [jiangkou.clone(), jukou]);
    // On the other group's roster: expected there.
    office.enrol(first, &[jia]).unwrap();
    let only_yi = of("莒口镇", &[yi]);
    assert_eq!(
        office.still_lacking(second),
        [jiangkou.clone(), only_yi.clone()]
    );
    // Trained elsewhere this year: lacks nothing.
    let other = Training {
        name: "市里的轮训".into(),
        kind: Some(TrainingType::Rotation),
        year: Some(2026),
        ..Training::default()
    };
    let other = save(&office, other);
    let elsewhere = Session {
        training: Some(other),
        day: Some(Day(20_700)),
        ..Session::default()
    };
    let elsewhere = save(&office, elsewhere);
    office.enrol(elsewhere, &[bing]).unwrap();
    assert_eq!(office.still_lacking(second), [jiangkou, only_yi.clone()]);
    let line = office.roster(elsewhere).remove(0);
    office.mark(line.enrolment, Attendance::Present).unwrap();
    assert_eq!(office.still_lacking(second), [only_yi]);
    office.enrol(second, &[yi]).unwrap();
    assert_eq!(office.still_lacking(second), []);
}

#[test]
fn townships_are_a_condition_of_any_list() {
    let folder = tempfile::tempdir().unwrap();
    let (office, workers, _) = county(&folder.path().join("office"));
    let words = Lexicon::new(Language::ZhCn);
    let asked = |wheres: &[&str]| -> Vec<Id> {
        let wheres = wheres
            .iter()
            .map(|w| office.parse_where(Kind::Worker, w).unwrap());
        let query = Query {
            wheres: wheres.collect(),
            ..Query::default()
        };
        let rows = office.list(&words, Kind::Worker, &query).rows;
        rows.iter().map(|row| row.id).collect()
    };
    let [jia, yi, bing, ding] = [workers[0], workers[1], workers[2], workers[3]];
    assert_eq!(asked(&["township=莒口镇"]), [jia, yi]);
    assert_eq!(asked(&["township=莒口"]), [jia, yi]);
    assert_eq!(
        asked(&["township=莒口，将口镇", "rotation=untrained"]),
        [jia, yi, bing]
    );
    assert_eq!(asked(&["township!=莒口镇"]), [bing, ding]);
    assert_eq!(asked(&["township="]), [ding]);
    assert_eq!(asked(&["township=口"]), []);
    assert_eq!(asked(&["township~莒"]), [jia, yi]);
    // A column to be chosen, but not one of every list.
    let column = Column::named(Kind::Worker, "township").unwrap();
    assert!(Column::all(Kind::Worker).contains(&column));
    assert!(!Column::listed(Kind::Worker).contains(&column));
}
