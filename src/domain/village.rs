//! Villages and neighbourhoods, 村（居）.

use crate::schema::{Entity, Field, KeyClass};
use std::collections::BTreeSet;

crate::choices! {
    /// Town or country; unknown until told, since the statistics bureau's classes change yearly.
    Setting "setting" { Urban "urban" ["城镇", "城市"], Rural "rural" ["农村", "乡村"] }
}

crate::choices! {
    /// What funding rules ask about a village (128号 三(二)3).
    VillageTag "village-tag" {
        OldRevolutionary "old_revolutionary" ["老区"],
        Soviet "soviet" ["苏区"],
        Poor "poor" ["贫困地区", "贫困村"],
    }
}

/// A village or neighbourhood, 村(居): the place that has one child director.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Village {
    /// As people call it: 后山村, 莒潭社区.
    pub name: String,
    /// Twelve digits of statistical use; a division is known by level and code together.
    pub code: String,
    /// Town or country.
    pub setting: Option<Setting>,
    /// What funding rules ask.
    pub tags: BTreeSet<VillageTag>,
    /// Anything else.
    pub note: String,
}

impl Entity for Village {
    const NAME: &'static str = "village";
    const CODE: u8 = 1;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Village {
        name: Text { max: 24 } => PLAIN.required().listed().searched(),
        code: Division => PLAIN.required().listed().searched(),
        setting: Choice("setting", <Setting as crate::schema::Coded>::CHOICES) => PLAIN.listed(),
        tags: Choices("village-tag", <VillageTag as crate::schema::Coded>::CHOICES) => PLAIN.listed(),
        note: Note { max: 500 } => PLAIN,
    });
}
