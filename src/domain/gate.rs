//! The gate of first training (128号 二(二)2: 经培训合格方可开展工作): who comes in charge of whose
//! children by a change, without having passed. Knows no storage and no clock.

use super::dispensation::{Dispensation, DispensationState};
use super::worker::WorkerRole;
use super::workforce::{FirstTraining, Workforce};
use crate::schema::{Day, Id};
use std::collections::BTreeSet;

/// Somebody without first training, and the village whose children they come in charge of; none
/// for the township.
pub type Charge = (Id, Option<Id>);

impl Workforce<'_> {
    /// Whether first training is passed.
    pub fn passed(&self, worker: Id) -> bool {
        matches!(self.first_training(worker), FirstTraining::Passed(_))
    }

    /// Who directs a village on `today`, or will: whoever has a post there that isn't over.
    pub fn charged_with(&self, village: Id, today: Day) -> BTreeSet<Id> {
        let posts = self.posts_in(village).iter().map(|(_, post)| post);
        let open = posts.filter(|post| post.to.is_none_or(|to| to >= today));
        let directs = |id: &Id| {
            let worker = self.workers.get(id);
            worker.is_some_and(|w| w.role == Some(WorkerRole::Director))
        };
        open.filter_map(|post| post.worker)
            .filter(directs)
            .collect()
    }

    /// Whether a worker has, or will have, this village or else the township.
    pub fn has_charge(&self, (worker, village): Charge, today: Day) -> bool {
        match village {
            Some(village) => self.charged_with(village, today).contains(&worker),
            None => self.in_post(worker, today) || self.will_be(worker, today),
        }
    }

    fn will_be(&self, worker: Id, today: Day) -> bool {
        let posts = self.posts_of(worker).iter();
        let mut open = posts.filter(|(_, post)| post.to.is_none_or(|to| to >= today));
        open.any(|(_, post)| post.village.is_none())
    }

    /// Where a dispensation stands.
    pub fn state_of(&self, dispensation: &Dispensation, today: Day) -> DispensationState {
        match dispensation.worker {
            Some(worker) if self.passed(worker) => DispensationState::Passed,
            Some(worker) if self.has_charge((worker, dispensation.village), today) => {
                DispensationState::Open
            }
            _ => DispensationState::Left,
        }
    }
}

/// A village before and after a change.
#[derive(Clone, Debug, Default)]
pub struct Turn {
    /// Who directed it, or was to.
    pub before: BTreeSet<Id>,
    /// Who directs it now, or is to, and has not passed.
    pub untrained: BTreeSet<Id>,
    /// Whether it has children, as far as anybody may know; otherwise it counts as if it had.
    pub children: bool,
    /// Whether children came into it.
    pub gained: bool,
}

impl Turn {
    /// Who comes in charge of children by this change without having passed. Where children come
    /// to somebody who was there before, a reason that stands already (`told`) is reason enough.
    pub fn asks(&self, told: impl Fn(Id) -> bool) -> Vec<Id> {
        let asks = |id: &&Id| !self.before.contains(id) || (self.gained && !told(**id));
        let asked = self.untrained.iter().filter(asks);
        asked.filter(|_| self.children).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_whoever_comes_new_or_gets_children_without_a_reason() {
        let (a, b) = (Id([1; 16]), Id([2; 16]));
        let turn = |before: &[Id], untrained: &[Id], children, gained| Turn {
            before: before.iter().copied().collect(),
            untrained: untrained.iter().copied().collect(),
            children,
            gained,
        };
        for (turn, told, want) in [
            (turn(&[], &[a], true, false), false, vec![a]),
            (turn(&[], &[a], false, false), false, vec![]),
            (turn(&[a], &[a], true, false), false, vec![]),
            (turn(&[a], &[a], true, true), false, vec![a]),
            (turn(&[a], &[a], true, true), true, vec![]),
            // An old reason is none for a new beginning.
            (turn(&[], &[a], true, true), true, vec![a]),
            (turn(&[b], &[a, b], true, false), false, vec![a]),
            (turn(&[b], &[], true, true), false, vec![]),
        ] {
            assert_eq!(turn.asks(|_| told), want, "{turn:?} {told}");
        }
    }
}
