//! Guests on a roster: people whom the register doesn't have yet, and what becomes of them when
//! somebody says who they are.

use super::super::office::put;
use super::super::{Act, Office, Problem, Row};
use super::feedback::merge_feedback;
use crate::domain::book::{Kind, Record};
use crate::domain::certificate::Certificate;
use crate::domain::guest::Guest;
use crate::domain::letters;
use crate::domain::training::{Attendance, Enrolment};
use crate::schema::Id;
use crate::store::{ItemChange, Op};
use std::collections::HashMap;
use std::sync::Arc;

impl Office {
    /// Puts somebody on a roster whom the register doesn't have. A guest of the same name, place
    /// and telephone is the same person.
    ///
    /// # Errors
    /// Faults of what was told; on the roster already; what the store refuses.
    pub fn add_guest(&self, session: Id, guest: Guest) -> Result<Id, Problem> {
        self.session(session)?;
        let record = Record::from(guest.clone());
        let (errors, _) = self.judge(&record);
        if !errors.is_empty() {
            return Err(Problem::faults(errors));
        }
        let (id, made) = self.guest_for(&guest);
        let enrolment = Enrolment {
            guest: Some(id),
            ..Enrolment::default()
        };
        let (places, _) = self.places_for(session, vec![enrolment])?;
        if places.is_empty() {
            return Err(Problem::new("problem-already-enrolled"));
        }
        let items = made.into_iter().chain(places).collect();
        self.commit(Act::Enrol, "", items)?;
        Ok(id)
    }

    /// The guest that is this person, or the change that makes one.
    pub(super) fn guest_for(&self, guest: &Guest) -> (Id, Option<ItemChange>) {
        let held = {
            let tables = self.tables();
            let mut all = tables.all::<Guest>(Kind::Guest);
            all.find(|(_, other)| other.worker.is_none() && other.same_person(guest))
                .map(|(id, _)| id)
        };
        match held {
            Some(id) => (id, None),
            None => {
                let id = self.setup().new_id();
                (id, Some(put(id, None, guest.clone().into())))
            }
        }
    }

    /// Whom of the register a guest may be: the same telephone, then the same name and village,
    /// the same name, and there a name with the same initials. At most `most`.
    pub fn likely_workers(&self, guest: Id, most: usize) -> Vec<Arc<Row>> {
        let villages = self.places();
        let tables = self.tables();
        let Some(guest) = tables.get::<Guest>(Kind::Guest, guest) else {
            return Vec::new();
        };
        let sounds = letters::initials(&guest.name);
        let rank = |row: &Row| {
            let Record::Worker(worker) = &row.record else {
                return None;
            };
            let village = villages.get(&row.id);
            let there = village.is_some_and(|v| {
                !guest.village.is_empty() && tables.label(Kind::Village, *v) == guest.village
            });
            if !guest.phone.is_empty() && worker.phone == guest.phone {
                return Some(0);
            }
            match (worker.name == guest.name, there) {
                (true, true) => Some(1),
                (true, false) => Some(2),
                (false, true) if letters::initials(&worker.name) == sounds => Some(3),
                _ => None,
            }
        };
        let mut found: Vec<(u8, Arc<Row>)> = tables
            .live(Kind::Worker)
            .filter_map(|row| Some((rank(row)?, Arc::clone(row))))
            .collect();
        found.sort_by_key(|(rank, row)| (*rank, row.id));
        found.into_iter().take(most).map(|(_, row)| row).collect()
    }

    /// Says who a guest is: all that was marked goes over to the worker. Where the worker is on
    /// the same roster without a mark, the guest's marks fill the line, and whoever waits has the
    /// place of the other. Says how many lines went over.
    ///
    /// # Errors
    /// No such guest, or matched already; both were marked on one roster, so that one of the two
    /// would be lost; what the store refuses.
    pub fn match_guest(&self, guest: Id, worker: Id) -> Result<usize, Problem> {
        let gone = || Problem::new("problem-no-such-record").with("kind", Kind::Guest.name());
        let row = self.row(Kind::Guest, guest).filter(|r| !r.retired);
        let row = row.ok_or_else(gone)?;
        let Record::Guest(mut matched) = row.record.clone() else {
            return Err(gone());
        };
        if matched.worker.is_some() {
            return Err(Problem::new("problem-matched-already"));
        }
        let known = self.row(Kind::Worker, worker).filter(|r| !r.retired);
        if known.is_none() {
            return Err(Problem::new("problem-no-such-record").with("kind", Kind::Worker.name()));
        }
        matched.worker = Some(worker);
        let mut items = vec![put(guest, Some(row.revision), matched.into())];
        let (mut moved, mut freed) = (0, Vec::new());
        // Lines that another took the place of, for the certificates that were given for them.
        let mut merged: HashMap<Id, Id> = HashMap::new();
        {
            let tables = self.tables();
            for line in tables.leading_to(guest, Kind::Enrolment) {
                let Record::Enrolment(of_guest) = &line.record else {
                    continue;
                };
                let mut new = Enrolment {
                    guest: None,
                    worker: Some(worker),
                    ..of_guest.clone()
                };
                let own = tables.leading_to(worker, Kind::Enrolment).find(|row| {
                    matches!(&row.record, Record::Enrolment(e) if e.session == of_guest.session)
                });
                match own.map(|row| (row, &row.record)) {
                    Some((row, Record::Enrolment(own))) => {
                        if !is_blank(own) && !is_blank(of_guest) {
                            return Err(Problem::new("problem-both-marked").with(
                                "session",
                                tables.label(Kind::Session, own.session.unwrap_or_default()),
                            ));
                        }
                        if is_blank(own) {
                            new.waiting = own.waiting.and(of_guest.waiting);
                            items.push(put(row.id, Some(row.revision), new.into()));
                        }
                        merged.insert(line.id, row.id);
                        items.extend(merge_feedback(&tables, line.id, row.id, is_blank(own)));
                        if !own.waits() && !of_guest.waits() {
                            freed.push(line.id);
                        }
                        items.push(ItemChange {
                            id: line.id,
                            op: Op::Retire(Kind::Enrolment),
                            base: Some(line.revision),
                        });
                    }
                    _ => items.push(put(line.id, Some(line.revision), new.into())),
                }
                moved += 1;
            }
            for row in tables.leading_to(guest, Kind::Certificate) {
                if let Record::Certificate(given) = &row.record {
                    let line = given
                        .enrolment
                        .map(|line| *merged.get(&line).unwrap_or(&line));
                    let theirs = Certificate {
                        worker: Some(worker),
                        guest: None,
                        enrolment: line,
                        ..given.clone()
                    };
                    items.push(put(row.id, Some(row.revision), theirs.into()));
                }
            }
        }
        items.extend(freed.into_iter().flat_map(|id| self.moving_up(id, None)));
        self.commit(Act::Mark, "", items)?;
        Ok(moved)
    }
}

/// Whether nothing has been written on a line yet.
fn is_blank(enrolment: &Enrolment) -> bool {
    matches!(enrolment.state, None | Some(Attendance::Unmarked))
        && enrolment.score.is_none()
        && enrolment.result.is_none()
}
