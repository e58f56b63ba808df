//! A panel that tells something in a few labelled lines: a refusal, the rule behind a line.

use crate::schema::Words;
use crate::service::Problem;
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::view::{Flow, Header, Title, View};
use crate::ui::widgets::lines;
use ratatui::layout::Size;

/// Labelled lines under a title. Enter and Esc take it away; nothing else happens.
pub struct Note {
    title: String,
    sign: Option<Sign>,
    rows: Vec<(String, String)>,
}

impl Note {
    /// A title, and rows of label (at most six cells) and text.
    pub fn new(title: impl Into<String>, rows: Vec<(String, String)>) -> Self {
        Self {
            title: title.into(),
            sign: None,
            rows,
        }
    }

    /// A refusal: what, why, what to do next, in that order.
    pub fn problem(problem: &Problem, words: &dyn Words) -> Self {
        let mut rows = vec![
            (words.word("note-why"), problem.why(words)),
            (words.word("note-next"), problem.next(words)),
        ];
        for (field, fault) in &problem.faults {
            let args = fault.args();
            rows.push((field.clone(), words.fill_with(fault.key(), &args)));
        }
        Self {
            title: problem.what(words),
            sign: Some(Sign::Refused),
            rows,
        }
    }
}

impl View for Note {
    fn scope(&self) -> Scope {
        Scope::Panel
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("note-header"))
    }

    fn title(&self, _body: Size, _ctx: &Ctx) -> Title {
        Title {
            sign: self.sign,
            ..Title::new(self.title.clone(), "")
        }
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        if cmd == Cmd::Digit {
            Err("why-nothing-to-choose")
        } else {
            Ok(())
        }
    }

    fn panel(&self, width: u16, _ctx: &Ctx) -> Option<u16> {
        let rows = self.rows.iter().map(|(_, text)| lines::rows(width, text));
        Some(rows.fold(1, u16::saturating_add))
    }

    fn command(&mut self, cmd: Cmd, _ctx: &Ctx) -> Flow {
        match cmd {
            Cmd::Enter => Flow::Close,
            _ => Flow::Ignored,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, _ctx: &Ctx) {
        let mut y = 0;
        for (label, text) in &self.rows {
            y = lines::wrapped(canvas, y, label, text);
        }
    }
}
