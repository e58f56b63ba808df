//! Where a passphrase comes from: a file or the terminal, never an argument.

use super::args::Global;
use crate::schema::Words;
use crate::service::{Problem, demo};
use rustix::termios::{LocalModes, OptionalActions, Termios, isatty, tcgetattr, tcsetattr};
use std::io::{BufRead, Write, stdin};
use std::path::{Path, PathBuf};

/// The passphrase: from the file, the demo's own, or asked for on the terminal.
pub(super) fn get(global: &Global, words: &dyn Words, demo: bool) -> Result<String, Problem> {
    if let Some(file) = &global.passphrase_file {
        return first_line(file);
    }
    if demo {
        return Ok(demo::DEMO_PASSPHRASE.to_owned());
    }
    ask(words, "cli-passphrase")
}

/// A new passphrase: typed twice, unless it comes from the file.
pub(super) fn new(global: &Global, words: &dyn Words) -> Result<String, Problem> {
    if global.passphrase_file.is_some() {
        return get(global, words, false);
    }
    typed_twice(words)
}

/// A passphrase beside the one that opens the office: from its own file, or typed twice.
pub(super) fn another(file: Option<&PathBuf>, words: &dyn Words) -> Result<String, Problem> {
    match file {
        Some(file) => first_line(file),
        None => typed_twice(words),
    }
}

/// The first line of a file that holds a passphrase or a code.
pub(super) fn first_line(file: &Path) -> Result<String, Problem> {
    let text = std::fs::read_to_string(file).map_err(|e| {
        Problem::new("cli-passphrase-file")
            .with("file", file.display())
            .with("why", e)
    })?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn typed_twice(words: &dyn Words) -> Result<String, Problem> {
    let first = ask(words, "cli-passphrase-new")?;
    if ask(words, "cli-passphrase-again")? == first {
        Ok(first)
    } else {
        Err(Problem::new("cli-passphrases-differ"))
    }
}

/// Asks at the terminal, and shows nothing of what is typed.
pub(super) fn ask(words: &dyn Words, key: &str) -> Result<String, Problem> {
    let input = stdin();
    if !isatty(&input) {
        return Err(Problem::new("cli-no-passphrase").exit(2));
    }
    let _ = write!(std::io::stderr(), "{} ", words.word(key));
    let _ = std::io::stderr().flush();
    let quiet = Quiet::new();
    let mut line = String::new();
    let read = input.lock().read_line(&mut line);
    drop(quiet);
    let _ = writeln!(std::io::stderr());
    match read {
        Ok(n) if n > 0 => Ok(line.trim_end_matches(['\r', '\n']).to_owned()),
        _ => Err(Problem::new("cli-no-passphrase").exit(2)),
    }
}

/// Switches the terminal's echo off, and on again whatever happens.
struct Quiet(Option<Termios>);

impl Quiet {
    fn new() -> Self {
        let before = tcgetattr(stdin()).ok();
        if let Some(before) = &before {
            let mut silent = before.clone();
            silent.local_modes.remove(LocalModes::ECHO);
            let _ = tcsetattr(stdin(), OptionalActions::Now, &silent);
        }
        Self(before)
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            let _ = tcsetattr(stdin(), OptionalActions::Now, before);
        }
    }
}
