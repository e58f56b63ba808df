//! A list to choose from: a digit where there are few, arrows, or typing that narrows by words,
//! pinyin or initials.

use super::lines;
use super::{Input, Window};
use crate::domain::letters;
use crate::ui::canvas::Canvas;
use crate::ui::command::Cmd;
use crate::ui::theme::Role;

/// The most options that digits can name.
const DIGITS: usize = 9;
/// Cells of the line to type in.
const LINE: u16 = 30;

/// Options, of which typing leaves some.
#[derive(Debug, Default)]
pub struct Chooser {
    options: Vec<String>,
    found: Vec<usize>,
    input: Input,
    window: Window,
}

impl Chooser {
    /// All of them, the first under the focus.
    pub fn new(options: Vec<String>) -> Self {
        Self {
            found: (0..options.len()).collect(),
            options,
            ..Self::default()
        }
    }

    /// The same, with another option under the focus.
    pub fn on(mut self, at: usize) -> Self {
        self.window.set(at);
        self.window.clamp(self.options.len());
        self
    }

    /// The same options in other words: the focus stays.
    pub fn reword(&mut self, options: Vec<String>) {
        self.options = options;
    }

    /// The rows that it takes, the line to type in included, at most `most`.
    pub fn rows(&self, most: u16) -> u16 {
        let rows = u16::try_from(self.options.len() + 1).unwrap_or(u16::MAX);
        rows.min(most)
    }

    /// The option under the focus.
    pub fn at(&self) -> Option<usize> {
        self.found.get(self.window.cursor()).copied()
    }

    /// Whether digits answer: nothing is typed, and there are few enough.
    fn numbered(&self) -> bool {
        self.options.len() <= DIGITS
    }

    /// Types a character; a digit may choose at once.
    pub fn text(&mut self, c: char) -> Option<usize> {
        let digit = crate::schema::text::fold(c)
            .to_digit(10)
            .and_then(|d| usize::try_from(d).ok());
        if let (true, Some(digit)) = (self.numbered(), digit) {
            return digit.checked_sub(1).filter(|at| *at < self.options.len());
        }
        self.input.text(c);
        self.narrow();
        None
    }

    /// Moves, or takes characters away; whether it was that.
    pub fn command(&mut self, cmd: Cmd) -> bool {
        if self.window.command(cmd, self.found.len()) {
            return true;
        }
        let before = self.input.value().to_owned();
        let mine = self.input.command(cmd);
        if self.input.value() != before {
            self.narrow();
        }
        mine
    }

    fn narrow(&mut self) {
        let typed = self.input.value().trim().to_lowercase();
        let fits = |option: &String| {
            typed.is_empty()
                || option.to_lowercase().contains(&typed)
                || letters::fit(option, &typed).is_some()
        };
        let options = self.options.iter().enumerate();
        self.found = options
            .filter(|(_, option)| fits(option))
            .map(|(at, _)| at)
            .collect();
        self.window = Window::default();
    }

    /// Draws the line to type in under `label`, and the options below it.
    pub fn draw(&self, canvas: &mut Canvas<'_>, label: &str, none: &str) {
        lines::label(canvas, 0, label);
        let cells = canvas.width().saturating_sub(lines::TEXT_AT + 3).min(LINE);
        self.input.draw(canvas, lines::TEXT_AT, 0, cells, true);
        if self.found.is_empty() {
            canvas.put(lines::TEXT_AT, 1, none, Role::Text);
        }
        let range = self
            .window
            .range(canvas.height().saturating_sub(1), self.found.len());
        for (y, place) in (1..).zip(range) {
            let at = self.found[place];
            let number = if self.numbered() {
                format!("{} ", at + 1)
            } else {
                String::new()
            };
            let text = format!("{number}{}", self.options[at]);
            let room = canvas.width().saturating_sub(lines::TEXT_AT + 1);
            canvas.put_cut(lines::TEXT_AT, y, room, &text, Role::Text);
            if place == self.window.cursor() {
                lines::focus(canvas, y);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chooser(options: &[&str]) -> Chooser {
        Chooser::new(options.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn digits_choose_among_few_and_letters_narrow() {
        let mut few = chooser(&["红", "黄", "没填的"]);
        assert_eq!(few.text('２'), Some(1));
        assert_eq!(few.text('4'), None);
        assert_eq!(few.text('m'), None);
        assert_eq!(few.at(), Some(2));
        assert!(few.command(Cmd::Erase));
        assert_eq!(few.at(), Some(0));
        assert!(few.command(Cmd::Down) && !few.command(Cmd::Enter));
        assert_eq!(few.at(), Some(1));
        few.text('q');
        assert_eq!(few.at(), None);
    }

    #[test]
    fn among_many_digits_are_typed() {
        let names: Vec<String> = (1..=12).map(|n| format!("第{n}组")).collect();
        let mut many = Chooser::new(names);
        assert_eq!(many.text('1'), None);
        assert_eq!(many.text('1'), None);
        assert_eq!(many.at(), Some(10));
        assert_eq!(many.rows(5), 5);
    }
}
