//! Lists: `>` in column 0, the mark in 1, the sign in 2 and 3, text from column 5.
//!
//! Draws the rows it is given, which are those on the screen; never the whole list.

use crate::ui::canvas::Canvas;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;

/// Where the first column of text begins.
pub const TEXT_AT: u16 = 5;
/// Blanks between two columns.
pub const GAP: u16 = 2;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// The fewest cells it can do with.
    pub min: u16,
    /// The most cells it takes.
    pub max: u16,
    /// Whether its text stands at the right: numbers, deadlines.
    pub right: bool,
}

impl Column {
    /// A column of words, from `min` to `max` cells as its texts need.
    pub fn words(head: impl Into<String>, min: u16, max: u16) -> Self {
        Self {
            head: head.into(),
            min,
            max,
            right: false,
        }
    }

    /// A column of numbers.
    pub fn numbers(head: impl Into<String>, min: u16, max: u16) -> Self {
        Self {
            right: true,
            ..Self::words(head, min, max)
        }
    }
}

/// What stands in one column of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// A sign before the text; it and the text then have its colour.
    pub sign: Option<Sign>,
    /// The text.
    pub text: String,
    /// Characters of it that stand out, by their place.
    pub marks: Vec<(usize, Role)>,
}

impl Cell {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Text of which some characters stand out.
    pub fn marked(text: impl Into<String>, marks: Vec<(usize, Role)>) -> Self {
        Self {
            marks,
            ..Self::text(text)
        }
    }

    /// A sign and its word: `+ 合格`.
    pub fn state(sign: Sign, word: impl Into<String>) -> Self {
        Self {
            sign: Some(sign),
            ..Self::text(word)
        }
    }

    fn shown(&self) -> String {
        match self.sign {
            Some(sign) => format!("{} {}", sign.text(), self.text),
            None => self.text.clone(),
        }
    }

    fn role(&self) -> Role {
        self.sign.map_or(Role::Text, Sign::role)
    }
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its sign.
    pub sign: Option<Sign>,
    /// Whether people have marked it.
    pub marked: bool,
    /// What stands in the columns.
    pub cells: Vec<Cell>,
    /// Drawn muted: retired, or not possible now.
    pub muted: bool,
}

impl Line {
    /// A row with these cells.
    pub fn new(sign: Option<Sign>, cells: Vec<Cell>) -> Self {
        Self {
            sign,
            cells,
            ..Self::default()
        }
    }
}

/// How wide each column is on a canvas of `width` cells, so that every text on the screen has its
/// room where there is any. Columns for which there is none are left out from the right.
pub fn widths(columns: &[Column], lines: &[Line], width: u16) -> Vec<u16> {
    let mut wanted: Vec<u16> = columns
        .iter()
        .enumerate()
        .map(|(i, column)| {
            let texts = lines
                .iter()
                .filter_map(|l| l.cells.get(i))
                .map(|c| text::width(&c.shown()));
            let widest = texts.max().unwrap_or(0).max(text::width(&column.head));
            widest.clamp(column.min, column.max.max(column.min))
        })
        .collect();
    let room = width.saturating_sub(TEXT_AT + 1);
    let total = |all: &[u16]| all.iter().map(|w| w + GAP).sum::<u16>().saturating_sub(GAP);
    // First what is wider than it must be gives way, the last column first; then columns go.
    for i in (0..wanted.len()).rev() {
        let over = total(&wanted).saturating_sub(room);
        wanted[i] -= over.min(wanted[i] - columns[i].min.min(wanted[i]));
    }
    while wanted.len() > 1 && total(&wanted) > room {
        wanted.pop();
    }
    wanted
}

/// Draws the heads of the columns.
pub fn draw_heads(canvas: &mut Canvas<'_>, y: u16, columns: &[Column], widths: &[u16]) {
    let mut x = TEXT_AT;
    for (column, cells) in columns.iter().zip(widths) {
        put(
            canvas,
            x,
            y,
            *cells,
            column.right,
            &column.head,
            Role::Muted,
        );
        x += cells + GAP;
    }
}

/// Draws one row; `focus` where it has the focus.
pub fn draw_line(
    canvas: &mut Canvas<'_>,
    y: u16,
    line: &Line,
    columns: &[Column],
    widths: &[u16],
    focus: bool,
) {
    if line.marked {
        canvas.put(1, y, Sign::Marked.text(), Role::Selected);
    }
    if let Some(sign) = line.sign {
        canvas.put(2, y, sign.text(), sign.role());
    }
    let mut x = TEXT_AT;
    for ((column, cells), cell) in columns.iter().zip(widths).zip(&line.cells) {
        let role = if line.muted { Role::Muted } else { cell.role() };
        put(canvas, x, y, *cells, column.right, &cell.shown(), role);
        draw_marks(canvas, x, y, *cells, cell);
        x += cells + GAP;
    }
    if focus {
        canvas.focus(0, y, 2, canvas.width().saturating_sub(2));
    }
}

/// Draws the characters that stand out once more, each in its own look.
fn draw_marks(canvas: &mut Canvas<'_>, x: u16, y: u16, cells: u16, cell: &Cell) {
    if cell.marks.is_empty() || cell.sign.is_some() {
        return;
    }
    let shown = text::cut(&cell.text, cells);
    let mut at = x;
    for (n, (c, whole)) in shown.chars().zip(cell.text.chars()).enumerate() {
        let mut one = [0; 4];
        let one = c.encode_utf8(&mut one);
        let mark = cell.marks.iter().find(|(place, _)| *place == n);
        if let Some((_, role)) = mark.filter(|_| c == whole) {
            canvas.put(at, y, one, *role);
        }
        at += text::width(one);
    }
}

fn put(canvas: &mut Canvas<'_>, x: u16, y: u16, cells: u16, right: bool, text: &str, role: Role) {
    if right {
        let text = text::pad_left(text, cells);
        canvas.put(x, y, &text, role);
    } else {
        canvas.put_cut(x, y, cells, text, role);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column> {
        vec![
            Column::words("姓名", 6, 12),
            Column::words("村居", 6, 12),
            Column::numbers("儿童", 4, 4),
            Column::words("手机", 11, 11),
        ]
    }

    #[test]
    fn columns_give_way_before_they_go() {
        let line = Line::new(
            None,
            ["欧阳娜娜", "三峡民族村", "6", "10000000011"]
                .map(Cell::text)
                .to_vec(),
        );
        let lines = [line];
        assert_eq!(widths(&columns(), &lines, 80), [8, 10, 4, 11]);
        assert_eq!(widths(&columns(), &lines, 42), [8, 7, 4, 11]);
        assert_eq!(widths(&columns(), &lines, 39), [6, 6, 4, 11]);
        assert_eq!(widths(&columns(), &lines, 38), [6, 6, 4]);
        assert_eq!(widths(&columns(), &lines, 1), [6]);
        assert_eq!(widths(&[], &[], 1), Vec::<u16>::new());
    }
}
