//! Rescue: everything of a store that can still be read, out of whatever is left of it.
//!
//! Any bytes are searched for whole frames, headers and key slots: folders, copies, single files,
//! images of disks. What hangs together from the first entry on becomes a new store; what lies
//! behind a gap is full after-images, and is given back as records beside it. The sources are
//! never written to. Only the list of frames is kept in memory, not what is in them.

use super::error::StoreError;
use super::files;
use super::header::Header;
use super::index::Rec;
use super::journal::{
    DeviceId, Entry, Group, Head, ItemOp, Journal, Piece, Revision, carve, entries, follow,
    genesis, rewrite,
};
use super::keys::{self, Keyring, Secret};
use super::{Options, Store, StoreId, Stored};
use crate::domain::book::Kind;
use crate::schema::Id;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// What the sources hold, as far as it can be known without a key.
#[derive(Default)]
pub struct Salvage {
    files: Vec<PathBuf>,
    frames: Vec<Found>,
    seen: HashSet<(DeviceId, u64, [u8; 32])>,
    headers: Vec<Header>,
    stores: BTreeSet<StoreId>,
    /// By the source that they were named in: an older copy may hold slots that were taken away.
    slots: Vec<(usize, Vec<u8>)>,
    saved: Vec<Head>,
    unreadable: u64,
}

/// Where a whole frame lies.
#[derive(Clone, Copy)]
struct Found {
    file: usize,
    offset: u64,
    length: usize,
    device: DeviceId,
    first: u64,
    entries: u64,
}

impl Found {
    fn place(&self) -> (usize, u64) {
        (self.file, self.offset)
    }
}

/// What came of a rescue.
#[derive(Debug)]
pub struct Rescued {
    /// Each stream of the store.
    pub streams: Vec<RescuedStream>,
    /// Records that only stand behind a gap, or stand there newer than before it.
    pub loose: Vec<Stored>,
    /// How many different whole frames there were in all.
    pub frames: u64,
    /// How many bytes of the sources could not be read.
    pub unreadable: u64,
}

/// One stream, as far as it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RescuedStream {
    /// Whose.
    pub device: DeviceId,
    /// So many entries from the first on hang together; they are in the new store.
    pub kept: u64,
    /// So many more are whole and can be read, but do not hang together with those.
    pub loose: u64,
    /// What is missing: from which entry to which.
    pub missing: Vec<(u64, u64)>,
}

/// Told how many bytes of a source have been searched.
type Told<'a> = &'a mut dyn FnMut(u64);

impl Salvage {
    /// Searches folders and files, those named first going before the others where they differ.
    ///
    /// # Errors
    /// A source is not there or may not be read at all; places in it that can't be read are
    /// counted instead.
    pub fn scan(sources: &[PathBuf], told: Told<'_>) -> Result<Self, StoreError> {
        let mut salvage = Self::default();
        let mut searched = 0;
        for (number, source) in sources.iter().enumerate() {
            let mut paths = Vec::new();
            below(source, &mut paths).map_err(StoreError::io("rescue"))?;
            for path in paths {
                salvage.search(number, path, &mut searched, told)?;
            }
        }
        Ok(salvage)
    }

    fn search(
        &mut self,
        source: usize,
        path: PathBuf,
        searched: &mut u64,
        told: Told<'_>,
    ) -> Result<(), StoreError> {
        let opened = File::open(&path).map_err(StoreError::io("rescue"))?;
        if path.file_name().is_some_and(|n| n == "saved") {
            let heads = super::open::saved(&files::Disk, path.parent().unwrap_or(&path));
            self.saved.extend(heads);
        }
        let file = self.files.len();
        let mut read = |offset: u64, out: &mut [u8]| {
            let n = opened.read_at(out, offset)?;
            *searched += n as u64;
            told(*searched);
            Ok(n)
        };
        let unreadable = carve(&mut read, &mut |offset, piece| match piece {
            Piece::Frame(bytes) => self.frame(file, offset, bytes),
            Piece::Segment(heading) => {
                self.stores.insert(heading.store);
            }
            Piece::Header(header) => {
                self.stores.insert(header.store);
                self.headers.push(header);
            }
            Piece::Key(bytes) => self.slots.push((source, bytes.to_vec())),
        });
        self.unreadable += unreadable;
        self.files.push(path);
        Ok(())
    }

    fn frame(&mut self, file: usize, offset: u64, bytes: &[u8]) {
        let Some(entries) = entries(bytes) else {
            return;
        };
        let (Some(head), Some(last)) = (entries.first(), entries.last()) else {
            return;
        };
        let Revision { device, seq: first } = head.revision;
        let in_order = |(e, seq): (&Entry, u64)| e.revision == Revision { device, seq };
        if entries.iter().zip(first..).all(in_order)
            && self.seen.insert((device, first, last.chain))
        {
            self.frames.push(Found {
                file,
                offset,
                length: bytes.len(),
                device,
                first,
                entries: entries.len() as u64,
            });
        }
    }

    /// Whether the sources are those of an invented store.
    pub fn demo(&self) -> bool {
        !self.headers.is_empty() && self.headers.iter().all(|h| h.demo)
    }

    /// How many different whole frames there are.
    pub fn frames(&self) -> usize {
        self.frames.len()
    }

    /// Writes what hangs together into a new data folder, which opens with the same slots and
    /// goes on under a new device.
    ///
    /// # Errors
    /// Nothing was found, no slot opens, the folder is not empty, or the disk fails.
    pub fn write(
        &self,
        out: &Path,
        secret: &Secret,
        options: &Options,
    ) -> Result<Rescued, StoreError> {
        let disk = &*options.files;
        if self.frames.is_empty() || self.stores.is_empty() {
            return Err(StoreError::NothingToRescue);
        }
        if disk.exists(out) && !disk.list(out).map_err(StoreError::io("folder"))?.is_empty() {
            return Err(StoreError::NotEmpty);
        }
        let (store, ring, slots) = self.unlock(secret, options)?;
        let plan = self.plan(&store, &ring)?;
        files::make_dirs(disk, &out.join("keys")).map_err(StoreError::io("keys"))?;
        keys::place(disk, &out.join("keys"), &slots)?;
        for (device, stream) in &plan.streams {
            let dir = out.join("journal").join(device.to_string());
            let mut frames = stream.kept.iter().map(|found| self.read(found));
            let limit = options.segment_bytes;
            rewrite(disk, &dir, (store, *device), limit, &mut frames)?;
        }
        let known = self.headers.iter().find(|h| h.store == store);
        let header = Header {
            store,
            device: DeviceId(options.bytes()),
            area: known.map_or_else(String::new, |h| h.area.clone()),
            demo: known.is_some_and(|h| h.demo),
            created: known.map_or_else(|| (options.clock)(), |h| h.created),
        };
        let journal = out.join("journal");
        let own = (store, header.device);
        Journal::create(
            options.files.clone(),
            &journal,
            own.0,
            own.1,
            options.segment_bytes,
        )?;
        // Last, as in the making of any store: without it there is none.
        header.write(disk, out)?;
        let opened = Store::open(out, secret, options)?;
        let loose = plan.loose.into_values().flatten();
        let newer = |stored: &Stored| {
            let now = opened.get(stored.record.kind(), stored.id);
            Ok::<_, StoreError>(now?.is_none_or(|now| now.time < stored.time))
        };
        let mut kept = Vec::new();
        for stored in loose {
            if newer(&stored)? {
                kept.push(stored);
            }
        }
        opened.close();
        Ok(Rescued {
            streams: plan.streams.iter().map(|(d, s)| s.told(*d)).collect(),
            loose: kept,
            frames: self.frames.len() as u64,
            unreadable: self.unreadable,
        })
    }

    /// The store that the secret opens, its keys, and the slots of the first source that has one
    /// it opens.
    fn unlock(
        &self,
        secret: &Secret,
        options: &Options,
    ) -> Result<(StoreId, Keyring, Vec<Vec<u8>>), StoreError> {
        let sources: BTreeSet<usize> = self.slots.iter().map(|(source, _)| *source).collect();
        for source in sources {
            let of_it = self.slots.iter().filter(|(s, _)| *s == source);
            let slots: Vec<Vec<u8>> = of_it.map(|(_, bytes)| bytes.clone()).collect();
            for store in &self.stores {
                match keys::Folder::found(options, store, &slots).open(secret) {
                    Ok((opened, _)) => return Ok((*store, opened.ring, slots)),
                    Err(StoreError::WrongPassphrase) => {}
                    Err(other) => return Err(other),
                }
            }
        }
        Err(StoreError::WrongPassphrase)
    }

    fn read(&self, found: &Found) -> Result<Vec<u8>, StoreError> {
        let mut bytes = vec![0; found.length];
        File::open(&self.files[found.file])
            .and_then(|file| file.read_exact_at(&mut bytes, found.offset))
            .map_err(StoreError::io("rescue"))?;
        Ok(bytes)
    }

    fn entries(&self, found: &Found) -> Result<Vec<Entry>, StoreError> {
        // It was whole when it was found; a source that changed meanwhile has lost it.
        Ok(entries(&self.read(found)?).unwrap_or_default())
    }

    /// Which frames hang together, and what stands in the others.
    fn plan(&self, store: &StoreId, ring: &Keyring) -> Result<Plan, StoreError> {
        let mut by_device: BTreeMap<DeviceId, BTreeMap<u64, Vec<&Found>>> = BTreeMap::new();
        for found in &self.frames {
            let stream = by_device.entry(found.device).or_default();
            stream.entry(found.first).or_default().push(found);
        }
        let mut plan = Plan::default();
        for (device, frames) in by_device {
            let (kept, open_group) = self.chain(store, device, &frames)?;
            let end = kept.last().map_or(0, |f| f.first + f.entries - 1);
            let mut stream = PlannedStream {
                kept: kept.iter().map(|f| **f).collect(),
                ..PlannedStream::default()
            };
            let mut seen = Coverage(vec![(1, end)]);
            let held: HashSet<(usize, u64)> = kept.iter().map(|f| f.place()).collect();
            let loose = frames.values().flatten();
            let loose = loose.filter(|f| !held.contains(&f.place()));
            let mut reading = Reading::default();
            let mut whole = Vec::new();
            for found in loose {
                let entries = self.entries(found)?;
                if entries.iter().any(|e| reads(e, store, ring)) {
                    stream.loose += found.entries;
                    seen.0.push((found.first, found.first + found.entries - 1));
                    entries.iter().for_each(|e| reading.note(e));
                    whole.push(**found);
                }
            }
            let saved = self.saved.iter().filter(|h| h.revision.device == device);
            let known = saved.map(|h| h.revision.seq).max().unwrap_or(0);
            stream.missing = seen.missing(known);
            // A group whose end lies in the gap counts for nothing in the store; it was saved
            // whole all the same, as far as anybody can know.
            if let Some(first) = open_group.filter(|_| !stream.missing.is_empty()) {
                let parts = kept.iter().filter(|f| f.first + f.entries > first);
                whole.extend(parts.map(|f| **f));
            }
            for found in whole {
                for entry in self.entries(&found)? {
                    let counted = !held.contains(&found.place())
                        || open_group.is_some_and(|first| entry.revision.seq >= first);
                    if counted && !reading.abandoned(&entry) {
                        plan.take(&entry, store, ring);
                    }
                }
            }
            if !stream.kept.is_empty() || stream.loose > 0 {
                plan.streams.insert(device, stream);
            }
        }
        if plan.streams.is_empty() {
            return Err(StoreError::NothingToRescue);
        }
        Ok(plan)
    }

    /// The frames from the first entry on that follow from one another, and the first entry of a
    /// group that they leave open.
    fn chain<'a>(
        &self,
        store: &StoreId,
        device: DeviceId,
        frames: &BTreeMap<u64, Vec<&'a Found>>,
    ) -> Result<(Vec<&'a Found>, Option<u64>), StoreError> {
        let (mut kept, mut chain, mut next) = (Vec::new(), genesis(store, device), 1);
        let mut open_group = None;
        'frames: while let Some(candidates) = frames.get(&next) {
            for found in candidates {
                let entries = self.entries(found)?;
                if let Some(after) = follow(&entries, store, &chain) {
                    open_group = match entries.last().map(|e| e.group) {
                        Some(Group::Part(first)) => Some(first),
                        _ => None,
                    };
                    (chain, next) = (after, found.first + found.entries);
                    kept.push(*found);
                    continue 'frames;
                }
            }
            break;
        }
        Ok((kept, open_group))
    }
}

#[derive(Default)]
struct Plan {
    streams: BTreeMap<DeviceId, PlannedStream>,
    /// The newest state of each record behind the gaps; none where it was taken away.
    loose: BTreeMap<(Kind, Id), Option<Stored>>,
    /// When those were written.
    times: BTreeMap<(Kind, Id), (u64, Revision)>,
}

#[derive(Default)]
struct PlannedStream {
    kept: Vec<Found>,
    loose: u64,
    missing: Vec<(u64, u64)>,
}

impl PlannedStream {
    fn told(&self, device: DeviceId) -> RescuedStream {
        RescuedStream {
            device,
            kept: self.kept.iter().map(|f| f.entries).sum(),
            loose: self.loose,
            missing: self.missing.clone(),
        }
    }
}

impl Plan {
    fn take(&mut self, entry: &Entry, store: &StoreId, ring: &Keyring) {
        for item in &entry.items {
            let Some(kind) = Kind::from_code(item.kind) else {
                continue; // a newer program's kind: its bytes are in the sources still
            };
            if item.op == ItemOp::Mention {
                continue;
            }
            let at = (entry.time, entry.revision);
            let key = (kind, item.id);
            if self.times.get(&key).is_some_and(|was| *was > at) {
                continue;
            }
            let stored = match Rec::of(item, entry.revision, entry.time) {
                None => None,
                Some(rec) => match rec.open(store, ring, kind, &item.id) {
                    Ok(record) => Some(Stored {
                        id: item.id,
                        revision: entry.revision,
                        time: entry.time >> 16,
                        retired: rec.retired,
                        number: rec.number,
                        record,
                    }),
                    Err(_) => continue,
                },
            };
            self.times.insert(key, at);
            self.loose.insert(key, stored);
        }
    }
}

/// Whether an entry is one of this store: something sealed in it opens, which is bound to store
/// and place.
fn reads(entry: &Entry, store: &StoreId, ring: &Keyring) -> bool {
    let place = super::sealing::meta_place(store, entry.revision);
    ring.open(&entry.meta.sealed, &place).is_some()
        || entry.items.iter().any(|item| {
            let kind = Kind::from_code(item.kind);
            let rec = Rec::of(item, entry.revision, entry.time);
            let open = |(kind, rec): (Kind, Rec)| rec.open(store, ring, kind, &item.id).is_ok();
            kind.zip(rec).is_some_and(open)
        })
}

/// Which groups were begun and given up: another entry follows at once where the next part or
/// the end should be.
#[derive(Default)]
struct Reading {
    run: Option<(u64, u64)>,
    given_up: HashSet<u64>,
}

impl Reading {
    fn note(&mut self, entry: &Entry) {
        let seq = entry.revision.seq;
        let group = match entry.group {
            Group::None => None,
            Group::Part(first) | Group::End(first) => Some(first),
        };
        if let Some((first, last)) = self.run
            && seq == last + 1
            && group != Some(first)
        {
            self.given_up.insert(first);
        }
        self.run = match entry.group {
            Group::Part(first) => Some((first, seq)),
            _ => None,
        };
    }

    fn abandoned(&self, entry: &Entry) -> bool {
        matches!(entry.group, Group::Part(first) if self.given_up.contains(&first))
    }
}

/// Ranges of entries that are there.
struct Coverage(Vec<(u64, u64)>);

impl Coverage {
    /// What is not, up to the last that is there or was known to be.
    fn missing(mut self, known: u64) -> Vec<(u64, u64)> {
        self.0.sort_unstable();
        let mut missing = Vec::new();
        let mut next = 1;
        for (first, last) in self.0 {
            if first > next {
                missing.push((next, first - 1));
            }
            next = next.max(last + 1);
        }
        if known >= next {
            missing.push((next, known));
        }
        missing
    }
}

/// Every file below a path, the path itself if it is one.
fn below(path: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if !fs::metadata(path)?.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    let mut entries = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type()?;
        if kind.is_dir() {
            below(&entry.path(), found)?;
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_in_ranges() {
        let missing = |seen: &[(u64, u64)], known| Coverage(seen.to_vec()).missing(known);
        assert_eq!(missing(&[(1, 0)], 0), []);
        assert_eq!(missing(&[(1, 4)], 4), []);
        assert_eq!(missing(&[(1, 4)], 9), [(5, 9)]);
        assert_eq!(
            missing(&[(1, 0), (3, 4), (8, 8), (3, 5)], 8),
            [(1, 2), (6, 7)]
        );
    }
}
