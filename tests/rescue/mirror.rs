//! The journal once more on a second disk.

use crate::rig::*;
use crate::support::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tongdu::store::files::{Files, SimDisk};
use tongdu::store::{Mirror, Options};

fn with_mirror(disk: &SimDisk) -> (Options, Mirror) {
    let mirror = Mirror::new(Arc::new(disk.clone()), stick());
    let mut options = on(disk);
    options.mirror = Some(mirror.clone());
    (options, mirror)
}

/// The bytes of every segment, by stream and number.
fn segments(disk: &SimDisk, below: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let all = disk
        .dump()
        .into_iter()
        .filter(|(p, _)| p.starts_with(below));
    let journals = all.filter(|(p, _)| p.extension().is_some_and(|e| e == "jrn"));
    let last_two = |p: &Path| p.iter().rev().take(2).collect::<PathBuf>();
    journals.map(|(p, bytes)| (last_two(&p), bytes)).collect()
}

#[test]
fn every_commit_is_there_also_after_the_disk_was_away() {
    let disk = computer();
    let (options, mirror) = with_mirror(&disk);
    let mut store = create(&root(), &options);
    for n in 1..=40 {
        add(&mut store, n, &format!("人{n}")).unwrap();
    }
    mirror.wait();
    assert_eq!(mirror.fault(), None);
    assert!(segments(&disk, &root()).len() > 1);
    assert_eq!(segments(&disk, &stick()), segments(&disk, &root()));
    store.close();
    // A computer without the second disk: it is told, and the work goes on.
    let away = SimDisk::new();
    for (path, bytes) in disk.dump() {
        if path.starts_with(root()) {
            tongdu_folders(&away, path.parent().unwrap());
            let mut file = away.create(&path).unwrap();
            file.append(&bytes).unwrap();
            file.sync().unwrap();
        }
    }
    let (options, mirror) = with_mirror(&away);
    let mut store = open(&root(), &options).unwrap();
    add(&mut store, 41, "第二块盘不在").unwrap();
    mirror.wait();
    assert!(mirror.fault().is_some());
    away.make_dir(&stick()).unwrap();
    add(&mut store, 42, "又在了").unwrap();
    mirror.wait();
    assert_eq!(mirror.fault(), None);
    assert_eq!(segments(&away, &stick()), segments(&away, &root()));
}

fn tongdu_folders(disk: &SimDisk, dir: &Path) {
    let all: Vec<_> = dir.ancestors().collect();
    for dir in all.into_iter().rev() {
        disk.make_dir(dir).unwrap();
    }
}

#[test]
fn what_does_not_fit_is_kept_aside_and_never_cut() {
    let disk = computer();
    let (options, mirror) = with_mirror(&disk);
    let mut store = create(&root(), &options);
    add(&mut store, 1, "林秀英").unwrap();
    mirror.wait();
    store.close();
    let path = disk
        .dump()
        .into_keys()
        .find(|p| p.starts_with(stick()) && p.extension().is_some_and(|e| e == "jrn"));
    let path = path.unwrap();
    let mut longer = disk.dump()[&path].clone();
    longer.extend([7; 5000]);
    disk.overwrite(&path, longer.clone()).unwrap();
    let (options, mirror) = with_mirror(&disk);
    let mut store = open(&root(), &options).unwrap();
    add(&mut store, 2, "黄丽萍").unwrap();
    mirror.wait();
    assert_eq!(mirror.fault(), None);
    assert_eq!(disk.dump()[&path.with_extension("kept-1")], longer);
    assert_eq!(segments(&disk, &stick()), segments(&disk, &root()));
}

/// What is known of the one disk says nothing of the other: one with nothing on it, and one that
/// was here before and has less.
#[test]
fn another_disk_in_its_place_gets_every_segment_whole() {
    let disk = computer();
    let (options, mirror) = with_mirror(&disk);
    let mut store = create(&root(), &options);
    add(&mut store, 1, "林秀英").unwrap();
    mirror.wait();
    let on_stick = || {
        disk.dump()
            .into_iter()
            .filter(|(p, _)| p.starts_with(stick()))
    };
    let before: Vec<_> = on_stick().collect();
    for (path, _) in &before {
        disk.remove(path).unwrap();
    }
    add(&mut store, 2, "黄丽萍").unwrap();
    mirror.wait();
    assert_eq!(mirror.fault(), None);
    assert_eq!(segments(&disk, &stick()), segments(&disk, &root()));
    for (path, bytes) in before {
        disk.overwrite(&path, bytes).unwrap();
    }
    add(&mut store, 3, "谢小燕").unwrap();
    mirror.wait();
    assert_eq!(mirror.fault(), None);
    assert_eq!(segments(&disk, &stick()), segments(&disk, &root()));
}
