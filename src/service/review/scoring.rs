//! Giving points in a draft: for an item, from elsewhere, added, taken off, and the veto.

use super::{ReviewSheet, no_review};
use crate::domain::book::Kind;
use crate::domain::review::{Given, Review, ReviewItem, Unfit, fit};
use crate::schema::{Context, Fault, FieldType, Id, NoLinks, Score, Value, text};
use crate::service::office::put;
use crate::service::{Act, Office, Problem, Row};
use crate::store::ItemChange;
use std::sync::Arc;

/// Characters of a reason.
const REASON: usize = 100;
/// The most points of a score from elsewhere.
const MOST_ELSEWHERE: i64 = 100;

/// What is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreOf {
    /// An item, by its item of the rubric.
    Item(Id),
    /// 自评.
    Itself,
    /// 村委会评.
    Village,
    /// 加分.
    Bonus,
    /// 扣分.
    Deduction,
}

impl ScoreOf {
    /// What scripts call those that aren't items.
    pub const NAMED: [(&'static str, Self); 4] = [
        ("self", Self::Itself),
        ("village", Self::Village),
        ("bonus", Self::Bonus),
        ("deduction", Self::Deduction),
    ];
}

impl Office {
    /// Gives points in a draft, or takes them back where there are none.
    ///
    /// # Errors
    /// Not a draft; more than there is room for; other than computed, added or taken off without a
    /// reason; what the store refuses.
    pub fn score_review(
        &self,
        id: Id,
        of: ScoreOf,
        points: Option<Score>,
        reason: &str,
    ) -> Result<(), Problem> {
        let (row, sheet) = self.draft(id)?;
        let reason: String = text::clean(reason).chars().take(REASON).collect();
        let item = match of {
            ScoreOf::Item(item) => self.scored_item(&sheet, item, points, &reason)?,
            _ => Some(scored(&row, &sheet, of, points, &reason)?),
        };
        // Given what stands there already: nothing to write down.
        let Some(item) = item else { return Ok(()) };
        self.commit(Act::Review, &reason, vec![item])?;
        Ok(())
    }

    /// Lets the veto fall in a draft, with the reason, or takes it back.
    ///
    /// # Errors
    /// Not a draft, no reason, what the store refuses.
    pub fn veto_review(&self, id: Id, veto: bool, reason: &str) -> Result<(), Problem> {
        let (row, sheet) = self.draft(id)?;
        let reason: String = text::clean(reason).chars().take(REASON).collect();
        if veto && reason.is_empty() {
            return Err(Problem::new("problem-review-veto-reason"));
        }
        let review = Review {
            veto: veto.then_some(true),
            veto_reason: if veto { reason.clone() } else { String::new() },
            ..sheet.review
        };
        let item = put(row.id, Some(row.revision), review.into());
        self.commit(Act::Review, &reason, vec![item])?;
        Ok(())
    }

    /// Reads what was typed as points of at most so many; nothing typed is none.
    ///
    /// # Errors
    /// Not a number with at most one place behind the point, or too many.
    pub fn read_points(&self, typed: &str, most: Score) -> Result<Option<Score>, Problem> {
        let ty = FieldType::Score { max: 1_000_000 };
        let context = Context {
            today: None,
            links: &NoLinks,
        };
        match ty.parse(typed, context) {
            Ok(Value::Score(points)) if points > most.0 => Err(over(most)),
            Ok(Value::Score(points)) => Ok(Some(Score(points))),
            Err(Fault::OutOfRange { .. }) => Err(over(most)),
            Err(_) => Err(Problem::new("problem-review-points").with("text", typed.trim())),
            Ok(_) => Ok(None),
        }
    }

    /// The most that can be given there.
    pub fn most_points(&self, sheet: &ReviewSheet, of: ScoreOf) -> Score {
        let item = |id: Id| sheet.lines.iter().find(|line| line.item == id);
        match of {
            ScoreOf::Item(id) => item(id).map_or(Score(0), |line| line.marks.most),
            ScoreOf::Itself | ScoreOf::Village => Score(MOST_ELSEWHERE * 10),
            ScoreOf::Bonus => sheet.rubric.bonus_max(),
            ScoreOf::Deduction => sheet.rubric.deduction_max(),
        }
    }

    /// A review in which points can be given.
    pub(super) fn draft(&self, id: Id) -> Result<(Arc<Row>, ReviewSheet), Problem> {
        let sheet = self.review(id)?;
        if !sheet.stage().scored() {
            return Err(super::stages::not_a_draft(sheet.stage()));
        }
        let row = self.row(Kind::Review, id).ok_or_else(no_review)?;
        Ok((row, sheet))
    }

    fn scored_item(
        &self,
        sheet: &ReviewSheet,
        item: Id,
        points: Option<Score>,
        reason: &str,
    ) -> Result<Option<ItemChange>, Problem> {
        let gone = || Problem::new("problem-no-such-record").with("kind", Kind::RubricItem.name());
        let line = sheet.lines.iter().find(|line| line.item == item);
        let line = line.ok_or_else(gone)?;
        let given = Given { points, reason };
        fit(given, line.marks.most, line.marks.computed).map_err(|unfit| match unfit {
            Unfit::Over { most } => over(most),
            Unfit::NoReason => {
                let computed = line.marks.computed.unwrap_or(Score(0));
                let shown = Value::Score(computed.0).plain();
                Problem::new("problem-review-reason").with("computed", shown)
            }
        })?;
        // What is computed is followed, not copied: it may still change in a draft.
        let points = points.filter(|points| Some(*points) != line.marks.computed);
        let reason = points.map_or("", |_| reason);
        let tables = self.tables();
        let stored = tables.review_items(sheet.id).into_iter();
        let stored = stored
            .map(|(row, kept)| (row.id, Some(row.revision), kept.clone()))
            .find(|(.., kept)| kept.item == Some(item));
        let (id, base, kept) = match stored {
            Some(stored) => stored,
            None if points.is_none() => return Ok(None),
            None => {
                let new = ReviewItem {
                    review: Some(sheet.id),
                    item: Some(item),
                    basis: Some(line.basis),
                    ..ReviewItem::default()
                };
                (self.setup().new_id(), None, new)
            }
        };
        let new = ReviewItem {
            given: points,
            reason: reason.to_owned(),
            ..kept.clone()
        };
        Ok((base.is_none() || new != kept).then(|| put(id, base, new.into())))
    }
}

/// A review with points that stand under no item.
fn scored(
    row: &Row,
    sheet: &ReviewSheet,
    of: ScoreOf,
    points: Option<Score>,
    reason: &str,
) -> Result<ItemChange, Problem> {
    let mut review = sheet.review.clone();
    let most = match of {
        ScoreOf::Bonus => sheet.rubric.bonus_max(),
        ScoreOf::Deduction => sheet.rubric.deduction_max(),
        _ => Score(MOST_ELSEWHERE * 10),
    };
    if points.is_some_and(|points| points > most) {
        return Err(over(most));
    }
    let points = points.filter(|points| points.0 > 0);
    let explained = points.is_none() || !reason.is_empty();
    let reason = points.map_or_else(String::new, |_| reason.to_owned());
    let unexplained = || Problem::new("problem-review-extra-reason");
    match of {
        ScoreOf::Itself => review.self_score = points,
        ScoreOf::Village => review.village_score = points,
        ScoreOf::Bonus | ScoreOf::Deduction if !explained => return Err(unexplained()),
        ScoreOf::Bonus => (review.bonus, review.bonus_reason) = (points, reason),
        ScoreOf::Deduction => (review.deduction, review.deduction_reason) = (points, reason),
        ScoreOf::Item(_) => {}
    }
    Ok(put(row.id, Some(row.revision), review.into()))
}

fn over(most: Score) -> Problem {
    Problem::new("problem-review-over").with("most", Value::Score(most.0).plain())
}
