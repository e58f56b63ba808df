//! Beginning the reviews of a year: a draft for every director in post that has none.

use super::evidence::as_of;
use super::{no_review, review_of};
use crate::domain::book::Kind;
use crate::domain::review::{Review, ReviewStage};
use crate::domain::worker::WorkerRole;
use crate::schema::{Id, text};
use crate::service::office::{chunks, put};
use crate::service::{Act, Office, Problem};
use crate::store::{ItemChange, Op};

/// What came of beginning a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The new drafts.
    pub reviews: Vec<Id>,
    /// How many directors had a review already.
    pub before: usize,
    /// Whether the rubric was stored just now: ours, since the office had none for this year.
    pub ours: bool,
}

impl Office {
    /// Begins the reviews of a year: for every director in post on its last day or today, or for
    /// one. One undo takes all of them back.
    ///
    /// # Errors
    /// A year that hasn't come yet; nobody is left to begin one for; the rubric has no items; what
    /// the store refuses.
    pub fn begin_reviews(&self, year: i32, only: Option<Id>) -> Result<Begun, Problem> {
        self.require(Kind::Review)?;
        let today = self.today();
        if year > today.year() || year < 2000 {
            return Err(Problem::new("problem-review-year").with("year", year));
        }
        let (wanted, before) = {
            let tables = self.tables();
            let workforce = tables.workforce();
            let day = as_of(year, today);
            let in_post = workforce.workers.iter().filter_map(|(id, worker)| {
                let director = worker.role == Some(WorkerRole::Director);
                let village = workforce.village_of(*id, day);
                let asked = only.is_none_or(|only| only == *id);
                // Whoever is named may have left in the course of the year.
                let village = village.or_else(|| {
                    let posts = workforce.posts_of(*id).iter().rev();
                    let mut posts = posts.filter(|(_, p)| only.is_some() && p.in_year(year));
                    posts.find_map(|(_, post)| post.village)
                })?;
                (director && asked).then_some((*id, village))
            });
            let has = |worker: Id| {
                let mut reviews = tables.leading_to(worker, Kind::Review);
                reviews.any(|row| review_of(row).is_some_and(|r| r.year() == year))
            };
            let (had, mut new): (Vec<_>, Vec<_>) = in_post.partition(|(id, _)| has(*id));
            new.sort_unstable_by_key(|(worker, village)| (*village, *worker));
            (new, had.len())
        };
        if wanted.is_empty() {
            let key = match (before, only) {
                (0, Some(_)) => "problem-review-no-post",
                (0, None) => "problem-review-nobody",
                _ => "problem-review-there",
            };
            return Err(Problem::new(key).with("year", year));
        }
        let (rubric, mut items) = self.rubric_for(year)?;
        let ours = !items.is_empty();
        let mut reviews = Vec::new();
        for (worker, village) in wanted {
            let id = self.setup().new_id();
            reviews.push(id);
            let review = Review {
                worker: Some(worker),
                village: Some(village),
                year: Some(year.into()),
                rubric: Some(rubric),
                stage: Some(ReviewStage::Draft),
                ..Review::default()
            };
            items.push(put(id, None, review.into()));
        }
        self.commit_group(Act::Review, "", chunks(items), &mut |_, _| true)?;
        Ok(Begun {
            reviews,
            before,
            ours,
        })
    }

    /// Takes a draft out of use, with what was given in it.
    ///
    /// # Errors
    /// No reason, not a draft, no such review, what the store refuses.
    pub fn drop_review(&self, id: Id, reason: &str) -> Result<(), Problem> {
        self.require(Kind::Review)?;
        if text::clean(reason).is_empty() {
            return Err(Problem::new("problem-needs-reason"));
        }
        let items: Vec<ItemChange> = {
            let tables = self.tables();
            let row = tables.row(Kind::Review, id).filter(|row| !row.retired);
            let row = row.ok_or_else(no_review)?;
            let review = review_of(row).ok_or_else(no_review)?;
            if review.stage() != ReviewStage::Draft {
                return Err(super::stages::not_a_draft(review.stage()));
            }
            let gone = |kind, row: &crate::service::Row| ItemChange {
                id: row.id,
                op: Op::Retire(kind),
                base: Some(row.revision),
            };
            let items = tables.review_items(id).into_iter();
            let items = items.map(|(row, _)| gone(Kind::ReviewItem, row));
            items.chain([gone(Kind::Review, row)]).collect()
        };
        self.commit(Act::Retire, reason, items)?;
        Ok(())
    }
}
