//! From a key to its frame with the province's 17,500 workers: lists, the register, the workbench,
//! find, and marking a roster.

#[allow(dead_code)]
#[path = "../support/setup.rs"]
mod setup;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};
use tongdu::config::Folder;
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;
use tongdu::service::demo::{self, Scale};
use tongdu::ui::event::Event;
use tongdu::ui::{App, Prefs, Root, Start, Surroundings, key};

const GOAL: Duration = Duration::from_millis(16);

/// The time from a key to the whole screen drawn.
fn press(app: &mut App, name: &str) -> Duration {
    let event = Event::Key(key::parse(name).expect("a key"));
    let start = Instant::now();
    app.handle(event);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    app.draw(&mut buffer);
    start.elapsed()
}

fn measure(app: &mut App, what: &str, way: &[&str], keys: &[&str]) {
    for name in way {
        press(app, name);
    }
    let mut times: Vec<Duration> = keys
        .iter()
        .cycle()
        .take(400)
        .map(|k| press(app, k))
        .collect();
    times.sort();
    let p95 = times[times.len() * 95 / 100];
    let verdict = if p95 <= GOAL { "met" } else { "MISSED" };
    println!(
        "{what:<28} p50 {:>8.2?}  p95 {p95:>8.2?}  goal {GOAL:?} {verdict}",
        times[times.len() / 2]
    );
    for _ in 0..4 {
        press(app, "esc");
    }
}

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let around = Surroundings::read(|_| Some("xterm-256color".into()));
    let prefs = Prefs::load(Folder::new("/nowhere"), around, None).expect("no theme asked");
    let (machine, _clock) = setup::machine();
    let start = Instant::now();
    let office =
        demo::make(&machine, &folder.path().join("office"), Scale::Province, 1).expect("a demo");
    let workers = office.tables().live(Kind::Worker).count();
    println!(
        "{workers} workers invented and saved in {:.1?}",
        start.elapsed()
    );
    let (sender, _inbox) = channel();
    let root = folder.path().to_owned();
    let found = Root::Open(Arc::new(office));
    let start = Instant::now();
    let mut app = App::new(
        Start {
            setup: machine,
            root,
            found,
            language: Language::ZhCn,
            prefs,
        },
        sender,
    );
    println!("first screen {:.1?}", start.elapsed());
    measure(&mut app, "workbench, down", &["1"], &["down"]);
    measure(
        &mut app,
        "villages, down and pages",
        &["2"],
        &["down", "down", "down", "pagedown"],
    );
    measure(
        &mut app,
        "register, down and pages",
        &["3"],
        &["down", "down", "down", "pagedown"],
    );
    measure(
        &mut app,
        "roster, mark and store",
        &["7", "enter"],
        &["1", "2", "3", "4"],
    );
    measure(
        &mut app,
        "find, a letter a key",
        &["1", "/"],
        &["c", "x", "m", "backspace", "backspace", "backspace"],
    );
}
