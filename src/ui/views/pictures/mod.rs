//! Pictures of the children where people would rather look than read: by age and sex, and by
//! village and risk. Every number opens the list that it counts.

mod draw;

use super::list::Empty;
use crate::domain::book::Kind;
use crate::schema::Id;
use crate::service::{AgeLine, Counted, Problem, RiskLine};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::{Place, tab_of};
use crate::ui::view::{Flow, Header, Title, View};
use crate::ui::widgets::Window;
use ratatui::layout::Size;

/// Which of the two is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Ages,
    Risks,
}

/// The pictures of the children.
pub struct Pictures {
    page: Page,
    ages: Vec<AgeLine>,
    risks: Vec<RiskLine>,
    /// The villages' names, beside `risks`.
    villages: Vec<String>,
    windows: [Window; 2],
    /// The number of the row that has the focus, counted from 1; 0 is the row itself.
    cells: [usize; 2],
    empty: Empty,
}

impl Pictures {
    /// The pictures of the office that is open.
    ///
    /// # Errors
    /// The role may not see children.
    pub fn new(ctx: &Ctx) -> Result<Self, Problem> {
        ctx.office()?.require(Kind::Child)?;
        let mut pictures = Self {
            page: Page::Ages,
            ages: Vec::new(),
            risks: Vec::new(),
            villages: Vec::new(),
            windows: [Window::default(), Window::default()],
            cells: [0, 0],
            empty: Empty::new(Kind::Child, ctx.today()),
        };
        pictures.changed(ctx);
        Ok(pictures)
    }

    fn window(&self) -> &Window {
        &self.windows[self.page as usize]
    }

    fn rows(&self) -> usize {
        match self.page {
            Page::Ages => self.ages.len(),
            Page::Risks => self.risks.len(),
        }
    }

    /// The numbers of a row of the page; the first is the row's own.
    fn numbers(&self, row: usize) -> Vec<&Counted> {
        match self.page {
            Page::Ages => self.ages.get(row).map_or_else(Vec::new, |line| {
                let by_sex = line.by_sex.iter().flatten();
                std::iter::once(&line.all).chain(by_sex).collect()
            }),
            Page::Risks => self.risks.get(row).map_or_else(Vec::new, |line| {
                std::iter::once(&line.all).chain(&line.risks).collect()
            }),
        }
    }

    /// The number that has the focus.
    fn number(&self) -> Option<&Counted> {
        let numbers = self.numbers(self.window().cursor());
        let cell = self.cells[self.page as usize].min(numbers.len().saturating_sub(1));
        numbers.get(cell).copied()
    }

    fn is_empty(&self) -> bool {
        self.risks.iter().all(|line| line.all.count == 0)
    }

    fn name(village: Option<Id>, ctx: &Ctx) -> String {
        match (village, ctx.office()) {
            (Some(id), Ok(office)) => office.label(Kind::Village, id),
            _ => ctx.word("desk-no-village"),
        }
    }
}

impl View for Pictures {
    fn scope(&self) -> Scope {
        Scope::Pictures
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(tab_of(Kind::Child))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let key = match self.page {
            Page::Ages => "pictures-ages",
            Page::Risks => "pictures-risks",
        };
        Title::new(ctx.word(key), self.total(ctx))
    }

    fn notice(&self, ctx: &Ctx) -> String {
        if self.is_empty() {
            String::new()
        } else {
            self.meaning(ctx)
        }
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::Enter if self.is_empty() => Ok(()),
            Cmd::Enter if self.number().is_none_or(|n| n.count == 0) => Err("why-nobody-counted"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, _ctx: &Ctx) -> Flow {
        if self.is_empty() {
            return self.empty.command(cmd);
        }
        let (page, rows) = (self.page as usize, self.rows());
        let last = self.numbers(self.window().cursor()).len().saturating_sub(1);
        match cmd {
            Cmd::NextPart | Cmd::PrevPart => {
                self.page = match self.page {
                    Page::Ages => Page::Risks,
                    Page::Risks => Page::Ages,
                };
            }
            Cmd::Left => self.cells[page] = self.cells[page].min(last).saturating_sub(1),
            Cmd::Right => self.cells[page] = (self.cells[page] + 1).min(last),
            Cmd::Enter => {
                return self.number().map_or(Flow::Stay, |number| {
                    Flow::Go(Place::List {
                        kind: Kind::Child,
                        wheres: number.wheres.clone(),
                    })
                });
            }
            cmd if self.windows[page].command(cmd, rows) => {}
            _ => return Flow::Ignored,
        }
        Flow::Stay
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        self.ages = office.ages().unwrap_or_default();
        self.risks = office.risks().unwrap_or_default();
        let name = |line: &RiskLine| Self::name(line.village, ctx);
        self.villages = self.risks.iter().map(name).collect();
        self.windows[0].clamp(self.ages.len());
        self.windows[1].clamp(self.risks.len());
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        if self.is_empty() {
            self.empty.draw(canvas, ctx);
            return;
        }
        match self.page {
            Page::Ages => self.draw_ages(canvas, ctx),
            Page::Risks => self.draw_risks(canvas, ctx),
        }
    }
}
