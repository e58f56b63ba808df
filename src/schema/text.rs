//! Text as people type it, made regular before anything looks at it.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Full-width ASCII forms, which an input method leaves behind, become their plain forms.
pub fn fold(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '。' => '.',
        '、' => '/',
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// For numbers, days, codes and choices: trimmed, full-width forms folded, signs that
/// spreadsheets hide in cells taken out.
pub fn tidy(text: &str) -> String {
    let folded: String = text.chars().filter(|c| !hidden(*c)).map(fold).collect();
    trimmed(folded, char::is_whitespace)
}

/// Without blanks at both ends; in place, since every cell of a list comes through here.
fn trimmed(mut text: String, blank: fn(char) -> bool) -> String {
    text.truncate(text.trim_end_matches(blank).len());
    let start = text.len() - text.trim_start_matches(blank).len();
    text.drain(..start);
    text
}

/// For names and notes: trimmed and in one normal form, so that equal names are equal bytes;
/// nothing that the writer can see is changed.
pub fn clean(text: &str) -> String {
    let visible: String = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.chars().filter(|c| !hidden(*c)).collect(),
        _ => text.nfc().filter(|c| !hidden(*c)).collect(),
    };
    trimmed(visible, char::is_whitespace)
}

/// Marks without width that come along from spreadsheets and web pages.
pub fn hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        || (c.is_control() && c != '\n' && c != '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_forms_fold_and_hidden_marks_go() {
        assert_eq!(tidy("\u{feff}　１３８００ "), "13800");
        assert_eq!(clean("　买买提·江\u{200b} "), "买买提·江");
        assert_eq!(clean("上㘵村"), "上㘵村");
    }
}
