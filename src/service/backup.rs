//! Backing the office up while it is open, and bringing one back: where to, what of, how long ago.

use super::{Office, Place, Problem, Setup};
use crate::schema::{Day, Words};
pub use crate::store::backup::BackedUp;
use crate::store::backup::{LastBackup, lies_in_backups};
use crate::store::restore;
pub use crate::store::restore::Restored;
use crate::store::{RecoveryCode, Secret, StoreError};
use std::path::{Path, PathBuf};

/// After so many days without a backup off the machine the workbench warns.
pub const WARN_AFTER: i32 = 3;

/// How the backups stand, on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backups {
    /// What is remembered.
    pub last: LastBackup,
    /// Days since the last one off the machine, or since the office was set up.
    pub days: i32,
}

impl Backups {
    /// Whether there was none off the machine for too long.
    pub fn late(&self) -> bool {
        self.days >= WARN_AFTER
    }

    /// Whether today's is still to be made.
    pub fn due(&self) -> bool {
        self.days >= 1
    }
}

impl Office {
    /// Backs up to a folder below `into`; others work on meanwhile. Told in bytes.
    ///
    /// # Errors
    /// No such folder, the medium is full or fails, the office goes on elsewhere, stopped.
    pub fn back_up(
        &self,
        into: &Path,
        going: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<BackedUp, Problem> {
        let snapshot = self.store().snapshot()?;
        let made = snapshot.back_up(into, self.now(), going)?;
        self.touch();
        Ok(made)
    }

    /// Whether the backups in this folder know nothing that this computer does not.
    ///
    /// # Errors
    /// The office goes on elsewhere, the backup is ahead, the medium fails.
    pub fn follows(&self, into: &Path) -> Result<(), Problem> {
        let snapshot = self.store().snapshot()?;
        Ok(snapshot.must_follow(into)?)
    }

    /// How the backups stand today.
    pub fn backups(&self) -> Backups {
        let last = LastBackup::read(&*self.setup().store.files, self.root());
        let since = last.off.unwrap_or_else(|| self.store().header().created);
        // Nobody misses invented people.
        let days = match self.demo() {
            true => 0,
            false => self.today().0 - Day::of_millis(since).0,
        };
        Backups { last, days }
    }
}

/// Folders under which sticks and discs are found once they are in: mounted ones.
pub fn sticks(setup: &Setup) -> Vec<PathBuf> {
    let device = |path: &Path| setup.store.files.device(path).ok();
    let mut found = Vec::new();
    for root in &setup.media {
        let mut level = vec![root.clone()];
        // /media/LABEL or /media/USER/LABEL.
        for _ in 0..2 {
            let below: Vec<PathBuf> = level.iter().flat_map(|dir| folders(dir)).collect();
            let (mounted, others): (Vec<_>, Vec<_>) = below
                .into_iter()
                .partition(|dir| device(dir) != device(root));
            found.extend(mounted);
            level = others;
        }
    }
    found
}

/// A backup that lies on this machine or on what is plugged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The folder of the office's backups.
    pub dir: PathBuf,
    /// Where the office is.
    pub place: Place,
    /// Whether everybody in it is invented.
    pub demo: bool,
    /// When the newest was made, in milliseconds since 1970.
    pub time: u64,
    /// Records in it, retired ones too.
    pub records: u64,
}

/// The backups in a folder; without one, wherever sticks are found.
pub fn found(setup: &Setup, folder: Option<&Path>) -> Vec<Found> {
    let mut places: Vec<PathBuf> = Vec::new();
    match folder {
        Some(folder) => places.push(folder.to_owned()),
        None => {
            for root in &setup.media {
                let below = folders(root);
                let deeper: Vec<PathBuf> = below.iter().flat_map(|dir| folders(dir)).collect();
                places.push(root.clone());
                places.extend(below.into_iter().chain(deeper));
            }
            // What the walk met is a backup's own folder too: its parent names it.
            places.retain(|place| !lies_in_backups(place));
        }
    }
    let all = places
        .iter()
        .flat_map(|place| restore::offices(&setup.store.files, place));
    let found = all.map(|one| Found {
        place: Place::of_code(&one.area),
        dir: one.dir,
        demo: one.demo,
        time: one.time,
        records: one.records,
    });
    found.collect()
}

/// Brings the newest whole backup in `from` back as the office in `root`. What was typed is a
/// passphrase or a recovery code. Told in bytes.
///
/// # Errors
/// No backup there, none whole, wrong secret, an office there already and no `replace`, stopped.
pub fn bring_back(
    setup: &Setup,
    from: &Path,
    root: &Path,
    typed: &str,
    replace: bool,
    going: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<(Restored, Secret), Problem> {
    let options = &setup.store;
    if RecoveryCode::parse(typed).is_some() {
        let secret = Secret::recovery(typed);
        match restore::restore(from, root, &secret, replace, options, going) {
            // A passphrase may look like a code.
            Err(StoreError::WrongPassphrase) => {}
            other => return Ok((other?, secret)),
        }
    }
    let secret = Secret::passphrase(typed);
    let restored = restore::restore(from, root, &secret, replace, options, going)?;
    Ok((restored, secret))
}

/// What is said of a backup that was made.
pub fn told(words: &dyn Words, made: &BackedUp) -> String {
    let args = [
        ("records", made.records.to_string()),
        ("size", size(made.copied)),
    ];
    let key = match (made.off, made.copied) {
        (true, 0) => "backup-done-same",
        (true, _) => "backup-done",
        (false, _) => "backup-done-near",
    };
    words.fill_with(key, &args)
}

/// Bytes as people read them.
pub fn size(bytes: u64) -> String {
    const MB: u64 = 1 << 20;
    match bytes {
        0..MB => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{} MB", bytes.div_ceil(MB)),
    }
}

fn folders(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().take(200);
    let mut all: Vec<PathBuf> = entries
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.is_dir())
        .collect();
    all.sort();
    all
}
