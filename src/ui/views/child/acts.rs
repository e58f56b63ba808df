//! What can be done with a child, from its file or from a list: some acts ask one thing after the
//! other and then do all of it at once.

use crate::domain::book::Kind;
use crate::domain::caregiver::Relation;
use crate::domain::child::Risk;
use crate::schema::{Coded, Id, Value};
use crate::service::{Move, Office, Problem, Row};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow, Reply, Toast};
use crate::ui::views::paper::{paper_question, write_paper};
use crate::ui::views::{Pick, Question};
use std::sync::Arc;

/// The acts, in their order.
pub(in crate::ui::views) fn names() -> Vec<Act> {
    [
        "checked",
        "set-risk",
        "move-child",
        "home-members",
        "print-file",
    ]
    .map(Act::new)
    .into()
}

/// What can be done about who belongs to the home; asked by digits, since the acts have room for
/// nine.
const MEMBERS: [&str; 3] = ["add-caregiver", "add-sibling", "join-home"];

/// The form for a new caregiver of a child, who is this to it where that is known.
pub(super) fn new_caregiver(child: Id, relation: Option<Relation>) -> Place {
    let known = relation.map(|r| ("relation", Value::Choice(r.code().to_owned())));
    Place::NewMember {
        child,
        kind: Kind::Caregiver,
        known: known.into_iter().collect(),
    }
}

/// Begins an act.
pub(in crate::ui::views) fn start(
    name: &'static str,
    row: &Row,
    office: &Office,
    ctx: &Ctx,
) -> Flow {
    let title = || {
        format!(
            "{} {}",
            ctx.word(&format!("act-{name}")),
            office.label(Kind::Child, row.id)
        )
    };
    let pick = |kind| Flow::Open(Box::new(Pick::new(name, title(), kind, ctx)));
    match name {
        "checked" => match office.checked(row) {
            Ok(_) => {
                let who = office.label(Kind::Child, row.id);
                Flow::Say(Toast::done(ctx.fill("doing-checked", &[("who", &who)])))
            }
            Err(problem) => Flow::Refuse(problem),
        },
        "set-risk" => {
            let all = Risk::CHOICES.iter();
            let answers = all.map(|c| ctx.word(&format!("choice-risk-{}", c.code)));
            let question = Question::new(name, title(), answers.collect());
            let now = risk_word(&row.record.value("risk"), ctx);
            Flow::Open(Box::new(question.note(ctx.word("doing-now"), now)))
        }
        "move-child" => pick(Kind::Village),
        "home-members" => {
            let answers = MEMBERS.map(|act| ctx.word(&format!("act-{act}")));
            Flow::Open(Box::new(Question::new(name, title(), answers.into())))
        }
        "join-home" => pick(Kind::Child),
        "add-caregiver" => Flow::Go(new_caregiver(row.id, None)),
        "add-sibling" => Flow::Go(Place::NewMember {
            child: row.id,
            kind: Kind::Child,
            known: vec![("village", row.record.value("village"))],
        }),
        "print-file" => {
            let stem = format!("{}{}", ctx.word("paper-stem"), row.number);
            let question = paper_question(name, title(), &stem, ctx)
                .note(ctx.word("note-why"), ctx.word("doing-print-file"));
            Flow::Open(Box::new(question))
        }
        _ => Flow::Ignored,
    }
}

fn risk_word(value: &Value, ctx: &Ctx) -> String {
    match value {
        Value::Choice(code) => ctx.word(&format!("choice-risk-{code}")),
        _ => ctx.word("record-blank"),
    }
}

/// Goes on with an act after one of its questions.
pub(in crate::ui::views) fn replied(
    reply: &Reply,
    reason: &str,
    row: &Arc<Row>,
    office: &Office,
    ctx: &Ctx,
) -> Flow {
    match reply.question {
        "set-risk" => risk_reason(reply.choice, row, ctx),
        "home-members" => match MEMBERS.get(reply.choice) {
            Some(act) => start(act, row, office, ctx),
            None => Flow::Stay,
        },
        "risk-why" => set_risk(reply, row, office, ctx),
        "move-child" => move_who(reply, row, office, ctx),
        "move-who" => move_where(&reply.carried, reply.choice == 0, row, office, ctx),
        "move-where" => move_now(reply, reason, row, office, ctx),
        "join-home" => join(reply, row, office, ctx),
        "print-file" => print(row, &reply.text, None, ctx),
        _ => Flow::Ignored,
    }
}

fn risk_change(row: &Row, risk: Risk, ctx: &Ctx) -> String {
    let (from, to) = (
        risk_word(&row.record.value("risk"), ctx),
        risk_word(&Value::Choice(risk.code().to_owned()), ctx),
    );
    let field = ctx.word("field-child-risk");
    ctx.fill(
        "record-change",
        &[("field", &field), ("from", &from), ("to", &to)],
    )
}

fn risk_at(choice: usize) -> Option<Risk> {
    Risk::CHOICES
        .get(choice)
        .and_then(|c| Risk::from_code(c.code))
}

fn risk_reason(choice: usize, row: &Row, ctx: &Ctx) -> Flow {
    let Some(risk) = risk_at(choice) else {
        return Flow::Stay;
    };
    if row.record.value("risk") == Value::Choice(risk.code().to_owned()) {
        return Flow::Refuse(Problem::new("problem-same-risk"));
    }
    let title = risk_change(row, risk, ctx);
    let question = Question::line("risk-why", title, ctx.word("doing-reason"))
        .note(ctx.word("note-why"), ctx.word("doing-set-risk"))
        .carry(risk.code());
    Flow::Open(Box::new(question))
}

fn set_risk(reply: &Reply, row: &Row, office: &Office, ctx: &Ctx) -> Flow {
    let Some(risk) = Risk::from_code(&reply.carried) else {
        return Flow::Stay;
    };
    let change = risk_change(row, risk, ctx);
    match office.set_risk(row, risk, &reply.text) {
        Ok(_) => {
            let who = office.label(Kind::Child, row.id);
            let args = [("who", who.as_str()), ("change", &change)];
            Flow::Say(Toast::done(ctx.fill("doing-risk-set", &args)))
        }
        Err(problem) => Flow::Refuse(problem),
    }
}

/// Whether the others of the home move along; not asked where there are none.
fn move_who(reply: &Reply, row: &Row, office: &Office, ctx: &Ctx) -> Flow {
    let picked = Id::parse(&reply.text);
    if row.record.value("village") == picked.map_or(Value::Empty, Value::Link) {
        return Flow::Refuse(Problem::new("problem-same-village"));
    }
    let siblings = office.siblings(row);
    if siblings.is_empty() {
        return move_where(&reply.text, true, row, office, ctx);
    }
    let names: Vec<String> = siblings
        .iter()
        .map(|s| office.label(Kind::Child, s.id))
        .collect();
    let names = names.join(&ctx.word("list-comma"));
    let who = office.label(Kind::Child, row.id);
    let answers = vec![
        ctx.fill("doing-move-all", &[("names", &names)]),
        ctx.fill("doing-move-one", &[("who", &who)]),
    ];
    let title = move_title(row, picked, office, ctx);
    Flow::Open(Box::new(
        Question::new("move-who", title, answers).carry(&reply.text),
    ))
}

fn move_title(row: &Row, village: Option<Id>, office: &Office, ctx: &Ctx) -> String {
    let village = village.map_or_else(String::new, |id| office.label(Kind::Village, id));
    let who = office.label(Kind::Child, row.id);
    ctx.fill("doing-move-to", &[("who", &who), ("village", &village)])
}

fn move_where(village: &str, together: bool, row: &Row, office: &Office, ctx: &Ctx) -> Flow {
    let title = move_title(row, Id::parse(village), office, ctx);
    let note = if together {
        "doing-address-home"
    } else {
        "doing-address-note"
    };
    let flag = if together { "together" } else { "alone" };
    let question = Question::line(
        "move-where",
        title,
        ctx.word("field-household-address.label"),
    )
    .note(ctx.word("put-off-how"), ctx.word(note))
    .carry(format!("{village} {flag}"));
    Flow::Open(Box::new(question))
}

fn move_now(reply: &Reply, reason: &str, row: &Row, office: &Office, ctx: &Ctx) -> Flow {
    let (village, flag) = reply.carried.split_once(' ').unwrap_or_default();
    let Some(village) = Id::parse(village) else {
        return Flow::Stay;
    };
    let to = Move {
        village,
        together: flag == "together",
        address: &reply.text,
        reason,
    };
    match office.move_child(row, &to) {
        Ok(count) => {
            let args = [
                ("who", office.label(Kind::Child, row.id)),
                ("village", office.label(Kind::Village, village)),
                ("count", count.to_string()),
            ];
            let key = if count > 1 {
                "doing-moved-all"
            } else {
                "doing-moved"
            };
            Flow::Say(Toast::done(ctx.fill_with(key, &args)))
        }
        Err(problem) => Flow::Refuse(problem),
    }
}

fn join(reply: &Reply, row: &Row, office: &Office, ctx: &Ctx) -> Flow {
    let Some(other) = Id::parse(&reply.text).and_then(|id| office.row(Kind::Child, id)) else {
        return Flow::Stay;
    };
    match office.join_home(row, &other) {
        Ok(_) => {
            let who = office.label(Kind::Child, row.id);
            let other = office.label(Kind::Child, other.id);
            let args = [("who", who.as_str()), ("other", &other)];
            Flow::Say(Toast::done(ctx.fill("doing-joined", &args)))
        }
        Err(problem) => Flow::Refuse(problem),
    }
}

/// Writes the file to where somebody typed, in full only where a reason for that was logged.
pub(super) fn print(row: &Row, typed: &str, unmask: Option<&str>, ctx: &Ctx) -> Flow {
    let Ok(office) = ctx.office() else {
        return Flow::Stay;
    };
    let Some(file) = office.child_file(row.id) else {
        return Flow::Refuse(Problem::new("problem-gone").with("kind", ctx.word("kind-child")));
    };
    let text = super::child_paper(&file, office, &ctx.words, unmask);
    write_paper(typed, "doing-printed", ctx, |path| {
        office.print(row, &text, path, unmask)
    })
}
