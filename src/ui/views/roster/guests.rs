//! People whom the register doesn't have: put on the roster with what they say, matched later.

use super::Roster;
use crate::domain::book::Kind;
use crate::domain::guest::Guest;
use crate::schema::{Id, text};
use crate::service::RosterLine;
use crate::ui::context::Ctx;
use crate::ui::view::{Flow, Reply, Toast};
use crate::ui::views::{Pick, Question, pick::described};

/// Workers that are proposed for a guest.
const LIKELY: usize = 7;
/// Stands between what was answered before.
const BETWEEN: char = '\u{1f}';

impl Roster {
    /// The first question about somebody new: from where.
    pub(super) fn ask_place(&self, name: &str, ctx: &Ctx) -> Flow {
        let name = text::clean(name);
        let title = ctx.fill("roster-guest", &[("name", &name)]);
        let question = Question::line("guest-place", title, ctx.word("roster-guest-place"))
            .note(ctx.word("desk-how"), ctx.word("roster-guest-place-how"))
            .carry(name);
        Flow::Open(Box::new(question))
    }

    /// The second: how to reach the person.
    pub(super) fn ask_phone(&self, reply: &Reply, ctx: &Ctx) -> Flow {
        let title = ctx.fill("roster-guest", &[("name", &reply.carried)]);
        let carried = format!("{}{BETWEEN}{}", reply.carried, text::clean(&reply.text));
        let question = Question::line("guest-phone", title, ctx.word("roster-guest-phone"))
            .note(ctx.word("desk-how"), ctx.word("roster-guest-phone-how"))
            .carry(carried);
        Flow::Open(Box::new(question))
    }

    pub(super) fn add_guest(&mut self, reply: &Reply, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        let (name, place) = reply.carried.split_once(BETWEEN).unwrap_or_default();
        // 莒口镇 后山村, or the village alone.
        let (township, village) = match place.rsplit_once(char::is_whitespace) {
            Some((township, village)) => (township.trim(), village),
            None => ("", place),
        };
        let guest = Guest {
            name: name.to_owned(),
            township: township.to_owned(),
            village: village.to_owned(),
            phone: text::tidy(&reply.text),
            worker: None,
        };
        match office.add_guest(self.session, guest) {
            Ok(id) => {
                self.go_to = Some(id);
                Flow::Say(Toast::done(
                    ctx.fill("roster-guest-added", &[("name", name)]),
                ))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// Who this guest is: those who are likely, or any other.
    pub(super) fn ask_match(&self, line: &RosterLine, ctx: &Ctx) -> Flow {
        let (Ok(office), Some(guest)) = (ctx.office(), line.guest) else {
            return Flow::Stay;
        };
        let likely = office.likely_workers(guest, LIKELY);
        if likely.is_empty() {
            return self.ask_anybody(guest, ctx);
        }
        let mut answers: Vec<String> = likely.iter().map(|row| described(row, office)).collect();
        answers.push(ctx.word("roster-match-other"));
        let ids: Vec<String> = likely.iter().map(|row| row.id.to_string()).collect();
        let title = ctx.fill("roster-match", &[("name", &line.name)]);
        let question = Question::new("match-one", title, answers)
            .carry(format!("{guest}{BETWEEN}{}", ids.join(" ")));
        Flow::Open(Box::new(question))
    }

    fn ask_anybody(&self, guest: Id, ctx: &Ctx) -> Flow {
        let pick = Pick::new("match", ctx.word("act-match"), Kind::Worker, ctx);
        Flow::Open(Box::new(pick.carry(guest.to_string())))
    }

    pub(super) fn matched(&mut self, reply: &Reply, ctx: &Ctx) -> Flow {
        let (guest, likely) = reply.carried.split_once(BETWEEN).unwrap_or_default();
        match likely.split(' ').nth(reply.choice).and_then(Id::parse) {
            Some(worker) => self.match_with(guest, worker, ctx),
            None => Id::parse(guest).map_or(Flow::Stay, |guest| self.ask_anybody(guest, ctx)),
        }
    }

    pub(super) fn match_with(&mut self, guest: &str, worker: Id, ctx: &Ctx) -> Flow {
        let (Ok(office), Some(guest)) = (ctx.office(), Id::parse(guest)) else {
            return Flow::Stay;
        };
        match office.match_guest(guest, worker) {
            Ok(_) => {
                self.go_to = Some(worker);
                let name = office.label(Kind::Worker, worker);
                Flow::Say(Toast::done(ctx.fill("roster-matched", &[("name", &name)])))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }
}
