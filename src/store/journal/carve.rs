//! Finding what the store writes in any bytes at all: files out of their place, damaged files,
//! images of disks.
//!
//! Everything that the store writes begins with a magic of its own and carries a checksum, so it
//! is known again wherever it lies. Reads in windows: what is in memory is a window and one frame.

use super::super::header::{self, Header};
use super::super::keys::{MAGICS, found_at};
use super::{frame, segment};
use std::io;

/// Something whole that was found.
pub(in super::super) enum Piece<'a> {
    /// A frame, checksum right.
    Frame(&'a [u8]),
    /// A segment's heading: it tells the store's id.
    Segment(segment::Heading),
    /// The file `store`.
    Header(Header),
    /// A copy of a key slot, or of the grants of a removal.
    Key(&'a [u8]),
}

/// How much is read at once.
const WINDOW: usize = 4 << 20;
/// What is looked for at once behind a magic; frames may need more.
const SMALL: usize = 32 << 10;
/// No frame is longer than this: a heading that says so belongs to nothing that was written.
const LONGEST: usize = 1 << 30;
/// What a disk that can't read a place is asked for next.
const SKIP: u64 = 4096;
const MAGIC: usize = 8;

/// Fills the buffer from this offset; 0 at the end.
pub(in super::super) type ReadAt<'a> = &'a mut dyn FnMut(u64, &mut [u8]) -> io::Result<usize>;

/// Shows every whole piece with its offset, and gives how many bytes could not be read.
pub(in super::super) fn carve(read: ReadAt<'_>, each: &mut dyn FnMut(u64, Piece<'_>)) -> u64 {
    let mut window = Window::default();
    let mut at = 0;
    loop {
        window.need(read, at, SMALL);
        if at >= window.bytes.len() {
            return window.unreadable;
        }
        let Some(next) = magic(&window.bytes[at..]) else {
            // A magic may begin in the last few bytes.
            at = window.bytes.len().saturating_sub(MAGIC - 1).max(at + 1);
            window.forget(&mut at);
            continue;
        };
        at += next;
        window.need(read, at, SMALL);
        if let Some(heading) = frame::Heading::read(&window.bytes[at..])
            && heading.total() <= LONGEST
        {
            window.need(read, at, heading.total());
        }
        let offset = window.base + at as u64;
        let length = match piece(&window.bytes[at..]) {
            Some((piece, length)) => {
                each(offset, piece);
                length
            }
            None => 1,
        };
        at += length;
        window.forget(&mut at);
    }
}

/// The piece at the start of these bytes, and its length.
fn piece(bytes: &[u8]) -> Option<(Piece<'_>, usize)> {
    match bytes.first_chunk::<MAGIC>()? {
        frame::MAGIC => {
            let total = frame::Heading::read(bytes)?.total();
            let whole = bytes.get(..total).filter(|f| frame::is_whole(f))?;
            Some((Piece::Frame(whole), total))
        }
        segment::MAGIC => {
            let heading = segment::Heading::read(bytes).ok()?;
            Some((Piece::Segment(heading), segment::HEADING))
        }
        header::MAGIC => {
            let (header, length) = Header::at(bytes)?;
            Some((Piece::Header(header), length))
        }
        _ => found_at(bytes).map(|key| (Piece::Key(key), key.len())),
    }
}

/// Where the next magic begins. All of them begin with T.
fn magic(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes[at..].iter().position(|b| *b == b'T')?;
        let begins = |magic: &[u8; MAGIC]| bytes[at..].starts_with(magic);
        if [frame::MAGIC, segment::MAGIC, header::MAGIC]
            .into_iter()
            .chain(MAGICS)
            .any(begins)
        {
            return Some(at);
        }
        at += 1;
    }
}

/// The bytes at hand, from `base` in the source.
#[derive(Default)]
struct Window {
    bytes: Vec<u8>,
    base: u64,
    ended: bool,
    unreadable: u64,
}

impl Window {
    /// Has `length` bytes from `at` on, unless the source ends before.
    fn need(&mut self, read: ReadAt<'_>, at: usize, length: usize) {
        while !self.ended && self.bytes.len() < at + length {
            let from = self.bytes.len();
            let offset = self.base + from as u64;
            self.bytes.resize(from + WINDOW, 0);
            match read(offset, &mut self.bytes[from..]) {
                Ok(n) => {
                    self.ended = n == 0;
                    self.bytes.truncate(from + n);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => self.bytes.truncate(from),
                Err(_) => self.skip(read, from, offset),
            }
        }
    }

    /// Goes over a place that can't be read in small steps: what is good before it is taken, and
    /// zeros stand for the rest.
    fn skip(&mut self, read: ReadAt<'_>, from: usize, offset: u64) {
        let step = (SKIP - offset % SKIP) as usize;
        self.bytes.truncate(from + step);
        match read(offset, &mut self.bytes[from..]) {
            Ok(n) => {
                self.ended = n == 0;
                self.bytes.truncate(from + n);
            }
            Err(_) => {
                self.unreadable += step as u64;
                // A device that answers nothing but errors has no end: give up after a while.
                self.ended = self.unreadable > MOST_UNREADABLE;
                self.bytes[from..].fill(0);
            }
        }
    }

    /// Lets go of what lies before `at`, once it is worth the copying.
    fn forget(&mut self, at: &mut usize) {
        if *at >= WINDOW {
            self.bytes.drain(..*at);
            self.base += *at as u64;
            *at = 0;
        }
    }
}

/// After so many unreadable bytes a source is given up.
const MOST_UNREADABLE: u64 = 1 << 30;

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8], bad: std::ops::Range<u64>) -> (Vec<u64>, u64) {
        let mut offsets = Vec::new();
        let mut read = |offset: u64, out: &mut [u8]| {
            let end = offset + out.len() as u64;
            if offset < bad.end && bad.start < end.min(bytes.len() as u64) {
                return Err(io::Error::other("bad sector"));
            }
            let rest = bytes.get(offset as usize..).unwrap_or_default();
            let n = rest.len().min(out.len());
            out[..n].copy_from_slice(&rest[..n]);
            Ok(n)
        };
        let unreadable = carve(&mut read, &mut |offset, piece| {
            if let Piece::Frame(_) = piece {
                offsets.push(offset);
            }
        });
        (offsets, unreadable)
    }

    /// Frames lie at every place against the windows' borders, some across them.
    #[test]
    fn frames_are_found_wherever_they_lie() {
        let frame = frame::build(1, [7; 32], &[vec![9; 5000]]);
        let mut bytes = Vec::new();
        let mut places = Vec::new();
        for n in 0..9 {
            bytes.resize(bytes.len() + n * 777 + 1, b'T');
            places.push(bytes.len() as u64);
            bytes.extend(&frame);
        }
        for shift in [2500, 40, 3] {
            bytes.resize(bytes.len().next_multiple_of(WINDOW) + WINDOW - shift, 0);
            places.push(bytes.len() as u64);
            bytes.extend(&frame);
        }
        assert_eq!(found(&bytes, 0..0), (places, 0));
    }

    #[test]
    fn a_place_that_cannot_be_read_is_gone_over() {
        let frame = frame::build(1, [7; 32], &[vec![9; 5000]]);
        let mut bytes = frame.clone();
        bytes.resize(200_000, 0);
        bytes.extend(&frame);
        assert_eq!(found(&bytes, 100_000..100_001), (vec![0, 200_000], 4096));
        let (frames, _) = found(&bytes, 3000..3001);
        assert_eq!(frames, [200_000], "the other holds the place");
    }
}
