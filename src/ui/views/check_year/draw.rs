//! How the year of checks looks: villages down, months across, and below what the signs stand for
//! and the village of the focus in a sentence.

use super::CheckYear;
use crate::domain::check_year::{Mark, VillageYear};
use crate::domain::inspection::InspectionState;
use crate::service::{check_cell, check_legend, month_word};
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::{grid, lines};

/// Rows around the villages: the heads, the sum, two of what the signs stand for, two of the
/// sentence.
pub(super) const AROUND: u16 = 2 + LEGEND + SENTENCE;
const LEGEND: u16 = 2;
const SENTENCE: u16 = 2;
/// Cells of a village's name where there is no room for more, and the most it takes.
const NAME: u16 = 8;
const NAME_MOST: u16 = 20;
/// From one month to the next with planned and drawn told apart, and without.
const STEP: u16 = 5;
const NARROW_STEP: u16 = 3;
/// Cells of the days since the last check, and of its day where there is room.
const DAYS: u16 = 5;
const DATE: u16 = 10;
const GAP: u16 = 1;

/// Where things stand at a width.
struct Layout {
    name: u16,
    months_at: u16,
    step: u16,
    /// Where the day of the last check ends.
    date: Option<u16>,
    days: u16,
}

impl Layout {
    fn of(width: u16, name: u16) -> Self {
        let days = width.saturating_sub(1);
        let least = |step: u16| grid::TEXT_AT + NAME + GAP + 12 * step + DAYS;
        let step = if least(STEP) <= days {
            STEP
        } else {
            NARROW_STEP
        };
        let spare = days.saturating_sub(least(step));
        let dated = spare > DATE;
        let spare = if dated { spare - DATE - 1 } else { spare };
        let name = name.clamp(NAME, NAME_MOST).min(NAME + spare);
        Self {
            name,
            months_at: grid::TEXT_AT + name + GAP,
            step,
            date: dated.then(|| days - DAYS - 1),
            days,
        }
    }

    fn month_at(&self, month: usize) -> u16 {
        self.months_at + u16::try_from(month).unwrap_or(0) * self.step
    }

    fn roomy(&self) -> bool {
        self.step == STEP
    }
}

/// The colour of a sign.
fn role(mark: Mark) -> Role {
    let sign = match mark.state {
        InspectionState::Late => Sign::Refused,
        InspectionState::Planned => Sign::Later,
        InspectionState::Open if mark.overdue => Sign::Urgent,
        InspectionState::Open => Sign::Watch,
        InspectionState::Settled | InspectionState::Fine => Sign::Good,
    };
    sign.role()
}

impl CheckYear {
    pub(super) fn draw_year(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        let height = canvas.height();
        let rows = height.saturating_sub(AROUND);
        let range = self.window.range(rows, self.lines.len());
        let names: Vec<String> = self.lines[range.clone()]
            .iter()
            .map(|line| office.label(crate::domain::book::Kind::Village, line.village))
            .collect();
        let widest = names.iter().map(|name| text::width(name)).max();
        let layout = Layout::of(canvas.width(), widest.unwrap_or(0));
        draw_heads(canvas, &layout, ctx);
        for (y, (at, name)) in (1..).zip(range.zip(&names)) {
            let line = &self.lines[at];
            draw_village(canvas, y, (name, line), &layout, ctx);
            if at == self.window.cursor() {
                let from = grid::TEXT_AT;
                canvas.focus(0, y, from, canvas.width().saturating_sub(from));
            }
        }
        let bottom = height.saturating_sub(LEGEND + SENTENCE);
        let sum = (1 + u16::try_from(names.len()).unwrap_or(rows)).min(bottom);
        self.draw_sum(canvas, sum, &layout, ctx);
        draw_legend(canvas, bottom, &layout, ctx);
        if let Some(line) = self.line() {
            let said = office.check_year_said(&ctx.words, line);
            let at = height.saturating_sub(SENTENCE);
            lines::wrapped(
                &mut canvas.rows(at, SENTENCE),
                0,
                &ctx.word("check-year-row"),
                &said,
            );
        }
    }

    /// How many were held in each month, and in how many of the villages in the year.
    fn draw_sum(&self, canvas: &mut Canvas<'_>, y: u16, layout: &Layout, ctx: &Ctx) {
        let held = ctx.word("check-year-held");
        canvas.put_cut(grid::TEXT_AT, y, layout.name, &held, Role::Text);
        for month in 0..12 {
            let marks = self.lines.iter().flat_map(|line| &line.months[month]);
            let count = marks.filter(|mark| mark.held()).count();
            if count > 0 {
                canvas.put(layout.month_at(month), y, &count.to_string(), Role::Text);
            }
        }
        let been = self.lines.iter().filter(|line| line.held() > 0).count();
        let of = format!("{been}/{}", self.lines.len());
        canvas.put_right(layout.days, y, &of, Role::Text);
    }
}

fn draw_heads(canvas: &mut Canvas<'_>, layout: &Layout, ctx: &Ctx) {
    let head = ctx.word("column-village");
    canvas.put_cut(grid::TEXT_AT, 0, layout.name, &head, Role::Muted);
    for month in 0..12 {
        let word = if layout.roomy() {
            month_word(&ctx.words, month + 1)
        } else {
            (month + 1).to_string()
        };
        canvas.put(layout.month_at(month), 0, &word, Role::Muted);
    }
    if let Some(end) = layout.date {
        canvas.put_right(end, 0, &ctx.word("check-year-last"), Role::Muted);
    }
    canvas.put_right(layout.days, 0, &ctx.word("check-year-days"), Role::Muted);
}

fn draw_village(
    canvas: &mut Canvas<'_>,
    y: u16,
    (name, line): (&str, &VillageYear),
    layout: &Layout,
    ctx: &Ctx,
) {
    let today = ctx.today();
    let sign = if line.long_unchecked(today) {
        Sign::Watch
    } else {
        Sign::Good
    };
    canvas.put(2, y, sign.text(), sign.role());
    canvas.put_cut(grid::TEXT_AT, y, layout.name, name, Role::Text);
    for (month, marks) in line.months.iter().enumerate() {
        // The sentence tells the others.
        let Some(mark) = marks.first() else { continue };
        let cell = if layout.roomy() {
            check_cell(&ctx.words, *mark)
        } else {
            mark.sign().to_owned()
        };
        canvas.put(layout.month_at(month), y, &cell, role(*mark));
    }
    let since = match line.since(today) {
        Some(days) => days.to_string(),
        None => ctx.word("check-year-never"),
    };
    canvas.put_right(layout.days, y, &since, sign.role());
    if let (Some(end), Some(last)) = (layout.date, line.last) {
        canvas.put_right(end, y, &last.iso(), Role::Text);
    }
}

/// The signs in their colours; where months are narrow they stand alone.
fn draw_legend(canvas: &mut Canvas<'_>, y: u16, layout: &Layout, ctx: &Ctx) {
    lines::label(canvas, y, &ctx.word("check-year-legend"));
    let all = Mark::all();
    let roles = all.iter().map(|mark| role(*mark)).chain([Role::Text; 2]);
    let shown = if layout.roomy() {
        all.len() + 2
    } else {
        all.len()
    };
    let edge = canvas.width().saturating_sub(1);
    let (mut x, mut row) = (lines::TEXT_AT, 0);
    for (said, role) in check_legend(&ctx.words).iter().zip(roles).take(shown) {
        if x + text::width(said) > edge && row + 1 < LEGEND {
            (x, row) = (lines::TEXT_AT, row + 1);
        }
        let room = edge.saturating_sub(x);
        x = canvas.put_cut(x, y + row, room, said, role) + 2;
    }
}
