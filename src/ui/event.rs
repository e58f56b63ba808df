//! Everything that can wake the program. One channel, many senders.

use super::job::{Answer, JobId, Phase};
use crate::service::Problem;
use crossterm::event::KeyEvent;

/// What the world did.
pub enum Event {
    /// A key went down.
    Key(KeyEvent),
    /// Text came from the clipboard.
    Paste(String),
    /// The terminal has another size; the next draw asks for it.
    Resize,
    /// A job has done so much of so much.
    Progress(JobId, u64, u64),
    /// A job has come to another part of its work.
    Phase(JobId, Phase),
    /// A job has ended.
    Done(JobId, Result<Answer, Problem>),
    /// The minute on the clock changed.
    Tick,
    /// The terminal is wanted for something else (SIGTSTP); the loop sees to it.
    Suspend,
    /// The terminal is ours again (SIGCONT).
    Resume,
    /// Somebody asks the program to end, by this signal.
    Signal(i32),
    /// The terminal is gone: there is nobody to draw for.
    Hangup,
}

#[cfg(test)]
mod tests {
    fn crosses_threads<T: Send>() {}

    #[test]
    fn events_cross_threads() {
        crosses_threads::<super::Event>();
    }
}
