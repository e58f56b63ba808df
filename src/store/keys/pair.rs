//! Small files that must not rot: each in two copies, `NAME.a` and `NAME.b`.
//!
//! `a` is written first, and each copy whole or not at all. So where both are good and differ, a
//! power cut came between them and `a` is the newer one.

use super::super::error::StoreError;
use super::super::files::{self, Files};
use super::slot::SlotFault;
use std::path::{Path, PathBuf};

const COPIES: [&str; 2] = ["a", "b"];

/// What was read of a file's two copies: each with its bytes.
pub(super) struct Pair<T> {
    pub name: String,
    copies: [Result<(T, Vec<u8>), SlotFault>; 2],
}

impl<T> Pair<T> {
    /// Reads both copies.
    ///
    /// # Errors
    /// A newer program wrote one of them; `what` it is.
    pub fn read(
        files: &dyn Files,
        dir: &Path,
        name: &str,
        what: &'static str,
        parse: impl Fn(&[u8]) -> Result<T, SlotFault>,
    ) -> Result<Self, StoreError> {
        let copies = COPIES.map(|copy| {
            let bytes = files.read(&path(dir, name, copy));
            let bytes = bytes.map_err(|_| SlotFault::Damaged)?;
            parse(&bytes).map(|value| (value, bytes))
        });
        for copy in &copies {
            if let Err(SlotFault::Newer(found)) = copy {
                let found = (*found).into();
                return Err(StoreError::Newer { what, found });
            }
        }
        Ok(Self {
            name: name.to_owned(),
            copies,
        })
    }

    /// Takes what was found elsewhere for the copies; of more than two, the first and the last.
    pub fn found(
        name: &str,
        copies: &[&Vec<u8>],
        parse: impl Fn(&[u8]) -> Result<T, SlotFault>,
    ) -> Self {
        let copy = |bytes: Option<&&Vec<u8>>| {
            let bytes = bytes.ok_or(SlotFault::Damaged)?;
            parse(bytes).map(|value| (value, bytes.to_vec()))
        };
        Self {
            name: name.to_owned(),
            copies: [copy(copies.first()), copy(copies.last())],
        }
    }

    /// The good copies with their bytes, the newer first.
    pub fn good(&self) -> impl Iterator<Item = &(T, Vec<u8>)> {
        self.copies.iter().filter_map(|c| c.as_ref().ok())
    }

    /// The newer good copy.
    pub fn newest(&self) -> Option<&T> {
        self.good().next().map(|(value, _)| value)
    }

    /// Makes every copy these bytes that is damaged, or with `all` that is another; gives the
    /// names of the damaged ones.
    pub fn mend(
        &self,
        files: &dyn Files,
        dir: &Path,
        bytes: &[u8],
        all: bool,
    ) -> Result<Vec<String>, StoreError> {
        let mut mended = Vec::new();
        for (copy, read) in COPIES.iter().zip(&self.copies) {
            match read {
                Err(_) => mended.push(format!("{}.{copy}", self.name)),
                Ok((_, now)) if all && now != bytes => {}
                Ok(_) => continue,
            }
            files::put(files, &path(dir, &self.name, copy), bytes)
                .map_err(StoreError::io("keys"))?;
        }
        Ok(mended)
    }
}

fn path(dir: &Path, name: &str, copy: &str) -> PathBuf {
    dir.join(format!("{name}.{copy}"))
}

/// The names that a folder has copies of.
pub(super) fn names(files: &dyn Files, dir: &Path) -> Result<Vec<String>, StoreError> {
    let all = files.list(dir).map_err(StoreError::io("keys"))?;
    let copies = all
        .iter()
        .filter_map(|n| n.rsplit_once('.').filter(|(_, c)| COPIES.contains(c)));
    let mut names: Vec<String> = copies.map(|(name, _)| name.to_owned()).collect();
    names.dedup();
    Ok(names)
}

/// Puts the first copy in place; durable when it returns.
pub(super) fn put_first(
    files: &dyn Files,
    dir: &Path,
    name: &str,
    bytes: &[u8],
) -> Result<(), StoreError> {
    files::put(files, &path(dir, name, COPIES[0]), bytes).map_err(StoreError::io("keys"))
}

/// Puts the second copy beside the first.
pub(super) fn put_second(
    files: &dyn Files,
    dir: &Path,
    name: &str,
    bytes: &[u8],
) -> Result<(), StoreError> {
    files::put(files, &path(dir, name, COPIES[1]), bytes).map_err(StoreError::io("keys"))
}

/// Removes both copies of these names, durably.
pub(super) fn remove(files: &dyn Files, dir: &Path, names: &[String]) -> Result<(), StoreError> {
    let copies = names
        .iter()
        .flat_map(|name| COPIES.map(|copy| path(dir, name, copy)));
    let there: Vec<_> = copies.filter(|path| files.exists(path)).collect();
    if there.is_empty() {
        return Ok(());
    }
    let removed = there.iter().try_for_each(|path| files.remove(path));
    removed
        .and_then(|()| files.sync_dir(dir))
        .map_err(StoreError::io("keys"))
}

/// Clears away what a power cut left of a copy that was being written.
pub(super) fn clear(files: &dyn Files, dir: &Path) -> Result<(), StoreError> {
    let names = files.list(dir).map_err(StoreError::io("keys"))?;
    let half = names.iter().filter(|name| name.ends_with(".new"));
    half.map(|name| dir.join(name))
        .try_for_each(|path| files.remove(&path))
        .map_err(StoreError::io("keys"))
}
