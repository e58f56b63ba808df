//! What can be done with a plan: make it, wish it otherwise, print the year.

use super::{Line, Page, YearPlan};
use crate::domain::divisions::Division;
use crate::schema::{Day, text};
use crate::service::{ResultsOf, YearWish};
use crate::ui::context::Ctx;
use crate::ui::view::{Act, Flow, Reply, Toast, View};
use crate::ui::views::{Question, doing, paper};

impl YearPlan {
    pub(super) fn offered(&self) -> Vec<Act> {
        let broken = self.proposal.is_err().then_some("why-no-year-plan");
        let make = Act {
            name: "year-make",
            not_now: broken,
        };
        let others = [
            "year-room",
            "year-first",
            "year-every",
            "year-place",
            "year-other",
            "year-print",
            "results-out",
            "rotation",
        ];
        std::iter::once(make).chain(others.map(Act::new)).collect()
    }

    pub(super) fn do_act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        match name {
            "year-make" => self.make(ctx),
            "year-room" | "year-first" | "year-every" | "year-place" => {
                let title = ctx.word(&format!("act-{name}"));
                let question = Question::line(name, title, ctx.word(&format!("{name}-label")));
                let how = ctx.word(&format!("{name}-how"));
                Flow::Open(Box::new(
                    question
                        .typed(self.now(name))
                        .note(ctx.word("desk-how"), how),
                ))
            }
            "year-other" => {
                let this = ctx.today().year();
                let year = if self.wish.year == this {
                    this + 1
                } else {
                    this
                };
                self.wish_anew(ctx, |wish| {
                    wish.year = year;
                    wish.first = None;
                });
                Flow::Stay
            }
            "year-print" => {
                let year = self.wish.year.to_string();
                let stem = ctx.fill("year-stem", &[("year", &year)]);
                let title = ctx.word("act-year-print");
                let question = paper::paper_question(name, title, &stem, ctx);
                Flow::Open(Box::new(question))
            }
            "results-out" => {
                let stem = ctx.word("results-stem");
                let stem = match self.township(ctx) {
                    Some(division) => format!("{}{stem}", division.short),
                    None => stem,
                };
                let title = ctx.word("act-results-out");
                let question = paper::file_question(name, title, &stem, "xlsx", ctx);
                Flow::Open(Box::new(
                    question.note(ctx.word("desk-how"), ctx.word("table-how")),
                ))
            }
            _ => doing::start(name, None, ctx),
        }
    }

    /// What stands there now, to be typed over.
    fn now(&self, name: &str) -> String {
        match name {
            "year-room" => self.wish.capacity.to_string(),
            "year-every" => self.wish.every.map_or_else(String::new, |n| n.to_string()),
            "year-first" => self.wish.first.map_or_else(String::new, Day::iso),
            _ => self.wish.place.clone(),
        }
    }

    pub(super) fn go_on(&mut self, reply: &Reply, ctx: &Ctx) -> Flow {
        let typed = text::clean(&reply.text);
        let number = || {
            text::tidy(&reply.text)
                .parse::<u16>()
                .ok()
                .filter(|n| *n > 0)
        };
        let refused = |key: &str| Flow::Say(Toast::refused(ctx.word(key)));
        match reply.question {
            "year-room" => match number() {
                Some(room) => self.wish_anew(ctx, |wish| wish.capacity = usize::from(room)),
                None => return refused("draw-no-number"),
            },
            "year-every" => match number() {
                Some(days) => self.wish_anew(ctx, |wish| wish.every = Some(i32::from(days))),
                None => return refused("draw-no-number"),
            },
            "year-first" => match Day::parse(&typed, Some(ctx.today())) {
                Some(day) => self.wish_anew(ctx, |wish| wish.first = Some(day)),
                None => return refused("fault-not-a-day"),
            },
            "year-place" => self.wish_anew(ctx, |wish| wish.place = typed),
            "year-print" => return self.print(&reply.text, ctx),
            "results-out" => return self.results(&reply.text, ctx),
            _ => {}
        }
        Flow::Stay
    }

    fn wish_anew(&mut self, ctx: &Ctx, change: impl FnOnce(&mut YearWish)) {
        change(&mut self.wish);
        self.page = Page::Proposed;
        self.changed(ctx);
    }

    /// Turns the proposal into a training, and shows what became of it.
    pub(super) fn make(&mut self, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        let made = match &self.proposal {
            Ok(proposal) => office.hold_year(&ctx.words, proposal),
            Err(problem) => return Flow::Refuse(problem.clone()),
        };
        match made {
            Ok(made) => {
                let (sessions, people) = (made.sessions.to_string(), made.people.to_string());
                let args = [("sessions", sessions.as_str()), ("people", &people)];
                self.page = Page::Held;
                self.windows[Page::Held as usize].set(0);
                Flow::Say(Toast::done(ctx.fill("year-made", &args)))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// The township of the focus on the second page.
    fn township(&self, ctx: &Ctx) -> Option<&'static Division> {
        match (self.page, self.line()) {
            (Page::Held, Some(Line::Town(_, _, Some(code)))) => {
                ctx.office().ok()?.township(code).ok()
            }
            _ => None,
        }
    }

    /// What became of the year, or of the township of the focus, to where somebody typed.
    fn results(&self, typed: &str, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        let of = ResultsOf {
            township: self.township(ctx),
            year: self.wish.year,
            session: None,
        };
        match office.results_table(&ctx.words, of) {
            Ok(table) => paper::write_table(&table, typed, ctx),
            Err(problem) => Flow::Refuse(problem),
        }
    }

    fn print(&self, typed: &str, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        paper::write_paper(typed, "year-printed", ctx, |path| {
            office.print_year(&ctx.words, self.wish.year, path)
        })
    }
}
