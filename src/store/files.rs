//! The file port: the few things the store asks of a disk.
//!
//! Everything that must survive a power cut goes through here, so that a test can put a disk
//! under the store that forgets whatever was not synced. The port knows paths and bytes; it must
//! not know what they mean. (The view's own files do not pass through here: sled opens them
//! itself, and the view is never trusted anyway.)

mod disk;
mod sim;

pub use disk::Disk;
#[doc(hidden)]
pub use sim::{Deaf, Op, SimDisk};

use std::io;
use std::path::Path;

/// A disk, as far as the store is concerned. Files are made 0600 and folders 0700.
pub trait Files: Send + Sync {
    /// Makes a file that must not exist yet, open for appending.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Writer>>;
    /// Opens an existing file for appending.
    fn append(&self, path: &Path) -> io::Result<Box<dyn Writer>>;
    /// The whole file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Exactly `len` bytes from `offset`; an error if the file is shorter.
    fn read_at(&self, path: &Path, offset: u64, len: usize) -> io::Result<Vec<u8>>;
    /// Gives a file another name in the same folder, replacing what had it; or a folder a name
    /// that nothing has.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with nothing in it.
    fn remove_dir(&self, dir: &Path) -> io::Result<()>;
    /// The names in a folder, sorted.
    fn list(&self, dir: &Path) -> io::Result<Vec<String>>;
    /// Makes one folder; no error if it is there.
    fn make_dir(&self, dir: &Path) -> io::Result<()>;
    /// Makes the names in a folder durable.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// Whether anything has this name.
    fn exists(&self, path: &Path) -> bool;
    /// Which file system something lies on: two that differ don't die together.
    fn device(&self, path: &Path) -> io::Result<u64>;
    /// Asks the system to forget a synced file's bytes, so that the next reading comes from the
    /// medium. A system that can't is no reason to fail.
    fn forget(&self, _path: &Path) {}
    /// Takes the lock that this file stands for, until the result is dropped.
    fn lock(&self, path: &Path) -> io::Result<Locking>;
}

/// A file open for appending.
pub trait Writer: Send {
    /// Adds bytes at the end. After an error the file may hold a part of them.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Makes the bytes durable (fdatasync). Never call it again after an error: the kernel may
    /// have dropped the dirty pages and would then report success.
    fn sync(&mut self) -> io::Result<()>;
    /// Whether this is still the file that the name leads to. A file that was removed under us
    /// takes bytes and syncs, and nobody will ever read them.
    fn is_at(&self, path: &Path) -> bool;
    /// Cuts the file to `len` bytes.
    fn truncate(&mut self, len: u64) -> io::Result<()>;
}

/// What came of asking for a lock.
pub enum Locking {
    /// It is ours while this lives.
    Ours(Box<dyn std::any::Any + Send>),
    /// Another process has it; its number if it could be read.
    Held(Option<u32>),
}

/// Makes a folder and those above it, each durable in the one above.
pub(crate) fn make_dirs(files: &dyn Files, dir: &Path) -> io::Result<()> {
    if files.exists(dir) {
        return Ok(());
    }
    if let Some(parent) = dir.parent().filter(|p| !p.as_os_str().is_empty()) {
        make_dirs(files, parent)?;
        files.make_dir(dir)?;
        return files.sync_dir(parent);
    }
    files.make_dir(dir)
}

/// Makes the names in a folder durable, where the file system has a way to.
pub(crate) fn sync_names(files: &dyn Files, dir: &Path) -> io::Result<()> {
    match files.sync_dir(dir) {
        Err(e)
            if matches!(
                e.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        other => other,
    }
}

/// Removes a file or a folder with all that is in it; no error if it isn't there.
pub(crate) fn remove_all(files: &dyn Files, path: &Path) -> io::Result<()> {
    if !files.exists(path) {
        return Ok(());
    }
    let Ok(names) = files.list(path) else {
        return files.remove(path);
    };
    for name in names {
        remove_all(files, &path.join(name))?;
    }
    files.remove_dir(path)
}

/// Puts a small file in place whole or not at all: after this returns it survives a power cut,
/// and before that the old one does.
pub(crate) fn put(files: &dyn Files, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = path.with_extension("new");
    if files.exists(&new) {
        files.remove(&new)?; // left by a power cut in the middle of this very function
    }
    let mut file = files.create(&new)?;
    file.append(bytes)?;
    file.sync()?;
    drop(file);
    files.rename(&new, path)?;
    match path.parent() {
        Some(dir) => files.sync_dir(dir),
        None => Ok(()),
    }
}
