//! The plan of a sign-in sheet or a list of scores: whom each row means, and what of that person's
//! line on one session's roster would change.
//!
//! Somebody of the register who isn't on the roster comes onto it, as long as there is room.
//! Nobody is guessed and nobody new is made: who is in no register is added as a guest first.
//! A blank cell takes nothing back. Pure: saves nothing, and the same file makes no second change.

use super::heading::Columns;
use super::matching::name_key;
use super::place::{self, Villages};
use super::plan::{CellFault, Change, Held, Plan};
use super::problem::{Reason, Warning};
use super::row::Row;
use super::rows::{self, Looked, Made};
use super::sheet::Sheet;
use crate::domain::guest::Guest;
use crate::domain::training::{Attendance, Enrolment, Outcome, Training};
use crate::domain::village::Village;
use crate::domain::worker::Worker;
use crate::schema::{Coded, Fault, Id, Score, Value, text};
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

/// Somebody whom a row may mean.
struct Person<'a> {
    id: Id,
    id_number: &'a str,
    phone: &'a str,
    township: &'a str,
    /// The village in words, and of the register's people its code.
    village: &'a str,
    code: Option<&'a str>,
}

struct Planner<'r, 'a, 'f, B> {
    register: &'r Register<'a, B>,
    columns: &'r Columns,
    new_id: &'f mut dyn FnMut() -> Id,
    villages: Villages<'a>,
    by_name: HashMap<String, Vec<Person<'a>>>,
    by_number: HashMap<&'a str, String>,
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
        let villages: HashMap<Id, &Village> = register.villages.iter().copied().collect();
        let mut by_name: HashMap<String, Vec<Person<'a>>> = HashMap::new();
        let mut by_number = HashMap::new();
        for (id, worker, village) in &register.workers {
            let village = village.and_then(|id| villages.get(&id).copied());
            let name = name_key(&worker.name);
            if !worker.id_number.is_empty() {
                by_number.insert(worker.id_number.as_str(), name.clone());
            }
            by_name.entry(name).or_default().push(Person {
                id: *id,
                id_number: &worker.id_number,
                phone: &worker.phone,
                township: "",
                village: village.map_or("", |v| v.name.as_str()),
                code: village.map(|v| v.code.as_str()),
            });
        }
        for (id, guest) in &register.guests {
            by_name
                .entry(name_key(&guest.name))
                .or_default()
                .push(Person {
                    id: *id,
                    id_number: "",
                    phone: &guest.phone,
                    township: &guest.township,
                    village: &guest.village,
                    code: None,
                });
        }
        let lines = register.lines.iter();
        Self {
            register,
            columns,
            new_id,
            villages: Villages::new(register.villages.iter().copied()),
            by_name,
            by_number,
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

    /// The one person whom a row means.
    fn who(&self, read: &Row<'_>) -> Result<Id, CellFault> {
        let refuse = |field, reason| Err(self.columns.fault(field, reason));
        let Some(name) = read.text("name").map(name_key) else {
            return refuse("name", Reason::Fault(Fault::Required));
        };
        let number = read.text("id_number");
        if let Some(held) = number.and_then(|number| self.by_number.get(number))
            && *held != name
        {
            return refuse("id_number", Reason::OtherName);
        }
        let named = self.by_name.get(&name).map_or(&[][..], Vec::as_slice);
        if named.is_empty() {
            return refuse("name", Reason::Unknown);
        }
        let mut people: Vec<&Person<'_>> = named.iter().collect();
        if let Some(number) = number {
            people.retain(|p| p.id_number.is_empty() || p.id_number == number);
            if people.is_empty() {
                return refuse("id_number", Reason::OtherNumber);
            }
            narrow(&mut people, |p| p.id_number == number);
        }
        // Where the one is whom name and number mean.
        let place = people.first().map_or("", |p| p.village).to_owned();
        let (village, township) = (read.village, read.text("township"));
        people.retain(|p| {
            township.is_none_or(|text| self.is_of_township(p, text))
                && village.is_none_or(|text| self.is_of_village(p, text))
        });
        if let Some(phone) = read.text("phone") {
            narrow(&mut people, |p| p.phone == phone);
        }
        // Who is expected comes before who isn't.
        narrow(&mut people, |p| self.lines.contains_key(&p.id));
        match people.as_slice() {
            [one] => Ok(one.id),
            [] => {
                let field = if village.is_some() {
                    "village"
                } else {
                    "township"
                };
                refuse(field, Reason::Elsewhere { village: place })
            }
            several => refuse(
                "name",
                Reason::SeveralNamesakes {
                    count: several.len(),
                },
            ),
        }
    }

    /// Whether a person may be of this township; of whom nothing is known, may.
    fn is_of_township(&self, person: &Person<'_>, text: &str) -> bool {
        match person.code {
            Some(code) => self.villages.lies_in(code, text),
            None => person.township.is_empty() || person.township == text::clean(text),
        }
    }

    fn is_of_village(&self, person: &Person<'_>, text: &str) -> bool {
        match person.code {
            Some(code) => self.villages.may_be(code, text),
            None => person.village.is_empty() || place::alike(person.village, text),
        }
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

/// Keeps those that fit, where any does.
fn narrow<'p, 'a>(people: &mut Vec<&'p Person<'a>>, fits: impl Fn(&Person<'a>) -> bool) {
    if people.iter().any(|p| fits(p)) {
        people.retain(|p| fits(p));
    }
}
