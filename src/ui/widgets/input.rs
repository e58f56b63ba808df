//! A line to type in, with the caret placed by cells.

use crate::ui::canvas::Canvas;
use crate::ui::command::Cmd;
use crate::ui::text;
use crate::ui::theme::Role;
use tui_input::InputRequest;

/// One line of text being typed.
#[derive(Clone, Debug, Default)]
pub struct Input {
    core: tui_input::Input,
    masked: bool,
    selected: bool,
}

impl Input {
    /// A line that already holds something, the caret behind it.
    pub fn new(value: impl Into<String>) -> Self {
        Self {
            core: tui_input::Input::new(value.into()),
            masked: false,
            selected: false,
        }
    }

    /// A line that offers something: it is selected, so that typing replaces it.
    pub fn offering(value: impl Into<String>) -> Self {
        let mut offering = Self::new(value);
        offering.selected = !offering.is_empty();
        offering
    }

    /// A line that shows `*` for each character: passphrases.
    pub fn masked() -> Self {
        Self {
            core: tui_input::Input::default(),
            masked: true,
            selected: false,
        }
    }

    /// What stands in it.
    pub fn value(&self) -> &str {
        self.core.value()
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.core.value().is_empty()
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.core.reset();
    }

    /// Types a character. Control characters, which a paste may hold, aren't typed.
    pub fn text(&mut self, c: char) {
        if !c.is_control() {
            if std::mem::take(&mut self.selected) {
                self.core.reset();
            }
            self.core.handle(InputRequest::InsertChar(c));
        }
    }

    /// Moves the caret or takes characters away; whether the command was one of those.
    pub fn command(&mut self, cmd: Cmd) -> bool {
        let request = match cmd {
            Cmd::Left => InputRequest::GoToPrevChar,
            Cmd::Right => InputRequest::GoToNextChar,
            Cmd::Home => InputRequest::GoToStart,
            Cmd::End => InputRequest::GoToEnd,
            Cmd::Erase => InputRequest::DeletePrevChar,
            Cmd::Delete => InputRequest::DeleteNextChar,
            _ => return false,
        };
        let selected = std::mem::take(&mut self.selected);
        if selected && matches!(cmd, Cmd::Erase | Cmd::Delete) {
            self.core.reset();
        } else {
            self.core.handle(request);
        }
        true
    }

    /// The rows that it takes when wrapped.
    pub fn rows(&self, cells: u16) -> u16 {
        u16::try_from(rows(self.value(), cells).len()).unwrap_or(u16::MAX)
    }

    /// Draws it wrapped, each row between brackets, with the hardware cursor where `focused`.
    pub fn draw_rows(&self, canvas: &mut Canvas<'_>, x: u16, y: u16, cells: u16, focused: bool) {
        let part = |from: usize, until: usize| -> String {
            self.value().chars().skip(from).take(until - from).collect()
        };
        let rows = rows(self.value(), cells);
        let cursor = self.core.cursor();
        let at = rows
            .iter()
            .rposition(|(from, _)| *from <= cursor)
            .unwrap_or(0);
        for (i, (from, until)) in rows.into_iter().enumerate() {
            let y = y.saturating_add(u16::try_from(i).unwrap_or(u16::MAX));
            let start = canvas.put(x, y, "[", Role::Text);
            canvas.put(start, y, &text::pad(&part(from, until), cells), Role::Text);
            canvas.put(start + cells, y, "]", Role::Text);
            if focused && i == at {
                canvas.caret_at(start + text::width(&part(from, cursor)), y);
            }
        }
    }

    /// Draws it as `[…]`, `cells` wide between the brackets; the part around the caret where it is
    /// longer. The hardware cursor goes to the caret where `focused`. The column after it.
    pub fn draw(&self, canvas: &mut Canvas<'_>, x: u16, y: u16, cells: u16, focused: bool) -> u16 {
        let shown = if self.masked {
            "*".repeat(self.value().chars().count())
        } else {
            self.value().to_owned()
        };
        let before: String = shown.chars().take(self.core.cursor()).collect();
        let caret = text::width(&before);
        // The caret needs a cell of its own behind the last character.
        let from = (caret + 1).saturating_sub(cells);
        let (skipped, visible) = skip(&shown, from);
        let start = canvas.put(x, y, "[", Role::Text);
        canvas.put(
            start,
            y,
            &text::pad(&text::clip(visible, cells), cells),
            Role::Text,
        );
        if self.selected {
            canvas.reverse(start, y, text::width(visible).min(cells));
        }
        if focused {
            canvas.caret_at(start + caret.saturating_sub(skipped), y);
        }
        canvas.put(start + cells, y, "]", Role::Text)
    }
}

/// A long text's rows: where each begins and ends in characters. The last has room for the caret.
fn rows(text: &str, cells: u16) -> Vec<(usize, usize)> {
    let mut rows = Vec::new();
    let (mut from, mut used, mut count) = (0, 0, 0);
    for c in text.chars() {
        let w = text::width(c.encode_utf8(&mut [0; 4]));
        if used + w > cells && count > from {
            rows.push((from, count));
            (from, used) = (count, 0);
        }
        used += w;
        count += 1;
    }
    rows.push((from, count));
    if used >= cells {
        rows.push((count, count));
    }
    rows
}

/// Leaves out at least `cells` cells at the beginning, whole characters only: how many went, and
/// the rest.
fn skip(text: &str, cells: u16) -> (u16, &str) {
    let mut gone = 0;
    for (at, c) in text.char_indices() {
        if gone >= cells {
            return (gone, &text[at..]);
        }
        gone += text::width(c.encode_utf8(&mut [0; 4]));
    }
    (gone, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::canvas::Look;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn drawn(input: &Input, cells: u16) -> (String, Option<u16>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 30, 1));
        let (mut caret, look) = (None, Look::default());
        input.draw(
            &mut Canvas::new(&mut buffer, &mut caret, &look),
            0,
            0,
            cells,
            true,
        );
        let mut row = String::new();
        let mut x = 0;
        while x < 30 {
            let symbol = buffer[(x, 0)].symbol();
            row.push_str(symbol);
            x += text::width(symbol).max(1);
        }
        (row.trim_end().to_owned(), caret.map(|c| c.x))
    }

    #[test]
    fn the_caret_stands_where_the_next_character_will() {
        let mut input = Input::new("莒口");
        assert_eq!(drawn(&input, 8), ("[莒口    ]".into(), Some(5)));
        input.command(Cmd::Left);
        assert_eq!(drawn(&input, 8), ("[莒口    ]".into(), Some(3)));
        input.text('镇');
        assert_eq!(input.value(), "莒镇口");
        input.command(Cmd::Erase);
        input.command(Cmd::End);
        "上㘵村".chars().for_each(|c| input.text(c));
        assert_eq!(drawn(&input, 8), ("[上㘵村  ]".into(), Some(7)));
        input.text('\n');
        assert_eq!(input.value(), "莒口上㘵村");
    }

    #[test]
    fn a_note_wraps_and_keeps_the_caret() {
        assert_eq!(rows("", 4), [(0, 0)]);
        assert_eq!(rows("一二三", 4), [(0, 2), (2, 3)]);
        assert_eq!(rows("一二", 4), [(0, 2), (2, 2)]);
        assert_eq!(rows("一二三", 1), [(0, 1), (1, 2), (2, 3), (3, 3)]);
        let input = Input::new("一二三");
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
        let (mut caret, look) = (None, Look::default());
        let mut canvas = Canvas::new(&mut buffer, &mut caret, &look);
        input.draw_rows(&mut canvas, 0, 0, 4, true);
        assert_eq!(caret.map(|c| (c.x, c.y)), Some((3, 1)));
        assert_eq!((input.rows(4), buffer[(0, 1)].symbol()), (2, "["));
    }

    #[test]
    fn what_is_offered_gives_way_to_typing() {
        for (cmd, left) in [
            (Cmd::Erase, ""),
            (Cmd::Delete, ""),
            (Cmd::Left, "cxm"),
            (Cmd::End, "cxm"),
        ] {
            let mut input = Input::offering("cxm");
            assert!(input.command(cmd));
            assert_eq!(input.value(), left, "{cmd:?}");
        }
        let mut input = Input::offering("cxm");
        "陈小".chars().for_each(|c| input.text(c));
        assert_eq!(input.value(), "陈小");
    }

    #[test]
    fn a_passphrase_isnt_shown() {
        let mut input = Input::masked();
        "secret 1".chars().for_each(|c| input.text(c));
        assert_eq!(drawn(&input, 10), ("[********  ]".into(), Some(9)));
    }
}
