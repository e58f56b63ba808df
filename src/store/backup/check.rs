//! Opening a backup as far as that goes without a key: every file, every chain, every count.

use super::{BackupError, Going, Manifest, Shelf};
use crate::store::StoreError;
use crate::store::files::Files;
use crate::store::header::Header;
use crate::store::journal::{ItemOp, Journal};
use crate::store::keys;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Reads a backup from its medium: every file's digest, every stream's chain up to the manifest's
/// heads, the records counted, the slots parsed. Told in entries.
///
/// # Errors
/// The first file that is not what the manifest says; the medium fails; cancelled.
pub fn check(
    files: Arc<dyn Files>,
    dir: &Path,
    manifest: &Manifest,
    going: Going<'_>,
) -> Result<(), StoreError> {
    let shelf = Arc::new(Shelf::new(files, dir, manifest));
    let wrong = |error: StoreError| match (shelf.bad(), error) {
        (Some(file), _) => BackupError::Damaged { file }.into(),
        (None, StoreError::Io { source, .. }) => BackupError::medium(source).into(),
        // The files are what was written, so the manifest lists the wrong ones.
        (None, StoreError::Damaged(_) | StoreError::NotAStore) => not_so(manifest),
        (None, other) => other,
    };
    check_in(&shelf, manifest, going).map_err(wrong)
}

fn not_so(manifest: &Manifest) -> StoreError {
    let file = manifest.name();
    BackupError::Damaged { file }.into()
}

fn check_in(shelf: &Arc<Shelf>, manifest: &Manifest, going: Going<'_>) -> Result<(), StoreError> {
    let header = Header::read(&**shelf, Path::new(""))?;
    for listed in manifest
        .files
        .iter()
        .filter(|f| f.path().starts_with("keys"))
    {
        shelf.read(&listed.path()).map_err(StoreError::io("keys"))?;
    }
    let slots = keys::peek(&**shelf, Path::new("keys"))?;
    let ids = (manifest.store, manifest.device);
    let journal = Journal::read(
        shelf.clone(),
        Path::new("journal"),
        ids,
        0, // nothing is appended
        &manifest.heads,
    )?;
    let same = header.store == manifest.store && header.device == manifest.device;
    if !same || slots.is_empty() || journal.heads() != manifest.heads {
        return Err(not_so(manifest));
    }
    let mut records: BTreeSet<(u8, [u8; 16])> = BTreeSet::new();
    let (mut done, total) = (0, journal.entries());
    journal.units(|unit| {
        for entry in &unit.0 {
            for item in &entry.items {
                let key = (item.kind, item.id.0);
                match item.op {
                    ItemOp::Put | ItemOp::Retire => drop(records.insert(key)),
                    ItemOp::Remove => drop(records.remove(&key)),
                    ItemOp::Mention => {}
                }
            }
        }
        done += unit.0.len() as u64;
        match going(done, total) {
            true => Ok(()),
            false => Err(StoreError::Cancelled),
        }
    })?;
    let mut counts: BTreeMap<u8, u64> = BTreeMap::new();
    for (kind, _) in &records {
        *counts.entry(*kind).or_default() += 1;
    }
    if counts.into_iter().collect::<Vec<_>>() != manifest.records {
        return Err(not_so(manifest));
    }
    Ok(())
}
