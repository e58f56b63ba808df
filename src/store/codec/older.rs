//! The frozen forms of structs that have changed since they were first written to a journal.
//!
//! To change a kind: copy its struct below here as `WorkerV1` (serde derives only), write
//! `From<WorkerV1> for Worker`, add a row to the table, raise the kind's `SCHEMA`. The golden
//! bytes of version 1 stay in `tests/store/golden` and must still be read.

mod exports;
mod families;
mod workforce;

use super::{CodecError, VALUE_LIMIT, unpack};
use crate::domain::book::{Kind, Record};
use crate::domain::caregiver::Caregiver;
use crate::domain::child::Child;
use crate::domain::disclosure::Disclosure;
use crate::domain::plugin_trust::PluginTrust;
use crate::domain::post::Post;
use crate::domain::training::{Enrolment, Session, Training};
use crate::domain::worker::Worker;
use exports::{DisclosureV1, DisclosureV2, DisclosureV3, PluginTrustV1, PluginTrustV2};
use families::{CaregiverV1, ChildV1};
use serde::de::DeserializeOwned;
use workforce::{EnrolmentV1, PostV1, PostV2, SessionV1, TrainingV1, WorkerV1};

/// How one old version of one kind is read.
pub struct Older {
    pub(super) kind: Kind,
    pub(super) schema: u16,
    pub(super) read: fn(&[u8]) -> Result<Record, CodecError>,
}

/// Every old version.
pub(super) const OLDER: &[Older] = &[
    Older::row::<CaregiverV1, Caregiver>(Kind::Caregiver, 1),
    Older::row::<ChildV1, Child>(Kind::Child, 1),
    Older::row::<DisclosureV1, Disclosure>(Kind::Disclosure, 1),
    Older::row::<DisclosureV2, Disclosure>(Kind::Disclosure, 2),
    Older::row::<DisclosureV3, Disclosure>(Kind::Disclosure, 3),
    Older::row::<EnrolmentV1, Enrolment>(Kind::Enrolment, 1),
    Older::row::<PluginTrustV1, PluginTrust>(Kind::PluginTrust, 1),
    Older::row::<PluginTrustV2, PluginTrust>(Kind::PluginTrust, 2),
    Older::row::<PostV1, Post>(Kind::Post, 1),
    Older::row::<PostV2, Post>(Kind::Post, 2),
    Older::row::<SessionV1, Session>(Kind::Session, 1),
    Older::row::<TrainingV1, Training>(Kind::Training, 1),
    Older::row::<WorkerV1, Worker>(Kind::Worker, 1),
];

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
