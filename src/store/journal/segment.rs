//! The heading of a segment file: which store, stream and place it belongs to.

use super::entry::DeviceId;

pub const HEADING: usize = 96;
pub const MAGIC: &[u8; 8] = b"TDJRNL\r\n";
const FORMAT: u32 = 1;

/// What a segment says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    pub store: [u8; 16],
    pub device: DeviceId,
    pub number: u32,
    /// The number of its first entry.
    pub first: u64,
    /// The chain before that entry.
    pub before: [u8; 32],
}

/// Why a heading is not one.
#[derive(Debug, PartialEq, Eq)]
pub enum HeadingFault {
    /// Nothing of it arrived: the segment was being made when the power went.
    Unwritten,
    /// It is not as it was written.
    Damaged,
    /// A newer program wrote it.
    Newer(u32),
}

/// The name of the segment file of this number.
pub fn segment_name(number: u32) -> String {
    format!("{number:06}.jrn")
}

impl Heading {
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend(self.number.to_le_bytes());
        bytes.extend(self.store);
        bytes.extend(self.device.0);
        bytes.extend(self.first.to_le_bytes());
        bytes.extend(self.before);
        let sum = blake3::hash(&bytes);
        bytes.extend(&sum.as_bytes()[..16]);
        bytes
    }

    pub fn read(bytes: &[u8]) -> Result<Self, HeadingFault> {
        // The heading lies in one sector and is synced before any frame: a file with more than
        // a heading's bytes had a whole one.
        if bytes.len() < HEADING || (bytes.len() == HEADING && bytes.iter().all(|b| *b == 0)) {
            return Err(HeadingFault::Unwritten);
        }
        let (head, sum) = bytes[..HEADING].split_at(HEADING - 16);
        if blake3::hash(head).as_bytes()[..16] != *sum || !head.starts_with(MAGIC) {
            return Err(HeadingFault::Damaged);
        }
        let format = u32::from_le_bytes(std::array::from_fn(|i| head[8 + i]));
        if format > FORMAT {
            return Err(HeadingFault::Newer(format));
        }
        Ok(Self {
            number: u32::from_le_bytes(std::array::from_fn(|i| head[12 + i])),
            store: std::array::from_fn(|i| head[16 + i]),
            device: DeviceId(std::array::from_fn(|i| head[32 + i])),
            first: u64::from_le_bytes(std::array::from_fn(|i| head[40 + i])),
            before: std::array::from_fn(|i| head[48 + i]),
        })
    }

    /// The number in a file's name, if it is a segment's.
    pub fn number(name: &str) -> Option<u32> {
        name.strip_suffix(".jrn")
            .filter(|n| n.len() == 6)?
            .parse()
            .ok()
    }
}
