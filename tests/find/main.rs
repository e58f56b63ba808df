//! Finding: conditions, what stays hidden, quality over some thousands of names, and the index beside
//! a plain scan.

#[allow(dead_code)]
#[path = "../support/people.rs"]
mod people;
#[allow(dead_code)]
#[path = "../support/setup.rs"]
mod setup;

mod kept;
mod narrow;
mod quality;

use tempfile::TempDir;
use tongdu::service::{NewOffice, Office, OfficeRole};

/// An office of 莒口镇 (of 建阳区 for a trainer) with its villages and nobody in it.
fn office(role: OfficeRole) -> (TempDir, Office) {
    let (machine, _clock) = setup::machine();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let area = if role == OfficeRole::Supervisor {
        "350703104"
    } else {
        "350703"
    };
    let new = NewOffice {
        area: area.into(),
        name: "王芳".into(),
        role,
        passphrase: "maque2026".into(),
        demo: false,
    };
    let root = folder.path().join("office");
    let made = Office::create(&machine, &root, &new).expect("an office can be made");
    (folder, made.0)
}

/// The names that a search finds, in its order.
fn names(office: &Office, typed: &str) -> Vec<String> {
    let hits = office.find(typed, 60).hits;
    hits.iter()
        .map(|h| office.label(h.kind, h.row.id))
        .collect()
}
