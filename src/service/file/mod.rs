//! A child's file, 一人一档案: the child with its home, whoever cares for it, its director, and what
//! follows from all of them. Gathered once, and told the same way on the screen, on paper and to
//! scripts.

mod around;
mod basics;
mod caregivers;
mod lines;
mod why;

use super::{Office, Row};
use crate::domain::answer::Answer;
use crate::domain::book::Kind;
use crate::domain::caregiver::Caregiver;
use crate::domain::category::{Fact, Standing};
use crate::domain::child::{Category, Child};
use crate::domain::due::{Due, STALE_AFTER_DAYS};
use crate::domain::family::{Difficulty, FilePart, Paper, Priority};
use crate::domain::household::Household;
use crate::schema::{Day, Id};
pub use lines::{Bit, Line, Mark, Reason, Section};
use std::sync::Arc;

/// A child's file as it stands on a day.
pub struct ChildFile {
    /// The child.
    pub child: Arc<Row>,
    /// Its home.
    pub household: Option<Arc<Row>>,
    /// Father and mother.
    pub parents: [Option<Arc<Row>>; 2],
    /// Whoever else belongs to that home, who looks after the child first.
    pub others: Vec<Arc<Row>>,
    /// Who looks after the child.
    pub main: Option<Id>,
    /// The children who share the home, the oldest first.
    pub siblings: Vec<Arc<Row>>,
    /// The directors of the child's village.
    pub directors: Vec<Arc<Row>>,
    /// What is due about the child.
    pub due: Vec<Due>,
    /// Every category, computed beside told.
    pub standings: Vec<Standing>,
    /// What makes each category so.
    pub facts: Vec<(Category, Vec<(Fact, Answer)>)>,
    /// Why in difficulty.
    pub difficulties: Vec<Difficulty>,
    /// Why a priority.
    pub priorities: Vec<Priority>,
    /// Which papers are missing.
    pub papers: Vec<Paper>,
    /// Which parts the file lacks.
    pub lacking: Vec<FilePart>,
    /// How much of it is there, in percent.
    pub complete: i64,
    /// Until when its last check counts as fresh.
    pub fresh_until: Option<Day>,
    /// The day it was gathered on.
    pub today: Day,
}

impl Office {
    /// A child's file. Whoever shows it has logged the reading.
    pub fn child_file(&self, id: Id) -> Option<ChildFile> {
        let due = self.due_about(Kind::Child, id);
        let tables = self.tables();
        let row = tables.row(Kind::Child, id)?;
        let child = <&Child>::try_from(&row.record).ok()?;
        let today = self.today();
        let family = tables.family(child);
        let home = child.household;
        let members = home.map_or_else(Vec::new, |home| {
            tables.leading_to(home, Kind::Caregiver).collect()
        });
        // The rules speak of the structs inside these very rows.
        let row_of = |caregiver: Option<&Caregiver>| {
            let caregiver = caregiver?;
            let is = |row: &&&Arc<Row>| {
                <&Caregiver>::try_from(&row.record).is_ok_and(|c| std::ptr::eq(c, caregiver))
            };
            members.iter().find(is).map(|row| Arc::clone(row))
        };
        let parents = [0, 1].map(|which| row_of(family.parent(which)));
        let main = row_of(family.main()).map(|row| row.id);
        let is_parent = |row: &Row| parents.iter().flatten().any(|p| p.id == row.id);
        let mut others: Vec<Arc<Row>> = members
            .iter()
            .filter(|row| !is_parent(row))
            .map(|row| Arc::clone(row))
            .collect();
        others.sort_by_key(|row| Some(row.id) != main);
        let siblings = home.map_or_else(Vec::new, |home| {
            tables.leading_to(home, Kind::Child).collect()
        });
        let mut siblings: Vec<Arc<Row>> = siblings
            .into_iter()
            .filter(|sibling| sibling.id != id)
            .cloned()
            .collect();
        siblings.sort_by_key(|row| born(row));
        let directors = child.village.map_or_else(Vec::new, |village| {
            let ids = tables.directors_of(village, today).into_iter();
            ids.filter_map(|id| tables.row(Kind::Worker, id).cloned())
                .collect()
        });
        let standings = family.standings(today);
        let facts = standings
            .iter()
            .map(|s| (s.category, family.facts(s.category, today)))
            .collect();
        Some(ChildFile {
            child: Arc::clone(row),
            household: home.and_then(|home| tables.row(Kind::Household, home).cloned()),
            parents,
            others,
            main,
            siblings,
            directors,
            due,
            facts,
            standings,
            difficulties: family.difficulties(today),
            priorities: family.priorities(),
            papers: family.missing_papers(),
            lacking: family.lacking(),
            complete: family.complete(),
            fresh_until: child.checked.map(|day| day.plus(STALE_AFTER_DAYS)),
            today,
        })
    }
}

impl ChildFile {
    /// The child itself.
    pub fn facts_of_child(&self) -> Option<&Child> {
        <&Child>::try_from(&self.child.record).ok()
    }

    fn home(&self) -> Option<&Household> {
        let row = self.household.as_ref()?;
        <&Household>::try_from(&row.record).ok()
    }

    /// Everybody of the home who isn't a child, father and mother first.
    pub fn caregivers(&self) -> impl Iterator<Item = &Arc<Row>> {
        self.parents.iter().flatten().chain(&self.others)
    }
}

fn born(row: &Row) -> (Option<Day>, Id) {
    let child = <&Child>::try_from(&row.record).ok();
    (child.and_then(|c| c.birth_day), row.id)
}
