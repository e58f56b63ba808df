//! Where views draw: a part of the screen with its own corner, which nothing can leave.
//!
//! Knows cells and roles, not what is drawn. Whatever lies outside is dropped, so that a view need
//! not ask first whether there is room.

use super::text;
use super::theme::{Role, Theme};
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use std::num::NonZeroU16;

/// The few drawing characters whose width depends on the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// `─ │ ┬ ┴`.
    #[default]
    Lines,
    /// `- | + +`, for terminals without UTF-8 or with wide ambiguous characters.
    Ascii,
}

impl Glyphs {
    /// A horizontal line's cell.
    pub fn across(self) -> &'static str {
        if self == Self::Lines { "─" } else { "-" }
    }
    /// A vertical line's cell.
    pub fn down(self) -> &'static str {
        if self == Self::Lines { "│" } else { "|" }
    }
    /// Where a vertical line begins below a horizontal one.
    pub fn begins(self) -> &'static str {
        if self == Self::Lines { "┬" } else { "+" }
    }
    /// Where it ends above one.
    pub fn ends(self) -> &'static str {
        if self == Self::Lines { "┴" } else { "+" }
    }
}

/// How things look, apart from what they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Colours.
    pub theme: Theme,
    /// Lines.
    pub glyphs: Glyphs,
    /// Whether characters of ambiguous width take two cells.
    pub wide: bool,
}

/// A part of the screen.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    caret: &'a mut Option<Position>,
    look: &'a Look,
    area: Rect,
    focused: bool,
}

impl<'a> Canvas<'a> {
    /// The whole of `buffer`; the caret's place is left in `caret`.
    pub fn new(buffer: &'a mut Buffer, caret: &'a mut Option<Position>, look: &'a Look) -> Self {
        let area = buffer.area;
        Self {
            buffer,
            caret,
            look,
            area,
            focused: true,
        }
    }

    /// The same, for a view that has a panel above it: the one `>` of the screen is the panel's.
    pub fn unfocused(mut self) -> Self {
        self.focused = false;
        self
    }

    /// Whether the focus of the screen is in here.
    pub fn focused(&self) -> bool {
        self.focused
    }

    /// Marks the row of the focus: `>` in column `x`, and `cells` from column `from` reversed.
    pub fn focus(&mut self, x: u16, y: u16, from: u16, cells: u16) {
        if self.focused {
            self.put(x, y, ">", Role::Text);
            self.reverse(from, y, cells);
        }
    }

    /// Cells across.
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// Rows.
    pub fn height(&self) -> u16 {
        self.area.height
    }

    /// The lines to draw with.
    pub fn glyphs(&self) -> Glyphs {
        self.look.glyphs
    }

    /// A part of this part.
    pub fn part(&mut self, x: u16, y: u16, width: u16, height: u16) -> Canvas<'_> {
        let inner = Rect {
            x: self.area.x.saturating_add(x),
            y: self.area.y.saturating_add(y),
            width,
            height,
        };
        Canvas {
            area: self.area.intersection(inner),
            buffer: self.buffer,
            caret: self.caret,
            look: self.look,
            focused: self.focused,
        }
    }

    /// The rows from `y` on, `height` of them.
    pub fn rows(&mut self, y: u16, height: u16) -> Canvas<'_> {
        self.part(0, y, self.width(), height)
    }

    /// Draws `text` from column `x`, clipped at the edge; the column after it.
    pub fn put(&mut self, x: u16, y: u16, text: &str, role: Role) -> u16 {
        if x >= self.area.width || y >= self.area.height {
            return x;
        }
        let room = self.area.width - x;
        let style = self.look.theme.style(role);
        let (left, top) = (self.area.x + x, self.area.y + y);
        if self.look.wide && !text.is_ascii() {
            return self.put_wide(left, top, text, room, style) - self.area.x;
        }
        let (end, _) = self
            .buffer
            .set_stringn(left, top, text, usize::from(room), style);
        end - self.area.x
    }

    /// Draws text on a terminal that gives ambiguous characters two cells, which ratatui has to be
    /// told: the second cell is then left alone, and what follows is placed anew.
    fn put_wide(&mut self, mut x: u16, y: u16, text: &str, room: u16, style: Style) -> u16 {
        let mut left = room;
        for (grapheme, cells, more) in text::placed(text) {
            if cells > left {
                break;
            }
            left -= cells;
            let cell = &mut self.buffer[(x, y)];
            let forced = NonZeroU16::new(cells).filter(|_| more);
            let option = forced.map_or(CellDiffOption::None, CellDiffOption::ForcedWidth);
            cell.set_symbol(grapheme).set_style(style);
            cell.set_diff_option(option);
            for second in x + 1..x + cells {
                self.buffer[(second, y)].reset();
            }
            x += cells;
        }
        x
    }

    /// Draws `text` in at most `cells`, ending in `..` where it was cut; the column after it.
    pub fn put_cut(&mut self, x: u16, y: u16, cells: u16, text: &str, role: Role) -> u16 {
        let cells = cells.min(self.area.width.saturating_sub(x));
        self.put(x, y, &text::cut(text, cells), role)
    }

    /// Draws `text` so that it ends before column `end`; cut where it would pass the left edge.
    /// The column where it begins.
    pub fn put_right(&mut self, end: u16, y: u16, text: &str, role: Role) -> u16 {
        let text = text::cut(text, end);
        let x = end.saturating_sub(text::width(&text));
        self.put(x, y, &text, role);
        x
    }

    /// A horizontal line from column `x`, `cells` long.
    pub fn across(&mut self, x: u16, y: u16, cells: u16) {
        let cells = cells.min(self.area.width.saturating_sub(x));
        let line = self.glyphs().across().repeat(usize::from(cells));
        self.put(x, y, &line, Role::Text);
    }

    /// Gives cells that are already drawn the look of the focus; their colours stay.
    pub fn reverse(&mut self, x: u16, y: u16, cells: u16) {
        let area = Rect {
            x: self.area.x.saturating_add(x),
            y: self.area.y.saturating_add(y),
            width: cells,
            height: 1,
        };
        let style = self.look.theme.style(Role::Selected);
        self.buffer.set_style(self.area.intersection(area), style);
    }

    /// Makes cells that are already drawn bold.
    pub fn bold(&mut self, x: u16, y: u16, cells: u16) {
        let area = Rect {
            x: self.area.x.saturating_add(x),
            y: self.area.y.saturating_add(y),
            width: cells,
            height: 1,
        };
        self.buffer
            .set_style(self.area.intersection(area), Modifier::BOLD);
    }

    /// Puts the terminal's own cursor here: input methods show their candidates beside it.
    pub fn caret_at(&mut self, x: u16, y: u16) {
        if self.focused && x < self.area.width && y < self.area.height {
            *self.caret = Some(Position::new(self.area.x + x, self.area.y + y));
        }
    }

    /// Empties this part.
    pub fn clear(&mut self) {
        let blank = text::blank(self.area.width);
        for y in 0..self.area.height {
            self.put(0, y, &blank, Role::Text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_part() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 3));
        let (mut caret, look) = (None, Look::default());
        let mut canvas = Canvas::new(&mut buffer, &mut caret, &look);
        let mut part = canvas.part(2, 1, 5, 9);
        assert_eq!((part.width(), part.height()), (5, 2));
        assert_eq!(part.put(1, 0, "后山村", Role::Text), 5);
        assert_eq!(part.put(9, 0, "x", Role::Text), 9);
        assert_eq!(part.put(0, 7, "x", Role::Text), 0);
        part.caret_at(5, 0);
        part.reverse(3, 1, 400);
        part.across(4, 1, 400);
        assert_eq!(part.put_right(5, 1, "一二三", Role::Text), 1);
        assert_eq!(caret, None);
        let rows: Vec<String> = (0..3)
            .map(|y| (0..10).map(|x| buffer[(x, y)].symbol()).collect())
            .collect();
        assert_eq!(rows, ["          ", "   后 山    ", "   一 ..   "]);
    }
}
