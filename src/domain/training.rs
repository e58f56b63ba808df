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
        Present "present" ["到", "已到", "签到", "已签到", "到会", "到场", "出席", "正常", "√", "✓"],
        Late "late" ["迟到", "晚到"],
        Excused "excused" ["请假", "已请假", "事假", "病假", "公假"],
        Absent "absent" ["没到", "缺席", "未到", "未到会", "未签到", "缺勤", "旷课", "×"],
    }
}

crate::choices! {
    /// How the training ended for a person.
    Outcome "outcome" {
        Pass "pass" ["合格", "通过", "及格"],
        Fail "fail" ["不合格", "未通过", "不通过", "不及格"],
    }
}

/// The most points that any test has; what one has, its training says.
const MOST_MARKS: i64 = 1000;

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
    /// 满分; [`FULL_MARKS`] where nobody says.
    pub full_marks: Option<Score>,
    /// 合格线; [`PASS_MARK`] where nobody says.
    pub pass_mark: Option<Score>,
}

/// 满分 of a test, unless the training says otherwise. Ours: no text fixes it (本地默认).
pub const FULL_MARKS: Score = Score(1000);
/// 合格线 of a test, unless the training says otherwise. Ours, too (本地默认).
pub const PASS_MARK: Score = Score(600);

impl Training {
    /// Points that a test can have at most.
    pub fn full_marks(&self) -> Score {
        self.full_marks.unwrap_or(FULL_MARKS)
    }

    /// Points from which on a test is passed.
    pub fn pass_mark(&self) -> Score {
        self.pass_mark.unwrap_or(PASS_MARK)
    }

    /// What is wrong with so many points, if they are more than the test has.
    pub fn over(&self, score: Score) -> Option<Fault> {
        let full = self.full_marks();
        (score > full).then_some(Fault::OutOfRange {
            min: 0,
            max: full.0 / 10,
        })
    }

    /// How a test of so many points ended.
    pub fn outcome(&self, score: Score) -> Outcome {
        if score >= self.pass_mark() {
            Outcome::Pass
        } else {
            Outcome::Fail
        }
    }
}

impl Entity for Training {
    const NAME: &'static str = "training";
    const CODE: u8 = 4;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 2;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Training {
        name: Text { max: 60 } => PLAIN.required().listed().searched(),
        kind: Choice("training-type", TrainingType::CHOICES) => PLAIN.required().listed(),
        level: Choice("level", Level::CHOICES) => PLAIN.listed(),
        year: Int { min: 2000, max: 2199 } => PLAIN.required().listed(),
        organiser: Text { max: 40 } => PLAIN,
        mode: Choice("mode", Mode::CHOICES) => PLAIN,
        hours: Int { min: 0, max: 400 } => PLAIN.listed(),
        full_marks: Score { max: MOST_MARKS } => PLAIN,
        pass_mark: Score { max: MOST_MARKS } => PLAIN,
        note: Note { max: 500 } => PLAIN,
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let mut faults = Vec::new();
        if self.pass_mark() > self.full_marks() {
            faults.push(("pass_mark", Fault::Rule("fault-pass-over-full")));
        }
        faults
    }
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
    /// Whether it makes up for what was missed or failed, 补训.
    pub makeup: Option<bool>,
    /// How many people it has room for.
    pub capacity: Option<i64>,
}

impl Entity for Session {
    const NAME: &'static str = "session";
    const CODE: u8 = 5;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 2;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Session {
        training: Link("training") => PLAIN.required().listed(),
        name: Text { max: 40 } => PLAIN.listed().searched(),
        day: Day => PLAIN.required().listed(),
        start: Time => PLAIN.listed(),
        end: Time => PLAIN,
        place: Text { max: 40 } => PLAIN.listed(),
        lecturer: Text { max: 24 } => PLAIN,
        capacity: Int { min: 1, max: 100_000 } => PLAIN,
        makeup: Flag => PLAIN,
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

/// One person on one session's roster: a worker of the register, or a guest who isn't in it yet.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Enrolment {
    /// Which session.
    pub session: Option<Id>,
    /// Who, of the register.
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
    /// Who, where the register doesn't have the person yet.
    pub guest: Option<Id>,
    /// When signed out.
    pub out: Option<TimeOfDay>,
    /// Waits for a place.
    pub waiting: Option<bool>,
}

impl Enrolment {
    /// Whether the person was there, on time or late.
    pub fn attended(&self) -> bool {
        matches!(self.state, Some(Attendance::Present | Attendance::Late))
    }

    /// Whether this can only be said once the session is held. Leave is asked for before.
    pub fn tells_of_the_day(&self) -> bool {
        self.attended() || self.state == Some(Attendance::Absent)
    }

    /// Whether the person waits for a place and isn't on the roster proper.
    pub fn waits(&self) -> bool {
        self.waiting == Some(true)
    }

    /// The person: a worker or a guest.
    pub fn who(&self) -> Option<Id> {
        self.worker.or(self.guest)
    }
}

impl Entity for Enrolment {
    const NAME: &'static str = "enrolment";
    const CODE: u8 = 6;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 2;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Enrolment {
        session: Link("session") => PLAIN.required().listed(),
        worker: Link("worker") => PLAIN.listed(),
        guest: Link("guest") => PLAIN.by_act(),
        state: Choice("attendance", Attendance::CHOICES) => PLAIN.listed(),
        time: Time => PLAIN.listed(),
        out: Time => PLAIN,
        score: Score { max: MOST_MARKS } => PLAIN.listed(),
        result: Choice("outcome", Outcome::CHOICES) => PLAIN.listed(),
        waiting: Flag => PLAIN.by_act(),
        note: Note { max: 500 } => PLAIN,
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let mut faults = Vec::new();
        if self.who().is_none() {
            faults.push(("worker", Fault::Required));
        }
        if self.worker.is_some() && self.guest.is_some() {
            faults.push(("worker", Fault::Rule("fault-worker-and-guest")));
        }
        if self.attended() {
            if let (Some(time), Some(out)) = (self.time, self.out)
                && out < time
            {
                faults.push(("out", Fault::Rule("fault-ends-before-it-begins")));
            }
            return faults;
        }
        if self.result == Some(Outcome::Pass) {
            faults.push(("result", Fault::Rule("fault-passed-without-attending")));
        }
        if self.score.is_some() {
            faults.push(("score", Fault::Rule("fault-scored-without-attending")));
        }
        if self.out.is_some() {
            faults.push(("out", Fault::Rule("fault-left-without-attending")));
        }
        faults
    }
}
