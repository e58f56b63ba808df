//! Which child on the register a row means, and which home it belongs to.
//!
//! A child: by identity number, else by name, day of birth and village. A home: the child's own,
//! else that of a parent's identity number, else of both parents' names in the village.

use super::Register;
use crate::domain::caregiver::Relation;
use crate::domain::child::Child;
use crate::schema::{Day, Id};
use crate::service::transfer::matching::name_key;
use crate::service::transfer::place::Villages;
use crate::service::transfer::plan::Held;
use crate::service::transfer::problem::Reason;
use std::collections::HashMap;

/// The child that a row means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// On the register.
    Known(Id),
    /// Not on the register; but perhaps a child so alike in another village.
    New { elsewhere: Option<Id> },
}

/// What tells a child apart where there is no number.
pub(super) struct Told<'t> {
    pub name: &'t str,
    pub number: Option<&'t str>,
    pub born: Option<Day>,
    pub village: Id,
}

/// How a home is known besides by its children.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sign {
    /// A parent's identity number.
    Parent(String),
    /// Both parents' names, in a village.
    Names(Id, String, String),
}

/// The register, made ready for look-ups; homes of the file itself are added as they come.
pub(super) struct Index<'r, 'a, B> {
    pub villages: Villages<'a>,
    names: HashMap<Id, &'a str>,
    children: HashMap<Id, &'r Held<'a, Child, B>>,
    by_number: HashMap<&'a str, Vec<Id>>,
    by_name: HashMap<String, Vec<Id>>,
    homes: HashMap<Sign, Id>,
}

impl<'r, 'a, B> Index<'r, 'a, B> {
    pub(super) fn new(register: &'r Register<'a, B>) -> Self {
        let mut index = Self {
            villages: Villages::new(register.villages.iter().copied()),
            names: register
                .villages
                .iter()
                .map(|(id, village)| (*id, village.name.as_str()))
                .collect(),
            children: HashMap::new(),
            by_number: HashMap::new(),
            by_name: HashMap::new(),
            homes: HashMap::new(),
        };
        for held in &register.children {
            let child = held.record;
            index.children.insert(held.id, held);
            let name = name_key(&child.name);
            index.by_name.entry(name).or_default().push(held.id);
            if !child.id_number.is_empty() {
                let number = index.by_number.entry(&child.id_number).or_default();
                number.push(held.id);
            }
        }
        index.homes_of(register);
        index
    }

    fn homes_of(&mut self, register: &Register<'a, B>) {
        let mut parents: HashMap<Id, [Option<&str>; 2]> = HashMap::new();
        for held in &register.caregivers {
            let (record, Some(home)) = (held.record, held.record.household) else {
                continue;
            };
            if let Some(which) = record.relation.and_then(Relation::parent) {
                parents.entry(home).or_default()[which] = Some(&record.name);
                if !record.id_number.is_empty() {
                    let sign = Sign::Parent(record.id_number.clone());
                    self.homes.entry(sign).or_insert(home);
                }
            }
        }
        for child in register.children.iter().map(|held| held.record) {
            if let (Some(home), Some(village)) = (child.household, child.village)
                && let Some([Some(father), Some(mother)]) = parents.get(&home)
            {
                let sign = Sign::Names(village, name_key(father), name_key(mother));
                self.homes.entry(sign).or_insert(home);
            }
        }
    }

    pub(super) fn child(&self, id: Id) -> Option<&'r Held<'a, Child, B>> {
        self.children.get(&id).copied()
    }

    pub(super) fn village_name(&self, id: Option<Id>) -> String {
        let name = id.and_then(|id| self.names.get(&id));
        name.map_or_else(String::new, |name| (*name).to_owned())
    }

    /// The home with one of these signs.
    pub(super) fn home(&self, signs: &[Sign]) -> Option<Id> {
        signs.iter().find_map(|sign| self.homes.get(sign)).copied()
    }

    /// Keeps what a home is known by, for the rows to come.
    pub(super) fn keep_home(&mut self, signs: Vec<Sign>, home: Id) {
        for sign in signs {
            self.homes.entry(sign).or_insert(home);
        }
    }

    /// The child of this number, else of this name, day and village.
    pub(super) fn who(&self, told: &Told<'_>) -> Result<Who, (&'static str, Reason)> {
        let by_number = told.number.and_then(|number| self.by_number.get(number));
        match by_number.map(Vec::as_slice) {
            None | Some([]) => {}
            Some([one]) => return Ok(Who::Known(*one)),
            Some(several) => {
                let count = several.len();
                return Err(("id_number", Reason::SeveralWorkers { count }));
            }
        }
        let key = name_key(told.name);
        let namesakes = self.by_name.get(&key).map_or(&[][..], Vec::as_slice);
        let of = |id: &Id| self.child(*id).map(|held| held.record);
        // A day that isn't told on one side speaks against nobody.
        let alike = |child: &Child| match (told.born, child.birth_day) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        let here: Vec<Id> = namesakes
            .iter()
            .filter(|id| of(id).is_some_and(|c| c.village == Some(told.village) && alike(c)))
            .copied()
            .collect();
        match here.as_slice() {
            [] => {
                let same = |id: &&Id| {
                    of(id).is_some_and(|c| told.born.is_some() && c.birth_day == told.born)
                };
                // With two numbers it is two children.
                let open = |id: &&Id| {
                    told.number.is_none() || of(id).is_some_and(|c| c.id_number.is_empty())
                };
                let other = namesakes.iter().filter(same).find(open);
                let elsewhere = other.and_then(of).and_then(|c| c.village);
                Ok(Who::New { elsewhere })
            }
            [one] => {
                let numbered = of(one).is_some_and(|c| !c.id_number.is_empty());
                if told.number.is_some() && numbered {
                    // A slip in either number, or two children: for somebody who can ask.
                    return Err(("id_number", Reason::OtherNumber));
                }
                Ok(Who::Known(*one))
            }
            several => {
                let count = several.len();
                Err(("name", Reason::SeveralWorkers { count }))
            }
        }
    }
}
