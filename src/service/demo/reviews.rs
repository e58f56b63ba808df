//! Invented reviews: last year's, signed, and this year's drafts of a few directors, so that there
//! is something to compare and something to go on with.

use super::{Dice, Inventor, Scale};
use crate::domain::book::{Kind, Record};
use crate::domain::divisions;
use crate::domain::review::{
    Count, Marks, Review, ReviewItem, ReviewStage, computed_points, total,
};
use crate::domain::rubric::{Basis, DEFAULT, Rubric, RubricItem};
use crate::domain::village::Village;
use crate::schema::{Day, Id, Score};
use crate::store::Op;

/// Whose year was the odd one out, of those who have one.
const LOW: usize = 5;
/// Directors with a draft of this year.
const DRAFTS: usize = 3;

/// A director as a review knows them.
struct Director {
    worker: Id,
    village: Id,
    since: Day,
}

impl Inventor<'_> {
    /// Reviews of a township, in a county of its first; the province is for measuring lists, and has
    /// none.
    pub(super) fn reviews(&mut self, scale: Scale, seed: u64, villages: &[Id]) {
        if scale == Scale::Province {
            return;
        }
        let first = self.first_township(villages);
        let villages = first.as_slice();
        let mut dice = Dice::new(seed ^ 0x0076_6965_7765_7221);
        let year = self.today.year();
        let last = year - 1;
        let rubric = Rubric::ours(last);
        let id = self.add(rubric.clone());
        let items: Vec<(Id, Basis, Score)> = DEFAULT
            .into_iter()
            .map(|(basis, points)| {
                let points = Score(points * 10);
                let item = RubricItem {
                    rubric: Some(id),
                    basis: Some(basis),
                    points: Some(points),
                    ..RubricItem::default()
                };
                (self.add(item), basis, points)
            })
            .collect();
        let directors = self.in_charge(villages);
        let middle = Day::from_ymd(last, 7, 1);
        let whole = directors.iter().filter(|d| Some(d.since) < middle);
        for (n, director) in whole.enumerate() {
            let review = Review {
                rubric: Some(id),
                ..about(director, last)
            };
            self.signed_review(review, &rubric, &items, n == LOW, &mut dice);
        }
        for (n, director) in directors.iter().take(DRAFTS).enumerate() {
            let review = Review {
                rubric: Some(id),
                self_score: (n == 0).then_some(Score(860)),
                village_score: (n == 0).then_some(Score(900)),
                ..about(director, year)
            };
            let review = self.add(review);
            // The first has all its points, the second some, the third none.
            let scored = [items.len(), 3, 0][n];
            for (item, basis, most) in items.iter().take(scored) {
                if basis.computed() {
                    continue;
                }
                self.add(ReviewItem {
                    review: Some(review),
                    item: Some(*item),
                    basis: Some(*basis),
                    given: Some(by_hand(*most, &mut dice)),
                    ..ReviewItem::default()
                });
            }
        }
    }

    /// The villages that lie in the township of the first.
    fn first_township(&self, villages: &[Id]) -> Vec<Id> {
        let tables = self.office.tables();
        let township = |id: &Id| {
            let village = tables.get::<Village>(Kind::Village, *id);
            village.and_then(|v| divisions::township_of(&v.code))
        };
        let first = villages.first().and_then(township);
        let here = villages.iter().filter(|id| township(id) == first);
        here.copied().collect()
    }

    /// Who is in post in which village, of those invented, in the order of the villages.
    fn in_charge(&self, villages: &[Id]) -> Vec<Director> {
        let mut all: Vec<Director> = self
            .items
            .iter()
            .filter_map(|item| match &item.op {
                Op::Put(Record::Post(post)) if post.to.is_none() => Some(Director {
                    worker: post.worker?,
                    village: post.village?,
                    since: post.from?,
                }),
                _ => None,
            })
            .collect();
        all.retain(|d| villages.contains(&d.village));
        all.sort_by_key(|d| villages.iter().position(|v| *v == d.village));
        all
    }

    /// A review that went all the way, with what was told then.
    fn signed_review(
        &mut self,
        review: Review,
        rubric: &Rubric,
        items: &[(Id, Basis, Score)],
        low: bool,
        dice: &mut Dice,
    ) {
        let december = |day| Day::from_ymd(review.year(), 12, day);
        let lines: Vec<ReviewItem> = items
            .iter()
            .map(|(item, basis, most)| invented(*item, *basis, *most, low, dice))
            .collect();
        let marks: Vec<Marks> = lines
            .iter()
            .map(|line| Marks {
                most: line.points.unwrap_or(Score(0)),
                computed: line.computed,
                given: line.given,
            })
            .collect();
        let computed = marks.iter().filter_map(|m| m.computed).map(|s| s.0).sum();
        let total = total(&marks, review.extras(), rubric);
        let shown = total.map_or(0, |total| total.0);
        let near = |dice: &mut Dice| {
            let off = i64::try_from(dice.below(60)).unwrap_or(0);
            Some(Score((shown + off).min(1000) / 10 * 10))
        };
        let review = Review {
            stage: Some(ReviewStage::Signed),
            told: december(8),
            heard: december(10),
            signed: december(15),
            opinion: "没有意见".into(),
            self_score: near(dice),
            village_score: near(dice),
            computed: Some(Score(computed)),
            total,
            ..review
        };
        let id = self.add(review);
        for line in lines {
            self.add(ReviewItem {
                review: Some(id),
                ..line
            });
        }
    }
}

fn about(director: &Director, year: i32) -> Review {
    Review {
        worker: Some(director.worker),
        village: Some(director.village),
        year: Some(year.into()),
        stage: Some(ReviewStage::Draft),
        ..Review::default()
    }
}

/// Points by hand: four fifths of the maximum or more, in halves.
fn by_hand(most: Score, dice: &mut Dice) -> Score {
    let step = i64::try_from(dice.below(5)).unwrap_or(0);
    Score(most.0 * (80 + step * 4) / 100 / 5 * 5)
}

/// An item as it was told.
fn invented(item: Id, basis: Basis, most: Score, low: bool, dice: &mut Dice) -> ReviewItem {
    let mut line = ReviewItem {
        item: Some(item),
        basis: Some(basis),
        points: Some(most),
        ..ReviewItem::default()
    };
    if !basis.computed() {
        let given = by_hand(most, dice);
        line.given = Some(Score(if low { given.0 * 4 / 5 } else { given.0 }));
        return line;
    }
    let due = if basis == Basis::Files {
        4 + u32::try_from(dice.below(4)).unwrap_or(0)
    } else {
        1
    };
    let missed = u32::from(low || (basis == Basis::Files && dice.once_in(2)));
    let count = Count {
        met: due - missed,
        due,
    };
    let computed = computed_points(most, count);
    line.met = Some(count.met.into());
    line.due = Some(count.due.into());
    line.computed = Some(computed);
    if basis == Basis::Files && missed > 0 && dice.once_in(3) {
        line.given = Some(Score((computed.0 + 15).min(most.0)));
        line.reason = "补档案已在路上".into();
    }
    line
}
