//! The records behind the numbers: which count for a director's year, and which of them are as
//! they should be. Each number is the count of such a list, so that it can always be opened.

use crate::domain::book::Kind;
use crate::domain::due::File;
use crate::domain::finding::Finding;
use crate::domain::inspection::Inspection;
use crate::domain::post::Post;
use crate::domain::workforce::{Workforce, YearState};
use crate::schema::{Day, Id};

/// How many records are as they should be, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// As they should be.
    pub met: u32,
    /// That had to be.
    pub due: u32,
}

/// What the records say of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// So many of so many.
    Counted(Count),
    /// There are no records of this sort yet.
    NoRecords,
    /// Whoever asks may not see them.
    Hidden,
}

impl Evidence {
    /// The count, where there is one.
    pub fn count(self) -> Option<Count> {
        match self {
            Self::Counted(count) => Some(count),
            _ => None,
        }
    }
}

/// One record that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Behind {
    /// Whether it is as it should be: those that aren't stand first.
    pub met: bool,
    /// Of this kind.
    pub kind: Kind,
    /// This one.
    pub id: Id,
}

impl Count {
    /// Counts a list.
    pub fn of(behind: &[Behind]) -> Self {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            met: number(behind.iter().filter(|b| b.met).count()),
            due: number(behind.len()),
        }
    }
}

/// 一人一档、更新及时: the files of the children in charge of, complete and checked lately.
pub fn files<'a>(files: impl Iterator<Item = File<'a>>, day: Day) -> Vec<Behind> {
    let file = |file: File<'_>| Behind {
        met: file.family.complete() == 100 && file.fresh_until() >= day,
        kind: Kind::Child,
        id: file.id,
    };
    sorted(files.map(file).collect())
}

/// The year's rotation (128号 二(二)2), or the first training in its place; nothing is due of who
/// held no post.
pub fn training(workforce: &Workforce<'_>, worker: Id, year: i32, day: Day) -> Vec<Behind> {
    match workforce.year_state(worker, year, day) {
        YearState::NotInPost => Vec::new(),
        state => vec![Behind {
            met: state.done(),
            kind: Kind::Worker,
            id: worker,
        }],
    }
}

/// The inspections of a year in a village while these posts were held: those without a problem.
pub fn checks<'a>(
    inspections: impl Iterator<Item = (Id, &'a Inspection)>,
    posts: &[(Id, &Post)],
    year: i32,
) -> Vec<Behind> {
    let counts = |inspection: &Inspection| {
        inspection.done.is_some_and(|done| {
            let held = |post: &Post| post.village == inspection.village && post.holds_on(done);
            done.year() == year && posts.iter().any(|(_, post)| held(post))
        })
    };
    let counted = inspections.filter(|(_, i)| counts(i));
    sorted(
        counted
            .map(|(id, inspection)| Behind {
                met: inspection.problems() == 0,
                kind: Kind::Inspection,
                id,
            })
            .collect(),
    )
}

/// What somebody had to put right by a day of the year: those done by then. What is open and whose
/// term still runs doesn't count yet.
pub fn findings<'a>(
    findings: impl Iterator<Item = (Id, &'a Finding)>,
    owner: Id,
    year: i32,
    day: Day,
) -> Vec<Behind> {
    let counted = findings.filter_map(|(id, finding)| {
        let due = finding.due?;
        let met = finding.closed.is_some_and(|closed| closed <= due);
        let running = finding.closed.is_none() && due >= day;
        let counts = finding.owner == Some(owner) && due.year() == year && !running;
        counts.then_some(Behind {
            met,
            kind: Kind::Finding,
            id,
        })
    });
    sorted(counted.collect())
}

fn sorted(mut behind: Vec<Behind>) -> Vec<Behind> {
    behind.sort_unstable();
    behind
}
