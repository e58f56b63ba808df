//! The real-name register of child directors: vacancies and doubts first.

use super::list::{Empty, count, draw_rows};
use super::{doing, dues};
use crate::domain::book::Kind;
use crate::domain::workforce::{FirstTraining, YearState};
use crate::schema::Id;
use crate::service::{DirectorLine, Office, Row};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::view::{Act, Flow, Header, Reply, Title, View};
use crate::ui::widgets::{Band, Cell, Column, Line, Window};
use ratatui::layout::Size;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// The words that most of the states in a column have.
const FIRST: [&str; 2] = ["choice-outcome-pass", "choice-year-state-not_yet"];
const YEAR: [&str; 2] = ["choice-year-state-trained", "choice-year-state-not_yet"];
const WORK_TIME: [&str; 2] = ["choice-work-time-full", "choice-work-time-part"];

/// The register.
pub struct Directors {
    lines: Vec<DirectorLine>,
    heads: Vec<Column>,
    band: Band,
    window: Window,
    empty: Empty,
}

impl Directors {
    /// The register of the office that is open.
    pub fn new(ctx: &Ctx) -> Self {
        let mut register = Self {
            lines: Vec::new(),
            heads: Vec::new(),
            band: Band::default(),
            window: Window::default(),
            empty: Empty::new(Kind::Worker, ctx.today()),
        };
        register.changed(ctx);
        register
    }

    fn line(&self) -> Option<&DirectorLine> {
        self.lines.get(self.window.cursor())
    }

    /// Nobody at all yet: then the villages aren't vacant, the register is empty.
    fn nobody(&self) -> bool {
        self.lines.iter().all(|line| line.worker.is_none())
    }

    /// The record behind the row: the director's, or the vacant village's.
    fn target(&self) -> Option<(Kind, Id)> {
        let line = self.line()?;
        line.worker
            .map(|id| (Kind::Worker, id))
            .or_else(|| line.village.map(|id| (Kind::Village, id)))
    }

    fn row(&self, ctx: &Ctx) -> Option<Arc<Row>> {
        let (kind, id) = self.target()?;
        ctx.office().ok()?.row(kind, id)
    }

    fn due(&self, ctx: &Ctx) -> Option<crate::domain::due::Due> {
        let (kind, id) = self.target()?;
        dues::of(ctx.office().ok()?, kind, id).into_iter().next()
    }

    fn fill(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        let lines = &self.lines;
        let make =
            |range: Range<usize>| lines[range].iter().map(|l| shown(l, office, ctx)).collect();
        self.band.fill(self.window.cursor(), lines.len(), make);
        // Another column rather goes than that a name is cut.
        if let Some(name) = self.heads.first_mut() {
            name.min = self.band.widest(0).min(NAME);
        }
    }
}

/// The widest that a name gets.
const NAME: u16 = 12;

/// A column of states is never narrower than its words: a cut word says nothing.
fn heads(ctx: &Ctx, children: bool) -> Vec<Column> {
    let words = |head: String, keys: &[&str], before: u16| {
        let widest = keys.iter().map(|key| text::width(&ctx.word(key))).max();
        let cells = (widest.unwrap_or(0) + before).max(text::width(&head));
        Column::words(head, cells, cells.max(12))
    };
    let year = ctx.today().year().to_string();
    let mut heads = vec![
        words(
            ctx.word("field-worker-name.label"),
            &["rule-no_director"],
            0,
        ),
        Column::words(ctx.word("column-village"), 8, 14),
        words(ctx.word("register-first"), &FIRST, 2),
        words(ctx.fill("register-rotation", &[("year", &year)]), &YEAR, 2),
    ];
    if children {
        let head = ctx.word("register-children");
        let cells = text::width(&head);
        heads.push(Column::numbers(head, cells, cells));
    }
    heads.push(Column::words(ctx.word("field-worker-phone.label"), 11, 13));
    // Where there is room.
    heads.push(Column::words(ctx.word("column-since"), 10, 10));
    heads.push(words(
        ctx.word("field-worker-work_time.label"),
        &WORK_TIME,
        0,
    ));
    heads
}

fn shown(line: &DirectorLine, office: &Office, ctx: &Ctx) -> Line {
    let village = line
        .village
        .map_or_else(String::new, |id| office.label(Kind::Village, id));
    let children = line.children.map(|n| Cell::text(n.to_string()));
    let Some(worker) = line.worker else {
        let mut cells = vec![
            Cell::text(ctx.word("rule-no_director")),
            Cell::text(village),
            Cell::default(),
            Cell::default(),
        ];
        cells.extend(children);
        return Line::new(line.pressing.map(Sign::from), cells);
    };
    let mut cells = vec![
        Cell::text(office.label(Kind::Worker, worker)),
        Cell::text(village),
        first(line.first, ctx),
        rotation(line.rotation, ctx),
    ];
    if office.may(Kind::Child) {
        cells.push(children.unwrap_or_default());
    }
    if let Some(row) = office.row(Kind::Worker, worker) {
        let told = |name| {
            row.record
                .kind()
                .field_index(name)
                .map(|i| office.text(&ctx.words, &row, i))
        };
        cells.push(Cell::text(told("phone").unwrap_or_default()));
        cells.push(Cell::text(
            line.since.map_or_else(String::new, |day| day.iso()),
        ));
        cells.push(Cell::text(told("work_time").unwrap_or_default()));
    }
    let sign = match (line.pressing, line.village) {
        (Some(pressing), _) => Sign::from(pressing),
        // Out of post: nothing to do, and nothing done.
        (None, None) => Sign::Later,
        (None, Some(_)) => Sign::Good,
    };
    Line::new(Some(sign), cells)
}

/// First training as a sign and its word.
pub(super) fn first(state: FirstTraining, ctx: &Ctx) -> Cell {
    match state {
        FirstTraining::Passed(_) => Cell::state(Sign::Good, ctx.word("choice-outcome-pass")),
        FirstTraining::Failed => Cell::state(Sign::Watch, ctx.word("choice-outcome-fail")),
        FirstTraining::None => Cell::state(Sign::Watch, ctx.word("choice-year-state-not_yet")),
    }
}

/// A year of rotation as a sign and its word.
pub(super) fn rotation(state: YearState, ctx: &Ctx) -> Cell {
    let sign = match state {
        YearState::NotInPost => return Cell::default(),
        state if state.done() => Sign::Good,
        YearState::NotYet => Sign::Watch,
        _ => Sign::Refused,
    };
    Cell::state(
        sign,
        ctx.word(&format!("choice-year-state-{}", state.code())),
    )
}

impl View for Directors {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(3)
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let all = if self.nobody() { 0 } else { self.lines.len() };
        Title::new(
            ctx.word("many-director"),
            count(&self.window, body.height.saturating_sub(1), all, ctx),
        )
    }

    fn can(&self, cmd: Cmd, ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::Enter if self.nobody() => Ok(()),
            Cmd::Enter | Cmd::Change if self.target().is_none() => Err("why-no-row"),
            Cmd::Change if self.nobody() => Err("why-no-row"),
            Cmd::Why if self.nobody() || self.due(ctx).is_none() => Err("why-nothing-due"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if self.nobody() {
            match self.empty.command(cmd) {
                Flow::Ignored => {}
                flow => return flow,
            }
        }
        if self.window.command(cmd, self.lines.len()) {
            self.fill(ctx);
            return Flow::Stay;
        }
        match (cmd, self.target()) {
            (Cmd::Enter, Some((kind, id))) => Flow::Go(Place::Record { kind, id }),
            (Cmd::Change, Some((kind, id))) => Flow::Go(Place::Change {
                kind,
                id,
                field: None,
            }),
            (Cmd::New, _) => Flow::Go(Place::NewDirector { village: None }),
            (Cmd::Why, _) => match (self.due(ctx), ctx.office()) {
                (Some(due), Ok(office)) => Flow::Open(Box::new(dues::why(&due, office, ctx))),
                _ => Flow::Stay,
            },
            _ => Flow::Ignored,
        }
    }

    fn acts(&self, ctx: &Ctx) -> Vec<Act> {
        match self.line().map(|line| line.worker) {
            Some(None) if !self.nobody() => {
                let mut acts = doing::acts(Kind::Village, self.row(ctx).as_deref(), ctx);
                acts.retain(|act| act.name != "put-aside");
                acts.extend(["new-director", "bring-in"].map(Act::new));
                acts
            }
            Some(Some(_)) => doing::acts(Kind::Worker, self.row(ctx).as_deref(), ctx),
            _ => doing::acts(Kind::Worker, None, ctx),
        }
    }

    fn act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        doing::start(name, self.row(ctx).as_deref(), ctx)
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
        doing::replied(&reply, self.row(ctx).as_ref(), ctx)
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office().cloned() else {
            return;
        };
        let was = self.line().map(|line| (line.worker, line.village));
        let before: HashSet<Option<Id>> = self.lines.iter().map(|line| line.worker).collect();
        self.lines = office.register();
        self.heads = heads(ctx, office.may(Kind::Child));
        // Onto a newcomer, of whom one has just filled in the form; else where it was.
        let came = |line: &DirectorLine| line.worker.is_some() && !before.contains(&line.worker);
        let newcomer = self
            .lines
            .iter()
            .position(came)
            .filter(|_| !before.is_empty());
        let stayed = |line: &DirectorLine| Some((line.worker, line.village)) == was;
        match newcomer.or_else(|| self.lines.iter().position(stayed)) {
            Some(at) => self.window.set(at),
            None => self.window.clamp(self.lines.len()),
        }
        self.band.spoil();
        self.fill(ctx);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        if self.nobody() {
            self.empty.draw(canvas, ctx);
        } else {
            draw_rows(
                canvas,
                &self.heads,
                &self.band,
                &self.window,
                self.lines.len(),
            );
        }
    }
}
