//! Certificates for whoever passed: numbered, given in one act, and their list on paper.

use super::super::office::{chunks, put};
use super::super::write::Faults;
use super::super::{Act, Office, Problem};
use super::RosterLine;
use super::sheet::pad;
use crate::domain::book::{Kind, Record};
use crate::domain::certificate::{Certificate, Series};
use crate::domain::training::{Outcome, Session};
use crate::domain::worker::Worker;
use crate::domain::{divisions, letters};
use crate::schema::{Fault, Id, Value, Words, text};
use crate::store::ItemChange;
use std::collections::HashSet;
use std::path::Path;

/// What came of giving certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certified {
    /// The numbers, in the order of the rosters.
    pub numbers: Vec<String>,
}

impl Certified {
    /// In words: how many, from which number to which.
    pub fn said(&self, words: &dyn Words) -> String {
        let count = self.numbers.len().to_string();
        let end = |number: Option<&String>| number.cloned().unwrap_or_default();
        let (first, last) = (end(self.numbers.first()), end(self.numbers.last()));
        let args = [
            ("count", count.as_str()),
            ("first", &first),
            ("last", &last),
        ];
        words.fill("roster-certified", &args)
    }
}

impl Office {
    /// How numbers of certificates begin here: as the last one did, else with the initials of the
    /// county (本地默认).
    pub fn certificate_prefix(&self) -> String {
        let tables = self.tables();
        let mut given = tables.all::<Certificate>(Kind::Certificate);
        let last = given.by_ref().last();
        if let Some(prefix) = last.and_then(|(_, c)| Series::prefix_of(&c.number)) {
            return prefix.to_owned();
        }
        let code = &self.place().code;
        let county = code.get(..6).unwrap_or(code);
        let name = divisions::office(county).map_or("", |d| d.short.as_str());
        // 建阳区 is JY, not JYQ.
        let own = name.trim_end_matches(['区', '县', '市']);
        letters::initials(own).to_uppercase()
    }

    /// The number that the next certificate of a session would have.
    ///
    /// # Errors
    /// No such session; a beginning that can't stand in a number.
    pub fn next_certificate(&self, session: Id, prefix: &str) -> Result<String, Problem> {
        let (series, place) = self.series(session, prefix)?;
        Ok(series.number(place))
    }

    /// Whoever of a session passed and has no certificate of its training yet.
    pub fn to_certify(&self, session: Id) -> Result<Vec<RosterLine>, Problem> {
        let training = self.session(session)?.training;
        let mut have = self.certified_in(training);
        let lines = self.roster(session).into_iter();
        Ok(lines
            .filter(|line| line.attended() && line.result == Some(Outcome::Pass))
            .filter(|line| line.who().is_some_and(|who| have.insert(who)))
            .collect())
    }

    /// Gives a certificate to everybody who passed a session and has none of its training yet;
    /// with `whole`, of all sessions of the training. One undo takes them back.
    ///
    /// # Errors
    /// Nobody passed, or all who did have theirs; a beginning that can't stand in a number; what
    /// the store refuses.
    pub fn certify(&self, session: Id, prefix: &str, whole: bool) -> Result<Certified, Problem> {
        let prefix = text::tidy(prefix);
        let (series, next) = self.series(session, &prefix)?;
        let sessions = if whole {
            self.sessions_beside(session)?
        } else {
            vec![session]
        };
        let mut people: Vec<(Id, RosterLine)> = Vec::new();
        let mut seen = HashSet::new();
        let mut passed = false;
        for session in sessions {
            let lines = self.roster(session);
            passed |= lines.iter().any(|l| l.result == Some(Outcome::Pass));
            let open = self.to_certify(session)?.into_iter();
            let new = open.filter(|line| line.who().is_some_and(|who| seen.insert(who)));
            people.extend(new.map(|line| (session, line)));
        }
        if people.is_empty() {
            let key = if passed {
                "problem-certified-already"
            } else {
                "problem-nobody-passed"
            };
            return Err(Problem::new(key));
        }
        let mut numbers = Vec::with_capacity(people.len());
        let items: Vec<ItemChange> = (next..)
            .zip(people)
            .map(|(place, (session, line))| {
                let number = series.number(place);
                numbers.push(number.clone());
                let certificate = Certificate {
                    number,
                    worker: line.worker,
                    guest: line.guest,
                    session: Some(session),
                    enrolment: Some(line.enrolment),
                    day: Some(self.today()),
                    note: String::new(),
                };
                put(self.setup().new_id(), None, certificate.into())
            })
            .collect();
        self.commit_group(Act::Add, "", chunks(items), &mut |_, _| true)?;
        Ok(Certified { numbers })
    }

    /// The series of a session's year, and the first place that nobody ever had: one taken back
    /// and one that only a list told of counts as given.
    fn series(&self, session: Id, prefix: &str) -> Result<(Series, u32), Problem> {
        let facts = self.session(session)?;
        let year = self.training_of(session).ok().and_then(|t| t.year);
        let year = year.and_then(|year| i32::try_from(year).ok());
        let year = year.or(facts.day.map(|day| day.year()));
        let bad = || Problem::new("problem-bad-prefix").with("prefix", prefix);
        let series = Series::of(prefix, year.unwrap_or_else(|| self.today().year()));
        let series = series.ok_or_else(bad)?;
        let tables = self.tables();
        let given = tables.rows(Kind::Certificate);
        let given = given.filter_map(|row| match &row.record {
            Record::Certificate(certificate) => Some(certificate.number.as_str()),
            _ => None,
        });
        let told = tables.all::<Worker>(Kind::Worker);
        let told = told.map(|(_, worker)| worker.certificate.as_str());
        let last = given.chain(told).filter_map(|n| series.place_of(n)).max();
        Ok((series, last.unwrap_or(0).saturating_add(1)))
    }

    /// The sessions of a session's training, by day.
    fn sessions_beside(&self, session: Id) -> Result<Vec<Id>, Problem> {
        let training = self.session(session)?.training;
        Ok(self.sessions_of(training))
    }

    fn sessions_of(&self, training: Option<Id>) -> Vec<Id> {
        let tables = self.tables();
        let Some(training) = training else {
            return Vec::new();
        };
        let rows = tables.leading_to(training, Kind::Session);
        let mut sessions: Vec<_> = rows
            .filter_map(|row| Some((<&Session>::try_from(&row.record).ok()?.day, row.id)))
            .collect();
        sessions.sort_unstable();
        sessions.into_iter().map(|(_, id)| id).collect()
    }

    /// Whoever has a certificate of a training.
    fn certified_in(&self, training: Option<Id>) -> HashSet<Id> {
        let sessions = self.sessions_of(training);
        let tables = self.tables();
        let given = sessions
            .iter()
            .flat_map(|id| tables.leading_to(*id, Kind::Certificate));
        given
            .filter_map(|row| <&Certificate>::try_from(&row.record).ok()?.who())
            .collect()
    }

    /// Whoever has a certificate for this session.
    pub(in crate::service) fn certified(&self, session: Id) -> HashSet<Id> {
        let tables = self.tables();
        let given = tables.leading_to(session, Kind::Certificate);
        given
            .filter_map(|row| <&Certificate>::try_from(&row.record).ok()?.who())
            .collect()
    }

    /// Whoever has a certificate stays passed; it is taken back first.
    pub(in crate::service) fn judge_certified(&self, record: &Record) -> Faults {
        let Record::Enrolment(enrolment) = record else {
            return Vec::new();
        };
        let (Some(session), Some(who)) = (enrolment.session, enrolment.who()) else {
            return Vec::new();
        };
        let passed = enrolment.result == Some(Outcome::Pass);
        if passed || !self.certified(session).contains(&who) {
            return Vec::new();
        }
        vec![("result".to_owned(), Fault::Rule("fault-certificate-given"))]
    }

    /// The certificates of a training as text for paper.
    ///
    /// # Errors
    /// None were given yet.
    pub fn certificate_list(&self, words: &dyn Words, training: Id) -> Result<String, Problem> {
        let sessions = self.sessions_of(Some(training));
        let mut lines: Vec<(String, RosterLine, Id)> = Vec::new();
        for session in sessions {
            let all = self.roster(session).into_iter();
            lines.extend(all.filter_map(|l| Some((l.certificate.clone()?, l, session))));
        }
        if lines.is_empty() {
            return Err(Problem::new("problem-no-certificates"));
        }
        lines.sort_by(|(a, ..), (b, ..)| (a.len(), a).cmp(&(b.len(), b)));
        let mut out = String::new();
        let mut say = |line: &str| {
            out.push_str(line.trim_end());
            out.push('\n');
        };
        if self.demo() {
            say(&words.word("demo-mark"));
        }
        let title = self.label(Kind::Training, training);
        say(&words.fill("form-certificates-title", &[("training", &title)]));
        say("");
        let heads = [
            "field-certificate-number",
            "field-guest-name",
            "field-guest-township",
            "field-guest-village",
            "field-session-day",
            "field-enrolment-score",
        ];
        let heads = heads.map(|key| words.word(&format!("{key}.label")));
        say(&row("", &heads));
        for (n, (number, line, session)) in (1..).zip(&lines) {
            let day = self.session(*session).ok().and_then(|s| s.day);
            let score = line.score.map(|s| Value::Score(s.0).plain());
            let cells = [
                number.clone(),
                line.name.clone(),
                line.township.clone(),
                line.village.clone(),
                day.map_or_else(String::new, |day| day.iso()),
                score.unwrap_or_default(),
            ];
            say(&row(&format!("{n:>4}"), &cells));
        }
        say("");
        let count = lines.len().to_string();
        say(&words.fill("form-certificates-total", &[("count", &count)]));
        say(&words.word("form-certificates-sign"));
        Ok(out)
    }

    /// Writes that list to a new file and logs that it was printed.
    ///
    /// # Errors
    /// As [`Office::certificate_list`]; a file of that name is there already, or the disk refuses.
    pub fn print_certificates(
        &self,
        words: &dyn Words,
        training: Id,
        path: &Path,
    ) -> Result<(), Problem> {
        let list = self.certificate_list(words, training)?;
        self.put_on_paper(path, &list, &[(Kind::Training, &[training])])
    }
}

/// One line of the list, in columns.
fn row(number: &str, cells: &[String; 6]) -> String {
    const WIDTHS: [usize; 6] = [16, 12, 12, 16, 12, 6];
    let cells = cells.iter().zip(WIDTHS);
    let cells: Vec<String> = cells.map(|(text, cells)| pad(text, cells)).collect();
    format!("{}  {}", pad(number, 4), cells.join(""))
}
