//! Inspections of a village's work, planned 定期检查 or drawn 不定期抽查 (128号 二(二)3), with
//! what was found in each of four parts.

use crate::schema::{Coded, Day, Entity, Fault, Field, Id, KeyClass};

crate::choices! {
    /// How the village came to be inspected.
    InspectionType "inspection-type" {
        Planned "planned" ["定期检查", "定期"],
        Random "random" ["不定期抽查", "不定期", "抽查"],
    }
}

crate::choices! {
    /// What a check looks at: what spot checks were seen to look at elsewhere (衡山2024). Ours.
    CheckPart "check-part" {
        Visits "visits" ["走访关爱", "走访"],
        Files "files" ["资料档案", "档案"],
        Publicity "publicity" ["宣传"],
        Venue "venue" ["儿童之家运营", "儿童之家"],
    }
}

crate::choices! {
    /// How a part was found.
    CheckResult "check-result" {
        Fine "ok" ["好", "没问题", "合格"],
        Problem "problem" ["有问题", "问题"],
        NotLooked "not_looked" ["没看", "未查"],
    }
}

crate::choices! {
    /// Where an inspection stands; computed.
    InspectionState "inspection-state" {
        /// Its day is still ahead.
        Planned "planned" ["计划"],
        /// Its day has gone by.
        Late "late" ["过期没查"],
        /// Done, with something to put right.
        Open "open" ["待整改"],
        /// Done, and everything put right.
        Settled "settled" ["整改完"],
        /// Done, and nothing to put right.
        Fine "fine" ["没问题"],
    }
}

/// One inspection of one village.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Inspection {
    /// Which village.
    pub village: Option<Id>,
    /// Planned or drawn.
    pub kind: Option<InspectionType>,
    /// To be done by this day.
    pub planned: Option<Day>,
    /// Who inspects.
    pub inspectors: String,
    /// The day it was done.
    pub done: Option<Day>,
    /// 走访关爱.
    pub visits: Option<CheckResult>,
    /// What there is to say of the visits.
    pub visits_note: String,
    /// 资料档案.
    pub files: Option<CheckResult>,
    /// What there is to say of the files.
    pub files_note: String,
    /// 宣传.
    pub publicity: Option<CheckResult>,
    /// What there is to say of the publicity.
    pub publicity_note: String,
    /// 儿童之家运营.
    pub venue: Option<CheckResult>,
    /// What there is to say of the venue.
    pub venue_note: String,
    /// Anything else.
    pub note: String,
    /// The draw that it came from.
    pub draw: Option<Id>,
}

impl Inspection {
    /// The parts in the order of the form, each with its result and note.
    pub fn parts(&self) -> [(CheckPart, Option<CheckResult>, &str); 4] {
        [
            (CheckPart::Visits, self.visits, &self.visits_note),
            (CheckPart::Files, self.files, &self.files_note),
            (CheckPart::Publicity, self.publicity, &self.publicity_note),
            (CheckPart::Venue, self.venue, &self.venue_note),
        ]
    }

    /// How many parts have a problem.
    pub fn problems(&self) -> usize {
        let results = self.parts().into_iter().map(|(_, result, _)| result);
        results.filter(|r| *r == Some(CheckResult::Problem)).count()
    }

    /// Where it stands on a day, given how many findings it has and how many are still open. A
    /// problem that nobody made a finding of still has to be put right.
    pub fn state(&self, findings: usize, open: usize, today: Day) -> InspectionState {
        match self.done {
            None if self.planned.is_some_and(|day| day < today) => InspectionState::Late,
            None => InspectionState::Planned,
            Some(_) if open > 0 || (findings == 0 && self.problems() > 0) => InspectionState::Open,
            Some(_) if findings > 0 => InspectionState::Settled,
            Some(_) => InspectionState::Fine,
        }
    }
}

/// The fields of a part's note, in the order of [`Inspection::parts`].
const NOTES: [&str; 4] = ["visits_note", "files_note", "publicity_note", "venue_note"];

impl Entity for Inspection {
    const NAME: &'static str = "inspection";
    const CODE: u8 = 16;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Inspection {
        village: Link("village") => PLAIN.required().listed(),
        kind: Choice("inspection-type", InspectionType::CHOICES) => PLAIN.required().listed(),
        planned: Day => PLAIN.required().listed(),
        inspectors: Text { max: 40 } => PLAIN.listed(),
        done: Day => PLAIN.listed(),
        visits: Choice("check-result", CheckResult::CHOICES) => PLAIN.listed(),
        visits_note: Note { max: 500 } => PLAIN,
        files: Choice("check-result", CheckResult::CHOICES) => PLAIN.listed(),
        files_note: Note { max: 500 } => PLAIN,
        publicity: Choice("check-result", CheckResult::CHOICES) => PLAIN.listed(),
        publicity_note: Note { max: 500 } => PLAIN,
        venue: Choice("check-result", CheckResult::CHOICES) => PLAIN.listed(),
        venue_note: Note { max: 500 } => PLAIN,
        note: Note { max: 500 } => PLAIN,
        draw: Link("draw") => PLAIN.by_act(),
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let mut faults = Vec::new();
        let parts = self.parts();
        if self.done.is_none() && parts.iter().any(|(_, result, _)| result.is_some()) {
            faults.push(("done", Fault::Rule("fault-result-without-day")));
        }
        for ((_, result, note), field) in parts.into_iter().zip(NOTES) {
            if result == Some(CheckResult::Problem) && note.trim().is_empty() {
                faults.push((field, Fault::Rule("fault-problem-without-note")));
            }
        }
        faults
    }
}
