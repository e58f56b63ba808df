//! A province's directors: all of them on one roster in one act, and the matrix of who was trained
//! in which year, from the key to the first frame.

#[allow(dead_code)]
#[path = "../support/setup.rs"]
mod setup;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};
use tongdu::config::Folder;
use tongdu::domain::book::Kind;
use tongdu::domain::post::Post;
use tongdu::domain::training::{Attendance, Enrolment, Session, Training, TrainingType};
use tongdu::domain::village::Village;
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::i18n::Language;
use tongdu::schema::{Day, Id};
use tongdu::service::{NewOffice, Office, OfficeRole, Setup, demo};
use tongdu::ui::event::Event;
use tongdu::ui::{App, Prefs, Root, Start, Surroundings, key};

/// As many as the province has; an unoptimized build only shows that it runs.
const DIRECTORS: usize = if cfg!(debug_assertions) { 300 } else { 17_564 };
const YEARS: [i32; 5] = [2022, 2023, 2024, 2025, 2026];
const ENROL: Duration = Duration::from_secs(2);
const FRAME: Duration = Duration::from_millis(50);
/// The act on the list of sessions that opens the matrix.
const ROTATION: &str = "5";
/// How often the first frame is drawn.
const TIMES: usize = 20;

fn verdict(time: Duration, goal: Duration) -> &'static str {
    if time <= goal { "met" } else { "MISSED" }
}

/// The machine, with a view on the disk as people have it.
fn machine() -> Setup {
    let (mut machine, _clock) = setup::machine();
    let (clock, random) = (machine.store.clock.clone(), machine.store.random.clone());
    machine.store.view = tongdu::store::Options::new(clock, random).view;
    machine
}

/// The ids of a kind, oldest first.
fn ids(office: &Office, kind: Kind) -> Vec<Id> {
    office.tables().live(kind).map(|row| row.id).collect()
}

/// A trainer's office with a director in each village, each in post since before the first year.
fn office(machine: &Setup, root: &Path) -> Office {
    let new = NewOffice {
        area: "3507".into(),
        name: "量".into(),
        role: OfficeRole::Trainer,
        passphrase: demo::DEMO_PASSPHRASE.into(),
        demo: true,
    };
    let (office, _) = Office::create(machine, root, &new).expect("an empty folder");
    let have = ids(&office, Kind::Village).len();
    let villages = (have..DIRECTORS).map(|n| {
        Village {
            name: format!("第{n}村"),
            code: format!("350{n:09}"),
            ..Village::default()
        }
        .into()
    });
    demo::add(&office, villages.collect()).expect("room on the disk");
    let workers = (0..DIRECTORS).map(|n| {
        Worker {
            name: format!("林{n}"),
            role: Some(WorkerRole::Director),
            ..Worker::default()
        }
        .into()
    });
    demo::add(&office, workers.collect()).expect("room on the disk");
    let (villages, workers) = (ids(&office, Kind::Village), ids(&office, Kind::Worker));
    let posts = workers.iter().zip(villages).map(|(worker, village)| {
        Post {
            worker: Some(*worker),
            village: Some(village),
            from: Day::from_ymd(2021, 3, 1),
            ..Post::default()
        }
        .into()
    });
    demo::add(&office, posts.collect()).expect("room on the disk");
    office
}

/// A rotation of each year, its session; nine of ten attended all but the last year's.
fn trainings(office: &Office) -> Id {
    let training = |year: &i32| {
        Training {
            name: format!("{year}年轮训"),
            kind: Some(TrainingType::Rotation),
            year: Some(i64::from(*year)),
            ..Training::default()
        }
        .into()
    };
    demo::add(office, YEARS.iter().map(training).collect()).expect("room on the disk");
    let sessions = ids(office, Kind::Training).into_iter().zip(YEARS);
    let sessions = sessions.map(|(training, year)| {
        Session {
            training: Some(training),
            day: Day::from_ymd(year, 6, 12),
            ..Session::default()
        }
        .into()
    });
    demo::add(office, sessions.collect()).expect("room on the disk");
    let (sessions, workers) = (ids(office, Kind::Session), ids(office, Kind::Worker));
    let last = YEARS.len() - 1;
    for session in &sessions[..last] {
        let came = workers.iter().enumerate().map(|(n, worker)| {
            let state = if n % 10 == 0 {
                Attendance::Absent
            } else {
                Attendance::Present
            };
            Enrolment {
                session: Some(*session),
                worker: Some(*worker),
                state: Some(state),
                ..Enrolment::default()
            }
            .into()
        });
        demo::add(office, came.collect()).expect("room on the disk");
    }
    sessions[last]
}

fn main() {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let machine = machine();
    let root = dir.path().join("office");
    let office = Arc::new(office(&machine, &root));
    let session = trainings(&office);

    let start = Instant::now();
    let lacking = office.still_lacking(session);
    let workers: Vec<Id> = lacking.into_iter().flat_map(|l| l.workers).collect();
    let found = start.elapsed();
    assert_eq!(workers.len(), DIRECTORS);
    let enrolled = office.enrol(session, &workers).expect("room on the disk");
    let time = start.elapsed();
    assert_eq!(enrolled.placed, DIRECTORS);
    println!(
        "{DIRECTORS} directors on one roster: found in {found:.2?}, enrolled after {time:.2?}, \
         goal {ENROL:?} {}",
        verdict(time, ENROL)
    );
    office.undo(None).expect("the last change");

    let (sender, _inbox) = channel();
    let around = Surroundings::read(|_| Some("xterm-256color".into()));
    let prefs = Prefs::load(Folder::new("/nowhere"), around, None).expect("no theme asked");
    let mut app = App::new(
        Start {
            setup: machine,
            root,
            found: Root::Open(Arc::clone(&office)),
            language: Language::ZhCn,
            prefs,
        },
        sender,
    );
    press(&mut app, "7");
    let mut open = |before: &dyn Fn()| {
        before();
        press(&mut app, "f6");
        // New training, new session, then the matrix.
        let (time, shown) = press(&mut app, ROTATION);
        assert!(shown.contains("2026"), "not the matrix:\n{shown}");
        press(&mut app, "esc");
        time
    };
    // What is kept of the matrix holds for one state of the records.
    let change = || {
        let training = Training {
            name: "专题".into(),
            year: Some(2026),
            kind: Some(TrainingType::Other),
            ..Training::default()
        };
        demo::add(&office, vec![training.into()]).expect("room on the disk");
    };
    told("after a change", (0..TIMES).map(|_| open(&change)));
    told("opened again", (0..TIMES).map(|_| open(&|| ())));
}

/// Prints how long the first frame took.
fn told(when: &str, times: impl Iterator<Item = Duration>) {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    let (half, slowest) = (times[TIMES / 2], times[TIMES - 1]);
    println!(
        "{DIRECTORS} directors by {} years, first frame {when}: p50 {half:.2?}, \
         slowest {slowest:.2?}, goal {FRAME:?} {}",
        YEARS.len(),
        verdict(slowest, FRAME)
    );
}

/// The time from a key to the whole screen drawn, and the screen.
fn press(app: &mut App, name: &str) -> (Duration, String) {
    let event = Event::Key(key::parse(name).expect("a key"));
    let start = Instant::now();
    app.handle(event);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    app.draw(&mut buffer);
    let time = start.elapsed();
    let shown = buffer.content().iter().map(|cell| cell.symbol()).collect();
    (time, shown)
}
