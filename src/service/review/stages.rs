//! From the draft to the signature: telling the director, hearing them, signing; and amending what
//! was signed by a copy.

use super::{ReviewLine, ReviewSheet, no_review};
use crate::domain::book::Kind;
use crate::domain::review::{OutOfTurn, Review, ReviewItem, ReviewStage, StageAct};
use crate::schema::{Coded, Id, Score, Value, text};
use crate::service::office::put;
use crate::service::{Act, Office, Problem, Row};
use crate::store::ItemChange;
use std::sync::Arc;

/// Characters of what a director said.
const OPINION: usize = 500;
/// Characters of a reason.
const REASON: usize = 100;

impl Office {
    /// Tells the director: from here on what the records say stays as it was told.
    ///
    /// # Errors
    /// Not a draft; an item without points; what the store refuses.
    pub fn tell_review(&self, id: Id) -> Result<(), Problem> {
        let (row, sheet) = self.turn(id, StageAct::Tell)?;
        let Some(total) = sheet.total() else {
            let open = sheet.so_far().1;
            return Err(Problem::new("problem-review-open").with("count", open));
        };
        let mut items = self.told_items(&sheet);
        let review = Review {
            stage: Some(ReviewStage::Told),
            told: Some(self.today()),
            computed: Some(sheet.computed().0),
            total: Some(total),
            ..sheet.review
        };
        items.push(put(id, Some(row.revision), review.into()));
        self.commit(Act::Review, "", items)?;
        Ok(())
    }

    /// Writes down what the director said.
    ///
    /// # Errors
    /// Not told yet; nothing said; what the store refuses.
    pub fn hear_review(&self, id: Id, opinion: &str) -> Result<(), Problem> {
        let (row, sheet) = self.turn(id, StageAct::Hear)?;
        let opinion: String = text::clean(opinion).chars().take(OPINION).collect();
        if opinion.is_empty() {
            return Err(Problem::new("problem-review-opinion"));
        }
        let review = Review {
            stage: Some(ReviewStage::Heard),
            heard: Some(self.today()),
            opinion,
            ..sheet.review
        };
        self.commit(
            Act::Review,
            "",
            vec![put(id, Some(row.revision), review.into())],
        )?;
        Ok(())
    }

    /// Signs it for good: whoever signs types the total, so that it was looked at.
    ///
    /// # Errors
    /// Not heard yet; another total than it has; what the store refuses.
    pub fn sign_review(&self, id: Id, total: &str) -> Result<(), Problem> {
        let (row, sheet) = self.turn(id, StageAct::Sign)?;
        let own = sheet.total().unwrap_or(Score(0));
        let typed = self.read_points(total, Score(i64::MAX)).ok().flatten();
        if typed != Some(own) {
            let shown = Value::Score(own.0).plain();
            let problem = Problem::new("problem-review-total");
            return Err(problem.with("total", shown).with("text", total.trim()));
        }
        let review = Review {
            stage: Some(ReviewStage::Signed),
            signed: Some(self.today()),
            ..sheet.review
        };
        let item = put(id, Some(row.revision), review.into());
        self.commit(Act::SignReview, "", vec![item])?;
        Ok(())
    }

    /// Takes what was told back to a draft, to be told again.
    ///
    /// # Errors
    /// A draft or signed; no reason; what the store refuses.
    pub fn reopen_review(&self, id: Id, reason: &str) -> Result<(), Problem> {
        let (row, sheet) = self.turn(id, StageAct::Reopen)?;
        if text::clean(reason).is_empty() {
            return Err(Problem::new("problem-needs-reason"));
        }
        let mut items = Vec::new();
        // A copy goes by what the records said when the first was told.
        if sheet.review.amends.is_none() {
            let tables = self.tables();
            items.extend(tables.review_items(id).into_iter().map(|(row, item)| {
                let thawed = ReviewItem {
                    name: String::new(),
                    points: None,
                    met: None,
                    due: None,
                    computed: None,
                    ..item.clone()
                };
                put(row.id, Some(row.revision), thawed.into())
            }));
        }
        let review = Review {
            stage: Some(ReviewStage::Draft),
            told: None,
            heard: None,
            opinion: String::new(),
            computed: None,
            total: None,
            ..sheet.review
        };
        items.push(put(id, Some(row.revision), review.into()));
        self.commit(Act::Review, reason, items)?;
        Ok(())
    }

    /// Begins a copy of a signed review, to be changed, told and signed in its place.
    ///
    /// # Errors
    /// Not signed; no reason; there is a copy already; what the store refuses.
    pub fn amend_review(&self, id: Id, reason: &str) -> Result<Id, Problem> {
        self.require(Kind::Review)?;
        let sheet = self.review(id)?;
        if sheet.stage() != ReviewStage::Signed {
            let stage = stage_key(sheet.stage());
            return Err(Problem::new("problem-review-not-signed").with("what", stage));
        }
        let reason: String = text::clean(reason).chars().take(REASON).collect();
        if reason.is_empty() {
            return Err(Problem::new("problem-needs-reason"));
        }
        let tables = self.tables();
        if let Some(copy) = tables.leading_to(id, Kind::Review).next() {
            let number = copy.number;
            return Err(Problem::new("problem-review-amended").with("number", number));
        }
        let copy = self.setup().new_id();
        let review = Review {
            stage: Some(ReviewStage::Draft),
            told: None,
            heard: None,
            signed: None,
            opinion: String::new(),
            computed: None,
            total: None,
            amends: Some(id),
            amend_reason: reason.clone(),
            ..sheet.review
        };
        let mut items = vec![put(copy, None, review.into())];
        items.extend(tables.review_items(id).into_iter().map(|(_, item)| {
            let item = ReviewItem {
                review: Some(copy),
                ..item.clone()
            };
            put(self.setup().new_id(), None, item.into())
        }));
        drop(tables);
        self.commit(Act::Review, &reason, items)?;
        Ok(copy)
    }

    /// A review whose turn it is for this act.
    fn turn(&self, id: Id, act: StageAct) -> Result<(Arc<Row>, ReviewSheet), Problem> {
        let sheet = self.review(id)?;
        sheet.stage().next(act).map_err(out_of_turn)?;
        let row = self.row(Kind::Review, id).ok_or_else(no_review)?;
        Ok((row, sheet))
    }

    /// What is written down of the items when the director is told.
    fn told_items(&self, sheet: &ReviewSheet) -> Vec<ItemChange> {
        let tables = self.tables();
        let stored = tables.review_items(sheet.id);
        let item = |line: &ReviewLine| {
            let kept = stored.iter().find(|(_, k)| k.item == Some(line.item));
            let count = line.evidence.count();
            let told = ReviewItem {
                review: Some(sheet.id),
                item: Some(line.item),
                basis: Some(line.basis),
                name: line.name.clone(),
                points: Some(line.marks.most),
                met: count.map(|count| count.met.into()),
                due: count.map(|count| count.due.into()),
                computed: line.marks.computed,
                given: line.marks.given,
                reason: line.reason.clone(),
            };
            match kept {
                Some((_, kept)) if **kept == told => None,
                Some((row, _)) => Some(put(row.id, Some(row.revision), told.into())),
                None => Some(put(self.setup().new_id(), None, told.into())),
            }
        };
        sheet.lines.iter().filter_map(item).collect()
    }
}

fn stage_key(stage: ReviewStage) -> String {
    format!("choice-{}-{}", ReviewStage::LIST, stage.code())
}

/// The refusal of a step out of turn.
fn out_of_turn(refused: OutOfTurn) -> Problem {
    let act = format!("choice-{}-{}", StageAct::LIST, refused.act.code());
    let stage = stage_key(refused.stage);
    let problem = match refused.stage {
        ReviewStage::Signed => Problem::new("problem-review-signed"),
        _ => Problem::new("problem-review-turn"),
    };
    problem.with("act", act).with("what", stage)
}

/// The refusal of points outside a draft.
pub(super) fn not_a_draft(stage: ReviewStage) -> Problem {
    match stage {
        ReviewStage::Signed => {
            let act = format!("choice-{}-{}", StageAct::LIST, StageAct::Reopen.code());
            let problem = Problem::new("problem-review-signed").with("act", act);
            problem.with("what", stage_key(stage))
        }
        _ => Problem::new("problem-review-not-draft").with("what", stage_key(stage)),
    }
}
