//! Grants: the keys of a new epoch, sealed to every slot that stays when a user is removed.
//!
//! One file holds all of them, so that the one rename which puts it in place is the removal: before
//! it the user is still one of the office and nothing is sealed under the new keys; after it
//! everybody who stays has them. Which slots stop counting stands in the file too, so that a power
//! cut before they are deleted changes nothing, and neither does putting one of them back.
//!
//! A file is made by somebody who has the newest keys: it carries a keyed hash under the office
//! class, so that whoever was removed before can't make one. It keeps nobody out who has both the
//! newest keys and this disk, and what somebody could read up to their removal they can read for
//! ever in an old copy.

use super::super::codec;
use super::Keyring;
use super::slot::{At, Owner, Root, SlotFault, sum_is_right, summed};
use crate::schema::KeyClass;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

pub(super) const MAGIC: &[u8; 8] = b"TDGRNT\r\n";
const FORMAT: u8 = 1;
/// The body's length, so that a file is known again in any bytes.
const LENGTH: usize = 4;
const MAC: usize = 32;
const SUM: usize = 8;
const LIMIT: u64 = 1 << 20;

/// What a file of grants says in clear: random ids and numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// The removals are counted, from 1.
    pub number: u32,
    /// The epoch of the office class that the keyed hash is under.
    pub under: u32,
    /// The classes that have new keys, and their epochs.
    pub made: Vec<(u8, u32)>,
    /// The slots that no longer count.
    pub removed: Vec<String>,
    /// The public key of this once, whose other half is forgotten.
    public: [u8; 32],
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Grant {
    slot: String,
    nonce: [u8; 24],
    text: Vec<u8>,
}

/// The grants of one removal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grants {
    pub head: Head,
    grants: Vec<Grant>,
    mac: [u8; MAC],
}

/// A slot that gets keys: its id, what is sealed to it, and the keys that its role may have.
pub(super) type Receiver = (String, Owner, Zeroizing<Vec<Root>>);

/// What a removal does: its number, the slots that go, and which classes have which new epochs.
pub(super) type Removal = (u32, Vec<String>, Vec<(u8, u32)>);

impl Grants {
    /// Seals the new keys. `None` without the keys of the office class.
    pub fn seal(
        store: &[u8; 16],
        ring: &Keyring,
        (number, removed, made): Removal,
        receivers: &[Receiver],
        random: &dyn Fn(&mut [u8]),
    ) -> Option<Self> {
        let mut once = Zeroizing::new([0; 32]);
        random(&mut once[..]);
        let once = StaticSecret::from(*once);
        let head = Head {
            number,
            under: ring.epoch(KeyClass::Office)?,
            made,
            removed,
            public: PublicKey::from(&once).to_bytes(),
        };
        let mut grants = Vec::with_capacity(receivers.len());
        for (slot, owner, keys) in receivers {
            let shared = once.diffie_hellman(&PublicKey::from(owner.public));
            // A public key that was chosen so that anybody knows the secret is none.
            if !shared.was_contributory() {
                return None;
            }
            let cipher = head.cipher(shared.as_bytes(), &owner.public);
            let plain = Zeroizing::new(codec::pack(&**keys, LIMIT).ok()?);
            let bound_to = head.bound_to((store, slot), owner)?;
            let payload = Payload {
                msg: &plain,
                aad: &bound_to,
            };
            let mut nonce = [0; 24];
            random(&mut nonce);
            grants.push(Grant {
                slot: slot.clone(),
                nonce,
                text: cipher.encrypt(XNonce::from_slice(&nonce), payload).ok()?,
            });
        }
        let mut sealed = Self {
            head,
            grants,
            mac: [0; MAC],
        };
        sealed.mac = sealed.keyed(store, ring)?;
        Some(sealed)
    }

    /// The keys for the slot at this place; `None` if there are none, or they don't open, or the
    /// file was not made by somebody who had the keys that the ring has.
    pub fn open(
        &self,
        at: At<'_>,
        ring: &Keyring,
        owner: &Owner,
        private: &[u8; 32],
    ) -> Option<Zeroizing<Vec<Root>>> {
        // Compared as hashes, which takes the same time wherever they differ.
        if blake3::Hash::from(self.keyed(at.0, ring)?) != blake3::Hash::from(self.mac) {
            return None;
        }
        let private = StaticSecret::from(*private);
        let shared = private.diffie_hellman(&PublicKey::from(self.head.public));
        let bound_to = self.head.bound_to(at, owner)?;
        let cipher = self.head.cipher(shared.as_bytes(), &owner.public);
        // Copies of a slot that differ have a grant each.
        let mut mine = self.grants.iter().filter(|g| g.slot == at.1);
        let plain = mine.find_map(|grant| {
            let payload = Payload {
                msg: &grant.text,
                aad: &bound_to,
            };
            let plain = cipher.decrypt(XNonce::from_slice(&grant.nonce), payload);
            plain.ok().map(Zeroizing::new)
        })?;
        codec::unpack(&plain, LIMIT).ok().map(Zeroizing::new)
    }

    /// The keyed hash of everything in the file.
    fn keyed(&self, store: &[u8; 16], ring: &Keyring) -> Option<[u8; MAC]> {
        let body = codec::pack(&(&self.head, &self.grants), LIMIT).ok()?;
        let place = [&b"grants"[..], store, &[FORMAT]].concat();
        ring.keyed(KeyClass::Office, self.head.under, &place, &body)
    }

    /// The bytes of the file.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let body = codec::pack(&(&self.head, &self.grants), LIMIT).ok()?;
        let mut bytes = MAGIC.to_vec();
        bytes.push(FORMAT);
        bytes.extend((body.len() as u32).to_le_bytes());
        bytes.extend(self.mac);
        bytes.extend(body);
        Some(summed(bytes))
    }

    /// Reads a file of grants.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SlotFault> {
        let right = sum_is_right(bytes);
        let rest = bytes.strip_prefix(MAGIC).ok_or(SlotFault::Damaged)?;
        match rest.first() {
            Some(&FORMAT) if right => {}
            Some(&n) if n > FORMAT && right => return Err(SlotFault::Newer(n)),
            _ => return Err(SlotFault::Damaged),
        }
        let rest = rest.get(1 + LENGTH..).ok_or(SlotFault::Damaged)?;
        let body = rest.split_last_chunk::<SUM>().map(|(body, _)| body);
        let (mac, body) = body
            .and_then(|b| b.split_first_chunk::<MAC>())
            .ok_or(SlotFault::Damaged)?;
        let (head, grants) = codec::unpack(body, LIMIT).map_err(|_| SlotFault::Damaged)?;
        Ok(Self {
            head,
            grants,
            mac: *mac,
        })
    }
}

impl Head {
    fn cipher(&self, shared: &[u8; 32], slot: &[u8; 32]) -> XChaCha20Poly1305 {
        let mut hash = blake3::Hasher::new_derive_key("tongdu 2026 grant");
        hash.update(shared).update(&self.public).update(slot);
        let key = Zeroizing::new(*hash.finalize().as_bytes());
        XChaCha20Poly1305::new((&*key).into())
    }

    /// Store, slot, its owner, and everything that the head says: number, classes, epochs.
    fn bound_to(&self, (store, slot): At<'_>, owner: &Owner) -> Option<Vec<u8>> {
        let mut bytes = b"grant".to_vec();
        bytes.extend(store);
        bytes.extend(slot.as_bytes());
        bytes.extend(owner.user);
        bytes.extend(owner.public);
        bytes.extend(codec::pack(self, LIMIT).ok()?);
        Some(bytes)
    }
}

/// The whole file of grants at the start of bytes that go on behind it.
pub(super) fn grants_at(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(MAGIC)?.get(1..)?;
    let body = u32::from_le_bytes(*rest.first_chunk::<LENGTH>()?);
    let total = MAGIC.len() + 1 + LENGTH + MAC + body as usize + SUM;
    let whole = bytes.get(..total)?;
    Grants::from_bytes(whole).is_ok().then_some(whole)
}
