//! Inspections and their findings beside the records around them.

use super::{Faults, Office, Row, Tables};
use crate::domain::book::{Kind, Record};
use crate::domain::due::Checks;
use crate::domain::finding::Finding;
use crate::domain::inspection::{Inspection, InspectionType};
use crate::schema::{Day, Fault, Id};

impl Tables {
    /// The records of checks and talks, for the rules.
    pub(super) fn checks(&self) -> Checks<'_> {
        Checks {
            inspections: self.all(Kind::Inspection).collect(),
            findings: self.all(Kind::Finding).collect(),
            draws: self.all(Kind::Draw).collect(),
            talks: self.all(Kind::Talk).collect(),
        }
    }

    /// How many findings an inspection has, and how many of them are still open.
    pub(super) fn findings_of(&self, inspection: Id) -> (usize, usize) {
        let (mut all, mut open) = (0, 0);
        for row in self.leading_to(inspection, Kind::Finding) {
            if let Record::Finding(finding) = &row.record {
                all += 1;
                open += usize::from(finding.closed.is_none());
            }
        }
        (all, open)
    }

    /// The village that a finding is about.
    pub(super) fn village_of_finding(&self, finding: &Finding) -> Option<Id> {
        let inspection = finding.inspection?;
        self.get::<Inspection>(Kind::Inspection, inspection)?
            .village
    }

    /// The last day on which a village was inspected.
    pub(super) fn last_check(&self, village: Id) -> Option<Day> {
        let inspections = self.leading_to(village, Kind::Inspection);
        let done = inspections.filter_map(|row| match &row.record {
            Record::Inspection(inspection) => inspection.done,
            _ => None,
        });
        done.max()
    }
}

impl Office {
    /// What is wrong with an inspection, a finding, a talk, a commendation or an expense beside today
    /// and each other.
    pub(super) fn judge_check(&self, record: &Record) -> Faults {
        let today = self.today();
        let mut faults = Vec::new();
        let mut fault = |field: &str, fault| faults.push((field.to_owned(), fault));
        match record {
            Record::Inspection(inspection) => {
                if inspection.done > Some(today) {
                    fault("done", Fault::Rule("fault-done-ahead"));
                }
                if inspection.kind == Some(InspectionType::Random) && inspection.draw.is_none() {
                    fault("kind", Fault::Warning("fault-random-without-draw"));
                }
            }
            Record::Finding(finding) => {
                let tables = self.tables();
                let inspection = finding
                    .inspection
                    .and_then(|id| tables.get::<Inspection>(Kind::Inspection, id));
                let done = inspection.and_then(|inspection| inspection.done);
                let before = |day: Option<Day>| day.is_some() && day < done;
                if inspection.is_some() && done.is_none() {
                    fault("inspection", Fault::Rule("fault-not-inspected-yet"));
                }
                if before(finding.due) {
                    fault("due", Fault::Rule("fault-before-inspection"));
                }
                if finding.closed > Some(today) {
                    fault("closed", Fault::Rule("fault-done-ahead"));
                } else if before(finding.closed) {
                    fault("closed", Fault::Rule("fault-before-inspection"));
                }
            }
            Record::Commendation(given) if given.day > Some(today) => {
                fault("day", Fault::Rule("fault-done-ahead"));
            }
            Record::Expense(expense) if expense.day > Some(today) => {
                fault("day", Fault::Rule("fault-done-ahead"));
            }
            Record::Talk(talk) if talk.day > Some(today) => {
                fault("day", Fault::Rule("fault-done-ahead"));
            }
            _ => {}
        }
        faults
    }

    /// What a draw said stays as it was drawn: the village of an inspection, and that it was drawn.
    pub(super) fn judge_drawn(&self, was: Option<&Row>, record: &Record) -> Faults {
        let (Some(Record::Inspection(was)), Record::Inspection(new)) =
            (was.map(|row| &row.record), record)
        else {
            return Vec::new();
        };
        let mut faults = Vec::new();
        if was.draw.is_some() {
            let mut kept = |field: &str, same: bool| {
                if !same {
                    faults.push((field.to_owned(), Fault::Rule("fault-as-drawn")));
                }
            };
            kept("village", was.village == new.village);
            kept("kind", was.kind == new.kind);
        }
        faults
    }
}
