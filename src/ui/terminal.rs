//! The terminal: switched to our use, and back again whatever happens.

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why there can be no screen; the verbs do the same work without one.
#[derive(Debug, thiserror::Error)]
pub enum NoScreen {
    /// Input or output isn't a terminal.
    #[error("not a terminal")]
    NotATerminal,
    /// The terminal can't place text (`TERM=dumb`).
    #[error("a terminal without a screen")]
    Dumb,
    /// The terminal refused.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl NoScreen {
    /// The sentence's key; `.why` and `.next` stand beside it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotATerminal => "problem-not-a-terminal",
            Self::Dumb => "problem-dumb-terminal",
            Self::Io(_) => "problem-terminal-failed",
        }
    }
}

/// What is switched on at the moment. One process has one terminal, and the panic hook, which has
/// no other way to know, must switch off exactly this.
static RAW: AtomicBool = AtomicBool::new(false);
static SCREEN: AtomicBool = AtomicBool::new(false);
static PASTE: AtomicBool = AtomicBool::new(false);

/// The terminal in our use, until this is dropped.
pub struct Guard(());

impl Guard {
    /// Switches the terminal to our use.
    ///
    /// # Errors
    /// There is no terminal, or not one with a screen. Nothing stays switched on.
    pub fn open(term: Option<&str>) -> Result<Self, NoScreen> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(NoScreen::NotATerminal);
        }
        if term.is_none_or(|term| term.is_empty() || term == "dumb") {
            return Err(NoScreen::Dumb);
        }
        let guard = Self(());
        enable_raw_mode()?;
        RAW.store(true, Ordering::SeqCst);
        crossterm::execute!(io::stdout(), EnterAlternateScreen)?;
        SCREEN.store(true, Ordering::SeqCst);
        crossterm::execute!(io::stdout(), EnableBracketedPaste)?;
        PASTE.store(true, Ordering::SeqCst);
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Switches off what is on. The terminal may be gone, so nothing here can be helped.
fn restore() {
    let mut out = io::stdout();
    if PASTE.swap(false, Ordering::SeqCst) {
        let _ = crossterm::execute!(out, DisableBracketedPaste);
    }
    if SCREEN.swap(false, Ordering::SeqCst) {
        let _ = crossterm::execute!(out, LeaveAlternateScreen, Show);
    }
    if RAW.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
    }
}

/// From now on a panic gives the terminal back, is written down in `log` (the place in the
/// program, never what it was about), and `sentence` is told.
pub fn hook_panics(log: PathBuf, sentence: String) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map_or(String::new(), ToString::to_string);
        if let Ok(mut file) = OpenOptions::new().append(true).create(true).open(&log) {
            let _ = writeln!(file, "panic at {place}");
        }
        // A job's panic is caught and told on the screen, which stays.
        if std::thread::current().name() == Some("main") {
            restore();
            let _ = writeln!(io::stderr(), "{sentence}");
        }
    }));
}
