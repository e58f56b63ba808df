//! Plans one row after the other: whom it means, what of that person and post would change.
//!
//! Owns what has been seen in the file so far. Knows nothing of files; `row` has read the cells.

use super::directors::Register;
use super::heading::Columns;
use super::matching::{Index, Who, is_open, name_key};
use super::plan::{CellFault, Change, Held};
use super::problem::{Reason, Warning};
use super::row::Row;
use super::rows::{Looked, Made};
use super::shape::Part;
use crate::domain::post::Post;
use crate::domain::worker::{Worker, WorkerRole};
use crate::schema::{Coded, Day, Entity, Fault, Id, Value};
use std::collections::HashMap;

/// The row by row part of a plan.
pub(super) struct Planner<'r, 'a, 'f, B> {
    index: Index<'r, 'a, B>,
    columns: &'r Columns,
    today: Day,
    new_id: &'f mut dyn FnMut() -> Id,
    /// In which row of the file something stood first.
    names: HashMap<(String, Option<Id>), usize>,
    workers: HashMap<Id, usize>,
}

impl<'r, 'a, 'f, B: Clone> Planner<'r, 'a, 'f, B> {
    /// Ready for the first row.
    pub(super) fn new(
        columns: &'r Columns,
        register: &'r Register<'a, B>,
        today: Day,
        new_id: &'f mut dyn FnMut() -> Id,
    ) -> Self {
        Self {
            index: Index::new(register, today),
            columns,
            today,
            new_id,
            names: HashMap::new(),
            workers: HashMap::new(),
        }
    }

    /// What a row would do; nothing where something is wrong with it.
    pub(super) fn make(&mut self, row: &mut Looked<'_>) -> Option<Made<B>> {
        let Looked {
            number,
            read,
            faults,
            warnings,
        } = row;
        let village = self.village(read, faults);
        if !faults.is_empty() {
            return None;
        }
        let made = self
            .person(*number, read, village, warnings)
            .and_then(|(id, known)| {
                let worker = self.worker(id, read, known, warnings)?;
                let post = self.post(id, village, read)?;
                Ok(Made {
                    new: !known,
                    changes: worker.into_iter().chain(post).collect(),
                    about: Some((id, village)),
                })
            });
        made.map_err(|found| faults.extend(found)).ok()
    }

    fn fault(&self, field: &'static str, reason: Reason) -> CellFault {
        self.columns.fault(field, reason)
    }

    /// The village that the row names; none for a supervisor, whose place is the township.
    fn village(&self, read: &Row<'_>, faults: &mut Vec<CellFault>) -> Option<Id> {
        let supervisor =
            read.value("role") == Some(&Value::Choice(WorkerRole::Supervisor.code().into()));
        let found = match read.village {
            _ if faults.iter().any(|f| f.field == "village") => return None,
            None if supervisor => return None,
            Some(text) if supervisor && self.index.villages.is_above(text) => return None,
            None => Err(Reason::Fault(Fault::Required)),
            Some(text) => self.index.villages.find(text),
        };
        match found {
            Ok(_) if supervisor => faults.push(self.fault("village", Reason::SupervisorInVillage)),
            Ok(village) => return Some(village),
            Err(reason) => faults.push(self.fault("village", reason)),
        }
        None
    }

    /// Whom the row means, and whether that person is on the register.
    fn person(
        &mut self,
        number: usize,
        read: &Row<'_>,
        village: Option<Id>,
        warnings: &mut Vec<Warning>,
    ) -> Result<(Id, bool), Vec<CellFault>> {
        let name = read.text("name").unwrap_or_default();
        let first = *self
            .names
            .entry((name_key(name), village))
            .or_insert(number);
        if first != number {
            return Err(vec![self.fault("name", Reason::Twice { row: first })]);
        }
        let who = self.index.who(name, read.text("id_number"), village);
        match who.map_err(|(field, reason)| vec![self.fault(field, reason)])? {
            Who::New { same_name } => {
                warnings.extend(same_name.then_some(Warning::SameName));
                Ok(((self.new_id)(), false))
            }
            Who::Known(id) => {
                let first = *self.workers.entry(id).or_insert(number);
                if first != number {
                    return Err(vec![self.fault("name", Reason::Twice { row: first })]);
                }
                Ok((id, true))
            }
        }
    }

    /// The worker, if anything about that person changes.
    fn worker(
        &self,
        id: Id,
        read: &Row<'_>,
        known: bool,
        warnings: &mut Vec<Warning>,
    ) -> Result<Option<Change<B>>, Vec<CellFault>> {
        let held = self.index.worker(id).filter(|_| known);
        let mut worker = held.map(|held| held.record.clone()).unwrap_or_default();
        let mut fields = Vec::new();
        for (target, value) in &read.values {
            if target.part != Part::Worker {
                continue;
            }
            if let Some(local) = target.local {
                fields.extend(local.lay(&mut worker.extra, value).then_some(target.name()));
                continue;
            }
            let field = &Worker::FIELDS[target.index];
            let same_name = field.info.name == "name"
                && held.is_some_and(|held| name_key(&held.record.name) == name_key(&value.plain()));
            if (field.get)(&worker) != *value && !same_name {
                (field.set)(&mut worker, value.clone());
                fields.push(field.info.name);
            }
        }
        if worker.role.is_none() {
            worker.role = Some(WorkerRole::Director);
            fields.push("role");
        }
        if fields.is_empty() {
            return Ok(None);
        }
        if let Some(held) = held.filter(|_| fields.contains(&"name")) {
            warnings.push(Warning::Renamed {
                name: held.record.name.clone(),
            });
        }
        let record = self
            .columns
            .checked(worker.into(), |field| field, warnings)?;
        Ok(Some(Change {
            id,
            base: held.map(|held| held.base.clone()),
            fields,
            record,
        }))
    }

    /// The post in the village, if it is new or anything about it changes.
    fn post(
        &mut self,
        worker: Id,
        village: Option<Id>,
        read: &Row<'_>,
    ) -> Result<Option<Change<B>>, Vec<CellFault>> {
        let mut told = Post {
            worker: Some(worker),
            village,
            ..Post::default()
        };
        for (target, value) in &read.values {
            if target.part == Part::Post {
                (Post::FIELDS[target.index].set)(&mut told, value.clone());
            }
        }
        let held = self.same_post(worker, &told);
        let mut post = held.map(|held| held.record.clone()).unwrap_or_default();
        let mut fields = Vec::new();
        for field in Post::FIELDS {
            let value = (field.get)(&told);
            if !value.is_empty() && value != (field.get)(&post) {
                (field.set)(&mut post, value);
                fields.push(field.info.name);
            }
        }
        if fields.is_empty() {
            return Ok(None);
        }
        let (id, base) = match held {
            Some(held) => (held.id, Some(held.base.clone())),
            None => ((self.new_id)(), None),
        };
        let record = self
            .columns
            .checked(post.into(), |field| field, &mut Vec::new())?;
        Ok(Some(Change {
            id,
            base,
            fields,
            record,
        }))
    }

    /// The post on the register that the row speaks of: the one that began or ended on that day,
    /// else the one that hasn't ended, unless the row tells of an earlier time.
    fn same_post(&self, worker: Id, told: &Post) -> Option<&Held<'_, Post, B>> {
        let here = || {
            self.index
                .posts_of(worker)
                .iter()
                .filter(|h| h.record.village == told.village)
        };
        let began = here().find(|h| told.from.is_some() && h.record.from == told.from);
        let agrees = |post: &Post| told.from.is_none() || post.from.is_none();
        let ended =
            || here().find(|h| told.to.is_some() && h.record.to == told.to && agrees(h.record));
        let earlier = |post: &Post| {
            told.to
                .is_some_and(|to| post.from.is_some_and(|from| to < from))
        };
        let open = || here().find(|h| is_open(h.record, self.today) && !earlier(h.record));
        began.or_else(ended).or_else(open).copied()
    }
}
