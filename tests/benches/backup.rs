//! How long a backup of a large store takes, beside a plain copy with fsync of the same bytes:
//! the first one, one with nothing new, and one with a little new. `TONGDU_BENCH_MB` is the size,
//! 1000 unless told.

#[path = "../support/setup.rs"]
#[allow(dead_code)]
mod setup;

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};
use tongdu::domain::village::Village;
use tongdu::schema::Id;
use tongdu::store::*;

/// Bytes of a record's text: a long report.
const TEXT: usize = 40_000;

fn main() {
    let megabytes: u64 = std::env::var("TONGDU_BENCH_MB")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1000);
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let (root, stick, copy) = (
        dir.path().join("office"),
        dir.path().join("stick"),
        dir.path().join("copy"),
    );
    fs::create_dir(&stick).expect("made");
    fs::create_dir(&copy).expect("made");
    let (machine, _) = setup::machine();
    let new = NewStore {
        area: "350703104",
        demo: true,
        user_name: "量",
        role: SlotRole::Supervisor,
        passphrase: "量",
    };
    let (mut store, _) = Store::create(&root, &new, &machine.store).expect("an empty folder");
    let all = megabytes * 1_000_000 / TEXT as u64;
    // Half of it are new versions of the other half, as an old office has them.
    for first in (0..all).step_by(500) {
        let some = (first..(first + 500).min(all)).map(|n| put(&store, n));
        let changes: Vec<_> = some.collect();
        store
            .commit_group(Act::Import, None, changes, &mut |_, _| true)
            .expect("room on the disk");
    }
    let journal = journal_bytes(&root);
    println!("journal {:.0} MB, {all} entries", mb(journal));

    let (plain, _) = timed(|| plain_copy(&root, &copy));
    println!(
        "plain copy + fsync      {plain:>8.2?}  {:>6.0} MB/s",
        rate(journal, plain)
    );
    let back_up = |store: &Store| {
        let snapshot = store.snapshot().expect("noted");
        let made = snapshot.back_up(&stick, 1_795_393_800_000, &mut |_, _| true);
        made.expect("backed up")
    };
    let (noted, _) = timed(|| store.snapshot().expect("noted"));
    println!("noting, store locked    {noted:>8.2?}");
    let (first, made) = timed(|| back_up(&store));
    println!(
        "first backup            {first:>8.2?}  {:>6.0} MB/s  {:.2} of the plain copy's rate, {:.0} MB copied",
        rate(journal, first),
        plain.as_secs_f64() / first.as_secs_f64(),
        mb(made.copied)
    );
    let (nothing, made) = timed(|| back_up(&store));
    println!(
        "nothing new             {nothing:>8.2?}  {:.1} MB copied",
        mb(made.copied)
    );
    for n in all..all + 20 {
        let change = put(&store, n);
        store.commit(change).expect("room");
    }
    let (little, made) = timed(|| back_up(&store));
    println!(
        "20 entries new          {little:>8.2?}  {:.1} MB copied",
        mb(made.copied)
    );
    let (back, _) = timed(|| {
        let secret = Secret::passphrase("量");
        let to = dir.path().join("back");
        restore::restore(&stick, &to, &secret, false, &machine.store, &mut |_, _| {
            true
        })
        .expect("restored")
    });
    println!(
        "restore                 {back:>8.2?}  {:>6.0} MB/s",
        rate(journal, back)
    );
}

fn put(store: &Store, n: u64) -> Change {
    let id = Id::new(n / 2, &[3; 10]);
    let base = store
        .get(tongdu::domain::book::Kind::Village, id)
        .expect("asked");
    // Text that a disk can't make smaller, cheap to make.
    let mut text = vec![0; TEXT / 2];
    blake3::Hasher::new()
        .update(&n.to_le_bytes())
        .finalize_xof()
        .fill(&mut text);
    let name: String = text.iter().map(|b| format!("{b:02x}")).collect();
    let record = Village {
        name,
        ..Village::default()
    };
    Change {
        act: Act::Add,
        reason: None,
        items: vec![ItemChange {
            id,
            op: Op::Put(record.into()),
            base: base.map(|s| s.revision),
        }],
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let out = work();
    (begun.elapsed(), out)
}

fn files(root: &Path) -> Vec<std::path::PathBuf> {
    let streams = fs::read_dir(root.join("journal")).expect("a journal");
    let of = |dir: std::path::PathBuf| fs::read_dir(dir).expect("a stream");
    let all = streams.flat_map(|s| of(s.expect("an entry").path()));
    all.map(|e| e.expect("an entry").path()).collect()
}

fn journal_bytes(root: &Path) -> u64 {
    files(root)
        .iter()
        .map(|p| fs::metadata(p).expect("there").len())
        .sum()
}

fn plain_copy(root: &Path, to: &Path) {
    for path in files(root) {
        let bytes = fs::read(&path).expect("read");
        let mut file = File::create(to.join(path.file_name().expect("named"))).expect("made");
        file.write_all(&bytes).expect("written");
        file.sync_all().expect("synced");
    }
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn rate(bytes: u64, time: Duration) -> f64 {
    mb(bytes) / time.as_secs_f64()
}
