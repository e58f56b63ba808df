//! The terminal: switched to our use, and back again whatever happens.

use super::theme::Depth;
use crate::service::Problem;
use crossterm::cursor::{MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What the terminal says of itself, and what the person asked of every program.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// Its name (`TERM`).
    pub term: String,
    /// How many colours it shows; none where `NO_COLOR` is set.
    pub depth: Depth,
    /// Whether it shows more than ASCII, by the locale.
    pub utf8: bool,
    /// Whether it gives characters of ambiguous width two cells.
    pub wide: bool,
    /// Whether it is tmux, which has a terminal of its own outside.
    pub tmux: bool,
}

impl Surroundings {
    /// Those of this process, read from its environment.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|v| !v.is_empty());
        // The first of these that is set counts; none means a plain C locale, which says nothing
        // about terminals of today.
        let locale = set("LC_ALL")
            .or_else(|| set("LC_CTYPE"))
            .or_else(|| set("LANG"));
        let named = locale.map(|l| l.to_ascii_lowercase().replace('-', ""));
        let term = set("TERM").unwrap_or_default();
        let true_colour = matches!(set("COLORTERM").as_deref(), Some("truecolor" | "24bit"));
        let depth = if set("NO_COLOR").is_some() {
            Depth::None
        } else if term == "linux" {
            Depth::Sixteen
        } else if true_colour || term.ends_with("direct") {
            Depth::Full
        } else if term.contains("256color") {
            Depth::Many
        } else {
            Depth::Sixteen
        };
        Self {
            term,
            depth,
            utf8: named.is_none_or(|l| l.contains("utf8") || matches!(l.as_str(), "c" | "posix")),
            wide: false,
            tmux: set("TMUX").is_some(),
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
    pub fn open(around: &Surroundings) -> Result<Self, Problem> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(Problem::new("problem-not-a-terminal").exit(2));
        }
        if matches!(around.term.as_str(), "" | "dumb") {
            return Err(Problem::new("problem-dumb-terminal").exit(2));
        }
        let guard = Self(());
        switch_on().map_err(|_| failed())?;
        Ok(guard)
    }
}

/// The system won't let the terminal be used.
pub fn failed() -> Problem {
    Problem::new("problem-terminal-failed")
}

/// Takes the terminal for our use.
pub(super) fn switch_on() -> io::Result<()> {
    enable_raw_mode()?;
    RAW.store(true, Ordering::SeqCst);
    crossterm::execute!(io::stdout(), EnterAlternateScreen, Clear(ClearType::All))?;
    SCREEN.store(true, Ordering::SeqCst);
    crossterm::execute!(io::stdout(), EnableBracketedPaste)?;
    PASTE.store(true, Ordering::SeqCst);
    Ok(())
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// What puts text on the clipboard of the terminal (OSC 52). tmux takes it as a program inside, or
/// hands it through to the terminal outside, as it is set up; so it gets both.
pub fn clipboard(text: &str, tmux: bool) -> String {
    let plain = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    if tmux {
        let through = plain.replace('\x1b', "\x1b\x1b");
        return format!("{plain}\x1bPtmux;{through}\x1b\\");
    }
    plain
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits = three
            .iter()
            .fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap_or(0);
            out.push(if place > three.len() {
                '='
            } else {
                char::from(DIGITS[digit])
            });
        }
    }
    out
}

/// How long a terminal has for its answer. One that is slower is taken to be narrow, and its late
/// answer is nobody's key.
const PATIENCE: Duration = Duration::from_millis(200);

/// Asks the terminal, which must be in our use, how wide it draws characters of ambiguous width:
/// one is drawn, and the terminal says where the cursor stands then. Also what was typed meanwhile.
pub fn ask_width() -> (bool, String) {
    let mut out = io::stdout();
    let asked = write!(out, "\r\u{2500}\x1b[6n").and_then(|()| out.flush());
    let end = Instant::now() + PATIENCE;
    let (mut heard, mut column) = (Vec::new(), None);
    while asked.is_ok() && column.is_none() {
        let left = end.saturating_duration_since(Instant::now());
        let Some(mut more) = hear(left) else { break };
        heard.append(&mut more);
        column = take_answer(&mut heard);
    }
    let _ = write!(out, "\r\x1b[2K").and_then(|()| out.flush());
    (column == Some(3), typed_ahead(&heard))
}

/// What comes in within this time; none where nothing does.
fn hear(patience: Duration) -> Option<Vec<u8>> {
    let stdin = io::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    let patience = Timespec::try_from(patience).ok()?;
    poll(&mut fds, Some(&patience))
        .ok()
        .filter(|ready| *ready > 0)?;
    let mut bytes = vec![0; 256];
    let count = rustix::io::read(&stdin, &mut bytes)
        .ok()
        .filter(|count| *count > 0)?;
    bytes.truncate(count);
    Some(bytes)
}

/// Takes `ESC [ row ; column R` out of what was heard; the column.
fn take_answer(heard: &mut Vec<u8>) -> Option<u16> {
    let from = heard.windows(2).position(|w| w == b"\x1b[")?;
    let length = heard[from..].iter().position(|b| *b == b'R')?;
    let inside = std::str::from_utf8(&heard[from + 2..from + length]).ok()?;
    let column = inside.split_once(';')?.1.parse().ok()?;
    heard.drain(from..=from + length);
    Some(column)
}

/// The text among the bytes; keys that aren't text are given up.
fn typed_ahead(heard: &[u8]) -> String {
    let text = heard.split(|b| *b == 0x1b).next().unwrap_or_default();
    String::from_utf8_lossy(text).into_owned()
}

/// Switches off what is on. The terminal may be gone, so nothing here can be helped.
pub(super) fn restore() {
    let mut out = io::stdout();
    if PASTE.swap(false, Ordering::SeqCst) {
        let _ = crossterm::execute!(out, DisableBracketedPaste);
    }
    if SCREEN.swap(false, Ordering::SeqCst) {
        // A console without a second screen would go on showing names.
        let clear = (Clear(ClearType::All), MoveTo(0, 0));
        let _ = crossterm::execute!(out, clear.0, clear.1, LeaveAlternateScreen, Show);
    }
    if RAW.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
    }
}

/// From now on a panic is written down in `log`: the place in the program, never what it was
/// about, which may hold a name. Whoever catches it decides what becomes of the screen: the store
/// catches sled's, jobs their own, and the loop everything else.
pub fn hook_panics(log: PathBuf) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map_or(String::new(), ToString::to_string);
        let opened = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .open(&log);
        if let Ok(mut file) = opened {
            let _ = writeln!(file, "panic at {place}");
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(variables: &[(&str, &str)]) -> Surroundings {
        Surroundings::read(|name| {
            variables
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| (*v).to_owned())
        })
    }

    #[test]
    fn the_locale_says_whether_lines_can_be_drawn() {
        for (variables, utf8) in [
            (&[("LANG", "zh_CN.UTF-8")][..], true),
            (&[("LANG", "zh_CN.GB18030")], false),
            (&[("LC_ALL", "en_US.utf8"), ("LANG", "zh_CN.GBK")], true),
            (&[("LC_ALL", ""), ("LANG", "zh_CN.GBK")], false),
            (&[], true),
            (&[("LANG", "C")], true),
        ] {
            assert_eq!(around(variables).utf8, utf8, "{variables:?}");
        }
    }

    #[test]
    fn the_clipboard_is_told_in_base64_and_through_tmux() {
        for (text, want) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("童", "56ul"),
        ] {
            assert_eq!(base64(text.as_bytes()), want, "{text}");
        }
        assert_eq!(clipboard("foo", false), "\x1b]52;c;Zm9v\x07");
        let through = "\x1bPtmux;\x1b\x1b]52;c;Zm9v\x07\x1b\\";
        assert_eq!(
            clipboard("foo", true),
            format!("\x1b]52;c;Zm9v\x07{through}")
        );
    }

    #[test]
    fn an_answer_is_taken_out_of_what_was_typed() {
        let mut heard = b"ab\x1b[1;3Rcd\r".to_vec();
        assert_eq!(take_answer(&mut heard), Some(3));
        assert_eq!(typed_ahead(&heard), "abcd\r");
        for none in [&b"\x1b[1;3"[..], b"\x1b[1R", b"R", b"", b"\x1b[x;yR"] {
            assert_eq!(take_answer(&mut none.to_vec()), None);
        }
        assert_eq!(typed_ahead("王\x1b[A".as_bytes()), "王");
    }

    #[test]
    fn how_many_colours() {
        for (variables, depth) in [
            (&[("TERM", "xterm-256color")][..], Depth::Many),
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")],
                Depth::Full,
            ),
            (&[("TERM", "xterm"), ("COLORTERM", "24bit")], Depth::Full),
            (&[("TERM", "screen")], Depth::Sixteen),
            (
                &[("TERM", "linux"), ("COLORTERM", "truecolor")],
                Depth::Sixteen,
            ),
            (
                &[("TERM", "xterm-256color"), ("NO_COLOR", "1")],
                Depth::None,
            ),
            (&[("TERM", "tmux-256color"), ("NO_COLOR", "")], Depth::Many),
        ] {
            assert_eq!(around(variables).depth, depth, "{variables:?}");
        }
    }
}
