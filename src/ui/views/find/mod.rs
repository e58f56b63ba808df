//! Find anywhere: typing narrows, Enter opens. A new record can be added only once the list has
//! been seen, so that nobody is entered twice.

mod line;

use crate::domain::book::Kind;
use crate::schema::Value;
use crate::service::Findings;
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::theme::Role;
use crate::ui::view::{Flow, Header, Title, View};
use crate::ui::widgets::{Column, Input, Line, Window, grid, lines};
use ratatui::layout::Size;
use std::cell::Cell;

/// The most that one looks through; with more, one types on.
const MOST: usize = 60;
/// Cells of the line to type in.
const LINE: u16 = 24;
/// The row of the heads, and where there is little room.
const HEADS_AT: u16 = 3;
const HEADS_AT_SMALL: u16 = 1;
/// Bodies of fewer rows are small.
const ROOMY: u16 = 13;
/// From this width on it is told why somebody was found; below, ages and tails of numbers need
/// the room, and the marked characters tell it.
const WIDE: u16 = 70;

/// Find.
pub struct Find {
    input: Input,
    found: Findings,
    shown: Vec<Line>,
    window: Window,
    /// Whether what was found has been on the screen.
    seen: Cell<bool>,
}

impl Find {
    /// Offers the words of the last time.
    pub fn new(ctx: &Ctx) -> Self {
        let mut find = Self {
            input: Input::offering(ctx.looked_for.borrow().as_str()),
            found: Findings::default(),
            shown: Vec::new(),
            window: Window::default(),
            seen: Cell::new(false),
        };
        find.search(ctx);
        find
    }

    /// What is shown always belongs to the words above it: both change here, at one key.
    fn search(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        self.found = office.find(self.input.value(), MOST);
        self.shown = line::lines(&self.found.hits, office, ctx);
        self.window = Window::default();
        self.seen.set(false);
        self.input
            .value()
            .clone_into(&mut ctx.looked_for.borrow_mut());
    }

    /// What Insert adds, where the role may.
    fn may_add(ctx: &Ctx) -> bool {
        ctx.office().is_ok_and(|office| office.may(Kind::Child))
    }

    fn new_record(&self) -> Flow {
        let typed = self.input.value().split_whitespace();
        let mut words = typed.filter(|word| !word.contains([':', '：']));
        // Letters and numbers were for searching; only a name goes into the form.
        let name = words.next().filter(|w| !w.chars().any(|c| c.is_ascii()));
        let known = match (name, words.next()) {
            (Some(name), None) => vec![("name", Value::Text(name.to_owned()))],
            _ => Vec::new(),
        };
        Flow::Go(Place::New {
            kind: Kind::Child,
            known,
        })
    }
}

impl View for Find {
    fn scope(&self) -> Scope {
        Scope::Find
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("find-header"))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let (count, all) = (self.found.hits.len(), self.found.all);
        let right = if self.input.is_empty() {
            String::new()
        } else if count < all {
            let args = [("count", &*count.to_string()), ("all", &all.to_string())];
            ctx.fill("find-more", &args)
        } else {
            ctx.fill("find-count", &[("count", &count.to_string())])
        };
        Title::new(ctx.word("scope-find"), right)
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("find-notice")
    }

    fn caret(&self) -> bool {
        true
    }

    fn can(&self, cmd: Cmd, ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::New if !Self::may_add(ctx) => Err("why-nothing-new-here"),
            Cmd::New if !self.seen.get() => Err("why-search-first"),
            Cmd::Down if self.found.hits.is_empty() => Err("why-nothing-to-choose"),
            Cmd::Enter if self.found.hits.is_empty() => Err("why-no-row"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        let before = self.input.value().to_owned();
        if self.input.command(cmd) {
            if self.input.value() != before {
                self.search(ctx);
            }
            return Flow::Stay;
        }
        match (cmd, self.found.hits.get(self.window.cursor())) {
            (Cmd::Enter, Some(hit)) => Flow::Go(Place::Record {
                kind: hit.kind,
                id: hit.row.id,
            }),
            (Cmd::New, _) => self.new_record(),
            (cmd, _) if self.window.command(cmd, self.found.hits.len()) => Flow::Stay,
            _ => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, ctx: &Ctx) -> Flow {
        self.input.text(c);
        self.search(ctx);
        Flow::Stay
    }

    fn changed(&mut self, ctx: &Ctx) {
        let at = self.window.cursor();
        self.search(ctx);
        self.window.set(at);
        self.window.clamp(self.found.hits.len());
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let (width, height) = (canvas.width(), canvas.height());
        let small = height < ROOMY;
        lines::label(canvas, 0, &ctx.word("find-label"));
        let cells = LINE.min(width.saturating_sub(lines::TEXT_AT + 3));
        self.input.draw(canvas, lines::TEXT_AT, 0, cells, true);
        if !small {
            let key = if Self::may_add(ctx) {
                "find-narrow"
            } else {
                "find-narrow-staff"
            };
            let room = width.saturating_sub(lines::TEXT_AT + 1);
            canvas.put_cut(lines::TEXT_AT, 1, room, &ctx.word(key), Role::Text);
        }
        let heads_at = if small { HEADS_AT_SMALL } else { HEADS_AT };
        if self.input.value().trim().is_empty() {
            return;
        }
        self.seen.set(true);
        if self.found.hits.is_empty() {
            canvas.put(
                grid::TEXT_AT,
                heads_at,
                &ctx.word("find-nobody"),
                Role::Text,
            );
            draw_new(canvas, heads_at + 1, ctx);
            return;
        }
        let mut heads = vec![
            Column::words(ctx.word("column-kind"), 4, 10),
            Column::words(ctx.word("column-who"), 6, 30),
            Column::words(ctx.word("column-village"), 6, 12),
            Column::words(ctx.word("find-marks"), 10, 40),
        ];
        if width >= WIDE {
            heads.push(Column::words(ctx.word("column-fit"), 8, 16));
        }
        // A blank row before the last sentence, where there is room.
        let below = if small { 1 } else { 2 };
        let room = height.saturating_sub(heads_at + 1 + below);
        let range = self.window.range(room, self.found.hits.len());
        let lines = &self.shown[range.clone()];
        let widths = grid::widths(&heads, lines, width);
        grid::draw_heads(canvas, heads_at, &heads, &widths);
        let mut y = heads_at + 1;
        for (i, line) in range.zip(lines) {
            grid::draw_line(canvas, y, line, &heads, &widths, i == self.window.cursor());
            y += 1;
        }
        draw_new(canvas, y + below - 1, ctx);
    }
}

/// Says how to add somebody, below those who might be meant.
fn draw_new(canvas: &mut Canvas<'_>, y: u16, ctx: &Ctx) {
    if Find::may_add(ctx) {
        let kind = ctx.word("one-child");
        let text = ctx.fill("find-new", &[("kind", &kind)]);
        let room = canvas.width().saturating_sub(grid::TEXT_AT);
        canvas.put_cut(grid::TEXT_AT, y, room, &text, Role::Text);
    }
}
