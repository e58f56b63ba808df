//! One field of many records at once: the value, a reason, and before anything is saved, each
//! record before and after. Saved together, undone together.

use super::Form;
use super::gate::{self, Way};
use super::list::count;
use crate::domain::book::Kind;
use crate::schema::{KeyClass, Value};
use crate::service::{BulkLine, BulkPlan, Column as Stored, Office, Problem, Row, Verdict};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::theme::Role;
use crate::ui::view::{Flow, Header, Title, Toast, View};
use crate::ui::widgets::{Band, Cell, Column, Input, Line, Window, grid, lines};
use ratatui::layout::Size;
use std::cell::Cell as Told;
use std::sync::Arc;

/// Cells of the reason.
const REASON: u16 = 40;

/// Where the focus is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Value,
    Reason,
    Preview,
}

/// The page.
pub struct Bulk {
    kind: Kind,
    column: Stored,
    rows: Vec<Arc<Row>>,
    form: Form,
    reason: Input,
    part: Part,
    /// The value that was looked at last, and what it would do.
    plan: Option<(Value, BulkPlan)>,
    band: Band,
    window: Window,
    /// Rows that the preview has; known only while drawing.
    height: Told<u16>,
}

impl Bulk {
    /// For this column of these records.
    ///
    /// # Errors
    /// The role may not see them; what is in the field of a child's file is shown only once that
    /// reading is logged, and it can't be.
    pub fn new(
        kind: Kind,
        column: Stored,
        rows: Vec<Arc<Row>>,
        ctx: &Ctx,
    ) -> Result<Self, Problem> {
        let office = ctx.office()?;
        office.require(kind)?;
        // Every list shows the listed fields; the others are the file's, and the preview shows them.
        if kind.class() == KeyClass::Cases
            && !column.info(kind).is_some_and(|info| info.role.listed)
        {
            office.log_reading(kind, &rows, None)?;
        }
        Ok(Self {
            kind,
            column,
            rows,
            form: Form::alone(kind, column, ctx),
            reason: Input::default(),
            part: Part::Value,
            plan: None,
            band: Band::default(),
            window: Window::default(),
            height: Told::new(0),
        })
    }

    fn field(&self, ctx: &Ctx) -> String {
        self.column.word(self.kind, &ctx.words)
    }

    /// Works out what the value would do; whether there was one to work with.
    fn look(&mut self, ctx: &Ctx) -> Result<bool, Problem> {
        let Some(value) = self.form.answer(ctx) else {
            return Ok(false);
        };
        if self.plan.as_ref().is_some_and(|(seen, _)| *seen == value) {
            return Ok(true);
        }
        let office = ctx.office()?;
        let values = [(self.column, value.clone())];
        let mut plan = office.plan_bulk(self.kind, &self.rows, &values)?;
        // What needs a look stands first.
        plan.lines.sort_by_key(|line| match line.verdict {
            Verdict::Refused(_) => 0,
            Verdict::Changes => 1,
            Verdict::Same => 2,
        });
        self.plan = Some((value, plan));
        self.window = Window::default();
        self.band.spoil();
        self.fill(ctx);
        Ok(true)
    }

    fn fill(&mut self, ctx: &Ctx) {
        let (Some((_, plan)), Ok(office)) = (&self.plan, ctx.office()) else {
            return;
        };
        let (column, cursor) = (self.column, self.window.cursor());
        self.band.fill(cursor, plan.lines.len(), |range| {
            let lines = plan.lines[range].iter();
            lines.map(|line| shown(line, column, office, ctx)).collect()
        });
    }

    /// Onward to the next part, looking at what the value would do on the way.
    fn onward(&mut self, to: Part, ctx: &Ctx) -> Flow {
        match self.look(ctx) {
            Ok(true) => {
                self.part = to;
                Flow::Stay
            }
            Ok(false) => {
                self.part = Part::Value;
                Flow::Say(Toast::refused(ctx.fill("form-refused", &[("count", "1")])))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    fn save(&mut self, ctx: &Ctx) -> Flow {
        let (Ok(office), Some((_, plan))) = (ctx.office(), &self.plan) else {
            return Flow::Stay;
        };
        match office.save_bulk(plan, self.reason.value()) {
            Ok((count, _)) => {
                let (count, field) = (count.to_string(), self.field(ctx));
                Flow::closing(Toast::done(
                    ctx.fill("bulk-done", &[("count", &count), ("field", &field)]),
                ))
            }
            Err(problem) if gate::is_it(&problem) => gate::ask(&problem, "gate-fewer", None, ctx),
            Err(problem) => {
                // Looked at anew before it can be tried again.
                self.refresh(office);
                self.plan = None;
                let again = self.onward(Part::Preview, ctx);
                Flow::All(vec![again, Flow::Refuse(problem)])
            }
        }
    }

    fn refresh(&mut self, office: &Office) {
        let tables = office.tables();
        let now = |row: &Arc<Row>| tables.row(self.kind, row.id).filter(|row| !row.retired);
        self.rows = self.rows.iter().filter_map(now).cloned().collect();
    }

    fn summary(&self, ctx: &Ctx) -> String {
        let Some((_, plan)) = &self.plan else {
            return ctx.word("bulk-not-yet");
        };
        let (changes, same, refused) = plan.counts();
        let numbers = [changes, same, refused].map(|n| n.to_string());
        ctx.fill(
            "bulk-counts",
            &[
                ("changes", &numbers[0]),
                ("same", &numbers[1]),
                ("refused", &numbers[2]),
            ],
        )
    }

    fn heads(&self, ctx: &Ctx) -> Vec<Column> {
        vec![
            Column::words(ctx.word(&format!("one-{}", self.kind.name())), 6, 20),
            Column::words(ctx.word("bulk-before"), 8, 24),
            Column::words(ctx.word("bulk-after"), 8, 24),
            Column::words(ctx.word("bulk-verdict"), 8, 40),
        ]
    }
}

/// A record before and after.
fn shown(line: &BulkLine, column: Stored, office: &Office, ctx: &Ctx) -> Line {
    let told = |record| {
        let text = office.record_text(&ctx.words, record, column);
        if text.is_empty() {
            ctx.word("record-blank")
        } else {
            text
        }
    };
    let (sign, verdict) = match &line.verdict {
        Verdict::Changes => (Sign::Good, Cell::text(ctx.word("bulk-changes"))),
        Verdict::Same => (Sign::Later, Cell::text(ctx.word("bulk-same"))),
        Verdict::Refused(faults) => {
            let why = faults.first().map_or_else(String::new, |(_, fault)| {
                let args = fault.args();
                ctx.fill_with(fault.key(), &args)
            });
            (Sign::Refused, Cell::state(Sign::Refused, why))
        }
    };
    let cells = vec![
        Cell::text(office.label(line.row.record.kind(), line.row.id)),
        Cell::text(told(&line.row.record)),
        Cell::text(told(&line.after)),
        verdict,
    ];
    Line::new(Some(sign), cells)
}

impl View for Bulk {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn header(&self, ctx: &Ctx) -> Header {
        let count = self.rows.len().to_string();
        Header::Work(ctx.fill("bulk-header", &[("count", &count)]))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let all = self.plan.as_ref().map_or(0, |(_, plan)| plan.lines.len());
        let right = if all == 0 || self.height.get() == 0 {
            String::new()
        } else {
            count(&self.window, self.height.get(), all, ctx)
        };
        Title::new(self.field(ctx), right)
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word(match self.part {
            Part::Preview => "bulk-notice-save",
            Part::Value | Part::Reason => "bulk-notice",
        })
    }

    fn caret(&self) -> bool {
        self.part != Part::Preview
    }

    fn can(&self, cmd: Cmd, ctx: &Ctx) -> Result<(), &'static str> {
        match (cmd, self.part) {
            (Cmd::Pick, Part::Value) => self.form.can(cmd, ctx),
            (Cmd::Pick, _) => Err("why-type-it"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        match (self.part, cmd) {
            (Part::Preview, Cmd::Enter | Cmd::Save) => return self.save(ctx),
            (_, Cmd::Save) => return self.onward(Part::Preview, ctx),
            (Part::Value, Cmd::Enter | Cmd::NextPart) => return self.onward(Part::Reason, ctx),
            (Part::Reason, Cmd::Enter | Cmd::NextPart | Cmd::Down) => {
                return self.onward(Part::Preview, ctx);
            }
            (Part::Reason, Cmd::Up | Cmd::PrevPart) => self.part = Part::Value,
            (Part::Reason, cmd) if self.reason.command(cmd) => {}
            (Part::Preview, Cmd::PrevPart) => self.part = Part::Reason,
            (Part::Preview, Cmd::Up) if self.window.cursor() == 0 => self.part = Part::Reason,
            (Part::Preview, cmd) => {
                let all = self.plan.as_ref().map_or(0, |(_, plan)| plan.lines.len());
                if !self.window.command(cmd, all) {
                    return Flow::Ignored;
                }
                self.fill(ctx);
            }
            (Part::Value, Cmd::Back | Cmd::Acts) => return Flow::Ignored,
            (Part::Value, cmd) => return self.form.command(cmd, ctx),
            _ => return Flow::Ignored,
        }
        Flow::Stay
    }

    fn text(&mut self, c: char, ctx: &Ctx) -> Flow {
        match self.part {
            Part::Value => self.form.text(c, ctx),
            Part::Reason => {
                self.reason.text(c);
                Flow::Stay
            }
            Part::Preview => Flow::Ignored,
        }
    }

    fn replied(&mut self, reply: crate::ui::view::Reply, ctx: &Ctx) -> Flow {
        match (gate::chosen(&reply, ctx), ctx.office()) {
            (Some(Way::Enrol(worker)), Ok(office)) => return gate::enrol(worker, office, ctx),
            (Some(Way::Still(_, reason)), _) => {
                self.reason = Input::new(reason);
                return self.save(ctx);
            }
            (Some(Way::Reason(flow)), _) => return flow,
            (Some(_), _) => return Flow::Stay,
            (None, _) => {}
        }
        self.form.replied(reply, ctx)
    }

    fn unsaved(&self) -> bool {
        self.form.unsaved() || !self.reason.is_empty()
    }

    fn changed(&mut self, ctx: &Ctx) {
        // Other words perhaps; what was looked at stays what it was until it is saved or refused.
        self.form.changed(ctx);
        self.band.spoil();
        self.fill(ctx);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let (width, height) = (canvas.width(), canvas.height());
        let rows = self.form.rows(width, ctx).min(height);
        let part = canvas.rows(0, rows);
        let mut part = if self.part == Part::Value {
            part
        } else {
            part.unfocused()
        };
        self.form.draw_alone(&mut part, ctx);
        let mut y = rows;
        lines::label(canvas, y, &ctx.word("doing-reason"));
        let here = self.part == Part::Reason && canvas.focused();
        if here {
            canvas.put(lines::FOCUS_AT, y, ">", Role::Text);
        }
        let cells = width.saturating_sub(lines::TEXT_AT + 3).min(REASON);
        self.reason.draw(canvas, lines::TEXT_AT, y, cells, here);
        y += 1;
        lines::line(canvas, y, &ctx.word("bulk-result"), &self.summary(ctx));
        y += 1 + u16::from(height > 12);
        self.draw_preview(&mut canvas.rows(y, height.saturating_sub(y)), ctx);
    }
}

impl Bulk {
    fn draw_preview(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let Some((_, plan)) = &self.plan else { return };
        self.height.set(canvas.height().saturating_sub(1));
        let range = self.window.range(self.height.get(), plan.lines.len());
        let first = range.start;
        let ready = self.band.lines(range);
        let heads = self.heads(ctx);
        let widths = grid::widths(&heads, ready, canvas.width());
        grid::draw_heads(canvas, 0, &heads, &widths);
        for (i, line) in ready.iter().enumerate() {
            let y = u16::try_from(i + 1).unwrap_or(u16::MAX);
            let focus = self.part == Part::Preview && first + i == self.window.cursor();
            grid::draw_line(canvas, y, line, &heads, &widths, focus);
        }
    }
}
