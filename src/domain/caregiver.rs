//! Caregivers 监护人和照料人: parents, grandparents, trustees of a household's children.

use super::person;
use super::worker::Sex;
use crate::schema::{Coded, Day, Entity, Extra, Fault, Field, Id, KeyClass};
use std::collections::BTreeSet;

crate::choices! {
    /// What somebody is to the children of the household.
    Relation "relation" {
        Father "father" ["父亲", "父", "爸爸", "生父"],
        Mother "mother" ["母亲", "母", "妈妈", "生母"],
        Grandfather "grandfather" ["祖父", "爷爷"],
        Grandmother "grandmother" ["祖母", "奶奶"],
        MaternalGrandfather "maternal_grandfather" ["外祖父", "外公", "姥爷"],
        MaternalGrandmother "maternal_grandmother" ["外祖母", "外婆", "姥姥"],
        StepFather "step_father" ["继父"],
        StepMother "step_mother" ["继母"],
        AdoptiveFather "adoptive_father" ["养父"],
        AdoptiveMother "adoptive_mother" ["养母"],
        Sibling "sibling" ["兄弟姐妹", "哥哥姐姐", "哥哥", "姐姐", "兄", "姐", "哥", "兄姐"],
        Relative "relative" ["其他亲属", "亲属", "亲戚", "伯父", "叔叔", "伯伯", "姑姑", "姑妈", "舅舅", "阿姨", "姨妈", "伯母", "婶婶", "舅妈"],
        Other "other" ["其他", "邻居", "朋友", "老师", "村干部"],
    }
}

impl Relation {
    /// Which parent of the two-parent table somebody is: 0 the father, 1 the mother. Who adopted
    /// a child is its parent in law (民法典第1111条); a step-parent is not.
    pub fn parent(self) -> Option<usize> {
        match self {
            Self::Father | Self::AdoptiveFather => Some(0),
            Self::Mother | Self::AdoptiveMother => Some(1),
            _ => None,
        }
    }
}

crate::choices! {
    /// What keeps somebody from looking after a child, in the words of 闽民童〔2021〕31号 and of the
    /// registration forms.
    Status "status" {
        Away "away" ["外出务工", "外出", "务工", "外出打工", "在外务工"],
        Dead "dead" ["死亡", "去世", "已故", "亡故", "病故", "身亡", "宣告死亡"],
        Missing "missing" ["失踪", "宣告失踪"],
        LostContact "lost_contact" ["失联", "失去联系", "长期无法联系", "联系不上"],
        SeverelyDisabled "severely_disabled" ["重残", "重度残疾"],
        SeverelyIll "severely_ill" ["重病", "重大疾病", "重特大疾病"],
        Imprisoned "imprisoned" ["服刑在押", "服刑", "在押"],
        Detoxed "detoxed" ["强制隔离戒毒", "强制戒毒", "戒毒"],
        Confined "confined" ["被执行其他限制人身自由措施", "限制自由", "限制人身自由", "其他限制人身自由"],
        Revoked "revoked" ["被撤销监护资格", "撤销监护", "撤销监护资格", "撤销监护权"],
        Deported "deported" ["被遣送出境", "被遣送(驱逐)出境", "驱逐出境", "遣送出境"],
        Disabled "disabled" ["残疾"],
        Ill "ill" ["患病", "慢性病", "疾病"],
        Normal "normal" ["正常", "健康", "健在", "在家", "良好", "无"],
    }
}

crate::choices! {
    /// What a parent who works elsewhere would like (128号 三(三) 人社部门: 返乡创业、就业创业培训).
    Wish "wish" {
        Return "return" ["返乡就业", "回乡就业", "就近就业"],
        Training "training" ["参加培训", "技能培训", "培训"],
        Business "business" ["返乡创业", "创业"],
    }
}

/// Somebody of a household who is a parent of its children or looks after them.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Caregiver {
    /// 姓名.
    pub name: String,
    /// The home whose children these are.
    pub household: Option<Id>,
    /// What to them.
    pub relation: Option<Relation>,
    /// Whether it is who looks after them day by day.
    pub main: Option<bool>,
    /// Whether guardian in law.
    pub guardian: Option<bool>,
    /// Whether entrusted by the parents (未成年人保护法第22条).
    pub entrusted: Option<bool>,
    /// 手机号.
    pub phone: String,
    /// What keeps from looking after them.
    pub status: BTreeSet<Status>,
    /// Since when; a lost contact counts after six months.
    pub status_since: Option<Day>,
    /// 有无监护能力, where told beyond the statuses.
    pub able: Option<bool>,
    /// 务工地点, to province and city only.
    pub work_place: String,
    /// 性别.
    pub sex: Option<Sex>,
    /// 出生日期.
    pub birth_day: Option<Day>,
    /// 公民身份号码.
    pub id_number: String,
    /// 居住地地址, where not that of the household.
    pub address: String,
    /// Anything else.
    pub note: String,
    /// Fields of the office's own.
    pub extra: Extra,
    /// What they would like of the offices for employment.
    pub wishes: BTreeSet<Wish>,
    /// The day on which they agreed to be named to those offices (个人信息保护法 23).
    pub consent: Option<Day>,
}

impl Entity for Caregiver {
    const NAME: &'static str = "caregiver";
    const CODE: u8 = 10;
    const CLASS: KeyClass = KeyClass::Cases;
    const SCHEMA: u16 = 2;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Caregiver {
        name: Text { max: 24 } => PLAIN.required().listed().searched(),
        household: Link("household") => PLAIN.required().listed(),
        relation: Choice("relation", Relation::CHOICES) => PLAIN.required().listed(),
        main: Flag => PLAIN.listed(),
        guardian: Flag => PLAIN.listed(),
        entrusted: Flag => PLAIN,
        phone: Phone => PLAIN.searched().sensitive(),
        status: Choices("status", Status::CHOICES) => PLAIN.listed(),
        status_since: Day => PLAIN,
        able: Flag => PLAIN,
        work_place: Text { max: 40 } => PLAIN.listed(),
        sex: Choice("sex", Sex::CHOICES) => PLAIN,
        birth_day: Day => PLAIN,
        id_number: IdNumber => PLAIN.searched().sensitive(),
        address: Text { max: 80 } => PLAIN,
        wishes: Choices("wish", Wish::CHOICES) => PLAIN,
        consent: Day => PLAIN,
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
        if self.status.contains(&Status::Normal) && self.status.len() > 1 {
            faults.push(("status", Fault::Rule("fault-normal-and-more")));
        }
        let parent = self.relation.and_then(Relation::parent).is_some();
        if self.entrusted == Some(true) && parent {
            faults.push(("entrusted", Fault::Rule("fault-parent-entrusted")));
        }
        if self.consent.is_some() && !parent {
            faults.push(("consent", Fault::Rule("fault-no-parent-consents")));
        }
        if self.main == Some(true) && self.is_dead() {
            faults.push(("main", Fault::Rule("fault-dead-cares")));
        }
        faults
    }
}

impl Caregiver {
    /// Dead, or declared so.
    pub fn is_dead(&self) -> bool {
        self.status.contains(&Status::Dead)
    }
}
