//! What happened to a record.

use super::error::StoreError;
use super::index;
use super::journal::{Group, ItemOp, Revision};
use super::view::Tree;
use super::{Act, Store};
use crate::domain::book::{Kind, Record};
use crate::schema::Id;

/// One entry about a record.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryEntry {
    /// Which entry.
    pub revision: Revision,
    /// Milliseconds since 1970.
    pub millis: u64,
    /// What was done.
    pub act: Act,
    /// The user's random id.
    pub user: [u8; 16],
    /// Their name then; none if it is sealed under a class that is not at hand.
    pub user_name: Option<String>,
    /// Their reason.
    pub reason: Option<String>,
    /// What the entry did to the record.
    pub op: ItemOp,
    /// How it read before; none if it was new, or only named.
    pub before: Option<Record>,
    /// How it read after; none if it was removed, or only named.
    pub after: Option<Record>,
    /// Whether it was part of a bigger act.
    pub grouped: bool,
}

impl Store {
    /// Every entry about a record, the oldest first.
    pub fn history(&self, kind: Kind, id: Id) -> Result<Vec<HistoryEntry>, StoreError> {
        self.must_have(kind)?;
        let revisions = self.with_view(|view| {
            let mut found = Vec::new();
            view.range(Tree::Jx, &index::rec(kind, &id), &mut |key, _| {
                found.extend(index::parse_jx(key));
                true
            })?;
            Ok(found)
        })?;
        let mut last: Option<(Revision, Record)> = None;
        let mut entries = Vec::with_capacity(revisions.len());
        for revision in revisions {
            let entry = self.journal.entry(revision)?;
            let Some(item) = entry
                .items
                .iter()
                .find(|i| i.kind == kind.code() && i.id == id)
            else {
                continue;
            };
            let code = entry.act;
            let act = Act::from_code(code).ok_or(StoreError::Newer {
                what: "act",
                found: code.into(),
            })?;
            let why = self.open_meta(&entry)?;
            let after = self.open_item(item, revision)?;
            // Usually the entry before; after a merge of streams perhaps another.
            let before = match (item.op, item.base, &last) {
                (ItemOp::Mention, ..) | (_, None, _) => None,
                (_, Some(base), Some((at, record))) if *at == base => Some(record.clone()),
                (_, Some(base), _) => self.state_at(kind, &id, base)?.2,
            };
            if let Some(record) = &after {
                last = Some((revision, record.clone()));
            }
            let (user_name, reason) = why.map_or((None, None), |w| (Some(w.user_name), w.reason));
            entries.push(HistoryEntry {
                revision,
                millis: entry.time >> 16,
                act,
                user: entry.user,
                user_name,
                reason,
                op: item.op,
                before,
                after,
                grouped: entry.group != Group::None,
            });
        }
        Ok(entries)
    }
}
