//! How the steps look: those so far, one below the other, with the code above its check.

use super::{Access, Field, What};
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::theme::Role;
use crate::ui::widgets::lines;

/// Cells of a field between its brackets.
const FIELD: u16 = 24;

impl Access {
    pub(super) fn draw_steps(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let loose = u16::from(canvas.height() >= 14);
        let about = ctx.word(self.what.about());
        let mut y = lines::wrapped(canvas, loose, &ctx.word("access-note"), &about) + loose;
        for (at, (field, input)) in self.inputs.iter().enumerate().take(self.at + 1) {
            if *field == Field::Check {
                let Some(new) = &self.code else { continue };
                let code = new.code.to_string();
                lines::label(canvas, y, &ctx.word("setup-code"));
                let end = canvas.put(lines::TEXT_AT, y, &code, Role::Accent);
                canvas.bold(lines::TEXT_AT, y, end - lines::TEXT_AT);
                y = lines::wrapped(canvas, y + 1, "", &ctx.word("setup-code-only")) + loose;
            }
            let here = at == self.at && canvas.focused() && !self.working;
            lines::label(canvas, y, &ctx.word(field.label()));
            if here {
                canvas.put(lines::FOCUS_AT, y, ">", Role::Text);
            }
            let end = input.draw(canvas, lines::TEXT_AT, y, FIELD, here);
            let beside = match self.beside(*field) {
                "" => String::new(),
                key => ctx.word(key),
            };
            let room = canvas.width().saturating_sub(end + 3);
            canvas.put_cut(end + 2, y, room, &beside, Role::Muted);
            y += 1;
            if let Some(key) = self.complaint.filter(|_| here) {
                y = lines::complaint(canvas, y, Sign::Refused, &ctx.word(key));
            }
        }
    }

    fn beside(&self, field: Field) -> &'static str {
        match field {
            Field::Role => "access-roles",
            Field::New => "setup-latin",
            Field::Again if self.what == What::Add => "access-by-them",
            Field::Theirs => "access-type-name",
            Field::Check if self.checked() => "setup-right",
            Field::Check => "setup-type-back",
            _ => "",
        }
    }
}
