//! The power goes everywhere in short histories, and again while that is put right.
//!
//! The long history, with dice, is in `power.rs`.

use crate::cutting::{Count, Trial};
use crate::rig::*;
use std::collections::BTreeMap;
use tongdu::domain::book::Kind;
use tongdu::store::files::{Deaf, SimDisk};
use tongdu::store::*;

/// One thing that somebody does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Deed {
    Make,
    Add(u64),
    Change(u64),
    Retire(u64),
    /// So many new ones from this number on, as one act.
    Group(u64, u64),
    /// The same, stopped before its end.
    Stopped(u64),
    Undo,
    /// A change that finds the disk full, after which there is room again.
    Full,
    /// Put away and opened again.
    Reopen,
    /// Another user.
    Slot,
}
use Deed::*;

struct History {
    name: &'static str,
    segment_bytes: u64,
    deeds: &'static [Deed],
    /// Whether its repair is cut too; not where one frame fills hundreds of sectors.
    twice: bool,
}

const SMALL: u64 = 8 * 1024;

/// All but the first begin with an office that is made.
const HISTORIES: &[History] = &[
    History {
        name: "making",
        segment_bytes: SMALL,
        deeds: &[Make],
        twice: true,
    },
    History {
        name: "commits",
        segment_bytes: SMALL,
        deeds: &[Add(1), Change(1), Retire(1), Undo],
        twice: true,
    },
    History {
        name: "group",
        segment_bytes: SMALL,
        deeds: &[Add(1), Group(2, 2), Undo],
        twice: true,
    },
    History {
        name: "stopped group",
        segment_bytes: 1024 * 1024,
        deeds: &[Stopped(2), Add(1)],
        twice: false,
    },
    History {
        name: "seal",
        segment_bytes: 1,
        deeds: &[Add(1), Add(2), Group(3, 2), Add(9)],
        twice: true,
    },
    History {
        // What doesn't fit begins a segment; what is saved after that was cut fits before it.
        name: "seal with room",
        segment_bytes: 1800,
        deeds: &[Add(1), Group(3, 3)],
        twice: true,
    },
    History {
        name: "full disk",
        segment_bytes: SMALL,
        deeds: &[Add(1), Full, Add(2)],
        twice: false,
    },
    History {
        name: "saved",
        segment_bytes: SMALL,
        deeds: &[Add(1), Reopen, Add(2), Reopen],
        twice: true,
    },
    History {
        name: "slots",
        segment_bytes: SMALL,
        deeds: &[Add(1), Slot, Add(2)],
        twice: true,
    },
];

/// Who must be there, and under which name; none when retired.
type People = BTreeMap<u64, Option<String>>;

/// What was told, and what was being done when the power went.
#[derive(Clone, Debug, Default)]
struct Told {
    made: bool,
    people: People,
    maybe: People,
    slots: usize,
}

const GUEST: &str = "另一个口令";

fn shown(store: &Store) -> People {
    let all = store.scan(Kind::Worker).unwrap();
    let number = |s: &Stored| (1..1000).find(|n| id(*n) == s.id).unwrap();
    all.iter()
        .map(|s| (number(s), (!s.retired).then(|| name_of(s))))
        .collect()
}

fn revision(store: &Store, n: u64) -> Option<Revision> {
    store.get(Kind::Worker, id(n)).unwrap().map(|s| s.revision)
}

fn group(store: &mut Store, from: u64, count: u64, stop: bool) -> Result<Receipt, StoreError> {
    let changes = (from..from + count)
        .map(|n| change(Act::Add, vec![put(n, worker(&format!("组{n}")), None)]))
        .collect();
    store.commit_group(Act::Import, None, changes, &mut |done, _| {
        !(stop && done > 0)
    })
}

/// Does it, and says who is there after it.
fn attempt(
    store: &mut Option<Store>,
    deed: Deed,
    (disk, options): (&SimDisk, &Options),
    people: &People,
) -> (People, Result<(), StoreError>) {
    let mut next = people.clone();
    if deed == Reopen {
        drop(store.take());
        let again = open(&root(), options);
        return (next, again.map(|again| *store = Some(again)));
    }
    let store = store.as_mut().expect("opened before");
    let done = match deed {
        Make | Reopen => unreachable!("done elsewhere"),
        Add(n) => {
            next.insert(n, Some(format!("人{n}")));
            add(store, n, &format!("人{n}")).map(drop)
        }
        Change(n) => {
            next.insert(n, Some(format!("改{n}")));
            let item = put(n, worker(&format!("改{n}")), revision(store, n));
            store.commit(change(Act::Change, vec![item])).map(drop)
        }
        Retire(n) => {
            next.insert(n, None);
            let item = ItemChange {
                id: id(n),
                op: Op::Retire(Kind::Worker),
                base: revision(store, n),
            };
            store.commit(change(Act::Retire, vec![item])).map(drop)
        }
        Group(from, count) => {
            next.extend((from..from + count).map(|n| (n, Some(format!("组{n}")))));
            group(store, from, count, false).map(drop)
        }
        Stopped(from) => match group(store, from, 300, true) {
            Err(StoreError::Cancelled) => Ok(()),
            other => other.map(drop),
        },
        Full => {
            disk.leave_room(Some(700));
            let refused = add(store, 500, &"满".repeat(200));
            disk.leave_room(None);
            match refused {
                Err(StoreError::Full) => Ok(()),
                other => other.map(drop),
            }
        }
        Undo => {
            // What it goes back to hangs on the history: of those above, the deed before.
            match people.get(&1) {
                Some(None) => {
                    next.insert(1, Some("改1".into()));
                }
                _ => next.retain(|n, _| *n == 1),
            }
            store.undo(None).map(drop)
        }
        Slot => store.add_slot(SlotRole::Trainer, "客", GUEST).map(drop),
    };
    (next, done)
}

fn options_on(disk: &SimDisk, history: &History) -> Options {
    Options {
        segment_bytes: history.segment_bytes,
        ..on(disk)
    }
}

/// Lives the history until something fails.
fn live(disk: &SimDisk, history: &History) -> Told {
    let options = options_on(disk, history);
    let mut told = Told::default();
    if history.deeds == [Make] {
        let made = Store::create(&root(), &new_store(SlotRole::Supervisor), &options);
        told.made = made.is_ok();
        return told;
    }
    told.made = true;
    let Ok(opened) = open(&root(), &options) else {
        return told;
    };
    let mut store = Some(opened);
    for deed in history.deeds {
        let (next, done) = attempt(&mut store, *deed, (disk, &options), &told.people);
        told.maybe = next;
        if done.is_err() {
            // Nothing more reaches the disk, but the program may well try.
            return told;
        }
        told.people = told.maybe.clone();
        told.slots += usize::from(*deed == Slot);
    }
    told
}

/// A disk on which the history can begin.
fn beginning(history: &History) -> SimDisk {
    let disk = disk();
    if history.deeds != [Make] {
        drop(create(&root(), &options_on(&disk, history)));
    }
    disk.copy()
}

/// Opens what the power cut left and says what is wrong with it, if anything.
fn complaint(disk: &SimDisk, history: &History, told: &Told) -> Option<String> {
    let options = options_on(disk, history);
    let mut store = match open(&root(), &options) {
        Ok(store) => store,
        Err(StoreError::NotAStore) if !told.made => {
            let again = Store::create(&root(), &new_store(SlotRole::Supervisor), &options);
            return again.err().map(|e| format!("making it again: {e}"));
        }
        Err(e) => return Some(format!("opening: {e}")),
    };
    let now = shown(&store);
    if now != told.people && now != told.maybe {
        return Some(format!("shows {now:?}, told {:?}", told.people));
    }
    match store.verify(true) {
        Ok(report) if report.findings.is_empty() => {}
        other => return Some(format!("{other:?}")),
    }
    if let Err(e) = add(&mut store, 999, "后来") {
        return Some(format!("going on: {e}"));
    }
    drop(store);
    if told.slots > 0 && Store::open(&root(), &Secret::passphrase(GUEST), &options).is_err() {
        return Some("an acknowledged slot is gone".into());
    }
    // What was saved after the repair is there after a cut that loses all it can.
    let bare = disk.least();
    match open(&root(), &options_on(&bare, history)).map(|s| s.get(Kind::Worker, id(999))) {
        Ok(Ok(Some(_))) => None,
        _ => Some("what was saved after the repair is gone".into()),
    }
}

/// Opening what the first cut left and saving something there, which must not let through what the
/// repair took away.
fn again(disk: &SimDisk, history: &History, mut told: Told) -> Told {
    if let Ok(mut store) = open(&root(), &options_on(disk, history)) {
        // Which of the two the first cut left, the second must leave.
        told.people = shown(&store);
        told.maybe = told.people.clone();
        told.maybe.insert(998, Some("其间".into()));
        if add(&mut store, 998, "其间").is_ok() {
            told.people = told.maybe.clone();
        }
    }
    told
}

fn cut_everywhere(history: &History) -> Count {
    let trial = Trial {
        name: history.name,
        begun: beginning(history),
        work: &|disk| live(disk, history),
        again: &|disk, told| again(disk, history, told),
        complaint: &|disk, told| complaint(disk, history, told),
        second: usize::from(history.twice),
    };
    trial.pass()
}

#[test]
fn short_histories_survive_every_cut_and_every_second_cut() {
    for history in HISTORIES {
        cut_everywhere(history);
    }
}

/// The same checks must fail where a sync is gone, else they check nothing. With dice, since what
/// was never synced may be found in more ways than can be gone.
#[test]
fn a_disk_that_is_deaf_to_any_sync_is_noticed() {
    for (deaf, name) in [
        (Deaf::Files, "commits"),
        (Deaf::Folders, "seal"),
        (Deaf::Folders, "slots"),
        (Deaf::BeforeRename, "slots"),
        (Deaf::BeforeRename, "making"),
    ] {
        let history = HISTORIES.iter().find(|h| h.name == name).unwrap();
        let disk = beginning(history);
        disk.deafen(deaf);
        let told = live(&disk, history);
        let noticed = (0..60)
            .filter(|seed| complaint(&disk.power_cut(*seed), history, &told).is_some())
            .count();
        assert!(noticed > 0, "{deaf:?} in {name} is not noticed");
    }
}
