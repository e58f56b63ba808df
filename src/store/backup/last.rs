//! The file `backups`: when this store was last backed up. Not in the journal, since a backup must
//! not change what it backs up.

use crate::store::files::Files;
use crate::store::{StoreError, beside};
use serde::{Deserialize, Serialize};
use std::path::Path;

const FILE: &str = "backups";

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
        beside::read(files, root, FILE)
    }

    /// Remembers it.
    ///
    /// # Errors
    /// The store's disk fails.
    pub fn write(&self, files: &dyn Files, root: &Path) -> Result<(), StoreError> {
        beside::write(files, root, FILE, self)
    }
}
