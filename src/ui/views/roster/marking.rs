//! What is stored from the roster: marks, people who are added, the rest at once, the sheet.

use super::Roster;
use crate::domain::training::Attendance;
use crate::schema::{Coded, Id};
use crate::service::{Lacking, Office, RosterLine};
use crate::ui::command::Cmd;
use crate::ui::context::Ctx;
use crate::ui::view::{Flow, Reply, Toast};
use crate::ui::views::paper::write_paper;
use crate::ui::views::{Choose, Question};

impl Roster {
    /// Where a person stands now, in words.
    pub(super) fn said(&self, line: &RosterLine, state: &str, ctx: &Ctx) -> String {
        let number = (self.window.cursor() + 1).to_string();
        let args = [
            ("number", number.as_str()),
            ("name", &line.name),
            ("state", state),
        ];
        ctx.fill("roster-said", &args)
    }

    pub(super) fn mark(&mut self, state: Attendance, ctx: &Ctx) -> Flow {
        let (Ok(office), Some(line)) = (ctx.office(), self.line()) else {
            return Flow::Stay;
        };
        let word = ctx.word(&format!("choice-attendance-{}", state.code()));
        let told = self.said(line, &word, ctx);
        match office.mark(line.enrolment, state) {
            Ok(_) => {
                self.window.command(Cmd::Down, self.lines.len());
                Flow::Say(Toast::done(told))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    pub(super) fn ask(&self, name: &'static str, label: &str, ctx: &Ctx) -> Flow {
        let unmarked = self.tally.unmarked.to_string();
        let note = ctx.fill(&format!("ask-{name}"), &[("count", &unmarked)]);
        let question = Question::line(name, ctx.word(&format!("act-{name}")), ctx.word(label));
        Flow::Open(Box::new(question.note(ctx.word("desk-how"), note)))
    }

    pub(super) fn enrol(&self, workers: &[Id], ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        match office.enrol(self.session, workers) {
            Ok(enrolled) => Flow::Say(Toast::done(enrolled.said(&ctx.words))),
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// Which townships' directors who lack this year's training come, with how many there are.
    pub(super) fn ask_rule(&self, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        let lacking = office.still_lacking(self.session);
        let all: usize = lacking.iter().map(|l| l.workers.len()).sum();
        if all == 0 {
            return Flow::Say(Toast::refused(ctx.word("roster-nobody-lacking")));
        }
        let option = |township: &str, count: usize| {
            let args = [("township", township), ("count", &count.to_string())];
            ctx.fill("roster-lacking", &args)
        };
        let everywhere = option(&ctx.word("roster-everywhere"), all);
        let mut options = vec![(EVERYWHERE.to_owned(), everywhere)];
        if lacking.len() > 1 {
            options.extend(lacking.iter().map(|l| {
                let nowhere = || ctx.word("coverage-nowhere");
                let name = l.township.map_or_else(nowhere, |d| d.short.clone());
                (code_of(l).to_owned(), option(&name, l.workers.len()))
            }));
        }
        let title = ctx.word("roster-whom");
        Flow::Open(Box::new(Choose::new("enrol-lacking", title, options)))
    }

    /// Puts those of one township on the roster, or those of all.
    pub(super) fn enrol_lacking(&self, code: &str, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        let lacking = office.still_lacking(self.session).into_iter();
        let wanted = lacking.filter(|l| code == EVERYWHERE || code_of(l) == code);
        let workers: Vec<Id> = wanted.flat_map(|l| l.workers).collect();
        self.enrol(&workers, ctx)
    }

    /// Signs the person of the focus out, or takes that back, and goes on.
    pub(super) fn sign_out(&mut self, out: bool, ctx: &Ctx) -> Flow {
        let (Ok(office), Some(line)) = (ctx.office(), self.line()) else {
            return Flow::Stay;
        };
        let key = if out {
            "roster-out"
        } else {
            "roster-taken-back"
        };
        let told = self.said(line, &ctx.word(key), ctx);
        match office.sign_out(line.enrolment, out) {
            Ok(_) => {
                self.window.command(Cmd::Down, self.lines.len());
                Flow::Say(Toast::done(told))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    pub(super) fn sign_out_rest(&self, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        match office.sign_out_rest(self.session) {
            Ok(count) => {
                let told = ctx.fill("roster-out-rest", &[("count", &count.to_string())]);
                Flow::Say(Toast::done(told))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// How the numbers begin, with what would be given.
    pub(super) fn ask_prefix(&self, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        let prefix = office.certificate_prefix();
        let next = office.next_certificate(self.session, &prefix);
        let open = office.to_certify(self.session).map(|lines| lines.len());
        let (next, open) = match (next, open) {
            (Ok(next), Ok(open)) => (next, open.to_string()),
            (Err(problem), _) | (_, Err(problem)) => return Flow::Refuse(problem),
        };
        let note = ctx.fill("ask-certify", &[("count", &open), ("next", &next)]);
        let title = ctx.word("act-certify");
        let question = Question::line("certify", title, ctx.word("roster-prefix"));
        let question = question.note(ctx.word("desk-how"), note).typed(prefix);
        Flow::Open(Box::new(question))
    }

    /// A certificate for everybody who passed.
    pub(super) fn certify(&self, prefix: &str, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        match office.certify(self.session, prefix, false) {
            Ok(given) => Flow::Say(Toast::done(given.said(&ctx.words))),
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// Whoever missed it or failed goes on the make-up roster.
    pub(super) fn make_up(&self, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        match office.make_up(&ctx.words, self.session) {
            Ok(made) => Flow::Say(Toast::done(made.said(&ctx.words))),
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// Off the roster; whoever waits longest comes in.
    pub(super) fn take_off(&self, reply: &Reply, ctx: &Ctx) -> Flow {
        let (Ok(office), Some(enrolment)) = (ctx.office(), Id::parse(&reply.carried)) else {
            return Flow::Stay;
        };
        match office.take_off(enrolment, &reply.text) {
            Ok(None) => Flow::Say(Toast::done(ctx.word("roster-taken-off"))),
            Ok(Some(name)) => {
                Flow::Say(Toast::done(ctx.fill("roster-moved-up", &[("name", &name)])))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// Whoever is still unmarked didn't come; the number of people is typed, so that nobody does
    /// this by a slip.
    pub(super) fn rest_absent(&self, typed: &str, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        let number: Option<usize> = crate::schema::text::tidy(typed).parse().ok();
        if number != Some(self.tally.unmarked) {
            return Flow::Say(Toast::refused(ctx.word("roster-other-number")));
        }
        match office.mark_rest(self.session, Attendance::Absent) {
            Ok(count) => {
                let told = ctx.fill("roster-marked-rest", &[("count", &count.to_string())]);
                Flow::Say(Toast::done(told))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    pub(super) fn print(&self, typed: &str, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        write_paper(typed, "roster-printed", ctx, |path| {
            office.write_sheet(&ctx.words, self.session, path)
        })
    }

    /// The certificates of the whole training.
    pub(super) fn write_certificates(&self, typed: &str, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        let training = match office.session_training(self.session) {
            Ok(training) => training,
            Err(problem) => return Flow::Refuse(problem),
        };
        write_paper(typed, "roster-certificates", ctx, |path| {
            office.print_certificates(&ctx.words, training, path)
        })
    }

    pub(super) fn write_notice(&self, typed: &str, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        write_paper(typed, "roster-noticed", ctx, |path| {
            office.write_notice(&ctx.words, self.session, path)
        })
    }
}

/// Directors in post.
pub(super) fn directors(office: &Office) -> Vec<Id> {
    let lines = office.register().into_iter();
    let in_post = lines.filter(|line| line.village.is_some());
    in_post.filter_map(|line| line.worker).collect()
}

/// The answer that means every township.
const EVERYWHERE: &str = "*";

/// The digits of a township; nothing where it isn't known. Names repeat.
fn code_of(lacking: &Lacking) -> &str {
    lacking
        .township
        .map_or("", |division| division.code.as_str())
}
