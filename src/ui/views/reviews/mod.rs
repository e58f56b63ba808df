//! The reviews of a year beside each other, so that the yardstick is the same for everybody: what
//! the records say, by how much the supervisor departed, the totals, and who lies apart.

use super::{Note, doing, list, years};
use crate::domain::review::{ReviewStage, Spread};
use crate::service::{Office, ReviewSheet, change_text, points_text, stage_word};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::sign::Sign;
use crate::ui::view::{Act, Flow, Header, Title, Toast, View};
use crate::ui::widgets::{Cell, Column, Line, Window, bar, grid, lines};
use ratatui::layout::Size;

/// Rows below the list: how the totals lie, and who lies apart.
const BELOW: u16 = 3;
/// A total stands as a bar of so many cells where there is room.
const BAR: u16 = 10;
/// So many cells leave room for the bar.
const WIDE: u16 = 78;

/// A year's reviews.
pub struct Reviews {
    year: i32,
    /// The years that there are, the latest first.
    years: Vec<i32>,
    sheets: Vec<ReviewSheet>,
    spread: Option<Spread>,
    lines: Vec<Line>,
    window: Window,
}

impl Reviews {
    /// The reviews of a year.
    pub fn new(year: i32, ctx: &Ctx) -> Self {
        let mut view = Self {
            year,
            years: Vec::new(),
            sheets: Vec::new(),
            spread: None,
            lines: Vec::new(),
            window: Window::default(),
        };
        view.changed(ctx);
        view
    }

    fn sheet(&self) -> Option<&ReviewSheet> {
        self.sheets.get(self.window.cursor())
    }

    fn apart(&self, sheet: &ReviewSheet) -> bool {
        let total = sheet.total().filter(|_| sheet.counts());
        total.is_some_and(|t| self.spread.is_some_and(|s| s.apart(t)))
    }

    /// To an earlier year, or a later one.
    fn turn(&mut self, earlier: bool, ctx: &Ctx) {
        if let Some(year) = years::beside(&self.years, self.year, earlier) {
            self.year = year;
            self.window.set(0);
            self.changed(ctx);
        }
    }

    /// Begins this year's reviews for everybody who has none.
    fn begin(&mut self, office: &Office, ctx: &Ctx) -> Flow {
        match office.begin_reviews(self.year, None) {
            Ok(begun) => {
                let key = if begun.ours {
                    "review-begun-by-ours"
                } else {
                    "review-begun"
                };
                let args = [
                    ("count", begun.reviews.len().to_string()),
                    ("year", self.year.to_string()),
                    ("before", begun.before.to_string()),
                ];
                Flow::Say(Toast::done(ctx.fill_with(key, &args)))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    fn why(&self, ctx: &Ctx) -> Flow {
        let rows = vec![
            (ctx.word("review-label-apart"), ctx.word("review-why-apart")),
            (
                ctx.word("review-label-changed"),
                ctx.word("review-why-changed"),
            ),
            (ctx.word("desk-clause"), ctx.word("review-clause")),
        ];
        Flow::Open(Box::new(Note::new(ctx.word("review-how-compared"), rows)))
    }

    fn shown(&self, sheet: &ReviewSheet, ctx: &Ctx) -> Line {
        let apart = self.apart(sheet);
        let sign = match sheet.stage() {
            _ if apart => Sign::Watch,
            ReviewStage::Signed => Sign::Good,
            ReviewStage::Draft if sheet.so_far().1 > 0 => Sign::Unknown,
            _ => Sign::Later,
        };
        let mut stage = stage_word(&ctx.words, sheet.stage());
        if sheet.amends.is_some() {
            stage = ctx.fill("review-stage-amends", &[("stage", &stage)]);
        }
        let (computed, of) = sheet.computed();
        let computed = if of.0 == 0 {
            "-".to_owned()
        } else {
            format!("{}/{}", points_text(computed), points_text(of))
        };
        let total = sheet.total();
        let most = u64::try_from(sheet.most().0).unwrap_or(0);
        let length = total.map_or_else(String::new, |total| {
            bar::bar(u64::try_from(total.0).unwrap_or(0), most, BAR)
        });
        Line::new(
            Some(sign),
            vec![
                Cell::text(sheet.name.clone()),
                Cell::text(sheet.village.clone()),
                Cell::text(stage),
                Cell::text(computed),
                Cell::text(change_text(sheet.adjusted())),
                Cell::text(total.map_or_else(|| "?".to_owned(), points_text)),
                Cell::text(sheet.before.map_or_else(|| "-".to_owned(), points_text)),
                Cell::text(length),
            ],
        )
    }

    fn below(&self, ctx: &Ctx) -> [(String, String); 2] {
        let year = self.year.to_string();
        let spread = match self.spread {
            Some(spread) => {
                let args = [
                    ("year", year),
                    ("count", spread.count.to_string()),
                    ("lowest", points_text(spread.lowest)),
                    ("middle", points_text(spread.middle)),
                    ("highest", points_text(spread.highest)),
                ];
                ctx.fill_with("review-spread", &args)
            }
            None => ctx.fill("review-no-totals", &[("year", &year)]),
        };
        let apart = self.sheets.iter().filter(|sheet| self.apart(sheet));
        let names: Vec<String> = apart.map(|sheet| sheet.name.clone()).collect();
        let apart = if names.is_empty() {
            ctx.word("review-nobody-apart")
        } else {
            let names = names.join(&ctx.word("list-comma"));
            ctx.fill("review-apart-are", &[("names", &names)])
        };
        [
            (ctx.word("review-label-compare"), spread),
            (ctx.word("review-label-apart"), apart),
        ]
    }
}

impl View for Reviews {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(8)
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let rows = body.height.saturating_sub(1 + BELOW);
        let year = self.year.to_string();
        Title::new(
            ctx.fill("reviews-title", &[("year", &year)]),
            list::count(&self.window, rows, self.sheets.len(), ctx),
        )
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("reviews-notice")
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::New => Err("why-nothing-new-here"),
            Cmd::Mark | Cmd::MarkAll | Cmd::Refine | Cmd::Widen | Cmd::Change => {
                Err("why-not-here")
            }
            Cmd::Enter if self.sheet().is_none() => Err("why-no-row"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        match cmd {
            Cmd::Left => self.turn(true, ctx),
            Cmd::Right => self.turn(false, ctx),
            Cmd::Why => return self.why(ctx),
            Cmd::Enter => {
                let id = self.sheet().map(|sheet| sheet.id);
                return id.map_or(Flow::Stay, |id| Flow::Go(Place::Review { id }));
            }
            cmd if self.window.command(cmd, self.sheets.len()) => {}
            _ => return Flow::Ignored,
        }
        Flow::Stay
    }

    fn acts(&self, _ctx: &Ctx) -> Vec<Act> {
        [
            "start-reviews",
            "rubrics",
            "rubric-items",
            "inspections",
            "recommendations",
        ]
        .map(Act::new)
        .to_vec()
    }

    fn act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        match (name, ctx.office().cloned()) {
            ("recommendations", _) => Flow::Go(Place::Recommendations { year: self.year }),
            ("start-reviews", Ok(office)) => self.begin(&office, ctx),
            _ => doing::start(name, None, ctx),
        }
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        let was = self.sheet().map(|sheet| sheet.worker);
        self.years = office.review_years();
        self.sheets = office.reviews(self.year);
        self.spread = office.review_spread(&self.sheets);
        self.lines = self.sheets.iter().map(|s| self.shown(s, ctx)).collect();
        match self.sheets.iter().position(|s| Some(s.worker) == was) {
            Some(at) => self.window.set(at),
            None => self.window.clamp(self.sheets.len()),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let width = canvas.width();
        if self.sheets.is_empty() {
            let year = self.year.to_string();
            let text = ctx.fill("reviews-empty", &[("year", &year)]);
            lines::wrapped(canvas, 1, "", &text);
            return;
        }
        let mut heads = vec![
            Column::words(ctx.word("column-who"), 8, 14),
            Column::words(ctx.word("column-village"), 8, 14),
            Column::words(ctx.word("review-head-stage"), 6, 12),
            Column::numbers(ctx.word("review-head-computed"), 9, 11),
            Column::numbers(ctx.word("review-head-adjusted"), 4, 7),
            Column::numbers(ctx.word("review-head-total"), 5, 6),
            Column::numbers(ctx.word("review-head-before"), 5, 9),
        ];
        if width >= WIDE {
            heads.push(Column::words("", BAR + 2, BAR + 2));
        }
        let rows = canvas.height().saturating_sub(1 + BELOW);
        let range = self.window.range(rows, self.lines.len());
        let shown = &self.lines[range.clone()];
        let widths = grid::widths(&heads, shown, width);
        grid::draw_heads(canvas, 0, &heads, &widths);
        for (y, (at, line)) in (1..).zip(range.zip(shown)) {
            let focus = at == self.window.cursor();
            grid::draw_line(canvas, y, line, &heads, &widths, focus);
        }
        let bottom = canvas.height().saturating_sub(BELOW - 1);
        for (n, (label, text)) in (0..).zip(self.below(ctx)) {
            lines::line(canvas, bottom + n, &label, &text);
        }
    }
}
