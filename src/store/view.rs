//! The view: what the journal adds up to, in a form that is quick to ask.
//!
//! A port of bytes with two adapters. The view is never the truth: any doubt about it is settled
//! by throwing it away and rebuilding it from the journal. It knows trees and keys; it must not
//! know records, keys of secrets, or the journal's form.

mod memory;
mod seal;
mod sled;

pub use memory::MemoryView;
pub use sled::SledView;

use super::journal::{DeviceId, Head};
use std::collections::BTreeMap;

/// The most operations in one transaction.
pub const BATCH: usize = 1_000;

/// The trees of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tree {
    /// Kind ‖ id → the sealed record as it is now.
    Rec,
    /// Class ‖ field ‖ linked record ‖ kind ‖ id: who points there.
    Ix,
    /// Class ‖ field ‖ keyed hash of a number ‖ kind ‖ id.
    Bx,
    /// Kind ‖ id ‖ time ‖ revision: a record's entries.
    Jx,
    /// How far it is, and which classes are indexed.
    Meta,
}

impl Tree {
    /// Every tree.
    pub const ALL: [Self; 5] = [Self::Rec, Self::Ix, Self::Bx, Self::Jx, Self::Meta];

    /// Its name in sled and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rec => "rec",
            Self::Ix => "ix",
            Self::Bx => "bx",
            Self::Jx => "jx",
            Self::Meta => "meta",
        }
    }
}

/// A key, and its new value or none.
pub type Write = (Tree, Vec<u8>, Option<Vec<u8>>);

/// What one transaction changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteSet {
    /// Later writes win over earlier ones to the same key.
    pub writes: Vec<Write>,
    /// How far the view is with this.
    pub applied: Vec<Head>,
}

/// Why the view could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// It says itself that it is broken, or it panicked.
    #[error("broken: {0}")]
    Broken(String),
    /// Something in it is not what was put there.
    #[error("not what was put there")]
    Changed,
}

/// Sees a key and its value; `false` ends the walk.
pub type Each<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> bool;

/// Somewhere to keep the view.
pub trait View: Send {
    /// The value of a key.
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError>;
    /// Every key with this prefix, in order.
    fn range(&self, tree: Tree, prefix: &[u8], each: Each<'_>) -> Result<(), ViewError>;
    /// Changes everything in the set or nothing. At most [`BATCH`] writes.
    fn apply(&mut self, set: &WriteSet) -> Result<(), ViewError>;
    /// Puts it away so that the next start can trust it.
    fn close(self: Box<Self>) -> Result<(), ViewError>;

    /// How far it is.
    fn applied(&self) -> Result<BTreeMap<DeviceId, Head>, ViewError> {
        let mut heads = BTreeMap::new();
        let mut bad = false;
        self.range(Tree::Meta, APPLIED, &mut |_, value| {
            match super::codec::unpack::<Head>(value, 4096) {
                Ok(head) => {
                    heads.insert(head.revision.device, head);
                }
                Err(_) => bad = true,
            }
            !bad
        })?;
        if bad {
            Err(ViewError::Changed)
        } else {
            Ok(heads)
        }
    }
}

const APPLIED: &[u8] = b"applied:";

/// The marks of a write set as writes like any other.
fn marks(set: &WriteSet) -> Result<Vec<Write>, ViewError> {
    let mark = |head: &Head| {
        let value = super::codec::pack(head, 4096).map_err(|_| ViewError::Changed)?;
        Ok((
            Tree::Meta,
            [APPLIED, &head.revision.device.0].concat(),
            Some(value),
        ))
    };
    set.applied.iter().map(mark).collect()
}
