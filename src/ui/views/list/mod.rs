//! The list of any kind: its columns come from the field table, its rows from the office. Only
//! the rows around the focus are ever made into text.

mod columns;
mod empty;
mod signs;

use super::{doing, dues};
use crate::domain::book::Kind;
use crate::schema::{Id, Words};
use crate::service::{Column, Office, Problem, Query, Row, Where};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::{Place, tab_of};
use crate::ui::sign::Sign;
use crate::ui::view::{Act, Flow, Header, Reply, Title, View};
use crate::ui::widgets::{Band, Line, Window, grid};
use ratatui::layout::Size;
use std::ops::Range;
use std::sync::Arc;

pub(super) use empty::Empty;
pub(super) use signs::risk;

/// The records of a kind.
pub struct List {
    kind: Kind,
    wheres: Vec<Where>,
    columns: Vec<Column>,
    heads: Vec<grid::Column>,
    rows: Vec<Arc<Row>>,
    signs: Vec<Option<Sign>>,
    /// What the computed columns hold, for every row: they are gathered once for all.
    computed: Vec<Vec<String>>,
    band: Band,
    window: Window,
    empty: Empty,
}

impl List {
    /// The records of a kind for which all of these hold.
    ///
    /// # Errors
    /// The role may not see them, or a condition isn't one.
    pub fn new(kind: Kind, wheres: Vec<String>, ctx: &Ctx) -> Result<Self, Problem> {
        let office = ctx.office()?;
        office.require(kind)?;
        let wheres: Result<Vec<Where>, Problem> =
            wheres.iter().map(|w| office.parse_where(kind, w)).collect();
        let mut list = Self {
            kind,
            wheres: wheres?,
            columns: columns::of(kind),
            heads: Vec::new(),
            rows: Vec::new(),
            signs: Vec::new(),
            computed: Vec::new(),
            band: Band::default(),
            window: Window::default(),
            empty: Empty::new(kind, ctx.today()),
        };
        list.changed(ctx);
        Ok(list)
    }

    fn row(&self) -> Option<&Arc<Row>> {
        self.rows.get(self.window.cursor())
    }

    fn gather(&mut self, office: &Office, ctx: &Ctx) {
        let query = Query {
            wheres: self.wheres.clone(),
            ..Query::default()
        };
        let rows = office.list(&ctx.words, self.kind, &query).rows;
        let signs = signs::of(office, self.kind, &rows);
        let mut both: Vec<(Option<Sign>, Arc<Row>)> = signs.into_iter().zip(rows).collect();
        if self.kind == Kind::Session {
            // The next one and the last ones are what people come for.
            both.sort_by_key(|(_, row)| std::cmp::Reverse((row.record.value("day"), row.number)));
        } else {
            both.sort_by_key(|(sign, _)| signs::rank(*sign));
        }
        (self.signs, self.rows) = both.into_iter().unzip();
        let computed: Vec<Column> = self.columns.iter().copied().filter(is_computed).collect();
        self.computed = if computed.is_empty() {
            Vec::new()
        } else {
            office.cells(&ctx.words, &self.rows, &computed)
        };
    }

    fn fill(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        let mut band = std::mem::take(&mut self.band);
        band.fill(self.window.cursor(), self.rows.len(), |range| {
            self.lines(range, office, &ctx.words)
        });
        self.band = band;
        // Another column rather goes than that a name is cut.
        for (i, column) in self.columns.iter().enumerate() {
            if column.name(self.kind) == "name"
                && let Some(head) = self.heads.get_mut(i)
            {
                head.min = self.band.widest(i).min(columns::NAME);
            }
        }
    }

    fn lines(&self, range: Range<usize>, office: &Office, words: &dyn Words) -> Vec<Line> {
        let stored: Vec<Column> = self
            .columns
            .iter()
            .copied()
            .filter(|c| !is_computed(c))
            .collect();
        let cells = office.cells(words, &self.rows[range.clone()], &stored);
        let made = range.zip(cells).map(|(at, stored)| {
            let mut stored = stored.into_iter();
            let mut computed = self.computed.get(at).into_iter().flatten().cloned();
            let cells = self.columns.iter().map(|column| {
                let text = if is_computed(column) {
                    computed.next()
                } else {
                    stored.next()
                };
                columns::cell(self.kind, *column, text.unwrap_or_default(), words)
            });
            Line::new(self.signs[at], cells.collect())
        });
        made.collect()
    }

    fn open(&self) -> Flow {
        self.row().map_or(Flow::Stay, |row| {
            Flow::Go(match self.kind {
                // People open a session to see who came.
                Kind::Session => Place::Roster { session: row.id },
                kind => Place::Record { kind, id: row.id },
            })
        })
    }

    fn due(&self, ctx: &Ctx) -> Option<crate::domain::due::Due> {
        let office = ctx.office().ok()?;
        dues::of(office, self.kind, self.row()?.id)
            .into_iter()
            .next()
    }
}

fn is_computed(column: &Column) -> bool {
    matches!(column, Column::Computed(_))
}

/// `第 1-17 行，共 87 行`, or only how many where all are on the screen, which has room
/// for so many rows.
pub(super) fn count(window: &Window, rows: u16, all: usize, ctx: &Ctx) -> String {
    window.range(rows, all);
    let (first, last) = window.shown(all);
    let all_text = all.to_string();
    if first <= 1 && last >= all {
        return ctx.fill("list-count", &[("all", &all_text)]);
    }
    let (first, last) = (first.to_string(), last.to_string());
    ctx.fill(
        "list-rows",
        &[("first", &first), ("last", &last), ("all", &all_text)],
    )
}

/// Draws heads and rows from a band; the window moves as it must.
pub(super) fn draw_rows(
    canvas: &mut Canvas<'_>,
    heads: &[grid::Column],
    band: &Band,
    window: &Window,
    all: usize,
) {
    let range = window.range(canvas.height().saturating_sub(1), all);
    let first = range.start;
    let lines = band.lines(range);
    let widths = grid::widths(heads, lines, canvas.width());
    grid::draw_heads(canvas, 0, heads, &widths);
    for (i, line) in lines.iter().enumerate() {
        let y = u16::try_from(i + 1).unwrap_or(u16::MAX);
        grid::draw_line(
            canvas,
            y,
            line,
            heads,
            &widths,
            first + i == window.cursor(),
        );
    }
}

impl View for List {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(tab_of(self.kind))
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let mut left = ctx.word(&format!("many-{}", self.kind.name()));
        if let Ok(office) = ctx.office() {
            for w in &self.wheres {
                left.push_str("  ");
                left.push_str(&w.describe(office, &ctx.words, self.kind));
            }
        }
        Title::new(
            left,
            count(
                &self.window,
                body.height.saturating_sub(1),
                self.rows.len(),
                ctx,
            ),
        )
    }

    fn can(&self, cmd: Cmd, ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::New if !self.kind.typed() => Err("why-nothing-new-here"),
            Cmd::Enter if self.rows.is_empty() && self.wheres.is_empty() => Ok(()),
            Cmd::Enter | Cmd::Change if self.row().is_none() => Err("why-no-row"),
            Cmd::Why if self.due(ctx).is_none() => Err("why-nothing-due"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if self.rows.is_empty() && self.wheres.is_empty() {
            let flow = self.empty.command(cmd);
            if !matches!(flow, Flow::Ignored) {
                return flow;
            }
        }
        if self.window.command(cmd, self.rows.len()) {
            self.fill(ctx);
            return Flow::Stay;
        }
        match (cmd, self.row()) {
            (Cmd::Enter, _) => self.open(),
            (Cmd::Change, Some(row)) => Flow::Go(Place::Change {
                kind: self.kind,
                id: row.id,
                field: None,
            }),
            (Cmd::New, _) => Flow::Go(Place::New {
                kind: self.kind,
                known: Vec::new(),
            }),
            (Cmd::Why, _) => match (self.due(ctx), ctx.office()) {
                (Some(due), Ok(office)) => Flow::Open(Box::new(dues::why(&due, office, ctx))),
                _ => Flow::Stay,
            },
            _ => Flow::Ignored,
        }
    }

    fn acts(&self, ctx: &Ctx) -> Vec<Act> {
        doing::acts(self.kind, self.row().map(Arc::as_ref), ctx)
    }

    fn act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        doing::start(name, self.row().map(Arc::as_ref), ctx)
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
        doing::replied(&reply, self.row(), ctx)
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office().cloned() else {
            return;
        };
        let was: Option<Id> = self.row().map(|row| row.id);
        self.heads = columns::heads(self.kind, &self.columns, &ctx.words);
        self.gather(&office, ctx);
        // The focus stays with what it was on, wherever that now stands.
        match self.rows.iter().position(|row| Some(row.id) == was) {
            Some(at) => self.window.set(at),
            None => self.window.clamp(self.rows.len()),
        }
        self.band.spoil();
        self.fill(ctx);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        if !self.rows.is_empty() {
            draw_rows(
                canvas,
                &self.heads,
                &self.band,
                &self.window,
                self.rows.len(),
            );
        } else if self.wheres.is_empty() {
            self.empty.draw(canvas, ctx);
        } else {
            canvas.put(
                grid::TEXT_AT,
                1,
                &ctx.word("list-nothing"),
                crate::ui::theme::Role::Text,
            );
        }
    }
}
