//! Making, looking at, opening and closing stores.

use super::error::StoreError;
use super::files::{self, Files, Locking};
use super::header::Header;
use super::image::{self, Image};
use super::index;
use super::journal::{DeviceId, Head, Journal, Ticks};
use super::keys::{self, Keyring, NewSlot, RecoveryCode, Secret, SlotKind, SlotRole};
use super::options::{Options, ViewKind};
use super::view::{MemoryView, SledView, Tree, View};
use super::waiting::Waiting;
use super::{Note, Store, User, beside, restore};
use crate::schema::KeyClass;
use std::cell::RefCell;
use std::path::Path;
use zeroize::Zeroizing;

/// What a new store is told.
pub struct NewStore<'a> {
    /// The division's code.
    pub area: &'a str,
    /// Whether everything in it is invented.
    pub demo: bool,
    /// The first user's name.
    pub user_name: &'a str,
    /// What the first user's slot is for.
    pub role: SlotRole,
    /// Their passphrase.
    pub passphrase: &'a str,
}

/// What can be known of a store before it is unlocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peek {
    /// Its header.
    pub header: Header,
    /// The kinds and roles of its slots.
    pub slots: Vec<(SlotKind, SlotRole)>,
}

impl Store {
    /// Makes a store in a folder that is empty or not there yet, and opens it.
    ///
    /// The file `store` comes last: without it nothing has been saved, and what a power cut left
    /// of the making is cleared away.
    pub fn create(
        root: &Path,
        new: &NewStore<'_>,
        options: &Options,
    ) -> Result<(Self, RecoveryCode), StoreError> {
        let disk = &*options.files;
        files::make_dirs(disk, root).map_err(StoreError::io("folder"))?;
        only_ours(disk, root)?; // before the lock, which would leave a file in somebody's folder
        let lock = lock(disk, root)?;
        clear_unfinished(disk, root)?;
        let header = Header {
            store: options.bytes(),
            device: DeviceId(options.bytes()),
            area: new.area.to_owned(),
            demo: new.demo,
            created: (options.clock)(),
        };
        let mut ring = Keyring::default();
        for class in new.role.classes() {
            ring.insert(*class, 1, Zeroizing::new(options.bytes()));
        }
        let user = User {
            id: options.bytes(),
            name: new.user_name.to_owned(),
            role: new.role,
        };
        let code = RecoveryCode::new(&options.bytes());
        let dir = root.join("keys");
        files::make_dirs(disk, &dir).map_err(StoreError::io("keys"))?;
        for (kind, guess) in [
            (SlotKind::Passphrase, new.passphrase.as_bytes()),
            (SlotKind::Recovery, code.letters()),
        ] {
            let slot = NewSlot {
                kind,
                role: new.role,
                user: (user.id, &user.name),
                guess,
            };
            keys::Folder::read(options, &dir, &header.store, 0)?.add(&slot, &ring)?;
        }
        let journal = Journal::create(
            options.files.clone(),
            &root.join("journal"),
            header.store,
            header.device,
            options.segment_bytes,
        )?;
        header.write(disk, root)?;
        let store = Self {
            root: root.to_owned(),
            ticks: Ticks::new(options.clock.clone(), 0),
            options: options.clone(),
            header,
            user,
            ring,
            removals: 0,
            journal,
            view: RefCell::new(None),
            notes: RefCell::default(),
            numbers: RefCell::default(),
            read_only: false,
            _lock: Some(lock),
        };
        store.rebuild_view()?;
        store.notes.borrow_mut().clear();
        Ok((store, code))
    }

    /// Looks at a store without unlocking it, as the unlock screen does.
    pub fn peek(root: &Path, files: &dyn Files) -> Result<Peek, StoreError> {
        restore::settle(files, root)?;
        let header = Header::read(files, root)?;
        let slots = keys::peek(files, &root.join("keys"))?;
        Ok(Peek { header, slots })
    }

    /// Unlocks a store for reading and writing, and puts right what a power cut left.
    pub fn open(root: &Path, secret: &Secret, options: &Options) -> Result<Self, StoreError> {
        Self::unlock(root, secret, options, false)
    }

    /// Unlocks a store beside whoever has it open. Nothing is written but that a guess was wrong, and
    /// nothing put right; a write that has not finished is not seen. Cases are refused, since reading them is logged.
    pub fn open_read_only(
        root: &Path,
        secret: &Secret,
        options: &Options,
    ) -> Result<Self, StoreError> {
        Self::unlock(root, secret, options, true)
    }

    fn unlock(
        root: &Path,
        secret: &Secret,
        options: &Options,
        read_only: bool,
    ) -> Result<Self, StoreError> {
        let disk = &*options.files;
        restore::settle(disk, root)?;
        let header = Header::read(disk, root)?;
        let lock = if read_only {
            None
        } else {
            Some(lock(disk, root)?)
        };
        let waiting = Waiting::new(disk, root, (options.clock)());
        waiting.check()?;
        let folder = keys::Folder::read(options, &root.join("keys"), &header.store, 0)?;
        let found = if read_only {
            folder.open(secret).map(|(opened, _)| (opened, Vec::new()))
        } else {
            folder.open_and_mend(secret)
        };
        let (opened, mended) = waiting.told(found)?;
        let mut ring = opened.ring;
        if read_only {
            ring.forget(KeyClass::Cases);
        }
        let mut notes: Vec<Note> = mended
            .into_iter()
            .map(|file| Note::SlotMended { file })
            .collect();
        let saved = if options.accept_lost_end {
            Vec::new()
        } else {
            saved(disk, root)
        };
        let ids = (header.store, header.device);
        let dir = root.join("journal");
        let mut journal = Journal::read(
            options.files.clone(),
            &dir,
            ids,
            options.segment_bytes,
            &saved,
        )?;
        if !read_only && let Some(cut) = journal.mend()? {
            notes.push(Note::EndCut {
                kept_as: cut.kept_as,
                bytes: cut.bytes,
            });
        }
        let last = journal.last_time()?;
        let (written, now) = (last >> 16, (options.clock)());
        if written > now + super::CLOCK_SLACK {
            notes.push(Note::ClockBack { last: written, now });
        }
        let store = Self {
            root: root.to_owned(),
            ticks: Ticks::new(options.clock.clone(), last),
            options: options.clone(),
            header,
            user: User {
                id: opened.user,
                name: opened.name,
                role: opened.role,
            },
            ring,
            removals: opened.removals,
            journal,
            view: RefCell::new(None),
            notes: RefCell::new(notes),
            numbers: RefCell::default(),
            read_only,
            _lock: lock,
        };
        if !store.reopen_view()? {
            store.rebuild_view()?;
        }
        Ok(store)
    }

    /// Whether some process has the store in this folder open. Only tries the lock.
    pub fn is_open(root: &Path, options: &Options) -> bool {
        let path = root.join("lock");
        options.files.exists(&path) && matches!(options.files.lock(&path), Ok(Locking::Held(_)))
    }

    /// Puts the store away so that the next start is quick, as dropping it does. What fails then,
    /// as on a full disk, costs a rebuild at that start: whoever saved something must not be told
    /// that it isn't.
    pub fn close(self) {}

    fn put_away(&mut self) -> Result<(), StoreError> {
        if let Some(mirror) = &self.options.mirror {
            mirror.wait();
        }
        let Some(view) = self.view.borrow_mut().take() else {
            return Ok(());
        };
        if self.read_only {
            return Ok(());
        }
        view.close()?;
        save_heads(&*self.options.files, &self.root, &self.journal.heads())
    }

    /// The view as it was last put away, if every byte is so and it is as far as the journal.
    fn reopen_view(&self) -> Result<bool, StoreError> {
        let ViewKind::Sled { cache_bytes } = self.view_kind() else {
            return Ok(false);
        };
        let Some(view) = SledView::reopen(&self.root.join("view"), cache_bytes) else {
            return Ok(false);
        };
        let mut view = self.wrapped(Box::new(view));
        if self.is_up_to_date(&mut *view).unwrap_or(false) {
            *self.view.borrow_mut() = Some(view);
            return Ok(true);
        }
        abandon(view);
        Ok(false)
    }

    /// Whether a view is as far as the journal; indexes the classes that it lacks.
    fn is_up_to_date(&self, view: &mut dyn View) -> Result<bool, StoreError> {
        if view.applied()?.into_values().collect::<Vec<_>>() != self.journal.heads() {
            return Ok(false);
        }
        for class in self.ring.classes() {
            if view.get(Tree::Meta, &index::derived(class))?.is_none() {
                image::derive(view, &self.header.store, &self.ring, class)?;
            }
        }
        Ok(true)
    }

    /// Throws the view away and makes it again from the journal.
    pub(super) fn rebuild_view(&self) -> Result<(), StoreError> {
        if let Some(broken) = self.view.borrow_mut().take() {
            abandon(broken);
        }
        let progress = self.options.progress.clone();
        let tell = |done, total| progress.iter().for_each(|p| p(done, total));
        let image = || Image::of(&self.journal, &self.header.store, &self.ring, &tell);
        let sled = match self.view_kind() {
            ViewKind::Memory => None,
            ViewKind::Sled { cache_bytes } => self.loaded_sled(image()?, cache_bytes),
        };
        // Where there is no room for sled, as on a full disk, memory does until the next start.
        let view = match sled {
            Some(view) => view,
            None => {
                let mut view = self.wrapped(Box::new(MemoryView::new()));
                image()?.load(&mut *view)?;
                view
            }
        };
        *self.view.borrow_mut() = Some(view);
        self.notes.borrow_mut().push(Note::ViewRebuilt);
        Ok(())
    }

    fn loaded_sled(&self, image: Image, cache_bytes: u64) -> Option<Box<dyn View>> {
        let view = SledView::fresh(&self.root.join("view"), cache_bytes).ok()?;
        let mut view = self.wrapped(Box::new(view));
        match image.load(&mut *view) {
            Ok(()) => Some(view),
            Err(_) => {
                abandon(view);
                None
            }
        }
    }

    fn view_kind(&self) -> ViewKind {
        if self.read_only {
            ViewKind::Memory
        } else {
            self.options.view
        }
    }

    fn wrapped(&self, view: Box<dyn View>) -> Box<dyn View> {
        match &self.options.wrap_view {
            Some(wrap) => wrap(view),
            None => view,
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = self.put_away(); // see `close`
    }
}

/// Leaves a view alone. A broken sled may panic or write while it is dropped, so it is not; its
/// folder is removed, and the next view has another.
fn abandon(view: Box<dyn View>) {
    std::mem::forget(view);
}

const SAVED: &str = "saved";

/// How far the journal was when the store was last put away. The proof that an end which is
/// missing now had been there.
pub(super) fn saved(files: &dyn Files, root: &Path) -> Vec<Head> {
    beside::read(files, root, SAVED)
}

/// Writes down how far the journal is.
pub(super) fn save_heads(files: &dyn Files, root: &Path, heads: &[Head]) -> Result<(), StoreError> {
    beside::write(files, root, SAVED, heads)
}

pub(super) fn lock(
    files: &dyn Files,
    root: &Path,
) -> Result<Box<dyn std::any::Any + Send>, StoreError> {
    match files
        .lock(&root.join("lock"))
        .map_err(StoreError::io("lock"))?
    {
        Locking::Ours(lock) => Ok(lock),
        Locking::Held(pid) => Err(StoreError::InUse { pid }),
    }
}

/// Refuses a folder in which anything stands but what an unfinished making may have left.
pub(super) fn only_ours(files: &dyn Files, root: &Path) -> Result<(), StoreError> {
    let names = files.list(root).map_err(StoreError::io("folder"))?;
    let ours = ["keys", "journal", "lock", "store.new"];
    if names.iter().all(|n| ours.contains(&n.as_str())) {
        Ok(())
    } else {
        Err(StoreError::NotEmpty)
    }
}

/// Clears away a store that was never finished: no file `store`, and not a single frame in a
/// journal, so that nothing had been saved.
pub(super) fn clear_unfinished(files: &dyn Files, root: &Path) -> Result<(), StoreError> {
    let io = StoreError::io;
    let mut rubbish = Vec::new();
    let below = |dir: &Path| match files.exists(dir) {
        true => files.list(dir).map_err(io("folder")),
        false => Ok(Vec::new()),
    };
    let (keys, journal) = (root.join("keys"), root.join("journal"));
    for name in below(&keys)? {
        rubbish.push(keys.join(name));
    }
    for device in below(&journal)? {
        for name in below(&journal.join(&device))? {
            let path = journal.join(&device).join(name);
            if files.read(&path).map_err(io("journal"))?.len() > Journal::EMPTY {
                return Err(StoreError::NotEmpty);
            }
            rubbish.push(path);
        }
    }
    rubbish
        .iter()
        .try_for_each(|path| files.remove(path))
        .map_err(io("folder"))
}
