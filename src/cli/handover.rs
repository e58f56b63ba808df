//! `handover`: a village to another director, or the township to another supervisor, who then has
//! a way in of their own in place of the old one.

use super::args::HandoverArgs;
use super::due::day_of;
use super::{Desk, Outcome, passphrase};
use crate::domain::book::Kind;
use crate::domain::handover::HandoverScope;
use crate::schema::{Choice, Coded, Words};
use crate::service::{HandingOver, Office, OfficeRole, Problem, Secret};
use serde_json::json;
use std::sync::Arc;

impl Desk {
    pub(super) fn hand_over(&self, asked: HandoverArgs) -> Outcome {
        let office = self.office(false)?;
        let whole = Choice::find(HandoverScope::CHOICES, &asked.place)
            .is_some_and(|c| c.code == HandoverScope::Township.code());
        let village = if whole {
            None
        } else {
            Some(self.row(&office, Kind::Village, &asked.place)?.id)
        };
        if asked.new.is_some() && !whole {
            return Err(Problem::new("cli-handover-slot").exit(2));
        }
        let today = office.today();
        let from = asked.from.as_deref();
        let from = from.map(|who| self.row(&office, Kind::Worker, who));
        let handing = HandingOver {
            village,
            leaving: from.transpose()?.map(|row| row.id),
            taking: self.row(&office, Kind::Worker, &asked.to)?.id,
            day: match &asked.on {
                Some(text) => day_of("on", text, today)?,
                None => today,
            },
            note: asked.note,
            reason: asked.reason,
        };
        let taking = office.label(Kind::Worker, handing.taking);
        let chosen = match &asked.new {
            Some(file) => {
                // All that can be refused is, before anybody has a way in.
                office.can_hand_over(&handing)?;
                let chosen = passphrase::another(Some(file), &self.words)?;
                office.add_user(&taking, OfficeRole::Supervisor, &chosen)?;
                Some(chosen)
            }
            None => None,
        };
        let done = office.hand_over(&handing)?;
        if let Some(file) = &asked.list {
            office.print_handover(&self.words, done.id, file)?;
            let path = file.display().to_string();
            self.out
                .say(&self.words.fill("doing-printed", &[("file", &path)]));
        }
        self.tell_handover(&office, &done);
        match chosen {
            Some(chosen) => self.change_of_way_in(office, &taking, chosen),
            None => {
                if whole {
                    self.out.say(&self.words.word("handover-users"));
                }
                Ok(())
            }
        }
    }

    fn tell_handover(&self, office: &Office, done: &crate::service::HandedOver) {
        let row = office.row(Kind::Handover, done.id);
        let value = |name: &str| {
            let row = row.as_ref();
            row.map_or_else(String::new, |row| row.record.value(name).plain())
        };
        let (children, due) = (value("children"), value("due"));
        let number = row.as_ref().map_or(0, |row| row.number);
        if self.out.json {
            let object = json!({
                "number": number, "id": done.id.to_string(), "revision": done.revision.to_string(),
                "children": children.parse::<u64>().ok(), "due": due.parse::<u64>().ok(),
            });
            self.out.object(object);
            return;
        }
        let label = office.label(Kind::Worker, done.leaving);
        let args = [
            ("number", number.to_string()),
            ("who", label),
            ("children", children),
            ("due", due),
            ("revision", done.revision.to_string()),
        ];
        self.out
            .data(&self.words.fill_with("cli-handed-over", &args));
    }

    /// The new supervisor's way in is there; by it the old one is taken away, which nobody can do
    /// to themselves.
    fn change_of_way_in(&self, office: Arc<Office>, taking: &str, chosen: String) -> Outcome {
        let old = office.user().name.clone();
        drop(office);
        let office = Office::open(&self.setup, &self.root()?, &Secret::passphrase(chosen))?;
        office.remove_user(&old, &mut |code| self.show_code(&code.to_string()))?;
        let args = [("new", taking), ("old", old.as_str())];
        self.out.say(&self.words.fill("cli-handover-users", &args));
        self.out.say(&self.words.word("cli-user-removed-limits"));
        Ok(())
    }
}
