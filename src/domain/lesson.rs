//! Lessons 课: what a session taught, for how long, and by whom. Each is one of the six topics of
//! 128号 二(二)2 or a module of the office's own.

use super::training::Topic;
use crate::schema::{Coded, Entity, Fault, Field, Id, KeyClass, Score};

/// The most hours that one lesson may have: a slip of the finger, beyond that.
pub const MOST_HOURS: i64 = 100;

/// What a lesson is in. The six stand before the office's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// One of the six.
    Topic(Topic),
    /// A module of the office's own.
    Module(Id),
}

/// One lesson of one session.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Lesson {
    /// Of which session.
    pub session: Option<Id>,
    /// Which of the six.
    pub topic: Option<Topic>,
    /// Which module of the office's own.
    pub module: Option<Id>,
    /// Hours, 学时, to one tenth.
    pub hours: Option<Score>,
    /// Who taught it; the session's lecturer where nobody is named.
    pub lecturer: String,
}

impl Lesson {
    /// A lesson in a subject.
    pub fn of(session: Id, subject: Subject, hours: Score, lecturer: &str) -> Self {
        let (topic, module) = match subject {
            Subject::Topic(topic) => (Some(topic), None),
            Subject::Module(module) => (None, Some(module)),
        };
        Self {
            session: Some(session),
            topic,
            module,
            hours: Some(hours),
            lecturer: lecturer.to_owned(),
        }
    }

    /// What it is in; none where that isn't one thing.
    pub fn subject(&self) -> Option<Subject> {
        match (self.topic, self.module) {
            (Some(topic), None) => Some(Subject::Topic(topic)),
            (None, Some(module)) => Some(Subject::Module(module)),
            _ => None,
        }
    }
}

impl Entity for Lesson {
    const NAME: &'static str = "lesson";
    const CODE: u8 = 35;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Lesson {
        session: Link("session") => PLAIN.required().listed(),
        topic: Choice("topic", Topic::CHOICES) => PLAIN.listed(),
        module: Link("module") => PLAIN.listed(),
        hours: Score { max: MOST_HOURS } => PLAIN.required().listed(),
        lecturer: Text { max: 24 } => PLAIN.listed(),
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let mut faults = Vec::new();
        match (self.topic, self.module) {
            (None, None) => faults.push(("topic", Fault::Rule("fault-lesson-in-nothing"))),
            (Some(_), Some(_)) => faults.push(("module", Fault::Rule("fault-lesson-in-two"))),
            _ => {}
        }
        if self.hours.is_some_and(|hours| hours.0 == 0) {
            faults.push(("hours", Fault::Rule("fault-lesson-without-hours")));
        }
        faults
    }
}

/// What lessons come to.
pub fn hours_of<'a>(lessons: impl IntoIterator<Item = &'a Lesson>) -> Score {
    Score(
        lessons
            .into_iter()
            .filter_map(|l| l.hours)
            .map(|h| h.0)
            .sum(),
    )
}

/// By how much lessons run over the hours that their training was announced with, if they do.
///
/// It lets pass: what was announced is a plan, and what was held may have taken longer; a trainer
/// who writes down what was held must not be kept from it, but should see a slip of the finger.
pub fn over(taught: Score, announced: Option<i64>) -> Option<Score> {
    let over = taught.0 - announced? * 10;
    (over > 0).then_some(Score(over))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_is_in_one_thing_and_takes_time() {
        let session = Id::default();
        let good = Lesson::of(session, Subject::Topic(Topic::Visits), Score(15), "");
        assert_eq!(good.check(), []);
        assert_eq!(good.subject(), Some(Subject::Topic(Topic::Visits)));
        let own = Lesson::of(session, Subject::Module(session), Score(15), "");
        assert_eq!(own.subject(), Some(Subject::Module(session)));
        let neither = Lesson {
            topic: None,
            ..good.clone()
        };
        let both = Lesson {
            module: Some(session),
            ..good.clone()
        };
        let short = Lesson {
            hours: Some(Score(0)),
            ..good
        };
        for (lesson, field, key) in [
            (neither, "topic", "fault-lesson-in-nothing"),
            (both, "module", "fault-lesson-in-two"),
            (short, "hours", "fault-lesson-without-hours"),
        ] {
            assert_eq!(lesson.check(), [(field, Fault::Rule(key))]);
        }
    }

    #[test]
    fn what_was_announced_may_be_run_over() {
        assert_eq!(over(Score(80), Some(8)), None);
        assert_eq!(over(Score(85), Some(8)), Some(Score(5)));
        assert_eq!(over(Score(85), None), None);
    }
}
