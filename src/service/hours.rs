//! Hours by topic and by module: what each person of the register was there for in a year, and what
//! a year taught.

use super::{Office, Table};
use crate::domain::book::Kind;
use crate::domain::divisions::Division;
use crate::domain::lesson::{Lesson, Subject};
use crate::domain::module::Module;
use crate::domain::taught::{Heard, Taught};
use crate::domain::training::{Enrolment, Session, Topic};
use crate::domain::workforce::YearState;
use crate::schema::{Coded, Id, Score, Words};
use std::collections::BTreeMap;

/// One person's year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeardLine {
    /// Who.
    pub worker: Id,
    /// The year.
    pub heard: Heard,
}

/// What a year taught in one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaughtLine {
    /// What it is.
    pub subject: Subject,
    /// The module's own name.
    pub module: String,
    /// The one of the six to which the module belongs, whose hours its own are among.
    pub within: Option<Topic>,
    /// In how many sessions.
    pub sessions: usize,
    /// Hours of all of them.
    pub hours: Score,
    /// How many people were there, counted in each session.
    pub came: usize,
}

/// The six, in the order of the text.
pub fn six() -> impl Iterator<Item = Topic> {
    let all = Topic::CHOICES.iter();
    all.filter_map(|choice| Topic::from_code(choice.code))
}

/// Where a person stands in a year, in words: that a test was passed is said with it.
pub fn heard_word(words: &dyn Words, heard: &Heard) -> String {
    match (heard.state, heard.passed) {
        (YearState::Trained, true) => words.word("heard-trained-passed"),
        (YearState::MadeUp, true) => words.word("heard-made-up-passed"),
        (state, _) => words.choice(YearState::LIST, state.code()),
    }
}

/// The six with + or -; nothing where none is known.
pub fn six_told(words: &dyn Words, taught: &Taught) -> String {
    if taught.is_empty() {
        return String::new();
    }
    let each = six().map(|topic| {
        let sign = if taught.has(topic) { "+" } else { "-" };
        format!("{}{sign}", short(words, topic))
    });
    each.collect::<Vec<_>>().join(" ")
}

fn short(words: &dyn Words, topic: Topic) -> String {
    words.word(&format!("topic-short-{}", topic.code()))
}

impl Office {
    /// A person's years, the newest first.
    pub fn years_heard(&self, worker: Id) -> Vec<Heard> {
        let tables = self.tables();
        let Some(row) = tables.row(Kind::Worker, worker) else {
            return Vec::new();
        };
        let workforce = tables.workforce_around(std::iter::once(row.as_ref()));
        workforce.years_of(worker, self.today()).all_heard()
    }

    /// Everybody's year, of one township or of all: those in post and those who were there, by
    /// village and name.
    pub fn heard_in(&self, year: i32, township: Option<&'static Division>) -> Vec<HeardLine> {
        let places = self.places();
        let tables = self.tables();
        let (workforce, today) = (tables.workforce(), self.today());
        let asked = |worker: &&Id| {
            township.is_none() || tables.township_served(**worker, today) == township
        };
        let lines = workforce.workers.keys().filter(asked);
        let lines = lines.map(|worker| HeardLine {
            worker: *worker,
            heard: workforce.years_of(*worker, today).heard(year),
        });
        let there = |line: &HeardLine| {
            line.heard.state != YearState::NotInPost || !line.heard.taught.is_empty()
        };
        let mut lines: Vec<HeardLine> = lines.filter(there).collect();
        lines.sort_by_cached_key(|line| {
            let place = places.get(&line.worker).copied();
            let name = tables.label(Kind::Worker, line.worker);
            (place.is_none(), place, name, line.worker)
        });
        lines
    }

    /// The office's modules that somebody heard, each with its hours.
    pub fn modules_told(&self, words: &dyn Words, taught: &Taught) -> String {
        let told = taught.modules.iter().map(|(id, hours)| {
            let name = self.label(Kind::Module, *id);
            let args = [("subject", name.as_str()), ("hours", &hours.plain())];
            words.fill("lesson-told", &args)
        });
        told.collect::<Vec<_>>().join(&words.word("list-comma"))
    }

    /// People's years as a table: where each stands, points, hours, and hours of each of the six.
    pub fn heard_table(&self, words: &dyn Words, lines: &[HeardLine]) -> Table {
        let several = self.has_townships();
        let keys = ["field-training-year.label", "column-who", "column-township"];
        let mut heading: Vec<String> = keys.iter().map(|key| words.word(key)).collect();
        if !several {
            heading.pop();
        }
        let keys = ["column-village", "hours-state", "hours-score", "hours-all"];
        heading.extend(keys.iter().map(|key| words.word(key)));
        heading.extend(six().map(|topic| short(words, topic)));
        heading.push(words.word("hours-modules"));
        let places = self.places();
        let cells = |line: &HeardLine| {
            let heard = &line.heard;
            let mut cells = vec![
                heard.year.to_string(),
                self.label(Kind::Worker, line.worker),
            ];
            if several {
                let town = self.tables().township_served(line.worker, self.today());
                cells.push(town.map_or_else(String::new, |d| d.short.clone()));
            }
            let village = places.get(&line.worker);
            cells.push(village.map_or_else(String::new, |id| self.label(Kind::Village, *id)));
            cells.push(heard_word(words, heard));
            cells.push(heard.score.map_or_else(String::new, Score::plain));
            cells.push(heard.taught.hours().map_or_else(String::new, Score::plain));
            cells.extend(six().map(|topic| match heard.taught.topics.get(&topic) {
                // Named by its session, without hours.
                Some(Score(0)) => "+".to_owned(),
                Some(hours) => hours.plain(),
                None if heard.taught.is_empty() => String::new(),
                None => "-".to_owned(),
            }));
            cells.push(self.modules_told(words, &heard.taught));
            cells
        };
        Table {
            heading,
            lines: lines.iter().map(cells).collect(),
        }
    }

    /// What the sessions of a year to which anybody came taught: the six, then the office's own
    /// modules.
    pub fn taught_in(&self, year: i32) -> Vec<TaughtLine> {
        let sessions = self.sessions_in(year);
        let tables = self.tables();
        let mut all: BTreeMap<Subject, (usize, i64, usize)> = BTreeMap::new();
        for (row, _) in &sessions {
            let Ok(session) = <&Session>::try_from(&row.record) else {
                continue;
            };
            let came = tables.leading_to(row.id, Kind::Enrolment);
            let came = came
                .filter_map(|row| <&Enrolment>::try_from(&row.record).ok())
                .filter(|e| e.attended() && !e.waits())
                .count();
            if came == 0 {
                continue;
            }
            let lessons = tables.leading_to(row.id, Kind::Lesson);
            let lessons = lessons.filter_map(|row| <&Lesson>::try_from(&row.record).ok());
            let mut taught = Taught::default();
            taught.take(session, lessons, |id| {
                tables.get::<Module>(Kind::Module, id)
            });
            let topics = taught.topics.into_iter();
            let topics = topics.map(|(topic, hours)| (Subject::Topic(topic), hours));
            let modules = taught.modules.into_iter();
            let modules = modules.map(|(id, hours)| (Subject::Module(id), hours));
            for (subject, hours) in topics.chain(modules) {
                let sum = all.entry(subject).or_default();
                *sum = (sum.0 + 1, sum.1 + hours.0, sum.2 + came);
            }
        }
        let line = |(subject, (sessions, hours, came))| TaughtLine {
            subject,
            module: match subject {
                Subject::Module(id) => tables.label(Kind::Module, id),
                Subject::Topic(_) => String::new(),
            },
            within: match subject {
                Subject::Module(id) => {
                    let module = tables.get::<Module>(Kind::Module, id);
                    module.and_then(|module| module.topic)
                }
                Subject::Topic(_) => None,
            },
            sessions,
            hours: Score(hours),
            came,
        };
        all.into_iter().map(line).collect()
    }
}

/// What a year taught as a table.
pub fn taught_table(words: &dyn Words, lines: &[TaughtLine]) -> Table {
    let keys = ["year-taught", "year-sessions", "hours-all", "year-came"];
    let cells = |line: &TaughtLine| {
        vec![
            match line.subject {
                Subject::Topic(topic) => words.choice(Topic::LIST, topic.code()),
                Subject::Module(_) => own_told(words, line),
            },
            line.sessions.to_string(),
            match line.hours {
                Score(0) => "-".to_owned(),
                hours => hours.plain(),
            },
            line.came.to_string(),
        ]
    };
    Table {
        heading: keys.map(|key| words.word(key)).to_vec(),
        lines: lines.iter().map(cells).collect(),
    }
}

/// A module of the office's own, and among which topic's hours its own are.
fn own_told(words: &dyn Words, line: &TaughtLine) -> String {
    let mut args = vec![("name", line.module.clone())];
    match line.within {
        Some(topic) => {
            args.push(("topic", words.choice(Topic::LIST, topic.code())));
            words.fill_with("year-own-module-of", &args)
        }
        None => words.fill_with("year-own-module", &args),
    }
}
