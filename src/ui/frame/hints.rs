//! Keys and what they do, in a row.

use super::GAP;
use crate::ui::canvas::Canvas;
use crate::ui::command::Hinted;
use crate::ui::theme::Role;

pub(super) fn hints_width(hints: &[Hinted]) -> u16 {
    let words: u16 = hints.iter().map(Hinted::width).sum();
    let gaps = hints.len().saturating_sub(1) as u16 * GAP;
    words + gaps
}

pub(super) fn draw_hints(canvas: &mut Canvas<'_>, x: u16, y: u16, hints: &[Hinted]) {
    let mut x = x;
    for hint in hints {
        x = canvas.put(x, y, &hint.key, Role::Accent);
        x = canvas.put(x, y, &hint.word, Role::Text) + GAP;
    }
}

/// Rows 23 and 24. A hint that has no room is left out whole.
pub(super) fn hint_row(canvas: &mut Canvas<'_>, y: u16, hints: &[Hinted]) {
    let mut x = 1;
    for hint in hints {
        if x + hint.width() < canvas.width() {
            draw_hints(canvas, x, y, std::slice::from_ref(hint));
            x += hint.width() + GAP;
        }
    }
}
