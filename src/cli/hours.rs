//! `rotation hours`: what people were there for, by topic and by module.

use super::{Desk, Outcome};
use crate::domain::book::Kind;
use crate::schema::{Coded, Score};
use crate::service::{HeardLine, Office, six};
use serde_json::{Map, Value as Json, json};

impl Desk {
    /// One year of everybody, or every year of one person.
    pub(super) fn hours(
        &self,
        worker: Option<&str>,
        year: Option<i32>,
        township: Option<&str>,
        csv: bool,
    ) -> Outcome {
        let office = self.office(true)?;
        let township = township.map(|text| office.township(text)).transpose()?;
        let lines: Vec<HeardLine> = match worker {
            Some(typed) => {
                let worker = self.row(&office, Kind::Worker, typed)?.id;
                let years = office.years_heard(worker).into_iter();
                let lines = years.map(|heard| HeardLine { worker, heard });
                lines
                    .filter(|line| year.is_none_or(|year| line.heard.year == year))
                    .collect()
            }
            None => office.heard_in(year.unwrap_or_else(|| office.today().year()), township),
        };
        if self.out.json {
            lines
                .iter()
                .for_each(|line| self.heard_object(&office, line));
            return Ok(());
        }
        let table = office.heard_table(&self.words, &lines);
        if csv {
            let heading: Vec<&str> = table.heading.iter().map(String::as_str).collect();
            return self.out.csv(&heading, &table.lines);
        }
        let right = vec![false; table.heading.len()];
        self.out.table(&table.heading, &table.lines, &right);
        Ok(())
    }

    fn heard_object(&self, office: &Office, line: &HeardLine) {
        let heard = &line.heard;
        // Every one of the six; nothing where it wasn't taught.
        let topics: Map<String, Json> = six()
            .map(|topic| {
                let hours = heard.taught.topics.get(&topic).copied().map(Score::plain);
                (topic.code().to_owned(), json!(hours))
            })
            .collect();
        // A list: two modules may have one name.
        let modules: Vec<Json> = heard
            .taught
            .modules
            .iter()
            .map(|(id, hours)| json!({"name": office.label(Kind::Module, *id), "hours": hours.plain()}))
            .collect();
        self.out.object(json!({
            "id": line.worker.to_string(),
            "worker": office.label(Kind::Worker, line.worker),
            "year": heard.year,
            "state": heard.state.code(),
            "passed": heard.passed,
            "score": heard.score.map(Score::plain),
            "hours": heard.taught.hours().map(Score::plain),
            "topics": topics,
            "modules": modules,
        }));
    }
}
