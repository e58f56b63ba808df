//! When an agency is due to be sent something again. Pure: the day it was last sent and a day in,
//! whose turn it is out.
//!
//! No text sets these turns (本地默认, the calendar of the guide's year marks them so): statistics
//! once a quarter, because that is when supervisors report; the registers once a half-year, because
//! that is when they are checked; schools at the beginning of each term. All others are sent to when
//! there is a case for it.

use crate::schema::Day;

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// From each 1 January, 1 April, 1 July and 1 October.
    Quarter,
    /// From each 1 January and 1 July.
    HalfYear,
    /// From each 1 February and 1 September.
    Term,
}

/// Who is sent something by itself: agency, purpose, how often (本地默认: ours).
const TURNS: &[(&str, &str, Rhythm)] = &[
    ("finance", "funding", Rhythm::Quarter),
    ("wcwc", "outline_indicators", Rhythm::Quarter),
    ("civil_affairs", "real_name_roster", Rhythm::HalfYear),
    ("civil_affairs", "children_roster", Rhythm::HalfYear),
    ("education", "school_attendance", Rhythm::Term),
];

/// The turn that a day is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// How often there is one.
    pub rhythm: Rhythm,
    /// Which one of the year, counted from 1; what begins in autumn and ends in winter is one.
    pub nth: u8,
    /// Its first day.
    pub begun: Day,
    /// The first day of the next one.
    pub next: Day,
    /// Nothing was sent since it began.
    pub due: bool,
}

impl Rhythm {
    /// Months whose first day begins a turn.
    fn months(self) -> &'static [u32] {
        match self {
            Self::Quarter => &[1, 4, 7, 10],
            Self::HalfYear => &[1, 7],
            Self::Term => &[2, 9],
        }
    }

    /// Its code; a turn's word has the key `sending-CODE-NTH`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::HalfYear => "half",
            Self::Term => "term",
        }
    }

    /// The turns that begin in a year, each with its place.
    fn beginnings(self, year: i32) -> impl DoubleEndedIterator<Item = (u8, Day)> {
        let day = move |month: &u32| Day::from_ymd(year, *month, 1);
        (1..)
            .zip(self.months().iter().filter_map(day))
            .collect::<Vec<_>>()
            .into_iter()
    }
}

impl Turn {
    /// The key of its word.
    pub fn key(self) -> String {
        format!("sending-{}-{}", self.rhythm.code(), self.nth)
    }

    /// All keys that there are, for the words.
    pub fn keys() -> impl Iterator<Item = String> {
        let all = [Rhythm::Quarter, Rhythm::HalfYear, Rhythm::Term];
        all.into_iter().flat_map(|rhythm| {
            let count = rhythm.months().len();
            (1..=count).map(move |nth| format!("sending-{}-{nth}", rhythm.code()))
        })
    }
}

/// The turn of an agency's purpose on `today`, where it has any by itself; `last` is the day on
/// which something was last sent to it, with success.
pub fn turn(agency: &str, purpose: &str, last: Option<Day>, today: Day) -> Option<Turn> {
    let known = TURNS.iter().find(|(a, p, _)| (*a, *p) == (agency, purpose));
    let rhythm = known.map(|(.., rhythm)| *rhythm)?;
    let year = today.year();
    let around = [year - 1, year, year + 1];
    let mut around = around
        .into_iter()
        .flat_map(|year| rhythm.beginnings(year))
        .peekable();
    let mut now = None;
    while let Some(begun) = around.next_if(|(_, day)| *day <= today) {
        now = Some(begun);
    }
    let ((nth, begun), (_, next)) = (now?, around.next()?);
    Some(Turn {
        rhythm,
        nth,
        begun,
        next,
        due: last.is_none_or(|last| last < begun),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text, None).expect("a day")
    }

    /// `quarter 4 2026-10-01 2027-01-01 due`.
    fn told(agency: &str, purpose: &str, last: &str, today: &str) -> String {
        let last = (!last.is_empty()).then(|| day(last));
        let turn = turn(agency, purpose, last, day(today)).expect("it has turns");
        let (code, nth) = (turn.rhythm.code(), turn.nth);
        let due = if turn.due { "due" } else { "sent" };
        format!(
            "{code} {nth} {} {} {due}",
            turn.begun.iso(),
            turn.next.iso()
        )
    }

    #[test]
    fn statistics_are_due_once_a_quarter_from_its_first_day() {
        let funds = |last, today| told("finance", "funding", last, today);
        assert_eq!(
            funds("", "2026-11-23"),
            "quarter 4 2026-10-01 2027-01-01 due"
        );
        assert_eq!(
            funds("2026-09-30", "2026-09-30"),
            "quarter 3 2026-07-01 2026-10-01 sent"
        );
        assert_eq!(
            funds("2026-09-30", "2026-10-01"),
            "quarter 4 2026-10-01 2027-01-01 due"
        );
        assert_eq!(
            funds("2026-10-01", "2026-12-31"),
            "quarter 4 2026-10-01 2027-01-01 sent"
        );
        assert_eq!(
            funds("2026-10-01", "2027-01-01"),
            "quarter 1 2027-01-01 2027-04-01 due"
        );
        assert!(told("wcwc", "outline_indicators", "", "2028-02-29").starts_with("quarter 1"));
    }

    #[test]
    fn registers_are_due_once_a_half_year_and_schools_at_the_beginning_of_a_term() {
        let roster = |last, today| told("civil_affairs", "real_name_roster", last, today);
        assert_eq!(
            roster("2026-06-30", "2026-07-01"),
            "half 2 2026-07-01 2027-01-01 due"
        );
        assert_eq!(
            roster("2026-07-01", "2026-12-31"),
            "half 2 2026-07-01 2027-01-01 sent"
        );
        let school = |last, today| told("education", "school_attendance", last, today);
        // The autumn's term goes on until the end of January.
        assert_eq!(
            school("2026-09-01", "2027-01-31"),
            "term 2 2026-09-01 2027-02-01 sent"
        );
        assert_eq!(
            school("2026-08-31", "2027-01-31"),
            "term 2 2026-09-01 2027-02-01 due"
        );
        assert_eq!(
            school("2027-01-31", "2027-02-01"),
            "term 1 2027-02-01 2027-09-01 due"
        );
        assert_eq!(
            school("2027-02-01", "2027-08-31"),
            "term 1 2027-02-01 2027-09-01 sent"
        );
    }

    #[test]
    fn two_purposes_of_one_agency_have_turns_of_their_own_and_others_none() {
        let today = day("2026-11-23");
        let of = |agency, purpose| turn(agency, purpose, None, today);
        assert!(of("civil_affairs", "children_roster").is_some());
        assert_eq!(of("civil_affairs", "school_attendance"), None);
        assert_eq!(of("education", "funding"), None);
        assert_eq!(of("police", "case"), None);
        assert_eq!(of("labour", "employment"), None);
    }

    #[test]
    fn every_turn_has_a_key() {
        let keys: Vec<String> = Turn::keys().collect();
        assert_eq!(keys.len(), 8);
        for month in 1..=12 {
            for (agency, purpose, _) in TURNS {
                let today = Day::from_ymd(2026, month, 1).expect("a day");
                let turn = turn(agency, purpose, None, today).expect("it has turns");
                assert!(keys.contains(&turn.key()), "{}", turn.key());
            }
        }
    }
}
