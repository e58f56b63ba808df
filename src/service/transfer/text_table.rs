//! Lists in text files: CSV and its relatives, in UTF-8, UTF-16 or GB18030.
//!
//! Owns encodings and separators, nothing else.

use super::problem::SheetProblem;
use super::sheet::{Cell, Sheet};
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::borrow::Cow;
use tongdu_sdk::layout::plain::is_formula;

/// Characters looked at to guess the separator.
const SAMPLE: usize = 16_384;

/// Reads a text file as a sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, SheetProblem> {
    if bytes.is_empty() {
        return Err(SheetProblem::Empty);
    }
    let text = decode(bytes)?;
    let mut sheet = Sheet::default();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    loop {
        let start = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(sheet),
            // Nothing but flexible records of valid text can come out of this text.
            Err(_) => return Err(SheetProblem::NotText),
        }
        // The reader passes over blank lines; the office counts them.
        let lines = reader.position().line() - start;
        let own = 1 + record
            .iter()
            .map(|f| f.matches('\n').count() as u64)
            .sum::<u64>();
        row += usize::try_from(lines.saturating_sub(own)).unwrap_or(0);
        for (column, field) in record.iter().enumerate() {
            sheet.put(row, column, Cell::of_text(unguarded(field).to_owned()))?;
        }
        row += 1;
    }
}

/// `="350703…"` is how some systems keep a spreadsheet from rounding a number; an apostrophe before what
/// it would run is how we keep it from that.
fn unguarded(field: &str) -> &str {
    let quoted = field.trim().strip_prefix("=\"");
    let quoted = quoted.and_then(|field| field.strip_suffix('"'));
    let guarded = || field.strip_prefix('\'').filter(|own| is_formula(own));
    quoted.or_else(guarded).unwrap_or(field)
}

/// By a byte order mark, else UTF-8 if it is valid, else GB18030 if that is. A file that isn't
/// text at all is told apart by its control characters.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SheetProblem> {
    let strict = |encoding: &'static Encoding, bytes| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes)
    };
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => strict(encoding, &bytes[mark..]),
        None => strict(UTF_8, bytes).or_else(|| strict(GB18030, bytes)),
    };
    let binary = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{1a}' | '\u{85}');
    if bytes.contains(&0) && text.is_none() {
        return Err(SheetProblem::NotASheet);
    }
    let text = text.ok_or(SheetProblem::NotText)?;
    let page = text.trim_start().starts_with('<') || text.starts_with("%PDF");
    if page || text.contains(binary) {
        Err(SheetProblem::NotASheet)
    } else {
        Ok(text)
    }
}

/// The most frequent of the three separators, outside quotation marks.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for c in text.chars().take(SAMPLE) {
        quoted ^= c == '"';
        for (separator, count) in &mut counts {
            *count += usize::from(!quoted && c == char::from(*separator));
        }
    }
    // The first of equals: a comma, unless something else is more frequent.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(separator, _)| *separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<Vec<String>> {
        let rows = read(bytes).unwrap().rows;
        rows.into_iter()
            .map(|r| r.into_iter().map(|c| c.text).collect())
            .collect()
    }

    #[test]
    fn rows_are_those_that_the_office_counts() {
        let rows = texts("题目\n\n\n姓名,村\n\"王\n芳\",后山村\n\n李丽,金山村\n".as_bytes());
        assert_eq!(rows.len(), 7);
        assert_eq!(rows[3], ["姓名", "村"]);
        assert_eq!(rows[4], ["王\n芳", "后山村"]);
        assert_eq!(rows[6], ["李丽", "金山村"]);
        let crlf = texts("姓名,村\r\n\r\n李丽,金山村".as_bytes());
        assert_eq!(crlf[2], ["李丽", "金山村"]);
    }

    #[test]
    fn separators_are_guessed() {
        for text in [
            "姓名,村\n李丽,\"a;b;c;d\"",
            "姓名;村\n李丽;\"a,b,c,d\"",
            "姓名\t村\n李丽\tb",
        ] {
            assert_eq!(texts(text.as_bytes())[0], ["姓名", "村"], "{text}");
        }
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "姓名,村\n上官云,上㘵村";
        let (gb, _, lost) = GB18030.encode(text);
        assert!(!lost);
        let mut marked = b"\xEF\xBB\xBF".to_vec();
        marked.extend(text.as_bytes());
        let mut wide = vec![0xFF, 0xFE];
        wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        for bytes in [text.as_bytes(), &gb, &marked, &wide] {
            assert_eq!(texts(bytes)[1], ["上官云", "上㘵村"]);
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for bytes in [
            &b"%PDF-1.7 ..."[..],
            b"<html><table>",
            b"\x89PNG\r\n\x1a\n\0\0",
            b"a\0b",
        ] {
            assert_eq!(read(bytes), Err(SheetProblem::NotASheet), "{bytes:?}");
        }
        assert_eq!(read(b"a,\xFF\xFFb"), Err(SheetProblem::NotText));
        assert_eq!(read(b""), Err(SheetProblem::Empty));
    }

    #[test]
    fn guarded_numbers_lose_their_guard() {
        assert_eq!(
            texts(b"=\"350703197503140013\",b")[0][0],
            "350703197503140013"
        );
    }
}
