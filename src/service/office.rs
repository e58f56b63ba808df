//! An unlocked office: the store, its records in memory, and the one way of committing to both.

use super::cover::{Cover, NewOffice, OfficeRole, Place, User};
use super::export::Told;
use super::find::Names;
use super::{Problem, Row, Setup, Tables, rotation};
use crate::domain::book::{Kind, Record};
use crate::domain::divisions;
use crate::domain::due::Due;
use crate::domain::village::Village;
use crate::schema::{Coded, Day, Id, KeyClass, text};
use crate::store::{
    Act, BroughtBack, Change, HistoryEntry, ItemChange, NewStore, Note, Op, Receipt, RecoveryCode,
    Revision, Secret, SlotKind, SlotRole, Store, Undone, VerifyReport,
};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

/// An unlocked office: the store, and its records in memory. Shared by the screen and its jobs.
pub struct Office {
    setup: Setup,
    root: PathBuf,
    place: Place,
    demo: bool,
    read_only: bool,
    user: User,
    store: Mutex<Store>,
    tables: RwLock<Tables>,
    version: AtomicU64,
    beside_log: AtomicU64,
    due: Mutex<Option<DueAt>>,
    pub(super) rotation: Mutex<rotation::Kept>,
    places: Mutex<Option<PlacesAt>>,
    names: Names,
    /// What is to be told of exports that were broken off.
    broken_off: Mutex<Vec<Told>>,
}

/// The village of each worker in post, and for which state of the records and day.
type PlacesAt = (u64, Day, Arc<HashMap<Id, Id>>);

/// The day's list, and for which state of the records and day it was computed.
type DueAt = (u64, Day, Arc<Vec<Due>>);

impl Office {
    /// Makes an office with the villages of its area; gives the recovery code, which is shown
    /// once and kept nowhere.
    ///
    /// # Errors
    /// What was wrong with the request, or what the store refused.
    pub fn create(
        setup: &Setup,
        root: &Path,
        new: &NewOffice,
    ) -> Result<(Self, RecoveryCode), Problem> {
        let division = new.check()?;
        let spec = NewStore {
            area: division.stem(),
            demo: new.demo,
            user_name: &text::clean(&new.name),
            role: slot_role(new.role),
            passphrase: &new.passphrase,
        };
        let (store, code) = Store::create(root, &spec, &setup.store)?;
        let office = Self::around(setup, root, store, false)?;
        let villages = divisions::villages_of(division).map(|d| {
            let village = Village {
                name: d.short.clone(),
                code: d.code.clone(),
                ..Village::default()
            };
            put(setup.new_id(), None, village.into())
        });
        let changes = chunks(villages.collect());
        office.commit_group(Act::SetUp, "", changes, &mut |_, _| true)?;
        Ok((office, code))
    }

    /// What can be known of the office in this folder before it is unlocked.
    ///
    /// # Errors
    /// Not a store, damaged, or made by a newer program.
    pub fn peek(setup: &Setup, root: &Path) -> Result<Cover, Problem> {
        let peek = Store::peek(root, setup.store.files.as_ref())?;
        let by_passphrase = peek
            .slots
            .iter()
            .filter(|(kind, _)| *kind == SlotKind::Passphrase);
        Ok(Cover {
            place: Place::of_code(&peek.header.area),
            demo: peek.header.demo,
            posts: by_passphrase.map(|(_, role)| office_role(*role)).collect(),
        })
    }

    /// Unlocks the office in this folder, alone: a second program is told who has it open.
    ///
    /// # Errors
    /// Wrong secret, in use, not a store, newer, damaged.
    pub fn open(setup: &Setup, root: &Path, secret: &Secret) -> Result<Self, Problem> {
        let store = Store::open(root, secret, &setup.store)?;
        let mut office = Self::around(setup, root, store, false)?;
        office.broken_off = Mutex::new(office.settle_broken_exports()?);
        office.settle_users();
        Ok(office)
    }

    /// Unlocks the office for reading beside a running program; never shows cases, whose
    /// reading has to be logged.
    ///
    /// # Errors
    /// As [`Office::open`], but never in use.
    pub fn open_read_only(setup: &Setup, root: &Path, secret: &Secret) -> Result<Self, Problem> {
        let store = Store::open_read_only(root, secret, &setup.store)?;
        Self::around(setup, root, store, true)
    }

    fn around(setup: &Setup, root: &Path, store: Store, read_only: bool) -> Result<Self, Problem> {
        let user = store.user();
        let office = Self {
            setup: setup.clone(),
            root: root.to_owned(),
            place: Place::of_code(&store.header().area),
            demo: store.header().demo,
            read_only,
            user: User {
                name: user.name.clone(),
                role: office_role(user.role),
            },
            store: Mutex::new(store),
            tables: RwLock::default(),
            version: AtomicU64::new(0),
            beside_log: AtomicU64::new(0),
            due: Mutex::default(),
            rotation: Mutex::default(),
            places: Mutex::default(),
            names: Names::default(),
            broken_off: Mutex::default(),
        };
        office.reload()?;
        Ok(office)
    }

    fn reload(&self) -> Result<(), Problem> {
        let mut tables = Tables::default();
        let store = self.store();
        for kind in Kind::ALL.iter().filter(|k| self.may(**k)) {
            for stored in store.scan(*kind)? {
                tables.put(stored);
            }
        }
        let mut current = self.tables.write().unwrap_or_else(PoisonError::into_inner);
        *current = tables;
        self.names.forget();
        self.touch();
        drop(current);
        Ok(())
    }

    /// Where the office is.
    pub fn place(&self) -> &Place {
        &self.place
    }
    /// Whether everybody in it is invented.
    pub fn demo(&self) -> bool {
        self.demo
    }
    /// Whether it was opened for reading only.
    pub fn read_only(&self) -> bool {
        self.read_only
    }
    /// Who has unlocked it.
    pub fn user(&self) -> &User {
        &self.user
    }
    /// Its folder.
    pub fn root(&self) -> &Path {
        &self.root
    }
    /// What it gets from outside.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }
    /// Today, in China.
    pub fn today(&self) -> Day {
        self.setup.today()
    }
    /// Now, in milliseconds since 1970.
    pub fn now(&self) -> u64 {
        self.setup.now()
    }
    /// Grows with every commit: what was computed under an older one is stale.
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }
    /// Grows with every commit that changes more than the log of exports.
    pub fn version_beside_log(&self) -> u64 {
        self.beside_log.load(Ordering::Acquire)
    }
    /// Whether the user's role sees records of this kind here.
    pub fn may(&self, kind: Kind) -> bool {
        self.user.may(kind.class()) && !(self.read_only && kind.class() == KeyClass::Cases)
    }

    /// # Errors
    /// The role may not see the kind, or not without a log.
    pub fn require(&self, kind: Kind) -> Result<(), Problem> {
        if self.may(kind) {
            return Ok(());
        }
        let key = if self.user.may(kind.class()) {
            "problem-cases-not-logged"
        } else {
            "problem-may-not"
        };
        Err(Problem::new(key).with("kind", kind.name()).exit(4))
    }

    /// The records in memory. Hold it only for as long as a question takes.
    pub fn tables(&self) -> RwLockReadGuard<'_, Tables> {
        self.tables.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What finds them.
    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    /// One record.
    pub fn row(&self, kind: Kind, id: Id) -> Option<Arc<Row>> {
        self.tables().row(kind, id).cloned()
    }

    /// Lets whoever looks know that something is another way than before.
    pub(super) fn touch(&self) {
        self.beside_log.fetch_add(1, Ordering::Release);
        self.version.fetch_add(1, Ordering::Release);
    }

    pub(super) fn store(&self) -> MutexGuard<'_, Store> {
        // A panic while the store was locked left it at worst unwilling to write; it knows.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything due today, computed once for each state of the records.
    pub fn due(&self) -> Arc<Vec<Due>> {
        let (version, today) = (self.version_beside_log(), self.today());
        let mut cached = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((v, d, list)) = &*cached
            && (*v, *d) == (version, today)
        {
            return Arc::clone(list);
        }
        let list = Arc::new(self.due_on(today));
        *cached = Some((version, today, Arc::clone(&list)));
        list
    }

    /// The village of each worker in post today: the earliest post that is held, as the rules
    /// have it. Searches ask at every key, so it is gathered once for each state of the records.
    pub(super) fn places(&self) -> Arc<HashMap<Id, Id>> {
        self.places_in(&self.tables())
    }

    /// The same, for whoever holds the records already: asking for them twice can wait for ever.
    pub(super) fn places_in(&self, tables: &Tables) -> Arc<HashMap<Id, Id>> {
        let (version, today) = (self.version_beside_log(), self.today());
        let mut cached = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((v, d, places)) = &*cached
            && (*v, *d) == (version, today)
        {
            return Arc::clone(places);
        }
        let places = Arc::new(tables.places_on(today));
        *cached = Some((version, today, Arc::clone(&places)));
        places
    }

    pub(super) fn commit(
        &self,
        act: Act,
        reason: &str,
        mut items: Vec<ItemChange>,
    ) -> Result<Revision, Problem> {
        items.extend(self.pass_gate(act, reason, items.iter())?);
        let touched = touched(&items);
        let mut store = self.store();
        let receipt = store.commit(change(act, reason, items))?;
        self.refresh(&store, &touched)?;
        Ok(receipt.revision)
    }

    pub(super) fn commit_group(
        &self,
        act: Act,
        reason: &str,
        mut changes: Vec<Vec<ItemChange>>,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Revision, Problem> {
        let also = self.pass_gate(act, reason, changes.iter().flatten())?;
        changes.extend(chunks(also));
        let touched: Vec<_> = changes.iter().flat_map(|items| touched(items)).collect();
        let changes = changes
            .into_iter()
            .map(|items| change(act, "", items))
            .collect();
        let mut store = self.store();
        let receipt: Receipt = store.commit_group(act, told(reason), changes, progress)?;
        self.refresh(&store, &touched)?;
        Ok(receipt.revision)
    }

    /// The records whose link `field` leads to `owner`, by the store's index.
    pub(super) fn linked(&self, field: &str, owner: Id) -> Result<Vec<(Kind, Id)>, Problem> {
        Ok(self.store().linked(field, owner)?)
    }

    /// The records with this identity number or telephone, by the store's keyed index.
    pub(super) fn by_number(&self, field: &str, number: &str) -> Result<Vec<(Kind, Id)>, Problem> {
        Ok(self.store().by_number(field, number)?)
    }

    /// Writes down an act that named records and changed none.
    pub(super) fn mention(
        &self,
        act: Act,
        reason: &str,
        kind: Kind,
        ids: &[Id],
    ) -> Result<(), Problem> {
        let changes: Vec<Change> = {
            let tables = self.tables();
            let mention = |id: &Id| ItemChange {
                id: *id,
                op: Op::Mention(kind),
                // As it was read: the store refuses anything about a record that has moved on.
                base: tables.row(kind, *id).map(|row| row.revision),
            };
            let some = ids.chunks(AT_ONCE);
            some.map(|some| change(act, reason, some.iter().map(mention).collect()))
                .collect()
        };
        self.store().commit_all(changes)?;
        Ok(())
    }

    /// Takes back the last change, or the one named, whole; says what it was.
    ///
    /// # Errors
    /// Nothing to undo, changed since, or an act that is only ever corrected.
    pub fn undo(&self, revision: Option<Revision>) -> Result<Act, Problem> {
        Ok(self.undo_because(revision, "")?.act)
    }

    /// The same, with a reason; says which records are as they were before.
    ///
    /// # Errors
    /// As [`Office::undo`].
    pub fn undo_because(
        &self,
        revision: Option<Revision>,
        reason: &str,
    ) -> Result<Undone, Problem> {
        // Asked of the slots, and the store is locked below.
        let decides = self.manages_users()?;
        let mut store = self.store();
        let mut also = Vec::new();
        let undone = store.undo_beside(revision, told(reason), |restored| {
            if !decides && restored.iter().any(|was| decided(was.kind)) {
                return Err(Problem::new("problem-not-manager").exit(4));
            }
            self.nothing_left_leading(restored)?;
            let beside = self.pass_gate_back(reason, restored)?;
            also = touched(&beside);
            Ok::<_, Problem>(beside)
        })?;
        self.refresh(&store, &undone.records)?;
        self.refresh(&store, &also)?;
        Ok(undone)
    }

    /// Whether no other record would lead to one that goes.
    ///
    /// # Errors
    /// Some would: they came later, and lead to nothing then.
    fn nothing_left_leading(&self, restored: &[BroughtBack]) -> Result<(), Problem> {
        let tables = self.tables();
        let back: HashSet<(Kind, Id)> = restored.iter().map(|was| (was.kind, was.id)).collect();
        let gone = restored.iter().filter(|was| was.record.is_none());
        let leading = gone.flat_map(|was| tables.all_leading_to(was.id));
        let left = leading.filter(|row| !back.contains(&(row.record.kind(), row.id)));
        let left: HashSet<Id> = left.map(|row| row.id).collect();
        match left.len() {
            0 => Ok(()),
            count => Err(Problem::new("problem-undo-still-linked").with("count", count)),
        }
    }

    /// Why this change of a record can't be taken back, if it can't.
    pub fn why_not_undo(&self, kind: Kind, id: Id, revision: Revision) -> Option<Problem> {
        let hindrance = self.store().hindrance(kind, id, revision);
        hindrance.unwrap_or_else(Some).map(Problem::from)
    }

    fn refresh(&self, store: &Store, touched: &[(Kind, Id)]) -> Result<(), Problem> {
        // Read first: whoever draws waits for the lock and not for the decryption.
        let seen = touched.iter().filter(|(kind, _)| self.may(*kind));
        let now = seen.map(|(kind, id)| Ok((*kind, *id, store.get(*kind, *id)?)));
        let now = now.collect::<Result<Vec<_>, Problem>>()?;
        let mut tables = self.tables.write().unwrap_or_else(PoisonError::into_inner);
        for (kind, id, stored) in now {
            match stored {
                Some(stored) => tables.put(stored),
                None => tables.remove(kind, id),
            }
            self.names.change(kind, id, tables.row(kind, id));
        }
        if !touched.iter().all(|(kind, _)| kind.is_log()) {
            self.beside_log.fetch_add(1, Ordering::Release);
        }
        self.version.fetch_add(1, Ordering::Release);
        Ok(())
    }

    /// What was done to a record, newest first.
    ///
    /// # Errors
    /// The store can't read it.
    pub fn history(&self, kind: Kind, id: Id) -> Result<Vec<HistoryEntry>, Problem> {
        self.require(kind)?;
        Ok(self.store().history(kind, id)?)
    }

    /// Checks the journal's chain, the records against it, and the indexes against the records.
    ///
    /// # Errors
    /// The journal can't be read at all.
    pub fn verify(&self, full: bool) -> Result<VerifyReport, Problem> {
        Ok(self.store().verify(full)?)
    }

    /// Makes the view anew from the journal.
    ///
    /// # Errors
    /// The journal is damaged, or the disk fails.
    pub fn rebuild(&self) -> Result<(), Problem> {
        self.store().rebuild()?;
        self.reload()
    }

    /// `DEVICE:SEQ:HASH` of the journal's last entry: what a cover or a report carries, so that
    /// a cut end can be shown.
    pub fn head(&self) -> String {
        self.store().head().to_string()
    }

    /// What was put right at the start, and which exports were found broken off, as keys and what fills
    /// their places. A view made anew is nothing to know about: it is the same as before.
    pub fn notes(&self) -> Vec<Told> {
        let told = |note| match note {
            Note::EndCut { kept_as, bytes } => {
                let args = vec![("file", kept_as), ("bytes", bytes.to_string())];
                Some(("note-end-cut", args))
            }
            Note::SlotMended { file } => Some(("note-slot-mended", vec![("file", file)])),
            Note::ClockBack { last, now } => {
                let day = |millis| Day::of_millis(millis).to_string();
                let args = vec![("last", day(last)), ("now", day(now))];
                Some(("note-clock-back", args))
            }
            Note::ViewRebuilt => None,
        };
        let mut broken_off = self
            .broken_off
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let broken_off = std::mem::take(&mut *broken_off);
        let notes = self.store().take_notes().into_iter().filter_map(told);
        notes.chain(broken_off).collect()
    }

    /// Closes the store in order, so that the next start needs no rebuild; dropping it does too.
    pub fn close(self) {}
}

/// So many records stand in one entry of a big change.
const AT_ONCE: usize = 64;

/// Items in the entries of one big change.
pub(super) fn chunks(items: Vec<ItemChange>) -> Vec<Vec<ItemChange>> {
    let mut items = items.into_iter().peekable();
    let mut all = Vec::new();
    while items.peek().is_some() {
        all.push(items.by_ref().take(AT_ONCE).collect());
    }
    all
}

pub(super) fn put(id: Id, base: Option<Revision>, record: Record) -> ItemChange {
    ItemChange {
        id,
        op: Op::Put(record),
        base,
    }
}

/// Whether a kind holds what only those decide who say who may come in.
fn decided(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Grant | Kind::Signer | Kind::Revocation | Kind::PluginTrust
    )
}

fn touched(items: &[ItemChange]) -> Vec<(Kind, Id)> {
    let kind = |op: &Op| match op {
        Op::Put(record) => record.kind(),
        Op::Retire(kind) | Op::Mention(kind) => *kind,
    };
    items.iter().map(|i| (kind(&i.op), i.id)).collect()
}

fn change(act: Act, reason: &str, items: Vec<ItemChange>) -> Change {
    Change {
        act,
        reason: told(reason),
        items,
    }
}

fn told(reason: &str) -> Option<String> {
    let reason = text::clean(reason);
    (!reason.is_empty()).then_some(reason)
}

pub(super) fn slot_role(role: OfficeRole) -> SlotRole {
    match role {
        OfficeRole::Supervisor => SlotRole::Supervisor,
        OfficeRole::Trainer => SlotRole::Trainer,
    }
}

pub(super) fn office_role(role: SlotRole) -> OfficeRole {
    OfficeRole::from_code(role.name()).unwrap_or(OfficeRole::Trainer)
}
