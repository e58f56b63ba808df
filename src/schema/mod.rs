//! What a record is made of: identities, values, field tables, the one parser, faults.
//!
//! Knows nothing of any particular kind, of storage, of screens or of words for people.

mod choice;
mod class;
mod day;
mod entity;
mod fault;
mod field;
mod id;
mod local;
pub mod number;
pub mod text;
mod value;
mod words;

pub use choice::{Choice, Coded};
pub use class::KeyClass;
pub use day::{Day, TimeOfDay};
pub use entity::Entity;
pub use fault::Fault;
pub use field::{Context, Field, FieldInfo, FieldType, Links, NoLinks, Role};
pub use id::Id;
pub use local::{Extra, LOCAL_LIST, Local, keep, local_choices};
pub use value::{Score, Slot, Value};
#[cfg(test)]
pub use words::Keys;
pub use words::Words;
