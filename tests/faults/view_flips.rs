//! Bytes that change in the view's files while the program is not running: never believed, and
//! the view is rebuilt at the next start.

use crate::rig::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tongdu::store::*;

/// Every file below a folder.
fn read_all(dir: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => read_all(&path, found),
            false => drop(found.insert(path.clone(), fs::read(&path).unwrap())),
        }
    }
}

/// The view as it was put away, in place of whatever stands there.
fn put_back(view: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) {
    fs::remove_dir_all(view).unwrap();
    for (path, bytes) in files {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn every_byte_of_the_view_is_missed_when_it_changes() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    let mut store = create(dir.path(), &options);
    for n in 1..=3 {
        add(&mut store, n, &format!("人{n}")).unwrap();
    }
    store.close();
    let view = dir.path().join("view");
    let mut files = BTreeMap::new();
    read_all(&view, &mut files);
    let start = |notes: &[Note], place: &str| {
        let store = open(dir.path(), &options).unwrap();
        assert_eq!(store.take_notes(), notes, "{place}");
        assert_eq!(names(&store), ["人1", "人2", "人3"], "{place}");
        assert_eq!(store.verify(true).unwrap().findings, [], "{place}");
    };
    for (path, bytes) in &files {
        for at in 0..bytes.len() {
            put_back(&view, &files);
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            fs::write(path, flipped).unwrap();
            let place = format!("{} byte {at}", path.display());
            start(&[Note::ViewRebuilt], &place);
        }
    }
    put_back(&view, &files);
    start(&[], "nothing changed");
    let bytes: usize = files.values().map(Vec::len).sum();
    println!("{bytes} bytes of {} files", files.len());
    assert!(files.len() >= 3 && bytes > 1000, "{bytes} in {files:?}");
}
