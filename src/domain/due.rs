//! Everything that is due, with the rule and the clause it comes from. Pure: records and a day in,
//! a list out.

mod checks;
pub mod files;
mod reviews;
mod rule;
mod talks;
mod workforce;

pub use checks::Checks;
pub use files::{File, STALE_AFTER_DAYS};
pub use rule::Rule;

use super::book::Kind;
use super::review::Review;
use super::workforce::Workforce;
use crate::schema::{Day, Id};
use std::collections::HashMap;

/// How pressing a due item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pressing {
    /// 马上: `!!`.
    Now,
    /// 今天, soon: `!`.
    Soon,
    /// 以后: `-`.
    Later,
}

impl Pressing {
    /// The sign on every screen.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Now => "!!",
            Self::Soon => "!",
            Self::Later => "-",
        }
    }

    /// Lower-case ASCII, for scripts and the word files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Soon => "soon",
            Self::Later => "later",
        }
    }
}

/// By when, or since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deadline {
    /// Open since this day.
    Since(Day),
    /// Not in order as long as it lasts; since when isn't known.
    Open,
    /// By the end of this day.
    By(Day),
    /// Whenever there is time; so much of it is there, in percent.
    Complete(i64),
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Why.
    pub rule: Rule,
    /// How pressing: its sign.
    pub pressing: Pressing,
    /// The record that is opened, and settles it.
    pub kind: Kind,
    /// That record.
    pub id: Id,
    /// Where.
    pub village: Option<Id>,
    /// Who: the worker it is about, or the director of the child's village.
    pub worker: Option<Id>,
    /// By when, or since when.
    pub deadline: Deadline,
    /// Until when somebody has put it off, with a reason.
    pub put_off: Option<Day>,
}

impl Due {
    fn new(rule: Rule, kind: Kind, id: Id, deadline: Deadline) -> Self {
        Self {
            rule,
            pressing: rule.pressing(),
            kind,
            id,
            village: None,
            worker: None,
            deadline,
            put_off: None,
        }
    }

    /// The worker it is about: not whose child or village it is about.
    pub fn about(&self) -> Option<Id> {
        self.worker
            .filter(|_| !matches!(self.kind, Kind::Child | Kind::Inspection))
    }

    /// The group it stands in: what is put off waits among what has time, under its own sign.
    pub fn group(&self) -> Pressing {
        self.put_off.map_or(self.pressing, |_| Pressing::Later)
    }
}

/// What can be put off: a rule and the record that it is about.
pub type About = (Rule, Id);

/// Everything due on `today`: what must be done first stands first. `put_off` tells until which
/// day somebody waits with what; from that day on it stands where it stood.
pub fn due<'a>(
    workforce: &Workforce<'_>,
    checks: &Checks<'_>,
    reviews: impl Iterator<Item = (Id, &'a Review)>,
    files: impl Iterator<Item = File<'a>>,
    put_off: &HashMap<About, Day>,
    today: Day,
) -> Vec<Due> {
    let mut all = workforce::find(workforce, today);
    checks.find(workforce, today, &mut all);
    reviews::find(reviews, today, &mut all);
    talks::find(&checks.talks, workforce, today, &mut all);
    for file in files {
        file.find(today, &mut all);
    }
    for due in &mut all {
        let until = put_off.get(&(due.rule, due.id)).copied();
        due.put_off = until.filter(|day| *day > today);
    }
    all.sort_by_key(|d| {
        let wait = d.put_off.map_or(d.deadline, Deadline::By);
        (d.group(), d.rule, wait, d.village, d.id)
    });
    all
}
