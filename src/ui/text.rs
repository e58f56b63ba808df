//! Text in cells: the only place where the screen measures anything.
//!
//! A Chinese character takes two cells, and so does 㘵; what is of ambiguous width (`·`, `─`)
//! counts one, or two while [`measured`] says that this terminal draws it so. Otherwise measuring is
//! left to the function that ratatui itself places text with, so that the two can't differ.

use ratatui::buffer::CellWidth;
use std::borrow::Cow;
use std::cell::Cell;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands at the end of a text that was cut.
const CUT: &str = "..";

thread_local! {
    /// Whether ambiguous characters take two cells, for as long as [`measured`] runs. Everything
    /// that the screen shows is measured by the thread that draws it, in hundreds of places that
    /// have no other business with the terminal.
    static WIDE: Cell<bool> = const { Cell::new(false) };
}

/// Does something for a terminal on which ambiguous characters take two cells, or one.
pub fn measured<T>(wide: bool, work: impl FnOnce() -> T) -> T {
    /// Puts it back, also when the work panics.
    struct Before(bool);
    impl Drop for Before {
        fn drop(&mut self) {
            WIDE.set(self.0);
        }
    }
    let _before = Before(WIDE.replace(wide));
    work()
}

/// The cells of one grapheme.
fn cells(grapheme: &str) -> u16 {
    let narrow = grapheme.cell_width();
    if WIDE.get() && narrow == 1 && !grapheme.is_ascii() {
        return u16::try_from(grapheme.width_cjk()).unwrap_or(2).clamp(1, 2);
    }
    narrow
}

/// The graphemes of `text` that are drawn, with the cells that each takes, and whether that is
/// more than ratatui would give it.
pub(super) fn placed(text: &str) -> impl Iterator<Item = (&str, u16, bool)> {
    pieces(text).map(|(g, w)| (g, w, w != g.cell_width()))
}

/// The cells that `text` takes. Control characters are never drawn, so they take none.
pub fn width(text: &str) -> u16 {
    pieces(text).fold(0, |sum: u16, (_, w)| sum.saturating_add(w))
}

fn pieces(text: &str) -> impl Iterator<Item = (&str, u16)> {
    text.graphemes(true)
        .filter(|g| !g.contains(char::is_control))
        .map(|g| (g, cells(g)))
        .filter(|(_, w)| *w > 0)
}

/// As much of `text` as fits `max` cells, never half a character.
pub fn clip(text: &str, max: u16) -> String {
    let mut left = max;
    let mut out = String::new();
    for (grapheme, w) in pieces(text) {
        if w > left {
            break;
        }
        left -= w;
        out.push_str(grapheme);
    }
    out
}

/// `text`, or its beginning and `..` where `max` cells are too few for it.
pub fn cut(text: &str, max: u16) -> Cow<'_, str> {
    if width(text) <= max {
        return Cow::Borrowed(text);
    }
    let room = max.saturating_sub(width(CUT));
    Cow::Owned(clip(&format!("{}{CUT}", clip(text, room)), max))
}

/// Cut or filled up with blanks at the right to exactly `cells`.
pub fn pad(text: &str, cells: u16) -> String {
    let text = cut(text, cells);
    let blanks = cells.saturating_sub(width(&text));
    format!("{text}{}", blank(blanks))
}

/// Cut or filled up with blanks at the left to exactly `cells`.
pub fn pad_left(text: &str, cells: u16) -> String {
    let text = cut(text, cells);
    let blanks = cells.saturating_sub(width(&text));
    format!("{}{text}", blank(blanks))
}

/// Two sentences one behind the other: between Chinese ones there is no space.
pub fn joined(first: &str, second: &str) -> String {
    let space = if first.ends_with(|c: char| c.is_ascii()) {
        " "
    } else {
        ""
    };
    format!("{first}{space}{second}")
}

/// This many blanks.
pub fn blank(cells: u16) -> String {
    " ".repeat(usize::from(cells))
}

/// Characters that may not begin a line.
const NOT_FIRST: &str = "，。、；：？！）」》〉%,.;:?!)]";

/// Breaks `text` into lines of at most `cells`. Chinese breaks anywhere, but not before a closing
/// mark; words and numbers are broken only where a line can't hold them.
pub fn wrap(text: &str, cells: u16) -> Vec<String> {
    let cells = cells.max(2);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for chunk in chunks(paragraph) {
            let (have, more) = (width(&line), width(&chunk));
            if have.saturating_add(more) <= cells {
                line.push_str(&chunk);
            } else if width(chunk.trim_end()).saturating_add(have) <= cells {
                line.push_str(chunk.trim_end());
            } else {
                if have > 0 {
                    lines.push(std::mem::take(&mut line).trim_end().to_owned());
                }
                // A blank at the end of a line may hang over.
                line = if width(chunk.trim_end()) <= cells {
                    chunk
                } else {
                    force(&chunk, cells, &mut lines)
                };
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Breaks a piece that is longer than a line; hands back what is left for the next line.
fn force(chunk: &str, cells: u16, lines: &mut Vec<String>) -> String {
    let mut rest = chunk.to_owned();
    while width(&rest) > cells {
        let head = clip(&rest, cells);
        // A character that is wider than the line would never end.
        if head.is_empty() {
            return String::new();
        }
        rest = rest.split_off(head.len());
        lines.push(head);
    }
    rest
}

/// The pieces between which a line may break.
fn chunks(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut previous = None;
    for (grapheme, w) in pieces(text) {
        let narrow_word = w == 1 && grapheme != " ";
        let glued = previous == Some(true) && narrow_word;
        let closing = NOT_FIRST.contains(grapheme) || grapheme == " ";
        match out.last_mut() {
            Some(last) if glued || closing => last.push_str(grapheme),
            _ => out.push(grapheme.to_owned()),
        }
        previous = Some(narrow_word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_stand_one_behind_the_other() {
        assert_eq!(joined("读不了。", "没有权限。"), "读不了。没有权限。");
        assert_eq!(
            joined("Can't read it.", "Not permitted."),
            "Can't read it. Not permitted."
        );
    }

    #[test]
    fn cells() {
        for (text, cells) in [
            ("", 0),
            ("abc", 3),
            ("上㘵村", 6),
            ("买买提·江", 9),
            ("─│┬┴", 4),
            ("１", 2),
            ("a\u{7}\u{200b}b\n", 2),
        ] {
            assert_eq!(width(text), cells, "{text:?}");
        }
    }

    #[test]
    fn ambiguous_characters_are_as_wide_as_the_terminal_draws_them() {
        let all = || {
            (
                width("买买提·江"),
                width("─│"),
                width("㘵村"),
                width("a-·…“"),
            )
        };
        assert_eq!(all(), (9, 2, 4, 5));
        assert_eq!(measured(true, all), (10, 4, 4, 8));
        assert_eq!(measured(true, || measured(false, all)), (9, 2, 4, 5));
        assert_eq!(
            measured(true, || cut("买买提·江", 9).into_owned()),
            "买买提.."
        );
        assert_eq!(measured(true, || pad("·", 3)), "· ");
        let _ = std::panic::catch_unwind(|| measured(true, || panic!("as a view may")));
        assert_eq!(all(), (9, 2, 4, 5));
    }

    #[test]
    fn a_cut_text_says_so_and_never_holds_half_a_character() {
        assert_eq!(cut("后山村", 6), "后山村");
        assert_eq!(cut("后山村", 5), "后..");
        assert_eq!(cut("后山村", 4), "后..");
        assert_eq!(cut("后山村", 3), "..");
        assert_eq!(cut("后山村", 1), ".");
        assert_eq!(cut("后山村", 0), "");
        assert_eq!(pad("后山村", 5), "后.. ");
        assert_eq!(pad("王芳", 6), "王芳  ");
        assert_eq!(pad_left("王芳", 6), "  王芳");
        assert_eq!(clip("后山村", 5), "后山");
    }

    #[test]
    fn lines_break_where_a_reader_would() {
        assert_eq!(
            wrap("忘了口令，只有这一串", 8),
            ["忘了口", "令，只有", "这一串"]
        );
        assert_eq!(
            wrap("a village without one", 9),
            ["a village", "without", "one"]
        );
        assert_eq!(wrap("第 2026-11-23 天", 10), ["第", "2026-11-23", "天"]);
        assert_eq!(wrap("上\n下", 10), ["上", "下"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("村", 0), ["村"]);
        assert_eq!(wrap("", 10), Vec::<String>::new());
    }
}
