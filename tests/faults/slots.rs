//! Key slots: two copies, two ways in, and the power going while they are made.

use crate::rig::*;
use std::fs;
use std::path::{Path, PathBuf};
use tongdu::domain::book::Kind;
use tongdu::store::*;

fn slots(root: &Path) -> Vec<PathBuf> {
    let mut all: Vec<_> = fs::read_dir(root.join("keys"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    all.sort();
    all
}

#[test]
fn either_copy_serves_and_the_bad_one_is_replaced() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(ViewKind::Memory));
    let (mut store, code) =
        Store::create(dir.path(), &new_store(SlotRole::Supervisor), &options).unwrap();
    add(&mut store, 1, "林秀英").unwrap();
    drop(store);
    let files = slots(dir.path());
    assert_eq!(files.len(), 4);
    for bad in &files {
        let good = fs::read(bad).unwrap();
        let mut flipped = good.clone();
        flipped[60] ^= 1;
        let mut header = good.clone();
        header[12] ^= 1;
        for bytes in [
            Vec::new(),
            good[..good.len() / 2].to_vec(),
            flipped,
            header,
            vec![0; good.len()],
        ] {
            fs::write(bad, bytes).unwrap();
            let store = open(dir.path(), &options).unwrap();
            let file = bad.file_name().unwrap().to_string_lossy().into_owned();
            assert!(store.take_notes().contains(&Note::SlotMended { file }));
            assert_eq!(fs::read(bad).unwrap(), good);
        }
        fs::remove_file(bad).unwrap();
        drop(open(dir.path(), &options).unwrap());
        assert_eq!(fs::read(bad).unwrap(), good);
    }
    let store = Store::open(
        dir.path(),
        &Secret::recovery(code.to_string().to_lowercase()),
        &options,
    )
    .unwrap();
    assert_eq!(store.scan(Kind::Worker).unwrap().len(), 1);
    assert_eq!(store.user().name, "林督导");
}

#[test]
fn with_both_copies_bad_it_says_so_and_the_code_still_opens() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(ViewKind::Memory));
    let (store, code) =
        Store::create(dir.path(), &new_store(SlotRole::Supervisor), &options).unwrap();
    drop(store);
    for file in slots(dir.path()) {
        let good = fs::read(&file).unwrap();
        if good[9] == SlotKind::Passphrase as u8 {
            fs::write(file, &good[..100]).unwrap();
        }
    }
    let refused = open(dir.path(), &options).err().unwrap();
    assert!(
        matches!(refused, StoreError::KeysDamaged { .. }),
        "{refused}"
    );
    assert_eq!(refused.exit_code(), 5);
    Store::open(dir.path(), &Secret::recovery(code.to_string()), &options).unwrap();
}

#[test]
fn a_slot_shows_no_name_and_its_length_tells_none() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(ViewKind::Memory));
    let (mut store, _) =
        Store::create(dir.path(), &new_store(SlotRole::Supervisor), &options).unwrap();
    store.add_slot(SlotRole::Supervisor, "名", "甲").unwrap();
    store
        .add_slot(SlotRole::Supervisor, &"很长的名字".repeat(12), "乙")
        .unwrap();
    let lengths: std::collections::BTreeSet<_> = slots(dir.path())
        .iter()
        .map(|f| fs::metadata(f).unwrap().len())
        .collect();
    assert_eq!(lengths.len(), 1);
    drop(store);
    assert_eq!(
        Store::open(dir.path(), &Secret::passphrase("乙"), &options)
            .unwrap()
            .user()
            .name
            .chars()
            .count(),
        60
    );
    let peek = Store::peek(dir.path(), &*options.files).unwrap();
    assert_eq!(
        (peek.header.area.as_str(), peek.slots.len()),
        ("350703104", 4)
    );
    assert!(
        peek.slots
            .contains(&(SlotKind::Recovery, SlotRole::Supervisor))
    );
}

#[test]
fn the_power_may_go_at_any_step_of_adding_a_slot() {
    for step in 0..30 {
        let disk = disk();
        let mut store = create(&root(), &on(&disk));
        add(&mut store, 1, "林秀英").unwrap();
        disk.die_after(step);
        let added = store
            .add_slot(SlotRole::Trainer, "培训师", "新口令")
            .is_ok();
        for seed in 0..10 {
            let found = disk.power_cut(seed);
            assert_eq!(
                open(&root(), &on(&found))
                    .unwrap()
                    .scan(Kind::Worker)
                    .unwrap()
                    .len(),
                1
            );
            let new = Store::open(&root(), &Secret::passphrase("新口令"), &on(&found));
            assert!(
                new.is_ok() || !added,
                "step {step}, seed {seed}: an acknowledged slot is gone"
            );
        }
    }
}
