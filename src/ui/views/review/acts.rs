//! What can be done with a review: the next stage, scores that stand under no item, paper.

use super::ReviewView;
use crate::domain::review::{ReviewStage, StageAct};
use crate::schema::{Score, text};
use crate::service::{Office, Problem, ReviewSheet, ScoreOf, points_text};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow, Reply, Toast};
use crate::ui::views::paper::{paper_question, write_paper};
use crate::ui::views::{Question, doing};

/// Acts that score what stands under no item, and whether they ask for a reason.
const SCORES: [(&str, ScoreOf, bool); 4] = [
    ("review-self", ScoreOf::Itself, false),
    ("review-village", ScoreOf::Village, false),
    ("review-bonus", ScoreOf::Bonus, true),
    ("review-deduction", ScoreOf::Deduction, true),
];

fn scored(name: &str) -> Option<(&'static str, ScoreOf, bool)> {
    SCORES.into_iter().find(|(act, ..)| *act == name)
}

impl ReviewView {
    pub(super) fn what_can_be_done(&self) -> Vec<Act> {
        let Some(sheet) = &self.sheet else {
            return vec![Act::new("reviews")];
        };
        let mut acts = Vec::new();
        let open = (sheet.so_far().1 > 0).then_some("why-points-missing");
        acts.extend(sheet.stage().turn().map(|turn| match turn {
            StageAct::Tell => Act {
                name: "review-tell",
                not_now: open,
            },
            StageAct::Hear => Act::new("review-hear"),
            StageAct::Sign | StageAct::Reopen => Act::new("review-sign"),
        }));
        match sheet.stage() {
            ReviewStage::Draft => {
                acts.extend(SCORES.map(|(name, ..)| Act::new(name)));
                acts.push(Act::new(if sheet.review.veto == Some(true) {
                    "review-veto-off"
                } else {
                    "review-veto"
                }));
            }
            ReviewStage::Told | ReviewStage::Heard => acts.push(Act::new("review-reopen")),
            ReviewStage::Signed => {
                let not_now = sheet.amended_by.map(|_| "why-amended");
                let name = "review-amend";
                acts.push(Act { name, not_now });
            }
        }
        acts.push(Act::new("review-form"));
        acts.push(Act::new("reviews"));
        if sheet.stage() == ReviewStage::Draft {
            acts.push(Act::new("review-drop"));
        }
        acts
    }

    pub(super) fn begin(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        let (Ok(office), Some(sheet)) = (ctx.office(), &self.sheet) else {
            return doing::start(name, None, ctx);
        };
        match name {
            "review-tell" => {
                let told = office.tell_review(self.id);
                let total = sheet.total().map_or_else(String::new, points_text);
                said(told, "review-told", sheet, &total, ctx)
            }
            "review-veto-off" => {
                let off = office.veto_review(self.id, false, "");
                said(off, "review-veto-gone", sheet, "", ctx)
            }
            "review-form" => {
                let title = ctx.word("act-review-form");
                let stem = ctx.word("form-review-stem");
                let stem = format!("{stem}-{}-{}", sheet.name, sheet.review.year());
                let question = paper_question(name, title, &stem, ctx)
                    .note(ctx.word("desk-how"), ctx.word("ask-review-form"));
                Flow::Open(Box::new(question))
            }
            "reviews" => Flow::Go(Place::Reviews {
                year: sheet.review.year(),
            }),
            _ => ask(name, sheet, ctx),
        }
    }

    pub(super) fn go_on(&mut self, reply: &Reply, ctx: &Ctx) -> Flow {
        let (Ok(office), Some(sheet)) = (ctx.office(), &self.sheet) else {
            return Flow::Stay;
        };
        let typed = reply.text.as_str();
        if let Some((name, of, explained)) = scored(reply.question) {
            return score(self, (name, of, explained), reply, office, ctx);
        }
        match reply.question {
            "review-hear" => {
                let heard = office.hear_review(self.id, typed);
                said(heard, "review-heard", sheet, "", ctx)
            }
            "review-sign" => {
                let signed = office.sign_review(self.id, typed);
                let total = sheet.total().map_or_else(String::new, points_text);
                match signed {
                    // Not done: Ctrl-Z doesn't take it back.
                    Ok(()) => {
                        let text = told("review-is-signed", sheet, &total, ctx);
                        Flow::Say(Toast::told(text))
                    }
                    Err(problem) => Flow::Refuse(problem),
                }
            }
            "review-reopen" => {
                let opened = office.reopen_review(self.id, typed);
                said(opened, "review-reopened", sheet, "", ctx)
            }
            "review-veto" => {
                let veto = office.veto_review(self.id, true, typed);
                said(veto, "review-veto-fell", sheet, "", ctx)
            }
            "review-drop" => {
                let done = office.drop_review(self.id, typed);
                match said(done, "review-dropped", sheet, "", ctx) {
                    Flow::Say(toast) => Flow::closing(toast),
                    refused => refused,
                }
            }
            "review-amend" => match office.amend_review(self.id, typed) {
                Ok(copy) => {
                    let number = office.review(copy).map_or(0, |sheet| sheet.number);
                    let text = ctx.fill_with("review-amending", &[("number", number.to_string())]);
                    let place = Place::Review { id: copy };
                    Flow::All(vec![Flow::Say(Toast::done(text)), Flow::Go(place)])
                }
                Err(problem) => Flow::Refuse(problem),
            },
            "review-form" => print(self, typed, office, ctx),
            _ => Flow::Stay,
        }
    }
}

/// Asks what an act needs: a reason, points, an opinion, the total.
fn ask(name: &'static str, sheet: &ReviewSheet, ctx: &Ctx) -> Flow {
    let known = [
        "review-hear",
        "review-sign",
        "review-reopen",
        "review-veto",
        "review-drop",
        "review-amend",
    ];
    if scored(name).is_none() && !known.contains(&name) {
        return Flow::Ignored;
    }
    let title = format!("{} {}", ctx.word(&format!("act-{name}")), sheet.name);
    let label = match name {
        "review-hear" => "review-label-said",
        "review-sign" => "review-label-total",
        _ if scored(name).is_some() => "review-label-points",
        _ => "doing-reason",
    };
    let points = |score: Option<Score>| score.map_or_else(String::new, points_text);
    let review = &sheet.review;
    let typed = match name {
        "review-self" => points(review.self_score),
        "review-village" => points(review.village_score),
        "review-bonus" => points(review.bonus),
        "review-deduction" => points(review.deduction),
        _ => String::new(),
    };
    let most = match name {
        "review-bonus" => points_text(sheet.rubric.bonus_max()),
        "review-deduction" => points_text(sheet.rubric.deduction_max()),
        "review-sign" => sheet.total().map_or_else(String::new, points_text),
        "review-veto" => points_text(sheet.rubric.veto_cap()),
        _ => String::new(),
    };
    let note = ctx.fill(&format!("ask-{name}"), &[("most", &most)]);
    let question = Question::line(name, title, ctx.word(label))
        .typed(typed)
        .note(ctx.word("note-why"), note);
    Flow::Open(Box::new(question))
}

/// Points that stand under no item: for some the reason is asked next.
fn score(
    view: &ReviewView,
    (name, of, explained): (&'static str, ScoreOf, bool),
    reply: &Reply,
    office: &Office,
    ctx: &Ctx,
) -> Flow {
    let Some(sheet) = &view.sheet else {
        return Flow::Stay;
    };
    let asked_why = !reply.carried.is_empty();
    let typed = if asked_why {
        reply.carried.as_str()
    } else {
        reply.text.as_str()
    };
    let points = match office.read_points(typed, office.most_points(sheet, of)) {
        Ok(points) => points,
        Err(problem) => return Flow::Refuse(problem),
    };
    let some = points.is_some_and(|points| points.0 > 0);
    if explained && some && !asked_why {
        let title = format!("{} {typed}", ctx.word(&format!("act-{name}")));
        let question = Question::line(name, title, ctx.word("doing-reason"))
            .carry(text::tidy(typed))
            .note(ctx.word("note-why"), ctx.word("ask-review-extra"));
        return Flow::Open(Box::new(question));
    }
    let reason = if asked_why { reply.text.as_str() } else { "" };
    let done = office.score_review(view.id, of, points, reason);
    let shown = points.map_or_else(|| "-".to_owned(), points_text);
    match done {
        Ok(()) => {
            let args = [
                ("what", ctx.word(&format!("act-{name}"))),
                ("points", shown),
            ];
            Flow::Say(Toast::done(ctx.fill_with("review-given", &args)))
        }
        Err(problem) => Flow::Refuse(problem),
    }
}

fn print(view: &ReviewView, typed: &str, office: &Office, ctx: &Ctx) -> Flow {
    write_paper(typed, "doing-printed", ctx, |path| {
        office.print_review(&ctx.words, view.id, path)
    })
}

fn told(key: &str, sheet: &ReviewSheet, total: &str, ctx: &Ctx) -> String {
    let args = [
        ("number", sheet.number.to_string()),
        ("name", sheet.name.clone()),
        ("year", sheet.review.year().to_string()),
        ("total", total.to_owned()),
    ];
    ctx.fill_with(key, &args)
}

fn said(
    result: Result<(), Problem>,
    key: &str,
    sheet: &ReviewSheet,
    total: &str,
    ctx: &Ctx,
) -> Flow {
    match result {
        Ok(()) => Flow::Say(Toast::done(told(key, sheet, total, ctx))),
        Err(problem) => Flow::Refuse(problem),
    }
}
