//! Keys: one a class and epoch, held by slots that a passphrase or a printed code opens.
//!
//! This is the only part of the store that ever holds a key in clear. It knows nothing of
//! records; it seals and opens bytes that the caller binds to their place.

mod code;
mod ring;
mod slot;
mod slots;

pub use code::RecoveryCode;
pub use ring::{Keyring, Sealed};
pub(super) use slot::{MAGIC as SLOT_MAGIC, slot_at};
pub use slot::{SlotKind, SlotRole};
pub use slots::Opened;
pub(super) use slots::{NewSlot, add, open, open_loose, peek, place};

use zeroize::Zeroizing;

/// What somebody brings to open a store.
pub enum Secret {
    /// The passphrase that they chose.
    Passphrase(Zeroizing<String>),
    /// The code that was printed at set-up, as typed.
    Recovery(Zeroizing<String>),
}

impl Secret {
    /// A passphrase.
    pub fn passphrase(text: impl Into<String>) -> Self {
        Self::Passphrase(Zeroizing::new(text.into()))
    }

    /// A recovery code.
    pub fn recovery(text: impl Into<String>) -> Self {
        Self::Recovery(Zeroizing::new(text.into()))
    }
}
