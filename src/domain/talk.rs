//! Talks 谈话 with a worker about their work: guidance, a reminder, a formal talk 约谈; what was
//! agreed, when that is looked at again, and what came of it (128号 附件2第2项: 选拔、指导、培训、
//! 跟踪、考核). About the worker alone: no child is named or counted.

use crate::schema::{Coded, Day, Entity, Fault, Field, Id, KeyClass};

crate::choices! {
    /// What sort of talk. No text lists them: ours (本地默认).
    TalkType "talk-type" {
        Guidance "guidance" ["指导谈话", "指导"],
        Reminder "reminder" ["提醒谈话", "提醒"],
        Formal "formal" ["约谈"],
    }
}

/// One talk with one worker.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Talk {
    /// With whom.
    pub worker: Option<Id>,
    /// The day.
    pub day: Option<Day>,
    /// What sort.
    pub kind: Option<TalkType>,
    /// About what.
    pub about: String,
    /// What was agreed, 约定.
    pub agreed: String,
    /// The day on which that is looked at again, 回看.
    pub follow_up: Option<Day>,
    /// What came of it; with this the talk is settled.
    pub outcome: String,
}

impl Talk {
    /// The day on which it still has to be looked at again; none where nothing was to be, or what
    /// came of it is written.
    pub fn open(&self) -> Option<Day> {
        self.follow_up.filter(|_| self.outcome.trim().is_empty())
    }

    /// Whether it is a formal talk 约谈 of this year.
    pub fn formal_in(&self, year: i32) -> bool {
        self.kind == Some(TalkType::Formal) && self.day.is_some_and(|day| day.year() == year)
    }
}

impl Entity for Talk {
    const NAME: &'static str = "talk";
    const CODE: u8 = 31;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Talk {
        worker: Link("worker") => PLAIN.required().listed(),
        day: Day => PLAIN.required().listed(),
        kind: Choice("talk-type", TalkType::CHOICES) => PLAIN.required().listed(),
        about: Text { max: 200 } => PLAIN.required().listed(),
        agreed: Note { max: 500 } => PLAIN,
        follow_up: Day => PLAIN.listed(),
        outcome: Note { max: 500 } => PLAIN,
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let early = self
            .day
            .is_some_and(|day| self.follow_up.is_some_and(|f| f < day));
        let fault = ("follow_up", Fault::Rule("fault-follow-up-before-talk"));
        early.then_some(fault).into_iter().collect()
    }
}
