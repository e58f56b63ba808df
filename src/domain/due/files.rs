//! What is due about children's files: parts that are missing, files that nobody has checked for
//! long, and birthdays that change what holds for a child.

use super::{Deadline, Due, Pressing, Rule};
use crate::domain::book::Kind;
use crate::domain::child::Category;
use crate::domain::family::{CHILD_BELOW, Family, LEFT_BEHIND_BELOW, SENSITIVE_BELOW};
use crate::schema::{Day, Id};

/// 定期予以更新: no text says how often. Ours (本地默认).
pub const STALE_AFTER_DAYS: i32 = 180;
/// So many days ahead a birthday or a file growing old is shown. Ours (本地默认).
pub const SHOWN_AHEAD_DAYS: i32 = 30;
/// So many days ahead it presses. Ours (本地默认).
const PRESSES_AHEAD_DAYS: i32 = 7;

/// A child's file as the rules see it.
pub struct File<'a> {
    /// The child's record.
    pub id: Id,
    /// The child and its family.
    pub family: Family<'a>,
    /// The day on which the record last changed.
    pub changed: Day,
    /// The director of the child's village.
    pub director: Option<Id>,
}

impl File<'_> {
    fn due(&self, rule: Rule, deadline: Deadline) -> Due {
        Due {
            village: self.family.child.village,
            worker: self.director,
            ..Due::new(rule, Kind::Child, self.id, deadline)
        }
    }

    fn by(&self, rule: Rule, day: Day, today: Day) -> Due {
        let mut due = self.due(rule, Deadline::By(day));
        if day.0 - today.0 <= PRESSES_AHEAD_DAYS {
            due.pressing = Pressing::Soon;
        }
        due
    }

    /// The day until which what the file says counts as fresh: from its last check, or where
    /// nobody has noted one from the last change of the record.
    pub fn fresh_until(&self) -> Day {
        let last = self.family.child.checked.unwrap_or(self.changed);
        last.plus(STALE_AFTER_DAYS)
    }

    pub(super) fn find(&self, today: Day, all: &mut Vec<Due>) {
        self.birthdays(today, all);
        let fresh = self.fresh_until();
        if fresh.0 - today.0 <= SHOWN_AHEAD_DAYS {
            let mut due = self.due(Rule::FileStale, Deadline::By(fresh));
            if fresh < today {
                due.pressing = Pressing::Soon;
            }
            all.push(due);
        }
        let complete = self.family.complete();
        if complete < 100 {
            all.push(self.due(Rule::FileIncomplete, Deadline::Complete(complete)));
        }
    }

    fn birthdays(&self, today: Day, all: &mut Vec<Due>) {
        let Some(born) = self.family.child.birth_day else {
            return;
        };
        for (years, rule) in [
            (SENSITIVE_BELOW, Rule::Turns14),
            (LEFT_BEHIND_BELOW, Rule::Turns16),
            (CHILD_BELOW, Rule::Turns18),
        ] {
            let day = born.turns(years);
            let ahead = day.0 - today.0;
            // Whoever is grown up stays on the list until the file is closed.
            let open = rule == Rule::Turns18 && ahead < 0;
            let near = (0..=SHOWN_AHEAD_DAYS).contains(&ahead);
            let changes = rule != Rule::Turns16 || self.ends_at_16(today);
            if (open || near) && changes {
                all.push(self.by(rule, day, today));
            }
        }
    }

    /// Whether the child is in a category that ends at 16.
    fn ends_at_16(&self, today: Day) -> bool {
        let held = self.family.categories(today);
        let mut all = held.iter().chain(&self.family.child.categories);
        all.any(|c| matches!(c, Category::LeftBehind | Category::Migrant))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::child::Child;
    use std::collections::BTreeSet;

    fn day(text: &str) -> Day {
        Day::parse(text, None).unwrap()
    }

    fn rules(child: &Child, changed: &str, today: &str) -> Vec<(Rule, Pressing)> {
        let file = File {
            id: Id([1; 16]),
            family: Family {
                child,
                household: None,
                caregivers: Vec::new(),
            },
            changed: day(changed),
            director: None,
        };
        let mut all = Vec::new();
        file.find(day(today), &mut all);
        // Nothing is told of this child, so that its file always lacks something.
        let others = all.iter().filter(|d| d.rule != Rule::FileIncomplete);
        others.map(|d| (d.rule, d.pressing)).collect()
    }

    #[test]
    fn birthdays_show_a_month_ahead_and_press_in_the_last_week() {
        let child = |born: &str| Child {
            birth_day: Some(day(born)),
            categories: BTreeSet::from([Category::LeftBehind]),
            ..Child::default()
        };
        use Pressing::{Later, Soon};
        for (born, today, want) in [
            ("2012-12-24", "2026-11-23", None),
            ("2012-12-23", "2026-11-23", Some((Rule::Turns14, Later))),
            ("2012-12-01", "2026-11-23", Some((Rule::Turns14, Later))),
            ("2012-11-30", "2026-11-23", Some((Rule::Turns14, Soon))),
            ("2012-11-23", "2026-11-23", Some((Rule::Turns14, Soon))),
            ("2012-11-22", "2026-11-23", None),
            ("2010-11-30", "2026-11-23", Some((Rule::Turns16, Soon))),
            ("2008-11-23", "2026-11-23", Some((Rule::Turns18, Soon))),
            ("2008-11-22", "2026-11-23", Some((Rule::Turns18, Soon))),
            ("2000-01-01", "2026-11-23", Some((Rule::Turns18, Soon))),
            // Of age on 1 March where there is no 29 February.
            ("2012-02-29", "2026-02-28", Some((Rule::Turns14, Soon))),
            ("2012-02-29", "2026-03-01", Some((Rule::Turns14, Soon))),
            ("2012-02-29", "2026-03-02", None),
            ("2012-02-29", "2028-02-29", Some((Rule::Turns16, Soon))),
            ("2012-02-29", "2028-03-01", None),
        ] {
            let found = rules(&child(born), today, today);
            assert_eq!(found, Vec::from_iter(want), "{born} on {today}");
        }
    }

    #[test]
    fn sixteen_matters_only_to_who_is_left_behind_or_a_migrant() {
        let child = |categories: &[Category]| Child {
            birth_day: Some(day("2010-11-30")),
            categories: categories.iter().copied().collect(),
            ..Child::default()
        };
        for (categories, want) in [
            (&[Category::LeftBehind][..], 1),
            (&[Category::Migrant], 1),
            (&[Category::Orphan, Category::Difficult], 0),
            (&[], 0),
        ] {
            let found = rules(&child(categories), "2026-11-23", "2026-11-23");
            assert_eq!(found.len(), want, "{categories:?}");
        }
    }

    #[test]
    fn a_file_grows_old_from_its_last_check_or_else_change() {
        let child = |checked: Option<&str>| Child {
            checked: checked.map(day),
            ..Child::default()
        };
        use Pressing::{Later, Soon};
        // 180 days from 2026-05-27 is 2026-11-23.
        for (checked, changed, today, want) in [
            (None, "2026-05-27", "2026-10-23", None),
            (None, "2026-05-27", "2026-10-24", Some(Later)),
            (None, "2026-05-27", "2026-11-23", Some(Later)),
            (None, "2026-05-27", "2026-11-24", Some(Soon)),
            (Some("2026-10-01"), "2026-05-27", "2026-11-24", None),
            // A change of the record is no check of the rest.
            (Some("2026-05-27"), "2026-11-01", "2026-11-24", Some(Soon)),
        ] {
            let found = rules(&child(checked), changed, today);
            let want: Vec<_> = want.map(|p| (Rule::FileStale, p)).into_iter().collect();
            assert_eq!(found, want, "{checked:?} {changed} {today}");
        }
    }
}
