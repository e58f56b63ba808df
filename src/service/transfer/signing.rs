//! The plan of a sign-in sheet or a list of scores: whom each row means, and what of that person's
//! line on one session's roster would change.
//!
//! Somebody of the register who isn't on the roster comes onto it, as long as there is room.
//! Nobody is guessed and nobody new is made: who is in no register is added as a guest first.
//! A blank cell takes nothing back. Pure: saves nothing, and the same file makes no second change.

use super::heading::Columns;
use super::people::People;
use super::plan::{CellFault, Change, Held, Plan};
use super::problem::{Reason, Warning};
use super::row::Row;
use super::rows::{self, Looked, Made};
use super::sheet::Sheet;
use crate::domain::guest::Guest;
use crate::domain::training::{Attendance, Enrolment, Outcome, Training};
use crate::domain::village::Village;
use crate::domain::worker::Worker;
use crate::schema::{Coded, Fault, Id, Score, Value};
use std::collections::{HashMap, HashSet};

/// The part of the register that a sign-in sheet looks at, without what is out of use.
pub struct Register<'a, B> {
    /// Whose roster it is.
    pub session: Id,
    /// The training, whose test has its own maximum and line.
    pub training: Training,
    /// Whether the session is still to come, so that nobody can have come.
    pub ahead: bool,
    /// Places that are free; none where there is room for everybody.
    pub free: Option<usize>,
    /// Every worker, and the village that the person serves.
    pub workers: Vec<(Id, &'a Worker, Option<Id>)>,
    /// Guests of this roster.
    pub guests: Vec<(Id, &'a Guest)>,
    /// The roster.
    pub lines: Vec<Held<'a, Enrolment, B>>,
    /// Whoever has a certificate for this session.
    pub certified: HashSet<Id>,
    /// Every village.
    pub villages: Vec<(Id, &'a Village)>,
}

/// Makes the plan.
pub fn plan<B: Clone>(
    sheet: &Sheet,
    columns: &Columns,
    register: &Register<'_, B>,
    new_id: &mut dyn FnMut() -> Id,
) -> Plan<B> {
    let mut planner = Planner::new(columns, register, new_id);
    rows::plan(sheet, columns, |row| planner.make(row))
}

struct Planner<'r, 'a, 'f, B> {
    register: &'r Register<'a, B>,
    columns: &'r Columns,
    new_id: &'f mut dyn FnMut() -> Id,
    people: People<'a>,
    lines: HashMap<Id, &'r Held<'a, Enrolment, B>>,
    free: Option<usize>,
    /// In which row somebody stood first.
    seen: HashMap<Id, usize>,
}

type Refused = Vec<CellFault>;

impl<'r, 'a, 'f, B: Clone> Planner<'r, 'a, 'f, B> {
    fn new(
        columns: &'r Columns,
        register: &'r Register<'a, B>,
        new_id: &'f mut dyn FnMut() -> Id,
    ) -> Self {
        let mut people = People::new(&register.workers, &register.villages);
        for (id, guest) in &register.guests {
            people.add_guest(*id, guest);
        }
        let lines = register.lines.iter();
        Self {
            register,
            columns,
            new_id,
            people,
            lines: lines.filter_map(|h| Some((h.record.who()?, h))).collect(),
            free: register.free,
            seen: HashMap::new(),
        }
    }

    /// What a row would do; nothing where something is wrong with it.
    fn make(&mut self, row: &mut Looked<'_>) -> Option<Made<B>> {
        if row.faults.iter().any(|fault| fault.field == "name") {
            return None;
        }
        let found = self.who(&row.read);
        let found = found.map_err(|fault| row.faults.push(fault)).ok()?;
        let first = *self.seen.entry(found).or_insert(row.number);
        if first != row.number {
            let twice = Reason::Twice { row: first };
            row.faults.push(self.columns.fault("name", twice));
        }
        if !row.faults.is_empty() {
            return None;
        }
        let line = self.line(found, &row.read, &mut row.warnings);
        line.map_err(|faults| row.faults.extend(faults)).ok()
    }

    /// The one person whom a row means: who is expected comes before who isn't.
    fn who(&self, read: &Row<'_>) -> Result<Id, CellFault> {
        let found = self.people.find(read, |id| self.lines.contains_key(&id));
        found.map_err(|(field, reason)| self.columns.fault(field, reason))
    }

    /// The person's line, if anything about it changes.
    fn line(
        &mut self,
        who: Id,
        read: &Row<'_>,
        warnings: &mut Vec<Warning>,
    ) -> Result<Made<B>, Refused> {
        let held = self.lines.get(&who).copied();
        let guest = self.register.guests.iter().any(|(id, _)| *id == who);
        let was = held.map_or_else(
            || Enrolment {
                session: Some(self.register.session),
                worker: (!guest).then_some(who),
                state: Some(Attendance::Unmarked),
                ..Enrolment::default()
            },
            |held| held.record.clone(),
        );
        let mut new = was.clone();
        self.mark(&mut new, read)?;
        self.grade(&mut new, read, warnings)?;
        if held.is_some() && new == was {
            return Ok(made(held.is_none(), Vec::new()));
        }
        if new.result != Some(Outcome::Pass) && self.register.certified.contains(&who) {
            let given = Reason::Fault(Fault::Rule("fault-certificate-given"));
            return Err(vec![self.columns.fault("result", given)]);
        }
        if self.register.ahead && new.state != was.state && new.tells_of_the_day() {
            let early = Reason::Fault(Fault::Rule("fault-before-the-day"));
            return Err(vec![self.columns.fault("state", early)]);
        }
        if was.waits() && !new.attended() {
            return Err(vec![self.columns.fault("name", Reason::StillWaiting)]);
        }
        let needs_place = held.is_none() || was.waits();
        if needs_place && self.free == Some(0) {
            return Err(vec![self.columns.fault("name", Reason::NoPlace)]);
        }
        new.waiting = None;
        let record = self.columns.checked(new.into(), |field| field, warnings)?;
        if needs_place {
            self.free = self.free.map(|free| free.saturating_sub(1));
        }
        let change = Change {
            id: held.map_or_else(|| (self.new_id)(), |held| held.id),
            base: held.map(|held| held.base.clone()),
            fields: Vec::new(),
            record,
        };
        Ok(made(held.is_none(), vec![change]))
    }

    /// Who came and when. Whoever has a time came; nobody is late who isn't said to be.
    fn mark(&self, new: &mut Enrolment, read: &Row<'_>) -> Result<(), Refused> {
        let time = |field| match read.value(field) {
            Some(Value::Time(time)) => Some(*time),
            _ => None,
        };
        let (signed_in, signed_out) = (time("time"), time("out"));
        let said = match read.value("state") {
            Some(Value::Choice(code)) => Attendance::from_code(code),
            _ => None,
        };
        match said.filter(|state| *state != Attendance::Unmarked) {
            Some(state) => new.state = Some(state),
            None if signed_in.is_some() && !new.attended() => {
                new.state = Some(Attendance::Present);
            }
            None => {}
        }
        if !new.attended() {
            if signed_in.is_some() {
                return Err(vec![
                    self.columns.fault("time", Reason::TimeWithoutAttending),
                ]);
            }
            (new.time, new.out) = (None, None);
        }
        new.time = signed_in.or(new.time);
        new.out = signed_out.or(new.out);
        Ok(())
    }

    /// The end of the test. Points tell the result, unless the list has a word of its own.
    fn grade(
        &self,
        new: &mut Enrolment,
        read: &Row<'_>,
        warnings: &mut Vec<Warning>,
    ) -> Result<(), Refused> {
        let training = &self.register.training;
        let before = new.score;
        if let Some(Value::Score(points)) = read.value("score") {
            let score = Score(*points);
            if let Some(over) = training.over(score) {
                return Err(vec![self.columns.fault("score", Reason::Fault(over))]);
            }
            new.score = Some(score);
        }
        // Who wasn't there has no result by points, only points too many.
        let by_points = new.score.filter(|_| new.attended());
        let by_points = by_points.map(|score| training.outcome(score));
        if new.score != before {
            new.result = by_points;
        }
        let said = match read.value("result") {
            Some(Value::Choice(code)) => Outcome::from_code(code),
            _ => None,
        };
        if let Some(said) = said {
            new.result = Some(said);
            if by_points.is_some_and(|outcome| outcome != said) {
                let line = Value::Score(training.pass_mark().0).plain();
                warnings.push(Warning::OtherResult { line });
            }
        }
        Ok(())
    }
}

fn made<B>(new: bool, changes: Vec<Change<B>>) -> Made<B> {
    Made {
        new,
        changes,
        about: None,
    }
}
