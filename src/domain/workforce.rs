//! Who is in post where, and who has been trained: villages, workers, posts, trainings and
//! enrolments put together. Rules of 128号 二(二)1 and 2. Knows no storage and no clock.

use super::by_owner::ByOwner;
use super::lesson::Lesson;
use super::module::Module;
use super::post::Post;
use super::taught::{Heard, Taught};
use super::training::{Enrolment, Outcome, Session, Training, TrainingType};
use super::village::Village;
use super::worker::{Worker, WorkerRole};
use crate::schema::{Day, Id};
use std::collections::{BTreeMap, HashMap};

/// The workforce records as they stand, joined.
#[derive(Default)]
pub struct Workforce<'a> {
    /// Villages by id.
    pub villages: BTreeMap<Id, &'a Village>,
    /// Workers by id.
    pub workers: BTreeMap<Id, &'a Worker>,
    posts_of_village: ByOwner<(Id, &'a Post)>,
    posts_of_worker: ByOwner<(Id, &'a Post)>,
    trainings: HashMap<Id, &'a Training>,
    sessions: HashMap<Id, &'a Session>,
    enrolments: ByOwner<&'a Enrolment>,
    lessons: HashMap<Id, Vec<&'a Lesson>>,
    modules: HashMap<Id, &'a Module>,
}

/// Enrolments by worker, gathered apart from the rest: a province has 90,000 of them.
pub struct Enrolled<'a>(ByOwner<&'a Enrolment>);

impl<'a> Enrolled<'a> {
    /// Gathers them.
    pub fn of(all: impl Iterator<Item = &'a Enrolment>) -> Self {
        let mut gathered = ByOwner::default();
        for enrolment in all {
            if let Some(worker) = enrolment.worker {
                gathered.put(worker, enrolment);
            }
        }
        gathered.sort();
        Self(gathered)
    }
}

/// A worker's first training (128号 二(二)2: 初任儿童主任经培训合格方可开展工作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstTraining {
    /// Passed, on this day, as told or as enrolled.
    Passed(Day),
    /// Sat it and did not pass.
    Failed,
    /// Not known to have been trained.
    None,
}

crate::choices! {
    /// What a year of rotation is for one worker (128号 二(二)2: 每年至少轮训一次).
    YearState "year-state" {
        /// Held no post.
        NotInPost "not_in_post" ["没任职"],
        /// Passed the first training in this year.
        First "first" ["初任合格"],
        /// Attended a rotation and did not fail.
        Trained "trained" ["已训"],
        /// Attended a make-up and did not fail.
        MadeUp "made_up" ["补训"],
        /// In post, and the year went by without.
        Missed "missed" ["漏训"],
        /// In post, not yet, and there is still time.
        NotYet "not_yet" ["未训", "没训", "untrained"],
    }
}

/// Days ahead of which it is told who lapses: today, in a month, in a quarter. Ours (本地默认).
pub const HORIZONS: [i32; 3] = [0, 30, 90];

impl YearState {
    /// Whether the year's duty is met.
    pub fn done(self) -> bool {
        matches!(self, Self::First | Self::Trained | Self::MadeUp)
    }
}

impl<'a> Workforce<'a> {
    /// Takes up a village.
    pub fn village(&mut self, id: Id, village: &'a Village) {
        self.villages.insert(id, village);
    }
    /// Takes up a worker.
    pub fn worker(&mut self, id: Id, worker: &'a Worker) {
        self.workers.insert(id, worker);
    }
    /// Takes up a post.
    pub fn post(&mut self, id: Id, post: &'a Post) {
        if let Some(village) = post.village {
            self.posts_of_village.put(village, (id, post));
        }
        if let Some(worker) = post.worker {
            self.posts_of_worker.put(worker, (id, post));
        }
    }
    /// Takes up a training.
    pub fn training(&mut self, id: Id, training: &'a Training) {
        self.trainings.insert(id, training);
    }
    /// Takes up a session; whether it is new.
    pub fn session(&mut self, id: Id, session: &'a Session) -> bool {
        self.sessions.insert(id, session).is_none()
    }
    /// Takes up a lesson.
    pub fn lesson(&mut self, lesson: &'a Lesson) {
        if let Some(session) = lesson.session {
            self.lessons.entry(session).or_default().push(lesson);
        }
    }
    /// Takes up a module.
    pub fn module(&mut self, id: Id, module: &'a Module) {
        self.modules.insert(id, module);
    }
    /// Takes up enrolments that were gathered apart, in the place of all that it had.
    pub fn enrolled(&mut self, all: Enrolled<'a>) {
        self.enrolments = all.0;
    }
    /// Takes up an enrolment.
    pub fn enrolment(&mut self, enrolment: &'a Enrolment) {
        if let Some(worker) = enrolment.worker {
            self.enrolments.put(worker, enrolment);
        }
    }

    /// A worker's posts.
    pub fn posts_of(&self, worker: Id) -> &[(Id, &'a Post)] {
        self.posts_of_worker.of(worker)
    }

    /// A village's posts, past ones too.
    pub fn posts_in(&self, village: Id) -> &[(Id, &'a Post)] {
        self.posts_of_village.of(village)
    }

    /// The directors of a village on a day, each once.
    pub fn directors_of(&self, village: Id, day: Day) -> Vec<(Id, &'a Worker)> {
        let mut directors: Vec<(Id, &Worker)> = Vec::new();
        for (_, post) in self
            .posts_in(village)
            .iter()
            .filter(|(_, p)| p.holds_on(day))
        {
            let Some(id) = post.worker else { continue };
            let director = self
                .workers
                .get(&id)
                .filter(|w| w.role == Some(WorkerRole::Director));
            if let Some(worker) = director
                && !directors.iter().any(|(other, _)| *other == id)
            {
                directors.push((id, worker));
            }
        }
        directors
    }

    /// The village of a worker's post on a day, the earliest post first.
    pub fn village_of(&self, worker: Id, day: Day) -> Option<Id> {
        let current = self
            .posts_of(worker)
            .iter()
            .filter(|(_, p)| p.holds_on(day) && p.village.is_some());
        current
            .min_by_key(|(id, p)| (p.from, *id))
            .and_then(|(_, p)| p.village)
    }

    /// Whether the worker holds any post on a day. A supervisor's post is the township, which
    /// many lists leave out, so a supervisor without any post counts as in post.
    pub fn in_post(&self, worker: Id, day: Day) -> bool {
        let posts = self.posts_of(worker);
        posts.iter().any(|(_, p)| p.holds_on(day))
            || (posts.is_empty() && self.is_supervisor(worker))
    }

    fn is_supervisor(&self, worker: Id) -> bool {
        self.workers
            .get(&worker)
            .is_some_and(|w| w.role == Some(WorkerRole::Supervisor))
    }

    /// First training, computed from what was told and the enrolments.
    pub fn first_training(&self, worker: Id) -> FirstTraining {
        let told = self.workers.get(&worker).and_then(|w| w.first_training);
        first_training(told, self.attended(worker))
    }

    /// Enrolments where the worker was there, with their session and training.
    fn attended(&self, worker: Id) -> impl Iterator<Item = Attended<'a>> + '_ {
        let all = self.enrolments.of(worker).iter();
        all.filter(|e| e.attended() && !e.waits()).filter_map(|e| {
            let session = self.sessions.get(&e.session?)?;
            let training = self.trainings.get(&session.training?)?;
            Some((*e, *session, *training))
        })
    }

    /// Where the worker stands in `year`, seen from `today`.
    pub fn year_state(&self, worker: Id, year: i32, today: Day) -> YearState {
        self.years_of(worker, today).state(year)
    }

    /// The worker's years, seen from `today`: for whoever asks for more than one of them.
    pub fn years_of(&self, worker: Id, today: Day) -> Years<'_, 'a> {
        let attended: Vec<_> = self.attended(worker).collect();
        let told = self.workers.get(&worker).and_then(|w| w.first_training);
        Years {
            first: first_training(told, attended.iter().copied()),
            workforce: self,
            worker,
            today,
            attended,
        }
    }
}

/// An enrolment where somebody was there, with its session and training.
type Attended<'a> = (&'a Enrolment, &'a Session, &'a Training);

/// First training, by what was told and what was attended.
fn first_training<'a>(
    told: Option<Day>,
    attended: impl Iterator<Item = Attended<'a>>,
) -> FirstTraining {
    let mut failed = false;
    let mut passed = told;
    for (enrolment, session, training) in attended {
        if training.kind != Some(TrainingType::First) {
            continue;
        }
        match (enrolment.result, session.day) {
            (Some(Outcome::Pass), Some(day)) => passed = Some(passed.map_or(day, |p| p.min(day))),
            (Some(Outcome::Fail), _) => failed = true,
            _ => {}
        }
    }
    match passed {
        Some(day) => FirstTraining::Passed(day),
        None if failed => FirstTraining::Failed,
        None => FirstTraining::None,
    }
}

/// One worker's years. What was attended is gathered once for all of them.
pub struct Years<'w, 'a> {
    workforce: &'w Workforce<'a>,
    worker: Id,
    today: Day,
    attended: Vec<Attended<'a>>,
    first: FirstTraining,
}

impl Years<'_, '_> {
    /// Where the worker stands in a year.
    pub fn state(&self, year: i32) -> YearState {
        let mut trained = None;
        for (enrolment, session, training) in &self.attended {
            if training.year != Some(i64::from(year)) || enrolment.result == Some(Outcome::Fail) {
                continue;
            }
            match training.kind {
                Some(TrainingType::Rotation) if session.makeup == Some(true) => {
                    trained = Some(YearState::MadeUp);
                }
                Some(TrainingType::Rotation) => return YearState::Trained,
                Some(TrainingType::MakeUp) => trained = Some(YearState::MadeUp),
                _ => {}
            }
        }
        if let Some(state) = trained {
            return state;
        }
        if let FirstTraining::Passed(day) = self.first
            && day.year() == year
        {
            return YearState::First;
        }
        let posts = self.workforce.posts_of(self.worker);
        let in_post = posts.iter().any(|(_, p)| p.in_year(year))
            || (posts.is_empty() && self.workforce.is_supervisor(self.worker));
        // Whoever left before the year was over had no whole year to be trained in.
        let stayed = posts.is_empty()
            || posts
                .iter()
                .any(|(_, p)| p.to.is_none_or(|to| to.year() > year));
        let since = posts.iter().filter_map(|(_, p)| p.from).min();
        match (in_post, year.cmp(&self.today.year())) {
            (false, _) | (_, std::cmp::Ordering::Greater) => YearState::NotInPost,
            (true, std::cmp::Ordering::Equal)
                if self.workforce.in_post(self.worker, self.today) =>
            {
                YearState::NotYet
            }
            // Who has left has nothing more to be trained for this year.
            (true, std::cmp::Ordering::Equal) => YearState::NotInPost,
            // A list that doesn't tell since when can't make anybody a lapser in years before.
            (true, std::cmp::Ordering::Less) if stayed && since.is_some() => YearState::Missed,
            (true, std::cmp::Ordering::Less) => YearState::NotInPost,
        }
    }

    /// What the worker was there for in a year, and how it went: attended sessions of the trainings
    /// that count for it.
    pub fn heard(&self, year: i32) -> Heard {
        let mut of_year: Vec<_> = self
            .attended
            .iter()
            .filter(|(_, _, training)| training.year == Some(i64::from(year)))
            .collect();
        of_year.sort_by_key(|(_, session, _)| session.day);
        let mut taught = Taught::default();
        for (enrolment, session, _) in &of_year {
            let lessons = enrolment
                .session
                .and_then(|id| self.workforce.lessons.get(&id));
            let lessons = lessons.into_iter().flatten().copied();
            taught.take(session, lessons, |id| {
                self.workforce.modules.get(&id).copied()
            });
        }
        Heard {
            year,
            state: self.state(year),
            passed: of_year
                .iter()
                .any(|(e, ..)| e.result == Some(Outcome::Pass)),
            score: of_year.iter().filter_map(|(e, ..)| e.score).next_back(),
            taught,
        }
    }

    /// Every year in which the worker held a post or was there for something, the newest first.
    pub fn all_heard(&self) -> Vec<Heard> {
        let posts = self.workforce.posts_of(self.worker).iter();
        let years = posts.filter_map(|(_, post)| post.from).map(Day::year);
        let attended = self.attended.iter().filter_map(|(_, _, t)| t.year);
        let attended = attended.filter_map(|year| i32::try_from(year).ok());
        let passed = match self.first {
            FirstTraining::Passed(day) => Some(day.year()),
            _ => None,
        };
        let today = self.today.year();
        let first = years.chain(attended).chain(passed).min().unwrap_or(today);
        let all = (first..=today).rev().map(|year| self.heard(year));
        all.filter(|heard| heard.state != YearState::NotInPost || !heard.taught.is_empty())
            .collect()
    }

    /// Until when the rotation is in order: the end of the year after one in which the duty was met,
    /// else of the first that went by without; none out of post.
    pub fn lapses(&self) -> Option<Day> {
        if !self.workforce.in_post(self.worker, self.today) {
            return None;
        }
        let end = |year: i32| Day::from_ymd(year, 12, 31);
        let mut year = self.today.year();
        if self.state(year).done() {
            return end(year + 1);
        }
        while self.state(year - 1) == YearState::Missed {
            year -= 1;
        }
        end(year)
    }
}
