//! One slot: a user's keys, sealed under a passphrase or a recovery code.
//!
//! In clear it says its kind, its role and what a guess costs; never whose it is. The payload is
//! padded, so that not even the length of a name shows.

use super::super::codec;
use super::super::options::ArgonCost;
use crate::schema::KeyClass;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

pub(in super::super) const MAGIC: &[u8; 8] = b"TDSLOT\r\n";
const FORMAT: u8 = 1;
const CLEAR: usize = 8 + 1 + 1 + 1 + 12 + 16 + 24;
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

/// What a slot keeps secret.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(super) struct SlotSecret {
    pub user: [u8; 16],
    pub name: String,
    /// Class code, epoch, key.
    pub keys: Vec<(u8, u32, [u8; 32])>,
}

/// What a slot shows: everything before the ciphertext.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub kind: SlotKind,
    pub role: SlotRole,
    pub cost: ArgonCost,
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

impl Slot {
    /// Seals a secret. `None` only if argon2 refuses the cost.
    pub fn seal(
        (kind, role, cost): (SlotKind, SlotRole, ArgonCost),
        store: &[u8; 16],
        (salt, nonce): ([u8; 16], [u8; 24]),
        guess: &[u8],
        secret: &SlotSecret,
    ) -> Option<Self> {
        let mut slot = Self {
            kind,
            role,
            cost,
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
        let bound_to = slot.bound_to(store);
        let payload = Payload {
            msg: &plain,
            aad: &bound_to,
        };
        slot.text = cipher.encrypt(XNonce::from_slice(&nonce), payload).ok()?;
        Some(slot)
    }

    /// The secret, if the guess is right.
    pub fn open(&self, store: &[u8; 16], guess: &[u8]) -> Option<SlotSecret> {
        let cipher = XChaCha20Poly1305::new((&*self.derive(guess)?).into());
        let bound_to = self.bound_to(store);
        let payload = Payload {
            msg: &self.text,
            aad: &bound_to,
        };
        let plain = Zeroizing::new(
            cipher
                .decrypt(XNonce::from_slice(&self.nonce), payload)
                .ok()?,
        );
        let (len, rest) = plain.split_first_chunk::<4>()?;
        codec::unpack(rest.get(..u32::from_le_bytes(*len) as usize)?, LIMIT).ok()
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
        bytes.extend([FORMAT, self.kind as u8, self.role as u8]);
        for n in [self.cost.kib, self.cost.passes, self.cost.lanes] {
            bytes.extend(n.to_le_bytes());
        }
        bytes.extend(self.salt);
        bytes.extend(self.nonce);
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
        let sum = blake3::hash(&bytes);
        bytes.extend(&sum.as_bytes()[..SUM]);
        bytes
    }

    /// Reads a slot's file. The checksum tells damage from a wrong passphrase.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SlotFault> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(SlotFault::Damaged)?;
        match rest.first() {
            Some(&FORMAT) => {}
            Some(&n) if n > FORMAT && sum_is_right(bytes) => return Err(SlotFault::Newer(n)),
            _ => return Err(SlotFault::Damaged),
        }
        if bytes.len() < CLEAR + SUM || !sum_is_right(bytes) {
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
            text: bytes[CLEAR..bytes.len() - SUM].to_vec(),
        })
    }
}

/// The whole slot at the start of bytes that go on behind it.
pub(in super::super) fn slot_at(bytes: &[u8]) -> Option<&[u8]> {
    const TAG: usize = 16;
    let lengths = (1..=LIMIT as usize / PAD).map(|n| CLEAR + n * PAD + TAG + SUM);
    let mut whole = lengths.map_while(|n| bytes.get(..n));
    bytes
        .starts_with(MAGIC)
        .then(|| whole.find(|slot| Slot::from_bytes(slot).is_ok()))?
}

fn sum_is_right(bytes: &[u8]) -> bool {
    let Some((body, sum)) = bytes.split_last_chunk::<SUM>() else {
        return false;
    };
    blake3::hash(body).as_bytes()[..SUM] == sum[..]
}
