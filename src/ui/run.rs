//! The loop: blocks when idle, drains what waits, draws once a batch.

use super::event::Event;
use super::terminal::{Guard, Surroundings, failed, hook_panics};
use super::{App, Prefs, Root, Start, key, signals, terminal};
use crate::config::Folder;
use crate::i18n::Language;
use crate::service::{Office, Problem, Setup};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::io::{self, Stdout};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};

/// What was asked for on the command line: it counts for this run, over the settings.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The language of the screen.
    pub language: Option<Language>,
    /// The language where neither this line nor the settings name one.
    pub locale: Language,
    /// The theme.
    pub theme: Option<String>,
}

/// Shows the program, locked or not yet set up, until the person leaves it.
///
/// # Errors
/// What lies in the folder can't be opened; no such theme; no terminal to show anything on.
pub fn run(setup: Setup, root: PathBuf, asked: Asked) -> Result<(), Problem> {
    let found = match Office::peek(&setup, &root) {
        Ok(cover) => Root::Locked(cover),
        Err(problem) if problem.key == "store-not-a-store" => Root::Nothing,
        Err(problem) => return Err(problem),
    };
    show(setup, root, found, asked)
}

/// Shows an office that is open already: the demo.
///
/// # Errors
/// No such theme; no terminal to show anything on.
pub fn run_unlocked(setup: Setup, office: Arc<Office>, asked: Asked) -> Result<(), Problem> {
    let root = office.root().to_owned();
    show(setup, root, Root::Open(office), asked)
}

fn show(setup: Setup, root: PathBuf, found: Root, asked: Asked) -> Result<(), Problem> {
    let around = Surroundings::read(|name| std::env::var(name).ok());
    let folder = Folder::new(&setup.config);
    let mut prefs = Prefs::load(folder, around.clone(), asked.theme)?;
    let preferred = prefs.settings().language.as_deref();
    let language = asked
        .language
        .or_else(|| preferred.and_then(Language::from_code))
        .unwrap_or(asked.locale);
    // Beside the office's folder, not in it: set-up wants that one empty.
    let log = root.with_extension("log");
    if let Some(folder) = log.parent() {
        let _ = std::fs::create_dir_all(folder);
    }
    hook_panics(log.clone());
    let guard = Guard::open(&around)?;
    let (sender, inbox) = channel();
    if prefs.asks_width() {
        let (wide, typed) = terminal::ask_width();
        prefs.answered(wide);
        for key in typed.chars().filter_map(key::of_char) {
            let _ = sender.send(Event::Key(key));
        }
    }
    signals::listen(&sender).map_err(|_| failed())?;
    let start = Start {
        setup,
        root,
        found,
        language,
        prefs,
    };
    let mut app = App::new(start, sender);
    let mut terminal = Terminal::new(CrosstermBackend::new(io::stdout())).map_err(|_| failed())?;
    let ended = catch_unwind(AssertUnwindSafe(|| {
        until_ended(&mut app, &inbox, &mut terminal)
    }));
    drop(guard);
    if ended.is_err() {
        return Err(Problem::new("problem-panicked").with("log", log.display()));
    }
    // A job may still hold the office. Its commits are safe either way; the next start then looks
    // the view through.
    match app.into_office().and_then(Arc::into_inner) {
        Some(office) => office.close(),
        None => Ok(()),
    }
}

fn until_ended(
    app: &mut App,
    inbox: &Receiver<Event>,
    terminal: &mut Terminal<CrosstermBackend<Stdout>>,
) {
    while !app.ended() {
        // A terminal that can't be drawn on is gone.
        if draw(app, terminal).is_err() {
            app.handle(Event::Hangup);
            continue;
        }
        app.handle(wait(app, inbox, terminal));
        for event in inbox.try_iter() {
            app.handle(event);
        }
    }
}

fn wait(
    app: &App,
    inbox: &Receiver<Event>,
    terminal: &Terminal<CrosstermBackend<Stdout>>,
) -> Event {
    let size = terminal.size().unwrap_or_default();
    let event = match app.until_tick(size.width, size.height) {
        Some(rest) => inbox.recv_timeout(rest),
        None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
    };
    match event {
        Ok(event) => event,
        Err(RecvTimeoutError::Timeout) => Event::Tick,
        // The app itself holds a sender, so this can't be.
        Err(RecvTimeoutError::Disconnected) => Event::Hangup,
    }
}

fn draw(app: &App, terminal: &mut Terminal<CrosstermBackend<Stdout>>) -> io::Result<()> {
    crossterm::execute!(io::stdout(), BeginSynchronizedUpdate)?;
    terminal.draw(|frame| {
        let caret = app.draw(frame.buffer_mut());
        if let Some(caret) = caret {
            frame.set_cursor_position(caret);
        }
    })?;
    crossterm::execute!(io::stdout(), EndSynchronizedUpdate)
}
