//! Which rows of a long list are on the screen, and where the focus is among them.

use crate::ui::command::Cmd;
use std::cell::Cell;
use std::ops::Range;

/// A focus in a list of which only some rows are drawn.
///
/// The first drawn row and the height are known only while drawing, so drawing leaves them here;
/// they say nothing about the list itself.
#[derive(Clone, Debug, Default)]
pub struct Window {
    cursor: usize,
    top: Cell<usize>,
    height: Cell<usize>,
}

impl Window {
    /// The row of the focus.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Moves the focus to this row.
    pub fn set(&mut self, cursor: usize) {
        self.cursor = cursor;
    }

    /// Moves the focus as a movement command says, in a list of `all` rows; whether it was one.
    pub fn command(&mut self, cmd: Cmd, all: usize) -> bool {
        let last = all.saturating_sub(1);
        let page = self.height.get().max(2) - 1;
        self.cursor = match cmd {
            Cmd::Up => self.cursor.saturating_sub(1),
            Cmd::Down => self.cursor + 1,
            Cmd::PageUp => self.cursor.saturating_sub(page),
            Cmd::PageDown => self.cursor + page,
            Cmd::Home => 0,
            Cmd::End => last,
            _ => return false,
        }
        .min(last);
        true
    }

    /// Keeps the focus inside a list that became shorter.
    pub fn clamp(&mut self, all: usize) {
        self.cursor = self.cursor.min(all.saturating_sub(1));
    }

    /// The rows to draw where `height` rows have room: the window moves no more than it must.
    pub fn range(&self, height: u16, all: usize) -> Range<usize> {
        let height = usize::from(height);
        self.height.set(height);
        let lowest = (self.cursor + 1).saturating_sub(height);
        let highest = self.cursor.min(all.saturating_sub(height));
        let top = self.top.get().min(highest).max(lowest.min(highest));
        self.top.set(top);
        top..(top + height).min(all)
    }

    /// The rows drawn last, counted from 1, for `第 1-11 行，共 17 行`.
    pub fn shown(&self, all: usize) -> (usize, usize) {
        let top = self.top.get().min(all);
        ((top + 1).min(all), (top + self.height.get()).min(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_focus_is_always_in_the_window() {
        let mut window = Window::default();
        assert_eq!(window.range(5, 20), 0..5);
        for _ in 0..7 {
            window.command(Cmd::Down, 20);
        }
        assert_eq!(window.range(5, 20), 3..8);
        window.command(Cmd::Up, 20);
        assert_eq!(window.range(5, 20), 3..8);
        window.command(Cmd::PageDown, 20);
        assert_eq!((window.cursor(), window.range(5, 20)), (10, 6..11));
        assert_eq!(window.shown(20), (7, 11));
        window.command(Cmd::End, 20);
        assert_eq!(window.range(5, 20), 15..20);
        window.clamp(3);
        assert_eq!(window.range(5, 3), 0..3);
        assert!(!window.command(Cmd::Enter, 3));
    }

    proptest::proptest! {
        #[test]
        fn any_height_any_length(height in 0u16..60, all in 0usize..100, cursor in 0usize..100, top in 0usize..100) {
            let mut window = Window::default();
            window.set(top);
            window.range(7, 100);
            window.set(cursor);
            window.clamp(all);
            let range = window.range(height, all);
            assert!(range.end <= all && range.len() <= usize::from(height));
            if all > 0 && height > 0 {
                assert!(range.contains(&window.cursor()));
            }
        }
    }
}
