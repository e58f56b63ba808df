//! A record as text for other windows: masked, logged, and in a file where nothing can be pasted.

use crate::support::person::Person;
use crate::support::terminal::Terminal;
use tongdu::i18n::Language;

/// Whether a run of digits in here could be the number of an identity card. A director's telephone
/// is there to be called and shown everywhere.
fn names_a_number(text: &str) -> bool {
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    runs.any(|run| run.len() >= 15)
}

/// The digit of an act in the panel that is open.
fn digit_of(person: &Person, act: &str) -> String {
    let text = person.text();
    let at = text
        .find(act)
        .unwrap_or_else(|| panic!("no {act} in {text}"));
    let before = text[..at].trim_end();
    before.chars().last().expect("a digit").to_string()
}

fn copying(person: &mut Person, answer: &str) {
    person.press("f6");
    let digit = digit_of(person, "复制文字");
    person.press(&digit).press(answer);
}

#[test]
fn a_record_and_a_row_are_copied_with_their_numbers_masked() {
    for way in [
        &["4", "enter"][..],
        &["4"],
        &["3", "end"],
        &["3", "end", "enter"],
        &["2"],
    ] {
        let mut person = Person::in_demo(Language::ZhCn);
        person.keys(way);
        copying(&mut person, "1");
        assert!(person.sees("+ 已复制；"), "{}", person.text());
        let text = person.app.take_copied().expect("copied");
        assert!(text.contains("：") && text.lines().count() > 2, "{text}");
        assert!(way[0] == "2" || text.contains('*'), "{text}");
        assert!(way[0] == "2" || !names_a_number(&text), "{text}");
        assert_eq!(person.app.take_copied(), None, "handed out once");
    }
}

#[test]
fn even_after_a_number_was_shown_in_full_the_copy_is_masked() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.keys(&["4", "enter", "f6"]);
    let digit = digit_of(&person, "看完整号码");
    person.press(&digit).type_text("核对户口本").press("enter");
    assert!(names_a_number(&person.text()), "{}", person.text());
    copying(&mut person, "1");
    let text = person.app.take_copied().expect("copied");
    assert!(!names_a_number(&text), "{text}");
}

#[test]
fn it_is_filed_only_when_asked_for() {
    let files = |person: &Person| -> Vec<String> {
        let names = std::fs::read_dir(person.folder()).expect("there");
        let names = names.map(|e| {
            e.expect("an entry")
                .file_name()
                .into_string()
                .expect("text")
        });
        names.filter(|name| name.ends_with(".txt")).collect()
    };
    let mut person = Person::in_demo(Language::ZhCn);
    person.keys(&["4", "enter"]);
    copying(&mut person, "1");
    assert_eq!(files(&person), Vec::<String>::new());
    copying(&mut person, "2");
    assert!(person.sees("+ 已存成 "), "{}", person.text());
    copying(&mut person, "2");
    let mut names = files(&person);
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
    let path = person.folder().join(&names[0]);
    let text = std::fs::read_to_string(&path).expect("written");
    assert!(text.contains("姓名：") && !names_a_number(&text), "{text}");
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&path.metadata().expect("there").permissions());
    assert_eq!(mode & 0o777, 0o600);
    let who = text
        .lines()
        .find_map(|l| l.strip_prefix("姓名："))
        .expect("a name");
    assert!(names.iter().all(|name| !name.contains(who)));
}

#[test]
fn the_terminal_gets_it_and_tmux_both_ways() {
    for (tmux, through) in [("", false), ("/tmp/tmux-0/default,1,0", true)] {
        let folder = std::sync::Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let mut terminal = Terminal::start_in(folder, &["demo"], &[("TMUX", tmux)]);
        terminal.wait_for("[1工作台]");
        terminal.type_keys("2\r");
        terminal.wait_for("村居 ");
        terminal.type_keys("\x1b[17~");
        terminal.wait_for("复制文字");
        let text = terminal.screen.screen().contents();
        let before = text.split("复制文字").next().unwrap_or_default().trim_end();
        let digit = before.chars().last().expect("a digit").to_string();
        terminal.type_keys(&digit);
        terminal.wait_for("存成文件");
        terminal.type_keys("1");
        terminal.wait_for("已复制；");
        let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
        assert!(raw.contains("\x1b]52;c;"), "{raw}");
        assert_eq!(raw.contains("\x1bPtmux;\x1b\x1b]52;c;"), through);
        terminal.type_keys("\x11");
        assert_eq!(terminal.ended(), 0);
    }
}
