//! Reading records.

use super::error::StoreError;
use super::index;
use super::journal::{Head, Revision};
use super::view::{Tree, View, ViewError};
use super::{Header, Note, Store, User};
use crate::domain::book::{Kind, Record};
use crate::schema::{Id, KeyClass};

/// A record as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Which one.
    pub id: Id,
    /// Which entry wrote it; a change says which one it is based on.
    pub revision: Revision,
    /// When that entry was written, in milliseconds since 1970.
    pub time: u64,
    /// Retired records are kept and out of the way.
    pub retired: bool,
    /// Its running number, which people call it by: counted by kind, never given twice while
    /// the record lives.
    pub number: u32,
    /// What it says.
    pub record: Record,
}

impl Store {
    /// What the store says of itself.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Who has unlocked it.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// Whether records of this class can be read and written.
    pub fn has(&self, class: KeyClass) -> bool {
        self.ring.has(class)
    }

    /// Whether it was opened for reading only.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Whether a write failed so that nothing more is written until it is reopened.
    pub fn is_stopped(&self) -> bool {
        self.journal.is_stopped()
    }

    /// How far this device's stream goes.
    pub fn head(&self) -> Head {
        self.journal.head()
    }

    /// What the store put right by itself since this was last asked.
    pub fn take_notes(&self) -> Vec<Note> {
        self.notes.take()
    }

    /// One record, retired or not.
    pub fn get(&self, kind: Kind, id: Id) -> Result<Option<Stored>, StoreError> {
        self.must_have(kind)?;
        self.with_view(|view| {
            let Some(value) = view.get(Tree::Rec, &index::rec(kind, &id))? else {
                return Ok(None);
            };
            self.stored(kind, id, &value).map(Some)
        })
    }

    /// Every record of a kind, the oldest first, retired ones too.
    pub fn scan(&self, kind: Kind) -> Result<Vec<Stored>, StoreError> {
        self.must_have(kind)?;
        self.with_view(|view| {
            let mut all = Vec::new();
            let mut failed = None;
            view.range(Tree::Rec, &[kind.code()], &mut |key, value| {
                match index::parse_rec(key).and_then(|(_, id)| self.stored(kind, id, value)) {
                    Ok(stored) => all.push(stored),
                    Err(e) => failed = Some(e),
                }
                failed.is_none()
            })?;
            failed.map_or(Ok(all), Err)
        })
    }

    /// The records whose link `field` leads to `owner`, of the classes at hand.
    pub fn linked(&self, field: &str, owner: Id) -> Result<Vec<(Kind, Id)>, StoreError> {
        let keys = self
            .ring
            .classes()
            .map(|class| index::prefix(class, field, &owner.0));
        self.pointing(Tree::Ix, keys.collect())
    }

    /// The records whose identity number or telephone in `field` is this, as normalised.
    pub fn by_number(&self, field: &str, text: &str) -> Result<Vec<(Kind, Id)>, StoreError> {
        let keys = self.ring.classes().filter_map(|class| {
            let hash = self.ring.blind(class, field, text)?;
            Some(index::prefix(class, field, &hash))
        });
        self.pointing(Tree::Bx, keys.collect())
    }

    fn pointing(&self, tree: Tree, prefixes: Vec<Vec<u8>>) -> Result<Vec<(Kind, Id)>, StoreError> {
        self.with_view(|view| {
            let mut found = Vec::new();
            let mut failed = None;
            for prefix in &prefixes {
                view.range(tree, prefix, &mut |key, _| {
                    match index::parse_rec(&key[prefix.len()..]) {
                        Ok(pair) => found.push(pair),
                        Err(e) => failed = Some(e),
                    }
                    failed.is_none()
                })?;
            }
            failed.map_or(Ok(found), Err)
        })
    }

    /// The number that the next new record of a kind gets. Counted over the view once, and then
    /// kept by every plan.
    pub(super) fn next_number(&self, kind: Kind) -> Result<u32, StoreError> {
        if let Some(last) = self.numbers.borrow_mut().get_mut(&kind) {
            *last += 1;
            return Ok(*last);
        }
        let last = self.with_view(|view| {
            let mut last = 0;
            let mut failed = None;
            view.range(Tree::Rec, &[kind.code()], &mut |_, value| {
                match index::read(value) {
                    Ok(rec) => last = last.max(rec.number),
                    Err(e) => failed = Some(e),
                }
                failed.is_none()
            })?;
            failed.map_or(Ok(last), Err)
        })?;
        self.numbers.borrow_mut().insert(kind, last + 1);
        Ok(last + 1)
    }

    fn stored(&self, kind: Kind, id: Id, value: &[u8]) -> Result<Stored, StoreError> {
        let rec = index::read(value)?;
        let record = rec.open(&self.header.store, &self.ring, kind, &id)?;
        Ok(Stored {
            id,
            revision: rec.revision,
            time: rec.time,
            retired: rec.retired,
            number: rec.number,
            record,
        })
    }

    pub(super) fn must_have(&self, kind: Kind) -> Result<(), StoreError> {
        let class = kind.class();
        if self.read_only && class == KeyClass::Cases {
            return Err(StoreError::CasesUnlogged);
        }
        if self.ring.has(class) {
            Ok(())
        } else {
            Err(StoreError::NoKey { class })
        }
    }

    /// Asks the view; if it turns out broken, rebuilds it from the journal and asks again.
    pub(super) fn with_view<T>(
        &self,
        ask: impl Fn(&mut dyn View) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let ask_once = || match self.view.borrow_mut().as_mut() {
            Some(view) => ask(&mut **view),
            None => Err(ViewError::Broken("not open".into()).into()),
        };
        match ask_once() {
            Err(StoreError::View(_)) => {
                self.rebuild_view()?;
                ask_once()
            }
            other => other,
        }
    }
}
