//! kill -9 at any moment of any work: whatever was acknowledged is there, nothing is there by
//! half, the chain holds, the indexes are what the records say, and the next start asks nothing.
//!
//! Sixty moments run with the tests; a thousand with
//!
//! ```text
//! TONGDU_KILLS=1000 cargo test --release --test kill -- --ignored --nocapture
//! ```

#[path = "support/office.rs"]
#[allow(dead_code)]
mod office;
#[path = "support/plugins.rs"]
#[allow(dead_code)]
mod plugins;
#[path = "support/rounds.rs"]
#[allow(dead_code)]
mod rounds;

use office::setup;
use rounds::{Dice, SORTS, Tally, Yard};
use std::collections::BTreeMap;
use std::sync::Mutex;

const SEED: u64 = 20_261_123;

/// Kills so many times; two offices side by side, each as long as it lasts.
fn kill(moments: u64) -> BTreeMap<&'static str, Tally> {
    plugins::libraries();
    let all = Mutex::new(BTreeMap::<&str, Tally>::new());
    std::thread::scope(|scope| {
        for half in 0..2 {
            let all = &all;
            scope.spawn(move || {
                let (dir, machine) = (tempfile::tempdir().unwrap(), setup());
                let (data, side) = (dir.path().join("office"), dir.path().join("side"));
                let mut yard = Yard::new(data, side, &machine);
                let mut measures = BTreeMap::new();
                let mut dice = Dice(SEED + half);
                for n in 0..moments / 2 {
                    let sort = &SORTS[(n as usize + half as usize * 3) % SORTS.len()];
                    let mut tally = Tally::default();
                    let mut strike = |child: &mut std::process::Child| {
                        let _ = child.kill();
                    };
                    let mut round = |measure, tally: &mut Tally| {
                        yard.round(sort, measure, &mut dice, &machine, &mut strike, tally)
                            .unwrap_or_else(|wrong| {
                                panic!("{}, seed {SEED}, moment {n}: {wrong}", sort.name)
                            })
                    };
                    // Anew now and then: the office grows, and with it what a round takes.
                    if (n as usize / SORTS.len()).is_multiple_of(6) {
                        measures.insert(sort.name, round(None, &mut Tally::default()).unwrap());
                    }
                    round(Some(measures[sort.name]), &mut tally);
                    all.lock().unwrap().entry(sort.name).or_default().add(tally);
                    if n % 50 == 49 {
                        println!("office {half}: {} moments", n + 1);
                    }
                }
            });
        }
    });
    let all = all.into_inner().unwrap();
    rounds::print(&all);
    all
}

/// Sound if not all of them came too early or too late.
fn judge(all: &BTreeMap<&str, Tally>, moments: u64) {
    let sum = |of: fn(&Tally) -> u64| all.values().map(of).sum::<u64>();
    assert_eq!(all.len(), SORTS.len());
    assert_eq!(sum(|t| t.struck + t.ended), moments);
    assert!(
        sum(|t| t.struck) * 2 > moments,
        "most are killed before their end"
    );
    assert!(
        sum(|t| t.halfway) > 0,
        "some are killed in the middle of writing"
    );
    assert!(
        sum(|t| t.acknowledged) > moments,
        "something was acknowledged"
    );
    // With fewer than these the dice may leave one out.
    for (name, tally) in all.iter().filter(|_| moments >= 500) {
        assert!(tally.struck > 0, "{name} is struck");
        assert!(
            tally.counted + tally.acknowledged > 0,
            "{name} comes to its end at times"
        );
    }
}

#[test]
fn sixty_kills_lose_nothing_and_leave_no_half() {
    judge(&kill(60), 60);
}

#[test]
#[ignore = "takes minutes; see above"]
fn as_many_kills_as_asked_for_lose_nothing() {
    let asked = std::env::var("TONGDU_KILLS").ok();
    let moments = asked.and_then(|n| n.parse().ok()).unwrap_or(1000);
    judge(&kill(moments), moments);
}
