//! Undoing: a new entry with the inverse, never the removal of an old one.

use super::error::StoreError;
use super::journal::{Entry, Group, ItemOp, Revision};
use super::sealing::Planned;
use super::write::{Change, Draft, ItemChange, Receipt};
use super::{Act, Store, index};
use crate::domain::book::{Kind, Record};
use crate::schema::Id;
use std::collections::{BTreeMap, BTreeSet};

/// So many records stand in one entry of a big undoing.
const AT_ONCE: usize = 64;

/// What an undoing did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The entry, or the end of the group, that was undone.
    pub revision: Revision,
    /// What it had been.
    pub act: Act,
    /// The records that are as they were before.
    pub records: Vec<(Kind, Id)>,
    /// Proof that the undoing itself is saved.
    pub receipt: Receipt,
}

/// A record as it would stand after an undoing.
#[derive(Clone, Debug, PartialEq)]
pub struct BroughtBack {
    /// What it is.
    pub kind: Kind,
    /// Which one.
    pub id: Id,
    /// How it would read; none where it would be gone or out of use.
    pub record: Option<Record>,
}

impl BroughtBack {
    fn of(plan: &Planned) -> Self {
        let in_use = plan.op == ItemOp::Put;
        Self {
            kind: plan.kind,
            id: plan.id,
            record: plan.image.clone().filter(|_| in_use),
        }
    }
}

impl Store {
    /// Takes back one act: the one that `revision` belongs to, or the last change of any
    /// device that is neither undone nor an undoing. A group is taken back whole.
    pub fn undo(&mut self, revision: Option<Revision>) -> Result<Undone, StoreError> {
        self.undo_beside(revision, None, |_| Ok(Vec::new()))
    }

    /// What keeps the change that left this record so from being taken back, as far as this
    /// record and the sort of act tell; a group may be hindered by another of its records.
    pub fn hindrance(
        &self,
        kind: Kind,
        id: Id,
        revision: Revision,
    ) -> Result<Option<StoreError>, StoreError> {
        let entry = self.journal.entry(revision)?;
        let act = Act::from_code(entry.act).ok_or(StoreError::Newer {
            what: "act",
            found: entry.act.into(),
        })?;
        let named = |op| entry.items.iter().any(|i| i.id == id && i.op == op);
        if !act.can_be_undone() || named(ItemOp::Mention) {
            return Ok(Some(StoreError::CannotUndo { act }));
        }
        let now = self.get(kind, id)?.map(|s| s.revision);
        let moved = now != Some(revision)
            && self.effective(kind, &id, now)? != self.effective(kind, &id, Some(revision))?;
        Ok(moved.then_some(StoreError::ChangedSince { kind, id }))
    }

    /// The same as [`Store::undo`], with a reason. `beside` is shown how the records would stand
    /// and says what is saved with the undoing, or that it may not be.
    pub fn undo_beside<E: From<StoreError>>(
        &mut self,
        revision: Option<Revision>,
        reason: Option<String>,
        beside: impl FnOnce(&[BroughtBack]) -> Result<Vec<ItemChange>, E>,
    ) -> Result<Undone, E> {
        self.must_write()?;
        let entries = match revision {
            Some(revision) => self.act_of(revision)?,
            None => self.last_act()?,
        };
        let last = entries.last().ok_or(StoreError::NothingToUndo)?;
        let code = last.act;
        let act = Act::from_code(code).ok_or(StoreError::Newer {
            what: "act",
            found: code.into(),
        })?;
        if !act.can_be_undone() {
            return Err(StoreError::CannotUndo { act }.into());
        }
        let (target, grouped) = (last.revision, last.group != Group::None);
        let mut plans = self.inverse(&entries)?;
        if plans.is_empty() {
            return Err(StoreError::NothingToUndo.into());
        }
        let records = plans.iter().map(|p| (p.kind, p.id)).collect();
        let restored: Vec<BroughtBack> = plans.iter().map(BroughtBack::of).collect();
        plans.extend(self.planned_beside(beside(&restored)?)?);
        let receipt = if grouped {
            let mut plans = plans.into_iter().peekable();
            let mut drafts = Vec::new();
            while plans.peek().is_some() {
                drafts.push(Draft {
                    act: Act::Undo,
                    reason: None,
                    undoes: None,
                    plans: plans.by_ref().take(AT_ONCE).collect(),
                });
            }
            self.save_group(drafts, Act::Undo, reason, Some(target), &mut |_, _| true)?
        } else {
            let drafts = [Draft {
                act: Act::Undo,
                reason,
                undoes: Some(target),
                plans,
            }];
            let entries = self.save(&drafts, |_| Group::None, None)?;
            self.show(&drafts, &entries);
            super::write::receipt(&entries[0])
        };
        Ok(Undone {
            revision: target,
            act,
            records,
            receipt,
        })
    }

    /// What is saved beside an undoing, worked out like any change.
    fn planned_beside(&self, items: Vec<ItemChange>) -> Result<Vec<Planned>, StoreError> {
        let change = Change {
            act: Act::Undo,
            reason: None,
            items,
        };
        let drafts = self.plan(vec![change])?;
        Ok(drafts.into_iter().flat_map(|draft| draft.plans).collect())
    }

    /// What puts every record back to where it was before these entries; refused if any has
    /// been changed since.
    fn inverse(&self, entries: &[Entry]) -> Result<Vec<Planned>, StoreError> {
        // Before the first of the entries, and after the last: a group may change a record twice.
        let mut spans: BTreeMap<(Kind, Id), (Option<Revision>, Option<Revision>)> = BTreeMap::new();
        for entry in entries {
            for item in entry.items.iter().filter(|i| i.op != ItemOp::Mention) {
                let after = (item.op != ItemOp::Remove).then_some(entry.revision);
                let key = (index::kind(item.kind)?, item.id);
                spans
                    .entry(key)
                    .and_modify(|span| span.1 = after)
                    .or_insert((item.base, after));
            }
        }
        let mut plans = Vec::with_capacity(spans.len());
        for ((kind, id), (before, after)) in spans {
            self.must_have(kind)?;
            let now = self.get(kind, id)?.map(|s| s.revision);
            if now != after
                && self.effective(kind, &id, now)? != self.effective(kind, &id, after)?
            {
                return Err(StoreError::ChangedSince { kind, id });
            }
            let (op, number, image) = match before {
                None => (ItemOp::Remove, 0, None),
                Some(revision) => self.state_at(kind, &id, revision)?,
            };
            plans.push(Planned {
                kind,
                id,
                op,
                base: now,
                restores: before,
                number,
                image,
            });
        }
        Ok(plans)
    }

    /// The revision whose state this one shows: an undoing shows an earlier one. Without this,
    /// what came before something that was undone could never be undone.
    fn effective(
        &self,
        kind: Kind,
        id: &Id,
        mut revision: Option<Revision>,
    ) -> Result<Option<Revision>, StoreError> {
        while let Some(at) = revision {
            let entry = self.journal.entry(at)?;
            let item = entry
                .items
                .iter()
                .find(|i| i.kind == kind.code() && i.id == *id);
            match item.and_then(|i| i.restores) {
                Some(earlier) => revision = Some(earlier),
                None => break,
            }
        }
        Ok(revision)
    }

    /// The entries of the act that this one belongs to, if it counts and is not undone.
    fn act_of(&self, revision: Revision) -> Result<Vec<Entry>, StoreError> {
        let (mut entry, missing) = (
            self.journal.entry(revision)?,
            StoreError::NoEntry { revision },
        );
        // Forward to the end of a group: without one it never counted.
        while let Group::Part(first) = entry.group {
            let next = Revision {
                seq: entry.revision.seq + 1,
                ..entry.revision
            };
            match self.journal.entry(next) {
                Ok(e) if matches!(e.group, Group::Part(f) | Group::End(f) if f == first) => {
                    entry = e
                }
                _ => return Err(missing),
            }
        }
        let end = (entry.time, entry.revision);
        let mut undone = false;
        self.journal.backwards(|e| {
            undone |= e.undoes == Some(end.1); // stands in the end of a group only, so it counts
            Ok(!undone && (e.time, e.revision) > end)
        })?;
        if undone {
            return Err(StoreError::UndoneAlready { revision });
        }
        self.whole(entry)
    }

    /// The newest act that changed records, is not an undoing and has not been undone.
    fn last_act(&self) -> Result<Vec<Entry>, StoreError> {
        let mut undone = BTreeSet::new();
        let mut found = None;
        // Parts met before their end, going back, belong to a group that never got one; parts
        // after it belong to an act that is dealt with.
        self.journal.backwards(|entry| {
            undone.extend(entry.undoes);
            let whole = !matches!(entry.group, Group::Part(_));
            let own = entry.act != Act::Undo.code() && !undone.contains(&entry.revision);
            let changes = matches!(entry.group, Group::End(_))
                || entry.items.iter().any(|i| i.op != ItemOp::Mention);
            if whole && own && changes {
                found = Some(entry);
            }
            Ok(found.is_none())
        })?;
        found.map_or(Ok(Vec::new()), |entry| self.whole(entry))
    }

    /// An entry, or all of the group that it ends.
    fn whole(&self, end: Entry) -> Result<Vec<Entry>, StoreError> {
        let Group::End(first) = end.group else {
            return Ok(vec![end]);
        };
        let device = end.revision.device;
        let parts =
            (first..end.revision.seq).map(|seq| self.journal.entry(Revision { device, seq }));
        let mut entries = parts.collect::<Result<Vec<_>, _>>()?;
        entries.push(end);
        Ok(entries)
    }
}
