//! Reviews 考核: each item with what the records say, what was given and what counts, as one sheet.
//! Beginning, scoring, the stages and the paper stand in files of their own.

mod begin;
mod evidence;
mod paper;
mod rubrics;
mod said;
mod scoring;
mod stages;

pub use begin::Begun;
pub use paper::{rubric_line, stage_word};
pub use said::{change_text, points_text};
pub use scoring::ScoreOf;

use super::{Office, Problem, Row, Tables};
use crate::domain::book::Kind;
use crate::domain::review::{
    self, Count, Evidence, Marks, Review, ReviewItem, ReviewStage, Spread, adjusted,
    computed_points,
};
use crate::domain::rubric::{Basis, Rubric, RubricItem};
use crate::domain::workforce::Workforce;
use crate::schema::{Id, Score};
use std::sync::Arc;

/// One item of a review.
#[derive(Clone, Debug)]
pub struct ReviewLine {
    /// Which item of the rubric.
    pub item: Id,
    /// By what it is judged.
    pub basis: Basis,
    /// What the office calls it; empty where that is the basis's word.
    pub name: String,
    /// What the records say: now, or when the director was told.
    pub evidence: Evidence,
    /// What they say now, where that is something else than what the director was told.
    pub since: Option<Count>,
    /// Its numbers.
    pub marks: Marks,
    /// Why something else was given than was computed.
    pub reason: String,
}

/// A review as it stands, whole.
#[derive(Clone, Debug)]
pub struct ReviewSheet {
    /// The review.
    pub id: Id,
    /// What people call it.
    pub number: u32,
    /// Its fields.
    pub review: Review,
    /// Whose.
    pub worker: Id,
    /// The director's name.
    pub name: String,
    /// The village's.
    pub village: String,
    /// By which version of the rubric.
    pub rubric: Rubric,
    /// The items, in the order of the rubric.
    pub lines: Vec<ReviewLine>,
    /// The year before, where it was signed.
    pub before: Option<Score>,
    /// The signed copy that stands in its place.
    pub amended_by: Option<u32>,
    /// The number of the review that it amends.
    pub amends: Option<u32>,
}

impl ReviewSheet {
    /// How far it is.
    pub fn stage(&self) -> ReviewStage {
        self.review.stage()
    }

    fn marks(&self) -> Vec<Marks> {
        self.lines.iter().map(|line| line.marks).collect()
    }

    /// What the year comes to; none while an item has no points.
    pub fn total(&self) -> Option<Score> {
        let marks = self.marks();
        let frozen = self.review.total;
        frozen.or_else(|| review::total(&marks, self.review.extras(), &self.rubric))
    }

    /// What the records come to, of the items that have any; and the most that those can have.
    pub fn computed(&self) -> (Score, Score) {
        let counted = self.lines.iter().filter(|l| l.marks.computed.is_some());
        counted.fold((Score(0), Score(0)), |(sum, most), line| {
            let computed = line.marks.computed.unwrap_or(Score(0));
            (Score(sum.0 + computed.0), Score(most.0 + line.marks.most.0))
        })
    }

    /// The points that there are so far, as they count, and how many items have none.
    pub fn so_far(&self) -> (Score, usize) {
        let marks = self.marks();
        let sum = marks.iter().filter_map(Marks::counts).map(|s| s.0).sum();
        let open = marks.iter().filter(|m| m.counts().is_none()).count();
        (Score(sum), open)
    }

    /// The most that all items have together.
    pub fn most(&self) -> Score {
        Score(self.lines.iter().map(|l| l.marks.most.0).sum())
    }

    /// By how much the supervisor departed from the records, in tenths.
    pub fn adjusted(&self) -> i64 {
        adjusted(&self.marks())
    }

    /// In how many items.
    pub fn departures(&self) -> usize {
        let departs = |m: &Marks| m.computed.is_some() && m.counts() != m.computed;
        self.marks().iter().filter(|m| departs(m)).count()
    }

    /// Whether the year counts as passed; none while there is no total.
    pub fn passed(&self) -> Option<bool> {
        Some(self.total()? >= self.rubric.pass_line())
    }

    /// Whether it counts beside the others of its year: a draft of an amendment stands in nobody's
    /// place yet.
    pub fn counts(&self) -> bool {
        self.review.amends.is_none() || self.stage() == ReviewStage::Signed
    }
}

impl Office {
    /// A review as it stands.
    ///
    /// # Errors
    /// No such review.
    pub fn review(&self, id: Id) -> Result<ReviewSheet, Problem> {
        self.require(Kind::Review)?;
        let tables = self.tables();
        let row = tables.row(Kind::Review, id).filter(|row| !row.retired);
        let row = row.ok_or_else(no_review)?;
        let workforce = tables.workforce();
        self.sheet(&tables, &workforce, row).ok_or_else(no_review)
    }

    /// The reviews of a year by village and name, without those that a signed copy stands in the
    /// place of.
    pub fn reviews(&self, year: i32) -> Vec<ReviewSheet> {
        let tables = self.tables();
        let workforce = tables.workforce();
        let of_year = |row: &&Arc<Row>| review_of(row).is_some_and(|review| review.year() == year);
        let rows = tables.live(Kind::Review).filter(of_year);
        let sheets = rows.filter_map(|row| self.sheet(&tables, &workforce, row));
        let mut sheets: Vec<ReviewSheet> = sheets.filter(|s| s.amended_by.is_none()).collect();
        // A village's id follows its code, so the list walks through the township.
        sheets.sort_by(|a, b| {
            (a.review.village, &a.name, a.number).cmp(&(b.review.village, &b.name, b.number))
        });
        sheets
    }

    /// How the totals of a year lie beside each other.
    pub fn review_spread(&self, sheets: &[ReviewSheet]) -> Option<Spread> {
        let counting = sheets.iter().filter(|sheet| sheet.counts());
        let totals: Vec<Score> = counting.filter_map(ReviewSheet::total).collect();
        review::spread(&totals)
    }

    /// The years that have reviews, and this one, the latest first.
    pub fn review_years(&self) -> Vec<i32> {
        let tables = self.tables();
        let all = tables.all::<Review>(Kind::Review);
        let mut years: Vec<i32> = all.map(|(_, review)| review.year()).collect();
        years.push(self.today().year());
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        years
    }

    /// The review of a director's year that counts, if there is one: the one still being written
    /// before the one that it amends.
    pub fn review_of(&self, worker: Id, year: i32) -> Option<Id> {
        let tables = self.tables();
        let of_year = tables.leading_to(worker, Kind::Review).filter_map(|row| {
            let review = review_of(row).filter(|review| review.year() == year)?;
            Some((tables.amended_by(row.id).is_some(), review.signed, row.id))
        });
        let open = of_year.min_by_key(|(amended, signed, id)| {
            (*amended, signed.is_some(), std::cmp::Reverse(*id))
        });
        open.map(|(.., id)| id)
    }

    fn sheet(&self, tables: &Tables, workforce: &Workforce<'_>, row: &Row) -> Option<ReviewSheet> {
        let review = review_of(row)?.clone();
        let worker = review.worker?;
        let rubric: Rubric = tables
            .get::<Rubric>(Kind::Rubric, review.rubric?)
            .cloned()
            .unwrap_or_default();
        let now = self.evidence(tables, workforce, row);
        let stored = tables.review_items(row.id);
        let mut lines = Vec::new();
        // What was told stands by itself; a draft follows its rubric.
        if stored.iter().any(|(_, item)| item.frozen()) {
            lines.extend(stored.iter().filter_map(|(_, item)| frozen(item, &now)));
        } else {
            for (id, item) in tables.rubric_items(review.rubric?) {
                let kept = stored.iter().find(|(_, kept)| kept.item == Some(id));
                lines.extend(live(id, item, kept.map(|(_, kept)| *kept), &now));
            }
        }
        let before = tables
            .leading_to(worker, Kind::Review)
            .filter(|row| tables.amended_by(row.id).is_none())
            .filter_map(|row| review_of(row))
            .filter(|other| other.year() == review.year() - 1 && other.signed.is_some())
            .find_map(|other| other.total);
        let number = |id: Id| tables.row(Kind::Review, id).map(|row| row.number);
        Some(ReviewSheet {
            id: row.id,
            number: row.number,
            worker,
            name: tables.label(Kind::Worker, worker),
            village: review
                .village
                .map_or_else(String::new, |id| tables.label(Kind::Village, id)),
            rubric,
            lines,
            before,
            amended_by: tables.amended_by(row.id).and_then(number),
            amends: review.amends.and_then(number),
            review,
        })
    }
}

/// An item as it was told.
fn frozen(item: &ReviewItem, now: &dyn Fn(Basis) -> Evidence) -> Option<ReviewLine> {
    let basis = item.basis?;
    let count = item.count();
    let today = now(basis);
    let evidence = match count {
        Some(count) => Evidence::Counted(count),
        None if basis.computed() => Evidence::Hidden,
        None => Evidence::NoRecords,
    };
    Some(ReviewLine {
        item: item.item?,
        basis,
        name: item.name.clone(),
        evidence,
        since: today
            .count()
            .filter(|today| count.is_some_and(|c| c != *today)),
        marks: Marks {
            most: item.points?,
            computed: item.computed,
            given: item.given,
        },
        reason: item.reason.clone(),
    })
}

/// An item of a draft.
fn live(
    id: Id,
    item: &RubricItem,
    kept: Option<&ReviewItem>,
    now: &dyn Fn(Basis) -> Evidence,
) -> Option<ReviewLine> {
    let (basis, most) = (item.basis?, item.points?);
    let evidence = now(basis);
    Some(ReviewLine {
        item: id,
        basis,
        name: item.name.clone(),
        evidence,
        since: None,
        marks: Marks {
            most,
            computed: evidence.count().map(|count| computed_points(most, count)),
            given: kept.and_then(|kept| kept.given),
        },
        reason: kept.map_or_else(String::new, |kept| kept.reason.clone()),
    })
}

impl Tables {
    /// The items of a rubric, in the order in which they were added.
    pub(super) fn rubric_items(&self, rubric: Id) -> Vec<(Id, &RubricItem)> {
        let rows = self.leading_to(rubric, Kind::RubricItem);
        rows.filter_map(|row| Some((row.id, <&RubricItem>::try_from(&row.record).ok()?)))
            .collect()
    }

    /// What is stored of a review's items, in the order of the rubric.
    pub(super) fn review_items(&self, review: Id) -> Vec<(&Arc<Row>, &ReviewItem)> {
        let rows = self.leading_to(review, Kind::ReviewItem);
        let mut items: Vec<(&Arc<Row>, &ReviewItem)> = rows
            .filter_map(|row| Some((row, <&ReviewItem>::try_from(&row.record).ok()?)))
            .collect();
        items.sort_by_key(|(_, item)| item.item);
        items
    }

    /// The signed review that amends this one.
    pub(super) fn amended_by(&self, review: Id) -> Option<Id> {
        let mut copies = self.leading_to(review, Kind::Review);
        let signed = |row: &&Arc<Row>| review_of(row).is_some_and(|r| r.signed.is_some());
        copies.find(signed).map(|row| row.id)
    }
}

fn review_of(row: &Row) -> Option<&Review> {
    <&Review>::try_from(&row.record).ok()
}

fn no_review() -> Problem {
    Problem::new("problem-no-such-record").with("kind", Kind::Review.name())
}
