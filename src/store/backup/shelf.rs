//! A backup as a disk: its files under the names that they have in a store's folder, each held to
//! its digest whenever it is read. So what reads a store reads a backup, from the medium itself.

use super::manifest::{Listed, Manifest};
use crate::store::files::{Files, Locking, Writer};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The files of one manifest; reading only.
pub struct Shelf {
    files: Arc<dyn Files>,
    dir: PathBuf,
    listed: BTreeMap<PathBuf, Listed>,
    /// The first file that was missing or not what was written.
    bad: Mutex<Option<String>>,
}

impl Shelf {
    /// The backup of this manifest in this folder.
    pub fn new(files: Arc<dyn Files>, dir: &Path, manifest: &Manifest) -> Self {
        let listed = manifest.files.iter().map(|f| (f.path(), f.clone()));
        Self {
            files,
            dir: dir.to_owned(),
            listed: listed.collect(),
            bad: Mutex::default(),
        }
    }

    /// The first file met that was missing or not what was written.
    pub fn bad(&self) -> Option<String> {
        self.bad
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn fail(&self, listed: &Listed, why: io::Error) -> io::Error {
        let mut bad = self.bad.lock().unwrap_or_else(PoisonError::into_inner);
        bad.get_or_insert_with(|| listed.name());
        why
    }
}

fn read_only<T>() -> io::Result<T> {
    Err(io::ErrorKind::ReadOnlyFilesystem.into())
}

impl Files for Shelf {
    fn create(&self, _: &Path) -> io::Result<Box<dyn Writer>> {
        read_only()
    }

    fn append(&self, _: &Path) -> io::Result<Box<dyn Writer>> {
        read_only()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let listed = self.listed.get(path).ok_or(io::ErrorKind::NotFound)?;
        let bytes = self.files.read(&self.dir.join(listed.name()));
        let bytes = bytes.map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => self.fail(listed, e),
            _ => e,
        })?;
        if listed.is(&bytes) {
            return Ok(bytes);
        }
        Err(self.fail(listed, io::ErrorKind::InvalidData.into()))
    }

    fn read_at(&self, path: &Path, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        let bytes = self.read(path)?;
        let start = offset as usize;
        let part = start.checked_add(len).and_then(|end| bytes.get(start..end));
        part.map(<[u8]>::to_vec)
            .ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    fn rename(&self, _: &Path, _: &Path) -> io::Result<()> {
        read_only()
    }

    fn remove(&self, _: &Path) -> io::Result<()> {
        read_only()
    }

    fn remove_dir(&self, _: &Path) -> io::Result<()> {
        read_only()
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let below = self.listed.keys().filter_map(|p| p.strip_prefix(dir).ok());
        let first = below.filter_map(|p| p.iter().next()?.to_str().map(str::to_owned));
        Ok(first.collect::<BTreeSet<_>>().into_iter().collect())
    }

    fn make_dir(&self, _: &Path) -> io::Result<()> {
        read_only()
    }

    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        read_only()
    }

    fn exists(&self, path: &Path) -> bool {
        self.listed.keys().any(|p| p.starts_with(path))
    }

    fn device(&self, _: &Path) -> io::Result<u64> {
        self.files.device(&self.dir)
    }

    fn lock(&self, _: &Path) -> io::Result<Locking> {
        read_only()
    }
}
