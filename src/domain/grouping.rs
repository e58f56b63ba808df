//! Who of many townships is trained together: groups of neighbours, none over its capacity. The
//! same people always make the same groups. How it is done is ours (本地默认): no text says it.
//!
//! Townships stay in the order of their codes, and a group is a run of them, since codes that
//! follow each other mostly lie side by side. None is torn apart unless it has more people than a
//! group has room for. Of all such groupings the one with fewest groups is taken; of those the one
//! that joins least across borders of counties and of streets, towns and townships; of those the
//! most even one.

use crate::schema::Id;
use std::collections::BTreeMap;

/// The people of a township, or as many of them as come together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The township's digits.
    pub code: String,
    /// Who.
    pub people: Vec<Id>,
}

/// A group: townships side by side.
pub type Group = Vec<Part>;

/// How far two townships that follow each other lie apart, by their codes: another county, or
/// another sort (streets are 0, towns 1, townships 2 and more in the seventh place).
fn distance(a: &str, b: &str) -> usize {
    let differs = |end: usize| a.get(..end) != b.get(..end);
    if differs(6) {
        10
    } else {
        usize::from(differs(7))
    }
}

/// A township that is too big for one group, in pieces as even as can be; the others whole.
fn pieces((code, people): (String, Vec<Id>), capacity: usize) -> Vec<Part> {
    let count = people.len().div_ceil(capacity);
    let mut people = people.into_iter();
    let mut left = people.len();
    let piece = |n: usize| {
        let take = left.div_ceil(count - n);
        left -= take;
        Part {
            code: code.clone(),
            people: people.by_ref().take(take).collect(),
        }
    };
    (0..count).map(piece).collect()
}

/// What a grouping costs: groups, distances inside them, how uneven they are.
type Cost = (usize, usize, usize);

/// Proposes groups of at most `capacity` people; none where there is nobody, or no room at all.
pub fn propose(townships: BTreeMap<String, Vec<Id>>, capacity: usize) -> Vec<Group> {
    if capacity == 0 {
        return Vec::new();
    }
    let parts: Vec<Part> = townships
        .into_iter()
        .flat_map(|township| pieces(township, capacity))
        .collect();
    // The best grouping of the first n parts: its cost, and where its last group begins.
    let mut best: Vec<(Cost, usize)> = vec![((0, 0, 0), 0)];
    for end in 1..=parts.len() {
        let (mut people, mut apart) = (0, 0);
        let mut found: Option<(Cost, usize)> = None;
        for begin in (0..end).rev() {
            people += parts[begin].people.len();
            if people > capacity {
                break;
            }
            if begin + 1 < end {
                apart += distance(&parts[begin].code, &parts[begin + 1].code);
            }
            let ((groups, distances, uneven), _) = best[begin];
            let cost = (groups + 1, distances + apart, uneven + people * people);
            if found.is_none_or(|(least, _)| cost < least) {
                found = Some((cost, begin));
            }
        }
        // A part alone always has room, so something was found.
        best.push(found.unwrap_or(((usize::MAX, 0, 0), end - 1)));
    }
    let mut ends = Vec::new();
    let mut end = parts.len();
    while end > 0 {
        ends.push(end);
        end = best[end].1;
    }
    let mut parts = parts.into_iter();
    let mut begin = 0;
    let group = |end: usize| {
        let group = parts.by_ref().take(end - begin).collect();
        begin = end;
        group
    };
    ends.into_iter().rev().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn people(sizes: &[usize]) -> BTreeMap<String, Vec<Id>> {
        let mut next = 0_u128;
        let code = |i: usize| {
            format!(
                "3507{:02}{:03}",
                i / 7,
                [1, 2, 3, 100, 101, 102, 200][i % 7]
            )
        };
        let mut township = |(i, size): (usize, &usize)| {
            let ids = (0..*size).map(|_| {
                next += 1;
                Id(next.to_be_bytes())
            });
            (code(i), ids.collect())
        };
        sizes.iter().enumerate().map(&mut township).collect()
    }

    fn sizes(groups: &[Group]) -> Vec<usize> {
        let size = |group: &Group| group.iter().map(|part| part.people.len()).sum();
        groups.iter().map(size).collect()
    }

    /// Townships one after the other, a new group whenever the next has no room.
    fn greedy(townships: &BTreeMap<String, Vec<Id>>, capacity: usize) -> usize {
        let (mut groups, mut room) = (0, 0);
        for size in townships.values().map(Vec::len) {
            for piece in pieces((String::new(), vec![Id([0; 16]); size]), capacity) {
                if piece.people.len() > room {
                    groups += 1;
                    room = capacity;
                }
                room -= piece.people.len();
            }
        }
        groups
    }

    proptest! {
        #[test]
        fn everybody_is_in_one_group_and_none_is_too_big(
            all in prop::collection::vec(0..40_usize, 0..30),
            capacity in 1..70_usize,
        ) {
            let townships = people(&all);
            let groups = propose(townships.clone(), capacity);
            // The same order of townships and people, so each person exactly once.
            let placed: Vec<(String, Id)> = groups
                .iter()
                .flatten()
                .flat_map(|part| part.people.iter().map(|id| (part.code.clone(), *id)))
                .collect();
            let asked: Vec<(String, Id)> = townships
                .iter()
                .flat_map(|(code, ids)| ids.iter().map(|id| (code.clone(), *id)))
                .collect();
            prop_assert_eq!(placed, asked, "in order of codes, so each group is a run of them");
            prop_assert!(sizes(&groups).iter().all(|size| (1..=capacity).contains(size)));
            for (code, ids) in &townships {
                let parts = groups.iter().flatten().filter(|part| part.code == *code);
                prop_assert_eq!(parts.count(), ids.len().div_ceil(capacity), "{}", code);
            }
            prop_assert!(groups.len() <= greedy(&townships, capacity));
            prop_assert_eq!(propose(townships, capacity), groups, "the same every time");
        }
    }

    #[test]
    fn of_as_many_groups_the_even_ones_are_taken() {
        assert_eq!(sizes(&propose(people(&[20, 20, 20]), 50)), [40, 20]);
        assert_eq!(sizes(&propose(people(&[10, 10, 10]), 20)), [20, 10]);
        assert_eq!(sizes(&propose(people(&[25, 25, 5, 5]), 60)), [60]);
        assert_eq!(sizes(&propose(people(&[130]), 60)), [44, 43, 43]);
        assert_eq!(propose(people(&[3]), 0), Vec::<Group>::new());
        assert_eq!(propose(BTreeMap::new(), 60), Vec::<Group>::new());
    }

    #[test]
    fn a_border_is_crossed_only_where_it_saves_a_group() {
        let ids = |n: u8| vec![Id([n; 16]); 20];
        let four = |codes: [&str; 4]| {
            let each = codes.iter().zip(1..);
            each.map(|(code, n)| ((*code).to_owned(), ids(n))).collect()
        };
        let codes = |groups: &[Group]| -> Vec<usize> { groups.iter().map(Vec::len).collect() };
        // One street, then towns: 1 + 3 is as many groups as 2 + 2, and crosses nothing.
        let towns = four(["350703001", "350703102", "350703103", "350703104"]);
        assert_eq!(codes(&propose(towns, 60)), [1, 3]);
        let counties = four(["350702102", "350702103", "350702104", "350703102"]);
        assert_eq!(codes(&propose(counties, 60)), [3, 1]);
    }
}
