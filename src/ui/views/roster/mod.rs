//! Who came: one key a person. Every mark is stored as it is made; nobody becomes absent without
//! one.

mod draw;
mod marking;
mod search;

use super::Pick;
use crate::domain::book::Kind;
use crate::domain::training::Attendance;
use crate::schema::{Coded, Id};
use crate::service::{Problem, RosterLine, Tally};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow, Header, Reply, Title, View};
use crate::ui::widgets::{Band, Cell, Line, Window};
use marking::directors;
use ratatui::layout::Size;
use search::Search;

/// What the digits mean, in the order of the panel at the right.
const MARKS: [(u8, Attendance); 5] = [
    (1, Attendance::Present),
    (2, Attendance::Late),
    (3, Attendance::Excused),
    (4, Attendance::Absent),
    (0, Attendance::Unmarked),
];

/// A session's roster.
pub struct Roster {
    session: Id,
    title: String,
    lines: Vec<RosterLine>,
    tally: Tally,
    band: Band,
    window: Window,
    search: Option<Search>,
}

impl Roster {
    /// The roster of a session.
    ///
    /// # Errors
    /// There is no such session any more.
    pub fn new(session: Id, ctx: &Ctx) -> Result<Self, Problem> {
        let gone = || Problem::new("problem-gone").with("kind", ctx.word("kind-session"));
        ctx.office()?
            .row(Kind::Session, session)
            .filter(|r| !r.retired)
            .ok_or_else(gone)?;
        let mut roster = Self {
            session,
            title: String::new(),
            lines: Vec::new(),
            tally: Tally::default(),
            band: Band::default(),
            window: Window::default(),
            search: None,
        };
        roster.changed(ctx);
        // Where marking goes on.
        let open = roster
            .lines
            .iter()
            .position(|line| line.state == Attendance::Unmarked);
        roster.window.set(open.unwrap_or(0));
        roster.fill(ctx);
        Ok(roster)
    }

    fn line(&self) -> Option<&RosterLine> {
        self.lines.get(self.window.cursor())
    }

    fn fill(&mut self, ctx: &Ctx) {
        let lines = &self.lines;
        self.band.fill(self.window.cursor(), lines.len(), |range| {
            range.map(|at| shown(at, &lines[at], ctx)).collect()
        });
    }
}

fn shown(at: usize, line: &RosterLine, ctx: &Ctx) -> Line {
    let word = ctx.word(&format!("choice-attendance-{}", line.state.code()));
    let time = line.time.map_or_else(String::new, |time| time.to_string());
    let cells = [
        (at + 1).to_string(),
        line.name.clone(),
        line.village.clone(),
    ]
    .map(Cell::text);
    let mut line_ = Line::new(Some(super::record::mark_sign(line.state)), cells.to_vec());
    line_.cells.push(Cell::text(word));
    line_.cells.push(Cell::text(time));
    line_
}

impl View for Roster {
    fn scope(&self) -> Scope {
        Scope::Roster
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(format!("{}   {}", ctx.word("scope-roster"), self.title))
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let right = super::list::count(&self.window, self.people_rows(body), self.lines.len(), ctx);
        let title = Title::new(ctx.word("roster-title"), right);
        let beside = draw::has_tally(body).then(|| (draw::SPLIT, ctx.word("roster-how")));
        Title {
            split: beside,
            ..title
        }
    }

    fn caret(&self) -> bool {
        self.search.is_some()
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::Enter if self.search.is_none() => Err("why-digits"),
            Cmd::Digit | Cmd::Find if self.lines.is_empty() => Err("why-nobody-on-it"),
            Cmd::Digit | Cmd::Find | Cmd::New if self.search.is_some() => Err("why-searching"),
            Cmd::Why => Err("why-nothing-due"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if let Some(search) = &mut self.search {
            let (flow, at, over) = search.command(cmd, &self.lines, self.window.cursor());
            self.window.set(at);
            if over {
                self.search = None;
            }
            self.fill(ctx);
            return flow;
        }
        if self.window.command(cmd, self.lines.len()) {
            self.fill(ctx);
            return Flow::Stay;
        }
        match cmd {
            Cmd::Find => {
                self.search = Some(Search::from(self.window.cursor()));
                Flow::Stay
            }
            Cmd::New => self.act("enrol-one", ctx),
            _ => Flow::Ignored,
        }
    }

    fn digit(&mut self, digit: u8, ctx: &Ctx) -> Flow {
        match MARKS.iter().find(|(d, _)| *d == digit) {
            Some((_, state)) => self.mark(*state, ctx),
            None => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, ctx: &Ctx) -> Flow {
        let Some(search) = &mut self.search else {
            return Flow::Ignored;
        };
        let at = search.text(c, &self.lines);
        self.window.set(at);
        self.fill(ctx);
        Flow::Stay
    }

    fn acts(&self, _ctx: &Ctx) -> Vec<Act> {
        let unmarked = (self.tally.unmarked == 0).then_some("why-nobody-unmarked");
        let nobody = self.line().is_none().then_some("why-nobody-on-it");
        vec![
            Act {
                name: "rest-absent",
                not_now: unmarked,
            },
            Act::new("enrol-all"),
            Act::new("enrol-lacking"),
            Act::new("enrol-one"),
            Act {
                name: "result",
                not_now: nobody,
            },
            Act {
                name: "sheet",
                not_now: nobody,
            },
            Act {
                name: "open-worker",
                not_now: nobody,
            },
            Act::new("open-session"),
        ]
    }

    fn act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        match (name, self.line()) {
            ("rest-absent", _) => self.ask(name, "roster-number", ctx),
            ("sheet", _) => self.ask(name, "roster-file", ctx),
            ("enrol-all", _) => self.enrol(&directors(office, false), ctx),
            ("enrol-lacking", _) => self.enrol(&directors(office, true), ctx),
            ("enrol-one", _) => {
                let title = ctx.word("act-enrol-one");
                Flow::Open(Box::new(Pick::new("enrol-one", title, Kind::Worker, ctx)))
            }
            ("result", Some(line)) => Flow::Go(Place::Change {
                kind: Kind::Enrolment,
                id: line.enrolment,
                field: Some("score"),
            }),
            ("open-worker", Some(line)) => Flow::Go(Place::Record {
                kind: Kind::Worker,
                id: line.worker,
            }),
            ("open-session", _) => Flow::Go(Place::Record {
                kind: Kind::Session,
                id: self.session,
            }),
            _ => Flow::Ignored,
        }
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
        match (reply.question, Id::parse(&reply.text)) {
            ("rest-absent", _) => self.rest_absent(&reply.text, ctx),
            ("sheet", _) => self.print(&reply.text, ctx),
            ("enrol-one", Some(worker)) => self.enrol(&[worker], ctx),
            _ => Flow::Stay,
        }
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        let was = self.line().map(|line| line.enrolment);
        self.title = office.label(Kind::Session, self.session);
        self.lines = office.roster(self.session);
        self.tally = Tally::of(&self.lines);
        match self
            .lines
            .iter()
            .position(|line| Some(line.enrolment) == was)
        {
            Some(at) => self.window.set(at),
            None => self.window.clamp(self.lines.len()),
        }
        self.band.spoil();
        self.fill(ctx);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_roster(canvas, ctx);
    }
}
