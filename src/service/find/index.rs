//! The name index: what is searched of every kind that the role may see, in memory only.
//!
//! Made when first asked for, or behind the first screen; every commit brings its changes. A kind
//! that the role may not see never comes here, since its records never do.

use super::shelf::{Plan, Shelf};
use crate::domain::book::Kind;
use crate::domain::letters::Alphabet;
use crate::schema::Id;
use crate::service::Row;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// What is searched of every kind.
#[derive(Default)]
pub(super) struct Index {
    pub alphabet: Alphabet,
    pub shelves: BTreeMap<Kind, Shelf>,
}

/// A record as it stands now; nothing where it is out of use.
type Change = (Kind, Id, Option<Arc<Row>>);

impl Index {
    fn of(rows: Vec<Arc<Row>>) -> Self {
        let mut index = Self::default();
        for row in rows {
            index.put((row.record.kind(), row.id, Some(row)));
        }
        index.shelves.values_mut().for_each(Shelf::shrink);
        index
    }

    fn put(&mut self, (kind, id, row): Change) {
        let shelf = self
            .shelves
            .entry(kind)
            .or_insert_with(|| Shelf::new(Plan::of(kind)));
        if shelf.plan.searched() {
            shelf.put(id, row, &mut self.alphabet);
        }
    }
}

/// The index, as far as it is made.
#[derive(Default)]
pub(in crate::service) struct Names(Mutex<State>);

#[derive(Default)]
enum State {
    /// Nobody has searched yet.
    #[default]
    None,
    /// Being made; what changed meanwhile waits.
    Making(JoinHandle<Index>, Vec<Change>),
    Ready(Index),
}

impl Names {
    fn state(&self) -> MutexGuard<'_, State> {
        // A panic in the middle of a change leaves a record unfound at worst.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to make it of these records, if nobody has.
    pub fn begin(&self, rows: impl FnOnce() -> Vec<Arc<Row>>) {
        let mut state = self.state();
        if matches!(*state, State::None) {
            let rows = rows();
            let making = std::thread::spawn(move || Index::of(rows));
            *state = State::Making(making, Vec::new());
        }
    }

    /// A record as it stands after a commit.
    pub fn change(&self, kind: Kind, id: Id, row: Option<&Arc<Row>>) {
        let change = (kind, id, row.filter(|r| !r.retired).cloned());
        match &mut *self.state() {
            State::None => {}
            State::Making(_, waiting) => waiting.push(change),
            State::Ready(index) => index.put(change),
        }
    }

    /// Forgets everything: the records were read anew.
    pub fn forget(&self) {
        *self.state() = State::None;
    }

    /// Asks the index, which is made of these records unless it is there.
    pub(super) fn ask<T>(
        &self,
        rows: impl FnOnce() -> Vec<Arc<Row>>,
        question: impl FnOnce(&mut Index) -> T,
    ) -> T {
        let mut state = self.state();
        let mut index = match std::mem::take(&mut *state) {
            State::None => Index::of(rows()),
            State::Ready(index) => index,
            State::Making(making, waiting) => {
                // What broke in there would break out here too.
                let made = making.join();
                let mut index = made.unwrap_or_else(|_| Index::of(rows()));
                waiting.into_iter().for_each(|change| index.put(change));
                index
            }
        };
        let answer = question(&mut index);
        *state = State::Ready(index);
        answer
    }
}
