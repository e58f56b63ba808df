//! What an office's own headings mean: remembered from import to import.

use crate::schema::{Entity, Field, KeyClass};

/// A heading that somebody has said the meaning of.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Mapping {
    /// The kind of the people in such a list.
    pub list: String,
    /// The heading, without brackets, signs and blanks.
    pub heading: String,
    /// The column of the list that it is; none where it isn't used.
    pub column: String,
}

impl Entity for Mapping {
    const NAME: &'static str = "mapping";
    const CODE: u8 = 12;
    const CLASS: KeyClass = KeyClass::Office;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Mapping {
        list: Text { max: 40 } => PLAIN.required().listed().by_act(),
        heading: Text { max: 200 } => PLAIN.required().listed().by_act(),
        column: Text { max: 40 } => PLAIN.listed().by_act(),
    });
}
