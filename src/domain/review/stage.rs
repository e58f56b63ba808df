//! From a draft to the signature, one step after the other.

use crate::schema::Coded;

crate::choices! {
    /// How far a review is.
    ReviewStage "review-stage" {
        Draft "draft" ["草稿"],
        Told "told" ["已告知"],
        Heard "heard" ["已听取"],
        Signed "signed" ["已签字"],
    }
}

crate::choices! {
    /// What takes a review from one stage to another.
    StageAct "review-act" {
        Tell "tell" ["告知"],
        Hear "hear" ["听取"],
        Sign "sign" ["签字"],
        Reopen "reopen" ["退回草稿"],
    }
}

/// Why a step can't be taken now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfTurn {
    /// Where the review stands.
    pub stage: ReviewStage,
    /// What was to be done.
    pub act: StageAct,
}

impl ReviewStage {
    /// Where an act leads. A signed review leads nowhere: it is amended by a linked copy.
    ///
    /// # Errors
    /// It isn't this act's turn.
    pub fn next(self, act: StageAct) -> Result<Self, OutOfTurn> {
        match (self, act) {
            (Self::Draft, StageAct::Tell) => Ok(Self::Told),
            (Self::Told, StageAct::Hear) => Ok(Self::Heard),
            (Self::Heard, StageAct::Sign) => Ok(Self::Signed),
            // Whatever is changed has to be told again: what was told is what is signed.
            (Self::Told | Self::Heard, StageAct::Reopen) => Ok(Self::Draft),
            (stage, act) => Err(OutOfTurn { stage, act }),
        }
    }

    /// The step that comes next, if there is one.
    pub fn turn(self) -> Option<StageAct> {
        let acts = StageAct::CHOICES.iter();
        let mut acts = acts.filter_map(|c| StageAct::from_code(c.code));
        acts.find(|act| *act != StageAct::Reopen && self.next(*act).is_ok())
    }

    /// Whether points can be given.
    pub fn scored(self) -> bool {
        self == Self::Draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReviewStage::{Draft, Heard, Signed, Told};
    use StageAct::{Hear, Reopen, Sign, Tell};

    #[test]
    fn there_is_one_way_to_the_signature_and_none_from_it() {
        let all = [Draft, Told, Heard, Signed];
        let acts = [Tell, Hear, Sign, Reopen];
        let ways: Vec<_> = all
            .iter()
            .flat_map(|s| acts.map(|a| (*s, a, s.next(a))))
            .filter_map(|(s, a, to)| Some((s, a, to.ok()?)))
            .collect();
        assert_eq!(
            ways,
            [
                (Draft, Tell, Told),
                (Told, Hear, Heard),
                (Told, Reopen, Draft),
                (Heard, Sign, Signed),
                (Heard, Reopen, Draft),
            ]
        );
        let turns = all.map(ReviewStage::turn);
        assert_eq!(turns, [Some(Tell), Some(Hear), Some(Sign), None]);
    }
}
