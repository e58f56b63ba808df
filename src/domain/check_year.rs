//! A year of checks: villages, and in each month what was planned there, held, and found. Pure:
//! inspections and their states in, lines out.

use super::inspection::{Inspection, InspectionState, InspectionType};
use crate::schema::{Day, Id};
use std::collections::HashMap;

/// Days without a check after which a village stands out. Ours (本地默认).
pub const LONG_UNCHECKED: i32 = 365;

/// An inspection as it stands today.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// What is written down of it.
    pub inspection: &'a Inspection,
    /// Where it stands.
    pub state: InspectionState,
    /// Whether a term of what it found has gone by.
    pub overdue: bool,
}

/// One inspection in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where it stands.
    pub state: InspectionState,
    /// Whether a term of what it found has gone by.
    pub overdue: bool,
    /// Drawn 不定期抽查; otherwise planned 定期检查.
    pub drawn: bool,
}

impl Mark {
    /// The most pressing comes first.
    fn order(self) -> (u8, bool, bool) {
        let state = match self.state {
            InspectionState::Late => 0,
            InspectionState::Open => 1,
            InspectionState::Planned => 2,
            InspectionState::Settled => 3,
            InspectionState::Fine => 4,
        };
        (state, !self.overdue, !self.drawn)
    }

    /// As drawn and printed: `!+` is something found that was put right.
    pub fn sign(self) -> &'static str {
        match self.state {
            InspectionState::Late => "x",
            InspectionState::Planned => "-",
            InspectionState::Open if self.overdue => "!!",
            InspectionState::Open => "!",
            InspectionState::Settled => "!+",
            InspectionState::Fine => "+",
        }
    }

    /// The word of its sign in the legend, a key of the word files.
    pub fn key(self) -> &'static str {
        match self.state {
            InspectionState::Late => "check-year-late",
            InspectionState::Planned => "check-year-ahead",
            InspectionState::Open if self.overdue => "check-year-overdue",
            InspectionState::Open => "check-year-open",
            InspectionState::Settled => "check-year-settled",
            InspectionState::Fine => "check-year-fine",
        }
    }

    /// One of each sign, for the legend.
    pub fn all() -> [Self; 6] {
        use InspectionState::{Fine, Late, Open, Planned, Settled};
        let states = [
            (Planned, false),
            (Late, false),
            (Fine, false),
            (Open, false),
            (Open, true),
            (Settled, false),
        ];
        states.map(|(state, overdue)| Self {
            state,
            overdue,
            drawn: false,
        })
    }

    /// Whether somebody went there.
    pub fn held(self) -> bool {
        !matches!(self.state, InspectionState::Late | InspectionState::Planned)
    }
}

/// A village's year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VillageYear {
    /// Which.
    pub village: Id,
    /// What there was in each month, the most pressing first.
    pub months: [Vec<Mark>; 12],
    /// The last day of a check, whichever year; none where nobody has ever been there.
    pub last: Option<Day>,
}

impl VillageYear {
    /// How many checks were held in the year.
    pub fn held(&self) -> usize {
        let marks = self.months.iter().flatten();
        marks.filter(|mark| mark.held()).count()
    }

    /// Days since the last check.
    pub fn since(&self, today: Day) -> Option<i32> {
        self.last.map(|last| today.0 - last.0)
    }

    /// Whether nobody has been there for long.
    pub fn long_unchecked(&self, today: Day) -> bool {
        self.since(today).is_none_or(|days| days > LONG_UNCHECKED)
    }
}

/// The day an inspection counts on: when it was held; where it wasn't, by when it is to be.
fn day_of(inspection: &Inspection) -> Option<Day> {
    inspection.done.or(inspection.planned)
}

/// The years in which there is anything, the latest first.
pub fn years<'a>(checks: impl Iterator<Item = &'a Inspection>) -> Vec<i32> {
    let mut years: Vec<i32> = checks.filter_map(|c| Some(day_of(c)?.year())).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    years
}

/// A line for each of the villages, those that nobody has been to for longest first.
pub fn by_village<'a>(
    villages: impl Iterator<Item = Id>,
    checks: impl Iterator<Item = Checked<'a>>,
    year: i32,
) -> Vec<VillageYear> {
    let mut lines: Vec<VillageYear> = villages
        .map(|village| VillageYear {
            village,
            months: std::array::from_fn(|_| Vec::new()),
            last: None,
        })
        .collect();
    let places: HashMap<Id, usize> = (0..).zip(&lines).map(|(at, l)| (l.village, at)).collect();
    for check in checks {
        let inspection = check.inspection;
        let place = inspection.village.and_then(|id| places.get(&id));
        let (Some(at), Some(day)) = (place, day_of(inspection)) else {
            continue;
        };
        let line = &mut lines[*at];
        line.last = line.last.max(inspection.done);
        if day.year() == year {
            let month = usize::try_from(day.month()).unwrap_or(1).clamp(1, 12);
            line.months[month - 1].push(Mark {
                state: check.state,
                overdue: check.overdue,
                drawn: inspection.kind == Some(InspectionType::Random),
            });
        }
    }
    for line in &mut lines {
        line.months
            .iter_mut()
            .for_each(|m| m.sort_by_key(|c| c.order()));
    }
    lines.sort_by_key(|line| line.last);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn villages_stand_by_their_last_check_and_months_by_what_presses() {
        let day = |text: &str| Day::parse(text, None).unwrap();
        let [here, there, nowhere] = [1, 2, 3].map(|n| Id([n; 16]));
        let made = |village, kind, planned: &str, done: Option<&str>| Inspection {
            village: Some(village),
            kind: Some(kind),
            planned: Some(day(planned)),
            done: done.map(day),
            ..Inspection::default()
        };
        let (planned, random) = (InspectionType::Planned, InspectionType::Random);
        let all = [
            // Planned for one year, held in the next: it counts when it was held.
            (
                made(here, planned, "2025-12-31", Some("2026-01-04")),
                InspectionState::Fine,
            ),
            (
                made(here, random, "2026-01-31", Some("2026-01-30")),
                InspectionState::Open,
            ),
            (
                made(here, planned, "2026-12-01", None),
                InspectionState::Planned,
            ),
            (
                made(there, planned, "2025-03-01", Some("2025-03-01")),
                InspectionState::Settled,
            ),
            // Of a village that is no more.
            (
                made(Id([9; 16]), planned, "2026-03-01", None),
                InspectionState::Late,
            ),
        ];
        let checks = || {
            all.iter().map(|(inspection, state)| Checked {
                inspection,
                state: *state,
                overdue: false,
            })
        };
        let lines = by_village([here, there, nowhere].into_iter(), checks(), 2026);
        let order: Vec<Id> = lines.iter().map(|line| line.village).collect();
        assert_eq!(order, [nowhere, there, here]);
        assert_eq!(lines[1].months, [const { Vec::<Mark>::new() }; 12]);
        assert_eq!(lines[1].since(day("2026-03-02")), Some(366));
        assert!(lines[1].long_unchecked(day("2026-03-02")));
        assert!(!lines[1].long_unchecked(day("2026-03-01")));
        assert!(lines[0].long_unchecked(day("2026-03-01")), "never");
        let january: Vec<(InspectionState, bool)> = lines[2].months[0]
            .iter()
            .map(|m| (m.state, m.drawn))
            .collect();
        let expected = [
            (InspectionState::Open, true),
            (InspectionState::Fine, false),
        ];
        assert_eq!(january, expected);
        assert_eq!(lines[2].held(), 2);
        assert_eq!(lines[2].last, Some(day("2026-01-30")));
        assert_eq!(years(all.iter().map(|(i, _)| i)), [2026, 2025]);
    }
}
