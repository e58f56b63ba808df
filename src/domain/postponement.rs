//! Postponements 催办: what somebody has put off to a day, and why.

use crate::schema::{Day, Entity, Field, KeyClass};

/// Something due that is put off to a day. It may name a child's affairs, so it is sealed like
/// them.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Postponement {
    /// The code of the rule by which it is due.
    pub rule: String,
    /// The id of the record that it is about.
    pub about: String,
    /// Shown in its old place again from this day on.
    pub until: Option<Day>,
    /// 为什么.
    pub reason: String,
}

impl Entity for Postponement {
    const NAME: &'static str = "postponement";
    const CODE: u8 = 11;
    const CLASS: KeyClass = KeyClass::Cases;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Postponement {
        rule: Text { max: 40 } => PLAIN.required().listed().by_act(),
        about: Text { max: 40 } => PLAIN.required().by_act(),
        until: Day => PLAIN.required().listed().by_act(),
        reason: Note { max: 200 } => PLAIN.required().listed().by_act(),
    });
}
