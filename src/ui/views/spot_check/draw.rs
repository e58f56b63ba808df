//! How the page looks: the facts, the list, and below how it is drawn.

use super::{Line, SpotCheck};
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::{grid, lines};

/// With fewer rows there are no blank ones, and nothing below the list.
const LOW: u16 = 14;
/// Fewer cells than this leave no room for the director.
const NARROW: u16 = 72;

/// Rows that the list has on a body of this height, below so many facts.
pub(super) fn rows(facts: usize, height: u16) -> u16 {
    let facts = u16::try_from(facts).unwrap_or(u16::MAX);
    let around = if height < LOW { 1 } else { 1 + 1 + 3 };
    height.saturating_sub(facts.saturating_add(around)).max(1)
}

/// Where things stand at a width.
struct Layout {
    director: Option<u16>,
    last: u16,
    /// Behind the weight, and behind the chance.
    weight: u16,
    chance: u16,
    result: u16,
}

impl Layout {
    fn of(width: u16) -> Self {
        let director = (width >= NARROW).then_some(15);
        let last = director.map_or(15, |at| at + 8);
        Self {
            director,
            last,
            weight: last + 18,
            chance: last + 30,
            result: last + 33,
        }
    }
}

impl SpotCheck {
    pub(super) fn draw_page(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        if let Some(problem) = &self.problem {
            let mut y = lines::wrapped(canvas, 1, &ctx.word("draw-not"), &problem.what(&ctx.words));
            y = lines::wrapped(canvas, y, &ctx.word("note-why"), &problem.why(&ctx.words));
            lines::wrapped(canvas, y, &ctx.word("desk-how"), &problem.next(&ctx.words));
            return;
        }
        let mut y = 0;
        for (label, fact) in &self.facts {
            lines::line(canvas, y, label, fact);
            y += 1;
        }
        let low = canvas.height() < LOW;
        y += u16::from(!low);
        let layout = Layout::of(canvas.width());
        heads(canvas, y, &layout, ctx);
        let range = self
            .window
            .range(rows(self.facts.len(), canvas.height()), self.lines.len());
        for at in range {
            y += 1;
            line(canvas, y, &self.lines[at], &layout, ctx);
            if at == self.window.cursor() {
                let from = grid::TEXT_AT - 3;
                canvas.focus(0, y, from, canvas.width().saturating_sub(from));
            }
        }
        if !low {
            let bottom = canvas.height() - 2;
            lines::line(
                canvas,
                bottom,
                &ctx.word("draw-way"),
                &ctx.word("draw-same-everywhere"),
            );
            lines::line(
                canvas,
                bottom + 1,
                &ctx.word("draw-again"),
                &ctx.word("draw-again-how"),
            );
        }
    }
}

fn heads(canvas: &mut Canvas<'_>, y: u16, layout: &Layout, ctx: &Ctx) {
    let put = |canvas: &mut Canvas<'_>, x, key: &str| canvas.put(x, y, &ctx.word(key), Role::Muted);
    put(canvas, grid::TEXT_AT, "column-village");
    if let Some(at) = layout.director {
        put(canvas, at, "draw-director");
    }
    put(canvas, layout.last, "draw-column-last");
    for (end, key) in [
        (layout.weight, "draw-column-weight"),
        (layout.chance, "draw-column-chance"),
    ] {
        canvas.put_right(end, y, &ctx.word(key), Role::Muted);
    }
    put(canvas, layout.result, "draw-result");
}

fn line(canvas: &mut Canvas<'_>, y: u16, line: &Line, layout: &Layout, ctx: &Ctx) {
    let out = !line.excluded.is_empty();
    let role = if out { Role::Muted } else { Role::Text };
    if line.place.is_some() {
        canvas.put(2, y, Sign::Good.text(), Sign::Good.role());
    }
    let name = layout.director.unwrap_or(layout.last) - grid::TEXT_AT - 1;
    canvas.put_cut(grid::TEXT_AT, y, name, &line.name, role);
    if let Some(at) = layout.director {
        canvas.put_cut(at, y, 7, &line.director, role);
    }
    canvas.put(layout.last, y, &text::clip(&line.last, 10), role);
    canvas.put_right(layout.weight, y, &line.weight, role);
    canvas.put_right(layout.chance, y, &line.chance, role);
    let room = canvas.width().saturating_sub(layout.result + 1);
    let (result, role) = match line.place {
        Some(place) => {
            let place = place.to_string();
            (
                ctx.fill("draw-place", &[("place", &place)]),
                Sign::Good.role(),
            )
        }
        None if out => (ctx.word("draw-column-excluded"), Role::Muted),
        None => return,
    };
    canvas.put_cut(layout.result, y, room, &result, role);
}
