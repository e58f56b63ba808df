//! How the roster looks: the people, and beside them the tally, which is the key of the digits.

use super::{MARKS, Roster};
use crate::domain::training::Attendance;
use crate::schema::Coded;
use crate::service::Tally;
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::views::record::mark_sign;
use crate::ui::widgets::{Column, grid, lines};
use ratatui::layout::Size;

/// Where the tally begins on screens that have room for it.
pub(super) const SPLIT: u16 = 57;
/// Fewer cells than this have none: the tally then is one row below.
const WIDE: u16 = 78;
/// Cells of the line to search in.
const LINE: u16 = 20;

/// Whether a body of this size has room for the tally beside the people.
pub(super) fn has_tally(body: Size) -> bool {
    body.width >= WIDE
}

fn number(tally: &Tally, state: Attendance) -> usize {
    match state {
        Attendance::Present => tally.present,
        Attendance::Late => tally.late,
        Attendance::Excused => tally.excused,
        Attendance::Absent => tally.absent,
        Attendance::Unmarked => tally.unmarked,
    }
}

/// What a digit does: the word of the mark, but taking one back has a word of its own.
fn word(state: Attendance, ctx: &Ctx) -> String {
    match state {
        Attendance::Unmarked => ctx.word("roster-clear"),
        state => ctx.word(&format!("choice-attendance-{}", state.code())),
    }
}

impl Roster {
    /// The rows of people that a body of this size has room for.
    pub(super) fn people_rows(&self, body: Size) -> u16 {
        let others = 1 + u16::from(self.search.is_some()) + u16::from(body.width < WIDE);
        body.height.saturating_sub(others)
    }

    pub(super) fn draw_roster(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let (width, height) = (canvas.width(), canvas.height());
        if width < WIDE {
            let rows = height.saturating_sub(1);
            self.draw_people(&mut canvas.rows(0, rows), ctx);
            return self.draw_brief(&mut canvas.rows(rows, 1), ctx);
        }
        self.draw_people(&mut canvas.part(0, 0, SPLIT, height), ctx);
        for y in 0..height {
            let down = canvas.glyphs().down();
            canvas.put(SPLIT, y, down, Role::Text);
        }
        self.draw_tally(
            &mut canvas.part(SPLIT + 2, 0, width - SPLIT - 3, height),
            ctx,
        );
    }

    fn draw_people(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        if self.lines.is_empty() {
            for (y, row) in text::wrap(&ctx.word("roster-empty"), canvas.width().saturating_sub(6))
                .iter()
                .enumerate()
            {
                canvas.put(
                    grid::TEXT_AT,
                    u16::try_from(y + 1).unwrap_or(u16::MAX),
                    row,
                    Role::Text,
                );
            }
            return;
        }
        let heads = [
            Column::numbers("", 3, 5),
            Column::words(ctx.word("column-who"), 8, 12),
            Column::words(ctx.word("column-village"), 8, 14),
            Column::words(ctx.word("field-enrolment-state.label"), 6, 8),
            Column::words(ctx.word("field-enrolment-time.label"), 5, 5),
        ];
        let below = u16::from(self.search.is_some());
        let rows = canvas.height().saturating_sub(1 + below);
        let range = self.window.range(rows, self.lines.len());
        let first = range.start;
        let shown = self.band.lines(range);
        let widths = grid::widths(&heads, shown, canvas.width());
        grid::draw_heads(canvas, 0, &heads, &widths);
        for (i, line) in shown.iter().enumerate() {
            let y = u16::try_from(i + 1).unwrap_or(u16::MAX);
            grid::draw_line(
                canvas,
                y,
                line,
                &heads,
                &widths,
                first + i == self.window.cursor(),
            );
        }
        if let Some(search) = &self.search {
            let y = canvas.height().saturating_sub(1);
            lines::label(canvas, y, &ctx.word("find-label"));
            let end = search
                .input
                .draw(canvas, lines::TEXT_AT, y, LINE, canvas.focused());
            canvas.put(end + 2, y, &ctx.word("roster-search"), Role::Text);
        }
    }

    fn draw_tally(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let mut y = 1;
        for (digit, state) in MARKS {
            canvas.put(0, y, &digit.to_string(), Role::Accent);
            let role = mark_sign(state).role();
            canvas.put_cut(3, y, 12, &word(state, ctx), role);
            canvas.put_right(18, y, &number(&self.tally, state).to_string(), Role::Text);
            y += 1;
        }
        y += 1;
        canvas.put(0, y, &ctx.word("roster-all"), Role::Text);
        canvas.put_right(18, y, &self.tally.all().to_string(), Role::Text);
        y += 2;
        let help = text::wrap(&ctx.word("roster-help"), canvas.width());
        for row in help {
            canvas.put(0, y, &row, Role::Text);
            y += 1;
        }
    }

    fn draw_brief(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let mut x = 1;
        for (digit, state) in MARKS {
            x = canvas.put(x, 0, &digit.to_string(), Role::Accent);
            let text = format!("{} {}", word(state, ctx), number(&self.tally, state));
            x = canvas.put(x, 0, &text, mark_sign(state).role()) + 2;
        }
    }
}
