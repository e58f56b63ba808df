//! What was taught, by the six topics of 128号 二(二)2 and by the office's own modules: in a session,
//! in a year, and to one person. Knows no storage and no clock.

use super::lesson::{Lesson, Subject};
use super::module::Module;
use super::training::{Session, Topic};
use super::workforce::YearState;
use crate::schema::{Id, Score};
use std::collections::BTreeMap;

/// Hours by topic and by module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taught {
    /// Those of the six that were taught, with those of the office's modules that belong to them;
    /// no hours where a session from before there were lessons only names its topics.
    pub topics: BTreeMap<Topic, Score>,
    /// The office's own modules.
    pub modules: BTreeMap<Id, Score>,
    /// All lessons together, each once.
    pub hours: i64,
}

impl Taught {
    /// Takes up a session: where it has lessons they count, else its topics do, without hours.
    pub fn take<'l>(
        &mut self,
        session: &Session,
        lessons: impl IntoIterator<Item = &'l Lesson>,
        module: impl Fn(Id) -> Option<&'l Module>,
    ) {
        let mut any = false;
        for lesson in lessons {
            let (Some(subject), Some(hours)) = (lesson.subject(), lesson.hours) else {
                continue;
            };
            any = true;
            self.hours += hours.0;
            let topic = match subject {
                Subject::Topic(topic) => Some(topic),
                Subject::Module(id) => {
                    self.modules.entry(id).or_insert(Score(0)).0 += hours.0;
                    module(id).and_then(|module| module.topic)
                }
            };
            if let Some(topic) = topic {
                self.topics.entry(topic).or_insert(Score(0)).0 += hours.0;
            }
        }
        if !any {
            for topic in &session.topics {
                self.topics.entry(*topic).or_insert(Score(0));
            }
        }
    }

    /// Whether one of the six was taught.
    pub fn has(&self, topic: Topic) -> bool {
        self.topics.contains_key(&topic)
    }

    /// Whether nothing is known of it.
    pub fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.modules.is_empty()
    }

    /// All hours; none where nobody wrote any down.
    pub fn hours(&self) -> Option<Score> {
        (self.hours > 0).then_some(Score(self.hours))
    }
}

/// One person's year: where they stand, the last test, and what they were there for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The year.
    pub year: i32,
    /// Where the person stands.
    pub state: YearState,
    /// Whether a test of it was passed.
    pub passed: bool,
    /// Points of the last test.
    pub score: Option<Score>,
    /// What was taught in the sessions where the person was.
    pub taught: Taught,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(subject: Subject, tenths: i64) -> Lesson {
        Lesson::of(Id::default(), subject, Score(tenths), "")
    }

    #[test]
    fn lessons_count_and_else_topics_do_without_hours() {
        let session = Session {
            topics: [Topic::Policy, Topic::Visits].into(),
            ..Session::default()
        };
        let (own, at_home) = (Id([1; 16]), Id([2; 16]));
        let belongs = Module {
            topic: Some(Topic::Visits),
            ..Module::default()
        };
        let other = Module::default();
        let module = |id| Some(if id == at_home { &belongs } else { &other });
        let mut taught = Taught::default();
        taught.take(&session, [], module);
        assert_eq!(taught.hours(), None);
        assert!(taught.has(Topic::Policy) && !taught.has(Topic::Updates));
        let lessons = [
            lesson(Subject::Topic(Topic::Visits), 15),
            lesson(Subject::Module(at_home), 10),
            lesson(Subject::Module(own), 5),
        ];
        let mut taught = Taught::default();
        taught.take(&session, &lessons, module);
        // The session's own topics don't count beside lessons: policy was announced, not taught.
        assert_eq!(taught.topics, BTreeMap::from([(Topic::Visits, Score(25))]));
        assert_eq!(
            taught.modules,
            BTreeMap::from([(at_home, Score(10)), (own, Score(5))])
        );
        assert_eq!(taught.hours(), Some(Score(30)), "each lesson once");
        taught.take(&session, &lessons, module);
        assert_eq!(taught.hours(), Some(Score(60)));
    }
}
