//! The rows around the focus of a long list, made ready to be drawn.
//!
//! Turning all of 17,500 rows into text would cost many keys' time, and drawing must not fetch; so
//! a view fills this when the focus or the records change, and draws from it.

use super::grid::Line;
use crate::ui::text;
use std::ops::Range;

/// Rows on either side of the focus that are ready; more than any window shows.
const REACH: usize = 300;

/// Ready rows of a list.
#[derive(Clone, Debug, Default)]
pub struct Band {
    from: usize,
    lines: Vec<Line>,
    stale: bool,
}

impl Band {
    /// What the rows are made from has changed.
    pub fn spoil(&mut self) {
        self.stale = true;
    }

    /// Makes the rows around `cursor` in a list of `all`, unless they are there.
    pub fn fill(
        &mut self,
        cursor: usize,
        all: usize,
        make: impl FnOnce(Range<usize>) -> Vec<Line>,
    ) {
        let until = self.from + self.lines.len();
        let enough = |there: usize| there >= REACH / 2;
        let above = self.from == 0 || enough(cursor.saturating_sub(self.from));
        let below = until == all || enough(until.saturating_sub(cursor));
        if !self.stale && above && below {
            return;
        }
        let range = cursor.saturating_sub(REACH)..(cursor + REACH).min(all);
        self.from = range.start;
        self.lines = make(range);
        self.stale = false;
    }

    /// The cells that the widest text of a column takes, so that a name need not be cut.
    pub fn widest(&self, column: usize) -> u16 {
        let cells = self.lines.iter().filter_map(|line| line.cells.get(column));
        cells.map(|cell| text::width(&cell.text)).max().unwrap_or(0)
    }

    /// The ready rows out of `range`.
    pub fn lines(&self, range: Range<usize>) -> &[Line] {
        let end = range.end.saturating_sub(self.from).min(self.lines.len());
        let start = range.start.saturating_sub(self.from).min(end);
        &self.lines[start..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_made_ready_piece_by_piece() {
        let mut band = Band::default();
        let mut made = 0;
        for cursor in 0..2000 {
            band.fill(cursor, 2000, |range| {
                made += range.len();
                range.map(|_| Line::default()).collect()
            });
            let seen = cursor.saturating_sub(100)..(cursor + 100).min(2000);
            assert_eq!(band.lines(seen.clone()).len(), seen.len(), "{cursor}");
        }
        assert!(made < 16 * 2 * REACH, "{made}");
        band.spoil();
        band.fill(3, 4, |range| range.map(|_| Line::default()).collect());
        assert_eq!(band.lines(0..4).len(), 4);
        assert_eq!(band.lines(2..9).len(), 2);
    }
}
