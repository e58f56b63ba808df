//! A home while rows are laid over it: the household and everybody in it, as they would be.
//!
//! Several rows may be of one home, so it is worked on as a whole and put back when a row is taken.

use crate::domain::caregiver::{Caregiver, Relation, Status};
use crate::domain::household::Household;
use crate::schema::{Entity, Id, Local, Slot, Value};
use crate::service::transfer::matching::name_key;
use crate::service::transfer::plan::Held;
use crate::service::transfer::problem::Warning;
use crate::service::transfer::row::Row;
use crate::service::transfer::shape::{Part, Target};

/// A record while it is worked on.
#[derive(Clone, Debug)]
pub(super) struct Draft<T, B> {
    pub id: Id,
    pub base: Option<B>,
    pub record: T,
    /// The fields that this row changes.
    pub fields: Vec<&'static str>,
    /// Which columns of the row it comes from.
    pub part: Part,
}

impl<T: Entity, B> Draft<T, B> {
    fn new(id: Id, part: Part, record: T) -> Self {
        Self {
            id,
            base: None,
            record,
            fields: Vec::new(),
            part,
        }
    }

    pub(super) fn held(held: &Held<'_, T, B>, part: Part) -> Self
    where
        T: Clone,
        B: Clone,
    {
        Self {
            base: Some(held.base.clone()),
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

/// A household and its people.
#[derive(Clone, Debug)]
pub(super) struct Home<B> {
    pub household: Draft<Household, B>,
    pub people: Vec<Draft<Caregiver, B>>,
}

/// What a row says about one part, by field.
fn told(read: &Row<'_>, part: Part) -> Vec<(&'static str, Value)> {
    let of_part = |(target, _): &&(Target, Value)| target.part == part && target.local.is_none();
    read.values
        .iter()
        .filter(of_part)
        .map(|(target, value)| (target.field(), value.clone()))
        .collect()
}

/// Whether a row says anything about a home.
pub(super) fn tells_of_home(read: &Row<'_>) -> bool {
    read.values
        .iter()
        .any(|(target, _)| !matches!(target.part, Part::Child | Part::Village))
}

impl<B: Clone> Home<B> {
    /// A new one.
    pub(super) fn new(id: Id) -> Self {
        Self {
            household: Draft::new(id, Part::Household, Household::default()),
            people: Vec::new(),
        }
    }

    /// Forgets what earlier rows have changed: only this row's changes are its own.
    pub(super) fn begin(&mut self) {
        self.household.fields.clear();
        self.people.iter_mut().for_each(|p| p.fields.clear());
    }

    /// Lays a row over it.
    pub(super) fn lay(
        &mut self,
        read: &Row<'_>,
        new_id: &mut dyn FnMut() -> Id,
        warnings: &mut Vec<Warning>,
    ) {
        for (field, value) in told(read, Part::Household) {
            self.household.set(field, value);
        }
        let of_home = read
            .values
            .iter()
            .filter(|(t, _)| t.part == Part::Household);
        for (local, value) in of_home.filter_map(|(t, v)| Some((t.local?, v))) {
            self.household.lay(local, value);
        }
        for (part, relation) in [
            (Part::Father, Relation::Father),
            (Part::Mother, Relation::Mother),
        ] {
            let told = told(read, part);
            if !told.is_empty() {
                let at = self.parent(part, relation, new_id);
                self.fill(at, part, told, warnings);
            }
        }
        self.away(read, new_id);
        for part in [Part::Caregiver, Part::Trustee] {
            self.caregiver(part, told(read, part), new_id, warnings);
        }
        self.name_the_unnamed();
    }

    /// The head of the household, where nobody has told: the father, else whoever is there.
    pub(super) fn head(&mut self, child: &str) {
        if !self.household.record.head.is_empty() {
            return;
        }
        let named = |p: &&Draft<Caregiver, B>| !is_placeholder(&p.record);
        let first = |wanted: fn(&Caregiver) -> bool| {
            self.people
                .iter()
                .filter(named)
                .find(|p| wanted(&p.record))
                .map(|p| p.record.name.clone())
        };
        let head = first(|c| c.relation == Some(Relation::Father) && !c.is_dead())
            .or_else(|| first(|c| c.main == Some(true)))
            .or_else(|| first(|_| true))
            .unwrap_or_else(|| child.to_owned());
        self.household.set("head", Value::Text(head));
    }

    /// The place of a parent, made where there is none.
    fn parent(&mut self, part: Part, relation: Relation, new_id: &mut dyn FnMut() -> Id) -> usize {
        let which = relation.parent();
        let found = self
            .people
            .iter()
            .position(|p| p.record.relation.and_then(Relation::parent) == which);
        found.unwrap_or_else(|| self.add(part, relation, new_id))
    }

    fn add(&mut self, part: Part, relation: Relation, new_id: &mut dyn FnMut() -> Id) -> usize {
        let mut person = Draft::new(new_id(), part, Caregiver::default());
        person.set("household", Value::Link(self.household.id));
        person.set("relation", Some(relation).value());
        self.people.push(person);
        self.people.len() - 1
    }

    fn fill(
        &mut self,
        at: usize,
        part: Part,
        told: Vec<(&'static str, Value)>,
        warnings: &mut Vec<Warning>,
    ) {
        let person = &mut self.people[at];
        person.part = part;
        for (field, value) in told {
            let was = person.record.name.clone();
            let same = field == "name" && name_key(&was) == name_key(&value.plain());
            if !same && person.set(field, value) && field == "name" && !was.is_empty() {
                let placeholder = PLACEHOLDERS.contains(&was.as_str());
                warnings.extend((!placeholder).then_some(Warning::Renamed { name: was }));
            }
        }
    }

    /// 父母外出情况: one column that tells of both.
    fn away(&mut self, read: &Row<'_>, new_id: &mut dyn FnMut() -> Id) {
        let Some(Value::Choice(code)) = read.value("parents_away").cloned() else {
            return;
        };
        for (part, relation, codes) in [
            (Part::Father, Relation::Father, ["both", "father"]),
            (Part::Mother, Relation::Mother, ["both", "mother"]),
        ] {
            if codes.contains(&code.as_str()) {
                let at = self.parent(part, relation, new_id);
                let mut status = self.people[at].record.status.clone();
                status.remove(&Status::Normal);
                status.insert(Status::Away);
                self.people[at].set("status", status.value());
            }
        }
    }

    /// Whoever looks after the child: a parent by name or relation, somebody known by name, or
    /// somebody new. A telephone without a name is the home's.
    fn caregiver(
        &mut self,
        part: Part,
        mut told: Vec<(&'static str, Value)>,
        new_id: &mut dyn FnMut() -> Id,
        warnings: &mut Vec<Warning>,
    ) {
        let take = |told: &[(&'static str, Value)], field| {
            let found = told.iter().find(|(name, _)| *name == field);
            found.map(|(_, value)| value.clone())
        };
        let Some(Value::Text(name)) = take(&told, "name") else {
            if let Some(phone) = take(&told, "phone") {
                self.household.set("phone", phone);
            }
            return;
        };
        let mut relation = None;
        relation.assign(take(&told, "relation").unwrap_or_default());
        let parent = relation.and_then(Relation::parent);
        let by_name = self
            .people
            .iter()
            .position(|p| name_key(&p.record.name) == name_key(&name));
        let by_relation = self.people.iter().position(|p| {
            parent.is_some() && p.record.relation.and_then(Relation::parent) == parent
        });
        let at = by_name.or(by_relation).unwrap_or_else(|| {
            let relation = relation.unwrap_or(Relation::Other);
            self.add(part, relation, new_id)
        });
        // Father and mother stay what they are, whatever the ledger calls them here.
        if self.people[at]
            .record
            .relation
            .and_then(Relation::parent)
            .is_some()
        {
            told.retain(|(field, _)| *field != "relation");
        }
        self.fill(at, part, told, warnings);
        for (i, person) in self.people.iter_mut().enumerate() {
            if i == at {
                person.set("main", Value::Flag(true));
            } else if person.record.main == Some(true) {
                person.set("main", Value::Flag(false));
            }
        }
        let kin = self.people[at]
            .record
            .relation
            .and_then(Relation::parent)
            .is_some();
        if part == Part::Trustee && !kin {
            self.people[at].set("entrusted", Value::Flag(true));
        }
    }

    /// A parent of whom a state is told and no name.
    fn name_the_unnamed(&mut self) {
        for person in self.people.iter_mut().filter(|p| p.record.name.is_empty()) {
            let name = match person.record.relation {
                Some(Relation::Mother) => PLACEHOLDERS[1],
                _ => PLACEHOLDERS[0],
            };
            person.set("name", Value::Text(name.to_owned()));
        }
    }
}

/// What stands in the place of a parent's name that nobody has told.
const PLACEHOLDERS: [&str; 2] = ["父亲（未填姓名）", "母亲（未填姓名）"];

fn is_placeholder(person: &Caregiver) -> bool {
    PLACEHOLDERS.contains(&person.name.as_str())
}
