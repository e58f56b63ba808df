//! A list with nothing in it: says what to do first instead of showing nothing.

use crate::domain::book::Kind;
use crate::schema::{Day, Value};
use crate::ui::canvas::Canvas;
use crate::ui::command::Cmd;
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::theme::Role;
use crate::ui::view::Flow;
use crate::ui::views::doing;
use crate::ui::widgets::{Window, grid};

/// Where the explanation of a way in stands.
const DOES_AT: u16 = 22;

/// The ways into a list that is still empty.
pub(in crate::ui::views) struct Empty {
    kind: Kind,
    ways: Vec<(&'static str, Place)>,
    window: Window,
}

impl Empty {
    /// For a kind's list.
    pub fn new(kind: Kind, today: Day) -> Self {
        let new = Place::New {
            kind,
            known: doing::known(kind),
        };
        let ways = match kind {
            Kind::Worker => vec![
                ("import", Place::Import),
                ("director", Place::NewDirector { village: None }),
            ],
            Kind::Session => vec![
                (
                    "training",
                    Place::New {
                        kind: Kind::Training,
                        // Most trainings are for the year they are planned in.
                        known: vec![("year", Value::Int(today.year().into()))],
                    },
                ),
                ("session", new),
            ],
            Kind::Child => vec![("import", Place::Import), ("new", new)],
            kind if kind.added() => vec![("new", new)],
            _ => Vec::new(),
        };
        Self {
            kind,
            ways,
            window: Window::default(),
        }
    }

    /// Moves among the ways, or takes one.
    pub fn command(&mut self, cmd: Cmd) -> Flow {
        if self.window.command(cmd, self.ways.len()) {
            return Flow::Stay;
        }
        match (cmd, self.ways.get(self.window.cursor())) {
            (Cmd::Enter, Some((_, place))) => Flow::Go(place.clone()),
            _ => Flow::Ignored,
        }
    }

    /// Draws them.
    pub fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let loose = canvas.height() >= 10;
        let mut y = if loose { 2 } else { 0 };
        let kind = match self.kind {
            // Supervisors are few; this list is for directors.
            Kind::Worker => ctx.word("many-director"),
            kind => ctx.word(&format!("many-{}", kind.name())),
        };
        canvas.put(
            grid::TEXT_AT,
            y,
            &ctx.fill("empty-title", &[("kind", &kind)]),
            Role::Text,
        );
        y += 2;
        for (i, (name, _)) in self.ways.iter().enumerate() {
            canvas.put(
                grid::TEXT_AT,
                y,
                &ctx.word(&format!("empty-{name}")),
                Role::Text,
            );
            let room = canvas.width().saturating_sub(DOES_AT + 1);
            canvas.put_cut(
                DOES_AT,
                y,
                room,
                &ctx.word(&format!("empty-{name}.does")),
                Role::Text,
            );
            if i == self.window.cursor() {
                canvas.focus(
                    0,
                    y,
                    grid::TEXT_AT,
                    canvas.width().saturating_sub(grid::TEXT_AT),
                );
            }
            y += 1;
        }
        let advice = ctx.word(&format!("empty-advice-{}", self.kind.name()));
        if canvas.height() > y + 2 {
            canvas.put(grid::TEXT_AT, y + 1 + u16::from(loose), &advice, Role::Text);
        }
    }
}
