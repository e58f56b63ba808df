//! What lists remember until the program ends: the last filter, order and columns of each.

use crate::service::Query;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// How somebody last looked at a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// Its filter and order.
    pub query: Query,
    /// The names of its columns, where people have chosen them.
    pub columns: Option<Vec<String>>,
}

/// The lists of this session, by name. Views only read what they share; this is a notebook that
/// they write into as well, and nothing else depends on it.
#[derive(Debug, Default)]
pub struct Memory(RefCell<BTreeMap<&'static str, Kept>>);

impl Memory {
    /// How this list was last looked at.
    pub fn of(&self, list: &str) -> Kept {
        self.0.borrow().get(list).cloned().unwrap_or_default()
    }

    /// Remembers how it is looked at now.
    pub fn keep(&self, list: &'static str, kept: Kept) {
        self.0.borrow_mut().insert(list, kept);
    }

    /// Another office has other lists.
    pub fn forget(&self) {
        self.0.borrow_mut().clear();
    }
}
