//! Keys of agencies: whose signature on a plug-in or on a policy file counts, and for whom what an
//! agency gets is encrypted. A signature says who, never that anything may run.
//!
//! Written by acts only.

use crate::schema::{Day, Entity, Field, KeyClass, TimeOfDay};

/// In the place of an agency: who hands out policy files.
pub const POLICY: &str = "policy";

/// A key and whose it is: a minisign key speaks for an agency, an age key opens what it gets.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Signer {
    /// The agency's code, or [`POLICY`].
    pub agency: String,
    /// The public key: the second line of `minisign.pub`, or what `age-keygen` says.
    pub key: String,
    /// Whether it counts no longer, and what it signed with it.
    pub revoked: Option<bool>,
    /// The text or decision that it rests on.
    pub source: String,
    /// The day of the decision.
    pub day: Option<Day>,
    /// Its time.
    pub time: Option<TimeOfDay>,
    /// Who decided.
    pub by: String,
}

/// What the public keys of age begin with; those of minisign begin with `RW`.
const OPENS: &str = "age1";

impl Signer {
    /// Whether it is one that opens, and not one that signs.
    pub fn opens(&self) -> bool {
        self.key.starts_with(OPENS)
    }
}

impl Entity for Signer {
    const NAME: &'static str = "signer";
    const CODE: u8 = 39;
    const CLASS: KeyClass = KeyClass::Office;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Signer {
        agency: Text { max: 64 } => PLAIN.required().listed().by_act(),
        key: Text { max: 80 } => PLAIN.required().listed().by_act(),
        revoked: Flag => PLAIN.listed().by_act(),
        source: Text { max: 200 } => PLAIN.required().by_act(),
        day: Day => PLAIN.listed().by_act(),
        time: Time => PLAIN.by_act(),
        by: Text { max: 60 } => PLAIN.by_act(),
    });
}
