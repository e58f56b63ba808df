//! What follows from a director's year, on the screen: talks, adjustments, commendations.

use super::paper::{paper_question, write_paper};
use crate::domain::book::Kind;
use crate::schema::{Id, Value};
use crate::service::{Office, Row};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow, Reply};

/// The acts of such a record.
pub(super) fn acts(row: &Row) -> Vec<Act> {
    match row.record.kind() {
        Kind::Talk => vec![Act::new("talk-outcome")],
        Kind::Adjustment => vec![Act::new("print-adjustment")],
        _ => Vec::new(),
    }
}

/// The form that ends a post, with why.
pub(super) fn adjust(worker: &Row, post: Id, office: &Office) -> Flow {
    Flow::Go(Place::New {
        kind: Kind::Adjustment,
        known: vec![
            ("worker", Value::Link(worker.id)),
            ("post", Value::Link(post)),
            ("day", Value::Day(office.today())),
        ],
    })
}

/// Begins one of these acts; none where it is another.
pub(super) fn start(
    name: &'static str,
    row: Option<&Row>,
    office: &Office,
    ctx: &Ctx,
) -> Option<Flow> {
    let today = office.today();
    let list = |kind| {
        Flow::Go(Place::List {
            kind,
            wheres: Vec::new(),
        })
    };
    let new = |kind, row: &Row| {
        let mut known = vec![("worker", Value::Link(row.id)), ("day", Value::Day(today))];
        if kind == Kind::Commendation {
            known.push(("year", Value::Int(today.year().into())));
        }
        Flow::Go(Place::New { kind, known })
    };
    Some(match (name, row) {
        ("talks", _) => list(Kind::Talk),
        ("adjustments", _) => list(Kind::Adjustment),
        ("commendations", _) => list(Kind::Commendation),
        ("recommendations", _) => Flow::Go(Place::Recommendations {
            year: office.recommended_year(),
        }),
        ("new-talk", Some(row)) => new(Kind::Talk, row),
        ("new-commendation", Some(row)) => new(Kind::Commendation, row),
        ("talk-outcome", Some(row)) => Flow::Go(Place::Change {
            kind: Kind::Talk,
            id: row.id,
            field: Some("outcome"),
        }),
        ("print-adjustment", Some(row)) => {
            let label = office.label(Kind::Adjustment, row.id);
            let title = format!("{} {label}", ctx.word("act-print-adjustment"));
            let stem = ctx.fill("adjustment-file", &[("name", &label.replace(' ', "-"))]);
            let question = paper_question("print-adjustment", title, &stem, ctx)
                .note(ctx.word("desk-how"), ctx.word("adjustment-paper-how"));
            Flow::Open(Box::new(question))
        }
        _ => return None,
    })
}

/// Goes on after an answer; none where the question wasn't one of these.
pub(super) fn replied(reply: &Reply, row: &Row, office: &Office, ctx: &Ctx) -> Option<Flow> {
    (reply.question == "print-adjustment").then(|| {
        write_paper(&reply.text, "doing-printed", ctx, |path| {
            office.print_adjustment(&ctx.words, row.id, path)
        })
    })
}
