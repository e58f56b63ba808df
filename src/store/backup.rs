//! Backups: a copy of the store in a folder elsewhere, made while the store is in use.
//!
//! A backup is a [`Manifest`] and the files that it lists. Files are named after their content, so
//! that none is ever written over and what is there already is not copied again. The manifest comes
//! last and only gets its name when everything that it lists has been read back from the medium
//! and adds up to what the store was: whatever goes wrong before leaves the older backups as they
//! were. Sticks with FAT know neither owners nor links, and may not replace a file by a rename:
//! nothing here needs any of that.
//!
//! Nothing here opens a sealed value or knows a key.

mod check;
mod copy;
mod error;
mod last;
mod manifest;
mod rotation;
mod shelf;
mod site;
mod snapshot;

pub use check::check;
pub use copy::BackedUp;
pub use error::BackupError;
pub use last::LastBackup;
pub use manifest::{Listed, Manifest, Place};
pub use rotation::keep;
pub use shelf::Shelf;
pub use site::{Site, find, lies_in_backups, taken_over};
pub use snapshot::Snapshot;

/// Told how many bytes are done and how many there are; `false` stops.
pub type Going<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// The part of something that corresponds to how much of something else is done.
pub(super) fn share(whole: u64, done: u64, all: u64) -> u64 {
    let part = u128::from(whole) * u128::from(done.min(all)) / u128::from(all.max(1));
    u64::try_from(part).unwrap_or(whole)
}
