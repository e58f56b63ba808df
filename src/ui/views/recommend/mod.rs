//! Who is recommended for 评先评优 in a year: everybody whose review is signed, by total, with the
//! records behind it; whom something speaks against stands below, with why. That is ours and no
//! rule: with a written reason they can be recommended all the same.

mod acts;
mod draw;

use super::{Note, years};
use crate::service::Recommending;
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow, Header, Reply, Title, View};
use crate::ui::views::list;
use crate::ui::widgets::{Line, Window};
use ratatui::layout::Size;

/// A year's recommendations.
pub struct Recommendations {
    year: i32,
    /// The years that there are, the latest first.
    years: Vec<i32>,
    people: Vec<Recommending>,
    lines: Vec<Line>,
    window: Window,
}

impl Recommendations {
    /// Those of a year.
    pub fn new(year: i32, ctx: &Ctx) -> Self {
        let mut view = Self {
            year,
            years: Vec::new(),
            people: Vec::new(),
            lines: Vec::new(),
            window: Window::default(),
        };
        view.changed(ctx);
        view
    }

    fn person(&self) -> Option<&Recommending> {
        self.people.get(self.window.cursor())
    }

    /// To an earlier year, or a later one.
    fn turn(&mut self, earlier: bool, ctx: &Ctx) {
        if let Some(year) = years::beside(&self.years, self.year, earlier) {
            self.year = year;
            self.window.set(0);
            self.changed(ctx);
        }
    }

    fn why(ctx: &Ctx) -> Flow {
        let rows = vec![
            (ctx.word("recommend-label-bars"), ctx.word("recommend-ours")),
            (ctx.word("desk-clause"), ctx.word("recommend-clause")),
        ];
        Flow::Open(Box::new(Note::new(ctx.word("recommend-how"), rows)))
    }
}

impl View for Recommendations {
    fn scope(&self) -> Scope {
        Scope::Recommend
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(8)
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let rows = draw::rows(body.height);
        let given = self.people.iter().filter(|p| p.recommended.is_some());
        let args = [
            ("year", self.year.to_string()),
            ("count", given.count().to_string()),
        ];
        Title::new(
            ctx.fill_with("recommend-title", &args),
            list::count(&self.window, rows, self.people.len(), ctx),
        )
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("recommend-notice")
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::Enter | Cmd::Mark if self.person().is_none() => Err("why-no-row"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        match cmd {
            Cmd::Left => self.turn(true, ctx),
            Cmd::Right => self.turn(false, ctx),
            Cmd::Why => return Self::why(ctx),
            Cmd::Mark => return self.act("recommend", ctx),
            Cmd::Enter => {
                let id = self.person().map(|person| person.review);
                return id.map_or(Flow::Stay, |id| Flow::Go(Place::Review { id }));
            }
            cmd if self.window.command(cmd, self.people.len()) => {}
            _ => return Flow::Ignored,
        }
        Flow::Stay
    }

    fn acts(&self, _ctx: &Ctx) -> Vec<Act> {
        self.what_can_be_done()
    }

    fn act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        self.begin(name, ctx)
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
        self.go_on(&reply, ctx)
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        let was = self.person().map(|person| person.worker);
        self.years = office.review_years();
        self.people = office.recommending(self.year);
        self.lines = self.people.iter().map(|p| draw::line(p, ctx)).collect();
        match self.people.iter().position(|p| Some(p.worker) == was) {
            Some(at) => self.window.set(at),
            None => self.window.clamp(self.people.len()),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_people(canvas, ctx);
    }
}
