//! How the page of everything that would leave stands on the screen.

use super::confirm::Part;
use super::own;
use super::preview::Preview;
use super::trust::sign;
use crate::service::Sandbox;
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::theme::Role;
use crate::ui::widgets::{Cell, Column, Input, Line, grid, lines};

/// Rows above the fields: what for, on what ground, how many, the heads.
const ABOVE: u16 = 4;
/// Rows below them: the full reason, what stays, plug-in, sandbox, files, folder, two codes; one more
/// where a second person confirms.
const BELOW: u16 = 8;
/// Fewer rows of fields than this, and the page comes in two halves.
const FEWEST_FIELDS: u16 = 3;
/// Cells of a code between its brackets.
const CODE_CELLS: u16 = 20;
/// The most that the folder's line shows at once.
const FOLDER_CELLS: u16 = 66;
/// Blanks between two columns, as in every list.
const GAP: u16 = 2;

impl Preview {
    pub(super) fn draw_page(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let (height, below) = (canvas.height(), self.below());
        if height >= ABOVE + below + FEWEST_FIELDS {
            self.draw_above(canvas, ctx);
            self.draw_fields(&mut canvas.rows(ABOVE - 1, height - ABOVE - below + 1), ctx);
            self.draw_below(&mut canvas.rows(height - below, below), ctx);
        } else if self.part == Part::Fields {
            // In a low window, first what leaves, then where to; in the lowest, only the fields.
            let above = if height > ABOVE + FEWEST_FIELDS {
                ABOVE - 1
            } else {
                0
            };
            if above > 0 {
                self.draw_above(canvas, ctx);
            }
            let rows = height.saturating_sub(above + 1);
            self.draw_fields(&mut canvas.rows(above, rows), ctx);
            self.draw_reason(&mut canvas.rows(height.saturating_sub(1), 1), ctx);
        } else {
            // What is typed stays in sight in the lowest one, too.
            self.draw_tail(canvas, (below - 1).saturating_sub(height), ctx);
        }
    }

    fn below(&self) -> u16 {
        BELOW + u16::from(self.confirm.by_two)
    }

    fn draw_above(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let leaving = &self.leaving;
        lines::line(
            canvas,
            0,
            &ctx.word("export-for"),
            own(&leaving.purpose, ctx),
        );
        lines::line(
            canvas,
            1,
            &ctx.word("export-ground"),
            own(&leaving.basis, ctx),
        );
        let many = leaving.count(&ctx.words);
        lines::line(canvas, 2, &ctx.word("export-many"), &many);
    }

    fn draw_fields(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let fields = &self.leaving.leaving;
        let count = fields.len().to_string();
        let sample = || Column::words("", 11, 18);
        let columns = [
            Column::words(ctx.fill("export-leaving", &[("count", &count)]), 10, 14),
            Column::words(ctx.word("export-why"), 12, 36),
            sample(),
            sample(),
            sample(),
        ];
        let range = self
            .window
            .range(canvas.height().saturating_sub(1), fields.len());
        let first = range.start;
        let rows: Vec<Line> = fields[range]
            .iter()
            .map(|field| {
                let name = self.leaving.label(&ctx.words, field);
                let mut cells = vec![Cell::text(name), Cell::text(own(&field.why, ctx))];
                cells.extend(field.samples.iter().map(Cell::text));
                Line::new(None, cells)
            })
            .collect();
        let widths = grid::widths(&columns, &rows, canvas.width());
        grid::draw_heads(canvas, 0, &columns[..2], &widths);
        if widths.len() > 2 {
            let x = grid::TEXT_AT + widths[0] + widths[1] + 2 * GAP;
            let room = canvas.width().saturating_sub(x + 1);
            canvas.put_cut(x, 0, room, &ctx.word("export-samples"), Role::Muted);
        }
        for (i, (y, row)) in (1..).zip(&rows).enumerate() {
            let at = first + i;
            let focus = self.part == Part::Fields && at == self.window.cursor();
            grid::draw_line(canvas, y, row, &columns, &widths, focus);
            if let Some(shown) = self.shown.get(at) {
                shown.set(true);
            }
        }
    }

    /// The whole of the reason that may have been cut above.
    fn draw_reason(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        if let Some(field) = self.leaving.leaving.get(self.window.cursor()) {
            let name = self.leaving.label(&ctx.words, field);
            let args = [("field", name.as_str()), ("why", own(&field.why, ctx))];
            let room = canvas.width().saturating_sub(grid::TEXT_AT + 1);
            canvas.put_cut(
                grid::TEXT_AT,
                0,
                room,
                &ctx.fill("export-full-why", &args),
                Role::Accent,
            );
        }
    }

    fn draw_below(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_reason(canvas, ctx);
        self.draw_tail(&mut canvas.rows(1, self.below() - 1), 0, ctx);
    }

    /// What stays, how it is made, where it goes, the codes; without the first `skip` rows.
    fn draw_tail(&self, canvas: &mut Canvas<'_>, skip: u16, ctx: &Ctx) {
        let leaving = &self.leaving;
        let row = |n: u16| n.checked_sub(skip);
        let fields = leaving
            .withheld
            .iter()
            .map(|f| leaving.name(&ctx.words, f.table, f.name));
        let fields: Vec<String> = fields.collect();
        let count = fields.len().to_string();
        let withheld = ctx.fill(
            "export-withheld-brief",
            &[("count", &count), ("fields", &fields.join(" "))],
        );
        let print = fingerprint(&leaving.fingerprint);
        let plugin = ctx.fill(
            "export-plugin-line",
            &[
                ("plugin", &leaving.plugin),
                ("state", &leaving.standing.told(&ctx.words)),
                ("print", &print),
            ],
        );
        let fence = match ctx.setup.sandbox {
            Sandbox::Full => Sign::Good,
            Sandbox::Filters => Sign::Watch,
            Sandbox::None => Sign::Refused,
        };
        let sandbox = ctx.word(&format!("export-sandbox-{}", ctx.setup.sandbox.code()));
        let zip = [
            ("zip", leaving.zip.as_str()),
            ("files", &endings(&leaving.zip, &leaving.files)),
        ];
        let zip = ctx.fill("export-in-zip", &zip);
        let told = [
            ("export-kept", None, withheld),
            ("export-with", Some(sign(&leaving.standing)), plugin),
            ("export-fence", Some(fence), sandbox),
            ("export-files", None, zip),
        ];
        for (y, (label, sign, text)) in (0..).zip(told) {
            let Some(y) = row(y) else { continue };
            lines::line(canvas, y, &ctx.word(label), "");
            let mut x = lines::TEXT_AT;
            if let Some(sign) = sign {
                x = canvas.put(x, y, sign.text(), sign.role()) + 1;
            }
            let room = canvas.width().saturating_sub(x + 1);
            let role = if sign == Some(Sign::Watch) {
                Role::Warn
            } else {
                Role::Text
            };
            canvas.put_cut(x, y, room, &text, role);
        }
        if let Some(y) = row(4) {
            let room = canvas.width().saturating_sub(lines::TEXT_AT + 3);
            self.draw_input(canvas, y, Part::Folder, room.min(FOLDER_CELLS), ctx);
        }
        let codes: &[Part] = match self.confirm.by_two {
            true => &[Part::Code, Part::Second, Part::Clear],
            false => &[Part::Code, Part::Clear],
        };
        for (y, part) in (5..).zip(codes.iter().copied()) {
            if let Some(y) = row(y) {
                self.draw_input(canvas, y, part, CODE_CELLS, ctx);
            }
        }
    }

    fn draw_input(&self, canvas: &mut Canvas<'_>, y: u16, part: Part, cells: u16, ctx: &Ctx) {
        let (label, input, hint): (_, &Input, _) = match part {
            Part::Folder => ("export-folder", &self.confirm.folder, String::new()),
            Part::Second => (
                "export-second",
                &self.confirm.second,
                ctx.word("export-type-second"),
            ),
            Part::Clear => (
                "export-clear",
                &self.confirm.clear,
                ctx.word("export-type-again"),
            ),
            Part::Code | Part::Fields => {
                let code = [("agency", self.leaving.agency.code.as_str())];
                (
                    "export-confirm",
                    &self.confirm.code,
                    ctx.fill("export-type-code", &code),
                )
            }
        };
        lines::label(canvas, y, &ctx.word(label));
        let here = part == self.part;
        if here && canvas.focused() {
            canvas.put(lines::FOCUS_AT, y, ">", Role::Text);
        }
        if part > Part::Folder && !self.looked_through() {
            // Said once.
            if part != Part::Code {
                return;
            }
            let fields = self.leaving.leaving.len().to_string();
            let first = ctx.fill("export-look-first", &[("count", &fields)]);
            let room = canvas.width().saturating_sub(lines::TEXT_AT + 1);
            canvas.put_cut(lines::TEXT_AT, y, room, &first, Role::Muted);
            return;
        }
        let complaint = self.confirm.complaint(ctx).filter(|_| here);
        // A line as long as the folder's leaves no room beside it.
        let beside = complaint
            .as_deref()
            .map_or(0, |c| crate::ui::text::width(c) + 5);
        let room = canvas.width().saturating_sub(lines::TEXT_AT + 2 + beside);
        let end = input.draw(
            canvas,
            lines::TEXT_AT,
            y,
            cells.min(room.max(CODE_CELLS)),
            here,
        );
        let mut x = end + 2;
        let text = match &complaint {
            Some(complaint) => {
                let sign = Sign::Refused;
                x = canvas.put(x, y, sign.text(), sign.role()) + 1;
                complaint
            }
            None => &hint,
        };
        let room = canvas.width().saturating_sub(x + 1);
        canvas.put_cut(
            x,
            y,
            room,
            text,
            if complaint.is_some() {
                Role::Bad
            } else {
                Role::Text
            },
        );
    }
}

/// `7F3A-91C2`: what two people can compare over the telephone.
fn fingerprint(sha256: &str) -> String {
    let digits: String = sha256.chars().take(8).collect::<String>().to_uppercase();
    match digits.split_at_checked(4) {
        Some((first, second)) => format!("{first}-{second}"),
        None => digits,
    }
}

/// What is in a ZIP, without saying its name once more: `名册.zip` with `.xlsx  .csv`.
fn endings(zip: &str, files: &[String]) -> String {
    let all: Vec<String> = std::iter::once(zip.to_owned())
        .chain(files.iter().cloned())
        .collect();
    let said = file_names(&all);
    said.strip_prefix(zip).unwrap_or(&said).trim().to_owned()
}

/// Files of one name with several endings, said once: `名册.xlsx .csv`.
fn file_names(files: &[String]) -> String {
    let split = |file: &str| {
        file.rsplit_once('.')
            .map(|(stem, end)| (stem.to_owned(), end.to_owned()))
    };
    let mut out = String::new();
    let mut last = None;
    for file in files {
        let parts = split(file);
        let stem = parts.as_ref().map(|(stem, _)| stem.clone());
        let said = match &parts {
            Some((stem, end)) if last.as_ref() == Some(stem) => format!(".{end}"),
            _ => file.clone(),
        };
        if !out.is_empty() {
            out.push_str("  ");
        }
        out.push_str(&said);
        last = stem;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_prints_are_short() {
        let files = ["册.csv", "册.xlsx", "封面.pdf", "none"].map(str::to_owned);
        assert_eq!(file_names(&files), "册.csv  .xlsx  封面.pdf  none");
        assert_eq!(endings("册.zip", &files), ".csv  .xlsx  封面.pdf  none");
        assert_eq!(fingerprint("7f3a91c2aa"), "7F3A-91C2");
        assert_eq!(fingerprint(""), "");
    }
}
