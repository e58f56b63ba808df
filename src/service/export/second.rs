//! The second person: where the policy wants one, somebody else with a way into this office says yes,
//! too, with their own passphrase.

use super::super::{Office, Problem, Secret};
use super::{Confirmation, Preview};
use crate::domain::book::Kind;
use crate::domain::user::User;
use crate::schema::{Id, KeyClass};
use std::fmt;
use zeroize::Zeroizing;

/// Who confirms beside the user: their passphrase, which is kept nowhere.
#[derive(Clone)]
pub struct Second(Zeroizing<String>);

impl Second {
    /// From what they typed.
    pub fn new(passphrase: String) -> Self {
        Self(Zeroizing::new(passphrase))
    }
}

impl fmt::Debug for Second {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Second(..)")
    }
}

impl Office {
    /// The name of who confirmed; none where nobody has to.
    ///
    /// # Errors
    /// Nobody did; the passphrase opens nothing here, or only the user's own way in; the second
    /// person's role may not see what leaves.
    pub(super) fn second_person(
        &self,
        preview: &Preview,
        confirmation: &Confirmation,
    ) -> Result<Option<String>, Problem> {
        if !preview.second {
            return Ok(None);
        }
        let entries = preview.entries.iter().map(|[entry, _]| entry.as_str());
        let entries = entries.collect::<Vec<_>>().join(" ");
        let tables = preview.granted.tables.iter();
        let classes: Vec<KeyClass> = tables.map(|table| table.table.class()).collect();
        self.second_of(confirmation.second.as_ref(), &entries, &classes)
            .map(Some)
    }

    /// The name of the second person, who must see these classes of records.
    ///
    /// # Errors
    /// As of [`Office::second_person`].
    pub(super) fn second_of(
        &self,
        second: Option<&Second>,
        entry: &str,
        classes: &[KeyClass],
    ) -> Result<String, Problem> {
        let missing = || Problem::new("export-second-missing").with("entry", entry);
        let second = second
            .filter(|second| !second.0.is_empty())
            .ok_or_else(missing)?;
        let secret = Secret::passphrase(second.0.as_str());
        let whose = self.store().whose(&secret)?.map(Id);
        let id = whose.ok_or_else(|| Problem::new("export-second-unknown"))?;
        if id == self.user_id() {
            return Err(Problem::new("export-second-same"));
        }
        let users = self.users()?;
        let line = users.iter().find(|line| line.id == id);
        let may = |class: &KeyClass| line.is_some_and(|line| line.role.may(*class));
        if !classes.iter().all(may) {
            return Err(Problem::new("export-second-may-not").exit(4));
        }
        let tables = self.tables();
        let named = tables.get::<User>(Kind::User, id);
        Ok(named.map_or_else(|| id.to_string(), |user| user.name.clone()))
    }
}
