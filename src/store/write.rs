//! Committing: the one way in which anything is ever saved.
//!
//! Plan against the view → seal → append one frame and fdatasync → apply to the view →
//! acknowledge. The order is the whole point: what the view shows has always been saved.

use super::error::StoreError;
use super::index::{self, Rec};
use super::journal::{Entry, Group, Head, ItemOp, MOST, Revision};
use super::sealing::Planned;
use super::view::{BATCH, Tree, ViewError, Write, WriteSet};
use super::{Act, Store, codec};
use crate::domain::book::{Kind, Record};
use crate::schema::{Id, KeyClass};
use std::collections::{BTreeMap, BTreeSet};

/// A change of one or more records that is saved whole or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What somebody did.
    pub act: Act,
    /// Why, in their words.
    pub reason: Option<String>,
    /// To which records. None for an act that changes none.
    pub items: Vec<ItemChange>,
}

/// What is to happen to one record.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemChange {
    /// Which one.
    pub id: Id,
    /// What.
    pub op: Op,
    /// The revision that the user saw; none for a new record. If it is no longer the record's
    /// revision, somebody else was faster, and the change is refused. Within a group, a record
    /// that the group itself changed earlier is taken as that left it.
    pub base: Option<Revision>,
}

/// The ways to change a record.
// Nearly all are of the large sort, and none lives long: boxing would only burden the callers.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// It now reads so; a retired record lives again.
    Put(Record),
    /// It is out of the way, and kept.
    Retire(Kind),
    /// It is named by the entry and stays as it is: somebody read or printed it.
    Mention(Kind),
}

/// Proof that something is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The entry, or the end of the group.
    pub revision: Revision,
    /// Hybrid time: milliseconds since 1970 in the upper 48 bits.
    pub time: u64,
    /// The chain with it.
    pub chain: [u8; 32],
}

/// What an entry will be, before it is sealed.
pub(super) struct Draft {
    pub act: Act,
    pub reason: Option<String>,
    pub undoes: Option<Revision>,
    pub plans: Vec<Planned>,
}

/// How records stand after the drafts so far: the revision, or none once removed.
type Pending = BTreeMap<(Kind, Id), Option<(Revision, u32, Record)>>;

/// Called with what is saved and what there is to save; `false` stops.
pub type Going<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

impl Store {
    /// Saves one change. When this returns, it survives a power cut.
    pub fn commit(&mut self, change: Change) -> Result<Receipt, StoreError> {
        let receipts = self.commit_all(vec![change])?;
        Ok(receipts
            .into_iter()
            .next()
            .expect("one change makes one receipt"))
    }

    /// Saves up to a thousand waiting changes with one fdatasync. Each is an act of its own; if
    /// one is refused, none is saved.
    pub fn commit_all(&mut self, changes: Vec<Change>) -> Result<Vec<Receipt>, StoreError> {
        if changes.len() > MOST {
            return Err(StoreError::TooLarge);
        }
        let drafts = self.plan(changes)?;
        let entries = self.save(&drafts, |_| Group::None, None)?;
        self.show(&drafts, &entries);
        Ok(entries.iter().map(receipt).collect())
    }

    /// Saves many changes as one act: all of it counts, or after a stop or a power cut nothing.
    pub fn commit_group(
        &mut self,
        act: Act,
        reason: Option<String>,
        changes: Vec<Change>,
        going: Going<'_>,
    ) -> Result<Receipt, StoreError> {
        let drafts = self.plan(changes)?;
        self.save_group(drafts, act, reason, None, going)
    }

    pub(super) fn save_group(
        &mut self,
        mut drafts: Vec<Draft>,
        act: Act,
        reason: Option<String>,
        undoes: Option<Revision>,
        going: Going<'_>,
    ) -> Result<Receipt, StoreError> {
        /// Small enough that a stop is answered at once, large enough that fdatasync costs little.
        const FRAME: usize = 256;
        let total = drafts.len() as u64;
        let first = self.journal.head().revision.seq + 1;
        let last = first + total;
        // The end names no record, and its reason is sealed as secretly as any in the group.
        let class = drafts
            .iter()
            .flat_map(|d| &d.plans)
            .map(|p| p.kind.class())
            .max();
        drafts.push(Draft {
            act,
            reason,
            undoes,
            plans: Vec::new(),
        });
        let mut saved = Vec::with_capacity(drafts.len());
        for chunk in drafts.chunks(FRAME) {
            if !going(saved.len() as u64, total) {
                // What is in the journal has no end and never counts.
                self.show(&[], &[]);
                return Err(StoreError::Cancelled);
            }
            let group = |seq| {
                if seq == last {
                    Group::End(first)
                } else {
                    Group::Part(first)
                }
            };
            saved.extend(self.save(chunk, group, class)?);
        }
        self.show(&drafts, &saved);
        going(total, total);
        let end = saved.last().expect("the end was pushed above");
        Ok(receipt(end))
    }

    pub(super) fn must_write(&self) -> Result<(), StoreError> {
        if self.read_only {
            return Err(StoreError::ReadOnly);
        }
        if self.journal.is_stopped() {
            Err(StoreError::Stopped)
        } else {
            Ok(())
        }
    }

    /// Works out what the changes mean, against the records as they are. Nothing is written.
    pub(super) fn plan(&self, changes: Vec<Change>) -> Result<Vec<Draft>, StoreError> {
        self.must_write()?;
        let mut pending = Pending::new();
        let first = self.journal.head().revision.seq + 1;
        let mut drafts = Vec::with_capacity(changes.len());
        for (change, seq) in changes.into_iter().zip(first..) {
            let revision = Revision {
                device: self.header.device,
                seq,
            };
            let mut plans = Vec::with_capacity(change.items.len());
            let mut named = BTreeSet::new();
            for item in change.items {
                let plan = self.plan_item(item, &pending)?;
                let (kind, id) = (plan.kind, plan.id);
                if !named.insert((kind, id)) {
                    return Err(StoreError::Twice { kind, id });
                }
                if let Some(record) = &plan.image {
                    pending.insert((kind, id), Some((revision, plan.number, record.clone())));
                }
                plans.push(plan);
            }
            drafts.push(Draft {
                act: change.act,
                reason: change.reason,
                undoes: None,
                plans,
            });
        }
        Ok(drafts)
    }

    fn plan_item(&self, item: ItemChange, pending: &Pending) -> Result<Planned, StoreError> {
        let (id, kind) = (
            item.id,
            match &item.op {
                Op::Put(record) => record.kind(),
                Op::Retire(kind) | Op::Mention(kind) => *kind,
            },
        );
        self.must_have(kind)?;
        let now = match pending.get(&(kind, id)) {
            Some(state) => state.clone(),
            None => {
                let stored = self
                    .get(kind, id)?
                    .map(|s| (s.revision, s.number, s.record));
                if stored.as_ref().map(|s| s.0) != item.base {
                    return Err(StoreError::Conflict { kind, id });
                }
                stored
            }
        };
        let base = now.as_ref().map(|s| s.0);
        let missing = StoreError::Missing { kind, id };
        let number = match &now {
            Some((_, number, _)) => *number,
            None => self.next_number(kind)?,
        };
        let (op, image) = match item.op {
            Op::Put(record) => (ItemOp::Put, Some(record)),
            Op::Retire(_) => (ItemOp::Retire, Some(now.ok_or(missing)?.2)),
            Op::Mention(_) => {
                now.ok_or(missing)?;
                (ItemOp::Mention, None)
            }
        };
        Ok(Planned {
            kind,
            id,
            op,
            base,
            restores: None,
            number,
            image,
        })
    }

    /// Seals drafts and saves them in one frame.
    pub(super) fn save(
        &mut self,
        drafts: &[Draft],
        group: impl Fn(u64) -> Group,
        at_least: Option<KeyClass>,
    ) -> Result<Vec<Entry>, StoreError> {
        self.must_write()?;
        let device = self.header.device;
        let before = self.journal.head().revision.seq;
        let mut entries = Vec::with_capacity(drafts.len());
        for (draft, seq) in drafts.iter().zip(before + 1..) {
            let revision = Revision { device, seq };
            let items = draft
                .plans
                .iter()
                .map(|plan| self.seal_item(plan, revision));
            let items = items.collect::<Result<_, _>>()?;
            let meta = self.seal_meta(&draft.plans, at_least, draft.reason.as_deref(), revision)?;
            entries.push(Entry {
                revision,
                time: self.ticks.tick(),
                user: self.user.id,
                act: draft.act.code(),
                group: group(seq),
                undoes: draft.undoes,
                meta,
                items,
                chain: [0; 32], // set when appended
            });
        }
        self.journal.append(&mut entries)?;
        self.mirror();
        Ok(entries)
    }

    /// Asks the mirror to follow; whatever becomes of that, what is saved is saved.
    fn mirror(&self) {
        if let Some(mirror) = &self.options.mirror {
            mirror.follow(self.header.store, self.journal.segments());
        }
    }

    /// Brings the view up to the journal with entries that are saved.
    ///
    /// They are saved, so nothing that goes wrong here may make the caller believe otherwise:
    /// a view that fails is rebuilt, which counts these entries too; and if that fails, whoever
    /// reads next is told.
    pub(super) fn show(&mut self, drafts: &[Draft], entries: &[Entry]) {
        let head = self.journal.head();
        let shown = self
            .writes(drafts, entries)
            .and_then(|writes| self.apply(&writes, head));
        if shown.is_err() {
            let _ = self.rebuild_view();
        }
    }

    fn writes(&self, drafts: &[Draft], entries: &[Entry]) -> Result<Vec<Write>, StoreError> {
        let mut writes = Vec::new();
        let mut pending = Pending::new();
        for (draft, entry) in drafts.iter().zip(entries) {
            for (plan, item) in draft.plans.iter().zip(&entry.items) {
                let (kind, id) = (plan.kind, plan.id);
                writes.push((
                    Tree::Jx,
                    index::jx(kind, &id, entry.time, entry.revision),
                    Some(Vec::new()),
                ));
                if plan.op == ItemOp::Mention {
                    continue;
                }
                let before = match pending.remove(&(kind, id)) {
                    Some(state) => state.map(|s| s.2),
                    None => self.now(kind, id)?,
                };
                let keys = |r: &Record| index::of(&self.ring, kind, &id, r);
                let old: BTreeSet<_> = before.iter().flat_map(keys).collect();
                let new: BTreeSet<_> = plan.image.iter().flat_map(keys).collect();
                writes.extend(
                    old.difference(&new)
                        .map(|(tree, key)| (*tree, key.clone(), None)),
                );
                writes.extend(
                    new.difference(&old)
                        .map(|(tree, key)| (*tree, key.clone(), Some(Vec::new()))),
                );
                let rec = Rec::of(item, entry.revision, entry.time)
                    .map(|rec| codec::pack(&rec, index::REC_LIMIT));
                let rec = rec.transpose().map_err(|_| StoreError::TooLarge)?;
                writes.push((Tree::Rec, index::rec(kind, &id), rec));
                pending.insert(
                    (kind, id),
                    plan.image
                        .clone()
                        .map(|image| (entry.revision, plan.number, image)),
                );
            }
        }
        Ok(writes)
    }

    /// A record as the view has it, without a second try.
    fn now(&self, kind: Kind, id: Id) -> Result<Option<Record>, StoreError> {
        let view = self.view.borrow();
        let view = view.as_deref().ok_or(ViewError::Changed)?;
        let Some(value) = view.get(Tree::Rec, &index::rec(kind, &id))? else {
            return Ok(None);
        };
        index::read(&value)?
            .open(&self.header.store, &self.ring, kind, &id)
            .map(Some)
    }

    fn apply(&self, writes: &[Write], head: Head) -> Result<(), StoreError> {
        let mut view = self.view.borrow_mut();
        let view = view.as_deref_mut().ok_or(ViewError::Changed)?;
        let batches = writes.len().div_ceil(BATCH).max(1);
        for i in 0..batches {
            let end = ((i + 1) * BATCH).min(writes.len());
            let applied = if i + 1 == batches {
                vec![head]
            } else {
                Vec::new()
            };
            view.apply(&WriteSet {
                writes: writes[i * BATCH..end].to_vec(),
                applied,
            })?;
        }
        Ok(())
    }
}

pub(super) fn receipt(entry: &Entry) -> Receipt {
    Receipt {
        revision: entry.revision,
        time: entry.time,
        chain: entry.chain,
    }
}
