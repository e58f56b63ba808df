//! How a form looks: label, field, what can be picked beside it, and what is wrong below it.

use super::Form;
use super::entry::{Editor, Entry};
use crate::schema::{Day, FieldType};
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::lines::{FOCUS_AT, LABEL, TEXT_AT, label};

/// Blanks between a field and what stands beside it.
const GAP: u16 = 2;

/// What stands below a field.
struct Below {
    options: Vec<String>,
    fault: Vec<String>,
    offers: usize,
}

impl Form {
    pub(super) fn draw_entries(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let (width, height) = (canvas.width(), canvas.height());
        let rows = |at: usize| self.rows_of(at, width, ctx);
        let mut top = self.top.get().min(self.focus);
        let mut used: u16 = (top..=self.focus).map(rows).sum();
        while used > height && top < self.focus {
            used -= rows(top);
            top += 1;
        }
        self.top.set(top);
        let mut y = 0;
        for at in top..self.entries.len() {
            if y >= height {
                break;
            }
            self.draw_entry(&mut canvas.rows(y, height - y), at, ctx);
            y += rows(at);
        }
    }

    /// The head of the group or record that begins with this entry, and the rows it takes; the
    /// first one has the form's own title above it.
    fn head(&self, at: usize) -> Option<(u16, &str)> {
        let begins = self.heads.iter().find(|(head, _)| *head == at && at > 0);
        begins.map(|(_, word)| (2, word.as_str()))
    }

    pub(super) fn rows_of(&self, at: usize, width: u16, ctx: &Ctx) -> u16 {
        let Some(entry) = self.entries.get(at) else {
            return 0;
        };
        let below = below(entry, width, at == self.focus, ctx);
        let under = below.options.len() + below.fault.len() + below.offers;
        let own = match &entry.editor {
            Editor::Line(input) if is_note(entry) => input.rows(cells(entry, width)),
            _ => 1,
        };
        self.head(at).map_or(0, |(rows, _)| rows) + own + u16::try_from(under).unwrap_or(0)
    }

    fn draw_entry(&self, canvas: &mut Canvas<'_>, at: usize, ctx: &Ctx) {
        let Some(entry) = self.entries.get(at) else {
            return;
        };
        let (width, focused) = (canvas.width(), at == self.focus);
        let mut y = 0;
        if let Some((rows, word)) = self.head(at) {
            canvas.put(1, rows - 1, &ctx.word(word), Role::Muted);
            y = rows;
        }
        label(canvas, y, &entry.label);
        let here = focused && canvas.focused();
        if here {
            canvas.put(FOCUS_AT, y, ">", Role::Text);
        }
        let cells = cells(entry, width);
        let end = TEXT_AT + cells + 2;
        let mut next = y + 1;
        match &entry.editor {
            _ if entry.hidden.is_some() => draw_hidden(canvas, y, entry, cells, here),
            Editor::Line(input) if is_note(entry) => {
                input.draw_rows(canvas, TEXT_AT, y, cells, here);
                next = y + input.rows(cells);
            }
            Editor::Line(input) if here => {
                input.draw(canvas, TEXT_AT, y, cells, true);
            }
            Editor::Line(input) => {
                put_field(canvas, y, cells, &with_weekday(entry, input.value(), ctx))
            }
            Editor::Choice { .. } => {
                put_field(canvas, y, cells, &picked(entry));
                if here {
                    let caret = text::width(&picked(entry)).min(cells.saturating_sub(1));
                    canvas.caret_at(TEXT_AT + 1 + caret, y);
                }
            }
            Editor::Link { input, .. } => {
                input.draw(canvas, TEXT_AT, y, cells, here);
            }
        }
        if focused {
            canvas.put(end + GAP, y, &beside(entry, width, ctx), Role::Text);
        }
        draw_below(canvas, next, entry, &below(entry, width, focused, ctx));
    }
}

fn is_note(entry: &Entry) -> bool {
    matches!(entry.info().ty, FieldType::Note { .. })
}

/// The cells of a field between its brackets.
fn cells(entry: &Entry, width: u16) -> u16 {
    let wanted = match entry.info().ty {
        FieldType::Text { max } => u16::try_from(max.saturating_mul(2))
            .unwrap_or(u16::MAX)
            .clamp(8, 30),
        FieldType::Note { .. } => 60,
        FieldType::Int { .. } | FieldType::Time | FieldType::Score { .. } => 8,
        FieldType::Flag => 6,
        FieldType::Day | FieldType::Phone | FieldType::Division => 16,
        FieldType::Choice(..) => {
            let widest = entry.choices.iter().map(|word| text::width(word)).max();
            widest.unwrap_or(0).saturating_add(3).clamp(8, 30)
        }
        FieldType::Choices(..) => 40,
        FieldType::Link(_) => 40,
        FieldType::IdNumber => 20,
    };
    wanted.min(width.saturating_sub(TEXT_AT + 3)).max(1)
}

/// `1男 2女`.
fn options(entry: &Entry) -> String {
    let numbered = entry
        .choices
        .iter()
        .enumerate()
        .map(|(i, word)| format!("{}{word}", i + 1));
    numbered.collect::<Vec<_>>().join("  ")
}

/// What helps with the field, if it has room beside it.
fn beside(entry: &Entry, width: u16, ctx: &Ctx) -> String {
    let hint = match entry.info().ty {
        FieldType::Day => ctx.word("form-day"),
        FieldType::Time => ctx.word("form-time"),
        FieldType::Link(_) => ctx.word("form-link"),
        _ if entry.hidden.is_some() => ctx.word("form-hidden"),
        // A label that was cut is told in full where one types.
        _ if text::width(&entry.label) > LABEL && entry.choices.is_empty() => entry.label.clone(),
        _ => options(entry),
    };
    let room = width.saturating_sub(TEXT_AT + cells(entry, width) + 2 + GAP + 1);
    if text::width(&hint) <= room {
        hint
    } else {
        String::new()
    }
}

fn below(entry: &Entry, width: u16, focused: bool, ctx: &Ctx) -> Below {
    let room = width.saturating_sub(TEXT_AT + 1);
    let hint = options(entry);
    let options = if focused && !hint.is_empty() && beside(entry, width, ctx).is_empty() {
        text::wrap(&hint, room)
    } else {
        Vec::new()
    };
    let fault = entry.fault.as_ref().map_or_else(Vec::new, |fault| {
        let mut args = fault.args();
        if let Some(known) = args.iter_mut().find(|(name, _)| *name == "choices") {
            known.1 = entry.choices.join(" ");
        }
        text::wrap(&ctx.fill_with(fault.key(), &args), room.saturating_sub(2))
    });
    let offers = match &entry.editor {
        Editor::Link { offers, .. } if focused => offers.len(),
        _ => 0,
    };
    Below {
        options,
        fault,
        offers,
    }
}

fn draw_below(canvas: &mut Canvas<'_>, mut y: u16, entry: &Entry, below: &Below) {
    for row in &below.options {
        canvas.put(TEXT_AT, y, row, Role::Text);
        y += 1;
    }
    if let Editor::Link { offers, at, .. } = &entry.editor {
        for (i, (_, offer)) in offers.iter().take(below.offers).enumerate() {
            let room = canvas.width().saturating_sub(TEXT_AT + 3);
            let end = canvas.put_cut(TEXT_AT + 2, y, room, offer, Role::Text);
            if i == *at {
                canvas.reverse(TEXT_AT + 1, y, end - TEXT_AT);
            }
            y += 1;
        }
    }
    let passes = entry
        .fault
        .as_ref()
        .is_some_and(crate::schema::Fault::lets_pass);
    let sign = if passes { Sign::Watch } else { Sign::Refused };
    for (i, row) in below.fault.iter().enumerate() {
        if i == 0 {
            canvas.put(TEXT_AT, y, sign.text(), sign.role());
        }
        canvas.put(TEXT_AT + 2, y, row, sign.role());
        y += 1;
    }
}

fn put_field(canvas: &mut Canvas<'_>, y: u16, cells: u16, value: &str) {
    canvas.put(
        TEXT_AT,
        y,
        &format!("[{}]", text::pad(value, cells)),
        Role::Text,
    );
}

fn draw_hidden(canvas: &mut Canvas<'_>, y: u16, entry: &Entry, cells: u16, here: bool) {
    put_field(
        canvas,
        y,
        cells,
        entry.hidden.as_deref().unwrap_or_default(),
    );
    if here {
        canvas.caret_at(TEXT_AT + 1, y);
    }
}

fn picked(entry: &Entry) -> String {
    let Editor::Choice { picked, .. } = &entry.editor else {
        return String::new();
    };
    let words = picked
        .iter()
        .filter_map(|at| Some((at + 1, entry.choices.get(*at)?)));
    words
        .map(|(n, word)| format!("{n} {word}"))
        .collect::<Vec<_>>()
        .join("  ")
}

/// A day with its weekday, so that a slip is seen.
fn with_weekday(entry: &Entry, shown: &str, ctx: &Ctx) -> String {
    let day = matches!(entry.info().ty, FieldType::Day)
        .then(|| Day::parse(shown, None))
        .flatten();
    match day {
        Some(day) => format!(
            "{shown} {}",
            ctx.word(&format!("weekday-{}", day.weekday()))
        ),
        None => shown.to_owned(),
    }
}
