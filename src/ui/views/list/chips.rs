//! Row 4 of a list: its conditions, each in brackets, and its order.

use super::source::Source;
use crate::service::Query;
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::text;
use crate::ui::theme::Role;

/// Blanks between the conditions and the order.
const GAP: u16 = 4;
/// Rows of the body from which on the row stands even with nothing to say.
const LOOSE: u16 = 9;

/// The rows that it takes of a body this high.
pub(super) fn rows(query: &Query, height: u16) -> u16 {
    let told = !query.wheres.is_empty() || query.sort.is_some() || query.on.is_some();
    u16::from(height >= LOOSE || (told && height >= 3))
}

/// The conditions as people read them.
pub(super) fn words(source: Source, query: &Query, ctx: &Ctx) -> Vec<String> {
    let Ok(office) = ctx.office() else {
        return Vec::new();
    };
    let told = |w: &crate::service::Where| w.describe(office, &ctx.words, source.kind());
    let day = query
        .on
        .map(|day| ctx.fill("list-on-day", &[("day", &day.iso())]));
    query.wheres.iter().map(told).chain(day).collect()
}

/// The order as people read it.
pub(super) fn order(source: Source, query: &Query, ctx: &Ctx) -> String {
    match query.sort {
        None if source == Source::Kind(crate::domain::book::Kind::Session) => {
            ctx.word("list-newest-first")
        }
        None => ctx.word("list-usual-order"),
        Some(column) => {
            let key = if query.descending {
                "sort-down"
            } else {
                "sort-up"
            };
            let column = column.word(source.kind(), &ctx.words);
            format!("{column} {}", ctx.word(key))
        }
    }
}

/// Draws the row: `more` says how many columns there is no room for.
pub(super) fn draw(canvas: &mut Canvas<'_>, chips: &[String], order: &str, more: usize, ctx: &Ctx) {
    let edge = canvas.width().saturating_sub(1);
    let mut room = edge;
    if more > 0 {
        let more = ctx.fill("list-more-columns", &[("count", &more.to_string())]);
        // Where it would crowd out the conditions, the conditions count for more.
        if text::width(&more) * 3 < edge {
            room = canvas
                .put_right(edge, 0, &more, Role::Muted)
                .saturating_sub(2);
        }
    }
    let mut x = canvas.put(1, 0, &ctx.word("list-filter"), Role::Muted) + 2;
    if chips.is_empty() {
        x = canvas.put(x, 0, &ctx.word("list-all"), Role::Text) + 1;
    }
    let word = ctx.word("list-sorted");
    let told = text::width(&word) + 2 + text::width(order);
    let left = chips.iter().map(|chip| text::width(chip) + 5).sum::<u16>();
    // The order goes before a condition is cut.
    let fits = x + left.max(1) + GAP + told <= room;
    for chip in chips {
        let chip = format!("[{chip} x]");
        x = canvas.put_cut(x, 0, room.saturating_sub(x), &chip, Role::Accent) + 1;
    }
    if fits {
        x = canvas.put(x + GAP - 1, 0, &word, Role::Muted) + 2;
        canvas.put(x, 0, order, Role::Text);
    }
}
