//! Terminals that give `·` and its like two cells, and terminals without UTF-8.

use crate::support::person::Person;
use ratatui::buffer::Buffer;
use tongdu::i18n::Language;
use unicode_width::UnicodeWidthStr;

/// The keys to a director with a `·` in the name, entered anew.
fn with_a_dotted_name(mut person: Person) -> Person {
    person.keys(&["3", "f6"]);
    let act = person.text();
    let digit = act
        .split_whitespace()
        .collect::<Vec<_>>()
        .windows(2)
        .find(|pair| pair[1] == "登记主任" || pair[1].starts_with("新"))
        .map_or_else(|| panic!("{act}"), |pair| pair[0].to_owned());
    person.press(&digit).type_text("买买提·江");
    person
}

/// Draws as the terminal does: what the buffers' difference says, each character as wide as the
/// terminal makes it. Nothing may be drawn into half a character.
fn rows_on_a_wide_terminal(person: &Person) -> Vec<String> {
    let (buffer, _) = person.look_at(80, 24);
    let blank = Buffer::empty(buffer.area);
    let mut rows = vec![vec![" ".to_owned(); 80]; 24];
    let mut taken = vec![[false; 80]; 24];
    for (x, y, cell) in blank.diff(&buffer) {
        let (x, y) = (usize::from(x), usize::from(y));
        assert!(
            !taken[y][x],
            "drawn into the second half: {}",
            cell.symbol()
        );
        rows[y][x] = cell.symbol().to_owned();
        if cell.symbol().width_cjk() == 2 {
            taken[y][x + 1] = true;
            rows[y][x + 1] = String::new();
        }
    }
    rows.into_iter().map(|cells| cells.concat()).collect()
}

#[test]
fn columns_line_up_where_dots_are_wide() {
    let person = with_a_dotted_name(Person::in_wide_demo(Language::ZhCn));
    let (_, caret) = person.look_at(80, 24);
    let rows = rows_on_a_wide_terminal(&person);
    for (y, row) in rows.iter().enumerate() {
        assert_eq!(row.width_cjk(), 80, "row {}: {row}", y + 1);
        assert!(!row.contains(['─', '│', '┬', '┴']), "{row}");
    }
    let name = rows
        .iter()
        .find(|row| row.contains("买买提·江"))
        .expect("typed");
    // The caret stands behind the name as this terminal draws it: ten cells, not nine.
    let before = name.split("江").next().expect("a beginning").width_cjk() + 2;
    assert_eq!(caret.map(|at| usize::from(at.x)), Some(before));
}

#[test]
fn a_dot_in_a_list_shifts_no_column() {
    for (language, keys) in [
        (Language::ZhCn, &["3"][..]),
        (Language::En, &["3"]),
        (Language::En, &["f1"]),
    ] {
        let mut person = Person::in_wide_demo(language);
        person.keys(keys);
        for row in rows_on_a_wide_terminal(&person) {
            assert_eq!(row.width_cjk(), 80, "{row}");
        }
    }
}

#[test]
fn without_utf8_our_own_marks_are_ascii() {
    let mut person = Person::in_plain_demo(Language::En);
    for keys in [
        &["ctrl-z"][..],
        &["esc", "f1"],
        &["esc", "3"],
        &["7", "enter"],
        &["esc", "ctrl-p"],
    ] {
        person.keys(keys);
        let text = person.text();
        let odd: Vec<char> = text
            .chars()
            .filter(|c| {
                !c.is_ascii()
                    && !('\u{3000}'..='\u{9fff}').contains(c)
                    && !('\u{ff00}'..='\u{ffef}').contains(c)
            })
            .collect();
        assert!(odd.is_empty(), "{odd:?} in {text}");
    }
}
