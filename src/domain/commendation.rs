//! Commendations 表扬: praise, rewards, and recommendations for 评先评优 (128号 二(二)3: 予以奖励和
//! 表扬，并纳入有关评先评优表彰奖励推荐范围). About the worker alone: no child is named or counted.

use crate::schema::{Coded, Day, Entity, Field, Id, KeyClass};

crate::choices! {
    /// What it is.
    CommendationType "commendation-type" {
        Praise "praise" ["表扬"],
        Reward "reward" ["奖励"],
        Recommended "recommended" ["推荐评先评优", "推荐"],
    }
}

/// One commendation of one worker.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Commendation {
    /// Whose.
    pub worker: Option<Id>,
    /// For which year.
    pub year: Option<i64>,
    /// The day.
    pub day: Option<Day>,
    /// What it is.
    pub kind: Option<CommendationType>,
    /// By whom.
    pub given_by: String,
    /// The number of the text, 文号.
    pub document: String,
    /// What for; a recommendation against the bars of its year needs it.
    pub reason: String,
}

impl Commendation {
    /// Whether it recommends somebody for this year.
    pub fn recommends_for(&self, year: i32) -> bool {
        self.kind == Some(CommendationType::Recommended) && self.year == Some(i64::from(year))
    }
}

impl Entity for Commendation {
    const NAME: &'static str = "commendation";
    const CODE: u8 = 29;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Commendation {
        worker: Link("worker") => PLAIN.required().listed(),
        year: Int { min: 2000, max: 2199 } => PLAIN.required().listed(),
        day: Day => PLAIN.required().listed(),
        kind: Choice("commendation-type", CommendationType::CHOICES) => PLAIN.required().listed(),
        given_by: Text { max: 60 } => PLAIN.listed(),
        document: Text { max: 40 } => PLAIN,
        reason: Note { max: 500 } => PLAIN,
    });
}
