//! Who came: one key a person. Every mark is stored as it is made; nobody becomes absent without
//! one.

mod acts;
mod draw;
mod entry;
mod guests;
mod marking;
mod opinion;
mod search;

use crate::domain::book::Kind;
use crate::domain::training::Attendance;
use crate::schema::Id;
use crate::service::{Problem, RosterLine, Tally};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::view::{Act, Flow, Header, Reply, Title, View};
use crate::ui::widgets::{Band, Window};
use entry::Entry;
use ratatui::layout::Size;
use search::Search;

/// What is being written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Who came.
    SignIn,
    /// Who left.
    SignOut,
    /// What the test gave.
    Marks,
    /// What people thought.
    Feedback,
}

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
    mode: Mode,
    entry: Entry,
    /// Which question of the feedback is answered next.
    question: usize,
    /// Whether the office has several townships, so that villages repeat.
    townships: bool,
    /// Full marks and the line to pass, in words.
    limits: (String, String),
    /// Who was added just now: the focus goes there.
    go_to: Option<Id>,
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
            mode: Mode::SignIn,
            entry: Entry::default(),
            question: 0,
            townships: false,
            limits: Default::default(),
            go_to: None,
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
        let (lines, mode, townships) = (&self.lines, self.mode, self.townships);
        self.band.fill(self.window.cursor(), lines.len(), |range| {
            let shown = |at: usize| draw::shown(at, &lines[at], mode, townships, ctx);
            range.map(shown).collect()
        });
    }
}

impl View for Roster {
    fn scope(&self) -> Scope {
        Scope::Roster
    }

    fn header(&self, ctx: &Ctx) -> Header {
        let doing = match self.mode {
            Mode::SignIn => "scope-roster",
            Mode::SignOut => "roster-sign-out",
            Mode::Marks => "roster-marks",
            Mode::Feedback => "feedback-title",
        };
        Header::Work(format!("{}   {}", ctx.word(doing), self.title))
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let right = super::list::count(&self.window, self.people_rows(body), self.lines.len(), ctx);
        let title = Title::new(ctx.word("roster-title"), right);
        let how = match self.mode {
            Mode::Marks => "roster-how-marks",
            Mode::Feedback => "roster-how-feedback",
            _ => "roster-how",
        };
        let beside = draw::has_tally(body).then(|| (draw::SPLIT, ctx.word(how)));
        Title {
            split: beside,
            ..title
        }
    }

    fn caret(&self) -> bool {
        self.search.is_some() || self.mode == Mode::Marks
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::Enter
                if matches!(self.mode, Mode::Marks | Mode::Feedback) && self.line().is_none() =>
            {
                Err("why-nobody-on-it")
            }
            Cmd::Enter
                if self.search.is_none() && !matches!(self.mode, Mode::Marks | Mode::Feedback) =>
            {
                Err("why-digits")
            }
            Cmd::Digit | Cmd::Find if self.lines.is_empty() => Err("why-nobody-on-it"),
            Cmd::Digit | Cmd::Find | Cmd::New if self.search.is_some() => Err("why-searching"),
            Cmd::Digit | Cmd::Find if self.mode == Mode::Marks => Err("why-typing-marks"),
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
        if self.mode == Mode::Marks && self.entry.input.command(cmd) {
            self.entry.fault = None;
            return Flow::Stay;
        }
        if self.mode == Mode::Feedback && self.walk(cmd, ctx) {
            return Flow::Stay;
        }
        if self.window.command(cmd, self.lines.len()) {
            self.stand(ctx);
            return Flow::Stay;
        }
        match cmd {
            Cmd::Find => {
                self.search = Some(Search::from(self.window.cursor()));
                Flow::Stay
            }
            Cmd::New => self.act("enrol-one", ctx),
            Cmd::Enter if self.mode == Mode::Marks => self.grade(ctx),
            Cmd::Enter if self.mode == Mode::Feedback => self.ask_remark(ctx),
            Cmd::Back if self.mode != Mode::SignIn => {
                self.turn_to(Mode::SignIn, ctx);
                Flow::Stay
            }
            _ => Flow::Ignored,
        }
    }

    fn digit(&mut self, digit: u8, ctx: &Ctx) -> Flow {
        match (self.mode, digit) {
            (Mode::Feedback, digit) => self.give(digit, ctx),
            (Mode::SignOut, 0 | 1) => self.sign_out(digit == 1, ctx),
            (Mode::SignIn, digit) => match MARKS.iter().find(|(d, _)| *d == digit) {
                Some((_, state)) => self.mark(*state, ctx),
                None => Flow::Ignored,
            },
            _ => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, ctx: &Ctx) -> Flow {
        let Some(search) = &mut self.search else {
            if self.mode != Mode::Marks {
                return Flow::Ignored;
            }
            self.entry.input.text(c);
            self.entry.fault = None;
            return Flow::Stay;
        };
        let at = search.text(c, &self.lines);
        self.window.set(at);
        self.fill(ctx);
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
        let was = self.line().map(|line| line.enrolment);
        self.title = office.label(Kind::Session, self.session);
        self.lines = office.roster(self.session);
        self.townships = self.lines.iter().any(|line| {
            let first = self.lines.first().map_or("", |l| l.township.as_str());
            line.township != first
        });
        self.limits = entry::limits(office, self.session);
        self.tally = Tally::of(&self.lines);
        let wanted = self.go_to.take();
        let place = |line: &RosterLine| match wanted {
            Some(who) => line.who() == Some(who),
            None => Some(line.enrolment) == was,
        };
        match self.lines.iter().position(place) {
            Some(at) => self.window.set(at),
            None => self.window.clamp(self.lines.len()),
        }
        self.band.spoil();
        self.stand(ctx);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_roster(canvas, ctx);
    }
}
