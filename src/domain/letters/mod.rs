//! Chinese text as people type it to find it: characters, full pinyin, initials, or a mix of them.
//!
//! Letters match syllable starts only, and every reading of a character counts, because the
//! usual one is wrong for many a surname (单 曾 仇 解 区). [`fit`] and [`spells`] look at one text;
//! [`Wanted`] is made ready once for a hundred thousand of them. Knows no records.

mod closeness;
mod name;
mod readings;
mod slips;
mod surnames;
mod wanted;

#[cfg(test)]
mod tests;

pub use closeness::Closeness;
pub use name::{Alphabet, Unit};
pub use wanted::Wanted;

use std::str::Chars;

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

/// The first letter of each character as it is usually read, as one would type it to find the
/// text: 年龄和风险 is `nlhfx`. Latin letters and digits stand for themselves, the rest is left out.
pub fn initials(text: &str) -> String {
    let initial = |c: char| match readings::of(c) {
        [] => Some(c.to_ascii_lowercase()).filter(char::is_ascii_alphanumeric),
        [usual, ..] => readings::spelled(*usual).chars().next(),
    };
    text.chars().filter_map(initial).collect()
}

/// Whether the letters take up the beginnings of these characters, one after the other.
fn fits_at(mut text: Chars<'_>, letters: &str, whole: bool) -> bool {
    if letters.is_empty() {
        return true;
    }
    let Some(c) = text.next() else {
        return false;
    };
    match readings::of(c) {
        // Other letters stand for themselves.
        [] => takes(
            c.to_ascii_lowercase().encode_utf8(&mut [0; 4]),
            letters,
            &text,
            whole,
        ),
        all => all
            .iter()
            .any(|reading| takes(readings::spelled(*reading), letters, &text, whole)),
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
