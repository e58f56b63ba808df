//! The frozen forms of structs that have changed since they were first written to a journal.
//!
//! To change a kind: copy its struct here as `WorkerV1` (private, serde derives only), write
//! `From<WorkerV1> for Worker`, add a row to the table, raise the kind's `SCHEMA`. The golden
//! bytes of version 1 stay in `tests/store/golden` and must still be read.

use super::{CodecError, VALUE_LIMIT, unpack};
use crate::domain::book::{Kind, Record};
use crate::domain::child::{Category, Child, Risk};
use crate::domain::worker::Sex;
use crate::schema::{Day, Id};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

/// How one old version of one kind is read.
pub struct Older {
    pub(super) kind: Kind,
    pub(super) schema: u16,
    pub(super) read: fn(&[u8]) -> Result<Record, CodecError>,
}

/// Every old version.
pub(super) const OLDER: &[Older] = &[Older::row::<ChildV1, Child>(Kind::Child, 1)];

/// A child before households and caregivers had records of their own.
#[derive(Deserialize)]
struct ChildV1 {
    name: String,
    sex: Option<Sex>,
    birth_day: Option<Day>,
    id_number: String,
    village: Option<Id>,
    categories: BTreeSet<Category>,
    risk: Option<Risk>,
    caregiver: String,
    caregiver_phone: String,
    note: String,
}

impl From<ChildV1> for Child {
    /// A record can't make another one, so the caregiver goes into the note, where nothing is lost.
    fn from(old: ChildV1) -> Self {
        let caregiver = [old.caregiver, old.caregiver_phone];
        let mut lines: Vec<String> = Vec::new();
        if caregiver.iter().any(|part| !part.is_empty()) {
            lines.push(format!("照料人 {}", caregiver.join(" ").trim()));
        }
        lines.extend((!old.note.is_empty()).then_some(old.note));
        Self {
            name: old.name,
            sex: old.sex,
            birth_day: old.birth_day,
            id_number: old.id_number,
            village: old.village,
            categories: old.categories,
            risk: old.risk,
            note: lines.join("\n"),
            ..Self::default()
        }
    }
}

impl Older {
    /// A row: `kind` at `schema` had the shape `Old`, and becomes `New`.
    pub const fn row<Old, New>(kind: Kind, schema: u16) -> Self
    where
        Old: DeserializeOwned,
        New: From<Old> + Into<Record>,
    {
        fn read<Old: DeserializeOwned, New: From<Old> + Into<Record>>(
            body: &[u8],
        ) -> Result<Record, CodecError> {
            unpack::<Old>(body, VALUE_LIMIT).map(|old| New::from(old).into())
        }
        Self {
            kind,
            schema,
            read: read::<Old, New>,
        }
    }
}
