//! Certificates of a training 证书: a number of their own for everybody who passed.

use crate::schema::{Day, Entity, Field, Id, KeyClass};

/// A certificate that was given. Taken back, it stays as out of use, so that its number is never
/// given again.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Certificate {
    /// 证书编号.
    pub number: String,
    /// To whom, of the register.
    pub worker: Option<Id>,
    /// To whom, where the register doesn't have the person yet.
    pub guest: Option<Id>,
    /// For which session.
    pub session: Option<Id>,
    /// For which line of its roster.
    pub enrolment: Option<Id>,
    /// The day it was given.
    pub day: Option<Day>,
    /// Anything else.
    pub note: String,
}

impl Certificate {
    /// The person: a worker or a guest.
    pub fn who(&self) -> Option<Id> {
        self.worker.or(self.guest)
    }
}

/// How the numbers of a year begin: `JY2026-`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series(String);

impl Series {
    /// The most characters before the year.
    pub const LONGEST: usize = 12;

    /// Those with this beginning, of a year; none where the beginning has anything but letters,
    /// digits and dashes. That numbers look so is ours (本地默认): no text says how.
    pub fn of(prefix: &str, year: i32) -> Option<Self> {
        let good = |c: char| c.is_alphanumeric() || c == '-';
        let fits = prefix.chars().count() <= Self::LONGEST && prefix.chars().all(good);
        fits.then(|| Self(format!("{prefix}{year}-")))
    }

    /// The number at this place.
    pub fn number(&self, place: u32) -> String {
        format!("{}{place:03}", self.0)
    }

    /// At which place a number stands in it.
    pub fn place_of(&self, number: &str) -> Option<u32> {
        let place = number.strip_prefix(&self.0)?;
        let digits = place.bytes().all(|b| b.is_ascii_digit());
        place.parse().ok().filter(|_| digits)
    }

    /// What stands before the year in a number of this form: `JY` of `JY2026-001`.
    pub fn prefix_of(number: &str) -> Option<&str> {
        let (before, place) = number.rsplit_once('-')?;
        let at = before.len().checked_sub(4)?;
        let (prefix, year) = (before.get(..at)?, before.get(at..)?);
        let series = Self::of(prefix, year.parse().ok()?)?;
        series
            .place_of(number)
            .map(|_| prefix)
            .filter(|_| !place.is_empty())
    }
}

impl Entity for Certificate {
    const NAME: &'static str = "certificate";
    const CODE: u8 = 28;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Certificate {
        number: Text { max: 40 } => PLAIN.required().listed().searched().by_act(),
        worker: Link("worker") => PLAIN.by_act(),
        guest: Link("guest") => PLAIN.by_act(),
        session: Link("session") => PLAIN.required().listed().by_act(),
        enrolment: Link("enrolment") => PLAIN.required().by_act(),
        day: Day => PLAIN.required().listed(),
        note: Note { max: 500 } => PLAIN,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_series_are_told_from_all_others() {
        let series = Series::of("JY", 2026).unwrap();
        assert_eq!(series.number(7), "JY2026-007");
        assert_eq!(series.number(12_345), "JY2026-12345");
        assert_eq!(series.place_of("JY2026-1000"), Some(1000));
        for other in [
            "JY2025-001",
            "XJY2026-001",
            "JY2026-",
            "JY2026-1a",
            "JY2026-+1",
        ] {
            assert_eq!(series.place_of(other), None, "{other}");
        }
        assert!(Series::of("建阳-", 2026).is_some() && Series::of("", 2026).is_some());
        assert!(Series::of("J Y", 2026).is_none() && Series::of("JYJYJYJYJYJYJ", 2026).is_none());
    }

    #[test]
    fn the_beginning_is_read_back_from_a_number() {
        assert_eq!(Series::prefix_of("JY2026-001"), Some("JY"));
        assert_eq!(Series::prefix_of("建阳-2026-1000"), Some("建阳-"));
        for other in [
            "001",
            "2026",
            "JY2026001",
            "JY26-001",
            "J Y2026-001",
            "证-1",
        ] {
            assert_eq!(Series::prefix_of(other), None, "{other}");
        }
    }
}
