//! A line that says how far something long is: on standard error, and only where somebody looks at it.

use crate::schema::Words;
use crate::ui::job::Phase;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// It is written no more often than this, but for a new part of the work.
const EVERY: Duration = Duration::from_millis(250);

/// The line; it goes when it is dropped.
pub(super) struct ProgressLine<'a> {
    words: &'a dyn Words,
    /// Standard error is a terminal that can go back in a line.
    seen: bool,
    told: Option<(Phase, Instant)>,
}

impl<'a> ProgressLine<'a> {
    pub fn new(words: &'a dyn Words) -> Self {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Self {
            words,
            seen: !dumb && std::io::stderr().is_terminal(),
            told: None,
        }
    }

    /// So much of so much is done.
    pub fn show(&mut self, phase: Phase, done: u64, all: u64) {
        let soon = |(told, at): (Phase, Instant)| told == phase && at.elapsed() < EVERY;
        if !self.seen || self.told.is_some_and(soon) {
            return;
        }
        self.told = Some((phase, Instant::now()));
        let text = phase.told(done, all, self.words);
        let mut out = std::io::stderr().lock();
        // Who went away needs no progress.
        let _ = write!(out, "\r{text}\x1b[K").and_then(|()| out.flush());
    }
}

impl Drop for ProgressLine<'_> {
    fn drop(&mut self) {
        if self.told.is_some() {
            let mut out = std::io::stderr().lock();
            let _ = write!(out, "\r\x1b[K").and_then(|()| out.flush());
        }
    }
}
