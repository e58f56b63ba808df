//! What only shows when all the rows of a plan stand beside the register: villages that would
//! have two directors, people who would have two posts. Warns; takes nothing away.

use super::directors::Register;
use super::matching::is_open;
use super::plan::Plan;
use super::problem::Warning;
use crate::domain::book::Record;
use crate::domain::post::Post;
use crate::schema::{Day, Id};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Adds the warnings to the rows that bring the double about.
pub(super) fn warn<B: Clone>(plan: &mut Plan<B>, register: &Register<'_, B>, today: Day) {
    let after = After::new(plan, register, today);
    let village_name: HashMap<Id, &str> = register
        .villages
        .iter()
        .map(|(id, v)| (*id, v.name.as_str()))
        .collect();
    let mut found: Vec<(usize, Vec<Warning>)> = Vec::new();
    for (at, row) in plan.rows.iter().enumerate() {
        let Some((worker, Some(village))) = row.about.filter(|_| !row.changes().is_empty()) else {
            continue;
        };
        // The row that ends somebody's post brings no double about.
        let Some(holders) = after
            .holders
            .get(&village)
            .filter(|all| all.contains(&worker))
        else {
            continue;
        };
        let mut warnings = Vec::new();
        // One of them by name: in a list that puts everybody into one village they'd fill pages.
        if let Some(other) = holders.iter().find(|id| **id != worker) {
            let name = (*after.names.get(other).unwrap_or(&"")).to_owned();
            warnings.push(Warning::OtherDirector {
                name,
                count: holders.len() - 1,
            });
        }
        let elsewhere = after
            .places
            .get(&worker)
            .into_iter()
            .flatten()
            .filter(|id| **id != village);
        warnings.extend(elsewhere.map(|id| {
            let name = village_name.get(id).copied().unwrap_or_default();
            Warning::OtherPost {
                village: name.to_owned(),
            }
        }));
        found.push((at, warnings));
    }
    for (at, warnings) in found {
        plan.rows[at].warnings.extend(warnings);
    }
}

/// The register as it would be after the import.
struct After<'p> {
    /// Who serves a village.
    holders: HashMap<Id, BTreeSet<Id>>,
    /// Which villages somebody serves.
    places: HashMap<Id, BTreeSet<Id>>,
    names: HashMap<Id, &'p str>,
}

impl<'p> After<'p> {
    fn new<B: Clone>(plan: &'p Plan<B>, register: &'p Register<'_, B>, today: Day) -> Self {
        // In the order of ids, so that the same file always says the same.
        let mut posts: BTreeMap<Id, &Post> =
            register.posts.iter().map(|h| (h.id, h.record)).collect();
        let mut names: HashMap<Id, &str> = register
            .workers
            .iter()
            .map(|h| (h.id, h.record.name.as_str()))
            .collect();
        for change in plan.rows.iter().flat_map(|row| row.changes()) {
            match &change.record {
                Record::Post(post) => _ = posts.insert(change.id, post),
                Record::Worker(worker) => _ = names.insert(change.id, &worker.name),
                _ => {}
            }
        }
        let mut after = Self {
            holders: HashMap::new(),
            places: HashMap::new(),
            names,
        };
        for post in posts.values().filter(|post| is_open(post, today)) {
            if let (Some(worker), Some(village)) = (post.worker, post.village) {
                after.holders.entry(village).or_default().insert(worker);
                after.places.entry(worker).or_default().insert(village);
            }
        }
        after
    }
}
