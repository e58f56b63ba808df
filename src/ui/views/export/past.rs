//! The log of what was sent, as rows and in full.

use super::own;
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::schema::Coded;
use crate::service::export::Agency;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::widgets::{Cell, Line};

/// Something that was sent, or was to be.
pub(super) struct Past {
    pub line: Line,
    pub title: String,
    pub told: Vec<(String, String)>,
}

/// What one entry of the log says, as a row and in full.
pub(super) fn past(disclosure: &Disclosure, agencies: &[Agency], ctx: &Ctx) -> Past {
    let d = disclosure;
    let known = agencies.iter().find(|a| a.code == d.agency);
    let agency = known
        .map_or(d.agency.as_str(), |a| own(&a.names, ctx))
        .to_owned();
    let day = d.day.map(|day| day.iso()).unwrap_or_default();
    let time = d.time.map(|time| time.to_string()).unwrap_or_default();
    let rows = d.rows.map(|rows| rows.to_string()).unwrap_or_default();
    let sign = match d.state {
        Some(DisclosureState::Sent) => Sign::Good,
        Some(DisclosureState::Failed) => Sign::Refused,
        Some(DisclosureState::Started) | None => Sign::Unknown,
    };
    let state = d
        .state
        .map(|s| ctx.word(&format!("choice-{}-{}", DisclosureState::LIST, s.code())));
    let state = state.unwrap_or_default();
    let fields: Vec<String> = d
        .fields
        .split_whitespace()
        .map(|f| ctx.word(&format!("export-field-{f}")))
        .collect();
    // Behind each name stands its SHA-256, which nobody reads here; what is in a ZIP is `ZIP/NAME`.
    let names = d
        .files
        .lines()
        .filter(|line| !line.contains('/'))
        .map(|l| l.rsplit_once(' ').map_or(l, |(name, _)| name));
    let mut told = vec![
        (ctx.word("export-for"), d.purpose.clone()),
        (
            ctx.word("export-many"),
            ctx.fill("export-people", &[("rows", &rows)]),
        ),
        (ctx.word("export-what"), fields.join(" ")),
    ];
    if let Some(clear) = d.clear {
        let how = if clear {
            "export-how-clear"
        } else {
            "export-how-sealed"
        };
        told.push((ctx.word("export-how"), ctx.word(how)));
    }
    if d.state == Some(DisclosureState::Sent) {
        told.push((
            ctx.word("export-files"),
            names.collect::<Vec<_>>().join("  "),
        ));
    }
    if !d.cause.is_empty() {
        told.push((ctx.word("note-why"), ctx.word(&d.cause)));
    }
    let when = format!("{day} {time}");
    Past {
        title: format!("{when}  {agency}  {state}"),
        line: Line::new(
            Some(sign),
            vec![
                Cell::text(when),
                Cell::text(agency),
                Cell::text(rows),
                Cell::text(state),
            ],
        ),
        told,
    }
}
