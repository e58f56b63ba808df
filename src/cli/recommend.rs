//! `review recommend`: who is recommended for 评先评优 in a year, with the records behind it.

use super::{Desk, Outcome};
use crate::domain::book::Kind;
use crate::schema::{Coded, Words};
use crate::service::{Recommending, points_text};
use serde_json::{Value as Json, json};
use std::path::Path;

impl Desk {
    /// The list of a year, the latest with signed reviews where none is said.
    pub(super) fn recommendations(&self, year: Option<i32>, out: Option<&Path>) -> Outcome {
        let office = self.office(true)?;
        let year = year.unwrap_or_else(|| office.recommended_year());
        let lines = office.recommending(year);
        let table = office.recommendation_table(&self.words, &lines);
        if let Some(path) = out {
            return self.written(&table, path);
        }
        if self.out.json {
            for line in &lines {
                self.out.object(object(line, year));
            }
            return Ok(());
        }
        let right: Vec<bool> = (0..table.heading.len())
            .map(|column| matches!(column, 0 | 3 | 6..=8))
            .collect();
        self.out.table(&table.heading, &table.lines, &right);
        self.out.say(&self.words.word("recommend-ours"));
        Ok(())
    }

    /// Recommends somebody.
    pub(super) fn recommend(&self, worker: &str, year: Option<i32>, reason: &str) -> Outcome {
        let office = self.office(false)?;
        let row = self.row(&office, Kind::Worker, worker)?;
        let year = year.unwrap_or_else(|| office.recommended_year());
        office.recommend(row.id, year, reason)?;
        if self.out.json {
            let lines = office.recommending(year);
            if let Some(line) = lines.iter().find(|line| line.worker == row.id) {
                self.out.object(object(line, year));
            }
            return Ok(());
        }
        let name = office.label(Kind::Worker, row.id);
        let args = [("name", name), ("year", year.to_string())];
        self.out.say(&self.words.fill_with("recommend-done", &args));
        Ok(())
    }
}

fn object(line: &Recommending, year: i32) -> Json {
    json!({
        "worker": line.name, "id": line.worker.to_string(), "village": line.village,
        "year": year, "total": points_text(line.total), "place": line.place,
        "rotation": line.rotation.code(),
        "findings": line.settled.due, "in_term": line.settled.met, "overdue": line.overdue,
        "formal_talks": line.talks, "commendations": line.commended,
        "bars": line.bars.iter().map(|bar| bar.code()).collect::<Vec<_>>(),
        "recommended": line.recommended.is_some(), "reason": line.reason(),
    })
}
