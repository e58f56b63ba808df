//! What a backup says of itself: how far every stream goes, what there is, and which files.

use super::BackupError;
use crate::schema::{Day, TimeOfDay};
use crate::store::StoreError;
use crate::store::codec;
use crate::store::journal::{DeviceId, Head, segment_name};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

const MAGIC: &[u8; 8] = b"TDBACK\r\n";
/// The format that this program writes, and the newest it reads.
const FORMAT: u16 = 1;
const SUM: usize = 32;
/// Room for the files of a journal of terabytes.
const LIMIT: u64 = 16 * 1024 * 1024;
/// Beyond any store, and so far from the end of the numbers that what is counted from it fits.
const MOST: u64 = 1 << 60;
const ENDING: &str = ".tdm";

/// A backup: what it holds and the files that it is made of. It says nothing that the store's
/// folder does not show to anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Counted up in its folder, so that clocks which go back don't change the order.
    pub number: u64,
    /// The store's random id.
    pub store: [u8; 16],
    /// The device that made it.
    pub device: DeviceId,
    /// When, in milliseconds since 1970.
    pub time: u64,
    /// How far every stream goes.
    pub heads: Vec<Head>,
    /// Records by the code of their kind, retired ones too.
    pub records: Vec<(u8, u64)>,
    /// What it is made of.
    pub files: Vec<Listed>,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// What it is a copy of.
    pub place: Place,
    /// Its length in bytes.
    pub length: u64,
    /// The BLAKE3 hash of its bytes.
    pub digest: [u8; 32],
}

/// What a file is in the store's folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// The file `store`.
    Header,
    /// A copy of a key slot, by its file's name.
    Slot(String),
    /// A segment of a stream, up to the length that it had.
    Segment(DeviceId, u32),
}

impl Listed {
    /// Lists these bytes.
    pub fn of(place: Place, bytes: &[u8]) -> Self {
        Self {
            place,
            length: bytes.len() as u64,
            digest: *blake3::hash(bytes).as_bytes(),
        }
    }

    /// Whether these are its bytes.
    pub fn is(&self, bytes: &[u8]) -> bool {
        bytes.len() as u64 == self.length && *blake3::hash(bytes).as_bytes() == self.digest
    }

    /// Its name in the backup's folder, which tells place, length and digest.
    pub fn name(&self) -> String {
        let hash = blake3::Hash::from_bytes(self.digest).to_hex();
        let hash = &hash[..16];
        match &self.place {
            Place::Header => format!("store-{hash}.tdb"),
            Place::Slot(name) => format!("slot-{name}-{hash}.tdb"),
            Place::Segment(device, number) => {
                format!("journal-{device}-{number:06}-{}-{hash}.tdb", self.length)
            }
        }
    }

    /// Where it stands below the store's folder.
    pub fn path(&self) -> PathBuf {
        match &self.place {
            Place::Header => "store".into(),
            Place::Slot(name) => Path::new("keys").join(name),
            Place::Segment(device, number) => Path::new("journal")
                .join(device.to_string())
                .join(segment_name(*number)),
        }
    }
}

impl Manifest {
    /// How many entries it holds.
    pub fn entries(&self) -> u64 {
        self.heads.iter().map(|h| h.revision.seq).sum()
    }

    /// How many bytes its files have.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|f| f.length).sum()
    }

    /// Its file's name: the number, and for people the time in China.
    pub fn name(&self) -> String {
        let day = Day::of_millis(self.time).iso().replace('-', "");
        let time = TimeOfDay::of_millis(self.time).to_string().replace(':', "");
        format!("manifest-{:06}-{day}-{time}{ENDING}", self.number)
    }

    /// The number in a manifest's name.
    pub fn number_of(name: &str) -> Option<u64> {
        let rest = name.strip_prefix("manifest-")?.strip_suffix(ENDING)?;
        rest.split('-').next()?.parse().ok()
    }

    /// The bytes of its file.
    ///
    /// # Errors
    /// There are more files than a manifest holds.
    pub fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        let body = codec::pack(self, LIMIT).map_err(|_| StoreError::TooLarge)?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend(body);
        let sum = blake3::hash(&bytes);
        bytes.extend(sum.as_bytes());
        Ok(bytes)
    }

    /// Reads the bytes of the file of this name.
    ///
    /// # Errors
    /// Damaged, or made by a newer program.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, StoreError> {
        let damaged = || BackupError::Damaged { file: name.into() };
        let (body, sum) = bytes.split_last_chunk::<SUM>().ok_or_else(damaged)?;
        if blake3::hash(body).as_bytes() != sum {
            return Err(damaged().into());
        }
        let rest = body.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let (format, rest) = rest.split_first_chunk::<2>().ok_or_else(damaged)?;
        let found = u16::from_le_bytes(*format);
        if found > FORMAT {
            return Err(StoreError::Newer {
                what: "format",
                found: found.into(),
            });
        }
        let manifest: Self = codec::unpack(rest, LIMIT).map_err(|_| damaged())?;
        match manifest.leads_nowhere_else() && manifest.can_be_counted() {
            true => Ok(manifest),
            false => Err(damaged().into()),
        }
    }

    /// Whether the names of its files stay in their folders.
    fn leads_nowhere_else(&self) -> bool {
        let mut slots = self.files.iter().filter_map(|f| match &f.place {
            Place::Slot(name) => Some(name),
            _ => None,
        });
        !slots.any(|n| n.is_empty() || n.starts_with('.') || n.contains(['/', '\0']))
    }

    /// Whether its numbers are those of a store that there could be.
    fn can_be_counted(&self) -> bool {
        fn fits(mut numbers: impl Iterator<Item = u64>) -> bool {
            let sum = numbers.try_fold(0u64, |sum, n| sum.checked_add(n));
            sum.is_some_and(|sum| sum < MOST)
        }
        self.number < MOST
            && fits(self.heads.iter().map(|h| h.revision.seq))
            && fits(self.records.iter().map(|(_, n)| *n))
            && fits(self.files.iter().map(|f| f.length))
    }
}
