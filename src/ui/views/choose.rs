//! A panel that asks for one of several words: by digit, arrows, or typing.

use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::view::{Flow, Header, Reply, Title, View};
use crate::ui::widgets::Chooser;
use ratatui::layout::Size;

/// Rows of the panel, its rule included; on small screens some of the list stays in sight.
const ROWS: u16 = 11;
const ROWS_SMALL: u16 = 8;
/// Columns from which on a screen isn't small.
const ROOMY: u16 = 80;

/// The question.
pub struct Choose {
    name: &'static str,
    title: String,
    codes: Vec<String>,
    chooser: Chooser,
}

impl Choose {
    /// Options, each with what comes back in the reply's text. `name` comes back with it.
    pub fn new(
        name: &'static str,
        title: impl Into<String>,
        options: Vec<(String, String)>,
    ) -> Self {
        let (codes, words) = options.into_iter().unzip();
        Self {
            name,
            title: title.into(),
            codes,
            chooser: Chooser::new(words),
        }
    }

    /// With this option under the focus.
    pub fn on(mut self, at: usize) -> Self {
        self.chooser = self.chooser.on(at);
        self
    }

    fn take(&self, at: Option<usize>) -> Flow {
        let Some(choice) = at else { return Flow::Stay };
        Flow::Reply(Reply {
            question: self.name,
            choice,
            text: self.codes.get(choice).cloned().unwrap_or_default(),
            carried: String::new(),
        })
    }
}

impl View for Choose {
    fn scope(&self) -> Scope {
        Scope::Panel
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("choose-header"))
    }

    fn title(&self, _body: Size, _ctx: &Ctx) -> Title {
        Title::new(self.title.clone(), "")
    }

    fn panel(&self, width: u16, _ctx: &Ctx) -> Option<u16> {
        let most = if width < ROOMY { ROWS_SMALL } else { ROWS };
        Some(self.chooser.rows(most - 1) + 1)
    }

    fn caret(&self) -> bool {
        true
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        // Digits are typed, and then answer.
        if cmd == Cmd::Digit {
            Err("why-nothing-to-choose")
        } else {
            Ok(())
        }
    }

    fn command(&mut self, cmd: Cmd, _ctx: &Ctx) -> Flow {
        match cmd {
            Cmd::Enter => self.take(self.chooser.at()),
            cmd if self.chooser.command(cmd) => Flow::Stay,
            _ => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, _ctx: &Ctx) -> Flow {
        let chosen = self.chooser.text(c);
        self.take(chosen)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let (label, none) = (ctx.word("find-label"), ctx.word("pick-nobody"));
        self.chooser.draw(canvas, &label, &none);
    }
}
