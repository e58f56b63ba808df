//! What is due about inspections: those planned, what they found, a draw left unfinished.

use super::{Deadline, Due, Pressing, Rule};
use crate::domain::book::Kind;
use crate::domain::draw::Draw;
use crate::domain::finding::Finding;
use crate::domain::inspection::Inspection;
use crate::domain::talk::Talk;
use crate::domain::workforce::Workforce;
use crate::schema::{Day, Id};
use std::collections::HashMap;

/// Days before its term from which something presses. Ours (本地默认).
const PRESSES: i32 = 7;
/// Days before its day from which an inspection stands in the day's list. Ours (本地默认).
const AHEAD: i32 = 31;

/// The records of checks and of talks as they stand.
#[derive(Default)]
pub struct Checks<'a> {
    /// Inspections.
    pub inspections: Vec<(Id, &'a Inspection)>,
    /// What they found.
    pub findings: Vec<(Id, &'a Finding)>,
    /// Draws.
    pub draws: Vec<(Id, &'a Draw)>,
    /// Talks.
    pub talks: Vec<(Id, &'a Talk)>,
}

impl Checks<'_> {
    pub(super) fn find(&self, workforce: &Workforce<'_>, today: Day, all: &mut Vec<Due>) {
        for (id, draw) in self.draws.iter().filter(|(_, draw)| draw.unfinished()) {
            let since = draw.day.map_or(Deadline::Open, Deadline::Since);
            all.push(Due::new(Rule::DrawUnfinished, Kind::Draw, *id, since));
        }
        let mut villages = HashMap::new();
        for (id, inspection) in &self.inspections {
            villages.insert(*id, inspection.village);
            let Some(by) = inspection.planned.filter(|_| inspection.done.is_none()) else {
                continue;
            };
            if by.0 - today.0 <= AHEAD {
                let directors = inspection.village.map(|v| workforce.directors_of(v, today));
                let director = directors.and_then(|all| all.first().map(|(id, _)| *id));
                all.push(Due {
                    village: inspection.village,
                    worker: director,
                    pressing: pressing(by, today).max(Pressing::Soon),
                    ..Due::new(Rule::Inspection, Kind::Inspection, *id, Deadline::By(by))
                });
            }
        }
        for (id, finding) in &self.findings {
            let Some(by) = finding.due.filter(|_| finding.closed.is_none()) else {
                continue;
            };
            let village = finding.inspection.and_then(|id| villages.get(&id).copied());
            all.push(Due {
                village: village.flatten(),
                worker: finding.owner,
                pressing: pressing(by, today),
                ..Due::new(Rule::Finding, Kind::Finding, *id, Deadline::By(by))
            });
        }
    }
}

/// How pressing a term is.
pub(super) fn pressing(by: Day, today: Day) -> Pressing {
    match by.0 - today.0 {
        ..=-1 => Pressing::Now,
        0..=PRESSES => Pressing::Soon,
        _ => Pressing::Later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::due;

    #[test]
    fn what_checks_leave_to_do_presses_by_its_term() {
        let id = |n: u128| Id::parse(&format!("{n:032x}")).unwrap_or_default();
        let today = Day::parse("2026-11-23", None).unwrap();
        let finding = |days: i32, closed: bool| Finding {
            inspection: Some(id(1)),
            owner: Some(id(2)),
            due: Some(today.plus(days)),
            closed: closed.then_some(today),
            ..Finding::default()
        };
        let findings = [
            finding(-1, false),
            finding(7, false),
            finding(8, false),
            finding(-9, true),
        ];
        let inspection = |days: i32, done: bool| Inspection {
            village: Some(id(3)),
            planned: Some(today.plus(days)),
            done: done.then_some(today),
            ..Inspection::default()
        };
        let inspections = [
            inspection(-30, true),
            inspection(-1, false),
            inspection(20, false),
            inspection(60, false),
        ];
        let draw = Draw::default();
        let numbered = |n: usize| id(100 + n as u128);
        let checks = Checks {
            findings: findings
                .iter()
                .enumerate()
                .map(|(n, f)| (numbered(n), f))
                .collect(),
            inspections: inspections
                .iter()
                .enumerate()
                .map(|(n, i)| (id(n as u128 + 1), i))
                .collect(),
            draws: vec![(id(9), &draw)],
            talks: Vec::new(),
        };
        let workforce = Workforce::default();
        let due = due::due(
            &workforce,
            &checks,
            std::iter::empty(),
            std::iter::empty(),
            &HashMap::new(),
            today,
        );
        let told: Vec<_> = due.iter().map(|d| (d.rule, d.pressing, d.id)).collect();
        assert_eq!(
            told,
            [
                (Rule::DrawUnfinished, Pressing::Now, id(9)),
                (Rule::Finding, Pressing::Now, numbered(0)),
                (Rule::Finding, Pressing::Soon, numbered(1)),
                (Rule::Inspection, Pressing::Soon, id(2)),
                (Rule::Finding, Pressing::Later, numbered(2)),
                (Rule::Inspection, Pressing::Later, id(3)),
            ]
        );
        assert_eq!(
            due[1].village,
            Some(id(3)),
            "of the inspection that found it"
        );
        assert_eq!(due[1].worker, Some(id(2)));
    }
}
