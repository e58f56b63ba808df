//! How the list looks: a line a person, below it what speaks against the one of the focus and why
//! they are recommended.

use super::Recommendations;
use crate::service::{Recommending, points_text};
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::widgets::{Cell, Column, Line, grid, lines};

/// Rows below the list, with the blank one between.
const BELOW: u16 = 3;

/// Rows of the list itself, in a body of this height.
pub(super) fn rows(height: u16) -> u16 {
    height.saturating_sub(1 + BELOW)
}

/// Somebody's year, as a line.
pub(super) fn line(person: &Recommending, ctx: &Ctx) -> Line {
    let sign = match (&person.recommended, person.bars.is_empty()) {
        (Some(_), _) => Sign::Good,
        (None, true) => Sign::Later,
        (None, false) => Sign::Refused,
    };
    let counted = |count: usize| match count {
        0 => "-".to_owned(),
        count => count.to_string(),
    };
    let mut settled = person.put_right();
    if person.overdue > 0 {
        let overdue = person.overdue.to_string();
        settled = ctx.fill(
            "recommend-overdue",
            &[("settled", &settled), ("overdue", &overdue)],
        );
    }
    Line::new(
        Some(sign),
        vec![
            Cell::text(person.place.to_string()),
            Cell::text(person.name.clone()),
            Cell::text(person.village.clone()),
            Cell::text(points_text(person.total)),
            Cell::text(person.trained(&ctx.words)),
            Cell::text(settled),
            Cell::text(counted(person.talks)),
            Cell::text(counted(person.commended)),
            Cell::text(person.said(&ctx.words)),
        ],
    )
}

impl Recommendations {
    pub(super) fn draw_people(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        if self.people.is_empty() {
            let year = self.year.to_string();
            let text = ctx.fill("recommend-empty", &[("year", &year)]);
            lines::wrapped(canvas, 1, "", &text);
            return;
        }
        let word = |key| ctx.word(key);
        let heads = [
            Column::numbers(word("recommend-head-place"), 4, 6),
            Column::words(word("column-who"), 6, 12),
            Column::words(word("column-village"), 8, 12),
            Column::numbers(word("review-head-total"), 5, 6),
            Column::words(word("recommend-head-rotation"), 7, 10),
            Column::words(word("recommend-head-settled"), 10, 14),
            Column::numbers(word("recommend-head-talks"), 5, 6),
            Column::numbers(word("recommend-head-commended"), 6, 8),
            Column::words(word("recommend-head-is"), 6, 8),
        ];
        let rows = rows(canvas.height());
        let range = self.window.range(rows, self.lines.len());
        let shown = &self.lines[range.clone()];
        let widths = grid::widths(&heads, shown, canvas.width());
        grid::draw_heads(canvas, 0, &heads, &widths);
        for (y, (at, line)) in (1..).zip(range.zip(shown)) {
            let focus = at == self.window.cursor();
            grid::draw_line(canvas, y, line, &heads, &widths, focus);
        }
        let bottom = canvas.height().saturating_sub(BELOW - 1);
        for (n, (label, text)) in (0..).zip(self.below(ctx)) {
            lines::line(canvas, bottom + n, &ctx.word(label), &text);
        }
    }

    fn below(&self, ctx: &Ctx) -> [(&'static str, String); 2] {
        let Some(person) = self.person() else {
            return ["recommend-label-bars", "recommend-label-why"].map(|key| (key, String::new()));
        };
        let against = if person.bars.is_empty() {
            ctx.word("recommend-no-bars")
        } else {
            let bars = person.barred(&ctx.words);
            ctx.fill("recommend-bars", &[("bars", &bars)])
        };
        let why = match (&person.recommended, person.reason()) {
            (None, _) => ctx.word("recommend-not-yet"),
            (Some(_), reason) if reason.is_empty() => ctx.word("recommend-no-reason"),
            (Some(_), reason) => reason,
        };
        [
            ("recommend-label-bars", against),
            ("recommend-label-why", why),
        ]
    }
}
