//! A record while rows are laid over it: what each row changes of it, and which row told what first.

use crate::schema::{Entity, Id, Local, Value};
use crate::service::transfer::plan::Held;
use crate::service::transfer::shape::Part;
use std::collections::HashMap;

/// A record while it is worked on.
#[derive(Clone, Debug)]
pub(super) struct Draft<T, B> {
    pub id: Id,
    pub base: Option<B>,
    pub record: T,
    /// The fields that this row may change.
    pub fields: Vec<&'static str>,
    /// The record as it was before this row.
    was: Option<T>,
    /// Which row of the file told a field first.
    told: HashMap<&'static str, usize>,
    /// Which columns of the row it comes from.
    pub part: Part,
}

impl<T: Entity, B> Draft<T, B> {
    pub(super) fn new(id: Id, part: Part, record: T) -> Self {
        Self {
            id,
            base: None,
            record,
            fields: Vec::new(),
            was: None,
            told: HashMap::new(),
            part,
        }
    }

    /// For a new row: what it changes is what differs from how things stand now.
    pub(super) fn begin(&mut self)
    where
        T: Clone,
    {
        self.fields.clear();
        self.was = self.known().then(|| self.record.clone());
    }

    /// Whether it is held, or an earlier row has made it.
    fn known(&self) -> bool {
        self.base.is_some() || !self.told.is_empty()
    }

    /// The fields that differ from how things stood before the row.
    pub(super) fn changed(&self) -> Vec<&'static str> {
        let differs = |name: &&&'static str| {
            let field = T::FIELDS.iter().find(|f| f.info.name == **name);
            match (field, &self.was) {
                (Some(field), Some(was)) => (field.get)(&self.record) != (field.get)(was),
                _ => true,
            }
        };
        self.fields.iter().filter(differs).copied().collect()
    }

    /// The earlier row of the file that told this field.
    pub(super) fn told_before(&self, field: &str, row: usize) -> Option<usize> {
        self.told.get(field).copied().filter(|first| *first != row)
    }

    /// Takes over what a row tells. Where an earlier row of the file told otherwise, that one
    /// counts; gives it back then.
    pub(super) fn tell(
        &mut self,
        field: &'static str,
        value: Value,
        row: usize,
    ) -> Result<bool, usize> {
        let first = *self.told.entry(field).or_insert(row);
        if first == row {
            return Ok(self.set(field, value));
        }
        let slot = T::FIELDS.iter().find(|f| f.info.name == field);
        let same = slot.is_none_or(|slot| (slot.get)(&self.record) == value);
        if same { Ok(false) } else { Err(first) }
    }

    pub(super) fn held(held: &Held<'_, T, B>, part: Part) -> Self
    where
        T: Clone,
        B: Clone,
    {
        Self {
            base: Some(held.base.clone()),
            was: Some(held.record.clone()),
            ..Self::new(held.id, part, held.record.clone())
        }
    }

    /// Takes a value over, and notes whether that changes anything.
    pub(super) fn set(&mut self, field: &'static str, value: Value) -> bool {
        let Some(slot) = T::FIELDS.iter().find(|f| f.info.name == field) else {
            return false;
        };
        let changes = (slot.get)(&self.record) != value;
        if changes {
            (slot.set)(&mut self.record, value);
            if !self.fields.contains(&field) {
                self.fields.push(field);
            }
        }
        changes
    }

    /// The same for a field of the office's own.
    pub(super) fn lay(&mut self, local: Local, value: &Value) {
        let extra = self.record.extra_mut();
        let changes = extra.is_some_and(|extra| local.lay(extra, value));
        if changes && !self.fields.contains(&local.info.name) {
            self.fields.push(local.info.name);
        }
    }
}
