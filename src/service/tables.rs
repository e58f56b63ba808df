//! The records in memory, by kind, with the indexes that links need.

use crate::domain::book::{Kind, Record};
use crate::domain::caregiver::Caregiver;
use crate::domain::child::Child;
use crate::domain::family::Family;
use crate::domain::lesson::{Lesson, Subject};
use crate::domain::local_field::LocalField;
use crate::domain::training::Topic;
use crate::domain::workforce::{Enrolled, Workforce};
use crate::schema::{Coded, Day, Fault, Id, Links, Local, Value, text};
use crate::store::{Revision, Stored};
use std::collections::{BTreeMap, HashMap};
use std::panic::resume_unwind;
use std::sync::Arc;

/// More enrolments than this are gathered on a thread of their own.
const MANY: usize = 10_000;

/// A record as it stands.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its identity.
    pub id: Id,
    /// What people call it: 儿童 #87.
    pub number: u32,
    /// The change that made it what it is.
    pub revision: Revision,
    /// When that was, in milliseconds since 1970.
    pub time: u64,
    /// Whether it is out of use.
    pub retired: bool,
    /// Its fields.
    pub record: Record,
}

/// The records in memory, by kind: decoded once at unlock and kept by every commit.
#[derive(Default)]
pub struct Tables {
    kinds: HashMap<Kind, BTreeMap<Id, Arc<Row>>>,
    numbers: HashMap<(Kind, u32), Id>,
    /// Which records lead to one, in use or not; in order, and once for each link.
    leading: HashMap<Id, Vec<(Kind, Id)>>,
    /// The fields of the office's own that are in use, the oldest first.
    locals: HashMap<Kind, Vec<Local>>,
}

impl Row {
    /// The record as the store gave it.
    pub(super) fn stored(&self) -> Stored {
        Stored {
            id: self.id,
            revision: self.revision,
            time: self.time,
            retired: self.retired,
            number: self.number,
            record: self.record.clone(),
        }
    }
}

impl Tables {
    pub(super) fn put(&mut self, stored: Stored) {
        let kind = stored.record.kind();
        let row = Row {
            id: stored.id,
            number: stored.number,
            revision: stored.revision,
            time: stored.time,
            retired: stored.retired,
            record: stored.record,
        };
        self.numbers.insert((kind, row.number), row.id);
        for (_, owner) in row.record.links() {
            let all = self.leading.entry(owner).or_default();
            let link = (kind, row.id);
            all.insert(all.partition_point(|l| *l < link), link);
        }
        let was = self
            .kinds
            .entry(kind)
            .or_default()
            .insert(row.id, Arc::new(row));
        if let Some(was) = was {
            self.unlink(&was);
        }
        if kind == Kind::LocalField {
            self.list_locals();
        }
    }

    pub(super) fn remove(&mut self, kind: Kind, id: Id) {
        if let Some(row) = self.kinds.entry(kind).or_default().remove(&id) {
            self.numbers.remove(&(kind, row.number));
            self.unlink(&row);
        }
        if kind == Kind::LocalField {
            self.list_locals();
        }
    }

    fn list_locals(&mut self) {
        let mut locals: HashMap<Kind, Vec<Local>> = HashMap::new();
        for row in self.live(Kind::LocalField) {
            let field = <&LocalField>::try_from(&row.record).ok();
            let local = field.and_then(|f| Some((f.kind()?, f.local(row.id, row.number)?)));
            if let Some((kind, local)) = local {
                locals.entry(kind).or_default().push(local);
            }
        }
        self.locals = locals;
    }

    /// The fields of the office's own that a kind has, the oldest first.
    pub fn locals(&self, kind: Kind) -> &[Local] {
        self.locals.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Takes the links of a record that no longer stands so out of the index, each once.
    fn unlink(&mut self, was: &Row) {
        let link = (was.record.kind(), was.id);
        for (_, owner) in was.record.links() {
            if let Some(all) = self.leading.get_mut(&owner)
                && let Ok(at) = all.binary_search(&link)
            {
                all.remove(at);
            }
        }
    }

    /// The records of a kind in use whose links lead to this one, each once, oldest first.
    pub fn leading_to(&self, owner: Id, kind: Kind) -> impl Iterator<Item = &Arc<Row>> {
        let all = self.leading.get(&owner).map_or(&[][..], Vec::as_slice);
        let first = all.partition_point(|(k, _)| *k < kind);
        let last = all.partition_point(|(k, _)| *k <= kind);
        let of_kind = all[first..last].iter();
        // Two links of one record stand side by side.
        let each = of_kind.enumerate().filter(move |(i, link)| {
            let before = i.checked_sub(1).map(|before| &all[first + before]);
            before != Some(*link)
        });
        each.filter_map(move |(_, (_, id))| self.row(kind, *id))
            .filter(|row| !row.retired)
    }

    /// The records in use of any kind whose links lead to this one, once for each link.
    pub fn all_leading_to(&self, owner: Id) -> impl Iterator<Item = &Arc<Row>> {
        let all = self.leading.get(&owner).into_iter().flatten();
        all.filter_map(|(kind, id)| self.row(*kind, *id))
            .filter(|row| !row.retired)
    }

    /// A child with its household and caregivers, for the rules.
    pub fn family<'a>(&'a self, child: &'a Child) -> Family<'a> {
        let household = child.household;
        let caregivers = household.map(|id| self.leading_to(id, Kind::Caregiver));
        Family {
            child,
            household: household.and_then(|id| self.get(Kind::Household, id)),
            caregivers: caregivers
                .into_iter()
                .flatten()
                .filter_map(|row| <&Caregiver>::try_from(&row.record).ok())
                .collect(),
        }
    }

    /// The village of a home: that of its children.
    pub(super) fn village_of_home(&self, household: Id) -> Option<Id> {
        let children = self.leading_to(household, Kind::Child);
        let mut villages = children.map(|row| row.record.value("village"));
        villages.find_map(|village| match village {
            Value::Link(id) => Some(id),
            _ => None,
        })
    }

    /// One record.
    pub fn row(&self, kind: Kind, id: Id) -> Option<&Arc<Row>> {
        self.kinds.get(&kind)?.get(&id)
    }

    /// The record with this running number.
    pub fn numbered(&self, kind: Kind, number: u32) -> Option<&Arc<Row>> {
        self.row(kind, *self.numbers.get(&(kind, number))?)
    }

    /// The records of a kind, retired ones too, oldest first.
    pub fn rows(&self, kind: Kind) -> impl Iterator<Item = &Arc<Row>> {
        self.kinds.get(&kind).into_iter().flat_map(BTreeMap::values)
    }

    /// The records of a kind that are in use.
    pub fn live(&self, kind: Kind) -> impl Iterator<Item = &Arc<Row>> {
        self.rows(kind).filter(|r| !r.retired)
    }

    /// The structs of a kind that are in use.
    pub fn all<'a, T: 'a>(&'a self, kind: Kind) -> impl Iterator<Item = (Id, &'a T)>
    where
        &'a T: TryFrom<&'a Record>,
    {
        self.live(kind)
            .filter_map(|r| Some((r.id, <&T>::try_from(&r.record).ok()?)))
    }

    /// The struct behind an id, in use or not.
    pub fn get<'a, T: 'a>(&'a self, kind: Kind, id: Id) -> Option<&'a T>
    where
        &'a T: TryFrom<&'a Record>,
    {
        <&T>::try_from(&self.row(kind, id)?.record).ok()
    }

    /// The workforce records joined, for the rules; where there are many, on two threads.
    pub fn workforce(&self) -> Workforce<'_> {
        let enrolled = || Enrolled::of(self.all(Kind::Enrolment).map(|(_, r)| r));
        let rest = || self.workforce_without_enrolments();
        let (enrolled, mut all) = if self.rows(Kind::Enrolment).nth(MANY).is_some() {
            std::thread::scope(|scope| {
                let enrolled = scope.spawn(enrolled);
                let all = rest();
                (
                    enrolled.join().unwrap_or_else(|why| resume_unwind(why)),
                    all,
                )
            })
        } else {
            (enrolled(), rest())
        };
        all.enrolled(enrolled);
        all
    }

    fn workforce_without_enrolments(&self) -> Workforce<'_> {
        let mut all = Workforce::default();
        self.all(Kind::Village)
            .for_each(|(id, r)| all.village(id, r));
        self.all(Kind::Worker).for_each(|(id, r)| all.worker(id, r));
        self.all(Kind::Post).for_each(|(id, r)| all.post(id, r));
        self.all(Kind::Training)
            .for_each(|(id, r)| all.training(id, r));
        for (id, session) in self.all(Kind::Session) {
            all.session(id, session);
        }
        self.all(Kind::Lesson).for_each(|(_, r)| all.lesson(r));
        self.all(Kind::Module).for_each(|(id, r)| all.module(id, r));
        all
    }

    /// The same, but no more than is asked of these records: for the rows on a screen.
    pub fn workforce_around<'a>(&'a self, rows: impl Iterator<Item = &'a Row>) -> Workforce<'a> {
        let mut all = Workforce::default();
        for row in rows {
            match &row.record {
                Record::Worker(worker) => {
                    all.worker(row.id, worker);
                    self.take_posts(row.id, &mut all);
                    self.take_enrolments(row.id, &mut all);
                }
                Record::Village(village) => {
                    all.village(row.id, village);
                    self.take_posts(row.id, &mut all);
                }
                Record::Dispensation(dispensation) => {
                    let worker = dispensation.worker;
                    let worker = worker.and_then(|id| self.in_use(Kind::Worker, id));
                    if let Some((id, Record::Worker(worker))) = worker.map(|r| (r.id, &r.record))
                        && !all.workers.contains_key(&id)
                    {
                        all.worker(id, worker);
                        self.take_posts(id, &mut all);
                        self.take_enrolments(id, &mut all);
                    }
                }
                _ => {}
            }
        }
        all
    }

    fn take_posts<'a>(&'a self, owner: Id, all: &mut Workforce<'a>) {
        for row in self.leading_to(owner, Kind::Post) {
            if let Record::Post(post) = &row.record {
                all.post(row.id, post);
                let worker = post.worker.and_then(|id| self.in_use(Kind::Worker, id));
                if let Some((id, Record::Worker(worker))) = worker.map(|r| (r.id, &r.record)) {
                    all.worker(id, worker);
                }
            }
        }
    }

    fn take_enrolments<'a>(&'a self, worker: Id, all: &mut Workforce<'a>) {
        for row in self.leading_to(worker, Kind::Enrolment) {
            let Record::Enrolment(enrolment) = &row.record else {
                continue;
            };
            all.enrolment(enrolment);
            let session = enrolment
                .session
                .and_then(|id| self.in_use(Kind::Session, id));
            let Some((id, Record::Session(session))) = session.map(|row| (row.id, &row.record))
            else {
                continue;
            };
            // Several people of one session share its lessons.
            if all.session(id, session) {
                self.take_lessons(id, all);
            }
            let training = session
                .training
                .and_then(|id| self.in_use(Kind::Training, id));
            if let Some((id, Record::Training(training))) = training.map(|r| (r.id, &r.record)) {
                all.training(id, training);
            }
        }
    }

    fn take_lessons<'a>(&'a self, session: Id, all: &mut Workforce<'a>) {
        for row in self.leading_to(session, Kind::Lesson) {
            if let Record::Lesson(lesson) = &row.record {
                all.lesson(lesson);
                if let Some(module) = lesson.module
                    && let Some(found) = self.get(Kind::Module, module)
                {
                    all.module(module, found);
                }
            }
        }
    }

    fn in_use(&self, kind: Kind, id: Id) -> Option<&Arc<Row>> {
        self.row(kind, id).filter(|row| !row.retired)
    }

    /// The directors of one village on a day, by the rules of the workforce, without joining all
    /// of it.
    pub fn directors_of(&self, village: Id, day: Day) -> Vec<Id> {
        let mut around = Workforce::default();
        self.take_posts(village, &mut around);
        let directors = around.directors_of(village, day);
        directors.into_iter().map(|(id, _)| id).collect()
    }

    /// What people call a record in a line about something else.
    pub fn label(&self, kind: Kind, id: Id) -> String {
        let Some(row) = self.row(kind, id) else {
            return String::new();
        };
        let field = |name: &str| row.record.value(name);
        let linked = |name: &str, to: Kind| {
            if let Value::Link(id) = field(name) {
                self.label(to, id)
            } else {
                String::new()
            }
        };
        let parts = match kind {
            Kind::Village
            | Kind::Worker
            | Kind::Training
            | Kind::Child
            | Kind::Caregiver
            | Kind::Guest
            | Kind::User => vec![field("name").plain()],
            Kind::Household => vec![field("head").plain(), field("address").plain()],
            Kind::Post => vec![
                linked("worker", Kind::Worker),
                linked("village", Kind::Village),
            ],
            Kind::Session => vec![
                linked("training", Kind::Training),
                field("name").plain(),
                field("day").plain(),
            ],
            Kind::Enrolment => vec![
                linked("worker", Kind::Worker),
                linked("guest", Kind::Guest),
                linked("session", Kind::Session),
            ],
            Kind::Handover => vec![
                linked("leaving", Kind::Worker),
                linked("taking", Kind::Worker),
                field("day").plain(),
            ],
            Kind::Dispensation => vec![
                linked("worker", Kind::Worker),
                linked("village", Kind::Village),
                field("day").plain(),
            ],
            Kind::Postponement => vec![field("rule").plain(), field("until").plain()],
            Kind::Mapping => vec![field("heading").plain(), field("column").plain()],
            Kind::Disclosure => vec![field("agency").plain(), field("day").plain()],
            Kind::Disclosed => vec![linked("disclosure", Kind::Disclosure)],
            Kind::Grant => vec![field("agency").plain(), field("dataset").plain()],
            Kind::Signer => vec![field("agency").plain(), field("key").plain()],
            Kind::Revocation => vec![field("print").plain()],
            Kind::PluginTrust => vec![field("plugin").plain(), field("version").plain()],
            Kind::LocalField => vec![field("label").plain()],
            Kind::Draw => vec![field("period").plain(), field("seed").plain()],
            Kind::Inspection => vec![
                linked("village", Kind::Village),
                match field("done") {
                    Value::Empty => field("planned").plain(),
                    done => done.plain(),
                },
            ],
            Kind::Finding => vec![field("what").plain()],
            Kind::Expense => vec![
                linked("worker", Kind::Worker),
                field("day").plain(),
                field("amount").plain(),
            ],
            Kind::Feedback => vec![linked("enrolment", Kind::Enrolment)],
            Kind::Module => vec![field("name").plain()],
            Kind::Lesson => vec![
                self.subject_name(&row.record),
                linked("session", Kind::Session),
            ],
            Kind::Certificate => vec![
                field("number").plain(),
                linked("worker", Kind::Worker),
                linked("guest", Kind::Guest),
            ],
            Kind::Rubric => vec![field("name").plain()],
            Kind::RubricItem => vec![linked("rubric", Kind::Rubric), field("basis").plain()],
            Kind::Talk | Kind::Adjustment => {
                vec![linked("worker", Kind::Worker), field("day").plain()]
            }
            Kind::Commendation => vec![linked("worker", Kind::Worker), field("year").plain()],
            Kind::Review => vec![linked("worker", Kind::Worker), field("year").plain()],
            Kind::ReviewItem => vec![linked("review", Kind::Review), field("basis").plain()],
        };
        parts
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// What a lesson is in: the module's name, or the usual word of the topic.
    fn subject_name(&self, record: &Record) -> String {
        match <&Lesson>::try_from(record).ok().and_then(Lesson::subject) {
            Some(Subject::Module(id)) => self.label(Kind::Module, id),
            Some(Subject::Topic(topic)) => {
                let choice = Topic::CHOICES.iter().find(|c| c.code == topic.code());
                let word = choice.and_then(|c| c.synonyms.first());
                word.map_or_else(String::new, |word| (*word).to_owned())
            }
            None => String::new(),
        }
    }

    /// The record of a kind that `text` means: its number (`#87`), its id, a village's code, a name.
    ///
    /// # Errors
    /// [`Fault::NoSuchRecord`] or [`Fault::SeveralRecords`].
    pub fn means(&self, kind: Kind, typed: &str) -> Result<&Arc<Row>, Fault> {
        let tidy = text::tidy(typed);
        if let Some(row) = Id::parse(&tidy).and_then(|id| self.row(kind, id)) {
            return Ok(row);
        }
        if let Ok(number) = tidy.trim_start_matches('#').parse::<u32>()
            && tidy.len() < 9
        {
            return self.numbered(kind, number).ok_or(Fault::NoSuchRecord);
        }
        let named = text::clean(typed);
        let hits: Vec<_> = self
            .live(kind)
            .filter(|r| self.goes_by(kind, r, &named))
            .collect();
        match hits.as_slice() {
            [one] => Ok(one),
            [] => Err(Fault::NoSuchRecord),
            many => Err(Fault::SeveralRecords { count: many.len() }),
        }
    }

    fn goes_by(&self, kind: Kind, row: &Row, text: &str) -> bool {
        match &row.record {
            Record::Village(v) => v.code == text || v.name == text,
            Record::Worker(w) => w.name == text || (!w.id_number.is_empty() && w.id_number == text),
            Record::Child(c) => c.name == text || (!c.id_number.is_empty() && c.id_number == text),
            Record::Caregiver(c) => {
                c.name == text || (!c.id_number.is_empty() && c.id_number == text)
            }
            Record::Household(h) => h.head == text,
            Record::Training(t) => t.name == text,
            Record::Module(m) => m.name == text,
            Record::Certificate(c) => c.number == text,
            _ => self.label(kind, row.id) == text,
        }
    }
}

impl Links for Tables {
    fn find(&self, kind: &str, text: &str) -> Result<Id, Fault> {
        let kind = Kind::from_name(kind).ok_or(Fault::NoSuchRecord)?;
        self.means(kind, text).map(|row| row.id)
    }
}
