//! Handing over on the screen: who takes it, from which day, and the list on paper.

use super::paper::{paper_question, write_paper};
use super::{Pick, Question};
use crate::domain::book::Kind;
use crate::domain::worker::WorkerRole;
use crate::schema::{Coded, Day, Id, Value};
use crate::service::{HandingOver, Office, Row};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow, Reply, Toast};

/// What would be handed over with this record, and by whom; or why nothing can.
type What = Result<(Option<Id>, Option<Id>), &'static str>;

fn what(row: &Row, office: &Office) -> What {
    let tables = office.tables();
    let today = office.today();
    if row.record.kind() == Kind::Village {
        let vacant = tables.directors_of(row.id, today).is_empty();
        return if vacant {
            Err("why-vacant")
        } else {
            Ok((Some(row.id), None))
        };
    }
    let workforce = tables.workforce_around(std::iter::once(row));
    let supervisor = Value::Choice(WorkerRole::Supervisor.code().to_owned());
    if row.record.value("role") == supervisor {
        let in_post = workforce.in_post(row.id, today);
        return in_post.then_some((None, Some(row.id))).ok_or("why-no-post");
    }
    let posts = workforce.posts_of(row.id).iter();
    let mut places: Vec<Id> = posts
        .filter(|(_, post)| post.holds_on(today))
        .filter_map(|(_, post)| post.village)
        .collect();
    places.dedup();
    match places.as_slice() {
        [] => Err("why-no-post"),
        [place] => Ok((Some(*place), Some(row.id))),
        // From the village's own page it is plain which one is meant.
        _ => Err("why-several-villages"),
    }
}

/// The act for a village or a worker.
pub(super) fn act(row: &Row, office: &Office) -> Act {
    Act {
        name: "handing",
        not_now: what(row, office).err(),
    }
}

/// Asks who takes it, or where the list goes.
pub(super) fn start(name: &'static str, row: &Row, office: &Office, ctx: &Ctx) -> Flow {
    let label = office.label(row.record.kind(), row.id);
    let title = format!("{} {label}", ctx.word(&format!("act-{name}")));
    if name == "print-handover" {
        let stem = ctx.fill("handover-file", &[("name", &label.replace(' ', "-"))]);
        let question = paper_question("print-handover", title, &stem, ctx)
            .note(ctx.word("note-why"), ctx.word("handover-paper"));
        return Flow::Open(Box::new(question));
    }
    match what(row, office) {
        Ok(_) => Flow::Open(Box::new(Pick::new("hand-over", title, Kind::Worker, ctx))),
        Err(why) => Flow::Say(Toast::refused(ctx.word(why))),
    }
}

/// Goes on after an answer; none where the question wasn't one of these.
pub(super) fn replied(
    reply: &Reply,
    reason: &str,
    row: &Row,
    office: &Office,
    ctx: &Ctx,
) -> Option<Flow> {
    match reply.question {
        "hand-over" => Some(from_when(&reply.text, row, office, ctx)),
        "hand-over-day" => Some(done(reply, reason, row, office, ctx)),
        "print-handover" => Some(write_paper(&reply.text, "doing-printed", ctx, |path| {
            office.print_handover(&ctx.words, row.id, path)
        })),
        _ => None,
    }
}

/// Asks from which day, with what goes along in sight.
fn from_when(taking: &str, row: &Row, office: &Office, ctx: &Ctx) -> Flow {
    let (Ok((village, _)), Some(id)) = (what(row, office), Id::parse(taking)) else {
        return Flow::Stay;
    };
    let open = office.open_work(village);
    let place = match village {
        Some(village) => office.label(Kind::Village, village),
        None => office.place().name.clone(),
    };
    let who = office.label(Kind::Worker, id);
    let title = ctx.fill("handover-title", &[("place", &place), ("who", &who)]);
    let children = open.children.len().to_string();
    let due = open.due.len().to_string();
    let args = [("children", children.as_str()), ("due", &due)];
    let question = Question::line("hand-over-day", title, ctx.word("handover-day"))
        .typed(office.today().iso())
        .note(ctx.word("handover-along"), ctx.fill("handover-goes", &args))
        .carry(taking);
    Flow::Open(Box::new(question))
}

fn done(reply: &Reply, reason: &str, row: &Row, office: &Office, ctx: &Ctx) -> Flow {
    let (Ok((village, leaving)), Some(taking)) = (what(row, office), Id::parse(&reply.carried))
    else {
        return Flow::Stay;
    };
    let Some(day) = Day::parse(&reply.text, Some(office.today())) else {
        return Flow::Say(Toast::refused(ctx.word("fault-not-a-day")));
    };
    let handing = HandingOver {
        village,
        leaving,
        taking,
        day,
        note: String::new(),
        reason: reason.to_owned(),
    };
    match office.hand_over(&handing) {
        Ok(done) => {
            let who = office.label(Kind::Worker, taking);
            let key = if village.is_some() {
                "handover-done"
            } else {
                "handover-done-township"
            };
            let told = Toast::done(ctx.fill(key, &[("who", &who)]));
            let place = Place::Record {
                kind: Kind::Handover,
                id: done.id,
            };
            Flow::All(vec![Flow::Go(place), Flow::Say(told)])
        }
        Err(problem) => Flow::Refuse(problem),
    }
}
