//! Adjustments 调整: why a post ended, who decided it, and what came in its place (128号 二(二)3:
//! 对工作责任心不强、工作不力的及时作出调整). Written with the end of the post, so that one undo takes
//! back both. About the worker alone: no child is named or counted.

use crate::schema::{Coded, Day, Entity, Fault, Field, Id, KeyClass};

crate::choices! {
    /// What became of the worker. No text lists it: ours (本地默认).
    AdjustmentType "adjustment-type" {
        Left "left" ["卸任"],
        Moved "moved" ["换村居", "换村"],
    }
}

crate::choices! {
    /// Why. The first is 128号 二(二)3's own; the others are ours (本地默认).
    AdjustmentReason "adjustment-reason" {
        PoorWork "poor_work" ["工作责任心不强、工作不力", "工作责任心不强", "工作不力"],
        Resigned "resigned" ["本人辞任", "辞任"],
        Election "election" ["换届"],
        Transfer "transfer" ["调动"],
        Health "health" ["身体原因"],
        Other "other" ["其他"],
    }
}

/// One post that ended, and why.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Adjustment {
    /// Whose.
    pub worker: Option<Id>,
    /// The post that ended.
    pub post: Option<Id>,
    /// Its last day.
    pub day: Option<Day>,
    /// What became of the worker.
    pub kind: Option<AdjustmentType>,
    /// The village where they go on from the next day.
    pub village: Option<Id>,
    /// Who takes it from the next day, by a handover.
    pub successor: Option<Id>,
    /// Why.
    pub reason: Option<AdjustmentReason>,
    /// The reason in words; poor work needs one.
    pub explanation: String,
    /// By whom it was decided.
    pub decided_by: String,
}

impl Entity for Adjustment {
    const NAME: &'static str = "adjustment";
    const CODE: u8 = 32;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Adjustment {
        worker: Link("worker") => PLAIN.required().listed(),
        post: Link("post") => PLAIN.required(),
        day: Day => PLAIN.required().listed(),
        kind: Choice("adjustment-type", AdjustmentType::CHOICES) => PLAIN.required().listed(),
        village: Link("village") => PLAIN.listed(),
        successor: Link("worker") => PLAIN,
        reason: Choice("adjustment-reason", AdjustmentReason::CHOICES) => PLAIN.required().listed(),
        explanation: Note { max: 500 } => PLAIN,
        decided_by: Text { max: 60 } => PLAIN.listed(),
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let mut faults = Vec::new();
        let poor = self.reason == Some(AdjustmentReason::PoorWork);
        if poor && self.explanation.trim().is_empty() {
            faults.push(("explanation", Fault::Rule("fault-poor-work-unexplained")));
        }
        let moved = self.kind == Some(AdjustmentType::Moved);
        if moved && self.village.is_none() {
            faults.push(("village", Fault::Rule("fault-moved-nowhere")));
        } else if !moved && self.village.is_some() {
            faults.push(("village", Fault::Rule("fault-village-not-moved")));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn poor_work_is_explained_and_a_move_leads_somewhere() {
        let poor = Adjustment {
            kind: Some(AdjustmentType::Moved),
            reason: Some(AdjustmentReason::PoorWork),
            explanation: " ".into(),
            ..Adjustment::default()
        };
        let fields = |a: &Adjustment| a.check().into_iter().map(|(f, _)| f).collect::<Vec<_>>();
        assert_eq!(fields(&poor), ["explanation", "village"]);
        let gone = Adjustment {
            kind: Some(AdjustmentType::Left),
            village: Some(Id([1; 16])),
            explanation: "三个月没有走访".into(),
            ..poor.clone()
        };
        assert_eq!(fields(&gone), ["village"]);
        let right = Adjustment {
            kind: Some(AdjustmentType::Moved),
            ..gone
        };
        assert_eq!(fields(&right), [""; 0]);
    }
}
