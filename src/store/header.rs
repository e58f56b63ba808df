//! The file `store`: what kind of folder this is, before any key is known.
//!
//! It holds nothing about anybody: the area's code, random ids, a format number.

use super::codec;
use super::error::StoreError;
use super::files::{self, Files};
use super::journal::DeviceId;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The format that this program writes, and the newest it reads.
const FORMAT: u16 = 1;
pub(super) const MAGIC: &[u8; 8] = b"TONGDU\r\n";
const LIMIT: u64 = 4096;

/// What a store says of itself to anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The store's random id, which binds every sealed value to it.
    pub store: [u8; 16],
    /// This installation's stream; a restored backup goes on under another.
    pub device: DeviceId,
    /// The division's code: township, county or prefecture.
    pub area: String,
    /// An invented store, marked so on every screen and export.
    pub demo: bool,
    /// When it was set up, in milliseconds since 1970.
    pub created: u64,
}

impl Header {
    pub(super) fn write(&self, files: &dyn Files, root: &Path) -> Result<(), StoreError> {
        let bytes = self.to_bytes()?;
        files::put(files, &root.join("store"), &bytes).map_err(StoreError::io("store"))
    }

    /// The bytes of its file.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        let body = codec::pack(self, LIMIT).map_err(|_| StoreError::TooLarge)?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend(&body);
        let sum = blake3::hash(&bytes);
        bytes.extend(&sum.as_bytes()[..8]);
        Ok(bytes)
    }

    pub(super) fn read(files: &dyn Files, root: &Path) -> Result<Self, StoreError> {
        use std::io::ErrorKind::{NotADirectory, NotFound};
        let bytes = files
            .read(&root.join("store"))
            .map_err(|e| match e.kind() {
                NotFound | NotADirectory => StoreError::NotAStore,
                _ => StoreError::io("store")(e),
            })?;
        let rest = bytes.strip_prefix(MAGIC).ok_or(StoreError::NotAStore)?;
        let Some((&format, rest)) = rest.split_first_chunk::<2>() else {
            return Err(StoreError::NotAStore);
        };
        // Before the checksum: a newer format may have another one.
        let found = u16::from_le_bytes(format);
        if found > FORMAT {
            return Err(StoreError::Newer {
                what: "format",
                found: found.into(),
            });
        }
        let Some((body, sum)) = rest.split_last_chunk::<8>() else {
            return Err(StoreError::NotAStore);
        };
        if blake3::hash(&bytes[..bytes.len() - 8]).as_bytes()[..8] != sum[..] {
            return Err(StoreError::NotAStore);
        }
        codec::unpack(body, LIMIT).map_err(|_| StoreError::NotAStore)
    }

    /// The header at the start of bytes that go on behind it, and its length.
    pub(super) fn at(bytes: &[u8]) -> Option<(Self, usize)> {
        /// Where the length of the area's code stands: behind magic, format and two ids.
        const AREA: usize = 8 + 2 + 16 + 8;
        let area = u64::from_le_bytes(*bytes.get(AREA..)?.first_chunk()?);
        let body = AREA + 8 + usize::try_from(area).ok().filter(|n| *n < 64)? + 1 + 8;
        let (whole, sum) = bytes.get(..body + 8)?.split_at(body);
        let good = whole.starts_with(MAGIC) && blake3::hash(whole).as_bytes()[..8] == *sum;
        let header = good.then(|| codec::unpack(&whole[10..], LIMIT).ok())??;
        Some((header, body + 8))
    }
}
