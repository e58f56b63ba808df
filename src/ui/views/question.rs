//! A panel that asks: numbered answers, or one line to type, such as a reason.
//!
//! What is done with the answer is the business of the view below, which gets it as data.

use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::theme::Role;
use crate::ui::view::{Flow, Header, Reply, Title, View};
use crate::ui::widgets::{Input, Window, lines};
use ratatui::layout::Size;
use std::cell::Cell;

/// Where the number of an answer stands.
const NUMBER_AT: u16 = 3;
/// The most that a typed answer shows at once.
const LINE_CELLS: u16 = 60;

/// A question on behalf of the view below.
pub struct Question {
    name: &'static str,
    title: String,
    answers: Vec<String>,
    line: Option<(String, Input)>,
    notes: Vec<(String, String)>,
    window: Window,
    /// The first note that is shown, where they have no room together.
    from: usize,
    /// How many were shown last; known only while drawing.
    shown: Cell<usize>,
    esc: Option<usize>,
    sign: Option<Sign>,
    carried: String,
}

impl Question {
    /// Numbered answers, at most nine. `name` comes back with the reply.
    pub fn new(name: &'static str, title: impl Into<String>, answers: Vec<String>) -> Self {
        Self {
            name,
            title: title.into(),
            answers,
            line: None,
            notes: Vec::new(),
            window: Window::default(),
            from: 0,
            shown: Cell::new(0),
            esc: None,
            sign: None,
            carried: String::new(),
        }
    }

    /// One line to type, with a label of at most six cells.
    pub fn line(name: &'static str, title: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            line: Some((label.into(), Input::default())),
            ..Self::new(name, title, Vec::new())
        }
    }

    /// With labelled lines that one should know before answering.
    pub fn note(mut self, label: impl Into<String>, text: impl Into<String>) -> Self {
        self.notes.push((label.into(), text.into()));
        self
    }

    /// It is about something that was refused.
    pub fn refused(mut self) -> Self {
        self.sign = Some(Sign::Refused);
        self
    }

    /// Esc is this answer, instead of none.
    pub fn esc(mut self, choice: usize) -> Self {
        self.esc = Some(choice);
        self
    }

    /// Begins with this typed; only for a line.
    pub fn typed(mut self, text: impl Into<String>) -> Self {
        if let Some((_, input)) = &mut self.line {
            *input = Input::new(text.into());
        }
        self
    }

    /// Comes back with the reply, for questions that follow one another.
    pub fn carry(mut self, carried: impl Into<String>) -> Self {
        self.carried = carried.into();
        self
    }

    /// Turns to other notes; to no others where all have room.
    fn turn(&mut self, on: bool) {
        let shown = self.shown.get().max(1);
        let last = self.notes.len().saturating_sub(shown);
        self.from = match on {
            true => (self.from + shown).min(last),
            false => self.from.saturating_sub(shown),
        };
    }

    fn reply(&self, choice: usize) -> Flow {
        let text = self
            .line
            .as_ref()
            .map_or(String::new(), |(_, input)| input.value().to_owned());
        Flow::Reply(Reply {
            question: self.name,
            choice,
            text,
            carried: self.carried.clone(),
        })
    }
}

impl Question {
    /// The notes, and below them what is asked: that is never out of sight. Says the row below them.
    fn draw_notes(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) -> u16 {
        let asked = self.answers.len() + usize::from(self.line.is_some());
        let asked = u16::try_from(asked).unwrap_or(u16::MAX);
        let (width, room) = (canvas.width(), canvas.height().saturating_sub(asked));
        let rows = |(_, text): &(String, String)| lines::rows(width, text);
        let whole = self.notes.iter().map(rows).fold(0, u16::saturating_add) <= room;
        // One row says that there are more.
        let room = if whole { room } else { room.saturating_sub(1) };
        let from = if whole { 0 } else { self.from };
        let mut end = 0;
        let mut fits = |note: &&(String, String)| {
            end += rows(note);
            end <= room
        };
        let all = &self.notes[from..];
        // A note that is longer than the panel is shown as far as it goes.
        let shown = all.iter().take_while(|note| fits(note)).count().max(1);
        let shown = shown.min(all.len());
        self.shown.set(shown);
        let mut above = canvas.rows(0, room);
        let mut y = 0;
        for (label, text) in &all[..shown] {
            y = lines::wrapped(&mut above, y, label, text);
        }
        let y = y.min(room);
        if whole {
            return y;
        }
        let args = [
            ("from", (from + 1).to_string()),
            ("to", (from + shown).to_string()),
            ("all", self.notes.len().to_string()),
        ];
        let more = ctx.fill_with("question-more", &args);
        canvas.put(lines::TEXT_AT, room, &more, Role::Muted);
        room + 1
    }
}

impl View for Question {
    fn scope(&self) -> Scope {
        Scope::Panel
    }

    fn header(&self, ctx: &Ctx) -> Header {
        let key = if self.line.is_some() {
            "question-type"
        } else {
            "question-choose"
        };
        Header::Work(ctx.word(key))
    }

    fn title(&self, _body: Size, _ctx: &Ctx) -> Title {
        Title {
            sign: self.sign,
            ..Title::new(self.title.clone(), "")
        }
    }

    fn panel(&self, width: u16, _ctx: &Ctx) -> Option<u16> {
        let notes: u16 = self
            .notes
            .iter()
            .map(|(_, text)| lines::rows(width, text))
            .sum();
        let rows = u16::try_from(self.answers.len()).unwrap_or(u16::MAX);
        Some(
            notes
                .saturating_add(rows)
                .saturating_add(1 + u16::from(self.line.is_some())),
        )
    }

    fn caret(&self) -> bool {
        self.line.is_some()
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        let nothing = cmd == Cmd::Digit && self.answers.is_empty();
        if nothing {
            Err("why-nothing-to-choose")
        } else {
            Ok(())
        }
    }

    fn command(&mut self, cmd: Cmd, _ctx: &Ctx) -> Flow {
        if let Some((_, input)) = &mut self.line
            && input.command(cmd)
        {
            return Flow::Stay;
        }
        match cmd {
            Cmd::Enter => self.reply(self.window.cursor()),
            Cmd::Back => self.esc.map_or(Flow::Close, |choice| self.reply(choice)),
            Cmd::PageDown | Cmd::PageUp if self.line.is_some() => {
                self.turn(cmd == Cmd::PageDown);
                Flow::Stay
            }
            cmd if self.window.command(cmd, self.answers.len()) => Flow::Stay,
            _ => Flow::Ignored,
        }
    }

    fn digit(&mut self, digit: u8, _ctx: &Ctx) -> Flow {
        match usize::from(digit).checked_sub(1) {
            Some(choice) if choice < self.answers.len() => self.reply(choice),
            _ => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, _ctx: &Ctx) -> Flow {
        match &mut self.line {
            Some((_, input)) => {
                input.text(c);
                Flow::Stay
            }
            None => Flow::Ignored,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let mut y = self.draw_notes(canvas, ctx);
        for (i, answer) in self.answers.iter().enumerate() {
            let x = canvas.put(NUMBER_AT, y, &format!("{} ", i + 1), Role::Text);
            canvas.put(x, y, answer, Role::Text);
            if i == self.window.cursor() {
                let cells = canvas.width().saturating_sub(NUMBER_AT);
                canvas.focus(0, y, NUMBER_AT, cells);
            }
            y += 1;
        }
        if let Some((label, input)) = &self.line {
            lines::label(canvas, y, label);
            canvas.put(lines::FOCUS_AT, y, ">", Role::Text);
            let cells = canvas
                .width()
                .saturating_sub(lines::TEXT_AT + 3)
                .min(LINE_CELLS);
            input.draw(canvas, lines::TEXT_AT, y, cells, true);
        }
    }
}
