//! Who comes on a roster, up to its capacity; whoever comes later waits, and moves up when a place
//! becomes free.

use super::super::office::{chunks, put};
use super::super::write::Faults;
use super::super::{Act, Office, Problem, Row};
use crate::domain::book::{Kind, Record};
use crate::domain::training::{Attendance, Enrolment, Session};
use crate::schema::{Fault, Id, Words};
use crate::store::{ItemChange, Op};
use std::collections::HashSet;

/// What came of enrolling people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Enrolled {
    /// On the roster.
    pub placed: usize,
    /// On the waiting list, since the session has no more room.
    pub waiting: usize,
}

impl Enrolled {
    /// Everybody who came new.
    pub fn all(self) -> usize {
        self.placed + self.waiting
    }

    /// In words: who is on the roster, and who waits.
    pub fn said(self, words: &dyn Words) -> String {
        let (placed, waiting) = (self.placed.to_string(), self.waiting.to_string());
        if self.waiting == 0 {
            words.fill("roster-enrolled", &[("count", &placed)])
        } else {
            let args = [("count", placed.as_str()), ("waiting", &waiting)];
            words.fill("roster-enrolled-waiting", &args)
        }
    }
}

impl Office {
    /// Puts workers on a session's roster, whoever is on it already left as they are. Over its
    /// capacity they go on the waiting list, in the order given.
    ///
    /// # Errors
    /// Nobody came new; what the store refuses.
    pub fn enrol(&self, session: Id, workers: &[Id]) -> Result<Enrolled, Problem> {
        self.session(session)?;
        let people = workers.iter().map(|id| Enrolment {
            worker: Some(*id),
            ..Enrolment::default()
        });
        let (items, enrolled) = self.places_for(session, people.collect())?;
        if items.is_empty() {
            let key = if workers.is_empty() {
                "problem-nothing-matches"
            } else {
                "problem-already-enrolled"
            };
            return Err(Problem::new(key));
        }
        self.commit_group(Act::Enrol, "", chunks(items), &mut |_, _| true)?;
        Ok(enrolled)
    }

    /// The changes that put people on a roster, each once.
    pub(super) fn places_for(
        &self,
        session: Id,
        people: Vec<Enrolment>,
    ) -> Result<(Vec<ItemChange>, Enrolled), Problem> {
        let mut free = self.free_places(session)?;
        let mut there: HashSet<Id> = {
            let tables = self.tables();
            let rows = tables.leading_to(session, Kind::Enrolment);
            rows.filter_map(|row| <&Enrolment>::try_from(&row.record).ok()?.who())
                .collect()
        };
        let mut enrolled = Enrolled::default();
        let mut items = Vec::new();
        for person in people {
            if !person.who().is_some_and(|who| there.insert(who)) {
                continue;
            }
            let full = free == Some(0);
            free = free.map(|places| places.saturating_sub(1));
            enrolled.placed += usize::from(!full);
            enrolled.waiting += usize::from(full);
            let enrolment = Enrolment {
                session: Some(session),
                state: person.state.or(Some(Attendance::Unmarked)),
                waiting: full.then_some(true),
                ..person
            };
            items.push(put(self.setup().new_id(), None, enrolment.into()));
        }
        Ok((items, enrolled))
    }

    /// Places that are free on a session; none where it has room for everybody.
    ///
    /// # Errors
    /// No such session.
    pub fn free_places(&self, session: Id) -> Result<Option<usize>, Problem> {
        let capacity = self.session(session)?.capacity;
        let Some(capacity) = capacity.and_then(|c| usize::try_from(c).ok()) else {
            return Ok(None);
        };
        let tables = self.tables();
        let rows = tables.leading_to(session, Kind::Enrolment);
        let taken = rows.filter(|row| !waits(&row.record)).count();
        Ok(Some(capacity.saturating_sub(taken)))
    }

    /// Takes one person off a roster, with a reason; the first in line moves up.
    ///
    /// Says who.
    ///
    /// # Errors
    /// Not on a roster; no reason given; marked or with a result already; what the store refuses.
    pub fn take_off(&self, enrolment: Id, reason: &str) -> Result<Option<String>, Problem> {
        let (row, was) = self.enrolment(enrolment)?;
        let marked = !matches!(was.state, None | Some(Attendance::Unmarked));
        if marked || was.result.is_some() {
            return Err(Problem::new("problem-marked-already"));
        }
        let next = self.moving_up(enrolment, None);
        let next = next.first().map(|item| self.label_of_line(item.id));
        self.retire(&row, reason)?;
        Ok(next)
    }

    /// The name on a line.
    fn label_of_line(&self, enrolment: Id) -> String {
        let tables = self.tables();
        match tables.get::<Enrolment>(Kind::Enrolment, enrolment) {
            Some(Enrolment {
                worker: Some(id), ..
            }) => tables.label(Kind::Worker, *id),
            Some(Enrolment {
                guest: Some(id), ..
            }) => tables.label(Kind::Guest, *id),
            _ => String::new(),
        }
    }

    /// Somebody's place is given up and taken, never carried over: else a full session would get
    /// one more, and whoever waits for the other would not move up.
    pub(in crate::service) fn judge_enrolled(&self, was: Option<&Row>, record: &Record) -> Faults {
        let (Some(Record::Enrolment(was)), Record::Enrolment(new)) =
            (was.map(|row| &row.record), record)
        else {
            return Vec::new();
        };
        let kept = [
            ("session", was.session == new.session),
            ("worker", was.worker == new.worker),
        ];
        let other = kept.into_iter().filter(|(_, same)| !same);
        other
            .map(|(field, _)| (field.to_owned(), Fault::Rule("fault-enrolment-stays")))
            .collect()
    }

    /// What a new enrolment lacks that was typed as a record of its own: it goes on the waiting
    /// list of a full session, and nobody stands on a roster twice.
    pub(in crate::service) fn placed(
        &self,
        was: Option<Id>,
        record: &mut Record,
    ) -> Option<(String, Fault)> {
        let Record::Enrolment(new) = record else {
            return None;
        };
        let (session, who) = (new.session?, new.who()?);
        let twice = {
            let tables = self.tables();
            let mut rows = tables.leading_to(session, Kind::Enrolment);
            rows.any(|row| {
                let other = <&Enrolment>::try_from(&row.record).ok();
                Some(row.id) != was && other.and_then(Enrolment::who) == Some(who)
            })
        };
        if twice {
            let fault = Fault::Rule("fault-enrolled-already");
            return Some(("worker".to_owned(), fault));
        }
        if was.is_none() && matches!(self.free_places(session), Ok(Some(0))) {
            new.waiting = Some(true);
            let fault = Fault::Warning("fault-waits-for-place");
            return Some(("session".to_owned(), fault));
        }
        None
    }

    /// The changes that move people up when an enrolment ends or a session gets more room: to go
    /// into the same commit.
    pub(in crate::service) fn moving_up(&self, id: Id, after: Option<&Record>) -> Vec<ItemChange> {
        let tables = self.tables();
        let session_of = |record: &Record| match record {
            Record::Enrolment(e) if !e.waits() => e.session,
            _ => None,
        };
        let (session, capacity, leaves) = match after {
            // A session was changed: its new capacity counts.
            Some(Record::Session(session)) => (id, session.capacity, 0),
            Some(_) => return Vec::new(),
            // An enrolment is about to end.
            None => {
                let row = tables.row(Kind::Enrolment, id);
                let Some(session) = row.and_then(|row| session_of(&row.record)) else {
                    return Vec::new();
                };
                let facts = tables.get::<Session>(Kind::Session, session);
                (session, facts.and_then(|s| s.capacity), 1)
            }
        };
        let rows: Vec<_> = tables.leading_to(session, Kind::Enrolment).collect();
        let taken = rows.iter().filter(|row| !waits(&row.record)).count();
        let taken = taken.saturating_sub(leaves);
        let free = capacity.map_or(usize::MAX, |capacity| {
            usize::try_from(capacity)
                .unwrap_or(usize::MAX)
                .saturating_sub(taken)
        });
        // Enrolments stand as they were made, so the first is who has waited longest.
        let line = rows.iter().filter(|row| waits(&row.record)).take(free);
        line.filter_map(|row| {
            let mut enrolment = <&Enrolment>::try_from(&row.record).ok()?.clone();
            enrolment.waiting = None;
            Some(ItemChange {
                id: row.id,
                op: Op::Put(enrolment.into()),
                base: Some(row.revision),
            })
        })
        .collect()
    }
}

fn waits(record: &Record) -> bool {
    matches!(record, Record::Enrolment(enrolment) if enrolment.waits())
}
