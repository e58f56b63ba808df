use super::office::{chunks, put};
use super::{Act, Office, Problem, Revision, folders};
use crate::domain::book::{Kind, Record};
use crate::domain::training::{Attendance, Enrolment, Session};
use crate::schema::{Id, TimeOfDay, Words};
use std::collections::HashSet;
use std::path::Path;

/// One person on a session's roster.
#[derive(Clone, Debug)]
pub struct RosterLine {
    /// The enrolment.
    pub enrolment: Id,
    /// Who.
    pub worker: Id,
    /// 姓名.
    pub name: String,
    /// The village of the post, since names repeat.
    pub village: String,
    /// Where the person stands.
    pub state: Attendance,
    /// When signed in.
    pub time: Option<TimeOfDay>,
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
}

impl Tally {
    /// Everybody.
    pub fn all(self) -> usize {
        self.present + self.late + self.excused + self.absent + self.unmarked
    }

    /// Counts the lines of a roster.
    pub fn of(lines: &[RosterLine]) -> Self {
        let mut tally = Self::default();
        for line in lines {
            *match line.state {
                Attendance::Present => &mut tally.present,
                Attendance::Late => &mut tally.late,
                Attendance::Excused => &mut tally.excused,
                Attendance::Absent => &mut tally.absent,
                Attendance::Unmarked => &mut tally.unmarked,
            } += 1;
        }
        tally
    }
}

impl Office {
    /// A session's roster, by village and name.
    pub fn roster(&self, session: Id) -> Vec<RosterLine> {
        // Before the tables are held: it holds them itself.
        let villages = self.places();
        let tables = self.tables();
        let enrolled: Vec<(Id, &Enrolment)> = tables
            .all::<Enrolment>(Kind::Enrolment)
            .filter(|(_, e)| e.session == Some(session))
            .collect();
        let mut lines: Vec<(Option<Id>, RosterLine)> = enrolled
            .into_iter()
            .filter_map(|(id, enrolment)| {
                let worker = enrolment.worker?;
                let village = villages.get(&worker).copied();
                let line = RosterLine {
                    enrolment: id,
                    worker,
                    name: tables.label(Kind::Worker, worker),
                    village: village.map_or_else(String::new, |v| tables.label(Kind::Village, v)),
                    state: enrolment.state.unwrap_or(Attendance::Unmarked),
                    time: enrolment.time,
                };
                Some((village, line))
            })
            .collect();
        // The village's id follows its code, so the roster walks through the township.
        lines.sort_by(|(a, x), (b, y)| {
            (a.is_none(), a, &x.name, x.worker).cmp(&(b.is_none(), b, &y.name, y.worker))
        });
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// Puts workers on a session's roster, whoever is on it already left as they are; says how
    /// many came new.
    ///
    /// # Errors
    /// Nobody came new; what the store refuses.
    pub fn enrol(&self, session: Id, workers: &[Id]) -> Result<usize, Problem> {
        self.session(session)?;
        let there: HashSet<Id> = self.roster(session).into_iter().map(|l| l.worker).collect();
        let new: Vec<_> = workers.iter().filter(|w| !there.contains(w)).collect();
        if new.is_empty() {
            let key = if workers.is_empty() {
                "problem-nothing-matches"
            } else {
                "problem-already-enrolled"
            };
            return Err(Problem::new(key));
        }
        let items: Vec<_> = new
            .iter()
            .map(|worker| {
                let enrolment = Enrolment {
                    session: Some(session),
                    worker: Some(**worker),
                    state: Some(Attendance::Unmarked),
                    ..Enrolment::default()
                };
                put(self.setup().new_id(), None, enrolment.into())
            })
            .collect();
        let count = items.len();
        self.commit_group(Act::Enrol, "", chunks(items), &mut |_, _| true)?;
        Ok(count)
    }

    /// Marks one person; the time is taken down for those who came.
    ///
    /// # Errors
    /// Not on a roster; a person with a pass can't be marked away; what the store refuses.
    pub fn mark(&self, enrolment: Id, state: Attendance) -> Result<Revision, Problem> {
        let row = self
            .row(Kind::Enrolment, enrolment)
            .filter(|r| !r.retired)
            .ok_or_else(|| Problem::new("problem-no-such-worker-on-roster"))?;
        let Record::Enrolment(mut new) = row.record.clone() else {
            return Err(Problem::new("problem-no-such-worker-on-roster"));
        };
        new.state = Some(state);
        new.time = new
            .attended()
            .then(|| new.time.unwrap_or_else(|| TimeOfDay::of_millis(self.now())));
        let record = Record::from(new);
        let (errors, _) = self.judge(&record);
        if !errors.is_empty() {
            return Err(Problem::faults(errors));
        }
        self.commit(
            Act::Mark,
            "",
            vec![put(enrolment, Some(row.revision), record)],
        )
    }

    /// Marks everybody who is not marked yet; one undo takes it back.
    ///
    /// # Errors
    /// Nobody is unmarked; what the store refuses.
    pub fn mark_rest(&self, session: Id, state: Attendance) -> Result<usize, Problem> {
        let rest = self
            .roster(session)
            .into_iter()
            .filter(|l| l.state == Attendance::Unmarked);
        let rows: Vec<_> = rest
            .filter_map(|l| self.row(Kind::Enrolment, l.enrolment))
            .collect();
        if rows.is_empty() {
            return Err(Problem::new("problem-nothing-matches"));
        }
        let items: Vec<_> = rows
            .iter()
            .map(|row| {
                let mut record = row.record.clone();
                if let Record::Enrolment(e) = &mut record {
                    e.state = Some(state);
                }
                put(row.id, Some(row.revision), record)
            })
            .collect();
        let count = items.len();
        self.commit_group(Act::Mark, "", chunks(items), &mut |_, _| true)?;
        Ok(count)
    }

    /// Writes the sign-in sheet to a new file and logs that it was printed.
    ///
    /// # Errors
    /// No such session, a file of that name is there already, or the disk refuses.
    pub fn write_sheet(&self, words: &dyn Words, session: Id, path: &Path) -> Result<(), Problem> {
        let sheet = self.sign_in_sheet(words, session)?;
        folders::write_new(path, &sheet)?;
        self.mention(Act::Print, "", Kind::Session, &[session])
    }

    fn session(&self, id: Id) -> Result<Session, Problem> {
        let row = self.row(Kind::Session, id).filter(|r| !r.retired);
        match row.as_deref().map(|r| &r.record) {
            Some(Record::Session(session)) => Ok(session.clone()),
            _ => Err(Problem::new("problem-no-such-record").with("kind", Kind::Session.name())),
        }
    }

    /// The sign-in sheet as text for paper: title, place and time, a numbered line a person with
    /// room to sign.
    ///
    /// # Errors
    /// No such session.
    pub fn sign_in_sheet(&self, words: &dyn Words, session: Id) -> Result<String, Problem> {
        let facts = self.session(session)?;
        let lines = self.roster(session);
        let title = self.label(Kind::Session, session);
        let time = |t: Option<TimeOfDay>| t.map_or_else(|| "     ".to_owned(), |t| t.to_string());
        let mut out = String::new();
        if self.demo() {
            out.push_str(&words.word("demo-mark"));
            out.push('\n');
        }
        out.push_str(&words.fill("sheet-title", &[("session", &title)]));
        out.push('\n');
        let (from, to) = (time(facts.start), time(facts.end));
        out.push_str(&words.fill(
            "sheet-where",
            &[
                ("place", &facts.place),
                ("from", from.trim()),
                ("to", to.trim()),
            ],
        ));
        out.push_str("\n\n");
        for (n, line) in lines.iter().enumerate() {
            let state = crate::schema::Coded::code(line.state);
            let mark = match line.state {
                Attendance::Unmarked => String::new(),
                _ => words.word(&format!("choice-attendance-{state}")),
            };
            let name = pad(&line.name, 14);
            let village = pad(&line.village, 18);
            out.push_str(&format!(
                "{:>3}  {name}{village}{}  {mark}\n",
                n + 1,
                "_".repeat(16)
            ));
        }
        out.push('\n');
        out.push_str(&words.fill("sheet-total", &[("count", &lines.len().to_string())]));
        out.push('\n');
        Ok(out)
    }
}

/// Filled up with blanks to a width in cells.
pub(super) fn pad(text: &str, cells: usize) -> String {
    let width = unicode_width::UnicodeWidthStr::width(text);
    format!("{text}{}", " ".repeat(cells.saturating_sub(width)))
}
