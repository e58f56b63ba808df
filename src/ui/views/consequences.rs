//! What follows from a director's year, on the screen: talks.

use crate::domain::book::Kind;
use crate::schema::Value;
use crate::service::{Office, Row};
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow};

/// The acts of such a record.
pub(super) fn acts(row: &Row) -> Vec<Act> {
    match row.record.kind() {
        Kind::Talk => vec![Act::new("talk-outcome")],
        _ => Vec::new(),
    }
}

/// Begins one of these acts; none where it is another.
pub(super) fn start(name: &'static str, row: Option<&Row>, office: &Office) -> Option<Flow> {
    let list = |kind| {
        Flow::Go(Place::List {
            kind,
            wheres: Vec::new(),
        })
    };
    Some(match (name, row) {
        ("talks", _) => list(Kind::Talk),
        ("new-talk", Some(row)) => Flow::Go(Place::New {
            kind: Kind::Talk,
            known: vec![
                ("worker", Value::Link(row.id)),
                ("day", Value::Day(office.today())),
            ],
        }),
        ("talk-outcome", Some(row)) => Flow::Go(Place::Change {
            kind: Kind::Talk,
            id: row.id,
            field: Some("outcome"),
        }),
        _ => return None,
    })
}
