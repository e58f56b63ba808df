//! What is due, in words: about whom, what, and what to do.

use super::{Office, deadline};
use crate::domain::book::Kind;
use crate::domain::child::Child;
use crate::domain::due::{Due, Rule};
use crate::domain::family::FilePart;
use crate::schema::{Coded, Day, Id, Words};

impl Office {
    /// Everything due about a record, the most pressing first.
    pub fn due_about(&self, kind: Kind, id: Id) -> Vec<Due> {
        let about = |due: &&Due| match kind {
            Kind::Worker => due.about() == Some(id),
            // What is due about a director stands in the director's record, and a child's in the
            // child's.
            Kind::Village => due.kind == Kind::Village && due.id == id && due.worker.is_none(),
            _ => due.kind == kind && due.id == id,
        };
        self.due().iter().filter(about).cloned().collect()
    }

    /// What is wrong, in a sentence.
    pub fn due_what(&self, words: &dyn Words, due: &Due) -> String {
        let mut told = self.sentence(words, due, "");
        if let (Some(day), Some(reason)) = (due.put_off, self.put_off_reason(due)) {
            let day = short_day(day, self.today());
            let args = [("day", day.as_str()), ("reason", &reason)];
            told += &words.fill("due-put-off", &args);
        }
        if let Some(reason) = self.due_reason(due) {
            told += &words.fill("due-dispensed", &[("reason", &reason)]);
        }
        told
    }

    /// Why somebody untrained was put in charge all the same, where that is what is due.
    pub fn due_reason(&self, due: &Due) -> Option<String> {
        let worker = due.worker.filter(|_| due.rule == Rule::Untrained)?;
        self.dispensed(worker)
    }

    /// What settles it, in a sentence.
    pub fn due_how(&self, words: &dyn Words, due: &Due) -> String {
        self.sentence(words, due, ".next")
    }

    fn sentence(&self, words: &dyn Words, due: &Due, part: &str) -> String {
        let label = |kind, id: Option<Id>| id.map_or_else(String::new, |id| self.label(kind, id));
        let village = match due.village {
            None if due.rule == Rule::Untrained => words.word("desk-place"),
            None => words.word("desk-no-village"),
            id => label(Kind::Village, id),
        };
        let lacking = if due.rule == Rule::FileIncomplete {
            self.lacking(words, due.id)
        } else {
            String::new()
        };
        // A talk is told by what it was about, the worker stands there already.
        let record = match self.row(Kind::Talk, due.id) {
            Some(row) if due.rule == Rule::Talk => row.record.value("about").plain(),
            _ => label(due.kind, Some(due.id)),
        };
        let args = [
            ("village", village),
            ("worker", label(Kind::Worker, due.worker)),
            ("child", label(due.kind, Some(due.id))),
            ("record", record),
            ("lacking", lacking),
            ("deadline", deadline(words, due.deadline, self.today())),
        ];
        words.fill_with(&format!("due-{}{part}", due.rule.code()), &args)
    }

    /// The parts that a child's file lacks.
    fn lacking(&self, words: &dyn Words, child: Id) -> String {
        let tables = self.tables();
        let Some(child) = tables.get::<Child>(Kind::Child, child) else {
            return String::new();
        };
        let parts = tables.family(child).lacking();
        let names = parts
            .iter()
            .map(|p| words.word(&format!("choice-{}-{}", FilePart::LIST, p.code())));
        names.collect::<Vec<_>>().join(&words.word("list-comma"))
    }
}

/// A day as short as it can be told: without the year where it is this one.
pub fn short_day(day: Day, today: Day) -> String {
    let iso = day.iso();
    match iso.split_once('-') {
        Some((_, rest)) if day.year() == today.year() => rest.to_owned(),
        _ => iso,
    }
}
