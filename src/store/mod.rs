//! The store: a journal that is the truth, and a view that is quick to ask.
//!
//! - [`files`]: the port to the disk; [`SimDisk`](files::SimDisk) loses power for tests.
//! - [`journal`]: frames, segments, streams, the chain. An entry is saved when the fdatasync of
//!   its frame has returned.
//! - [`keys`]: slots, classes, sealing.
//! - [`codec`]: records as bytes, in versions.
//! - [`view`]: what the journal adds up to, in sled or in memory, never trusted.
//! - [`backup`]: copies elsewhere, made while the store is in use; [`restore`]: the way back.
//! - [`Store`]: opening, reading, committing, undoing, checking.
//!
//! The store knows records as the book of kinds describes them. It must not know rules, words,
//! screens, or who may do what beyond which class keys a slot holds.

mod act;
pub mod backup;
mod beside;
pub mod codec;
mod error;
pub mod files;
mod header;
mod history;
mod image;
mod index;
pub mod journal;
pub mod keys;
mod mirror;
mod open;
mod options;
mod read;
mod rescue;
pub mod restore;
#[cfg(test)]
mod sealed_tests;
mod sealing;
mod survey;
mod undo;
mod users;
mod verify;
pub mod view;
mod waiting;
mod write;

pub use act::Act;
pub use error::{Damage, DamageKind, StoreError};
pub use header::Header;
pub use history::HistoryEntry;
pub use journal::{DeviceId, Head, Revision};
pub use keys::{RecoveryCode, Secret, SlotKind, SlotRole, Way};
pub use mirror::Mirror;
pub use open::{NewStore, Peek};
pub use options::{ArgonCost, Clock, Options, Random, Tell, ViewKind, WrapView};
pub use read::Stored;
pub use rescue::{Rescued, RescuedStream, Salvage};
pub use survey::{AskedHead, Cause, HeadState, Moment, StreamState, Survey, Wrong};
pub use undo::{BroughtBack, Undone};
pub use users::NewCode;
pub use verify::{Finding, VerifyReport};
pub use view::{View, ViewError};
pub use write::{Change, ItemChange, Op, Receipt};

use crate::domain::book::Kind;
use journal::{Journal, Ticks};
use keys::Keyring;
use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A store's random id, which every sealed value is bound to.
pub(crate) type StoreId = [u8; 16];

/// The beginning of a store's id, by which folders elsewhere are named.
fn short_id(store: &StoreId) -> String {
    store[..4].iter().map(|b| format!("{b:02x}")).collect()
}

/// An open store. One writer; put it behind a mutex to share it.
pub struct Store {
    root: PathBuf,
    options: Options,
    header: Header,
    user: User,
    ring: Keyring,
    /// The newest removal whose keys the ring has.
    removals: u32,
    journal: Journal,
    ticks: Ticks,
    /// None only while it is being replaced or put away. In a cell, because reading may find it
    /// broken and rebuild it.
    view: RefCell<Option<Box<dyn View>>>,
    notes: RefCell<Vec<Note>>,
    /// The last running number given, by kind, as far as it has been asked for.
    numbers: RefCell<BTreeMap<Kind, u32>>,
    read_only: bool,
    /// Held for as long as the store is open.
    _lock: Option<Box<dyn Any + Send>>,
}

/// Who has unlocked the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Their random id, which stands in the journal.
    pub id: [u8; 16],
    /// Their name.
    pub name: String,
    /// What their slot is for.
    pub role: SlotRole,
}

/// A clock may be behind the newest entry by so many milliseconds without anybody being told:
/// clocks are set right by a little all the time.
pub const CLOCK_SLACK: u64 = 10 * 60 * 1000;

/// Something that the store put right by itself, and that the user may want to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A write that had not finished was cut from the end of the journal; its bytes are kept.
    EndCut {
        /// The file that they are in.
        kept_as: String,
        /// How many there were.
        bytes: u64,
    },
    /// The view was not put away in order, or was broken, and was rebuilt from the journal.
    ViewRebuilt,
    /// The newest entry is of a later time than now: the computer's clock was set back, or was
    /// ahead when that was written. Entries keep their order all the same.
    ClockBack {
        /// When the newest entry was written, in milliseconds since 1970.
        last: u64,
        /// What the clock says.
        now: u64,
    },
    /// A damaged copy of a key slot was replaced by the good one.
    SlotMended {
        /// The copy's file.
        file: String,
    },
}
