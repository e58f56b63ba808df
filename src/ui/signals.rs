//! The threads that wait for the world: keys, signals, and the end of the terminal.

use super::event::Event;
use crossterm::event::Event as Input;
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::mpsc::Sender;

/// Starts them all. They end with the process.
///
/// # Errors
/// The system refuses the signal handlers.
pub fn listen(events: &Sender<Event>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGWINCH])?;
    let sender = events.clone();
    std::thread::spawn(move || {
        for signal in signals.forever() {
            let _ = sender.send(match signal {
                SIGTSTP => Event::Suspend,
                SIGCONT => Event::Resume,
                // Crossterm tells of these too, but only from when its thread has begun to read:
                // one that comes before would be lost, and with it the size.
                SIGWINCH => Event::Resize,
                other => Event::Signal(other),
            });
        }
    });
    let sender = events.clone();
    std::thread::spawn(move || wait_for_hangup(&sender));
    let sender = events.clone();
    std::thread::spawn(move || read_keys(&sender));
    Ok(())
}

fn read_keys(events: &Sender<Event>) {
    loop {
        let event = match crossterm::event::read() {
            Ok(Input::Key(key)) => Event::Key(key),
            Ok(Input::Paste(text)) => Event::Paste(text),
            Ok(_) => continue,
            Err(_) => Event::Hangup,
        };
        let last = matches!(event, Event::Hangup);
        if events.send(event).is_err() || last {
            return;
        }
    }
}

/// Crossterm 0.29 spins when its terminal dies and nobody takes the hang-up signal. Asking for no
/// events at all still tells that the other end is gone.
fn wait_for_hangup(events: &Sender<Event>) {
    loop {
        let stdin = io::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::empty())];
        match poll(&mut fds, None) {
            Err(rustix::io::Errno::INTR) => continue,
            _ => break,
        }
    }
    let _ = events.send(Event::Hangup);
}
