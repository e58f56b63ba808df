//! `checks`: a year of checks, villages down and months across.

use super::{Desk, Outcome};
use crate::domain::book::Kind;
use crate::domain::check_year::VillageYear;
use crate::schema::{Coded, Day};
use crate::service::Office;
use serde_json::{Map, json};
use std::path::Path;

impl Desk {
    /// The checks of a year as a table, whoever was not checked for longest on top.
    pub(super) fn checks(&self, year: Option<i32>, csv: bool, out: Option<&Path>) -> Outcome {
        let office = self.office(true)?;
        office.require(Kind::Inspection)?;
        let lines = office.check_year(year.unwrap_or_else(|| office.today().year()));
        let table = office.check_year_table(&self.words, &lines);
        if let Some(path) = out {
            return self.written(&table, path);
        }
        if self.out.json {
            for line in &lines {
                self.out.object(object(&office, line));
            }
        } else if csv {
            let heading: Vec<&str> = table.heading.iter().map(String::as_str).collect();
            self.out.csv(&heading, &table.lines)?;
        } else {
            let right = vec![false; table.heading.len()];
            self.out.table(&table.heading, &table.lines, &right);
        }
        Ok(())
    }
}

fn object(office: &Office, line: &VillageYear) -> Map<String, serde_json::Value> {
    let mut object = Map::new();
    let village = office.label(Kind::Village, line.village);
    object.insert("village".into(), json!(village));
    object.insert("id".into(), json!(line.village.to_string()));
    object.insert("last".into(), json!(line.last.map(Day::iso)));
    object.insert("days".into(), json!(line.since(office.today())));
    for (month, marks) in (1..).zip(&line.months) {
        let marks = marks.iter().map(|mark| {
            json!({"state": mark.state.code(), "drawn": mark.drawn, "overdue": mark.overdue})
        });
        let month: i32 = month;
        object.insert(month.to_string(), json!(marks.collect::<Vec<_>>()));
    }
    object
}
