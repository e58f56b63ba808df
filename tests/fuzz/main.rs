//! Bytes that nobody wrote: segments of the journal, key slots, lists to be imported. Whatever they
//! are, reading them ends in a result or a refusal; never in a panic, and never with a value that
//! was not saved.
//!
//! Each target replays `corpus/TARGET`, then changes those files as a seed says: a few hundred
//! times with the tests, longer with
//!
//! ```text
//! TONGDU_FUZZ_SECONDS=600 cargo test --release --test fuzz -- --nocapture
//! ```
//!
//! What breaks a target is put into its corpus, to be kept there once the fault is mended.

#[path = "../faults/rig.rs"]
#[allow(dead_code)]
mod rig;

use rig::*;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tongdu::domain::book::Kind;
use tongdu::service::transfer::sheet;
use tongdu::store::files::{Files, SimDisk};
use tongdu::store::*;

const TIMES: u64 = 400;
const SEED: u64 = 20_261_123;

struct Dice(u64);

impl Dice {
    fn below(&mut self, of: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % of.max(1) as u64) as usize
    }

    /// Changes some bytes.
    fn change(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        const EDGES: [u32; 6] = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x0001_0000];
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            let till = (at + self.below(40)).min(bytes.len());
            match self.below(8) {
                _ if bytes.is_empty() => bytes.extend(other),
                0 => bytes[at] ^= 1 << self.below(8),
                1 => bytes[at] = self.below(256) as u8,
                2 => bytes.truncate(at),
                3 => drop(bytes.drain(at..till)),
                4 => {
                    let piece = bytes[at..till].to_vec();
                    bytes.splice(at..at, piece);
                }
                5 => {
                    let edge = EDGES[self.below(EDGES.len())].to_le_bytes();
                    let till = (at + 4).min(bytes.len());
                    bytes[at..till].copy_from_slice(&edge[..till - at]);
                }
                6 => bytes[at..till].fill(0),
                _ => {
                    let from = self.below(other.len());
                    bytes.truncate(at);
                    bytes.extend(&other[from..]);
                }
            }
        }
    }
}

/// A target: what is done with bytes, and how their checksums are put right, so that what comes
/// after the check is reached too.
struct Target {
    name: &'static str,
    seeds: fn() -> Vec<Vec<u8>>,
    mend: fn(&mut Vec<u8>),
    feed: fn(&[u8]),
}

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz/corpus")
        .join(name)
}

fn run(target: &Target) {
    let dir = corpus(target.name);
    let mut files: Vec<_> = fs::read_dir(&dir)
        .into_iter()
        .flatten()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    let mut inputs: Vec<Vec<u8>> = files.iter().map(|p| fs::read(p).unwrap()).collect();
    inputs.extend((target.seeds)());
    let fed = |bytes: &[u8]| {
        let fed = catch_unwind(AssertUnwindSafe(|| (target.feed)(bytes)));
        if fed.is_err() {
            let name = blake3::hash(bytes).to_hex()[..16].to_owned();
            let path = dir.join(format!("broke-{name}"));
            fs::create_dir_all(&dir).unwrap();
            fs::write(&path, bytes).unwrap();
            panic!("{} is broken by {}", target.name, path.display());
        }
    };
    inputs.iter().for_each(|bytes| fed(bytes));
    let seconds = std::env::var("TONGDU_FUZZ_SECONDS").ok();
    let till = seconds
        .and_then(|s| s.parse().ok())
        .map(|s| Instant::now() + Duration::from_secs(s));
    let (mut dice, mut times) = (Dice(SEED), 0);
    while till.map_or(times < TIMES, |till| Instant::now() < till) {
        let mut bytes = inputs[dice.below(inputs.len())].clone();
        let other = &inputs[dice.below(inputs.len())];
        dice.change(&mut bytes, other);
        if dice.below(4) > 0 {
            (target.mend)(&mut bytes);
        }
        fed(&bytes);
        times += 1;
    }
    println!(
        "{}: {} files, {times} changed ones",
        target.name,
        inputs.len()
    );
}

fn put_sum(bytes: &mut [u8], from: usize, at: usize, length: usize) {
    if let Some(body) = bytes.get(from..at).filter(|_| bytes.len() >= at + length) {
        let sum = blake3::hash(body);
        bytes[at..at + length].copy_from_slice(&sum.as_bytes()[..length]);
    }
}

/// An office with three people, and what its only segment holds.
fn office() -> (SimDisk, PathBuf) {
    let disk = disk();
    let options = Options {
        segment_bytes: 1 << 20,
        ..on(&disk)
    };
    let mut store = create(&root(), &options);
    for n in 1..=2 {
        add(&mut store, n, &format!("人{n}")).unwrap();
    }
    let group = vec![change(Act::Add, vec![put(3, worker("人3"), None)])];
    store
        .commit_group(Act::Import, None, group, &mut |_, _| true)
        .unwrap();
    drop(store);
    let segment = |p: &PathBuf| p.extension().is_some_and(|e| e == "jrn");
    let path = disk.dump().into_keys().find(segment).unwrap();
    (disk, path)
}

/// Opens it; what is shown must be some of what was saved.
fn look(disk: &SimDisk) {
    match open(&root(), &on(disk)) {
        Ok(store) => {
            for found in store.scan(Kind::Worker).unwrap() {
                let n = (1..=3).find(|n| id(*n) == found.id);
                let name = n.map(|n| format!("人{n}"));
                assert_eq!(Some(name_of(&found)), name, "never saved so");
            }
            let _ = store.verify(true).unwrap();
        }
        Err(e) => assert!([4, 5].contains(&e.exit_code()), "{e}"),
    }
}

#[test]
fn segments() {
    run(&Target {
        name: "journal",
        seeds: || {
            let (disk, path) = office();
            vec![disk.dump()[&path].clone()]
        },
        mend: |bytes| {
            put_sum(bytes, 0, 80, 16);
            let mut at = 96;
            // Frame after frame, as far as their lengths lead.
            while bytes.len() >= at + 64 {
                put_sum(bytes, at, at + 56, 8);
                let length = u32::from_le_bytes(std::array::from_fn(|i| bytes[at + 8 + i]));
                let end = at + (64 + length as usize).next_multiple_of(16);
                put_sum(bytes, at, end, 16);
                at = end + 16;
            }
        },
        feed: |bytes| {
            let (disk, path) = office();
            let _ = disk.remove(&root().join("saved"));
            disk.overwrite(&path, bytes.to_vec()).unwrap();
            look(&disk);
        },
    });
}

#[test]
fn slots() {
    run(&Target {
        name: "slot",
        seeds: || {
            let (disk, _) = office();
            let all = disk.dump();
            let slots = all
                .iter()
                .filter(|(p, _)| p.extension().is_some_and(|e| e == "a"));
            slots.map(|(_, bytes)| bytes.clone()).collect()
        },
        mend: |bytes| {
            // What a guess costs is left low: a slot may ask for a gibibyte, and be given it.
            if bytes.len() > 31 {
                bytes[11..23].copy_from_slice(&[8, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
                let at = bytes.len() - 8;
                put_sum(bytes, 0, at, 8);
            }
        },
        feed: |bytes| {
            let (disk, _) = office();
            let slots = disk
                .dump()
                .into_keys()
                .filter(|p| p.starts_with(root().join("keys")));
            for path in slots {
                disk.overwrite(&path, bytes.to_vec()).unwrap();
            }
            let _ = Store::peek(&root(), &disk);
            look(&disk);
        },
    });
}

#[test]
fn lists() {
    run(&Target {
        name: "list",
        seeds: Vec::new,
        mend: |_| {},
        feed: |bytes| drop(sheet::from_bytes(bytes, None)),
    });
}
