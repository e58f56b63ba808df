//! Which records of a list people have marked. Marks stay on their records, whatever is shown.

use super::source::Item;
use crate::domain::book::Kind;
use crate::schema::Id;
use crate::service::{Office, Row};
use std::collections::HashSet;
use std::sync::Arc;

/// The marked records of a list.
#[derive(Debug, Default)]
pub(super) struct Marks {
    ids: HashSet<Id>,
    /// Of those, how many stand in the list as it is filtered now.
    shown: usize,
}

impl Marks {
    /// How many.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// How many of them the filter hides.
    pub fn hidden(&self) -> usize {
        self.ids.len() - self.shown
    }

    /// Whether this record is marked.
    pub fn has(&self, id: Id) -> bool {
        self.ids.contains(&id)
    }

    /// Marks a record of the list, or takes its mark off.
    pub fn turn(&mut self, id: Id) {
        if self.ids.remove(&id) {
            self.shown -= 1;
        } else {
            self.ids.insert(id);
            self.shown += 1;
        }
    }

    /// Marks all of these; where all are marked already, takes those marks off.
    pub fn turn_all(&mut self, items: &[Item]) {
        let can = || items.iter().filter(|item| !item.is_vacancy());
        if can().all(|item| self.ids.contains(&item.row.id)) {
            can().for_each(|item| {
                self.ids.remove(&item.row.id);
            });
        } else {
            self.ids.extend(can().map(|item| item.row.id));
        }
        self.count(items);
    }

    /// Takes all marks off.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.shown = 0;
    }

    /// The records or the filter changed: what is no longer in use is no longer marked.
    pub fn settle(&mut self, kind: Kind, items: &[Item], office: &Office) {
        let tables = office.tables();
        let used = |id: &Id| tables.row(kind, *id).is_some_and(|row| !row.retired);
        self.ids.retain(used);
        self.count(items);
    }

    fn count(&mut self, items: &[Item]) {
        let shown: HashSet<Id> = items.iter().map(|item| item.row.id).collect();
        self.shown = self.ids.intersection(&shown).count();
    }

    /// The marked records: those of the list in its order, then the hidden ones.
    pub fn rows(&self, kind: Kind, items: &[Item], office: &Office) -> Vec<Arc<Row>> {
        let mut seen = HashSet::new();
        let listed = items.iter().map(|item| &item.row);
        let mut rows: Vec<Arc<Row>> = listed
            .filter(|row| self.ids.contains(&row.id) && seen.insert(row.id))
            .cloned()
            .collect();
        let tables = office.tables();
        let mut rest: Vec<Arc<Row>> = self
            .ids
            .iter()
            .filter(|id| !seen.contains(id))
            .filter_map(|id| tables.row(kind, *id).cloned())
            .collect();
        rest.sort_by_key(|row| row.number);
        rows.append(&mut rest);
        rows
    }
}
