//! F6: what can be done with the row of the focus, by digit; 0 is every command.

use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::theme::Role;
use crate::ui::view::{Act, Flow, Header, Title, Toast, View};
use ratatui::layout::Size;

/// How many acts have a digit; the palette has the others, too.
pub(super) const DIGITS: usize = 9;
/// Rows of a full panel: nine acts stand in three columns.
const ROWS: usize = 3;
/// Where the first column of acts stands, and how far apart the columns are.
const FIRST_AT: u16 = 3;
const STEP: u16 = 24;

/// The list of acts.
pub struct ActsPanel {
    acts: Vec<Act>,
    about: Option<String>,
    /// Counted through the acts; behind the last stands "every command".
    cursor: usize,
}

impl ActsPanel {
    /// The panel with the first nine of these acts; and whom they are about, where that needs telling.
    pub fn new(mut acts: Vec<Act>, about: Option<String>) -> Self {
        acts.truncate(DIGITS);
        Self {
            acts,
            about,
            cursor: 0,
        }
    }

    fn rows(&self) -> usize {
        self.acts.len().min(ROWS)
    }

    fn take(&self, at: usize, ctx: &Ctx) -> Flow {
        match self.acts.get(at) {
            Some(Act {
                not_now: Some(why), ..
            }) => Flow::Say(Toast::refused(ctx.word(why))),
            Some(act) => Flow::Act(act.name),
            None => Flow::All(vec![Flow::Close, Flow::Run(Cmd::Commands)]),
        }
    }
}

impl View for ActsPanel {
    fn scope(&self) -> Scope {
        Scope::Panel
    }

    fn header(&self, ctx: &Ctx) -> Header {
        let about = self.about.clone();
        Header::Work(about.unwrap_or_else(|| ctx.word("acts-header")))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        Title::new(ctx.word("acts-title"), "")
    }

    fn panel(&self, _width: u16, _ctx: &Ctx) -> Option<u16> {
        u16::try_from(self.rows() + 2).ok()
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        let last = self.acts.len();
        self.cursor = match cmd {
            Cmd::Up => self.cursor.saturating_sub(1),
            Cmd::Down => self.cursor + 1,
            Cmd::Left => self.cursor.saturating_sub(ROWS),
            Cmd::Right => self.cursor + ROWS,
            Cmd::Home => 0,
            Cmd::End => last,
            Cmd::Enter => return self.take(self.cursor, ctx),
            _ => return Flow::Ignored,
        }
        .min(last);
        Flow::Stay
    }

    fn digit(&mut self, digit: u8, ctx: &Ctx) -> Flow {
        match usize::from(digit) {
            0 => self.take(self.acts.len(), ctx),
            n if n <= self.acts.len() => self.take(n - 1, ctx),
            _ => Flow::Ignored,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let mut spot = (FIRST_AT, 0, 0);
        // A narrow window moves the columns together, so that the last one can be read, too.
        let columns = u16::try_from(self.acts.len().div_ceil(ROWS)).unwrap_or(1);
        let step = (canvas.width().saturating_sub(FIRST_AT) / columns.max(1)).min(STEP);
        for (i, act) in self.acts.iter().enumerate() {
            let column = u16::try_from(i / ROWS).unwrap_or(0);
            let (x, y) = (
                FIRST_AT + column * step,
                u16::try_from(i % ROWS).unwrap_or(0),
            );
            let role = if act.not_now.is_some() {
                Role::Muted
            } else {
                Role::Text
            };
            let label = format!("{} {}", i + 1, ctx.word(&format!("act-{}", act.name)));
            let end = canvas.put_cut(x, y, step.saturating_sub(2), &label, role);
            if i == self.cursor {
                spot = (x, y, end);
            }
        }
        let y = u16::try_from(self.rows()).unwrap_or(0);
        let end = canvas.put(
            FIRST_AT,
            y,
            &format!("0 {}", ctx.word("acts-more")),
            Role::Text,
        );
        if self.cursor == self.acts.len() {
            spot = (FIRST_AT, y, end);
        }
        let (x, y, end) = spot;
        canvas.focus(x.saturating_sub(FIRST_AT), y, x, end.saturating_sub(x));
    }
}
