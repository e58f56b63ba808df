//! The real program in a terminal, while a plug-in hangs, burns, chatters, fills memory or a file,
//! crashes or gives up: every key is answered as ever, Esc stops it, the right cause is told, and
//! nothing is left but one line of the log.

use crate::plugins::{c_library_at, grant, install, names};
use crate::support::setup::machine;
use crate::support::terminal::Terminal;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tongdu::domain::book::Kind;
use tongdu::domain::disclosure::{Disclosure, DisclosureState};
use tongdu::plugin::discover::Root;
use tongdu::schema::Words;
use tongdu::service::demo::{self, DEMO_PASSPHRASE, Scale};
use tongdu::service::{Office, Secret, Setup};

/// A key is answered within this.
const AT_ONCE: Duration = Duration::from_millis(100);
/// Whatever else runs on the machine may take it for a moment; a program that is busy is slow each time.
const TRIES: usize = 3;
/// More than this ends a flood.
const MOST: u64 = 64 << 20;

/// Key, what it is called, and what stands on the screen from then on; each undone by the next.
const KEYS: &[(&str, &str, &str, bool)] = &[
    ("\x1b[B", "down", ">    类别", true),
    ("\x1b[A", "up", ">    姓名", true),
    ("\x1bOP", "help", "到处一样", true),
    ("\x1b", "back", "到处一样", false),
    ("\x10", "commands", "首字母", true),
    ("\x1b", "back", "首字母", false),
    ("\x1b[15~", "what stays", "不送的 13 项", true),
    ("\r", "back", "不送的 13 项", false),
];

fn manifest() -> String {
    let words = "{ zh-CN = '卡住的', en = 'stuck' }";
    let field = |name: &str| format!("[[dataset.field]]\nname='{name}'\nreason={words}\n");
    let fields: String = ["name", "role", "sex"].map(field).concat();
    format!(
        "id='stuck'\nversion='1'\nabi=1\nagency='test'\nname={words}\n\
         [purpose]\ncode='test'\nname={words}\nbasis={words}\n\
         [[dataset]]\nname='roster'\n{fields}\
         [[output]]\nname='out.txt'\nfile='out.txt'\nmedia_type='text/plain'\nmax_bytes={MOST}\n"
    )
}

/// The machine's own time, since the program goes by it.
fn timed(home: &Path) -> Setup {
    let (mut setup, _) = machine();
    let now = || SystemTime::now().duration_since(UNIX_EPOCH);
    setup.store.clock = Arc::new(move || now().map_or(0, |since| since.as_millis() as u64));
    setup.plugin_roots = vec![Root::of_user(home.join("share/tongdu/plugins"))];
    setup
}

/// The demo's office in this home, with the plug-in approved and granted.
fn prepared(home: &Path, how: &str) {
    let setup = timed(home);
    let office = demo::make(&setup, &home.join("office"), Scale::Township, 1).expect("a demo");
    let library = home.join("lib.so");
    c_library_at("stuck", Some(how), &library);
    install(
        &setup.plugin_roots[0].path,
        ("stuck", "1"),
        &manifest(),
        "",
        &library,
    );
    std::fs::remove_file(library).expect("copied");
    grant(&office, "test", "test", "roster", &["name", "role", "sex"]);
    let shown = office.plugin("stuck").expect("installed");
    office.trust(&shown, "stuck").expect("approved");
    office.close();
}

/// At the lines of the preview, with the code typed and sent.
fn sending(home: &Arc<tempfile::TempDir>) -> Terminal {
    let share = home.path().join("share").display().to_string();
    let mut screen = Terminal::start_in(Arc::clone(home), &[], &[("XDG_DATA_HOME", &share)]);
    screen.wait_for("口令");
    screen.type_keys(DEMO_PASSPHRASE);
    screen.type_keys("\r");
    screen.wait_for("[1工作台]");
    screen.type_keys("0");
    screen.wait_for("[0导出]");
    // Those that came with the program stand before it, where they are built.
    for _ in 0..40 {
        let at = focus(&screen);
        if at.contains("卡住的") {
            break;
        }
        screen.type_keys("\x1b[B");
        screen.wait_until("the next agency", |s| focus_of(s) != at);
    }
    screen.type_keys("\r");
    screen.wait_for("还没有送出任何东西");
    for (key, line) in [("\t", "放哪里>"), ("\t", "确认  >")] {
        screen.type_keys(key);
        screen.wait_for(line);
    }
    screen.type_keys("test");
    screen.wait_for("[test");
    screen.type_keys("\r");
    screen
}

fn focus_of(screen: &vt100::Screen) -> String {
    let mut rows = screen.rows(0, 80);
    rows.find(|row| row.starts_with('>')).unwrap_or_default()
}

fn focus(screen: &Terminal) -> String {
    focus_of(screen.screen.screen())
}

/// Presses each key and waits for its own answer, not for just any picture: progress draws, too.
fn keys_are_answered(screen: &mut Terminal) {
    let mut best = vec![Duration::MAX; KEYS.len()];
    for _ in 0..TRIES {
        for (at, (key, name, text, there)) in KEYS.iter().enumerate() {
            let begun = Instant::now();
            screen.type_keys(key);
            screen.wait_until(name, |s| s.contents().contains(text) == *there);
            best[at] = best[at].min(begun.elapsed());
        }
        if best.iter().all(|time| *time <= AT_ONCE) {
            break;
        }
    }
    for ((_, name, ..), time) in KEYS.iter().zip(&best) {
        println!("{:>7.1} ms  {name}", time.as_secs_f64() * 1000.0);
        assert!(*time <= AT_ONCE, "{name}: {time:?}");
    }
}

/// One line of the log, closed with this cause; no file beside what was there.
fn left_nothing(home: &Path, before: &[String], cause: &str) {
    let secret = Secret::passphrase(DEMO_PASSPHRASE);
    let office = Office::open(&timed(home), &home.join("office"), &secret).expect("it opens");
    let tables = office.tables();
    let log: Vec<Disclosure> = tables
        .all::<Disclosure>(Kind::Disclosure)
        .map(|(_, d)| d.clone())
        .collect();
    let [entry] = &log[..] else {
        panic!("{} lines of the log", log.len())
    };
    assert_eq!(entry.state, Some(DisclosureState::Failed));
    assert_eq!((entry.cause.as_str(), entry.files.as_str()), (cause, ""));
    assert_eq!(names(home), before);
}

/// Runs it; `stopped` by Esc, else it ends by itself.
fn while_it(how: &str, stopped: bool, cause: &'static str) {
    let home = Arc::new(tempfile::tempdir().expect("a folder"));
    prepared(home.path(), how);
    let mut screen = sending(&home);
    let before = names(home.path());
    if stopped {
        screen.wait_for("正在送出；Esc 停下");
        screen.wait_until("rows of all", |s| s.contents().contains("已取 0/"));
        keys_are_answered(&mut screen);
        screen.type_keys("\x1b");
    }
    let told = tongdu::i18n::Lexicon::new(tongdu::i18n::Language::ZhCn).word(cause);
    // Only as far as nothing is filled in: how many rows, how much.
    let told = told
        .split(['{', '（'])
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    screen.wait_until(&told, |s| s.contents().contains(&format!("x {told}")));
    if cause == "plugin-failed" {
        only_asked_for(&mut screen);
    }
    screen.type_keys("\r");
    screen.wait_until("no refusal", |s| {
        !s.contents().contains(&format!("x {told}"))
    });
    screen.type_keys("\x1b");
    screen.wait_for("[0导出]");
    screen.wait_for("没有送出");
    screen.type_keys("\x11");
    assert_eq!(screen.ended(), 0);
    assert!(screen.restored());
    left_nothing(home.path(), &before, cause);
}

/// What the plug-in said itself may be a child's name, and somebody may be looking over the shoulder.
fn only_asked_for(screen: &mut Terminal) {
    screen.wait_for("按 1 看插件自己说的话");
    const OWN: [&str; 3] = ["QLOGZ", "QERRZ", "QSAIDZ"];
    let shown = screen.screen.screen().contents();
    assert!(OWN.iter().all(|own| !shown.contains(own)), "{shown}");
    screen.type_keys("1");
    OWN.iter().for_each(|own| screen.wait_for(own));
}

#[test]
fn what_a_plug_in_says_is_shown_to_who_asks() {
    while_it("give_up", false, "plugin-failed");
}

#[test]
fn a_plug_in_that_hangs_takes_no_key() {
    while_it("hang", true, "plugin-cancelled");
}

#[test]
fn a_plug_in_that_never_finishes_loading_takes_no_key() {
    while_it("load", true, "plugin-cancelled");
}

#[test]
fn a_plug_in_that_burns_takes_no_key() {
    while_it("burn", true, "plugin-cancelled");
}

#[test]
fn a_plug_in_that_chatters_takes_no_key() {
    while_it("chatter", true, "plugin-cancelled");
}

#[test]
fn a_plug_in_that_fills_memory_takes_no_key() {
    while_it("hoard", true, "plugin-cancelled");
}

#[test]
fn a_plug_in_that_fills_the_disk_takes_no_key() {
    while_it("pour", true, "plugin-cancelled");
}

/// A plug-in that burns must not go on burning where nobody watches it.
#[test]
fn it_does_not_outlive_the_program() {
    let home = Arc::new(tempfile::tempdir().expect("a folder"));
    prepared(home.path(), "burn");
    let passphrase = home.path().join("passphrase");
    std::fs::write(&passphrase, DEMO_PASSPHRASE).expect("room");
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_tongdu"))
        .env_clear()
        .env("XDG_DATA_HOME", home.path().join("share"))
        .arg("--data")
        .arg(home.path().join("office"))
        .arg("--passphrase-file")
        .arg(passphrase)
        .args(["export", "stuck", "--confirm", "test", "--clear", "test"])
        .arg("--out")
        .arg(home.path())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("it starts");
    let child = until("its process", || child_of(program.id()));
    program.kill().expect("running");
    program.wait().expect("killed");
    until("the end of it", || {
        (!Path::new(&format!("/proc/{child}")).exists()).then_some(())
    });
}

/// The process that plug-ins run in, below this one.
fn child_of(parent: u32) -> Option<u32> {
    let tasks = std::fs::read_dir(format!("/proc/{parent}/task")).ok()?;
    tasks.flatten().find_map(|task| {
        let children = std::fs::read_to_string(task.path().join("children")).ok()?;
        let mut all = children.split_whitespace();
        all.find_map(|child| {
            let called = std::fs::read_to_string(format!("/proc/{child}/cmdline")).ok()?;
            called.contains("plugin-host").then(|| child.parse().ok())?
        })
    })
}

fn until<T>(what: &str, there: impl Fn() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(20);
    while Instant::now() < end {
        if let Some(found) = there() {
            return found;
        }
        std::thread::yield_now();
    }
    panic!("{what} doesn't come");
}

#[test]
fn a_plug_in_that_floods_is_ended_and_named() {
    while_it("flood", false, "plugin-too-big");
}

#[test]
fn a_plug_in_that_crashes_is_named() {
    while_it("crash", false, "plugin-crashed");
}
