//! Rows 1 and 2: place and time, tabs or the work in hand.

use super::GAP;
use super::hints::{draw_hints, hints_width};
use crate::service::OfficeRole;
use crate::ui::canvas::Canvas;
use crate::ui::command::{Hint, Hinted, hints};
use crate::ui::context::Ctx;
use crate::ui::places::TABS;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::view::{Header, View};

/// Row 1: where, when, who.
pub(super) fn place_row(canvas: &mut Canvas<'_>, ctx: &Ctx) {
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
pub(super) fn header_row(canvas: &mut Canvas<'_>, top: &dyn View, ctx: &Ctx) {
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
