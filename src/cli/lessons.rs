//! `roster SESSION lessons`: what a session teaches, listed or written down.

use super::{Desk, Outcome};
use crate::domain::book::Kind;
use crate::domain::lesson::Subject;
use crate::domain::training::Topic;
use crate::schema::{Choice, Coded, Fault, Id, Score, Value, Words, text};
use crate::service::{LessonLine, Office, Problem, read_hours};
use serde_json::json;

impl Desk {
    /// Lists the lessons of a session, or writes down those that are given; the others stay.
    pub(super) fn lessons(&self, office: &Office, session: Id, given: &[String]) -> Outcome {
        if given.is_empty() {
            self.list_lessons(office, session);
            return Ok(());
        }
        let mut lines = office.lesson_plan(&self.words, session);
        for typed in given {
            let (name, hours) = typed.split_once('=').ok_or_else(|| bad(typed))?;
            let (hours, lecturer) = match hours.split_once('@') {
                Some((hours, lecturer)) => (hours, Some(text::clean(lecturer))),
                None => (hours, None),
            };
            let subject = subject(office, name)?;
            let hours = read_hours(hours)
                .map_err(|fault| Problem::faults(vec![("hours".to_owned(), fault)]))?;
            match lines.iter_mut().find(|line| line.subject == subject) {
                Some(line) => {
                    line.hours = hours;
                    line.lecturer = lecturer.unwrap_or_else(|| line.lecturer.clone());
                }
                // Out of use: the office says so.
                None => lines.push(LessonLine {
                    id: None,
                    subject,
                    name: text::clean(name),
                    usual: None,
                    hours,
                    lecturer: lecturer.unwrap_or_default(),
                }),
            }
        }
        let saved = office.save_lessons(session, &lines)?;
        self.out.data(&saved.said(&self.words));
        Ok(())
    }

    fn list_lessons(&self, office: &Office, session: Id) {
        let lines = office.lessons(&self.words, session);
        let hours = |hours: Option<Score>| hours.map(|h| Value::Score(h.0).plain());
        if self.out.json {
            for line in &lines {
                let (topic, module) = match line.subject {
                    Subject::Topic(topic) => (Some(topic.code()), None),
                    Subject::Module(id) => (None, Some(id.to_string())),
                };
                self.out.object(json!({"subject": line.name, "topic": topic,
                    "module": module, "hours": hours(line.hours), "lecturer": line.lecturer}));
            }
            return;
        }
        let cells = |line: &LessonLine| {
            let hours = hours(line.hours).unwrap_or_default();
            vec![line.name.clone(), hours, line.lecturer.clone()]
        };
        let rows: Vec<Vec<String>> = lines.iter().map(cells).collect();
        let headings = [
            "lessons-subject",
            "field-lesson-hours",
            "field-lesson-lecturer",
        ];
        let headings = headings.map(|key| self.words.word(key));
        self.out.table(&headings, &rows, &[false, true, false]);
    }
}

/// One of the six, or a module of the office's own.
fn subject(office: &Office, name: &str) -> Result<Subject, Problem> {
    let topic = Choice::find(Topic::CHOICES, name).and_then(|c| Topic::from_code(c.code));
    if let Some(topic) = topic {
        return Ok(Subject::Topic(topic));
    }
    let tables = office.tables();
    match tables.means(Kind::Module, name) {
        Ok(row) => Ok(Subject::Module(row.id)),
        Err(fault) => Err(Problem::faults(vec![("module".to_owned(), fault)])),
    }
}

fn bad(typed: &str) -> Problem {
    let field = typed.to_owned();
    Problem::faults(vec![(field, Fault::Required)]).exit(2)
}
