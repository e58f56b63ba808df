//! How the page of everything that would leave stands on the screen.

use super::brief::{endings, fingerprint, short};
use super::confirm::Part;
use super::own;
use super::preview::Preview;
use super::trust::sign;
use crate::domain::grant::Transform;
use crate::service::Sandbox;
use crate::service::export::Leaving;
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
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
/// Samples of a field.
const SAMPLES: usize = 3;

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
        let told = |how: Transform| text::width(&short(how, ctx));
        let changed = fields.iter().filter_map(|field| field.transform.map(told));
        let as_it_is = text::width(&ctx.word("export-as-it-is"));
        let changed = changed.max().map(|cells| cells.max(as_it_is));
        // Where several datasets leave, a name begins with its dataset's.
        let names = if self.leaving.several() { 24 } else { 16 };
        let mut columns = vec![
            Column::words(ctx.fill("export-leaving", &[("count", &count)]), 10, names),
            Column::words(ctx.word("export-why"), 9, 36),
        ];
        if let Some(cells) = changed {
            columns.push(Column::words(ctx.word("export-changed"), cells, 12));
        }
        let told = columns.len();
        columns.extend((0..SAMPLES).map(|_| Column::words("", 11, 18)));
        let range = self
            .window
            .range(canvas.height().saturating_sub(1), fields.len());
        let first = range.start;
        let shown = fields[range].iter();
        let rows: Vec<Line> = shown
            .map(|field| self.field(field, changed.is_some(), ctx))
            .collect();
        let widths = grid::widths(&columns, &rows, canvas.width());
        grid::draw_heads(canvas, 0, &columns[..told], &widths);
        if widths.len() > told {
            let before: u16 = widths[..told].iter().map(|cells| cells + GAP).sum();
            let x = grid::TEXT_AT + before;
            let room = canvas.width().saturating_sub(x + 1);
            let key = match self.leaving.statistics() {
                true => "export-samples-statistics",
                false => "export-samples",
            };
            canvas.put_cut(x, 0, room, &ctx.word(key), Role::Muted);
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

    /// A field as a row: what it is called, why, what is done to it, how it looks.
    fn field(&self, field: &Leaving, changed: bool, ctx: &Ctx) -> Line {
        let name = self.leaving.name(&ctx.words, field.table, field.name);
        let mut cells = vec![Cell::text(name), Cell::text(own(&field.why, ctx))];
        if changed {
            cells.push(Cell::text(match field.transform {
                None => ctx.word("export-as-it-is"),
                Some(how) => short(how, ctx),
            }));
        }
        cells.extend(field.samples.iter().map(Cell::text));
        Line::new(None, cells)
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
        let args = [("count", count.as_str()), ("fields", &fields.join(" "))];
        let withheld = match fields.is_empty() {
            true => ctx.word("export-withheld-none"),
            false => ctx.fill("export-withheld-brief", &args),
        };
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
        let files = endings(&leaving.file, &leaving.files);
        let sealed = leaving.sealed(&ctx.words, &files);
        let told = [
            ("export-kept", None, withheld),
            ("export-with", Some(sign(&leaving.standing)), plugin),
            ("export-fence", Some(fence), sandbox),
            ("export-files", None, sealed),
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
                "export-second-line",
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
        let beside = complaint.as_deref().map_or(0, |c| text::width(c) + 5);
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
