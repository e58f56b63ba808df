//! The power goes on a real file system: ext4 in an image on a loop device, told to stop at once
//! while the real program writes (`EXT4_IOC_SHUTDOWN` without flushing, as file systems' own tests
//! do it). What was only in the page cache is gone, the file system mends itself by its journal
//! at the next mounting, and the office must open with everything that was acknowledged.
//!
//! The stick of a backup lies beside the image, so of backups it shows only that the office outlives
//! the cut. It shows that no fdatasync and no sync of a folder is missing, on the real disk code, sled
//! included. It does not show a medium that lies about a flush or tears a sector; that is
//! `tests/faults/cuts.rs`. Needs root, a loop device, mkfs.ext4:
//!
//! ```text
//! TONGDU_CUTS=120 cargo test --release --test power -- --ignored --nocapture
//! ```
//!
//! `TONGDU_DEAF=1` takes fsync and fdatasync away from the program, with a C compiler's help; then
//! it must fail, else it shows nothing.

#[path = "support/office.rs"]
#[allow(dead_code)]
mod office;
#[path = "support/plugins.rs"]
#[allow(dead_code)]
mod plugins;
#[path = "support/rounds.rs"]
#[allow(dead_code)]
mod rounds;

use office::setup;
use rounds::{Dice, SORTS, Tally, Yard};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

const SEED: u64 = 20_261_123;

/// A file system of its own, on an image that takes no more than its size.
struct Medium {
    image: PathBuf,
    at: PathBuf,
}

fn run(program: &str, args: &[&str]) -> Result<(), String> {
    let output = Command::new(program).args(args).output();
    let output = output.map_err(|e| format!("{program}: {e}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    ))
}

impl Medium {
    fn new(dir: &Path) -> Result<Self, String> {
        let medium = Self {
            image: dir.join("image"),
            at: dir.join("medium"),
        };
        let file = File::create(&medium.image).map_err(|e| e.to_string())?;
        file.set_len(256 << 20).map_err(|e| e.to_string())?;
        fs::create_dir(&medium.at).map_err(|e| e.to_string())?;
        run("mkfs.ext4", &["-q", "-F", medium.image.to_str().unwrap()])?;
        medium.mount()?;
        Ok(medium)
    }

    fn mount(&self) -> Result<(), String> {
        let (image, at) = (self.image.to_str().unwrap(), self.at.to_str().unwrap());
        run("mount", &["-o", "loop", image, at])
    }

    fn unmount(&self) -> Result<(), String> {
        run("umount", &[self.at.to_str().unwrap()])
    }

    /// Drops whatever has not reached the image.
    fn power_off(&self) {
        /// `_IOR('X', 125, __u32)`.
        const SHUTDOWN: rustix::ioctl::Opcode = 0x8004_587D;
        const WITHOUT_FLUSHING: u32 = 2;
        let root = File::open(&self.at).expect("it is mounted");
        // SAFETY: the request takes a pointer to a u32, which the setter gives.
        let done = unsafe {
            let request = rustix::ioctl::Setter::<SHUTDOWN, u32>::new(WITHOUT_FLUSHING);
            rustix::ioctl::ioctl(&root, request)
        };
        done.expect("ext4 can be shut down by root");
    }

    /// As after the power came back.
    fn power_on(&self) {
        self.unmount().unwrap();
        self.mount().unwrap();
    }
}

impl Drop for Medium {
    fn drop(&mut self) {
        let _ = self.unmount();
    }
}

/// A library that makes the program's syncs do nothing.
fn deafener(dir: &Path) -> PathBuf {
    let (source, library) = (dir.join("deaf.c"), dir.join("deaf.so"));
    fs::write(
        &source,
        "int fsync(int f){return 0;}int fdatasync(int f){return 0;}",
    )
    .unwrap();
    let (source, out) = (source.to_str().unwrap(), library.to_str().unwrap());
    run("cc", &["-shared", "-fPIC", "-o", out, source]).unwrap();
    library
}

#[test]
#[ignore = "needs root and a loop device; see above"]
fn power_cuts_on_a_real_file_system_lose_nothing_acknowledged() {
    let (dir, machine) = (tempfile::tempdir().unwrap(), setup());
    let medium = match Medium::new(dir.path()) {
        Ok(medium) => medium,
        Err(why) => {
            println!("Power cuts on a loop-mounted image could not be run here: {why}");
            return;
        }
    };
    plugins::libraries();
    let asked = std::env::var("TONGDU_CUTS").ok();
    let cuts: u64 = asked.and_then(|n| n.parse().ok()).unwrap_or(120);
    let mut yard = Yard::new(medium.at.join("office"), dir.path().join("side"), &machine);
    yard.preload = std::env::var_os("TONGDU_DEAF").map(|_| deafener(dir.path()));
    let (mut dice, mut measures) = (Dice(SEED), BTreeMap::new());
    let mut all = BTreeMap::<&str, Tally>::new();
    let mut lost = Vec::new();
    for n in 0..cuts {
        let sort = &SORTS[n as usize % SORTS.len()];
        let mut cut = |child: &mut Child| {
            medium.power_off();
            let _ = child.kill();
            let _ = child.wait();
            medium.power_on();
        };
        let mut round = |measure, tally: &mut Tally| {
            yard.round(sort, measure, &mut dice, &machine, &mut cut, tally)
        };
        let measure = measures.entry(sort.name).or_insert_with(|| {
            round(None, &mut Tally::default())
                .expect("an uncut round succeeds")
                .expect("it is measured")
        });
        let (measure, mut tally) = (*measure, Tally::default());
        if let Err(wrong) = round(Some(measure), &mut tally) {
            println!("cut {n}, {}: {wrong}", sort.name);
            lost.push(wrong);
            break; // what comes after stands on it
        }
        all.entry(sort.name).or_default().add(tally);
    }
    rounds::print(&all);
    println!(
        "{} of {cuts} cuts, {} with a loss",
        all.values().map(|t| t.struck + t.ended).sum::<u64>(),
        lost.len()
    );
    assert_eq!(lost, Vec::<String>::new());
}
