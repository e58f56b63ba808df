//! The check-up: what on this machine helps or endangers the office's data.
//!
//! [`Facts`] is all that is looked at, [`judge`] makes of it lines with a sign. Nothing here names
//! anybody and no path holds the user's name, so that the result can be sent to someone.

use crate::schema::Words;
use crate::service::backup::WARN_AFTER;
use crate::service::problem::filled;
use crate::store::CLOCK_SLACK;

mod folder;
mod gather;

pub use folder::{FolderKind, folder_kind, problem_of};
pub use gather::{Around, gather};

/// Whether a new office may be made in this folder: not on another computer, where neither locks
/// nor fdatasync can be relied on, nor where a program copies files back over newer ones.
///
/// # Errors
/// Why not, and what else to do.
pub fn fit(root: &std::path::Path) -> Result<(), super::Problem> {
    problem_of(&gather::kind_of(root)).map_or(Ok(()), Err)
}

/// A state for a line: fine, to be watched, or to be mended now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Fine.
    Good,
    /// Can stay for today.
    Watch,
    /// Data are in danger, or the program can't work.
    Bad,
}

impl Verdict {
    /// Its sign, as on the screens.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Good => "+",
            Self::Watch => "!",
            Self::Bad => "!!",
        }
    }
}

/// One line of the check-up. Unless it is fine, `.why` and `.next` stand beside its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How it is.
    pub verdict: Verdict,
    /// Its sentence's key.
    pub key: &'static str,
    /// What fills its places.
    pub args: Vec<(&'static str, String)>,
}

impl Line {
    /// Its sentence, or with `.why` and `.next` those beside it.
    pub fn say(&self, words: &dyn Words, part: &str) -> String {
        let mut said = filled(words, &self.args);
        for (name, value) in &mut said {
            if *name == "width" {
                *value = words.word(&format!("settings-width-{value}"));
            }
        }
        words.fill_with(&format!("{}{part}", self.key), &said)
    }
}

/// How the store is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreFact {
    /// There is none yet.
    None,
    /// It can't be opened for this reason: the key of a store's error.
    Refuses(&'static str),
    /// Its journal is damaged, first at this entry.
    Broken {
        /// The number of the segment.
        segment: u32,
        /// The entry.
        seq: u64,
    },
    /// Every entry is good.
    Whole {
        /// How many there are.
        entries: u64,
    },
}

/// How the store was last put away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseFact {
    /// In order.
    Clean,
    /// It was not: the power went, or the program was ended.
    Unclean,
    /// Somebody has it open.
    Open,
}

/// What is known of the last backup that survives this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupFact {
    /// When it was made, in milliseconds since 1970; none if there was none.
    pub off: Option<u64>,
    /// When the store was set up.
    pub created: u64,
    /// Since when another computer goes on with the office, as a stick that is in tells.
    pub elsewhere: Option<u64>,
}

/// Everything that the check-up looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What `TERM` says.
    pub term: Option<String>,
    /// Whether the locale is UTF-8.
    pub utf8: bool,
    /// Whether colours are wanted and the terminal has them.
    pub colours: bool,
    /// Columns and rows; none without a terminal.
    pub size: Option<(u16, u16)>,
    /// How wide characters of ambiguous width are taken to be: the setting's code.
    pub ambiguous: &'static str,
    /// Landlock's version; none without it.
    pub landlock: Option<u32>,
    /// Whether system calls can be filtered.
    pub seccomp: bool,
    /// The store.
    pub store: StoreFact,
    /// Its last close.
    pub close: CloseFact,
    /// How many bytes the view takes.
    pub view_bytes: u64,
    /// About how many of them it needs.
    pub live_bytes: u64,
    /// The newest entry's time, in milliseconds since 1970; 0 without one.
    pub last_time: u64,
    /// Now.
    pub now: u64,
    /// Free bytes where the data lie.
    pub free: u64,
    /// Which sort of folder they lie in.
    pub folder: FolderKind,
    /// The folder, the home folder as `~`; without it, its last name only.
    pub place: String,
    /// The permission bits of the folder.
    pub mode: u32,
    /// Whether the folder belongs to whoever runs the program.
    pub own: bool,
    /// Whether that is root.
    pub root: bool,
    /// Backups, for a store of real people.
    pub backup: Option<BackupFact>,
    /// The plug-ins that can be used.
    pub plugins: Vec<String>,
    /// The folders that were passed over: the sentence's key with what fills it.
    pub refused: Vec<(&'static str, Vec<(&'static str, String)>)>,
    /// Whether keys are kept out of the swap.
    pub locked: bool,
}

const MIB: u64 = 1 << 20;
const DAY: u64 = 24 * 60 * 60 * 1000;
/// A smaller view is no bother, whatever it needs.
const SMALL_VIEW: u64 = 64 * MIB;
/// Above so many times what it needs, a view is made anew.
const VIEW_TIMES: u64 = 4;
/// A day's work fits many times into this; backups need more.
const LOW_SPACE: u64 = 1024 * MIB;
const NO_SPACE: u64 = 64 * MIB;
/// Nobody leaves an office alone for so long: rather the clock is wrong.
const LONG_AGO: u64 = 400 * DAY;

/// The lines of the check-up, always in the same order; behind them one for each folder of plug-ins
/// that was passed over.
pub fn judge(facts: &Facts) -> Vec<Line> {
    let mut lines = vec![
        terminal(facts),
        locale(facts),
        colours(facts),
        size(facts),
        good("doctor-width", &[("width", facts.ambiguous.to_owned())]),
        landlock(facts),
        seccomp(facts),
        store(facts),
        close(facts),
        view(facts),
        clock(facts.last_time, facts.now),
        space(facts),
        folder_line(facts),
        permissions(facts),
        backup(facts),
        plugins(facts),
        memory(facts),
    ];
    let refused = facts.refused.iter();
    lines.extend(refused.map(|(key, args)| watch(key, args)));
    lines
}

type Args<'a> = &'a [(&'static str, String)];

fn line(verdict: Verdict, key: &'static str, args: Args<'_>) -> Line {
    Line {
        verdict,
        key,
        args: args.to_vec(),
    }
}

fn good(key: &'static str, args: Args<'_>) -> Line {
    line(Verdict::Good, key, args)
}

fn watch(key: &'static str, args: Args<'_>) -> Line {
    line(Verdict::Watch, key, args)
}

fn bad(key: &'static str, args: Args<'_>) -> Line {
    line(Verdict::Bad, key, args)
}

fn terminal(facts: &Facts) -> Line {
    match facts.term.as_deref() {
        None | Some("" | "dumb" | "unknown") => watch("doctor-term-plain", &[]),
        Some(term) => good("doctor-term", &[("term", term.to_owned())]),
    }
}

fn locale(facts: &Facts) -> Line {
    match facts.utf8 {
        true => good("doctor-locale", &[]),
        false => bad("doctor-locale-other", &[]),
    }
}

fn colours(facts: &Facts) -> Line {
    match facts.colours {
        true => good("doctor-colours", &[]),
        false => watch("doctor-colours-none", &[]),
    }
}

fn size(facts: &Facts) -> Line {
    let Some((columns, rows)) = facts.size else {
        return watch("doctor-size-none", &[]);
    };
    let args = [("columns", columns.to_string()), ("rows", rows.to_string())];
    match (columns, rows) {
        (80.., 24..) => good("doctor-size", &args),
        (40.., 8..) => watch("doctor-size-small", &args),
        _ => bad("doctor-size-tiny", &args),
    }
}

fn landlock(facts: &Facts) -> Line {
    match facts.landlock {
        Some(abi) => good("doctor-landlock", &[("abi", abi.to_string())]),
        None => watch("doctor-landlock-none", &[]),
    }
}

fn seccomp(facts: &Facts) -> Line {
    match facts.seccomp {
        true => good("doctor-seccomp", &[]),
        false => watch("doctor-seccomp-none", &[]),
    }
}

fn store(facts: &Facts) -> Line {
    match &facts.store {
        StoreFact::None => watch("doctor-store-none", &[]),
        StoreFact::Refuses(what) => bad("doctor-store-refuses", &[("what", (*what).to_owned())]),
        StoreFact::Broken { segment, seq } => {
            let args = [
                ("segment", format!("{segment:06}")),
                ("seq", seq.to_string()),
            ];
            bad("doctor-store-broken", &args)
        }
        StoreFact::Whole { entries } => good("doctor-store", &[("entries", entries.to_string())]),
    }
}

fn close(facts: &Facts) -> Line {
    match facts.close {
        CloseFact::Clean => good("doctor-close", &[]),
        CloseFact::Open => good("doctor-close-open", &[]),
        CloseFact::Unclean => watch("doctor-close-unclean", &[]),
    }
}

fn view(facts: &Facts) -> Line {
    let args = [
        ("bytes", (facts.view_bytes / MIB).to_string()),
        ("live", facts.live_bytes.div_ceil(MIB).to_string()),
    ];
    let large = facts.view_bytes > SMALL_VIEW;
    match large && facts.view_bytes > facts.live_bytes.saturating_mul(VIEW_TIMES) {
        true => watch("doctor-view-large", &args),
        false => good("doctor-view", &args),
    }
}

/// Whether the clock can be right, after an entry of that time. Also told at the start.
pub fn clock(last: u64, now: u64) -> Line {
    let day = |millis| crate::schema::Day::of_millis(millis).to_string();
    let args = [("last", day(last)), ("now", day(now))];
    if last > now + CLOCK_SLACK {
        bad("doctor-clock-back", &args)
    } else if last > 0 && now - last.min(now) > LONG_AGO {
        watch("doctor-clock-far", &args)
    } else {
        good("doctor-clock", &[("now", day(now))])
    }
}

fn space(facts: &Facts) -> Line {
    let args = [("free", (facts.free / MIB).to_string())];
    match facts.free {
        ..NO_SPACE => bad("doctor-space-none", &args),
        NO_SPACE..LOW_SPACE => watch("doctor-space-low", &args),
        _ => good("doctor-space", &args),
    }
}

fn folder_line(facts: &Facts) -> Line {
    let place = ("place", facts.place.clone());
    match &facts.folder {
        FolderKind::Local => good("doctor-folder", &[place]),
        FolderKind::Network(name) => bad("doctor-folder-network", &[place, ("name", name.clone())]),
        FolderKind::Cloud(name) => bad("doctor-folder-cloud", &[place, ("name", name.clone())]),
    }
}

fn permissions(facts: &Facts) -> Line {
    let args = [("mode", format!("{:04o}", facts.mode & 0o7777))];
    match (facts.mode & 0o077, facts.own, facts.root) {
        _ if facts.store == StoreFact::None => good("doctor-permissions-none", &[]),
        (_, false, _) => bad("doctor-permissions-foreign", &[]),
        (1.., _, _) => bad("doctor-permissions-open", &args),
        (_, _, true) => watch("doctor-permissions-root", &[]),
        _ => good("doctor-permissions", &args),
    }
}

fn backup(facts: &Facts) -> Line {
    let day = crate::schema::Day::of_millis;
    let Some(fact) = facts.backup else {
        return good("doctor-backup-none-needed", &[]);
    };
    if let Some(since) = fact.elsewhere {
        return bad(
            "doctor-backup-elsewhere",
            &[("day", day(since).to_string())],
        );
    }
    let days = day(facts.now).0 - day(fact.off.unwrap_or(fact.created)).0;
    let late = days >= WARN_AFTER;
    let args = [
        ("days", days.to_string()),
        ("day", day(fact.off.unwrap_or(fact.created)).to_string()),
    ];
    match (fact.off, late) {
        (Some(_), false) => good("doctor-backup", &args),
        (Some(_), true) => watch("doctor-backup-late", &args),
        (None, false) => good("doctor-backup-not-yet", &args),
        (None, true) => bad("doctor-backup-never", &args),
    }
}

fn plugins(facts: &Facts) -> Line {
    let args = [
        ("found", facts.plugins.join(" ")),
        ("refused", facts.refused.len().to_string()),
    ];
    match (facts.plugins.is_empty(), facts.refused.len()) {
        (_, 1..) => watch("doctor-plugins-refused", &args),
        (true, 0) => watch("doctor-plugins-none", &[]),
        (false, 0) => good("doctor-plugins", &args),
    }
}

fn memory(facts: &Facts) -> Line {
    match facts.locked {
        true => good("doctor-memory", &[]),
        false => watch("doctor-memory-swapped", &[]),
    }
}
