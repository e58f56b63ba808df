//! How quickly a journal is checked, rebuilt and searched, against blake3 over the same bytes:
//! the journal is hashed at least once, so that is the floor of the machine. `ENTRIES=1000000`
//! measures the million; without it a tenth.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tongdu::domain::worker::Worker;
use tongdu::schema::Id;
use tongdu::store::*;

/// Entries in one frame: cheap to write, and as an import writes them.
const FRAME: u64 = 1000;
/// Commits a second that a rebuild should reach on two cores.
const GOAL: f64 = 20_000.0;

fn options() -> Options {
    let dice = AtomicU64::new(1);
    let random = move |out: &mut [u8]| {
        let n = dice.fetch_add(1, Ordering::Relaxed);
        let mut hash = blake3::Hasher::new();
        hash.update(&n.to_le_bytes()).finalize_xof().fill(out);
    };
    Options {
        argon: ArgonCost::CHEAP,
        view: ViewKind::Memory,
        ..Options::new(Arc::new(|| 1_790_000_000_000), Arc::new(random))
    }
}

fn add(n: u64) -> Change {
    let worker = Worker {
        name: format!("林秀英{n}"),
        phone: format!("100{n:08}"),
        ..Worker::default()
    };
    let item = ItemChange {
        id: Id::new(n, &[1; 10]),
        op: Op::Put(worker.into()),
        base: None,
    };
    Change {
        act: Act::Add,
        reason: None,
        items: vec![item],
    }
}

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("the journal is there").flatten() {
        match entry.path() {
            path if path.is_dir() => files(&path, found),
            path => found.push(path),
        }
    }
}

fn timed<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let begun = Instant::now();
    let out = run();
    (begun.elapsed().as_secs_f64(), out)
}

fn main() {
    let entries: u64 = std::env::var("ENTRIES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(100_000);
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let (root, options) = (dir.path().join("store"), options());
    let new = NewStore {
        area: "350703104",
        demo: false,
        user_name: "林督导",
        role: SlotRole::Supervisor,
        passphrase: "莒口镇的口令 2026",
    };
    let (mut store, _) = Store::create(&root, &new, &options).expect("a store");
    for from in (0..entries).step_by(FRAME as usize) {
        let changes = (from..(from + FRAME).min(entries)).map(add).collect();
        store.commit_all(changes).expect("saved");
    }
    let mut journal = Vec::new();
    files(&root.join("journal"), &mut journal);
    let bytes: u64 = journal
        .iter()
        .map(|p| fs::metadata(p).map_or(0, |m| m.len()))
        .sum();
    let hash = || {
        for path in &journal {
            std::hint::black_box(blake3::hash(&fs::read(path).expect("a segment")));
        }
    };
    hash();
    let (floor, ()) = timed(hash);
    println!(
        "{entries} entries, {} MiB; read and hashed in {floor:.2} s",
        bytes >> 20
    );
    let line = |what: &str, seconds: f64| {
        let rate = entries as f64 / seconds;
        println!(
            "{what:<26} {seconds:7.2} s  {:6.1} x hashing  {rate:9.0} entries/s",
            seconds / floor
        );
        rate
    };
    let quiet = |_: u64, _: u64| {};
    let (time, survey) = timed(|| Store::survey(&root, &options, None, &quiet).expect("whole"));
    assert!(survey.streams.iter().all(|s| s.wrong.is_none()));
    line("verify, without a key", time);
    let (time, report) = timed(|| store.verify(true).expect("checked"));
    assert!(report.findings.is_empty());
    line("verify --full, opened", time);
    let (time, done) = timed(|| store.rebuild());
    done.expect("rebuilt");
    line("rebuild in memory", time);
    store.close();
    let sled = Options {
        view: ViewKind::Sled {
            cache_bytes: 64 << 20,
        },
        ..options.clone()
    };
    let secret = Secret::passphrase("莒口镇的口令 2026");
    let mut store = Store::open(&root, &secret, &sled).expect("opened");
    let (time, done) = timed(|| store.rebuild());
    done.expect("rebuilt");
    let rate = line("rebuild into sled", time);
    let word = if rate >= GOAL { "reached" } else { "MISSED" };
    println!("goal {GOAL:.0} commits/s: {word}");
    store.close();
    let (time, salvage) =
        timed(|| Salvage::scan(&[root.join("journal")], &mut |_| {}).expect("read"));
    assert_eq!(salvage.frames() as u64, entries.div_ceil(FRAME));
    line("rescue, searching", time);
}
