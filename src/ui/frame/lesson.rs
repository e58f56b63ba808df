//! The step of the tour: a rule and what to press next, between the body and row 22.

use super::rule;
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::tour::Lesson;
use crate::ui::view::Title;

/// Rows that the body keeps; with fewer the step has no room.
const BODY: u16 = 4;
/// Where the sentence begins.
const TEXT_AT: u16 = 1;

fn sentence(width: u16, ctx: &Ctx) -> Vec<String> {
    match &ctx.lesson {
        Lesson::Step { text, .. } => text::wrap(text, width.saturating_sub(TEXT_AT + 1)),
        Lesson::None | Lesson::Offered => Vec::new(),
    }
}

/// The rows that it takes of a body this high.
pub(super) fn rows(width: u16, body: u16, ctx: &Ctx) -> u16 {
    match sentence(width, ctx).len() {
        0 => 0,
        lines => u16::try_from(lines + 1)
            .ok()
            .filter(|rows| rows + BODY <= body)
            .unwrap_or(0),
    }
}

pub(super) fn draw(canvas: &mut Canvas<'_>, ctx: &Ctx) {
    let Lesson::Step { title, ways, .. } = &ctx.lesson else {
        return;
    };
    if canvas.height() == 0 {
        return;
    }
    let title = Title::new(title.clone(), ways.clone());
    rule(canvas, 0, &title, Role::Accent);
    for (y, line) in (1..).zip(sentence(canvas.width(), ctx)) {
        canvas.put(TEXT_AT, y, &line, Role::Text);
    }
}
