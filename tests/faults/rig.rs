//! A store on a disk in memory or in a temporary folder, with a clock and randomness that are
//! the same every time.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::village::Village;
use tongdu::domain::worker::Worker;
use tongdu::schema::Id;
use tongdu::store::files::{Disk, Files, SimDisk};
use tongdu::store::*;

pub const PASSPHRASE: &str = "莒口镇的口令 2026";

/// Options with cheap guesses, small segments, and everything fixed.
pub fn options(files: Arc<dyn Files>, view: ViewKind) -> Options {
    let (time, dice) = (AtomicU64::new(1_790_000_000_000), AtomicU64::new(1));
    let clock: Clock = Arc::new(move || time.fetch_add(7, Ordering::Relaxed));
    let random: Random = Arc::new(move |out| {
        let n = dice.fetch_add(1, Ordering::Relaxed);
        let mut hash = blake3::Hasher::new();
        hash.update(b"test randomness").update(&n.to_le_bytes());
        hash.finalize_xof().fill(out);
    });
    Options {
        files,
        argon: ArgonCost::CHEAP,
        segment_bytes: 8 * 1024,
        view,
        ..Options::new(clock, random)
    }
}

pub fn on(disk: &SimDisk) -> Options {
    options(Arc::new(disk.clone()), ViewKind::Memory)
}

pub const SLED: ViewKind = ViewKind::Sled {
    cache_bytes: 8 * 1024 * 1024,
};

pub fn on_disk(view: ViewKind) -> Options {
    options(Arc::new(Disk), view)
}

pub fn root() -> PathBuf {
    PathBuf::from("/data/tongdu")
}

/// A simulated disk with the folder that the store's folder goes into.
pub fn disk() -> SimDisk {
    let disk = SimDisk::new();
    disk.make_dir(Path::new("/")).unwrap();
    disk.make_dir(Path::new("/data")).unwrap();
    disk.sync_dir(Path::new("/")).unwrap();
    disk
}

pub fn new_store(role: SlotRole) -> NewStore<'static> {
    NewStore {
        area: "350703104",
        demo: false,
        user_name: "林督导",
        role,
        passphrase: PASSPHRASE,
    }
}

pub fn create(root: &Path, options: &Options) -> Store {
    Store::create(root, &new_store(SlotRole::Supervisor), options)
        .unwrap()
        .0
}

pub fn open(root: &Path, options: &Options) -> Result<Store, StoreError> {
    Store::open(root, &Secret::passphrase(PASSPHRASE), options)
}

pub fn id(n: u64) -> Id {
    Id::new(1_700_000_000_000 + n, &[n as u8; 10])
}

pub fn worker(name: &str) -> Record {
    Worker {
        name: name.into(),
        ..Worker::default()
    }
    .into()
}

pub fn village(name: &str) -> Record {
    Village {
        name: name.into(),
        ..Village::default()
    }
    .into()
}

pub fn put(n: u64, record: Record, base: Option<Revision>) -> ItemChange {
    ItemChange {
        id: id(n),
        op: Op::Put(record),
        base,
    }
}

pub fn change(act: Act, items: Vec<ItemChange>) -> Change {
    Change {
        act,
        reason: None,
        items,
    }
}

/// Adds one worker and returns the receipt.
pub fn add(store: &mut Store, n: u64, name: &str) -> Result<Receipt, StoreError> {
    store.commit(change(Act::Add, vec![put(n, worker(name), None)]))
}

pub fn name_of(stored: &Stored) -> String {
    stored.record.value("name").plain()
}

/// Everybody's name, oldest first.
pub fn names(store: &Store) -> Vec<String> {
    let all = store.scan(Kind::Worker).unwrap();
    all.iter().map(name_of).collect()
}
