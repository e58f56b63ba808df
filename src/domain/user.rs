//! Users: who has a way into the office. Their names stand here, sealed, and in no slot but their
//! own. Written by the act that gives or takes a way in, so that the journal tells who did it.

use crate::schema::{Coded, Day, Entity, Field, KeyClass};

crate::choices! {
    /// Whose work the program is for.
    OfficeRole "office-role" {
        Supervisor "supervisor" ["儿童督导员", "督导员"],
        Trainer "trainer" ["培训员"],
    }
}

/// Somebody with a way in. Its id is the one that the journal calls them by.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct User {
    /// 姓名.
    pub name: String,
    /// Whose work they do.
    pub role: Option<OfficeRole>,
    /// Since when.
    pub since: Option<Day>,
}

impl Entity for User {
    const NAME: &'static str = "user";
    const CODE: u8 = 14;
    const CLASS: KeyClass = KeyClass::Office;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(User {
        name: Text { max: 60 } => PLAIN.required().listed().by_act(),
        role: Choice("office-role", OfficeRole::CHOICES) => PLAIN.required().listed().by_act(),
        since: Day => PLAIN.listed().by_act(),
    });
}
