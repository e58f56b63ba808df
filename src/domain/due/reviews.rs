//! What is due about reviews: a director who was told and not heard, or heard and nobody signed.
//!
//! 128号 二(二)3 asks for reviews and fixes no days; the steps and how long each may take are ours.

use super::{Deadline, Due, Pressing, Rule};
use crate::domain::book::Kind;
use crate::domain::review::{Review, ReviewStage};
use crate::schema::{Day, Id};

/// Days from telling a director to hearing them. Ours (本地默认).
pub(super) const HEAR_WITHIN: i32 = 7;
/// Days from hearing a director to the signature. Ours (本地默认).
pub(super) const SIGN_WITHIN: i32 = 7;

pub(super) fn find<'a>(
    reviews: impl Iterator<Item = (Id, &'a Review)>,
    today: Day,
    all: &mut Vec<Due>,
) {
    for (id, review) in reviews {
        let (rule, since, within) = match review.stage() {
            ReviewStage::Told => (Rule::ReviewUnheard, review.told, HEAR_WITHIN),
            ReviewStage::Heard => (Rule::ReviewUnsigned, review.heard, SIGN_WITHIN),
            // A draft has until the year's end, and a signed one is done.
            ReviewStage::Draft | ReviewStage::Signed => continue,
        };
        let by = since.map(|day| day.plus(within));
        let late = by.is_none_or(|by| by < today);
        all.push(Due {
            village: review.village,
            worker: review.worker,
            pressing: if late {
                Pressing::Soon
            } else {
                rule.pressing()
            },
            ..Due::new(
                rule,
                Kind::Review,
                id,
                by.map_or(Deadline::Open, Deadline::By),
            )
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_waits_a_week_at_each_step_and_no_longer_than_its_signature() {
        let today = Day::parse("2026-11-23", None).unwrap();
        let person = Id([3; 16]);
        let review = |stage, told: i32, heard: Option<i32>| Review {
            worker: Some(person),
            stage: Some(stage),
            told: Some(today.plus(told)),
            heard: heard.map(|days| today.plus(days)),
            ..Review::default()
        };
        let reviews = [
            Review::default(),
            review(ReviewStage::Told, -HEAR_WITHIN, None),
            review(ReviewStage::Told, -HEAR_WITHIN - 1, None),
            review(ReviewStage::Heard, -60, Some(-1)),
            review(ReviewStage::Heard, -60, Some(-SIGN_WITHIN - 1)),
            review(ReviewStage::Signed, -60, Some(-59)),
        ];
        let mut all = Vec::new();
        find((0u8..).map(|n| Id([n; 16])).zip(&reviews), today, &mut all);
        let told: Vec<_> = all
            .iter()
            .map(|d| (d.id.0[0], d.rule, d.pressing))
            .collect();
        assert_eq!(
            told,
            [
                (1, Rule::ReviewUnheard, Pressing::Later),
                (2, Rule::ReviewUnheard, Pressing::Soon),
                (3, Rule::ReviewUnsigned, Pressing::Later),
                (4, Rule::ReviewUnsigned, Pressing::Soon),
            ]
        );
        assert_eq!(all[0].deadline, Deadline::By(today));
        assert_eq!(
            all[0].about(),
            Some(person),
            "stands in their own record, too"
        );
    }
}
