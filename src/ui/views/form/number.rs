//! What an identity number says of a person goes into the fields that stand empty.

use super::Form;
use crate::domain::worker::Sex;
use crate::schema::{Coded, Value, number};
use crate::service::Office;
use crate::ui::context::Ctx;
use crate::ui::view::{Flow, Toast};

impl Form {
    /// An identity number that was just typed says the birth day and the sex; where those stand
    /// empty they are filled in, and row 22 says so.
    pub(super) fn take_from_number(&mut self, office: &Office, ctx: &Ctx) -> Flow {
        let Some(entry) = self.entries.get(self.focus) else {
            return Flow::Stay;
        };
        let number = match (entry.info().name, entry.value(office)) {
            ("id_number", Ok(Value::Text(number))) if entry.touched => number,
            _ => return Flow::Stay,
        };
        let sex = number::is_male(&number).map(|male| if male { Sex::Male } else { Sex::Female });
        let told = [
            ("birth_day", number::birth_of(&number).map(Value::Day)),
            ("sex", sex.map(|sex| Value::Choice(sex.code().to_owned()))),
        ];
        let part = entry.part;
        let mut filled = Vec::new();
        for (name, value) in told {
            let mut there = self.entries.iter_mut();
            let there = there.find(|e| e.part == part && e.info().name == name && e.is_blank());
            if let (Some(entry), Some(value)) = (there, value) {
                entry.show(&value, office);
                entry.touch();
                filled.push(entry.label.clone());
            }
        }
        if filled.is_empty() {
            return Flow::Stay;
        }
        let fields = filled.join(&ctx.word("list-comma"));
        Flow::Say(Toast::told(
            ctx.fill("form-from-number", &[("fields", &fields)]),
        ))
    }
}
