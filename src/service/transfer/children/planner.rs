//! Plans one row after the other: which child it means, what of it and of its home would change.
//!
//! Owns what has been seen in the file so far. Knows nothing of files; `row` has read the cells.

use super::Register;
use super::draft::Draft;
use super::home::{Home, tells_of_home};
use super::matching::{Index, Sign, Told, Who};
use crate::domain::book::Record;
use crate::domain::child::Child;
use crate::domain::family::CHILD_BELOW;
use crate::schema::{Day, Entity, Fault, Id, Value};
use crate::service::transfer::heading::Columns;
use crate::service::transfer::matching::name_key;
use crate::service::transfer::plan::{CellFault, Change, Held};
use crate::service::transfer::problem::{Reason, Warning};
use crate::service::transfer::row::Row;
use crate::service::transfer::rows::{Looked, Made};
use crate::service::transfer::shape::{Part, Shape};
use std::collections::HashMap;

/// A row that named a child: its number, day of birth and identity number.
type Seen = (usize, Option<Day>, Option<String>);

/// The row by row part of a plan.
pub(super) struct Planner<'r, 'a, 'f, B> {
    index: Index<'r, 'a, B>,
    columns: &'r Columns,
    today: Day,
    new_id: &'f mut dyn FnMut() -> Id,
    /// Homes that rows have been laid over.
    homes: HashMap<Id, Home<B>>,
    households: HashMap<Id, &'r Held<'a, crate::domain::household::Household, B>>,
    people: HashMap<Id, Vec<&'r Held<'a, crate::domain::caregiver::Caregiver, B>>>,
    /// In which row of the file something stood first.
    names: HashMap<(String, Id), Vec<Seen>>,
    children: HashMap<Id, usize>,
}

impl<'r, 'a, 'f, B: Clone> Planner<'r, 'a, 'f, B> {
    /// Ready for the first row.
    pub(super) fn new(
        columns: &'r Columns,
        register: &'r Register<'a, B>,
        today: Day,
        new_id: &'f mut dyn FnMut() -> Id,
    ) -> Self {
        let mut people: HashMap<Id, Vec<_>> = HashMap::new();
        for held in &register.caregivers {
            if let Some(home) = held.record.household {
                people.entry(home).or_default().push(held);
            }
        }
        Self {
            index: Index::new(register),
            columns,
            today,
            new_id,
            homes: HashMap::new(),
            households: register.households.iter().map(|h| (h.id, h)).collect(),
            people,
            names: HashMap::new(),
            children: HashMap::new(),
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
        let village = village.filter(|_| faults.is_empty())?;
        let made = self
            .child(*number, read, village, warnings)
            .and_then(|mut child| {
                let signs = signs(read, village);
                let home = self.home(&mut child, read, (*number, &signs), warnings);
                let new = child.base.is_none();
                Ok(Made {
                    new,
                    changes: self.changes(child, home, signs, warnings)?,
                    about: None,
                })
            });
        made.map_err(|found| faults.extend(found)).ok()
    }

    fn village(&self, read: &Row<'_>, faults: &mut Vec<CellFault>) -> Option<Id> {
        if faults.iter().any(|f| f.field == "village") {
            return None;
        }
        let found = match read.village {
            None => Err(Reason::Fault(Fault::Required)),
            Some(text) => self.index.villages.find(text),
        };
        found
            .map_err(|reason| faults.push(self.columns.fault("village", reason)))
            .ok()
    }

    fn refuse<T>(&self, field: &'static str, reason: Reason) -> Result<T, Vec<CellFault>> {
        Err(vec![self.columns.fault(field, reason)])
    }

    /// The child as the row has it.
    fn child(
        &mut self,
        number: usize,
        read: &Row<'_>,
        village: Id,
        warnings: &mut Vec<Warning>,
    ) -> Result<Draft<Child, B>, Vec<CellFault>> {
        let name = read.text("name").unwrap_or_default();
        let born = match read.value("birth_day") {
            Some(Value::Day(day)) => Some(*day),
            _ => read
                .text("id_number")
                .and_then(crate::schema::number::birth_of),
        };
        if let Some(row) = self.seen(name, village, born, read.text("id_number"), number) {
            return self.refuse("name", Reason::Twice { row });
        }
        let told = Told {
            name,
            number: read.text("id_number"),
            born,
            village,
        };
        let who = self.index.who(&told);
        let who = who.map_err(|(field, reason)| vec![self.columns.fault(field, reason)])?;
        let mut child = match who {
            Who::Known(id) => {
                let first = *self.children.entry(id).or_insert(number);
                if first != number {
                    return self.refuse("name", Reason::Twice { row: first });
                }
                match self.index.child(id) {
                    Some(held) => Draft::held(held, Part::Child),
                    None => return self.refuse("name", Reason::Fault(Fault::NoSuchRecord)),
                }
            }
            Who::New { elsewhere } => {
                let village = self.index.village_name(elsewhere);
                warnings.extend(elsewhere.map(|_| Warning::Elsewhere { village }));
                self.fresh()
            }
        };
        self.lay(&mut child, read, village, warnings);
        if child.record.birth_day.is_none() && born.is_some() {
            child.set("birth_day", born.map_or(Value::Empty, Value::Day));
        }
        if let Some(age) = child.record.birth_day.map(|d| d.years_until(self.today))
            && age >= CHILD_BELOW
        {
            warnings.push(Warning::Grown { age });
        }
        Ok(child)
    }

    /// The earlier row that means the same child: one of this name and village of which neither
    /// day nor number says otherwise.
    fn seen(
        &mut self,
        name: &str,
        village: Id,
        born: Option<Day>,
        id: Option<&str>,
        row: usize,
    ) -> Option<usize> {
        let rows = self.names.entry((name_key(name), village)).or_default();
        let same = |(_, day, number): &&Seen| {
            let days = born.zip(*day).is_none_or(|(a, b)| a == b);
            days && id.zip(number.as_deref()).is_none_or(|(a, b)| a == b)
        };
        let first = rows.iter().find(same).map(|(first, ..)| *first);
        rows.push((row, born, id.map(str::to_owned)));
        first
    }

    fn fresh(&mut self) -> Draft<Child, B> {
        Draft::new((self.new_id)(), Part::Child, Child::default())
    }

    fn lay(
        &self,
        child: &mut Draft<Child, B>,
        read: &Row<'_>,
        village: Id,
        warnings: &mut Vec<Warning>,
    ) {
        let was = child.record.village;
        if child.set("village", Value::Link(village)) && was.is_some() {
            let village = self.index.village_name(was);
            warnings.push(Warning::Moved { village });
        }
        for (target, value) in &read.values {
            if target.part != Part::Child {
                continue;
            }
            if let Some(local) = target.local {
                child.lay(local, value);
                continue;
            }
            let name = child.record.name.clone();
            let is_name = target.field() == "name";
            if is_name && name_key(&name) == name_key(&value.plain()) {
                continue;
            }
            if child.set(target.field(), value.clone()) && is_name && !name.is_empty() {
                warnings.push(Warning::Renamed { name });
            }
        }
    }

    /// The home of the child as the row has it; none where neither knows of one.
    fn home(
        &mut self,
        child: &mut Draft<Child, B>,
        read: &Row<'_>,
        (row, signs): (usize, &[Sign]),
        warnings: &mut Vec<Warning>,
    ) -> Option<Home<B>> {
        // A home that is out of use is no home any longer.
        let held = |id: &Id| self.households.contains_key(id) || self.homes.contains_key(id);
        let own = child.record.household.filter(held);
        let alike = || {
            let id = self.index.home(signs).filter(held)?;
            (!self.open(id).contradicts(read)).then_some(id)
        };
        let known = own.or_else(alike);
        if known.is_none() && !tells_of_home(read) {
            return None;
        }
        let id = known.unwrap_or_else(|| (self.new_id)());
        let mut home = self.open(id);
        home.begin();
        home.lay(read, row, self.new_id, warnings);
        home.head(&child.record.name);
        child.set("household", Value::Link(id));
        Some(home)
    }

    /// The home as earlier rows have left it, else as it is held.
    fn open(&self, id: Id) -> Home<B> {
        if let Some(home) = self.homes.get(&id) {
            return home.clone();
        }
        let mut home = Home::new(id);
        if let Some(held) = self.households.get(&id) {
            home.household = Draft::held(held, Part::Household);
        }
        let people = self.people.get(&id).into_iter().flatten();
        home.people
            .extend(people.map(|held| Draft::held(held, Part::Caregiver)));
        home
    }

    /// What would be saved, the home before the child that leads to it; kept for the rows to come
    /// once nothing is wrong with any of it.
    fn changes(
        &mut self,
        child: Draft<Child, B>,
        home: Option<Home<B>>,
        signs: Vec<Sign>,
        warnings: &mut Vec<Warning>,
    ) -> Result<Vec<Change<B>>, Vec<CellFault>> {
        let mut changes = Vec::new();
        if let Some(home) = &home {
            changes.extend(self.change(&home.household, warnings)?);
            for person in &home.people {
                changes.extend(self.change(person, warnings)?);
            }
        }
        if child.record.birth_day.is_some_and(|day| day > self.today) {
            let ahead = Reason::Fault(Fault::Rule("fault-birth-ahead"));
            return self.refuse("birth_day", ahead);
        }
        changes.extend(self.change(&child, warnings)?);
        if let Some(home) = home {
            self.index.keep_home(signs, home.household.id);
            self.homes.insert(home.household.id, home);
        }
        Ok(changes)
    }

    fn change<T: Entity + Clone + Into<Record>>(
        &self,
        draft: &Draft<T, B>,
        warnings: &mut Vec<Warning>,
    ) -> Result<Option<Change<B>>, Vec<CellFault>> {
        let fields = draft.changed();
        if fields.is_empty() {
            return Ok(None);
        }
        let record = draft.record.clone().into();
        let name = |field| self.column_of(draft.part, field);
        Ok(Some(Change {
            id: draft.id,
            base: draft.base.clone(),
            fields,
            record: self.columns.checked(record, name, warnings)?,
        }))
    }

    /// What the list calls a field of one of the row's records.
    fn column_of(&self, part: Part, field: &'static str) -> &'static str {
        let targets = Shape::of(self.columns.kind).map(|shape| shape.targets.iter());
        let mut targets = targets.into_iter().flatten();
        let found = targets.find(|t| t.part == part && t.field() == field);
        found.map_or(field, |target| target.name())
    }
}

/// What the row's home is known by.
fn signs(read: &Row<'_>, village: Id) -> Vec<Sign> {
    let mut signs = Vec::new();
    for number in ["father_id_number", "mother_id_number"] {
        let number = read.text(number);
        signs.extend(number.map(|number| Sign::Parent(number.to_owned())));
    }
    if let (Some(father), Some(mother)) = (read.text("father"), read.text("mother")) {
        signs.push(Sign::Names(village, name_key(father), name_key(mother)));
    }
    signs
}
