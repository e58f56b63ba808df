//! The view in sled.
//!
//! Each generation has a folder of its own below `view/`, so that one that broke while it was
//! open, and whose threads may still write, can't reach the next.

use super::{BATCH, Each, Tree, View, ViewError, WriteSet, marks, seal};
use ::sled::transaction::{ConflictableTransactionError, TransactionError, Transactional};
use ::sled::{Batch, Config, Db};
use rustix::thread::set_current_timer_slack;
use std::fs::{self, DirBuilder};
use std::num::NonZeroU64;
use std::os::unix::fs::DirBuilderExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// An open sled database.
pub struct SledView {
    dir: PathBuf,
    db: Db,
    trees: [::sled::Tree; 5],
}

/// sled panics below one byte for each of its 256 shards.
const SMALLEST_CACHE: u64 = 256;

/// Runs sled, whose way of reporting damage is often to panic.
fn guarded<T>(run: impl FnOnce() -> Result<T, ViewError>) -> Result<T, ViewError> {
    catch_unwind(AssertUnwindSafe(run))
        .unwrap_or_else(|_| Err(ViewError::Broken("sled panicked".into())))
}

/// As [`guarded`], for the calls in which sled may start threads of its own pool.
///
/// Those ask for work once a second for as long as the program runs, and sled has no setting
/// against it: with a timer slack, which a thread inherits from the one that starts it, the system
/// lets them sleep on until something else wakes the machine. Being given work wakes them at once
/// as ever. Where the system refuses, nothing but the battery is worse.
fn starting<T>(run: impl FnOnce() -> Result<T, ViewError>) -> Result<T, ViewError> {
    /// A minute, in nanoseconds: at rest the program wakes once a minute, for the clock.
    const SLACK: Option<NonZeroU64> = NonZeroU64::new(60_000_000_000);
    let _ = set_current_timer_slack(SLACK);
    let done = guarded(run);
    let _ = set_current_timer_slack(None);
    done
}

fn broken(error: impl std::fmt::Display) -> ViewError {
    ViewError::Broken(error.to_string())
}

/// The generations below the folder, oldest first.
fn generations(dir: &Path) -> Vec<u32> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut all: Vec<u32> = entries
        .filter_map(|e| e.file_name().to_str()?.parse().ok())
        .collect();
    all.sort_unstable();
    all
}

fn folder(dir: &Path, generation: u32) -> PathBuf {
    dir.join(format!("{generation:06}"))
}

impl SledView {
    /// The view as it was put away; `None` if it was not, or not a byte is to be trusted.
    pub fn reopen(dir: &Path, cache_bytes: u64) -> Option<Self> {
        let dir = folder(dir, *generations(dir).last()?);
        if !matches!(seal::take(&dir), Ok(true)) {
            return None;
        }
        Self::open(&dir, cache_bytes).ok()
    }

    /// An empty view, in place of all before it.
    pub fn fresh(dir: &Path, cache_bytes: u64) -> Result<Self, ViewError> {
        DirBuilder::new()
            .mode(0o700)
            .recursive(true)
            .create(dir)
            .map_err(broken)?;
        let old = generations(dir);
        let next = old.last().map_or(1, |last| last + 1);
        for generation in old {
            // What can't be removed now is tried again next time; it is never opened again.
            let _ = fs::remove_dir_all(folder(dir, generation));
        }
        let dir = folder(dir, next);
        DirBuilder::new().mode(0o700).create(&dir).map_err(broken)?;
        Self::open(&dir, cache_bytes)
    }

    fn open(dir: &Path, cache_bytes: u64) -> Result<Self, ViewError> {
        // sled makes its files with whatever the process allows, so nothing is allowed to others.
        rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
        starting(|| {
            let config = Config::new()
                .path(dir)
                .cache_capacity(cache_bytes.max(SMALLEST_CACHE))
                .flush_every_ms(None) // it would not make anything safe; the journal does
                .use_compression(false);
            let db = config.open().map_err(broken)?;
            let open = |tree: Tree| db.open_tree(tree.name()).map_err(broken);
            let [rec, ix, bx, jx, meta] = Tree::ALL.map(open);
            Ok(Self {
                dir: dir.to_owned(),
                trees: [rec?, ix?, bx?, jx?, meta?],
                db,
            })
        })
    }

    fn tree(&self, tree: Tree) -> &::sled::Tree {
        &self.trees[tree as usize]
    }
}

impl View for SledView {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        guarded(|| {
            Ok(self
                .tree(tree)
                .get(key)
                .map_err(broken)?
                .map(|v| v.to_vec()))
        })
    }

    fn range(&self, tree: Tree, prefix: &[u8], each: Each<'_>) -> Result<(), ViewError> {
        guarded(|| {
            for pair in self.tree(tree).scan_prefix(prefix) {
                let (key, value) = pair.map_err(broken)?;
                if !each(&key, &value) {
                    break;
                }
            }
            Ok(())
        })
    }

    fn apply(&mut self, set: &WriteSet) -> Result<(), ViewError> {
        if set.writes.len() > BATCH {
            return Err(ViewError::Broken("too many writes in one batch".into()));
        }
        let mut batches: [Batch; 5] = std::array::from_fn(|_| Batch::default());
        for (tree, key, value) in set.writes.iter().chain(&marks(set)?) {
            match value {
                Some(value) => batches[*tree as usize].insert(key.as_slice(), value.as_slice()),
                None => batches[*tree as usize].remove(key.as_slice()),
            }
        }
        starting(|| {
            let done = self.trees[..].transaction(|trees| {
                for (tree, batch) in trees.iter().zip(&batches) {
                    tree.apply_batch(batch)?;
                }
                Ok::<(), ConflictableTransactionError<()>>(())
            });
            done.map_err(|e| match e {
                TransactionError::Abort(()) => ViewError::Broken("aborted".into()),
                TransactionError::Storage(e) => broken(e),
            })
        })
    }

    fn close(self: Box<Self>) -> Result<(), ViewError> {
        let dir = self.dir.clone();
        starting(move || {
            self.db.flush().map_err(broken)?;
            drop(self);
            Ok(())
        })?;
        seal::set(&dir).map_err(broken)
    }
}
