//! Who was trained in which year, people by years: gaps are found by sign first, colour second.

mod draw;
mod papers;
mod sieve;

use super::list::count;
use super::{Note, dues};
use crate::domain::book::Kind;
use crate::domain::due::Rule;
use crate::domain::worker::WorkerRole;
use crate::domain::workforce::YearState;
use crate::schema::{Coded, Day};
use crate::service::{Office, RotationLine, forecast_said, totals};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow, Header, Reply, Title, View};
use crate::ui::widgets::Window;
use ratatui::layout::Size;
use sieve::Sieve;
use std::sync::Arc;

/// Years that stand side by side.
pub(super) const YEARS: usize = 6;
/// Rows below the people: two totals and what the cell means.
const BELOW: u16 = 4;

/// The years that stand side by side, this one last.
pub(super) fn years(this: i32) -> Vec<i32> {
    let back = (0..YEARS).rev();
    back.map(|back| this - i32::try_from(back).unwrap_or(0))
        .collect()
}

/// One person's row, in words.
struct Person {
    name: String,
    /// The village; the township in an office that has several.
    place: String,
    /// What else tells people of one name apart there: the village.
    beside: String,
    since: String,
}

/// The matrix.
#[derive(Default)]
pub struct Rotation {
    years: Vec<i32>,
    /// Everybody, and the places of those whom the sieve lets pass.
    all: Arc<Vec<RotationLine>>,
    lines: Vec<usize>,
    sieve: Sieve,
    /// Whether the office has several townships.
    towns: bool,
    forecast: String,
    /// In post and trained, for each year.
    totals: Vec<(usize, usize)>,
    window: Window,
    year: usize,
}

impl Rotation {
    /// The matrix of the office that is open, of this township where one is named, the focus on
    /// this year.
    pub fn new(township: Option<&str>, ctx: &Ctx) -> Self {
        let office = ctx.office().ok();
        let division = |code: &str| office.and_then(|o| o.township(code).ok());
        let mut matrix = Self {
            year: YEARS - 1,
            sieve: Sieve {
                township: township.and_then(division),
                gaps: false,
            },
            ..Self::default()
        };
        matrix.changed(ctx);
        matrix
    }

    /// A row of those that are shown.
    fn line(&self, at: usize) -> Option<&RotationLine> {
        self.all.get(*self.lines.get(at)?)
    }

    /// All that are shown.
    fn shown(&self) -> impl Iterator<Item = &RotationLine> + Clone {
        self.lines.iter().filter_map(|at| self.all.get(*at))
    }

    fn cell(&self) -> Option<(&RotationLine, i32, YearState)> {
        let line = self.line(self.window.cursor())?;
        Some((
            line,
            *self.years.get(self.year)?,
            *line.years.get(self.year)?,
        ))
    }

    /// A row in words. Only those on the screen are asked for: a province has 17,500.
    fn person(&self, at: usize, ctx: &Ctx) -> Option<Person> {
        let (line, office) = (self.line(at)?, ctx.office().ok()?);
        let village = village(line, office, ctx);
        let township = line.township.map_or_else(String::new, |d| d.short.clone());
        let (place, beside) = if self.towns {
            (township, village)
        } else {
            (village, String::new())
        };
        Some(Person {
            name: office.label(Kind::Worker, line.worker),
            place,
            beside,
            since: line.since.map_or_else(String::new, |day| day.iso()),
        })
    }

    /// What the cell means, in one sentence.
    fn meaning(&self, ctx: &Ctx) -> String {
        let Some((_, year, state)) = self.cell() else {
            return String::new();
        };
        let name = match self.person(self.window.cursor(), ctx) {
            Some(p) if p.beside.is_empty() => p.name,
            Some(p) => format!("{} {}", p.name, p.beside),
            None => String::new(),
        };
        let left = Day::from_ymd(year, 12, 31).map_or(0, |end| end.0 - ctx.today().0);
        let key = format!("rotation-is-{}", state.code());
        ctx.fill(
            &key,
            &[
                ("name", &name),
                ("year", &year.to_string()),
                ("days", &left.to_string()),
            ],
        )
    }

    fn why(&self, ctx: &Ctx) -> Flow {
        let Some((_, _, state)) = self.cell() else {
            return Flow::Stay;
        };
        let what = self.meaning(ctx);
        let note = match state {
            YearState::First => dues::rule(Rule::Untrained, what, ctx),
            YearState::NotInPost => {
                Note::new(ctx.word("desk-why"), vec![(ctx.word("desk-what"), what)])
            }
            _ => dues::rule(Rule::Rotation, what, ctx),
        };
        Flow::Open(Box::new(note))
    }

    /// Rows above the people's heads: what is shown, and who lapses.
    fn above(&self) -> u16 {
        u16::from(self.towns || self.sieve.is_set())
    }

    /// Takes those whom the sieve lets pass.
    fn sift(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        let lines = self.all.iter().enumerate();
        let pass = lines.filter(|(_, line)| self.sieve.lets_pass(line));
        self.lines = pass.map(|(at, _)| at).collect();
        self.totals = totals(self.shown(), YEARS);
        self.forecast = forecast_said(self.shown(), office.today(), &ctx.words);
        self.window.clamp(self.lines.len());
    }

    /// The session behind the cell; where there is none, the person.
    fn open(&self, office: &Office) -> Flow {
        let Some((line, year, _)) = self.cell() else {
            return Flow::Stay;
        };
        Flow::Go(match office.session_of(line.worker, year) {
            Some(session) => Place::Roster { session },
            None => Place::Record {
                kind: Kind::Worker,
                id: line.worker,
            },
        })
    }
}

/// Where somebody works; a supervisor's place is the township.
fn village(line: &RotationLine, office: &Office, ctx: &Ctx) -> String {
    match line.village {
        Some(id) => office.label(Kind::Village, id),
        None if line.role == Some(WorkerRole::Supervisor) => ctx.word("rotation-supervisor"),
        None => String::new(),
    }
}

impl View for Rotation {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(7)
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        Title::new(
            ctx.word("rotation-title"),
            count(
                &self.window,
                body.height.saturating_sub(self.above() + 1 + BELOW),
                self.lines.len(),
                ctx,
            ),
        )
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::New => Err("why-nothing-new-here"),
            Cmd::Mark | Cmd::MarkAll => Err("why-not-here"),
            Cmd::Widen if !self.sieve.is_set() => Err("why-no-chip"),
            Cmd::Change | Cmd::Enter | Cmd::Why if self.cell().is_none() => Err("why-no-row"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        match cmd {
            Cmd::Left => self.year = self.year.saturating_sub(1),
            Cmd::Right => self.year = (self.year + 1).min(YEARS - 1),
            Cmd::Refine => return self.ask_sieve(ctx),
            Cmd::Widen => {
                self.sieve.widen();
                self.sift(ctx);
            }
            Cmd::Why => return self.why(ctx),
            Cmd::Enter => return ctx.office().map_or(Flow::Stay, |office| self.open(office)),
            Cmd::Change => {
                return self.cell().map_or(Flow::Stay, |(line, ..)| {
                    Flow::Go(Place::Change {
                        kind: Kind::Worker,
                        id: line.worker,
                        field: None,
                    })
                });
            }
            cmd if self.window.command(cmd, self.lines.len()) => {}
            _ => return Flow::Ignored,
        }
        Flow::Stay
    }

    fn acts(&self, _ctx: &Ctx) -> Vec<Act> {
        self.offered()
    }

    fn act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        self.do_act(name, ctx)
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
        self.go_on(&reply, ctx)
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        self.years = years(office.today().year());
        self.all = office.rotation(&self.years);
        self.towns = office.has_townships();
        self.sift(ctx);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_matrix(canvas, ctx);
    }
}
