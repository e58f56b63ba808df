//! The draw of villages for a spot check: what it would be, and what it was. Whatever counts in it
//! (number, weights, who is left out and why, the seed) stands on the page, so that anybody can do
//! it again.

mod acts;
mod draw;
mod facts;

use crate::domain::book::Kind;
use crate::domain::draw::{Draw, Period};
use crate::schema::Id;
use crate::service::{DrawPlan, DrawWish, Office, Problem};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::sign::Sign;
use crate::ui::view::{Act, Flow, Header, Reply, Title, View};
use crate::ui::views::{Note, list};
use crate::ui::widgets::Window;
use ratatui::layout::Size;

/// Villages that are drawn unless somebody says otherwise.
const USUAL: usize = 2;

/// What the page is about.
enum About {
    /// A draw that is still to be made.
    Planned(DrawWish),
    /// One whose seed is stored.
    Stored(Id),
}

/// One village, in words.
struct Line {
    village: Id,
    name: String,
    director: String,
    last: String,
    weight: String,
    chance: String,
    excluded: String,
    place: Option<u32>,
}

/// The page.
pub struct SpotCheck {
    about: About,
    /// The draw that is stored, where it is about one.
    stored: Option<Draw>,
    plan: Option<DrawPlan>,
    /// Why there is no plan.
    problem: Option<Problem>,
    title: String,
    /// How many draws there are for this time, the one on the page included.
    draws: usize,
    /// Labelled lines above the list.
    facts: Vec<(String, String)>,
    lines: Vec<Line>,
    window: Window,
}

impl SpotCheck {
    /// The unfinished draw, or the newest one of this time; where there is none, the next one.
    pub fn new(ctx: &Ctx) -> Self {
        let stored = ctx.office().ok().and_then(|office| {
            let this = || {
                let quarter = Period::quarter_of(office.today());
                office.draws_for(quarter).pop()
            };
            office.unfinished_draw().or_else(this)
        });
        Self::about(match stored {
            Some(row) => About::Stored(row.id),
            None => About::Planned(usual()),
        })
        .filled(ctx)
    }

    /// A draw that is stored.
    pub fn of(id: Id, ctx: &Ctx) -> Self {
        Self::about(About::Stored(id)).filled(ctx)
    }

    fn about(about: About) -> Self {
        Self {
            about,
            stored: None,
            plan: None,
            problem: None,
            title: String::new(),
            draws: 0,
            facts: Vec::new(),
            lines: Vec::new(),
            window: Window::default(),
        }
    }

    fn filled(mut self, ctx: &Ctx) -> Self {
        self.changed(ctx);
        self
    }

    fn line(&self) -> Option<&Line> {
        self.lines.get(self.window.cursor())
    }

    fn unfinished(&self) -> bool {
        self.stored.as_ref().is_some_and(Draw::unfinished)
    }

    fn why(&self, ctx: &Ctx) -> Flow {
        let mut rows = vec![(ctx.word("draw-way"), ctx.word("draw-steps"))];
        if let Some(draw) = &self.stored {
            let by_hand = ctx.fill("draw-by-hand", &[("seed", &draw.seed)]);
            rows.push((ctx.word("draw-hand"), by_hand));
        }
        rows.push((ctx.word("draw-weight"), ctx.word("draw-weight-why")));
        rows.push((ctx.word("desk-clause"), ctx.word("draw-clause")));
        Flow::Open(Box::new(Note::new(ctx.word("draw-how"), rows)))
    }

    /// The inspections of the village of the focus.
    fn open(&self, office: &Office) -> Flow {
        let village = self.line().map(|line| line.village);
        let row = village.and_then(|id| office.row(Kind::Village, id));
        row.map_or(Flow::Stay, |row| {
            Flow::Go(Place::List {
                kind: Kind::Inspection,
                wheres: vec![format!("village=#{}", row.number)],
            })
        })
    }
}

fn usual() -> DrawWish {
    DrawWish {
        count: USUAL,
        ..DrawWish::default()
    }
}

impl View for SpotCheck {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(8)
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let rows = draw::rows(self.facts.len(), body.height);
        let shown = list::count(&self.window, rows, self.lines.len(), ctx);
        let drawn = ctx.fill("draw-draws", &[("count", &self.draws.to_string())]);
        let again = matches!(self.about, About::Planned(_)) && self.draws > 0;
        Title {
            alarm: (again || self.unfinished()).then_some(Sign::Watch),
            ..Title::new(self.title.clone(), format!("{drawn}  {shown}"))
        }
    }

    fn notice(&self, ctx: &Ctx) -> String {
        match (&self.about, &self.stored) {
            (About::Planned(_), _) => ctx.word("draw-notice"),
            (_, Some(draw)) if draw.unfinished() => ctx.word("draw-notice-open"),
            _ => String::new(),
        }
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::New => Err("why-nothing-new-here"),
            Cmd::Mark | Cmd::MarkAll | Cmd::Refine | Cmd::Widen | Cmd::Change => {
                Err("why-not-here")
            }
            Cmd::Enter if self.line().is_none() => Err("why-no-row"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        match cmd {
            Cmd::Why => self.why(ctx),
            Cmd::Enter => ctx.office().map_or(Flow::Stay, |office| self.open(office)),
            cmd if self.window.command(cmd, self.lines.len()) => Flow::Stay,
            _ => Flow::Ignored,
        }
    }

    fn acts_about(&self, _ctx: &Ctx) -> Option<String> {
        Some(self.title.clone())
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
        self.gather(ctx);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_page(canvas, ctx);
    }
}
