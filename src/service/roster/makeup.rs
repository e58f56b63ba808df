//! Whoever missed or failed a session goes on the roster of one that makes up for it.

use super::super::office::{chunks, put};
use super::super::{Act, Office, Problem};
use crate::domain::book::{Kind, Record};
use crate::domain::training::{Attendance, Enrolment, Outcome, Session};
use crate::schema::{Day, Id, Words};
use std::collections::HashSet;

/// Days until a make-up session that has to be made; its day can be changed. Ours (本地默认).
const DAYS_AHEAD: i32 = 7;

/// What came of making up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakeUp {
    /// The session that makes up.
    pub session: Id,
    /// Whether it was made for this.
    pub made: bool,
    /// Its day.
    pub day: Day,
    /// On its roster, new.
    pub placed: usize,
    /// On its waiting list, new.
    pub waiting: usize,
}

impl MakeUp {
    /// In words: how many, on which day, and whether the session was made for it.
    pub fn said(&self, words: &dyn Words) -> String {
        let (placed, waiting) = (self.placed.to_string(), self.waiting.to_string());
        let day = self.day.iso();
        let args = [
            ("count", placed.as_str()),
            ("waiting", &waiting),
            ("day", &day),
        ];
        words.fill(
            match (self.made, self.waiting) {
                (true, _) => "roster-makeup-made",
                (false, 0) => "roster-makeup",
                (false, _) => "roster-makeup-waiting",
            },
            &args,
        )
    }
}

impl Office {
    /// Puts everybody who missed this session (没到 or 请假) or failed in it on the roster of a
    /// make-up session of the same training, which is made if none is ahead; nobody twice.
    ///
    /// # Errors
    /// Nobody missed or failed, or all of them are on a make-up already; what the store refuses.
    pub fn make_up(&self, words: &dyn Words, session: Id) -> Result<MakeUp, Problem> {
        let facts = self.session(session)?;
        let lines = self.roster(session).into_iter();
        let missing: Vec<Enrolment> = lines
            .filter(|line| !line.waiting)
            .filter(|line| {
                let away = matches!(line.state, Attendance::Absent | Attendance::Excused);
                away || line.result == Some(Outcome::Fail)
            })
            .map(|line| Enrolment {
                worker: line.worker,
                guest: line.guest,
                ..Enrolment::default()
            })
            .collect();
        if missing.is_empty() {
            return Err(Problem::new("problem-nobody-to-make-up"));
        }
        let makeups = self.makeups(&facts, session);
        let cared_for = self.cared_for(&makeups);
        let open: Vec<Enrolment> = missing
            .into_iter()
            .filter(|e| !e.who().is_some_and(|who| cared_for.contains(&who)))
            .collect();
        if open.is_empty() {
            return Err(Problem::new("problem-made-up-already"));
        }
        let ahead = makeups.iter().filter(|(_, s)| s.day >= Some(self.today()));
        let held = ahead.min_by_key(|(id, s)| (s.day, *id));
        if let Some((id, held)) = held {
            let (items, enrolled) = self.places_for(*id, open)?;
            self.commit_group(Act::Enrol, "", chunks(items), &mut |_, _| true)?;
            return Ok(MakeUp {
                session: *id,
                made: false,
                day: held.day.unwrap_or(self.today()),
                placed: enrolled.placed,
                waiting: enrolled.waiting,
            });
        }
        let day = self.today().plus(DAYS_AHEAD);
        let new = Session {
            name: words.word("makeup-session"),
            day: Some(day),
            start: facts.start,
            end: facts.end,
            makeup: Some(true),
            capacity: None,
            note: String::new(),
            ..facts
        };
        let id = self.setup().new_id();
        let placed = open.len();
        let mut items = vec![put(id, None, new.into())];
        items.extend(open.into_iter().map(|person| {
            let enrolment = Enrolment {
                session: Some(id),
                state: Some(Attendance::Unmarked),
                ..person
            };
            put(self.setup().new_id(), None, enrolment.into())
        }));
        self.commit_group(Act::Enrol, "", chunks(items), &mut |_, _| true)?;
        Ok(MakeUp {
            session: id,
            made: true,
            day,
            placed,
            waiting: 0,
        })
    }

    /// The other make-up sessions of a session's training.
    fn makeups(&self, of: &Session, than: Id) -> Vec<(Id, Session)> {
        let tables = self.tables();
        let Some(training) = of.training else {
            return Vec::new();
        };
        let rows = tables.leading_to(training, Kind::Session);
        rows.filter_map(|row| match &row.record {
            Record::Session(s) if s.makeup == Some(true) && row.id != than => {
                Some((row.id, s.clone()))
            }
            _ => None,
        })
        .collect()
    }

    /// Whoever is on one of these rosters and has neither missed nor failed it.
    fn cared_for(&self, sessions: &[(Id, Session)]) -> HashSet<Id> {
        let tables = self.tables();
        let rows = sessions
            .iter()
            .flat_map(|(id, _)| tables.leading_to(*id, Kind::Enrolment));
        rows.filter_map(|row| {
            let e = <&Enrolment>::try_from(&row.record).ok()?;
            let away = matches!(e.state, Some(Attendance::Absent | Attendance::Excused));
            let open = away || e.result == Some(Outcome::Fail);
            e.who().filter(|_| !open)
        })
        .collect()
    }
}
