//! The program in a real terminal: what it starts from, and the terminal as the loop's face.

use super::backend::Slim;
use super::event::Event;
use super::pump::{Face, pump};
use super::terminal::{Guard, Surroundings, failed, hook_panics};
use super::{App, Prefs, Root, Start, key, signals, terminal};
use crate::config::Folder;
use crate::i18n::Language;
use crate::service::{Office, Problem, Setup};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::Terminal;
use signal_hook::consts::SIGTSTP;
use std::io::{self, BufWriter, Stdout, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;

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

/// How the program came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The person left it.
    Left,
    /// This signal ended it; the terminal's going counts as SIGHUP.
    Signal(i32),
}

impl Ended {
    /// The exit code that shells expect: 0, or 128 and the signal's number.
    pub fn code(self) -> u8 {
        match self {
            Self::Left => 0,
            Self::Signal(number) => u8::try_from(128 + number).unwrap_or(1),
        }
    }
}

/// Shows the program, locked or not yet set up, until the person leaves it.
///
/// # Errors
/// What lies in the folder can't be opened; no such theme; no terminal to show anything on.
pub fn run(setup: Setup, root: PathBuf, asked: Asked) -> Result<Ended, Problem> {
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
pub fn run_unlocked(setup: Setup, office: Arc<Office>, asked: Asked) -> Result<Ended, Problem> {
    let root = office.root().to_owned();
    show(setup, root, Root::Open(office), asked)
}

fn show(setup: Setup, root: PathBuf, found: Root, asked: Asked) -> Result<Ended, Problem> {
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
    let mut screen = Screen {
        terminal: fresh().map_err(|_| failed())?,
        tmux: around.tmux,
        _guard: guard,
    };
    let ended = catch_unwind(AssertUnwindSafe(|| pump(&mut app, &inbox, &mut screen)));
    drop(screen);
    let Ok(ended) = ended else {
        return Err(Problem::new("problem-panicked").with("log", log.display()));
    };
    // A job may still hold the office. Its commits are safe either way; the next start then looks
    // the view through.
    drop(app.into_office());
    Ok(ended)
}

/// The terminal, as the loop sees it.
struct Screen {
    terminal: Terminal<Backend>,
    tmux: bool,
    _guard: Guard,
}

/// A frame goes out in one piece.
type Backend = Slim<BufWriter<Stdout>>;

/// Bytes that a frame may have before it goes out in pieces.
const FRAME: usize = 64 * 1024;

fn fresh() -> io::Result<Terminal<Backend>> {
    let out = BufWriter::with_capacity(FRAME, io::stdout());
    Terminal::new(Slim::new(out))
}

impl Face for Screen {
    fn size(&self) -> (u16, u16) {
        let size = self.terminal.size().unwrap_or_default();
        (size.width, size.height)
    }

    fn draw(&mut self, app: &App) -> io::Result<()> {
        crossterm::queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            let caret = app.draw(frame.buffer_mut());
            if let Some(caret) = caret {
                frame.set_cursor_position(caret);
            }
        })?;
        crossterm::execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        let out = self.terminal.backend_mut();
        out.write_all(terminal::clipboard(text, self.tmux).as_bytes())?;
        out.flush()
    }

    fn suspend(&mut self) {
        terminal::restore();
        let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
    }

    fn resume(&mut self) -> io::Result<()> {
        // Whoever had the terminal meanwhile may have left it in any state.
        terminal::restore();
        terminal::switch_on()?;
        self.terminal = fresh()?;
        Ok(())
    }
}
