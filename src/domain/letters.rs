//! Chinese text typed in Latin letters: full pinyin, initials, or a mix of both.
//!
//! Letters match syllable starts only, and every reading of a character counts, because the
//! usual one is wrong for many a surname (单 曾 仇 解 区).

use pinyin::ToPinyinMulti;

/// Where in `text`, in characters, the letters begin to fit; none if they don't.
pub fn fit(text: &str, letters: &str) -> Option<usize> {
    if letters.is_empty() || !letters.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let syllables: Vec<Vec<String>> = text.chars().map(readings).collect();
    (0..syllables.len()).find(|start| fits_at(&syllables[*start..], letters, false))
}

/// Whether the letters spell the beginning of `text` syllable by whole syllable: 莒口 is `jukou`,
/// while 均口 only begins so.
pub fn spells(text: &str, letters: &str) -> bool {
    let syllables: Vec<Vec<String>> = text.chars().map(readings).collect();
    !letters.is_empty() && letters.is_ascii() && fits_at(&syllables, letters, true)
}

/// All readings of a character without tones, `ü` as `v`; other letters stand for themselves.
fn readings(c: char) -> Vec<String> {
    let Some(multi) = c.to_pinyin_multi() else {
        return vec![c.to_lowercase().to_string()];
    };
    let mut all: Vec<String> = multi
        .into_iter()
        .map(|p| p.plain().replace('ü', "v"))
        .collect();
    all.dedup();
    all
}

fn fits_at(syllables: &[Vec<String>], letters: &str, whole: bool) -> bool {
    if letters.is_empty() {
        return true;
    }
    let Some((first, rest)) = syllables.split_first() else {
        return false;
    };
    first.iter().any(|reading| {
        let common = reading
            .bytes()
            .zip(letters.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        let fewest = if whole { reading.len() } else { 1 };
        (fewest..=common)
            .rev()
            .any(|n| reading.is_char_boundary(n) && fits_at(rest, &letters[n..], whole))
    })
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
