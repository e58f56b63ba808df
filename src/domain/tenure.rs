//! Who was in charge of a village when: its posts as stretches of days that leave nothing out, so
//! that a vacancy and a double are seen as what they are. Knows no storage and no clock.

use super::workforce::Workforce;
use crate::schema::{Day, Id};

/// A stretch of days in which the same people were in charge of a village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// First day; none for since ever.
    pub from: Option<Day>,
    /// Last day; none for as long as nothing else is said.
    pub to: Option<Day>,
    /// Who: nobody is a vacancy, two or more a double.
    pub directors: Vec<Id>,
}

impl Tenure {
    /// Whether a day lies in it.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| to >= day)
    }

    /// How many days, where it has both ends.
    pub fn days(&self) -> Option<i32> {
        Some(self.to?.0 - self.from?.0 + 1)
    }
}

impl Workforce<'_> {
    /// All time of a village, cut where somebody comes or goes: each day lies in exactly one
    /// stretch, and what [`Workforce::directors_of`] says of the day is what the stretch says.
    pub fn tenures(&self, village: Id) -> Vec<Tenure> {
        let posts = self.posts_in(village).iter();
        let mut begins: Vec<Day> = posts
            .flat_map(|(_, post)| [post.from, post.to.map(|to| to.plus(1))])
            .flatten()
            .collect();
        begins.sort_unstable();
        begins.dedup();
        let in_charge = |day: Day| {
            let found = self.directors_of(village, day).into_iter();
            let mut ids: Vec<Id> = found.map(|(id, _)| id).collect();
            ids.sort_unstable();
            ids
        };
        // Before the first cut every day is like the last of them.
        let earliest = begins.first().map_or(Day(0), |day| day.plus(-1));
        let mut all = vec![Tenure {
            from: None,
            to: None,
            directors: in_charge(earliest),
        }];
        for day in begins {
            let directors = in_charge(day);
            if let Some(last) = all.last_mut()
                && last.directors != directors
            {
                last.to = Some(day.plus(-1));
                all.push(Tenure {
                    from: Some(day),
                    to: None,
                    directors,
                });
            }
        }
        all
    }
}
