//! A panel that tells something in labelled lines: a refusal, the rule behind a line, a run in the
//! log. Where they are more than the screen has rows, it is as high as the screen and scrolls.

use crate::schema::Words;
use crate::service::Problem;
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::view::{Flow, Header, Title, View};
use crate::ui::widgets::lines;
use ratatui::layout::Size;
use std::cell::Cell;

/// Labelled lines under a title. Enter and Esc take it away; nothing else happens.
pub struct Note {
    title: String,
    sign: Option<Sign>,
    rows: Vec<(String, String)>,
    /// What is told only to who asks, instead of a last row that says so.
    details: Vec<String>,
    /// The first row that is drawn.
    from: usize,
    /// The rows that had room when it was last drawn, and the last first row; only drawing knows.
    height: Cell<usize>,
    last: Cell<usize>,
}

impl Note {
    /// A title, and rows of label (at most six cells) and text.
    pub fn new(title: impl Into<String>, rows: Vec<(String, String)>) -> Self {
        Self {
            title: title.into(),
            sign: None,
            rows,
            details: Vec::new(),
            from: 0,
            height: Cell::new(0),
            last: Cell::new(0),
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
        let details = problem.details().to_vec();
        if !details.is_empty() {
            let there = words.word("note-details-there");
            rows.push((words.word("note-details"), there));
        }
        Self {
            sign: Some(Sign::Refused),
            details,
            ..Self::new(problem.what(words), rows)
        }
    }

    /// Every row as it stands on a canvas of this width, the label with the first of its text.
    fn broken(&self, width: u16) -> Vec<(&str, String)> {
        let mut all = Vec::new();
        for (label, text) in &self.rows {
            let mut label = label.as_str();
            for row in lines::broken(width, text) {
                all.push((std::mem::take(&mut label), row));
            }
        }
        all
    }
}

impl View for Note {
    fn scope(&self) -> Scope {
        Scope::Panel
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("note-header"))
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let (all, room) = (self.broken(body.width).len(), usize::from(body.height));
        let first = self.from.min(all.saturating_sub(room));
        let shown = if all > room {
            let of = [("first", first + 1), ("last", first + room), ("all", all)];
            ctx.fill_with("list-rows", &of.map(|(name, n)| (name, n.to_string())))
        } else {
            String::new()
        };
        Title {
            sign: self.sign,
            ..Title::new(self.title.clone(), shown)
        }
    }

    fn notice(&self, ctx: &Ctx) -> String {
        match self.last.get() {
            0 => String::new(),
            _ => ctx.word("note-more"),
        }
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        if cmd == Cmd::Digit && self.details.is_empty() {
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
        let (page, last) = (self.height.get().max(2) - 1, self.last.get());
        self.from = match cmd {
            Cmd::Enter => return Flow::Close,
            Cmd::Up => self.from.saturating_sub(1),
            Cmd::Down => self.from + 1,
            Cmd::PageUp => self.from.saturating_sub(page),
            Cmd::PageDown => self.from + page,
            Cmd::Home => 0,
            Cmd::End => last,
            _ => return Flow::Ignored,
        }
        .min(last);
        Flow::Stay
    }

    fn digit(&mut self, digit: u8, _ctx: &Ctx) -> Flow {
        if digit != 1 || self.details.is_empty() {
            return Flow::Ignored;
        }
        let asked_for = self.rows.pop();
        let label = asked_for.map(|(label, _)| label).into_iter();
        let labels = label.chain(std::iter::repeat(String::new()));
        self.rows.extend(labels.zip(self.details.drain(..)));
        Flow::Stay
    }

    fn draw(&self, canvas: &mut Canvas<'_>, _ctx: &Ctx) {
        let rows = self.broken(canvas.width());
        let height = usize::from(canvas.height());
        self.height.set(height);
        self.last.set(rows.len().saturating_sub(height));
        let from = self.from.min(self.last.get());
        for (y, (label, row)) in (0..canvas.height()).zip(&rows[from..]) {
            lines::line(canvas, y, label, row);
        }
    }
}
