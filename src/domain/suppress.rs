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
    use std::collections::BTreeSet;

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

    /// What is published of each: nothing, how many of whom, or only of how many; then of all.
    type Published = Vec<[Option<u64>; 2]>;

    /// As the table of indicators does it: where a whole is hidden, so is its part.
    fn published(parts: &[Part]) -> Published {
        let wholes: Vec<u64> = parts.iter().map(|p| p.of).collect();
        let (of_parts, of_wholes) = (hide(parts), hide(&alone(&wholes)));
        let whole = Part {
            count: parts.iter().map(|p| p.count).sum(),
            of: wholes.iter().sum(),
        };
        let gone = of_parts.cells.iter().zip(&of_wholes.cells);
        let gone = gone.chain([(&of_parts.total, &of_wholes.total)]);
        let shown = parts.iter().chain([&whole]).zip(gone);
        shown
            .map(|(part, (part_gone, whole_gone))| {
                let count = (!part_gone && !whole_gone).then_some(part.count);
                [count, (!whole_gone).then_some(part.of)]
            })
            .collect()
    }

    /// All that each could be, found by trying: every filling that agrees with what is published.
    /// Of each the count, the whole, and what is left of it.
    fn fillings(shown: &[[Option<u64>; 2]], most: u64) -> Vec<[BTreeSet<u64>; 3]> {
        let (total, cells) = shown.split_last().expect("a total");
        let mut could = vec![[const { BTreeSet::new() }; 3]; cells.len()];
        let mut fillings: Vec<Vec<[u64; 2]>> = vec![Vec::new()];
        for [count, of] in cells {
            let ofs = of.map_or(0..=most, |of| of..=of);
            let pairs = ofs.flat_map(|of| (0..=of).map(move |count| [count, of]));
            let pairs: Vec<_> = pairs
                .filter(|[n, _]| count.is_none_or(|c| c == *n))
                .collect();
            let longer = |filling: &Vec<[u64; 2]>| {
                let filling = filling.clone();
                let with = |pair: &[u64; 2]| [&filling[..], &[*pair]].concat();
                pairs.iter().map(with).collect::<Vec<_>>()
            };
            fillings = fillings.iter().flat_map(longer).collect();
        }
        for filling in fillings {
            let sum = |at: usize| filling.iter().map(|pair| pair[at]).sum::<u64>();
            if (0..2).all(|at| total[at].is_none_or(|total| total == sum(at))) {
                for (could, pair) in could.iter_mut().zip(&filling) {
                    could[0].insert(pair[0]);
                    could[1].insert(pair[1]);
                    could[2].insert(pair[1] - pair[0]);
                }
            }
        }
        could
    }

    fn parts() -> impl Strategy<Value = Vec<Part>> {
        // Up to three, for all fillings are tried; some full, some nearly.
        let part = (0u64..12, 0u64..12, 0..3u8).prop_map(|(of, count, near)| Part {
            count: match near {
                0 => of,
                1 => of.saturating_sub(count % 3),
                _ => count.min(of),
            },
            of,
        });
        prop::collection::vec(part, 1..4)
    }

    proptest! {
        /// Nobody who sees the table and its sums can work out a number that is hidden.
        #[test]
        fn every_hidden_number_could_be_another(parts in parts()) {
            let shown = published(&parts);
            let small = |n: u64| (1..SMALL).contains(&n);
            for [count, of] in &shown {
                prop_assert!(!count.is_some_and(small) && !of.is_some_and(small));
                let left = of.zip(*count).map(|(of, count)| of - count);
                prop_assert!(!left.is_some_and(small));
            }
            let could = fillings(&shown, 14);
            for (([count, of], could), part) in shown.iter().zip(&could).zip(&parts) {
                prop_assert!(could[0].contains(&part.count) && could[1].contains(&part.of));
                prop_assert!(count.is_some() || could[0].len() > 1, "{:?} {:?}", shown, could);
                prop_assert!(of.is_some() || could[1].len() > 1, "{:?} {:?}", shown, could);
                // Nor that it is a small one, nor that few are left; unless nobody can be.
                let open = |at: usize| could[at].last().is_some_and(|n| *n == 0 || *n >= SMALL);
                prop_assert!(count.is_some() || open(0) && open(2), "{:?} {:?}", shown, could);
                prop_assert!(of.is_some() || open(1), "{:?} {:?}", shown, could);
            }
        }
    }
}
