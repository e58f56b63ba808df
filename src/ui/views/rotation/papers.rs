//! What F6 offers on the matrix: its gaps and the whole of it as files, and where to go from here.

use super::Rotation;
use crate::domain::book::Kind;
use crate::service::RotationLine;
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow, Reply};
use crate::ui::views::{doing, paper};

impl Rotation {
    pub(super) fn offered(&self) -> Vec<Act> {
        let act = |name, not_now| Act { name, not_now };
        let nobody = self.lines.is_empty().then_some("why-no-row");
        let gaps = self.shown().any(RotationLine::gap);
        vec![
            act("enrol-in", nobody),
            act("gaps-out", (!gaps).then_some("why-no-gaps")),
            act("matrix-out", nobody),
            act("coverage", None),
            act("year-plan", None),
        ]
    }

    pub(super) fn do_act(&self, name: &'static str, ctx: &Ctx) -> Flow {
        match name {
            "enrol-in" => doing::start(name, self.worker(ctx).as_deref(), ctx),
            "gaps-out" | "matrix-out" => {
                let stem = ctx.word(&format!("rotation-{name}-stem"));
                let stem = match self.sieve.township {
                    Some(division) => format!("{}{stem}", division.short),
                    None => stem,
                };
                let title = ctx.word(&format!("act-{name}"));
                let question = paper::file_question(name, title, &stem, "xlsx", ctx);
                let how = ctx.word("table-how");
                Flow::Open(Box::new(question.note(ctx.word("desk-how"), how)))
            }
            "coverage" => Flow::Go(Place::Coverage),
            "year-plan" => Flow::Go(Place::YearPlan),
            _ => Flow::Ignored,
        }
    }

    pub(super) fn go_on(&mut self, reply: &Reply, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        match reply.question {
            super::sieve::SIEVE => {
                self.sift_by(&reply.text, ctx);
                Flow::Stay
            }
            "gaps-out" => {
                let gaps = self.shown().filter(|line| line.gap());
                let table = office.gaps_table(&ctx.words, gaps);
                paper::write_table(&table, &reply.text, ctx)
            }
            "matrix-out" => {
                let table = office.rotation_table(&ctx.words, self.shown(), &self.years);
                paper::write_table(&table, &reply.text, ctx)
            }
            _ => doing::replied(reply, self.worker(ctx).as_ref(), ctx),
        }
    }

    /// The person of the focus.
    fn worker(&self, ctx: &Ctx) -> Option<std::sync::Arc<crate::service::Row>> {
        let line = self.line(self.window.cursor())?;
        ctx.office().ok()?.row(Kind::Worker, line.worker)
    }
}
