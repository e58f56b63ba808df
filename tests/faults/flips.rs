//! Bytes that change on the disk: named, and nothing is ever cut away for them.

use crate::rig::*;
use std::fs;
use std::path::{Path, PathBuf};
use tongdu::domain::book::Kind;
use tongdu::store::backup::LastBackup;
use tongdu::store::files::SimDisk;
use tongdu::store::*;

fn segments(disk: &SimDisk) -> Vec<PathBuf> {
    let names = disk
        .dump()
        .into_keys()
        .filter(|p| p.extension().is_some_and(|e| e == "jrn"));
    names.collect()
}

fn damage(result: Result<Store, StoreError>) -> Damage {
    match result {
        Err(error @ StoreError::Damaged(_)) => {
            assert_eq!(error.exit_code(), 5);
            let StoreError::Damaged(damage) = error else {
                unreachable!()
            };
            damage
        }
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it opened"),
    }
}

#[test]
fn every_byte_of_the_journal_is_missed_when_it_changes() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    for n in 1..=20 {
        add(&mut store, n, "林秀英").unwrap();
    }
    drop(store);
    let files = segments(&disk);
    assert!(files.len() >= 2, "{files:?}");
    for (i, path) in files.iter().enumerate() {
        let whole = disk.dump()[path].clone();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] = if at % 3 == 0 && bytes[at] != 0 {
                0
            } else {
                bytes[at] ^ 0x10
            };
            disk.overwrite(path, bytes.clone()).unwrap();
            // Looking is enough: nothing is put right in a journal that is damaged.
            let found = damage(Store::open_read_only(
                &root(),
                &Secret::passphrase(PASSPHRASE),
                &on(&disk),
            ));
            assert_eq!(found.segment, i as u32 + 1, "byte {at}");
            if at % 97 == 0 {
                let before = disk.dump();
                damage(open(&root(), &on(&disk)));
                assert_eq!(disk.dump(), before, "byte {at}: something was written");
            }
        }
        disk.overwrite(path, whole).unwrap();
    }
    assert_eq!(
        open(&root(), &on(&disk))
            .unwrap()
            .scan(Kind::Worker)
            .unwrap()
            .len(),
        20
    );
}

fn last_segment(root: &Path) -> PathBuf {
    let device = fs::read_dir(root.join("journal"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let mut all: Vec<_> = fs::read_dir(device)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    all.sort();
    all.pop().unwrap()
}

/// With sled beside it: put away in order, left open by a crash, and deleted.
#[test]
fn every_byte_of_the_last_frame_is_missed_with_sled_and_without() {
    for view in ["closed", "crashed", "deleted"] {
        let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
        let mut store = create(dir.path(), &options);
        add(&mut store, 1, "林秀英").unwrap();
        let before = fs::metadata(last_segment(dir.path())).unwrap().len() as usize;
        add(&mut store, 2, "黄丽").unwrap();
        store.close();
        match view {
            "crashed" => fs::remove_file(dir.path().join("view/000001/sealed")).unwrap(),
            "deleted" => {
                fs::remove_dir_all(dir.path().join("view")).unwrap();
                fs::remove_file(dir.path().join("saved")).unwrap();
            }
            _ => {}
        }
        let path = last_segment(dir.path());
        let whole = fs::read(&path).unwrap();
        for at in before..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] = if bytes[at] == 0 { 0xff } else { 0 };
            fs::write(&path, &bytes).unwrap();
            let found = damage(open(dir.path(), &options));
            assert_eq!(
                (found.segment, found.frame, found.seq),
                (1, 2, 2),
                "{view}, byte {at}"
            );
            assert_eq!(fs::read(&path).unwrap(), bytes, "{view}, byte {at}");
        }
        fs::write(&path, &whole).unwrap();
        let store = open(dir.path(), &options).unwrap();
        assert_eq!(store.scan(Kind::Worker).unwrap().len(), 2, "{view}");
    }
}

/// What stands beside the journal. One copy of a slot is as good as two; with both hurt it is said;
/// the header is checked whole; and `saved` only ever proves that something is missing.
#[test]
fn every_byte_beside_the_journal_is_harmless_mended_or_named() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    add(&mut store, 1, "林秀英").unwrap();
    store.close();
    let beside = |p: &PathBuf| p.extension().is_none_or(|e| e != "jrn");
    let files: Vec<_> = disk.dump().into_keys().filter(beside).collect();
    assert_eq!(files.len(), 6, "header, saved, two slots twice: {files:?}");
    let mut named = 0;
    for path in &files {
        let whole = disk.dump()[path].clone();
        let passphrase = whole.starts_with(b"TDSLOT") && whole[9] == SlotKind::Passphrase as u8;
        for (at, value) in
            (0..whole.len()).flat_map(|at| [0, 0xff, whole[at] ^ 0x10].map(|v| (at, v)))
        {
            let place = format!("{}, byte {at} := {value}", path.display());
            let mut bytes = whole.clone();
            bytes[at] = value;
            let harmed = disk.copy();
            harmed.overwrite(path, bytes.clone()).unwrap();
            let opened = open(&root(), &on(&harmed));
            if path.ends_with("store") && bytes != whole {
                named += 1;
                assert_eq!(opened.err().unwrap().exit_code(), 5, "{place}");
                continue;
            }
            let store = opened.unwrap_or_else(|e| panic!("{place}: {e}"));
            assert_eq!(store.scan(Kind::Worker).unwrap().len(), 1, "{place}");
            drop(store);
            if !passphrase || bytes == whole || at % 7 != 0 {
                continue;
            }
            let harmed = disk.copy();
            for copy in ["a", "b"] {
                let path = path.with_extension(copy);
                harmed.overwrite(&path, bytes.clone()).unwrap();
            }
            named += 1;
            let error = open(&root(), &on(&harmed)).err().unwrap();
            assert_eq!(error.exit_code(), 5, "{place}, both copies: {error}");
        }
    }
    assert!(named > 100, "{named}");
}

/// What only remembers something is forgotten, or makes whoever guessed wrong wait: a minute at
/// most, and never longer than that.
#[test]
fn every_byte_of_what_is_remembered_may_change() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    add(&mut store, 1, "林秀英").unwrap();
    store.close();
    let last = LastBackup {
        any: Some(1_795_393_800_000),
        off: None,
        entries: 1,
    };
    last.write(&disk, &root()).unwrap();
    let wrong = Secret::passphrase("不对");
    for _ in 0..4 {
        let refused = Store::open(&root(), &wrong, &on(&disk)).err().unwrap();
        assert_eq!(refused.exit_code(), 4);
    }
    for name in ["backups", "tries"] {
        let path = root().join(name);
        let whole = disk.dump()[&path].clone();
        for (at, bit) in (0..whole.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
            let place = format!("{name}, byte {at} bit {bit}");
            let (disk, mut bytes) = (disk.copy(), whole.clone());
            bytes[at] ^= 1 << bit;
            disk.overwrite(&path, bytes).unwrap();
            if name == "backups" {
                let found = LastBackup::read(&disk, &root());
                assert_eq!(found, LastBackup::default(), "{place}");
            }
            let options = on(&disk);
            let now = (options.clock)();
            match open(&root(), &options) {
                Ok(store) => assert_eq!(store.scan(Kind::Worker).unwrap().len(), 1, "{place}"),
                Err(StoreError::Wait { until }) => {
                    assert!(until <= now + 61_000, "{place}: {until}");
                }
                Err(other) => panic!("{place}: {other}"),
            }
        }
    }
}

/// A lost or zeroed end looks like a power cut, but the store knows that it had been saved.
#[test]
fn a_lost_end_is_missed_after_a_clean_close() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    add(&mut store, 1, "林秀英").unwrap();
    let before = disk.dump();
    add(&mut store, 2, "黄丽").unwrap();
    store.close();
    let path = &segments(&disk)[0];
    let (whole, start) = (disk.dump()[path].clone(), before[path].len());
    for cut in [start, start + 1, start + 100, whole.len() - 1] {
        disk.overwrite(path, whole[..cut].to_vec()).unwrap();
        let found = damage(open(&root(), &on(&disk)));
        assert_eq!(found.seq, 2, "cut at {cut}");
        assert_eq!(
            found.what,
            if cut == start {
                DamageKind::EndLost
            } else {
                DamageKind::Short
            }
        );
        assert_eq!(disk.dump()[path].len(), cut, "nothing more is cut");
    }
    let mut zeroed = whole.clone();
    zeroed[start..].fill(0);
    disk.overwrite(path, zeroed).unwrap();
    damage(open(&root(), &on(&disk)));
    // Once people know and have no backup, the rest can be gone on with.
    let options = Options {
        accept_lost_end: true,
        ..on(&disk)
    };
    let store = open(&root(), &options).unwrap();
    assert_eq!(store.scan(Kind::Worker).unwrap().len(), 1);
    store.close();
    open(&root(), &on(&disk)).unwrap();
}

#[test]
fn a_missing_segment_is_named() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    for n in 1..=40 {
        add(&mut store, n, "林秀英").unwrap();
    }
    store.close();
    let files = segments(&disk);
    assert!(files.len() >= 3);
    for (i, path) in files.iter().enumerate() {
        let copy = disk.copy();
        use tongdu::store::files::Files;
        copy.remove(path).unwrap();
        let found = damage(open(&root(), &on(&copy)));
        let last = i + 1 == files.len();
        assert_eq!(
            found.what,
            if last {
                DamageKind::EndLost
            } else {
                DamageKind::SegmentGone
            }
        );
    }
}
