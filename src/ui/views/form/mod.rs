//! The form of any kind: its fields come from the field table, one below the other. What is wrong
//! stands under its field; nothing typed is lost.

mod alone;
mod draw;
mod entry;
mod picking;
mod save;

use super::Question;
use crate::domain::book::{Kind, Record};
use crate::domain::worker::WorkerRole;
use crate::schema::{Coded, FieldType, Id, Value};
use crate::service::{Office, Problem, Row};
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
    /// The first entry on the screen; known only while drawing.
    top: Cell<usize>,
}

impl Form {
    /// For a new record, of which some things are known.
    ///
    /// # Errors
    /// The role may not see the kind.
    pub fn new(kind: Kind, known: &[(&'static str, Value)], ctx: &Ctx) -> Result<Self, Problem> {
        ctx.office()?.require(kind)?;
        let mut record = kind.blank();
        for (name, value) in known {
            record.set(name, value.clone());
        }
        Ok(Self::of(vec![Part { was: None, record }], ctx))
    }

    /// For a record as it stands, the focus on this field.
    ///
    /// # Errors
    /// The role may not see it, or it is out of use.
    pub fn change(
        kind: Kind,
        id: Id,
        field: Option<&'static str>,
        ctx: &Ctx,
    ) -> Result<Self, Problem> {
        let office = ctx.office()?;
        office.require(kind)?;
        let gone = || {
            Problem::new("problem-gone").with("kind", ctx.word(&format!("kind-{}", kind.name())))
        };
        let row = office.row(kind, id).ok_or_else(gone)?;
        if row.retired {
            return Err(Problem::new("problem-retired").with("number", row.number));
        }
        let record = row.record.clone();
        let mut form = Self::of(
            vec![Part {
                was: Some(row),
                record,
            }],
            ctx,
        );
        let named = |e: &Entry| Some(e.info().name) == field;
        form.focus = form.entries.iter().position(named).unwrap_or(0);
        Ok(form)
    }

    /// For a new director together with their post, in this village where it is known.
    pub fn director(village: Option<Id>, ctx: &Ctx) -> Self {
        let mut worker = Kind::Worker.blank();
        worker.set(
            "role",
            Value::Choice(WorkerRole::Director.code().to_owned()),
        );
        let mut post = Kind::Post.blank();
        post.set("village", village.map_or(Value::Empty, Value::Link));
        let parts = [worker, post].map(|record| Part { was: None, record });
        Self::of(parts.into(), ctx)
    }

    fn of(parts: Vec<Part>, ctx: &Ctx) -> Self {
        let mut entries = Vec::new();
        if let Ok(office) = ctx.office() {
            for (at, part) in parts.iter().enumerate() {
                entries.extend(fields_of(at, part, office, ctx));
            }
        }
        // On the first thing that the program can't know.
        let focus = entries.iter().position(Entry::is_blank).unwrap_or(0);
        Self {
            parts,
            entries,
            focus,
            top: Cell::new(0),
        }
    }

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

    fn leave(&mut self, ctx: &Ctx) {
        if let (Some(entry), Ok(office)) = (self.entries.get_mut(self.focus), ctx.office()) {
            entry.leave(office);
        }
    }

    fn go_to(&mut self, at: usize, ctx: &Ctx) {
        self.leave(ctx);
        self.focus = at.min(self.entries.len().saturating_sub(1));
    }

    /// Takes what is offered and goes on; the last field's Enter saves.
    fn next(&mut self, ctx: &Ctx) -> Flow {
        if let (Some(entry), Ok(office)) = (self.entries.get_mut(self.focus), ctx.office()) {
            entry.take(office);
        }
        if self.focus + 1 >= self.entries.len() {
            return self.save(ctx);
        }
        self.go_to(self.focus + 1, ctx);
        Flow::Stay
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

fn fields_of(at: usize, part: &Part, office: &Office, ctx: &Ctx) -> Vec<Entry> {
    let kind = part.record.kind();
    let fields = kind.fields().iter().enumerate();
    fields
        .filter(|(_, field)| !field.role.by_act)
        // A post that is saved with its worker needn't be told whose it is.
        .filter(|(_, field)| at == 0 || !matches!(field.ty, FieldType::Link("worker")))
        .map(|(index, _)| {
            Entry::new(
                at,
                &part.record,
                index,
                part.was.is_none(),
                office,
                &ctx.words,
            )
        })
        .collect()
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
            Cmd::Enter => return self.next(ctx),
            Cmd::Save => return self.save(ctx),
            Cmd::Pick => return self.pick(ctx),
            Cmd::Down | Cmd::NextPart => self.go_to(self.focus + 1, ctx),
            Cmd::Up | Cmd::PrevPart => self.go_to(self.focus.saturating_sub(1), ctx),
            Cmd::PageDown => self.go_to(self.focus + PAGE, ctx),
            Cmd::PageUp => self.go_to(self.focus.saturating_sub(PAGE), ctx),
            _ => return Flow::Ignored,
        }
        Flow::Stay
    }

    fn text(&mut self, c: char, ctx: &Ctx) -> Flow {
        if let (Some(entry), Ok(office)) = (self.entries.get_mut(self.focus), ctx.office()) {
            entry.text(c, office);
        }
        Flow::Stay
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
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
