//! Keys: one a class and epoch, held by slots that a passphrase or a printed code opens.
//!
//! Removing a user makes new epochs (see `grants`): what is sealed from then on they can't open,
//! with no old copy of anything. What they could open until then stays open to whoever has an old
//! copy of the folder and their passphrase, and no program can change that.
//!
//! This is the only part of the store that ever holds a key in clear. It knows nothing of
//! records; it seals and opens bytes that the caller binds to their place.

mod code;
mod found;
mod grants;
mod lock;
mod pair;
mod ring;
mod slot;
mod slots;

pub use code::RecoveryCode;
pub(super) use found::{MAGICS, found_at, place};
pub use lock::locks;
pub use ring::{Keyring, Sealed};
pub use slot::{SlotKind, SlotRole};
pub(super) use slots::{Folder, NewSlot, peek};
pub use slots::{Opened, Way};

use zeroize::Zeroizing;

/// What somebody brings to open a store.
pub struct Secret {
    kind: SlotKind,
    text: Zeroizing<String>,
    /// Whose slots are tried; all of them if nobody said.
    role: Option<SlotRole>,
}

impl Secret {
    /// The passphrase that they chose.
    pub fn passphrase(text: impl Into<String>) -> Self {
        Self::new(SlotKind::Passphrase, text.into())
    }

    /// The code that was printed, as typed.
    pub fn recovery(text: impl Into<String>) -> Self {
        Self::new(SlotKind::Recovery, text.into())
    }

    fn new(kind: SlotKind, text: String) -> Self {
        Self {
            kind,
            text: Zeroizing::new(text),
            role: None,
        }
    }

    /// Tries only the slots of this role: each of the others would cost a guess.
    #[must_use]
    pub fn of(mut self, role: SlotRole) -> Self {
        self.role = Some(role);
        self
    }
}
