//! What the records say of a director's year, and which records say so.

use super::{no_review, review_of};
use crate::domain::book::Kind;
use crate::domain::child::Child;
use crate::domain::due::File;
use crate::domain::finding::Finding;
use crate::domain::inspection::Inspection;
use crate::domain::post::Post;
use crate::domain::review::{self, Behind, Count, Evidence, Review};
use crate::domain::rubric::Basis;
use crate::domain::workforce::Workforce;
use crate::schema::{Day, Id};
use crate::service::{Office, Problem, Row, Tables};

impl Office {
    /// The records behind an item's number as they are now, those that were missed first.
    ///
    /// # Errors
    /// No such review, or the role may not see these records.
    pub fn behind(&self, review: Id, basis: Basis) -> Result<Vec<Behind>, Problem> {
        if basis == Basis::Files {
            self.require(Kind::Child)?;
        }
        let tables = self.tables();
        let row = tables.row(Kind::Review, review).ok_or_else(no_review)?;
        let review = review_of(row).ok_or_else(no_review)?;
        let workforce = tables.workforce();
        Ok(self
            .records(&tables, &workforce, review, basis)
            .unwrap_or_default())
    }

    /// What the records say of each item of a review, worked out as it is asked.
    pub(super) fn evidence(
        &self,
        tables: &Tables,
        workforce: &Workforce<'_>,
        row: &Row,
    ) -> impl Fn(Basis) -> Evidence {
        move |basis| {
            if basis == Basis::Files && !self.may(Kind::Child) {
                return Evidence::Hidden;
            }
            let records = review_of(row).and_then(|r| self.records(tables, workforce, r, basis));
            match records {
                Some(behind) => Evidence::Counted(Count::of(&behind)),
                None => Evidence::NoRecords,
            }
        }
    }

    fn records(
        &self,
        tables: &Tables,
        workforce: &Workforce<'_>,
        review: &Review,
        basis: Basis,
    ) -> Option<Vec<Behind>> {
        let worker = review.worker?;
        let year = review.year();
        let day = as_of(year, self.today());
        match basis {
            Basis::Files => {
                let posts = held(workforce, worker, year, day);
                let villages = villages(&posts);
                let children = villages
                    .iter()
                    .flat_map(|v| tables.leading_to(*v, Kind::Child));
                let files = children.filter_map(|row| {
                    let child = <&Child>::try_from(&row.record).ok()?;
                    Some(File {
                        id: row.id,
                        family: tables.family(child),
                        changed: Day::of_millis(row.time),
                        director: Some(worker),
                    })
                });
                Some(review::files(files, day))
            }
            Basis::Training => Some(review::training(workforce, worker, year, day)),
            Basis::Checks => {
                let posts = workforce.posts_of(worker);
                let villages = villages(posts);
                let rows = villages
                    .iter()
                    .flat_map(|v| tables.leading_to(*v, Kind::Inspection));
                let inspections = rows
                    .filter_map(|row| Some((row.id, <&Inspection>::try_from(&row.record).ok()?)));
                Some(review::checks(inspections, posts, year))
            }
            Basis::Findings => {
                let rows = tables.leading_to(worker, Kind::Finding);
                let findings =
                    rows.filter_map(|row| Some((row.id, <&Finding>::try_from(&row.record).ok()?)));
                Some(review::findings(findings, worker, year, day))
            }
            _ => None,
        }
    }
}

/// The day on which a year is looked at: today, or its last day once it is over.
pub(super) fn as_of(year: i32, today: Day) -> Day {
    Day::from_ymd(year, 12, 31).map_or(today, |end| end.min(today))
}

/// The posts in villages that are held on a day; where there are none, those of the year.
fn held<'a>(workforce: &Workforce<'a>, worker: Id, year: i32, day: Day) -> Vec<(Id, &'a Post)> {
    let posts = workforce.posts_of(worker).iter();
    let now: Vec<_> = posts
        .filter(|(_, post)| post.holds_on(day))
        .copied()
        .collect();
    if !now.is_empty() {
        return now;
    }
    let posts = workforce.posts_of(worker).iter();
    posts
        .filter(|(_, post)| post.in_year(year))
        .copied()
        .collect()
}

/// Each village of these posts once.
fn villages(posts: &[(Id, &Post)]) -> Vec<Id> {
    let mut villages: Vec<Id> = posts.iter().filter_map(|(_, post)| post.village).collect();
    villages.sort_unstable();
    villages.dedup();
    villages
}
