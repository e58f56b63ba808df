//! An office's own training modules 模块, beside the six topics that 128号 二(二)2 wants stressed: how
//! long they usually take, and to which of the six they belong. What an office adds is its own
//! (本地默认); no text lists more than the six.

use super::lesson::MOST_HOURS;
use super::training::Topic;
use crate::schema::{Coded, Entity, Field, KeyClass, Score};

/// A module that the office made.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Module {
    /// 模块名称.
    pub name: String,
    /// Hours that it usually takes, 学时, to one tenth.
    pub hours: Option<Score>,
    /// The one of the six to which it belongs, if any: its hours are that one's, too.
    pub topic: Option<Topic>,
    /// Whether it is taught; nothing is the same as yes.
    pub in_use: Option<bool>,
    /// Anything else.
    pub note: String,
}

impl Module {
    /// Whether lessons may still be held in it.
    pub fn is_taught(&self) -> bool {
        self.in_use != Some(false)
    }
}

impl Entity for Module {
    const NAME: &'static str = "module";
    const CODE: u8 = 34;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Module {
        name: Text { max: 24 } => PLAIN.required().listed().searched(),
        hours: Score { max: MOST_HOURS } => PLAIN.listed(),
        topic: Choice("topic", Topic::CHOICES) => PLAIN.listed(),
        in_use: Flag => PLAIN.listed(),
        note: Note { max: 500 } => PLAIN,
    });
}
