//! The rows that are the same on every screen: place and time, tabs, titles, results, hints.
//!
//! Knows nothing of what stands in the body.

use super::canvas::Canvas;
use super::command::{Hint, Hinted, hints};
use super::context::Ctx;
use super::places::TABS;
use super::sign::Sign;
use super::text;
use super::theme::Role;
use super::view::{Header, Title, Toast, View};
use super::widgets::bar;
use crate::service::OfficeRole;
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
    let body = hints_at - 1 - ABOVE;
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
    result_row(canvas, hints_at - 1, top, toast, ctx);
    if hint_rows(height) == 2 {
        hint_row(
            canvas,
            hints_at,
            &hints(
                top,
                ctx,
                |h| if let Hint::Own(n) = h { Some(n) } else { None },
            ),
        );
    }
    hint_row(
        canvas,
        height - 1,
        &hints(top, ctx, |h| {
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

/// Row 1: where, when, who.
fn place_row(canvas: &mut Canvas<'_>, ctx: &Ctx) {
    let where_ = match &ctx.place {
        Some(place) => place.name.clone(),
        None => ctx.word("frame-first-time"),
    };
    let mut end = canvas.put(1, 0, &ctx.word("frame-name"), Role::Text) + 2;
    end = canvas.put(end, 0, &where_, Role::Text);
    if ctx.demo {
        end = canvas.put(end + 2, 0, &ctx.word("frame-demo"), Role::Text);
    }
    let room = canvas.width().saturating_sub(1 + end + GAP);
    let found = moments(ctx).into_iter().find(|m| text::width(m) <= room);
    if let Some(moment) = found {
        canvas.put_right(canvas.width() - 1, 0, &moment, Role::Text);
    }
}

/// Date, time and user, the longest form first.
fn moments(ctx: &Ctx) -> Vec<String> {
    let (day, time) = (ctx.today(), ctx.time());
    let weekday = ctx.word(&format!("weekday-{}", day.weekday()));
    let iso = day.iso();
    let short = format!("{:02}-{:02}", day.month(), day.day());
    let Some(office) = &ctx.office else {
        return vec![
            format!("{iso} {weekday} {time}"),
            format!("{short} {time}"),
            time.to_string(),
        ];
    };
    let name = &office.user().name;
    let role = match office.user().role {
        OfficeRole::Supervisor => ctx.word("frame-supervisor"),
        OfficeRole::Trainer => ctx.word("frame-trainer"),
    };
    vec![
        format!("{iso} {weekday} {time}  {name} {role}"),
        format!("{short} {weekday} {time}  {name}"),
        format!("{short} {time}"),
        time.to_string(),
    ]
}

/// Row 2: the tabs or the work, and the keys that are always there.
fn header_row(canvas: &mut Canvas<'_>, top: &dyn View, ctx: &Ctx) {
    let full = hints(
        top,
        ctx,
        |h| if let Hint::Head(n) = h { Some(n) } else { None },
    );
    let bare: Vec<Hinted> = full
        .iter()
        .map(|h| Hinted {
            word: String::new(),
            ..h.clone()
        })
        .collect();
    let room = canvas.width() - 1;
    let header = top.header(ctx);
    let mut forms = [(true, &full), (true, &bare), (false, &full), (false, &bare)].into_iter();
    let fitting = forms.find(|(long, heads)| {
        let left = match &header {
            Header::Tabs(current) => tabs(*current, *long, ctx)
                .iter()
                .map(|t| text::width(&t.0))
                .sum(),
            Header::Work(work) => 1 + text::width(work),
        };
        left + 1 + hints_width(heads) <= room
    });
    let (long, heads) = fitting.unwrap_or((false, &bare));
    let at = room.saturating_sub(hints_width(heads));
    match &header {
        Header::Tabs(current) => {
            draw_tabs(&mut canvas.part(0, 0, at, 2), &tabs(*current, long, ctx))
        }
        Header::Work(work) => {
            canvas.put_cut(1, 1, at.saturating_sub(2), work, Role::Text);
        }
    }
    draw_hints(canvas, at, 1, heads);
}

fn draw_tabs(canvas: &mut Canvas<'_>, tabs: &[(String, bool)]) {
    let mut x = 0;
    for (tab, current) in tabs {
        let end = canvas.put(x, 1, tab, Role::Text);
        if *current {
            canvas.reverse(x, 1, end - x);
        }
        x = end;
    }
}

/// The tabs, each with the blank or bracket before it; the last piece closes the row.
fn tabs(current: u8, long: bool, ctx: &Ctx) -> Vec<(String, bool)> {
    let role = ctx.role().unwrap_or(OfficeRole::Supervisor);
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut closed = false;
    for tab in &TABS {
        let here = tab.digit == current;
        let word = ctx.word(&format!("tab-{}", tab.digit));
        let label = if long || here {
            format!("{}{word}", tab.digit)
        } else {
            tab.digit.to_string()
        };
        let label = if tab.shown(role) || here {
            label
        } else {
            text::blank(text::width(&label))
        };
        if here {
            if !long {
                pieces.push((" ".into(), false));
            }
            pieces.push((format!("[{label}]"), true));
        } else {
            let before = if closed && long { "" } else { " " };
            pieces.push((format!("{before}{label}"), false));
        }
        closed = here;
    }
    pieces
}

fn hints_width(hints: &[Hinted]) -> u16 {
    let words: u16 = hints.iter().map(Hinted::width).sum();
    let gaps = hints.len().saturating_sub(1) as u16 * GAP;
    words + gaps
}

fn draw_hints(canvas: &mut Canvas<'_>, x: u16, y: u16, hints: &[Hinted]) {
    let mut x = x;
    for hint in hints {
        x = canvas.put(x, y, &hint.key, Role::Accent);
        x = canvas.put(x, y, &hint.word, Role::Text) + GAP;
    }
}

/// Rows 23 and 24. A hint that has no room is left out whole.
fn hint_row(canvas: &mut Canvas<'_>, y: u16, hints: &[Hinted]) {
    let mut x = 1;
    for hint in hints {
        if x + hint.width() < canvas.width() {
            draw_hints(canvas, x, y, std::slice::from_ref(hint));
            x += hint.width() + GAP;
        }
    }
}

/// Row 22: the result of the last act, else the one sentence worth knowing; the job at its end.
fn result_row(canvas: &mut Canvas<'_>, y: u16, top: &dyn View, toast: Option<&Toast>, ctx: &Ctx) {
    let width = canvas.width();
    canvas.across(0, y, width);
    let job = ctx.jobs.first().map(|job| {
        let name = ctx.word(job.name);
        match job.state {
            Some((done, all)) => format!(" {name} {} ", bar::percent(done, all)),
            None => format!(" {name} .. "),
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
        let role = title.alarm.map_or(Role::Text, Sign::role);
        free = canvas.part(0, y, end.saturating_sub(1), 1).put_right(
            end.saturating_sub(1),
            0,
            &right,
            role,
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
