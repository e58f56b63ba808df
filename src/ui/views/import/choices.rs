//! A panel with one list to choose from: the field of a column, the sheet of a workbook. The first
//! nine have digits.

use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::theme::Role;
use crate::ui::view::{Flow, Header, Reply, Title, View};
use crate::ui::widgets::Window;
use ratatui::layout::Size;

/// Rows of choices that are shown at once.
const MOST: usize = 9;
/// Where a choice stands.
const TEXT_AT: u16 = 3;

/// The panel.
pub(super) struct Choices {
    question: &'static str,
    title: String,
    choices: Vec<String>,
    window: Window,
}

impl Choices {
    /// `question` comes back with the reply; the focus begins on `current`.
    pub fn new(
        question: &'static str,
        title: String,
        choices: Vec<String>,
        current: usize,
    ) -> Self {
        let mut window = Window::default();
        window.set(current);
        window.clamp(choices.len());
        Self {
            question,
            title,
            choices,
            window,
        }
    }

    fn reply(&self, choice: usize) -> Flow {
        Flow::Reply(Reply {
            question: self.question,
            choice,
            text: self.choices.get(choice).cloned().unwrap_or_default(),
            carried: String::new(),
        })
    }
}

impl View for Choices {
    fn scope(&self) -> Scope {
        Scope::Panel
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("question-choose"))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let count = ctx.fill(
            "import-choices",
            &[("count", &self.choices.len().to_string())],
        );
        Title::new(self.title.clone(), count)
    }

    fn panel(&self, _width: u16, _ctx: &Ctx) -> Option<u16> {
        u16::try_from(self.choices.len().min(MOST) + 1).ok()
    }

    fn command(&mut self, cmd: Cmd, _ctx: &Ctx) -> Flow {
        match cmd {
            Cmd::Enter => self.reply(self.window.cursor()),
            cmd if self.window.command(cmd, self.choices.len()) => Flow::Stay,
            _ => Flow::Ignored,
        }
    }

    fn digit(&mut self, digit: u8, _ctx: &Ctx) -> Flow {
        match usize::from(digit).checked_sub(1) {
            Some(choice) if choice < self.choices.len() => self.reply(choice),
            _ => Flow::Ignored,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, _ctx: &Ctx) {
        let range = self.window.range(canvas.height(), self.choices.len());
        for (y, i) in (0..).zip(range) {
            let number = if i < MOST {
                format!("{} ", i + 1)
            } else {
                "  ".to_owned()
            };
            let x = canvas.put(TEXT_AT, y, &number, Role::Text);
            canvas.put(x, y, &self.choices[i], Role::Text);
            if i == self.window.cursor() {
                let cells = canvas.width().saturating_sub(TEXT_AT);
                canvas.focus(0, y, TEXT_AT, cells);
            }
        }
    }
}
