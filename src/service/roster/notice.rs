//! The notice of a session 培训通知, on paper: when, where, what for, and who is to come, by township.

use super::super::{Office, Problem};
use super::sheet::pad;
use crate::domain::book::Kind;
use crate::domain::training::{Training, TrainingType};
use crate::schema::{Id, TimeOfDay, Words};
use std::path::Path;

impl Office {
    /// Writes the notice to a new file and logs that it was printed.
    ///
    /// # Errors
    /// As [`Office::notice`]; a file of that name is there already, or the disk refuses.
    pub fn write_notice(&self, words: &dyn Words, session: Id, path: &Path) -> Result<(), Problem> {
        let notice = self.notice(words, session)?;
        self.put_on_paper(path, &notice, &[(Kind::Session, &[session])])
    }

    /// The notice as text. Whoever waits for a place isn't asked to come.
    ///
    /// # Errors
    /// No such session, or nobody is on its roster.
    pub fn notice(&self, words: &dyn Words, session: Id) -> Result<String, Problem> {
        let facts = self.session(session)?;
        let training = self.training_of(session)?;
        let people: Vec<_> = self
            .roster(session)
            .into_iter()
            .filter(|l| !l.waiting)
            .collect();
        if people.is_empty() {
            return Err(Problem::new("problem-nobody-to-tell"));
        }
        let mut out = String::new();
        let mut line = |text: &str| {
            out.push_str(text.trim_end());
            out.push('\n');
        };
        if self.demo() {
            line(&words.word("demo-mark"));
        }
        line(&words.fill("notice-title", &[("training", &training.name)]));
        line("");
        let day = facts.day.map_or_else(String::new, |day| day.iso());
        let time = |t: Option<TimeOfDay>| t.map(|t| t.to_string());
        let hours: Vec<String> = [time(facts.start), time(facts.end)]
            .into_iter()
            .flatten()
            .collect();
        line(&words.fill("notice-when", &[("day", &day), ("hours", &hours.join("-"))]));
        for (key, text) in [
            ("notice-group", &facts.name),
            ("notice-where", &facts.place),
            ("notice-organiser", &training.organiser),
            ("notice-lecturer", &facts.lecturer),
        ] {
            if !text.is_empty() {
                line(&words.fill(key, &[("text", text)]));
            }
        }
        let taught = self.taught_told(words, session);
        if !taught.is_empty() {
            let taught = taught.join(&words.word("list-comma"));
            line(&words.fill("notice-topics", &[("text", &taught)]));
        }
        line(&words.word(why(&training)));
        line("");
        line(&words.fill("notice-asked", &[("count", &people.len().to_string())]));
        let mut township = None;
        for person in &people {
            if township != Some(&person.township) {
                township = Some(&person.township);
                line("");
                if !person.township.is_empty() {
                    line(&person.township);
                }
            }
            let phone = person.worker.map_or_else(String::new, |id| {
                self.row(Kind::Worker, id)
                    .map_or_else(String::new, |row| row.record.value("phone").plain())
            });
            let (village, name) = (pad(&person.village, 18), pad(&person.name, 14));
            line(&format!("    {village}{name}{phone}"));
        }
        Ok(out)
    }
}

/// The clause that the training stands on.
fn why(training: &Training) -> &'static str {
    match training.kind {
        Some(TrainingType::First) => "notice-why-first",
        Some(TrainingType::Rotation | TrainingType::MakeUp) => "notice-why-rotation",
        Some(TrainingType::Other) | None => "notice-why-other",
    }
}
