//! Which cells of a table of counts are hidden so that nobody can be made out: few children live in a
//! village, and a small number is close to a name (domain facts, section 8: cells under 5).
//!
//! Pure numbers; knows no records and no words.

/// Counts from 1 below this are hidden. Ours (本地默认).
pub const SMALL: u64 = 5;

/// A count and what it is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// How many.
    pub count: u64,
    /// Of how many; the count itself where it is no part.
    pub of: u64,
}

impl Part {
    /// Whether it, or what is left of the whole, is so few that they could be named.
    fn small(self) -> bool {
        let few = |n: u64| (1..SMALL).contains(&n);
        few(self.count) || few(self.of.saturating_sub(self.count))
    }
}

/// What is hidden of one line of counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// Each cell.
    pub cells: Vec<bool>,
    /// Their sum.
    pub total: bool,
}

/// Hides small cells, and as many more, the smallest first, as it takes that the sum doesn't give
/// them away: what is hidden could be at least [`SMALL`] in any one cell. Where no cell is left to
/// hide, the sum goes, too.
pub fn hide(parts: &[Part]) -> Hidden {
    let mut cells: Vec<bool> = parts.iter().map(|part| part.small()).collect();
    let whole = Part {
        count: parts.iter().map(|p| p.count).sum(),
        of: parts.iter().map(|p| p.of).sum(),
    };
    while !safe(parts, &cells) {
        let shown = parts.iter().zip(&cells).enumerate();
        let shown = shown.filter(|(_, (part, hidden))| !**hidden && part.count > 0);
        let Some((next, _)) = shown.min_by_key(|(at, (part, _))| (part.count, *at)) else {
            return Hidden { cells, total: true };
        };
        cells[next] = true;
    }
    let total = whole.small();
    Hidden { cells, total }
}

/// Whether the sum of what is hidden leaves it open what each cell is, and what is left of each.
fn safe(parts: &[Part], hidden: &[bool]) -> bool {
    let hidden: Vec<&Part> = parts
        .iter()
        .zip(hidden)
        .filter(|(_, h)| **h)
        .map(|(p, _)| p)
        .collect();
    let cells = hidden.len() as u64;
    let open = |sum: u64| sum >= cells - 1 + SMALL;
    let sum = hidden.iter().map(|p| p.count).sum();
    let left: u64 = hidden.iter().map(|p| p.of - p.count).sum();
    // Where nobody is left in any of them, there is nobody to be made out.
    cells == 0 || (cells > 1 && open(sum) && (left == 0 || open(left)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn alone(counts: &[u64]) -> Vec<Part> {
        let part = |count: &u64| Part {
            count: *count,
            of: *count,
        };
        counts.iter().map(part).collect()
    }

    fn hidden(counts: &[u64]) -> (Vec<bool>, bool) {
        let hidden = hide(&alone(counts));
        (hidden.cells, hidden.total)
    }

    #[test]
    fn one_small_cell_takes_the_next_with_it() {
        assert_eq!(hidden(&[12, 3, 8]), (vec![false, true, true], false));
        assert_eq!(hidden(&[12, 0, 8]), (vec![false; 3], false));
        // Two ones add up to two: both would be known.
        assert_eq!(hidden(&[1, 1, 9]), (vec![true, true, true], false));
        assert_eq!(hidden(&[4]), (vec![true], true));
        assert_eq!(hidden(&[2, 1]), (vec![true, true], true));
        assert_eq!(hidden(&[]), (vec![], false));
    }

    #[test]
    fn nearly_all_tells_of_the_few_that_are_not() {
        let parts = [
            Part { count: 18, of: 20 },
            Part { count: 10, of: 30 },
            Part { count: 9, of: 40 },
        ];
        assert_eq!(hide(&parts).cells, [true, false, true]);
        let none_left = [Part { count: 20, of: 20 }];
        assert_eq!(hide(&none_left).cells, [false]);
    }

    proptest! {
        /// Nobody who sees the table and its sum can work out a small number.
        #[test]
        fn every_small_cell_could_be_another(counts in prop::collection::vec(0u64..12, 1..6)) {
            let (cells, total) = hidden(&counts);
            for (count, hidden) in counts.iter().zip(&cells) {
                prop_assert!(*hidden || !(1..SMALL).contains(count));
            }
            let sum: u64 = counts.iter().sum();
            prop_assert!(total || !(1..SMALL).contains(&sum));
            if total {
                return Ok(());
            }
            let shown: u64 = counts.iter().zip(&cells).filter(|(_, h)| !**h).map(|(c, _)| c).sum();
            let hidden = cells.iter().filter(|h| **h).count() as u64;
            if hidden > 0 {
                // Any one of them may be from 1 up to this, if the others are 1 or more.
                prop_assert!(hidden > 1);
                prop_assert!(sum - shown - (hidden - 1) >= SMALL);
            }
        }
    }
}
