//! Children on the register: what the two registration forms ask of the child itself. What several
//! children of one home share stands with the household and its caregivers.

use super::person;
use super::worker::Sex;
use crate::schema::{Coded, Day, Entity, Extra, Fault, Field, Id, KeyClass};
use std::collections::BTreeSet;

crate::choices! {
    /// Categories, as an office's ledger tells them or as computed; a child can be in several.
    Category "category" {
        LeftBehind "left_behind" ["留守儿童", "农村留守儿童", "留守"],
        Difficult "difficult" ["困境儿童", "困境"],
        Orphan "orphan" ["散居孤儿", "孤儿"],
        Unattended "unattended" ["事实无人抚养", "事实无人抚养儿童", "事实孤儿"],
        Migrant "migrant" ["流动儿童", "流动"],
    }
}

crate::choices! {
    /// Four levels in use in several places; no text of the province fixes them (本地默认).
    Risk "risk" {
        Red "red" ["红", "高", "红色", "高风险"],
        Yellow "yellow" ["黄", "中高", "黄色", "中高风险"],
        Blue "blue" ["蓝", "中", "蓝色", "中风险"],
        Green "green" ["绿", "低", "绿色", "低风险"],
    }
}

crate::choices! {
    /// 户口性质: being left behind is a matter of children with a rural one (国发〔2016〕13号).
    Origin "origin" { Rural "rural" ["农村", "农业", "农业户口"], Urban "urban" ["城镇", "非农业", "非农", "城市", "居民"] }
}

crate::choices! {
    /// 身体情况 of the registration form.
    Health "health" {
        Healthy "healthy" ["健康", "良好", "正常"],
        Disabled "disabled" ["残疾"],
        Ill "ill" ["患病", "重特大疾病", "重病"],
    }
}

crate::choices! {
    /// 残疾类别, in the order of the card's digit.
    Disability "disability" {
        Sight "sight" ["视力", "视力残疾", "1"],
        Hearing "hearing" ["听力", "听力残疾", "2"],
        Speech "speech" ["言语", "言语残疾", "3"],
        Limbs "limbs" ["肢体", "肢体残疾", "4"],
        Intellect "intellect" ["智力", "智力残疾", "5"],
        Mind "mind" ["精神", "精神残疾", "6"],
        Multiple "multiple" ["多重", "多重残疾", "7"],
    }
}

crate::choices! {
    /// 残疾等级, one the severest.
    Grade "grade" {
        One "one" ["一级", "一", "1级", "1"],
        Two "two" ["二级", "二", "2级", "2"],
        Three "three" ["三级", "三", "3级", "3"],
        Four "four" ["四级", "四", "4级", "4"],
    }
}

crate::choices! {
    /// 就学情况 of the registration form; 辍学 is out of compulsory school, 不在学 not at school
    /// between 14 and 16.
    Schooling "schooling" {
        Kindergarten "kindergarten" ["幼儿园", "在园", "学前"],
        NotYet "not_yet" ["未入园", "未入学", "学龄前", "散居"],
        Primary "primary" ["小学"],
        Junior "junior" ["初中", "中学"],
        Senior "senior" ["高中"],
        Vocational "vocational" ["中职", "中专", "职高", "职校", "技校"],
        DroppedOut "dropped_out" ["辍学", "失学", "失学辍学"],
        NotAtSchool "not_at_school" ["不在学", "未就学", "毕业未升学"],
    }
}

crate::choices! {
    /// 监护类型 of the registration form; the first three are 监护情况差.
    Guardianship "guardianship" {
        Nobody "nobody" ["无人监护", "监护缺失"],
        ParentUnable "parent_unable" ["父或母无监护能力", "父母无能力", "无力监护", "无监护能力"],
        TrusteeWeak "trustee_weak" ["受委托监护人监护能力不足", "受托人能力不足", "受委托人监护能力不足", "委托监护不当"],
        Fair "fair" ["监护情况一般", "一般"],
        Good "good" ["监护情况较好", "较好", "好", "良好", "正常", "正常监护"],
        /// The ledger's word alone: which of the first three it is, nobody has told.
        Poor "poor" ["监护情况较差", "较差", "差", "监护情况差"],
    }
}

impl Guardianship {
    /// 监护情况较差: 无人监护, or whoever should look after the child isn't able to.
    pub fn is_poor(self) -> bool {
        matches!(
            self,
            Self::Nobody | Self::ParentUnable | Self::TrusteeWeak | Self::Poor
        )
    }
}

crate::choices! {
    /// Where an orphan is raised.
    Raised "raised" { Home "home" ["散居", "家庭", "社会散居", "亲属抚养"], Institution "institution" ["机构", "机构养育", "福利院", "集中供养"] }
}

/// A child on the register. Missing numbers are allowed: children without 户籍 are a target group.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Child {
    /// 姓名.
    pub name: String,
    /// 性别.
    pub sex: Option<Sex>,
    /// 出生日期.
    pub birth_day: Option<Day>,
    /// 公民身份号码, where there is one.
    pub id_number: String,
    /// 民族.
    pub ethnicity: String,
    /// Whose director looks after the child.
    pub village: Option<Id>,
    /// The home.
    pub household: Option<Id>,
    /// Red to green, as the supervisor grades it.
    pub risk: Option<Risk>,
    /// As the office's ledger tells them; what the facts say is computed.
    pub categories: BTreeSet<Category>,
    /// 是否登记户口.
    pub registered: Option<bool>,
    /// 户口性质.
    pub origin: Option<Origin>,
    /// 出生医学证明.
    pub birth_certificate: Option<bool>,
    /// 身体情况.
    pub health: BTreeSet<Health>,
    /// 残疾类别.
    pub disability: Option<Disability>,
    /// 残疾等级.
    pub grade: Option<Grade>,
    /// 残疾人证号.
    pub disability_card: String,
    /// 患病类型.
    pub illness: String,
    /// 就学情况.
    pub schooling: Option<Schooling>,
    /// 学校.
    pub school: String,
    /// 年级、班.
    pub class: String,
    /// 是否学校寄宿.
    pub boarding: Option<bool>,
    /// 监护类型.
    pub guardianship: Option<Guardianship>,
    /// 查找不到生父母.
    pub parents_unknown: Option<bool>,
    /// 散居 or 机构养育.
    pub raised: Option<Raised>,
    /// 跨县域随父母来住, since when; a migrant after six months.
    pub moved_in: Option<Day>,
    /// When all of it was last checked with the family.
    pub checked: Option<Day>,
    /// When last entered in the national system.
    pub national_entered: Option<Day>,
    /// Anything else.
    pub note: String,
    /// Fields of the office's own.
    pub extra: Extra,
}

impl Entity for Child {
    const NAME: &'static str = "child";
    const CODE: u8 = 7;
    const CLASS: KeyClass = KeyClass::Cases;
    const SCHEMA: u16 = 2;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Child {
        name: Text { max: 24 } => PLAIN.required().listed().searched(),
        sex: Choice("sex", Sex::CHOICES) => PLAIN.listed(),
        birth_day: Day => PLAIN.listed(),
        id_number: IdNumber => PLAIN.searched().sensitive(),
        ethnicity: Text { max: 12 } => PLAIN,
        village: Link("village") => PLAIN.required().listed(),
        household: Link("household") => PLAIN,
        risk: Choice("risk", Risk::CHOICES) => PLAIN.listed(),
        categories: Choices("category", Category::CHOICES) => PLAIN,
        registered: Flag => PLAIN,
        origin: Choice("origin", Origin::CHOICES) => PLAIN,
        birth_certificate: Flag => PLAIN,
        health: Choices("health", Health::CHOICES) => PLAIN,
        disability: Choice("disability", Disability::CHOICES) => PLAIN,
        grade: Choice("grade", Grade::CHOICES) => PLAIN,
        disability_card: Text { max: 24 } => PLAIN.sensitive(),
        illness: Text { max: 40 } => PLAIN,
        schooling: Choice("schooling", Schooling::CHOICES) => PLAIN,
        school: Text { max: 40 } => PLAIN,
        class: Text { max: 20 } => PLAIN,
        boarding: Flag => PLAIN,
        guardianship: Choice("guardianship", Guardianship::CHOICES) => PLAIN,
        parents_unknown: Flag => PLAIN,
        raised: Choice("raised", Raised::CHOICES) => PLAIN,
        moved_in: Day => PLAIN,
        checked: Day => PLAIN,
        national_entered: Day => PLAIN,
        note: Note { max: 600 } => PLAIN,
    });

    fn extra(&self) -> Option<&Extra> {
        Some(&self.extra)
    }

    fn extra_mut(&mut self) -> Option<&mut Extra> {
        Some(&mut self.extra)
    }

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let mut faults = person::against_id_number(&self.id_number, self.birth_day, self.sex);
        if self.registered == Some(false) && !self.id_number.is_empty() {
            faults.push(("registered", Fault::Warning("fault-number-without-hukou")));
        }
        if self.health.contains(&Health::Healthy) && self.health.len() > 1 {
            faults.push(("health", Fault::Rule("fault-healthy-and-more")));
        }
        let disabled = self.disability.is_some() || self.grade.is_some();
        if disabled && !self.health.is_empty() && !self.health.contains(&Health::Disabled) {
            faults.push(("health", Fault::Warning("fault-disability-not-in-health")));
        }
        faults
    }
}

impl Child {
    /// The age in whole years; a birthday still to come tells of a slip, not of an age.
    pub fn age(&self, today: Day) -> Option<i32> {
        let born = self.birth_day.filter(|born| *born <= today)?;
        Some(born.years_until(today))
    }

    /// Whether disabled, by whichever field tells it.
    pub fn is_disabled(&self) -> bool {
        self.health.contains(&Health::Disabled) || self.disability.is_some() || self.grade.is_some()
    }

    /// 重残: grade one or two, or three and four of mind and intellect (闽民童〔2021〕31号 speaks of
    /// 重残; the grades are those in use for it elsewhere, 本地默认).
    pub fn is_severely_disabled(&self) -> bool {
        matches!(self.grade, Some(Grade::One | Grade::Two))
            || (self.grade.is_some()
                && matches!(
                    self.disability,
                    Some(Disability::Intellect | Disability::Mind)
                ))
    }
}
