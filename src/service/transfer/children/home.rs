//! A home while rows are laid over it: the household and everybody in it, as they would be.
//!
//! Several rows may be of one home, so it is worked on as a whole and put back when a row is taken.

use super::draft::Draft;
use crate::domain::caregiver::{Caregiver, Relation, Status};
use crate::domain::household::Household;
use crate::schema::{Coded, Id, Slot, Value};
use crate::service::transfer::matching::name_key;
use crate::service::transfer::problem::Warning;
use crate::service::transfer::row::Row;
use crate::service::transfer::shape::{Part, Target};
use std::collections::BTreeSet;

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
        self.household.begin();
        self.people.iter_mut().for_each(Draft::begin);
    }

    /// Lays a row over it.
    pub(super) fn lay(
        &mut self,
        read: &Row<'_>,
        row: usize,
        new_id: &mut dyn FnMut() -> Id,
        warnings: &mut Vec<Warning>,
    ) {
        for (field, value) in told(read, Part::Household) {
            note(self.household.tell(field, value, row), warnings);
        }
        let of_home = read
            .values
            .iter()
            .filter(|(t, _)| t.part == Part::Household);
        for (local, value) in of_home.filter_map(|(t, v)| Some((t.local?, v))) {
            self.household.lay(local, value);
        }
        for (part, relation, _) in PARENTS {
            let told = told(read, part);
            if !told.is_empty() {
                let at = self.parent(part, relation, new_id);
                self.fill(at, part, told, row, warnings);
            }
        }
        self.dashes(read, row, new_id, warnings);
        self.away(read, row, new_id, warnings);
        for part in [Part::Caregiver, Part::Trustee] {
            self.caregiver((part, row), told(read, part), new_id, warnings);
        }
        self.name_the_unnamed();
    }

    /// Whether a parent's number in the row is another than the one held: another family of the
    /// same names.
    pub(super) fn contradicts(&self, read: &Row<'_>) -> bool {
        let numbers = ["father_id_number", "mother_id_number"];
        numbers.into_iter().enumerate().any(|(which, field)| {
            let held = self.people.iter().find(|p| {
                p.record.relation.and_then(Relation::parent) == Some(which)
                    && !p.record.id_number.is_empty()
            });
            let told = read.text(field);
            held.zip(told)
                .is_some_and(|(held, told)| held.record.id_number != told)
        })
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
        row: usize,
        warnings: &mut Vec<Warning>,
    ) {
        let person = &mut self.people[at];
        person.part = part;
        for (field, value) in told {
            let was = person.record.clone();
            if field == "name" && name_key(&was.name) == name_key(&value.plain()) {
                continue;
            }
            let changed = note(person.tell(field, value, row), warnings);
            if changed && field == "name" && !was.name.is_empty() && !is_placeholder(&was) {
                warnings.push(Warning::Renamed { name: was.name });
            } else if changed && field == "status" {
                warnings.extend(eased(&was, &person.record));
            }
        }
    }

    /// The form of 2016 has a dash for a dead parent.
    fn dashes(
        &mut self,
        read: &Row<'_>,
        row: usize,
        new_id: &mut dyn FnMut() -> Id,
        warnings: &mut Vec<Warning>,
    ) {
        for (which, (part, relation, parent)) in PARENTS.into_iter().enumerate() {
            if !read.dash[which] {
                continue;
            }
            let at = self.parent(part, relation, new_id);
            let held = &self.people[at].record;
            if held.is_dead() {
                continue;
            }
            if !held.name.is_empty() && !is_placeholder(held) {
                let name = held.name.clone();
                warnings.push(Warning::DashOverLiving { name });
                continue;
            }
            let dead = BTreeSet::from([Status::Dead]).value();
            if note(self.people[at].tell("status", dead, row), warnings) {
                warnings.push(Warning::TakenForDead { parent });
            }
        }
    }

    /// Who works elsewhere and who doesn't; whatever else is known of a parent stays.
    fn away(
        &mut self,
        read: &Row<'_>,
        row: usize,
        new_id: &mut dyn FnMut() -> Id,
        warnings: &mut Vec<Warning>,
    ) {
        for (which, (part, relation, _)) in PARENTS.into_iter().enumerate() {
            let known = self
                .people
                .iter()
                .any(|p| p.record.relation.and_then(Relation::parent) == Some(which));
            let Some(away) = read.away[which].filter(|away| *away || known) else {
                continue;
            };
            let at = self.parent(part, relation, new_id);
            let mut status = self.people[at].record.status.clone();
            if away {
                status.remove(&Status::Normal);
                status.insert(Status::Away);
            } else {
                status.remove(&Status::Away);
                if status.is_empty() {
                    status.insert(Status::Normal);
                }
            }
            note(
                self.people[at].tell("status", status.value(), row),
                warnings,
            );
        }
    }

    /// Whoever looks after the child: a parent by name or relation, somebody known by name, or
    /// somebody new. A telephone without a name is the home's.
    fn caregiver(
        &mut self,
        (part, row): (Part, usize),
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
                note(self.household.tell("phone", phone, row), warnings);
            }
            if take(&told, "relation").is_some() {
                warnings.push(Warning::NoCaregiver);
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
        self.fill(at, part, told, row, warnings);
        let others = self.people.iter().enumerate();
        let earlier = others
            .filter(|(i, p)| *i != at && p.record.main == Some(true))
            .find_map(|(_, p)| p.told_before("main", row));
        match earlier {
            // A sibling's row has said who looks after them.
            Some(row) => warnings.push(Warning::OtherRow { row }),
            None => {
                for (i, person) in self.people.iter_mut().enumerate() {
                    if i == at {
                        note(person.tell("main", Value::Flag(true), row), warnings);
                    } else if person.record.main == Some(true) {
                        person.set("main", Value::Flag(false));
                    }
                }
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

/// Father and mother, as the documents call them.
const PARENTS: [(Part, Relation, &str); 2] = [
    (Part::Father, Relation::Father, "父亲"),
    (Part::Mother, Relation::Mother, "母亲"),
];

/// Whether a value was taken over; the row that says otherwise is told.
fn note(told: Result<bool, usize>, warnings: &mut Vec<Warning>) -> bool {
    match told {
        Ok(changed) => changed,
        Err(row) => {
            let warning = Warning::OtherRow { row };
            if !warnings.contains(&warning) {
                warnings.push(warning);
            }
            false
        }
    }
}

/// What kept somebody from looking after a child and is no longer told: for somebody to check.
fn eased(was: &Caregiver, now: &Caregiver) -> Option<Warning> {
    let light = [Status::Away, Status::Normal, Status::Disabled, Status::Ill];
    let gone = was.status.difference(&now.status);
    let words = gone
        .filter(|status| !light.contains(status))
        .filter_map(|status| {
            let choice = Status::CHOICES.iter().find(|c| c.code == status.code());
            choice.and_then(|c| c.synonyms.first().copied())
        });
    let status = words.collect::<Vec<_>>().join("、");
    (!status.is_empty()).then(|| Warning::Eased {
        name: was.name.clone(),
        status,
    })
}

/// What stands in the place of a parent's name that nobody has told.
const PLACEHOLDERS: [&str; 2] = ["父亲（未填姓名）", "母亲（未填姓名）"];

fn is_placeholder(person: &Caregiver) -> bool {
    PLACEHOLDERS.contains(&person.name.as_str())
}
