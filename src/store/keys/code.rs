//! The recovery code, printed once: `K7QX-3M9T-WD4H-P2RF-8YNC-6VBJ`.

use std::fmt;
use zeroize::Zeroizing;

/// No I, L, O, U: nothing that is read as something else, and no words by accident.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 24;

/// Twenty-four letters of five bits each, which open the store when the passphrase is lost.
#[derive(Clone)]
pub struct RecoveryCode(Zeroizing<String>);

impl RecoveryCode {
    /// A code out of randomness.
    pub(crate) fn new(random: &[u8; LENGTH]) -> Self {
        // 256 is a multiple of 32, so the low five bits of a random byte are fair.
        let letters = random
            .iter()
            .map(|b| char::from(ALPHABET[usize::from(b & 31)]));
        Self(Zeroizing::new(letters.collect()))
    }

    /// Reads a code as people type it: any case, any dashes and spaces, full-width letters,
    /// O for 0, I and L for 1. `None` if it cannot be one.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut letters = Zeroizing::new(String::with_capacity(LENGTH));
        for c in typed.chars() {
            let folded = match c {
                '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0)?,
                other => other,
            };
            match folded.to_ascii_uppercase() {
                '-' | '_' | '－' | '—' | '–' | '.' => {}
                c if c.is_whitespace() => {}
                'O' => letters.push('0'),
                'I' | 'L' => letters.push('1'),
                c if c.is_ascii() && ALPHABET.contains(&(c as u8)) => letters.push(c),
                _ => return None,
            }
            if letters.len() > LENGTH {
                return None;
            }
        }
        (letters.len() == LENGTH).then_some(Self(letters))
    }

    /// What the key is derived from.
    pub(crate) fn letters(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, c) in self.0.chars().enumerate() {
            if i > 0 && i % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgives_what_people_type() {
        let code = RecoveryCode::new(&std::array::from_fn(|i| i as u8));
        assert_eq!(code.to_string(), "0123-4567-89AB-CDEF-GHJK-MNPQ");
        for typed in [
            "0123-4567-89AB-CDEF-GHJK-MNPQ",
            "o123 4567 89ab cdef ghjk mnpq",
            "0i2345678 9ABCDEFGHJKMNPQ\n",
            "0l23—4567—89AB—CDEF—GHJK—MNPQ",
            "０１２３－４５６７－８９ＡＢ－ＣＤＥＦ－ＧＨＪＫ－ＭＮＰＱ",
        ] {
            assert_eq!(
                RecoveryCode::parse(typed).unwrap().letters(),
                code.letters(),
                "{typed}"
            );
        }
        for typed in [
            "",
            "0123",
            "0123-4567-89AB-CDEF-GHJK-MNPQR",
            "U123-4567-89AB-CDEF-GHJK-MNPQ",
            "童",
        ] {
            assert!(RecoveryCode::parse(typed).is_none(), "{typed}");
        }
    }
}
