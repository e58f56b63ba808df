//! The keys and values of the view's trees, and how a sealed record is opened.
//!
//! Nothing here may put anything personal into a key: links are random ids, numbers are keyed
//! hashes, field names are ours.

use super::StoreId;
use super::codec::{self, CodecError};
use super::error::StoreError;
use super::journal::{Item, ItemOp, Revision};
use super::keys::{Keyring, Sealed};
use super::view::{Tree, ViewError};
use crate::domain::book::{Kind, Record};
use crate::schema::{Id, KeyClass};
use serde::{Deserialize, Serialize};

/// The most that a sealed record takes in the view.
pub(super) const REC_LIMIT: u64 = codec::VALUE_LIMIT + 1024;

/// A record as the view keeps it: the journal's sealed bytes, and what they are bound to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Rec {
    pub revision: Revision,
    /// When that entry was written, in milliseconds since 1970.
    pub time: u64,
    pub retired: bool,
    pub number: u32,
    pub schema: u16,
    pub sealed: Sealed,
}

impl Rec {
    /// The record as this entry left it; none if it removed or only mentioned it.
    pub fn of(item: &Item, revision: Revision, time: u64) -> Option<Self> {
        let retired = match item.op {
            ItemOp::Put => false,
            ItemOp::Retire => true,
            ItemOp::Remove | ItemOp::Mention => return None,
        };
        Some(Self {
            revision,
            time,
            retired,
            number: item.number,
            schema: item.schema,
            sealed: item.sealed.clone(),
        })
    }

    /// Opens it. Bytes that do not open where they stand are a fault of whatever kept them.
    pub fn open(
        &self,
        store: &StoreId,
        ring: &Keyring,
        kind: Kind,
        id: &Id,
    ) -> Result<Record, StoreError> {
        if !ring.has(kind.class()) {
            return Err(StoreError::NoKey {
                class: kind.class(),
            });
        }
        let (class, epoch) = (kind.class(), self.sealed.epoch);
        if self.sealed.class == class as u8 && !ring.has_epoch(class, epoch) {
            return Err(StoreError::NoEpoch { class, epoch });
        }
        let place = bound_to(
            store,
            kind,
            id,
            self.revision,
            (self.sealed.epoch, self.schema),
        );
        let plain = ring.open(&self.sealed, &place).ok_or(ViewError::Changed)?;
        match codec::decode(&plain) {
            Ok(record) if record.kind() == kind => Ok(record),
            Err(CodecError::Newer { what, found }) => Err(StoreError::Newer { what, found }),
            Ok(_) => Err(ViewError::Changed.into()),
            // It opened, so these are the bytes that were written: by a program with another form
            // of this kind. No view made anew would read them.
            Err(CodecError::Garbled | CodecError::TooLarge) => Err(StoreError::Newer {
                what: kind.name(),
                found: self.schema.into(),
            }),
        }
    }
}

/// What a sealed record is bound to: moved anywhere else, it does not open.
pub(super) fn bound_to(
    store: &StoreId,
    kind: Kind,
    id: &Id,
    revision: Revision,
    (epoch, schema): (u32, u16),
) -> Vec<u8> {
    let mut bytes = b"item".to_vec();
    bytes.extend(store);
    bytes.push(kind.code());
    bytes.extend(id.0);
    bytes.extend(revision.device.0);
    bytes.extend(revision.seq.to_le_bytes());
    bytes.push(kind.class() as u8);
    bytes.extend(epoch.to_le_bytes());
    bytes.extend(schema.to_le_bytes());
    bytes
}

/// The kind with this code in the journal.
pub(super) fn kind(code: u8) -> Result<Kind, StoreError> {
    Kind::from_code(code).ok_or(StoreError::Newer {
        what: "kind",
        found: code.into(),
    })
}

/// Reads a value of `rec`.
pub(super) fn read(value: &[u8]) -> Result<Rec, StoreError> {
    codec::unpack(value, REC_LIMIT).map_err(|_| ViewError::Changed.into())
}

/// A record's key in `rec`.
pub(super) fn rec(kind: Kind, id: &Id) -> Vec<u8> {
    [&[kind.code()], &id.0[..]].concat()
}

/// What [`rec`] made.
pub(super) fn parse_rec(key: &[u8]) -> Result<(Kind, Id), StoreError> {
    match key.split_first() {
        Some((code, id)) => {
            let id = id.try_into().map_err(|_| ViewError::Changed)?;
            Ok((kind(*code)?, Id(id)))
        }
        None => Err(ViewError::Changed.into()),
    }
}

/// An entry's key in `jx`. Where the entry lies is known from the journal's own list of frames,
/// so that rewriting a segment leaves this right.
pub(super) fn jx(kind: Kind, id: &Id, time: u64, revision: Revision) -> Vec<u8> {
    let mut key = rec(kind, id);
    key.extend(time.to_be_bytes());
    key.extend(revision.device.0);
    key.extend(revision.seq.to_be_bytes());
    key
}

/// The revision at the end of a key of `jx`.
pub(super) fn parse_jx(key: &[u8]) -> Option<Revision> {
    let (rest, seq) = key.split_last_chunk::<8>()?;
    let (_, device) = rest.split_last_chunk::<8>()?;
    Some(Revision {
        device: super::DeviceId(*device),
        seq: u64::from_be_bytes(*seq),
    })
}

/// The mark that a class is indexed.
pub(super) fn derived(class: KeyClass) -> Vec<u8> {
    vec![b'd', class as u8]
}

/// What stands before the kind and id in an index key.
pub(super) fn prefix(class: KeyClass, field: &str, value: &[u8; 16]) -> Vec<u8> {
    [&[class as u8], field.as_bytes(), &[0], &value[..]].concat()
}

/// Every index key of a record.
pub(super) fn of(ring: &Keyring, kind: Kind, id: &Id, record: &Record) -> Vec<(Tree, Vec<u8>)> {
    let class = kind.class();
    let whole = |field, value: &[u8; 16]| [prefix(class, field, value), rec(kind, id)].concat();
    let links = record
        .links()
        .into_iter()
        .map(|(field, owner)| (Tree::Ix, whole(field, &owner.0)));
    let numbers = record.blind_keys().into_iter().filter_map(|(field, text)| {
        ring.blind(class, field, &text)
            .map(|hash| (Tree::Bx, whole(field, &hash)))
    });
    links.chain(numbers).collect()
}
