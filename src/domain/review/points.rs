//! From counts to points, and from points to the total. Tenths of a point, whole numbers only, so
//! that everybody comes to the same.

use super::behind::Count;
use crate::domain::rubric::Rubric;
use crate::schema::Score;

/// Points for a count: the share that is as it should be, to the nearest tenth, half upwards.
/// Where nothing was due nobody can have missed anything: all of them.
pub fn computed_points(most: Score, count: Count) -> Score {
    if count.due == 0 {
        return most;
    }
    let (met, due) = (i64::from(count.met), i64::from(count.due));
    Score((most.0 * met * 2 + due) / (due * 2))
}

/// What is given for an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given<'a> {
    /// Points; none for what is computed.
    pub points: Option<Score>,
    /// Why.
    pub reason: &'a str,
}

/// Why points can't be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// More than the item has.
    Over {
        /// What it has.
        most: Score,
    },
    /// Other than computed, and nobody says why.
    NoReason,
}

/// Whether what is given fits an item. Where the records say nothing there is nothing to depart
/// from, so that points by hand need no reason.
///
/// # Errors
/// Why not.
pub fn fit(given: Given<'_>, most: Score, computed: Option<Score>) -> Result<(), Unfit> {
    let Some(points) = given.points else {
        return Ok(());
    };
    if points > most {
        return Err(Unfit::Over { most });
    }
    let departs = computed.is_some_and(|computed| computed != points);
    if departs && given.reason.trim().is_empty() {
        return Err(Unfit::NoReason);
    }
    Ok(())
}

/// The numbers of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The most that it can have.
    pub most: Score,
    /// What the records come to, where there are any.
    pub computed: Option<Score>,
    /// What the supervisor gave.
    pub given: Option<Score>,
}

impl Marks {
    /// What counts: what was given, else what was computed.
    pub fn counts(&self) -> Option<Score> {
        self.given.or(self.computed)
    }
}

/// What doesn't stand under any item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extras {
    /// Added.
    pub bonus: Score,
    /// Taken off.
    pub deduction: Score,
    /// 一票否决.
    pub veto: bool,
}

/// The total: all items, with what is added and taken off, never below nothing nor above what the
/// items have together; after the veto no more than the rubric leaves. None while an item has no
/// points.
pub fn total(marks: &[Marks], extras: Extras, rubric: &Rubric) -> Option<Score> {
    let mut sum = 0;
    for mark in marks {
        sum += mark.counts()?.0;
    }
    let most: i64 = marks.iter().map(|m| m.most.0).sum();
    let total = (sum + extras.bonus.0 - extras.deduction.0).clamp(0, most);
    Some(Score(if extras.veto {
        total.min(rubric.veto_cap().0)
    } else {
        total
    }))
}

/// By how much the supervisor departed from what was computed, all items together.
pub fn adjusted(marks: &[Marks]) -> i64 {
    let moved = marks
        .iter()
        .filter_map(|m| Some(m.given?.0 - m.computed?.0));
    moved.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(met: u32, due: u32) -> Count {
        Count { met, due }
    }

    #[test]
    fn points_are_the_share_to_the_nearest_tenth() {
        for (most, met, due, want) in [
            (250, 31, 36, 215),
            (200, 5, 6, 167),
            (150, 2, 3, 100),
            (50, 3, 4, 38),
            (50, 10, 11, 45),
            (50, 0, 1, 0),
            (50, 0, 0, 50),
        ] {
            let points = computed_points(Score(most), count(met, due));
            assert_eq!(points, Score(want), "{met}/{due} of {most}");
        }
    }

    #[test]
    fn other_than_computed_needs_a_reason_and_nothing_goes_over() {
        let given = |points: i64, reason| Given {
            points: Some(Score(points)),
            reason,
        };
        let most = Score(150);
        let computed = Some(Score(100));
        assert_eq!(fit(given(100, ""), most, computed), Ok(()));
        let bare = fit(given(120, " "), most, computed);
        assert_eq!(bare, Err(Unfit::NoReason));
        assert_eq!(fit(given(120, "教育局未答"), most, computed), Ok(()));
        let over = fit(given(151, "好"), most, computed);
        assert_eq!(over, Err(Unfit::Over { most }));
        assert_eq!(fit(given(120, ""), most, None), Ok(()), "no records");
        let nothing = Given {
            points: None,
            reason: "",
        };
        assert_eq!(fit(nothing, most, computed), Ok(()));
    }

    #[test]
    fn the_total_knows_its_ends_and_the_veto() {
        let mark = |most, computed: Option<i64>, given: Option<i64>| Marks {
            most: Score(most),
            computed: computed.map(Score),
            given: given.map(Score),
        };
        let marks = [mark(600, Some(500), None), mark(400, None, Some(390))];
        let extras = |bonus, deduction, veto| Extras {
            bonus: Score(bonus),
            deduction: Score(deduction),
            veto,
        };
        let rubric = Rubric::ours(2026);
        let of = |extras| total(&marks, extras, &rubric).map(|s| s.0);
        assert_eq!(of(extras(0, 0, false)), Some(890));
        assert_eq!(of(extras(50, 20, false)), Some(920));
        assert_eq!(of(extras(500, 0, false)), Some(1000));
        assert_eq!(of(extras(0, 2000, false)), Some(0));
        assert_eq!(of(extras(50, 0, true)), Some(599));
        let open = [marks[0], mark(400, None, None)];
        assert_eq!(total(&open, extras(0, 0, false), &rubric), None);
        let moved = [mark(600, Some(500), Some(540)), marks[1]];
        assert_eq!(adjusted(&moved), 40, "by hand moves nothing");
    }
}
