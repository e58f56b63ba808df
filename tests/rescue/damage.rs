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

#[test]
fn a_flipped_byte_anywhere_is_named_and_nothing_is_restored() {
    let begun = another(&begun());
    let mut files = 0;
    for (path, bytes) in begun.dump() {
        let name = path.file_name().unwrap().to_str().unwrap();
        files += 1;
        for at in (0..bytes.len()).step_by(bytes.len().div_ceil(60)) {
            let disk = begun.copy();
            let mut hurt = bytes.clone();
            hurt[at] ^= 1;
            disk.overwrite(&path, hurt).unwrap();
            let wrong = bring_back(&on(&disk), &passphrase(), false).unwrap_err();
            assert_eq!(wrong.exit_code(), 5, "{name} byte {at}");
            match wrong {
                StoreError::Backup(BackupError::Damaged { file }) => assert_eq!(file, name),
                other => panic!("{name} byte {at}: {other}"),
            }
            assert!(matches!(
                open(&root(), &on(&disk)),
                Err(StoreError::NotAStore)
            ));
        }
    }
    assert!(files >= 6, "header, slots, a segment, a manifest: {files}");
}

#[test]
fn the_next_older_whole_backup_is_taken_and_that_is_said() {
    let disk = begun();
    let mut store = open(&root(), &on(&disk)).unwrap();
    add(&mut store, 4, "人4").unwrap();
    let before = files_on_stick(&disk);
    back_up_at(&store, MORNING + HOUR).unwrap();
    let new: Vec<_> = files_on_stick(&disk)
        .into_iter()
        .filter(|n| !before.contains(n))
        .collect();
    assert_eq!(new.len(), 2, "the open segment and the manifest: {new:?}");
    for name in new {
        let disk = another(&disk);
        let found = disk.dump().into_keys().find(|p| p.ends_with(&name));
        let path = found.unwrap();
        let mut bytes = disk.dump()[&path].clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
        disk.overwrite(&path, bytes).unwrap();
        let restored = bring_back(&on(&disk), &passphrase(), false).unwrap();
        assert_eq!(restored.skipped, [name]);
        assert_eq!((restored.time, restored.records), (MORNING, 3));
    }
}

#[test]
fn what_rotted_on_the_stick_is_put_right_by_the_next_backup() {
    let begun = begun();
    for (path, mut bytes) in begun.dump() {
        if !path.starts_with(stick()) {
            continue;
        }
        let disk = begun.copy();
        bytes[20] ^= 1;
        disk.overwrite(&path, bytes).unwrap();
        let store = open(&root(), &on(&disk)).unwrap();
        back_up_at(&store, MORNING + HOUR).unwrap();
        let restored = bring_back(&on(&another(&disk)), &passphrase(), false).unwrap();
        assert_eq!(restored.skipped, [""; 0], "{}", path.display());
    }
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
