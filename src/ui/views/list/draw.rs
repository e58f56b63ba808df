//! How a list looks: conditions, heads, the rows around the focus, and which columns of them.

use super::List;
use super::chips;
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::theme::Role;
use crate::ui::widgets::{Line, Window, grid};

/// `第 1-17 行，共 87 行`, or only how many where all are on the screen, which has room
/// for so many rows.
pub(in crate::ui::views) fn count(window: &Window, rows: u16, all: usize, ctx: &Ctx) -> String {
    window.range(rows, all);
    let (first, last) = window.shown(all);
    let all_text = all.to_string();
    if first <= 1 && last >= all {
        return ctx.fill("list-count", &[("all", &all_text)]);
    }
    let (first, last) = (first.to_string(), last.to_string());
    ctx.fill(
        "list-rows",
        &[("first", &first), ("last", &last), ("all", &all_text)],
    )
}

impl List {
    /// The rows above the list: conditions, heads.
    pub(super) fn above(&self, height: u16) -> u16 {
        chips::rows(&self.query, height) + 1
    }

    /// What stands at the right of row 3: what is marked, what is shown, how many there are.
    pub(super) fn told(&self, height: u16, ctx: &Ctx) -> String {
        let all = if self.is_empty() { 0 } else { self.items.len() };
        let rows = height.saturating_sub(self.above(height));
        let count = count(&self.window, rows, all, ctx);
        if self.marks.is_empty() {
            return count;
        }
        let (marked, hidden) = (
            self.marks.len().to_string(),
            self.marks.hidden().to_string(),
        );
        let key = if self.marks.hidden() > 0 {
            "list-marked-hidden"
        } else {
            "list-marked"
        };
        ctx.fill(
            key,
            &[("marked", &marked), ("hidden", &hidden), ("count", &count)],
        )
    }

    pub(super) fn draw_list(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let top = chips::rows(&self.query, canvas.height());
        let mut more = 0;
        if self.items.is_empty() {
            let room = canvas.width().saturating_sub(grid::TEXT_AT + 1);
            let told = crate::ui::text::wrap(&self.advice, room);
            for (y, row) in (top + 1..).zip(told) {
                canvas.put(grid::TEXT_AT, y, &row, Role::Text);
            }
        } else {
            let height = canvas.height().saturating_sub(top);
            more = self.draw_rows(&mut canvas.rows(top, height));
        }
        if top > 0 {
            let words = chips::words(self.source, &self.query, ctx);
            let order = chips::order(self.source, &self.query, ctx);
            chips::draw(&mut canvas.rows(0, 1), &words, &order, more, ctx);
        }
    }

    /// Draws heads and rows; the window moves as it must. How many columns had no room.
    fn draw_rows(&self, canvas: &mut Canvas<'_>) -> usize {
        let range = self
            .window
            .range(canvas.height().saturating_sub(1), self.items.len());
        let first = range.start;
        let visible = &self.items[range.clone()];
        let lines = self.band.lines(range);
        // The first column says what a row is, and stays when the others shift.
        let shift = self.shift.min(self.heads.len().saturating_sub(2));
        let heads = shifted(&self.heads, shift);
        let lines: Vec<Line> = lines
            .iter()
            .zip(visible)
            .map(|(line, item)| Line {
                marked: self.marks.has(item.row.id),
                cells: shifted(&line.cells, shift),
                ..line.clone()
            })
            .collect();
        let widths = grid::widths(&heads, &lines, canvas.width());
        grid::draw_heads(canvas, 0, &heads, &widths);
        for (i, line) in lines.iter().enumerate() {
            let y = u16::try_from(i + 1).unwrap_or(u16::MAX);
            let focus = first + i == self.window.cursor();
            grid::draw_line(canvas, y, line, &heads, &widths, focus);
        }
        let beyond = heads.len() - widths.len();
        self.beyond.set(beyond);
        beyond + shift
    }
}

/// The first, then those from `shift` on.
fn shifted<T: Clone>(all: &[T], shift: usize) -> Vec<T> {
    let rest = all.iter().skip(1 + shift);
    all.first().into_iter().chain(rest).cloned().collect()
}
