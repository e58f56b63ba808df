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
        plugin_roots: Vec::new(),
        plugin_limits: Limits::default(),
        sandbox: tongdu::service::Sandbox::Full,
        home: "/nowhere".into(),
        config: "/nowhere".into(),
        media: Vec::new(),
        plugins: Default::default(),
    }
}

/// 莒口镇, just set up.
pub fn jukou(root: &Path) -> Office {
    jukou_on(&setup(), root)
}

/// The same on this machine, so that chance goes on where it was.
#[allow(dead_code)]
pub fn jukou_on(machine: &Setup, root: &Path) -> Office {
    made(machine, root, ("350703104", "王芳", OfficeRole::Supervisor))
}

/// 建阳区, a trainer's, just set up.
#[allow(dead_code)]
pub fn jianyang(root: &Path) -> Office {
    made(&setup(), root, ("350703", "方志平", OfficeRole::Trainer))
}

fn made(machine: &Setup, root: &Path, (area, name, role): (&str, &str, OfficeRole)) -> Office {
    let new = NewOffice {
        area: area.into(),
        name: name.into(),
        role,
        passphrase: PASSPHRASE.into(),
        demo: false,
    };
    Office::create(machine, root, &new)
        .expect("an office in an empty folder")
        .0
}
