//! A plug-in's library: the bytes that are hashed are the bytes that are loaded.

use std::io::{ErrorKind, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use rustix::fs::{MemfdFlags, SealFlags};
use rustix::io::Errno;
use sha2::{Digest, Sha256};

use super::problem::Problem;

/// More than this is no plug-in.
const MAX_BYTES: u64 = 256 << 20;

/// How often sealing is tried; each waits for the pages by itself.
const TRIES: usize = 5;

/// A library in sealed memory. Changing the file afterwards changes nothing.
#[derive(Debug)]
pub struct Library {
    path: PathBuf,
    sha256: [u8; 32],
    sealed: std::fs::File,
}

impl Library {
    /// Reads the file once.
    pub fn read(path: &Path) -> Result<Library, Problem> {
        let bad = |why: &dyn std::fmt::Display| Problem::Unreadable {
            path: path.into(),
            why: why.to_string(),
        };
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).map_err(|why| bad(&why))?;
        file.take(MAX_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|why| bad(&why))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(bad(&"larger than 256 MiB"));
        }
        let mut sealed = seal(&bytes);
        // The kernel moves pages about, and for that moment they can't be sealed.
        for _ in 1..TRIES {
            if !matches!(&sealed, Err(why) if why.kind() == ErrorKind::ResourceBusy) {
                break;
            }
            sealed = seal(&bytes);
        }
        let sealed = sealed.map_err(|why| bad(&why))?;
        Ok(Library {
            path: path.into(),
            sha256: Sha256::digest(&bytes).into(),
            sealed,
        })
    }

    /// The bytes as they were read, for looking at.
    pub fn bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut at = 0;
        let mut piece = vec![0; 1 << 20];
        loop {
            let count = self.sealed.read_at(&mut piece, at)?;
            if count == 0 {
                return Ok(bytes);
            }
            bytes.extend(&piece[..count]);
            at += count as u64;
        }
    }

    /// Where it came from; for people only.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// SHA-256 of the bytes, for the disclosure log.
    pub fn sha256(&self) -> [u8; 32] {
        self.sha256
    }
}

impl AsFd for Library {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.sealed.as_fd()
    }
}

fn seal(bytes: &[u8]) -> std::io::Result<std::fs::File> {
    let usual = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
    // Newer kernels want to be told that nobody will exec it; older ones don't know the flag.
    let memory = match rustix::fs::memfd_create("plugin", usual | MemfdFlags::NOEXEC_SEAL) {
        Err(Errno::INVAL) => rustix::fs::memfd_create("plugin", usual),
        made => made,
    }?;
    let mut memory = std::fs::File::from(memory);
    memory.write_all(bytes)?;
    rustix::fs::fcntl_add_seals(
        &memory,
        SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL,
    )?;
    Ok(memory)
}
