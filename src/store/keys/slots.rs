//! The folder `keys`: every slot in two copies, `ID.a` and `ID.b`.
//!
//! A passphrase is worth nothing when its slot has rotted, so a bad copy is replaced by the good
//! one whenever the store is opened for writing.

use super::super::error::StoreError;
use super::super::files::{self, Files};
use super::super::options::Options;
use super::slot::{Slot, SlotFault, SlotKind, SlotRole, SlotSecret};
use super::{Keyring, RecoveryCode, Secret};
use crate::schema::KeyClass;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const COPIES: [&str; 2] = ["a", "b"];

/// A slot that opened.
pub struct Opened {
    /// The user's random id.
    pub user: [u8; 16],
    /// The user's name.
    pub name: String,
    /// The role that the slot is for.
    pub role: SlotRole,
    /// Their keys.
    pub ring: Keyring,
}

/// The copies of one slot: each as it was read.
struct Copies([Result<(Slot, Vec<u8>), SlotFault>; 2]);

fn path(dir: &Path, id: &str, copy: &str) -> PathBuf {
    dir.join(format!("{id}.{copy}"))
}

fn load(files: &dyn Files, dir: &Path) -> Result<BTreeMap<String, Copies>, StoreError> {
    let names = files.list(dir).map_err(StoreError::io("keys"))?;
    let ids = names
        .iter()
        .filter_map(|n| n.rsplit_once('.').filter(|(_, c)| COPIES.contains(c)));
    let mut slots = BTreeMap::new();
    for (id, _) in ids {
        let copies = COPIES.map(|copy| {
            let bytes = files
                .read(&path(dir, id, copy))
                .map_err(|_| SlotFault::Damaged)?;
            Slot::from_bytes(&bytes).map(|slot| (slot, bytes))
        });
        for copy in &copies {
            if let Err(SlotFault::Newer(found)) = copy {
                return Err(StoreError::Newer {
                    what: "slot",
                    found: (*found).into(),
                });
            }
        }
        slots.insert(id.to_owned(), Copies(copies));
    }
    Ok(slots)
}

impl Copies {
    fn good(&self) -> impl Iterator<Item = &(Slot, Vec<u8>)> {
        self.0.iter().filter_map(|c| c.as_ref().ok())
    }
}

/// What anybody may see before unlocking: the kinds and roles of the slots.
pub fn peek(files: &dyn Files, dir: &Path) -> Result<Vec<(SlotKind, SlotRole)>, StoreError> {
    let slots = load(files, dir)?;
    Ok(slots
        .values()
        .filter_map(|c| c.good().next())
        .map(|(s, _)| (s.kind, s.role))
        .collect())
}

/// Tries every slot of the right kind. With `mend`, bad copies are replaced; the names of the
/// slots that were mended come back with the keys.
pub fn open(
    files: &dyn Files,
    dir: &Path,
    store: &[u8; 16],
    secret: &Secret,
    mend: bool,
) -> Result<(Opened, Vec<String>), StoreError> {
    let code;
    let (kind, guess) = match secret {
        Secret::Passphrase(text) => (SlotKind::Passphrase, text.as_bytes()),
        Secret::Recovery(typed) => {
            code = RecoveryCode::parse(typed).ok_or(StoreError::WrongPassphrase)?;
            (SlotKind::Recovery, code.letters())
        }
    };
    let slots = load(files, dir)?;
    let mut opened = None;
    for copies in slots.values() {
        let mut tried: Option<&Vec<u8>> = None;
        for (slot, bytes) in copies.good().filter(|(s, _)| s.kind == kind) {
            // Two equal copies need one guess only: each costs half a second.
            if opened.is_none() && tried != Some(bytes) {
                opened = slot.open(store, guess).map(|found| (found, slot.role));
                tried = Some(bytes);
            }
        }
    }
    let Some((found, role)) = opened else {
        let lost = slots.iter().find(|(_, c)| c.good().next().is_none());
        return Err(lost.map_or(StoreError::WrongPassphrase, |(id, _)| {
            StoreError::KeysDamaged { slot: id.clone() }
        }));
    };
    let mut mended = Vec::new();
    if mend {
        for (id, copies) in &slots {
            let Some((_, good)) = copies.good().next() else {
                continue;
            };
            for (copy, _) in COPIES
                .iter()
                .zip(&copies.0)
                .filter(|(_, read)| read.is_err())
            {
                files::put(files, &path(dir, id, copy), good).map_err(StoreError::io("keys"))?;
                mended.push(format!("{id}.{copy}"));
            }
        }
    }
    Ok((opened_as(&found, role)?, mended))
}

fn opened_as(found: &SlotSecret, role: SlotRole) -> Result<Opened, StoreError> {
    let mut ring = Keyring::default();
    for (class, epoch, key) in &found.keys {
        let class = KeyClass::from_code(*class);
        let class = class.ok_or(StoreError::Newer {
            what: "class",
            found: found.keys.len() as u32,
        })?;
        ring.insert(class, *epoch, Zeroizing::new(*key));
    }
    Ok(Opened {
        user: found.user,
        name: found.name.clone(),
        role,
        ring,
    })
}

/// Opens one of these slots, which lie in no folder.
pub fn open_loose(
    slots: &[Vec<u8>],
    store: &[u8; 16],
    secret: &Secret,
) -> Result<Opened, StoreError> {
    let code;
    let (kind, guess) = match secret {
        Secret::Passphrase(text) => (SlotKind::Passphrase, text.as_bytes()),
        Secret::Recovery(typed) => {
            code = RecoveryCode::parse(typed).ok_or(StoreError::WrongPassphrase)?;
            (SlotKind::Recovery, code.letters())
        }
    };
    let slots = slots
        .iter()
        .filter_map(|bytes| Slot::from_bytes(bytes).ok());
    let mut of_kind = slots.filter(|slot| slot.kind == kind);
    let opened = of_kind.find_map(|slot| Some((slot.open(store, guess)?, slot.role)));
    let (found, role) = opened.ok_or(StoreError::WrongPassphrase)?;
    opened_as(&found, role)
}

/// Puts slots as they are into a folder, in both copies; durable when it returns.
pub fn place(files: &dyn Files, dir: &Path, slots: &[Vec<u8>]) -> Result<(), StoreError> {
    for bytes in slots {
        let id = blake3::hash(bytes).to_hex();
        for copy in COPIES {
            files::put(files, &path(dir, &id[..16], copy), bytes)
                .map_err(StoreError::io("keys"))?;
        }
    }
    Ok(())
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

/// Adds a slot in both copies; durable when it returns.
pub fn add(
    options: &Options,
    dir: &Path,
    store: &[u8; 16],
    new: &NewSlot<'_>,
    ring: &Keyring,
) -> Result<(), StoreError> {
    let keys = ring
        .roots()
        .filter(|(class, _, _)| new.role.classes().contains(class));
    let secret = SlotSecret {
        user: new.user.0,
        name: new.user.1.to_owned(),
        keys: keys
            .map(|(class, epoch, key)| (class as u8, epoch, **key))
            .collect(),
    };
    let fresh = (options.bytes(), options.bytes());
    let slot = Slot::seal(
        (new.kind, new.role, options.argon),
        store,
        fresh,
        new.guess,
        &secret,
    );
    let bytes = slot.ok_or(StoreError::TooLarge)?.to_bytes();
    let id: String = options
        .bytes::<8>()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    for copy in COPIES {
        files::put(&*options.files, &path(dir, &id, copy), &bytes)
            .map_err(StoreError::io("keys"))?;
    }
    Ok(())
}
