//! What can be done with a record, and how: one list for the lists, the register and the record,
//! so that the same act has the same name and the same question everywhere.

use super::gate::{self, Way};
use super::paper::{print_forms, print_question};
use super::{Pick, Question, child, consequences, handing};
use crate::domain::book::Kind;
use crate::domain::inspection::InspectionType;
use crate::domain::post::Post;
use crate::domain::worker::WorkerRole;
use crate::schema::{Coded, Id, Value};
use crate::service::{Office, Problem, Row};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow, Reply, Toast};
use std::sync::Arc;

/// The acts for a record of this kind, or for a list of them without a row.
pub(super) fn acts(kind: Kind, row: Option<&Row>, ctx: &Ctx) -> Vec<Act> {
    let row = row.filter(|row| !row.retired);
    let mut acts = Vec::new();
    if let (Some(row), Ok(office)) = (row, ctx.office()) {
        acts.extend(of_row(kind, row, office));
    }
    let general: &[&'static str] = match kind {
        Kind::Worker => &["new-director", "bring-in"],
        Kind::Training | Kind::Session => &["new-training", "new-session", "rotation", "year-plan"],
        Kind::Inspection => &["spot-check", "findings", "draws", "reviews", "check-year"],
        Kind::Rubric | Kind::RubricItem | Kind::Review => &["reviews", "recommendations"],
        Kind::Finding => &["inspections"],
        Kind::Commendation => &["recommendations"],
        _ => &[],
    };
    acts.extend(general.iter().map(|name| Act::new(name)));
    if row.is_some() && kind.typed() {
        acts.push(Act::new("put-aside"));
    }
    if row.is_some() {
        acts.push(Act::new("copy"));
    }
    if kind == Kind::Worker && row.is_some() {
        acts.push(Act::new("new-post"));
    }
    if row.is_some_and(is_director) {
        acts.push(Act::new("open-review"));
        acts.push(Act::new("new-expense"));
        acts.push(Act::new("new-commendation"));
    }
    if row.is_some() && kind == Kind::Session {
        acts.push(Act::new("lessons"));
    }
    if OF_TRAININGS.contains(&kind) {
        acts.extend(["certificate-list", "modules"].map(Act::new));
    }
    acts
}

/// Where trainings are: from each of these the lists beside them can be reached.
const OF_TRAININGS: [Kind; 3] = [Kind::Training, Kind::Session, Kind::Lesson];

/// Whether an act is about one record, and so can't be done with several.
pub(super) fn about_a_row(name: &str) -> bool {
    const OF_A_LIST: &[&str] = &[
        "reviews",
        "check-year",
        "spot-check",
        "findings",
        "draws",
        "inspections",
        "pictures",
        "new-director",
        "bring-in",
        "dispensations",
        "talks",
        "adjustments",
        "commendations",
        "recommendations",
        "new-training",
        "new-session",
        "rotation",
        "year-plan",
        "modules",
        "certificate-list",
    ];
    !OF_A_LIST.contains(&name)
}

fn of_row(kind: Kind, row: &Row, office: &Office) -> Vec<Act> {
    match kind {
        Kind::Village => {
            let filled = !super::dues::of(office, kind, row.id).is_empty();
            let vacant = (!filled).then_some("why-not-vacant");
            let mut acts = ["fill-new", "fill-known"]
                .map(|name| Act {
                    name,
                    not_now: vacant,
                })
                .to_vec();
            if office.may(Kind::Child) {
                acts.push(Act::new("children"));
                acts.push(handing::act(row, office));
            }
            acts.push(Act::new("new-inspection"));
            acts
        }
        Kind::Worker => {
            let post = post_of(office, row.id).is_none().then_some("why-no-post");
            let edit = Act {
                name: "edit-post",
                not_now: post,
            };
            let mut acts = vec![Act::new("enrol-in"), edit, Act::new("new-talk")];
            if office.may(Kind::Child) {
                acts.push(handing::act(row, office));
            }
            acts
        }
        Kind::Child => child::names(),
        Kind::Inspection => {
            let done = !row.record.value("done").is_empty();
            let finding = Act {
                name: "new-finding",
                not_now: (!done).then_some("why-not-inspected"),
            };
            vec![Act::new("check-result"), finding, Act::new("check-form")]
        }
        Kind::Finding => vec![Act::new("settle"), Act::new("open-inspection")],
        Kind::Handover if office.may(Kind::Child) => vec![Act::new("print-handover")],
        Kind::Session => vec![Act::new("open-roster"), Act::new("open-session")],
        Kind::Certificate => vec![Act::new("open-session"), Act::new("open-record")],
        Kind::Talk | Kind::Adjustment => consequences::acts(row),
        _ => Vec::new(),
    }
}

fn is_director(row: &Row) -> bool {
    row.record.value("role") == Value::Choice(WorkerRole::Director.code().to_owned())
}

/// This year's review of a director; where there is none, one is begun.
fn open_review(row: &Row, office: &Office, ctx: &Ctx) -> Flow {
    let year = office.today().year();
    if let Some(id) = office.review_of(row.id, year) {
        return Flow::Go(Place::Review { id });
    }
    match office.begin_reviews(year, Some(row.id)) {
        Ok(begun) => {
            let label = office.label(Kind::Worker, row.id);
            let args = [("name", label), ("year", year.to_string())];
            let said = Toast::done(ctx.fill_with("review-begun-one", &args));
            let places = begun
                .reviews
                .into_iter()
                .map(|id| Flow::Go(Place::Review { id }));
            Flow::All(std::iter::once(Flow::Say(said)).chain(places).collect())
        }
        Err(problem) => Flow::Refuse(problem),
    }
}

/// The post that a worker holds now.
fn post_of(office: &Office, worker: Id) -> Option<Id> {
    let (tables, today) = (office.tables(), office.today());
    let held = tables
        .all::<Post>(Kind::Post)
        .filter(|(_, p)| p.worker == Some(worker) && p.holds_on(today));
    held.min_by_key(|(id, p)| (p.from, *id)).map(|(id, _)| id)
}

/// Begins an act; some ask something first, and go on in [`replied`].
pub(super) fn start(name: &'static str, row: Option<&Row>, ctx: &Ctx) -> Flow {
    let Ok(office) = ctx.office() else {
        return Flow::Ignored;
    };
    let new = |kind, known| Flow::Go(Place::New { kind, known });
    match (name, row) {
        ("new-director", _) => Flow::Go(Place::NewDirector { village: None }),
        ("bring-in", _) => Flow::Go(Place::Import),
        ("new-training", _) => new(Kind::Training, this_year(office)),
        ("new-session", _) => new(Kind::Session, Vec::new()),
        ("rotation", _) => Flow::Go(Place::Rotation { township: None }),
        ("year-plan", _) => Flow::Go(Place::YearPlan),
        ("spot-check", _) => Flow::Go(Place::Draw { id: None }),
        ("findings", _) => list(Kind::Finding),
        ("draws", _) => list(Kind::Draw),
        ("dispensations", _) => list(Kind::Dispensation),
        ("modules", _) => list(Kind::Module),
        ("certificate-list", _) => list(Kind::Certificate),
        ("open-record", Some(row)) => Flow::Go(Place::Record {
            kind: row.record.kind(),
            id: row.id,
        }),
        ("lessons", Some(row)) => Flow::Go(Place::Lessons { session: row.id }),
        ("inspections", _) => list(Kind::Inspection),
        ("rubrics", _) => list(Kind::Rubric),
        ("rubric-items", _) => list(Kind::RubricItem),
        ("reviews", _) => Flow::Go(Place::Reviews {
            year: office.today().year(),
        }),
        ("check-year", _) => Flow::Go(Place::CheckYear {
            year: office.today().year(),
        }),
        ("open-review", Some(row)) => open_review(row, office, ctx),
        ("new-inspection", Some(row)) => new(
            Kind::Inspection,
            vec![
                ("village", Value::Link(row.id)),
                ("kind", Value::Choice(InspectionType::Planned.code().into())),
            ],
        ),
        ("new-expense", Some(row)) => new(
            Kind::Expense,
            vec![
                ("worker", Value::Link(row.id)),
                ("day", Value::Day(office.today())),
            ],
        ),
        ("check-result", Some(row)) => change(row, Kind::Inspection, "done"),
        ("new-finding", Some(row)) => new(Kind::Finding, vec![("inspection", Value::Link(row.id))]),
        ("check-form", Some(_)) => Flow::Open(Box::new(print_question(name, ctx))),
        ("settle", Some(row)) => change(row, Kind::Finding, "proof"),
        ("open-inspection", Some(row)) => match row.record.value("inspection") {
            Value::Link(id) => Flow::Go(Place::Record {
                kind: Kind::Inspection,
                id,
            }),
            _ => Flow::Stay,
        },
        ("pictures", _) => Flow::Go(Place::Pictures),
        ("fill-new", Some(row)) => Flow::Go(Place::NewDirector {
            village: Some(row.id),
        }),
        ("fill-known", Some(_)) => pick("fill-known", Kind::Worker, ctx),
        ("enrol-in", Some(_)) => pick("enrol-in", Kind::Session, ctx),
        ("new-post", Some(row)) => new(Kind::Post, vec![("worker", Value::Link(row.id))]),
        ("edit-post", Some(row)) => match post_of(office, row.id) {
            Some(post) => consequences::adjust(row, post, office),
            None => Flow::Say(Toast::refused(ctx.word("why-no-post"))),
        },
        ("children", Some(row)) => Flow::Go(children(row)),
        ("open-roster", Some(row)) => Flow::Go(Place::Roster { session: row.id }),
        ("open-session", Some(row)) => match row.record.value("session") {
            Value::Link(id) => session(id),
            _ => session(row.id),
        },
        ("handing" | "print-handover", Some(row)) => handing::start(name, row, office, ctx),
        ("copy", Some(row)) => copy(row, office, ctx),
        ("put-aside" | "full-number", Some(row)) => reason(name, row, office, ctx),
        _ => consequences::start(name, row, office, ctx).unwrap_or_else(|| match row {
            Some(row) if row.record.kind() == Kind::Child => child::start(name, row, office, ctx),
            _ => Flow::Ignored,
        }),
    }
}

fn session(id: Id) -> Flow {
    Flow::Go(Place::Record {
        kind: Kind::Session,
        id,
    })
}

fn list(kind: Kind) -> Flow {
    Flow::Go(Place::List {
        kind,
        wheres: Vec::new(),
    })
}

fn change(row: &Row, kind: Kind, field: &'static str) -> Flow {
    Flow::Go(Place::Change {
        kind,
        id: row.id,
        field: Some(field),
    })
}

/// The list of a village's children.
pub(super) fn children(village: &Row) -> Place {
    Place::List {
        kind: Kind::Child,
        wheres: vec![format!("village=#{}", village.number)],
    }
}

/// What is known of a new record of a kind before anything is typed.
pub(super) fn known(kind: Kind) -> Vec<(&'static str, Value)> {
    match kind {
        // Whoever adds a module means to teach it.
        Kind::Module => vec![("in_use", Value::Flag(true))],
        _ => Vec::new(),
    }
}

/// A training that is added now is most likely this year's.
pub(super) fn this_year(office: &Office) -> Vec<(&'static str, Value)> {
    vec![("year", Value::Int(office.today().year().into()))]
}

fn pick(question: &'static str, kind: Kind, ctx: &Ctx) -> Flow {
    let title = ctx.word(&format!("act-{question}"));
    Flow::Open(Box::new(Pick::new(question, title, kind, ctx)))
}

fn reason(name: &'static str, row: &Row, office: &Office, ctx: &Ctx) -> Flow {
    let label = office.label(row.record.kind(), row.id);
    let title = format!("{} {label}", ctx.word(&format!("act-{name}")));
    let question = Question::line(name, title, ctx.word("doing-reason"))
        .note(ctx.word("note-why"), ctx.word(&format!("doing-{name}")));
    Flow::Open(Box::new(question))
}

/// Whether the text got onto a clipboard nobody can know, so there is a second way.
fn copy(row: &Row, office: &Office, ctx: &Ctx) -> Flow {
    let label = office.label(row.record.kind(), row.id);
    let title = format!("{} {label}", ctx.word("act-copy"));
    let answers = ["copy-clipboard", "copy-file"].map(|key| ctx.word(key));
    let question = Question::new("copy", title, answers.to_vec())
        .note(ctx.word("note-why"), ctx.word("copy-about"));
    Flow::Open(Box::new(question))
}

fn copied(choice: usize, row: &Arc<Row>, office: &Office, ctx: &Ctx) -> Flow {
    let text = match office.plain_text(&ctx.words, row) {
        Ok(text) => text,
        Err(problem) => return Flow::Refuse(problem),
    };
    if choice == 0 {
        let told = Toast::told(ctx.word("copy-done"));
        return Flow::All(vec![Flow::Copy(text), Flow::Say(told)]);
    }
    let kind = row.record.kind();
    match office.put_aside_text(&ctx.setup.home, kind, row, &text) {
        Ok(path) => {
            let file = path.display().to_string();
            Flow::Say(Toast::told(ctx.fill("copy-filed", &[("file", &file)])))
        }
        Err(problem) => Flow::Refuse(problem),
    }
}

/// Questions whose answers may run into the gate of first training, and the act that asks them.
const GATED: [(&str, &str); 2] = [("hand-over-day", "handing"), ("move-where", "move-child")];

/// Goes on with an act after its question; the row is the one that it was asked about.
pub(super) fn replied(reply: &Reply, row: Option<&Arc<Row>>, ctx: &Ctx) -> Flow {
    let (Ok(office), Some(row)) = (ctx.office(), row) else {
        return Flow::Stay;
    };
    let questions = GATED.map(|(question, _)| question);
    match gate::chosen(reply, ctx) {
        Some(Way::Another(asked)) => {
            let asked = asked.reply(&questions).map(|reply| reply.question);
            let act = GATED.iter().find(|(question, _)| Some(*question) == asked);
            act.map_or(Flow::Stay, |(_, act)| start(act, Some(row), ctx))
        }
        Some(Way::Enrol(worker)) => gate::enrol(worker, office, ctx),
        Some(Way::Still(asked, reason)) => match asked.reply(&questions) {
            Some(reply) => replied_because(&reply, &reason, row, office, ctx),
            None => Flow::Stay,
        },
        Some(Way::Reason(flow)) => flow,
        None => match replied_because(reply, "", row, office, ctx) {
            Flow::Refuse(problem) if gate::is_it(&problem) => {
                gate::ask(&problem, "gate-other", Some(reply), ctx)
            }
            flow => flow,
        },
    }
}

/// The same, with the reason for somebody untrained.
fn replied_because(
    reply: &Reply,
    reason: &str,
    row: &Arc<Row>,
    office: &Office,
    ctx: &Ctx,
) -> Flow {
    let picked = Id::parse(&reply.text);
    if reply.question == "copy" {
        return copied(reply.choice, row, office, ctx);
    }
    if let Some(flow) = handing::replied(reply, reason, row, office, ctx) {
        return flow;
    }
    if let Some(flow) = consequences::replied(reply, row, office, ctx) {
        return flow;
    }
    match (reply.question, picked) {
        ("check-form", _) => print_forms(&[row.id], &reply.text, office, ctx),
        ("put-aside", _) => said(office.retire(row, &reply.text), || {
            let label = office.label(row.record.kind(), row.id);
            ctx.fill("doing-retired", &[("what", &label)])
        }),
        ("enrol-in", Some(session)) => match office.enrol(session, &[row.id]) {
            Ok(some) if some.waiting > 0 => Flow::Say(Toast::done(some.said(&ctx.words))),
            enrolled => said(enrolled, || {
                let who = office.label(Kind::Worker, row.id);
                let session = office.label(Kind::Session, session);
                ctx.fill("doing-enrolled", &[("who", &who), ("session", &session)])
            }),
        },
        ("fill-known", Some(worker)) => Flow::Go(Place::New {
            kind: Kind::Post,
            known: vec![
                ("worker", Value::Link(worker)),
                ("village", Value::Link(row.id)),
            ],
        }),
        _ if row.record.kind() == Kind::Child => child::replied(reply, reason, row, office, ctx),
        _ => Flow::Stay,
    }
}

fn said<T>(result: Result<T, Problem>, done: impl FnOnce() -> String) -> Flow {
    match result {
        Ok(_) => Flow::Say(Toast::done(done())),
        Err(problem) => Flow::Refuse(problem),
    }
}
