//! Making a backup: copy what is not there, read it all back, then give the manifest its name.

use super::manifest::{Listed, Manifest, Place};
use super::site::{Site, folder};
use super::{BackupError, Going, LastBackup, Snapshot, check, keep, share};
use crate::store::StoreError;
use crate::store::files::{Files, sync_names};
use crate::store::journal::{DeviceId, SegmentAt};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// A backup that was made, read back, and found good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    /// Its folder.
    pub dir: PathBuf,
    /// When, in milliseconds since 1970.
    pub time: u64,
    /// How many entries of the journal it holds.
    pub entries: u64,
    /// Records in it, retired ones too.
    pub records: u64,
    /// Bytes in its files.
    pub bytes: u64,
    /// Bytes that had to be copied.
    pub copied: u64,
    /// Whether it lies on another file system than the store, and so off the machine or at least
    /// off its disk.
    pub off: bool,
    /// Older backups that it replaced.
    pub removed: usize,
}

/// The digests of segments that older backups list: whose, number, length.
type Known = BTreeMap<(DeviceId, u32, u64), Listed>;

impl Snapshot {
    /// Backs up into a folder below `into`, at this time in milliseconds since 1970.
    ///
    /// # Errors
    /// No such folder, the medium is full or fails, this store does not follow what stands there,
    /// cancelled. The older backups are as they were.
    pub fn back_up(
        &self,
        into: &Path,
        time: u64,
        going: Going<'_>,
    ) -> Result<BackedUp, StoreError> {
        let files = &*self.files;
        if !files.exists(into) {
            return Err(BackupError::NoFolder.into());
        }
        if into.starts_with(&self.root) {
            return Err(BackupError::Inside.into());
        }
        let dir = folder(into, &self.header.store);
        let medium = |e: io::Error| StoreError::from(BackupError::medium(e));
        files.make_dir(&dir).map_err(medium)?;
        sync_names(files, into).map_err(medium)?;
        let site = Site::read(self.files.clone(), &dir)?;
        site.must_follow(self.own, &self.heads)?;
        let known = known(&site.manifests);
        let mut work = Work::new(self, &dir, going);
        let manifest = Manifest {
            number: site.next(),
            store: self.header.store,
            device: self.header.device,
            time,
            heads: self.heads.clone(),
            records: self.records.clone(),
            files: work.files(&known)?,
        };
        work.settle(&manifest)?;
        let off = files.device(&dir).ok() != files.device(&self.root).ok();
        let was = LastBackup::read(files, &self.root);
        let last = LastBackup {
            any: Some(time),
            off: if off { Some(time) } else { was.off },
            entries: manifest.entries(),
        };
        let copied = work.copied;
        // What is good is good, whether or not this computer has room to remember it, which only
        // means that it reminds too early, and whether or not the old can be cleared away.
        let _ = last.write(files, &self.root);
        let removed = Site::read(self.files.clone(), &dir).map_or(0, |site| site.rotate());
        Ok(BackedUp {
            dir,
            time,
            entries: manifest.entries(),
            records: manifest.records.iter().map(|(_, n)| n).sum(),
            bytes: manifest.bytes(),
            copied,
            off,
            removed,
        })
    }
}

impl Snapshot {
    /// Whether this store may back up into `into`: nothing there may be unknown to it. A folder
    /// without backups of this store is as good as any.
    ///
    /// # Errors
    /// The office goes on elsewhere, the backup is ahead, the medium fails.
    pub fn must_follow(&self, into: &Path) -> Result<(), StoreError> {
        let dir = folder(into, &self.header.store);
        if !self.files.exists(&dir) {
            return Ok(());
        }
        let site = Site::read(self.files.clone(), &dir)?;
        Ok(site.must_follow(self.own, &self.heads)?)
    }
}

fn known(manifests: &[Manifest]) -> Known {
    let mut known = Known::new();
    for listed in manifests.iter().flat_map(|m| &m.files) {
        if let Place::Segment(device, number) = listed.place {
            known.insert((device, number, listed.length), listed.clone());
        }
    }
    known
}

/// A backup in the making.
struct Work<'a> {
    snapshot: &'a Snapshot,
    dir: &'a Path,
    going: Going<'a>,
    done: u64,
    total: u64,
    copied: u64,
}

impl<'a> Work<'a> {
    fn new(snapshot: &'a Snapshot, dir: &'a Path, going: Going<'a>) -> Self {
        let bytes: u64 = snapshot.segments.iter().map(|s| s.length).sum();
        Self {
            snapshot,
            dir,
            going,
            done: 0,
            total: bytes * 2, // once there, and once more for the chain
            copied: 0,
        }
    }

    fn disk(&self) -> &'a dyn Files {
        &*self.snapshot.files
    }

    fn tell(&mut self, bytes: u64) -> Result<(), StoreError> {
        self.done = (self.done + bytes).min(self.total);
        match (self.going)(self.done, self.total) {
            true => Ok(()),
            false => Err(StoreError::Cancelled),
        }
    }

    /// Sees to it that every file is there, and lists them.
    fn files(&mut self, known: &Known) -> Result<Vec<Listed>, StoreError> {
        let snapshot = self.snapshot;
        let mut all = Vec::new();
        let header = snapshot.header.to_bytes()?;
        all.push(self.file(Place::Header, &header)?);
        for (name, bytes) in &snapshot.slots {
            all.push(self.file(Place::Slot(name.clone()), bytes)?);
        }
        for segment in &snapshot.segments {
            let key = (segment.device, segment.number, segment.length);
            let there = known.get(&key).filter(|listed| self.reads_well(listed));
            all.push(match there {
                Some(listed) => listed.clone(),
                None => self.segment(segment)?,
            });
            self.tell(segment.length)?;
        }
        sync_names(self.disk(), self.dir).map_err(BackupError::medium)?;
        Ok(all)
    }

    fn segment(&mut self, at: &SegmentAt) -> Result<Listed, StoreError> {
        let bytes = self.disk().read_at(&at.path, 0, at.length as usize);
        let bytes = bytes.map_err(StoreError::io("journal"))?;
        self.file(Place::Segment(at.device, at.number), &bytes)
    }

    /// Whether a file is there and is what was written.
    fn reads_well(&self, listed: &Listed) -> bool {
        let bytes = self.disk().read(&self.dir.join(listed.name()));
        bytes.is_ok_and(|bytes| listed.is(&bytes))
    }

    /// Puts one file there, unless it is, and reads it back.
    fn file(&mut self, place: Place, bytes: &[u8]) -> Result<Listed, StoreError> {
        let (disk, listed) = (self.disk(), Listed::of(place, bytes));
        let name = listed.name();
        let path = self.dir.join(&name);
        if self.reads_well(&listed) {
            return Ok(listed);
        }
        let medium = |e: io::Error| StoreError::from(BackupError::medium(e));
        self.write(&name, bytes)?;
        if disk.exists(&path) {
            disk.remove(&path).map_err(medium)?; // it had rotted
        }
        let part = self.dir.join(part(&name));
        disk.rename(&part, &path).map_err(medium)?;
        self.copied += listed.length;
        disk.forget(&path);
        match self.reads_well(&listed) {
            true => Ok(listed),
            false => Err(BackupError::Damaged { file: name }.into()),
        }
    }

    /// Writes a file under its passing name, synced.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let (disk, path) = (self.disk(), self.dir.join(part(name)));
        let medium = |e: io::Error| StoreError::from(BackupError::medium(e));
        if disk.exists(&path) {
            disk.remove(&path).map_err(medium)?; // an earlier attempt ended here
        }
        let written = disk.create(&path).and_then(|mut file| {
            file.append(bytes)?;
            file.sync()
        });
        written.map_err(|e| {
            let _ = disk.remove(&path); // the room is better used
            medium(e)
        })
    }

    /// Opens what was made, and only then gives the manifest its name.
    fn settle(&mut self, manifest: &Manifest) -> Result<(), StoreError> {
        let (disk, name) = (self.disk(), manifest.name());
        let bytes = manifest.to_bytes()?;
        self.write(&name, &bytes)?;
        let path = self.dir.join(part(&name));
        disk.forget(&path);
        let back = disk.read(&path).map_err(BackupError::medium)?;
        if back != bytes {
            return Err(BackupError::Damaged { file: name }.into());
        }
        let (half, total) = (self.total / 2, self.total);
        let going = &mut self.going;
        let files = self.snapshot.files.clone();
        check(files, self.dir, manifest, &mut |done, all| {
            going(half + share(half, done, all), total)
        })?;
        disk.rename(&path, &self.dir.join(&name))
            .and_then(|()| sync_names(disk, self.dir))
            .map_err(|e| BackupError::medium(e).into())
    }
}

fn part(name: &str) -> String {
    format!("{name}.part")
}

impl Site {
    /// Clears away the backups that the rotation does not keep, then the files that no manifest
    /// lists; how many backups went. To be called only when the newest was read back and is good.
    fn rotate(&self) -> usize {
        if self.newer {
            return 0;
        }
        let times: Vec<(u64, u64)> = self.manifests.iter().map(|m| (m.number, m.time)).collect();
        let kept = keep(&times);
        let (stay, go): (Vec<&Manifest>, Vec<&Manifest>) = self
            .manifests
            .iter()
            .partition(|m| kept.contains(&m.number));
        let names = go.iter().map(|m| m.name());
        for name in names.chain(self.broken.iter().cloned()) {
            let _ = self.files.remove(&self.dir.join(name));
        }
        // A manifest that came back after a power cut must find its files.
        if sync_names(&*self.files, &self.dir).is_err() {
            return 0;
        }
        let wanted: BTreeSet<String> = stay
            .iter()
            .flat_map(|m| &m.files)
            .map(Listed::name)
            .collect();
        let ours = |n: &&String| n.ends_with(".tdb") || n.ends_with(".part");
        for name in self
            .files
            .list(&self.dir)
            .unwrap_or_default()
            .iter()
            .filter(ours)
        {
            if !wanted.contains(name) {
                let _ = self.files.remove(&self.dir.join(name));
            }
        }
        go.len()
    }
}
