//! What can be done with the list: recommend, take it back, the paper, the table, the records.

use super::Recommendations;
use crate::domain::book::Kind;
use crate::service::Office;
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow, Reply, Toast};
use crate::ui::views::paper::{file_question, paper_question, write_paper, write_table};
use crate::ui::views::{Question, doing};

impl Recommendations {
    pub(super) fn what_can_be_done(&self) -> Vec<Act> {
        let act = |name, not_now| Act { name, not_now };
        let nobody = self.person().is_none().then_some("why-no-row");
        let given = self.person().is_some_and(|p| p.recommended.is_some());
        vec![
            act(
                "recommend",
                nobody.or(given.then_some("why-recommended-already")),
            ),
            act(
                "recommend-off",
                nobody.or((!given).then_some("why-not-recommended")),
            ),
            act("open-worker", nobody),
            act("recommend-form", nobody),
            act("recommend-out", nobody),
            act("reviews", None),
            act("commendations", None),
        ]
    }

    pub(super) fn begin(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        let title = || ctx.word(&format!("act-{name}"));
        match (name, self.person(), ctx.office()) {
            ("recommend", Some(person), Ok(office)) => {
                if person.recommended.is_some() {
                    return Flow::Say(Toast::refused(ctx.word("why-recommended-already")));
                }
                if person.bars.is_empty() {
                    return self.recommend("", office, ctx);
                }
                let bars = person.barred(&ctx.words);
                let question = Question::line(
                    "recommend",
                    format!("{} {}", title(), person.name),
                    ctx.word("doing-reason"),
                )
                .note(
                    ctx.word("recommend-label-bars"),
                    ctx.fill("recommend-bars", &[("bars", &bars)]),
                )
                .note(ctx.word("note-why"), ctx.word("recommend-needs-reason"));
                Flow::Open(Box::new(question))
            }
            ("recommend-off", Some(person), _) => {
                let title = format!("{} {}", title(), person.name);
                let question = Question::line("recommend-off", title, ctx.word("doing-reason"));
                Flow::Open(Box::new(question))
            }
            ("open-worker", Some(person), _) => Flow::Go(Place::Record {
                kind: Kind::Worker,
                id: person.worker,
            }),
            ("recommend-form", ..) => {
                let stem = self.stem(ctx);
                let question = paper_question("recommend-form", title(), &stem, ctx)
                    .note(ctx.word("desk-how"), ctx.word("recommend-form-how"));
                Flow::Open(Box::new(question))
            }
            ("recommend-out", ..) => {
                let question =
                    file_question("recommend-out", title(), &self.stem(ctx), "xlsx", ctx)
                        .note(ctx.word("desk-how"), ctx.word("table-how"));
                Flow::Open(Box::new(question))
            }
            ("reviews", ..) => Flow::Go(Place::Reviews { year: self.year }),
            _ => doing::start(name, None, ctx),
        }
    }

    pub(super) fn go_on(&mut self, reply: &Reply, ctx: &Ctx) -> Flow {
        let (Some(person), Ok(office)) = (self.person(), ctx.office()) else {
            return Flow::Stay;
        };
        match reply.question {
            "recommend" => self.recommend(&reply.text, office, ctx),
            "recommend-off" => {
                let Some(row) = &person.recommended else {
                    return Flow::Stay;
                };
                // Not an undo: a number of document may have been written into it since.
                match office.retire(row, &reply.text) {
                    Ok(_) => {
                        let args = [("name", person.name.as_str())];
                        Flow::Say(Toast::done(ctx.fill("recommend-taken-back", &args)))
                    }
                    Err(problem) => Flow::Refuse(problem),
                }
            }
            "recommend-form" => write_paper(&reply.text, "doing-printed", ctx, |path| {
                office.print_recommendations(&ctx.words, self.year, path)
            }),
            "recommend-out" => {
                let table = office.recommendation_table(&ctx.words, &self.people);
                write_table(&table, &reply.text, ctx)
            }
            _ => Flow::Stay,
        }
    }

    fn recommend(&self, reason: &str, office: &Office, ctx: &Ctx) -> Flow {
        let Some(person) = self.person() else {
            return Flow::Stay;
        };
        match office.recommend(person.worker, self.year, reason) {
            Ok(_) => {
                let args = [
                    ("name", person.name.clone()),
                    ("year", self.year.to_string()),
                ];
                Flow::Say(Toast::done(ctx.fill_with("recommend-done", &args)))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// What a file of the list is called.
    fn stem(&self, ctx: &Ctx) -> String {
        let year = self.year.to_string();
        ctx.fill("recommend-stem", &[("year", &year)])
    }
}
