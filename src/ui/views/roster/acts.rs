//! What F6 offers on a roster: before the day who comes, from the first mark on what becomes of
//! it. The first nine have digits, so what doesn't apply isn't there.

use super::marking::directors;
use super::{Mode, Roster};
use crate::domain::book::Kind;
use crate::domain::training::Attendance;
use crate::schema::Id;
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow, Reply};
use crate::ui::views::paper::paper_question;
use crate::ui::views::{Pick, Question};

impl Roster {
    pub(super) fn offered(&self) -> Vec<Act> {
        let act = |name, not_now| Act { name, not_now };
        let nobody = self.line().is_none().then_some("why-nobody-on-it");
        let unmarked = (self.tally.unmarked == 0).then_some("why-nobody-unmarked");
        let begun = self.tally.unmarked < self.tally.all();
        let mut acts = vec![act("rest-absent", unmarked)];
        if begun {
            let away = self.tally.excused + self.tally.absent + self.tally.failed;
            let came = (self.tally.came() == 0).then_some("why-nobody-came");
            let left = self.tally.came() == self.tally.out;
            acts.push(act("make-up", (away == 0).then_some("why-nobody-away")));
            match self.mode {
                Mode::SignOut => {
                    acts.push(act("out-rest", left.then_some("why-nobody-left-in")));
                }
                _ => acts.push(act("sign-out", came)),
            }
            acts.push(act("marks", came));
        } else {
            acts.push(Act::new("enrol-all"));
            acts.push(Act::new("enrol-lacking"));
        }
        acts.push(act("sheet", nobody));
        if !begun {
            acts.push(act("notice", nobody));
        }
        match self.line() {
            Some(line) if line.guest.is_some() => acts.push(Act::new("match")),
            Some(_) => acts.push(Act::new("open-worker")),
            None => {}
        }
        let open = |line: &&crate::service::RosterLine| line.state == Attendance::Unmarked;
        if self.line().as_ref().is_some_and(open) {
            acts.push(Act::new("take-off"));
        }
        acts.push(Act::new("open-session"));
        acts.push(Act::new("bring-marks"));
        if begun {
            let passed = match self.tally.passed {
                0 => Some("why-nobody-passed"),
                passed if passed == self.tally.certified => Some("why-all-certified"),
                _ => None,
            };
            acts.push(act("certify", passed));
            if self.tally.certified > 0 {
                acts.push(Act::new("certificates"));
            }
        }
        if begun {
            let came = (self.tally.came() == 0).then_some("why-nobody-came");
            acts.push(act("feedback", came));
        }
        acts.push(Act::new("lessons"));
        acts
    }

    pub(super) fn do_act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        match (name, self.line()) {
            ("rest-absent", _) => self.ask(name, "roster-number", ctx),
            ("sheet", _) => self.ask(name, "roster-file", ctx),
            ("notice", _) => {
                let (title, stem) = (ctx.word("act-notice"), ctx.word("notice-stem"));
                Flow::Open(Box::new(paper_question(name, title, &stem, ctx)))
            }
            ("certificates", _) => {
                let (title, stem) = (ctx.word("act-certificates"), ctx.word("certificates-stem"));
                Flow::Open(Box::new(paper_question(name, title, &stem, ctx)))
            }
            ("enrol-all", _) => self.enrol(&directors(office), ctx),
            ("enrol-lacking", _) => self.ask_rule(ctx),
            ("enrol-one", _) => {
                let title = ctx.word("act-enrol-one");
                let pick = Pick::new("enrol-one", title, Kind::Worker, ctx);
                Flow::Open(Box::new(pick.or_new("roster-new-guest", ctx)))
            }
            ("make-up", _) => self.make_up(ctx),
            ("sign-out", _) => {
                self.turn_to(Mode::SignOut, ctx);
                Flow::Stay
            }
            ("out-rest", _) => self.sign_out_rest(ctx),
            ("marks", _) => {
                self.turn_to(Mode::Marks, ctx);
                Flow::Stay
            }
            ("feedback", _) => {
                self.turn_to(Mode::Feedback, ctx);
                Flow::Stay
            }
            ("match", Some(line)) => self.ask_match(line, ctx),
            ("take-off", Some(line)) => {
                let title = ctx.fill("roster-take-off", &[("name", &line.name)]);
                let label = ctx.word("roster-reason");
                let carried = line.enrolment.to_string();
                let question = Question::line("take-off", title, label).carry(carried);
                Flow::Open(Box::new(question))
            }
            ("open-worker", Some(line)) => line.worker.map_or(Flow::Stay, |id| {
                Flow::Go(Place::Record {
                    kind: Kind::Worker,
                    id,
                })
            }),
            ("bring-marks", _) => Flow::Open(Box::new(crate::ui::views::Import::for_roster(
                self.session,
                ctx,
            ))),
            ("certify", _) => self.ask_prefix(ctx),
            ("lessons", _) => Flow::Go(Place::Lessons {
                session: self.session,
            }),
            ("open-session", _) => Flow::Go(Place::Record {
                kind: Kind::Session,
                id: self.session,
            }),
            _ => Flow::Ignored,
        }
    }

    pub(super) fn go_on(&mut self, reply: &Reply, ctx: &Ctx) -> Flow {
        match (reply.question, Id::parse(&reply.text)) {
            ("rest-absent", _) => self.rest_absent(&reply.text, ctx),
            ("sheet", _) => self.print(&reply.text, ctx),
            ("notice", _) => self.write_notice(&reply.text, ctx),
            ("certificates", _) => self.write_certificates(&reply.text, ctx),
            ("enrol-one", Some(worker)) => self.enrol(&[worker], ctx),
            ("enrol-one", None) => self.ask_place(&reply.text, ctx),
            ("guest-place", _) => self.ask_phone(reply, ctx),
            ("guest-phone", _) => self.add_guest(reply, ctx),
            ("match", Some(worker)) => self.match_with(&reply.carried, worker, ctx),
            ("match-one", _) => self.matched(reply, ctx),
            ("remark", _) => self.take_remark(reply, ctx),
            ("take-off", _) => self.take_off(reply, ctx),
            ("certify", _) => self.certify(&reply.text, ctx),
            ("enrol-lacking", _) => self.enrol_lacking(&reply.text, ctx),
            _ => Flow::Stay,
        }
    }
}
