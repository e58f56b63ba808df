//! What is due about a record, in sentences: shared by the list, the register and the record.

use super::Note;
use crate::domain::book::Kind;
use crate::domain::due::{Due, Rule};
use crate::schema::{Day, Id};
use crate::service::{Office, short_day};
use crate::ui::context::Ctx;

/// Everything due about a record, the most pressing first.
pub(super) fn of(office: &Office, kind: Kind, id: Id) -> Vec<Due> {
    office.due_about(kind, id)
}

/// What is wrong.
pub(super) fn what(due: &Due, office: &Office, ctx: &Ctx) -> String {
    office.due_what(&ctx.words, due)
}

/// What settles it.
pub(super) fn how(due: &Due, office: &Office, ctx: &Ctx) -> String {
    office.due_how(&ctx.words, due)
}

/// A day as short as it can be told: without the year where it is this one.
pub(super) fn short(day: Day, today: Day) -> String {
    short_day(day, today)
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
