//! A session's roster: who is on it and where each stands. Marking, enrolling, making up,
//! guests and the sheet stand in files of their own.

mod certificates;
mod enrol;
mod feedback;
mod guests;
mod lessons;
mod makeup;
mod marking;
mod notice;
mod rule;
mod sheet;

pub(super) use sheet::pad;

pub use certificates::Certified;
pub use enrol::Enrolled;
pub use feedback::{average_told, opinion_of, opinion_table};
pub use lessons::{LessonLine, LessonsSaved, read_hours};
pub use makeup::MakeUp;
pub use marking::Marks;
pub use rule::Lacking;

use super::{Office, Problem};
use crate::domain::book::{Kind, Record};
use crate::domain::certificate::Certificate;
use crate::domain::divisions::Division;
use crate::domain::feedback::Feedback;
use crate::domain::guest::Guest;
use crate::domain::training::{Attendance, Enrolment, Outcome, Session, Training};
use crate::domain::village::Village;
use crate::schema::{Id, Score, TimeOfDay};
use std::collections::HashMap;

/// One person on a session's roster.
#[derive(Clone, Debug)]
pub struct RosterLine {
    /// The enrolment.
    pub enrolment: Id,
    /// Who, of the register.
    pub worker: Option<Id>,
    /// Who, where the register doesn't have the person yet.
    pub guest: Option<Id>,
    /// 姓名.
    pub name: String,
    /// The township of the post, since villages repeat; for guests in words.
    pub township: String,
    /// The same as a division, since townships repeat, too; of guests nobody knows.
    pub division: Option<&'static Division>,
    /// The village of the post, since names repeat.
    pub village: String,
    /// Where the person stands.
    pub state: Attendance,
    /// When signed in.
    pub time: Option<TimeOfDay>,
    /// When signed out.
    pub out: Option<TimeOfDay>,
    /// Points of the test.
    pub score: Option<Score>,
    /// Passed or not.
    pub result: Option<Outcome>,
    /// Waits for a place.
    pub waiting: bool,
    /// Number of the certificate.
    pub certificate: Option<String>,
    /// What the person thought of it.
    pub feedback: Option<Feedback>,
}

impl RosterLine {
    /// The person: a worker or a guest.
    pub fn who(&self) -> Option<Id> {
        self.worker.or(self.guest)
    }

    /// Whether the person was there, on time or late.
    pub fn attended(&self) -> bool {
        !self.waiting && matches!(self.state, Attendance::Present | Attendance::Late)
    }
}

/// How many of a roster stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// 到.
    pub present: usize,
    /// 迟到.
    pub late: usize,
    /// 请假.
    pub excused: usize,
    /// 没到.
    pub absent: usize,
    /// 未点.
    pub unmarked: usize,
    /// 候补: on the waiting list, so in none of the others.
    pub waiting: usize,
    /// Of those who came, signed out.
    pub out: usize,
    /// 合格.
    pub passed: usize,
    /// 不合格.
    pub failed: usize,
    /// 已发证书.
    pub certified: usize,
}

impl Tally {
    /// Everybody on the roster proper.
    pub fn all(self) -> usize {
        self.present + self.late + self.excused + self.absent + self.unmarked
    }

    /// Whoever was there, on time or late.
    pub fn came(self) -> usize {
        self.present + self.late
    }

    /// Counts the lines of a roster.
    pub fn of(lines: &[RosterLine]) -> Self {
        let mut tally = Self::default();
        for line in lines {
            if line.waiting {
                tally.waiting += 1;
                continue;
            }
            *match line.state {
                Attendance::Present => &mut tally.present,
                Attendance::Late => &mut tally.late,
                Attendance::Excused => &mut tally.excused,
                Attendance::Absent => &mut tally.absent,
                Attendance::Unmarked => &mut tally.unmarked,
            } += 1;
            tally.certified += usize::from(line.certificate.is_some());
            tally.out += usize::from(line.out.is_some());
            match line.result {
                Some(Outcome::Pass) => tally.passed += 1,
                Some(Outcome::Fail) => tally.failed += 1,
                None => {}
            }
        }
        tally
    }
}

impl Office {
    /// A session's roster, by village and name; guests behind the register's people, and behind
    /// them who waits for a place, the first in line first.
    pub fn roster(&self, session: Id) -> Vec<RosterLine> {
        // Before the tables are held: it holds them itself.
        let villages = self.places();
        let tables = self.tables();
        let given: HashMap<Id, &str> = tables
            .leading_to(session, Kind::Certificate)
            .filter_map(|row| <&Certificate>::try_from(&row.record).ok())
            .filter_map(|c| Some((c.enrolment?, c.number.as_str())))
            .collect();
        let mut thought: HashMap<Id, &Feedback> = tables
            .leading_to(session, Kind::Feedback)
            .filter_map(|row| <&Feedback>::try_from(&row.record).ok())
            .filter_map(|feedback| Some((feedback.enrolment?, feedback)))
            .collect();
        let rows = tables.leading_to(session, Kind::Enrolment);
        let mut lines: Vec<(Option<Id>, RosterLine)> = rows
            .filter_map(|row| {
                let enrolment = <&Enrolment>::try_from(&row.record).ok()?;
                let who = enrolment.who()?;
                let village = villages.get(&who).copied();
                let guest: Option<&Guest> =
                    enrolment.guest.and_then(|id| tables.get(Kind::Guest, id));
                let division = tables.township_of(who, self.today());
                let (name, township, place) = match guest {
                    Some(g) => (g.name.clone(), g.township.clone(), g.village.clone()),
                    None => {
                        let place: Option<&Village> =
                            village.and_then(|id| tables.get(Kind::Village, id));
                        (
                            tables.label(Kind::Worker, who),
                            division.map_or_else(String::new, |d| d.short.clone()),
                            place.map_or_else(String::new, |v| v.name.clone()),
                        )
                    }
                };
                let line = RosterLine {
                    enrolment: row.id,
                    worker: enrolment.worker,
                    guest: enrolment.guest,
                    name,
                    township,
                    division,
                    village: place,
                    state: enrolment.state.unwrap_or(Attendance::Unmarked),
                    time: enrolment.time,
                    out: enrolment.out,
                    score: enrolment.score,
                    result: enrolment.result,
                    waiting: enrolment.waits(),
                    certificate: given.get(&row.id).map(|number| (*number).to_owned()),
                    feedback: thought.remove(&row.id).cloned(),
                };
                Some((village, line))
            })
            .collect();
        // The village's id follows its code, so the roster walks through the township. Whoever
        // waits stands as enrolled: an enrolment's id tells when it was made.
        lines.sort_by(|(a, x), (b, y)| match (x.waiting, y.waiting) {
            (true, true) => x.enrolment.cmp(&y.enrolment),
            (false, false) => (a.is_none(), a, x.guest.is_some(), &x.name, x.who()).cmp(&(
                b.is_none(),
                b,
                y.guest.is_some(),
                &y.name,
                y.who(),
            )),
            (x, y) => x.cmp(&y),
        });
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// The training of a session.
    ///
    /// # Errors
    /// There is no such session, or its training is gone.
    pub fn training_of(&self, session: Id) -> Result<Training, Problem> {
        let training = self.session(session)?.training;
        let row = training.and_then(|training| self.row(Kind::Training, training));
        match row.as_deref().map(|r| &r.record) {
            Some(Record::Training(training)) => Ok(training.clone()),
            _ => Err(Problem::new("problem-no-such-record").with("kind", Kind::Training.name())),
        }
    }

    /// Which training a session is of.
    ///
    /// # Errors
    /// There is no such session.
    pub fn session_training(&self, session: Id) -> Result<Id, Problem> {
        let gone = || Problem::new("problem-no-such-record").with("kind", Kind::Training.name());
        self.session(session)?.training.ok_or_else(gone)
    }

    pub(super) fn session(&self, id: Id) -> Result<Session, Problem> {
        let row = self.row(Kind::Session, id).filter(|r| !r.retired);
        match row.as_deref().map(|r| &r.record) {
            Some(Record::Session(session)) => Ok(session.clone()),
            _ => Err(Problem::new("problem-no-such-record").with("kind", Kind::Session.name())),
        }
    }
}
