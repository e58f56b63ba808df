//! Chinese text typed in Latin letters: full pinyin, initials, or a mix of both.
//!
//! Letters match syllable starts only, and every reading of a character counts, because the
//! usual one is wrong for many a surname (单 曾 仇 解 区).

use pinyin::ToPinyinMulti;
use std::str::Chars;
use std::sync::LazyLock;

/// Where in `text`, in characters, the letters begin to fit; none if they don't.
pub fn fit(text: &str, letters: &str) -> Option<usize> {
    if letters.is_empty() || !letters.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let starts = text.char_indices().enumerate();
    starts
        .map(|(n, (at, _))| (n, text[at..].chars()))
        .find(|(_, rest)| fits_at(rest.clone(), letters, false))
        .map(|(n, _)| n)
}

/// Whether the letters spell the beginning of `text` syllable by whole syllable: 莒口 is `jukou`,
/// while 均口 only begins so.
pub fn spells(text: &str, letters: &str) -> bool {
    !letters.is_empty() && letters.is_ascii() && fits_at(text.chars(), letters, true)
}

/// The characters that have readings: the unified ones and their first extension.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

/// Every character's readings without tones, `ü` as `v`, by its place from the first. Looked up
/// for each name at each key of a search, so made once: working them out anew takes longer than
/// all the rest of the search.
static READINGS: LazyLock<Vec<Box<[Box<str>]>>> = LazyLock::new(|| {
    let of = |code: u32| -> Box<[Box<str>]> {
        let multi = char::from_u32(code).and_then(|c| c.to_pinyin_multi());
        let plain = multi.into_iter().flatten();
        let mut all: Vec<Box<str>> = plain
            .map(|p| p.plain().replace('ü', "v").into_boxed_str())
            .collect();
        all.dedup();
        all.into_boxed_slice()
    };
    (FIRST..=LAST).map(of).collect()
});

fn readings(c: char) -> &'static [Box<str>] {
    let place = u32::from(c).checked_sub(FIRST);
    let place = place.and_then(|place| usize::try_from(place).ok());
    place
        .and_then(|place| READINGS.get(place))
        .map_or(&[], |all| all)
}

/// Whether the letters take up the beginnings of these characters, one after the other.
fn fits_at(mut text: Chars<'_>, letters: &str, whole: bool) -> bool {
    if letters.is_empty() {
        return true;
    }
    let Some(c) = text.next() else {
        return false;
    };
    match readings(c) {
        // Other letters stand for themselves.
        [] => takes(
            c.to_ascii_lowercase().encode_utf8(&mut [0; 4]),
            letters,
            &text,
            whole,
        ),
        all => all
            .iter()
            .any(|reading| takes(reading, letters, &text, whole)),
    }
}

/// Whether some beginning of the reading takes up letters, and the rest fits what follows.
fn takes(reading: &str, letters: &str, rest: &Chars<'_>, whole: bool) -> bool {
    let pairs = reading.bytes().zip(letters.bytes());
    let common = pairs.take_while(|(a, b)| a == b).count();
    let fewest = if whole { reading.len() } else { 1 };
    (fewest..=common)
        .rev()
        .any(|n| reading.is_char_boundary(n) && fits_at(rest.clone(), &letters[n..], whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fit_at_syllable_starts() {
        for letters in ["cxm", "chenxm", "chenxiaoming", "cxiaom", "chxm"] {
            assert_eq!(fit("陈小明", letters), Some(0), "{letters}");
        }
        assert_eq!(fit("陈小明", "xm"), Some(1));
        for letters in ["hen", "iao", "cxmm", "陈"] {
            assert_eq!(fit("陈小明", letters), None, "{letters}");
        }
        assert!(spells("莒口镇", "jukou") && !spells("均口镇", "jukou"));
        for (name, letters) in [
            ("单秀娟", "shan"),
            ("曾庆华", "zqh"),
            ("仇月娥", "qiu"),
            ("解志勇", "xie"),
            ("区少坤", "ou"),
        ] {
            assert_eq!(fit(name, letters), Some(0), "{name}");
        }
    }
}
