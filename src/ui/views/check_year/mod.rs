//! The year of checks by village: who has not been checked for longest stands first, and each month
//! tells by its sign what was planned, held and found.

mod acts;
mod draw;

use super::{Note, list, years};
use crate::domain::book::Kind;
use crate::domain::check_year::VillageYear;
use crate::domain::inspection::InspectionType;
use crate::schema::{Coded, Value};
use crate::service::Row;
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow, Header, Reply, Title, View};
use crate::ui::widgets::{Window, lines};
use ratatui::layout::Size;
use std::sync::Arc;

/// The picture.
pub struct CheckYear {
    year: i32,
    /// The years that there are, the latest first.
    years: Vec<i32>,
    lines: Vec<VillageYear>,
    /// Whether the office has any check at all.
    any: bool,
    window: Window,
}

impl CheckYear {
    /// The picture of a year.
    pub fn new(year: i32, ctx: &Ctx) -> Self {
        let mut view = Self {
            year,
            years: Vec::new(),
            lines: Vec::new(),
            any: false,
            window: Window::default(),
        };
        view.changed(ctx);
        view
    }

    fn line(&self) -> Option<&VillageYear> {
        self.lines.get(self.window.cursor()).filter(|_| self.any)
    }

    /// The village of the focus.
    fn village(&self, ctx: &Ctx) -> Option<Arc<Row>> {
        ctx.office().ok()?.row(Kind::Village, self.line()?.village)
    }

    /// To an earlier year, or a later one.
    fn turn(&mut self, earlier: bool, ctx: &Ctx) {
        if let Some(year) = years::beside(&self.years, self.year, earlier) {
            self.year = year;
            self.changed(ctx);
        }
    }

    /// The checks of the village of the focus.
    fn open(&self, ctx: &Ctx) -> Flow {
        self.village(ctx).map_or(Flow::Stay, |village| {
            Flow::Go(Place::List {
                kind: Kind::Inspection,
                wheres: vec![format!("village=#{}", village.number)],
            })
        })
    }

    /// A planned check of that village.
    fn plan(&self, ctx: &Ctx) -> Flow {
        let planned = Value::Choice(InspectionType::Planned.code().into());
        let village = self.village(ctx).map(|v| ("village", Value::Link(v.id)));
        let known = village.into_iter().chain([("kind", planned)]);
        Flow::Go(Place::New {
            kind: Kind::Inspection,
            known: known.collect(),
        })
    }

    fn why(ctx: &Ctx) -> Flow {
        let row = |label, text| (ctx.word(label), ctx.word(text));
        let rows = vec![
            row("check-year-label-order", "check-year-why-order"),
            row("check-year-label-month", "check-year-why-month"),
            row("desk-clause", "draw-clause"),
        ];
        Flow::Open(Box::new(Note::new(ctx.word("check-year-how-read"), rows)))
    }
}

impl View for CheckYear {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(8)
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let rows = body.height.saturating_sub(draw::AROUND);
        let year = self.year.to_string();
        let shown = if self.any {
            list::count(&self.window, rows, self.lines.len(), ctx)
        } else {
            String::new()
        };
        Title::new(ctx.fill("check-year-title", &[("year", &year)]), shown)
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("check-year-notice")
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::Mark | Cmd::MarkAll | Cmd::Refine | Cmd::Widen | Cmd::Change => {
                Err("why-not-here")
            }
            Cmd::Enter if self.line().is_none() => Err("why-no-row"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        match cmd {
            Cmd::Left => self.turn(true, ctx),
            Cmd::Right => self.turn(false, ctx),
            Cmd::Why => return Self::why(ctx),
            Cmd::New => return self.plan(ctx),
            Cmd::Enter => return self.open(ctx),
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
        let was = self.line().map(|line| line.village);
        self.years = office.check_years();
        self.lines = office.check_year(self.year);
        self.any = office.tables().live(Kind::Inspection).next().is_some();
        match self.lines.iter().position(|l| Some(l.village) == was) {
            Some(at) => self.window.set(at),
            None => self.window.clamp(self.lines.len()),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        if self.any && !self.lines.is_empty() {
            self.draw_year(canvas, ctx);
        } else {
            lines::wrapped(canvas, 1, "", &ctx.word("check-year-empty"));
        }
    }
}
