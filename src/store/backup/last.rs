//! The file `backups`: when this store was last backed up. Not in the journal, since a backup must
//! not change what it backs up. Nothing is lost with it but that memory.

use super::BackupError;
use crate::store::files::{self, Files};
use crate::store::{StoreError, codec};
use serde::{Deserialize, Serialize};
use std::path::Path;

const FILE: &str = "backups";
const LIMIT: u64 = 4096;

/// When a store was last backed up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    /// In milliseconds since 1970, wherever to.
    pub any: Option<u64>,
    /// The last one on another file system than the store's: what survives the computer.
    pub off: Option<u64>,
    /// How many entries there were in the last one.
    pub entries: u64,
}

impl LastBackup {
    /// What is known of it.
    pub fn read(files: &dyn Files, root: &Path) -> Self {
        let read = || {
            let bytes = files.read(&root.join(FILE)).ok()?;
            let (sum, body) = bytes.split_first_chunk::<16>()?;
            (blake3::hash(body).as_bytes()[..16] == *sum)
                .then(|| codec::unpack(body, LIMIT).ok())?
        };
        read().unwrap_or_default()
    }

    /// Remembers it.
    ///
    /// # Errors
    /// The disk fails.
    pub fn write(&self, files: &dyn Files, root: &Path) -> Result<(), StoreError> {
        let body = codec::pack(self, LIMIT).map_err(|_| StoreError::TooLarge)?;
        let sum = blake3::hash(&body);
        let bytes = [&sum.as_bytes()[..16], &body].concat();
        files::put(files, &root.join(FILE), &bytes).map_err(|e| BackupError::medium(e).into())
    }
}
