//! What can be done with a draw before it is made, and after.

use super::{About, SpotCheck, usual};
use crate::domain::book::Kind;
use crate::schema::{Id, text};
use crate::service::{DrawWish, Office, Problem, Row, second_draw};
use crate::ui::context::Ctx;
use crate::ui::view::{Act, Flow, Reply, Toast};
use crate::ui::views::{Question, doing, paper};
use std::sync::Arc;

impl SpotCheck {
    pub(super) fn what_can_be_done(&self) -> Vec<Act> {
        let mut acts: Vec<Act> = match (&self.about, &self.stored) {
            (About::Planned(_), _) => {
                let broken = self.problem.is_some().then_some("why-no-plan");
                let out = self.line().is_some_and(|line| !line.excluded.is_empty());
                let row = self.line().is_none().then_some("why-no-row");
                let with = |name, not_now| Act { name, not_now };
                vec![
                    with("draw-now", broken),
                    Act::new("draw-number"),
                    with(
                        if out {
                            "draw-take-in"
                        } else {
                            "draw-leave-out"
                        },
                        row,
                    ),
                    Act::new("draw-most"),
                ]
            }
            (_, Some(draw)) if draw.unfinished() => vec![Act::new("draw-finish")],
            (_, Some(_)) => vec![
                Act::new("check-forms"),
                Act::new("draw-verify"),
                Act::new("draw-again"),
            ],
            (_, None) => Vec::new(),
        };
        acts.extend(["draws", "inspections"].map(Act::new));
        acts
    }

    pub(super) fn begin(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office().cloned() else {
            return Flow::Stay;
        };
        match name {
            "draw-now" => self.draw_now(&office, ctx),
            "draw-finish" => self.finish(&office, ctx),
            "draw-verify" => self.verify(ctx),
            "draw-take-in" => {
                let village = self.line().map(|line| line.village);
                self.wish_anew(ctx, |wish| {
                    wish.excluded.retain(|(id, _)| Some(*id) != village)
                })
            }
            "draw-number" | "draw-most" | "draw-again" => ask(name, ctx),
            "draw-leave-out" => {
                let line = self.line().map(|line| (line.village, line.name.clone()));
                let Some((village, name_of)) = line else {
                    return Flow::Stay;
                };
                // The reason that most have, where it is so; it can be changed.
                let vacant = office
                    .tables()
                    .directors_of(village, office.today())
                    .is_empty();
                let typed = if vacant {
                    ctx.word("draw-vacant")
                } else {
                    String::new()
                };
                let title = format!("{} {name_of}", ctx.word("act-draw-leave-out"));
                let question = Question::line(name, title, ctx.word("doing-reason"))
                    .typed(typed)
                    .note(ctx.word("note-why"), ctx.word("ask-draw-leave-out"));
                Flow::Open(Box::new(question))
            }
            "check-forms" => Flow::Open(Box::new(paper::print_question(name, ctx))),
            _ => doing::start(name, None, ctx),
        }
    }

    pub(super) fn go_on(&mut self, reply: &Reply, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office().cloned() else {
            return Flow::Stay;
        };
        let number = || text::tidy(&reply.text).parse::<u32>().ok();
        match reply.question {
            "draw-number" => match number().and_then(|n| usize::try_from(n).ok()) {
                Some(count) if count > 0 => self.wish_anew(ctx, |wish| wish.count = count),
                _ => Flow::Say(Toast::refused(ctx.word("draw-no-number"))),
            },
            "draw-most" => match number() {
                Some(most) => {
                    // Said here, and not instead of the page: what stands on it is still right.
                    let wish = self.wish().cloned().unwrap_or_default();
                    let tried = DrawWish {
                        most: Some(most),
                        ..wish
                    };
                    match office.plan_draw(&tried) {
                        Ok(_) => self.wish_anew(ctx, |wish| wish.most = Some(most)),
                        Err(problem) => Flow::Refuse(problem),
                    }
                }
                None => Flow::Say(Toast::refused(ctx.word("draw-no-number"))),
            },
            "draw-leave-out" => {
                let why = text::clean(&reply.text);
                let Some(line) = self.line() else {
                    return Flow::Stay;
                };
                if why.is_empty() {
                    let problem = Problem::new("problem-draw-exclusion");
                    return Flow::Refuse(problem.with("village", &line.name));
                }
                let out = (line.village, why);
                self.wish_anew(ctx, |wish| wish.excluded.push(out))
            }
            "draw-again" => {
                let reason = text::clean(&reply.text);
                if reason.is_empty() {
                    let stored = self.stored.as_ref().zip(self.row(&office));
                    return stored.map_or(Flow::Stay, |(draw, row)| {
                        Flow::Refuse(second_draw(&draw.period, row.number))
                    });
                }
                self.about = About::Planned(DrawWish { reason, ..usual() });
                self.gather(ctx);
                Flow::Stay
            }
            "check-forms" => {
                let ids = self.drawn_inspections(&office);
                paper::print_forms(&ids, &reply.text, &office, ctx)
            }
            _ => Flow::Stay,
        }
    }

    fn wish(&self) -> Option<&DrawWish> {
        match &self.about {
            About::Planned(wish) => Some(wish),
            About::Stored(_) => None,
        }
    }

    /// Plans with something else wished.
    fn wish_anew(&mut self, ctx: &Ctx, change: impl FnOnce(&mut DrawWish)) -> Flow {
        if let About::Planned(wish) = &mut self.about {
            change(wish);
        }
        self.gather(ctx);
        Flow::Stay
    }

    fn row(&self, office: &Office) -> Option<Arc<Row>> {
        match self.about {
            About::Stored(id) => office.row(Kind::Draw, id),
            About::Planned(_) => None,
        }
    }

    fn draw_now(&mut self, office: &Office, ctx: &Ctx) -> Flow {
        let Some(wish) = self.wish() else {
            return Flow::Stay;
        };
        let seeded = office.seed_draw(wish);
        match seeded {
            Ok(id) => {
                self.about = About::Stored(id);
                self.gather(ctx);
                self.finish(office, ctx)
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    fn finish(&mut self, office: &Office, ctx: &Ctx) -> Flow {
        let About::Stored(id) = self.about else {
            return Flow::Stay;
        };
        match office.finish_draw(id) {
            Ok(drawn) => {
                self.window.set(0);
                self.gather(ctx);
                self.window.set(0);
                let names: Vec<String> = drawn
                    .iter()
                    .map(|id| office.label(Kind::Village, *id))
                    .collect();
                let villages = names.join(&ctx.word("list-comma"));
                // Not done: Ctrl-Z doesn't take it back.
                Flow::Say(Toast::told(
                    ctx.fill("draw-drawn", &[("villages", &villages)]),
                ))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// Does the stored draw again.
    fn verify(&self, ctx: &Ctx) -> Flow {
        let same = self
            .stored
            .as_ref()
            .map(|draw| draw.again() == draw.drawn());
        Flow::Say(match same {
            Some(true) => Toast::told(ctx.word("draw-verified")),
            _ => Toast::refused(ctx.word("draw-not-verified")),
        })
    }

    /// The inspections that came of the draw, in the order drawn.
    fn drawn_inspections(&self, office: &Office) -> Vec<Id> {
        let About::Stored(id) = self.about else {
            return Vec::new();
        };
        let tables = office.tables();
        let rows = tables.leading_to(id, Kind::Inspection);
        rows.map(|row| row.id).collect()
    }
}

fn ask(name: &'static str, ctx: &Ctx) -> Flow {
    let title = ctx.word(&format!("act-{name}"));
    let question = Question::line(name, title, ctx.word(&format!("line-{name}")))
        .note(ctx.word("note-why"), ctx.word(&format!("ask-{name}")));
    Flow::Open(Box::new(question))
}
