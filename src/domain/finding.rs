//! Findings of an inspection: what has to be put right 整改, by whom, by when, and the proof that
//! it was (128号 三(四): 督促整改落实).

use super::inspection::CheckPart;
use crate::schema::{Coded, Day, Entity, Fault, Field, Id, KeyClass};

crate::choices! {
    /// Where a finding stands; computed.
    FindingState "settled-state" {
        /// Its term has gone by.
        Overdue "overdue" ["逾期"],
        /// Its term is still running.
        Open "open" ["整改中"],
        /// Put right, with proof.
        Closed "closed" ["已办结"],
    }
}

/// One thing to put right.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    /// Found by which inspection.
    pub inspection: Option<Id>,
    /// In which part.
    pub part: Option<CheckPart>,
    /// What has to be put right.
    pub what: String,
    /// Who puts it right.
    pub owner: Option<Id>,
    /// By when.
    pub due: Option<Day>,
    /// How one can see that it was done.
    pub proof: String,
    /// The day it was closed.
    pub closed: Option<Day>,
    /// Anything else.
    pub note: String,
}

impl Finding {
    /// Where it stands on a day.
    pub fn state(&self, today: Day) -> FindingState {
        match (self.closed, self.due) {
            (Some(_), _) => FindingState::Closed,
            (None, Some(due)) if due < today => FindingState::Overdue,
            (None, _) => FindingState::Open,
        }
    }
}

impl Entity for Finding {
    const NAME: &'static str = "finding";
    const CODE: u8 = 17;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Finding {
        inspection: Link("inspection") => PLAIN.required().listed(),
        part: Choice("check-part", CheckPart::CHOICES) => PLAIN.listed(),
        what: Text { max: 200 } => PLAIN.required().listed(),
        owner: Link("worker") => PLAIN.required().listed(),
        due: Day => PLAIN.required().listed(),
        proof: Note { max: 500 } => PLAIN,
        closed: Day => PLAIN.listed(),
        note: Note { max: 500 } => PLAIN,
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        if self.closed.is_some() && self.proof.trim().is_empty() {
            vec![("proof", Fault::Rule("fault-closed-without-proof"))]
        } else {
            Vec::new()
        }
    }
}
