//! Guests: people on a roster whom the register doesn't have yet, 临时人员.

use crate::schema::{Entity, Field, Id, KeyClass};

/// Somebody who came to a training and is in no register, with what the person said. Matched
/// later: then the enrolments go over to the worker, and this stays as the trace of it.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Guest {
    /// 姓名.
    pub name: String,
    /// 乡镇, in words.
    pub township: String,
    /// 村居, in words.
    pub village: String,
    /// Where to ask.
    pub phone: String,
    /// Who it turned out to be.
    pub worker: Option<Id>,
}

impl Guest {
    /// Whether two are the same person as far as their words tell.
    pub fn same_person(&self, other: &Self) -> bool {
        let same = |a: &str, b: &str| a.is_empty() || b.is_empty() || a == b;
        self.name == other.name
            && same(&self.township, &other.township)
            && same(&self.village, &other.village)
            && same(&self.phone, &other.phone)
    }
}

impl Entity for Guest {
    const NAME: &'static str = "guest";
    const CODE: u8 = 21;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Guest {
        name: Text { max: 24 } => PLAIN.required().listed().searched(),
        township: Text { max: 24 } => PLAIN.listed(),
        village: Text { max: 24 } => PLAIN.listed(),
        phone: Phone => PLAIN.listed().searched(),
        worker: Link("worker") => PLAIN.listed().by_act(),
    });
}
