//! What the invented trainings taught, and what people thought of the last one.

use super::Inventor;
use crate::domain::book::Record;
use crate::domain::feedback::Feedback;
use crate::domain::lesson::{Lesson, Subject};
use crate::domain::module::Module;
use crate::domain::training::{Enrolment, Session, Topic};
use crate::schema::{Day, Id, Score};
use crate::store::Op;

/// People of the last session who gave feedback.
const ASKED: usize = 9;

impl Inventor<'_> {
    /// Two modules, lessons of this year and the last, feedback on what was held last.
    pub(super) fn lessons(&mut self) {
        let module = |name: &str, topic, tenths| Module {
            name: name.into(),
            hours: Some(Score(tenths)),
            topic,
            in_use: Some(true),
            note: String::new(),
        };
        let at_home = self.add(module("入户谈话", Some(Topic::Visits), 10));
        self.add(module("系统操作", None, 15));
        let taught = [
            (Subject::Topic(Topic::Visits), 20, "方志平"),
            (Subject::Topic(Topic::Updates), 15, ""),
            (Subject::Topic(Topic::Reporting), 15, "江美华"),
            (Subject::Topic(Topic::Policy), 10, ""),
            (Subject::Topic(Topic::Guardianship), 10, ""),
            (Subject::Module(at_home), 10, "方志平"),
        ];
        let since = self.today.year() - 1;
        let sessions = self.sessions();
        for (session, _) in sessions.iter().filter(|(_, day)| day.year() >= since) {
            for (subject, tenths, lecturer) in taught {
                self.add(Lesson::of(*session, subject, Score(tenths), lecturer));
            }
        }
        let held = sessions.into_iter().filter(|(_, day)| *day < self.today);
        if let Some((last, _)) = held.max_by_key(|(_, day)| *day) {
            self.feedback(last);
        }
    }

    fn sessions(&self) -> Vec<(Id, Day)> {
        let sessions = self.items.iter().filter_map(|item| match &item.op {
            Op::Put(Record::Session(Session { day: Some(day), .. })) => Some((item.id, *day)),
            _ => None,
        });
        sessions.collect()
    }

    fn feedback(&mut self, session: Id) {
        let there = self.items.iter().filter_map(|item| match &item.op {
            Op::Put(Record::Enrolment(enrolment)) => of(session, enrolment).then_some(item.id),
            _ => None,
        });
        let there: Vec<Id> = there.take(ASKED).collect();
        for (n, enrolment) in (0..).zip(there) {
            let grade = |least: i64| Some(least + i64::from(n % 3 != 0));
            self.add(Feedback {
                session: Some(session),
                enrolment: Some(enrolment),
                content: grade(4),
                lecturer: Some(5 - i64::from(n % 4 == 1)),
                arrangement: grade(3),
                remark: if n == 2 {
                    "多讲几个走访的例子".into()
                } else {
                    String::new()
                },
            });
        }
    }
}

fn of(session: Id, enrolment: &Enrolment) -> bool {
    enrolment.session == Some(session) && enrolment.attended()
}
