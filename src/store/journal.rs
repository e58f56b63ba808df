//! The journal: the truth of the store.
//!
//! Each installation ("device") has a stream of entries of its own, a hash chain over numbered
//! segment files. An entry is saved when the fdatasync of its frame has returned, and never
//! before. This part knows bytes, chains and revisions; it must not know what a record is, nor
//! any key.

mod carve;
mod clock;
mod entry;
#[cfg(test)]
mod forged_tests;
mod frame;
mod reading;
mod scan;
mod segment;
mod stream;

pub(super) use carve::{Piece, carve};
pub(super) use clock::Ticks;
pub use entry::{DeviceId, Entry, Group, Item, ItemOp, Meta, Revision};
pub(super) use entry::{digest, follow, genesis};
pub(super) use frame::MOST;
pub(super) use frame::entries;
pub(super) use reading::{Journal, Place, SegmentAt};
pub(super) use segment::segment_name;
pub use stream::Head;
pub(super) use stream::rewrite;
