//! Plans one row after the other: whom it means, what of that person and post would change.
//!
//! Owns what has been seen in the file so far. Knows nothing of files; `row` has read the cells.

use super::directors::Register;
use super::heading::Columns;
use super::matching::{Index, Seat, Who, is_open, name_key};
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
    /// The township whose list it says it is.
    township: Option<&'static str>,
    today: Day,
    new_id: &'f mut dyn FnMut() -> Id,
    /// In which row of the file something stood first.
    names: HashMap<(String, Seat), usize>,
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
            township: register.township,
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
        let seat = self.seat(read, faults);
        if !faults.is_empty() {
            return None;
        }
        let made = self
            .person(*number, read, seat, warnings)
            .and_then(|(id, known)| {
                let worker = self.worker(id, read, known, warnings)?;
                let post = self.post(id, seat, read)?;
                Ok(Made {
                    new: !known,
                    changes: worker.into_iter().chain(post).collect(),
                    about: Some((id, seat.village)),
                })
            });
        made.map_err(|found| faults.extend(found)).ok()
    }

    fn fault(&self, field: &'static str, reason: Reason) -> CellFault {
        self.columns.fault(field, reason)
    }

    /// Where the row puts somebody; what is wrong with it goes to the faults.
    fn seat(&self, read: &Row<'_>, faults: &mut Vec<CellFault>) -> Seat {
        let supervisor =
            read.value("role") == Some(&Value::Choice(WorkerRole::Supervisor.code().into()));
        let villages = &self.index.villages;
        let told = match read.township.map(|text| villages.townships(text)) {
            Some(Err(reason)) => {
                faults.push(self.fault("township", reason));
                return Seat::default();
            }
            Some(Ok(towns)) => Some(towns),
            None => None,
        };
        if faults.iter().any(|f| f.field == "village") {
            return Seat::default();
        }
        let found = if supervisor {
            self.of_supervisor(read.village, told)
        } else {
            self.of_director(read.village, told)
        };
        found.unwrap_or_else(|(field, reason)| {
            faults.push(self.fault(field, reason));
            Seat::default()
        })
    }

    /// The village that the row names, in its township where one is told.
    fn of_director(
        &self,
        village: Option<&str>,
        told: Option<Vec<&'static str>>,
    ) -> Result<Seat, (&'static str, Reason)> {
        let villages = &self.index.villages;
        let text = village.ok_or(("village", Reason::Fault(Fault::Required)))?;
        let found = match (told, self.township) {
            (Some(towns), _) => villages.find_within(text, &towns),
            (None, Some(town)) if !villages.names_township(text) => {
                villages.find_within(text, &[town])
            }
            (None, _) => villages.find(text),
        };
        let village = Some(found.map_err(|reason| ("village", reason))?);
        Ok(Seat {
            village,
            township: None,
        })
    }

    /// The township that a supervisor's row names; an office of one township has no other.
    fn of_supervisor(
        &self,
        village: Option<&str>,
        told: Option<Vec<&'static str>>,
    ) -> Result<Seat, (&'static str, Reason)> {
        let villages = &self.index.villages;
        let above = village.filter(|text| villages.is_above(text));
        if let (Some(text), None) = (village, above) {
            let found = match &told {
                Some(towns) => villages.find_within(text, towns),
                None => villages.find(text),
            };
            let reason = match found {
                Ok(_) => Reason::SupervisorInVillage,
                Err(reason) => reason,
            };
            return Err(("village", reason));
        }
        if !villages.several_towns() {
            return Ok(Seat::default());
        }
        let named = || above.and_then(|text| villages.townships(text).ok());
        let towns = told.or_else(named).unwrap_or_default();
        let township = match (towns.as_slice(), self.township) {
            ([one], _) => Some(*one),
            ([], Some(one)) => Some(one),
            ([], None) => return Err(("township", Reason::Fault(Fault::Required))),
            (several, _) => {
                let count = several.len();
                return Err(("township", Reason::SeveralTownships { count }));
            }
        };
        Ok(Seat {
            village: None,
            township,
        })
    }

    /// Whom the row means, and whether that person is on the register.
    fn person(
        &mut self,
        number: usize,
        read: &Row<'_>,
        seat: Seat,
        warnings: &mut Vec<Warning>,
    ) -> Result<(Id, bool), Vec<CellFault>> {
        let name = read.text("name").unwrap_or_default();
        let first = *self.names.entry((name_key(name), seat)).or_insert(number);
        if first != number {
            return Err(vec![self.fault("name", Reason::Twice { row: first })]);
        }
        let who = self.index.who(name, read.text("id_number"), seat);
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

    /// The post there, if it is new or anything about it changes.
    fn post(
        &mut self,
        worker: Id,
        seat: Seat,
        read: &Row<'_>,
    ) -> Result<Option<Change<B>>, Vec<CellFault>> {
        let mut told = Post {
            worker: Some(worker),
            village: seat.village,
            township: seat
                .township
                .map_or_else(String::new, |t| format!("{t:0<12}")),
            ..Post::default()
        };
        for (target, value) in &read.values {
            if target.part == Part::Post {
                (Post::FIELDS[target.index].set)(&mut told, value.clone());
            }
        }
        let held = self.same_post(worker, seat, &told);
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
    fn same_post(&self, worker: Id, seat: Seat, told: &Post) -> Option<&Held<'_, Post, B>> {
        let here = || {
            self.index
                .posts_of(worker)
                .iter()
                .filter(|h| seat.is_of(h.record))
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
