//! How much of each township was trained, by year; those that lack most stand first.

use super::list::count;
use super::rotation::{YEARS, years};
use crate::domain::divisions::Division;
use crate::service::{Coverage as Line, coverage, percent, totals};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::view::{Flow, Header, Title, View};
use crate::ui::widgets::{Window, bar, grid};
use ratatui::layout::Size;

/// Cells of a township's name, of a year, of `14/17`, and of the blanks between.
const NAME: u16 = 16;
const YEAR: u16 = 5;
const COUNT: u16 = 9;
const GAP: u16 = 1;
/// The shortest and the longest bar.
const SHORTEST: u16 = 8;
const LONGEST: u16 = 40;
/// Rows around the townships: the heads, and the sum.
const AROUND: u16 = 2;

/// The picture.
#[derive(Default)]
pub struct Coverage {
    years: Vec<i32>,
    lines: Vec<Line>,
    totals: Vec<(usize, usize)>,
    window: Window,
}

/// Where things stand at a width.
struct Layout {
    /// The first year that is shown.
    first: usize,
    bar_at: u16,
    bar: u16,
}

impl Layout {
    fn of(width: u16, years: usize) -> Self {
        let begin = grid::TEXT_AT + NAME + GAP;
        // Brackets, a blank, the count.
        let least = SHORTEST + 2 + 1 + COUNT;
        let room = width.saturating_sub(begin + least) / (YEAR + GAP);
        let shown = usize::from(room).clamp(1, years.max(1));
        let bar_at = begin + u16::try_from(shown).unwrap_or(1) * (YEAR + GAP);
        let bar = width.saturating_sub(bar_at + 3 + COUNT).min(LONGEST);
        Self {
            first: years.saturating_sub(shown),
            bar_at,
            bar,
        }
    }
}

impl Coverage {
    /// The township of the focus.
    fn township(&self) -> Option<&'static Division> {
        self.lines.get(self.window.cursor())?.township
    }

    /// The picture of the office that is open.
    pub fn new(ctx: &Ctx) -> Self {
        let mut picture = Self::default();
        picture.changed(ctx);
        picture
    }

    fn name(line: &Line, ctx: &Ctx) -> String {
        let none = || ctx.word("coverage-nowhere");
        line.township.map_or_else(none, |d| d.short.clone())
    }

    fn draw_line(
        canvas: &mut Canvas<'_>,
        y: u16,
        name: &str,
        years: &[(usize, usize)],
        layout: &Layout,
    ) {
        canvas.put_cut(grid::TEXT_AT, y, NAME, name, Role::Text);
        let mut x = grid::TEXT_AT + NAME + GAP;
        for (all, done) in &years[layout.first.min(years.len())..] {
            let said = percent(*done, *all);
            let said = if said.is_empty() {
                "-".to_owned()
            } else {
                said
            };
            canvas.put(x, y, &text::pad_left(&said, YEAR), Role::Text);
            x += YEAR + GAP;
        }
        let Some((all, done)) = years.last().copied() else {
            return;
        };
        let of = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let end = canvas.put(
            layout.bar_at,
            y,
            &bar::bar(of(done), of(all), layout.bar),
            Role::Text,
        );
        let said = format!("{done}/{all}");
        canvas.put(end, y, &text::pad_left(&said, COUNT), Role::Text);
    }
}

fn sign(years: &[(usize, usize)]) -> Sign {
    match years.last() {
        Some((all, done)) if done < all => Sign::Watch,
        Some((all, _)) if *all > 0 => Sign::Good,
        _ => Sign::Later,
    }
}

impl View for Coverage {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(7)
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let rows = body.height.saturating_sub(AROUND);
        let shown = count(&self.window, rows, self.lines.len(), ctx);
        Title::new(ctx.word("coverage-title"), shown)
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("coverage-notice")
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::New => Err("why-nothing-new-here"),
            Cmd::Change | Cmd::Mark | Cmd::MarkAll | Cmd::Refine | Cmd::Widen | Cmd::Why => {
                Err("why-not-here")
            }
            // Of whom nobody knows the township has no page of its own.
            Cmd::Enter if self.township().is_none() => Err("why-no-row"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, _ctx: &Ctx) -> Flow {
        match cmd {
            Cmd::Enter => {
                let township = self.township().map(|d| d.stem().to_owned());
                Flow::Go(Place::Rotation { township })
            }
            cmd if self.window.command(cmd, self.lines.len()) => Flow::Stay,
            _ => Flow::Ignored,
        }
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        self.years = years(office.today().year());
        let people = office.rotation(&self.years);
        self.lines = coverage(people.iter(), YEARS);
        self.totals = totals(people.iter(), YEARS);
        self.window.clamp(self.lines.len());
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let layout = Layout::of(canvas.width(), self.years.len());
        canvas.put(grid::TEXT_AT, 0, &ctx.word("column-township"), Role::Muted);
        let mut x = grid::TEXT_AT + NAME + GAP;
        for year in self.years.iter().skip(layout.first) {
            let head = text::pad_left(&year.to_string(), YEAR);
            canvas.put(x, 0, &head, Role::Muted);
            x += YEAR + GAP;
        }
        let head = ctx.word("coverage-this-year");
        let room = canvas.width().saturating_sub(layout.bar_at + 1);
        canvas.put_cut(layout.bar_at, 0, room, &head, Role::Muted);
        let rows = canvas.height().saturating_sub(AROUND);
        let range = self.window.range(rows, self.lines.len());
        let mut y = 1;
        for row in range {
            let line = &self.lines[row];
            let sign = sign(&line.years);
            canvas.put(2, y, sign.text(), sign.role());
            let name = Self::name(line, ctx);
            Self::draw_line(canvas, y, &name, &line.years, &layout);
            if row == self.window.cursor() {
                let from = grid::TEXT_AT;
                canvas.focus(0, y, from, canvas.width().saturating_sub(from));
            }
            y += 1;
        }
        let all = ctx.word("coverage-all");
        Self::draw_line(canvas, y, &all, &self.totals, &layout);
    }
}
