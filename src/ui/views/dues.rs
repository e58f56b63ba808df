//! What is due about a record, in sentences: shared by the list, the register and the record.

use super::Note;
use crate::domain::book::Kind;
use crate::domain::due::{Due, Rule};
use crate::schema::Id;
use crate::service::{Office, deadline};
use crate::ui::context::Ctx;

/// Everything due about a record, the most pressing first.
pub(super) fn of(office: &Office, kind: Kind, id: Id) -> Vec<Due> {
    let about = |due: &&Due| match kind {
        Kind::Worker => due.worker == Some(id),
        // What is due about a director stands in the director's record.
        Kind::Village => due.village == Some(id) && due.worker.is_none(),
        _ => due.kind == kind && due.id == id,
    };
    office.due().iter().filter(about).cloned().collect()
}

/// What is wrong.
pub(super) fn what(due: &Due, office: &Office, ctx: &Ctx) -> String {
    sentence(due, "", office, ctx)
}

fn sentence(due: &Due, part: &str, office: &Office, ctx: &Ctx) -> String {
    let label = |kind, id: Option<Id>| id.map_or_else(String::new, |id| office.label(kind, id));
    let village = match due.village {
        None => ctx.word("desk-no-village"),
        id => label(Kind::Village, id),
    };
    let args = [
        ("village", village),
        ("worker", label(Kind::Worker, due.worker)),
        (
            "deadline",
            deadline(&ctx.words, due.deadline, office.today()),
        ),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    ctx.fill(&format!("due-{}{part}", due.rule.code()), &args)
}

/// The panel of F5: the rule, its clause, and what settles it.
pub(super) fn why(due: &Due, office: &Office, ctx: &Ctx) -> Note {
    Note::new(
        ctx.word("desk-why"),
        vec![
            (ctx.word("desk-what"), what(due, office, ctx)),
            (ctx.word("desk-clause"), due.rule.clause().to_owned()),
            (ctx.word("desk-says"), due.rule.source().to_owned()),
            (ctx.word("desk-how"), sentence(due, ".next", office, ctx)),
        ],
    )
}

/// The panel that tells a rule's clause, for what isn't due but shown by its state.
pub(super) fn rule(rule: Rule, what: String, ctx: &Ctx) -> Note {
    Note::new(
        ctx.word("desk-why"),
        vec![
            (ctx.word("desk-what"), what),
            (ctx.word("desk-clause"), rule.clause().to_owned()),
            (ctx.word("desk-says"), rule.source().to_owned()),
        ],
    )
}
