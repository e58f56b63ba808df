//! A disk that keeps something else than a restore wrote: it is opened and compared before it
//! takes any place.

use crate::rig::*;
use crate::support::*;
use std::path::PathBuf;
use tongdu::store::files::SimDisk;
use tongdu::store::*;

/// The files of this kind that a restore has made so far.
fn made(disk: &SimDisk, part: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let stage = format!("{}.restoring/{part}", root().display());
    let all = disk.dump().into_iter();
    all.filter(|(path, _)| path.to_string_lossy().starts_with(&stage))
        .collect()
}

/// Restores while the disk keeps something else of the files of this kind.
fn restored_with(
    begun: &SimDisk,
    part: &str,
    replace: bool,
    rot: impl Fn(Vec<u8>) -> Vec<u8>,
) -> (SimDisk, bool) {
    let disk = begun.copy();
    let mut rotten = Vec::new();
    let done = restore::restore(
        &stick(),
        &root(),
        &passphrase(),
        replace,
        &on(&disk),
        &mut |_, _| {
            for (path, bytes) in made(&disk, part) {
                if !rotten.contains(&path) {
                    disk.overwrite(&path, rot(bytes)).unwrap();
                    rotten.push(path);
                }
            }
            true
        },
    );
    assert!(!rotten.is_empty(), "nothing of {part} was made");
    (disk, done.is_ok())
}

#[test]
fn what_was_kept_otherwise_never_takes_the_place() {
    let old = begun();
    for (begun, replace) in [(another(&old), false), (old, true)] {
        let before = open(&root(), &on(&begun)).ok().map(|s| people(&s).len());
        let mut refused = 0;
        let mut look = |part: &str, how: &str, rot: &dyn Fn(Vec<u8>) -> Vec<u8>| {
            let (disk, done) = restored_with(&begun, part, replace, rot);
            let there = open(&root(), &on(&disk)).map(|s| {
                fine(&s);
                people(&s).len()
            });
            match (done, there, before) {
                (true, Ok(1), _) => {}
                (false, Ok(n), Some(before)) if n == before => refused += 1,
                (false, Err(StoreError::NotAStore), None) => refused += 1,
                (done, there, _) => panic!("{part} {how}: done {done}, there {there:?}"),
            }
        };
        let length = made_length(&begun, replace);
        for at in (0..length).step_by(61) {
            look("journal", &format!("flipped at {at}"), &|mut bytes| {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 0x10;
                }
                bytes
            });
            look("journal", &format!("cut at {at}"), &|mut bytes| {
                bytes.truncate(at);
                bytes
            });
        }
        look("keys", "emptied", &|_| Vec::new());
        look("keys", "zeroed", &|bytes| vec![0; bytes.len()]);
        assert_eq!(refused, 2 * length.div_ceil(61) + 2);
    }
}

/// How long the segment is that a restore makes.
fn made_length(begun: &SimDisk, replace: bool) -> usize {
    let length = std::cell::Cell::new(0);
    restored_with(begun, "journal", replace, |bytes| {
        length.set(length.get().max(bytes.len()));
        bytes
    });
    length.get()
}
