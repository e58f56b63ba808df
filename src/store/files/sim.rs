//! A disk in memory that loses power as badly as a real one may.
//!
//! For tests only. What was synced is kept. Of what was not, a power cut keeps each 512-byte
//! sector or not, in any order, with zeros where a sector never arrived and with the new length
//! or the old; names that were made, changed or removed since their folder was last synced are
//! kept or lost, each by itself, and so are other names that folders got. (A folder that was removed
//! stays so: the store removes only what an unfinished making left, and makes it anew at once.)
//! Either the dice say which, or every way is gone in turn.

mod power;

use super::{Files, Locking, Writer};
use power::{Choose, Dice, Every, Inode};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

/// One thing that was asked of the disk, for tests about order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// Bytes were added to this file.
    Append(PathBuf),
    /// This file was synced.
    Sync(PathBuf),
    /// The names of this folder were synced.
    SyncDir(PathBuf),
    /// Something the test wants to see in the same list.
    Note(&'static str),
}

/// The disk in memory. Clones are handles to the same disk.
#[derive(Clone, Default)]
pub struct SimDisk(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    inodes: Vec<Inode>,
    dirs: BTreeMap<PathBuf, Dir>,
    /// Folders that were given other names since the folder above was synced: from, to.
    moved: Vec<(PathBuf, PathBuf)>,
    locks: BTreeSet<PathBuf>,
    log: Vec<Op>,
    steps: u64,
    dies_at: Option<u64>,
    fails_sync: Option<u64>,
    room: Option<u64>,
    deaf: Option<Deaf>,
    refuses: Option<ErrorKind>,
}

/// A fault built into the disk, which tests must notice: it says yes to a sync and does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deaf {
    /// To every sync of a file.
    Files,
    /// To every sync of a folder.
    Folders,
    /// To the sync of a file that is then renamed into its place.
    BeforeRename,
}

#[derive(Clone, Default)]
struct Dir {
    kept: BTreeMap<String, usize>,
    live: BTreeMap<String, usize>,
    /// What happened to the names since the folder was synced: name, and the file it now means.
    pending: Vec<(String, Option<usize>)>,
    /// Whether its own name is durable in the folder above.
    named: bool,
}

impl Dir {
    /// A folder with these names, all durable.
    fn settled(names: BTreeMap<String, usize>) -> Self {
        Self {
            kept: names.clone(),
            live: names,
            pending: Vec::new(),
            named: true,
        }
    }

    /// The names that a power cut leaves: of those changed since the last sync any, in whatever
    /// order they were changed.
    fn left(&self, choose: &mut dyn Choose) -> BTreeMap<String, usize> {
        let kept = choose.many(&vec![2; self.pending.len()]);
        let mut names = self.kept.clone();
        for ((name, inode), _) in self.pending.iter().zip(kept).filter(|(_, kept)| *kept == 1) {
            match inode {
                Some(inode) => names.insert(name.clone(), *inode),
                None => names.remove(name),
            };
        }
        names
    }
}

impl SimDisk {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The disk as it is found after the power went now, as these dice fall.
    pub fn power_cut(&self, seed: u64) -> Self {
        self.cut(&mut Dice(seed))
    }

    /// The disk as it is found after the power went now, when all is lost that can be.
    pub fn least(&self) -> Self {
        self.cut(&mut Every::default())
    }

    /// Every disk that may be found after the power went now; gives their number. A file with
    /// more than five sectors in doubt is torn at nine of them and loses or keeps nine of them
    /// alone, and has nine of its lengths; so it is with more than five names of a folder. That
    /// is not every way; all else is.
    pub fn every_cut(&self, mut each: impl FnMut(Self)) -> u64 {
        let (mut ways, mut count) = (Every::default(), 0);
        loop {
            each(self.cut(&mut ways));
            count += 1;
            if !ways.turn() {
                return count;
            }
        }
    }

    fn cut(&self, choose: &mut dyn Choose) -> Self {
        let old = self.state();
        let inodes = old.inodes.iter().map(|i| i.settled(choose)).collect();
        let unnamed = old.dirs.iter().filter(|(_, dir)| !dir.named);
        let lost: Vec<_> = unnamed
            .filter(|_| choose.one(2) == 0)
            .map(|(path, _)| path)
            .collect();
        let found = old
            .dirs
            .iter()
            .filter(|(path, _)| !lost.iter().any(|l| path.starts_with(l)));
        let dirs = found.map(|(path, dir)| (path.clone(), Dir::settled(dir.left(choose))));
        let dirs = dirs.collect();
        let mut found = State {
            inodes,
            dirs,
            ..State::default()
        };
        let kept = choose.many(&vec![2; old.moved.len()]);
        let moves = old.moved.iter().zip(kept);
        let lost: Vec<_> = moves.filter(|(_, kept)| *kept == 0).collect();
        for ((from, to), _) in lost.into_iter().rev() {
            found.move_back(to, from);
        }
        Self(Arc::new(Mutex::new(found)))
    }

    /// The disk as a copy at this moment would have it, with nothing lost.
    pub fn copy(&self) -> Self {
        let old = self.state();
        let live = |i: &Inode| Inode::durable(i.live().clone());
        let inodes = old.inodes.iter().map(live).collect();
        let dirs = old
            .dirs
            .iter()
            .map(|(path, dir)| (path.clone(), Dir::settled(dir.live.clone())));
        let dirs = dirs.collect();
        Self(Arc::new(Mutex::new(State {
            inodes,
            dirs,
            ..State::default()
        })))
    }

    /// The power goes `steps` operations from now: from then on everything fails.
    pub fn die_after(&self, steps: u64) {
        let mut state = self.state();
        state.dies_at = Some(state.steps + steps);
    }

    /// How many operations there were.
    pub fn steps(&self) -> u64 {
        self.state().steps
    }

    /// The `n`th sync from now fails (0 is the next one).
    pub fn fail_sync(&self, n: u64) {
        self.state().fails_sync = Some(n);
    }

    /// Only `bytes` more fit on the disk; `None` for no limit.
    pub fn leave_room(&self, bytes: Option<u64>) {
        self.state().room = bytes;
    }

    /// From now on it is broken in this way.
    pub fn deafen(&self, deaf: Deaf) {
        self.state().deaf = Some(deaf);
    }

    /// From now on everything that would change something fails so; `None` ends that.
    pub fn refuse(&self, why: Option<ErrorKind>) {
        self.state().refuses = why;
    }

    /// Adds a note to the list of operations.
    pub fn note(&self, note: &'static str) {
        self.state().log.push(Op::Note(note));
    }

    /// What was done so far, in order.
    pub fn log(&self) -> Vec<Op> {
        self.state().log.clone()
    }

    /// Every file with its content.
    pub fn dump(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let state = self.state();
        let files = state.dirs.iter().flat_map(|(dir, d)| {
            d.live
                .iter()
                .map(|(name, i)| (dir.join(name), state.inodes[*i].live().clone()))
        });
        files.collect()
    }

    /// Puts other bytes into a file, durably: bit rot, or a hostile hand.
    pub fn overwrite(&self, path: &Path, bytes: Vec<u8>) -> io::Result<()> {
        let mut state = self.state();
        let inode = state.find(path)?;
        state.inodes[inode] = Inode::durable(bytes);
        Ok(())
    }
}

fn split(path: &Path) -> io::Result<(PathBuf, String)> {
    match (path.parent(), path.file_name().and_then(|n| n.to_str())) {
        (Some(dir), Some(name)) => Ok((dir.to_owned(), name.to_owned())),
        _ => Err(ErrorKind::InvalidInput.into()),
    }
}

impl State {
    /// Counts a step; everything fails once the power is gone.
    fn step(&mut self) -> io::Result<()> {
        if self.dies_at.is_some_and(|at| self.steps >= at) {
            return Err(io::Error::other("no power"));
        }
        if let Some(why) = self.refuses {
            return Err(why.into());
        }
        self.steps += 1;
        Ok(())
    }

    fn find(&self, path: &Path) -> io::Result<usize> {
        let (dir, name) = split(path)?;
        let found = self.dirs.get(&dir).and_then(|d| d.live.get(&name));
        found.copied().ok_or_else(|| ErrorKind::NotFound.into())
    }

    /// Gives a folder and all below it another name.
    fn rename_dir(&mut self, from: &Path, to: &Path) {
        let below = self.dirs.keys().filter(|d| d.starts_with(from)).cloned();
        for old in below.collect::<Vec<_>>() {
            let rest = old.strip_prefix(from).unwrap_or(&old);
            let new = if rest.as_os_str().is_empty() {
                to.to_owned()
            } else {
                to.join(rest)
            };
            if let Some(dir) = self.dirs.remove(&old) {
                self.dirs.insert(new, dir);
            }
        }
    }

    /// Takes back that a folder got another name. Where a later move has put another in its old
    /// place, that one stays, and nothing leads to this one any more.
    fn move_back(&mut self, now: &Path, was: &Path) {
        if self.dirs.contains_key(was) {
            self.dirs.retain(|path, _| !path.starts_with(now));
        } else {
            self.rename_dir(now, was);
        }
    }

    fn name(&mut self, path: &Path, inode: Option<usize>) -> io::Result<()> {
        let (dir, name) = split(path)?;
        let dir = self.dirs.get_mut(&dir).ok_or(ErrorKind::NotFound)?;
        match inode {
            Some(i) => dir.live.insert(name.clone(), i),
            None => dir.live.remove(&name),
        };
        dir.pending.push((name, inode));
        Ok(())
    }
}

impl Files for SimDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Writer>> {
        let mut state = self.state();
        state.step()?;
        if state.find(path).is_ok() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let inode = state.inodes.len();
        state.inodes.push(Inode::default());
        state.name(path, Some(inode))?;
        Ok(Box::new(SimFile {
            disk: self.clone(),
            path: path.to_owned(),
            inode,
        }))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn Writer>> {
        let mut state = self.state();
        state.step()?;
        let inode = state.find(path)?;
        Ok(Box::new(SimFile {
            disk: self.clone(),
            path: path.to_owned(),
            inode,
        }))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let state = self.state();
        Ok(state.inodes[state.find(path)?].live().clone())
    }

    fn read_at(&self, path: &Path, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        let state = self.state();
        let live = state.inodes[state.find(path)?].live();
        let start = offset as usize;
        let bytes = live
            .get(start..start + len)
            .ok_or(ErrorKind::UnexpectedEof)?;
        Ok(bytes.to_vec())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step()?;
        if state.dirs.contains_key(from) {
            if state.dirs.contains_key(to) || state.find(to).is_ok() {
                return Err(ErrorKind::AlreadyExists.into());
            }
            state.rename_dir(from, to);
            state.moved.push((from.to_owned(), to.to_owned()));
            return Ok(());
        }
        let inode = state.find(from)?;
        state.name(to, Some(inode))?;
        state.name(from, None)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step()?;
        state.find(path)?;
        state.name(path, None)
    }

    fn remove_dir(&self, dir: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step()?;
        let full = state.dirs.keys().any(|d| d.parent() == Some(dir));
        let names = state.dirs.get(dir).ok_or(ErrorKind::NotFound)?;
        if full || !names.live.is_empty() {
            return Err(ErrorKind::DirectoryNotEmpty.into());
        }
        state.dirs.remove(dir);
        Ok(())
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let state = self.state();
        let names = state
            .dirs
            .get(dir)
            .ok_or(ErrorKind::NotFound)?
            .live
            .keys()
            .cloned();
        let below = state.dirs.keys().filter(|d| d.parent() == Some(dir));
        let below = below.filter_map(|d| d.file_name().and_then(|n| n.to_str()).map(String::from));
        let mut all: Vec<_> = names.chain(below).collect();
        all.sort();
        Ok(all)
    }

    fn make_dir(&self, dir: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step()?;
        let root = dir.parent().is_none();
        let unnamed = || Dir {
            named: root,
            ..Dir::default()
        };
        state.dirs.entry(dir.to_owned()).or_insert_with(unnamed);
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step()?;
        if state.deaf == Some(Deaf::Folders) {
            return Ok(());
        }
        let Some(found) = state.dirs.get_mut(dir) else {
            return Ok(());
        };
        found.kept = found.live.clone();
        found.pending.clear();
        let elsewhere = |(from, to): &(PathBuf, PathBuf)| {
            from.parent() != Some(dir) && to.parent() != Some(dir)
        };
        state.moved.retain(elsewhere);
        let below = state
            .dirs
            .iter_mut()
            .filter(|(path, _)| path.parent() == Some(dir));
        below.for_each(|(_, child)| child.named = true);
        state.log.push(Op::SyncDir(dir.to_owned()));
        Ok(())
    }

    fn exists(&self, path: &Path) -> bool {
        let state = self.state();
        state.find(path).is_ok() || state.dirs.contains_key(path)
    }

    /// The first folder of the path stands for a medium of its own.
    fn device(&self, path: &Path) -> io::Result<u64> {
        let name = path.components().nth(1);
        let name = name.map(|c| c.as_os_str().to_string_lossy().into_owned());
        Ok(name.unwrap_or_default().bytes().map(u64::from).sum())
    }

    fn lock(&self, path: &Path) -> io::Result<Locking> {
        if let Some(why) = self.state().refuses {
            return Err(why.into());
        }
        if !self.state().locks.insert(path.to_owned()) {
            return Ok(Locking::Held(Some(std::process::id())));
        }
        Ok(Locking::Ours(Box::new(SimLock(
            self.clone(),
            path.to_owned(),
        ))))
    }
}

struct SimLock(SimDisk, PathBuf);

impl Drop for SimLock {
    fn drop(&mut self) {
        self.0.state().locks.remove(&self.1);
    }
}

struct SimFile {
    disk: SimDisk,
    path: PathBuf,
    inode: usize,
}

impl Writer for SimFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.disk.state();
        state.step()?;
        let fits = state
            .room
            .map_or(bytes.len(), |r| bytes.len().min(r as usize));
        state.room = state.room.map(|r| r - fits as u64);
        state.inodes[self.inode].change(|live| live.extend_from_slice(&bytes[..fits]));
        state.log.push(Op::Append(self.path.clone()));
        if fits < bytes.len() {
            Err(ErrorKind::StorageFull.into())
        } else {
            Ok(())
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.state();
        state.step()?;
        match state.fails_sync {
            Some(0) => {
                state.fails_sync = None;
                return Err(io::Error::other("the disk failed"));
            }
            Some(n) => state.fails_sync = Some(n - 1),
            None => {}
        }
        let new = self.path.extension().is_some_and(|e| e == "new");
        let deaf = match state.deaf {
            Some(Deaf::Files) => true,
            Some(Deaf::BeforeRename) => new,
            Some(Deaf::Folders) | None => false,
        };
        if !deaf {
            state.inodes[self.inode].sync();
        }
        state.log.push(Op::Sync(self.path.clone()));
        Ok(())
    }

    fn is_at(&self, path: &Path) -> bool {
        self.disk.state().find(path).is_ok_and(|i| i == self.inode)
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        let mut state = self.disk.state();
        state.step()?;
        state.inodes[self.inode].change(|live| live.resize(len as usize, 0));
        Ok(())
    }
}
