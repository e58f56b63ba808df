//! The password of an encrypted ZIP: told over the telephone, kept nowhere.

use std::fmt;
use zeroize::Zeroizing;

/// Digits of a password.
const LENGTH: u32 = 20;
/// Digits of a group, as they are read aloud.
const GROUP: usize = 4;

/// Twenty digits, log2(10^20) = 66 bits. Digits, because everybody reads them aloud alike, types
/// them without an input method, and takes none for another. More than 50 bits, because the format
/// fixes a cheap way from password to key (1,000 rounds of PBKDF2): at ten million guesses a second
/// half of all passwords take 160,000 years, where sixteen digits would take sixteen.
pub struct Password(Zeroizing<String>);

impl Password {
    /// A password out of randomness. That 2^128 is no multiple of 10^20 favours some by less than
    /// one part in 10^18.
    pub(super) fn new(random: &Zeroizing<[u8; 16]>) -> Self {
        let number = u128::from_be_bytes(**random) % 10_u128.pow(LENGTH);
        let width = LENGTH as usize;
        Self(Zeroizing::new(format!("{number:0width$}")))
    }

    /// As it is typed: without blanks.
    pub fn typed(&self) -> &str {
        &self.0
    }

    /// As it is read aloud: in groups of four.
    pub fn spoken(&self) -> Zeroizing<String> {
        // With all the room it needs from the start, so that growing leaves no copy behind.
        let mut spoken = Zeroizing::new(String::with_capacity(2 * self.0.len()));
        for (at, digit) in self.0.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                spoken.push(' ');
            }
            spoken.push(digit);
        }
        spoken
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_digits_in_five_groups_whatever_the_dice_say() {
        for byte in [0, 1, 127, 255] {
            let password = Password::new(&Zeroizing::new([byte; 16]));
            assert_eq!(password.typed().len(), 20);
            assert!(password.typed().bytes().all(|b| b.is_ascii_digit()));
            let groups: Vec<String> = password.spoken().split(' ').map(str::to_owned).collect();
            assert!(
                groups.len() == 5 && groups.iter().all(|g| g.len() == 4),
                "{groups:?}"
            );
            assert_eq!(groups.concat(), password.typed());
        }
        let other = |last| {
            let mut random = [7; 16];
            random[15] = last;
            Password::new(&Zeroizing::new(random)).typed().to_owned()
        };
        assert_ne!(other(1), other(2), "no bit is dropped");
        assert_eq!(
            format!("{:?}", Password::new(&Zeroizing::new([7; 16]))),
            "Password(…)"
        );
    }
}
