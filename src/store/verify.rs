//! Checking: the chain, and the view against what the journal adds up to.

use super::Store;
use super::error::{Damage, StoreError};
use super::image::Image;
use super::journal::{Head, Revision};
use super::view::Tree;
use crate::domain::book::Kind;
use crate::schema::{Id, KeyClass};

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyReport {
    /// How many entries the journal has.
    pub entries: u64,
    /// How far this device's stream goes: what belongs on a cover or a backup.
    pub head: Head,
    /// What is wrong; nothing, if all is well.
    pub findings: Vec<Finding>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The journal is not what was written.
    Damage(Damage),
    /// An entry changed a record from another state than it had.
    Fork {
        /// The entry.
        revision: Revision,
        /// The record's kind.
        kind: Kind,
        /// The record.
        id: Id,
    },
    /// So many keys of a tree of the view are not as the journal says; rebuilding cures it.
    View {
        /// The tree.
        tree: &'static str,
        /// Keys that are missing, too many, or have another value.
        keys: u64,
    },
}

impl Store {
    /// Checks the chain of every stream, and that the view is what the journal adds up to. With
    /// `full`, also opens every value that was ever sealed, as far as the keys at hand go.
    pub fn verify(&self, full: bool) -> Result<VerifyReport, StoreError> {
        let mut findings = Vec::new();
        match Image::of(&self.journal, &self.header.store, &self.ring, &|_, _| {}) {
            Ok(image) => {
                let fork = |&(revision, kind, id): &_| Finding::Fork { revision, kind, id };
                findings.extend(image.forks.iter().map(fork));
                findings.extend(self.compare(&image)?);
            }
            Err(StoreError::Damaged(damage)) => findings.push(Finding::Damage(damage)),
            Err(other) => return Err(other),
        }
        if full && let Err(error) = self.open_everything() {
            let StoreError::Damaged(damage) = error else {
                return Err(error);
            };
            let finding = Finding::Damage(damage);
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
        Ok(VerifyReport {
            entries: self.journal.entries(),
            head: self.journal.head(),
            findings,
        })
    }

    fn open_everything(&self) -> Result<(), StoreError> {
        self.journal.units(|unit| {
            for entry in unit.0 {
                self.open_meta(&entry)?;
                for item in &entry.items {
                    if KeyClass::from_code(item.sealed.class).is_some_and(|c| self.ring.has(c)) {
                        self.open_item(item, entry.revision)?;
                    }
                }
            }
            Ok(())
        })
    }

    /// The trees that differ. Indexes are compared for the classes at hand only.
    fn compare(&self, image: &Image) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::new();
        for tree in [Tree::Rec, Tree::Ix, Tree::Bx, Tree::Jx] {
            let should = image.trees.get(&tree);
            let foreign = |key: &[u8]| {
                let class = key.first().and_then(|c| KeyClass::from_code(*c));
                matches!(tree, Tree::Ix | Tree::Bx) && class.is_some_and(|c| !self.ring.has(c))
            };
            let keys = self.with_view(|view| {
                let (mut seen, mut wrong) = (0, 0);
                view.range(tree, &[], &mut |key, value| {
                    if foreign(key) {
                        return true;
                    }
                    match should.and_then(|t| t.get(key)) {
                        Some(v) if v == value => seen += 1,
                        Some(_) => (seen, wrong) = (seen + 1, wrong + 1),
                        None => wrong += 1,
                    }
                    true
                })?;
                Ok(wrong + should.map_or(0, |t| t.len() as u64) - seen)
            })?;
            if keys > 0 {
                findings.push(Finding::View {
                    tree: tree.name(),
                    keys,
                });
            }
        }
        Ok(findings)
    }

    /// Throws the view away and makes it again from the journal.
    pub fn rebuild(&mut self) -> Result<(), StoreError> {
        self.rebuild_view()
    }
}
