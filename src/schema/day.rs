use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A calendar day of UTC+8, counted from 1970-01-01; stored as that number, never as chrono's serde.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

/// Seconds that UTC+8 is ahead of UTC.
const CHINA_OFFSET: i64 = 8 * 3600;
/// Days before this aren't days of anybody in the files; they are typing slips.
const FIRST_YEAR: i32 = 1850;
const LAST_YEAR: i32 = 2199;

impl Day {
    /// The day with this date, if there is one between 1850 and 2199.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(|d| Self(d.to_epoch_days()))
    }

    /// The day in China at `millis` (Unix time in milliseconds).
    pub fn of_millis(millis: u64) -> Self {
        let seconds = i64::try_from(millis / 1000).unwrap_or(i64::MAX / 2) + CHINA_OFFSET;
        Self(i32::try_from(seconds.div_euclid(86_400)).unwrap_or(i32::MAX / 2))
    }

    fn date(self) -> NaiveDate {
        NaiveDate::from_epoch_days(self.0).unwrap_or_default()
    }

    /// The year, like 2026.
    pub fn year(self) -> i32 {
        self.date().year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.date().month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u32 {
        self.date().day()
    }

    /// Days since Monday, 0 to 6.
    pub fn weekday(self) -> u32 {
        self.date().weekday().num_days_from_monday()
    }

    /// This many days later (or earlier).
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Whole years from this birth day to `on`: one who was born on 29 February grows older on
    /// 1 March of other years (民法典 reckons a year as complete at the end of its day).
    pub fn years_until(self, on: Self) -> i32 {
        let (born, on) = (self.date(), on.date());
        let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
        on.year() - born.year() - i32::from(!had_birthday)
    }

    /// The first day on which somebody born on this one is so many whole years old.
    pub fn turns(self, years: i32) -> Self {
        let born = self.date();
        let (year, month, day) = (born.year() + years, born.month(), born.day());
        let date = NaiveDate::from_ymd_opt(year, month, day);
        // Only 29 February is missing from some years.
        let date = date.or_else(|| NaiveDate::from_ymd_opt(year, 3, 1));
        date.map_or(Self(i32::MAX), |d| Self(d.to_epoch_days()))
    }

    /// The same day so many months later, or the last one of that month where it has no such day
    /// (民法典第202条).
    pub fn plus_months(self, months: i32) -> Self {
        let date = match u32::try_from(months) {
            Ok(ahead) => self.date().checked_add_months(chrono::Months::new(ahead)),
            Err(_) => self
                .date()
                .checked_sub_months(chrono::Months::new(months.unsigned_abs())),
        };
        date.map_or(self, |d| Self(d.to_epoch_days()))
    }

    /// `2015-03-14`.
    pub fn iso(self) -> String {
        self.date().format("%Y-%m-%d").to_string()
    }

    /// Reads a day in the forms people write: `2015-03-14`, `2015.3.14`, `2015/3/14`,
    /// `2015年3月14日`, `20150314`, and, against `today`, `0311`, `3-11`, `+7`, `-1`.
    pub fn parse(text: &str, today: Option<Self>) -> Option<Self> {
        let text: String = super::text::tidy(text)
            .chars()
            .map(|c| {
                if matches!(c, '年' | '月' | '.' | '/' | '．') {
                    '-'
                } else {
                    c
                }
            })
            .filter(|c| !matches!(c, '日' | '号' | ' '))
            .collect();
        // Offices' spreadsheets hand over a day as a moment; the midnight says nothing.
        let text = text.split('T').next().unwrap_or_default();
        let text = text
            .strip_suffix("00:00:00")
            .unwrap_or(text)
            .trim_end_matches('-');
        Self::parse_full(text).or_else(|| today.and_then(|t| Self::parse_near(text, t)))
    }

    fn parse_full(text: &str) -> Option<Self> {
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::from_ymd(
                text[..4].parse().ok()?,
                text[4..6].parse().ok()?,
                text[6..].parse().ok()?,
            );
        }
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 {
            return None;
        }
        Self::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    fn parse_near(text: &str, today: Self) -> Option<Self> {
        if text.starts_with(['+', '-']) {
            let days: i32 = text.parse().ok().filter(|n: &i32| n.abs() <= 3660)?;
            return Some(today.plus(days));
        }
        if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::from_ymd(
                today.year(),
                text[..2].parse().ok()?,
                text[2..].parse().ok()?,
            );
        }
        let (month, day) = text.split_once('-')?;
        Self::from_ymd(today.year(), month.parse().ok()?, day.parse().ok()?)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

/// A time of day in minutes since midnight, 0 to 1439.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TimeOfDay(pub u16);

impl TimeOfDay {
    /// The time in China at `millis` (Unix time in milliseconds).
    pub fn of_millis(millis: u64) -> Self {
        let seconds = i64::try_from(millis / 1000).unwrap_or(0) + CHINA_OFFSET;
        Self(u16::try_from(seconds.rem_euclid(86_400) / 60).unwrap_or(0))
    }

    /// Reads `8:30`, `08：30`, `0830`, `8点30分`, `8点`, `8时30`.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = super::text::tidy(text)
            .chars()
            .map(|c| {
                if matches!(c, '点' | '时' | '.') {
                    ':'
                } else {
                    c
                }
            })
            .filter(|c| !matches!(c, '分' | ' '))
            .collect();
        let (hour, minute) = match text.split_once(':') {
            Some((h, "")) => (h.to_owned(), "0".to_owned()),
            Some((h, m)) => (h.to_owned(), m.split(':').next().unwrap_or("0").to_owned()),
            None if matches!(text.len(), 3 | 4) && text.is_ascii() => (
                text[..text.len() - 2].to_owned(),
                text[text.len() - 2..].to_owned(),
            ),
            None => return None,
        };
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then(|| Self(hour * 60 + minute))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_that_no_clock_has_is_none() {
        for text in ["24:00", "1100:", "65535点", "8:60"] {
            assert_eq!(TimeOfDay::parse(text), None, "{text}");
        }
        assert_eq!(TimeOfDay::parse("23:59"), Some(TimeOfDay(1439)));
    }

    #[test]
    fn days_in_the_forms_people_write() {
        let want = Day::from_ymd(2015, 3, 14);
        for text in [
            "2015-03-14",
            "2015.3.14",
            "2015/3/14",
            "2015年3月14日",
            "20150314",
            "２０１５．３．１４",
            " 2015-3-14 ",
            "2015-03-14 00:00:00",
            "2015-03-14T00:00:00",
        ] {
            assert_eq!(Day::parse(text, None), want, "{text}");
        }
        for text in [
            "2015-02-29",
            "2015-13-01",
            "15-3-14",
            "0314",
            "昨天",
            "2015-3",
            "",
            "35070320150314",
        ] {
            assert_eq!(Day::parse(text, None), None, "{text}");
        }
    }

    #[test]
    fn days_near_today() {
        let today = Day::from_ymd(2026, 11, 23);
        for (text, want) in [
            ("0311", Day::from_ymd(2026, 3, 11)),
            ("3-11", Day::from_ymd(2026, 3, 11)),
            ("3月11日", Day::from_ymd(2026, 3, 11)),
            ("+7", Day::from_ymd(2026, 11, 30)),
            ("-1", Day::from_ymd(2026, 11, 22)),
            ("＋7", Day::from_ymd(2026, 11, 30)),
        ] {
            assert_eq!(Day::parse(text, today), want, "{text}");
        }
    }

    #[test]
    fn ages_turn_on_the_birthday() {
        let day = |y, m, d| Day::from_ymd(y, m, d).unwrap();
        let born = day(2012, 2, 29);
        assert_eq!(born.years_until(day(2028, 2, 28)), 15);
        assert_eq!(born.years_until(day(2028, 2, 29)), 16);
        assert_eq!(born.years_until(day(2026, 2, 28)), 13);
        assert_eq!(born.years_until(day(2026, 3, 1)), 14);
    }

    #[test]
    fn days_are_those_of_china() {
        // 2026-11-22 16:00 UTC is midnight of the 23rd in China.
        let midnight = 1_795_363_200_000;
        assert_eq!(Day::of_millis(midnight).iso(), "2026-11-23");
        assert_eq!(Day::of_millis(midnight - 1).iso(), "2026-11-22");
        assert_eq!(
            TimeOfDay::of_millis(midnight + 30 * 60_000).to_string(),
            "00:30"
        );
    }

    #[test]
    fn times_in_the_forms_people_write() {
        for text in [
            "8:30",
            "08：30",
            "0830",
            "830",
            "8点30分",
            "8时30",
            "8:30:00",
        ] {
            assert_eq!(
                TimeOfDay::parse(text).map(|t| t.to_string()).as_deref(),
                Some("08:30"),
                "{text}"
            );
        }
        for text in ["24:00", "8:60", "上午", "8", "点"] {
            assert_eq!(TimeOfDay::parse(text), None, "{text}");
        }
    }
}
