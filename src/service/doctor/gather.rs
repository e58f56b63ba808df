//! Looking at the machine, for the check-up. Needs no key and changes nothing.

use super::{BackupFact, CloseFact, Facts, FolderKind, StoreFact, folder_kind};
use crate::plugin;
use crate::service::Setup;
use crate::service::backup::sticks;
use crate::store::backup::{LastBackup, taken_over};
use crate::store::keys::locks;
use crate::store::{Store, StoreError, Survey};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// What only the one who asks knows.
pub struct Around<'a> {
    /// The environment.
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// Columns and rows of the terminal, if there is one.
    pub size: Option<(u16, u16)>,
    /// The code of the setting for characters of ambiguous width.
    pub ambiguous: &'static str,
}

/// Everything that the check-up judges, for the data in `root`.
pub fn gather(setup: &Setup, root: &Path, around: &Around<'_>) -> Facts {
    let env = |name: &str| (around.env)(name).filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(env);
    let locale = locale.unwrap_or_default().to_lowercase();
    let term = env("TERM");
    let there = fs::metadata(root).ok();
    let nearest = nearest(root);
    let (store, survey) = store(setup, root);
    let (good, refused) = setup.discover();
    let user = rustix::process::geteuid().as_raw();
    let free = rustix::fs::statvfs(&nearest).map_or(0, |s| s.f_bavail * s.f_frsize);
    Facts {
        colours: env("NO_COLOR").is_none() && term.as_deref().is_some_and(|t| t != "dumb"),
        term,
        utf8: locale.contains("utf-8") || locale.contains("utf8"),
        size: around.size,
        ambiguous: around.ambiguous,
        landlock: plugin::kernel::landlock(),
        seccomp: plugin::kernel::seccomp(),
        close: close(setup, root),
        view_bytes: size_of_folder(&root.join("view")),
        live_bytes: survey.as_ref().map_or(0, |s| s.live_bytes),
        last_time: survey.as_ref().map_or(0, |s| s.last_time),
        store,
        now: setup.now(),
        free,
        folder: kind_of(root),
        place: shown(root, &setup.home),
        mode: there.as_ref().map_or(0o700, MetadataExt::mode),
        own: there.as_ref().is_none_or(|m| m.uid() == user),
        root: user == 0,
        backup: backup(setup, root, survey.as_ref()),
        plugins: good.into_iter().map(|found| found.manifest.id).collect(),
        refused: refused
            .iter()
            .map(|(_, why)| passed_over(why, &setup.home))
            .collect(),
        locked: locks(),
    }
}

/// Which sort of folder this is, whether it is there yet or not.
pub(super) fn kind_of(root: &Path) -> FolderKind {
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    let nearest = nearest(root);
    let whole = nearest.canonicalize().unwrap_or(nearest);
    match folder_kind(root, &mounts) {
        FolderKind::Cloud(name) => FolderKind::Cloud(name),
        _ => folder_kind(&whole, &mounts),
    }
}

/// The folder itself, or the first above it that is there.
fn nearest(root: &Path) -> PathBuf {
    let mut above = root.ancestors();
    let there = above.find(|path| path.exists());
    there
        .filter(|path| !path.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
        .to_owned()
}

fn store(setup: &Setup, root: &Path) -> (StoreFact, Option<Survey>) {
    match Store::survey(root, &setup.store, None, &|_, _| {}) {
        Err(StoreError::NotAStore) if !root.join("journal").exists() => (StoreFact::None, None),
        Err(error) => (StoreFact::Refuses(error.key()), None),
        Ok(survey) => {
            let wrong = survey.streams.iter().find_map(|s| s.wrong.as_ref());
            let fact = match wrong {
                Some(wrong) => StoreFact::Broken {
                    segment: wrong.damage.segment,
                    seq: wrong.damage.seq,
                },
                None => StoreFact::Whole {
                    entries: survey.streams.iter().map(|s| s.head.revision.seq).sum(),
                },
            };
            (fact, Some(survey))
        }
    }
}

/// In order means that the newest view is sealed: the seal is broken while it is open.
fn close(setup: &Setup, root: &Path) -> CloseFact {
    if Store::is_open(root, &setup.store) {
        return CloseFact::Open;
    }
    let view = root.join("view");
    let newest = fs::read_dir(&view).into_iter().flatten().flatten();
    let newest = newest.map(|entry| entry.path()).max();
    match newest {
        Some(newest) if !newest.join("sealed").exists() => CloseFact::Unclean,
        _ => CloseFact::Clean,
    }
}

/// What the file beside the store remembers, and what the backups on the sticks that are in tell;
/// invented people are nobody's loss.
fn backup(setup: &Setup, root: &Path, survey: Option<&Survey>) -> Option<BackupFact> {
    let files = &setup.store.files;
    let header = Store::peek(root, &**files).ok()?.header;
    let since = |survey: &Survey| {
        let heads: Vec<_> = survey.streams.iter().map(|s| s.head).collect();
        let told = |stick: PathBuf| taken_over(files, &stick, &header.store, &heads);
        sticks(setup).into_iter().filter_map(told).min()
    };
    let elsewhere = survey.and_then(since);
    (!header.demo).then(|| BackupFact {
        off: LastBackup::read(&**files, root).off,
        created: header.created,
        elsewhere,
    })
}

fn size_of_folder(dir: &Path) -> u64 {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => size_of_folder(&entry.path()),
        Ok(meta) => meta.len(),
        Err(_) => 0,
    };
    entries.map(size).sum()
}

/// Why a plug-in was passed over, without the user's name and without what isn't seen.
fn passed_over(why: &plugin::Problem, home: &Path) -> (&'static str, Vec<(&'static str, String)>) {
    let home = home.display().to_string();
    let shown = |value: String| {
        let value = match home.len() > 1 {
            true => value.replace(&home, "~"),
            false => value,
        };
        value.replace(char::is_control, " ")
    };
    let args = why.args().into_iter();
    (
        why.key(),
        args.map(|(name, value)| (name, shown(value))).collect(),
    )
}

/// A path in which nobody's name stands.
fn shown(root: &Path, home: &Path) -> String {
    match root.strip_prefix(home) {
        Ok(below) => format!("~/{}", below.display()),
        Err(_) => root
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
    }
}
