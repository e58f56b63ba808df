//! `/` on the roster: typing goes to the person, Enter goes on marking there.

use crate::domain::letters;
use crate::service::RosterLine;
use crate::ui::command::Cmd;
use crate::ui::view::Flow;
use crate::ui::widgets::Input;

/// A name being looked for.
pub(super) struct Search {
    /// What is typed.
    pub input: Input,
    /// Where one was before.
    from: usize,
}

impl Search {
    /// Begins at this row.
    pub fn from(cursor: usize) -> Self {
        Self {
            input: Input::default(),
            from: cursor,
        }
    }

    fn fits(&self, line: &RosterLine) -> bool {
        let typed = crate::schema::text::tidy(self.input.value()).to_lowercase();
        line.name.contains(&typed) || letters::fit(&line.name, &typed).is_some()
    }

    /// The first row that fits, from `start` on and round; `start` where none does.
    fn next(&self, lines: &[RosterLine], start: usize) -> usize {
        let all = lines.len();
        let mut round = (0..all).map(|i| (start + i) % all);
        round.find(|at| self.fits(&lines[*at])).unwrap_or(start)
    }

    /// Types a character; the row to go to.
    pub fn text(&mut self, c: char, lines: &[RosterLine]) -> usize {
        self.input.text(c);
        self.next(lines, self.from)
    }

    /// Edits, goes to the next fitting row, or ends; the row to go to, and whether it is over.
    pub fn command(&mut self, cmd: Cmd, lines: &[RosterLine], at: usize) -> (Flow, usize, bool) {
        if self.input.command(cmd) {
            return (Flow::Stay, self.next(lines, self.from), false);
        }
        match cmd {
            Cmd::Down | Cmd::NextPart => (Flow::Stay, self.next(lines, at + 1), false),
            Cmd::Enter => (Flow::Stay, at, true),
            Cmd::Back => (Flow::Stay, self.from, true),
            _ => (Flow::Ignored, at, false),
        }
    }
}
