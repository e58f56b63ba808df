//! The gate of first training, asked by every change before it is saved: whoever would come in
//! charge of children without having passed needs a written reason, which is kept as a record
//! beside the change and listed until it is settled (128号 二(二)2).
//!
//! A trainer doesn't know how many children a village has: for them each village counts.

use super::office::put;
use super::{Office, Problem, Tables};
use crate::domain::book::{Kind, Record};
use crate::domain::dispensation::{Dispensation, DispensationState};
use crate::domain::due::Rule;
use crate::domain::gate::{Charge, Turn};
use crate::domain::post::Post;
use crate::domain::training::TrainingType;
use crate::domain::worker::{Worker, WorkerRole};
use crate::domain::workforce::Workforce;
use crate::schema::{Coded, Day, Fault, FieldType, Id, Value};
use crate::store::{Act, BroughtBack, ItemChange, Op, Revision};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The key of the gate's refusal.
pub const GATE: &str = "problem-untrained";

/// The next first training that somebody can be enrolled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextFirst {
    /// Its session.
    pub session: Id,
    /// The day of it.
    pub day: Day,
}

/// Records as they would be: those in memory, and over them what a change makes of some.
struct After<'a> {
    tables: &'a Tables,
    changed: HashMap<(Kind, Id), Option<&'a Record>>,
}

impl<'a> After<'a> {
    fn new(
        tables: &'a Tables,
        changes: impl Iterator<Item = (Kind, Id, Option<&'a Record>)>,
    ) -> Self {
        Self {
            tables,
            changed: changes.map(|(kind, id, to)| ((kind, id), to)).collect(),
        }
    }

    /// A record in use, before the change or after it.
    fn get(&self, kind: Kind, id: Id, after: bool) -> Option<&'a Record> {
        match self.changed.get(&(kind, id)) {
            Some(to) if after => *to,
            _ => {
                let row = self.tables.row(kind, id).filter(|row| !row.retired)?;
                Some(&row.record)
            }
        }
    }

    /// The records of a kind in use that lead to one.
    fn leading(&self, owner: Id, kind: Kind, after: bool) -> Vec<(Id, &'a Record)> {
        let mut all: BTreeMap<Id, &Record> = self
            .tables
            .leading_to(owner, kind)
            .map(|row| (row.id, &row.record))
            .collect();
        if after {
            for ((_, id), to) in self.changed.iter().filter(|((k, _), _)| *k == kind) {
                match to.filter(|record| record.links().iter().any(|(_, to)| *to == owner)) {
                    Some(record) => all.insert(*id, record),
                    None => all.remove(id),
                };
            }
        }
        all.into_iter().collect()
    }

    fn take_worker(&self, id: Id, after: bool, all: &mut Workforce<'a>) {
        if all.workers.contains_key(&id) {
            return;
        }
        if let Some(Record::Worker(worker)) = self.get(Kind::Worker, id, after) {
            all.worker(id, worker);
        }
    }

    /// What tells whether a worker has passed.
    fn take_trainings(&self, worker: Id, all: &mut Workforce<'a>) {
        for (_, record) in self.leading(worker, Kind::Enrolment, true) {
            let Record::Enrolment(enrolment) = record else {
                continue;
            };
            all.enrolment(enrolment);
            let session = enrolment.session;
            let session = session.and_then(|id| Some((id, self.get(Kind::Session, id, true)?)));
            let Some((id, Record::Session(session))) = session else {
                continue;
            };
            all.session(id, session);
            let training = session.training;
            let training = training.and_then(|id| Some((id, self.get(Kind::Training, id, true)?)));
            if let Some((id, Record::Training(training))) = training {
                all.training(id, training);
            }
        }
    }

    /// The posts of a village, and who holds them.
    fn around(&self, village: Id, after: bool) -> Workforce<'a> {
        let mut all = Workforce::default();
        for (id, record) in self.leading(village, Kind::Post, after) {
            if let Record::Post(post) = record {
                all.post(id, post);
                if let Some(worker) = post.worker {
                    self.take_worker(worker, after, &mut all);
                }
            }
        }
        all
    }

    /// Of these workers, who has not passed.
    fn untrained(&self, workers: BTreeSet<Id>) -> BTreeSet<Id> {
        let passed = |worker: &Id| {
            let mut all = Workforce::default();
            self.take_worker(*worker, true, &mut all);
            self.take_trainings(*worker, &mut all);
            all.passed(*worker)
        };
        workers.into_iter().filter(|id| !passed(id)).collect()
    }

    /// The villages that a change touches, and those into which children come.
    fn touched(&self) -> (BTreeSet<Id>, BTreeSet<Id>) {
        let mut touched = BTreeSet::new();
        let mut gained = BTreeSet::new();
        for ((kind, id), to) in &self.changed {
            match (kind, to) {
                (Kind::Post, Some(Record::Post(post))) => touched.extend(post.village),
                (Kind::Child, Some(Record::Child(child))) => {
                    let was = self.get(Kind::Child, *id, false);
                    let was = was.map(|record| record.value("village"));
                    let village = child.village;
                    if was != village.map(Value::Link) {
                        gained.extend(village);
                    }
                }
                // A director again, or one now.
                (Kind::Worker, Some(_)) => {
                    let posts = self.leading(*id, Kind::Post, true).into_iter();
                    touched.extend(posts.filter_map(|(_, record)| match record {
                        Record::Post(post) => post.village,
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        touched.extend(&gained);
        (touched, gained)
    }

    /// Supervisors with a post of the township's that isn't over.
    fn of_township(&self, after: bool, today: Day) -> BTreeSet<Id> {
        let mut found = BTreeSet::new();
        for (kind, id) in self.changed.keys().filter(|(kind, _)| *kind == Kind::Post) {
            let Some(Record::Post(post)) = self.get(*kind, *id, true) else {
                continue;
            };
            let Some(worker) = post.worker else { continue };
            let posts = self.leading(worker, Kind::Post, after).into_iter();
            let open = |post: &Post| post.village.is_none() && post.to.is_none_or(|to| to >= today);
            let mut held = posts.filter_map(|(_, record)| <&Post>::try_from(record).ok());
            let supervises = self
                .get(Kind::Worker, worker, after)
                .and_then(|record| <&Worker>::try_from(record).ok())
                .is_some_and(|worker| worker.role == Some(WorkerRole::Supervisor));
            if supervises && held.any(open) {
                found.insert(worker);
            }
        }
        found
    }
}

impl Office {
    /// Who comes in charge of children by these changes without having passed; `restored` where
    /// they bring back what was there before, for which a reason that stands is reason enough.
    fn charges<'a>(
        &self,
        changes: impl Iterator<Item = (Kind, Id, Option<&'a Record>)>,
        restored: bool,
    ) -> Vec<Charge> {
        let tables = self.tables();
        // Both live as long as this question takes.
        let changes: Vec<_> = changes.collect();
        let after = After::new(&tables, changes.into_iter());
        let relevant = |kind: &Kind| matches!(kind, Kind::Post | Kind::Child | Kind::Worker);
        if !after.changed.keys().any(|(kind, _)| relevant(kind)) {
            return Vec::new();
        }
        let today = self.today();
        let told = |(worker, village): Charge| {
            let all = after.leading(worker, Kind::Dispensation, true).into_iter();
            let mut all = all.filter_map(|(_, r)| <&Dispensation>::try_from(r).ok());
            all.any(|dispensation| dispensation.village == village)
        };
        let (touched, gained) = after.touched();
        let mut asked: Vec<Charge> = Vec::new();
        for village in touched {
            let charged = after.around(village, true).charged_with(village, today);
            if charged.is_empty() {
                continue;
            }
            let turn = Turn {
                before: after.around(village, false).charged_with(village, today),
                untrained: after.untrained(charged),
                children: !self.may(Kind::Child)
                    || !after.leading(village, Kind::Child, true).is_empty(),
                gained: gained.contains(&village),
            };
            let asks = turn.asks(|worker| told((worker, Some(village))));
            asked.extend(asks.into_iter().map(|worker| (worker, Some(village))));
        }
        let before = after.of_township(false, today);
        let now = after.of_township(true, today);
        let newly = after.untrained(now.difference(&before).copied().collect());
        asked.extend(newly.into_iter().map(|worker| (worker, None)));
        asked.retain(|charge| !(restored && told(*charge)));
        asked
    }

    /// Asks the gate about a change: what is to be saved beside it.
    ///
    /// # Errors
    /// Somebody would come in charge of children untrained, and nobody says why.
    pub(super) fn pass_gate<'a>(
        &self,
        act: Act,
        reason: &str,
        items: impl Iterator<Item = &'a ItemChange> + Clone,
    ) -> Result<Vec<ItemChange>, Problem> {
        // An office's list is taken as it stands, with a warning by row, and all of it is due; an
        // invented office is what it is.
        if matches!(act, Act::Import | Act::SetUp) {
            return Ok(Vec::new());
        }
        let changes = items.clone().filter_map(|item| match &item.op {
            Op::Put(record) => Some((record.kind(), item.id, Some(record))),
            Op::Retire(kind) => Some((*kind, item.id, None)),
            Op::Mention(_) => None,
        });
        let charges = self.charges(changes, false);
        self.answer_gate(charges, reason, &names_of(items))
    }

    /// The same for an undoing, by how the records would stand after it.
    ///
    /// Whoever had a written reason when they were put in charge has it again. Whoever had none (a
    /// list that was brought in, children who came since) is asked about, though nothing that can be
    /// taken back asks otherwise: what is undone may be long past, the children may be others than
    /// then, and 128号 二(二)2 lets nobody begin (方可开展工作) before the pass. That they were in
    /// charge once is no reason, and one that the program wrote by itself would be nobody's.
    ///
    /// # Errors
    /// As [`Office::pass_gate`].
    pub(super) fn pass_gate_back(
        &self,
        reason: &str,
        restored: &[BroughtBack],
    ) -> Result<Vec<ItemChange>, Problem> {
        let changes = restored.iter();
        let changes = changes.map(|was| (was.kind, was.id, was.record.as_ref()));
        let charges = self.charges(changes, true);
        let named = restored.iter().filter_map(|was| match &was.record {
            Some(Record::Worker(worker)) => Some((was.id, worker.name.clone())),
            _ => None,
        });
        self.answer_gate(charges, reason, &named.collect())
    }

    fn answer_gate(
        &self,
        charges: Vec<Charge>,
        reason: &str,
        names: &HashMap<Id, String>,
    ) -> Result<Vec<ItemChange>, Problem> {
        let Some((worker, village)) = charges.first().copied() else {
            return Ok(Vec::new());
        };
        if reason.trim().is_empty() {
            let name = |id: Id| match names.get(&id) {
                Some(name) => name.clone(),
                None => self.label(Kind::Worker, id),
            };
            let place = match village {
                Some(village) => self.label(Kind::Village, village),
                None => self.place().name.clone(),
            };
            return Err(Problem::new(GATE)
                .with("who", name(worker))
                .with("village", place)
                .with("clause", Rule::Untrained.clause())
                .with("worker", worker));
        }
        let max = Kind::Dispensation.fields().iter().find_map(|f| match f.ty {
            FieldType::Note { max } => Some(max),
            _ => None,
        });
        let told: String = reason.trim().chars().take(max.unwrap_or(0)).collect();
        let record = |(worker, village): Charge| Dispensation {
            worker: Some(worker),
            village,
            day: Some(self.today()),
            reason: told.clone(),
        };
        let records = charges.into_iter().map(record);
        Ok(records
            .map(|record| put(self.setup().new_id(), None, record.into()))
            .collect())
    }

    /// What an import would bring about, by the worker and the village.
    pub(super) fn charges_of(&self, changes: &[(Kind, Id, Record)]) -> Vec<Charge> {
        let changes = changes.iter();
        self.charges(
            changes.map(|(kind, id, record)| (*kind, *id, Some(record))),
            false,
        )
    }

    /// Whether this change wrote a reason for somebody untrained down, as a warning beside it.
    pub(super) fn dispensed_by(&self, revision: Revision) -> Option<(String, Fault)> {
        let tables = self.tables();
        let mut all = tables.live(Kind::Dispensation);
        let warning = Fault::Warning("fault-dispensed");
        all.any(|row| row.revision == revision)
            .then(|| ("reason".to_owned(), warning))
    }

    /// The reason that stands for a worker without first training, if there is one.
    pub fn dispensed(&self, worker: Id) -> Option<String> {
        let tables = self.tables();
        let rows = tables.leading_to(worker, Kind::Dispensation);
        let row = tables.row(Kind::Worker, worker)?;
        let around = tables.workforce_around(std::iter::once(row.as_ref()));
        let open = rows.filter_map(|row| <&Dispensation>::try_from(&row.record).ok());
        let mut open: Vec<&Dispensation> = open
            .filter(|d| around.state_of(d, self.today()) == DispensationState::Open)
            .collect();
        open.sort_by_key(|d| d.day);
        open.last().map(|d| d.reason.clone())
    }

    /// The next session of a first training, from today on.
    pub fn next_first(&self) -> Option<NextFirst> {
        let (tables, today) = (self.tables(), self.today());
        let first = Value::Choice(TrainingType::First.code().to_owned());
        let sessions = tables.live(Kind::Session).filter_map(|row| {
            let Value::Link(training) = row.record.value("training") else {
                return None;
            };
            let training = tables.row(Kind::Training, training)?;
            let Value::Day(day) = row.record.value("day") else {
                return None;
            };
            let fits = training.record.value("kind") == first && day >= today && !training.retired;
            fits.then_some(NextFirst {
                session: row.id,
                day,
            })
        });
        sessions.min_by_key(|next| (next.day, next.session))
    }
}

/// The names of workers that are saved with the change, who have none in the register yet.
fn names_of<'a>(items: impl Iterator<Item = &'a ItemChange>) -> HashMap<Id, String> {
    let named = items.filter_map(|item| match &item.op {
        Op::Put(Record::Worker(worker)) => Some((item.id, worker.name.clone())),
        _ => None,
    });
    named.collect()
}
