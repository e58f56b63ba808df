//! Who was trained in which year, people by years: gaps are found by sign first, colour second.

mod draw;

use super::list::count;
use super::{Note, dues};
use crate::domain::book::Kind;
use crate::domain::due::Rule;
use crate::domain::worker::WorkerRole;
use crate::domain::workforce::YearState;
use crate::schema::{Coded, Day, Value};
use crate::service::{Office, RotationLine};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Flow, Header, Title, View};
use crate::ui::widgets::Window;
use ratatui::layout::Size;

/// Years that stand side by side.
const YEARS: usize = 6;
/// Rows below the people: two totals and what the cell means.
const BELOW: u16 = 4;

/// One person's row, in words.
struct Person {
    name: String,
    village: String,
    since: String,
}

/// The matrix.
#[derive(Default)]
pub struct Rotation {
    years: Vec<i32>,
    lines: Vec<RotationLine>,
    people: Vec<Person>,
    /// In post and trained, for each year.
    totals: Vec<(usize, usize)>,
    window: Window,
    year: usize,
}

impl Rotation {
    /// The matrix of the office that is open, the focus on this year.
    pub fn new(ctx: &Ctx) -> Self {
        let mut matrix = Self {
            year: YEARS - 1,
            ..Self::default()
        };
        matrix.changed(ctx);
        matrix
    }

    fn cell(&self) -> Option<(&RotationLine, i32, YearState)> {
        let line = self.lines.get(self.window.cursor())?;
        Some((
            line,
            *self.years.get(self.year)?,
            *line.years.get(self.year)?,
        ))
    }

    /// What the cell means, in one sentence.
    fn meaning(&self, ctx: &Ctx) -> String {
        let Some((_, year, state)) = self.cell() else {
            return String::new();
        };
        let name = self
            .people
            .get(self.window.cursor())
            .map_or("", |p| p.name.as_str());
        let left = Day::from_ymd(year, 12, 31).map_or(0, |end| end.0 - ctx.today().0);
        let key = format!("rotation-is-{}", state.code());
        ctx.fill(
            &key,
            &[
                ("name", name),
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
fn place(line: &RotationLine, office: &Office, ctx: &Ctx) -> String {
    let role = office
        .row(Kind::Worker, line.worker)
        .map(|row| row.record.value("role"));
    let supervisor = Value::Choice(WorkerRole::Supervisor.code().to_owned());
    match line.village {
        Some(id) => office.label(Kind::Village, id),
        None if role == Some(supervisor) => ctx.word("rotation-supervisor"),
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
                body.height.saturating_sub(1 + BELOW),
                self.lines.len(),
                ctx,
            ),
        )
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::New => Err("why-nothing-new-here"),
            Cmd::Mark | Cmd::MarkAll | Cmd::Refine | Cmd::Widen => Err("why-not-here"),
            Cmd::Change | Cmd::Enter | Cmd::Why if self.cell().is_none() => Err("why-no-row"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        match cmd {
            Cmd::Left => self.year = self.year.saturating_sub(1),
            Cmd::Right => self.year = (self.year + 1).min(YEARS - 1),
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

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        let this = office.today().year();
        self.years = (0..YEARS)
            .rev()
            .map(|back| this - i32::try_from(back).unwrap_or(0))
            .collect();
        self.lines = office.rotation(&self.years);
        let person = |line: &RotationLine| Person {
            name: office.label(Kind::Worker, line.worker),
            village: place(line, office, ctx),
            since: line.since.map_or_else(String::new, |day| day.iso()),
        };
        self.people = self.lines.iter().map(person).collect();
        let total = |i: usize| {
            let states = self.lines.iter().filter_map(|line| line.years.get(i));
            let (mut in_post, mut trained) = (0, 0);
            for state in states {
                in_post += usize::from(*state != YearState::NotInPost);
                trained += usize::from(state.done());
            }
            (in_post, trained)
        };
        self.totals = (0..YEARS).map(total).collect();
        self.window.clamp(self.lines.len());
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_matrix(canvas, ctx);
    }
}
