//! What the view should be, computed from the journal alone: for rebuilding it and for checking it.

use super::error::StoreError;
use super::index::{self, Rec};
use super::journal::{Group, Head, ItemOp, Journal, Revision};
use super::keys::Keyring;
use super::view::{BATCH, Tree, View, WriteSet};
use super::{StoreId, codec};
use crate::domain::book::Kind;
use crate::schema::{Id, KeyClass};
use std::collections::BTreeMap;

/// Called with what is done and what there is to do.
pub(super) type Progress<'a> = &'a dyn Fn(u64, u64);

/// The trees as they should be.
#[derive(Default)]
pub(super) struct Image {
    pub trees: BTreeMap<Tree, BTreeMap<Vec<u8>, Vec<u8>>>,
    pub applied: Vec<Head>,
    /// Entries that changed a record from another state than it had.
    pub forks: Vec<(Revision, Kind, Id)>,
}

impl Image {
    /// Replays the journal.
    ///
    /// Records are only moved, still sealed; the indexes of the classes at hand are derived once
    /// at the end, from what is left. So a user without a class rebuilds it without reading it.
    pub fn of(
        journal: &Journal,
        store: &StoreId,
        ring: &Keyring,
        progress: Progress<'_>,
    ) -> Result<Self, StoreError> {
        let total = journal.entries();
        let mut done = 0;
        let mut rec: BTreeMap<Vec<u8>, Rec> = BTreeMap::new();
        let mut image = Self {
            applied: journal.heads(),
            ..Self::default()
        };
        let mut jx = BTreeMap::new();
        journal.units(|unit| {
            for entry in unit.0 {
                for item in entry.items {
                    let kind = index::kind(item.kind)?;
                    let key = index::rec(kind, &item.id);
                    jx.insert(
                        index::jx(kind, &item.id, entry.time, entry.revision),
                        Vec::new(),
                    );
                    if rec.get(&key).map(|r| r.revision) != item.base {
                        image.forks.push((entry.revision, kind, item.id));
                    }
                    match item.op {
                        ItemOp::Put | ItemOp::Retire => {
                            let rec_now = Rec {
                                revision: entry.revision,
                                time: entry.time,
                                retired: item.op == ItemOp::Retire,
                                number: item.number,
                                schema: item.schema,
                                sealed: item.sealed,
                            };
                            rec.insert(key, rec_now);
                        }
                        ItemOp::Remove => {
                            rec.remove(&key);
                        }
                        ItemOp::Mention => {}
                    }
                }
                done += 1;
                if done % 512 == 0 || matches!(entry.group, Group::End(_)) {
                    progress(done, total);
                }
            }
            Ok(())
        })?;
        for class in ring.classes() {
            for (key, rec) in &rec {
                let (kind, id) = index::parse_rec(key)?;
                if kind.class() == class {
                    let record = rec.open(store, ring, kind, &id)?;
                    for (tree, key) in index::of(ring, kind, &id, &record) {
                        image.tree(tree).insert(key, Vec::new());
                    }
                }
            }
            image
                .tree(Tree::Meta)
                .insert(index::derived(class), Vec::new());
        }
        let packed = rec.into_iter().map(|(key, rec)| {
            codec::pack(&rec, index::REC_LIMIT)
                .map(|value| (key, value))
                .map_err(|_| StoreError::TooLarge)
        });
        image
            .trees
            .insert(Tree::Rec, packed.collect::<Result<_, _>>()?);
        image.trees.insert(Tree::Jx, jx);
        progress(total, total);
        Ok(image)
    }

    fn tree(&mut self, tree: Tree) -> &mut BTreeMap<Vec<u8>, Vec<u8>> {
        self.trees.entry(tree).or_default()
    }

    /// Puts everything into an empty view; the mark of how far it is comes last.
    pub fn load(self, view: &mut dyn View) -> Result<(), super::ViewError> {
        let mut set = WriteSet::default();
        for (tree, keys) in self.trees {
            for (key, value) in keys {
                set.writes.push((tree, key, Some(value)));
                if set.writes.len() == BATCH {
                    view.apply(&set)?;
                    set.writes.clear();
                }
            }
        }
        set.applied = self.applied;
        view.apply(&set)
    }
}

/// The index keys that a class needs and a view does not have yet: for the first unlock that
/// has the class.
pub(super) fn derive(
    view: &mut dyn View,
    store: &StoreId,
    ring: &Keyring,
    class: KeyClass,
) -> Result<(), StoreError> {
    let mut keys = Vec::new();
    for kind in Kind::ALL.iter().filter(|k| k.class() == class) {
        let mut failed = None;
        view.range(Tree::Rec, &[kind.code()], &mut |key, value| {
            let found = index::read(value).and_then(|rec| {
                let (kind, id) = index::parse_rec(key)?;
                let record = rec.open(store, ring, kind, &id)?;
                keys.extend(index::of(ring, kind, &id, &record));
                Ok(())
            });
            failed = found.err();
            failed.is_none()
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
    }
    keys.push((Tree::Meta, index::derived(class)));
    for chunk in keys.chunks(BATCH) {
        let writes = chunk
            .iter()
            .map(|(tree, key)| (*tree, key.clone(), Some(Vec::new())));
        view.apply(&WriteSet {
            writes: writes.collect(),
            applied: Vec::new(),
        })?;
    }
    Ok(())
}
