//! The log of what was sent, as rows and in full.

use super::own;
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::domain::grant::Transform;
use crate::schema::{Coded, Words};
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

/// A field as the log keeps it, `DATASET.FIELD:TRANSFORM`, as people read it.
fn field_word(logged: &str, ctx: &Ctx) -> String {
    let field = logged.split_once('.').map_or(logged, |(_, field)| field);
    let (name, how) = match field.split_once(':') {
        Some((name, how)) => (name, Some(how)),
        None => (field, None),
    };
    let name = ctx.word(&format!("export-field-{name}"));
    match how {
        None => name,
        Some(code) => {
            let how = ctx.words.choice(Transform::LIST, code);
            ctx.fill("export-changed-to", &[("field", &name), ("how", &how)])
        }
    }
}

/// Of how many it was.
fn many(d: &Disclosure, ctx: &Ctx) -> String {
    let number = |n: Option<i64>| n.unwrap_or(0).to_string();
    let (rows, children, under) = (number(d.rows), number(d.children), number(d.under_14));
    let args = [
        ("rows", rows.as_str()),
        ("children", &children),
        ("under", &under),
    ];
    let statistics = d.subjects.is_empty();
    let key = match d.children {
        Some(1..) => "export-count-children",
        _ if statistics => "export-count-statistics",
        _ => "export-people",
    };
    ctx.fill(key, &args)
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
        .map(|field| field_word(field, ctx))
        .collect();
    // Behind each name stands its SHA-256, which nobody reads here; what is in a ZIP is `ZIP/NAME`.
    let names = d
        .files
        .lines()
        .filter(|line| !line.contains('/'))
        .map(|l| l.rsplit_once(' ').map_or(l, |(name, _)| name));
    let mut told = vec![
        (ctx.word("export-for"), d.purpose.clone()),
        (ctx.word("export-many"), many(d, ctx)),
        (ctx.word("export-what"), fields.join(" ")),
    ];
    if !d.second.is_empty() {
        told.push((ctx.word("export-second"), d.second.clone()));
    }
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
