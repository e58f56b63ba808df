//! Who can be recommended for 评先评优, and what speaks against it. 128号 二(二)3 says only that good
//! work is to be recommended; what bars somebody is ours (本地默认), a proposal and not a rule: with
//! a written reason anybody whose review is signed may be recommended all the same.

use super::workforce::YearState;
use crate::schema::Score;

crate::choices! {
    /// What speaks against recommending somebody. Ours (本地默认).
    Bar "bar" {
        /// The veto fell.
        Veto "veto" ["一票否决"],
        /// The total is below the pass line.
        BelowLine "below_line" ["不合格"],
        /// Something found is still open and past its term.
        LateFindings "late_findings" ["整改逾期"],
        /// The year's rotation was missed.
        NoRotation "no_rotation" ["没轮训"],
    }
}

/// What a year came to, as far as it can speak against somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The veto fell.
    pub vetoed: bool,
    /// The total reaches the pass line.
    pub passed: bool,
    /// Findings that are open and past their term.
    pub overdue: usize,
    /// The year's rotation.
    pub rotation: YearState,
}

impl Standing {
    /// Everything that speaks against it; nothing where nothing does.
    pub fn bars(&self) -> Vec<Bar> {
        let untrained = matches!(self.rotation, YearState::Missed | YearState::NotYet);
        [
            (Bar::Veto, self.vetoed),
            (Bar::BelowLine, !self.passed),
            (Bar::LateFindings, self.overdue > 0),
            (Bar::NoRotation, untrained),
        ]
        .into_iter()
        .filter_map(|(bar, stands)| stands.then_some(bar))
        .collect()
    }
}

/// The place of a total among all of its year; those who have as much share it.
pub fn place(total: Score, all: &[Score]) -> usize {
    1 + all.iter().filter(|other| other.0 > total.0).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bar_stands_for_what_it_says() {
        let fine = Standing {
            vetoed: false,
            passed: true,
            overdue: 0,
            rotation: YearState::MadeUp,
        };
        assert_eq!(fine.bars(), []);
        let nothing_due = Standing {
            rotation: YearState::NotInPost,
            ..fine
        };
        assert_eq!(nothing_due.bars(), []);
        let all = Standing {
            vetoed: true,
            passed: false,
            overdue: 2,
            rotation: YearState::Missed,
        };
        use Bar::{BelowLine, LateFindings, NoRotation, Veto};
        assert_eq!(all.bars(), [Veto, BelowLine, LateFindings, NoRotation]);
        let one = |standing: Standing| standing.bars();
        assert_eq!(
            one(Standing {
                vetoed: true,
                ..fine
            }),
            [Veto]
        );
        assert_eq!(
            one(Standing {
                passed: false,
                ..fine
            }),
            [BelowLine]
        );
        assert_eq!(one(Standing { overdue: 1, ..fine }), [LateFindings]);
        let not_yet = Standing {
            rotation: YearState::NotYet,
            ..fine
        };
        assert_eq!(not_yet.bars(), [NoRotation]);
    }

    #[test]
    fn equal_totals_share_their_place() {
        let all = [900, 880, 880, 700].map(Score);
        assert_eq!(all.map(|total| place(total, &all)), [1, 2, 2, 4]);
    }
}
