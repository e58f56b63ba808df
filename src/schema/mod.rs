//! What a record is made of: identities, values, field tables, the one parser, faults.
//!
//! Knows nothing of any particular kind, of storage, of screens or of words for people.

mod class;
mod id;

pub use class::KeyClass;
pub use id::Id;
