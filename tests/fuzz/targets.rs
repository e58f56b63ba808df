//! The targets: which bytes, how their checksums are put right, and who reads them.

use crate::office::*;
use crate::rig::*;
use crate::{Target, put_sum, run};
use std::path::{Component, PathBuf};
use tongdu::schema::Day;
use tongdu::service::transfer::sheet;
use tongdu::store::backup::Manifest;
use tongdu::store::files::Files;
use tongdu::store::*;

#[test]
fn segments() {
    fn path() -> PathBuf {
        below(&plain(), &root().join("journal")).remove(0)
    }
    run(&Target {
        name: "journal",
        seeds: || vec![plain().dump()[&path()].clone()],
        mend: |bytes| {
            put_sum(bytes, 0, 80, 16);
            let mut at = 96;
            // Frame after frame, as far as their lengths lead.
            while bytes.len() >= at + 64 {
                put_sum(bytes, at, at + 56, 8);
                let length = u32::from_le_bytes(std::array::from_fn(|i| bytes[at + 8 + i]));
                let end = at + (64 + length as usize).next_multiple_of(16);
                put_sum(bytes, at, end, 16);
                at = end + 16;
            }
        },
        feed: |bytes| {
            let disk = plain();
            let _ = disk.remove(&root().join("saved"));
            disk.overwrite(&path(), bytes.to_vec()).unwrap();
            look(&root(), PASSPHRASE, &disk);
        },
    });
}

#[test]
fn slots() {
    run(&Target {
        name: "slot",
        seeds: || {
            let mut all = plain().dump();
            all.retain(|path, _| path.extension().is_some_and(|e| e == "a"));
            all.into_values().collect()
        },
        mend: |bytes| {
            // What a guess costs is left low: a slot may ask for a gibibyte, and be given it.
            if bytes.len() > 31 {
                bytes[11..23].copy_from_slice(&[8, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
                let at = bytes.len() - 8;
                put_sum(bytes, 0, at, 8);
            }
        },
        feed: |bytes| {
            let disk = plain();
            for path in below(&disk, &root().join("keys")) {
                disk.overwrite(&path, bytes.to_vec()).unwrap();
            }
            let _ = Store::peek(&root(), &disk);
            look(&root(), PASSPHRASE, &disk);
        },
    });
}

#[test]
fn grants() {
    const COPIES: [&str; 2] = ["keys/epoch-000001.a", "keys/epoch-000001.b"];
    run(&Target {
        name: "grants",
        seeds: || vec![after_a_removal().dump()[&root().join(COPIES[0])].clone()],
        mend: |bytes| {
            // Magic, format, length, keyed hash, body, checksum. The keyed hash can't be put
            // right by anybody without the keys, and is what the store asks last.
            if let Some(body) = bytes.len().checked_sub(8 + 1 + 4 + 32 + 8) {
                bytes[9..13].copy_from_slice(&(body as u32).to_le_bytes());
                let at = bytes.len() - 8;
                put_sum(bytes, 0, at, 8);
            }
        },
        feed: |bytes| {
            for passphrase in [DEPUTY, PASSPHRASE] {
                let disk = after_a_removal();
                for copy in COPIES {
                    disk.overwrite(&root().join(copy), bytes.to_vec()).unwrap();
                }
                let _ = Store::peek(&root(), &disk);
                look(&root(), passphrase, &disk);
            }
        },
    });
}

#[test]
fn manifests() {
    fn path() -> PathBuf {
        let mut all = below(&backed_up(), &stick());
        all.retain(|path| path.extension().is_some_and(|e| e == "tdm"));
        all.remove(0)
    }
    run(&Target {
        name: "manifest",
        seeds: || vec![backed_up().dump()[&path()].clone()],
        mend: |bytes| {
            if let Some(at) = bytes.len().checked_sub(32) {
                put_sum(bytes, 0, at, 32);
            }
        },
        feed: |bytes| {
            match Manifest::from_bytes("manifest", bytes) {
                Ok(manifest) => leads_nowhere_else(&manifest),
                Err(e) => assert_eq!(e.exit_code(), 5, "{e}"),
            }
            let disk = backed_up();
            disk.overwrite(&path(), bytes.to_vec()).unwrap();
            for found in restore::offices(&any(&disk), &stick()) {
                let _ = Day::of_millis(found.time).iso();
            }
            if let Err(e) = bring_back(&disk.copy()) {
                assert!([4, 5].contains(&e.exit_code()), "{e}");
                let _ = e.args();
            }
            // The next backup is whole, or it is said why there is none.
            match back_up(&disk, MORNING + 3_600_000) {
                Ok(()) => bring_back(&disk).unwrap(),
                Err(e) => drop(e.args()),
            }
        },
    });
}

/// What a manifest that was read leads to stays in the backup's folder and the store's.
fn leads_nowhere_else(manifest: &Manifest) {
    let again = Manifest::from_bytes("manifest", &manifest.to_bytes().unwrap());
    assert_eq!(&again.unwrap(), manifest);
    let _ = (manifest.name(), manifest.entries(), manifest.bytes());
    for listed in &manifest.files {
        assert!(!listed.name().contains('/'), "{}", listed.name());
        let inside = |part| matches!(part, Component::Normal(_));
        assert!(listed.path().components().all(inside), "{listed:?}");
    }
}

#[test]
fn lists() {
    run(&Target {
        name: "list",
        seeds: Vec::new,
        mend: |_| {},
        feed: |bytes| drop(sheet::from_bytes(bytes, None)),
    });
}
