//! The real program in a real terminal: it comes, answers, and leaves everything as it was.

use crate::support::terminal::{PATIENCE, Terminal};
use std::time::Instant;

#[test]
fn a_passphrase_is_set_and_ctrl_q_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::start(&[], &[]);
    terminal.wait_for("第一次使用");
    // The candidates of an input method appear at the terminal's own cursor.
    terminal.wait_until("caret in the field", |screen| {
        screen.cursor_position() == (4, 10)
    });
    terminal.type_keys("莒口\r王芳\r");
    terminal.wait_for("第 3 样");
    terminal.type_keys("maque2026\rmaque2026\r");
    terminal.wait_for("第 4 样");
    terminal.type_keys("\x11");
    assert_eq!(terminal.ended(), 0);
    assert!(terminal.restored());
}

#[test]
fn a_signal_ends_it_and_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::start(&[], &[]);
    terminal.wait_for("第一次使用");
    let id = terminal.child.process_id().expect("running");
    let killed = std::process::Command::new("kill")
        .args(["-TERM", &id.to_string()])
        .status();
    assert!(killed.expect("kill").success());
    assert_eq!(terminal.ended(), 0);
    assert!(terminal.restored());
}

#[test]
fn it_ends_by_itself_when_its_terminal_goes() {
    let mut terminal = Terminal::start(&[], &[]);
    terminal.wait_for("第一次使用");
    terminal.close();
    let end = Instant::now() + PATIENCE;
    while terminal.child.try_wait().expect("a child").is_none() {
        assert!(Instant::now() < end, "still running without a terminal");
        std::thread::yield_now();
    }
}

#[test]
fn without_a_screen_it_says_what_to_do() {
    let mut terminal = Terminal::start(&[], &[("TERM", "dumb")]);
    assert_ne!(terminal.ended(), 0);
    let said = String::from_utf8_lossy(&terminal.raw).into_owned();
    assert!(
        said.contains("TERM=dumb") && said.contains("tongdu --help"),
        "{said}"
    );
    assert!(!said.contains("\x1b[?1049h"), "{said}");

    let piped = std::process::Command::new(env!("CARGO_BIN_EXE_tongdu"))
        .env("LANG", "en_US.UTF-8")
        .env("TONGDU_DATA", terminal.folder.path().join("other"))
        .stdin(std::process::Stdio::null())
        .output()
        .expect("the program");
    let said = String::from_utf8_lossy(&piped.stderr).into_owned();
    assert!(
        !piped.status.success() && said.contains("not a terminal"),
        "{said}"
    );
}
