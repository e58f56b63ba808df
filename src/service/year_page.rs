//! A year's plan on one page: its sessions with who is on them and who came, and for each township
//! how many were to be trained, are on a roster, were trained and are left.

use super::roster::{Tally, pad};
use super::rotation::percent;
use super::{Office, Problem, Row, Table, TaughtLine, opinion_of, opinion_table, taught_table};
use crate::domain::book::Kind;
use crate::domain::divisions::Division;
use crate::domain::feedback::{FEWEST, Opinion};
use crate::domain::training::{Session, Training};
use crate::domain::workforce::YearState;
use crate::schema::{Day, Id, Words};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// A session of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearSession {
    /// Which.
    pub id: Id,
    /// Its training's name.
    pub training: String,
    /// 第1组.
    pub name: String,
    /// When.
    pub day: Option<Day>,
    /// Where.
    pub place: String,
    /// How many it has room for.
    pub capacity: Option<i64>,
    /// Who stands where.
    pub tally: Tally,
    /// What people thought of it.
    pub opinion: Opinion,
}

/// A township in the year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearTown {
    /// Which; none where a person's post tells none.
    pub township: Option<&'static Division>,
    /// In post in the year, so to be trained.
    pub people: usize,
    /// On a roster that is still open, of those who are left.
    pub enrolled: usize,
    /// Trained.
    pub trained: usize,
}

impl YearTown {
    /// Not trained yet.
    pub fn left(&self) -> usize {
        self.people - self.trained
    }
}

/// The page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearPage {
    /// The year.
    pub year: i32,
    /// Sessions by day.
    pub sessions: Vec<YearSession>,
    /// Townships by code.
    pub towns: Vec<YearTown>,
    /// All of them together.
    pub total: YearTown,
    /// What it taught so far.
    pub taught: Vec<TaughtLine>,
}

impl Office {
    /// The page of a year.
    pub fn year_page(&self, year: i32) -> YearPage {
        let mut sessions: Vec<YearSession> = self
            .sessions_in(year)
            .into_iter()
            .map(|(row, training)| self.year_session(&row, training))
            .collect();
        sessions.sort_by_key(|s| (s.day, s.id));
        let ahead = self.on_rosters_of(year);
        let (towns, total) = self.year_towns(year, &ahead);
        YearPage {
            year,
            sessions,
            towns,
            total,
            taught: self.taught_in(year),
        }
    }

    pub(super) fn sessions_in(&self, year: i32) -> Vec<(Arc<Row>, String)> {
        let tables = self.tables();
        let trainings = tables.all::<Training>(Kind::Training);
        let of_year = trainings.filter(|(_, t)| t.year == Some(i64::from(year)));
        let sessions = of_year.flat_map(|(id, training)| {
            let rows = tables.leading_to(id, Kind::Session);
            rows.map(|row| (Arc::clone(row), training.name.clone()))
        });
        sessions.collect()
    }

    fn year_session(&self, row: &Row, training: String) -> YearSession {
        let lines = self.roster(row.id);
        let tally = Tally::of(&lines);
        let session = <&Session>::try_from(&row.record).ok();
        YearSession {
            id: row.id,
            training,
            name: session.map_or_else(String::new, |s| s.name.clone()),
            day: session.and_then(|s| s.day),
            place: session.map_or_else(String::new, |s| s.place.clone()),
            capacity: session.and_then(|s| s.capacity),
            tally,
            opinion: opinion_of(&lines),
        }
    }

    /// Whom the office trains, by township; a year to come counts whoever is in post today.
    fn year_towns(&self, year: i32, ahead: &BTreeSet<Id>) -> (Vec<YearTown>, YearTown) {
        let (today, role) = (self.today(), self.trains());
        let lines = self.rotation(&[year.min(today.year())]);
        let mut towns: Vec<YearTown> = Vec::new();
        let mut total = YearTown::default();
        for line in lines.iter().filter(|line| line.role == Some(role)) {
            let state = line.years.first().copied();
            let later = year > today.year();
            // Of a year to come nobody is trained; who has left by then is not to be.
            let state = if later {
                Some(YearState::NotYet)
            } else {
                state
            };
            if (later && line.lapses.is_none()) || state == Some(YearState::NotInPost) {
                continue;
            }
            let trained = state.is_some_and(YearState::done);
            let enrolled = !trained && ahead.contains(&line.worker);
            let at = towns.iter().position(|t| t.township == line.township);
            let at = at.unwrap_or_else(|| {
                towns.push(YearTown {
                    township: line.township,
                    ..YearTown::default()
                });
                towns.len() - 1
            });
            for town in [&mut towns[at], &mut total] {
                town.people += 1;
                town.trained += usize::from(trained);
                town.enrolled += usize::from(enrolled);
            }
        }
        towns.sort_by_key(|t| (t.township.is_none(), t.township.map(|d| d.code.as_str())));
        (towns, total)
    }

    /// The page as text for paper.
    pub fn year_paper(&self, words: &dyn Words, year: i32) -> String {
        let page = self.year_page(year);
        let mut out = String::new();
        let mut line = |text: String| {
            out.push_str(text.trim_end());
            out.push('\n');
        };
        if self.demo() {
            line(words.word("demo-mark"));
        }
        let year = year.to_string();
        let args = [("place", self.place().name.as_str()), ("year", &year)];
        line(words.fill("year-title", &args));
        line(String::new());
        let (sessions, towns) = (page.session_table(words), page.town_table(words));
        for text in laid_out(&sessions, &[30, 12, 16, 6, 6, 6, 6]) {
            line(text);
        }
        line(String::new());
        for text in laid_out(&towns, &[18, 8, 8, 8, 8, 8]) {
            line(text);
        }
        if !page.taught.is_empty() {
            line(String::new());
            let taught = taught_table(words, &page.taught);
            for text in laid_out(&taught, &[30, 8, 8, 8]) {
                line(text);
            }
        }
        let thought = page.opinions(words, FEWEST);
        if !thought.lines.is_empty() {
            line(String::new());
            for text in laid_out(&thought, &[30, 8, 8, 8, 8]) {
                line(text);
            }
            line(words.fill("feedback-few", &[("count", &FEWEST.to_string())]));
        }
        out
    }

    /// Writes the page to a new file and logs that it was printed.
    ///
    /// # Errors
    /// A file of that name is there already, or the disk refuses.
    pub fn print_year(&self, words: &dyn Words, year: i32, path: &Path) -> Result<(), Problem> {
        self.require(Kind::Training)?;
        let sessions: Vec<Id> = self.sessions_in(year).iter().map(|(r, _)| r.id).collect();
        let paper = self.year_paper(words, year);
        self.put_on_paper(path, &paper, &[(Kind::Session, &sessions)])
    }
}

impl YearPage {
    /// The sessions as a table.
    pub fn session_table(&self, words: &dyn Words) -> Table {
        let keys = [
            "year-sessions",
            "field-session-day",
            "field-session-place",
            "year-room",
            "year-on-roster",
            "year-came",
            "year-passed",
        ];
        let number = |n: usize| n.to_string();
        let cells = |s: &YearSession| {
            vec![
                format!("{} {}", s.name, s.training),
                s.day.map_or_else(String::new, Day::iso),
                s.place.clone(),
                s.capacity.map_or_else(String::new, |n| n.to_string()),
                number(s.tally.all()),
                number(s.tally.came()),
                number(s.tally.passed),
            ]
        };
        Table {
            heading: keys.map(|key| words.word(key)).to_vec(),
            lines: self.sessions.iter().map(cells).collect(),
        }
    }

    /// What was thought of the sessions about which anything was said; averages only of at least so
    /// many answers.
    pub fn opinions(&self, words: &dyn Words, fewest: usize) -> Table {
        let said = self.sessions.iter().filter(|s| s.opinion.people > 0);
        let named = said.map(|s| (format!("{} {}", s.name, s.training), &s.opinion));
        opinion_table(words, named, fewest)
    }

    /// The townships as a table, all of them together last.
    pub fn town_table(&self, words: &dyn Words) -> Table {
        let keys = [
            "column-township",
            "year-to-train",
            "year-on-roster",
            "year-trained",
            "year-left",
            "coverage-percent",
        ];
        let cells = |name: String, t: &YearTown| {
            let numbers = [t.people, t.enrolled, t.trained, t.left()].map(|n| n.to_string());
            let mut cells = vec![name];
            cells.extend(numbers);
            cells.push(percent(t.trained, t.people));
            cells
        };
        let name = |t: &YearTown| {
            t.township.map_or_else(
                || words.word("coverage-nowhere"),
                |division| division.short.clone(),
            )
        };
        let towns = self.towns.iter().map(|t| cells(name(t), t));
        let total = cells(words.word("coverage-all"), &self.total);
        Table {
            heading: keys.map(|key| words.word(key)).to_vec(),
            lines: towns.chain([total]).collect(),
        }
    }
}

/// A table in lines for paper, each column at least so wide.
fn laid_out(table: &Table, widths: &[usize]) -> Vec<String> {
    let rows = std::iter::once(&table.heading).chain(&table.lines);
    rows.map(|row| {
        let cells = row.iter().zip(widths);
        cells
            .map(|(cell, width)| pad(&format!("{cell} "), *width))
            .collect()
    })
    .collect()
}
