//! The records that lead to a record.

use super::{Office, Row};
use crate::domain::book::Kind;
use crate::domain::post::Post;
use crate::domain::training::{Enrolment, Session, Training};
use crate::schema::{Day, FieldType, Id, Value};
use std::collections::HashMap;
use std::sync::Arc;

impl Office {
    /// The records in use that lead to this one: a worker's posts and enrolments, a village's
    /// children. By kind, oldest first.
    pub fn leading(&self, kind: Kind, id: Id) -> Vec<Arc<Row>> {
        let tables = self.tables();
        let leads = |k: &Kind| {
            let to = |ty: FieldType| matches!(ty, FieldType::Link(to) if to == kind.name());
            k.fields().iter().any(|f| to(f.ty))
        };
        Kind::ALL
            .iter()
            .filter(|k| leads(k) && self.may(**k))
            .flat_map(|k| tables.leading_to(id, *k))
            .cloned()
            .collect()
    }

    /// The first child of the home that a record belongs to, by name.
    pub fn child_of_home(&self, row: &Row) -> Option<String> {
        let Value::Link(home) = row.record.value("household") else {
            return None;
        };
        let tables = self.tables();
        let first = tables.leading_to(home, Kind::Child).next();
        first.map(|child| tables.label(Kind::Child, child.id))
    }

    /// When each of these workers gave up their last post; nothing for who never had one.
    pub fn left_on(&self, workers: &[Id]) -> HashMap<Id, Option<Day>> {
        let mut left: HashMap<Id, Option<Day>> = workers.iter().map(|id| (*id, None)).collect();
        if left.is_empty() {
            return left;
        }
        for (_, post) in self.tables().all::<Post>(Kind::Post) {
            if let Some(last) = post.worker.and_then(|worker| left.get_mut(&worker)) {
                *last = (*last).max(post.to);
            }
        }
        left
    }

    /// The session of a year's training that a worker attended, or is enrolled in.
    pub fn session_of(&self, worker: Id, year: i32) -> Option<Id> {
        let tables = self.tables();
        let mut found: Vec<(bool, Id)> = tables
            .all::<Enrolment>(Kind::Enrolment)
            .filter(|(_, e)| e.worker == Some(worker))
            .filter_map(|(_, e)| {
                let session = tables.get::<Session>(Kind::Session, e.session?)?;
                let training = tables.get::<Training>(Kind::Training, session.training?)?;
                let of_year = training.year == Some(i64::from(year));
                of_year.then_some((e.attended(), e.session?))
            })
            .collect();
        found.sort();
        found.last().map(|(_, session)| *session)
    }
}
