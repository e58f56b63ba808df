//! Whom of the register a row names that makes nobody new: by name, and where several have it by
//! village, township, number and telephone. Nobody is guessed.

use super::matching::name_key;
use super::place::{self, Villages};
use super::problem::Reason;
use super::row::Row;
use crate::domain::guest::Guest;
use crate::domain::village::Village;
use crate::domain::worker::Worker;
use crate::schema::{Fault, Id, text};
use std::collections::HashMap;

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

/// A worker, and the village that they serve.
pub type Served<'a> = (Id, &'a Worker, Option<Id>);

/// Everybody who may be named.
pub(super) struct People<'a> {
    villages: Villages<'a>,
    by_name: HashMap<String, Vec<Person<'a>>>,
    by_number: HashMap<&'a str, String>,
}

impl<'a> People<'a> {
    /// The register's people.
    pub(super) fn new(workers: &[Served<'a>], villages: &[(Id, &'a Village)]) -> Self {
        let places: HashMap<Id, &Village> = villages.iter().copied().collect();
        let mut people = Self {
            villages: Villages::new(villages.iter().copied()),
            by_name: HashMap::new(),
            by_number: HashMap::new(),
        };
        for (id, worker, village) in workers {
            let village = village.and_then(|id| places.get(&id).copied());
            let name = name_key(&worker.name);
            if !worker.id_number.is_empty() {
                people
                    .by_number
                    .insert(worker.id_number.as_str(), name.clone());
            }
            people.by_name.entry(name).or_default().push(Person {
                id: *id,
                id_number: &worker.id_number,
                phone: &worker.phone,
                township: "",
                village: village.map_or("", |v| v.name.as_str()),
                code: village.map(|v| v.code.as_str()),
            });
        }
        people
    }

    /// Somebody from outside the register.
    pub(super) fn add_guest(&mut self, id: Id, guest: &'a Guest) {
        let namesakes = self.by_name.entry(name_key(&guest.name)).or_default();
        namesakes.push(Person {
            id,
            id_number: "",
            phone: &guest.phone,
            township: &guest.township,
            village: &guest.village,
            code: None,
        });
    }

    /// The one person whom a row means; where several may be, one who is `expected`.
    pub(super) fn find(
        &self,
        read: &Row<'_>,
        expected: impl Fn(Id) -> bool,
    ) -> Result<Id, (&'static str, Reason)> {
        let Some(name) = read.text("name").map(name_key) else {
            return Err(("name", Reason::Fault(Fault::Required)));
        };
        let number = read.text("id_number");
        if let Some(held) = number.and_then(|number| self.by_number.get(number))
            && *held != name
        {
            return Err(("id_number", Reason::OtherName));
        }
        let named = self.by_name.get(&name).map_or(&[][..], Vec::as_slice);
        if named.is_empty() {
            return Err(("name", Reason::Unknown));
        }
        let mut people: Vec<&Person<'_>> = named.iter().collect();
        if let Some(number) = number {
            people.retain(|p| p.id_number.is_empty() || p.id_number == number);
            if people.is_empty() {
                return Err(("id_number", Reason::OtherNumber));
            }
            narrow(&mut people, |p| p.id_number == number);
        }
        // Where the one is whom name and number mean.
        let place = people.first().map_or("", |p| p.village).to_owned();
        let (village, township) = (read.village, read.text("township").or(read.township));
        people.retain(|p| {
            township.is_none_or(|text| self.is_of_township(p, text))
                && village.is_none_or(|text| self.is_of_village(p, text))
        });
        if let Some(phone) = read.text("phone") {
            narrow(&mut people, |p| p.phone == phone);
        }
        narrow(&mut people, |p| expected(p.id));
        match people.as_slice() {
            [one] => Ok(one.id),
            [] => {
                let field = if village.is_some() {
                    "village"
                } else {
                    "township"
                };
                Err((field, Reason::Elsewhere { village: place }))
            }
            several => {
                let count = several.len();
                Err(("name", Reason::SeveralNamesakes { count }))
            }
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
}

/// Keeps those that fit, where any does.
fn narrow<'p, 'a>(people: &mut Vec<&'p Person<'a>>, fits: impl Fn(&Person<'a>) -> bool) {
    if people.iter().any(|p| fits(p)) {
        people.retain(|p| fits(p));
    }
}
