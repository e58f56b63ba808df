//! Bytes that flip on the stick: named, never a wrong value; an older whole backup is taken.

use crate::rig::*;
use crate::support::*;
use tongdu::store::backup::BackupError;
use tongdu::store::files::SimDisk;
use tongdu::store::*;

fn begun() -> SimDisk {
    let disk = computer();
    let mut store = create(&root(), &on(&disk));
    for n in 1..=3 {
        add(&mut store, n, &format!("人{n}")).unwrap();
    }
    back_up(&store);
    store.close();
    disk
}

/// Every file on the stick with one byte changed: each byte in turn, or one of so many where what
/// follows costs more. How many files there are.
fn each_byte(disk: &SimDisk, step: usize, mut hurt: impl FnMut(&SimDisk, &str, &str)) -> usize {
    let mut all = disk.dump();
    all.retain(|path, _| path.starts_with(stick()));
    for (path, bytes) in &all {
        let name = path.file_name().unwrap().to_str().unwrap();
        for at in (0..bytes.len()).step_by(step) {
            let (disk, mut bytes) = (disk.copy(), bytes.clone());
            bytes[at] ^= 1 << (at % 8);
            disk.overwrite(path, bytes).unwrap();
            hurt(&disk, name, &format!("{name} byte {at}"));
        }
    }
    all.len()
}

#[test]
fn a_flipped_byte_anywhere_is_named_and_nothing_is_restored() {
    let files = each_byte(&another(&begun()), 1, |disk, name, place| {
        let wrong = bring_back(&on(disk), &passphrase(), false).unwrap_err();
        assert_eq!(wrong.exit_code(), 5, "{place}");
        match wrong {
            StoreError::Backup(BackupError::Damaged { file }) => assert_eq!(file, name),
            other => panic!("{place}: {other}"),
        }
        assert!(matches!(
            open(&root(), &on(disk)),
            Err(StoreError::NotAStore)
        ));
    });
    assert!(files >= 6, "header, slots, a segment, a manifest: {files}");
}

/// Two backups share most of their files: with what only the newer has gone, the older is whole.
#[test]
fn a_flipped_byte_costs_no_more_than_the_backups_it_stands_in() {
    let disk = begun();
    let older = files_on_stick(&disk);
    let mut store = open(&root(), &on(&disk)).unwrap();
    add(&mut store, 4, "人4").unwrap();
    back_up_at(&store, MORNING + HOUR).unwrap();
    store.close();
    let whole = another(&disk);
    let all = files_on_stick(&whole);
    let newer: Vec<_> = all.iter().filter(|n| !older.contains(n)).collect();
    assert_eq!(newer.len(), 2, "a segment and a manifest: {newer:?}");
    let (mut kept, mut none) = (0, 0);
    each_byte(&whole, 5, |disk, name, place| {
        let only_newer = newer.iter().any(|n| *n == name);
        let restored = match bring_back(&on(disk), &passphrase(), false) {
            Ok(restored) => restored,
            Err(StoreError::Backup(BackupError::Damaged { file })) => {
                none += 1;
                return assert!(file == name && !only_newer, "{place}");
            }
            Err(other) => panic!("{place}: {other}"),
        };
        kept += 1;
        let (skipped, people_there) = match only_newer {
            true => (vec![name.to_owned()], 3),
            false => (Vec::new(), 4), // what is flipped is the older's alone
        };
        assert_eq!(restored.skipped, skipped, "{place}");
        let found = people(&open(&root(), &on(disk)).unwrap());
        let wanted = (1..=people_there).map(|n| (n, format!("人{n}")));
        assert!(found.into_iter().eq(wanted), "{place}");
    });
    assert!(kept > 400 && none > 400, "{kept} restored, {none} named");
}

#[test]
fn what_rotted_on_the_stick_is_put_right_by_the_next_backup() {
    each_byte(&begun(), 7, |disk, _, place| {
        let store = open(&root(), &on(disk)).unwrap();
        back_up_at(&store, MORNING + HOUR).unwrap();
        store.close();
        let restored = bring_back(&on(&another(disk)), &passphrase(), false).unwrap();
        assert_eq!(restored.skipped, [""; 0], "{place}");
        assert_eq!(restored.records, 3, "{place}");
    });
}

/// Right digests don't help a manifest that says something else than its files.
#[test]
fn a_manifest_is_held_to_what_its_files_add_up_to() {
    use tongdu::store::backup::{Manifest, Site};
    let disk = begun();
    let files: std::sync::Arc<dyn tongdu::store::files::Files> = std::sync::Arc::new(disk.clone());
    let dir = tongdu::store::backup::find(&*files, &stick()).remove(0);
    let site = Site::read(files, &dir).unwrap();
    let good = &site.manifests[0];
    type Change = fn(&mut Manifest);
    let lies: [Change; 5] = [
        |m| m.records[0].1 += 1,
        |m| m.records.clear(),
        |m| m.heads[0].revision.seq -= 1,
        |m| m.heads[0].chain[0] ^= 1,
        |m| m.files.retain(|f| !f.path().starts_with("keys")),
    ];
    for (i, lie) in lies.iter().enumerate() {
        let mut manifest = good.clone();
        lie(&mut manifest);
        let bytes = manifest.to_bytes().unwrap();
        disk.overwrite(&dir.join(good.name()), bytes).unwrap();
        let new = another(&disk);
        let wrong = bring_back(&on(&new), &passphrase(), false).unwrap_err();
        assert!(matches!(
            open(&root(), &on(&new)),
            Err(StoreError::NotAStore)
        ));
        let exit = wrong.exit_code();
        assert!(exit == 5 || exit == 4, "lie {i}: {wrong}");
    }
}
