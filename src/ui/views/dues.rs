//! What is due about a record, in sentences: shared by the list, the register and the record.

use super::Note;
use crate::domain::book::Kind;
use crate::domain::child::Child;
use crate::domain::due::{Due, Rule};
use crate::domain::family::FilePart;
use crate::schema::{Coded, Day, Id};
use crate::service::{Office, deadline};
use crate::ui::context::Ctx;

/// Everything due about a record, the most pressing first.
pub(super) fn of(office: &Office, kind: Kind, id: Id) -> Vec<Due> {
    let about = |due: &&Due| match kind {
        Kind::Worker => due.kind != Kind::Child && due.worker == Some(id),
        // What is due about a director stands in the director's record, and a child's in the child's.
        Kind::Village => due.kind == Kind::Village && due.id == id && due.worker.is_none(),
        _ => due.kind == kind && due.id == id,
    };
    office.due().iter().filter(about).cloned().collect()
}

/// What is wrong.
pub(super) fn what(due: &Due, office: &Office, ctx: &Ctx) -> String {
    let mut told = sentence(due, "", office, ctx);
    if let (Some(day), Some(reason)) = (due.put_off, office.put_off_reason(due)) {
        let args = [("day", short(day, office.today())), ("reason", reason)];
        let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
        told += &ctx.fill("due-put-off", &args);
    }
    told
}

/// What settles it.
pub(super) fn how(due: &Due, office: &Office, ctx: &Ctx) -> String {
    sentence(due, ".next", office, ctx)
}

/// A day as short as it can be told: without the year where it is this one.
pub(super) fn short(day: Day, today: Day) -> String {
    let iso = day.iso();
    match iso.split_once('-') {
        Some((_, rest)) if day.year() == today.year() => rest.to_owned(),
        _ => iso,
    }
}

fn sentence(due: &Due, part: &str, office: &Office, ctx: &Ctx) -> String {
    let label = |kind, id: Option<Id>| id.map_or_else(String::new, |id| office.label(kind, id));
    let village = match due.village {
        None => ctx.word("desk-no-village"),
        id => label(Kind::Village, id),
    };
    let lacking = if due.rule == Rule::FileIncomplete {
        lacking(due.id, office, ctx)
    } else {
        String::new()
    };
    let args = [
        ("village", village),
        ("worker", label(Kind::Worker, due.worker)),
        ("child", label(due.kind, Some(due.id))),
        ("lacking", lacking),
        (
            "deadline",
            deadline(&ctx.words, due.deadline, office.today()),
        ),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    ctx.fill(&format!("due-{}{part}", due.rule.code()), &args)
}

/// The parts that a child's file lacks.
fn lacking(child: Id, office: &Office, ctx: &Ctx) -> String {
    let tables = office.tables();
    let Some(child) = tables.get::<Child>(Kind::Child, child) else {
        return String::new();
    };
    let parts = tables.family(child).lacking();
    let words = parts
        .iter()
        .map(|p| ctx.word(&format!("choice-{}-{}", FilePart::LIST, p.code())));
    words.collect::<Vec<_>>().join(&ctx.word("list-comma"))
}

/// The panel of F5: the rule, its clause, and what settles it.
pub(super) fn why(due: &Due, office: &Office, ctx: &Ctx) -> Note {
    let mut rows = vec![
        (ctx.word("desk-what"), what(due, office, ctx)),
        (ctx.word("desk-clause"), clause(due.rule, ctx)),
        (ctx.word("desk-says"), due.rule.source().to_owned()),
        (ctx.word("desk-how"), how(due, office, ctx)),
    ];
    rows.retain(|(_, text)| !text.is_empty());
    Note::new(ctx.word("desk-why"), rows)
}

/// The clause, and that the number in the rule is ours where it is.
fn clause(rule: Rule, ctx: &Ctx) -> String {
    if rule.is_ours() {
        ctx.fill("due-ours", &[("clause", rule.clause())])
    } else {
        rule.clause().to_owned()
    }
}

/// The panel that tells a rule's clause, for what isn't due but shown by its state.
pub(super) fn rule(rule: Rule, what: String, ctx: &Ctx) -> Note {
    Note::new(
        ctx.word("desk-why"),
        vec![
            (ctx.word("desk-what"), what),
            (ctx.word("desk-clause"), clause(rule, ctx)),
            (ctx.word("desk-says"), rule.source().to_owned()),
        ],
    )
}
