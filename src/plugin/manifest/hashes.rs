//! The hashes that a manifest may give of the files beside it, so that who signs the manifest signs
//! them too.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::plugin::slip::Slip;

/// SHA-256 of the files beside the manifest, hexadecimal; what isn't given isn't checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hashes {
    /// Of `libID.so`.
    pub library: Option<String>,
    /// Of `layout.toml`.
    pub layout: Option<String>,
}

impl Hashes {
    /// Whether it names nothing.
    pub fn is_empty(&self) -> bool {
        self.library.is_none() && self.layout.is_none()
    }

    /// Whether each is written as one; the text says which isn't.
    pub(super) fn check(&self, layout_only: bool) -> Result<(), Slip> {
        if layout_only && self.library.is_some() {
            let raw = "sha256.library: the library is the program's own";
            return Err(Slip::new("slip-sha-own", raw));
        }
        let is_hash = |hash: &str| hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        for (name, hash) in [("library", &self.library), ("layout", &self.layout)] {
            if hash.as_ref().is_some_and(|hash| !is_hash(hash)) {
                let raw = format!("sha256.{name}: 64 hexadecimal digits");
                return Err(Slip::new("slip-sha-form", raw).with("word", name));
            }
        }
        Ok(())
    }

    /// Whether everything beside the manifest is named; the text says what isn't.
    pub(in crate::plugin) fn name_all(
        &self,
        layout_only: bool,
        has_layout: bool,
    ) -> Result<(), Slip> {
        let lacking = [
            ("library", !layout_only && self.library.is_none()),
            ("layout", has_layout && self.layout.is_none()),
        ];
        match lacking.into_iter().find(|(_, lacks)| *lacks) {
            Some((name, _)) => {
                let raw = format!("signed, but without sha256.{name}");
                Err(Slip::new("slip-sha-lacks", raw).with("word", name))
            }
            None => Ok(()),
        }
    }

    /// Whether a library with this hash is the one that is meant.
    pub fn fits_library(&self, sha256: &[u8; 32]) -> bool {
        same(self.library.as_ref(), sha256)
    }

    /// Whether a layout of this text is the one that is meant.
    pub fn fits_layout(&self, text: &str) -> bool {
        same(self.layout.as_ref(), &Sha256::digest(text).into())
    }
}

fn same(wanted: Option<&String>, found: &[u8; 32]) -> bool {
    let hex = || {
        found
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    wanted.is_none_or(|wanted| wanted.eq_ignore_ascii_case(&hex()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of nothing, and of `abc` (FIPS 180-2).
    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const ABC: &str = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";

    #[test]
    fn what_is_given_has_to_fit() {
        let hashes = |hash: &str| Hashes {
            library: Some(hash.into()),
            layout: Some(hash.into()),
        };
        assert!(hashes(EMPTY).fits_layout("") && !hashes(EMPTY).fits_layout("abc"));
        assert!(hashes(ABC).fits_layout("abc") && !hashes(ABC).fits_layout("abd"));
        let of_abc: [u8; 32] = Sha256::digest("abc").into();
        assert!(hashes(ABC).fits_library(&of_abc) && !hashes(EMPTY).fits_library(&of_abc));
        assert!(Hashes::default().fits_layout("x") && Hashes::default().fits_library(&of_abc));
        assert_eq!(hashes(ABC).check(false), Ok(()));
        hashes(ABC).check(true).expect_err("no library of its own");
        hashes("abc").check(false).expect_err("too short");
        hashes(&"g".repeat(64)).check(false).expect_err("no digit");
    }
}
