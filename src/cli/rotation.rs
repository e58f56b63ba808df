//! `rotation`: who was trained when, who is still to be, and how much of each township is covered.

use super::args::{RotationAct, RotationArgs};
use super::due::day_of;
use super::{Desk, Outcome};
use crate::domain::book::Kind;
use crate::schema::{Coded, Day, Words, text};
use crate::service::{
    Office, Problem, ResultsOf, RotationLine, Table, YearWish, coverage, forecast_said,
};
use serde_json::{Map, json};
use std::path::Path;

/// Years that stand side by side, where none is asked for.
const YEARS: i32 = 6;

impl Desk {
    pub(super) fn rotation(&self, asked: &RotationArgs) -> Outcome {
        match &asked.act {
            None => {}
            Some(RotationAct::Plan {
                year,
                capacity,
                first,
                every,
                place,
                dry_run,
            }) => {
                let wish = |today: Day| {
                    let first = first.as_deref().map(|text| day_of("first", text, today));
                    Ok(YearWish {
                        year: year.unwrap_or_else(|| today.year()),
                        capacity: *capacity,
                        first: first.transpose()?,
                        every: *every,
                        place: text::clean(place),
                    })
                };
                return self.plan_year(wish, *dry_run);
            }
            Some(RotationAct::Hours {
                worker,
                year,
                township,
                csv,
            }) => return self.hours(worker.as_deref(), *year, township.as_deref(), *csv),
            Some(RotationAct::Results {
                township,
                year,
                session,
                out,
            }) => return self.results(township.as_deref(), *year, session.as_deref(), out),
        }
        let office = self.office(true)?;
        let last = asked.year.unwrap_or_else(|| office.today().year());
        let first = if asked.year.is_some() {
            last
        } else {
            last - (YEARS - 1)
        };
        let years: Vec<i32> = (first..=last).collect();
        let all = office.rotation(&years);
        let mut lines: Vec<&RotationLine> = all.iter().collect();
        if let Some(township) = &asked.township {
            let township = office.township(township)?;
            lines.retain(|line| line.township == Some(township));
        }
        let forecast = forecast_said(lines.iter().copied(), office.today(), &self.words);
        match asked.within {
            Some(days) => lines.retain(|line| line.lapses_within(office.today(), days)),
            None => lines.retain(|line| !asked.gaps || line.gap()),
        }
        let table = if asked.coverage {
            office.coverage_table(&self.words, lines.iter().copied(), &years)
        } else if asked.gaps {
            office.gaps_table(&self.words, lines.iter().copied())
        } else {
            office.rotation_table(&self.words, lines.iter().copied(), &years)
        };
        if let Some(path) = &asked.out {
            return self.written(&table, path);
        }
        match (self.out.json, asked.coverage, asked.csv) {
            (true, true, _) => self.coverage_objects(&lines, &years),
            (true, false, _) => self.rotation_objects(&office, &lines, &years),
            (false, _, true) => {
                let heading: Vec<&str> = table.heading.iter().map(String::as_str).collect();
                self.out.csv(&heading, &table.lines)?;
            }
            (false, coverage, false) => {
                let right: Vec<bool> = (0..table.heading.len())
                    .map(|i| coverage && i > 0)
                    .collect();
                self.out.table(&table.heading, &table.lines, &right);
            }
        }
        self.out.say(&forecast);
        Ok(())
    }

    /// Proposes sessions for those who are still to be trained, and makes them unless only asked
    /// to look.
    fn plan_year(
        &self,
        wish: impl FnOnce(Day) -> Result<YearWish, Problem>,
        dry_run: bool,
    ) -> Outcome {
        let office = self.office(dry_run)?;
        let proposal = office.propose_year(&wish(office.today())?)?;
        let each = (1..).zip(&proposal.sessions);
        if self.out.json {
            for (number, session) in each {
                let townships = session.townships.iter().map(|(division, count)| {
                    json!({"township": division.map(|d| &d.short), "people": count})
                });
                let object = json!({"group": number, "day": session.day.iso(),
                    "place": proposal.wish.place, "people": session.people.len(),
                    "townships": townships.collect::<Vec<_>>()});
                self.out.object(object);
            }
        } else {
            let rows: Vec<Vec<String>> = each
                .map(|(number, session)| {
                    vec![
                        number.to_string(),
                        session.day.iso(),
                        session.people.len().to_string(),
                        session.said(&self.words),
                    ]
                })
                .collect();
            let keys = [
                "year-group",
                "field-session-day",
                "year-people",
                "column-township",
            ];
            let right = [true, false, true, false];
            self.out
                .table(&keys.map(|k| self.words.word(k)), &rows, &right);
        }
        let (people, sessions) = (proposal.people(), proposal.sessions.len());
        let (people, sessions) = (people.to_string(), sessions.to_string());
        let args = [("people", people.as_str()), ("sessions", &sessions)];
        if dry_run {
            self.out.say(&self.words.fill("year-comes-to", &args));
            return Ok(());
        }
        office.hold_year(&self.words, &proposal)?;
        self.out.say(&self.words.fill("year-made", &args));
        Ok(())
    }

    /// What the trainings of a year, or one session, came to, for the townships to bring in.
    fn results(
        &self,
        township: Option<&str>,
        year: Option<i32>,
        session: Option<&str>,
        out: &Path,
    ) -> Outcome {
        let office = self.office(true)?;
        let township = township.map(|text| office.township(text)).transpose()?;
        let session = session.map(|text| self.row(&office, Kind::Session, text));
        let wanted = ResultsOf {
            township,
            year: year.unwrap_or_else(|| office.today().year()),
            session: session.transpose()?.map(|row| row.id),
        };
        let table = office.results_table(&self.words, wanted)?;
        self.written(&table, out)
    }

    /// Writes a table to a file and says so.
    pub(super) fn written(&self, table: &Table, path: &Path) -> Outcome {
        table.write(path)?;
        let (count, file) = (table.lines.len().to_string(), path.display().to_string());
        let args = [("count", count.as_str()), ("file", &file)];
        self.out.data(&self.words.fill("table-written", &args));
        Ok(())
    }

    fn rotation_objects(&self, office: &Office, lines: &[&RotationLine], years: &[i32]) {
        for line in lines {
            let village = line
                .village
                .map_or_else(String::new, |v| office.label(Kind::Village, v));
            let mut object = Map::new();
            let name = office.label(Kind::Worker, line.worker);
            object.insert("worker".into(), json!(name));
            object.insert("id".into(), json!(line.worker.to_string()));
            object.insert("role".into(), json!(line.role.map(|r| r.code())));
            object.insert("township".into(), json!(line.township.map(|d| &d.short)));
            object.insert("village".into(), json!(village));
            object.insert("lapses".into(), json!(line.lapses.map(Day::iso)));
            for (year, state) in years.iter().zip(&line.years) {
                object.insert(year.to_string(), json!(state.code()));
            }
            self.out.object(object);
        }
    }

    fn coverage_objects(&self, lines: &[&RotationLine], years: &[i32]) {
        for covered in coverage(lines.iter().copied(), years.len()) {
            let mut object = Map::new();
            let township = covered.township;
            object.insert("township".into(), json!(township.map(|d| &d.short)));
            object.insert("code".into(), json!(township.map(|d| d.stem())));
            for (year, (in_post, trained)) in years.iter().zip(&covered.years) {
                let numbers = json!({"in_post": in_post, "trained": trained});
                object.insert(year.to_string(), numbers);
            }
            self.out.object(object);
        }
    }
}
