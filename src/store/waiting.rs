//! Waiting after wrong guesses: none for the first three, then 1, 2, 4 … 60 seconds.
//!
//! How many there were and when the last was stands in the file `tries`, so that starting the
//! program again changes nothing. It keeps off whoever sits down at the keyboard; whoever has the
//! disk can delete it, and guesses on another machine anyway. What keeps those off is the cost of
//! argon2id.

use super::error::StoreError;
use super::files::{self, Files};
use std::path::{Path, PathBuf};

const MAGIC: &[u8; 8] = b"TDTRIES\n";
/// Wrong guesses that cost nothing.
const FREE: u32 = 3;
const LONGEST: u64 = 60_000;

/// The wrong guesses at one store so far, at a moment.
pub(super) struct Waiting<'a> {
    files: &'a dyn Files,
    path: PathBuf,
    now: u64,
    wrong: u32,
    last: u64,
}

impl<'a> Waiting<'a> {
    /// Reads how it stands. A file that can't be read counts as none.
    pub fn new(files: &'a dyn Files, root: &Path, now: u64) -> Self {
        let path = root.join("tries");
        let read = || {
            let bytes = files.read(&path).ok()?;
            let (wrong, last) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<4>()?;
            let last = last.try_into().ok()?;
            Some((u32::from_le_bytes(*wrong), u64::from_le_bytes(last)))
        };
        let (wrong, last) = read().unwrap_or_default();
        Self {
            files,
            path,
            now,
            wrong,
            last,
        }
    }

    /// Whether a guess may be made now.
    ///
    /// # Errors
    /// Until when it has to wait. A clock that went back makes it wait from now on, no longer.
    pub fn check(&self) -> Result<(), StoreError> {
        let wait = pause(self.wrong);
        if self.now < self.last {
            self.write(self.wrong);
        }
        let until = self.last.min(self.now).saturating_add(wait);
        if wait > 0 && self.now < until {
            return Err(StoreError::Wait { until });
        }
        Ok(())
    }

    /// Takes note of how a guess came out.
    pub fn told<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        match &result {
            Ok(_) if self.wrong > 0 => {
                // A disk that can't be written will say so to whoever has something to save.
                let _ = self.files.remove(&self.path);
            }
            Err(StoreError::WrongPassphrase) => self.write(self.wrong.saturating_add(1)),
            _ => {}
        }
        result
    }

    fn write(&self, wrong: u32) {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(wrong.to_le_bytes());
        bytes.extend(self.now.to_le_bytes());
        let _ = files::put(self.files, &self.path, &bytes);
    }
}

/// How long the next guess waits after so many wrong ones, in milliseconds.
fn pause(wrong: u32) -> u64 {
    match wrong.checked_sub(FREE + 1) {
        None => 0,
        Some(doublings) => 1000u64
            .checked_shl(doublings.min(16))
            .unwrap_or(LONGEST)
            .min(LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_grow_to_a_minute() {
        let pauses = [0, 1, 3, 4, 5, 6, 9, 10, 11, u32::MAX].map(pause);
        let wanted = [0, 0, 0, 1, 2, 4, 32, 60, 60, 60].map(|s| s * 1000);
        assert_eq!(pauses, wanted);
    }
}
