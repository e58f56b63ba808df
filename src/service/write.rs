//! One record saved, changed or put out of use: parsed, judged, committed.

use super::office::put;
use super::{Act, Column, Office, Problem, Revision, Row};
use crate::domain::book::{Kind, Record};
use crate::schema::{Context, Fault, FieldType, Id, Value};
use crate::store::{ItemChange, Op};
use std::collections::BTreeSet;

/// Faults, each with the name of its field.
pub type Faults = Vec<(String, Fault)>;

/// What came of saving a record.
#[derive(Debug)]
pub struct Saved {
    /// The record's id.
    pub id: Id,
    /// Its running number.
    pub number: u32,
    /// The change.
    pub revision: Revision,
    /// Faults that let pass.
    pub warnings: Faults,
}

impl Office {
    /// Reads what was typed into a column.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(&self, kind: Kind, column: Column, typed: &str) -> Result<Value, Fault> {
        let tables = self.tables();
        column.ty(kind).parse(
            typed,
            Context {
                today: Some(self.today()),
                links: &*tables,
            },
        )
    }

    /// Fills a record from pairs of field name and text; blank empties a field.
    ///
    /// # Errors
    /// An unknown field, or every field that is wrong.
    pub fn fill(&self, record: &mut Record, pairs: &[(String, String)]) -> Result<(), Problem> {
        let kind = record.kind();
        let mut faults = Vec::new();
        for (name, typed) in pairs {
            let column = self.column(kind, name)?;
            // A computed column has a name, but nobody can write it.
            if column.info(kind).is_none_or(|info| info.role.by_act) {
                return Err(Problem::new("problem-not-typed")
                    .with("field", name)
                    .exit(2));
            }
            match self.parse(kind, column, typed) {
                Ok(value) => column.write(record, value),
                Err(fault) => faults.push((name.clone(), fault)),
            }
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Problem::faults(faults))
        }
    }

    /// What is wrong with a record beside what it was and what else there is, and what of it lets
    /// pass: asked for one record and for many.
    pub(super) fn judge_beside(&self, was: Option<&Row>, record: &Record) -> (Faults, Faults) {
        let (mut errors, warnings) = self.judge_lesson(was, record);
        errors.extend(self.judge_field(was, record));
        errors.extend(self.judge_drawn(was, record));
        errors.extend(self.judge_enrolled(was, record));
        errors.extend(self.judge_rubric(was, record));
        errors.extend(self.judge_day(was, record));
        errors.extend(self.judge_feedback(was, record));
        errors.extend(self.judge_adjusted(was, record));
        errors.extend(self.judge_post(was, record));
        errors.extend(self.judge_recommended(was, record));
        (errors, warnings)
    }

    /// Saves a new record, or a changed one that still is as it was read.
    ///
    /// # Errors
    /// Faults; changed by somebody else meanwhile; what the store refuses.
    pub fn save(
        &self,
        was: Option<&Row>,
        mut record: Record,
        reason: &str,
    ) -> Result<Saved, Problem> {
        let kind = record.kind();
        self.require(kind)?;
        self.complete_adjustment(was, &mut record);
        let (mut errors, mut warnings) = self.judge(&record);
        errors.extend(self.taken_numbers(was.map(|r| r.id), &record)?);
        let (wrong, let_pass) = self.judge_beside(was, &record);
        errors.extend(wrong);
        warnings.extend(let_pass);
        warnings.extend(self.overlapping(was.map(|r| r.id), &record));
        match self.placed(was.map(|r| r.id), &mut record) {
            Some(fault) if fault.1.lets_pass() => warnings.push(fault),
            fault => errors.extend(fault),
        }
        if !errors.is_empty() {
            return Err(Problem::faults(errors));
        }
        let id = was.map_or_else(|| self.setup().new_id(), |row| row.id);
        let act = if was.is_some() { Act::Change } else { Act::Add };
        let revision = match was {
            Some(row) if row.record == record => row.revision,
            _ => {
                let mut items = self.relieved(id, &record);
                if !items.is_empty() {
                    warnings.push(("main".to_owned(), Fault::Warning("fault-main-relieved")));
                }
                if was.is_some() {
                    items.extend(self.moving_up(id, Some(&record)));
                }
                let (beside, passing) = self.adjusting(was, &record, reason)?;
                items.extend(beside);
                warnings.extend(passing);
                items.push(put(id, was.map(|r| r.revision), record));
                let revision = self.commit(act, reason, items)?;
                warnings.extend(self.dispensed_by(revision));
                revision
            }
        };
        let number = self.row(kind, id).map_or(0, |r| r.number);
        Ok(Saved {
            id,
            number,
            revision,
            warnings,
        })
    }

    /// What is wrong with a record: what keeps it from being saved, and what lets pass.
    pub fn judge(&self, record: &Record) -> (Faults, Faults) {
        let mut faults: Vec<_> = record
            .check()
            .into_iter()
            .map(|(n, f)| (n.to_owned(), f))
            .collect();
        faults.extend(self.dangling(record));
        let over = self.over_full_marks(record);
        faults.extend(over.map(|fault| ("score".to_owned(), fault)));
        faults.extend(self.judge_certified(record));
        let born = record.value("birth_day");
        if matches!(born, Value::Day(day) if day > self.today()) {
            faults.push(("birth_day".to_owned(), Fault::Rule("fault-birth-ahead")));
        }
        faults.extend(self.judge_check(record));
        faults.into_iter().partition(|(_, f)| !f.lets_pass())
    }

    /// Links that lead nowhere, or to a record of another kind.
    fn dangling(&self, record: &Record) -> Faults {
        let tables = self.tables();
        let fields = record.kind().fields().iter().enumerate();
        fields
            .filter_map(|(i, f)| match (f.ty, record.at(i)) {
                (FieldType::Link(to), Value::Link(id)) => {
                    let there = Kind::from_name(to)
                        .and_then(|k| tables.row(k, id))
                        .is_some_and(|r| !r.retired);
                    (!there).then(|| (f.name.to_owned(), Fault::NoSuchRecord))
                }
                _ => None,
            })
            .collect()
    }

    /// Takes a record out of use, with a reason; it stays in the journal and can come back by undo.
    ///
    /// # Errors
    /// No reason given, already out of use, or others still lead to it.
    pub fn retire(&self, row: &Row, reason: &str) -> Result<Revision, Problem> {
        let kind = row.record.kind();
        self.require(kind)?;
        if !kind.typed() {
            return Err(Problem::new("problem-not-typed")
                .with("field", kind.name())
                .exit(2));
        }
        if reason.trim().is_empty() {
            return Err(Problem::new("problem-needs-reason"));
        }
        // The post that ended by it would stay ended, without a word why.
        if kind == Kind::Adjustment {
            return Err(Problem::new("problem-adjustment-stays"));
        }
        if row.retired {
            return Err(Problem::new("problem-retired").with("number", row.number));
        }
        let leading = self.leading_to(kind, row.id)?;
        if leading > 0 {
            return Err(Problem::new("problem-still-linked").with("count", leading));
        }
        let item = ItemChange {
            id: row.id,
            op: Op::Retire(kind),
            base: Some(row.revision),
        };
        let mut items = vec![item];
        if kind == Kind::Enrolment {
            items.extend(self.moving_up(row.id, None));
        }
        self.commit(Act::Retire, reason, items)
    }

    /// How many records in use lead to this one.
    fn leading_to(&self, kind: Kind, id: Id) -> Result<usize, Problem> {
        let to_this = |ty: FieldType| matches!(ty, FieldType::Link(to) if to == kind.name());
        let fields: BTreeSet<&str> = Kind::ALL
            .iter()
            .flat_map(|k| k.fields())
            .filter(|f| to_this(f.ty))
            .map(|f| f.name)
            .collect();
        let mut leading = BTreeSet::new();
        for field in fields {
            leading.extend(self.linked(field, id)?);
        }
        let tables = self.tables();
        let live = |(kind, id): &(Kind, Id)| tables.row(*kind, *id).is_some_and(|r| !r.retired);
        Ok(leading.iter().filter(|link| live(link)).count())
    }

    /// An identity number belongs to one person of a kind.
    pub(super) fn taken_numbers(&self, id: Option<Id>, record: &Record) -> Result<Faults, Problem> {
        let kind = record.kind();
        let mut faults = Vec::new();
        for (field, number) in record.blind_keys() {
            let index = kind.field_index(field);
            if !index.is_some_and(|i| matches!(kind.fields()[i].ty, FieldType::IdNumber)) {
                continue;
            }
            let others = self.by_number(field, &number)?;
            if others
                .iter()
                .any(|(k, other)| *k == kind && Some(*other) != id)
            {
                faults.push((field.to_owned(), Fault::Rule("fault-number-taken")));
            }
        }
        Ok(faults)
    }
}
