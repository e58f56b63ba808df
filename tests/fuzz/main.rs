//! Bytes that nobody wrote: segments of the journal, key slots, grants, manifests of backups, lists
//! to be imported, what plug-ins say and what is said of them. Whatever they are, reading them ends
//! in a result or a refusal; never in a panic, and never with a value that was not saved.
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

mod office;
mod plugins;
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

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

/// Puts the checksum of what stands from `from` up to `at` there.
fn put_sum(bytes: &mut [u8], from: usize, at: usize, length: usize) {
    if let Some(body) = bytes.get(from..at).filter(|_| bytes.len() >= at + length) {
        let sum = blake3::hash(body);
        bytes[at..at + length].copy_from_slice(&sum.as_bytes()[..length]);
    }
}
