//! Small offices, each made once, whose files the targets overwrite; and looking at what is left.

use crate::rig::*;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tongdu::domain::book::Kind;
use tongdu::store::files::{Files, SimDisk};
use tongdu::store::*;

pub const DEPUTY: &str = "deputy's own words";
/// How many people an office has, each called 人 and their number.
const PEOPLE: u64 = 3;
/// 2026-11-23 08:30 in China.
pub const MORNING: u64 = 1_795_393_800_000;

fn one_segment(disk: &SimDisk) -> Options {
    Options {
        segment_bytes: 1 << 20,
        ..on(disk)
    }
}

fn person(store: &mut Store, n: u64) {
    add(store, n, &format!("人{n}")).unwrap();
}

/// An office with three people; its journal has one segment.
pub fn plain() -> SimDisk {
    static MADE: OnceLock<SimDisk> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let disk = disk();
        let mut store = create(&root(), &one_segment(&disk));
        person(&mut store, 1);
        person(&mut store, 2);
        let group = vec![change(Act::Add, vec![put(3, worker("人3"), None)])];
        store
            .commit_group(Act::Import, None, group, &mut |_, _| true)
            .unwrap();
        disk
    });
    made.copy()
}

/// The same after a user was removed; the deputy has not been back since.
pub fn after_a_removal() -> SimDisk {
    static MADE: OnceLock<SimDisk> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let disk = disk();
        let mut store = create(&root(), &one_segment(&disk));
        person(&mut store, 1);
        let gone = store.add_slot(SlotRole::Trainer, "陈培训", "their words");
        let deputy = store.add_slot(SlotRole::Supervisor, "代理督导", DEPUTY);
        deputy.unwrap();
        let code = store.new_code().unwrap();
        store.remove_user(gone.unwrap(), &code).unwrap();
        person(&mut store, 2); // sealed with what only the grants give
        person(&mut store, 3);
        disk
    });
    made.copy()
}

pub fn stick() -> PathBuf {
    "/stick".into()
}

pub fn back_up(disk: &SimDisk, time: u64) -> Result<(), StoreError> {
    let snapshot = open(&root(), &on(disk))?.snapshot()?;
    snapshot.back_up(&stick(), time, &mut |_, _| true).map(drop)
}

/// The plain office with a backup on a stick.
pub fn backed_up() -> SimDisk {
    static MADE: OnceLock<SimDisk> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let disk = plain();
        disk.make_dir(&stick()).unwrap();
        disk.sync_dir(Path::new("/")).unwrap();
        back_up(&disk, MORNING).unwrap();
        disk
    });
    made.copy()
}

/// The files below a folder.
pub fn below(disk: &SimDisk, dir: &Path) -> Vec<PathBuf> {
    let all = disk.dump().into_keys();
    all.filter(|path| path.starts_with(dir)).collect()
}

/// Opens it; what is shown must be some of what was saved. How many people that are.
pub fn look(root: &Path, passphrase: &str, disk: &SimDisk) -> Option<usize> {
    match Store::open(root, &Secret::passphrase(passphrase), &on(disk)) {
        Ok(store) => {
            let all = store.scan(Kind::Worker).unwrap();
            for found in &all {
                let n = (1..=PEOPLE).find(|n| id(*n) == found.id);
                let name = n.map(|n| format!("人{n}"));
                assert_eq!(Some(name_of(found)), name, "never saved so");
            }
            let _ = store.verify(true).unwrap();
            Some(all.len())
        }
        Err(e) => {
            assert!([4, 5].contains(&e.exit_code()), "{e}");
            let _ = e.args();
            None
        }
    }
}

/// Restores the backup on the stick beside the office it is of: all of it, or none.
pub fn bring_back(disk: &SimDisk) -> Result<(), StoreError> {
    let (again, secret) = (Path::new("/data/again"), Secret::passphrase(PASSPHRASE));
    let going = &mut |_, _| true;
    restore::restore(&stick(), again, &secret, false, &on(disk), going)?;
    assert_eq!(look(again, PASSPHRASE, disk), Some(PEOPLE as usize));
    Ok(())
}

/// A handle for what asks for any disk.
pub fn any(disk: &SimDisk) -> Arc<dyn Files> {
    Arc::new(disk.clone())
}
