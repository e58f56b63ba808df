//! Trainings, their sessions, and who is enrolled.

use crate::schema::{Coded, Day, Entity, Fault, Field, Id, KeyClass, Score, TimeOfDay};
use std::collections::BTreeSet;

crate::choices! {
    /// Who trains: the county trains directors, the prefecture supervisors (128号 二(二)2).
    Level "level" {
        County "county" ["县级", "县"],
        Prefecture "prefecture" ["市级", "地市级", "市"],
        Province "province" ["省级", "省"],
    }
}

crate::choices! {
    /// First training before work, yearly rotation, or a make-up of a missed one.
    TrainingType "training-type" {
        First "first" ["初任", "初任培训", "岗前"],
        Rotation "rotation" ["轮训", "年度轮训"],
        MakeUp "makeup" ["补训"],
        Other "other" ["其他"],
    }
}

crate::choices! {
    /// How a training is held.
    Mode "mode" { OnSite "on_site" ["现场"], Online "online" ["网络直播", "线上"] }
}

crate::choices! {
    /// The six topics that 128号 二(二)2 wants stressed.
    Topic "topic" {
        Visits "visits" ["家庭走访", "走访"],
        Updates "updates" ["信息更新", "更新"],
        Reporting "reporting" ["强制报告", "报告"],
        Policy "policy" ["政策链接", "政策"],
        Guardianship "guardianship" ["强化家庭监护主体责任", "监护主体责任", "监护"],
        Education "education" ["家庭教育", "家教"],
    }
}

crate::choices! {
    /// Where a person stands on a session's roster.
    Attendance "attendance" {
        Unmarked "unmarked" ["未点"],
        Present "present" ["到", "已到"],
        Late "late" ["迟到"],
        Excused "excused" ["请假"],
        Absent "absent" ["没到", "缺席"],
    }
}

crate::choices! {
    /// How the training ended for a person.
    Outcome "outcome" { Pass "pass" ["合格"], Fail "fail" ["不合格"] }
}

/// A training: one or several sessions under one name.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Training {
    /// 培训名称.
    pub name: String,
    /// First training, rotation, make-up.
    pub kind: Option<TrainingType>,
    /// Who trains.
    pub level: Option<Level>,
    /// The year that it counts for.
    pub year: Option<i64>,
    /// 主办单位.
    pub organiser: String,
    /// On site or online.
    pub mode: Option<Mode>,
    /// Hours, 学时.
    pub hours: Option<i64>,
    /// Anything else.
    pub note: String,
}

impl Entity for Training {
    const NAME: &'static str = "training";
    const CODE: u8 = 4;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Training {
        name: Text { max: 60 } => PLAIN.required().listed().searched(),
        kind: Choice("training-type", TrainingType::CHOICES) => PLAIN.required().listed(),
        level: Choice("level", Level::CHOICES) => PLAIN.listed(),
        year: Int { min: 2000, max: 2199 } => PLAIN.required().listed(),
        organiser: Text { max: 40 } => PLAIN,
        mode: Choice("mode", Mode::CHOICES) => PLAIN,
        hours: Int { min: 0, max: 400 } => PLAIN.listed(),
        note: Note { max: 500 } => PLAIN,
    });
}

/// One meeting of a training: a day, a place, a group.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Session {
    /// Of which training.
    pub training: Option<Id>,
    /// 第2组 上午场.
    pub name: String,
    /// The day.
    pub day: Option<Day>,
    /// Begins.
    pub start: Option<TimeOfDay>,
    /// Ends.
    pub end: Option<TimeOfDay>,
    /// Where.
    pub place: String,
    /// Who teaches.
    pub lecturer: String,
    /// What of the six topics.
    pub topics: BTreeSet<Topic>,
    /// Anything else.
    pub note: String,
}

impl Entity for Session {
    const NAME: &'static str = "session";
    const CODE: u8 = 5;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Session {
        training: Link("training") => PLAIN.required().listed(),
        name: Text { max: 40 } => PLAIN.listed().searched(),
        day: Day => PLAIN.required().listed(),
        start: Time => PLAIN.listed(),
        end: Time => PLAIN,
        place: Text { max: 40 } => PLAIN.listed(),
        lecturer: Text { max: 24 } => PLAIN,
        topics: Choices("topic", Topic::CHOICES) => PLAIN,
        note: Note { max: 500 } => PLAIN,
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        match (self.start, self.end) {
            (Some(start), Some(end)) if end <= start => {
                vec![("end", Fault::Rule("fault-ends-before-it-begins"))]
            }
            _ => Vec::new(),
        }
    }
}

/// One worker on one session's roster.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Enrolment {
    /// Which session.
    pub session: Option<Id>,
    /// Who.
    pub worker: Option<Id>,
    /// Marked how; nothing is the same as unmarked.
    pub state: Option<Attendance>,
    /// When signed in.
    pub time: Option<TimeOfDay>,
    /// Points of the test.
    pub score: Option<Score>,
    /// Passed or not.
    pub result: Option<Outcome>,
    /// Anything else.
    pub note: String,
}

impl Enrolment {
    /// Whether the person was there, on time or late.
    pub fn attended(&self) -> bool {
        matches!(self.state, Some(Attendance::Present | Attendance::Late))
    }
}

impl Entity for Enrolment {
    const NAME: &'static str = "enrolment";
    const CODE: u8 = 6;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Enrolment {
        session: Link("session") => PLAIN.required().listed(),
        worker: Link("worker") => PLAIN.required().listed(),
        state: Choice("attendance", Attendance::CHOICES) => PLAIN.listed(),
        time: Time => PLAIN.listed(),
        score: Score { max: 100 } => PLAIN.listed(),
        result: Choice("outcome", Outcome::CHOICES) => PLAIN.listed(),
        note: Note { max: 500 } => PLAIN,
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        if self.result == Some(Outcome::Pass) && !self.attended() {
            return vec![("result", Fault::Rule("fault-passed-without-attending"))];
        }
        Vec::new()
    }
}
