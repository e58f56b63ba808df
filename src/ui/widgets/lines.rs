//! Records and forms: a label of at most six cells at column 1, text from column 9; the focus in
//! column 7.

use crate::ui::canvas::Canvas;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;

/// Where the label begins.
pub const LABEL_AT: u16 = 1;
/// Where the focus stands.
pub const FOCUS_AT: u16 = 7;
/// Where the text begins.
pub const TEXT_AT: u16 = 9;
/// Cells of a label.
pub const LABEL: u16 = 6;

/// Draws a label.
pub fn label(canvas: &mut Canvas<'_>, y: u16, label: &str) {
    canvas.put_cut(LABEL_AT, y, LABEL, label, Role::Accent);
}

/// Draws a label and its text on one row; the column after the text.
pub fn line(canvas: &mut Canvas<'_>, y: u16, name: &str, text: &str) -> u16 {
    label(canvas, y, name);
    let room = canvas.width().saturating_sub(TEXT_AT + 1);
    canvas.put_cut(TEXT_AT, y, room, text, Role::Text)
}

/// Draws a label and its text, wrapped; the row after it.
pub fn wrapped(canvas: &mut Canvas<'_>, y: u16, name: &str, body: &str) -> u16 {
    label(canvas, y, name);
    let mut y = y;
    for row in text::wrap(body, room(canvas.width())) {
        canvas.put(TEXT_AT, y, &row, Role::Text);
        y += 1;
    }
    y
}

/// The rows that a wrapped text takes on a canvas of this width.
pub fn rows(width: u16, body: &str) -> u16 {
    u16::try_from(broken(width, body).len()).unwrap_or(u16::MAX)
}

/// A text as it is wrapped on a canvas of this width.
pub fn broken(width: u16, body: &str) -> Vec<String> {
    text::wrap(body, room(width))
}

fn room(width: u16) -> u16 {
    width.saturating_sub(TEXT_AT + 1)
}

/// Draws what is wrong with a field below it, wrapped; the row after it.
pub fn complaint(canvas: &mut Canvas<'_>, y: u16, sign: Sign, text: &str) -> u16 {
    let x = TEXT_AT + 2;
    canvas.put(TEXT_AT, y, sign.text(), sign.role());
    let mut y = y;
    for row in text::wrap(text, canvas.width().saturating_sub(x + 1)) {
        canvas.put(x, y, &row, sign.role());
        y += 1;
    }
    y
}

/// Marks the row of the focus.
pub fn focus(canvas: &mut Canvas<'_>, y: u16) {
    canvas.focus(FOCUS_AT, y, TEXT_AT, canvas.width().saturating_sub(TEXT_AT));
}
