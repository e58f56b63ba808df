//! The live mirror: the journal once more on a second disk, brought up after every commit.
//!
//! It follows the journal's own files, on a thread that lives while there is something to copy, so
//! a slow or missing disk never holds up a commit. A disk that fails is told by [`Mirror::fault`];
//! what it missed is copied once it is back. Nothing that stands there is ever cut or removed: what
//! doesn't fit is kept aside, since it may be the only copy of what was lost here.

use super::files::{Files, sync_names};
use super::journal::{SegmentAt, segment_name};
use super::{StoreId, short_id};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// A second place for the journal. Clones are handles to the same one.
#[derive(Clone)]
pub struct Mirror(Arc<Shared>);

struct Shared {
    files: Arc<dyn Files>,
    into: PathBuf,
    state: Mutex<State>,
    /// How many bytes of which file are known to stand there.
    have: Mutex<BTreeMap<PathBuf, u64>>,
    /// Told when there is nothing left to copy.
    rested: Condvar,
}

#[derive(Default)]
struct State {
    wanted: Option<(StoreId, Vec<SegmentAt>)>,
    working: bool,
    fault: Option<String>,
}

impl Mirror {
    /// The mirror in a folder below this one, which must be there.
    pub fn new(files: Arc<dyn Files>, into: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Shared {
            files,
            into: into.into(),
            state: Mutex::default(),
            have: Mutex::default(),
            rested: Condvar::new(),
        }))
    }

    /// What the system said when it was last written, if that failed.
    pub fn fault(&self) -> Option<String> {
        self.0.state().fault.clone()
    }

    /// Waits until all that was asked for is copied, or has failed.
    pub fn wait(&self) {
        let mut state = self.0.state();
        while state.working {
            state = self
                .0
                .rested
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Asks for everything up to these lengths; returns at once.
    pub(super) fn follow(&self, store: StoreId, segments: Vec<SegmentAt>) {
        let mut state = self.0.state();
        state.wanted = Some((store, segments));
        if !std::mem::replace(&mut state.working, true) {
            let shared = Arc::clone(&self.0);
            std::thread::spawn(move || shared.work());
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        // The one thread that works has it all the while.
        let mut have = self.have.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let Some((store, segments)) = self.state().wanted.take() else {
                let mut state = self.state();
                if state.wanted.is_some() {
                    continue;
                }
                state.working = false;
                self.rested.notify_all();
                return;
            };
            let done = self.copy(&store, &segments, &mut have);
            if done.is_err() {
                have.clear(); // another disk may be there next time
            }
            self.state().fault = done.err().map(|e| e.to_string());
        }
    }

    fn copy(
        &self,
        store: &StoreId,
        segments: &[SegmentAt],
        have: &mut BTreeMap<PathBuf, u64>,
    ) -> io::Result<()> {
        let files = &*self.files;
        if !files.exists(&self.into) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let dir = self.into.join(format!("tongdu-mirror-{}", short_id(store)));
        new_dir(files, &dir)?;
        for at in segments {
            let folder = dir.join(at.device.to_string());
            let path = folder.join(segment_name(at.number));
            // Another disk may be there by now, with less of the file, or more, or none.
            let known = match have.get(&path) {
                Some(known) if ends_at(files, &path, *known) => *known,
                _ => {
                    new_dir(files, &folder)?;
                    matching(files, &path, at)?
                }
            };
            if known < at.length {
                let bytes = files.read_at(&at.path, known, (at.length - known) as usize)?;
                let mut file = match files.exists(&path) {
                    true => files.append(&path)?,
                    false => files.create(&path)?,
                };
                file.append(&bytes)?;
                file.sync()?;
                if known == 0 {
                    sync_names(files, &folder)?;
                }
            }
            have.insert(path, at.length);
        }
        Ok(())
    }
}

fn new_dir(files: &dyn Files, dir: &Path) -> io::Result<()> {
    if files.exists(dir) {
        return Ok(());
    }
    files.make_dir(dir)?;
    sync_names(files, dir.parent().unwrap_or(dir))
}

/// Whether a file, which has a heading, is as long as this.
fn ends_at(files: &dyn Files, path: &Path, length: u64) -> bool {
    files.read_at(path, length - 1, 1).is_ok() && files.read_at(path, length, 1).is_err()
}

/// How many bytes of a segment stand in the mirror already. What stands there and is not its
/// beginning is put aside.
fn matching(files: &dyn Files, path: &Path, at: &SegmentAt) -> io::Result<u64> {
    if !files.exists(path) {
        return Ok(0);
    }
    let mine = files.read(path)?;
    let length = mine.len() as u64;
    if length <= at.length && files.read_at(&at.path, 0, mine.len())? == mine {
        return Ok(length);
    }
    let kept = (1..)
        .map(|n| path.with_extension(format!("kept-{n}")))
        .find(|kept| !files.exists(kept))
        .expect("some number is free");
    files.rename(path, &kept)?;
    Ok(0)
}
