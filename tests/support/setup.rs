//! A machine that is always the same: its time stands still until told, its dice fall as before.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tongdu::plugin::Limits;
use tongdu::service::Setup;
use tongdu::store::{ArgonCost, Options, ViewKind};

/// 2026-11-23 09:14 in China, a Monday.
pub const NOW: u64 = 1_795_396_440_000;

/// A clock that only a test moves.
#[derive(Clone)]
pub struct Clock(Arc<AtomicU64>);

impl Clock {
    /// Lets time pass.
    pub fn pass(&self, millis: u64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

/// A machine, and its clock.
pub fn machine() -> (Setup, Clock) {
    let clock = Clock(Arc::new(AtomicU64::new(NOW)));
    let time = clock.clone();
    let dice = Mutex::new(blake3::Hasher::new_derive_key("tongdu tests").finalize_xof());
    let random = move |bytes: &mut [u8]| dice.lock().expect("no test panics here").fill(bytes);
    let mut store = Options::new(
        Arc::new(move || time.0.load(Ordering::SeqCst)),
        Arc::new(random),
    );
    store.argon = ArgonCost::CHEAP;
    store.view = ViewKind::Memory;
    let setup = Setup {
        store,
        helper: env!("CARGO_BIN_EXE_tongdu").into(),
        last_id: Arc::default(),
        plugins: Default::default(),
        plugin_roots: Vec::new(),
        plugin_limits: Limits::default(),
        sandbox: tongdu::service::Sandbox::Full,
        home: "/nowhere".into(),
        config: "/nowhere".into(),
        media: Vec::new(),
    };
    (setup, clock)
}
