//! A year's rotation: what could be planned, and what is planned and became of it. Two pages of
//! one screen, since the second is where the first leads.

mod acts;
mod draw;

use super::list::count;
use crate::domain::book::Kind;
use crate::schema::Id;
use crate::service::{Problem, Proposal, YearWish};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::{self, Place};
use crate::ui::sign::Sign;
use crate::ui::view::{Act, Flow, Header, Reply, Title, View};
use crate::ui::widgets::Window;
use ratatui::layout::Size;

/// People that a session has room for unless somebody says otherwise. Ours (本地默认).
const USUAL: usize = 60;
/// Rows above the proposed sessions: what was wished, what comes of it, a blank, the heads.
const ABOVE: u16 = 4;
/// Rows below them: the townships of the focus in full.
const BELOW: u16 = 2;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Proposed,
    Held,
}

/// A line of the second page.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    Head(Vec<String>),
    Blank,
    Session(Sign, Vec<String>, Id),
    /// Its code, to open its people by; none of whom nobody knows the township.
    Town(Sign, Vec<String>, Option<String>),
    Total(Vec<String>),
}

impl Line {
    fn opens(&self) -> bool {
        matches!(self, Self::Session(..) | Self::Town(_, _, Some(_)))
    }
}

/// The plan of a year.
pub struct YearPlan {
    page: Page,
    wish: YearWish,
    proposal: Result<Proposal, Problem>,
    /// The proposed sessions in words: day, people, townships.
    proposed: Vec<[String; 3]>,
    lines: Vec<Line>,
    windows: [Window; 2],
}

impl YearPlan {
    /// The plan of this year; it opens on what is planned already, if anything is.
    pub fn new(ctx: &Ctx) -> Self {
        let year = ctx.today().year();
        let mut plan = Self {
            page: Page::Proposed,
            wish: YearWish::of(year, USUAL),
            proposal: Err(Problem::new("problem-plan-nobody")),
            proposed: Vec::new(),
            lines: Vec::new(),
            windows: [Window::default(), Window::default()],
        };
        plan.changed(ctx);
        let begun = plan.lines.iter().any(|l| matches!(l, Line::Session(..)));
        if begun && plan.proposal.is_err() {
            plan.page = Page::Held;
        }
        plan
    }

    fn window(&self) -> &Window {
        &self.windows[self.page as usize]
    }

    fn rows(&self) -> usize {
        match self.page {
            Page::Proposed => self.proposed.len(),
            Page::Held => self.lines.len(),
        }
    }

    fn line(&self) -> Option<&Line> {
        self.lines.get(self.windows[Page::Held as usize].cursor())
    }

    /// Heads and blanks are passed over.
    fn off_heads(&mut self, up: bool) {
        let window = &mut self.windows[Page::Held as usize];
        let lands = |at: &usize| self.lines.get(*at).is_some_and(Line::opens);
        let at = window.cursor();
        let back = || (0..at).rev().find(&lands);
        let on = || (at..self.lines.len()).find(&lands);
        let found = if up {
            lands(&at).then_some(at).or_else(back).or_else(on)
        } else {
            on().or_else(back)
        };
        window.set(found.unwrap_or(0));
    }

    fn open(&self) -> Flow {
        match self.line() {
            Some(Line::Session(_, _, id)) => Flow::Go(Place::Roster { session: *id }),
            Some(Line::Town(_, _, Some(code))) => Flow::Go(Place::Rotation {
                township: Some(code.clone()),
            }),
            _ => Flow::Stay,
        }
    }
}

impl View for YearPlan {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(places::tab_of(Kind::Training))
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let key = match self.page {
            Page::Proposed => "year-proposed",
            Page::Held => "year-held",
        };
        let year = self.wish.year.to_string();
        let above = match self.page {
            Page::Proposed => ABOVE + BELOW,
            Page::Held => 0,
        };
        let rows = body.height.saturating_sub(above);
        let shown = count(self.window(), rows, self.rows(), ctx);
        Title::new(ctx.fill(key, &[("year", &year)]), shown)
    }

    fn notice(&self, ctx: &Ctx) -> String {
        match (self.page, &self.proposal) {
            (Page::Proposed, Ok(_)) => ctx.word("year-notice"),
            _ => String::new(),
        }
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::New => Err("why-nothing-new-here"),
            Cmd::Mark | Cmd::MarkAll | Cmd::Refine | Cmd::Widen | Cmd::Change | Cmd::Why => {
                Err("why-not-here")
            }
            Cmd::Enter if self.page == Page::Proposed && self.proposal.is_err() => {
                Err("why-no-year-plan")
            }
            Cmd::Enter if self.page == Page::Held && !self.line().is_some_and(Line::opens) => {
                Err("why-no-row")
            }
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        let rows = self.rows();
        match cmd {
            Cmd::NextPart | Cmd::PrevPart => {
                self.page = match self.page {
                    Page::Proposed => Page::Held,
                    Page::Held => Page::Proposed,
                };
                Flow::Stay
            }
            Cmd::Enter if self.page == Page::Proposed => self.make(ctx),
            Cmd::Enter => self.open(),
            cmd if self.windows[self.page as usize].command(cmd, rows) => {
                if self.page == Page::Held {
                    self.off_heads(matches!(cmd, Cmd::Up | Cmd::PageUp | Cmd::End));
                }
                Flow::Stay
            }
            _ => Flow::Ignored,
        }
    }

    fn acts_about(&self, ctx: &Ctx) -> Option<String> {
        let year = self.wish.year.to_string();
        Some(ctx.fill("year-held", &[("year", &year)]))
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
        self.proposal = office.propose_year(&self.wish);
        let sessions = self.proposal.as_ref().map_or(&[][..], |p| &p.sessions);
        let told = sessions.iter().map(|s| {
            let people = s.people.len().to_string();
            [s.day.iso(), people, s.said(&ctx.words)]
        });
        self.proposed = told.collect();
        let page = office.year_page(self.wish.year);
        self.lines = draw::lines(&page, ctx);
        self.windows[Page::Proposed as usize].clamp(self.proposed.len());
        self.windows[Page::Held as usize].clamp(self.lines.len());
        self.off_heads(false);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        match self.page {
            Page::Proposed => self.draw_proposed(canvas, ctx),
            Page::Held => self.draw_held(canvas, ctx),
        }
    }
}
