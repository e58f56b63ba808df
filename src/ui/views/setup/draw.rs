//! How the set-up looks: the parts so far, one below the other; those to come by name only.

use super::{Part, Setup};
use crate::domain::divisions::{self, Division};
use crate::service::OfficeRole;
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::{Input, lines};

/// Cells of a field between its brackets.
const FIELD: u16 = 19;
/// Rows that all the parts need; with fewer, those before the present one are left out.
const ROWS: u16 = 17;

impl Setup {
    pub(super) fn draw_parts(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let tight = canvas.height() < ROWS;
        let mut y = u16::from(!tight);
        let parts = [
            Part::Place,
            Part::Name,
            Part::Passphrase,
            Part::Again,
            Part::Check,
        ];
        for part in parts.into_iter().filter(|p| !tight || *p >= self.part) {
            y = self.draw_part(canvas, y, part, ctx);
            let pair = part == Part::Passphrase;
            y += u16::from(!tight && !pair);
        }
    }

    fn draw_part(&self, canvas: &mut Canvas<'_>, y: u16, part: Part, ctx: &Ctx) -> u16 {
        let label = ctx.word(match part {
            Part::Place => "setup-place",
            Part::Name => "setup-name",
            Part::Passphrase => "setup-passphrase",
            Part::Again => "setup-again",
            Part::Check => "setup-code",
        });
        if part > self.part {
            canvas.put_cut(lines::LABEL_AT, y, 6, &label, Role::Muted);
            return y + 1;
        }
        match part {
            Part::Place => self.draw_place(canvas, y, &label, ctx),
            Part::Name => {
                let role = match self.role() {
                    OfficeRole::Supervisor => "setup-as-supervisor",
                    OfficeRole::Trainer => "setup-as-trainer",
                };
                let beside = (None, ctx.word(role));
                self.draw_field(canvas, y, part, &label, &self.name, beside, ctx)
            }
            Part::Passphrase => {
                let beside = match (
                    self.made.is_some() || self.strong(),
                    self.passphrase.is_empty(),
                ) {
                    (true, _) => (Some(Sign::Good), ctx.word("setup-strong")),
                    (false, true) => (None, ctx.word("setup-latin")),
                    (false, false) => (Some(Sign::Refused), ctx.word("setup-too-short")),
                };
                self.draw_field(canvas, y, part, &label, &self.passphrase, beside, ctx)
            }
            Part::Again => {
                let beside = match (self.same(), self.again.is_empty() && self.made.is_none()) {
                    (_, true) => (None, ctx.word("setup-advice")),
                    (true, _) => (Some(Sign::Good), ctx.word("setup-same")),
                    (false, _) => (Some(Sign::Refused), ctx.word("setup-differs")),
                };
                self.draw_field(canvas, y, part, &label, &self.again, beside, ctx)
            }
            Part::Check => self.draw_code(canvas, y, &label, ctx),
        }
    }

    fn draw_place(&self, canvas: &mut Canvas<'_>, y: u16, label: &str, ctx: &Ctx) -> u16 {
        let hint = if self.part == Part::Place {
            ctx.word("setup-how")
        } else {
            String::new()
        };
        let mut y = self.draw_field(
            canvas,
            y,
            Part::Place,
            label,
            &self.place,
            (None, hint),
            ctx,
        );
        for (i, division) in self.matches.iter().enumerate() {
            let picked = i == self.picked.cursor();
            if self.part != Part::Place && !picked {
                continue;
            }
            if picked {
                canvas.put(lines::FOCUS_AT, y, Sign::Marked.text(), Role::Selected);
            }
            let line = division_line(division, ctx);
            canvas.put_cut(
                lines::TEXT_AT,
                y,
                canvas.width().saturating_sub(lines::TEXT_AT),
                &line,
                Role::Text,
            );
            y += 1;
        }
        y
    }

    fn draw_code(&self, canvas: &mut Canvas<'_>, y: u16, label: &str, ctx: &Ctx) -> u16 {
        let Some((_, code)) = &self.made else {
            return y;
        };
        lines::label(canvas, y, label);
        let end = canvas.put(lines::TEXT_AT, y, code, Role::Accent);
        canvas.bold(lines::TEXT_AT, y, end - lines::TEXT_AT);
        let y = lines::wrapped(canvas, y + 1, "", &ctx.word("setup-code-only"));
        let beside = match (self.checked(), self.check.is_empty()) {
            (true, _) => (Some(Sign::Good), ctx.word("setup-right")),
            _ => (None, ctx.word("setup-type-back")),
        };
        let y = y + u16::from(canvas.height() >= ROWS);
        self.draw_field(
            canvas,
            y,
            Part::Check,
            &ctx.word("setup-check"),
            &self.check,
            beside,
            ctx,
        )
    }

    /// A label, its field, what stands beside it, and what is wrong with it below.
    #[allow(clippy::too_many_arguments)]
    fn draw_field(
        &self,
        canvas: &mut Canvas<'_>,
        y: u16,
        part: Part,
        label: &str,
        input: &Input,
        beside: (Option<Sign>, String),
        ctx: &Ctx,
    ) -> u16 {
        let here = part == self.part && canvas.focused();
        lines::label(canvas, y, label);
        if here {
            canvas.put(lines::FOCUS_AT, y, ">", Role::Text);
        }
        let done = self.made.is_some() && matches!(part, Part::Passphrase | Part::Again);
        let end = if done {
            // The passphrase itself is gone from memory by now.
            canvas.put(
                lines::TEXT_AT,
                y,
                &format!("[{}]", text::pad("****************", FIELD)),
                Role::Text,
            )
        } else {
            input.draw(canvas, lines::TEXT_AT, y, FIELD, here)
        };
        let (sign, word) = beside;
        let mut x = end + 2;
        let role = sign.map_or(Role::Text, Sign::role);
        if let Some(sign) = sign {
            x = canvas.put(x, y, sign.text(), role) + 1;
        }
        canvas.put(x, y, &word, role);
        match self.complaint.filter(|_| here) {
            Some(key) => lines::complaint(canvas, y + 1, Sign::Refused, &ctx.word(key)),
            None => y + 1,
        }
    }
}

/// `莒口镇   南平市建阳区   350703104000   17 个村居`.
fn division_line(division: &Division, ctx: &Ctx) -> String {
    let above: String = division.above.iter().rev().copied().collect();
    let villages = divisions::villages_of(division).count().to_string();
    format!(
        "{} {} {}   {}",
        text::pad(&division.name, 14),
        text::pad(&above, 18),
        division.code,
        ctx.fill("setup-villages", &[("count", &villages)])
    )
}
