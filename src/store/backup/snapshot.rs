//! What has to be noted of a store at one moment so that it can be copied while it goes on.

use crate::store::files::Files;
use crate::store::journal::{Head, SegmentAt};
use crate::store::view::Tree;
use crate::store::{Header, Store, StoreError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file of the folder `keys`: its name and bytes.
pub(super) type SlotFile = (String, Vec<u8>);

/// A store at one moment. It holds no key and no lock.
pub struct Snapshot {
    pub(super) root: PathBuf,
    pub(super) files: Arc<dyn Files>,
    pub(super) header: Header,
    pub(super) own: Head,
    pub(super) heads: Vec<Head>,
    pub(super) segments: Vec<SegmentAt>,
    pub(super) slots: Vec<SlotFile>,
    pub(super) records: Vec<(u8, u64)>,
}

impl Snapshot {
    /// Where the store lies.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// How far every stream goes.
    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// Records by the code of their kind, retired ones too.
    pub fn records(&self) -> &[(u8, u64)] {
        &self.records
    }
}

impl Store {
    /// Notes what a backup made now has to hold. The copying happens without the store: what is
    /// noted of the journal never changes.
    ///
    /// # Errors
    /// The folder of keys can't be read.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let files = self.options.files.clone();
        let dir = self.root.join("keys");
        let mut slots = Vec::new();
        for name in files.list(&dir).map_err(StoreError::io("keys"))? {
            if name.ends_with(".a") || name.ends_with(".b") {
                let bytes = files.read(&dir.join(&name));
                slots.push((name, bytes.map_err(StoreError::io("keys"))?));
            }
        }
        let records = self.with_view(|view| {
            let mut counts: BTreeMap<u8, u64> = BTreeMap::new();
            view.range(Tree::Rec, &[], &mut |key, _| {
                *counts.entry(key.first().copied().unwrap_or(0)).or_default() += 1;
                true
            })?;
            Ok(counts.into_iter().collect())
        })?;
        Ok(Snapshot {
            root: self.root.clone(),
            files,
            header: self.header.clone(),
            own: self.journal.head(),
            heads: self.journal.heads(),
            segments: self.journal.segments(),
            slots,
            records,
        })
    }
}
