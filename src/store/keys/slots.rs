//! The folder `keys`: every slot in two copies, and beside them the grants of removals.
//!
//! A passphrase is worth nothing when its slot has rotted, so a bad copy is replaced by the good
//! one whenever the store is opened for writing. What a removal or another passphrase began and a
//! power cut stopped is finished then too.

use super::super::error::StoreError;
use super::super::files::Files;
use super::super::options::Options;
use super::found;
use super::grants::{Grants, Receiver};
use super::pair::{self, Pair};
use super::slot::{Slot, SlotKind, SlotRole, SlotSecret};
use super::{Keyring, RecoveryCode, Secret};
use crate::schema::KeyClass;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// What the files of grants are called, before their number.
const GRANTS: &str = "epoch-";

/// A slot that opened.
pub struct Opened {
    /// The newest removal that the keys know of.
    pub(in crate::store) removals: u32,
    /// The user's random id.
    pub user: [u8; 16],
    /// The user's name.
    pub name: String,
    /// The role that the slot is for.
    pub role: SlotRole,
    /// Their keys.
    pub ring: Keyring,
}

/// One way into the store, as anybody may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The slot's random id.
    pub slot: String,
    /// How it is opened.
    pub kind: SlotKind,
    /// Whose work it is for.
    pub role: SlotRole,
    /// The user's random id; slots of the first format say it once they were unlocked again.
    pub user: Option<[u8; 16]>,
}

/// The folder as it was read.
pub(in crate::store) struct Folder<'a> {
    options: &'a Options,
    dir: PathBuf,
    store: [u8; 16],
    slots: Vec<Pair<Slot>>,
    /// By number, which is counted from 1.
    grants: Vec<Pair<Grants>>,
    /// The newest removal that somebody knows of, should its file be gone.
    known: u32,
}

/// A slot to be made.
pub struct NewSlot<'a> {
    /// How it is opened.
    pub kind: SlotKind,
    /// Which keys go in.
    pub role: SlotRole,
    /// The user's random id and name.
    pub user: ([u8; 16], &'a str),
    /// The passphrase, or the letters of the code.
    pub guess: &'a [u8],
}

/// What anybody may see before unlocking: the kinds and roles of the slots that count.
pub fn peek(files: &dyn Files, dir: &Path) -> Result<Vec<(SlotKind, SlotRole)>, StoreError> {
    let (slots, grants) = load(files, dir)?;
    let dead = dead(&grants);
    let live = slots.iter().filter(|slot| !dead.contains(&slot.name));
    Ok(live
        .filter_map(|pair| pair.newest().map(|s| (s.kind, s.role)))
        .collect())
}

type Loaded = (Vec<Pair<Slot>>, Vec<Pair<Grants>>);

fn load(files: &dyn Files, dir: &Path) -> Result<Loaded, StoreError> {
    let (mut slots, mut grants) = (Vec::new(), Vec::new());
    for name in pair::names(files, dir)? {
        if name.starts_with(GRANTS) {
            let parse = |bytes: &[u8]| Grants::from_bytes(bytes);
            grants.push(Pair::read(files, dir, &name, "epoch", parse)?);
        } else {
            let parse = |bytes: &[u8]| Slot::from_bytes(bytes);
            slots.push(Pair::read(files, dir, &name, "slot", parse)?);
        }
    }
    Ok((slots, grants))
}

/// The slots that removals took out of use, whether their files are there or not.
fn dead(grants: &[Pair<Grants>]) -> Vec<String> {
    let heads = grants.iter().filter_map(Pair::newest).map(|g| &g.head);
    heads.flat_map(|head| head.removed.clone()).collect()
}

pub(super) fn grants_name(number: u32) -> String {
    format!("{GRANTS}{number:06}")
}

impl<'a> Folder<'a> {
    /// Reads the folder; `known` is the newest removal that the caller has the keys of.
    pub fn read(
        options: &'a Options,
        dir: &Path,
        store: &[u8; 16],
        known: u32,
    ) -> Result<Self, StoreError> {
        let (slots, grants) = load(&*options.files, dir)?;
        Ok(Self {
            options,
            dir: dir.to_owned(),
            store: *store,
            slots,
            grants,
            known,
        })
    }

    /// What was found of a folder elsewhere. Only for opening: it has no place to write to.
    pub fn found(options: &'a Options, store: &[u8; 16], found: &[Vec<u8>]) -> Self {
        let (mut slots, mut grants) = (Vec::new(), Vec::new());
        for (name, copies) in found::by_name(found) {
            if name.starts_with(GRANTS) {
                grants.push(Pair::found(&name, &copies, Grants::from_bytes));
            } else {
                slots.push(Pair::found(&name, &copies, Slot::from_bytes));
            }
        }
        Self {
            options,
            dir: PathBuf::new(),
            store: *store,
            slots,
            grants,
            known: 0,
        }
    }

    fn files(&self) -> &dyn Files {
        &*self.options.files
    }

    /// The slots that count.
    fn live(&self) -> impl Iterator<Item = &Pair<Slot>> {
        let dead = dead(&self.grants);
        self.slots
            .iter()
            .filter(move |slot| !dead.contains(&slot.name))
    }

    /// The slots that count, without their secrets.
    pub fn ways(&self) -> Vec<Way> {
        let way = |pair: &Pair<Slot>| {
            pair.newest().map(|slot| Way {
                slot: pair.name.clone(),
                kind: slot.kind,
                role: slot.role,
                user: slot.owner.map(|o| o.user),
            })
        };
        self.live().filter_map(way).collect()
    }

    /// The number of the newest removal.
    pub fn removals(&self) -> u32 {
        let number = |pair: &Pair<Grants>| pair.name.strip_prefix(GRANTS)?.parse().ok();
        let newest = self.grants.iter().filter_map(number).max();
        newest.unwrap_or(0).max(self.known)
    }

    /// Tries the slots that the secret may open, of each equal copies once; gives the slot's id
    /// too. Nothing is written.
    pub fn open(&self, secret: &Secret) -> Result<(Opened, String), StoreError> {
        let (opened, slot, _, _) = self.try_all(secret)?;
        Ok((opened, slot))
    }

    /// The same, and puts right what is not as it should be: bad copies, a removal that was not
    /// finished, a slot of the first format, keys that stand beside their slot, a passphrase that
    /// was being replaced. The names of the
    /// bad copies come back with the keys.
    pub fn open_and_mend(&self, secret: &Secret) -> Result<(Opened, Vec<String>), StoreError> {
        let (opened, at, bytes, stale) = self.try_all(secret)?;
        pair::clear(self.files(), &self.dir)?;
        pair::remove(self.files(), &self.dir, &dead(&self.grants))?;
        let mut mended = Vec::new();
        for pair in self.live() {
            if pair.name == at {
                // This copy has just been opened; whatever the other one is, it is this one's.
                mended.extend(pair.mend(self.files(), &self.dir, &bytes, true)?);
            } else if let Some((_, good)) = pair.good().next() {
                mended.extend(pair.mend(self.files(), &self.dir, good, false)?);
            }
        }
        for pair in &self.grants {
            if let Some((_, good)) = pair.good().next() {
                mended.extend(pair.mend(self.files(), &self.dir, good, true)?);
            }
        }
        if stale {
            // Nobody is kept out because the disk is full: the next unlocking tries again.
            let _ = self.renew(&at, &opened, secret);
        }
        if secret.kind == SlotKind::Passphrase {
            let _ = self.settle_passphrase(&at, &opened);
        }
        Ok((opened, mended))
    }

    /// Takes the user's other passphrase out of use: a change was stopped between the new one and
    /// the old, and the one that they came with is the one that they know.
    fn settle_passphrase(&self, at: &str, opened: &Opened) -> Result<(), StoreError> {
        let mut other = self.ways();
        other.retain(|way| {
            let same = way.user == Some(opened.user) && way.role == opened.role;
            way.slot != at && way.kind == SlotKind::Passphrase && same
        });
        if other.is_empty() {
            return Ok(());
        }
        // Whoever was stopped may not have come to that: what stays is durable before this goes.
        let synced = self.files().sync_dir(&self.dir);
        synced.map_err(StoreError::io("keys"))?;
        self.delete(&other.into_iter().map(|way| way.slot).collect::<Vec<_>>())
    }

    /// Seals an opened slot anew in its place, in the newest format and with all keys in it. The
    /// guess stays the same, so that between the copies either opens.
    fn renew(&self, at: &str, opened: &Opened, secret: &Secret) -> Result<(), StoreError> {
        let Some(guess) = secret.guess() else {
            return Ok(());
        };
        let new = NewSlot {
            kind: secret.kind,
            role: opened.role,
            user: (opened.user, &opened.name),
            guess: &guess,
        };
        let bytes = self.sealed(at, &new, &opened.ring)?;
        pair::put_first(self.files(), &self.dir, at, &bytes)?;
        pair::put_second(self.files(), &self.dir, at, &bytes)
    }

    /// The slot that opened, its id, the bytes of the copy, and whether it is to be sealed anew.
    fn try_all(&self, secret: &Secret) -> Result<(Opened, String, Vec<u8>, bool), StoreError> {
        let guess = secret.guess().ok_or(StoreError::WrongPassphrase)?;
        let mut failed = None;
        for pair in self.live() {
            let mut tried: Option<&Vec<u8>> = None;
            for (slot, bytes) in pair.good().filter(|(slot, _)| secret.fits(slot)) {
                // Two equal copies need one guess only: each costs half a second.
                if tried == Some(bytes) {
                    continue;
                }
                tried = Some(bytes);
                let Some(found) = slot.open((&self.store, &pair.name), &guess) else {
                    continue;
                };
                match self.with_grants(&pair.name, slot, &found) {
                    Ok(opened) => {
                        let stale = slot.owner.is_none() || found.seen < self.removals();
                        return Ok((opened, pair.name.clone(), bytes.clone(), stale));
                    }
                    Err(error) => failed = Some(error),
                }
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
        let lost = self.live().find(|pair| pair.newest().is_none());
        Err(lost.map_or(StoreError::WrongPassphrase, |pair| {
            let slot = pair.name.clone();
            StoreError::KeysDamaged { slot }
        }))
    }

    /// The keys of a slot, with those that were granted to it since it was sealed.
    fn with_grants(&self, id: &str, slot: &Slot, found: &SlotSecret) -> Result<Opened, StoreError> {
        let mut ring = Keyring::default();
        insert(&mut ring, &found.keys)?;
        for number in found.seen + 1..=self.removals() {
            let name = grants_name(number);
            let grants = self.grants.iter().find(|pair| pair.name == name);
            let grants = grants.and_then(Pair::newest);
            let granted = grants
                .zip(slot.owner.as_ref())
                .and_then(|(g, owner)| g.open((&self.store, id), &ring, owner, &found.private))
                .ok_or(StoreError::KeysDamaged { slot: name })?;
            insert(&mut ring, &granted)?;
        }
        Ok(Opened {
            removals: found.seen.max(self.removals()),
            user: found.user,
            name: found.name.clone(),
            role: slot.role,
            ring,
        })
    }

    fn sealed(&self, id: &str, new: &NewSlot<'_>, ring: &Keyring) -> Result<Vec<u8>, StoreError> {
        let secret = SlotSecret {
            user: new.user.0,
            name: new.user.1.to_owned(),
            keys: roots(ring, new.role).to_vec(),
            seen: self.removals(),
            private: self.options.bytes(),
        };
        let slot = Slot::seal(
            (new.kind, new.role, self.options.argon),
            (&self.store, id),
            (self.options.bytes(), self.options.bytes()),
            new.guess,
            &secret,
        );
        Ok(slot.ok_or(StoreError::TooLarge)?.to_bytes())
    }

    /// Adds a slot in both copies; durable when its id returns.
    pub fn add(&self, new: &NewSlot<'_>, ring: &Keyring) -> Result<String, StoreError> {
        let random = self.options.bytes::<8>();
        let id: String = random.iter().map(|b| format!("{b:02x}")).collect();
        let bytes = self.sealed(&id, new, ring)?;
        pair::put_first(self.files(), &self.dir, &id, &bytes)?;
        pair::put_second(self.files(), &self.dir, &id, &bytes)?;
        Ok(id)
    }

    /// Deletes slots that something else has replaced; durable when it returns.
    pub fn delete(&self, slots: &[String]) -> Result<(), StoreError> {
        pair::remove(self.files(), &self.dir, slots)
    }

    /// Takes slots out of use and gives everybody else new keys of the classes that those had.
    ///
    /// From the moment that the first copy is in place the new keys are those of the store, and
    /// go into the ring; what then still fails is put right at the next unlocking.
    pub fn cut_off(&self, doomed: &[Way], ring: &mut Keyring) -> Result<(), StoreError> {
        let classes = KeyClass::ALL
            .into_iter()
            .filter(|class| doomed.iter().any(|way| way.role.classes().contains(class)));
        let made: Vec<_> = classes
            .map(|class| match ring.epoch(class) {
                Some(epoch) => Ok((class, epoch + 1, Zeroizing::new(self.options.bytes()))),
                None => Err(StoreError::NoKey { class }),
            })
            .collect::<Result<_, _>>()?;
        let removed: Vec<String> = doomed.iter().map(|way| way.slot.clone()).collect();
        let mut receivers: Vec<Receiver> = Vec::new();
        let staying = self.live().filter(|pair| !removed.contains(&pair.name));
        for pair in staying {
            // Copies that differ may be sealed to different keys: whichever is left must do.
            for (slot, _) in pair.good() {
                let owner = slot.owner.ok_or(StoreError::OldSlot { role: slot.role })?;
                if receivers.iter().any(|r| r.0 == pair.name && r.1 == owner) {
                    continue;
                }
                let keys = made
                    .iter()
                    .filter(|(class, _, _)| slot.role.classes().contains(class))
                    .map(|(class, epoch, key)| (*class as u8, *epoch, **key));
                receivers.push((pair.name.clone(), owner, Zeroizing::new(keys.collect())));
            }
        }
        let number = self.removals() + 1;
        let epochs = made.iter().map(|(class, epoch, _)| (*class as u8, *epoch));
        let removal = (number, removed.clone(), epochs.collect());
        let grants = Grants::seal(
            &self.store,
            ring,
            removal,
            &receivers,
            &*self.options.random,
        );
        let bytes = grants.and_then(|g| g.to_bytes());
        let bytes = bytes.ok_or(StoreError::TooLarge)?;
        let name = grants_name(number);
        pair::put_first(self.files(), &self.dir, &name, &bytes)?;
        for (class, epoch, key) in made {
            ring.insert(class, epoch, key);
        }
        pair::put_second(self.files(), &self.dir, &name, &bytes)?;
        pair::remove(self.files(), &self.dir, &removed)
    }
}

impl Secret {
    /// What the key is derived from; `None` for what can't be a recovery code.
    fn guess(&self) -> Option<Zeroizing<Vec<u8>>> {
        let bytes = match self.kind {
            SlotKind::Passphrase => self.text.as_bytes().to_vec(),
            SlotKind::Recovery => RecoveryCode::parse(&self.text)?.letters().to_vec(),
        };
        Some(Zeroizing::new(bytes))
    }

    fn fits(&self, slot: &Slot) -> bool {
        slot.kind == self.kind && self.role.is_none_or(|role| role == slot.role)
    }
}

fn insert(ring: &mut Keyring, keys: &[(u8, u32, [u8; 32])]) -> Result<(), StoreError> {
    for (class, epoch, key) in keys {
        let found = (*class).into();
        let newer = StoreError::Newer {
            what: "class",
            found,
        };
        let class = KeyClass::from_code(*class).ok_or(newer)?;
        ring.insert(class, *epoch, Zeroizing::new(*key));
    }
    Ok(())
}

fn roots(ring: &Keyring, role: SlotRole) -> Zeroizing<Vec<(u8, u32, [u8; 32])>> {
    let mine = ring
        .roots()
        .filter(|(class, _, _)| role.classes().contains(class));
    Zeroizing::new(
        mine.map(|(class, epoch, key)| (class as u8, epoch, **key))
            .collect(),
    )
}
