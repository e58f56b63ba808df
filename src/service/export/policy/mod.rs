//! The policy: which agency may get what for which purpose. What came with the program, what was
//! granted here instead, and files in which a county hands out its own.
//!
//! The data controller's word; must not know plug-ins.

mod check;
mod file;

pub use check::{Change, PolicyLine};
pub use file::{MAX_BYTES, PolicyFile, parse};

use super::super::office::put;
use super::super::{Act, Office, Problem, Revision};
use super::Second;
use crate::domain::book::{Kind, Record};
use crate::domain::grant::{Grant, Transform};
use crate::domain::revocation::Revocation;
use crate::domain::signer::{POLICY, Signer};
use crate::plugin::signature::{Fault, verify};
use crate::schema::{Coded, Day, Id, KeyClass, TimeOfDay, text};
use crate::store::ItemChange;
use std::sync::LazyLock;

/// What came with the program.
static SHIPPED: LazyLock<Vec<Grant>> = LazyLock::new(|| {
    let parsed = parse(include_str!("shipped.toml"));
    debug_assert!(parsed.is_ok(), "{parsed:?}");
    parsed.unwrap_or_default().grants
});

/// The policy that came with the program, in the order of its file.
pub fn shipped_policy() -> &'static [Grant] {
    &SHIPPED
}

/// Whose a grant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// It came with the program.
    Shipped,
    /// It was decided here.
    Here,
}

/// A field of a grant, and what is done to it.
pub type GrantedAs<'a> = (&'a str, Option<Transform>);

impl Grant {
    /// What it is of; two grants of one key say the same thing at different times.
    pub fn key(&self) -> (&str, &str, &str) {
        (&self.agency, &self.purpose, &self.dataset)
    }

    /// As policy problems name it: `education/school_attendance/children`.
    pub fn entry(&self) -> String {
        let (agency, purpose, dataset) = self.key();
        format!("{agency}/{purpose}/{dataset}")
    }

    /// Its fields. What names no transform that there is, is granted to nobody.
    pub fn granted(&self) -> Vec<GrantedAs<'_>> {
        let one = |field| match str::split_once(field, ':') {
            None => Some((field, None)),
            Some((name, code)) => Some((name, Some(Transform::from_code(code)?))),
        };
        self.fields.split_whitespace().filter_map(one).collect()
    }

    /// Whether it has ended before this day.
    pub fn ended(&self, today: Day) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}

impl Office {
    /// Every grant that stands, in the order of what came with the program.
    pub fn policy(&self) -> Vec<(Grant, Made)> {
        let tables = self.tables();
        let own: Vec<&Grant> = tables.all::<Grant>(Kind::Grant).map(|(_, g)| g).collect();
        let instead = |shipped: &Grant| own.iter().find(|own| own.key() == shipped.key());
        let shipped = SHIPPED.iter().map(|grant| match instead(grant) {
            Some(own) => ((*own).clone(), Made::Here),
            None => (grant.clone(), Made::Shipped),
        });
        let is_new = |own: &&&Grant| SHIPPED.iter().all(|grant| grant.key() != own.key());
        let new = own
            .iter()
            .filter(is_new)
            .map(|own| ((*own).clone(), Made::Here));
        shipped.chain(new).collect()
    }

    /// The grant of an agency, purpose and dataset.
    pub(super) fn granted(&self, key: (&str, &str, &str)) -> Option<(Grant, Made)> {
        self.policy()
            .into_iter()
            .find(|(grant, _)| grant.key() == key)
    }

    /// Decides what agencies may get, one grant for each entry; those that stand already so are left
    /// alone. Each is dated and signed with who decided.
    ///
    /// # Errors
    /// The role may not; an entry that names what there isn't; the journal refuses.
    pub fn grant(
        &self,
        grants: &[Grant],
        second: Option<&Second>,
    ) -> Result<Option<Revision>, Problem> {
        let grants = grants.to_vec();
        let file = PolicyFile {
            grants,
            ..PolicyFile::default()
        };
        self.adopt(&file, second)
    }

    /// Whether a second person has to say yes: where one was wanted until now and would be no more.
    pub fn needs_second(&self, file: &PolicyFile) -> bool {
        file.grants.iter().any(|grant| self.drops_second(grant))
    }

    /// Takes a policy file for this office's own, all of it in one act.
    ///
    /// # Errors
    /// As of [`Office::grant`]; a second person is wanted and isn't there.
    pub fn adopt(
        &self,
        file: &PolicyFile,
        second: Option<&Second>,
    ) -> Result<Option<Revision>, Problem> {
        self.require(Kind::Grant)?;
        self.must_manage()?;
        if let Some(grant) = file.grants.iter().find(|grant| self.drops_second(grant)) {
            self.second_of(second, &grant.entry(), &[KeyClass::Cases])?;
        }
        let mut items = Vec::new();
        for grant in &file.grants {
            items.extend(self.grant_change(grant)?);
        }
        items.extend(
            file.signers
                .iter()
                .filter_map(|signer| self.key_change(signer)),
        );
        items.extend(file.revoked.iter().filter_map(|entry| self.recall(entry)));
        if items.is_empty() {
            return Ok(None);
        }
        self.commit(Act::Policy, "", items).map(Some)
    }

    fn grant_change(&self, grant: &Grant) -> Result<Option<ItemChange>, Problem> {
        let grant = &Grant {
            source: text::clean(&grant.source),
            ..grant.clone()
        };
        file::check(grant).map_err(|why| why.of(grant))?;
        let stands = self.granted(grant.key()).map(|(stands, _)| stands);
        if stands.is_some_and(|stands| same(&stands, grant)) {
            return Ok(None);
        }
        let (id, base) = self.own_grant(grant.key());
        let (day, time, by) = self.decided_now();
        let record = Record::from(Grant {
            day,
            time,
            by,
            ..grant.clone()
        });
        let faults = record.check();
        if faults.is_empty() {
            return Ok(Some(put(id, base, record)));
        }
        let faults = faults.into_iter().map(|(f, fault)| (f.to_owned(), fault));
        Err(Problem {
            faults: faults.collect(),
            ..Problem::new("problem-bad-value")
        })
    }

    /// An agency's keys that count, of either sort: of which no record says that it was called back.
    pub fn keys_of(&self, agency: &str) -> Vec<Signer> {
        let tables = self.tables();
        let all = tables.all::<Signer>(Kind::Signer).map(|(_, signer)| signer);
        let all: Vec<&Signer> = all.filter(|s| s.agency == agency).collect();
        let gone = |key: &str| all.iter().any(|s| s.key == key && s.revoked == Some(true));
        let counts = all.iter().filter(|s| !gone(&s.key));
        let mut keys: Vec<Signer> = counts.map(|s| (*s).clone()).collect();
        keys.sort_by(|a, b| a.key.cmp(&b.key));
        keys
    }

    /// The keys that an agency registered to open what it gets.
    pub(super) fn opening_keys(&self, agency: &str) -> Vec<String> {
        let keys = self.keys_of(agency).into_iter();
        keys.filter(Signer::opens)
            .map(|signer| signer.key)
            .collect()
    }

    /// A key that is new here, or called back.
    fn key_change(&self, signer: &Signer) -> Option<ItemChange> {
        let tables = self.tables();
        let mut all = tables.live(Kind::Signer);
        let known = all.find(|row| {
            let known = <&Signer>::try_from(&row.record);
            known.is_ok_and(|known| known.agency == signer.agency && known.key == signer.key)
        });
        let known_as = known.and_then(|row| <&Signer>::try_from(&row.record).ok());
        // What was called back stays so, though an old file be read once more.
        let stays = |known: &Signer| known.revoked == Some(true) || known.revoked == signer.revoked;
        if known_as.is_some_and(stays) {
            return None;
        }
        let (day, time, by) = self.decided_now();
        let record = Signer {
            day,
            time,
            by,
            ..signer.clone()
        };
        Some(match known {
            Some(row) => put(row.id, Some(row.revision), record.into()),
            None => put(self.setup().new_id(), None, record.into()),
        })
    }

    fn recall(&self, revocation: &Revocation) -> Option<ItemChange> {
        let tables = self.tables();
        let mut all = tables.all::<Revocation>(Kind::Revocation);
        if all.any(|(_, known)| known.print == revocation.print) {
            return None;
        }
        let (day, time, by) = self.decided_now();
        let record = Revocation {
            day,
            time,
            by,
            ..revocation.clone()
        };
        Some(put(self.setup().new_id(), None, record.into()))
    }

    /// When something is decided, and by whom.
    fn decided_now(&self) -> (Option<Day>, Option<TimeOfDay>, String) {
        let time = TimeOfDay::of_millis(self.now());
        (Some(self.today()), Some(time), self.user().name.clone())
    }

    /// Whether a policy file may be taken: where a key for policies is known here, it has to be
    /// signed by one; `signature` is the text of `FILE.minisig`.
    ///
    /// # Errors
    /// It isn't signed, or not by such a key, or is other than signed.
    pub fn check_policy_signature(
        &self,
        text: &str,
        signature: Option<&str>,
    ) -> Result<bool, Problem> {
        let ever = |(_, signer): (Id, &Signer)| signer.agency == POLICY;
        // Once there was one, none that counts is no reason to take what anybody wrote.
        if !self.tables().all::<Signer>(Kind::Signer).any(ever) {
            return Ok(false);
        }
        let keys = self.keys_of(POLICY);
        let signature = signature.ok_or_else(|| Problem::new("policy-unsigned"))?;
        let mut fault = Fault::OtherKey;
        for signer in keys {
            match verify(text.as_bytes(), signature, &signer.key) {
                Ok(_) => return Ok(true),
                Err(Fault::OtherKey) => {}
                Err(why) => fault = why,
            }
        }
        Err(Problem::new("policy-bad-signature").with("what", fault.key()))
    }

    /// The record of a key: a new one where there is none.
    fn own_grant(&self, key: (&str, &str, &str)) -> (Id, Option<Revision>) {
        let tables = self.tables();
        let mut all = tables.all::<Grant>(Kind::Grant);
        let found = all.find(|(_, grant)| grant.key() == key);
        match found.and_then(|(id, _)| tables.row(Kind::Grant, id)) {
            Some(row) => (row.id, Some(row.revision)),
            None => (self.setup().new_id(), None),
        }
    }
}

/// Whether two grants give the same, whoever decided it.
fn same(a: &Grant, b: &Grant) -> bool {
    let bare = |grant: &Grant| Grant {
        day: None,
        time: None,
        by: String::new(),
        most: grant.most,
        second: Some(grant.second == Some(true)),
        ..grant.clone()
    };
    bare(a) == bare(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_with_the_program_names_only_what_there_is() {
        let shipped = parse(include_str!("shipped.toml"))
            .expect("a good file")
            .grants;
        assert_eq!(shipped.len(), 13);
        let mut keys: Vec<_> = shipped.iter().map(Grant::key).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), shipped.len());
        for grant in &shipped {
            let named = grant.fields.split_whitespace().count();
            assert_eq!(grant.granted().len(), named, "{}", grant.entry());
        }
    }
}
