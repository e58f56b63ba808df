//! What a session teaches: its lessons with their hours, written down all at once.

use super::super::office::{chunks, put};
use super::super::write::Faults;
use super::super::{Act, Office, Problem, Row};
use crate::domain::book::{Kind, Record};
use crate::domain::lesson::{Lesson, MOST_HOURS, Subject, hours_of, over};
use crate::domain::module::Module;
use crate::domain::training::{Session, Topic, Training};
use crate::schema::{Coded, Context, Fault, FieldType, Id, NoLinks, Score, Value, Words, text};
use crate::store::{ItemChange, Op};
use std::collections::BTreeMap;

/// A lesson of a session, or a subject in which it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonLine {
    /// The lesson; none where there is none yet.
    pub id: Option<Id>,
    /// What it is in.
    pub subject: Subject,
    /// The same in words.
    pub name: String,
    /// Hours that the module usually takes.
    pub usual: Option<Score>,
    /// Hours; none where nothing is taught.
    pub hours: Option<Score>,
    /// Who teaches it; nothing where the session's lecturer does.
    pub lecturer: String,
}

/// What came of writing down the lessons of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LessonsSaved {
    /// How many there are now.
    pub count: usize,
    /// What they come to.
    pub hours: Score,
    /// By how much that is over what the training was announced with.
    pub over: Option<Score>,
    /// Whether anything changed.
    pub changed: bool,
}

impl LessonsSaved {
    /// In words.
    pub fn said(&self, words: &dyn Words) -> String {
        if !self.changed {
            return words.word("lessons-same");
        }
        let args = [
            ("count", self.count.to_string()),
            ("hours", self.hours.plain()),
        ];
        let mut said = words.fill_with("lessons-saved", &args);
        if let Some(over) = self.over {
            said += &words.fill("lessons-over", &[("over", &over.plain())]);
        }
        said
    }
}

/// Reads hours of a lesson; nothing, and none at all, where it isn't taught.
///
/// # Errors
/// Not hours, or more than a lesson can have.
pub fn read_hours(typed: &str) -> Result<Option<Score>, Fault> {
    let hours = FieldType::Score { max: MOST_HOURS };
    let context = Context {
        today: None,
        links: &NoLinks,
    };
    Ok(match hours.parse(typed, context)? {
        Value::Score(0) => None,
        Value::Score(hours) => Some(Score(hours)),
        _ => None,
    })
}

impl Office {
    /// The lessons of a session: the six before the office's own modules.
    pub fn lessons(&self, words: &dyn Words, session: Id) -> Vec<LessonLine> {
        let tables = self.tables();
        let rows = tables.leading_to(session, Kind::Lesson);
        let mut lines: Vec<LessonLine> = rows
            .filter_map(|row| {
                let lesson = <&Lesson>::try_from(&row.record).ok()?;
                let subject = lesson.subject()?;
                Some(LessonLine {
                    id: Some(row.id),
                    hours: lesson.hours,
                    lecturer: lesson.lecturer.clone(),
                    ..blank(subject, words, |id| tables.get(Kind::Module, id))
                })
            })
            .collect();
        lines.sort_by_key(|line| (line.subject, line.id));
        lines
    }

    /// The same, with a line for each of the six and each module in use that isn't taught: what a
    /// trainer fills in.
    pub fn lesson_plan(&self, words: &dyn Words, session: Id) -> Vec<LessonLine> {
        let mut lines = self.lessons(words, session);
        let tables = self.tables();
        let topics = Topic::CHOICES.iter();
        let topics = topics.filter_map(|c| Topic::from_code(c.code));
        let modules = tables.all::<Module>(Kind::Module);
        let modules = modules.filter(|(_, module)| module.is_taught());
        let subjects = topics
            .map(Subject::Topic)
            .chain(modules.map(|(id, _)| Subject::Module(id)));
        for subject in subjects {
            if !lines.iter().any(|line| line.subject == subject) {
                let module = |id| tables.get(Kind::Module, id);
                lines.push(blank(subject, words, module));
            }
        }
        lines.sort_by_key(|line| (line.subject, line.id));
        lines
    }

    /// Writes down what a session teaches, whole: lines without hours are not taught, and lessons
    /// of which there is no line are taken out. One undo takes it back.
    ///
    /// # Errors
    /// No such session; a module that is out of use; what the store refuses.
    pub fn save_lessons(&self, session: Id, lines: &[LessonLine]) -> Result<LessonsSaved, Problem> {
        self.require(Kind::Lesson)?;
        self.session(session)?;
        let mut were = self.lesson_rows(session);
        let mut items: Vec<ItemChange> = Vec::new();
        let mut lessons = Vec::new();
        for line in lines {
            let lecturer = text::clean(&line.lecturer);
            let Some(hours) = line.hours.filter(|hours| hours.0 > 0) else {
                // A line whose hours were taken out keeps its lecturer: it is not taught any more.
                let typed = line.id.is_none() && !lecturer.is_empty();
                if typed {
                    let fault = Fault::Rule("fault-hours-missing");
                    return Err(Problem::faults(vec![("hours".to_owned(), fault)]));
                }
                continue;
            };
            let lesson = Lesson::of(session, line.subject, hours, &lecturer);
            lessons.push(lesson.clone());
            let was = line.id.and_then(|id| were.remove(&id));
            let record = Record::from(lesson);
            let (mut errors, _) = self.judge(&record);
            errors.extend(self.judge_lesson(was.as_ref(), &record).0);
            if !errors.is_empty() {
                return Err(Problem::faults(errors));
            }
            match was {
                Some(was) if was.record == record => {}
                Some(was) => items.push(put(was.id, Some(was.revision), record)),
                None => items.push(put(self.setup().new_id(), None, record)),
            }
        }
        items.extend(were.into_values().map(|row| ItemChange {
            id: row.id,
            op: Op::Retire(Kind::Lesson),
            base: Some(row.revision),
        }));
        let hours = hours_of(&lessons);
        let changed = !items.is_empty();
        if changed {
            self.commit_group(Act::Change, "", chunks(items), &mut |_, _| true)?;
        }
        Ok(LessonsSaved {
            count: lessons.len(),
            hours,
            over: over(hours, self.announced(session)),
            changed,
        })
    }

    fn lesson_rows(&self, session: Id) -> BTreeMap<Id, Row> {
        let tables = self.tables();
        let rows = tables.leading_to(session, Kind::Lesson);
        rows.map(|row| (row.id, Row::clone(row))).collect()
    }

    /// The hours that a session's training was announced with.
    pub fn announced(&self, session: Id) -> Option<i64> {
        self.training_of(session).ok().and_then(|t| t.hours)
    }

    /// What is wrong with a lesson beside its session and its module: errors, and what lets pass.
    pub(in crate::service) fn judge_lesson(
        &self,
        was: Option<&Row>,
        record: &Record,
    ) -> (Faults, Faults) {
        let (mut errors, mut warnings) = (Vec::new(), Vec::new());
        let Record::Lesson(new) = record else {
            return (errors, warnings);
        };
        let tables = self.tables();
        let before = was.and_then(|row| <&Lesson>::try_from(&row.record).ok());
        let kept = before.is_some_and(|before| before.module == new.module);
        let module = new.module.filter(|_| !kept);
        let module = module.and_then(|id| tables.get::<Module>(Kind::Module, id));
        if module.is_some_and(|module| !module.is_taught()) {
            let fault = Fault::Rule("fault-module-out-of-use");
            errors.push(("module".to_owned(), fault));
        }
        let Some(session) = new.session else {
            return (errors, warnings);
        };
        let others = tables
            .leading_to(session, Kind::Lesson)
            .filter(|row| was.is_none_or(|was| was.id != row.id))
            .filter_map(|row| <&Lesson>::try_from(&row.record).ok());
        let hours = hours_of(others.chain([new]));
        let training = tables.get::<Session>(Kind::Session, session);
        let training = training.and_then(|s| tables.get::<Training>(Kind::Training, s.training?));
        if over(hours, training.and_then(|t| t.hours)).is_some() {
            let fault = Fault::Warning("fault-lessons-over-hours");
            warnings.push(("hours".to_owned(), fault));
        }
        (errors, warnings)
    }

    /// What a session teaches, for paper: its lessons with hours and lecturers, or, in records from
    /// before there were any, its topics.
    pub(in crate::service) fn taught_told(&self, words: &dyn Words, session: Id) -> Vec<String> {
        let lessons = self.lessons(words, session);
        if lessons.is_empty() {
            let topics = self.session(session).map(|s| s.topics).unwrap_or_default();
            let word = |topic: &Topic| words.choice(Topic::LIST, topic.code());
            return topics.iter().map(word).collect();
        }
        let told = |line: &LessonLine| {
            let hours = line.hours.map_or_else(String::new, Score::plain);
            let args = [
                ("subject", line.name.clone()),
                ("hours", hours),
                ("lecturer", line.lecturer.clone()),
            ];
            let key = match line.lecturer.as_str() {
                "" => "lesson-told",
                _ => "lesson-told-by",
            };
            words.fill_with(key, &args)
        };
        lessons.iter().map(told).collect()
    }
}

/// A line in which nothing is taught.
fn blank<'a>(
    subject: Subject,
    words: &dyn Words,
    module: impl Fn(Id) -> Option<&'a Module>,
) -> LessonLine {
    let own = match subject {
        Subject::Module(id) => module(id),
        Subject::Topic(_) => None,
    };
    LessonLine {
        id: None,
        subject,
        name: match subject {
            Subject::Topic(topic) => words.choice(Topic::LIST, topic.code()),
            Subject::Module(_) => own.map_or_else(String::new, |module| module.name.clone()),
        },
        usual: own.and_then(|module| module.hours),
        hours: None,
        lecturer: String::new(),
    }
}
