//! An office for tests: fixed clock, fixed randomness, cheap keys.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tongdu::plugin::Limits;
use tongdu::service::{NewOffice, Office, OfficeRole, Setup};
use tongdu::store::{ArgonCost, Options};

/// 2026-11-23 08:30 in China, a Monday.
pub const MONDAY: u64 = 1_795_393_800_000;
/// The passphrase of every test office.
pub const PASSPHRASE: &str = "correct horse";

/// A machine on which it is always that Monday, and chance is always the same.
pub fn setup() -> Setup {
    let draws = Arc::new(AtomicU64::new(0));
    let random = Arc::new(move |bytes: &mut [u8]| {
        let n = draws.fetch_add(1, Ordering::Relaxed);
        blake3::Hasher::new()
            .update(&n.to_le_bytes())
            .finalize_xof()
            .fill(bytes);
    });
    let mut store = Options::new(Arc::new(|| MONDAY), random);
    store.argon = ArgonCost::CHEAP;
    Setup {
        store,
        helper: PathBuf::from(env!("CARGO_BIN_EXE_tongdu")),
        last_id: Arc::default(),
        plugin_limits: Limits::default(),
        home: "/nowhere".into(),
        config: "/nowhere".into(),
        media: Vec::new(),
        plugins: Vec::new(),
    }
}

/// 莒口镇, just set up.
pub fn jukou(root: &Path) -> Office {
    let new = NewOffice {
        area: "350703104".into(),
        name: "王芳".into(),
        role: OfficeRole::Supervisor,
        passphrase: PASSPHRASE.into(),
        demo: false,
    };
    Office::create(&setup(), root, &new)
        .expect("an office in an empty folder")
        .0
}
