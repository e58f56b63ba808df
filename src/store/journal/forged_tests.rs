//! A journal rewritten by somebody who knows the format: every checksum right, and still found.

use super::super::error::{Damage, DamageKind, StoreError};
use super::super::files::{Files, SimDisk};
use super::super::keys::Sealed;
use super::entry::{DeviceId, Entry, Group, Item, ItemOp, Meta, Revision, digest};
use super::reading::Journal;
use super::{frame, segment};
use crate::schema::Id;
use std::path::Path;
use std::sync::Arc;

const STORE: [u8; 16] = [3; 16];
const OWN: DeviceId = DeviceId([7; 8]);

fn entry(seq: u64, group: Group) -> Entry {
    let sealed = Sealed {
        class: 1,
        epoch: 1,
        bytes: vec![seq as u8; 60],
    };
    let digest = digest(&sealed);
    let item = Item {
        kind: 1,
        id: Id([seq as u8; 16]),
        op: ItemOp::Put,
        base: None,
        restores: None,
        number: 1,
        schema: 1,
        digest,
        sealed: sealed.clone(),
    };
    let revision = Revision { device: OWN, seq };
    let (user, act, time) = ([9; 16], 2, seq << 16);
    Entry {
        revision,
        time,
        user,
        act,
        group,
        undoes: None,
        meta: Meta { digest, sealed },
        items: vec![item],
        chain: [0; 32],
    }
}

fn disk() -> SimDisk {
    let disk = SimDisk::new();
    disk.make_dir(Path::new("/")).unwrap();
    disk
}

fn journal(disk: &SimDisk, groups: &[Group]) -> Vec<Entry> {
    let mut journal =
        Journal::create(Arc::new(disk.clone()), Path::new("/j"), STORE, OWN, 1 << 20).unwrap();
    let mut all = Vec::new();
    for (i, group) in groups.iter().enumerate() {
        let mut one = [entry(i as u64 + 1, *group)];
        journal.append(&mut one).unwrap();
        all.extend(one);
    }
    all
}

/// Puts these entries into the segment, each in a frame with right checksums.
fn forge(disk: &SimDisk, entries: &[Entry]) {
    let path = Path::new("/j").join(OWN.to_string()).join("000001.jrn");
    let mut bytes = disk.dump()[&path][..segment::HEADING].to_vec();
    for (entry, first) in entries.iter().zip(1..) {
        let packed = super::super::codec::pack(entry, 1 << 20).unwrap();
        bytes.extend(frame::build(first, entry.chain, &[packed]));
    }
    disk.overwrite(&path, bytes).unwrap();
}

/// Reads every change: their first numbers, or what is wrong.
fn read(disk: &SimDisk) -> Result<Vec<u64>, Damage> {
    let damage = |e| match e {
        StoreError::Damaged(damage) => damage,
        other => panic!("{other}"),
    };
    let journal = Journal::read(
        Arc::new(disk.clone()),
        Path::new("/j"),
        (STORE, OWN),
        1 << 20,
        &[],
    )
    .map_err(damage)?;
    let mut seen = Vec::new();
    journal
        .units(|unit| {
            seen.push(unit.0[0].revision.seq);
            Ok(())
        })
        .map_err(damage)?;
    Ok(seen)
}

#[test]
fn a_changed_missing_reordered_or_foreign_entry_is_named() {
    let disk = disk();
    let good = journal(&disk, &[Group::None; 6]);
    forge(&disk, &good);
    assert_eq!(
        read(&disk),
        Ok(vec![1, 2, 3, 4, 5, 6]),
        "the forger's tools write what we write"
    );
    let with = |change: &dyn Fn(&mut Vec<Entry>)| {
        let mut entries = good.clone();
        change(&mut entries);
        forge(&disk, &entries);
        let damage = read(&disk).unwrap_err();
        (damage.seq, damage.frame, damage.what)
    };
    assert_eq!(with(&|e| e[2].act = 3), (3, 3, DamageKind::Chain));
    assert_eq!(with(&|e| e[2].time += 1), (3, 3, DamageKind::Chain));
    assert_eq!(with(&|e| e[2].user[0] ^= 1), (3, 3, DamageKind::Chain));
    assert_eq!(
        with(&|e| e[2].items[0].id.0[0] ^= 1),
        (3, 3, DamageKind::Chain)
    );
    assert_eq!(
        with(&|e| e[2].items[0].op = ItemOp::Retire),
        (3, 3, DamageKind::Chain)
    );
    assert_eq!(
        with(&|e| e[2].items[0].sealed.bytes[30] ^= 1),
        (3, 3, DamageKind::Chain)
    );
    assert_eq!(
        with(&|e| e[2].meta.sealed.bytes.clear()),
        (3, 3, DamageKind::Chain)
    );
    let forged = |e: &mut Vec<Entry>| {
        let item = &mut e[2].items[0];
        item.sealed.bytes[30] ^= 1;
        item.digest = digest(&item.sealed);
    };
    assert_eq!(
        with(&forged),
        (3, 3, DamageKind::Chain),
        "the digest changed with it"
    );
    let missing = |e: &mut Vec<Entry>| drop(e.remove(2));
    assert_eq!(with(&missing), (3, 3, DamageKind::Gap));
    assert_eq!(with(&|e| e.swap(2, 3)), (3, 3, DamageKind::Gap));
    assert_eq!(with(&|e| e[3] = e[1].clone()), (4, 4, DamageKind::Order));
    assert_eq!(
        with(&|e| e[2].revision.device = DeviceId([8; 8])),
        (3, 3, DamageKind::Foreign)
    );
}

#[test]
fn a_journal_of_another_store_is_foreign() {
    let disk = disk();
    journal(&disk, &[Group::None; 2]);
    let read = Journal::read(
        Arc::new(disk),
        Path::new("/j"),
        ([4; 16], OWN),
        1 << 20,
        &[],
    );
    let damage = read.err().unwrap();
    assert!(matches!(
        damage,
        StoreError::Damaged(Damage {
            what: DamageKind::Foreign,
            ..
        })
    ));
}

#[test]
fn a_group_counts_with_its_end_only() {
    let (none, part, end) = (Group::None, Group::Part, Group::End);
    let cases: [(&[Group], &[u64]); 6] = [
        (&[none, part(2), part(2), end(2), none], &[1, 2, 5]),
        (&[none, part(2), part(2)], &[1]),
        (&[none, part(2), part(2), none], &[1, 4]),
        (&[part(1), part(2), end(2)], &[2]),
        (&[part(1), part(1), part(3), none, part(5), end(5)], &[4, 5]),
        (&[end(1), none], &[1, 2]),
    ];
    for (groups, counted) in cases {
        let disk = disk();
        journal(&disk, groups);
        assert_eq!(read(&disk).unwrap(), counted, "{groups:?}");
    }
}

#[test]
fn streams_are_read_in_order_of_time_whichever_is_our_own() {
    let disk = disk();
    let other = DeviceId([1; 8]);
    let mut first =
        Journal::create(Arc::new(disk.clone()), Path::new("/j"), STORE, OWN, 1 << 20).unwrap();
    let mut second = Journal::create(
        Arc::new(disk.clone()),
        Path::new("/j"),
        STORE,
        other,
        1 << 20,
    )
    .unwrap();
    for time in [1, 4, 5] {
        let seq = first.head().revision.seq + 1;
        first
            .append(&mut [Entry {
                time,
                ..entry(seq, Group::None)
            }])
            .unwrap();
    }
    for time in [2, 3, 5, 6] {
        let revision = Revision {
            device: other,
            seq: second.head().revision.seq + 1,
        };
        second
            .append(&mut [Entry {
                time,
                revision,
                ..entry(1, Group::None)
            }])
            .unwrap();
    }
    for own in [OWN, other] {
        let journal = Journal::read(
            Arc::new(disk.clone()),
            Path::new("/j"),
            (STORE, own),
            1 << 20,
            &[],
        )
        .unwrap();
        let mut times = Vec::new();
        journal
            .units(|unit| {
                times.push((unit.0[0].time, unit.0[0].revision.device == OWN));
                Ok(())
            })
            .unwrap();
        let order = [
            (1, true),
            (2, false),
            (3, false),
            (4, true),
            (5, false),
            (5, true),
            (6, false),
        ];
        assert_eq!(times, order);
    }
}

#[test]
fn only_our_own_stream_may_end_in_an_unfinished_write() {
    let disk = disk();
    journal(&disk, &[Group::None; 3]);
    let path = Path::new("/j").join(OWN.to_string()).join("000001.jrn");
    let mut bytes = disk.dump()[&path].clone();
    bytes.truncate(bytes.len() - 20);
    disk.overwrite(&path, bytes).unwrap();
    assert_eq!(
        read(&disk).unwrap(),
        [1, 2],
        "ours: what is unfinished is left out"
    );
    let other = DeviceId([1; 8]);
    let files: Arc<dyn Files> = Arc::new(disk);
    Journal::create(files.clone(), Path::new("/j"), STORE, other, 1 << 20).unwrap();
    let theirs = Journal::read(files, Path::new("/j"), (STORE, other), 1 << 20, &[]);
    let what = DamageKind::Short;
    let damage = theirs.err().unwrap();
    assert!(
        matches!(damage, StoreError::Damaged(d) if d.what == what && d.device == OWN && d.seq == 3)
    );
}
