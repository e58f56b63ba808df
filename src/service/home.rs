//! Acts on a child together with its home: moving, joining another home, taking somebody in, a new
//! risk. Each is one entry of the journal, so that one undo takes back the whole of it.

use super::office::put;
use super::{Act, Office, Problem, Revision, Row, Saved};
use crate::domain::book::{Kind, Record};
use crate::domain::child::{Child, Risk};
use crate::domain::household::Household;
use crate::schema::{Coded, Fault, FieldType, Id, Value, text};
use crate::store::{ItemChange, Op};
use std::sync::Arc;

/// Where a child moves to.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    /// The village.
    pub village: Id,
    /// Whether the other children of the home move along.
    pub together: bool,
    /// The new address below the village; blank where nobody knows it yet.
    pub address: &'a str,
    /// Why all the same, where the village's director isn't trained; else blank.
    pub reason: &'a str,
}

impl Office {
    /// Grades a child anew, with the reason that the history will show.
    ///
    /// # Errors
    /// No reason given, or graded so already; changed meanwhile; what the store refuses.
    pub fn set_risk(&self, child: &Row, risk: Risk, reason: &str) -> Result<Saved, Problem> {
        if reason.trim().is_empty() {
            return Err(Problem::new("problem-needs-reason"));
        }
        let mut record = child.record.clone();
        record.set("risk", Value::Choice(risk.code().to_owned()));
        if record == child.record {
            return Err(Problem::new("problem-same-risk"));
        }
        self.save(Some(child), record, reason)
    }

    /// Moves a child to another village, and with it the home where nobody else is left in it or
    /// all go together; how many children moved.
    ///
    /// A home that moves gets the new address, or none where nobody knows it: the old one no
    /// longer holds, and the file then says that it lacks one. A child that moves alone keeps its
    /// family, since its parents stay the same people; the address is the family's, so that the
    /// child's own new one goes into the child's note.
    ///
    /// # Errors
    /// There already; a village that isn't in use; too long; what the store refuses.
    pub fn move_child(&self, child: &Row, to: &Move<'_>) -> Result<usize, Problem> {
        self.require(Kind::Child)?;
        let of = <&Child>::try_from(&child.record).map_err(|()| wrong_kind(Kind::Child))?;
        if of.village == Some(to.village) {
            return Err(Problem::new("problem-same-village"));
        }
        let siblings = self.siblings(child);
        let mut items = Vec::new();
        let mut moving = vec![(child.id, child.revision, child.record.clone())];
        match of.household.filter(|_| to.together || siblings.is_empty()) {
            Some(home) => {
                let home = self
                    .row(Kind::Household, home)
                    .ok_or_else(|| wrong_kind(Kind::Household))?;
                items.push(put(
                    home.id,
                    Some(home.revision),
                    self.at_address(&home, to.address)?,
                ));
                let along = siblings
                    .iter()
                    .map(|s| (s.id, s.revision, s.record.clone()));
                moving.extend(along);
            }
            None => self.note_address(&mut moving[0].2, to)?,
        }
        let count = moving.len();
        for (id, revision, mut record) in moving {
            record.set("village", Value::Link(to.village));
            let (errors, _) = self.judge(&record);
            // What was wrong before the move isn't the move's business.
            let errors: Vec<_> = errors.into_iter().filter(|(f, _)| f == "village").collect();
            if !errors.is_empty() {
                return Err(Problem::faults(errors));
            }
            items.push(put(id, Some(revision), record));
        }
        self.commit(Act::Change, to.reason, items)?;
        Ok(count)
    }

    /// The other children in use of a child's home.
    pub fn siblings(&self, child: &Row) -> Vec<Arc<Row>> {
        let Value::Link(home) = child.record.value("household") else {
            return Vec::new();
        };
        let tables = self.tables();
        let all = tables.leading_to(home, Kind::Child);
        all.filter(|row| row.id != child.id).cloned().collect()
    }

    fn at_address(&self, home: &Row, address: &str) -> Result<Record, Problem> {
        let mut record = home.record.clone();
        let address = typed(Kind::Household, "address", address)?;
        record.set("address", address);
        Ok(record)
    }

    /// `2026-11-23 焦岚村 12号`, below what stands there.
    fn note_address(&self, child: &mut Record, to: &Move<'_>) -> Result<(), Problem> {
        let address = text::clean(to.address);
        if address.is_empty() {
            return Ok(());
        }
        let before = child.value("note").plain();
        let village = self.label(Kind::Village, to.village);
        let note = format!("{before}\n{} {village} {address}", self.today());
        child.set("note", typed(Kind::Child, "note", note.trim())?);
        Ok(())
    }

    /// Saves a new caregiver or sibling of a child, and a home for both where there is none yet;
    /// `reason` tells why all the same, where the village's director isn't trained.
    ///
    /// # Errors
    /// Faults of the newcomer; changed meanwhile; what the store refuses.
    pub fn add_to_home(
        &self,
        child: &Row,
        mut newcomer: Record,
        reason: &str,
    ) -> Result<Saved, Problem> {
        let known = child.record.value("household");
        if !known.is_empty() {
            newcomer.set("household", known);
            return self.save(None, newcomer, reason);
        }
        self.require(newcomer.kind())?;
        let home = self.setup().new_id();
        let (mut errors, mut warnings) = self.judge(&newcomer);
        // The link leads to the home that is being saved with it.
        errors.retain(|(field, _)| field != "household");
        errors.extend(self.taken_numbers(None, &newcomer)?);
        if !errors.is_empty() {
            return Err(Problem::faults(errors));
        }
        newcomer.set("household", Value::Link(home));
        let mut settled = child.record.clone();
        settled.set("household", Value::Link(home));
        // Known by whoever cares; between children by the first.
        let head = if newcomer.kind() == Kind::Caregiver {
            &newcomer
        } else {
            &settled
        };
        let household = Household {
            head: head.value("name").plain(),
            ..Household::default()
        };
        let (id, kind) = (self.setup().new_id(), newcomer.kind());
        let items = vec![
            put(home, None, household.into()),
            put(id, None, newcomer),
            put(child.id, Some(child.revision), settled),
        ];
        let revision = self.commit(Act::Add, reason, items)?;
        warnings.extend(self.dispensed_by(revision));
        let number = self.row(kind, id).map_or(0, |r| r.number);
        Ok(Saved {
            id,
            number,
            revision,
            warnings,
        })
    }

    /// Puts a child into the home of another.
    ///
    /// Where the child is the last one of its old home, caregivers of that home would be left with
    /// no child whose file shows them, so that is refused: they have to be put out of use first, or
    /// the other child joins this one. An old home with nobody left in it goes out of use.
    ///
    /// # Errors
    /// The same child, the same home, no home there, caregivers left behind; what the store refuses.
    pub fn join_home(&self, child: &Row, other: &Row) -> Result<Revision, Problem> {
        self.require(Kind::Child)?;
        let (from, to) = (
            child.record.value("household"),
            other.record.value("household"),
        );
        if child.id == other.id || (from == to && !to.is_empty()) {
            return Err(Problem::new("problem-same-home"));
        }
        if to.is_empty() {
            return Err(Problem::new("problem-no-home-there"));
        }
        let mut record = child.record.clone();
        record.set("household", to);
        let mut items = vec![put(child.id, Some(child.revision), record)];
        if let Value::Link(old) = from
            && self.siblings(child).is_empty()
        {
            let left = self.tables().leading_to(old, Kind::Caregiver).count();
            if left > 0 {
                return Err(Problem::new("problem-caregivers-left").with("count", left));
            }
            items.extend(self.row(Kind::Household, old).map(|home| ItemChange {
                id: home.id,
                op: Op::Retire(Kind::Household),
                base: Some(home.revision),
            }));
        }
        self.commit(Act::Change, "", items)
    }

    /// Who else of the home is marked as looking after the children: only one can be.
    pub(super) fn relieved(&self, id: Id, record: &Record) -> Vec<ItemChange> {
        let Record::Caregiver(newly) = record else {
            return Vec::new();
        };
        let (Some(home), Some(true)) = (newly.household, newly.main) else {
            return Vec::new();
        };
        let tables = self.tables();
        let others = tables.leading_to(home, Kind::Caregiver);
        others
            .filter(|row| row.id != id && row.record.value("main") == Value::Flag(true))
            .map(|row| {
                let mut record = row.record.clone();
                record.set("main", Value::Flag(false));
                put(row.id, Some(row.revision), record)
            })
            .collect()
    }
}

/// Text as the field takes it.
fn typed(kind: Kind, name: &'static str, text: &str) -> Result<Value, Problem> {
    let field = kind.fields().iter().find(|f| f.name == name);
    let max = match field.map(|f| f.ty) {
        Some(FieldType::Text { max } | FieldType::Note { max }) => max,
        _ => usize::MAX,
    };
    if text.chars().count() > max {
        return Err(Problem::faults(vec![(
            name.to_owned(),
            Fault::TooLong { max },
        )]));
    }
    let text = if matches!(field.map(|f| f.ty), Some(FieldType::Note { .. })) {
        text.to_owned()
    } else {
        text::clean(text)
    };
    Ok(if text.is_empty() {
        Value::Empty
    } else {
        Value::Text(text)
    })
}

fn wrong_kind(kind: Kind) -> Problem {
    Problem::new("problem-no-such-record").with("kind", kind.name())
}
