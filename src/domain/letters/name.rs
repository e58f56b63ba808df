//! Texts taken to pieces once, so that a search needn't look at their characters again.

use super::readings::{self, Syllable};
use super::surnames;
use crate::schema::text::fold;
use std::collections::HashMap;

/// A character of a text: its number in the [`Alphabet`], and whether a name or a part of one
/// (`买买提·江`) begins with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit(u16);

const BEGINS: u16 = 0x8000;

impl Unit {
    pub(super) fn number(self) -> usize {
        usize::from(self.0 & !BEGINS)
    }

    pub(super) fn begins(self) -> bool {
        self.0 & BEGINS != 0
    }
}

/// A character in a place that says how it is read.
pub(super) struct Letter {
    /// The character.
    pub c: char,
    /// How it is read there.
    pub usual: Vec<Syllable>,
    /// How it may be read besides.
    pub other: Vec<Syllable>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum At {
    Surname,
    DoubleSurname,
    Elsewhere,
}

/// The characters that occur, each once for each way of reading it: a few thousand.
#[derive(Default)]
pub struct Alphabet {
    letters: Vec<Letter>,
    numbers: HashMap<(char, At), u16>,
}

impl Alphabet {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    pub(super) fn letters(&self) -> &[Letter] {
        &self.letters
    }

    /// Adds a text's units to `to`. What separates (`·`, blanks, hyphens) isn't among them.
    pub fn take(&mut self, text: &str, to: &mut Vec<Unit>) {
        let mut double = double(text);
        let mut chars = 0_usize;
        let mut begins = true;
        for c in text.chars() {
            let Some(c) = folded(c) else {
                begins = true;
                continue;
            };
            let (at, readings) = match (chars, &mut double) {
                (0 | 1, Some(pair)) => (At::DoubleSurname, std::slice::from_ref(&pair[chars])),
                (0, None) => (At::Surname, surnames::single(c).unwrap_or_default()),
                _ => (At::Elsewhere, &[][..]),
            };
            let at = if readings.is_empty() {
                At::Elsewhere
            } else {
                at
            };
            let number = self.number(c, at, readings);
            to.push(Unit(if begins { number | BEGINS } else { number }));
            begins = false;
            chars += 1;
        }
    }

    /// Which characters of a text its units are.
    pub fn places(text: &str) -> impl Iterator<Item = usize> {
        let units = text
            .chars()
            .enumerate()
            .filter(|(_, c)| folded(*c).is_some());
        units.map(|(at, _)| at)
    }

    fn number(&mut self, c: char, at: At, as_surname: &[&str]) -> u16 {
        if let Some(number) = self.numbers.get(&(c, at)) {
            return *number;
        }
        let all = readings::of(c);
        let usual: Vec<Syllable> = if as_surname.is_empty() {
            all.first().copied().into_iter().collect()
        } else {
            let of = as_surname.iter().filter_map(|s| readings::number(s));
            of.collect()
        };
        let other = all.iter().copied().filter(|s| !usual.contains(s));
        let letter = Letter {
            c,
            other: other.collect(),
            usual,
        };
        // No text has so many characters that the last number would be taken twice.
        let number = u16::try_from(self.letters.len()).unwrap_or(BEGINS - 1);
        self.letters.push(letter);
        self.numbers.insert((c, at), number);
        number
    }
}

fn double(text: &str) -> Option<[&'static str; 2]> {
    let mut chars = text.chars();
    surnames::double(chars.next()?, chars.next()?)
}

/// A character as it is compared; nothing for what only separates.
pub(super) fn folded(c: char) -> Option<char> {
    let c = match c {
        '·' | '•' | '・' | '‧' | '∙' | '.' | '\'' | '’' | '-' | '－' | '．' => {
            return None;
        }
        _ => fold(c),
    };
    if c.is_whitespace() {
        return None;
    }
    match c.to_lowercase().next() {
        Some('ü') => Some('v'),
        lower => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let (mut alphabet, mut units) = (Alphabet::default(), Vec::new());
        alphabet.take(text, &mut units);
        let letter = |u: &Unit| &alphabet.letters()[u.number()];
        let usual = |u: &Unit| {
            letter(u)
                .usual
                .iter()
                .map(|s| readings::spelled(*s))
                .collect::<Vec<_>>()
        };
        units.iter().map(|u| usual(u).join("/")).collect()
    }

    #[test]
    fn surnames_are_read_as_surnames() {
        for (name, first) in [
            ("曾庆华", "zeng"),
            ("单秀娟", "shan"),
            ("解志勇", "xie"),
            ("区少坤", "ou"),
            ("仇月娥", "qiu"),
            ("查良", "zha"),
            ("盖文", "ge/gai"),
            ("朴正", "piao"),
            ("翟明", "zhai/di"),
            ("缪斌", "miao"),
            ("乐嘉", "yue/le"),
            ("员明", "yun"),
            ("冼星", "xian"),
            ("覃辉", "qin/tan"),
            ("葛优", "ge"),
            ("任重", "ren"),
            ("华罗", "hua"),
            ("纪晓", "ji"),
            ("宁静", "ning"),
            ("燕青", "yan"),
            ("陈小明", "chen"),
        ] {
            assert_eq!(read(name)[0], first, "{name}");
        }
        assert_eq!(read("尉迟恭")[..2], ["yu", "chi"]);
        assert_eq!(read("万俟卨")[..2], ["mo", "qi"]);
        assert_eq!(read("万小明")[0], "wan");
        // Only in front.
        assert_ne!(read("王单")[1], "shan");
    }

    #[test]
    fn parts_and_folds() {
        let (mut alphabet, mut units) = (Alphabet::default(), Vec::new());
        alphabet.take("买买提·Ｋａ 㘵𬭚", &mut units);
        let chars: String = units
            .iter()
            .map(|u| alphabet.letters()[u.number()].c)
            .collect();
        assert_eq!(chars, "买买提ka㘵𬭚");
        let begin: Vec<bool> = units.iter().map(|u| u.begins()).collect();
        assert_eq!(begin, [true, false, false, true, false, true, false]);
        assert_eq!(units[0].number(), units[1].number());
    }
}
