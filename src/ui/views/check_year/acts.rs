//! What F6 offers on the year of checks: what to do about it, and the whole of it as a file.

use super::CheckYear;
use crate::ui::context::Ctx;
use crate::ui::view::{Act, Flow, Reply};
use crate::ui::views::{doing, paper};

impl CheckYear {
    pub(super) fn offered(&self) -> Vec<Act> {
        let row = self.line().is_none().then_some("why-no-row");
        let none = (!self.any).then_some("why-no-checks");
        let act = |name, not_now| Act { name, not_now };
        vec![
            act("new-inspection", row),
            act("spot-check", None),
            act("inspections", None),
            act("check-year-out", none),
            act("check-year-print", none),
            act("findings", None),
        ]
    }

    pub(super) fn do_act(&self, name: &'static str, ctx: &Ctx) -> Flow {
        let year = self.year.to_string();
        let stem = ctx.fill("check-year-stem", &[("year", &year)]);
        let title = ctx.word(&format!("act-{name}"));
        match name {
            "check-year-out" => {
                let question = paper::file_question(name, title, &stem, "xlsx", ctx);
                let how = ctx.word("table-how");
                Flow::Open(Box::new(question.note(ctx.word("desk-how"), how)))
            }
            "check-year-print" => {
                Flow::Open(Box::new(paper::paper_question(name, title, &stem, ctx)))
            }
            _ => doing::start(name, self.village(ctx).as_deref(), ctx),
        }
    }

    pub(super) fn go_on(&self, reply: &Reply, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        match reply.question {
            "check-year-out" => {
                let table = office.check_year_table(&ctx.words, &self.lines);
                paper::write_table(&table, &reply.text, ctx)
            }
            "check-year-print" => paper::write_paper(&reply.text, "doing-printed", ctx, |path| {
                office.print_check_year(&ctx.words, self.year, path)
            }),
            _ => Flow::Stay,
        }
    }
}
