//! First the journal is synced, then the view is changed, then it is acknowledged.

use crate::rig::*;
use std::sync::Arc;
use tongdu::domain::book::Kind;
use tongdu::store::files::{Op as Did, SimDisk};
use tongdu::store::view::{Each, Tree, View, ViewError, WriteSet};
use tongdu::store::*;

/// A view that writes into the disk's own list when it is changed.
struct Noted(Box<dyn View>, SimDisk);

impl View for Noted {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        self.0.get(tree, key)
    }
    fn range(&self, tree: Tree, prefix: &[u8], each: Each<'_>) -> Result<(), ViewError> {
        self.0.range(tree, prefix, each)
    }
    fn apply(&mut self, set: &WriteSet) -> Result<(), ViewError> {
        self.1.note("view");
        self.0.apply(set)
    }
    fn close(self: Box<Self>) -> Result<(), ViewError> {
        self.0.close()
    }
}

#[test]
fn the_view_is_changed_only_after_the_journal_is_synced() {
    let disk = disk();
    let watched = disk.clone();
    let mut options = on(&disk);
    options.wrap_view = Some(Arc::new(move |view| Box::new(Noted(view, watched.clone()))));
    let mut store = create(&root(), &options);
    let from = disk.log().len();
    for n in 1..30 {
        add(&mut store, n, "林秀英").unwrap();
    }
    let changes = (100..700)
        .map(|n| change(Act::Add, vec![put(n, worker("组"), None)]))
        .collect();
    store
        .commit_group(Act::Import, None, changes, &mut |_, _| true)
        .unwrap();
    let log = disk.log()[from..].to_vec();
    let (mut dirty, mut shown) = (false, 0);
    for did in &log {
        match did {
            Did::Append(_) => dirty = true,
            Did::Sync(_) => dirty = false,
            Did::Note(_) => {
                shown += 1;
                assert!(
                    !dirty,
                    "the view was changed with unsynced bytes in the journal: {log:?}"
                );
            }
            Did::SyncDir(_) => {}
        }
    }
    assert!(shown >= 30);
    // None of a group is shown before its end is synced.
    let first_of_group = log.iter().rposition(|d| matches!(d, Did::Sync(_))).unwrap();
    let last_single = log[..first_of_group]
        .iter()
        .rposition(|d| matches!(d, Did::Note(_)))
        .unwrap();
    let frames = log[last_single..=first_of_group]
        .iter()
        .filter(|d| matches!(d, Did::Append(_)))
        .count();
    assert!(frames >= 3, "600 entries are several frames: {frames}");
}

#[test]
fn a_failed_fsync_stops_the_store_and_shows_nothing_unsaved() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    add(&mut store, 1, "林秀英").unwrap();
    disk.fail_sync(0);
    assert!(matches!(
        add(&mut store, 2, "黄丽"),
        Err(StoreError::Io { .. })
    ));
    assert!(store.is_stopped());
    assert_eq!(
        store.get(Kind::Worker, id(2)).unwrap(),
        None,
        "shown without being saved"
    );
    let syncs = || {
        disk.log()
            .iter()
            .filter(|d| matches!(d, Did::Sync(_)))
            .count()
    };
    let before = syncs();
    assert!(matches!(add(&mut store, 3, "陈"), Err(StoreError::Stopped)));
    assert_eq!(syncs(), before, "a failed fsync is never tried again");
    assert!(
        store.get(Kind::Worker, id(1)).unwrap().is_some(),
        "reading goes on"
    );
    drop(store);
    for seed in 0..20 {
        let found = disk.power_cut(seed);
        let store = open(&root(), &on(&found)).unwrap();
        assert!(store.get(Kind::Worker, id(1)).unwrap().is_some());
        assert_eq!(store.verify(true).unwrap().findings, []);
    }
}

#[test]
fn a_stopped_group_never_counts() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    let group = |from: u64| {
        (from..from + 600)
            .map(|n| change(Act::Add, vec![put(n, worker("组"), None)]))
            .collect()
    };
    let stopped = store.commit_group(Act::Import, None, group(1000), &mut |done, _| done < 300);
    assert!(matches!(stopped, Err(StoreError::Cancelled)));
    assert!(
        store.head().revision.seq >= 256,
        "some of it is in the journal"
    );
    assert_eq!(store.scan(Kind::Worker).unwrap(), []);
    assert_eq!(store.verify(true).unwrap().findings, []);
    assert!(matches!(store.undo(None), Err(StoreError::NothingToUndo)));
    let part = Revision {
        device: store.header().device,
        seq: 5,
    };
    assert!(matches!(
        store.undo(Some(part)),
        Err(StoreError::NoEntry { .. })
    ));
    // The next group and the next change count, before and after reopening.
    store
        .commit_group(Act::Import, None, group(1000), &mut |_, _| true)
        .unwrap();
    add(&mut store, 1, "林秀英").unwrap();
    assert_eq!(store.scan(Kind::Worker).unwrap().len(), 601);
    drop(store);
    let store = open(&root(), &on(&disk.power_cut(3))).unwrap();
    assert_eq!(store.scan(Kind::Worker).unwrap().len(), 601);
    assert_eq!(store.verify(true).unwrap().findings, []);
}
