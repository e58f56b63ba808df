use crate::plugin::Limits;
use crate::plugin::discover::PluginDir;
use crate::schema::{Day, Id};
use crate::store::Options;
use std::path::PathBuf;

/// Everything that comes from outside: time, randomness, disk, the helper program, plug-ins.
/// Tests bring their own; nothing is a global.
#[derive(Clone)]
pub struct Setup {
    /// Disk, clock, randomness and costs of the store.
    pub store: Options,
    /// The program to run as `plugin-host`; `/proc/self/exe` outside tests.
    pub helper: PathBuf,
    /// Where plug-ins that came with the program lie.
    pub plugins: Vec<PluginDir>,
    /// How long and how much a plug-in may.
    pub plugin_limits: Limits,
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

    /// An id for a new record.
    pub fn new_id(&self) -> Id {
        let mut random = [0; 10];
        (self.store.random)(&mut random);
        Id::new(self.now(), &random)
    }
}
