//! The bytes of every kind and version, as they will stand in journals for decades.
//!
//! `tests/store/golden/KIND-VERSION.hex` holds a record as it was first written; it must be read
//! for ever, and the newest version must still be written so. A new kind or version makes this
//! test fail with the line to put into its file.

use crate::rig::*;
use serde::{Deserialize, Serialize};
use std::path::Path;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::village::Village;
use tongdu::schema::{Day, FieldType, TimeOfDay, Value};
use tongdu::store::SlotRole;
use tongdu::store::codec::{self, CodecError, Older};
use tongdu::store::files::{Files, SimDisk};

/// A record with something in every field.
fn full(kind: Kind) -> Record {
    let mut record = kind.blank();
    for (i, field) in kind.fields().iter().enumerate() {
        let value = match field.ty {
            FieldType::Text { .. } | FieldType::Note { .. } => {
                Value::Text(format!("{}字", field.name))
            }
            FieldType::Phone => Value::Text("13859912345".into()),
            FieldType::IdNumber => Value::Text("350703199001011234".into()),
            FieldType::Division => Value::Text("350703104201".into()),
            FieldType::Int { min, .. } => Value::Int(min),
            FieldType::Day => Value::Day(Day::from_ymd(2026, 3, 1 + i as u32 % 28).unwrap()),
            FieldType::Time => Value::Time(TimeOfDay(8 * 60 + 30)),
            FieldType::Score { .. } => Value::Score(885),
            FieldType::Flag => Value::Flag(true),
            FieldType::Choice(_, choices) => Value::Choice(choices[0].code.into()),
            FieldType::Choices(_, choices) => {
                Value::Choices(choices.iter().map(|c| c.code.into()).collect())
            }
            FieldType::Link(_) => Value::Link(id(i as u64)),
        };
        record.put(i, value);
    }
    if let Some(extra) = record.extra_mut() {
        extra.insert(id(99), "佛教".into());
    }
    record
}

fn hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    let lines = digits
        .as_bytes()
        .chunks(100)
        .map(|l| String::from_utf8_lossy(l).into_owned());
    lines.collect::<Vec<_>>().join("\n")
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    (0..digits.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&digits[i..i + 2], 16).unwrap())
        .collect()
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/store/golden")
}

#[test]
fn the_newest_version_of_each_kind_is_written_as_it_always_was() {
    let mut missing = String::new();
    for kind in Kind::ALL {
        let (record, name) = (
            full(*kind),
            format!("{}-{}.hex", kind.name(), kind.schema()),
        );
        let bytes = codec::encode(&record).unwrap();
        assert_eq!(codec::decode(&bytes).unwrap(), record, "{name}");
        match std::fs::read_to_string(folder().join(&name)) {
            Ok(golden) => assert_eq!(hex(&bytes), golden.trim(), "{name}"),
            Err(_) => missing += &format!("== {name}\n{}\n", hex(&bytes)),
        }
    }
    assert!(
        missing.is_empty(),
        "put into {}:\n{missing}",
        folder().display()
    );
}

#[test]
fn every_version_ever_written_is_read() {
    let mut read = 0;
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let record = codec::decode(&unhex(&std::fs::read_to_string(&path).unwrap()));
        let kind = record
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
            .kind();
        assert!(
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with(kind.name())
        );
        read += 1;
    }
    assert!(read >= Kind::ALL.len());
}

#[test]
fn what_is_newer_or_not_a_value_is_a_typed_error() {
    let good = codec::encode(&full(Kind::Village)).unwrap();
    let with = |at: usize, value: u8| {
        let mut bytes = good.clone();
        bytes[at] = value;
        codec::decode(&bytes).unwrap_err()
    };
    assert_eq!(
        with(0, 2),
        CodecError::Newer {
            what: "codec",
            found: 2
        }
    );
    assert_eq!(
        with(1, 250),
        CodecError::Newer {
            what: "kind",
            found: 250
        }
    );
    assert_eq!(
        with(2, 200),
        CodecError::Newer {
            what: "village",
            found: 200
        }
    );
    assert_eq!(with(2, 0), CodecError::Garbled, "a version there never was");
    let mut longer = good.clone();
    longer.push(0);
    assert_eq!(
        codec::decode(&longer),
        Err(CodecError::Garbled),
        "bytes left over"
    );
    for length in 0..good.len() {
        assert_eq!(
            codec::decode(&good[..length]),
            Err(CodecError::Garbled),
            "{length}"
        );
    }
    // A length that promises more than any value may have must not be believed.
    let mut huge = good.clone();
    huge[4..12].copy_from_slice(&u64::MAX.to_le_bytes());
    assert_eq!(codec::decode(&huge), Err(CodecError::Garbled));
    let village = Village {
        note: "字".repeat(30_000),
        ..Village::default()
    };
    assert_eq!(codec::encode(&village.into()), Err(CodecError::TooLarge));
}

/// A shape that villages never had, frozen as a changed struct would be.
#[derive(Serialize, Deserialize)]
struct VillageV0 {
    title: String,
}

impl From<VillageV0> for Village {
    fn from(old: VillageV0) -> Self {
        Self {
            name: old.title,
            ..Self::default()
        }
    }
}

#[test]
fn an_older_version_is_read_through_its_frozen_form() {
    const OLDER: &[Older] = &[Older::row::<VillageV0, Village>(Kind::Village, 0)];
    let mut bytes = vec![1, Kind::Village.code(), 0, 0];
    bytes.extend(
        codec::pack(
            &VillageV0 {
                title: "后山村".into(),
            },
            codec::VALUE_LIMIT,
        )
        .unwrap(),
    );
    let record = codec::decode_with(&bytes, OLDER).unwrap();
    assert_eq!(
        record,
        Village {
            name: "后山村".into(),
            ..Village::default()
        }
        .into()
    );
    assert_eq!(codec::decode(&bytes), Err(CodecError::Garbled));
}

/// The office whose golden slots are kept, and the grants of its first removal.
fn after_a_removal(disk: &SimDisk) -> std::path::PathBuf {
    let mut store = create(&root(), &on(disk));
    let gone = store.add_slot(SlotRole::Trainer, "陈培训", "their words");
    let code = store.new_code().unwrap();
    store.remove_user(gone.unwrap(), &code).unwrap();
    root().join("keys/epoch-000001.a")
}

fn golden_key(name: &str) -> Vec<u8> {
    let path = folder().with_file_name("golden_slots").join(name);
    unhex(&std::fs::read_to_string(path).unwrap())
}

#[test]
fn grants_are_written_as_they_always_were() {
    let disk = disk();
    let path = after_a_removal(&disk);
    let bytes = &disk.dump()[&path];
    assert_eq!(hex(bytes), hex(&golden_key("grants-1.hex")));
}

/// The first format, with the slot that it grants keys to: both as they were once written.
#[test]
fn grants_of_every_format_are_read() {
    let disk = disk();
    let epoch = after_a_removal(&disk);
    for (path, _) in disk.dump() {
        if path.starts_with(root().join("keys"))
            && path.with_extension("") != epoch.with_extension("")
        {
            disk.remove(&path).unwrap();
        }
    }
    let slot = root().join("keys/fe06cace318dc084.a");
    for (path, golden) in [(epoch, "grants-1.hex"), (slot, "passphrase-2.hex")] {
        for copy in ["a", "b"] {
            let path = path.with_extension(copy);
            drop(disk.create(&path));
            disk.overwrite(&path, golden_key(golden)).unwrap();
        }
    }
    // Without the keys that were granted it would not open.
    let store = open(&root(), &on(&disk)).unwrap();
    assert_eq!(store.user().name, "林督导");
}
