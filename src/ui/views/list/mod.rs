//! A list: the records of any kind, or the directors' register. Its columns come from the field
//! table, its rows from the office by the same query as the verbs'. Only the rows around the focus
//! are ever made into text, and they are put in order once for each change, never for a key.

mod chips;
mod columns;
mod draw;
mod empty;
mod look;
mod marks;
mod options;
mod pane;
mod refine;
mod register;
mod rows;
mod signs;
mod source;
mod work;

use super::dues;
use crate::domain::book::Kind;
use crate::domain::due::Due;
use crate::service::{Problem, Query, Row};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::{Place, tab_of};
use crate::ui::view::{Act, Flow, Header, Reply, Title, View};
use crate::ui::widgets::{Band, Window, grid};
use columns::Col;
use look::columns_named;
use marks::Marks;
use pane::Pane;
use ratatui::layout::Size;
use refine::Refine;
use source::{Item, Source};
use std::cell::Cell;
use std::collections::HashSet;
use std::sync::Arc;

pub(super) use draw::count;
pub(super) use empty::Empty;
pub use register::in_charge;
pub(super) use register::rotation;
pub(super) use signs::{risk, talk_sign};

/// A list of records.
pub struct List {
    source: Source,
    query: Query,
    /// The query that the rows are the answer to.
    asked: Query,
    /// Whether the session remembers how it is looked at. A list behind a figure is opened for
    /// that figure, and leaves the tab's own list as it was.
    kept: bool,
    cols: Vec<Col>,
    heads: Vec<grid::Column>,
    items: Vec<Item>,
    /// What to do where the conditions leave nothing.
    advice: String,
    band: Band,
    window: Window,
    marks: Marks,
    /// Columns behind the first that are shifted out at the left.
    shift: usize,
    /// Columns that had no room at the right; known only while drawing.
    beyond: Cell<usize>,
    pane: Pane,
    empty: Empty,
}

impl List {
    /// The records of a kind for which all of these hold; without conditions, as the session last
    /// looked at them.
    ///
    /// # Errors
    /// The role may not see them, or a condition isn't one.
    pub fn new(kind: Kind, wheres: &[String], ctx: &Ctx) -> Result<Self, Problem> {
        let office = ctx.office()?;
        office.require(kind)?;
        let wheres: Result<Vec<_>, Problem> =
            wheres.iter().map(|w| office.parse_where(kind, w)).collect();
        Ok(Self::of(Source::Kind(kind), wheres?, ctx))
    }

    /// The directors' register of the office that is open.
    pub fn directors(ctx: &Ctx) -> Self {
        Self::of(Source::Register, Vec::new(), ctx)
    }

    fn of(source: Source, wheres: Vec<crate::service::Where>, ctx: &Ctx) -> Self {
        let kept = ctx.kept.of(source.name());
        let own = wheres.is_empty();
        let query = if own {
            kept.query
        } else {
            Query {
                wheres,
                ..Query::default()
            }
        };
        let mut list = Self {
            source,
            asked: query.clone(),
            query,
            kept: own,
            cols: columns_named(source, kept.columns.as_deref(), ctx),
            heads: Vec::new(),
            items: Vec::new(),
            advice: String::new(),
            band: Band::default(),
            window: Window::default(),
            marks: Marks::default(),
            shift: 0,
            beyond: Cell::new(0),
            pane: Pane::default(),
            empty: Empty::new(source.kind(), ctx.today()),
        };
        list.changed(ctx);
        list
    }

    fn item(&self) -> Option<&Item> {
        self.items.get(self.window.cursor())
    }

    fn row(&self) -> Option<&Arc<Row>> {
        self.item().map(|item| &item.row)
    }

    /// Nothing to list at all, whatever the conditions: then it says what to do first.
    fn is_empty(&self) -> bool {
        self.query.wheres.is_empty()
            && self.query.on.is_none()
            && match self.source {
                Source::Kind(_) => self.items.is_empty(),
                Source::Register => register::nobody(&self.items),
            }
    }

    fn due(&self, ctx: &Ctx) -> Option<Due> {
        let (office, item) = (ctx.office().ok()?, self.item()?);
        dues::of(office, item.kind(), item.row.id)
            .into_iter()
            .next()
    }
}

impl View for List {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(tab_of(self.source.kind()))
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let left = ctx.word(&format!("many-{}", self.source.name()));
        Title {
            split: self.split(body, ctx),
            ..Title::new(left, self.told(body.height, ctx))
        }
    }

    fn can(&self, cmd: Cmd, ctx: &Ctx) -> Result<(), &'static str> {
        let empty = self.is_empty();
        match cmd {
            Cmd::New if !self.source.kind().added() => Err("why-nothing-new-here"),
            Cmd::Enter if empty => Ok(()),
            Cmd::Enter | Cmd::Change | Cmd::Mark | Cmd::MarkAll
                if empty || self.row().is_none() =>
            {
                Err("why-no-row")
            }
            Cmd::Mark if self.item().is_some_and(Item::is_vacancy) => Err("why-vacancy"),
            Cmd::Refine if empty => Err("why-nothing-listed"),
            Cmd::Widen if self.query.wheres.is_empty() && self.query.on.is_none() => {
                Err("why-no-chip")
            }
            Cmd::Why if empty || self.due(ctx).is_none() => Err("why-nothing-due"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if self.is_empty() {
            let flow = self.empty.command(cmd);
            if !matches!(flow, Flow::Ignored) {
                return flow;
            }
        }
        if self.in_pane(cmd) {
            return Flow::Stay;
        }
        if self.window.command(cmd, self.items.len()) {
            self.fill(ctx);
            return Flow::Stay;
        }
        match (cmd, self.row()) {
            (Cmd::Enter, Some(_)) => self.open(ctx),
            (Cmd::Change, Some(row)) => Flow::Go(Place::Change {
                kind: row.record.kind(),
                id: row.id,
                field: None,
            }),
            (Cmd::New, _) => self.add(),
            (Cmd::Why, _) => match (self.due(ctx), ctx.office()) {
                (Some(due), Ok(office)) => Flow::Open(Box::new(dues::why(&due, office, ctx))),
                _ => Flow::Stay,
            },
            (Cmd::Refine, _) => {
                let panel = Refine::new(self.source, &self.query, &self.cols, ctx);
                Flow::Open(Box::new(panel))
            }
            (Cmd::InCharge, _) if self.source == Source::Register => in_charge(self.query.on, ctx),
            (Cmd::Widen, _) => {
                // The day stands last among the conditions.
                if self.query.on.take().is_none() {
                    self.query.wheres.pop();
                }
                self.look_otherwise(ctx);
                Flow::Stay
            }
            (Cmd::Mark, Some(row)) => {
                let id = row.id;
                self.marks.turn(id);
                self.window.command(Cmd::Down, self.items.len());
                self.fill(ctx);
                Flow::Stay
            }
            (Cmd::MarkAll, _) => {
                self.marks.turn_all(&self.items);
                Flow::Stay
            }
            (Cmd::Back, _) if !self.marks.is_empty() => {
                self.marks.clear();
                Flow::Stay
            }
            (Cmd::Left, _) => {
                self.shift = self.shift.saturating_sub(1);
                Flow::Stay
            }
            (Cmd::Right, _) => {
                self.shift += usize::from(self.beyond.get() > 0);
                Flow::Stay
            }
            _ => Flow::Ignored,
        }
    }

    fn acts_about(&self, ctx: &Ctx) -> Option<String> {
        let count = self.marks.len().to_string();
        (!self.marks.is_empty()).then(|| ctx.fill("acts-marked", &[("count", &count)]))
    }

    fn acts(&self, ctx: &Ctx) -> Vec<Act> {
        let mut acts = self.what_can_be_done(ctx);
        if self.source == Source::Register {
            acts.extend(["dispensations", "talks", "adjustments", "commendations"].map(Act::new));
        }
        acts
    }

    fn act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        self.begin(name, ctx)
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
        match reply.question {
            refine::WHERE | refine::DAY | refine::SORT | refine::COLUMNS | refine::TAKE_OFF => {
                self.refined(&reply, ctx)
            }
            _ => self.go_on(&reply, ctx),
        }
    }

    fn reads_log(&self) -> bool {
        self.source.kind().is_log()
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office().cloned() else {
            return;
        };
        let was = self.item().map(Item::key);
        let people = |items: &[Item]| -> HashSet<_> {
            let people = items.iter().filter(|item| item.kind() == Kind::Worker);
            people.map(|item| item.row.id).collect()
        };
        let register = self.source == Source::Register;
        let before = if register {
            people(&self.items)
        } else {
            HashSet::new()
        };
        let (asked, had) = (self.query.clone(), !self.items.is_empty());
        self.heads = self
            .cols
            .iter()
            .map(|col| {
                col.head(
                    self.source,
                    self.query.on.unwrap_or_else(|| ctx.today()),
                    ctx,
                )
            })
            .collect();
        self.gather(&office, ctx);
        self.marks.settle(self.source.kind(), &self.items, &office);
        // Onto a newcomer to the register, of whom one has just filled in the form; else the focus
        // stays with what it was on, wherever that now stands.
        let came = |item: &Item| item.kind() == Kind::Worker && !before.contains(&item.row.id);
        let newcomer = (register && had && self.asked == asked)
            .then(|| self.items.iter().position(came))
            .flatten();
        self.asked = asked;
        let stayed = |item: &Item| Some(item.key()) == was;
        match newcomer.or_else(|| self.items.iter().position(stayed)) {
            Some(at) => self.window.set(at),
            None => self.window.clamp(self.items.len()),
        }
        self.band.spoil();
        self.fill(ctx);
        self.pane.spoil();
    }

    fn rest(&mut self, ctx: &Ctx) -> bool {
        self.complete(ctx)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        if self.is_empty() {
            self.empty.draw(canvas, ctx);
        } else {
            self.draw_both(canvas, ctx);
        }
    }
}
