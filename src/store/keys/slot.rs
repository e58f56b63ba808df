//! One slot: a user's keys, sealed under a passphrase or a recovery code.
//!
//! In clear it says its kind, its role, what a guess costs, the random id that its user has in the
//! journal, and a public key; never a name. Only who opens the slot has the key's other half, so
//! that keys of a new epoch can be given to it while its user is away (see `grants`). The payload
//! is padded, so that not even the length of a name shows.
//!
//! Format 1 had neither id nor public key. It is read for ever, and written anew as format 2 when
//! its user unlocks it.

use super::super::codec;
use super::super::options::ArgonCost;
use crate::schema::KeyClass;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

pub(super) const MAGIC: &[u8; 8] = b"TDSLOT\r\n";
const FORMAT: u8 = 2;
const OLD: u8 = 1;
/// The clear part of both formats; format 2 goes on with its own id, the user's, and the public key.
const CLEAR: usize = 8 + 1 + 1 + 1 + 12 + 16 + 24;
/// Letters of a slot's id.
const ID: usize = 16;
const OWNER: usize = ID + 16 + 32;
const SUM: usize = 8;
const LIMIT: u64 = 16 * 1024;
/// Payloads are filled up to a multiple of this.
const PAD: usize = 1024;

/// How a slot is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum SlotKind {
    /// By a passphrase.
    Passphrase = 1,
    /// By the printed code.
    Recovery = 2,
}

/// Whose work the slot is for; it decides which keys are inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum SlotRole {
    /// A township's supervisor: everything.
    Supervisor = 1,
    /// A trainer: no cases.
    Trainer = 2,
}

impl SlotRole {
    /// The classes that the role's slot wraps.
    pub fn classes(self) -> &'static [KeyClass] {
        match self {
            Self::Supervisor => &KeyClass::ALL,
            Self::Trainer => &[KeyClass::Workforce, KeyClass::Office],
        }
    }

    /// What scripts and the word files call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Supervisor => "supervisor",
            Self::Trainer => "trainer",
        }
    }

    fn from_code(code: u8) -> Option<Self> {
        [Self::Supervisor, Self::Trainer]
            .into_iter()
            .find(|r| *r as u8 == code)
    }
}

/// A class's code, an epoch, and the key.
pub(super) type Root = (u8, u32, [u8; 32]);

/// What a slot keeps secret.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(super) struct SlotSecret {
    pub user: [u8; 16],
    pub name: String,
    pub keys: Vec<Root>,
    /// The newest removal whose keys are among these; later ones are granted beside the slot.
    pub seen: u32,
    /// The other half of the public key.
    pub private: [u8; 32],
}

/// What a slot of format 1 kept secret.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct OldSecret {
    user: [u8; 16],
    name: String,
    keys: Vec<Root>,
}

/// Whose a slot is, and what is sealed to it; slots of format 1 don't say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    pub user: [u8; 16],
    pub public: [u8; 32],
}

/// What a slot shows: everything before the ciphertext.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub kind: SlotKind,
    pub role: SlotRole,
    pub cost: ArgonCost,
    pub owner: Option<Owner>,
    /// Its own id, which its file is named after; blank in format 1.
    pub id: String,
    salt: [u8; 16],
    nonce: [u8; 24],
    text: Vec<u8>,
}

/// Why the bytes of a slot file are not a slot.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SlotFault {
    Newer(u8),
    Damaged,
}

/// Where a slot stands: the store's random id and the slot's own.
pub(super) type At<'a> = (&'a [u8; 16], &'a str);

impl Slot {
    /// Seals a secret. `None` only if argon2 refuses the cost.
    pub fn seal(
        (kind, role, cost): (SlotKind, SlotRole, ArgonCost),
        at: At<'_>,
        (salt, nonce): ([u8; 16], [u8; 24]),
        guess: &[u8],
        secret: &SlotSecret,
    ) -> Option<Self> {
        let public = PublicKey::from(&StaticSecret::from(secret.private));
        let mut slot = Self {
            kind,
            role,
            cost,
            owner: Some(Owner {
                user: secret.user,
                public: public.to_bytes(),
            }),
            id: at.1.to_owned(),
            salt,
            nonce,
            text: Vec::new(),
        };
        let body = Zeroizing::new(codec::pack(secret, LIMIT).ok()?);
        let mut plain = Zeroizing::new(Vec::with_capacity((body.len() + 4).next_multiple_of(PAD)));
        plain.extend((body.len() as u32).to_le_bytes());
        plain.extend(&body[..]);
        plain.resize((body.len() + 4).next_multiple_of(PAD), 0);
        let cipher = XChaCha20Poly1305::new((&*slot.derive(guess)?).into());
        let bound_to = slot.bound_to(at.0);
        let payload = Payload {
            msg: &plain,
            aad: &bound_to,
        };
        slot.text = cipher.encrypt(XNonce::from_slice(&nonce), payload).ok()?;
        Some(slot)
    }

    /// The secret, if the guess is right. That of a slot of format 1 has no private key yet.
    pub fn open(&self, at: At<'_>, guess: &[u8]) -> Option<SlotSecret> {
        // Format 1 didn't say where it belongs.
        if self.owner.is_some() && self.id != at.1 {
            return None;
        }
        let cipher = XChaCha20Poly1305::new((&*self.derive(guess)?).into());
        let bound_to = self.bound_to(at.0);
        let payload = Payload {
            msg: &self.text,
            aad: &bound_to,
        };
        let plain = cipher.decrypt(XNonce::from_slice(&self.nonce), payload);
        let plain = Zeroizing::new(plain.ok()?);
        let (len, rest) = plain.split_first_chunk::<4>()?;
        let body = rest.get(..u32::from_le_bytes(*len) as usize)?;
        if self.owner.is_some() {
            return codec::unpack(body, LIMIT).ok();
        }
        let old: OldSecret = codec::unpack(body, LIMIT).ok()?;
        Some(SlotSecret {
            user: old.user,
            name: old.name.clone(),
            keys: old.keys.clone(),
            seen: 0,
            private: [0; 32],
        })
    }

    fn derive(&self, guess: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        let ArgonCost { kib, passes, lanes } = self.cost;
        // A hostile slot must not make us fill the memory: 1 GiB and 64 passes are the most.
        if kib > 1 << 20 || passes > 64 || lanes > 16 {
            return None;
        }
        let params = Params::new(kib, passes, lanes, Some(32)).ok()?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut key = Zeroizing::new([0; 32]);
        argon
            .hash_password_into(guess, &self.salt, &mut key[..])
            .ok()?;
        Some(key)
    }

    fn clear(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let format = self.owner.map_or(OLD, |_| FORMAT);
        bytes.extend([format, self.kind as u8, self.role as u8]);
        for n in [self.cost.kib, self.cost.passes, self.cost.lanes] {
            bytes.extend(n.to_le_bytes());
        }
        bytes.extend(self.salt);
        bytes.extend(self.nonce);
        if let Some(owner) = &self.owner {
            let mut id = self.id.clone().into_bytes();
            id.resize(ID, 0);
            bytes.extend(id);
            bytes.extend(owner.user);
            bytes.extend(owner.public);
        }
        bytes
    }

    fn bound_to(&self, store: &[u8; 16]) -> Vec<u8> {
        let mut bytes = b"slot".to_vec();
        bytes.extend(store);
        bytes.extend(self.clear());
        bytes
    }

    /// The bytes of the slot's file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.clear();
        bytes.extend(&self.text);
        summed(bytes)
    }

    /// Reads a slot's file. The checksum tells damage from a wrong passphrase.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SlotFault> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(SlotFault::Damaged)?;
        let clear = match rest.first() {
            Some(&FORMAT) => CLEAR + OWNER,
            Some(&OLD) => CLEAR,
            Some(&n) if n > FORMAT && sum_is_right(bytes) => return Err(SlotFault::Newer(n)),
            _ => return Err(SlotFault::Damaged),
        };
        if bytes.len() < clear + SUM || !sum_is_right(bytes) {
            return Err(SlotFault::Damaged);
        }
        let number = |at: usize| u32::from_le_bytes(std::array::from_fn(|i| bytes[at + i]));
        Ok(Self {
            kind: match bytes[9] {
                1 => SlotKind::Passphrase,
                2 => SlotKind::Recovery,
                _ => return Err(SlotFault::Damaged),
            },
            role: SlotRole::from_code(bytes[10]).ok_or(SlotFault::Damaged)?,
            cost: ArgonCost {
                kib: number(11),
                passes: number(15),
                lanes: number(19),
            },
            salt: std::array::from_fn(|i| bytes[23 + i]),
            nonce: std::array::from_fn(|i| bytes[39 + i]),
            owner: (clear > CLEAR).then(|| Owner {
                user: std::array::from_fn(|i| bytes[CLEAR + ID + i]),
                public: std::array::from_fn(|i| bytes[CLEAR + ID + 16 + i]),
            }),
            id: id(bytes.get(CLEAR..clear).unwrap_or_default()),
            text: bytes[clear..bytes.len() - SUM].to_vec(),
        })
    }
}

/// The slot's id at the start of what follows the part of both formats; blank where nothing does.
fn id(rest: &[u8]) -> String {
    let letters = rest.iter().take(ID).filter(|b| b.is_ascii_alphanumeric());
    letters.map(|b| char::from(*b)).collect()
}

/// The whole slot at the start of bytes that go on behind it.
pub(super) fn slot_at(bytes: &[u8]) -> Option<&[u8]> {
    const TAG: usize = 16;
    let clear = match bytes.strip_prefix(MAGIC)?.first()? {
        &FORMAT => CLEAR + OWNER,
        _ => CLEAR,
    };
    let lengths = (1..=LIMIT as usize / PAD).map(|n| clear + n * PAD + TAG + SUM);
    let mut whole = lengths.map_while(|n| bytes.get(..n));
    whole.find(|slot| Slot::from_bytes(slot).is_ok())
}

/// Whether the checksum at the end is that of what stands before it: it tells damage from a wrong
/// passphrase, and protects from nobody.
pub(super) fn sum_is_right(bytes: &[u8]) -> bool {
    let Some((body, sum)) = bytes.split_last_chunk::<SUM>() else {
        return false;
    };
    blake3::hash(body).as_bytes()[..SUM] == sum[..]
}

/// The bytes with their checksum.
pub(super) fn summed(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = blake3::hash(&bytes);
    bytes.extend(&sum.as_bytes()[..SUM]);
    bytes
}
