//! Finding the frames of a segment, and judging its end.
//!
//! A power cut leaves at most one unfinished frame, at the very end. Everything else that is not
//! as it was written is damage, and is never cut away.

use super::super::error::DamageKind;
use super::frame::{self, Heading};

const SECTOR: usize = 512;

/// Where a frame lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameAt {
    /// Its first entry's number.
    pub first: u64,
    /// How many entries it holds.
    pub entries: u16,
    /// Where it begins in the file.
    pub offset: u64,
    /// How long it is.
    pub length: u32,
}

/// How a segment ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// After a whole frame.
    Clean,
    /// In a frame whose write never finished; it begins here.
    Torn(u64),
    /// The frame of this number, from 1, is damaged.
    Damaged(u32, DamageKind),
}

/// The end of a stream that was cut off, since its write had never finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Where the bytes are kept, below the stream's folder.
    pub kept_as: String,
    /// How many there were.
    pub bytes: u64,
}

/// What was found in a segment.
pub struct Scan {
    pub frames: Vec<FrameAt>,
    /// The number after the last whole entry.
    pub next: u64,
    /// The chain after the last whole frame.
    pub chain: [u8; 32],
    pub end: End,
}

/// Reads the frames of a segment's bytes from `start`, expecting entry `next` first.
pub fn scan(bytes: &[u8], start: usize, next: u64, chain: [u8; 32]) -> Scan {
    let mut scan = Scan {
        frames: Vec::new(),
        next,
        chain,
        end: End::Clean,
    };
    let mut at = start;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let number = scan.frames.len() as u32 + 1;
        let judged = judge(bytes, at, scan.next);
        let heading = match judged {
            Ok(heading) => heading,
            Err(None) => {
                scan.end = End::Torn(at as u64);
                return scan;
            }
            Err(Some(kind)) => {
                scan.end = End::Damaged(number, kind);
                return scan;
            }
        };
        let length = heading.total().min(rest.len()) as u32;
        let (first, entries) = (heading.first, heading.entries);
        scan.frames.push(FrameAt {
            first,
            entries,
            offset: at as u64,
            length,
        });
        scan.next = first + u64::from(entries);
        scan.chain = heading.chain;
        at += length as usize;
    }
    scan
}

/// The frame at `at`: whole, unfinished (`Err(None)`) or damaged.
fn judge(bytes: &[u8], at: usize, next: u64) -> Result<Heading, Option<DamageKind>> {
    let rest = &bytes[at..];
    if rest.len() < frame::HEADING {
        return Err(None);
    }
    let Some(heading) = Heading::read(rest) else {
        let unwritten = zeroed(bytes, at, at + frame::HEADING) && !frame_follows(bytes, at);
        return Err(if unwritten {
            None
        } else {
            Some(DamageKind::Changed)
        });
    };
    if heading.first != next {
        return Err(Some(if heading.first > next {
            DamageKind::Gap
        } else {
            DamageKind::Order
        }));
    }
    let total = heading.total();
    if rest.len() < total {
        return Err(None);
    }
    if !frame::is_whole(&rest[..total]) {
        let unwritten = rest.len() == total && zeroed(bytes, at, at + total);
        return Err(if unwritten {
            None
        } else {
            Some(DamageKind::Changed)
        });
    }
    Ok(heading)
}

/// Whether any sector's share of `from..to` is nothing but zeros. The shares reach to the end of
/// the file, not of the range: a heading's sector that never arrived is zero to its end.
fn zeroed(bytes: &[u8], from: usize, to: usize) -> bool {
    let mut start = from;
    while start < to {
        let end = ((start / SECTOR + 1) * SECTOR).min(bytes.len());
        if bytes[start..end].iter().all(|b| *b == 0) {
            return true;
        }
        start = end;
    }
    false
}

/// Whether a frame's heading stands anywhere after `at`: then what is at `at` is not the last.
fn frame_follows(bytes: &[u8], at: usize) -> bool {
    let places = (at + 16..bytes.len().saturating_sub(frame::HEADING)).step_by(16);
    places
        .into_iter()
        .any(|i| Heading::read(&bytes[i..]).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(frames: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = vec![1; 96];
        frames.iter().for_each(|f| bytes.extend(f));
        bytes
    }

    fn frame(first: u64, length: usize) -> Vec<u8> {
        let noise: Vec<u8> = (0..length)
            .map(|i| blake3::hash(&i.to_le_bytes()).as_bytes()[0])
            .collect();
        frame::build(first, [first as u8 + 1; 32], &[noise])
    }

    #[test]
    fn every_flipped_byte_of_the_last_frame_is_damage() {
        let mut bytes = segment(&[frame(1, 700), frame(2, 1500)]);
        let start = 96 + frame(1, 700).len();
        for at in start..bytes.len() {
            for value in [0, 0xff, bytes[at] ^ 1] {
                let was = std::mem::replace(&mut bytes[at], value);
                if value != was {
                    let found = scan(&bytes, 96, 1, [0; 32]);
                    assert_eq!(
                        found.end,
                        End::Damaged(2, DamageKind::Changed),
                        "byte {at} := {value}"
                    );
                }
                bytes[at] = was;
            }
        }
        assert_eq!(scan(&bytes, 96, 1, [0; 32]).end, End::Clean);
    }

    #[test]
    fn every_unfinished_write_of_the_last_frame_is_torn() {
        let whole = segment(&[frame(1, 700), frame(2, 1500)]);
        let start = 96 + frame(1, 700).len();
        for length in start + 1..whole.len() {
            assert_eq!(
                scan(&whole[..length], 96, 1, [0; 32]).end,
                End::Torn(start as u64),
                "{length}"
            );
        }
        let sectors: Vec<usize> = (start / SECTOR..=whole.len() / SECTOR).collect();
        for kept in 0..(1 << sectors.len()) - 1 {
            let mut bytes = whole.clone();
            for (i, sector) in sectors.iter().enumerate() {
                if kept & (1 << i) == 0 {
                    let from = (sector * SECTOR).max(start);
                    let to = ((sector + 1) * SECTOR).min(bytes.len());
                    bytes[from..to].fill(0);
                }
            }
            assert_eq!(
                scan(&bytes, 96, 1, [0; 32]).end,
                End::Torn(start as u64),
                "sectors {kept:b}"
            );
        }
    }

    #[test]
    fn an_earlier_frame_is_never_torn() {
        let whole = segment(&[frame(1, 700), frame(2, 1500)]);
        let end = 96 + frame(1, 700).len();
        for from in (96..end).step_by(16) {
            let mut bytes = whole.clone();
            bytes[from..end].fill(0);
            assert_eq!(
                scan(&bytes, 96, 1, [0; 32]).end,
                End::Damaged(1, DamageKind::Changed),
                "{from}"
            );
        }
    }

    #[test]
    fn missing_and_swapped_frames_are_named() {
        let gap = segment(&[frame(1, 100), frame(3, 100)]);
        assert_eq!(
            scan(&gap, 96, 1, [0; 32]).end,
            End::Damaged(2, DamageKind::Gap)
        );
        let order = segment(&[frame(1, 100), frame(1, 100)]);
        assert_eq!(
            scan(&order, 96, 1, [0; 32]).end,
            End::Damaged(2, DamageKind::Order)
        );
    }
}
