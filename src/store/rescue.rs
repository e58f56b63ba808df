//! Rescue: everything of a store that can still be read, out of whatever is left of it.
//!
//! Any bytes are searched for whole frames, headers and key slots: folders, copies, single files,
//! images of disks. What hangs together from the first entry on becomes a new store; what lies
//! behind a gap is full after-images, and is given back as records beside it. The sources are
//! never written to. Only the list of frames is kept in memory, not what is in them.

mod plan;

use super::error::StoreError;
use super::files;
use super::header::Header;
use super::journal::{DeviceId, Entry, Head, Journal, Piece, Revision, carve, entries, rewrite};
use super::keys::{self, Keyring, Secret};
use super::{Options, Store, StoreId, Stored};
use std::collections::{BTreeSet, HashSet};
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
