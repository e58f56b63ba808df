//! What the store gets from outside: disk, clock, randomness, costs.

use super::files::{Disk, Files};
use super::{Mirror, View};
use std::sync::Arc;

/// Milliseconds since 1970, from wherever the caller takes its time.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;
/// Fills a buffer with randomness fit for keys.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;
/// Puts something around a view: how tests make one fail.
pub type WrapView = Arc<dyn Fn(Box<dyn View>) -> Box<dyn View> + Send + Sync>;

/// Told how much of a long job is done, and how much there is.
pub type Tell = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// Everything that the store does not decide itself.
#[derive(Clone)]
pub struct Options {
    /// The disk.
    pub files: Arc<dyn Files>,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// What a guess at a passphrase costs, for slots made from now on.
    pub argon: ArgonCost,
    /// When a journal segment is full.
    pub segment_bytes: u64,
    /// Where the view is kept.
    pub view: ViewKind,
    /// Told how far a rebuild is, which opening may need.
    pub progress: Option<Tell>,
    /// A second place for the journal, if there is one.
    pub mirror: Option<Mirror>,
    /// For tests; `None` leaves the view as it is.
    pub wrap_view: Option<WrapView>,
    /// Go on although saved entries are gone from the journal's end. Only `rebuild` sets this,
    /// after the user was told.
    pub accept_lost_end: bool,
}

impl Options {
    /// The real disk and full costs, with this clock and randomness.
    pub fn new(clock: Clock, random: Random) -> Self {
        Self {
            files: Arc::new(Disk),
            clock,
            random,
            argon: ArgonCost::FULL,
            segment_bytes: 16 * 1024 * 1024,
            view: ViewKind::Sled {
                cache_bytes: 64 * 1024 * 1024,
            },
            progress: None,
            mirror: None,
            wrap_view: None,
            accept_lost_end: false,
        }
    }

    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.random)(&mut bytes);
        bytes
    }
}

/// Where the view is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewKind {
    /// In sled, in the store's folder.
    Sled {
        /// How much of it may stay in memory.
        cache_bytes: u64,
    },
    /// In memory only, rebuilt at each start.
    Memory,
}

/// The cost of argon2id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArgonCost {
    /// Memory in KiB.
    pub kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl ArgonCost {
    /// What real stores use.
    pub const FULL: Self = Self {
        kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };
    /// For tests, where nothing is secret.
    pub const CHEAP: Self = Self {
        kib: 8,
        passes: 1,
        lanes: 1,
    };
}
