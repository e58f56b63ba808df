//! What is told of a journal that was looked over, and its keys in the word files.

use crate::store::Act;
use crate::store::error::Damage;
use crate::store::journal::{Head, Revision};

/// What a look over a journal found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// Every stream, the own one among them.
    pub streams: Vec<StreamState>,
    /// The newest time in any good entry, in milliseconds since 1970; 0 without one.
    pub last_time: u64,
    /// About how many bytes of the journal still count: records as they are now, and the list of
    /// each record's entries.
    pub live_bytes: u64,
    /// What became of the head that was asked about.
    pub asked: Option<HeadState>,
}

/// One stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamState {
    /// The last good entry.
    pub head: Head,
    /// The first thing that is wrong, if anything is.
    pub wrong: Option<Wrong>,
}

/// What is wrong with a stream, and what is left of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where.
    pub damage: Damage,
    /// What it looks like.
    pub cause: Cause,
    /// The last entry that is hurt or missing, where whole ones follow or it is known how far the
    /// stream was saved.
    pub until: Option<u64>,
    /// When the entry at this place was written and what it was, if it can be read.
    pub this: Option<Moment>,
    /// The same of the last good entry.
    pub last_good: Option<Moment>,
    /// How many whole frames of this stream lie behind.
    pub frames: u64,
    /// How many entries are in them.
    pub entries: u64,
}

/// When an entry was written, and what somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub time: u64,
    /// The act; none if a newer program wrote it.
    pub act: Option<Act>,
}

/// What a damage looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The heading of a segment file is not readable.
    Heading,
    /// A segment file is gone.
    SegmentGone,
    /// Bytes have changed.
    Changed,
    /// A write that had finished ends early.
    Short,
    /// Entries are missing, and are nowhere in the stream.
    Missing,
    /// Entries stand in another order than they were written in.
    Reordered,
    /// They belong to another device.
    OtherDevice,
    /// They belong to another store.
    OtherStore,
    /// They are whole and follow from something else: a copy of this store that went its own
    /// way, or a change made on purpose.
    Fork,
    /// Entries that were saved are gone from the end.
    EndLost,
}

impl Cause {
    /// Its key in the word files; `.next` says what can be done.
    pub fn key(self) -> &'static str {
        match self {
            Self::Heading => "broken-heading",
            Self::SegmentGone => "broken-segment-gone",
            Self::Changed => "broken-changed",
            Self::Short => "broken-short",
            Self::Missing => "broken-missing",
            Self::Reordered => "broken-reordered",
            Self::OtherDevice => "broken-other-device",
            Self::OtherStore => "broken-other-store",
            Self::Fork => "broken-fork",
            Self::EndLost => "broken-end-lost",
        }
    }
}

/// A head as it stands on a cover, a report or a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedHead {
    /// Its device and number.
    pub revision: Revision,
    /// The first 16 letters of its hash, or more.
    pub hash: String,
}

impl AskedHead {
    /// Reads `DEVICE:SEQ:HASH`; the hash may be cut to its first 16 letters.
    pub fn parse(text: &str) -> Option<Self> {
        let (revision, hash) = text.trim().rsplit_once(':')?;
        let good = (16..=64).contains(&hash.len()) && hash.bytes().all(|b| b.is_ascii_hexdigit());
        good.then_some(Self {
            revision: Revision::parse(revision)?,
            hash: hash.to_ascii_lowercase(),
        })
    }
}

/// What became of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadState {
    /// It is in the chain, with so many entries behind it.
    Found {
        /// How many.
        behind: u64,
    },
    /// The stream ends before it: its end was cut, or this is an older copy.
    Cut {
        /// The last entry that is here.
        last: u64,
    },
    /// At its place stands another entry: this copy went another way.
    Fork,
    /// There is no stream of this device here.
    Foreign,
    /// The stream is broken before it.
    Unknown,
}

impl HeadState {
    /// Its key in the word files; `.next` says what can be done.
    pub fn key(self) -> &'static str {
        match self {
            Self::Found { .. } => "head-found",
            Self::Cut { .. } => "head-cut",
            Self::Fork => "head-fork",
            Self::Foreign => "head-foreign",
            Self::Unknown => "head-unknown",
        }
    }
}
