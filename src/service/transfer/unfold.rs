//! Unfolds a zipped workbook once into nothing, to see how much comes out, before a library
//! unfolds it into memory.

use super::problem::SheetProblem;
use super::sheet::too_big;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Bytes that a workbook may unfold to.
const MAX_UNFOLDED: u64 = 256 << 20;
/// Strings that a workbook may announce: calamine makes room for them before it sees them.
const MAX_ANNOUNCED: u64 = 8_000_000;
const ANNOUNCEMENT: &[u8] = b"uniqueCount";
const MERGED: &[u8] = b"mergeCell ";
/// An announcement that a chunk's border cuts is found in the next chunk.
const OVERLAP: usize = 64;
const CHUNK: usize = 1 << 16;

/// What was seen on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Some sheet may have cells merged over several rows; else nobody needs to look for them.
    pub merged: bool,
}

/// Whether the workbook unfolds to what a list may have. The sizes that an archive states about
/// itself are not believed.
pub(super) fn measure(bytes: &[u8]) -> Result<Seen, SheetProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetProblem::Damaged)?;
    let mut seen = Seen::default();
    let mut workbook = false;
    let mut left = MAX_UNFOLDED;
    let mut chunk = vec![0; CHUNK + OVERLAP];
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => SheetProblem::Encrypted,
            _ => SheetProblem::Damaged,
        })?;
        let name = entry
            .name()
            .map(|n| n.to_ascii_lowercase())
            .unwrap_or_default();
        workbook |= name.contains("workbook") && name.ends_with(".xml");
        let strings = name.ends_with("sharedstrings.xml");
        let mut kept = 0;
        loop {
            let read = entry
                .read(&mut chunk[kept..])
                .map_err(|_| SheetProblem::Damaged)?;
            if read == 0 {
                break;
            }
            left = left.checked_sub(read as u64).ok_or_else(too_big)?;
            let filled = kept + read;
            if strings && !is_modest(&chunk[..filled]) {
                return Err(SheetProblem::Damaged);
            }
            seen.merged |= !strings && has_merged_rows(&chunk[..filled]);
            kept = filled.min(OVERLAP);
            chunk.copy_within(filled - kept..filled, 0);
        }
    }
    if workbook {
        Ok(seen)
    } else {
        Err(SheetProblem::NotASheet)
    }
}

/// Where a word begins, found by the one of its letters that is rare in tables.
fn places<'p>(part: &'p [u8], word: &'p [u8]) -> impl Iterator<Item = usize> + 'p {
    let rare = |b: &u8| matches!(b, b'q' | b'g');
    let offset = word.iter().position(rare).unwrap_or(0);
    let letter = word[offset];
    let hits = part.iter().enumerate().filter(move |(_, b)| **b == letter);
    let starts = hits.filter_map(move |(at, _)| at.checked_sub(offset));
    starts.filter(move |start| part[*start..].starts_with(word))
}

/// Whether cells of several rows are merged in this part of a sheet: `<mergeCell ref="B5:B11"/>`,
/// and not only the `A1:L1` of a title. What can't be read so may be.
fn has_merged_rows(part: &[u8]) -> bool {
    places(part, MERGED).any(|start| {
        let rest = &part[start + MERGED.len()..];
        let place = rest
            .strip_prefix(b"ref=\"")
            .and_then(|r| r.split(|b| *b == b'"').next());
        let mut corners = place
            .unwrap_or_default()
            .split(|b| *b == b':')
            .map(|corner| {
                let letters = corner.iter().take_while(|b| b.is_ascii_uppercase()).count();
                &corner[letters..]
            });
        let (first, last) = (corners.next(), corners.next());
        first.is_none_or(<[u8]>::is_empty) || first != last
    })
}

/// Whether this part of the string table announces no more strings than there can be. A NUL
/// would be UTF-16, which no spreadsheet writes and which could hide the announcement.
fn is_modest(part: &[u8]) -> bool {
    let modest = places(part, ANNOUNCEMENT).all(|start| {
        let rest = &part[start + ANNOUNCEMENT.len()..];
        let sign = |b: &u8| matches!(b, b'=' | b'"' | b'\'') || b.is_ascii_whitespace();
        let signs = rest.iter().take_while(|b| sign(b)).count();
        let digits = rest[signs..].iter().take_while(|b| b.is_ascii_digit());
        let number = digits.clone().fold(0_u64, |n, digit| {
            n.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
        });
        // Cut by the border, and too long ago for the next chunk to begin with it.
        let cut = signs + digits.count() == rest.len() && start + OVERLAP < part.len();
        number <= MAX_ANNOUNCED && !cut
    });
    modest && !part.contains(&0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announcements_are_read_wherever_they_stand() {
        for (text, modest) in [
            ("<sst count=\"9\" uniqueCount=\"9\">", true),
            ("<sst uniqueCount=\"99999999999\">", false),
            ("<sst uniqueCount = '8000001'>", false),
            ("<sst/>", true),
            ("<\0s\0s\0t\0", false),
        ] {
            assert_eq!(is_modest(text.as_bytes()), modest, "{text}");
        }
        assert!(is_modest(b"<sst uniqueCount="));
        let hidden = format!("<sst uniqueCount={}", " ".repeat(100));
        assert!(!is_modest(hidden.as_bytes()));
    }

    #[test]
    fn titles_are_no_merged_rows() {
        for (text, merged) in [
            (
                r#"<mergeCells count="1"><mergeCell ref="A1:L1"/></mergeCells>"#,
                false,
            ),
            (r#"<mergeCell ref="A1:L1"/><mergeCell ref="B5:B11"/>"#, true),
            (r#"<mergeCell ref="A1:L"#, true),
            (r#"<mergeCell id="1" ref="A1:L1"/>"#, true),
            (r#"<c r="A1"><v>1</v></c>"#, false),
        ] {
            assert_eq!(has_merged_rows(text.as_bytes()), merged, "{text}");
        }
    }
}
