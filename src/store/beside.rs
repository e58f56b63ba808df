//! Small files beside the journal that only remember something: nothing is lost with them but that.
//! Packed behind a checksum, put in place whole; one that can't be read is as good as none.

use super::codec;
use super::error::StoreError;
use super::files::{self, Files};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;

const LIMIT: u64 = 1 << 20;

/// What the file of this name below `root` remembers.
pub(super) fn read<T: DeserializeOwned + Default>(files: &dyn Files, root: &Path, name: &str) -> T {
    let read = || {
        let bytes = files.read(&root.join(name)).ok()?;
        let (sum, body) = bytes.split_first_chunk::<16>()?;
        (blake3::hash(body).as_bytes()[..16] == *sum).then(|| codec::unpack(body, LIMIT).ok())?
    };
    read().unwrap_or_default()
}

/// Remembers it.
///
/// # Errors
/// The disk fails.
pub(super) fn write<T: Serialize + ?Sized>(
    files: &dyn Files,
    root: &Path,
    name: &'static str,
    what: &T,
) -> Result<(), StoreError> {
    let body = codec::pack(what, LIMIT).map_err(|_| StoreError::TooLarge)?;
    let sum = blake3::hash(&body);
    let bytes = [&sum.as_bytes()[..16], &body].concat();
    files::put(files, &root.join(name), &bytes).map_err(StoreError::io(name))
}
