//! The real disk.

use super::{Files, Locking, Writer};
use rustix::fs::{Advice, FlockOperation, fadvise, flock};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

/// The file port over the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Files for Disk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Writer>> {
        let file = OpenOptions::new()
            .append(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        Ok(Box::new(DiskFile(file)))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn Writer>> {
        Ok(Box::new(DiskFile(
            OpenOptions::new().append(true).open(path)?,
        )))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn read_at(&self, path: &Path, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; len];
        File::open(path)?.read_exact_at(&mut bytes, offset)?;
        Ok(bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, dir: &Path) -> io::Result<()> {
        fs::remove_dir(dir)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(dir)? {
            // A name that is not UTF-8 is none of ours.
            if let Ok(name) = entry?.file_name().into_string() {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn make_dir(&self, dir: &Path) -> io::Result<()> {
        match DirBuilder::new().mode(0o700).create(dir) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            other => other,
        }
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let dir = if dir.as_os_str().is_empty() {
            Path::new(".")
        } else {
            dir
        };
        File::open(dir)?.sync_all()
    }

    fn exists(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    fn device(&self, path: &Path) -> io::Result<u64> {
        Ok(fs::metadata(path)?.dev())
    }

    fn forget(&self, path: &Path) {
        if let Ok(file) = File::open(path) {
            let _ = fadvise(&file, 0, None, Advice::DontNeed);
        }
    }

    fn lock(&self, path: &Path) -> io::Result<Locking> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)?;
        match flock_once_free(&mut file) {
            Ok(()) => {
                // The number is only for who meets the lock; on a full disk there is none.
                let number = std::process::id().to_string();
                let _ = file
                    .set_len(0)
                    .and_then(|()| file.write_all(number.as_bytes()));
                Ok(Locking::Ours(Box::new(Held(file))))
            }
            Err(rustix::io::Errno::WOULDBLOCK) => {
                let mut pid = String::new();
                file.read_to_string(&mut pid)?;
                Ok(Locking::Held(pid.trim().parse().ok()))
            }
            Err(e) => Err(e.into()),
        }
    }
}

/// How long a lock is waited for whose owner is gone.
const GONE: Duration = Duration::from_secs(2);

/// Takes the lock. A killed program's may be held a moment longer, by a process that it was just
/// starting and that has a copy of the file until it becomes another program.
fn flock_once_free(file: &mut File) -> rustix::io::Result<()> {
    let since = Instant::now();
    loop {
        match flock(&*file, FlockOperation::NonBlockingLockExclusive) {
            Err(rustix::io::Errno::WOULDBLOCK) if since.elapsed() < GONE && owner_is_gone(file) => {
                std::thread::park_timeout(Duration::from_millis(5));
            }
            done => return done,
        }
    }
}

fn owner_is_gone(file: &mut File) -> bool {
    let mut pid = String::new();
    let read = file.rewind().and_then(|()| file.read_to_string(&mut pid));
    let _ = file.rewind();
    let pid = read.ok().and_then(|_| pid.trim().parse().ok());
    let pid = pid.and_then(rustix::process::Pid::from_raw);
    pid.is_some_and(|pid| rustix::process::test_kill_process(pid) == Err(rustix::io::Errno::SRCH))
}

/// A lock that is ours. Given back in so many words: closing the file would not do while a process
/// that was just started still has a copy of it.
struct Held(File);

impl Drop for Held {
    fn drop(&mut self) {
        let _ = flock(&self.0, FlockOperation::Unlock);
    }
}

struct DiskFile(File);

impl Writer for DiskFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn is_at(&self, path: &Path) -> bool {
        let place = |m: fs::Metadata| (m.dev(), m.ino());
        let (ours, named) = (self.0.metadata().map(place), fs::metadata(path).map(place));
        matches!((ours, named), (Ok(ours), Ok(named)) if ours == named)
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// Whatever the process would allow others, these files are the owner's alone.
    #[test]
    fn nobody_else_may_read_what_is_made() {
        let dir = tempfile::tempdir().unwrap();
        let was = rustix::process::umask(rustix::fs::Mode::empty());
        let made = Disk.make_dir(&dir.path().join("folder"));
        let file = Disk.create(&dir.path().join("file")).map(drop);
        let lock = Disk.lock(&dir.path().join("lock")).map(drop);
        rustix::process::umask(was);
        made.and(file).and(lock).unwrap();
        for (name, expected) in [("folder", 0o700), ("file", 0o600), ("lock", 0o600)] {
            let mode = fs::metadata(dir.path().join(name))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, expected, "{name}");
        }
    }

    /// As a process that was just started keeps its copy of a killed program's lock.
    #[test]
    fn a_lock_whose_owner_is_gone_is_waited_for_and_any_other_is_not() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("lock");
        let mut child = std::process::Command::new("true").spawn().expect("true");
        let gone = child.id();
        child.wait().expect("it ends");
        for (owner, waits) in [(gone, true), (std::process::id(), false)] {
            fs::write(&path, owner.to_string()).expect("written");
            let held = File::open(&path).expect("there");
            flock(&held, FlockOperation::NonBlockingLockExclusive).expect("free");
            let copy = std::thread::spawn(move || {
                std::thread::park_timeout(Duration::from_millis(50));
                drop(held);
            });
            let ours = matches!(Disk.lock(&path), Ok(Locking::Ours(_)));
            assert_eq!(ours, waits);
            copy.join().expect("it lets go");
        }
    }
}
