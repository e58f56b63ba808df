//! A year's rotation planned: who is still to be trained, in groups of townships that lie side by
//! side, and one act that turns the proposal into a training with its sessions and rosters.

use super::office::{chunks, put};
use super::{Act, Office, Problem, Row};
use crate::domain::book::{Kind, Record};
use crate::domain::divisions::{self, Division};
use crate::domain::grouping;
use crate::domain::training::{Attendance, Enrolment, Level, Session, Training, TrainingType};
use crate::domain::worker::WorkerRole;
use crate::domain::workforce::{FirstTraining, YearState};
use crate::schema::{Coded, Day, Id, Words};
use crate::store::ItemChange;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Days ahead that a first session is proposed for, and from one to the next. Ours (本地默认).
const AHEAD: i32 = 14;
const EVERY: i32 = 7;
/// When a year that is still to come begins with it. Ours, too.
const BEGIN: (u32, u32) = (3, 1);

/// What is wished of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearWish {
    /// The year that it counts for.
    pub year: i32,
    /// People that a session has room for.
    pub capacity: usize,
    /// The day of the first session; in two weeks where nobody says.
    pub first: Option<Day>,
    /// Days from one session to the next; where nobody says, a week or as
    /// far as the year has room for.
    pub every: Option<i32>,
    /// Where they are held.
    pub place: String,
}

impl YearWish {
    /// A plan of this year with so much room.
    pub fn of(year: i32, capacity: usize) -> Self {
        Self {
            year,
            capacity,
            first: None,
            every: None,
            place: String::new(),
        }
    }
}

/// One session that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedSession {
    /// When.
    pub day: Day,
    /// Its townships, and how many of each.
    pub townships: Vec<(Option<&'static Division>, usize)>,
    /// Who.
    pub people: Vec<Id>,
}

impl ProposedSession {
    /// Its townships in words: 赛岐镇 25, 穆阳镇 9.
    pub fn said(&self, words: &dyn Words) -> String {
        let each = self.townships.iter().map(|(division, count)| {
            let name = division.map_or_else(
                || words.word("coverage-nowhere"),
                |division| division.short.clone(),
            );
            format!("{name} {count}")
        });
        each.collect::<Vec<_>>().join("  ")
    }
}

/// A plan as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What was wished.
    pub wish: YearWish,
    /// Days from one session to the next.
    pub every: i32,
    /// Whom this office trains: the county directors, the prefecture supervisors (128号 二(二)2).
    pub role: WorkerRole,
    /// The sessions, in order.
    pub sessions: Vec<ProposedSession>,
    /// Those left out, since they are on a roster of the year that is still to be held.
    pub enrolled: usize,
    /// Of those in it, how many have not passed first training.
    pub untrained: usize,
}

impl Proposal {
    /// Everybody in it.
    pub fn people(&self) -> usize {
        self.sessions.iter().map(|s| s.people.len()).sum()
    }
}

/// What came of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearMade {
    /// The training.
    pub training: Id,
    /// Its new sessions.
    pub sessions: usize,
    /// People put on their rosters.
    pub people: usize,
}

impl Office {
    /// Whom this office trains: a prefecture supervisors, a county directors (128号 二(二)2).
    pub fn trains(&self) -> WorkerRole {
        match self.level() {
            Level::Prefecture => WorkerRole::Supervisor,
            _ => WorkerRole::Director,
        }
    }

    fn level(&self) -> Level {
        if self.place().code.len() == 4 {
            Level::Prefecture
        } else {
            Level::County
        }
    }

    /// Works out a plan; saves nothing.
    ///
    /// # Errors
    /// A year that is over, no room, sessions that would not fit into the year, nobody left.
    pub fn propose_year(&self, wish: &YearWish) -> Result<Proposal, Problem> {
        let today = self.today();
        if wish.year < today.year() || wish.year > today.year() + 1 {
            return Err(Problem::new("problem-plan-year").with("year", wish.year));
        }
        if wish.capacity == 0 {
            return Err(Problem::new("problem-plan-room"));
        }
        if wish.every.is_some_and(|days| days < 1) {
            return Err(Problem::new("problem-plan-every"));
        }
        let ahead = self.on_rosters_of(wish.year);
        let tables = self.tables();
        let workforce = tables.workforce();
        let mut townships: BTreeMap<String, Vec<Id>> = BTreeMap::new();
        let (mut enrolled, mut untrained) = (0, 0);
        let role = self.trains();
        for (id, worker) in &workforce.workers {
            let in_post = workforce.in_post(*id, today);
            if worker.role != Some(role) || !in_post {
                continue;
            }
            let state = workforce.year_state(*id, wish.year, today);
            let lacks = wish.year > today.year() || state == YearState::NotYet;
            if !lacks {
                continue;
            }
            if ahead.contains(id) {
                enrolled += 1;
                continue;
            }
            let passed = matches!(workforce.first_training(*id), FirstTraining::Passed(_));
            untrained += usize::from(!passed);
            let town = tables.township_of(*id, today);
            let code = town.map_or_else(String::new, |d| d.stem().to_owned());
            townships.entry(code).or_default().push(*id);
        }
        drop(workforce);
        drop(tables);
        let places = self.places();
        for people in townships.values_mut() {
            people.sort_by_key(|id| (places.get(id).copied(), *id));
        }
        let groups = grouping::propose(townships, wish.capacity);
        if groups.is_empty() {
            let key = if enrolled > 0 {
                "problem-plan-all-enrolled"
            } else {
                "problem-plan-nobody"
            };
            return Err(Problem::new(key).with("year", wish.year));
        }
        let (every, days) = self.days_of(wish, groups.len())?;
        let session = |(day, group): (Day, grouping::Group)| ProposedSession {
            day,
            townships: group
                .iter()
                .map(|part| (divisions::township_of(&part.code), part.people.len()))
                .collect(),
            people: group.into_iter().flat_map(|part| part.people).collect(),
        };
        Ok(Proposal {
            wish: wish.clone(),
            every,
            role,
            sessions: days.into_iter().zip(groups).map(session).collect(),
            enrolled,
            untrained,
        })
    }

    /// The days of so many sessions, all in the year, and how far apart they are meant to be.
    fn days_of(&self, wish: &YearWish, count: usize) -> Result<(i32, Vec<Day>), Problem> {
        let today = self.today();
        let begin = Day::from_ymd(wish.year, BEGIN.0, BEGIN.1);
        let usual = match begin.filter(|_| wish.year > today.year()) {
            Some(begin) => begin,
            None => today.plus(AHEAD),
        };
        let first = wish.first.unwrap_or(usual);
        if first < today {
            return Err(Problem::new("problem-plan-past").with("day", first));
        }
        let first = workday(first);
        // Late in a year a week apart is too far: then as far as there is room for.
        let tries = match wish.every {
            Some(every) => every..=every,
            None => 1..=EVERY,
        };
        let each = tries.rev().map(|every| (every, apart(first, every, count)));
        let mut closest = first;
        for (every, days) in each {
            match days.iter().find(|day| day.year() != wish.year) {
                None => return Ok((every, days)),
                Some(day) => closest = *day,
            }
        }
        Err(Problem::new("problem-plan-too-long")
            .with("year", wish.year)
            .with("day", closest)
            .with("count", count))
    }

    /// Whoever is on a roster of a rotation of this year that is still to be held, or is marked on
    /// none yet.
    pub(super) fn on_rosters_of(&self, year: i32) -> BTreeSet<Id> {
        let tables = self.tables();
        let trainings = tables.all::<Training>(Kind::Training).filter(|(_, t)| {
            let sort = matches!(t.kind, Some(TrainingType::Rotation | TrainingType::MakeUp));
            sort && t.year == Some(i64::from(year))
        });
        let sessions = trainings.flat_map(|(id, _)| tables.leading_to(id, Kind::Session));
        let rows = sessions.flat_map(|session| tables.leading_to(session.id, Kind::Enrolment));
        let open = rows.filter_map(|row| <&Enrolment>::try_from(&row.record).ok());
        let open = open.filter(|e| matches!(e.state, None | Some(Attendance::Unmarked)));
        open.filter_map(|e| e.worker).collect()
    }

    /// Turns a proposal into a training with its sessions and rosters, as one act that one undo
    /// takes back. Where the year has such a training already, the sessions join it.
    ///
    /// # Errors
    /// The records have changed since so that the proposal is another one; what the store refuses.
    pub fn hold_year(&self, words: &dyn Words, proposal: &Proposal) -> Result<YearMade, Problem> {
        self.require(Kind::Training)?;
        if self.propose_year(&proposal.wish)? != *proposal {
            return Err(Problem::new("problem-plan-changed"));
        }
        let mut items: Vec<ItemChange> = Vec::new();
        let wish = &proposal.wish;
        let year = wish.year.to_string();
        let name = words.fill(
            &format!("year-training-{}", proposal.role.code()),
            &[("year", &year)],
        );
        let held = self.training_named(&name, wish.year);
        let before = held.as_ref().map_or(0, |row| {
            self.tables().leading_to(row.id, Kind::Session).count()
        });
        let training = match held {
            Some(row) => row.id,
            None => {
                let id = self.setup().new_id();
                let training = Training {
                    name,
                    kind: Some(TrainingType::Rotation),
                    level: Some(self.level()),
                    year: Some(i64::from(wish.year)),
                    ..Training::default()
                };
                items.push(put(id, None, self.sound(training.into())?));
                id
            }
        };
        for (n, session) in (before + 1..).zip(&proposal.sessions) {
            let id = self.setup().new_id();
            let number = n.to_string();
            let record = Session {
                training: Some(training),
                name: words.fill("year-session", &[("number", &number)]),
                day: Some(session.day),
                place: wish.place.clone(),
                capacity: i64::try_from(wish.capacity).ok(),
                ..Session::default()
            };
            items.push(put(id, None, self.sound(record.into())?));
            items.extend(session.people.iter().map(|worker| {
                let enrolment = Enrolment {
                    session: Some(id),
                    worker: Some(*worker),
                    state: Some(Attendance::Unmarked),
                    ..Enrolment::default()
                };
                put(self.setup().new_id(), None, enrolment.into())
            }));
        }
        self.commit_group(Act::Enrol, "", chunks(items), &mut |_, _| true)?;
        Ok(YearMade {
            training,
            sessions: proposal.sessions.len(),
            people: proposal.people(),
        })
    }

    /// The record, where its own rules have nothing against it.
    fn sound(&self, record: Record) -> Result<Record, Problem> {
        let faults = record.check().into_iter().filter(|(_, f)| !f.lets_pass());
        let faults: Vec<_> = faults
            .map(|(name, fault)| (name.to_owned(), fault))
            .collect();
        if faults.is_empty() {
            Ok(record)
        } else {
            Err(Problem::faults(faults))
        }
    }

    fn training_named(&self, name: &str, year: i32) -> Option<Arc<Row>> {
        let tables = self.tables();
        let mut rows = tables.live(Kind::Training);
        let is = |row: &&Arc<Row>| {
            let training = <&Training>::try_from(&row.record).ok();
            training.is_some_and(|t| t.name == name && t.year == Some(i64::from(year)))
        };
        rows.find(is).cloned()
    }
}

/// So many days, so far apart: none on a weekend, none on another's.
fn apart(first: Day, every: i32, count: usize) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for n in 0..count {
        let ahead = i32::try_from(n).unwrap_or(i32::MAX).saturating_mul(every);
        let planned = first.plus(ahead);
        let after = days
            .last()
            .map_or(planned, |last| planned.max(last.plus(1)));
        days.push(workday(after));
    }
    days
}

/// That day, or the Monday after it.
fn workday(day: Day) -> Day {
    match day.weekday() {
        5 => day.plus(2),
        6 => day.plus(1),
        _ => day,
    }
}
