//! Fields of the office's own: which there are, and what can't be made of them.

use super::{Column, Computed, Faults, Office, Row};
use crate::domain::book::{Kind, Record};
use crate::domain::local_field::LocalField;
use crate::schema::{Coded, Fault, Local, text};
use crate::service::transfer::shape::Shape;

/// What a label can't be, since scripts and files call something else so.
const TAKEN: [&str; 3] = ["number", "id", "extra"];

impl Office {
    /// The fields of its own that a kind has here, the oldest first.
    pub fn locals(&self, kind: Kind) -> Vec<Local> {
        self.tables().locals(kind).to_vec()
    }

    /// Every column that a kind has here.
    pub fn columns(&self, kind: Kind) -> Vec<Column> {
        let mut columns = Column::all(kind);
        columns.extend(self.locals(kind).into_iter().map(Column::Local));
        columns
    }

    /// The columns of a kind's list here.
    pub fn listed(&self, kind: Kind) -> Vec<Column> {
        let mut columns = Column::listed(kind);
        let locals = self.locals(kind).into_iter();
        columns.extend(locals.filter(|l| l.info.role.listed).map(Column::Local));
        columns
    }

    /// The column of this name: a field's, a computed one's, a local field's label, `field:#3`.
    pub fn named(&self, kind: Kind, name: &str) -> Option<Column> {
        if let Some(column) = Column::named(kind, name) {
            return Some(column);
        }
        let tidy = text::tidy(name);
        let number = tidy.strip_prefix("field:#").and_then(|n| n.parse().ok());
        let is =
            |local: &&Local| Some(local.number) == number || text::tidy(local.info.name) == tidy;
        let tables = self.tables();
        tables
            .locals(kind)
            .iter()
            .find(is)
            .copied()
            .map(Column::Local)
    }

    /// What is wrong with a field of the office's own, seen beside the others and what stands in it.
    pub(super) fn judge_field(&self, was: Option<&Row>, record: &Record) -> Faults {
        let Ok(field) = <&LocalField>::try_from(record) else {
            return Vec::new();
        };
        let mut faults = Vec::new();
        let mut fault = |name: &str, key| faults.push((name.to_owned(), Fault::Rule(key)));
        let kind = field.kind();
        let label = text::tidy(&field.label);
        let same = |local: &Local| {
            Some(local.id) != was.map(|row| row.id) && text::tidy(local.info.name) == label
        };
        if let Some(kind) = kind {
            if self.locals(kind).iter().any(same) {
                fault("label", "fault-field-twice");
            }
            if is_built_in(kind, &field.label) {
                fault("label", "fault-field-built-in");
            }
        }
        let before = was.and_then(|row| Some((row, <&LocalField>::try_from(&row.record).ok()?)));
        let Some((row, before)) = before else {
            return faults;
        };
        let used = before
            .kind()
            .map_or_else(Vec::new, |kind| self.texts(kind, row));
        // Records that this role can't see may hold something.
        let hidden = before.kind().is_some_and(|kind| !self.may(kind));
        if hidden || !used.is_empty() {
            if before.of != field.of {
                fault("of", "fault-field-used");
            }
            if before.holds != field.holds {
                fault("holds", "fault-field-used");
            }
        }
        let (old, new) = (before.words(), field.words());
        let gone = |word: &&String| !new.contains(word);
        let in_use = |word: &String| hidden || used.contains(word);
        if before.holds == field.holds && old.iter().filter(gone).any(in_use) {
            fault("choices", "fault-field-choice-used");
        }
        faults
    }

    /// What stands in such a field, in records in use or not.
    fn texts(&self, kind: Kind, field: &Row) -> Vec<String> {
        let tables = self.tables();
        let texts = tables
            .rows(kind)
            .filter_map(|row| row.record.extra()?.get(&field.id).cloned());
        texts.collect()
    }
}

/// Whether a label is what a field that everybody has is called: by scripts, or by the heading of
/// a list, which is the field's word with its other spellings.
fn is_built_in(kind: Kind, label: &str) -> bool {
    let name = text::tidy(label).to_lowercase();
    TAKEN.contains(&name.as_str())
        || Column::named(kind, &name).is_some()
        || Computed::ALL.iter().any(|c| c.name() == name)
        || Shape::all()
            .into_iter()
            .any(|shape| shape.knows(kind, label))
}

impl LocalField {
    /// The kind of the records that have it.
    pub(super) fn kind(&self) -> Option<Kind> {
        Kind::from_name(self.of?.code())
    }
}
