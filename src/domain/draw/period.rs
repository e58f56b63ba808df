//! The time that a draw is for: a year, a quarter or a month.

use crate::schema::{Day, text};
use std::fmt;

/// A year, one of its quarters, or one of its months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    year: i32,
    /// Months that it has: 12, 3 or 1.
    months: u32,
    /// The how manieth of its sort in the year, from 1.
    part: u32,
}

impl Period {
    /// The quarter that a day lies in: what a draw is for unless somebody says otherwise.
    pub fn quarter_of(day: Day) -> Self {
        Self {
            year: day.year(),
            months: 3,
            part: (day.month() - 1) / 3 + 1,
        }
    }

    /// Reads `2026`, `2026-Q4` or `2026-11`.
    pub fn parse(typed: &str) -> Option<Self> {
        let tidy = text::tidy(typed).to_ascii_uppercase();
        let (year, rest) = match tidy.split_once('-') {
            Some((year, rest)) => (year, Some(rest)),
            None => (tidy.as_str(), None),
        };
        let (months, part) = match rest {
            None => (12, 1),
            Some(rest) => match rest.strip_prefix('Q') {
                Some(quarter) => (3, quarter.parse().ok()?),
                None => (1, rest.parse().ok()?),
            },
        };
        let year = year.parse().ok().filter(|y| (2000..2200).contains(y))?;
        ((1..=12 / months).contains(&part)).then_some(Self { year, months, part })
    }

    /// Its first day.
    pub fn first(self) -> Option<Day> {
        Day::from_ymd(self.year, (self.part - 1) * self.months + 1, 1)
    }

    /// Its last day.
    pub fn last(self) -> Option<Day> {
        let months = i32::try_from(self.months).ok()?;
        Some(self.first()?.plus_months(months).plus(-1))
    }

    /// Whether some day lies in both.
    pub fn overlaps(self, other: Self) -> bool {
        self.first() <= other.last() && other.first() <= self.last()
    }

    /// The key of its words.
    pub fn key(self) -> String {
        match self.months {
            12 => "draw-year".to_owned(),
            3 => format!("draw-quarter-{}", self.part),
            _ => "draw-month".to_owned(),
        }
    }

    /// Year and part, to fill the words with.
    pub fn numbers(self) -> (i32, u32) {
        (self.year, self.part)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.months {
            12 => write!(f, "{}", self.year),
            3 => write!(f, "{}-Q{}", self.year, self.part),
            _ => write!(f, "{}-{:02}", self.year, self.part),
        }
    }
}
