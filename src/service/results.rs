//! What trainings came to, as a table that goes back to the townships: under the headings that
//! the program itself reads.

use super::{Office, Problem, RosterLine, Table};
use crate::domain::divisions::Division;
use crate::domain::training::{Attendance, Outcome, Session};
use crate::schema::{Coded, Day, Id, Value, Words};

/// Which results.
#[derive(Clone, Copy, Debug)]
pub struct ResultsOf {
    /// Of this township's people only.
    pub township: Option<&'static Division>,
    /// Of the trainings of this year.
    pub year: i32,
    /// Of this session only, whatever its year.
    pub session: Option<Id>,
}

impl Office {
    /// Everybody who was marked: who came, the points, passed or not. By session and roster.
    ///
    /// # Errors
    /// Nobody of them is marked.
    pub fn results_table(&self, words: &dyn Words, of: ResultsOf) -> Result<Table, Problem> {
        let mut sessions: Vec<(Option<Day>, Id)> = match of.session {
            Some(id) => vec![(self.session(id)?.day, id)],
            None => self.held_in(of.year),
        };
        sessions.sort();
        let mut lines = Vec::new();
        for (day, id) in sessions {
            let training = self.training_of(id)?.name;
            let marked = self.roster(id).into_iter().filter(|line| {
                // Two townships of a prefecture may have one name; a guest only told it.
                let here = of.township.is_none_or(|wanted| match line.division {
                    Some(division) => division == wanted,
                    None => line.township == wanted.short,
                });
                here && !line.waiting && line.state != Attendance::Unmarked
            });
            lines.extend(marked.map(|line| cells(&line, &training, day, words)));
        }
        if lines.is_empty() {
            return Err(Problem::new("problem-no-results"));
        }
        let keys = [
            "field-worker-name",
            "column-township",
            "column-village",
            "kind-training",
            "field-session-day",
            "field-enrolment-state",
            "results-score",
            "field-enrolment-result",
        ];
        Ok(Table {
            heading: keys.map(|key| words.word(key)).to_vec(),
            lines,
        })
    }

    fn held_in(&self, year: i32) -> Vec<(Option<Day>, Id)> {
        let sessions = self.sessions_in(year).into_iter().map(|(row, _)| {
            let session = <&Session>::try_from(&row.record).ok();
            (session.and_then(|s| s.day), row.id)
        });
        sessions.collect()
    }
}

fn cells(line: &RosterLine, training: &str, day: Option<Day>, words: &dyn Words) -> Vec<String> {
    let outcome = |result: Outcome| words.choice(Outcome::LIST, result.code());
    vec![
        line.name.clone(),
        line.township.clone(),
        line.village.clone(),
        training.to_owned(),
        day.map_or_else(String::new, Day::iso),
        words.choice(Attendance::LIST, line.state.code()),
        line.score
            .map_or_else(String::new, |s| Value::Score(s.0).plain()),
        line.result.map_or_else(String::new, outcome),
    ]
}
