//! How the matrix looks: people down, years across, and below what the cell of the focus means.

use super::{BELOW, Rotation};
use crate::domain::workforce::YearState;
use crate::schema::Coded;
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::{grid, lines};

/// Cells from one year to the next.
const STEP: u16 = 7;
/// Fewer cells than this leave no room for the village and the first day.
const NARROW: u16 = 76;

/// A state as it stands in a cell: a sign and one character or short word.
fn shown(state: YearState, ctx: &Ctx) -> (Sign, String) {
    let sign = match state {
        YearState::NotInPost => return (Sign::Later, String::new()),
        YearState::NotYet => Sign::Watch,
        YearState::Missed => Sign::Refused,
        _ => Sign::Good,
    };
    (sign, ctx.word(&format!("cell-{}", state.code())))
}

/// Where things stand at a width.
struct Layout {
    village_at: Option<u16>,
    /// Cells of the village, or of the township, which is longer.
    village: u16,
    since_at: u16,
    years_at: u16,
}

impl Layout {
    fn of(width: u16, towns: bool) -> Self {
        let village = if towns { 10 } else { 9 };
        if width < NARROW {
            let years_at = grid::TEXT_AT + 9;
            return Self {
                village_at: None,
                village,
                since_at: 0,
                years_at,
            };
        }
        Self {
            village_at: Some(grid::TEXT_AT + 8),
            village,
            since_at: grid::TEXT_AT + 9 + village,
            years_at: grid::TEXT_AT + 27,
        }
    }

    fn year_at(&self, year: usize) -> u16 {
        self.years_at + u16::try_from(year).unwrap_or(0) * STEP
    }
}

impl Rotation {
    pub(super) fn draw_matrix(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let above = self.above();
        if above > 0 {
            self.draw_sieve(canvas, ctx);
        }
        let (rows, height) = (above, canvas.height().saturating_sub(above));
        let canvas = &mut canvas.rows(rows, height);
        let layout = Layout::of(canvas.width(), self.towns);
        self.draw_head(canvas, &layout, ctx);
        let rows = canvas.height().saturating_sub(1 + BELOW);
        let range = self.window.range(rows, self.lines.len());
        let mut y = 1;
        for at in range {
            self.draw_person(canvas, y, at, &layout, ctx);
            y += 1;
        }
        self.draw_totals(canvas, y, &layout, ctx);
        lines::line(
            canvas,
            y + 3,
            &ctx.word("rotation-cell"),
            &self.meaning(ctx),
        );
    }

    /// What is shown, and behind it who lapses when, where there is room.
    fn draw_sieve(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let mut x = canvas.put(1, 0, &ctx.word("list-filter"), Role::Muted) + 2;
        let chips = self.sieve.chips(ctx);
        if chips.is_empty() {
            x = canvas.put(x, 0, &ctx.word("list-all"), Role::Text) + 1;
        }
        let edge = canvas.width().saturating_sub(1);
        for chip in chips {
            let chip = format!("[{chip} x]");
            x = canvas.put_cut(x, 0, edge.saturating_sub(x), &chip, Role::Accent) + 1;
        }
        if x + 2 + text::width(&self.forecast) <= edge {
            canvas.put_right(edge, 0, &self.forecast, Role::Text);
        }
    }

    fn draw_head(&self, canvas: &mut Canvas<'_>, layout: &Layout, ctx: &Ctx) {
        canvas.put(grid::TEXT_AT, 0, &ctx.word("column-who"), Role::Muted);
        if let Some(at) = layout.village_at {
            let head = if self.towns {
                "column-township"
            } else {
                "column-village"
            };
            canvas.put(at, 0, &ctx.word(head), Role::Muted);
            canvas.put(layout.since_at, 0, &ctx.word("column-since"), Role::Muted);
        }
        for (i, year) in self.years.iter().enumerate() {
            canvas.put(layout.year_at(i), 0, &year.to_string(), Role::Muted);
        }
    }

    fn draw_person(&self, canvas: &mut Canvas<'_>, y: u16, at: usize, layout: &Layout, ctx: &Ctx) {
        let (Some(line), Some(person)) = (self.line(at), self.person(at, ctx)) else {
            return;
        };
        let sign = match line.years.last() {
            Some(YearState::NotYet) => Sign::Watch,
            Some(YearState::Missed) => Sign::Refused,
            Some(YearState::NotInPost) | None => Sign::Later,
            Some(_) => Sign::Good,
        };
        canvas.put(2, y, sign.text(), sign.role());
        let name = if layout.village_at.is_some() { 7 } else { 8 };
        canvas.put_cut(grid::TEXT_AT, y, name, &person.name, Role::Text);
        if let Some(village) = layout.village_at {
            canvas.put_cut(village, y, layout.village, &person.place, Role::Text);
            canvas.put(
                layout.since_at,
                y,
                &text::clip(&person.since, 7),
                Role::Text,
            );
        }
        let focus = at == self.window.cursor();
        if focus {
            canvas.focus(0, y, 2, canvas.width().saturating_sub(2));
        }
        for (i, state) in line.years.iter().enumerate() {
            let x = layout.year_at(i);
            let (sign, word) = shown(*state, ctx);
            let end = canvas.put(x, y, &format!("{} {word}", sign.text()), sign.role());
            if focus && i == self.year && canvas.focused() {
                canvas.put(x - 1, y, "[", Role::Selected);
                canvas.put(end.max(x + 1), y, "]", Role::Selected);
            }
            if focus {
                canvas.reverse(x, y, end - x);
            }
        }
    }

    fn draw_totals(&self, canvas: &mut Canvas<'_>, y: u16, layout: &Layout, ctx: &Ctx) {
        canvas.put(grid::TEXT_AT, y, &ctx.word("rotation-in-post"), Role::Text);
        canvas.put(
            grid::TEXT_AT,
            y + 1,
            &ctx.word("rotation-trained"),
            Role::Text,
        );
        for (i, (in_post, trained)) in self.totals.iter().enumerate() {
            let end = layout.year_at(i) + 4;
            for (row, number) in [(y, in_post), (y + 1, trained)] {
                canvas.put(
                    end.saturating_sub(4),
                    row,
                    &text::pad_left(&number.to_string(), 4),
                    Role::Text,
                );
            }
        }
    }
}
