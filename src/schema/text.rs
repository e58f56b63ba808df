//! Text as people type it, made regular before anything looks at it.

use unicode_normalization::UnicodeNormalization;

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
    folded.trim().to_owned()
}

/// For names and notes: trimmed and in one normal form, so that equal names are equal bytes;
/// nothing that the writer can see is changed.
pub fn clean(text: &str) -> String {
    let visible: String = text.nfc().filter(|c| !hidden(*c)).collect();
    visible
        .trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}')
        .to_owned()
}

/// Marks without width that come along from spreadsheets and web pages.
fn hidden(c: char) -> bool {
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
