//! `roster SESSION feedback`: what somebody thought of it, or what all of them did.

use super::{Desk, Outcome};
use crate::domain::feedback::{About, BEST, WORST};
use crate::schema::{Coded, Context, Fault, FieldType, Id, NoLinks, Value, text};
use crate::service::{Office, Problem, opinion_table};
use serde_json::json;

impl Desk {
    /// Writes down what one person thought, or adds up what all did.
    pub(super) fn feedback(
        &self,
        office: &Office,
        session: Id,
        who: Option<&str>,
        grades: &[String],
        remark: Option<String>,
    ) -> Outcome {
        let Some(who) = who else {
            self.opinion(office, session);
            return Ok(());
        };
        let line = self.line(office, session, who)?;
        let mut given = Vec::new();
        for (about, typed) in About::ALL.into_iter().zip(grades) {
            if typed != "-" {
                given.push((about, grade(about, typed)?));
            }
        }
        office.give(line.enrolment, |feedback| {
            for (about, grade) in &given {
                feedback.answer(*about, *grade);
            }
            if let Some(remark) = &remark {
                feedback.remark = text::clean(remark);
            }
        })?;
        let said: Vec<&str> = grades.iter().map(String::as_str).collect();
        self.marked(&line, &said.join(" "));
        Ok(())
    }

    fn opinion(&self, office: &Office, session: Id) {
        let opinion = office.opinion(session);
        if self.out.json {
            let average = |about| opinion.average(about, 1).map(|s| Value::Score(s.0).plain());
            self.out.object(json!({"answers": opinion.people,
                "uncounted": opinion.uncounted,
                "content": average(About::Content),
                "lecturer": average(About::Lecturer),
                "arrangement": average(About::Arrangement)}));
            return;
        }
        let name = office.label(crate::domain::book::Kind::Session, session);
        let table = opinion_table(&self.words, std::iter::once((name, &opinion)), 1);
        let right = [false, true, true, true, true];
        self.out.table(&table.heading, &table.lines, &right);
    }
}

/// Reads an answer; 0 takes it back.
fn grade(about: About, typed: &str) -> Result<Option<i64>, Problem> {
    let grade = FieldType::Int { min: 0, max: BEST };
    let context = Context {
        today: None,
        links: &NoLinks,
    };
    let wrong = |fault: Fault| Problem::faults(vec![(about.code().to_owned(), fault)]);
    match grade.parse(typed, context).map_err(wrong)? {
        Value::Int(grade) if grade >= WORST => Ok(Some(grade)),
        _ => Ok(None),
    }
}
