//! Who was trained in which year, people by years: gaps are found by sign first, colour second.

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
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::view::{Flow, Header, Title, View};
use crate::ui::widgets::{Window, grid, lines};
use ratatui::layout::Size;

/// Years that stand side by side.
const YEARS: usize = 6;
/// Cells from one year to the next.
const STEP: u16 = 7;
/// Fewer cells than this leave no room for the village and the first day.
const NARROW: u16 = 76;
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

/// A state as it stands in a cell: a sign and one character or short word.
fn shown(state: YearState, ctx: &Ctx) -> (Sign, String) {
    let sign = match state {
        YearState::NotInPost => return (Sign::Later, String::new()),
        YearState::NotYet => Sign::Watch,
        YearState::Missed => Sign::Refused,
        _ => Sign::Good,
    };
    (sign, ctx.word(&format!("cell-{}", state.code())))
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
        let layout = Layout::of(canvas.width());
        self.draw_head(canvas, &layout, ctx);
        let rows = canvas.height().saturating_sub(1 + BELOW);
        let range = self.window.range(rows, self.lines.len());
        let mut y = 1;
        for at in range {
            self.draw_person(canvas, y, at, &layout, ctx);
            y += 1;
        }
        self.draw_totals(canvas, y, &layout, ctx);
        lines::line(
            canvas,
            y + 3,
            &ctx.word("rotation-cell"),
            &self.meaning(ctx),
        );
    }
}

/// Where things stand at a width.
struct Layout {
    village_at: Option<u16>,
    since_at: u16,
    years_at: u16,
}

impl Layout {
    fn of(width: u16) -> Self {
        if width < NARROW {
            let years_at = grid::TEXT_AT + 9;
            return Self {
                village_at: None,
                since_at: 0,
                years_at,
            };
        }
        Self {
            village_at: Some(grid::TEXT_AT + 8),
            since_at: grid::TEXT_AT + 18,
            years_at: grid::TEXT_AT + 27,
        }
    }

    fn year_at(&self, year: usize) -> u16 {
        self.years_at + u16::try_from(year).unwrap_or(0) * STEP
    }
}

impl Rotation {
    fn draw_head(&self, canvas: &mut Canvas<'_>, layout: &Layout, ctx: &Ctx) {
        canvas.put(grid::TEXT_AT, 0, &ctx.word("column-who"), Role::Muted);
        if let Some(at) = layout.village_at {
            canvas.put(at, 0, &ctx.word("column-village"), Role::Muted);
            canvas.put(layout.since_at, 0, &ctx.word("column-since"), Role::Muted);
        }
        for (i, year) in self.years.iter().enumerate() {
            canvas.put(layout.year_at(i), 0, &year.to_string(), Role::Muted);
        }
    }

    fn draw_person(&self, canvas: &mut Canvas<'_>, y: u16, at: usize, layout: &Layout, ctx: &Ctx) {
        let (line, person) = (&self.lines[at], &self.people[at]);
        let sign = match line.years.last() {
            Some(YearState::NotYet) => Sign::Watch,
            Some(YearState::Missed) => Sign::Refused,
            Some(YearState::NotInPost) | None => Sign::Later,
            Some(_) => Sign::Good,
        };
        canvas.put(2, y, sign.text(), sign.role());
        let name = if layout.village_at.is_some() { 7 } else { 8 };
        canvas.put_cut(grid::TEXT_AT, y, name, &person.name, Role::Text);
        if let Some(village) = layout.village_at {
            canvas.put_cut(village, y, 9, &person.village, Role::Text);
            canvas.put(
                layout.since_at,
                y,
                &text::clip(&person.since, 7),
                Role::Text,
            );
        }
        let focus = at == self.window.cursor();
        if focus {
            canvas.focus(0, y, 2, canvas.width().saturating_sub(2));
        }
        for (i, state) in line.years.iter().enumerate() {
            let x = layout.year_at(i);
            let (sign, word) = shown(*state, ctx);
            let end = canvas.put(x, y, &format!("{} {word}", sign.text()), sign.role());
            if focus && i == self.year && canvas.focused() {
                canvas.put(x - 1, y, "[", Role::Selected);
                canvas.put(end.max(x + 1), y, "]", Role::Selected);
            }
            if focus {
                canvas.reverse(x, y, end - x);
            }
        }
    }

    fn draw_totals(&self, canvas: &mut Canvas<'_>, y: u16, layout: &Layout, ctx: &Ctx) {
        canvas.put(grid::TEXT_AT, y, &ctx.word("rotation-in-post"), Role::Text);
        canvas.put(
            grid::TEXT_AT,
            y + 1,
            &ctx.word("rotation-trained"),
            Role::Text,
        );
        for (i, (in_post, trained)) in self.totals.iter().enumerate() {
            let end = layout.year_at(i) + 4;
            for (row, number) in [(y, in_post), (y + 1, trained)] {
                canvas.put(
                    end.saturating_sub(4),
                    row,
                    &text::pad_left(&number.to_string(), 4),
                    Role::Text,
                );
            }
        }
    }
}
