//! All the streams of a store: appending to its own, reading every one in order of time.

use super::super::codec::{self, CodecError};
use super::super::error::{Damage, DamageKind, StoreError};
use super::super::files::Files;
use super::entry::{DeviceId, ENTRY_LIMIT, Entry, Group, Revision};
use super::scan::Cut;
use super::stream::{Head, Segment, Stream};
use super::{entry, frame, segment};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A store's journal.
pub(in super::super) struct Journal {
    files: Arc<dyn Files>,
    store: [u8; 16],
    own: DeviceId,
    limit: u64,
    streams: BTreeMap<DeviceId, Stream>,
    stopped: bool,
    /// The frame that was read last. Frames never change, and whoever asks for an entry of a big
    /// change asks for its neighbours next.
    last: RefCell<Vec<Entry>>,
}

/// A segment file as it was noted at one moment.
#[derive(Clone, Debug)]
pub(in super::super) struct SegmentAt {
    pub device: DeviceId,
    pub number: u32,
    pub path: PathBuf,
    /// In bytes.
    pub length: u64,
}

/// What counts as one change: a single entry, or a group with its end.
pub(in super::super) struct Unit(pub Vec<Entry>);

/// What stands at a place of the journal.
pub(in super::super) enum Place {
    Heading(segment::Heading),
    Frame(Vec<Entry>),
}

impl Journal {
    /// The length of a segment in which nothing was ever saved.
    pub const EMPTY: usize = segment::HEADING;

    pub fn create(
        files: Arc<dyn Files>,
        dir: &Path,
        store: [u8; 16],
        own: DeviceId,
        limit: u64,
    ) -> Result<Self, StoreError> {
        let stream = Stream::create(&*files, &dir.join(own.to_string()), store, own)?;
        Ok(Self {
            files,
            store,
            own,
            limit,
            streams: [(own, stream)].into(),
            stopped: false,
            last: RefCell::default(),
        })
    }

    /// Finds every stream. Changes nothing; `saved` is how far each is known to have been saved.
    pub fn read(
        files: Arc<dyn Files>,
        dir: &Path,
        (store, own): ([u8; 16], DeviceId),
        limit: u64,
        saved: &[Head],
    ) -> Result<Self, StoreError> {
        match Self::look(files, dir, (store, own), limit, saved)? {
            (_, damages) if !damages.is_empty() => Err(damages[0].clone().into()),
            (journal, _) => Ok(journal),
        }
    }

    /// The same for a journal that may be damaged: of each stream what stands before its first
    /// damage, and those damages.
    pub fn look(
        files: Arc<dyn Files>,
        dir: &Path,
        (store, own): ([u8; 16], DeviceId),
        limit: u64,
        saved: &[Head],
    ) -> Result<(Self, Vec<Damage>), StoreError> {
        let names = match files.exists(dir) {
            true => files.list(dir).map_err(StoreError::io("journal"))?,
            false => Vec::new(),
        };
        let mut devices: Vec<DeviceId> = names.iter().filter_map(|n| DeviceId::parse(n)).collect();
        // A stream whose folder is gone is still met and named: ours, and those that were there.
        let known = saved.iter().map(|h| h.revision.device);
        devices.extend(std::iter::once(own).chain(known));
        devices.sort_unstable();
        devices.dedup();
        let (mut streams, mut damages) = (BTreeMap::new(), Vec::new());
        for device in devices {
            let path = dir.join(device.to_string());
            let saved = saved.iter().find(|h| h.revision.device == device);
            let whose = (device, device == own);
            let (stream, damage) = Stream::look(&*files, &path, store, whose, saved)?;
            streams.insert(device, stream);
            damages.extend(damage);
        }
        let journal = Self {
            files,
            store,
            own,
            limit,
            streams,
            stopped: false,
            last: RefCell::default(),
        };
        Ok((journal, damages))
    }

    /// Reads one stream as far as it is good, checking every digest and the chain; gives the
    /// first damage that its headings did not show.
    pub fn check(
        &self,
        device: DeviceId,
        mut each: impl FnMut(Entry),
    ) -> Result<Option<Damage>, StoreError> {
        let Some(stream) = self.streams.get(&device) else {
            return Ok(None);
        };
        let mut reader = Reader::new(self, device, stream);
        loop {
            match reader.entry() {
                Ok(Some(entry)) => each(entry),
                Ok(None) => return Ok(None),
                Err(StoreError::Damaged(damage)) => return Ok(Some(damage)),
                Err(other) => return Err(other),
            }
        }
    }

    /// Cuts off an unfinished end, which only this device's own stream can have.
    pub fn mend(&mut self) -> Result<Option<Cut>, StoreError> {
        let files = self.files.clone();
        self.own_mut().mend(&*files)
    }

    fn own_ref(&self) -> &Stream {
        self.streams
            .get(&self.own)
            .expect("the own stream is made or read with the journal")
    }

    fn own_mut(&mut self) -> &mut Stream {
        self.streams
            .get_mut(&self.own)
            .expect("the own stream is made or read with the journal")
    }

    /// How far the own stream goes.
    pub fn head(&self) -> Head {
        self.own_ref().head
    }

    /// How far every stream goes.
    pub fn heads(&self) -> Vec<Head> {
        self.streams.values().map(|s| s.head).collect()
    }

    /// Every segment file: whose, its number, where, and how many bytes of it are good. Bytes up
    /// to there never change, so that they may be copied while more is appended.
    pub fn segments(&self) -> Vec<SegmentAt> {
        let of = |(device, stream): (&DeviceId, &Stream)| {
            let device = *device;
            let at = move |s: &Segment| SegmentAt {
                device,
                number: s.heading.number,
                path: s.path.clone(),
                length: s.length,
            };
            stream.segments.iter().map(at).collect::<Vec<_>>()
        };
        self.streams.iter().flat_map(of).collect()
    }

    /// The newest time in any stream.
    pub fn last_time(&self) -> Result<u64, StoreError> {
        let mut last = 0;
        for head in self.heads().into_iter().filter(|h| h.revision.seq > 0) {
            last = last.max(self.entry(head.revision)?.time);
        }
        Ok(last)
    }

    /// How many entries there are.
    pub fn entries(&self) -> u64 {
        self.streams.values().map(|s| s.head.revision.seq).sum()
    }

    /// Whether a write could not be confirmed.
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Appends entries as one frame; they are saved when this returns. Sets their chains.
    pub fn append(&mut self, entries: &mut [Entry]) -> Result<(), StoreError> {
        if self.stopped {
            return Err(StoreError::Stopped);
        }
        let mut chain = self.head().chain;
        let mut packed = Vec::with_capacity(entries.len());
        for entry in entries.iter_mut() {
            let too_large = |_: CodecError| StoreError::TooLarge;
            chain = entry.chained(&self.store, &chain).map_err(too_large)?;
            entry.chain = chain;
            packed.push(codec::pack(entry, ENTRY_LIMIT).map_err(too_large)?);
        }
        let (files, limit) = (self.files.clone(), self.limit);
        self.own_mut()
            .append(&*files, limit, &packed, chain)
            .map_err(|(error, stop)| {
                self.stopped |= stop;
                error
            })
    }

    /// One entry.
    pub fn entry(&self, revision: Revision) -> Result<Entry, StoreError> {
        let known = |entries: &[Entry]| entries.iter().find(|e| e.revision == revision).cloned();
        if let Some(entry) = known(&self.last.borrow()) {
            return Ok(entry);
        }
        let entries = self.frame_of(revision)?;
        let found = known(&entries).ok_or_else(|| self.damage_at(revision, DamageKind::Order))?;
        *self.last.borrow_mut() = entries;
        Ok(found)
    }

    /// All the entries that were saved together with this one.
    fn frame_of(&self, revision: Revision) -> Result<Vec<Entry>, StoreError> {
        let stream = self
            .streams
            .get(&revision.device)
            .ok_or(StoreError::NoEntry { revision })?;
        let (segment, index) = stream
            .find(revision.seq)
            .ok_or(StoreError::NoEntry { revision })?;
        let at = segment.frames[index];
        let bytes = self
            .files
            .read_at(&segment.path, at.offset, at.length as usize);
        let bytes = bytes.map_err(StoreError::io("journal"))?;
        if !frame::is_whole(&bytes) {
            return Err(self.damage_at(revision, DamageKind::Changed));
        }
        frame::entries(&bytes).ok_or_else(|| self.damage_at(revision, DamageKind::Changed))
    }

    /// A damage at an entry's place.
    pub fn damage_at(&self, revision: Revision, what: DamageKind) -> StoreError {
        let place = self
            .streams
            .get(&revision.device)
            .and_then(|s| s.find(revision.seq));
        let (segment, frame) = place.map_or((0, 0), |(s, i)| (s.heading.number, i as u32 + 1));
        Damage {
            device: revision.device,
            segment,
            frame,
            seq: revision.seq,
            what,
        }
        .into()
    }

    /// What stands where a damage is, as far as it is whole: a frame, or a segment's heading.
    pub fn at(&self, damage: &Damage) -> Option<Place> {
        let stream = self.streams.get(&damage.device)?;
        let path = stream.path_of(damage.segment);
        let bytes = self.files.read(&path).ok()?;
        if damage.frame == 0 {
            return segment::Heading::read(&bytes).ok().map(Place::Heading);
        }
        let frames = stream.segments.iter().find(|s| s.path == path);
        let frames = frames.map_or(&[][..], |s| &s.frames);
        let at = match (damage.frame as usize).checked_sub(1)? {
            index if index < frames.len() => frames[index].offset as usize,
            _ => frames
                .last()
                .map_or(segment::HEADING, |f| f.offset as usize + f.length as usize),
        };
        let rest = bytes.get(at..)?;
        let frame = rest.get(..frame::Heading::read(rest)?.total())?;
        let whole = frame::is_whole(frame).then(|| frame::entries(frame))?;
        whole.map(Place::Frame)
    }

    /// The entries of every stream from the newest back, a frame at a time, until `each` says so:
    /// what another device did before a backup was restored can be undone here too.
    pub fn backwards(
        &self,
        mut each: impl FnMut(Entry) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let mut ends: Vec<(Revision, Vec<Entry>)> = Vec::new();
        for head in self.heads() {
            ends.push((head.revision, Vec::new()));
        }
        loop {
            for (next, entries) in &mut ends {
                if entries.is_empty() && next.seq > 0 {
                    *entries = self.frame_of(*next)?;
                    next.seq = entries.first().map_or(0, |e| e.revision.seq - 1);
                }
            }
            let newest = ends
                .iter_mut()
                .filter_map(|(_, entries)| {
                    let last = entries.last()?;
                    Some(((last.time, last.revision), entries))
                })
                .max_by_key(|(at, _)| *at);
            let Some(entry) = newest.and_then(|(_, entries)| entries.pop()) else {
                return Ok(());
            };
            if !each(entry)? {
                return Ok(());
            }
        }
    }

    /// Every change of every stream in order of time, chain checked. Entries of a group without
    /// its end are left out. All streams agree on the order, whoever reads them.
    pub fn units(
        &self,
        mut each: impl FnMut(Unit) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut readers = Vec::new();
        for (device, stream) in &self.streams {
            let mut reader = Reader::new(self, *device, stream);
            if let Some(unit) = reader.unit()? {
                readers.push((unit, reader));
            }
        }
        while let Some(i) = (0..readers.len()).min_by_key(|i| {
            let first = &readers[*i].0.0[0];
            (first.time, first.revision)
        }) {
            let next = readers[i].1.unit()?;
            let unit = match next {
                Some(next) => std::mem::replace(&mut readers[i].0, next),
                None => readers.remove(i).0,
            };
            each(unit)?;
        }
        Ok(())
    }
}

/// Reads one stream from its beginning, checking every digest and the chain.
struct Reader<'a> {
    journal: &'a Journal,
    device: DeviceId,
    stream: &'a Stream,
    segment: usize,
    frame: usize,
    bytes: Vec<u8>,
    ready: VecDeque<Entry>,
    chain: [u8; 32],
    seq: u64,
    group: Vec<Entry>,
}

impl<'a> Reader<'a> {
    fn new(journal: &'a Journal, device: DeviceId, stream: &'a Stream) -> Self {
        let chain = entry::genesis(&journal.store, device);
        let (bytes, ready, group) = (Vec::new(), VecDeque::new(), Vec::new());
        Self {
            journal,
            device,
            stream,
            segment: 0,
            frame: 0,
            bytes,
            ready,
            chain,
            seq: 0,
            group,
        }
    }

    fn damage(&self, what: DamageKind) -> StoreError {
        self.journal.damage_at(
            Revision {
                device: self.device,
                seq: self.seq + 1,
            },
            what,
        )
    }

    fn entry(&mut self) -> Result<Option<Entry>, StoreError> {
        while self.ready.is_empty() {
            let Some(segment) = self.stream.segments.get(self.segment) else {
                return Ok(None);
            };
            let Some(at) = segment.frames.get(self.frame) else {
                (self.segment, self.frame) = (self.segment + 1, 0);
                self.bytes = Vec::new();
                continue;
            };
            if self.frame == 0 {
                self.bytes = self
                    .journal
                    .files
                    .read(&segment.path)
                    .map_err(StoreError::io("journal"))?;
            }
            let start = at.offset as usize;
            let frame = self
                .bytes
                .get(start..start + at.length as usize)
                .filter(|f| frame::is_whole(f));
            let entries = frame.and_then(frame::entries);
            self.ready = entries
                .ok_or_else(|| self.damage(DamageKind::Changed))?
                .into();
            self.frame += 1;
        }
        let Some(entry) = self.ready.pop_front() else {
            return Ok(None);
        };
        if entry.revision.device != self.device {
            return Err(self.damage(DamageKind::Foreign));
        }
        match entry.revision.seq.cmp(&(self.seq + 1)) {
            std::cmp::Ordering::Less => return Err(self.damage(DamageKind::Order)),
            std::cmp::Ordering::Greater => return Err(self.damage(DamageKind::Gap)),
            std::cmp::Ordering::Equal => {}
        }
        let chain = entry.chained(&self.journal.store, &self.chain);
        if !entry.digests_hold() || chain.ok() != Some(entry.chain) {
            return Err(self.damage(DamageKind::Chain));
        }
        (self.chain, self.seq) = (entry.chain, entry.revision.seq);
        Ok(Some(entry))
    }

    fn unit(&mut self) -> Result<Option<Unit>, StoreError> {
        while let Some(entry) = self.entry()? {
            // A group is written without a break, so another beginning means it has no end.
            let of = |e: &Entry| match e.group {
                Group::None => None,
                Group::Part(first) | Group::End(first) => Some(first),
            };
            if self.group.first().is_some_and(|g| of(g) != of(&entry)) {
                self.group.clear();
            }
            match entry.group {
                Group::None => return Ok(Some(Unit(vec![entry]))),
                Group::Part(_) => self.group.push(entry),
                Group::End(_) => {
                    self.group.push(entry);
                    return Ok(Some(Unit(std::mem::take(&mut self.group))));
                }
            }
        }
        Ok(None)
    }
}
