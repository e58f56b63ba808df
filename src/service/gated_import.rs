//! What the gate of first training says of a list that is brought in: warned by row, taken all the
//! same, and all of it is due from then on. A list is what an office has; to refuse the whole of it
//! for one director would only keep the register from being true.

use super::transfer::plan::Plan;
use super::transfer::problem::Warning;
use super::{Office, Revision};
use crate::domain::book::{Kind, Record};
use crate::domain::gate::Charge;
use crate::schema::{Id, Value};

impl Office {
    /// Adds the warnings to the rows that put somebody untrained in charge of children.
    pub(super) fn warn_untrained(&self, plan: &mut Plan<Revision>) {
        let changes = plan.changes().into_iter();
        let changes: Vec<(Kind, Id, Record)> = changes
            .map(|(kind, id, _, record)| (kind, id, record))
            .collect();
        for charge in self.charges_of(&changes) {
            self.warn_of(charge, &changes, plan);
        }
    }

    fn warn_of(
        &self,
        (worker, village): Charge,
        changes: &[(Kind, Id, Record)],
        plan: &mut Plan<Revision>,
    ) {
        let link = village.map_or(Value::Empty, Value::Link);
        let new = changes.iter().find(|(_, id, _)| *id == worker);
        let name = match new {
            Some((_, _, record)) => record.value("name").plain(),
            None => self.label(Kind::Worker, worker),
        };
        // A row of the directors' own list puts them there; else it is the children's.
        let of_post = |record: &Record| {
            let whose = record.value("worker") == Value::Link(worker);
            record.kind() == Kind::Post && whose && record.value("village") == link
        };
        let of_child =
            |record: &Record| record.kind() == Kind::Child && record.value("village") == link;
        let mut first_child = None;
        let mut children = 0;
        for (at, row) in plan.rows.iter_mut().enumerate() {
            let changes = row.changes();
            if changes.iter().any(|c| c.id == worker || of_post(&c.record)) {
                row.warnings.push(Warning::Untrained { name: name.clone() });
            } else if changes.iter().any(|c| of_child(&c.record)) {
                first_child.get_or_insert(at);
                children += 1;
            }
        }
        if let (Some(at), Some(village)) = (first_child, village) {
            plan.rows[at].warnings.push(Warning::UntrainedDirector {
                name,
                village: self.label(Kind::Village, village),
                count: children,
            });
        }
    }
}
