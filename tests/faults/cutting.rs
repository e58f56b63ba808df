//! The power goes after every step of some work, with everything that was not synced by then kept,
//! lost, torn or mixed in every way that [`SimDisk::every_cut`] knows; and goes a second time after
//! every step of putting that right.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::time::Instant;
use tongdu::store::files::SimDisk;

/// What is done, and how it is judged. `T` is what was told while it was done.
pub struct Trial<'a, T> {
    pub name: &'a str,
    pub begun: SimDisk,
    /// Done until it is over or the power goes.
    pub work: &'a dyn Fn(&SimDisk) -> T,
    /// What the next start does with what a cut left.
    pub again: &'a dyn Fn(&SimDisk, T) -> T,
    /// What is wrong with what a cut left, if anything.
    pub complaint: &'a dyn Fn(&SimDisk, &T) -> Option<String>,
    /// Of the disks that the first cuts leave, one in so many is cut a second time; 0 for none.
    pub second: usize,
}

#[derive(Default)]
pub struct Count {
    pub steps: u64,
    pub cuts: u64,
    pub disks: u64,
    pub second: u64,
    pub second_disks: u64,
}

/// Disks that were met already; many cuts leave the same.
#[derive(Default)]
struct Met(BTreeSet<[u8; 32]>);

impl Met {
    fn is_new(&mut self, disk: &SimDisk, told: &impl Debug) -> bool {
        let mut hash = blake3::Hasher::new();
        for (path, bytes) in disk.dump() {
            hash.update(path.as_os_str().as_encoded_bytes());
            hash.update(&(bytes.len() as u64).to_le_bytes());
            hash.update(&bytes);
        }
        hash.update(format!("{told:?}").as_bytes());
        self.0.insert(*hash.finalize().as_bytes())
    }

    /// Every disk that a cut now may leave and that was not met; gives the number of all.
    fn every_cut(&mut self, disk: &SimDisk, told: &impl Debug, new: &mut Vec<SimDisk>) -> u64 {
        disk.every_cut(|found| {
            if self.is_new(&found, told) {
                new.push(found);
            }
        })
    }
}

impl<T: Clone + Debug> Trial<'_, T> {
    /// Cuts everywhere, and fails with what is wrong after the first cut that does harm.
    pub fn pass(&self) -> Count {
        let at = Instant::now();
        let count = self.every(&mut |wrong| panic!("{wrong}"));
        println!(
            "{:24} {:3} steps, {:6} cuts ({:5} disks), {:6} second cuts ({:5} disks), {:?}",
            self.name,
            count.steps,
            count.cuts,
            count.disks,
            count.second,
            count.second_disks,
            at.elapsed()
        );
        assert!(count.cuts > 2 * count.steps, "the cuts must leave a choice");
        count
    }

    /// Cuts everywhere, and tells each complaint.
    pub fn every(&self, complain: &mut dyn FnMut(String)) -> Count {
        let mut count = Count::default();
        let (mut met, mut met_again) = (Met::default(), Met::default());
        let rehearsal = self.begun.copy();
        (self.work)(&rehearsal);
        count.steps = rehearsal.steps();
        for step in 0..=count.steps {
            let disk = self.begun.copy();
            disk.die_after(step);
            let told = (self.work)(&disk);
            let mut broken = Vec::new();
            count.cuts += met.every_cut(&disk, &told, &mut broken);
            for found in broken {
                if self.second > 0 && count.disks % self.second as u64 == 0 {
                    self.twice(&found, &told, &mut met_again, &mut count, complain);
                }
                count.disks += 1;
                if let Some(wrong) = (self.complaint)(&found, &told) {
                    complain(format!("{}, step {step}: {wrong}", self.name));
                }
            }
        }
        count
    }

    fn twice(
        &self,
        found: &SimDisk,
        told: &T,
        met: &mut Met,
        count: &mut Count,
        complain: &mut dyn FnMut(String),
    ) {
        for step in 0.. {
            let disk = found.copy();
            disk.die_after(step);
            let told = (self.again)(&disk, told.clone());
            // It took fewer steps than were left to it: it came to its end.
            let ended = disk.steps() < step;
            let mut broken = Vec::new();
            count.second += met.every_cut(&disk, &told, &mut broken);
            count.second_disks += broken.len() as u64;
            for found in broken {
                if let Some(wrong) = (self.complaint)(&found, &told) {
                    complain(format!("{}, second cut, step {step}: {wrong}", self.name));
                }
            }
            if ended {
                return;
            }
        }
    }
}
