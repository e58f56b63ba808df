//! Reviews 考核 of a director's year (128号 二(二)3): what the records say, what the supervisor
//! gives, and both kept; the stages from a draft to the signature.
//!
//! Holds counts and points, never a child's name or id: trainers may keep reviews, too.

mod behind;
mod points;
mod spread;
mod stage;

pub use behind::{Behind, Count, Evidence, checks, files, findings, training};
pub use points::{Extras, Given, Marks, Unfit, adjusted, computed_points, fit, total};
pub use spread::{Spread, spread};
pub use stage::{OutOfTurn, ReviewStage, StageAct};

use super::rubric::Basis;
use crate::schema::{Coded, Day, Entity, Field, Id, KeyClass, Score};

/// The most points of a total or a score from elsewhere.
const MOST_POINTS: i64 = 1000;

/// One director's year.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Review {
    /// Whose.
    pub worker: Option<Id>,
    /// Where they were in charge.
    pub village: Option<Id>,
    /// Which year.
    pub year: Option<i64>,
    /// By which version of the rubric.
    pub rubric: Option<Id>,
    /// How far it is.
    pub stage: Option<ReviewStage>,
    /// The day the director was told.
    pub told: Option<Day>,
    /// The day the director was heard.
    pub heard: Option<Day>,
    /// The day it was signed.
    pub signed: Option<Day>,
    /// What the director said.
    pub opinion: String,
    /// 自评.
    pub self_score: Option<Score>,
    /// 村委会评.
    pub village_score: Option<Score>,
    /// 加分.
    pub bonus: Option<Score>,
    /// Why.
    pub bonus_reason: String,
    /// 扣分.
    pub deduction: Option<Score>,
    /// Why.
    pub deduction_reason: String,
    /// 一票否决: not reported what had to be, with grave consequences (未成年人保护法 117).
    pub veto: Option<bool>,
    /// Why.
    pub veto_reason: String,
    /// The signed review that this one amends.
    pub amends: Option<Id>,
    /// Why it is amended.
    pub amend_reason: String,
    /// What the records came to; since the director was told.
    pub computed: Option<Score>,
    /// What the year came to; since the director was told.
    pub total: Option<Score>,
}

impl Review {
    /// How far it is; a new one is a draft.
    pub fn stage(&self) -> ReviewStage {
        self.stage.unwrap_or(ReviewStage::Draft)
    }

    /// Its year as a number of the calendar.
    pub fn year(&self) -> i32 {
        self.year
            .and_then(|year| i32::try_from(year).ok())
            .unwrap_or(0)
    }

    /// What is added, taken off, and whether the veto fell.
    pub fn extras(&self) -> Extras {
        Extras {
            bonus: self.bonus.unwrap_or(Score(0)),
            deduction: self.deduction.unwrap_or(Score(0)),
            veto: self.veto == Some(true),
        }
    }
}

impl Entity for Review {
    const NAME: &'static str = "review";
    const CODE: u8 = 26;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Review {
        worker: Link("worker") => PLAIN.required().listed().by_act(),
        village: Link("village") => PLAIN.listed().by_act(),
        year: Int { min: 2000, max: 2199 } => PLAIN.required().listed().by_act(),
        stage: Choice("review-stage", ReviewStage::CHOICES) => PLAIN.listed().by_act(),
        computed: Score { max: MOST_POINTS } => PLAIN.listed().by_act(),
        total: Score { max: MOST_POINTS } => PLAIN.listed().by_act(),
        rubric: Link("rubric") => PLAIN.required().by_act(),
        told: Day => PLAIN.by_act(),
        heard: Day => PLAIN.by_act(),
        signed: Day => PLAIN.by_act(),
        opinion: Note { max: 500 } => PLAIN.by_act(),
        self_score: Score { max: MOST_POINTS } => PLAIN.by_act(),
        village_score: Score { max: MOST_POINTS } => PLAIN.by_act(),
        bonus: Score { max: MOST_POINTS } => PLAIN.by_act(),
        bonus_reason: Text { max: 100 } => PLAIN.by_act(),
        deduction: Score { max: MOST_POINTS } => PLAIN.by_act(),
        deduction_reason: Text { max: 100 } => PLAIN.by_act(),
        veto: Flag => PLAIN.by_act(),
        veto_reason: Text { max: 100 } => PLAIN.by_act(),
        amends: Link("review") => PLAIN.by_act(),
        amend_reason: Text { max: 100 } => PLAIN.by_act(),
    });
}

/// One item of one review: what was given, and since the director was told also what the records
/// said then and what the item was, whatever becomes of the rubric and of the records.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ReviewItem {
    /// Of which review.
    pub review: Option<Id>,
    /// Which item of the rubric.
    pub item: Option<Id>,
    /// By what it was judged.
    pub basis: Option<Basis>,
    /// What it was called, where the office had a name of its own.
    pub name: String,
    /// The most points that it could have.
    pub points: Option<Score>,
    /// How many of the records were as they should be; none where there were no records.
    pub met: Option<i64>,
    /// Of how many.
    pub due: Option<i64>,
    /// What that came to.
    pub computed: Option<Score>,
    /// What the supervisor gave; none where that is what was computed.
    pub given: Option<Score>,
    /// Why.
    pub reason: String,
}

impl ReviewItem {
    /// Whether it is kept as it was told.
    pub fn frozen(&self) -> bool {
        self.points.is_some()
    }

    /// What the records said when the director was told.
    pub fn count(&self) -> Option<Count> {
        let number = |n: Option<i64>| u32::try_from(n?).ok();
        Some(Count {
            met: number(self.met)?,
            due: number(self.due)?,
        })
    }
}

impl Entity for ReviewItem {
    const NAME: &'static str = "review_item";
    const CODE: u8 = 27;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(ReviewItem {
        review: Link("review") => PLAIN.required().listed().by_act(),
        item: Link("rubric_item") => PLAIN.required().by_act(),
        basis: Choice("basis", Basis::CHOICES) => PLAIN.listed().by_act(),
        name: Text { max: 20 } => PLAIN.listed().by_act(),
        points: Score { max: MOST_POINTS } => PLAIN.listed().by_act(),
        met: Int { min: 0, max: 1_000_000 } => PLAIN.listed().by_act(),
        due: Int { min: 0, max: 1_000_000 } => PLAIN.listed().by_act(),
        computed: Score { max: MOST_POINTS } => PLAIN.listed().by_act(),
        given: Score { max: MOST_POINTS } => PLAIN.listed().by_act(),
        reason: Text { max: 100 } => PLAIN.listed().by_act(),
    });
}
