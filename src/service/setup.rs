//! What an office gets from outside: clock, ids, folders, the helper program.

use crate::plugin;
use crate::plugin::Limits;
use crate::plugin::discover::{Found, Ours, Root};
use crate::plugin::kernel::Sandbox;
use crate::schema::{Day, Id};
use crate::store::Options;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Everything that comes from outside: time, randomness, disk, the helper program, plug-ins.
/// Tests bring their own; nothing is a global.
#[derive(Clone)]
pub struct Setup {
    /// Disk, clock, randomness and costs of the store.
    pub store: Options,
    /// The program to run as `plugin-host`; `/proc/self/exe` outside tests.
    pub helper: PathBuf,
    /// The last id's place in time, so that ids of one program are in the order of making.
    pub last_id: Arc<AtomicU64>,
    /// Where plug-ins that came with the program lie, and its stock library.
    pub plugins: Ours,
    /// Where others may lie: folders of the system and of the user.
    pub plugin_roots: Vec<Root>,
    /// How long and how much a plug-in may.
    pub plugin_limits: Limits,
    /// How well a plug-in is shut in here.
    pub sandbox: Sandbox,
    /// The person's own folder, where files are looked for first.
    pub home: PathBuf,
    /// Where a person's preferences lie; it need not exist.
    pub config: PathBuf,
    /// Where the system puts sticks and discs that are plugged in.
    pub media: Vec<PathBuf>,
}

impl Setup {
    /// Now, in milliseconds since 1970.
    pub fn now(&self) -> u64 {
        (self.store.clock)()
    }

    /// Today, in China.
    pub fn today(&self) -> Day {
        Day::of_millis(self.now())
    }

    /// The plug-ins that lie there now; and the folders that are passed over, each with why.
    pub fn discover(&self) -> (Vec<Found>, Vec<(PathBuf, plugin::Problem)>) {
        plugin::discover::discover(&self.plugins, &self.plugin_roots)
    }

    /// An id for a new record, later than every one before it.
    pub fn new_id(&self) -> Id {
        /// Ids within one millisecond.
        const COUNTER_BITS: u32 = 12;
        let now = self.now() << COUNTER_BITS;
        let later = |last: u64| Some((last + 1).max(now));
        let last = self
            .last_id
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, later)
            .unwrap_or(now);
        let place = (last + 1).max(now);
        let mut random = [0; 10];
        (self.store.random)(&mut random);
        // The twelve bits behind the time, which UUIDv7 lets a counter have.
        random[..2].copy_from_slice(&u16::try_from(place & 0xfff).unwrap_or(0).to_be_bytes());
        Id::new(place >> COUNTER_BITS, &random)
    }
}
