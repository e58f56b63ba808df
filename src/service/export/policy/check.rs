//! What a policy would change, entry by entry, for whoever is to adopt it.

use super::super::super::{Office, Problem};
use super::{file, same};
use crate::domain::grant::{Grant, RowScope};
use crate::schema::{Coded, Words};
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
    /// What else it would make different: the key of its word, what stands now, what it would be.
    pub other: Vec<(&'static str, String, String)>,
    /// Whether it has ended already.
    pub ended: bool,
}

impl Office {
    /// What these entries would change, all of it.
    ///
    /// # Errors
    /// One of them names what there isn't.
    pub fn compare_policy(
        &self,
        words: &dyn Words,
        grants: &[Grant],
    ) -> Result<Vec<PolicyLine>, Problem> {
        let line = |grant: &Grant| {
            file::check(grant).map_err(|why| why.of(grant))?;
            Ok(self.compared(words, grant))
        };
        grants.iter().map(line).collect()
    }

    fn compared(&self, words: &dyn Words, grant: &Grant) -> PolicyLine {
        let now = self.granted(grant.key()).map(|(grant, _)| grant);
        let fields = |grant: &Grant| -> BTreeSet<String> {
            grant.fields.split_whitespace().map(str::to_owned).collect()
        };
        let before = now.as_ref().map(fields).unwrap_or_default();
        let after = fields(grant);
        let told = |grant: &Grant| terms(words, grant);
        let was = now.as_ref().map_or_else(Vec::new, told);
        let was_of = |key| {
            was.iter()
                .find(|(k, _)| *k == key)
                .map(|(_, was)| was.clone())
        };
        let other = told(grant).into_iter().filter_map(|(key, is)| {
            let was = was_of(key).unwrap_or_default();
            (was != is).then_some((key, was, is))
        });
        PolicyLine {
            change: match &now {
                None => Change::New,
                Some(now) if same(now, grant) => Change::Same,
                Some(_) => Change::Other,
            },
            more: after.difference(&before).cloned().collect(),
            less: before.difference(&after).cloned().collect(),
            other: other.collect(),
            ended: grant.ended(self.today()),
            grant: grant.clone(),
        }
    }

    /// Whether a grant would end that a second person confirms.
    pub(super) fn drops_second(&self, grant: &Grant) -> bool {
        let stands = self.granted(grant.key()).map(|(stands, _)| stands);
        let wanted = stands.is_some_and(|stands| stands.second == Some(true));
        wanted && grant.second != Some(true)
    }
}

/// What a grant says beside its fields, in words.
fn terms(words: &dyn Words, grant: &Grant) -> Vec<(&'static str, String)> {
    let scope = grant.rows.unwrap_or(RowScope::All);
    let second = if grant.second == Some(true) {
        "yes"
    } else {
        "no"
    };
    let until = grant.until.map(|day| day.iso());
    let most = grant.most.map(|most| most.to_string());
    let open = || words.word("policy-no-limit");
    vec![
        (
            "field-grant-rows",
            words.choice(RowScope::LIST, scope.code()),
        ),
        ("field-grant-most", most.unwrap_or_else(open)),
        ("field-grant-until", until.unwrap_or_else(open)),
        ("field-grant-second", words.choice("flag", second)),
        ("field-grant-source", grant.source.clone()),
    ]
}
