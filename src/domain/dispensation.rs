//! Dispensations 未训先派: why somebody without first training was put in charge all the same.
//!
//! Written by the act that did it, and listed until it is settled. It names no child and counts
//! none: whoever sees the register may see it.

use crate::schema::{Day, Entity, Field, Id, KeyClass};

crate::choices! {
    /// Where a dispensation stands; computed, never stored.
    DispensationState "dispensation-state" {
        /// Still in charge, and still without the pass.
        Open "open" ["未结"],
        /// First training is passed.
        Passed "passed" ["已合格"],
        /// No longer in charge there.
        Left "left" ["已不管"],
    }
}

/// A written reason for letting somebody work before first training is passed (128号 二(二)2).
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Dispensation {
    /// Who.
    pub worker: Option<Id>,
    /// The village; none for the township, which a supervisor has.
    pub village: Option<Id>,
    /// The day on which it was decided.
    pub day: Option<Day>,
    /// 为什么还要派.
    pub reason: String,
}

impl Entity for Dispensation {
    const NAME: &'static str = "dispensation";
    const CODE: u8 = 30;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Dispensation {
        worker: Link("worker") => PLAIN.required().listed().by_act(),
        village: Link("village") => PLAIN.listed().by_act(),
        day: Day => PLAIN.required().listed().by_act(),
        reason: Note { max: 200 } => PLAIN.required().listed().by_act(),
    });
}
