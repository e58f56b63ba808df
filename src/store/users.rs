//! Who has a way in: adding, changing and taking away slots.
//!
//! Whoever calls this has decided that it may be done; names are known to no slot but their own.
//! Whatever is new is durable before the old goes, so that a power cut leaves one way or two. Of two
//! passphrases the one that unlocks next stays.

use super::error::StoreError;
use super::keys::{Folder, NewSlot, RecoveryCode, Secret, SlotKind, SlotRole, Way};
use super::{Store, User};

/// A recovery code that counts beside the old one until that is taken out of use.
pub struct NewCode {
    /// To be shown once.
    pub code: RecoveryCode,
    slot: String,
}

impl Store {
    fn keys(&self) -> Result<Folder<'_>, StoreError> {
        let dir = self.root.join("keys");
        Folder::read(&self.options, &dir, &self.header.store, self.removals)
    }

    fn add_way(&self, kind: SlotKind, user: &User, guess: &[u8]) -> Result<String, StoreError> {
        self.must_write()?;
        let new = NewSlot {
            kind,
            role: user.role,
            user: (user.id, &user.name),
            guess,
        };
        self.keys()?.add(&new, &self.ring)
    }

    /// The slots that count, as anybody may see them.
    pub fn ways(&self) -> Result<Vec<Way>, StoreError> {
        Ok(self.keys()?.ways())
    }

    /// Whether a secret opens some slot that counts. Costs a guess a slot.
    ///
    /// # Errors
    /// The slots can't be read.
    pub fn opens(&self, secret: &Secret) -> Result<bool, StoreError> {
        Ok(self.whose(secret)?.is_some())
    }

    /// The user whose slot a secret opens; none where it opens none. Costs a guess a slot.
    ///
    /// # Errors
    /// The slots can't be read.
    pub fn whose(&self, secret: &Secret) -> Result<Option<[u8; 16]>, StoreError> {
        match self.keys()?.open(secret) {
            Ok((opened, _)) => Ok(Some(opened.user)),
            Err(StoreError::WrongPassphrase | StoreError::KeysDamaged { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Adds a user: a slot under their passphrase, with those keys of this session that the role
    /// may have. Returns the user's random id.
    pub fn add_slot(
        &mut self,
        role: SlotRole,
        name: &str,
        passphrase: &str,
    ) -> Result<[u8; 16], StoreError> {
        let id = self.options.bytes();
        self.add_slot_of(id, role, name, passphrase)?;
        Ok(id)
    }

    /// The same for a user whose id is known already.
    pub fn add_slot_of(
        &mut self,
        id: [u8; 16],
        role: SlotRole,
        name: &str,
        passphrase: &str,
    ) -> Result<(), StoreError> {
        let name = name.to_owned();
        let user = User { id, name, role };
        self.add_way(SlotKind::Passphrase, &user, passphrase.as_bytes())?;
        Ok(())
    }

    /// Gives whoever has unlocked the store another passphrase. `proof` is their old one, or the
    /// recovery code if that is theirs.
    pub fn change_passphrase(&mut self, proof: &Secret, new: &str) -> Result<(), StoreError> {
        self.must_write()?;
        let (opened, proven) = self.keys()?.open(proof)?;
        if opened.user != self.user.id {
            return Err(StoreError::WrongPassphrase);
        }
        let added = self.add_way(SlotKind::Passphrase, &self.user.clone(), new.as_bytes())?;
        let keys = self.keys()?;
        let mut old: Vec<Way> = keys.ways();
        old.retain(|way| way.kind == SlotKind::Passphrase && way.slot != added);
        // A slot of the first format doesn't say whose it is; the only one there is is ours.
        let only = old.len() == 1;
        old.retain(|way| way.slot == proven || way.user.map_or(only, |user| user == self.user.id));
        keys.delete(&old.into_iter().map(|way| way.slot).collect::<Vec<_>>())
    }

    /// Makes a recovery code for whoever has unlocked the store. The old one counts until
    /// [`Store::settle_code`] or [`Store::remove_user`]: the new one is to be on paper by then.
    pub fn new_code(&mut self) -> Result<NewCode, StoreError> {
        let code = RecoveryCode::new(&self.options.bytes());
        let slot = self.add_way(SlotKind::Recovery, &self.user.clone(), code.letters())?;
        Ok(NewCode { code, slot })
    }

    /// Takes every other recovery code out of use.
    pub fn settle_code(&mut self, new: &NewCode) -> Result<(), StoreError> {
        self.must_write()?;
        let keys = self.keys()?;
        let old: Vec<_> = keys
            .ways()
            .into_iter()
            .filter(|way| is_old(way, new))
            .collect();
        keys.delete(&old.into_iter().map(|way| way.slot).collect::<Vec<_>>())
    }

    /// Takes a code that was not put on paper out of use again.
    ///
    /// # Errors
    /// The slots can't be written; then it counts beside the old one until another is settled.
    pub fn discard_code(&mut self, new: &NewCode) -> Result<(), StoreError> {
        self.must_write()?;
        self.keys()?.delete(std::slice::from_ref(&new.slot))
    }

    /// Takes a user's slots out of use, and the old recovery code, which they may have seen.
    /// Everybody else gets new keys for each class that the user could read, and what is sealed
    /// from now on is sealed under those.
    ///
    /// # Errors
    /// Nobody has the id; somebody else's slot is of the first format and can't be given keys.
    pub fn remove_user(&mut self, user: [u8; 16], new: &NewCode) -> Result<(), StoreError> {
        let gone = |way: &Way| way.user == Some(user) && way.kind == SlotKind::Passphrase;
        self.cut_off(gone, new)
    }

    /// Takes a user's slots of one role out of use, after they got one of another.
    ///
    /// # Errors
    /// As [`Store::remove_user`].
    pub fn remove_role(
        &mut self,
        user: [u8; 16],
        role: SlotRole,
        new: &NewCode,
    ) -> Result<(), StoreError> {
        let gone = |way: &Way| {
            way.user == Some(user) && way.kind == SlotKind::Passphrase && way.role == role
        };
        self.cut_off(gone, new)
    }

    fn cut_off(&mut self, gone: impl Fn(&Way) -> bool, new: &NewCode) -> Result<(), StoreError> {
        self.must_write()?;
        let dir = self.root.join("keys");
        let keys = Folder::read(&self.options, &dir, &self.header.store, self.removals)?;
        let ways = keys.ways();
        if !ways.iter().any(&gone) {
            return Err(StoreError::NoSuchUser);
        }
        let doomed: Vec<_> = ways
            .into_iter()
            .filter(|way| gone(way) || is_old(way, new))
            .collect();
        let number = keys.removals() + 1;
        let before = self.ring.epoch(crate::schema::KeyClass::Office);
        let done = keys.cut_off(&doomed, &mut self.ring);
        if self.ring.epoch(crate::schema::KeyClass::Office) != before {
            self.removals = number;
        }
        done
    }
}

fn is_old(way: &Way, new: &NewCode) -> bool {
    way.kind == SlotKind::Recovery && way.slot != new.slot
}
