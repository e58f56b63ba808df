//! The seal on a view's folder: a hash over its files, written when it was put away in order.
//!
//! sled's own flush is not safe against power loss, and one flipped byte can make it allocate
//! without bound while opening. So it is opened only if every byte is as it was left.

use super::super::files::{Disk, put};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

const NAME: &str = "sealed";

fn files_below(dir: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            files_below(&entry.path(), found)?;
        } else {
            found.push(entry.path());
        }
    }
    Ok(())
}

fn hash(dir: &Path) -> io::Result<[u8; 32]> {
    let mut paths = Vec::new();
    files_below(dir, &mut paths)?;
    paths.sort();
    let mut all = blake3::Hasher::new();
    for path in paths {
        let name = path.strip_prefix(dir).unwrap_or(&path);
        if name == Path::new(NAME) {
            continue;
        }
        let mut file = blake3::Hasher::new();
        file.update_reader(File::open(&path)?)?;
        all.update(name.as_os_str().as_encoded_bytes())
            .update(&[0])
            .update(file.finalize().as_bytes());
    }
    Ok(*all.finalize().as_bytes())
}

/// Seals the folder.
pub fn set(dir: &Path) -> io::Result<()> {
    put(&Disk, &dir.join(NAME), &hash(dir)?)
}

/// Breaks the seal; `true` if it was there and right.
pub fn take(dir: &Path) -> io::Result<bool> {
    let path = dir.join(NAME);
    let was = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(e),
    };
    let right = was == hash(dir)?;
    fs::remove_file(&path)?;
    // If the power goes before the removal is durable, the hash no longer fits what sled wrote.
    File::open(dir)?.sync_all()?;
    Ok(right)
}
