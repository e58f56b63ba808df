//! Who signed a plug-in, and whether it, or its signer, was called back.

use super::super::Office;
use super::super::export::hex;
use super::{Part, Standing};
use crate::domain::book::Kind;
use crate::domain::plugin_trust::PluginTrust;
use crate::domain::revocation::Revocation;
use crate::domain::signer::Signer;
use crate::plugin::discover::Found;
use crate::plugin::signature::{Fault, verify};

/// What its signature says of a plug-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signed {
    /// It has none.
    No,
    /// By a key that speaks for its agency.
    Good {
        /// The key.
        key: String,
        /// What the signer wrote beside.
        comment: String,
    },
    /// By a key that nobody here knows for this agency.
    Stranger,
    /// By a key that was called back.
    CalledBack,
    /// The files aren't what was signed, or it is no signature.
    Broken(Fault),
}

impl Signed {
    /// The key of its word.
    pub fn key(&self) -> &'static str {
        match self {
            Self::No => "signed-no",
            Self::Good { .. } => "signed-good",
            Self::Stranger => "signed-stranger",
            Self::CalledBack => "signed-called-back",
            Self::Broken(_) => "signed-broken",
        }
    }
}

impl Office {
    /// What the signature of a plug-in says.
    pub(super) fn signed(&self, found: &Found) -> Signed {
        let Some(signature) = &found.signature else {
            return Signed::No;
        };
        let tables = self.tables();
        let all = tables.all::<Signer>(Kind::Signer).map(|(_, signer)| signer);
        let speaking = all.filter(|signer| signer.agency == found.manifest.agency);
        let mut speaking: Vec<&Signer> = speaking.collect();
        // Of a key with two records, the one that calls it back holds.
        speaking.sort_by_key(|signer| signer.revoked != Some(true));
        for signer in speaking {
            match verify(found.manifest_text.as_bytes(), signature, &signer.key) {
                Ok(_) if signer.revoked == Some(true) => return Signed::CalledBack,
                Ok(signed) => {
                    let (key, comment) = (signer.key.clone(), signed.comment);
                    return Signed::Good { key, comment };
                }
                Err(Fault::OtherKey | Fault::Key) => {}
                Err(fault) => return Signed::Broken(fault),
            }
        }
        Signed::Stranger
    }

    /// Why a plug-in with these files was called back; none where it wasn't.
    fn called_back(&self, found: &Found, library: Option<[u8; 32]>) -> Option<String> {
        let prints = [
            Some(found.manifest_sha256),
            Some(found.layout_sha256),
            library,
        ];
        let prints: Vec<String> = prints.iter().flatten().map(|print| hex(print)).collect();
        let tables = self.tables();
        let mut all = tables.all::<Revocation>(Kind::Revocation);
        let met = |revocation: &Revocation| {
            prints
                .iter()
                .any(|print| print.eq_ignore_ascii_case(&revocation.print))
        };
        all.find_map(|(_, revocation)| met(revocation).then(|| revocation.why.clone()))
    }

    /// How a plug-in stands: what was called back or forged before all that was approved. Nothing
    /// where that hangs on a library that wasn't read.
    pub(super) fn stands(
        &self,
        found: &Found,
        library: Option<[u8; 32]>,
        trust: Option<&PluginTrust>,
    ) -> Option<Standing> {
        if let Some(why) = self.called_back(found, library) {
            return Some(Standing::CalledBack { why });
        }
        let signed = self.signed(found);
        match &signed {
            Signed::CalledBack => {
                let why = String::new();
                return Some(Standing::CalledBack { why });
            }
            Signed::Broken(fault) => return Some(Standing::Forged(*fault)),
            Signed::No | Signed::Good { .. } | Signed::Stranger => {}
        }
        // Nobody gets round a key's recall by taking its signature away.
        let pinned = trust.filter(|t| t.approved == Some(true) && !t.signer.is_empty());
        let same =
            |t: &PluginTrust| matches!(&signed, Signed::Good { key, .. } if *key == t.signer);
        if pinned.is_some_and(|trust| !same(trust)) {
            return Some(Standing::Changed(vec![Part::Signature]));
        }
        let any = self.tables().live(Kind::Revocation).next().is_some();
        // Whether its library was called back can't be said before it is read.
        if any && library.is_none() {
            return None;
        }
        Standing::of(found, library, trust)
    }
}
