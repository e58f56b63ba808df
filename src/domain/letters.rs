//! Chinese text typed in Latin letters: full pinyin, initials, or a mix of both.
//!
//! Letters match syllable starts only, and every reading of a character counts, because the
//! usual one is wrong for many a surname (单 曾 仇 解 区).

use pinyin::ToPinyinMulti;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Where in `text`, in characters, the letters begin to fit; none if they don't.
pub fn fit(text: &str, letters: &str) -> Option<usize> {
    if letters.is_empty() || !letters.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let syllables: Vec<Syllable> = text.chars().map(Syllable::of).collect();
    (0..syllables.len()).find(|start| fits_at(&syllables[*start..], letters, false))
}

/// Whether the letters spell the beginning of `text` syllable by whole syllable: 莒口 is `jukou`,
/// while 均口 only begins so.
pub fn spells(text: &str, letters: &str) -> bool {
    let syllables: Vec<Syllable> = text.chars().map(Syllable::of).collect();
    !letters.is_empty() && letters.is_ascii() && fits_at(&syllables, letters, true)
}

/// Every Chinese character's readings without tones, `ü` as `v`. Looked up for each name at each
/// key of a search, so made once: working them out anew takes longer than the whole search.
static READINGS: LazyLock<HashMap<char, Box<[Box<str>]>>> = LazyLock::new(|| {
    let han = ('\u{3400}'..='\u{9fff}').chain('\u{f900}'..='\u{faff}');
    let known = han.filter_map(|c| {
        let multi = c.to_pinyin_multi()?;
        let plain = multi.into_iter().map(|p| p.plain().replace('ü', "v"));
        let mut all: Vec<Box<str>> = plain.map(String::into_boxed_str).collect();
        all.dedup();
        Some((c, all.into_boxed_slice()))
    });
    known.collect()
});

/// What may be typed for one character.
enum Syllable {
    /// Any of these.
    Han(&'static [Box<str>]),
    /// The letter itself.
    Letter(char),
}

impl Syllable {
    fn of(c: char) -> Self {
        let readings = if c.is_ascii() { None } else { READINGS.get(&c) };
        readings.map_or_else(
            || Self::Letter(c.to_ascii_lowercase()),
            |all| Self::Han(all),
        )
    }

    fn takes(&self, letters: &str, rest: &[Self], whole: bool) -> bool {
        match self {
            Self::Han(readings) => readings.iter().any(|r| takes(r, letters, rest, whole)),
            Self::Letter(c) => takes(c.encode_utf8(&mut [0; 4]), letters, rest, whole),
        }
    }
}

/// Whether some beginning of the reading takes up letters, and the rest fits what follows.
fn takes(reading: &str, letters: &str, rest: &[Syllable], whole: bool) -> bool {
    let pairs = reading.bytes().zip(letters.bytes());
    let common = pairs.take_while(|(a, b)| a == b).count();
    let fewest = if whole { reading.len() } else { 1 };
    (fewest..=common)
        .rev()
        .any(|n| reading.is_char_boundary(n) && fits_at(rest, &letters[n..], whole))
}

fn fits_at(syllables: &[Syllable], letters: &str, whole: bool) -> bool {
    if letters.is_empty() {
        return true;
    }
    let Some((first, rest)) = syllables.split_first() else {
        return false;
    };
    first.takes(letters, rest, whole)
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
