//! The rows that are the same on every screen: place and time, tabs, titles, results, hints.
//!
//! Knows nothing of what stands in the body.

mod head;
mod hints;
mod lesson;

use super::canvas::Canvas;
use super::command::{self, Hint};
use super::context::Ctx;
use super::sign::Sign;
use super::text;
use super::theme::Role;
use super::view::{Title, Toast, View};
use super::widgets::bar;
use head::{header_row, place_row};
use hints::hint_row;
use ratatui::layout::Size;

/// Below this, one line says that there is no room.
const SMALLEST: (u16, u16) = (40, 8);
/// From this height on there are two rows of hints.
const TWO_HINT_ROWS: u16 = 20;
/// Rows above the body: place, tabs, title.
const ABOVE: u16 = 3;
/// The blank between two hints.
const GAP: u16 = 2;

/// Whether a screen of this size can show anything.
pub fn fits(width: u16, height: u16) -> bool {
    width >= SMALLEST.0 && height >= SMALLEST.1
}

fn hint_rows(height: u16) -> u16 {
    if height < TWO_HINT_ROWS { 1 } else { 2 }
}

/// Draws the whole screen: `top` has the keys; `below` is the screen under it where `top` is a
/// panel.
pub fn draw(
    canvas: &mut Canvas<'_>,
    top: &dyn View,
    below: Option<&dyn View>,
    toast: Option<&Toast>,
    ctx: &Ctx,
) {
    let (width, height) = (canvas.width(), canvas.height());
    if !fits(width, height) {
        canvas.put(0, 0, &ctx.word("frame-too-small"), Role::Text);
        return;
    }
    let screen = below.unwrap_or(top);
    place_row(canvas, ctx);
    header_row(canvas, top, ctx);
    let hints_at = height - hint_rows(height);
    let lesson = lesson::rows(width, hints_at - 1 - ABOVE, ctx);
    let body = hints_at - 1 - ABOVE - lesson;
    let panel = below
        .and_then(|_| top.panel(width, ctx))
        .map(|wanted| wanted.min(body));
    let room = Size::new(width, body - panel.unwrap_or(0));
    rule(canvas, 2, &screen.title(room, ctx), Role::Accent);
    match panel {
        Some(rows) => {
            below_panel(canvas.rows(ABOVE, body - rows), screen, ctx);
            let mut panel = canvas.rows(ABOVE + body - rows, rows);
            rule(
                &mut panel,
                0,
                &top.title(Size::new(width, rows - 1), ctx),
                Role::Accent,
            );
            let mut inside = panel.rows(1, rows.saturating_sub(1));
            top.draw(&mut inside, ctx);
        }
        None => top.draw(&mut canvas.rows(ABOVE, body), ctx),
    }
    lesson::draw(&mut canvas.rows(ABOVE + body, lesson), ctx);
    result_row(canvas, hints_at - 1, top, toast, ctx);
    if hint_rows(height) == 2 {
        hint_row(
            canvas,
            hints_at,
            &command::hints(
                top,
                ctx,
                |h| if let Hint::Own(n) = h { Some(n) } else { None },
            ),
        );
    }
    hint_row(
        canvas,
        height - 1,
        &command::hints(top, ctx, |h| {
            if let Hint::General(n) = h {
                Some(n)
            } else {
                None
            }
        }),
    );
}

fn below_panel(canvas: Canvas<'_>, screen: &dyn View, ctx: &Ctx) {
    screen.draw(&mut canvas.unfocused(), ctx);
}

/// Row 22: the result of the last act, else the one sentence worth knowing; the job at its end.
fn result_row(canvas: &mut Canvas<'_>, y: u16, top: &dyn View, toast: Option<&Toast>, ctx: &Ctx) {
    let width = canvas.width();
    canvas.across(0, y, width);
    let job = ctx.jobs.first().map(|job| {
        let name = ctx.word(job.name);
        match (job.state, job.phase) {
            (Some((done, all)), Some(phase)) => {
                let told = phase.told(done, all, &ctx.words);
                format!(" {told} {} ", bar::percent(done, all))
            }
            (Some((done, all)), None) => format!(" {name} {} ", bar::percent(done, all)),
            (None, _) => format!(" {name} .. "),
        }
    });
    let job_at = match &job {
        Some(job) => canvas.put_right(width.saturating_sub(1), y, job, Role::Text),
        None => width - 1,
    };
    let room = job_at.saturating_sub(2);
    match toast {
        Some(toast) => toast_on(&mut canvas.part(0, y, job_at, 1), toast, ctx),
        None => {
            let notice = top.notice(ctx);
            if !notice.is_empty() {
                canvas.put(
                    1,
                    y,
                    &format!(" {} ", text::cut(&notice, room.saturating_sub(2))),
                    Role::Text,
                );
            }
        }
    }
}

fn toast_on(canvas: &mut Canvas<'_>, toast: &Toast, ctx: &Ctx) {
    let undo = if toast.undo {
        format!("    {}", ctx.word("frame-undo"))
    } else {
        String::new()
    };
    let mut x = canvas.put(1, 0, " ", Role::Text);
    x = canvas.put(x, 0, toast.sign.text(), toast.sign.role());
    x = canvas.put(x, 0, " ", Role::Text);
    let room = canvas.width().saturating_sub(x + 1 + text::width(&undo));
    x = canvas.put_cut(x, 0, room, &toast.text, Role::Text);
    canvas.put(x, 0, &format!("{undo} "), Role::Text);
}

/// A rule with a title at its left and a count at its right; perhaps a second title behind a line
/// that begins in it.
pub fn rule(canvas: &mut Canvas<'_>, y: u16, title: &Title, role: Role) {
    let width = canvas.width();
    canvas.across(0, y, width);
    let split = title.split.as_ref().filter(|(at, _)| *at < width);
    let end = split.map_or(width, |(at, _)| *at);
    let mut free = end.saturating_sub(2);
    if !title.right.is_empty() {
        let sign = title
            .alarm
            .map(|s| format!("{} ", s.text()))
            .unwrap_or_default();
        let right = format!(" {sign}{} ", title.right);
        free = canvas.part(0, y, end.saturating_sub(1), 1).put_right(
            end.saturating_sub(1),
            0,
            &right,
            title.alarm.map_or(Role::Text, Sign::role),
        );
    }
    if !title.left.is_empty() {
        let sign = title
            .sign
            .map(|s| format!("{} ", s.text()))
            .unwrap_or_default();
        let left = format!("{sign}{}", title.left);
        let left = text::cut(&left, free.saturating_sub(4)).into_owned();
        canvas.put(
            1,
            y,
            &format!(" {left} "),
            title.sign.map_or(role, Sign::role),
        );
    }
    if let Some((at, second)) = split {
        let begins = canvas.glyphs().begins();
        canvas.put(*at, y, begins, Role::Text);
        let room = (width - at).saturating_sub(4);
        canvas.put(at + 2, y, &format!(" {} ", text::cut(second, room)), role);
    }
}
