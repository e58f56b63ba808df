//! Who may come in. Each act is in the journal before the way in is there, and a way in is gone
//! before the journal says so: nobody is ever in without a trace.

use super::office::{office_role, put, slot_role};
use super::{Act, Office, OfficeRole, Problem, passphrase_is_good};
use crate::domain::book::Kind;
use crate::domain::user;
use crate::schema::{Day, Id, text};
pub use crate::store::NewCode;
use crate::store::{ItemChange, Op, RecoveryCode, Secret, SlotKind};

/// A user, as the list shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserLine {
    /// The journal calls them by it.
    pub id: Id,
    /// 姓名; unknown where the office was set up by an older program.
    pub name: Option<String>,
    /// Whose work they do.
    pub role: OfficeRole,
    /// Since when, where that is known.
    pub since: Option<Day>,
    /// Whether it is who asks.
    pub me: bool,
}

/// Puts a new recovery code on paper or on the screen; the old one counts until it has.
pub type ShowCode<'a> = &'a mut dyn FnMut(&RecoveryCode) -> Result<(), Problem>;

/// The passphrase of somebody who says whose work they do: no other slots are tried.
pub fn passphrase_of(role: OfficeRole, typed: String) -> Secret {
    Secret::passphrase(typed).of(slot_role(role))
}

impl Office {
    /// What the journal calls whoever has unlocked the office.
    pub fn user_id(&self) -> Id {
        Id(self.store().user().id)
    }

    /// Everybody with a passphrase of their own, whoever asks first.
    ///
    /// # Errors
    /// The slots can't be read.
    pub fn users(&self) -> Result<Vec<UserLine>, Problem> {
        let (ways, mine) = {
            let store = self.store();
            (store.ways()?, Id(store.user().id))
        };
        let tables = self.tables();
        let mut lines: Vec<UserLine> = Vec::new();
        for way in ways.iter().filter(|way| way.kind == SlotKind::Passphrase) {
            let Some(id) = way.user.map(Id) else {
                continue;
            };
            if lines.iter().any(|line| line.id == id) {
                continue;
            }
            let known = tables.get::<user::User>(Kind::User, id);
            let me = id == mine;
            let own = me.then(|| self.user().name.clone());
            lines.push(UserLine {
                id,
                name: own.or_else(|| known.map(|user| user.name.clone())),
                role: office_role(way.role),
                since: known.and_then(|user| user.since),
                me,
            });
        }
        lines.sort_by(|a, b| b.me.cmp(&a.me).then_with(|| a.name.cmp(&b.name)));
        Ok(lines)
    }

    /// Whether this user may say who comes in: a supervisor, or anybody where there is none.
    ///
    /// # Errors
    /// The slots can't be read.
    pub fn manages_users(&self) -> Result<bool, Problem> {
        let supervised = self
            .users()?
            .iter()
            .any(|line| line.role == OfficeRole::Supervisor);
        Ok(!self.read_only() && (self.user().role == OfficeRole::Supervisor || !supervised))
    }

    pub(super) fn must_manage(&self) -> Result<(), Problem> {
        if self.manages_users()? {
            Ok(())
        } else {
            Err(Problem::new("problem-not-manager").exit(4))
        }
    }

    /// Gives somebody a way in, with a passphrase that they chose.
    ///
    /// # Errors
    /// Not the user's business; the name is there already or empty; the passphrase won't do, or
    /// opens the office already.
    pub fn add_user(&self, name: &str, role: OfficeRole, passphrase: &str) -> Result<(), Problem> {
        self.must_manage()?;
        let name = text::clean(name);
        if name.is_empty() || name.chars().count() > 60 {
            return Err(Problem::new("problem-user-name"));
        }
        // Trainers have no key of the cases to give away.
        if role == OfficeRole::Supervisor && self.user().role != role {
            return Err(Problem::new("problem-not-manager").exit(4));
        }
        let users = self.users()?;
        if users.iter().any(|line| line.name.as_ref() == Some(&name)) {
            return Err(Problem::new("problem-user-there"));
        }
        self.must_be_new(passphrase)?;
        let id = self.setup().new_id();
        let new = user::User {
            name: name.clone(),
            role: Some(role),
            since: Some(self.today()),
        };
        let mut items = self.own_record();
        items.push(put(id, None, new.into()));
        self.commit(Act::Access, "", items)?;
        let added = self
            .store()
            .add_slot_of(id.0, slot_role(role), &name, passphrase);
        if added.is_err() {
            // Whether that can be written or not, the refusal is told.
            let _ = self.retire_user(id);
        }
        Ok(added?)
    }

    /// Gives this user another passphrase. `proof` is the old one, or the recovery code.
    ///
    /// # Errors
    /// The proof is wrong; the new one won't do, or opens the office already.
    pub fn change_passphrase(&self, proof: &Secret, new: &str) -> Result<(), Problem> {
        self.must_be_new(new)?;
        self.store().change_passphrase(proof, new)?;
        self.write_down_own()
    }

    /// Makes a new recovery code; the old one stops once the new one is shown.
    ///
    /// # Errors
    /// Not the user's business; it couldn't be shown, and then the old one still counts.
    pub fn renew_code(&self, show: ShowCode<'_>) -> Result<(), Problem> {
        let new = self.begin_code()?;
        show(&new.code)?;
        self.settle_code(&new)
    }

    /// Makes a recovery code that counts beside the old one, to be put on paper.
    ///
    /// # Errors
    /// Not the user's business.
    pub fn begin_code(&self) -> Result<NewCode, Problem> {
        self.must_manage()?;
        Ok(self.store().new_code()?)
    }

    /// Takes a code that was not put on paper out of use again.
    ///
    /// # Errors
    /// The slots can't be written.
    pub fn discard_code(&self, new: &NewCode) -> Result<(), Problem> {
        Ok(self.store().discard_code(new)?)
    }

    /// Takes every other recovery code out of use, now that the new one is on paper.
    ///
    /// # Errors
    /// The slots can't be written.
    pub fn settle_code(&self, new: &NewCode) -> Result<(), Problem> {
        self.store().settle_code(new)?;
        self.write_down_own()
    }

    /// Takes a user's way in. What is saved from now on is sealed under new keys, and the recovery
    /// code, which they may know, is a new one. What they could read until now they can read for
    /// ever in an old copy of the folder.
    ///
    /// # Errors
    /// Not the user's business; nobody has the name, or it is their own; the code couldn't be
    /// shown, and then nothing is changed.
    pub fn remove_user(&self, name: &str, show: ShowCode<'_>) -> Result<(), Problem> {
        self.somebody_else(name)?;
        let new = self.begin_code()?;
        show(&new.code)?;
        self.settle_removal(name, &new)
    }

    /// Takes a user's way in, now that the new recovery code is on paper.
    ///
    /// # Errors
    /// As [`Office::remove_user`].
    pub fn settle_removal(&self, name: &str, new: &NewCode) -> Result<(), Problem> {
        let line = self.somebody_else(name)?;
        self.store().remove_user(line.id.0, new)?;
        self.retire_user(line.id)
    }

    /// Gives a user another role, with another passphrase that they chose: the old slot has the
    /// old role's keys. The recovery code is a new one, as after a removal.
    ///
    /// # Errors
    /// As [`Office::remove_user`] and [`Office::add_user`]; they have the role already.
    pub fn change_role(
        &self,
        name: &str,
        role: OfficeRole,
        passphrase: &str,
        show: ShowCode<'_>,
    ) -> Result<(), Problem> {
        let line = self.somebody_else(name)?;
        if line.role == role {
            return Err(Problem::new("problem-same-role"));
        }
        if role == OfficeRole::Supervisor && self.user().role != role {
            return Err(Problem::new("problem-not-manager").exit(4));
        }
        self.must_be_new(passphrase)?;
        let name = line.name.unwrap_or_default();
        let new = self.begin_code()?;
        show(&new.code)?;
        let changed = user::User {
            name: name.clone(),
            role: Some(role),
            since: line.since.or(Some(self.today())),
        };
        let base = self.row(Kind::User, line.id).map(|row| row.revision);
        let mut items = self.own_record();
        items.push(put(line.id, base, changed.into()));
        self.commit(Act::Access, "", items)?;
        let mut store = self.store();
        store.add_slot_of(line.id.0, slot_role(role), &name, passphrase)?;
        Ok(store.remove_role(line.id.0, slot_role(line.role), &new)?)
    }

    fn somebody_else(&self, name: &str) -> Result<UserLine, Problem> {
        self.must_manage()?;
        let name = text::clean(name);
        let users = self.users()?;
        let found = users.into_iter().find(|l| l.name.as_ref() == Some(&name));
        match found {
            None => Err(Problem::new("problem-no-user")),
            // The last supervisor is whoever asks, so that one always stays.
            Some(line) if line.me => Err(Problem::new("problem-user-self")),
            Some(line) => Ok(line),
        }
    }

    /// Good enough, and nobody's yet: with one passphrase for two, it opens the office for one.
    fn must_be_new(&self, passphrase: &str) -> Result<(), Problem> {
        if !passphrase_is_good(passphrase) {
            return Err(Problem::new("problem-weak-passphrase").with("min", super::PASSPHRASE_MIN));
        }
        if self.store().opens(&Secret::passphrase(passphrase))? {
            return Err(Problem::new("problem-passphrase-taken"));
        }
        Ok(())
    }

    /// This user's own record, where the office was set up without one.
    fn own_record(&self) -> Vec<ItemChange> {
        let id = self.user_id();
        if self.row(Kind::User, id).is_some() {
            return Vec::new();
        }
        let own = user::User {
            name: self.user().name.clone(),
            role: Some(self.user().role),
            since: None,
        };
        vec![put(id, None, own.into())]
    }

    /// Writes down that this user's own way in is another.
    fn write_down_own(&self) -> Result<(), Problem> {
        let own = self.own_record();
        if !own.is_empty() {
            return self.commit(Act::Access, "", own).map(drop);
        }
        let id = self.user_id();
        self.mention(Act::Access, "", Kind::User, &[id])
    }

    /// Takes out of the records whoever has no way in: the program was stopped between the two
    /// halves of adding or removing them.
    pub(super) fn settle_users(&self) {
        let Ok(ways) = self.store().ways() else {
            return;
        };
        // A slot of the first format doesn't say whose it is.
        let Some(inside) = ways.iter().map(|way| way.user).collect::<Option<Vec<_>>>() else {
            return;
        };
        let written: Vec<Id> = self.tables().live(Kind::User).map(|row| row.id).collect();
        for id in written.into_iter().filter(|id| !inside.contains(&id.0)) {
            // Where nothing can be written now, the next start does it.
            let _ = self.retire_user(id);
        }
    }

    fn retire_user(&self, id: Id) -> Result<(), Problem> {
        let Some(row) = self.row(Kind::User, id).filter(|row| !row.retired) else {
            return Ok(());
        };
        let item = ItemChange {
            id,
            op: Op::Retire(Kind::User),
            base: Some(row.revision),
        };
        self.commit(Act::Access, "", vec![item]).map(drop)
    }
}
