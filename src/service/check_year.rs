//! A year of checks by village: for the screen, as a table, and on paper.

use super::roster::pad;
use super::{Office, Problem, Table};
use crate::domain::book::Kind;
use crate::domain::check_year::{self, Checked, Mark, VillageYear};
use crate::domain::finding::{Finding, FindingState};
use crate::domain::inspection::{Inspection, InspectionType};
use crate::schema::{Coded, Day, Id, Words};
use std::path::Path;

/// Cells of a village, of a month, and of each of the two last columns on paper.
const PAPER: [usize; 3] = [14, 6, 12];

impl Office {
    /// The villages' lines of a year, those that nobody has been to for longest first.
    pub fn check_year(&self, year: i32) -> Vec<VillageYear> {
        let (tables, today) = (self.tables(), self.today());
        let villages = tables.live(Kind::Village).map(|row| row.id);
        let inspections = tables.all::<Inspection>(Kind::Inspection);
        let checks = inspections.map(|(id, inspection)| {
            let findings = tables.leading_to(id, Kind::Finding);
            let states: Vec<FindingState> = findings
                .filter_map(|row| Some(<&Finding>::try_from(&row.record).ok()?.state(today)))
                .collect();
            let open = states.iter().filter(|s| **s != FindingState::Closed);
            Checked {
                inspection,
                state: inspection.state(states.len(), open.count(), today),
                overdue: states.contains(&FindingState::Overdue),
            }
        });
        check_year::by_village(villages, checks, year)
    }

    /// The years in which there is a check, and this one; the latest first.
    pub fn check_years(&self) -> Vec<i32> {
        let tables = self.tables();
        let inspections = tables.all::<Inspection>(Kind::Inspection);
        let mut years = check_year::years(inspections.map(|(_, inspection)| inspection));
        let this = self.today().year();
        if let Err(at) = years.binary_search_by(|year| this.cmp(year)) {
            years.insert(at, this);
        }
        years
    }

    /// What there was in a year, as a table: villages down, months across.
    pub fn check_year_table(&self, words: &dyn Words, lines: &[VillageYear]) -> Table {
        let mut heading = vec![words.word("column-village")];
        heading.extend((1..=12).map(|month| month_word(words, month)));
        heading.extend(
            ["check-year-held", "check-year-last", "check-year-days"].map(|k| words.word(k)),
        );
        let cells = |line: &VillageYear| {
            let months = line.months.iter();
            let mut cells = vec![self.label(Kind::Village, line.village)];
            cells.extend(months.map(|marks| self.marks_said(words, marks)));
            cells.push(line.held().to_string());
            cells.extend(self.last_said(words, line));
            cells
        };
        Table {
            heading,
            lines: lines.iter().map(cells).collect(),
        }
    }

    /// Checks of a month in words: `定期检查 没问题`.
    fn marks_said(&self, words: &dyn Words, marks: &[Mark]) -> String {
        let said = marks.iter().map(|mark| mark_said(words, *mark));
        said.collect::<Vec<_>>().join(&words.word("list-comma"))
    }

    /// The day of the last check, and how many days ago that is.
    fn last_said(&self, words: &dyn Words, line: &VillageYear) -> [String; 2] {
        match (line.last, line.since(self.today())) {
            (Some(last), Some(days)) => [last.iso(), days.to_string()],
            _ => [words.word("check-year-never"), String::new()],
        }
    }

    /// A village's year in one sentence.
    pub fn check_year_said(&self, words: &dyn Words, line: &VillageYear) -> String {
        let months = (1..)
            .zip(&line.months)
            .filter(|(_, marks)| !marks.is_empty());
        let said = months.map(|(month, marks)| {
            format!(
                "{} {}",
                month_word(words, month),
                self.marks_said(words, marks)
            )
        });
        let said = said
            .collect::<Vec<_>>()
            .join(&words.word("check-year-between"));
        let what = if said.is_empty() {
            words.word("check-year-nothing")
        } else {
            said
        };
        let village = self.label(Kind::Village, line.village);
        let [last, days] = self.last_said(words, line);
        let key = if line.last.is_some() {
            "check-year-row-last"
        } else {
            "check-year-row-never"
        };
        let args = [
            ("village", village.as_str()),
            ("what", &what),
            ("last", &last),
            ("days", &days),
        ];
        words.fill(key, &args)
    }

    /// The year as text for paper.
    pub fn check_year_paper(&self, words: &dyn Words, year: i32) -> String {
        let lines = self.check_year(year);
        let [name, month, last] = PAPER;
        let mut out = String::new();
        let mut print = |text: &str| {
            out.push_str(text.trim_end());
            out.push('\n');
        };
        if self.demo() {
            print(&words.word("demo-mark"));
        }
        let (numbered, today) = (year.to_string(), self.today().iso());
        let args = [
            ("place", self.place().name.as_str()),
            ("year", &numbered),
            ("day", &today),
        ];
        print(&words.fill("check-year-paper", &args));
        print("");
        let mut head = pad(&words.word("column-village"), name);
        for at in 1..=12 {
            head += &pad(&month_word(words, at), month);
        }
        head += &pad(&words.word("check-year-last"), last);
        print(&(head + &words.word("check-year-days")));
        for line in &lines {
            let mut row = pad(&(self.label(Kind::Village, line.village) + " "), name);
            for marks in &line.months {
                let cell = marks
                    .first()
                    .map_or_else(String::new, |mark| cell(words, *mark));
                row += &pad(&cell, month);
            }
            let [day, days] = self.last_said(words, line);
            print(&(row + &pad(&day, last) + &days));
        }
        print("");
        print(&legend(words).join("   "));
        print(&words.word("check-year-paper-how"));
        out
    }

    /// Writes the year to a new file and logs that it was printed.
    ///
    /// # Errors
    /// A file of that name is there already, or the disk refuses.
    pub fn print_check_year(
        &self,
        words: &dyn Words,
        year: i32,
        path: &Path,
    ) -> Result<(), Problem> {
        self.require(Kind::Inspection)?;
        let of_year = |inspection: &Inspection| {
            let day = inspection.done.or(inspection.planned);
            day.is_some_and(|day: Day| day.year() == year)
        };
        let tables = self.tables();
        let inspections = tables.all::<Inspection>(Kind::Inspection);
        let shown = inspections.filter(|(_, inspection)| of_year(inspection));
        let shown: Vec<Id> = shown.map(|(id, _)| id).collect();
        drop(tables);
        let paper = self.check_year_paper(words, year);
        self.put_on_paper(path, &paper, &[(Kind::Inspection, &shown)])
    }
}

/// 3月.
pub fn month_word(words: &dyn Words, month: usize) -> String {
    words.word(&format!("month-{month}"))
}

/// A check in a cell: its sign, and one character for planned or drawn.
pub fn cell(words: &dyn Words, mark: Mark) -> String {
    let kind = if mark.drawn {
        "check-year-drawn"
    } else {
        "check-year-planned"
    };
    format!("{}{}", mark.sign(), words.word(kind))
}

/// What the signs and characters of the cells stand for.
pub fn legend(words: &dyn Words) -> Vec<String> {
    let signs = Mark::all().map(|mark| format!("{} {}", mark.sign(), words.word(mark.key())));
    let kinds = [
        ("check-year-planned", InspectionType::Planned),
        ("check-year-drawn", InspectionType::Random),
    ];
    let kinds = kinds.map(|(key, kind)| {
        let word = words.choice(InspectionType::LIST, kind.code());
        format!("{} {word}", words.word(key))
    });
    signs.into_iter().chain(kinds).collect()
}

fn mark_said(words: &dyn Words, mark: Mark) -> String {
    let kind = if mark.drawn {
        InspectionType::Random
    } else {
        InspectionType::Planned
    };
    let kind = words.choice(InspectionType::LIST, kind.code());
    format!("{kind} {}", words.word(mark.key()))
}
