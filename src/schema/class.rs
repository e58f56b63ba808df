use serde::{Deserialize, Serialize};

/// Which keys open a kind of record; fixed per kind.
///
/// A trainer's passphrase unwraps `Workforce` and `Office` only, so no program can show that
/// person a child's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum KeyClass {
    /// Villages, workers, posts, trainings.
    Workforce = 1,
    /// Disclosures, and later users and rules.
    Office = 2,
    /// Children and everything about them.
    Cases = 3,
}

impl KeyClass {
    /// Every class, the least secret first.
    pub const ALL: [Self; 3] = [Self::Workforce, Self::Office, Self::Cases];

    /// The class with this code, as stored in the journal.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|c| *c as u8 == code)
    }
}
