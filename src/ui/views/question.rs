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

    fn draw(&self, canvas: &mut Canvas<'_>, _ctx: &Ctx) {
        let mut y = 0;
        for (label, text) in &self.notes {
            y = lines::wrapped(canvas, y, label, text);
        }
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
