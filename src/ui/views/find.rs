//! Find anywhere: typing narrows, Enter opens. A new record can be added only once the list has
//! been seen, so that nobody is entered twice.

use super::list;
use crate::domain::book::Kind;
use crate::schema::Value;
use crate::service::{Fit, Hit, Office};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::sign::Sign;
use crate::ui::theme::Role;
use crate::ui::view::{Flow, Header, Title, View};
use crate::ui::widgets::{Cell, Column, Input, Line, Window, grid, lines};
use ratatui::layout::Size;

/// The most that one looks through; with more, one types on.
const MOST: usize = 60;
/// Cells of the line to type in.
const LINE: u16 = 24;
/// The first row of the list, and of the list where there is little room.
const LIST_AT: u16 = 3;
/// Places of a number's tail that tell people apart.
const TAIL: usize = 4;

/// Find.
#[derive(Default)]
pub struct Find {
    input: Input,
    hits: Vec<Hit>,
    shown: Vec<Line>,
    window: Window,
}

impl Find {
    fn search(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        self.hits = office.find(self.input.value(), MOST);
        self.shown = self.hits.iter().map(|hit| line(hit, office, ctx)).collect();
        self.window = Window::default();
    }

    /// What Insert adds: a child where the role may, else a person of the register.
    fn new_kind(ctx: &Ctx) -> Kind {
        let child = ctx.office().is_ok_and(|office| office.may(Kind::Child));
        if child { Kind::Child } else { Kind::Worker }
    }

    fn new_record(&self, ctx: &Ctx) -> Flow {
        let typed = self.input.value().trim();
        // Letters were for searching; only a name goes into the form.
        let name = !typed.is_ascii();
        let known = name.then(|| ("name", Value::Text(typed.to_owned())));
        Flow::Go(Place::New {
            kind: Self::new_kind(ctx),
            known: known.into_iter().collect(),
        })
    }
}

fn line(hit: &Hit, office: &Office, ctx: &Ctx) -> Line {
    let village = office.whereabouts(&hit.row);
    let who = match hit.kind {
        Kind::Worker if hit.row.record.value("role") == Value::Choice("director".into()) => {
            ctx.word("find-director")
        }
        kind => ctx.word(&format!("one-{}", kind.name())),
    };
    let gone = hit.kind == Kind::Worker && village.is_empty();
    let sign = match hit.kind {
        Kind::Child => list::risk(&hit.row.record.value("risk")),
        Kind::Worker if gone => Some(Sign::Later),
        _ => None,
    };
    let cells = [
        who,
        office.label(hit.kind, hit.row.id),
        village,
        marks(hit, gone, ctx),
        ctx.word(hit.fit.key()),
    ];
    Line {
        muted: gone,
        ..Line::new(sign, cells.map(Cell::text).to_vec())
    }
}

/// What tells a person from another of that name, personal numbers masked.
fn marks(hit: &Hit, gone: bool, ctx: &Ctx) -> String {
    let plain = |name: &str| hit.row.record.value(name).plain();
    let tail = |number: String| {
        let skip = number.chars().count().saturating_sub(TAIL);
        number.chars().skip(skip).collect::<String>()
    };
    let mut marks = Vec::new();
    match hit.kind {
        Kind::Village => marks.push(plain("code")),
        Kind::Worker | Kind::Child => {
            let id = tail(plain("id_number"));
            if hit.fit == Fit::PhoneTail || id.is_empty() {
                let phone = [plain("phone"), plain("caregiver_phone")].concat();
                if !phone.is_empty() {
                    marks.push(ctx.fill("find-phone", &[("tail", &tail(phone))]));
                }
            } else {
                marks.push(ctx.fill("find-id", &[("tail", &id)]));
            }
            if let Value::Choice(code) = hit.row.record.value("risk") {
                marks.push(ctx.word(&format!("choice-risk-{code}")));
            }
            if gone {
                marks.push(ctx.word("find-no-post"));
            }
        }
        _ => marks.push(plain("day")),
    }
    marks.retain(|mark| !mark.is_empty());
    marks.join("  ")
}

impl View for Find {
    fn scope(&self) -> Scope {
        Scope::Find
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("find-header"))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let count = self.hits.len();
        let key = if count < MOST {
            "find-count"
        } else {
            "find-more"
        };
        let right = if self.input.is_empty() {
            String::new()
        } else {
            ctx.fill(key, &[("count", &count.to_string())])
        };
        Title::new(ctx.word("scope-find"), right)
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("find-notice")
    }

    fn caret(&self) -> bool {
        true
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::New if self.input.is_empty() => Err("why-search-first"),
            Cmd::Enter if self.hits.is_empty() => Err("why-no-row"),
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
        match (cmd, self.hits.get(self.window.cursor())) {
            (Cmd::Enter, Some(hit)) => Flow::Go(Place::Record {
                kind: hit.kind,
                id: hit.row.id,
            }),
            (Cmd::New, _) => self.new_record(ctx),
            (cmd, _) if self.window.command(cmd, self.hits.len()) => Flow::Stay,
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
        self.window.clamp(self.hits.len());
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let (width, height) = (canvas.width(), canvas.height());
        lines::label(canvas, 0, &ctx.word("find-label"));
        self.input.draw(
            canvas,
            lines::TEXT_AT,
            0,
            LINE.min(width.saturating_sub(lines::TEXT_AT + 3)),
            true,
        );
        if self.hits.is_empty() {
            if !self.input.is_empty() {
                canvas.put(grid::TEXT_AT, LIST_AT, &ctx.word("find-nobody"), Role::Text);
                self.draw_new(canvas, LIST_AT + 1, ctx);
            }
            return;
        }
        let heads = [
            Column::words(ctx.word("column-kind"), 4, 8),
            Column::words(ctx.word("column-who"), 6, 24),
            Column::words(ctx.word("column-village"), 6, 12),
            Column::words(ctx.word("find-marks"), 10, 30),
            Column::words(ctx.word("column-fit"), 6, 12),
        ];
        let at = if height > 12 { LIST_AT } else { 2 };
        let below = if height > 12 { 2 } else { 1 };
        let range = self
            .window
            .range(height.saturating_sub(at + below), self.hits.len());
        let lines = &self.shown[range.clone()];
        let widths = grid::widths(&heads, lines, width);
        grid::draw_heads(canvas, at - 1, &heads, &widths);
        let mut y = at;
        for (i, line) in range.zip(lines) {
            grid::draw_line(canvas, y, line, &heads, &widths, i == self.window.cursor());
            y += 1;
        }
        self.draw_new(canvas, y + below - 1, ctx);
    }
}

impl Find {
    fn draw_new(&self, canvas: &mut Canvas<'_>, y: u16, ctx: &Ctx) {
        let kind = ctx.word(&format!("one-{}", Self::new_kind(ctx).name()));
        let room = canvas.width().saturating_sub(grid::TEXT_AT);
        canvas.put_cut(
            grid::TEXT_AT,
            y,
            room,
            &ctx.fill("find-new", &[("kind", &kind)]),
            Role::Text,
        );
    }
}
