//! Whatever posts are written down: no day of a village is told twice or left out, and what the
//! register of a day says is what a naive look at all posts says.

use crate::support::*;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tongdu::domain::book::Kind;
use tongdu::domain::post::Post;
use tongdu::domain::village::Village;
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::domain::workforce::Workforce;
use tongdu::schema::{Day, Id};

/// First day of the year in which everything happens, as days since 1970.
const YEAR: i32 = 19_000;

/// So many cases, and no files of its own.
pub fn runner(cases: u32) -> TestRunner {
    TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    })
}

fn id(n: usize) -> Id {
    Id([u8::try_from(n).expect("few"); 16])
}

/// Posts of six people in one village; the last two are supervisors, who direct nothing.
fn posts() -> impl Strategy<Value = Vec<(usize, Option<i32>, Option<i32>)>> {
    let end = || prop_oneof![3 => (0..60i32).prop_map(Some), 1 => Just(None)];
    prop::collection::vec((1..7usize, end(), end()), 0..8)
}

#[test]
fn a_villages_history_leaves_no_day_out_and_tells_none_twice() {
    runner(400)
        .run(&posts(), |told| {
            let village = Village::default();
            let workers: Vec<Worker> = (1..7)
                .map(|n| Worker {
                    role: Some(if n < 5 {
                        WorkerRole::Director
                    } else {
                        WorkerRole::Supervisor
                    }),
                    ..Worker::default()
                })
                .collect();
            let posts: Vec<Post> = told
                .iter()
                .map(|(who, from, days)| Post {
                    worker: Some(id(*who)),
                    village: Some(id(100)),
                    from: from.map(|n| Day(YEAR + n)),
                    to: days.map(|n| Day(YEAR + from.unwrap_or(0) + n)),
                    ..Post::default()
                })
                .collect();
            let mut workforce = Workforce::default();
            workforce.village(id(100), &village);
            for (n, worker) in workers.iter().enumerate() {
                workforce.worker(id(n + 1), worker);
            }
            for (n, post) in posts.iter().enumerate() {
                workforce.post(id(150 + n), post);
            }
            let all = workforce.tenures(id(100));
            prop_assert!(all[0].from.is_none() && all[all.len() - 1].to.is_none());
            for pair in all.windows(2) {
                prop_assert_eq!(pair[0].to.map(|to| to.plus(1)), pair[1].from);
                prop_assert!(pair[0].directors != pair[1].directors);
            }
            for n in -5..130 {
                let day = Day(YEAR + n);
                let mut naive: Vec<Id> = posts
                    .iter()
                    .filter(|p| p.from.is_none_or(|f| f <= day) && p.to.is_none_or(|t| day <= t))
                    .filter_map(|p| p.worker)
                    .filter(|who| (1..5).any(|n| *who == id(n)))
                    .collect();
                naive.sort_unstable();
                naive.dedup();
                let held: Vec<_> = all.iter().filter(|t| t.holds_on(day)).collect();
                prop_assert_eq!(held.len(), 1);
                prop_assert_eq!(&held[0].directors, &naive, "{}", day);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn posts_overlap_when_a_day_lies_in_both() {
    runner(400)
        .run(&(posts(), posts()), |(left, right)| {
            let made = |(_, from, days): &(usize, Option<i32>, Option<i32>)| Post {
                from: from.map(|n| Day(YEAR + n)),
                to: days.map(|n| Day(YEAR + from.unwrap_or(0) + n)),
                ..Post::default()
            };
            for (a, b) in left.iter().zip(&right) {
                let (a, b) = (made(a), made(b));
                let shared = (-5..200).any(|n| {
                    let day = Day(YEAR + n);
                    a.holds_on(day) && b.holds_on(day)
                });
                prop_assert_eq!(a.overlaps(&b), shared);
                prop_assert_eq!(b.overlaps(&a), shared);
            }
            Ok(())
        })
        .unwrap();
}

/// The register of any day of the office: one line at least for each village, more only where it
/// says so, and nobody who isn't in charge.
#[test]
fn the_register_of_any_day_has_every_village() {
    let dir = tempfile::tempdir().unwrap();
    let office = township(dir.path());
    let people: Vec<Id> = (0..6)
        .map(|n| director(&office, &format!("某{n}")))
        .collect();
    let places = ["后山村", "东山村", "社州村"];
    runner(8)
        .run(
            &prop::collection::vec((0..6usize, 0..3usize, 0..50i32, 0..50i32), 1..6),
            |told| {
                for (who, place, from, days) in told {
                    let (from, to) = (Day(YEAR + from), Day(YEAR + from + days));
                    post(&office, people[who], places[place], &from.iso(), &to.iso());
                }
                for n in (-3..105).step_by(4) {
                    let lines = office.register_on(Day(YEAR + n));
                    for row in office.tables().live(Kind::Village) {
                        let of: Vec<_> =
                            lines.iter().filter(|l| l.village == Some(row.id)).collect();
                        prop_assert!(!of.is_empty());
                        prop_assert!(
                            of.len() == 1 || of.iter().all(|l| l.doubled && l.worker.is_some())
                        );
                    }
                    // Vacancies, then doubles, then the rest.
                    let rank = |l: &tongdu::service::DirectorLine| match (l.worker, l.doubled) {
                        (None, _) => 0,
                        (_, true) => 1,
                        _ => 2,
                    };
                    prop_assert!(lines.is_sorted_by_key(rank));
                }
                Ok(())
            },
        )
        .unwrap();
}
