//! One device's stream: its segment files, and appending to the last.

use super::super::error::{Damage, DamageKind, StoreError};
use super::super::files::{self, Files, Writer};
use super::entry::{DeviceId, Revision, genesis};
use super::scan::{Cut, End, FrameAt, scan};
use super::segment::{Heading, HeadingFault};
use super::{frame, segment};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// How far a stream goes: what stands on covers and backups, since a chain can't show a cut end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The last entry; number 0 before the first.
    pub revision: Revision,
    /// The chain with it.
    pub chain: [u8; 32],
}

impl std::fmt::Display for Head {
    /// `DEVICE:SEQ:HASH`, as on covers and backup manifests.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}:{}",
            self.revision,
            blake3::Hash::from_bytes(self.chain).to_hex()
        )
    }
}

/// A segment file, as far as it is good.
pub(super) struct Segment {
    pub heading: Heading,
    pub path: PathBuf,
    pub length: u64,
    pub frames: Vec<FrameAt>,
}

/// What has to be cut off before anything is appended.
enum Torn {
    /// The last segment was being made: the whole file.
    File(PathBuf),
    /// The last frame of the last segment.
    Frame(PathBuf, u64),
}

/// One device's stream.
pub(super) struct Stream {
    store: [u8; 16],
    device: DeviceId,
    dir: PathBuf,
    pub segments: Vec<Segment>,
    pub head: Head,
    torn: Option<Torn>,
    writer: Option<Box<dyn Writer>>,
}

impl Stream {
    fn empty(dir: &Path, store: [u8; 16], device: DeviceId) -> Self {
        Self {
            store,
            device,
            dir: dir.to_owned(),
            segments: Vec::new(),
            head: Head {
                revision: Revision { device, seq: 0 },
                chain: genesis(&store, device),
            },
            torn: None,
            writer: None,
        }
    }

    /// Makes an empty stream, durable when this returns.
    pub fn create(
        files: &dyn Files,
        dir: &Path,
        store: [u8; 16],
        device: DeviceId,
    ) -> Result<Self, StoreError> {
        let step = "journal";
        files::make_dirs(files, dir).map_err(StoreError::io(step))?;
        let mut stream = Self::empty(dir, store, device);
        stream.next_segment(files).map_err(|(e, _)| e)?;
        Ok(stream)
    }

    /// Finds the good part of a stream, and the first damage behind it. Changes nothing. `saved`
    /// is how far the stream is known to have been saved. Only our own stream can end in an
    /// unfinished write: the others came whole.
    pub fn look(
        files: &dyn Files,
        dir: &Path,
        store: [u8; 16],
        (device, own): (DeviceId, bool),
        saved: Option<&Head>,
    ) -> Result<(Self, Option<Damage>), StoreError> {
        let mut stream = Self::empty(dir, store, device);
        match stream.fill(files, own, saved) {
            Ok(()) => Ok((stream, None)),
            Err(StoreError::Damaged(damage)) => Ok((stream, Some(damage))),
            Err(other) => Err(other),
        }
    }

    fn fill(
        &mut self,
        files: &dyn Files,
        own: bool,
        saved: Option<&Head>,
    ) -> Result<(), StoreError> {
        if !files.exists(&self.dir) {
            return Err(self.damage(1, 0, DamageKind::SegmentGone));
        }
        let names = files.list(&self.dir).map_err(StoreError::io("journal"))?;
        let numbers: Vec<u32> = names.iter().filter_map(|n| Heading::number(n)).collect();
        if numbers.is_empty() {
            return Err(self.damage(1, 0, DamageKind::SegmentGone));
        }
        for (i, &number) in numbers.iter().enumerate() {
            if number != i as u32 + 1 {
                return Err(self.damage(i as u32 + 1, 0, DamageKind::SegmentGone));
            }
            let may_be_torn = own && i + 1 == numbers.len();
            self.read_segment(files, number, may_be_torn, saved)?;
        }
        saved.map_or(Ok(()), |saved| self.must_hold(files, saved))
    }

    fn read_segment(
        &mut self,
        files: &dyn Files,
        number: u32,
        may_be_torn: bool,
        saved: Option<&Head>,
    ) -> Result<(), StoreError> {
        let path = self.path_of(number);
        let bytes = files.read(&path).map_err(StoreError::io("journal"))?;
        let heading = match Heading::read(&bytes) {
            Ok(heading) => heading,
            Err(HeadingFault::Newer(found)) => {
                return Err(StoreError::Newer {
                    what: "format",
                    found,
                });
            }
            Err(HeadingFault::Unwritten) if may_be_torn && number > 1 => {
                self.torn = Some(Torn::File(path));
                return Ok(());
            }
            Err(_) => return Err(self.damage(number, 0, DamageKind::Heading)),
        };
        if (heading.store, heading.device, heading.number) != (self.store, self.device, number) {
            return Err(self.damage(number, 0, DamageKind::Foreign));
        }
        if (heading.first, heading.before) != (self.head.revision.seq + 1, self.head.chain) {
            return Err(self.damage(number, 0, DamageKind::Chain));
        }
        let found = scan(&bytes, segment::HEADING, heading.first, heading.before);
        self.head = Head {
            revision: Revision {
                device: self.device,
                seq: found.next - 1,
            },
            chain: found.chain,
        };
        let mut length = bytes.len() as u64;
        let mut damage = None;
        match found.end {
            End::Clean => {}
            End::Damaged(frame, kind) => damage = Some(self.damage(number, frame, kind)),
            End::Torn(at) => {
                let frame = found.frames.len() as u32 + 1;
                let finished = saved.is_some_and(|s| s.revision.seq >= found.next);
                if !may_be_torn || finished {
                    damage = Some(self.damage(number, frame, DamageKind::Short));
                } else {
                    length = at;
                    self.torn = Some(Torn::Frame(path.clone(), at));
                }
            }
        }
        self.segments.push(Segment {
            heading,
            path,
            length,
            frames: found.frames,
        });
        damage.map_or(Ok(()), Err)
    }

    /// Everything up to `saved` must be there, and be what it was.
    fn must_hold(&self, files: &dyn Files, saved: &Head) -> Result<(), StoreError> {
        let last = self.segments.last().map_or(1, |s| s.heading.number);
        let seq = saved.revision.seq;
        if seq > self.head.revision.seq {
            return Err(self.damage(last, 0, DamageKind::EndLost));
        }
        if seq == 0 {
            return Ok(());
        }
        let (segment, index) = self
            .find(seq)
            .ok_or_else(|| self.damage(last, 0, DamageKind::Gap))?;
        let at = segment.frames[index];
        let head = files
            .read_at(&segment.path, at.offset, frame::HEADING)
            .map_err(StoreError::io("journal"))?;
        let ends_there = at.first + u64::from(at.entries) == seq + 1;
        match frame::Heading::read(&head) {
            Some(h) if ends_there && h.chain == saved.chain => Ok(()),
            _ => Err(self.damage(segment.heading.number, index as u32 + 1, DamageKind::Chain)),
        }
    }

    /// Cuts off what a power cut left unfinished, keeping the bytes aside.
    pub fn mend(&mut self, files: &dyn Files) -> Result<Option<Cut>, StoreError> {
        let step = "journal";
        let Some(torn) = self.torn.take() else {
            return Ok(None);
        };
        let (path, at) = match &torn {
            Torn::File(path) => (path, 0),
            Torn::Frame(path, at) => (path, *at),
        };
        let bytes = files
            .read(path)
            .map_err(StoreError::io(step))?
            .split_off(at as usize);
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        // Never over the bytes of an earlier cut at the same place.
        let seq = self.head.revision.seq + 1;
        let kept_as = (0..)
            .map(|n| format!("cut-{stem}-{seq:010}-{n}.bin"))
            .find(|name| !files.exists(&self.dir.join(name)))
            .expect("some number is free");
        files::put(files, &self.dir.join(&kept_as), &bytes).map_err(StoreError::io(step))?;
        match &torn {
            Torn::File(path) => {
                files.remove(path).map_err(StoreError::io(step))?;
                files.sync_dir(&self.dir).map_err(StoreError::io(step))?;
            }
            Torn::Frame(path, at) => {
                let mut file = files.append(path).map_err(StoreError::io(step))?;
                file.truncate(*at)
                    .and_then(|()| file.sync())
                    .map_err(StoreError::io(step))?;
            }
        }
        Ok(Some(Cut {
            kept_as,
            bytes: bytes.len() as u64,
        }))
    }

    /// Begins the next segment: its name is durable before any frame in it is.
    fn next_segment(&mut self, files: &dyn Files) -> Result<(), (StoreError, bool)> {
        let step = "journal";
        let number = self.segments.last().map_or(1, |s| s.heading.number + 1);
        let heading = Heading {
            store: self.store,
            device: self.device,
            number,
            first: self.head.revision.seq + 1,
            before: self.head.chain,
        };
        let path = self.path_of(number);
        let mut file = files
            .create(&path)
            .map_err(|e| (StoreError::io(step)(e), false))?;
        let written = file.append(&heading.write()).and_then(|()| file.sync());
        if let Err(e) = written.and_then(|()| files.sync_dir(&self.dir)) {
            // It must not come back after more was added to the segment before it.
            let gone = files.remove(&path).and_then(|()| files.sync_dir(&self.dir));
            return Err((StoreError::io(step)(e), gone.is_err()));
        }
        self.writer = Some(file);
        self.segments.push(Segment {
            heading,
            path,
            length: segment::HEADING as u64,
            frames: Vec::new(),
        });
        Ok(())
    }

    /// Appends one frame and makes it durable.
    ///
    /// `Err((error, true))` means that the stream can't be trusted any more and must be reopened.
    pub fn append(
        &mut self,
        files: &dyn Files,
        limit: u64,
        entries: &[Vec<u8>],
        chain: [u8; 32],
    ) -> Result<(), (StoreError, bool)> {
        let step = "journal";
        let first = self.head.revision.seq + 1;
        let bytes = frame::build(first, chain, entries);
        let full = self
            .segments
            .last()
            .is_none_or(|s| !s.frames.is_empty() && s.length + bytes.len() as u64 > limit);
        if full {
            self.next_segment(files)?;
        }
        let segment = self
            .segments
            .last_mut()
            .expect("a stream has a segment from its making on");
        let writer = match &mut self.writer {
            Some(writer) => writer,
            none => none.insert(
                files
                    .append(&segment.path)
                    .map_err(|e| (StoreError::io(step)(e), false))?,
            ),
        };
        if !writer.is_at(&segment.path) {
            return Err((StoreError::Gone { step }, true));
        }
        if let Err(e) = writer.append(&bytes) {
            // A full disk is no reason to stop: take back the part that was written. Only if
            // that fails too is the end of the file unknown. Synced, so that what was taken back
            // can't show through a later write that does not finish.
            let undone = writer.truncate(segment.length).and_then(|()| writer.sync());
            return Err((StoreError::io(step)(e), undone.is_err()));
        }
        // Never retried: after a failed fsync the kernel may call lost pages clean.
        writer.sync().map_err(|e| (StoreError::io(step)(e), true))?;
        if !writer.is_at(&segment.path) {
            return Err((StoreError::Gone { step }, true));
        }
        let at = FrameAt {
            first,
            entries: entries.len() as u16,
            offset: segment.length,
            length: bytes.len() as u32,
        };
        segment.frames.push(at);
        segment.length += bytes.len() as u64;
        self.head = Head {
            revision: Revision {
                device: self.device,
                seq: first + entries.len() as u64 - 1,
            },
            chain,
        };
        Ok(())
    }

    /// Makes durable what was appended without it.
    fn settle(&mut self) -> Result<(), StoreError> {
        match &mut self.writer {
            Some(writer) => writer.sync().map_err(StoreError::io("journal")),
            None => Ok(()),
        }
    }

    /// The frame that holds an entry.
    pub fn find(&self, seq: u64) -> Option<(&Segment, usize)> {
        if seq == 0 || seq > self.head.revision.seq {
            return None;
        }
        let at = self
            .segments
            .partition_point(|s| s.heading.first <= seq)
            .checked_sub(1)?;
        let segment = &self.segments[at];
        let index = segment
            .frames
            .partition_point(|f| f.first <= seq)
            .checked_sub(1)?;
        Some((segment, index))
    }

    /// Where the segment of this number lies, or would lie.
    pub fn path_of(&self, number: u32) -> PathBuf {
        self.dir.join(segment::segment_name(number))
    }

    /// A damage in this stream, at the entry that would come next.
    pub fn damage(&self, segment: u32, frame: u32, what: DamageKind) -> StoreError {
        let (device, seq) = (self.device, self.head.revision.seq + 1);
        Damage {
            device,
            segment,
            frame,
            seq,
            what,
        }
        .into()
    }
}

/// Writes a stream anew from whole frames that follow from one another. Durable when this
/// returns; one fdatasync a segment, since nothing of it counts before the whole store does.
pub(in super::super) fn rewrite(
    files: &dyn Files,
    dir: &Path,
    (store, device): ([u8; 16], DeviceId),
    limit: u64,
    frames: &mut dyn Iterator<Item = Result<Vec<u8>, StoreError>>,
) -> Result<(), StoreError> {
    let io = StoreError::io;
    let mut stream = Stream::create(files, dir, store, device)?;
    for frame in frames {
        let frame = frame?;
        let Some(heading) = frame::Heading::read(&frame) else {
            return Err(stream.damage(0, 0, DamageKind::Changed));
        };
        let segment = stream.segments.last_mut();
        let full = segment.is_some_and(|s| {
            s.length > segment::HEADING as u64 && s.length + frame.len() as u64 > limit
        });
        if full {
            stream.settle()?;
            stream.next_segment(files).map_err(|(e, _)| e)?;
        }
        if let (Some(writer), Some(segment)) = (&mut stream.writer, stream.segments.last_mut()) {
            writer.append(&frame).map_err(io("journal"))?;
            segment.length += frame.len() as u64;
        }
        stream.head = Head {
            revision: Revision {
                device,
                seq: heading.first + u64::from(heading.entries) - 1,
            },
            chain: heading.chain,
        };
    }
    stream.settle()
}
