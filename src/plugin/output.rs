//! The files that a run makes: they appear all or none, and never in the place of another.
//!
//! Until [`Staging::publish`] a file has no name at all (`O_TMPFILE`), so that a killed program
//! leaves nothing; on FAT sticks and others without nameless files it has a `.part` name, which
//! is removed when the run fails.

use std::ffi::OsString;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, Mode, OFlags, RenameFlags};
use rustix::io::Errno;
use sha2::{Digest, Sha256};

use super::problem::Problem;
use super::talk::Sink;

/// A file that a run is going to make.
#[derive(Debug, Clone)]
pub struct Planned {
    /// As the manifest declares it.
    pub name: String,
    /// As it is called in the folder.
    pub file: String,
    /// More bytes than this end the run.
    pub max_bytes: u64,
}

impl Planned {
    /// The file's length once so many bytes have come, where `left` more may come for all files.
    pub(super) fn grown(&self, size: u64, by: usize, left: &mut u64) -> Result<u64, Problem> {
        let (by, limit) = (by as u64, self.max_bytes);
        if size + by > limit || by > *left {
            return Err(Problem::TooBig {
                name: self.name.clone(),
                limit: limit.min(size + *left),
            });
        }
        *left -= by;
        Ok(size + by)
    }
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Where it is.
    pub path: PathBuf,
    /// Its length.
    pub size: u64,
    /// SHA-256 of its bytes, counted as they were written.
    pub sha256: [u8; 32],
}

/// How a file waits for its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Without a name, where the file system can.
    Nameless,
    /// Under a `.part` name.
    Part,
}

/// Takes away what a run that was killed left of this file under names of the making.
pub fn clear(folder: &Path, name: &str) {
    let is_part = |entry: &std::fs::DirEntry| {
        let own = entry.file_name();
        let number = own.to_str().and_then(|own| {
            let rest = own.strip_prefix(name)?.strip_prefix('.')?;
            rest.strip_suffix(".part")
        });
        number.is_some_and(|n| n.len() == 8 && n.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(is_part) {
        // One that stays is empty or encrypted, unless somebody wanted it in clear; nobody is left to ask.
        let _ = std::fs::remove_file(entry.path());
    }
}

/// Files in the making, in one folder.
pub struct Staging {
    folder: PathBuf,
    way: Way,
    files: Vec<Staged>,
    left: u64,
}

struct Staged {
    plan: Planned,
    file: Option<File>,
    part: Option<PathBuf>,
    size: u64,
    hash: Sha256,
}

impl Staging {
    /// Looks at the folder before anything runs: none of the names may be taken. `limit` is for
    /// all files together.
    pub fn new(folder: &Path, plans: Vec<Planned>, limit: u64) -> Result<Staging, Problem> {
        let files = plans.into_iter().map(|plan| Staged {
            plan,
            file: None,
            part: None,
            size: 0,
            hash: Sha256::new(),
        });
        let staging = Staging {
            folder: folder.into(),
            way: Way::Nameless,
            files: files.collect(),
            left: limit,
        };
        if !folder.is_dir() {
            return Err(Problem::Disk {
                path: folder.into(),
                why: Errno::NOTDIR.to_string(),
            });
        }
        for file in &staging.files {
            // Not `exists`, which takes a dangling link for nothing.
            if staging.path(file).symlink_metadata().is_ok() {
                return Err(Problem::Exists {
                    path: staging.path(file),
                });
            }
        }
        Ok(staging)
    }

    fn path(&self, file: &Staged) -> PathBuf {
        self.folder.join(&file.plan.file)
    }

    /// The first file can't be written.
    pub(super) fn cant(&self, why: &dyn std::fmt::Display) -> Problem {
        self.disk(0, why)
    }

    fn disk(&self, at: usize, why: impl ToString) -> Problem {
        Problem::Disk {
            path: self.path(&self.files[at]),
            why: why.to_string(),
        }
    }

    /// Gives the files their names. If one can't have it, those already named lose theirs.
    pub fn publish(mut self) -> Result<Vec<Made>, Problem> {
        for at in 0..self.files.len() {
            let file = self.files[at]
                .file
                .as_ref()
                .ok_or_else(|| self.disk(at, Errno::NOENT))?;
            file.sync_all().map_err(|why| self.disk(at, why))?;
        }
        let mut named = Vec::new();
        let all = (0..self.files.len()).try_for_each(|at| {
            self.name(at)?;
            named.push(self.path(&self.files[at]));
            Ok(())
        });
        if let Err(problem) = all.and_then(|()| self.sync_folder()) {
            for path in named {
                // Nothing more can be done about a name that doesn't go away.
                let _ = std::fs::remove_file(path);
            }
            return Err(problem);
        }
        let files = std::mem::take(&mut self.files).into_iter();
        Ok(files
            .map(|file| Made {
                path: self.folder.join(&file.plan.file),
                size: file.size,
                sha256: file.hash.finalize().into(),
            })
            .collect())
    }

    fn name(&mut self, at: usize) -> Result<(), Problem> {
        let path = self.path(&self.files[at]);
        let staged = &mut self.files[at];
        let done = match (&staged.part, &staged.file) {
            (Some(part), _) => {
                rustix::fs::renameat_with(CWD, part, CWD, &path, RenameFlags::NOREPLACE)
            }
            (None, Some(file)) => {
                let own = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(file));
                rustix::fs::linkat(CWD, own, CWD, &path, AtFlags::SYMLINK_FOLLOW)
            }
            (None, None) => Err(Errno::NOENT),
        };
        match done {
            Ok(()) => {
                staged.part = None;
                Ok(())
            }
            Err(Errno::EXIST) => Err(Problem::Exists { path }),
            Err(why) => Err(Problem::Disk {
                path,
                why: why.to_string(),
            }),
        }
    }

    fn sync_folder(&self) -> Result<(), Problem> {
        match File::open(&self.folder).and_then(|folder| folder.sync_all()) {
            // Some file systems can't sync a folder and say so with EINVAL.
            Err(why) if why.raw_os_error() != Some(Errno::INVAL.raw_os_error()) => {
                Err(Problem::Disk {
                    path: self.folder.clone(),
                    why: why.to_string(),
                })
            }
            _ => Ok(()),
        }
    }

    fn create(&mut self, at: usize) -> Result<(), Errno> {
        let (flags, mode) = (OFlags::RDWR | OFlags::CLOEXEC, Mode::RUSR | Mode::WUSR);
        if self.way == Way::Nameless {
            match rustix::fs::open(&self.folder, flags | OFlags::TMPFILE, mode) {
                Ok(file) => {
                    self.files[at].file = Some(file.into());
                    return Ok(());
                }
                Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::INVAL | Errno::NOSYS) => {
                    self.way = Way::Part
                }
                Err(why) => return Err(why),
            }
        }
        // A number of its own, so that what a killed run left behind is not in the way.
        let mut number = [0; 4];
        getrandom::fill(&mut number).map_err(|_| Errno::IO)?;
        let mut part = OsString::from(&self.files[at].plan.file);
        part.push(format!(".{:08x}.part", u32::from_ne_bytes(number)));
        let part = self.folder.join(part);
        let file = rustix::fs::open(
            &part,
            flags | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW,
            mode,
        )?;
        self.files[at].part = Some(part);
        self.files[at].file = Some(file.into());
        Ok(())
    }
}

impl Sink for Staging {
    fn open(&mut self, at: usize) -> Result<(), Problem> {
        self.create(at).map_err(|why| self.disk(at, why))
    }

    fn write(&mut self, at: usize, bytes: &[u8]) -> Result<(), Problem> {
        let staged = &mut self.files[at];
        let size = staged
            .plan
            .grown(staged.size, bytes.len(), &mut self.left)?;
        let Some(mut file) = staged.file.as_ref() else {
            return Err(self.disk(at, Errno::BADF));
        };
        if let Err(why) = file.write_all(bytes) {
            return Err(self.disk(at, why));
        }
        staged.hash.update(bytes);
        staged.size = size;
        Ok(())
    }

    fn close(&mut self, _at: usize) -> Result<(), Problem> {
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        for part in self.files.iter().filter_map(|file| file.part.as_ref()) {
            // Nobody is left to tell; the next start takes away a `.part` that stays.
            let _ = std::fs::remove_file(part);
        }
    }
}

#[cfg(test)]
mod tests;
