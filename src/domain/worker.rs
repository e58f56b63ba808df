//! Workers: child directors 儿童主任 and supervisors 儿童督导员.

use super::person;
use crate::schema::{Coded, Day, Entity, Extra, Fault, Field, KeyClass};

crate::choices! {
    /// Which of the two roles of 128号 二(二) a person has.
    WorkerRole "worker-role" {
        Director "director" ["儿童主任", "主任"],
        Supervisor "supervisor" ["儿童督导员", "督导员"],
    }
}

crate::choices! {
    /// 男 or 女.
    Sex "sex" { Male "male" ["男", "M", "男性"], Female "female" ["女", "F", "女性"] }
}

crate::choices! {
    /// Where directors are chosen from (128号 二(二)1).
    Source "source" {
        Committee "committee" ["村（居）委会委员", "村委会委员", "居委会委员", "村(居)委会委员", "村居委员", "两委"],
        VillageOfficial "village_official" ["大学生村官", "村官"],
        SocialWorker "social_worker" ["专业社会工作者", "社会工作者", "社工"],
        Other "other" ["其他"],
    }
}

crate::choices! {
    /// 专职 or 兼职.
    WorkTime "work-time" { Full "full" ["专职"], Part "part" ["兼职"] }
}

/// A person in the real-name register (128号 二(二)3): child director or supervisor.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Worker {
    /// 姓名.
    pub name: String,
    /// Director or supervisor.
    pub role: Option<WorkerRole>,
    /// 性别.
    pub sex: Option<Sex>,
    /// 出生日期.
    pub birth_day: Option<Day>,
    /// 公民身份号码.
    pub id_number: String,
    /// 手机号, or a landline.
    pub phone: String,
    /// Where chosen from.
    pub source: Option<Source>,
    /// Whether she is a female member of the village committee, who is to be preferred.
    pub female_member: Option<bool>,
    /// Full or part time.
    pub work_time: Option<WorkTime>,
    /// First training as told; trained or not is computed from this and the enrolments.
    pub first_training: Option<Day>,
    /// Number of the certificate, as told.
    pub certificate: String,
    /// When last entered in the national system.
    pub national_entered: Option<Day>,
    /// Anything else.
    pub note: String,
    /// Fields of the office's own.
    pub extra: Extra,
}

impl Entity for Worker {
    const NAME: &'static str = "worker";
    const CODE: u8 = 2;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 2;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Worker {
        name: Text { max: 24 } => PLAIN.required().listed().searched(),
        role: Choice("worker-role", WorkerRole::CHOICES) => PLAIN.required().listed(),
        sex: Choice("sex", Sex::CHOICES) => PLAIN.listed(),
        birth_day: Day => PLAIN,
        id_number: IdNumber => PLAIN.searched().sensitive(),
        phone: Phone => PLAIN.listed().searched(),
        source: Choice("source", Source::CHOICES) => PLAIN,
        female_member: Flag => PLAIN,
        work_time: Choice("work-time", WorkTime::CHOICES) => PLAIN.listed(),
        first_training: Day => PLAIN.listed(),
        certificate: Text { max: 40 } => PLAIN,
        national_entered: Day => PLAIN,
        note: Note { max: 500 } => PLAIN,
    });

    fn extra(&self) -> Option<&Extra> {
        Some(&self.extra)
    }

    fn extra_mut(&mut self) -> Option<&mut Extra> {
        Some(&mut self.extra)
    }

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let mut faults = person::against_id_number(&self.id_number, self.birth_day, self.sex);
        if self.female_member == Some(true) && self.sex == Some(Sex::Male) {
            faults.push(("female_member", Fault::Rule("fault-female-member-is-male")));
        }
        faults
    }
}
