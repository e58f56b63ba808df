//! The loop, with a face that counts: what wakes it and how often it draws.

use crate::support::person::Person;
use std::io;
use tongdu::i18n::Language;
use tongdu::ui::event::Event;
use tongdu::ui::pump::{Face, pump};
use tongdu::ui::{App, Ended, key};

/// What the loop did to its face, in order.
#[derive(Default)]
struct Counting {
    did: Vec<&'static str>,
    copied: String,
    gone: bool,
}

impl Counting {
    fn did(&mut self, what: &'static str) -> io::Result<()> {
        self.did.push(what);
        if self.gone {
            Err(io::ErrorKind::BrokenPipe.into())
        } else {
            Ok(())
        }
    }
}

impl Face for Counting {
    fn size(&self) -> (u16, u16) {
        (80, 24)
    }
    fn draw(&mut self, _app: &App) -> io::Result<()> {
        self.did("draw")
    }
    fn copy(&mut self, text: &str) -> io::Result<()> {
        self.copied.push_str(text);
        self.did("copy")
    }
    fn suspend(&mut self) {
        self.did.push("suspend");
    }
    fn resume(&mut self) -> io::Result<()> {
        self.did("resume")
    }
}

fn pumped(events: Vec<Event>, mut face: Counting) -> (Counting, Ended) {
    let mut person = Person::in_office(Language::ZhCn);
    let (app, inbox, sender) = person.inbox();
    for event in events {
        sender.send(event).expect("it listens");
    }
    let ended = pump(app, inbox, &mut face);
    (face, ended)
}

fn quit() -> Event {
    Event::Key(key::parse("ctrl-q").expect("a key"))
}

#[test]
fn a_storm_of_resizes_is_one_drawing() {
    let mut storm: Vec<Event> = (0..500).map(|_| Event::Resize).collect();
    storm.push(quit());
    let (face, ended) = pumped(storm, Counting::default());
    assert_eq!(face.did, ["draw"]);
    assert_eq!((ended, ended.code()), (Ended::Left, 0));
}

#[test]
fn a_stop_gives_the_terminal_back_and_takes_it_again() {
    let events = vec![Event::Suspend, Event::Resume, quit()];
    let (face, _) = pumped(events, Counting::default());
    assert_eq!(face.did, ["draw", "suspend", "resume", "resume"]);
}

#[test]
fn signals_and_a_dead_terminal_end_it_with_their_code() {
    let (_, ended) = pumped(vec![Event::Signal(15)], Counting::default());
    assert_eq!((ended, ended.code()), (Ended::Signal(15), 143));
    let gone = Counting {
        gone: true,
        ..Counting::default()
    };
    let (face, ended) = pumped(Vec::new(), gone);
    assert_eq!((face.did.as_slice(), ended.code()), (&["draw"][..], 129));
}

#[test]
fn at_rest_it_wakes_once_a_minute() {
    let mut person = Person::in_demo(Language::ZhCn);
    let began = person.setup.now();
    let mut wakes = 0;
    while person.setup.now() < began + 3_600_000 {
        let rest = person
            .app
            .until_tick(80, 24)
            .expect("a clock is on the screen");
        person
            .clock
            .pass(u64::try_from(rest.as_millis()).expect("short"));
        person.app.handle(Event::Tick);
        wakes += 1;
    }
    assert_eq!(wakes, 60);
}
