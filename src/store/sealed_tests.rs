//! What a trainer's keys open, byte by byte: everything sealed in the journal is tried with every
//! key of their slot, under its own class and as if it were of another.

use super::files::SimDisk;
use super::journal::digest;
use super::keys::Sealed;
use super::options::Random;
use super::sealing::meta_place;
use super::*;
use crate::domain::book::{Kind, Record};
use crate::schema::{FieldType, Id, KeyClass, Value};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const CANARY: &str = "金丝雀";

fn options() -> Options {
    let draws = AtomicU64::new(0);
    let random: Random = Arc::new(move |bytes: &mut [u8]| {
        let n = draws.fetch_add(1, Ordering::Relaxed);
        blake3::Hasher::new()
            .update(&n.to_le_bytes())
            .finalize_xof()
            .fill(bytes);
    });
    let mut options = Options::new(Arc::new(|| 1_795_393_800_000), random);
    options.argon = ArgonCost::CHEAP;
    options.files = Arc::new(SimDisk::new());
    options.view = ViewKind::Memory;
    options
}

/// A record with the canary in every field that takes text, and the kind's name behind it.
fn marked(kind: Kind) -> Record {
    let mut record = kind.blank();
    for (i, field) in kind.fields().iter().enumerate() {
        if matches!(field.ty, FieldType::Text { .. } | FieldType::Note { .. }) {
            record.put(i, Value::Text(format!("{CANARY}{}", kind.name())));
        }
    }
    record
}

/// Everything in the journal that these keys open.
fn opened(store: &Store) -> Vec<u8> {
    let mut all = Vec::new();
    let mut sealed_values = 0;
    let id = store.header.store;
    store
        .journal
        .units(|unit| {
            for entry in unit.0 {
                let why = (entry.meta.sealed.clone(), meta_place(&id, entry.revision));
                let items = entry.items.iter().filter_map(|item| {
                    let kind = Kind::from_code(item.kind)?;
                    let key = (item.sealed.epoch, item.schema);
                    let place = index::bound_to(&id, kind, &item.id, entry.revision, key);
                    assert_eq!(item.digest, digest(&item.sealed));
                    Some((item.sealed.clone(), place))
                });
                for (sealed, place) in items.chain([why]) {
                    sealed_values += 1;
                    for class in store.ring.classes() {
                        let as_if = Sealed {
                            class: class as u8,
                            ..sealed.clone()
                        };
                        if let Some(plain) = store.ring.open(&as_if, &place) {
                            all.extend_from_slice(&plain);
                        }
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    assert!(sealed_values > Kind::ALL.len());
    all
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|w| w == text.as_bytes())
}

#[test]
fn a_trainers_keys_open_no_case_in_the_journal() {
    let (options, dir) = (options(), Path::new("/office"));
    let new = NewStore {
        area: "350703104",
        demo: false,
        user_name: "王芳",
        role: SlotRole::Supervisor,
        passphrase: "maque2026",
    };
    let (mut store, _) = Store::create(dir, &new, &options).unwrap();
    store
        .add_slot(SlotRole::Trainer, "赵敏", "laoying2026")
        .unwrap();
    let mut n = 0;
    for kind in Kind::ALL {
        n += 1;
        let put = |id: u8, base| ItemChange {
            id: Id([id; 16]),
            op: Op::Put(marked(*kind)),
            base,
        };
        let reason = Some(format!("{CANARY}因{}", kind.name()));
        let items = vec![put(n, None)];
        store
            .commit(Change {
                act: Act::Add,
                reason,
                items,
            })
            .unwrap();
    }
    // A child and their village in one act: why it was done is the child's, too.
    let both = [Kind::Village, Kind::Child].map(|kind| {
        n += 1;
        ItemChange {
            id: Id([n; 16]),
            op: Op::Put(marked(kind)),
            base: None,
        }
    });
    store
        .commit(Change {
            act: Act::Import,
            reason: Some(format!("{CANARY}因两样")),
            items: both.to_vec(),
        })
        .unwrap();
    let everything = opened(&store);
    store.close();
    let secret = Secret::passphrase("laoying2026");
    let trainer = Store::open(dir, &secret, &options).unwrap();
    let theirs = opened(&trainer);
    for kind in Kind::ALL {
        let secret = kind.class() == KeyClass::Cases;
        for text in [
            format!("{CANARY}{}", kind.name()),
            format!("{CANARY}因{}", kind.name()),
        ] {
            let written = holds(&everything, &text);
            assert!(
                written
                    || !kind
                        .fields()
                        .iter()
                        .any(|f| matches!(f.ty, FieldType::Note { .. }))
            );
            assert_eq!(holds(&theirs, &text), written && !secret, "{text}");
        }
    }
    assert!(holds(&everything, "因两样") && !holds(&theirs, "因两样"));
}
