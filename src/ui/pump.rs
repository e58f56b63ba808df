//! The loop: blocks when idle, drains what waits, draws once a batch.

use super::App;
use super::event::Event;
use super::run::Ended;
use signal_hook::consts::SIGHUP;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError};

/// What the loop draws on: the terminal, or a test.
pub trait Face {
    /// Columns and rows.
    fn size(&self) -> (u16, u16);

    /// Draws the whole program.
    ///
    /// # Errors
    /// It is gone.
    fn draw(&mut self, app: &App) -> io::Result<()>;

    /// Puts text on the clipboard of whoever sits there.
    ///
    /// # Errors
    /// It is gone.
    fn copy(&mut self, text: &str) -> io::Result<()>;

    /// Gives the terminal back and stops until somebody goes on.
    fn suspend(&mut self);

    /// Takes the terminal again, in whatever state it is.
    ///
    /// # Errors
    /// It is gone.
    fn resume(&mut self) -> io::Result<()>;
}

/// Runs the program until it ends.
pub fn pump(app: &mut App, inbox: &Receiver<Event>, face: &mut impl Face) -> Ended {
    loop {
        if let Some(ended) = app.ending() {
            return ended;
        }
        let copied = app.take_copied().map_or(Ok(()), |text| face.copy(&text));
        // A terminal that can't be drawn on is gone.
        if copied.and_then(|()| face.draw(app)).is_err() {
            app.handle(Event::Hangup);
            continue;
        }
        let first = match inbox.try_recv() {
            Ok(event) => event,
            // What only completes the picture is worked out while no key is waiting.
            Err(_) if app.rest() => continue,
            Err(_) => wait(app, inbox, face.size()),
        };
        for event in std::iter::once(first).chain(inbox.try_iter()) {
            let back = match event {
                Event::Suspend => {
                    face.suspend();
                    face.resume()
                }
                Event::Resume => face.resume(),
                event => {
                    app.handle(event);
                    Ok(())
                }
            };
            if back.is_err() {
                app.handle(Event::Signal(SIGHUP));
            }
            if app.ended() {
                break;
            }
        }
    }
}

fn wait(app: &App, inbox: &Receiver<Event>, (width, height): (u16, u16)) -> Event {
    let event = match app.until_tick(width, height) {
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
