//! The frozen forms of structs that have changed since they were first written to a journal.
//!
//! To change a kind: copy its struct here as `WorkerV1` (private, serde derives only), write
//! `From<WorkerV1> for Worker`, add a row to the table, raise the kind's `SCHEMA`. The golden
//! bytes of version 1 stay in `tests/store/golden` and must still be read.

use super::{CodecError, VALUE_LIMIT, unpack};
use crate::domain::book::{Kind, Record};
use serde::de::DeserializeOwned;

/// How one old version of one kind is read.
pub struct Older {
    pub(super) kind: Kind,
    pub(super) schema: u16,
    pub(super) read: fn(&[u8]) -> Result<Record, CodecError>,
}

/// Every old version. Nothing has changed since version 1 yet.
pub(super) const OLDER: &[Older] = &[];

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
