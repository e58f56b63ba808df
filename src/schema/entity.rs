use super::{Extra, Fault, Field, KeyClass};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// A kind of record: a plain struct with its field table.
pub trait Entity:
    Clone + Debug + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// What scripts, files and the word files call it.
    const NAME: &'static str;
    /// Its number in the journal; never used again for another kind.
    const CODE: u8;
    /// Which keys open it.
    const CLASS: KeyClass;
    /// The version that is written.
    const SCHEMA: u16;
    /// Its fields, in the order of forms and files.
    const FIELDS: &'static [Field<Self>];

    /// Rules over several fields, beyond what the table says. Pure.
    fn check(&self) -> Vec<(&'static str, Fault)> {
        Vec::new()
    }

    /// What it holds in fields of the office's own; none where its kind can't have any.
    fn extra(&self) -> Option<&Extra> {
        None
    }

    /// The same, to write into.
    fn extra_mut(&mut self) -> Option<&mut Extra> {
        None
    }
}
