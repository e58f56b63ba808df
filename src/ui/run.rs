//! The loop: blocks when idle, drains what waits, draws once a batch.

use super::event::Event;
use super::terminal::{Guard, NoScreen, hook_panics};
use super::{App, Start, signals};
use crate::i18n::Lexicon;
use crate::schema::Words;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::io::{self, Stdout};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};

/// Shows the program until it ends; the exit code.
///
/// `term` is the terminal's name (`TERM`).
///
/// # Errors
/// There is no terminal, or none with a screen.
pub fn run(start: Start, term: Option<&str>) -> Result<u8, NoScreen> {
    let words = Lexicon::new(start.language);
    let sentence = words.fill("frame-panic", &[("log", &start.log.display().to_string())]);
    hook_panics(start.log.clone(), sentence);
    let guard = Guard::open(term)?;
    let (sender, inbox) = channel();
    signals::listen(&sender)?;
    let mut app = App::new(start, sender);
    let mut terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
    terminal.clear()?;
    let code = until_exit(&mut app, &inbox, &mut terminal);
    drop(guard);
    // A job may still hold the office; its commits are safe either way, and the next start then
    // looks the view through.
    if let Some(office) = app.into_office().and_then(Arc::into_inner) {
        let _ = office.close();
    }
    Ok(code)
}

fn until_exit(app: &mut App, inbox: &Receiver<Event>, terminal: &mut Terminal<CrosstermBackend<Stdout>>) -> u8 {
    loop {
        if let Some(code) = app.exit() {
            return code;
        }
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

fn wait(app: &App, inbox: &Receiver<Event>, terminal: &Terminal<CrosstermBackend<Stdout>>) -> Event {
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
