//! Children on the register.

use super::person;
use super::worker::Sex;
use crate::schema::{Coded, Day, Entity, Fault, Field, Id, KeyClass};
use std::collections::BTreeSet;

crate::choices! {
    /// Categories as told by the office's ledger; a child can be in several at once.
    Category "category" {
        LeftBehind "left_behind" ["留守儿童", "农村留守儿童", "留守"],
        Difficult "difficult" ["困境儿童", "困境"],
        Orphan "orphan" ["散居孤儿", "孤儿"],
        Unattended "unattended" ["事实无人抚养", "事实无人抚养儿童"],
        Migrant "migrant" ["流动儿童", "流动"],
    }
}

crate::choices! {
    /// Four levels in use in several places; no text of the province fixes them (本地默认).
    Risk "risk" {
        Red "red" ["红", "高"],
        Yellow "yellow" ["黄", "中高"],
        Blue "blue" ["蓝", "中"],
        Green "green" ["绿", "低"],
    }
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
    /// Lives in.
    pub village: Option<Id>,
    /// As told.
    pub categories: BTreeSet<Category>,
    /// Red to green.
    pub risk: Option<Risk>,
    /// Who looks after the child.
    pub caregiver: String,
    /// That person's telephone.
    pub caregiver_phone: String,
    /// Anything else.
    pub note: String,
}

impl Entity for Child {
    const NAME: &'static str = "child";
    const CODE: u8 = 7;
    const CLASS: KeyClass = KeyClass::Cases;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Child {
        name: Text { max: 24 } => PLAIN.required().listed().searched(),
        sex: Choice("sex", Sex::CHOICES) => PLAIN.listed(),
        birth_day: Day => PLAIN.listed(),
        id_number: IdNumber => PLAIN.searched().sensitive(),
        village: Link("village") => PLAIN.required().listed(),
        categories: Choices("category", Category::CHOICES) => PLAIN.listed(),
        risk: Choice("risk", Risk::CHOICES) => PLAIN.listed(),
        caregiver: Text { max: 24 } => PLAIN.listed().searched(),
        caregiver_phone: Phone => PLAIN.searched().sensitive(),
        note: Note { max: 500 } => PLAIN,
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        person::against_id_number(&self.id_number, self.birth_day, self.sex)
    }
}
