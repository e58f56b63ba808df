//! A frame: the entries that one fdatasync saves together.
//!
//! ```text
//! heading 64 | entries | filling | checksum 16        everything a multiple of 16 long
//! heading: magic 8 · bytes u32 · entries u16 · format u16 · first seq u64 · chain after 32 · checksum 8
//! ```
//!
//! The heading has a checksum of its own, so that a damaged length is not taken for a cut end.
//! Frames are aligned to 16 bytes, begin with a magic and end with a checksum, and a whole sector
//! in between holds digests: so in no sector's share of a frame does one flipped byte leave
//! nothing but zeros, and a zeroed sector can only come from a write that never arrived.

use super::super::codec;
use super::entry::{ENTRY_LIMIT, Entry};

pub const HEADING: usize = 64;
const SUM: usize = 16;
const ALIGN: usize = 16;
pub const MAGIC: &[u8; 8] = b"TDFRAME\n";
const FORMAT: u16 = 1;
const FILLING: u8 = 0xA5;
/// The most entries that one frame holds.
pub const MOST: usize = 1024;

/// What a frame's heading says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    pub bytes: u32,
    pub entries: u16,
    pub first: u64,
    pub chain: [u8; 32],
}

impl Heading {
    /// The heading at the start of `bytes`, if its checksum holds.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let head = bytes.first_chunk::<HEADING>()?;
        if !head.starts_with(MAGIC) || sum::<8>(&head[..HEADING - 8]) != head[HEADING - 8..] {
            return None;
        }
        let format = u16::from_le_bytes([head[14], head[15]]);
        if format != FORMAT {
            return None;
        }
        Some(Self {
            bytes: u32::from_le_bytes(std::array::from_fn(|i| head[8 + i])),
            entries: u16::from_le_bytes([head[12], head[13]]),
            first: u64::from_le_bytes(std::array::from_fn(|i| head[16 + i])),
            chain: std::array::from_fn(|i| head[24 + i]),
        })
    }

    fn write(&self) -> [u8; HEADING] {
        let mut head = [0; HEADING];
        head[..8].copy_from_slice(MAGIC);
        head[8..12].copy_from_slice(&self.bytes.to_le_bytes());
        head[12..14].copy_from_slice(&self.entries.to_le_bytes());
        head[14..16].copy_from_slice(&FORMAT.to_le_bytes());
        head[16..24].copy_from_slice(&self.first.to_le_bytes());
        head[24..56].copy_from_slice(&self.chain);
        let sum = sum::<8>(&head[..HEADING - 8]);
        head[HEADING - 8..].copy_from_slice(&sum);
        head
    }

    /// The length of the whole frame.
    pub fn total(&self) -> usize {
        (HEADING + self.bytes as usize).next_multiple_of(ALIGN) + SUM
    }
}

fn sum<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(&blake3::hash(bytes).as_bytes()[..N]);
    out
}

/// A frame around these entries, each already packed.
pub fn build(first: u64, chain: [u8; 32], entries: &[Vec<u8>]) -> Vec<u8> {
    let length = entries.iter().map(|e| e.len() + 4).sum::<usize>();
    let heading = Heading {
        bytes: length as u32,
        entries: entries.len() as u16,
        first,
        chain,
    };
    let mut frame = Vec::with_capacity(heading.total());
    frame.extend(heading.write());
    for entry in entries {
        frame.extend((entry.len() as u32).to_le_bytes());
        frame.extend(entry);
    }
    frame.resize(frame.len().next_multiple_of(ALIGN), FILLING);
    let sum = sum::<SUM>(&frame);
    frame.extend(sum);
    frame
}

/// Whether a whole frame, heading included, is as it was built.
pub fn is_whole(frame: &[u8]) -> bool {
    let Some((body, end)) = frame.split_last_chunk::<SUM>() else {
        return false;
    };
    sum::<SUM>(body) == *end
}

/// The entries of a whole frame; `None` if they cannot be told apart.
pub fn entries(frame: &[u8]) -> Option<Vec<Entry>> {
    let heading = Heading::read(frame)?;
    let mut rest = frame.get(HEADING..HEADING + heading.bytes as usize)?;
    let mut entries = Vec::with_capacity(heading.entries.into());
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (bytes, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        entries.push(codec::unpack(bytes, ENTRY_LIMIT).ok()?);
        rest = after;
    }
    (rest.is_empty() && entries.len() == usize::from(heading.entries)).then_some(entries)
}
