//! Who was in a disclosure, beyond those who fit into its own record: in parts, written with it.

use crate::schema::{Entity, Field, Id, KeyClass};

/// A part of those who were in a disclosure.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Disclosed {
    /// Which one.
    pub disclosure: Option<Id>,
    /// Its place among the parts, from 1; the disclosure itself holds those before the first.
    pub part: Option<i64>,
    /// The records that left.
    pub subjects: Vec<Id>,
}

impl Entity for Disclosed {
    const NAME: &'static str = "disclosed";
    const CODE: u8 = 24;
    const CLASS: KeyClass = KeyClass::Office;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Disclosed {
        disclosure: Link("disclosure") => PLAIN.required().listed().by_act(),
        part: Int { min: 1, max: i64::MAX } => PLAIN.listed().by_act(),
    });
}
