//! What can go wrong in the store, as types.
//!
//! Nothing here holds anything personal: kinds, random ids, file names and numbers only. The
//! sentences that people read come from the word files, by [`StoreError::key`].

use super::backup::BackupError;
use super::journal::{DeviceId, Revision};
use super::{Act, ViewError};
use crate::domain::book::Kind;
use crate::schema::{Id, KeyClass};
use std::io;

/// Why the store refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk or the system failed while doing this.
    #[error("{step}: {source}")]
    Io {
        /// What was being done.
        step: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The disk is full; what was to be saved is not, and nothing else is touched.
    #[error("the disk is full")]
    Full,
    /// The disk or stick takes no writing at all.
    #[error("the medium is read-only")]
    ReadOnlyMedium,
    /// The system does not let this user.
    #[error("{step}: not permitted")]
    NotPermitted {
        /// What was being done.
        step: &'static str,
    },
    /// The folder was moved or removed while it was open, or its disk pulled out.
    #[error("{step}: gone")]
    Gone {
        /// What was being done.
        step: &'static str,
    },
    /// There is no store in this folder.
    #[error("not a store")]
    NotAStore,
    /// A new store was asked for in a folder that has something in it.
    #[error("the folder is not empty")]
    NotEmpty,
    /// The store, or a record in it, was made by a newer program.
    #[error("made by a newer program: {what} {found}")]
    Newer {
        /// What is newer: `format`, `act`, or a kind.
        what: &'static str,
        /// The number that this program does not know.
        found: u32,
    },
    /// Another process has the store open.
    #[error("the store is in use by process {pid:?}")]
    InUse {
        /// Its number, if known.
        pid: Option<u32>,
    },
    /// No slot opens with this passphrase or code.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// After several wrong guesses the next one has to wait.
    #[error("wait until {until}")]
    Wait {
        /// In milliseconds since 1970.
        until: u64,
    },
    /// A slot of the first format can't be given keys while its user is away.
    #[error("a slot of the first format")]
    OldSlot {
        /// Whose work it is for.
        role: super::SlotRole,
    },
    /// Nobody's slot has this id.
    #[error("no such user")]
    NoSuchUser,
    /// Both copies of a key slot are damaged, and no other slot opened.
    #[error("key slot {slot} is damaged")]
    KeysDamaged {
        /// The slot's file name.
        slot: String,
    },
    /// The user's role has no key for this class.
    #[error("no key for {class:?}")]
    NoKey {
        /// The class.
        class: KeyClass,
    },
    /// The slot has no key of the epoch in which something was sealed: the slots in the folder are
    /// older than the journal.
    #[error("no key of {class:?} for epoch {epoch}")]
    NoEpoch {
        /// The class.
        class: KeyClass,
        /// Which key of it.
        epoch: u32,
    },
    /// A read-only store does not show cases, since reading them must be logged.
    #[error("cases cannot be read without the log")]
    CasesUnlogged,
    /// The store was opened for reading only.
    #[error("opened for reading only")]
    ReadOnly,
    /// A write could not be confirmed, so nothing more is written until the store is reopened.
    #[error("stopped after a write that could not be confirmed")]
    Stopped,
    /// The journal is not what was written.
    #[error("the journal is damaged: {0}")]
    Damaged(#[from] Damage),
    /// The record was changed by somebody else in between.
    #[error("{kind:?} {id} was changed in between")]
    Conflict {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: Id,
    },
    /// The record is not there.
    #[error("{kind:?} {id} is not there")]
    Missing {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: Id,
    },
    /// One change names the same record twice.
    #[error("{kind:?} {id} stands twice in one change")]
    Twice {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: Id,
    },
    /// The record or reason is longer than 64 KB.
    #[error("too large to store")]
    TooLarge,
    /// There is nothing that can be undone.
    #[error("nothing to undo")]
    NothingToUndo,
    /// No entry has this revision.
    #[error("no entry {revision}")]
    NoEntry {
        /// What was asked for.
        revision: Revision,
    },
    /// It was undone already.
    #[error("{revision} was undone already")]
    UndoneAlready {
        /// What was asked for.
        revision: Revision,
    },
    /// Acts of this sort are only corrected, never undone.
    #[error("{act:?} cannot be undone")]
    CannotUndo {
        /// The act.
        act: Act,
    },
    /// A record has been changed since, so undoing would lose that.
    #[error("{kind:?} {id} was changed since")]
    ChangedSince {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: Id,
    },
    /// The user stopped it; nothing of it counts.
    #[error("cancelled")]
    Cancelled,
    /// A backup, or the way back from one.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// Nothing of any store was found where it was looked for.
    #[error("nothing to rescue")]
    NothingToRescue,
    /// The view failed even after it was rebuilt.
    #[error("the view: {0}")]
    View(#[from] ViewError),
}

/// What is wrong with the journal, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} in {device}, segment {segment}, frame {frame}, entry {seq}")]
pub struct Damage {
    /// Whose stream.
    pub device: DeviceId,
    /// The number of the segment file, from 1.
    pub segment: u32,
    /// The frame in the segment, from 1; 0 is the segment's heading.
    pub frame: u32,
    /// The entry's number, or the first that may be hurt.
    pub seq: u64,
    /// What is wrong.
    pub what: DamageKind,
}

/// The ways a journal can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DamageKind {
    /// The heading of a segment does not check out.
    #[error("damaged heading")]
    Heading,
    /// A segment file is gone.
    #[error("missing segment")]
    SegmentGone,
    /// Bytes have changed.
    #[error("changed bytes")]
    Changed,
    /// The frame ends early although more follows, or it had been finished.
    #[error("cut frame")]
    Short,
    /// Entries are missing.
    #[error("missing entries")]
    Gap,
    /// Entries are out of order.
    #[error("entries out of order")]
    Order,
    /// An entry belongs to another store or another device.
    #[error("foreign entry")]
    Foreign,
    /// An entry's content is not what its chain says.
    #[error("broken chain")]
    Chain,
    /// A sealed value does not open with its key.
    #[error("a value that does not open")]
    Seal,
    /// Entries that were saved are no longer there.
    #[error("lost end")]
    EndLost,
}

impl DamageKind {
    /// Its key in the word files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Heading => "damage-heading",
            Self::SegmentGone => "damage-segment-gone",
            Self::Changed => "damage-changed",
            Self::Short => "damage-short",
            Self::Gap => "damage-gap",
            Self::Order => "damage-order",
            Self::Foreign => "damage-foreign",
            Self::Chain => "damage-chain",
            Self::Seal => "damage-seal",
            Self::EndLost => "damage-end-lost",
        }
    }
}

impl StoreError {
    /// Turns a failure of the disk into what it means.
    pub(crate) fn io(step: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| match source.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnlyMedium,
            io::ErrorKind::PermissionDenied => Self::NotPermitted { step },
            io::ErrorKind::NotFound => Self::Gone { step },
            _ => Self::Io { step, source },
        }
    }

    /// Its key in the word files.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Io { .. } => "store-io",
            Self::Full => "store-full",
            Self::ReadOnlyMedium => "store-read-only-medium",
            Self::NotPermitted { .. } => "store-not-permitted",
            Self::Gone { .. } => "store-gone",
            Self::NotAStore => "store-not-a-store",
            Self::NotEmpty => "store-not-empty",
            Self::Newer { .. } => "store-newer",
            Self::InUse { .. } => "store-in-use",
            Self::WrongPassphrase => "store-wrong-passphrase",
            Self::Wait { .. } => "store-wait",
            Self::OldSlot { .. } => "store-old-slot",
            Self::NoSuchUser => "store-no-such-user",
            Self::KeysDamaged { .. } => "store-keys-damaged",
            Self::NoEpoch { .. } => "store-no-epoch",
            Self::NoKey { .. } => "store-no-key",
            Self::CasesUnlogged => "store-cases-unlogged",
            Self::ReadOnly => "store-read-only",
            Self::Stopped => "store-stopped",
            Self::Damaged(Damage {
                what: DamageKind::EndLost,
                ..
            }) => "store-end-lost",
            Self::Damaged(_) => "store-damaged",
            Self::Conflict { .. } => "store-conflict",
            Self::Missing { .. } => "store-missing",
            Self::Twice { .. } => "store-twice",
            Self::TooLarge => "store-too-large",
            Self::NothingToUndo => "store-nothing-to-undo",
            Self::NoEntry { .. } => "store-no-entry",
            Self::UndoneAlready { .. } => "store-undone-already",
            Self::CannotUndo { .. } => "store-cannot-undo",
            Self::ChangedSince { .. } => "store-changed-since",
            Self::Cancelled => "store-cancelled",
            Self::Backup(e) => e.key(),
            Self::NothingToRescue => "store-nothing-to-rescue",
            Self::View(_) => "store-view",
        }
    }

    /// What its sentence is filled with. `kind`, `act`, `class` and `what` are keys or names
    /// that the caller may put into words first.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Io { step, source } => {
                vec![("step", (*step).into()), ("why", source.to_string())]
            }
            Self::Newer { what, found } => {
                vec![("what", (*what).into()), ("found", found.to_string())]
            }
            Self::NotPermitted { step } | Self::Gone { step } => vec![("step", (*step).into())],
            Self::InUse { pid } => vec![("pid", pid.map_or_else(|| "?".into(), |p| p.to_string()))],
            Self::KeysDamaged { slot } => vec![("slot", slot.clone())],
            Self::Wait { until } => vec![("until", clock_time(*until))],
            Self::OldSlot { role } => vec![("role", role.name().into())],
            Self::NoEpoch { epoch, .. } => vec![("epoch", epoch.to_string())],
            Self::NoKey { class } => vec![("class", format!("{class:?}").to_lowercase())],
            Self::Damaged(d) => vec![
                ("device", d.device.to_string()),
                ("segment", format!("{:06}", d.segment)),
                ("frame", d.frame.to_string()),
                ("seq", d.seq.to_string()),
                ("what", d.what.key().into()),
            ],
            Self::Conflict { kind, id }
            | Self::Missing { kind, id }
            | Self::Twice { kind, id }
            | Self::ChangedSince { kind, id } => {
                vec![("kind", kind.name().into()), ("id", id.to_string())]
            }
            Self::NoEntry { revision } | Self::UndoneAlready { revision } => {
                vec![("revision", revision.to_string())]
            }
            Self::CannotUndo { act } => vec![("act", act.key().into())],
            Self::Backup(e) => e.args(),
            Self::View(e) => vec![("why", e.to_string())],
            _ => Vec::new(),
        }
    }

    /// The exit code of a verb that fails so.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Backup(e) => e.exit_code(),
            Self::InUse { .. } => 3,
            Self::WrongPassphrase | Self::Wait { .. } | Self::NoKey { .. } => 4,
            Self::NothingToRescue
            | Self::NotAStore
            | Self::Newer { .. }
            | Self::Damaged(_)
            | Self::KeysDamaged { .. }
            | Self::NoEpoch { .. } => 5,
            _ => 1,
        }
    }
}

/// `09:14:07` in China, rounded up to whole seconds, so that then it is over.
fn clock_time(millis: u64) -> String {
    let seconds = millis.div_ceil(1000);
    let time = crate::schema::TimeOfDay::of_millis(seconds * 1000);
    format!("{time}:{:02}", seconds % 60)
}
