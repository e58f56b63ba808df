//! The form of any kind: its fields come from the field table, one below the other. What is wrong
//! stands under its field; nothing typed is lost.

mod alone;
mod draw;
mod entry;
mod groups;
mod number;
mod open;
mod picking;
mod save;

use super::Question;
use crate::domain::book::{Kind, Record};
use crate::schema::{FieldType, Id, Value};
use crate::service::Row;
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::view::{Flow, Header, Reply, Title, View};
use entry::Entry;
use ratatui::layout::Size;
use std::cell::Cell;
use std::sync::Arc;

/// The question of F4.
const CHOICE: &str = "choice";
/// Somebody else has changed the record meanwhile.
const CONFLICT: &str = "conflict";
/// Fields that PgUp and PgDn pass.
const PAGE: usize = 8;

/// One of the records that a form fills in.
struct Part {
    was: Option<Arc<Row>>,
    record: Record,
}

/// A form.
pub struct Form {
    /// One, or a new director and their post.
    parts: Vec<Part>,
    entries: Vec<Entry>,
    focus: usize,
    /// The entries with which a group begins, and the word of its head.
    heads: Vec<(usize, String)>,
    /// The child whose home the record is to belong to.
    home_of: Option<Id>,
    /// The workers with whom the same talk was had; none where a form is about one record.
    together: Vec<Id>,
    /// The first entry on the screen; known only while drawing.
    top: Cell<usize>,
}

impl Form {
    fn kind(&self) -> Option<Kind> {
        self.parts.first().map(|part| part.record.kind())
    }

    /// What the first record is; a worker by the role that stands there.
    fn name_of_kind(&self, ctx: &Ctx) -> String {
        let role = self.parts.first().map(|part| part.record.value("role"));
        match (role, self.kind()) {
            (Some(Value::Choice(role)), Some(Kind::Worker)) => ctx.word(&format!("one-{role}")),
            (_, kind) => ctx.word(&format!("one-{}", kind.map_or("", Kind::name))),
        }
    }

    fn entry(&mut self) -> Option<&mut Entry> {
        self.entries.get_mut(self.focus)
    }

    fn leave(&mut self, ctx: &Ctx) -> Flow {
        if let (Some(entry), Ok(office)) = (self.entries.get_mut(self.focus), ctx.office()) {
            entry.leave(office);
            return self.take_from_number(office, ctx);
        }
        Flow::Stay
    }

    fn go_to(&mut self, at: usize, ctx: &Ctx) -> Flow {
        let flow = self.leave(ctx);
        self.focus = at.min(self.entries.len().saturating_sub(1));
        flow
    }

    /// To the next group or the one before; from field to field where there are none.
    fn group(&mut self, onward: bool, ctx: &Ctx) -> Flow {
        let mut heads = self.heads.iter().map(|(at, _)| *at);
        let at = match (self.heads.len(), onward) {
            (0 | 1, true) => self.focus + 1,
            (0 | 1, false) => self.focus.saturating_sub(1),
            (_, true) => heads.find(|at| *at > self.focus).unwrap_or(usize::MAX),
            (_, false) => heads.take_while(|at| *at < self.focus).last().unwrap_or(0),
        };
        self.go_to(at, ctx)
    }

    /// Takes what is offered and goes on; the last field's Enter saves.
    fn next(&mut self, ctx: &Ctx) -> Flow {
        if let (Some(entry), Ok(office)) = (self.entries.get_mut(self.focus), ctx.office()) {
            entry.take(office);
        }
        if self.focus + 1 >= self.entries.len() {
            return self.save(ctx);
        }
        self.go_to(self.focus + 1, ctx)
    }

    /// F4: choices as a panel, records below the field.
    fn pick(&mut self, ctx: &Ctx) -> Flow {
        let Some(entry) = self.entries.get_mut(self.focus) else {
            return Flow::Stay;
        };
        if !entry.choices.is_empty() {
            let question = Question::new(CHOICE, entry.label.clone(), entry.choices.clone());
            return Flow::Open(Box::new(question));
        }
        if let Ok(office) = ctx.office() {
            entry.offer(office);
        }
        Flow::Stay
    }
}

impl View for Form {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn header(&self, ctx: &Ctx) -> Header {
        let Some(kind) = self.kind() else {
            return Header::Work(String::new());
        };
        let kind_word = self.name_of_kind(ctx);
        let was = self.parts.first().and_then(|part| part.was.as_ref());
        Header::Work(match (was, ctx.office(), self.parts.len()) {
            (Some(row), Ok(office), _) => ctx.fill(
                "form-change",
                &[("kind", &kind_word), ("what", &office.label(kind, row.id))],
            ),
            (_, _, 2) => ctx.word("act-new-director"),
            _ if !self.together.is_empty() => {
                let count = self.together.len().to_string();
                ctx.fill("form-talk-with", &[("count", &count)])
            }
            _ => ctx.fill("form-new", &[("kind", &kind_word)]),
        })
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let (at, all) = ((self.focus + 1).to_string(), self.entries.len().to_string());
        Title::new(
            self.name_of_kind(ctx),
            ctx.fill("form-count", &[("at", &at), ("all", &all)]),
        )
    }

    fn notice(&self, ctx: &Ctx) -> String {
        if self.heads.len() > 1 {
            return ctx.word("form-notice-groups");
        }
        ctx.word("form-notice")
    }

    fn caret(&self) -> bool {
        true
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        let entry = self.entries.get(self.focus);
        let choices = entry
            .is_some_and(|e| !e.choices.is_empty() || matches!(e.info().ty, FieldType::Link(_)));
        if cmd == Cmd::Pick && !choices {
            Err("why-type-it")
        } else {
            Ok(())
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if let (Some(entry), Ok(office)) = (self.entries.get_mut(self.focus), ctx.office())
            && entry.command(cmd, office)
        {
            return Flow::Stay;
        }
        match cmd {
            Cmd::Enter => self.next(ctx),
            Cmd::Save => self.save(ctx),
            Cmd::Pick => self.pick(ctx),
            Cmd::NextPart | Cmd::PrevPart => self.group(cmd == Cmd::NextPart, ctx),
            Cmd::Down => self.go_to(self.focus + 1, ctx),
            Cmd::Up => self.go_to(self.focus.saturating_sub(1), ctx),
            Cmd::PageDown => self.go_to(self.focus + PAGE, ctx),
            Cmd::PageUp => self.go_to(self.focus.saturating_sub(PAGE), ctx),
            _ => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, ctx: &Ctx) -> Flow {
        if let (Some(entry), Ok(office)) = (self.entries.get_mut(self.focus), ctx.office()) {
            entry.text(c, office);
        }
        Flow::Stay
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
        if let Some(flow) = self.through_gate(&reply, ctx) {
            return flow;
        }
        match (reply.question, reply.choice) {
            (CHOICE, choice) => {
                if let Some(entry) = self.entry() {
                    entry.pick(choice);
                }
                Flow::Stay
            }
            (CONFLICT, 0) => self.mine(ctx),
            (CONFLICT, 1) => self.theirs(ctx),
            _ => Flow::Stay,
        }
    }

    fn unsaved(&self) -> bool {
        self.entries.iter().any(|entry| entry.touched)
    }

    fn changed(&mut self, ctx: &Ctx) {
        for entry in &mut self.entries {
            entry.reword(&ctx.words);
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_entries(canvas, ctx);
    }
}
