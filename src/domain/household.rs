//! Households 家庭: what the children of one home share.

use crate::schema::{Coded, Entity, Extra, Field, KeyClass};
use std::collections::BTreeSet;

crate::choices! {
    /// 家庭类型, as the register of children in difficulty has it.
    FamilyType "family-type" {
        Complete "complete" ["正常", "完整", "双亲", "健全"],
        Single "single" ["单亲", "单亲家庭", "离异"],
        Unmarried "unmarried" ["未婚单亲", "未婚"],
        Rebuilt "rebuilt" ["组合", "重组", "再婚", "重组家庭"],
        Other "other" ["其他"],
    }
}

crate::choices! {
    /// 家庭经济来源 of the registration form of 2016.
    Income "income" {
        Wages "wages" ["打工收入", "务工", "打工", "工资"],
        Farming "farming" ["种养殖业", "务农", "种植业", "养殖业"],
        Aid "aid" ["政府救助", "救助", "低保金"],
        Relatives "relatives" ["亲朋接济", "亲友接济"],
        Other "other" ["其他"],
    }
}

crate::choices! {
    /// 救助帮扶情况 of the registration form of 2016.
    Relief "relief" {
        Allowance "allowance" ["享受低保", "低保", "最低生活保障"],
        Temporary "temporary" ["临时救助"],
        Medical "medical" ["医疗救助"],
        Housing "housing" ["住房救助"],
        Other "other" ["其他救助", "其他"],
    }
}

crate::choices! {
    /// How poor a household is officially known to be.
    Poverty "poverty" {
        Allowance "allowance" ["低保", "低保户", "低保家庭", "最低生活保障家庭"],
        Destitute "destitute" ["特困供养", "特困", "特困人员", "五保"],
        Filed "filed" ["建档立卡", "脱贫户", "建档立卡户", "监测户"],
        Borderline "borderline" ["低保边缘户", "低保边缘", "低收入家庭", "低收入"],
        None "none" ["无", "否", "一般", "一般户", "不是", "正常"],
    }
}

impl Poverty {
    /// Whether it makes the children in it 困境 by poverty: 低保, 特困供养, 建档立卡.
    pub fn is_poor(self) -> bool {
        matches!(self, Self::Allowance | Self::Destitute | Self::Filed)
    }
}

/// A household: address and telephone, kept once for all its children and those who care for them.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Household {
    /// 户主, or whoever the home is known by.
    pub head: String,
    /// 现居住地, below the village.
    pub address: String,
    /// 户籍所在地.
    pub registered_place: String,
    /// The home's own telephone.
    pub phone: String,
    /// Complete, single …
    pub family_type: Option<FamilyType>,
    /// What it lives on.
    pub income: BTreeSet<Income>,
    /// How poor it is officially known to be.
    pub poverty: Option<Poverty>,
    /// What help it gets.
    pub relief: BTreeSet<Relief>,
    /// Anything else.
    pub note: String,
    /// Fields of the office's own.
    pub extra: Extra,
}

impl Entity for Household {
    const NAME: &'static str = "household";
    const CODE: u8 = 9;
    const CLASS: KeyClass = KeyClass::Cases;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Household {
        head: Text { max: 24 } => PLAIN.required().listed().searched(),
        address: Text { max: 80 } => PLAIN.listed(),
        registered_place: Text { max: 80 } => PLAIN,
        phone: Phone => PLAIN.searched().sensitive(),
        family_type: Choice("family-type", FamilyType::CHOICES) => PLAIN.listed(),
        income: Choices("income", Income::CHOICES) => PLAIN,
        poverty: Choice("poverty", Poverty::CHOICES) => PLAIN.listed(),
        relief: Choices("relief", Relief::CHOICES) => PLAIN,
        note: Note { max: 500 } => PLAIN,
    });

    fn extra(&self) -> Option<&Extra> {
        Some(&self.extra)
    }

    fn extra_mut(&mut self) -> Option<&mut Extra> {
        Some(&mut self.extra)
    }
}
