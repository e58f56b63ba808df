//! The way back from a backup, on another computer or after the disk of this one was lost.
//!
//! A new store is made beside the place where it belongs, from the newest backup that is whole;
//! it is opened, compared with what the backup says, and put in place by a rename. A store that
//! stood there is kept under another name, never deleted. It goes on under a new device, so that
//! the old computer, should it come back, can't fork a chain.

use super::backup::{self, BackupError, Going, LastBackup, Manifest, Place, Shelf, Site};
use super::error::StoreError;
use super::files::{self, Files};
use super::header::Header;
use super::journal::{DeviceId, Journal};
use super::keys::{self, Secret};
use super::{Options, Store, open};
use crate::schema::Day;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A store that was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// When the backup was made, in milliseconds since 1970.
    pub time: u64,
    /// Entries of the journal that are back.
    pub entries: u64,
    /// Records that are back, retired ones too.
    pub records: u64,
    /// Newer backups that were not whole, by the file that is damaged.
    pub skipped: Vec<String>,
    /// Where the store that stood there is now.
    pub kept_as: Option<PathBuf>,
}

/// Restores the newest whole backup found in `from` as the store in `root`.
///
/// # Errors
/// No backup there, several offices' backups, none of them whole, wrong secret, a store there
/// already and no `replace`, that store in use, the disk fails, cancelled. Until this returns, what
/// stood in `root` stands there.
pub fn restore(
    from: &Path,
    root: &Path,
    secret: &Secret,
    replace: bool,
    options: &Options,
    going: Going<'_>,
) -> Result<Restored, StoreError> {
    let disk = &*options.files;
    let dir = match backup::find(disk, from).as_slice() {
        [] => return Err(BackupError::Nothing.into()),
        [dir] => dir.clone(),
        several => {
            let names = several.iter().filter_map(|d| d.file_name());
            let names = names.map(|n| n.to_string_lossy().into_owned());
            return Err(BackupError::Several(names.collect()).into());
        }
    };
    settle(disk, root)?;
    let was = disk.exists(&root.join("store"));
    if was && !replace {
        return Err(BackupError::HasStore.into());
    }
    let _lock = if was {
        Some(open::lock(disk, root)?)
    } else {
        clear(disk, root)?;
        None
    };
    let (manifest, skipped) = newest_whole(options, &dir, secret, going)?;
    let [stage, done] = stages(root);
    for left in [&stage, &done] {
        files::remove_all(disk, left).map_err(StoreError::io("folder"))?;
    }
    let shelf = Shelf::new(options.files.clone(), &dir, &manifest);
    fill(&stage, &shelf, &manifest, options, going)?;
    compare(&stage, &manifest, secret, options)?;
    let kept_as = switch(disk, root, was, (options.clock)())?;
    Ok(Restored {
        time: manifest.time,
        entries: manifest.entries(),
        records: manifest.records.iter().map(|(_, n)| n).sum(),
        skipped,
        kept_as,
    })
}

/// The newest backup that is whole and opens with this secret, and what is wrong with newer ones.
fn newest_whole(
    options: &Options,
    dir: &Path,
    secret: &Secret,
    going: Going<'_>,
) -> Result<(Manifest, Vec<String>), StoreError> {
    let site = Site::read(options.files.clone(), dir)?;
    let mut skipped = site.broken.clone();
    if site.newer && site.manifests.is_empty() {
        return Err(StoreError::Newer {
            what: "format",
            found: 0,
        });
    }
    for manifest in site.manifests.into_iter().rev() {
        let shelf = Arc::new(Shelf::new(options.files.clone(), dir, &manifest));
        // Asked before the long reading, for whoever mistyped it.
        let from_shelf = Options {
            files: shelf.clone(),
            ..options.clone()
        };
        let keys = keys::Folder::read(&from_shelf, Path::new("keys"), &manifest.store, 0)
            .and_then(|folder| folder.open(secret));
        match keys.map(drop) {
            Err(StoreError::KeysDamaged { .. }) => {}
            Err(error) if shelf.bad().is_none() => return Err(error),
            _ => {}
        }
        let total = manifest.bytes() * 2;
        let half = manifest.bytes();
        let checked = backup::check(options.files.clone(), dir, &manifest, &mut |done, all| {
            going(backup::share(half, done, all), total)
        });
        match checked {
            Ok(()) => {
                // An older one that has rotted is not what was passed over.
                skipped
                    .retain(|file| Manifest::number_of(file).is_none_or(|n| n > manifest.number));
                return Ok((manifest, skipped));
            }
            Err(StoreError::Backup(BackupError::Damaged { file })) => skipped.push(file),
            Err(error) => return Err(error),
        }
    }
    Err(match skipped.into_iter().next() {
        Some(file) => BackupError::Damaged { file }.into(),
        None => BackupError::Nothing.into(),
    })
}

/// Makes the store in `stage`: durable when it returns, and its header comes last.
fn fill(
    stage: &Path,
    shelf: &Shelf,
    manifest: &Manifest,
    options: &Options,
    going: Going<'_>,
) -> Result<(), StoreError> {
    let disk = &*options.files;
    let io = StoreError::io;
    files::make_dirs(disk, &stage.join("keys")).map_err(io("folder"))?;
    let (mut done, half) = (0, manifest.bytes());
    for listed in &manifest.files {
        done += listed.length;
        if listed.place == Place::Header {
            continue; // another one comes last
        }
        let bytes = shelf.read(&listed.path());
        let bytes = bytes.map_err(|e| match shelf.bad() {
            Some(file) => BackupError::Damaged { file },
            None => BackupError::medium(e),
        })?;
        let path = stage.join(listed.path());
        let folder = path.parent().unwrap_or(stage);
        files::make_dirs(disk, folder).map_err(io("folder"))?;
        let mut file = disk.create(&path).map_err(io("folder"))?;
        file.append(&bytes)
            .and_then(|()| file.sync())
            .and_then(|()| disk.sync_dir(folder))
            .map_err(io("folder"))?;
        if !going(half + done, half * 2) {
            return Err(StoreError::Cancelled);
        }
    }
    let device = DeviceId(options.bytes());
    Journal::create(
        options.files.clone(),
        &stage.join("journal"),
        manifest.store,
        device,
        options.segment_bytes,
    )?;
    open::save_heads(disk, stage, &manifest.heads)?;
    // What it came from is its last backup.
    let near = disk.device(stage).ok() == shelf.device(stage).ok();
    let last = LastBackup {
        any: Some(manifest.time),
        off: (!near).then_some(manifest.time),
        entries: manifest.entries(),
    };
    last.write(disk, stage)?;
    let header = Header::read(shelf, Path::new(""))?;
    Header { device, ..header }.write(disk, stage)
}

/// Opens what was made and holds it against what the backup says.
fn compare(
    stage: &Path,
    manifest: &Manifest,
    secret: &Secret,
    options: &Options,
) -> Result<(), StoreError> {
    let store = Store::open(stage, secret, options)?;
    let found = store.snapshot()?;
    let own = store.head().revision.device;
    let heads = found.heads().iter().filter(|h| h.revision.device != own);
    let same = heads.copied().collect::<Vec<_>>() == manifest.heads
        && found.records() == manifest.records
        && store.head().revision.seq == 0;
    store.close();
    if same {
        return Ok(());
    }
    let file = manifest.name();
    Err(BackupError::Damaged { file }.into())
}

/// Puts the store that was made in its place; where the one that stood there is now.
fn switch(
    disk: &dyn Files,
    root: &Path,
    was: bool,
    now: u64,
) -> Result<Option<PathBuf>, StoreError> {
    let io = StoreError::io;
    let [stage, done] = stages(root);
    let parent = root.parent().unwrap_or(Path::new(""));
    let rename = |from: &Path, to: &Path| {
        disk.rename(from, to)
            .and_then(|()| disk.sync_dir(parent))
            .map_err(io("folder"))
    };
    rename(&stage, &done)?; // from here on it is whole, and settled after a power cut
    let mut kept_as = None;
    if was {
        let day = Day::of_millis(now).iso();
        let kept = (1..)
            .map(|n| beside(root, &format!(".before-{day}-{n}")))
            .find(|path| !disk.exists(path))
            .expect("some number is free");
        rename(root, &kept)?;
        kept_as = Some(kept);
    }
    rename(&done, root)?; // should a cut take it back, `settle` does it again
    Ok(kept_as)
}

/// Ends a switch that a power cut broke off: the place is empty, and what belongs there is whole.
///
/// # Errors
/// The disk fails.
pub(super) fn settle(disk: &dyn Files, root: &Path) -> Result<(), StoreError> {
    let [_, done] = stages(root);
    if disk.exists(root) || !disk.exists(&done.join("store")) {
        return Ok(());
    }
    let parent = root.parent().unwrap_or(Path::new(""));
    disk.rename(&done, root)
        .and_then(|()| disk.sync_dir(parent))
        .map_err(StoreError::io("folder"))
}

/// Clears away what an unfinished making left; refuses a folder with anything else in it.
fn clear(disk: &dyn Files, root: &Path) -> Result<(), StoreError> {
    if !disk.exists(root) {
        let parent = root.parent().unwrap_or(Path::new(""));
        return files::make_dirs(disk, parent).map_err(StoreError::io("folder"));
    }
    open::only_ours(disk, root)?;
    open::clear_unfinished(disk, root)?;
    files::remove_all(disk, root).map_err(StoreError::io("folder"))
}

/// Where a store is made, and where it waits once it is whole.
fn stages(root: &Path) -> [PathBuf; 2] {
    [beside(root, ".restoring"), beside(root, ".restored")]
}

fn beside(root: &Path, ending: &str) -> PathBuf {
    let mut name = root.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    root.with_file_name(name)
}

/// A backup that somebody may restore, as it can be told without a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The folder of the office's backups.
    pub dir: PathBuf,
    /// The code of the division.
    pub area: String,
    /// Whether everything in it is invented.
    pub demo: bool,
    /// When the newest was made, in milliseconds since 1970.
    pub time: u64,
    /// Records in it, retired ones too.
    pub records: u64,
}

/// The offices that have backups in a folder. What can't be read is left out.
pub fn offices(files: &Arc<dyn Files>, from: &Path) -> Vec<Found> {
    let one = |dir: PathBuf| {
        let site = Site::read(files.clone(), &dir).ok()?;
        let newest = site.manifests.last()?;
        let shelf = Shelf::new(files.clone(), &dir, newest);
        let header = Header::read(&shelf, Path::new("")).ok()?;
        Some(Found {
            area: header.area,
            demo: header.demo,
            time: newest.time,
            records: newest.records.iter().map(|(_, n)| n).sum(),
            dir,
        })
    };
    backup::find(&**files, from)
        .into_iter()
        .filter_map(one)
        .collect()
}
