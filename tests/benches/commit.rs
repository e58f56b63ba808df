//! A durable commit against a bare append and fdatasync of the same bytes, on the same disk, in
//! turn; and how long opening and reading take with 17,500 workers.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::worker::Worker;
use tongdu::schema::Id;
use tongdu::store::{
    Act, ArgonCost, Change, ItemChange, NewStore, Op, Options, Secret, SlotRole, Store,
};

const ROUNDS: u64 = 400;
const MANY: u64 = 17_500;
const GOAL: f64 = 2.0;

fn worker(n: u64) -> Record {
    let (name, phone) = (format!("林秀英{n}"), format!("138{n:08}"));
    Worker {
        name,
        phone,
        id_number: format!("350703{n:012}"),
        ..Worker::default()
    }
    .into()
}

fn add(n: u64) -> Change {
    let item = ItemChange {
        id: Id::new(n, &[1; 10]),
        op: Op::Put(worker(n)),
        base: None,
    };
    Change {
        act: Act::Add,
        reason: None,
        items: vec![item],
    }
}

fn options() -> Options {
    let dice = AtomicU64::new(1);
    let random = move |out: &mut [u8]| {
        let n = dice.fetch_add(1, Ordering::Relaxed);
        blake3::Hasher::new()
            .update(&n.to_le_bytes())
            .finalize_xof()
            .fill(out);
    };
    Options {
        argon: ArgonCost::CHEAP,
        ..Options::new(Arc::new(|| 1_790_000_000_000), Arc::new(random))
    }
}

fn journal_bytes(dir: &Path) -> u64 {
    let devices = fs::read_dir(dir.join("journal"))
        .expect("the store has a journal")
        .flatten();
    let files = devices.flat_map(|d| fs::read_dir(d.path()).into_iter().flatten().flatten());
    files
        .filter_map(|f| f.metadata().ok())
        .map(|m| m.len())
        .sum()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Unlocking without what argon2 costs: with the view as it was put away, and with the view made
/// anew from the journal. In turn, and as a ratio, since disks have moods.
fn unlock(root: &Path, options: &Options) {
    const TIMES: usize = 5;
    let secret = Secret::passphrase("量");
    let open = || {
        let at = Instant::now();
        let store = Store::open(root, &secret, options).expect("the journal is whole");
        (at.elapsed(), store)
    };
    let (mut kept, mut anew, mut scans) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TIMES {
        let (took, store) = open();
        kept.push(took);
        let at = Instant::now();
        let _ = store.scan(Kind::Worker).expect("readable").len();
        scans.push(at.elapsed());
        drop(store);
        fs::remove_dir_all(root.join("view")).expect("it is there");
        let (took, store) = open();
        anew.push(took);
        drop(store);
    }
    let (kept, anew, scan) = (median(kept), median(anew), median(scans));
    let ratio = anew.as_secs_f64() / kept.as_secs_f64();
    println!(
        "unlock (argon2 apart): {kept:?} with the view, {anew:?} with it made anew; {ratio:.1}x"
    );
    println!("first scan after it: {scan:?}");
}

fn main() {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))
        .expect("a folder on the disk that is measured");
    let (root, options) = (dir.path().join("store"), options());
    let new = NewStore {
        area: "350703104",
        demo: true,
        user_name: "量",
        role: SlotRole::Supervisor,
        passphrase: "量",
    };
    let (mut store, _) = Store::create(&root, &new, &options).expect("an empty folder");

    let start = journal_bytes(&root);
    store.commit(add(MANY + 1)).expect("room on the disk");
    let size = (journal_bytes(&root) - start) as usize;
    let noise: Vec<u8> = (0..size)
        .map(|i| blake3::hash(&i.to_le_bytes()).as_bytes()[0])
        .collect();
    let mut bare = OpenOptions::new()
        .create(true)
        .append(true)
        .open(dir.path().join("bare"))
        .expect("a file");
    let (mut commits, mut raws) = (Vec::new(), Vec::new());
    // In turn, so that both meet the same moods of the disk.
    for n in 0..ROUNDS {
        let at = Instant::now();
        bare.write_all(&noise)
            .and_then(|()| bare.sync_data())
            .expect("room on the disk");
        raws.push(at.elapsed());
        let at = Instant::now();
        store.commit(add(MANY + 2 + n)).expect("room on the disk");
        commits.push(at.elapsed());
    }
    let (commit, raw) = (median(commits), median(raws));
    let ratio = commit.as_secs_f64() / raw.as_secs_f64();
    let verdict = if ratio <= GOAL { "ok" } else { "MISSED" };
    println!(
        "commit of {size} bytes: {commit:?} against {raw:?} bare; {ratio:.2}x, goal {GOAL:.1}x: {verdict}"
    );

    let at = Instant::now();
    let changes = (0..MANY).map(add).collect();
    store
        .commit_group(Act::Import, None, changes, &mut |_, _| true)
        .expect("room on the disk");
    println!("group of {MANY} workers: {:?}", at.elapsed());
    let at = Instant::now();
    let found = store.scan(Kind::Worker).expect("readable").len();
    println!("scan of {found} workers: {:?}", at.elapsed());
    let at = Instant::now();
    store.close();
    println!("close: {:?}", at.elapsed());
    unlock(&root, &options);
    if std::env::args().any(|a| a == "--bench") && ratio > GOAL {
        std::process::exit(1);
    }
}
