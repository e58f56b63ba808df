//! A folder that holds backups of one store, and finding such folders.

use super::{BackupError, Manifest};
use crate::store::files::Files;
use crate::store::journal::Head;
use crate::store::{StoreError, StoreId, short_id};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const PREFIX: &str = "tongdu-backup-";

/// The folder with the backups of one store.
pub struct Site {
    pub(super) files: Arc<dyn Files>,
    /// Where it is.
    pub dir: PathBuf,
    /// The manifests that can be read, the oldest first.
    pub manifests: Vec<Manifest>,
    /// The names of those that can't.
    pub broken: Vec<String>,
    /// Whether any was made by a newer program, so that nothing here is ours to clear away.
    pub newer: bool,
}

/// The folder for a store's backups below the one that people name, or that one itself.
pub(super) fn folder(into: &Path, store: &StoreId) -> PathBuf {
    let name = format!("{PREFIX}{}", short_id(store));
    match into.file_name().is_some_and(|n| n == name.as_str()) {
        true => into.to_owned(),
        false => into.join(name),
    }
}

/// Whether a path is, or lies in, the folder of an office's backups, by its name.
pub fn lies_in_backups(path: &Path) -> bool {
    path.iter()
        .any(|name| name.to_string_lossy().starts_with(PREFIX))
}

/// The backup folders in a folder, or that folder itself.
pub fn find(files: &dyn Files, from: &Path) -> Vec<PathBuf> {
    let names = files.list(from).unwrap_or_default();
    if names.iter().any(|n| Manifest::number_of(n).is_some()) {
        return vec![from.to_owned()];
    }
    let ours = names.iter().filter(|n| n.starts_with(PREFIX));
    ours.map(|n| from.join(n)).collect()
}

fn known<'a>(head: &Head, heads: &'a [Head]) -> Option<&'a Head> {
    let device = head.revision.device;
    heads.iter().find(|h| h.revision.device == device)
}

fn is_strange(manifest: &Manifest, heads: &[Head]) -> bool {
    manifest
        .heads
        .iter()
        .any(|head| known(head, heads).is_none())
}

/// Since when an office goes on elsewhere, as far as the backups of it in this folder tell.
pub fn taken_over(
    files: &Arc<dyn Files>,
    into: &Path,
    store: &StoreId,
    heads: &[Head],
) -> Option<u64> {
    let site = Site::read(files.clone(), &folder(into, store)).ok()?;
    site.taken_over(heads)
}

impl Site {
    /// Reads the manifests in a backup folder.
    ///
    /// # Errors
    /// The medium fails.
    pub fn read(files: Arc<dyn Files>, dir: &Path) -> Result<Self, StoreError> {
        let names = files.list(dir).map_err(BackupError::medium)?;
        let mut site = Self {
            files,
            dir: dir.to_owned(),
            manifests: Vec::new(),
            broken: Vec::new(),
            newer: false,
        };
        for name in names.iter().filter(|n| Manifest::number_of(n).is_some()) {
            let bytes = site.files.read(&dir.join(name));
            let bytes = bytes.map_err(BackupError::medium)?;
            match Manifest::from_bytes(name, &bytes) {
                Ok(manifest) => site.manifests.push(manifest),
                Err(StoreError::Newer { .. }) => site.newer = true,
                Err(_) => site.broken.push(name.clone()),
            }
        }
        site.manifests.sort_by_key(|m| m.number);
        Ok(site)
    }

    /// The number that the next manifest gets.
    pub(super) fn next(&self) -> u64 {
        let read = self.manifests.iter().map(|m| m.number);
        let broken = self.broken.iter().filter_map(|n| Manifest::number_of(n));
        read.chain(broken).max().unwrap_or(0) + 1
    }

    /// When the first backup here was made by a device that a store with these heads doesn't know:
    /// the office goes on there. In milliseconds since 1970.
    pub fn taken_over(&self, heads: &[Head]) -> Option<u64> {
        let strange = self.manifests.iter().find(|m| is_strange(m, heads));
        strange.map(|manifest| manifest.time)
    }

    /// Whether what stands here lets a store with these heads, the first its own, go on backing
    /// up: nothing here may be unknown to it.
    ///
    /// # Errors
    /// Another device has taken the office over, or there are entries here that are not there.
    pub fn must_follow(&self, own: Head, heads: &[Head]) -> Result<(), BackupError> {
        let (mut there, mut ahead) = (0, 0);
        for manifest in &self.manifests {
            if is_strange(manifest, heads) {
                let device = own.revision.device;
                let of_own = manifest
                    .heads
                    .iter()
                    .filter(|h| h.revision.device == device);
                there = of_own.map(|h| h.revision.seq).max().unwrap_or(0).max(there);
            }
            let beyond = manifest.heads.iter().filter_map(|head| {
                let known = known(head, heads)?.revision.seq;
                Some(head.revision.seq.saturating_sub(known))
            });
            ahead = beyond.max().unwrap_or(0).max(ahead);
        }
        match self.taken_over(heads) {
            Some(since) => Err(BackupError::Elsewhere {
                since,
                entries: own.revision.seq.saturating_sub(there),
            }),
            None if ahead > 0 => Err(BackupError::Ahead { entries: ahead }),
            None => Ok(()),
        }
    }
}
