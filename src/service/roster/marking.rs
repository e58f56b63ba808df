//! Marks of the people on a roster: who came, who left, what the test gave.

use super::super::office::{chunks, put};
use super::super::write::Faults;
use super::super::{Act, Office, Problem, Revision, Row};
use crate::domain::book::{Kind, Record};
use crate::domain::training::{Attendance, Enrolment, Outcome, Training};
use crate::schema::{
    Choice, Coded, Context, Fault, FieldType, Id, NoLinks, Score, TimeOfDay, Value,
};
use crate::store::ItemChange;
use std::sync::Arc;

/// What is written behind a person's name as the end of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// Points: passed or not by the training's own line.
    Score(Score),
    /// Passed or not by hand; points that there are stay.
    Result(Outcome),
    /// Taken back.
    Nothing,
}

impl Office {
    /// Marks one person; the time is taken down for those who came. Whoever waited and came is
    /// taken in, if there is a place.
    ///
    /// # Errors
    /// Not on a roster; the day is still to come; waiting and no place is free; a person with points or a pass can't be
    /// marked away; what the store refuses.
    pub fn mark(&self, enrolment: Id, state: Attendance) -> Result<Revision, Problem> {
        let (row, mut new) = self.enrolment(enrolment)?;
        new.state = Some(state);
        if new.waits() {
            let session = new.session.unwrap_or(Id::default());
            if !new.attended() || self.free_places(session)? == Some(0) {
                return Err(Problem::new("problem-still-waiting"));
            }
            new.waiting = None;
        }
        if new.attended() {
            new.time = new.time.or_else(|| Some(TimeOfDay::of_millis(self.now())));
        } else {
            (new.time, new.out) = (None, None);
        }
        self.mark_as(&row, new)
    }

    /// Whether a session is still to come.
    pub(in crate::service) fn is_ahead(&self, session: Id) -> bool {
        let day = self.session(session).ok().and_then(|s| s.day);
        day.is_some_and(|day| day > self.today())
    }

    /// Who came isn't known before the day; what was marked already stays.
    pub(in crate::service) fn judge_day(&self, was: Option<&Row>, record: &Record) -> Faults {
        let Record::Enrolment(new) = record else {
            return Vec::new();
        };
        let before = was.and_then(|row| <&Enrolment>::try_from(&row.record).ok());
        let same = before.is_some_and(|before| before.state == new.state);
        let ahead = new.session.is_some_and(|session| self.is_ahead(session));
        if same || !ahead || !new.tells_of_the_day() {
            return Vec::new();
        }
        vec![("state".to_owned(), Fault::Rule("fault-before-the-day"))]
    }

    /// Marks everybody who is not marked yet; one undo takes it back.
    ///
    /// # Errors
    /// Nobody is unmarked; who came isn't known yet; what the store refuses.
    pub fn mark_rest(&self, session: Id, state: Attendance) -> Result<usize, Problem> {
        let mark = Enrolment {
            state: Some(state),
            session: Some(session),
            ..Enrolment::default()
        };
        let early = self.judge_day(None, &mark.into());
        if !early.is_empty() {
            return Err(Problem::faults(early));
        }
        let now = TimeOfDay::of_millis(self.now());
        self.mark_all(session, |enrolment| {
            let unmarked = matches!(enrolment.state, None | Some(Attendance::Unmarked));
            enrolment.state = Some(state);
            enrolment.time = enrolment.attended().then_some(now);
            unmarked
        })
    }

    /// Signs one person out, or takes that back.
    ///
    /// # Errors
    /// Not on a roster, or wasn't there; what the store refuses.
    pub fn sign_out(&self, enrolment: Id, out: bool) -> Result<Revision, Problem> {
        let (row, mut new) = self.enrolment(enrolment)?;
        new.out = out.then(|| TimeOfDay::of_millis(self.now()));
        self.mark_as(&row, new)
    }

    /// Signs everybody out who came and hasn't signed out yet; one undo takes it back.
    ///
    /// # Errors
    /// There is nobody; what the store refuses.
    pub fn sign_out_rest(&self, session: Id) -> Result<usize, Problem> {
        let now = TimeOfDay::of_millis(self.now());
        self.mark_all(session, |enrolment| {
            let here = enrolment.attended() && enrolment.out.is_none();
            enrolment.out = Some(now);
            here
        })
    }

    /// Reads what was typed as the end of a person's test: points, 合格 or 不合格, or nothing.
    ///
    /// # Errors
    /// Neither of these; more points than the training's test has.
    pub fn read_marks(&self, session: Id, typed: &str) -> Result<Marks, Fault> {
        marks_of(&self.training_of(session).unwrap_or_default(), typed)
    }

    /// Writes down the end of a person's test.
    ///
    /// # Errors
    /// Not on a roster, or wasn't there; what the store refuses.
    pub fn grade(&self, enrolment: Id, marks: Marks) -> Result<Revision, Problem> {
        let (row, mut new) = self.enrolment(enrolment)?;
        let session = new.session.unwrap_or(Id::default());
        let training = self.training_of(session)?;
        graded(&mut new, &training, marks);
        self.mark_as(&row, new)
    }

    /// Points over the maximum of the training's test, which the field itself can't know.
    pub(in crate::service) fn over_full_marks(&self, record: &Record) -> Option<Fault> {
        let Record::Enrolment(enrolment) = record else {
            return None;
        };
        let training = self.training_of(enrolment.session?).ok()?;
        training.over(enrolment.score?)
    }

    pub(super) fn enrolment(&self, id: Id) -> Result<(Arc<Row>, Enrolment), Problem> {
        let row = self.row(Kind::Enrolment, id).filter(|r| !r.retired);
        match row
            .as_deref()
            .map(|row| row.record.clone())
            .zip(row.clone())
        {
            Some((Record::Enrolment(enrolment), row)) => Ok((row, enrolment)),
            _ => Err(Problem::new("problem-no-such-worker-on-roster")),
        }
    }

    fn mark_as(&self, row: &Row, new: Enrolment) -> Result<Revision, Problem> {
        let record = Record::from(new);
        let (mut errors, _) = self.judge(&record);
        errors.extend(self.judge_day(Some(row), &record));
        if !errors.is_empty() {
            return Err(Problem::faults(errors));
        }
        if row.record == record {
            return Ok(row.revision);
        }
        let item = put(row.id, Some(row.revision), record);
        self.commit(Act::Mark, "", vec![item])
    }

    /// Changes everybody on the roster proper of whom `mark` says so.
    fn mark_all(
        &self,
        session: Id,
        mark: impl Fn(&mut Enrolment) -> bool,
    ) -> Result<usize, Problem> {
        let items: Vec<ItemChange> = {
            let tables = self.tables();
            let rows = tables.leading_to(session, Kind::Enrolment);
            rows.filter_map(|row| {
                let enrolment = <&Enrolment>::try_from(&row.record).ok()?;
                let mut new = enrolment.clone();
                let changed = !new.waits() && mark(&mut new);
                changed.then(|| put(row.id, Some(row.revision), new.into()))
            })
            .collect()
        };
        if items.is_empty() {
            return Err(Problem::new("problem-nothing-matches"));
        }
        let count = items.len();
        self.commit_group(Act::Mark, "", chunks(items), &mut |_, _| true)?;
        Ok(count)
    }
}

/// Reads points, 合格 or 不合格, or nothing.
fn marks_of(training: &Training, typed: &str) -> Result<Marks, Fault> {
    let typed = crate::schema::text::tidy(typed);
    if typed.is_empty() {
        return Ok(Marks::Nothing);
    }
    if let Some(choice) = Choice::find(Outcome::CHOICES, &typed) {
        let outcome = Outcome::from_code(choice.code);
        return Ok(outcome.map_or(Marks::Nothing, Marks::Result));
    }
    let full = training.full_marks();
    let most = FieldType::Score {
        max: (full.0 + 9) / 10,
    };
    let context = Context {
        today: None,
        links: &NoLinks,
    };
    let Value::Score(points) = most.parse(&typed, context)? else {
        return Ok(Marks::Nothing);
    };
    let score = Score(points);
    training.over(score).map_or(Ok(Marks::Score(score)), Err)
}

/// Writes marks into an enrolment.
fn graded(enrolment: &mut Enrolment, training: &Training, marks: Marks) {
    match marks {
        Marks::Score(score) => {
            enrolment.score = Some(score);
            enrolment.result = Some(training.outcome(score));
        }
        Marks::Result(outcome) => enrolment.result = Some(outcome),
        Marks::Nothing => (enrolment.score, enrolment.result) = (None, None),
    }
}
