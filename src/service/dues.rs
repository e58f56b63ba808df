//! What is due on a day, and putting it off with a reason; the rules are the domain's.

use super::office::put;
use super::{Act, Office, Problem, Revision, Row, Saved, Tables};
use crate::domain::book::Kind;
use crate::domain::child::Child;
use crate::domain::due::{self, About, Due, File, Rule};
use crate::domain::postponement::Postponement;
use crate::schema::{Day, Id, Value};
use std::collections::HashMap;

/// What has been put off, and until when.
fn put_off(tables: &Tables) -> HashMap<About, Day> {
    let all = tables.all::<Postponement>(Kind::Postponement);
    all.filter_map(|(_, p)| Some((about(p)?, p.until?)))
        .collect()
}

impl Office {
    /// Everything due on a day.
    pub fn due_on(&self, day: Day) -> Vec<Due> {
        let tables = self.tables();
        let workforce = tables.workforce();
        let mut directors: HashMap<Id, Option<Id>> = HashMap::new();
        let files = tables.live(Kind::Child).filter_map(|row| {
            let child = <&Child>::try_from(&row.record).ok()?;
            let of = |village| {
                let all = workforce.directors_of(village, day);
                all.first().map(|(id, _)| *id)
            };
            let director = child
                .village
                .and_then(|village| *directors.entry(village).or_insert_with(|| of(village)));
            Some(File {
                id: row.id,
                family: tables.family(child),
                changed: Day::of_millis(row.time),
                director,
            })
        });
        let (checks, reviews) = (tables.checks(), tables.all(Kind::Review));
        due::due(&workforce, &checks, reviews, files, &put_off(&tables), day)
    }

    /// Why something due was put off, while it is.
    pub fn put_off_reason(&self, due: &Due) -> Option<String> {
        due.put_off?;
        let tables = self.tables();
        let mut all = tables.all::<Postponement>(Kind::Postponement);
        all.find(|(_, p)| about(p) == Some((due.rule, due.id)))
            .map(|(_, p)| p.reason.clone())
    }

    /// Notes that a child's file was checked with the family today, and found as it stands.
    ///
    /// # Errors
    /// Changed meanwhile; what the store refuses.
    pub fn checked(&self, row: &Row) -> Result<Saved, Problem> {
        let mut record = row.record.clone();
        record.set("checked", Value::Day(self.today()));
        self.save(Some(row), record, "")
    }

    /// Puts something due off to a later day, with a reason; a second time replaces the first.
    /// It is never hidden, only regrouped.
    ///
    /// # Errors
    /// No reason given, or a day that isn't ahead; what the store refuses.
    pub fn postpone(&self, due: &Due, until: Day, reason: &str) -> Result<Revision, Problem> {
        self.require(Kind::Postponement)?;
        if reason.trim().is_empty() {
            return Err(Problem::new("problem-needs-reason"));
        }
        if until <= self.today() {
            return Err(Problem::new("problem-not-ahead").with("day", until));
        }
        let about_this = (due.rule, due.id);
        let held = self
            .tables()
            .live(Kind::Postponement)
            .find(|row| {
                let held = <&Postponement>::try_from(&row.record);
                held.is_ok_and(|p| about(p) == Some(about_this))
            })
            .cloned();
        let record = Postponement {
            rule: due.rule.code().to_owned(),
            about: due.id.to_string(),
            until: Some(until),
            reason: reason.trim().to_owned(),
        };
        let (id, base) = match held {
            Some(row) => (row.id, Some(row.revision)),
            None => (self.setup().new_id(), None),
        };
        self.commit(Act::Postpone, reason, vec![put(id, base, record.into())])
    }
}

fn about(postponement: &Postponement) -> Option<About> {
    let rule = Rule::from_code(&postponement.rule)?;
    Some((rule, Id::parse(&postponement.about)?))
}
