//! Handovers 交接: one person's villages, children and open work that went to another at once.
//!
//! It names no child, only how many there were: whoever sees the register may see it. The printed
//! list names them, and is a thing of whoever may see children.

use crate::schema::{Coded, Day, Entity, Field, Id, KeyClass};

crate::choices! {
    /// What was handed over.
    HandoverScope "handover-scope" {
        Village "village" ["村居", "村"],
        Township "township" ["全镇", "乡镇"],
    }
}

/// A handover, written by the act that did it.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Handover {
    /// A village, or the whole township.
    pub scope: Option<HandoverScope>,
    /// The village, where it was one.
    pub village: Option<Id>,
    /// 移交人.
    pub leaving: Option<Id>,
    /// 接收人.
    pub taking: Option<Id>,
    /// The first day of whoever takes it.
    pub day: Option<Day>,
    /// Children that went with it.
    pub children: Option<i64>,
    /// Things due at that time.
    pub due: Option<i64>,
    /// Of those, put off to a day.
    pub put_off: Option<i64>,
    /// Anything else.
    pub note: String,
}

impl Entity for Handover {
    const NAME: &'static str = "handover";
    const CODE: u8 = 22;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Handover {
        scope: Choice("handover-scope", HandoverScope::CHOICES) => PLAIN.required().listed().by_act(),
        village: Link("village") => PLAIN.listed().by_act(),
        leaving: Link("worker") => PLAIN.required().listed().by_act(),
        taking: Link("worker") => PLAIN.required().listed().by_act(),
        day: Day => PLAIN.required().listed().by_act(),
        children: Int { min: 0, max: 1_000_000 } => PLAIN.listed().by_act(),
        due: Int { min: 0, max: 1_000_000 } => PLAIN.listed().by_act(),
        put_off: Int { min: 0, max: 1_000_000 } => PLAIN.by_act(),
        note: Note { max: 500 } => PLAIN.by_act(),
    });
}
