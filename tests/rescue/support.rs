//! Stores with a little in them, backed up to a stick and restored from it.

use crate::rig::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tongdu::domain::book::Kind;
use tongdu::store::backup::BackedUp;
use tongdu::store::files::{Files, SimDisk};
use tongdu::store::restore::{Restored, restore};
use tongdu::store::*;

/// 2026-11-23 08:30 in China.
pub const MORNING: u64 = 1_795_393_800_000;
pub const HOUR: u64 = 3_600_000;

pub fn stick() -> PathBuf {
    PathBuf::from("/stick")
}

/// A computer with a stick in it.
pub fn computer() -> SimDisk {
    let disk = disk();
    disk.make_dir(&stick()).unwrap();
    disk.sync_dir(Path::new("/")).unwrap();
    disk
}

pub fn back_up_at(store: &Store, time: u64) -> Result<BackedUp, StoreError> {
    let snapshot = store.snapshot()?;
    snapshot.back_up(&stick(), time, &mut |_, _| true)
}

pub fn back_up(store: &Store) -> BackedUp {
    back_up_at(store, MORNING).unwrap()
}

pub fn bring_back(
    options: &Options,
    secret: &Secret,
    replace: bool,
) -> Result<Restored, StoreError> {
    restore(&stick(), &root(), secret, replace, options, &mut |_, _| {
        true
    })
}

pub fn passphrase() -> Secret {
    Secret::passphrase(PASSPHRASE)
}

/// Everybody in the store, by number.
pub fn people(store: &Store) -> BTreeMap<u32, String> {
    let all = store.scan(Kind::Worker).unwrap();
    all.iter().map(|s| (s.number, name_of(s))).collect()
}

pub fn fine(store: &Store) {
    let report = store.verify(true).unwrap();
    assert_eq!(report.findings, [], "the chain and the view are whole");
}

/// A store with one backup on the stick and something newer that is not in it.
pub fn begun() -> SimDisk {
    let disk = computer();
    let mut store = create(&root(), &on(&disk));
    add(&mut store, 1, "林秀英").unwrap();
    back_up(&store);
    add(&mut store, 2, "黄丽萍").unwrap();
    store.close();
    disk
}

/// Another computer with nothing on it but that the same stick is in.
pub fn another(disk: &SimDisk) -> SimDisk {
    let new = computer();
    for (path, bytes) in disk.dump() {
        if path.starts_with(stick()) {
            let dir = path.parent().unwrap();
            new.make_dir(dir).unwrap();
            let mut file = new.create(&path).unwrap();
            file.append(&bytes).unwrap();
            file.sync().unwrap();
            new.sync_dir(dir).unwrap();
        }
    }
    new.sync_dir(&stick()).unwrap();
    new
}

/// The names of what lies in the backup's folder.
pub fn files_on_stick(disk: &SimDisk) -> Vec<String> {
    let on_stick = disk.dump().into_keys().filter(|p| p.starts_with(stick()));
    on_stick
        .map(|p| p.file_name().unwrap().to_str().unwrap().to_owned())
        .collect()
}
