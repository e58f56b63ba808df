//! The view in memory: for reading without the lock, and for tests.

use super::{Each, Tree, View, ViewError, WriteSet, marks};
use std::collections::BTreeMap;

/// Sorted maps, one a tree.
#[derive(Default)]
pub struct MemoryView(BTreeMap<Tree, BTreeMap<Vec<u8>, Vec<u8>>>);

impl MemoryView {
    /// An empty view.
    pub fn new() -> Self {
        Self::default()
    }
}

impl View for MemoryView {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        Ok(self.0.get(&tree).and_then(|t| t.get(key)).cloned())
    }

    fn range(&self, tree: Tree, prefix: &[u8], each: Each<'_>) -> Result<(), ViewError> {
        let Some(tree) = self.0.get(&tree) else {
            return Ok(());
        };
        for (key, value) in tree.range(prefix.to_vec()..) {
            if !key.starts_with(prefix) || !each(key, value) {
                break;
            }
        }
        Ok(())
    }

    fn apply(&mut self, set: &WriteSet) -> Result<(), ViewError> {
        for (tree, key, value) in set.writes.iter().chain(&marks(set)?) {
            let tree = self.0.entry(*tree).or_default();
            match value {
                Some(value) => tree.insert(key.clone(), value.clone()),
                None => tree.remove(key),
            };
        }
        Ok(())
    }

    fn close(self: Box<Self>) -> Result<(), ViewError> {
        Ok(())
    }
}
