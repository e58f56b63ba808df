//! The bench's queries over fewer names, with loose limits.

use super::people::{self, Dice, SORTS};
use super::{OfficeRole, office};
use std::time::{Duration, Instant};

const PEOPLE: usize = 5_000;
const QUERIES: usize = 60;

#[test]
fn whoever_is_looked_for_stands_among_the_first() {
    let (_folder, office) = office(OfficeRole::Supervisor);
    let people = people::invent(&office, PEOPLE, 3);
    let mut dice = Dice::new(11);
    let mut slowest = Duration::ZERO;
    for sort in SORTS {
        let mut queries = Vec::new();
        while queries.len() < QUERIES {
            let person = &people[dice.below(people.len())];
            queries.extend((sort.typed)(person, &mut dice).map(|typed| (typed, person)));
        }
        let mut missed = Vec::new();
        for (typed, person) in &queries {
            let narrowed = format!("{typed} {}", person.village);
            let start = Instant::now();
            let standing = people::standing(&office, &narrowed, person);
            slowest = slowest.max(start.elapsed());
            if standing.is_none_or(|s| s.better >= 5) {
                missed.push(format!("{typed} for {}", person.name));
            }
        }
        assert!(missed.len() * 20 <= QUERIES, "{}: {missed:?}", sort.name);
    }
    // A key of 100,000 names takes 4 ms in the bench; this machine may be busy and unoptimised.
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}
