//! What a policy would change, entry by entry, for whoever is to adopt it.

use super::super::super::Office;
use super::same;
use crate::domain::grant::Grant;
use crate::schema::Day;
use std::collections::BTreeSet;

/// What an entry would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// There is no such entry yet.
    New,
    /// It gives something else than now.
    Other,
    /// It stands so already.
    Same,
}

impl Change {
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "policy-change-new",
            Self::Other => "policy-change-other",
            Self::Same => "policy-change-same",
        }
    }
}

/// An entry beside what stands now.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyLine {
    /// What it would be.
    pub grant: Grant,
    /// What it would change.
    pub change: Change,
    /// Fields, as written, that it would give and that aren't given now.
    pub more: Vec<String>,
    /// Fields that are given now and wouldn't be any more.
    pub less: Vec<String>,
    /// Whether it has ended already.
    pub ended: bool,
}

impl Office {
    /// What these entries would change.
    pub fn compare_policy(&self, grants: &[Grant]) -> Vec<PolicyLine> {
        let today = self.today();
        grants
            .iter()
            .map(|grant| self.compared(grant, today))
            .collect()
    }

    fn compared(&self, grant: &Grant, today: Day) -> PolicyLine {
        let now = self.granted(grant.key()).map(|(grant, _)| grant);
        let fields = |grant: &Grant| -> BTreeSet<String> {
            grant.fields.split_whitespace().map(str::to_owned).collect()
        };
        let before = now.as_ref().map(fields).unwrap_or_default();
        let after = fields(grant);
        PolicyLine {
            change: match &now {
                None => Change::New,
                Some(now) if same(now, grant) => Change::Same,
                Some(_) => Change::Other,
            },
            more: after.difference(&before).cloned().collect(),
            less: before.difference(&after).cloned().collect(),
            ended: grant.ended(today),
            grant: grant.clone(),
        }
    }
}
