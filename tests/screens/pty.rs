//! The real program in the terminals that people have: it starts, draws, answers, and leaves
//! everything as it was. And how much it writes for a key.

use crate::support::terminal::Terminal;

/// Terminals, and what F1 and F9 send in them.
const TERMINALS: [(&str, &str, &str); 4] = [
    ("xterm-256color", "\x1bOP", "\x1b[20~"),
    ("linux", "\x1b[[A", "\x1b[20~"),
    ("screen", "\x1bOP", "\x1b[20~"),
    ("tmux-256color", "\x1bOP", "\x1b[20~"),
];

/// What the program says for the colour of titles.
const COLOUR: &str = "\x1b[94m";

#[test]
fn every_terminal_is_served_and_left_as_it_was() {
    for no_colour in [false, true] {
        for (term, help, language) in TERMINALS {
            let mut environment = vec![("TERM", term)];
            if no_colour {
                environment.push(("NO_COLOR", "1"));
            }
            let mut terminal = Terminal::start(&[], &environment);
            let before = terminal.before.clone();
            terminal.wait_for("第一次使用");
            terminal.type_keys(help);
            terminal.wait_for("在这里做什么");
            terminal.type_keys("\x1b");
            terminal.wait_for("汉字、拼音、首字母、代码都行");
            terminal.type_keys(language);
            terminal.wait_for("First use");
            terminal.type_keys("\x11");
            assert_eq!(terminal.ended(), 0, "{term}");
            assert!(terminal.restored(), "{term}");
            assert_eq!(terminal.modes(), before, "{term}");
            let raw = String::from_utf8_lossy(&terminal.raw);
            assert_eq!(raw.contains(COLOUR), !no_colour, "{term}");
            let frames = raw.matches("\x1b[?2026h").count();
            assert_eq!(frames, raw.matches("\x1b[?2026l").count(), "{term}");
        }
    }
}

/// 4 KB for a key at 80 × 24, which a slow line over SSH still carries in a blink.
const MOST: usize = 4096;

#[test]
fn a_key_writes_little() {
    let folder = std::sync::Arc::new(tempfile::tempdir().expect("a temporary folder"));
    let mut terminal = Terminal::start_in(folder, &["demo"], &[]);
    terminal.wait_for("[1工作台]");
    terminal.take_rest();
    let keys = [
        ("down", "\x1b[B"),
        ("tab", "\t"),
        ("directors", "3"),
        ("down", "\x1b[B"),
        ("page down", "\x1b[6~"),
        ("children", "4"),
        ("open", "\r"),
        ("down", "\x1b[B"),
        ("back", "\x1b"),
        ("training", "7"),
        ("palette", "\x10"),
        ("back", "\x1b"),
        ("help", "\x1bOP"),
        ("language", "\x1b[20~"),
        ("back", "\x1b"),
        ("desk", "1"),
        ("theme", "\x1b[21~"),
    ];
    for (name, key) in keys {
        let before = terminal.raw.len();
        terminal.type_keys(key);
        terminal.wait_until_raw(b"\x1b[?2026l");
        let written = terminal.raw.len() - before;
        println!("{written:>5} bytes  {name}");
        assert!(written <= MOST, "{name} writes {written} bytes");
    }
}

#[test]
fn a_storm_of_resizes_ends_in_the_right_size() {
    let mut terminal = Terminal::start(&[], &[]);
    terminal.wait_for("第一次使用");
    for step in 0..60 {
        terminal.resize(60 + step, 16 + step % 20);
    }
    terminal.resize(100, 30);
    terminal.wait_until("hints on the last row", |screen| {
        let rows: Vec<String> = screen.rows(0, 100).collect();
        rows.last().is_some_and(|row| row.contains("Ctrl-Q")) && rows[2].chars().count() > 90
    });
    terminal.type_keys("\x11");
    assert_eq!(terminal.ended(), 0);
    let frames = String::from_utf8_lossy(&terminal.raw)
        .matches("\x1b[?2026h")
        .count();
    println!("{frames} frames for 61 sizes");
    assert!(frames <= 70, "{frames} frames");
}

/// sled's threads ask for work once a second; with a timer slack the system lets them sleep.
#[test]
fn at_rest_only_the_clock_wakes_it() {
    /// Nanoseconds: once a minute.
    const MINUTE: u64 = 60_000_000_000;
    let folder = std::sync::Arc::new(tempfile::tempdir().expect("a temporary folder"));
    let mut terminal = Terminal::start_in(folder, &["demo"], &[]);
    terminal.wait_for("[1工作台]");
    let threads = terminal.threads();
    let pool = threads.iter().filter(|(name, _)| name.starts_with("sled"));
    let mut seen = 0;
    for (name, id) in pool {
        let slack = std::fs::read_to_string(format!("/proc/{id}/timerslack_ns"));
        let slack: u64 = slack.expect("a thread").trim().parse().expect("a number");
        assert!(slack >= MINUTE, "{name} may be woken every {slack} ns");
        seen += 1;
    }
    assert!(seen > 0, "sled has no pool any more: {threads:?}");
    terminal.type_keys("\x11");
    assert_eq!(terminal.ended(), 0);
}
