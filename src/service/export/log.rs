//! The log of what was sent, asked the other way round: who got what of somebody.

use super::super::{Office, Problem, Row};
use crate::domain::book::Kind;
use crate::domain::disclosed::Disclosed;
use crate::domain::disclosure::Disclosure;
use crate::schema::Id;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Office {
    /// Whom a disclosure was of: every record that was to leave.
    pub fn disclosed(&self, disclosure: Id) -> BTreeSet<Id> {
        let tables = self.tables();
        let own = tables.get::<Disclosure>(Kind::Disclosure, disclosure);
        let parts = tables.all::<Disclosed>(Kind::Disclosed);
        let parts = parts.filter(|(_, part)| part.disclosure == Some(disclosure));
        let all = own.into_iter().map(|own| &own.subjects);
        all.chain(parts.map(|(_, part)| &part.subjects))
            .flatten()
            .copied()
            .collect()
    }

    /// Disclosures to an agency and of somebody, newest first; where neither is given, all. That
    /// they failed or were broken off stands in them.
    /// 个人信息保护法 44, 55: whoever is in a file may ask who got it.
    ///
    /// # Errors
    /// The role may not see the log.
    pub fn disclosures(
        &self,
        agency: Option<&str>,
        subject: Option<Id>,
    ) -> Result<Vec<Arc<Row>>, Problem> {
        self.require(Kind::Disclosure)?;
        let tables = self.tables();
        let in_parts: BTreeSet<Id> = tables
            .all::<Disclosed>(Kind::Disclosed)
            .filter(|(_, part)| subject.is_some_and(|id| part.subjects.contains(&id)))
            .filter_map(|(_, part)| part.disclosure)
            .collect();
        let fits = |id: &Id, d: &Disclosure| {
            agency.is_none_or(|code| d.agency == code)
                && subject.is_none_or(|s| d.subjects.contains(&s) || in_parts.contains(id))
        };
        let fitting = tables.all::<Disclosure>(Kind::Disclosure);
        let mut found: Vec<_> = fitting.filter(|(id, d)| fits(id, d)).collect();
        found.sort_by_key(|(id, d)| std::cmp::Reverse((d.day, d.time, *id)));
        let rows = found.into_iter();
        Ok(rows
            .filter_map(|(id, _)| tables.row(Kind::Disclosure, id).cloned())
            .collect())
    }
}
