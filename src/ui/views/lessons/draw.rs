//! How the lessons of a session look: the subjects, and below them what they come to.

use super::{Lessons, Part};
use crate::domain::lesson::over;
use crate::schema::Score;
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::theme::Role;
use crate::ui::widgets::{Cell, Column, Line, grid, lines};
use ratatui::layout::Size;

/// Cells to type hours and a name in.
const HOURS: u16 = 5;
const LECTURER: u16 = 12;
/// Rows beside the subjects: the heads, a blank, the sum.
const OTHERS: u16 = 3;

/// The rows of subjects that a body of this size has room for.
pub(super) fn rows(body: Size) -> u16 {
    body.height.saturating_sub(OTHERS)
}

impl Lessons {
    pub(super) fn draw_lessons(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let heads = [
            Column::words(ctx.word("lessons-subject"), 10, 24),
            Column::words(ctx.word("field-lesson-hours.label"), HOURS + 2, HOURS + 2),
            Column::words(
                ctx.word("field-lesson-lecturer.label"),
                LECTURER + 2,
                LECTURER + 2,
            ),
            Column::numbers(ctx.word("lessons-usual"), 5, 8),
        ];
        let wrong = self.entries.iter().any(|entry| entry.fault.is_some());
        let room = canvas.height().saturating_sub(OTHERS + u16::from(wrong));
        let range = self.window.range(room, self.entries.len());
        let shown: Vec<Line> = self.entries[range.clone()]
            .iter()
            .map(|entry| {
                let usual = entry.line.usual.map_or_else(String::new, Score::plain);
                let (hours, lecturer) = entry.typed();
                let sign = (!hours.is_empty()).then_some(Sign::Good);
                let cells = [entry.line.name.clone(), hours, lecturer, usual];
                Line::new(sign, cells.map(Cell::text).to_vec())
            })
            .collect();
        let widths = grid::widths(&heads, &shown, canvas.width());
        grid::draw_heads(canvas, 0, &heads, &widths);
        let mut y = 1;
        for (at, line) in range.zip(&shown) {
            let focus = at == self.window.cursor();
            grid::draw_line(canvas, y, line, &heads, &widths, focus);
            if focus {
                self.draw_cell(canvas, y, &widths);
            }
            y += 1;
            if let Some(fault) = self.entries[at].fault.as_ref().filter(|_| focus) {
                let said = ctx.fill_with(fault.key(), &fault.args());
                let sign = Sign::Refused;
                let x = canvas.put(grid::TEXT_AT, y, sign.text(), sign.role()) + 1;
                let room = canvas.width().saturating_sub(x + 1);
                canvas.put_cut(x, y, room, &said, sign.role());
                y += 1;
            }
        }
        self.draw_sum(canvas, ctx);
    }

    /// The cell that is typed in.
    fn draw_cell(&self, canvas: &mut Canvas<'_>, y: u16, widths: &[u16]) {
        let (at, cells) = match self.part {
            Part::Hours => (1, HOURS),
            Part::Lecturer => (2, LECTURER),
        };
        let Some(entry) = self.entries.get(self.window.cursor()) else {
            return;
        };
        if at >= widths.len() {
            return;
        }
        let left: u16 = widths.iter().take(at).map(|w| w + grid::GAP).sum();
        let x = (grid::TEXT_AT + left).saturating_sub(1);
        let input = match self.part {
            Part::Hours => &entry.hours,
            Part::Lecturer => &entry.lecturer,
        };
        let focused = canvas.focused();
        input.draw(canvas, x, y, cells, focused);
    }

    /// What is typed comes to, and what the training was announced with.
    fn draw_sum(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let y = canvas.height().saturating_sub(1);
        let hours = self.hours();
        let mut told = ctx.fill("lessons-sum", &[("hours", &hours.plain())]);
        if let Some(announced) = self.announced {
            let announced = announced.to_string();
            told += &ctx.fill("lessons-announced", &[("hours", &announced)]);
        }
        lines::label(canvas, y, &ctx.word("lessons-all"));
        let (sign, role) = match over(hours, self.announced) {
            Some(over) => {
                told += &ctx.fill("lessons-over", &[("over", &over.plain())]);
                (Some(Sign::Watch), Sign::Watch.role())
            }
            None => (None, Role::Text),
        };
        let mut x = lines::TEXT_AT;
        if let Some(sign) = sign {
            x = canvas.put(x, y, sign.text(), role) + 1;
        }
        let room = canvas.width().saturating_sub(x + 1);
        canvas.put_cut(x, y, room, &told, role);
    }
}
