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
    terminal.wait_for("恢复码还没有核对");
    terminal.type_keys("2");
    assert_eq!(terminal.ended(), 0);
    assert!(terminal.restored());
}

#[test]
fn a_signal_ends_it_and_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::start(&[], &[]);
    terminal.wait_for("第一次使用");
    terminal.signal("TERM");
    assert_eq!(terminal.ended(), 143);
    assert!(terminal.restored());
}

#[test]
fn stopped_it_gives_the_terminal_back_and_continued_it_draws_again() {
    let mut terminal = Terminal::start(&[], &[]);
    let before = terminal.before.clone();
    terminal.wait_for("第一次使用");
    assert_ne!(terminal.modes(), before);
    terminal.type_keys("莒口");
    terminal.wait_for("南平市建阳区");
    for _ in 0..2 {
        terminal.signal("TSTP");
        terminal.wait_for_state('T');
        terminal.take_rest();
        assert!(terminal.restored());
        assert_eq!(terminal.modes(), before);
        assert!(!terminal.screen.screen().contents().contains("莒口"));
        terminal.signal("CONT");
        terminal.wait_for("南平市建阳区");
        assert_ne!(terminal.modes(), before);
    }
    terminal.type_keys("镇");
    terminal.wait_for("莒口镇");
    terminal.type_keys("\x11");
    assert_eq!(terminal.ended(), 0);
    assert_eq!(terminal.modes(), before);
}

#[test]
fn a_terminal_is_asked_how_wide_it_draws() {
    for (answer, line) in [
        ("\x1b[1;3R", "---"),
        ("\x1b[1;2R", "───"),
        // None, in time.
        ("", "───"),
    ] {
        let folder = std::sync::Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let config = folder.path().join(".config/tongdu");
        std::fs::create_dir_all(&config).expect("a folder");
        std::fs::write(config.join("settings.toml"), "").expect("written");
        let mut terminal = Terminal::start_in(folder, &[], &[]);
        terminal.wait_until_raw(b"\x1b[6n");
        // What is typed before the answer isn't lost.
        terminal.type_keys(&format!("莒口{answer}"));
        terminal.wait_for("南平市建阳区");
        terminal.wait_for(line);
    }
}

#[test]
fn pasted_text_lands_in_the_field() {
    let mut terminal = Terminal::start(&[], &[]);
    terminal.wait_for("第一次使用");
    terminal.type_keys("\x1b[200~莒口镇\r\x11\n\x1b[201~");
    terminal.wait_for("[莒口镇 ");
    terminal.wait_for("南平市建阳区");
    terminal.type_keys("\x11");
    assert_eq!(terminal.ended(), 0);
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
fn without_a_screen_it_says_to_use_the_verbs() {
    for (language, dumb, piped) in [
        ("zh_CN.UTF-8", "TERM=dumb", "不是终端"),
        ("en_US.UTF-8", "TERM=dumb", "not a terminal"),
    ] {
        let mut terminal = Terminal::start(&[], &[("TERM", "dumb"), ("LANG", language)]);
        assert_eq!(terminal.ended(), 2);
        let said = String::from_utf8_lossy(&terminal.raw).into_owned();
        assert!(
            said.contains(dumb) && said.contains("tongdu --help"),
            "{said}"
        );
        assert!(!said.contains("\x1b["), "{said}");

        let program = std::process::Command::new(env!("CARGO_BIN_EXE_tongdu"))
            .env("LANG", language)
            .env("TONGDU_DATA", terminal.folder.path().join("other"))
            .env("HOME", terminal.folder.path())
            .stdin(std::process::Stdio::null())
            .output()
            .expect("the program");
        let said = String::from_utf8_lossy(&program.stderr).into_owned();
        assert_eq!(program.status.code(), Some(2), "{said}");
        assert!(
            said.contains(piped) && said.contains("tongdu --help"),
            "{said}"
        );
    }
}

/// Not a test of its own: the program with a clock that breaks, for the test below.
#[test]
fn a_program_that_panics() {
    let Ok(data) = std::env::var("TONGDU_TEST_PANIC") else {
        return;
    };
    let (mut setup, _) = crate::support::setup::machine();
    let draws = std::sync::atomic::AtomicU32::new(0);
    setup.store.clock = std::sync::Arc::new(move || {
        let asked = draws.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        assert!(asked < 40, "a clock that breaks");
        crate::support::setup::NOW
    });
    let said = tongdu::ui::run(setup, data.into(), tongdu::ui::Asked::default());
    assert_eq!(said.expect_err("it broke").key, "problem-panicked");
    println!("told what happened");
}

#[test]
fn a_panic_leaves_the_terminal_as_it_was_and_its_place_is_written_down() {
    let folder = std::sync::Arc::new(tempfile::tempdir().expect("a temporary folder"));
    let data = folder.path().join("office").display().to_string();
    let own = std::env::current_exe().expect("this test");
    let arguments = ["terminal::a_program_that_panics", "--exact", "--nocapture"];
    let mut terminal =
        Terminal::start_program(&own, folder, &arguments, &[("TONGDU_TEST_PANIC", &data)]);
    terminal.wait_for("第一次使用");
    terminal.type_keys(&"x".repeat(3));
    for _ in 0..40 {
        terminal.type_keys("x\x7f");
    }
    terminal.ended();
    assert!(terminal.restored());
    let said = String::from_utf8_lossy(&terminal.raw).into_owned();
    assert!(said.contains("told what happened"), "{said}");
    let log = std::fs::read_to_string(terminal.folder.path().join("office.log"));
    let log = log.expect("the place is written down");
    assert!(
        log.contains("panic at") && !log.contains("a clock that breaks"),
        "{log}"
    );
}
