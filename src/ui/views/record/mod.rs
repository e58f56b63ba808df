//! A record of any kind on one page: what is wrong first, then its fields, what is computed, the
//! records that lead to it, and what was done to it.

mod beside;
mod consequences;
mod linked;
mod page;
mod past;
mod session;
mod years;

use super::list::count;
use super::{doing, dues};
use crate::domain::book::Kind;
use crate::domain::due::Due;
use crate::schema::{Id, Value};
use crate::service::{Office, Problem, Revision, Row};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::job::Job;
use crate::ui::places::{Place, tab_of};
use crate::ui::theme::Role;
use crate::ui::view::{Act, Flow, Header, Reply, Title, Toast, View};
use crate::ui::widgets::{Window, lines};
pub(super) use beside::Beside;
pub(super) use linked::sign as mark_sign;
use page::Page;
pub(super) use page::{Item, Piece};
pub(super) use past::{ask as ask_to_undo, with_undo};
use ratatui::layout::Size;
use std::sync::Arc;

/// What was done to a record, as lines of a page.
pub(super) fn past(office: &Office, row: &Row, ctx: &Ctx) -> Vec<Item> {
    let unmasked = false;
    past::items(&Page {
        office,
        ctx,
        row,
        unmasked,
    })
}

/// Takes a change of a line of the history back, with a reason.
pub(super) fn take_back(change: Option<Revision>, reason: &str, ctx: &Ctx) -> Flow {
    let (Ok(office), Some(change)) = (ctx.office(), change) else {
        return Flow::Stay;
    };
    if reason.trim().is_empty() {
        return Flow::Refuse(Problem::new("problem-needs-reason"));
    }
    Flow::Start(Job::undo(
        Arc::clone(office),
        Some(change),
        reason.to_owned(),
    ))
}

/// A record.
pub struct RecordView {
    kind: Kind,
    id: Id,
    row: Option<Arc<Row>>,
    dues: Vec<Due>,
    items: Vec<Item>,
    window: Window,
    /// Whether personal numbers stand in full; a reason for that has been logged.
    unmasked: bool,
}

impl RecordView {
    /// A record. Whoever opens it has logged the reading where that has to be.
    pub fn new(kind: Kind, id: Id, ctx: &Ctx) -> Self {
        let mut view = Self {
            kind,
            id,
            row: None,
            dues: Vec::new(),
            items: Vec::new(),
            window: Window::default(),
            unmasked: false,
        };
        view.changed(ctx);
        view.window.set(0);
        view
    }

    fn moved(&mut self, cmd: Cmd) -> bool {
        let all = self.items.len();
        if !self.window.command(cmd, all) {
            return false;
        }
        // Blank rows are passed over, in the direction of the movement.
        if self
            .items
            .get(self.window.cursor())
            .is_some_and(Item::is_blank)
        {
            let up = matches!(cmd, Cmd::Up | Cmd::PageUp);
            self.window
                .command(if up { Cmd::Up } else { Cmd::Down }, all);
        }
        true
    }

    /// To the next section, or the one before.
    fn section(&mut self, onward: bool) {
        let heads = self
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.begins);
        let at = self.window.cursor();
        let found = if onward {
            heads.map(|(i, _)| i).find(|i| *i > at)
        } else {
            heads.map(|(i, _)| i).take_while(|i| *i < at).last()
        };
        if let Some(found) = found {
            self.window.set(found);
        }
    }

    fn item(&self) -> Option<&Item> {
        self.items.get(self.window.cursor())
    }

    /// The due item of the line, or the first of the record.
    fn due(&self) -> Option<&Due> {
        let at = self.item().and_then(|item| item.due).unwrap_or(0);
        self.dues.get(at)
    }

    /// The change that the line tells of.
    fn change(&self) -> Option<Revision> {
        self.item().and_then(|item| item.change)
    }

    fn hides_numbers(&self) -> bool {
        let Some(row) = &self.row else { return false };
        let mut fields = self.kind.fields().iter().enumerate();
        !self.unmasked && fields.any(|(i, f)| f.role.sensitive && !row.record.at(i).is_empty())
    }

    /// Shows personal numbers in full, once that and its reason are in the log.
    fn unmask(&mut self, reason: &str, ctx: &Ctx) -> Flow {
        let (Ok(office), Some(row)) = (ctx.office(), &self.row) else {
            return Flow::Stay;
        };
        match office.log_reading(self.kind, &[Arc::clone(row)], Some(reason)) {
            Ok(()) => {
                self.unmasked = true;
                self.changed(ctx);
                Flow::Say(Toast::told(ctx.word("record-unmasked")))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    fn name_of_kind(&self, ctx: &Ctx) -> String {
        match self.row.as_ref().map(|row| row.record.value("role")) {
            Some(Value::Choice(role)) if self.kind == Kind::Worker => {
                ctx.word(&format!("one-{role}"))
            }
            _ => ctx.word(&format!("one-{}", self.kind.name())),
        }
    }
}

impl View for RecordView {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(tab_of(self.kind))
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let name = ctx
            .office()
            .map_or_else(|_| String::new(), |office| office.label(self.kind, self.id));
        let left = ctx.fill(
            "record-title",
            &[("kind", &self.name_of_kind(ctx)), ("what", &name)],
        );
        Title::new(
            left,
            count(&self.window, body.height, self.items.len(), ctx),
        )
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        let usable = self.row.as_ref().is_some_and(|row| !row.retired);
        match cmd {
            Cmd::Change if !usable || !self.kind.typed() => Err("why-out-of-use"),
            Cmd::Why if self.dues.is_empty() => Err("why-nothing-due"),
            Cmd::Enter if self.item().is_none_or(|item| item.target.is_none()) => {
                Err("why-nothing-behind")
            }
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if self.moved(cmd) {
            return Flow::Stay;
        }
        match cmd {
            Cmd::NextPart | Cmd::PrevPart => {
                self.section(cmd == Cmd::NextPart);
                Flow::Stay
            }
            Cmd::Enter => {
                let target = self.item().and_then(|item| item.target.clone());
                target.map_or(Flow::Stay, Flow::Go)
            }
            Cmd::Change => Flow::Go(Place::Change {
                kind: self.kind,
                id: self.id,
                field: None,
            }),
            Cmd::Why => match (self.due(), ctx.office()) {
                (Some(due), Ok(office)) => Flow::Open(Box::new(dues::why(due, office, ctx))),
                _ => Flow::Stay,
            },
            _ => Flow::Ignored,
        }
    }

    fn acts(&self, ctx: &Ctx) -> Vec<Act> {
        let row = self.row.as_deref().filter(|row| !row.retired);
        let mut acts = doing::acts(self.kind, row, ctx);
        let here = |act: &Act| match act.name {
            "open-session" => self.kind == Kind::Session,
            "open-record" => true,
            _ => false,
        };
        acts.retain(|act| !here(act));
        if self.hides_numbers() {
            acts.push(Act::new("full-number"));
        }
        past::with_undo(acts, self.change(), self.row.as_ref(), ctx)
    }

    fn act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        if let ("undo-this", Some(change), Some(row), Ok(office)) =
            (name, self.change(), &self.row, ctx.office())
        {
            return Flow::Open(Box::new(past::ask(office, row, change, ctx)));
        }
        doing::start(name, self.row.as_deref(), ctx)
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
        match reply.question {
            "full-number" => self.unmask(&reply.text, ctx),
            "undo-this" => take_back(self.change(), &reply.text, ctx),
            _ => doing::replied(&reply, self.row.as_ref(), ctx),
        }
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        self.row = office.row(self.kind, self.id);
        self.dues = dues::of(office, self.kind, self.id);
        self.items = match &self.row {
            Some(row) => Page {
                office,
                ctx,
                row,
                unmasked: self.unmasked,
            }
            .items(&self.dues),
            None => vec![Item::new("", vec![Piece::text(ctx.word("record-gone"))])],
        };
        self.window.clamp(self.items.len());
    }

    fn draw(&self, canvas: &mut Canvas<'_>, _ctx: &Ctx) {
        let range = self.window.range(canvas.height(), self.items.len());
        for (y, at) in (0..canvas.height()).zip(range) {
            self.items[at].draw(canvas, y);
            if at == self.window.cursor() {
                lines::focus(canvas, y);
            }
        }
    }
}

impl Item {
    /// Draws it on one row; what stands beside begins in the middle.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, y: u16) {
        let middle = canvas.width() / 2 + 1;
        let end = if self.beside.is_some() {
            middle - 1
        } else {
            canvas.width() - 1
        };
        lines::label(canvas, y, &self.label);
        draw_pieces(canvas, lines::TEXT_AT, y, end, &self.pieces);
        if let Some((label, pieces)) = &self.beside {
            let right = canvas.width() - 1;
            canvas.put_cut(middle, y, lines::TEXT_AT - 2, label, Role::Accent);
            draw_pieces(
                canvas,
                middle + lines::TEXT_AT - lines::LABEL_AT,
                y,
                right,
                pieces,
            );
        }
    }
}

fn draw_pieces(canvas: &mut Canvas<'_>, x: u16, y: u16, end: u16, pieces: &[Piece]) {
    let mut x = x;
    for piece in pieces {
        let role = piece.sign.map_or(Role::Text, |sign| sign.role());
        if let Some(sign) = piece.sign {
            x = canvas.put(x, y, sign.text(), role) + 1;
        }
        x = canvas.put_cut(x, y, end.saturating_sub(x), &piece.text, role) + 2;
    }
}
