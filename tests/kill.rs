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
use rounds::{Dice, Meddle, SORTS, Tally, Yard};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
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
    assert!(sum(|t| t.again) > 0, "a struck restore is tried again");
    // With fewer than these the dice may leave one out.
    for (name, tally) in all.iter().filter(|_| moments >= 500) {
        assert!(tally.struck > 0, "{name} is struck");
        assert!(
            tally.counted + tally.ended > 0,
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

/// Copies a folder with what is below it, over what is there; none if it is not there.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        fs::create_dir_all(to).unwrap();
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// A folder becomes what its copy is.
fn put_back(copied: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    copy(copied, to);
}

/// Where the office and the stick are copied to.
fn aside(yard: &Yard) -> [(PathBuf, PathBuf); 2] {
    let kept = |name| yard.side.with_file_name("kept").join(name);
    [
        (yard.data.clone(), kept("office")),
        (yard.side.join("stick"), kept("stick")),
    ]
}

fn keep(yard: &Yard) {
    for (from, to) in aside(yard) {
        put_back(&from, &to);
    }
}

/// Whatever was acknowledged is gone again.
const FORGET: Meddle = Meddle {
    before: keep,
    after: |yard| {
        for (to, from) in aside(yard) {
            put_back(&from, &to);
        }
    },
};

/// One record is there that nobody asked for.
const ADD: Meddle = Meddle {
    before: |_| (),
    after: |yard| {
        let words: Vec<String> = ["add", "worker", "name=林秀英", "role=director"]
            .map(str::to_owned)
            .into();
        if yard.in_peace(&words).is_err() {
            fs::rename(yard.side.join("asked"), yard.side.join("passphrase")).unwrap();
            yard.in_peace(&words).unwrap();
        }
    },
};

/// The ways in from before are back.
const LET_IN: Meddle = Meddle {
    before: keep,
    after: |yard| copy(&aside(yard)[0].1.join("keys"), &yard.data.join("keys")),
};

/// Halves every file below a folder.
fn halve(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        match entry.metadata().unwrap() {
            meta if meta.is_dir() => halve(&entry.path()),
            meta => {
                let file = fs::File::options().write(true).open(entry.path());
                file.unwrap().set_len(meta.len() / 2).unwrap();
            }
        }
    }
}

/// What was put on the stick and what was kept aside is damaged.
const SPOIL: Meddle = Meddle {
    before: |_| (),
    after: |yard| {
        halve(&yard.side.join("stick"));
        rounds::stick::beside(yard)
            .iter()
            .for_each(|path| halve(path));
    },
};

#[test]
fn the_judges_see_what_is_lost_and_what_is_too_much() {
    plugins::libraries();
    let (dir, machine) = (tempfile::tempdir().unwrap(), setup());
    let [data, side, safe] = ["office", "side", "safe"].map(|name| dir.path().join(name));
    let mut yard = Yard::new(data.clone(), side.clone(), &machine);
    let mut dice = Dice(SEED);
    // Users are let in and sent out by turns.
    for sort in SORTS.iter().chain(SORTS.last()) {
        let mut to_its_end = |yard: &mut Yard, measure| {
            let mut wait = |child: &mut std::process::Child| {
                let _ = child.wait();
            };
            let tally = &mut Tally::default();
            yard.round(sort, measure, &mut dice, &machine, &mut wait, tally)
        };
        let right = to_its_end(&mut yard, None);
        let measure = right.unwrap_or_else(|wrong| panic!("{}: {wrong}", sort.name));
        put_back(&data, &safe.join("office"));
        put_back(&side, &safe.join("side"));
        let tricks = [
            ("lost", FORGET),
            ("added", ADD),
            ("let in", LET_IN),
            ("spoiled", SPOIL),
        ];
        for (trick, meddle) in tricks {
            // Nothing is lost with a view; the others are tricks on one sort of work alone.
            let seen = match trick {
                "lost" => sort.name != "rebuild",
                "let in" => ["passphrase", "code"].contains(&sort.name),
                "spoiled" => ["backup", "restore"].contains(&sort.name),
                _ => true,
            };
            if !seen {
                continue;
            }
            yard.meddle = Some(meddle);
            let wrong = to_its_end(&mut yard, measure);
            yard.meddle = None;
            let wrong = wrong.err();
            println!("{}, {trick}: {wrong:?}", sort.name);
            assert!(wrong.is_some(), "{} {trick} goes unseen", sort.name);
            put_back(&safe.join("office"), &data);
            put_back(&safe.join("side"), &side);
        }
    }
}
