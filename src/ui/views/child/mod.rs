//! A child's file, 一人一档案: the whole child on one page, what is wrong first, history last. What
//! stands in it comes from the service; here it is shown, opened, changed and asked about.

mod acts;
mod page;
mod paper;

use super::list::count;
use super::record::{Item, ask_to_undo, past, take_back, with_undo};
use super::{Note, doing, dues};
use crate::domain::book::Kind;
use crate::schema::Id;
use crate::service::file::{ChildFile, Line, Reason, Section};
use crate::service::{Revision, Row};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::{Place, tab_of};
use crate::ui::view::{Act, Flow, Header, Reply, Title, Toast, View};
use crate::ui::widgets::{Window, lines};
pub(super) use acts::{names, replied, start};
use page::Shown;
pub use paper::child_paper;
use ratatui::layout::Size;
use std::cell::{Ref, RefCell};
use std::sync::Arc;

/// A child's file.
pub struct ChildView {
    id: Id,
    file: Option<ChildFile>,
    lines: Vec<Line>,
    past: Vec<Item>,
    /// Whether a number in it is masked.
    hides: bool,
    /// Why personal numbers stand in full; that has been logged.
    unmasked: Option<String>,
    page: RefCell<Page>,
}

/// What is known only while drawing: how wide the rows are, and so how many.
struct Page {
    width: u16,
    rows: Vec<Shown>,
    window: Window,
    /// The line on which the focus starts, until a key has moved it.
    starts: Option<usize>,
}

impl ChildView {
    /// The file of a child. Whoever opens it has logged the reading.
    pub fn new(id: Id, ctx: &Ctx) -> Self {
        let mut view = Self {
            id,
            file: None,
            lines: Vec::new(),
            past: Vec::new(),
            hides: false,
            unmasked: None,
            page: RefCell::new(Page {
                width: 80,
                rows: Vec::new(),
                window: Window::default(),
                starts: None,
            }),
        };
        view.changed(ctx);
        // On what is wrong, not on the first line.
        let now = view.lines.iter().position(|l| l.section == Section::Now);
        let page = view.page.get_mut();
        let at = page.rows.iter().position(|row| row.line == now);
        page.window.set(at.unwrap_or(0));
        page.starts = now;
        view
    }

    fn lay_out(&self, width: u16, ctx: &Ctx) {
        let mut page = self.page.borrow_mut();
        if page.width == width && !page.rows.is_empty() {
            return;
        }
        // The focus stays on its line, whatever row that is now.
        let on = page
            .starts
            .or_else(|| page.rows.get(page.window.cursor())?.line);
        page.width = width;
        page.rows = page::rows(&self.lines, &self.past, width, ctx);
        let at = on.and_then(|on| page.rows.iter().position(|row| row.line == Some(on)));
        let all = page.rows.len();
        match at {
            Some(at) => page.window.set(at),
            None => page.window.clamp(all),
        }
    }

    fn rows(&self) -> Ref<'_, Page> {
        self.page.borrow()
    }

    fn line(&self) -> Option<&Line> {
        let page = self.rows();
        let at = page.rows.get(page.window.cursor())?.line?;
        self.lines.get(at)
    }

    /// The change that the line tells of.
    fn past_change(&self) -> Option<Revision> {
        let page = self.rows();
        page.rows.get(page.window.cursor())?.item.change
    }

    fn moved(&mut self, cmd: Cmd) -> bool {
        let page = self.page.get_mut();
        let all = page.rows.len();
        if !page.window.command(cmd, all) {
            return false;
        }
        page.starts = None;
        // Blank rows are passed over, in the direction of the movement.
        if page
            .rows
            .get(page.window.cursor())
            .is_some_and(|row| row.item.is_blank())
        {
            let up = matches!(cmd, Cmd::Up | Cmd::PageUp);
            page.window
                .command(if up { Cmd::Up } else { Cmd::Down }, all);
        }
        true
    }

    /// To the next section, or the one before.
    fn section(&mut self, onward: bool) {
        let page = self.page.get_mut();
        let heads = page
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.item.begins);
        let at = page.window.cursor();
        let found = if onward {
            heads.map(|(i, _)| i).find(|i| *i > at)
        } else {
            heads.map(|(i, _)| i).take_while(|i| *i < at).last()
        };
        if let Some(found) = found {
            page.window.set(found);
            page.starts = None;
        }
    }

    fn row(&self) -> Option<&Arc<Row>> {
        self.file.as_ref().map(|file| &file.child)
    }

    fn why(&self, ctx: &Ctx) -> Flow {
        let (Some(file), Some(reason), Ok(office)) =
            (&self.file, self.line().and_then(|l| l.why), ctx.office())
        else {
            return Flow::Stay;
        };
        let note = match reason {
            Reason::Due(at) => match file.due.get(at) {
                Some(due) => dues::why(due, office, ctx),
                None => return Flow::Stay,
            },
            Reason::Categories => Note::new(ctx.word("file-why"), file.why(None, &ctx.words)),
            Reason::Category(category) => {
                Note::new(ctx.word("file-why"), file.why(Some(category), &ctx.words))
            }
            Reason::Rule(rule) => {
                let told = self.line().map(told).unwrap_or_default();
                dues::rule(rule, told, ctx)
            }
        };
        Flow::Open(Box::new(note))
    }

    /// The form for what the line is about; where nobody is recorded, for a new one.
    fn change(&self) -> Flow {
        let Some(line) = self.line() else {
            return Flow::Go(Place::Change {
                kind: Kind::Child,
                id: self.id,
                field: None,
            });
        };
        Flow::Go(match line.adds {
            Some(relation) => acts::new_caregiver(self.id, Some(relation)),
            None => {
                let (kind, id, field) = line.changes;
                Place::Change {
                    kind,
                    id,
                    field: Some(field),
                }
            }
        })
    }

    /// Shows personal numbers in full, once that and its reason are in the log.
    fn unmask(&mut self, reason: &str, ctx: &Ctx) -> Flow {
        let (Ok(office), Some(row)) = (ctx.office(), self.row().cloned()) else {
            return Flow::Stay;
        };
        match office.log_reading(Kind::Child, &[row], Some(reason)) {
            Ok(()) => {
                self.unmasked = Some(reason.to_owned());
                self.changed(ctx);
                Flow::Say(Toast::told(ctx.word("record-unmasked")))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }
}

/// A line as one text.
fn told(line: &Line) -> String {
    let texts: Vec<&str> = line.bits.iter().map(|bit| bit.text.as_str()).collect();
    texts.join("  ")
}

impl View for ChildView {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(tab_of(Kind::Child))
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        self.lay_out(body.width, ctx);
        let name = ctx.office().map_or_else(
            |_| String::new(),
            |office| office.label(Kind::Child, self.id),
        );
        let kind = ctx.word("one-child");
        let left = ctx.fill("record-title", &[("kind", &kind), ("what", &name)]);
        let page = self.rows();
        Title::new(left, count(&page.window, body.height, page.rows.len(), ctx))
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("file-notice")
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        let usable = self.row().is_some_and(|row| !row.retired);
        match cmd {
            Cmd::Change if !usable => Err("why-out-of-use"),
            Cmd::Why if self.line().is_none_or(|line| line.why.is_none()) => Err("why-nothing-due"),
            Cmd::Enter if self.line().is_none_or(|line| line.opens.is_none()) => {
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
            Cmd::Enter => match self.line().and_then(|line| line.opens) {
                Some((kind, id)) => Flow::Go(Place::Record { kind, id }),
                None => Flow::Stay,
            },
            Cmd::Change => self.change(),
            Cmd::Why => self.why(ctx),
            _ => Flow::Ignored,
        }
    }

    fn acts(&self, ctx: &Ctx) -> Vec<Act> {
        let row = self.row().map(Arc::as_ref).filter(|row| !row.retired);
        let mut acts = doing::acts(Kind::Child, row, ctx);
        if self.hides && self.unmasked.is_none() {
            acts.push(Act::new("full-number"));
        }
        with_undo(acts, self.past_change(), self.row(), ctx)
    }

    fn act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        if let ("undo-this", Some(change), Some(row), Ok(office)) =
            (name, self.past_change(), self.row(), ctx.office())
        {
            return Flow::Open(Box::new(ask_to_undo(office, row, change, ctx)));
        }
        doing::start(name, self.row().map(Arc::as_ref), ctx)
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
        match (reply.question, self.row()) {
            ("full-number", _) => self.unmask(&reply.text, ctx),
            ("undo-this", _) => take_back(self.past_change(), &reply.text, ctx),
            // Whoever sees the numbers in full has said why; the paper shows what the screen does.
            ("print-file", Some(row)) => {
                acts::print(row, &reply.text, self.unmasked.as_deref(), ctx)
            }
            _ => doing::replied(&reply, self.row(), ctx),
        }
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        let was = self.line().map(|line| line.section);
        self.file = office.child_file(self.id);
        self.lines = self.file.as_ref().map_or_else(Vec::new, |file| {
            let lines = file.lines(office, &ctx.words, self.unmasked.is_none());
            let full = file.lines(office, &ctx.words, false);
            self.hides = lines.iter().zip(&full).any(|(a, b)| a.bits != b.bits);
            lines
        });
        self.past = match self.row() {
            Some(row) => past(office, row, ctx),
            None => vec![Item::told(ctx.word("record-gone"))],
        };
        let page = self.page.get_mut();
        page.rows = page::rows(&self.lines, &self.past, page.width, ctx);
        let all = page.rows.len();
        page.window.clamp(all);
        // The focus stays in its section, wherever that now stands.
        let section = |row: &Shown| self.lines.get(row.line?).map(|line| line.section);
        let now = page.rows.get(page.window.cursor()).and_then(section);
        if let Some(at) = page
            .rows
            .iter()
            .position(|row| was.is_some() && section(row) == was)
            && now != was
        {
            page.window.set(at);
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.lay_out(canvas.width(), ctx);
        let page = self.rows();
        let range = page.window.range(canvas.height(), page.rows.len());
        for (y, at) in (0..canvas.height()).zip(range) {
            page.rows[at].item.draw(canvas, y);
            if at == page.window.cursor() {
                lines::focus(canvas, y);
            }
        }
    }
}
