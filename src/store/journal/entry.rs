//! One entry: who did what, sealed, chained to the one before.

use super::super::codec::{self, CodecError};
use super::super::keys::Sealed;
use crate::schema::Id;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most that one entry may take.
pub(super) const ENTRY_LIMIT: u64 = 8 * 1024 * 1024;

/// An installation, and so a stream. Random; it says nothing about the computer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeviceId(pub [u8; 8]);

impl DeviceId {
    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 8];
        if text.len() != 16 || !text.is_ascii() {
            return None;
        }
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[i * 2..i * 2 + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Which entry wrote something: a device and its number there, so that two posts never collide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Revision {
    /// The stream.
    pub device: DeviceId,
    /// The entry's number in it, from 1.
    pub seq: u64,
}

impl Revision {
    /// Reads `DEVICE:SEQ`.
    pub fn parse(text: &str) -> Option<Self> {
        let (device, seq) = text.split_once(':')?;
        Some(Self {
            device: DeviceId::parse(device)?,
            seq: seq.parse().ok()?,
        })
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.device, self.seq)
    }
}

/// Whether an entry belongs to a big change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Group {
    /// It stands for itself.
    None,
    /// A part of the group whose first entry has this number.
    Part(u64),
    /// The end of that group: only with it does any of the group count.
    End(u64),
}

/// Who and why, sealed under the most secret class of the entry's items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The hash of the ciphertext; it stays when that is erased.
    pub digest: [u8; 32],
    /// User name and reason.
    pub sealed: Sealed,
}

/// What an entry does to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum ItemOp {
    /// It now reads so.
    Put = 1,
    /// It now reads so and is retired.
    Retire = 2,
    /// It is gone: the undoing of its making.
    Remove = 3,
    /// It is named and stays as it is: somebody read or printed it.
    Mention = 4,
}

/// One record that an entry changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The kind's code.
    pub kind: u8,
    /// The record.
    pub id: Id,
    /// What happens to it.
    pub op: ItemOp,
    /// The revision that it had before; none for a new record.
    pub base: Option<Revision>,
    /// For an undoing: the earlier revision that it brings back, so that what came before that
    /// can be undone in turn.
    pub restores: Option<Revision>,
    /// The record's running number, which people call it by; it says nothing about anybody.
    pub number: u32,
    /// The version that the after-image was written in.
    pub schema: u16,
    /// The hash of the ciphertext; it stays when that is erased.
    pub digest: [u8; 32],
    /// The after-image, bound to its place.
    pub sealed: Sealed,
}

/// One entry as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where and which.
    pub revision: Revision,
    /// Hybrid time: milliseconds << 16, and a counter.
    pub time: u64,
    /// The user's random id.
    pub user: [u8; 16],
    /// The act's code.
    pub act: u8,
    /// Whether it is part of something bigger.
    pub group: Group,
    /// For the undoing of an entry, or of the group that this entry ended.
    pub undoes: Option<Revision>,
    /// Who and why.
    pub meta: Meta,
    /// What changed.
    pub items: Vec<Item>,
    /// The chain including this entry.
    pub chain: [u8; 32],
}

impl Entry {
    /// The chain value that follows `before`: over everything but ciphertext, of which only the
    /// digests count, so that erasing keeps the chain good.
    pub(super) fn chained(
        &self,
        store: &[u8; 16],
        before: &[u8; 32],
    ) -> Result<[u8; 32], CodecError> {
        let blank = |s: &Sealed| Sealed {
            bytes: Vec::new(),
            ..*s
        };
        let items = self.items.iter().map(|i| Item {
            sealed: blank(&i.sealed),
            ..i.clone_head()
        });
        let head = Entry {
            meta: Meta {
                digest: self.meta.digest,
                sealed: blank(&self.meta.sealed),
            },
            items: items.collect(),
            chain: *before,
            ..self.clone_head()
        };
        let bytes = codec::pack(&head, ENTRY_LIMIT)?;
        let mut hash = blake3::Hasher::new();
        hash.update(b"tongdu chain")
            .update(store)
            .update(before)
            .update(&bytes);
        Ok(*hash.finalize().as_bytes())
    }

    fn clone_head(&self) -> Entry {
        let sealed = Sealed {
            class: 0,
            epoch: 0,
            bytes: Vec::new(),
        };
        Entry {
            meta: Meta {
                digest: [0; 32],
                sealed,
            },
            items: Vec::new(),
            ..*self
        }
    }

    /// Whether every ciphertext is the one whose digest was chained.
    pub(super) fn digests_hold(&self) -> bool {
        let holds =
            |sealed: &Sealed, digest: &[u8; 32]| blake3::hash(&sealed.bytes).as_bytes() == digest;
        holds(&self.meta.sealed, &self.meta.digest)
            && self.items.iter().all(|i| holds(&i.sealed, &i.digest))
    }
}

impl Item {
    fn clone_head(&self) -> Item {
        Item {
            sealed: Sealed {
                class: 0,
                epoch: 0,
                bytes: Vec::new(),
            },
            ..*self
        }
    }
}

/// The hash that stands for a ciphertext in the chain.
pub(in super::super) fn digest(sealed: &Sealed) -> [u8; 32] {
    *blake3::hash(&sealed.bytes).as_bytes()
}

/// The chain after these entries, if they follow from `before` and are as they were chained.
pub(in super::super) fn follow(
    entries: &[Entry],
    store: &[u8; 16],
    before: &[u8; 32],
) -> Option<[u8; 32]> {
    entries.iter().try_fold(*before, |chain, entry| {
        let after = entry.chained(store, &chain).ok()?;
        (after == entry.chain && entry.digests_hold()).then_some(after)
    })
}

/// The chain before a stream's first entry.
pub(in super::super) fn genesis(store: &[u8; 16], device: DeviceId) -> [u8; 32] {
    let mut hash = blake3::Hasher::new();
    hash.update(b"tongdu stream")
        .update(store)
        .update(&device.0);
    *hash.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_read_as_they_are_shown() {
        let revision = Revision {
            device: DeviceId([0xab; 8]),
            seq: 42,
        };
        assert_eq!(revision.to_string(), "abababababababab:42");
        assert_eq!(Revision::parse("abababababababab:42"), Some(revision));
        for wrong in [
            "",
            "ab:1",
            "abababababababab",
            "abababababababab:x",
            "童童童童童a:1",
        ] {
            assert_eq!(Revision::parse(wrong), None, "{wrong}");
        }
    }
}
