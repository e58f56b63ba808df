//! Cells as bytes for the terminal, as few as it takes: a key has to be answered over a slow line.
//!
//! ratatui's own writer moves the cursor anew behind each Chinese character, which makes three
//! bytes of text eleven. Here the cursor is known to stand behind what was written, wide or not,
//! and of a look only what changes is told.

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;
use std::io::{self, Write};

/// A writer to the terminal.
pub struct Slim<W: Write> {
    inner: CrosstermBackend<W>,
}

impl<W: Write> Slim<W> {
    /// Writes to this.
    pub fn new(out: W) -> Self {
        Self {
            inner: CrosstermBackend::new(out),
        }
    }
}

impl<W: Write> Write for Slim<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.inner)
    }
}

/// Colour of text, colour of ground, and the rest.
type Look = (Color, Color, Modifier);

/// The terminal's own look.
const PLAIN: Look = (Color::Reset, Color::Reset, Modifier::empty());

/// The bytes that draw these cells.
fn drawn<'a>(cells: impl Iterator<Item = (u16, u16, &'a Cell)>) -> String {
    let mut out = String::new();
    let mut cursor = None;
    let mut look = PLAIN;
    for (x, y, cell) in cells {
        move_to(&mut out, cursor, (x, y));
        let wanted = (cell.fg, cell.bg, cell.modifier);
        paint(&mut out, look, wanted);
        look = wanted;
        out.push_str(cell.symbol());
        // Terminals differ about characters made of several, and about those whose width was set.
        let sure = cell.diff_option == CellDiffOption::None && cell.symbol().chars().count() == 1;
        cursor = sure.then(|| (x + cell.cell_width(), y));
    }
    paint(&mut out, look, PLAIN);
    out
}

// Writing to a String can't fail.
fn move_to(out: &mut String, cursor: Option<(u16, u16)>, (x, y): (u16, u16)) {
    match cursor {
        Some(at) if at == (x, y) => {}
        Some((from, row)) if row == y && from < x => {
            let _ = match x - from {
                1 => write!(out, "\x1b[C"),
                by => write!(out, "\x1b[{by}C"),
            };
        }
        _ => {
            let _ = write!(out, "\x1b[{};{}H", y + 1, x + 1);
        }
    }
}

/// Says what is different about the look.
fn paint(out: &mut String, from: Look, to: Look) {
    if from == to {
        return;
    }
    if to == PLAIN {
        return out.push_str("\x1b[m");
    }
    let mut codes = String::new();
    for (modifier, on, off) in [
        (Modifier::BOLD, 1, 22),
        (Modifier::UNDERLINED, 4, 24),
        (Modifier::REVERSED, 7, 27),
    ] {
        let wanted = to.2.contains(modifier);
        if wanted != from.2.contains(modifier) {
            let _ = write!(codes, ";{}", if wanted { on } else { off });
        }
    }
    if from.0 != to.0 {
        colour(&mut codes, to.0, 30);
    }
    if from.1 != to.1 {
        colour(&mut codes, to.1, 40);
    }
    if !codes.is_empty() {
        let _ = write!(out, "\x1b[{}m", &codes[1..]);
    }
}

/// `base` is 30 for the text and 40 for the ground.
fn colour(codes: &mut String, colour: Color, base: u8) {
    let _ = match colour {
        Color::Indexed(n @ 0..8) => write!(codes, ";{}", base + n),
        Color::Indexed(n @ 8..16) => write!(codes, ";{}", base + 52 + n),
        Color::Indexed(n) => write!(codes, ";{};5;{n}", base + 8),
        Color::Rgb(r, g, b) => write!(codes, ";{};2;{r};{g};{b}", base + 8),
        // Themes know no others.
        _ => write!(codes, ";{}", base + 9),
    };
}

impl<W: Write> Backend for Slim<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.inner.write_all(drawn(content).as_bytes())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, part: ClearType) -> io::Result<()> {
        self.inner.clear_region(part)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;
    use std::num::NonZeroU16;

    fn bytes(buffer: &Buffer) -> String {
        let blank = Buffer::empty(buffer.area);
        drawn(blank.diff(buffer).into_iter())
    }

    #[test]
    fn a_run_of_text_is_written_as_it_is() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 3));
        buffer.set_string(1, 0, "后山村a─", Style::new());
        assert_eq!(bytes(&buffer), "\x1b[1;2H后山村a─");
        buffer.set_string(13, 0, "b", Style::new());
        buffer.set_string(2, 2, "c", Style::new());
        assert_eq!(bytes(&buffer), "\x1b[1;2H后山村a─\x1b[4Cb\x1b[3;3Hc");
    }

    #[test]
    fn a_look_is_told_once_and_unsaid_at_the_end() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
        let bad = Style::new()
            .fg(Color::Indexed(1))
            .add_modifier(Modifier::BOLD);
        buffer.set_string(0, 0, "!!红", bad);
        buffer.set_string(4, 0, "x", Style::new());
        assert_eq!(bytes(&buffer), "\x1b[1;1H\x1b[1;31m!!红\x1b[mx");
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
        buffer.set_string(0, 0, "a", bad.bg(Color::Indexed(7)));
        buffer.set_string(1, 0, "b", Style::new().bg(Color::Indexed(7)));
        let written = "\x1b[1;1H\x1b[1;31;47ma\x1b[22;39mb\x1b[m";
        assert_eq!(bytes(&buffer), written);
        for (colour, code) in [
            (Color::Indexed(12), "94"),
            (Color::Indexed(208), "38;5;208"),
            (Color::Rgb(1, 2, 3), "38;2;1;2;3"),
        ] {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 1, 1));
            buffer.set_string(0, 0, "x", Style::new().fg(colour));
            assert_eq!(bytes(&buffer), format!("\x1b[1;1H\x1b[{code}mx\x1b[m"));
        }
        let mut buffer = Buffer::empty(Rect::new(0, 0, 1, 1));
        buffer.set_style(buffer.area, Style::new().bg(Color::Indexed(15)));
        assert_eq!(bytes(&buffer), "\x1b[1;1H\x1b[107m \x1b[m");
    }

    #[test]
    fn behind_what_terminals_differ_about_the_cursor_is_placed_anew() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
        buffer.set_string(0, 0, "e\u{301}x", Style::new());
        assert_eq!(bytes(&buffer), "\x1b[1;1He\u{301}\x1b[1;2Hx");
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
        buffer.set_string(0, 0, "· x", Style::new());
        let two = NonZeroU16::new(2).expect("two");
        buffer[(0, 0)].set_diff_option(CellDiffOption::ForcedWidth(two));
        assert_eq!(bytes(&buffer), "\x1b[1;1H·\x1b[1;3Hx");
    }
}
