//! A panel that asks for a record: typing narrows, arrows move, Enter takes it.

use crate::domain::book::Kind;
use crate::service::{Office, Row};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::view::{Flow, Header, Reply, Title, Toast, View};
use crate::ui::widgets::{Input, Window, lines};
use ratatui::layout::Size;
use std::sync::Arc;

/// Records that are offered at once.
const OFFERED: usize = 7;
/// Cells of the line to type in.
const LINE: u16 = 30;
/// Cells of a record's name, where something stands behind it.
const NAME: u16 = 12;

/// A question for a record, on behalf of the view below; the reply's text is its id.
pub struct Pick {
    name: &'static str,
    title: String,
    kind: Kind,
    input: Input,
    rows: Vec<Arc<Row>>,
    shown: Vec<String>,
    window: Window,
    /// The word key of taking what is typed as somebody new.
    new: Option<&'static str>,
    carried: String,
}

impl Pick {
    /// Asks for a record of this kind. `name` comes back with the reply.
    pub fn new(name: &'static str, title: impl Into<String>, kind: Kind, ctx: &Ctx) -> Self {
        let mut pick = Self {
            name,
            title: title.into(),
            kind,
            input: Input::default(),
            rows: Vec::new(),
            shown: Vec::new(),
            window: Window::default(),
            new: None,
            carried: String::new(),
        };
        pick.search(ctx);
        pick
    }

    /// With an answer below the others that takes what is typed as somebody new: its word has a
    /// place for the `name`. The reply's text then is what was typed.
    pub fn or_new(mut self, key: &'static str, ctx: &Ctx) -> Self {
        self.new = Some(key);
        self.search(ctx);
        self
    }

    /// Comes back with the reply.
    pub fn carry(mut self, carried: impl Into<String>) -> Self {
        self.carried = carried.into();
        self
    }

    fn search(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        self.rows = office.candidates(self.kind, self.input.value(), OFFERED);
        self.shown = self.rows.iter().map(|row| described(row, office)).collect();
        let typed = crate::schema::text::clean(self.input.value());
        if let Some(key) = self.new.filter(|_| !typed.is_empty()) {
            // One row fewer of the others, so that it always is in sight.
            self.rows.truncate(OFFERED - 1);
            self.shown.truncate(OFFERED - 1);
            self.shown.push(ctx.fill(key, &[("name", &typed)]));
        }
        self.window = Window::default();
    }
}

/// A record's name, and what tells it from another of that name.
pub(super) fn described(row: &Row, office: &Office) -> String {
    let label = office.label(row.record.kind(), row.id);
    let beside = match row.record.kind() {
        Kind::Worker => {
            format!(
                "{}  {}",
                text::pad(&office.whereabouts(row), NAME),
                row.record.value("phone").plain()
            )
        }
        Kind::Village => row.record.value("code").plain(),
        Kind::Session => row.record.value("place").plain(),
        Kind::Child => {
            let born = row.record.value("birth_day").plain();
            format!("{}  {born}", text::pad(&office.whereabouts(row), NAME))
        }
        _ => return label,
    };
    let cells = text::width(&label).max(NAME);
    format!("{}  {beside}", text::pad(&label, cells))
}

impl View for Pick {
    fn scope(&self) -> Scope {
        Scope::Panel
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("pick-header"))
    }

    fn title(&self, _body: Size, _ctx: &Ctx) -> Title {
        Title::new(self.title.clone(), "")
    }

    fn panel(&self, _width: u16, _ctx: &Ctx) -> Option<u16> {
        u16::try_from(OFFERED + 2).ok()
    }

    fn caret(&self) -> bool {
        true
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        // Digits are typed here: numbers find records too.
        if cmd == Cmd::Digit {
            Err("why-nothing-to-choose")
        } else {
            Ok(())
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
        match (cmd, self.rows.get(self.window.cursor())) {
            (Cmd::Enter, Some(row)) => Flow::Reply(Reply {
                question: self.name,
                choice: self.window.cursor(),
                text: row.id.to_string(),
                carried: self.carried.clone(),
            }),
            (Cmd::Enter, None) if self.shown.len() > self.rows.len() => Flow::Reply(Reply {
                question: self.name,
                choice: self.window.cursor(),
                text: self.input.value().to_owned(),
                carried: self.carried.clone(),
            }),
            (Cmd::Enter, None) => Flow::Say(Toast::refused(ctx.word("pick-nobody"))),
            (cmd, _) if self.window.command(cmd, self.shown.len()) => Flow::Stay,
            _ => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, ctx: &Ctx) -> Flow {
        self.input.text(c);
        self.search(ctx);
        Flow::Stay
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        lines::label(canvas, 0, &ctx.word("find-label"));
        let cells = canvas.width().saturating_sub(lines::TEXT_AT + 3).min(LINE);
        let end = self.input.draw(canvas, lines::TEXT_AT, 0, cells, true);
        canvas.put(end + 2, 0, &ctx.word("pick-how"), Role::Text);
        if self.shown.is_empty() {
            canvas.put(lines::TEXT_AT, 1, &ctx.word("pick-nobody"), Role::Text);
        }
        for (i, shown) in self.shown.iter().enumerate() {
            let y = u16::try_from(i + 1).unwrap_or(u16::MAX);
            let room = canvas.width().saturating_sub(lines::TEXT_AT + 1);
            canvas.put_cut(lines::TEXT_AT, y, room, shown, Role::Text);
            if i == self.window.cursor() {
                lines::focus(canvas, y);
            }
        }
    }
}
