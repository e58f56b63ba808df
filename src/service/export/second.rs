//! The second person: where the policy wants one, somebody else with a way into this office says yes,
//! too, with their own passphrase.

use super::super::{Office, Problem, Secret};
use super::{Confirmation, Preview};
use crate::domain::book::Kind;
use crate::domain::user::User;
use crate::schema::Id;
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
        let missing = || Problem::new("export-second-missing").with("entry", &entries);
        let second = confirmation.second.as_ref().ok_or_else(missing)?;
        if second.0.is_empty() {
            return Err(missing());
        }
        let secret = Secret::passphrase(second.0.as_str());
        let whose = self.store().whose(&secret)?.map(Id);
        let id = whose.ok_or_else(|| Problem::new("export-second-unknown"))?;
        if id == self.user_id() {
            return Err(Problem::new("export-second-same"));
        }
        let users = self.users()?;
        let line = users.iter().find(|line| line.id == id);
        let may = |class| line.is_some_and(|line| line.role.may(class));
        let tables = &preview.granted.tables;
        if !tables.iter().all(|table| may(table.table.class())) {
            return Err(Problem::new("export-second-may-not").exit(4));
        }
        let tables = self.tables();
        let named = tables
            .get::<User>(Kind::User, id)
            .map(|user| user.name.clone());
        Ok(Some(named.unwrap_or_else(|| id.to_string())))
    }
}
