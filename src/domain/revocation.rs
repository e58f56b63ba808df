//! Plug-ins that must not run any more, whoever approved them: by the hash of one of their files.
//!
//! Written by acts only.

use crate::schema::{Day, Entity, Field, KeyClass, TimeOfDay};

/// A file of a plug-in that counts no longer.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Revocation {
    /// SHA-256 of its library, manifest or layout, hexadecimal.
    pub print: String,
    /// Why.
    pub why: String,
    /// The text or decision that it rests on.
    pub source: String,
    /// The day of the decision.
    pub day: Option<Day>,
    /// Its time.
    pub time: Option<TimeOfDay>,
    /// Who decided.
    pub by: String,
}

impl Entity for Revocation {
    const NAME: &'static str = "revocation";
    const CODE: u8 = 40;
    const CLASS: KeyClass = KeyClass::Office;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Revocation {
        print: Text { max: 64 } => PLAIN.required().listed().by_act(),
        why: Text { max: 200 } => PLAIN.required().listed().by_act(),
        source: Text { max: 200 } => PLAIN.required().by_act(),
        day: Day => PLAIN.listed().by_act(),
        time: Time => PLAIN.by_act(),
        by: Text { max: 60 } => PLAIN.by_act(),
    });
}
