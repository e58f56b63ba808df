//! Numbers with a form of their own: identity numbers, telephones, division codes.

use super::{Day, Fault, text::tidy};

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [u8; 11] = *b"10X98765432";

/// Reads a 公民身份号码 (GB 11643-1999): 18 places, the birth day a real day, the last place as
/// ISO 7064 MOD 11-2 computes it. The county may be abolished, so it isn't looked up.
///
/// # Errors
/// What is wrong with it; a number that a spreadsheet has rounded is named as such.
pub fn parse_id_number(text: &str) -> Result<String, Fault> {
    let text: String = tidy(text)
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '\''))
        .collect();
    let text = text.to_ascii_uppercase();
    if text.contains("E+") || text.contains("E1") || text.contains('.') {
        return Err(Fault::IdDamaged);
    }
    let bytes = text.as_bytes();
    if !text.is_ascii() || bytes.len() != 18 {
        return Err(Fault::IdLength {
            found: text.chars().count(),
        });
    }
    if !bytes[..17].iter().all(u8::is_ascii_digit)
        || !(bytes[17].is_ascii_digit() || bytes[17] == b'X')
    {
        return Err(Fault::IdDigits);
    }
    if birth_of(&text).is_none() {
        return Err(Fault::IdBirth);
    }
    let check = check_place(bytes);
    // Rounded by a spreadsheet: it keeps 15 digits and fills up with zeros.
    if bytes[17] != check && text.ends_with("000") {
        return Err(Fault::IdDamaged);
    }
    if bytes[17] == check {
        Ok(text)
    } else {
        Err(Fault::IdCheck {
            expected: check as char,
        })
    }
}

/// The last place that belongs to the first 17 digits.
pub fn check_place(digits: &[u8]) -> u8 {
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(d, w)| u32::from(d.wrapping_sub(b'0')) * w)
        .sum();
    CHECKS[(sum % 11) as usize]
}

/// The birth day in an identity number.
pub fn birth_of(number: &str) -> Option<Day> {
    Day::parse(number.get(6..14)?, None)
}

/// Whether the number belongs to a male person (the 17th digit is odd).
pub fn is_male(number: &str) -> Option<bool> {
    number.as_bytes().get(16).map(|d| d % 2 == 1)
}

/// `3507**********0032`: enough to tell two people apart, not enough to be the number.
pub fn mask_id(number: &str) -> String {
    mask(number, 4, 4)
}

/// `139****0101`.
pub fn mask_phone(number: &str) -> String {
    mask(number, 3, 4)
}

fn mask(text: &str, head: usize, tail: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= head + tail {
        return "*".repeat(chars.len());
    }
    let hidden = chars.len() - tail;
    chars
        .iter()
        .enumerate()
        .map(|(i, c)| if (head..hidden).contains(&i) { '*' } else { *c })
        .collect()
}

/// Reads a telephone: a mobile number (11 digits, 1 and then 3 to 9) or a landline with its
/// area code, kept as `0599-5830001`.
///
/// # Errors
/// [`Fault::NotAPhone`], or [`Fault::IdDamaged`] where a spreadsheet made a float of it.
pub fn parse_phone(text: &str) -> Result<String, Fault> {
    let text = tidy(text);
    if text.contains("E+") || text.contains("e+") {
        return Err(Fault::IdDamaged);
    }
    let text = text.strip_suffix(".0").unwrap_or(&text);
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '\''))
        .collect();
    let digits = digits.strip_prefix("+86").unwrap_or(&digits);
    let bytes = digits.as_bytes();
    if !bytes.iter().all(u8::is_ascii_digit) {
        return Err(Fault::NotAPhone);
    }
    match bytes {
        [b'1', b'3'..=b'9', ..] if bytes.len() == 11 => Ok(digits.to_owned()),
        [b'0', b'1' | b'2', ..] if matches!(bytes.len(), 10 | 11) => {
            Ok(format!("{}-{}", &digits[..3], &digits[3..]))
        }
        [b'0', b'3'..=b'9', ..] if matches!(bytes.len(), 11 | 12) => {
            Ok(format!("{}-{}", &digits[..4], &digits[4..]))
        }
        _ => Err(Fault::NotAPhone),
    }
}

/// Reads a division code of 12 digits (statistical use); 4, 6 or 9 digits are filled up with zeros.
///
/// # Errors
/// [`Fault::NotADivision`].
pub fn parse_division(text: &str) -> Result<String, Fault> {
    let text = tidy(text);
    if !matches!(text.len(), 4 | 6 | 9 | 12) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Fault::NotADivision);
    }
    Ok(format!("{text:0<12}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_numbers() {
        for good in [
            "11010519491231002X",
            "11010519491231002x",
            " 110105 19491231 002X",
        ] {
            assert_eq!(
                parse_id_number(good).as_deref(),
                Ok("11010519491231002X"),
                "{good}"
            );
        }
        assert!(parse_id_number("440524188001010014").is_ok());
        for (bad, fault) in [
            ("350703201503140013", Fault::IdCheck { expected: '2' }),
            ("3.50703201503140E+17", Fault::IdDamaged),
            ("350703201503140000", Fault::IdDamaged),
            ("350703201502300012", Fault::IdBirth),
            ("35070320150314", Fault::IdLength { found: 14 }),
            ("35070320150314001A", Fault::IdDigits),
        ] {
            assert_eq!(parse_id_number(bad), Err(fault), "{bad}");
        }
        assert_eq!(is_male("11010519491231002X"), Some(false));
        assert_eq!(mask_id("11010519491231002X"), "1101**********002X");
    }

    #[test]
    fn telephones() {
        for (text, want) in [
            ("13905990101", "13905990101"),
            ("139 0599 0101", "13905990101"),
            ("+86-139-0599-0101", "13905990101"),
            ("１３９０５９９０１０１", "13905990101"),
            ("13905990101.0", "13905990101"),
            ("0599-5830001", "0599-5830001"),
            ("(0599)5830001", "0599-5830001"),
            ("010-65550001", "010-65550001"),
        ] {
            assert_eq!(parse_phone(text).as_deref(), Ok(want), "{text}");
        }
        for bad in ["10000000004", "1390599010", "5830001", "没有", "1.39E+10"] {
            assert!(parse_phone(bad).is_err(), "{bad}");
        }
        assert_eq!(mask_phone("13905990101"), "139****0101");
    }

    #[test]
    fn divisions() {
        assert_eq!(parse_division("350703104").as_deref(), Ok("350703104000"));
        assert_eq!(
            parse_division("350703104201").as_deref(),
            Ok("350703104201")
        );
        assert_eq!(parse_division("3507031"), Err(Fault::NotADivision));
    }
}
