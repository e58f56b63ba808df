//! Who on the register a row means: by identity number, else by name and village.
//!
//! Owns the index over the register as it was when the plan was made; decides nothing about what
//! changes.

use super::place::Villages;
use super::plan::Held;
use super::problem::Reason;
use crate::domain::post::Post;
use crate::domain::village::Village;
use crate::domain::worker::Worker;
use crate::schema::{Day, Id, text};
use std::collections::HashMap;

/// The part of the register that an import of directors looks at, without what is out of use.
#[derive(Clone, Debug)]
pub struct Register<'a, B> {
    /// Every worker.
    pub workers: Vec<Held<'a, Worker, B>>,
    /// Every post, past ones too.
    pub posts: Vec<Held<'a, Post, B>>,
    /// Every village.
    pub villages: Vec<(Id, &'a Village)>,
    /// The township whose list it says it is, for rows that name none: the nine digits.
    pub township: Option<&'static str>,
}

/// Where a row puts somebody: a director into a village, a supervisor into a township.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Seat {
    /// None for a supervisor.
    pub village: Option<Id>,
    /// The nine digits, where the office has several.
    pub township: Option<&'static str>,
}

impl Seat {
    /// Whether a post is one here. Of a post that names no township nobody knows better.
    pub(super) fn is_of(self, post: &Post) -> bool {
        let same = |town: &str| post.township.is_empty() || post.township.starts_with(town);
        post.village == self.village && self.township.is_none_or(same)
    }
}

/// The person that a row means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// On the register.
    Known(Id),
    /// Not on the register.
    New {
        /// But somebody of this name is, and nothing tells them apart.
        same_name: bool,
    },
}

/// The register, made ready for look-ups.
pub(super) struct Index<'r, 'a, B> {
    pub villages: Villages<'a>,
    workers: HashMap<Id, &'r Held<'a, Worker, B>>,
    by_number: HashMap<&'a str, Vec<Id>>,
    by_name: HashMap<String, Vec<Id>>,
    posts: HashMap<Id, Vec<&'r Held<'a, Post, B>>>,
    today: Day,
}

/// A name as it is compared: without blanks, all the dots in names alike.
pub(super) fn name_key(name: &str) -> String {
    let dot = |c| matches!(c, '•' | '・' | '．' | '‧' | '∙' | '●' | '.' | '･' | '⋅');
    let cleaned = text::clean(name);
    cleaned
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if dot(c) { '·' } else { c })
        .collect()
}

/// Whether a post hasn't ended: held now, or about to be.
pub(super) fn is_open(post: &Post, today: Day) -> bool {
    post.to.is_none_or(|to| to >= today)
}

impl<'r, 'a, B> Index<'r, 'a, B> {
    pub(super) fn new(register: &'r Register<'a, B>, today: Day) -> Self {
        let mut index = Self {
            villages: Villages::new(register.villages.iter().copied()),
            workers: HashMap::new(),
            by_number: HashMap::new(),
            by_name: HashMap::new(),
            posts: HashMap::new(),
            today,
        };
        for held in &register.workers {
            index.workers.insert(held.id, held);
            index
                .by_name
                .entry(name_key(&held.record.name))
                .or_default()
                .push(held.id);
            if !held.record.id_number.is_empty() {
                index
                    .by_number
                    .entry(&held.record.id_number)
                    .or_default()
                    .push(held.id);
            }
        }
        for held in &register.posts {
            if let Some(worker) = held.record.worker {
                index.posts.entry(worker).or_default().push(held);
            }
        }
        index
    }

    pub(super) fn worker(&self, id: Id) -> Option<&'r Held<'a, Worker, B>> {
        self.workers.get(&id).copied()
    }

    pub(super) fn posts_of(&self, worker: Id) -> &[&'r Held<'a, Post, B>] {
        self.posts.get(&worker).map_or(&[], Vec::as_slice)
    }

    /// Those who serve there, else those who did: a list of past years, read again.
    fn of_seat(&self, people: &[Id], seat: Seat) -> Vec<Id> {
        let has = |id: &Id, fits: &dyn Fn(&Post) -> bool| {
            let here = |held: &&Held<Post, B>| seat.is_of(held.record) && fits(held.record);
            self.posts_of(*id).iter().any(here)
        };
        let open = |post: &Post| is_open(post, self.today);
        let now: Vec<Id> = people.iter().copied().filter(|id| has(id, &open)).collect();
        if now.is_empty() {
            people
                .iter()
                .copied()
                .filter(|id| has(id, &|_| true))
                .collect()
        } else {
            now
        }
    }

    /// The person of this name and number, in this place.
    pub(super) fn who(
        &self,
        name: &str,
        number: Option<&str>,
        seat: Seat,
    ) -> Result<Who, (&'static str, Reason)> {
        let by_number = number.and_then(|number| self.by_number.get(number));
        match by_number.map(Vec::as_slice) {
            None | Some([]) => {}
            Some([one]) => return Ok(Who::Known(*one)),
            Some(several) => {
                return Err((
                    "id_number",
                    Reason::SeveralWorkers {
                        count: several.len(),
                    },
                ));
            }
        }
        let namesakes = self
            .by_name
            .get(&name_key(name))
            .map_or(&[][..], Vec::as_slice);
        let here = self.of_seat(namesakes, seat);
        let numbered = |id: &Id| {
            self.worker(*id)
                .is_some_and(|w| !w.record.id_number.is_empty())
        };
        match here.as_slice() {
            [] => Ok(Who::New {
                same_name: number.is_none() && !namesakes.is_empty(),
            }),
            // A slip in either number, or two people: for somebody to decide who can ask.
            [one] if number.is_some() && numbered(one) => Err(("id_number", Reason::OtherNumber)),
            [one] => Ok(Who::Known(*one)),
            several => Err((
                "name",
                Reason::SeveralWorkers {
                    count: several.len(),
                },
            )),
        }
    }
}
