//! Sealing what goes into an entry, and opening it again.

use super::Store;
use super::codec;
use super::error::{DamageKind, StoreError};
use super::index::{self, Rec};
use super::journal::{Entry, Item, ItemOp, Meta, Revision, digest};
use super::keys::Sealed;
use super::view::ViewError;
use crate::domain::book::{Kind, Record};
use crate::schema::{Id, KeyClass};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Who did it and why; sealed, because a reason may name a child.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Why {
    pub user_name: String,
    pub reason: Option<String>,
}

/// One record's change, worked out and not yet sealed.
pub(super) struct Planned {
    pub kind: Kind,
    pub id: Id,
    pub op: ItemOp,
    pub base: Option<Revision>,
    /// For an undoing, the revision whose state comes back.
    pub restores: Option<Revision>,
    pub number: u32,
    pub image: Option<Record>,
}

impl Store {
    pub(super) fn seal_item(&self, plan: &Planned, revision: Revision) -> Result<Item, StoreError> {
        let class = plan.kind.class();
        let epoch = self.ring.epoch(class).ok_or(StoreError::NoKey { class })?;
        let schema = plan.kind.schema();
        let sealed = match &plan.image {
            None => Sealed {
                class: class as u8,
                epoch,
                bytes: Vec::new(),
            },
            Some(record) => {
                let plain =
                    Zeroizing::new(codec::encode(record).map_err(|_| StoreError::TooLarge)?);
                let place = index::bound_to(
                    &self.header.store,
                    plan.kind,
                    &plan.id,
                    revision,
                    (epoch, schema),
                );
                let sealed = self.ring.seal(class, self.options.bytes(), &plain, &place);
                sealed.ok_or(StoreError::NoKey { class })?
            }
        };
        let (kind, digest) = (plan.kind.code(), digest(&sealed));
        let Planned {
            id,
            op,
            base,
            restores,
            number,
            ..
        } = *plan;
        Ok(Item {
            kind,
            id,
            op,
            base,
            restores,
            number,
            schema,
            digest,
            sealed,
        })
    }

    /// Seals the meta data under the most secret class among the records.
    pub(super) fn seal_meta(
        &self,
        plans: &[Planned],
        at_least: Option<KeyClass>,
        reason: Option<&str>,
        revision: Revision,
    ) -> Result<Meta, StoreError> {
        let class = plans.iter().map(|p| p.kind.class()).chain(at_least).max();
        let class = class.unwrap_or(KeyClass::Workforce);
        let why = Why {
            user_name: self.user.name.clone(),
            reason: reason.map(str::to_owned),
        };
        let plain = Zeroizing::new(
            codec::pack(&why, codec::VALUE_LIMIT).map_err(|_| StoreError::TooLarge)?,
        );
        let place = meta_place(&self.header.store, revision);
        let sealed = self.ring.seal(class, self.options.bytes(), &plain, &place);
        let sealed = sealed.ok_or(StoreError::NoKey { class })?;
        Ok(Meta {
            digest: digest(&sealed),
            sealed,
        })
    }

    /// Who and why, if the class is at hand.
    pub(super) fn open_meta(&self, entry: &Entry) -> Result<Option<Why>, StoreError> {
        let sealed = &entry.meta.sealed;
        let Some(class) = KeyClass::from_code(sealed.class).filter(|c| self.ring.has(*c)) else {
            return Ok(None);
        };
        let epoch = sealed.epoch;
        if !self.ring.has_epoch(class, epoch) {
            return Err(StoreError::NoEpoch { class, epoch });
        }
        let damage = || self.journal.damage_at(entry.revision, DamageKind::Seal);
        let place = meta_place(&self.header.store, entry.revision);
        let plain = self.ring.open(sealed, &place).ok_or_else(damage)?;
        codec::unpack(&plain, codec::VALUE_LIMIT)
            .map(Some)
            .map_err(|_| damage())
    }

    /// The record as an entry of the journal left it.
    pub(super) fn open_item(
        &self,
        item: &Item,
        revision: Revision,
    ) -> Result<Option<Record>, StoreError> {
        let kind = index::kind(item.kind)?;
        // What it opens to does not hang on the time.
        let Some(rec) = Rec::of(item, revision, 0) else {
            return Ok(None);
        };
        match rec.open(&self.header.store, &self.ring, kind, &item.id) {
            Err(StoreError::View(ViewError::Changed)) => {
                Err(self.journal.damage_at(revision, DamageKind::Seal))
            }
            other => other.map(Some),
        }
    }

    /// The state of a record that an entry left: what it did, its number, and the record.
    pub(super) fn state_at(
        &self,
        kind: Kind,
        id: &Id,
        revision: Revision,
    ) -> Result<(ItemOp, u32, Option<Record>), StoreError> {
        let entry = self.journal.entry(revision)?;
        let item = entry
            .items
            .iter()
            .find(|i| i.kind == kind.code() && i.id == *id);
        let item = item.ok_or_else(|| self.journal.damage_at(revision, DamageKind::Gap))?;
        Ok((item.op, item.number, self.open_item(item, revision)?))
    }
}

pub(super) fn meta_place(store: &super::StoreId, revision: Revision) -> Vec<u8> {
    let mut bytes = b"meta".to_vec();
    bytes.extend(store);
    bytes.extend(revision.device.0);
    bytes.extend(revision.seq.to_le_bytes());
    bytes
}
