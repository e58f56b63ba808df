//! How a year's totals lie beside each other, so that one supervisor's yardstick is the same for
//! everybody.

use crate::schema::Score;

/// A year's totals beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// How many there are.
    pub count: usize,
    /// The lowest.
    pub lowest: Score,
    /// The middle one; of an even number the mean of the two, a half tenth upwards.
    pub middle: Score,
    /// The highest.
    pub highest: Score,
    /// What is below this lies apart.
    pub low_fence: i64,
    /// What is above this lies apart.
    pub high_fence: i64,
}

impl Spread {
    /// Whether a total lies apart from the others: more than one and a half times as far outside
    /// the middle half as that half is wide (Tukey's rule).
    pub fn apart(&self, total: Score) -> bool {
        total.0 < self.low_fence || total.0 > self.high_fence
    }
}

/// Fewer totals than this tell nothing of who lies apart.
const FEWEST: usize = 4;
/// So many tenths of a point to either side are never apart, however alike the others are.
const NEAR: i64 = 50;

/// How totals lie beside each other; none where there are none.
pub fn spread(totals: &[Score]) -> Option<Spread> {
    let mut all: Vec<i64> = totals.iter().map(|s| s.0).collect();
    all.sort_unstable();
    let (lowest, highest) = (*all.first()?, *all.last()?);
    let middle = median(&all);
    // The lower and the upper half, both without the middle one of an odd number.
    let half = all.len() / 2;
    let (first, third) = if all.len() < FEWEST {
        (middle, middle)
    } else {
        (median(&all[..half]), median(&all[all.len() - half..]))
    };
    let reach = ((third - first) * 3 / 2).max(NEAR);
    let few = all.len() < FEWEST;
    Some(Spread {
        count: all.len(),
        lowest: Score(lowest),
        middle: Score(middle),
        highest: Score(highest),
        low_fence: if few { i64::MIN } else { first - reach },
        high_fence: if few { i64::MAX } else { third + reach },
    })
}

/// The middle of a sorted row that isn't empty.
fn median(sorted: &[i64]) -> i64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        sorted[middle]
    } else {
        (sorted[middle - 1] + sorted[middle] + 1) / 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(totals: &[i64]) -> Option<Spread> {
        let totals: Vec<Score> = totals.iter().copied().map(Score).collect();
        spread(&totals)
    }

    #[test]
    fn who_lies_far_outside_the_middle_half_lies_apart() {
        assert_eq!(of(&[]), None);
        let all = [712, 840, 845, 850, 854, 856, 860, 863, 900, 965];
        let spread = of(&all).unwrap();
        let shown = (spread.lowest.0, spread.middle.0, spread.highest.0);
        assert_eq!(shown, (712, 855, 965));
        let apart: Vec<i64> = all
            .into_iter()
            .filter(|t| spread.apart(Score(*t)))
            .collect();
        // The middle half is 845 to 863, so never nearer than 50.
        assert_eq!(apart, [712, 965]);
    }

    #[test]
    fn few_or_alike_are_not_apart() {
        let few = of(&[100, 900, 905]).unwrap();
        assert!(!few.apart(Score(100)));
        assert_eq!(few.middle, Score(900));
        let alike = of(&[850, 850, 850, 850, 860]).unwrap();
        assert!(!alike.apart(Score(860)));
        assert!(alike.apart(Score(790)));
    }
}
