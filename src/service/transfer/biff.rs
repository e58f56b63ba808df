//! Measures the sheets of an old workbook (BIFF) before a library lays them out as full grids:
//! two cells in far corners would make billions between them.

use super::biff_strings;

/// Cells that all the grids of a workbook may have together.
const MAX_CELLS: u64 = 4_000_000;

/// Bytes that the copies of its shared strings may have together.
const MAX_TEXT: u64 = 256 << 20;

const END_OF_SHEET: u16 = 0x000A;
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const STRINGS: u16 = 0x00FC;
const CONTINUE: u16 = 0x003C;
const SHARED_STRING: u16 = 0x00FD;
/// Cells of several kinds, each beginning with its row and column.
const CELLS: [u16; 7] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, 0x0006];
/// Several numbers in one row, ending with their last column.
const MANY_NUMBERS: u16 = 0x00BD;

/// Whether the sheets of the workbook are of a size that a list has: their grids, and the text
/// that comes about when every cell gets its own copy of a shared string.
pub(super) fn is_bounded(stream: &[u8]) -> bool {
    let globals = || Records(stream).take_while(|(kind, _)| *kind != END_OF_SHEET);
    let starts = globals().filter(|(kind, _)| *kind == BOUND_SHEET);
    let parts: Vec<&[u8]> = globals()
        .skip_while(|(kind, _)| *kind != STRINGS)
        .enumerate()
        .take_while(|(at, (kind, _))| *at == 0 || *kind == CONTINUE)
        .map(|(_, (_, data))| data)
        .collect();
    let Some(sizes) = biff_strings::sizes(&parts) else {
        return false;
    };
    let (mut cells, mut text) = (0_u64, 0_u64);
    for (_, data) in starts {
        let Some(sheet) = stream.get(u32_at(data, 0) as usize..) else {
            return false;
        };
        cells = cells.saturating_add(grid(sheet));
        let strings = Records(sheet).take_while(|(kind, _)| *kind != END_OF_SHEET);
        let shared = strings.filter(|(kind, _)| *kind == SHARED_STRING);
        text += shared
            .map(|(_, data)| sizes.get(u32_at(data, 6) as usize).copied().unwrap_or(0))
            .sum::<u64>();
        if cells > MAX_CELLS || text > MAX_TEXT {
            return false;
        }
    }
    true
}

/// Cells of the grid that holds everything in a sheet, or that it claims to have.
fn grid(sheet: &[u8]) -> u64 {
    let (mut rows, mut columns, mut claimed) = (0, 0, 0);
    let mut depth = 0;
    for (kind, data) in Records(sheet) {
        match kind {
            // A chart inside the sheet is a stream of its own.
            0x0809 => depth += 1,
            END_OF_SHEET if depth > 1 => depth -= 1,
            END_OF_SHEET => break,
            DIMENSIONS => claimed = claimed.max(claim(data)),
            MANY_NUMBERS => {
                rows = rows.max(u64::from(u16_at(data, 0)) + 1);
                let last = u16_at(data, data.len().saturating_sub(2));
                columns = columns.max(u64::from(last.max(u16_at(data, 2))) + 1);
            }
            kind if CELLS.contains(&kind) => {
                rows = rows.max(u64::from(u16_at(data, 0)) + 1);
                columns = columns.max(u64::from(u16_at(data, 2)) + 1);
            }
            _ => {}
        }
    }
    // Each sheet costs something, however empty: a thousand names may lead to the same one.
    (rows * columns).max(claimed).max(100)
}

fn claim(data: &[u8]) -> u64 {
    let (first, last, columns) = if data.len() == 10 {
        (
            u32::from(u16_at(data, 0)),
            u32::from(u16_at(data, 2)),
            u16_at(data, 6),
        )
    } else {
        (u32_at(data, 0), u32_at(data, 4), u16_at(data, 10))
    };
    // Upside down: would be reckoned as more than there can be.
    if last != 0 && last < first {
        return u64::MAX;
    }
    u64::from(last - first.min(last)).saturating_mul(u64::from(columns))
}

struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let len = usize::from(u16_at(self.0.get(2..4)?, 0));
        let kind = u16_at(self.0, 0);
        let data = self.0.get(4..4 + len)?;
        self.0 = &self.0[4 + len..];
        Some((kind, data))
    }
}

fn u16_at(data: &[u8], at: usize) -> u16 {
    data.get(at..at + 2)
        .map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn u32_at(data: &[u8], at: usize) -> u32 {
    data.get(at..at + 4)
        .map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let len = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes(), &len.to_le_bytes(), data].concat()
    }

    /// A workbook stream whose one sheet holds these records.
    fn book(records: &[Vec<u8>]) -> Vec<u8> {
        let head_len = record(BOUND_SHEET, &[0; 8]).len() + record(END_OF_SHEET, &[]).len();
        let mut bound = u32::try_from(head_len).unwrap().to_le_bytes().to_vec();
        bound.extend([0; 4]);
        let mut stream = record(BOUND_SHEET, &bound);
        stream.extend(record(END_OF_SHEET, &[]));
        stream.extend(record(0x0809, &[0; 16]));
        stream.extend(records.concat());
        stream.extend(record(END_OF_SHEET, &[]));
        stream
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        let mut data = [row.to_le_bytes(), column.to_le_bytes()].concat();
        data.extend([0; 10]);
        record(0x0203, &data)
    }

    /// A table of one string of 60,000 characters, and a sheet of cells that show it.
    fn repeated(cells: u16) -> Vec<u8> {
        let mut table = [0; 8].to_vec();
        table.extend(60_000_u16.to_le_bytes());
        table.push(0);
        table.extend([b'x'; 60_000]);
        let shared = |row: u16| {
            let mut data = [row.to_le_bytes(), [0; 2], [0; 2]].concat();
            data.extend(0_u32.to_le_bytes());
            record(SHARED_STRING, &data)
        };
        let strings = record(STRINGS, &table);
        let sheet = book(&(0..cells).map(shared).collect::<Vec<_>>());
        // The table stands before the sheet, which moves.
        let mut stream = strings.clone();
        stream.extend(sheet);
        let place = strings.len() + 4;
        let moved = u32_at(&stream, place) as usize + strings.len();
        stream[place..place + 4].copy_from_slice(&u32::try_from(moved).unwrap().to_le_bytes());
        stream
    }

    #[test]
    fn a_string_shown_ten_thousand_times_is_measured_as_often() {
        assert!(is_bounded(&repeated(50)));
        assert!(!is_bounded(&repeated(10_000)));
    }

    fn dimensions(first: u32, last: u32, columns: u16) -> Vec<u8> {
        let mut data = [first.to_le_bytes(), last.to_le_bytes()].concat();
        data.extend([0, 0]);
        data.extend(columns.to_le_bytes());
        data.extend([0, 0]);
        record(DIMENSIONS, &data)
    }

    #[test]
    fn lists_pass_and_grids_of_billions_do_not() {
        assert!(is_bounded(&book(&[cell(0, 0), cell(40_000, 20)])));
        assert!(is_bounded(&book(&[dimensions(0, 300, 14), cell(299, 13)])));
        assert!(!is_bounded(&book(&[cell(0, 0), cell(65_535, 65_535)])));
        assert!(!is_bounded(&book(&[dimensions(0, u32::MAX, 256)])));
        assert!(!is_bounded(&book(&[dimensions(9, 3, 4)])));
    }
}
