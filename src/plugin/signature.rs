//! Who signed a plug-in: minisign over the manifest's bytes, `plugin.toml.minisig` beside it.
//!
//! The manifest's `sha256` names library and layout, so a signature over the manifest covers all of
//! them. Whose key speaks for which agency is not known here. A signature says who, never that a
//! plug-in may run.

use minisign_verify::{Error, PublicKey, Signature};
use thiserror::Error as Described;

/// Signature and key are a few hundred bytes; more is none.
const MAX_TEXT: usize = 4 << 10;

/// A signature that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What the signer wrote and signed with it, such as time and file; without control characters.
    pub comment: String,
}

/// Why a signature counts for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Described)]
pub enum Fault {
    /// What was given as the key isn't one.
    #[error("the key is not a minisign public key")]
    Key,
    /// The file isn't a signature.
    #[error("the signature file is broken")]
    File,
    /// It is of a form that minisign hasn't made since 2020: the file itself, not its hash, is signed.
    #[error("the signature is of the old form; sign again with a newer minisign")]
    Old,
    /// The numbers of key and signature differ.
    #[error("signed with another key")]
    OtherKey,
    /// The bytes, the comment or the key aren't those that were signed with.
    #[error("the manifest is not what was signed")]
    Changed,
}

impl Fault {
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Key => "signature-key",
            Self::File => "signature-file",
            Self::Old => "signature-old",
            Self::OtherKey => "signature-other-key",
            Self::Changed => "signature-changed",
        }
    }
}

/// Checks a signature over a manifest. The key is a `minisign.pub`, or only its second line.
///
/// # Errors
/// Why it counts for nothing.
pub fn verify(manifest: &[u8], signature: &str, key: &str) -> Result<Signed, Fault> {
    if key.len() > MAX_TEXT || signature.len() > MAX_TEXT {
        return Err(if key.len() > MAX_TEXT {
            Fault::Key
        } else {
            Fault::File
        });
    }
    let key = match key.trim().lines().count() {
        1 => PublicKey::from_base64(key.trim()),
        _ => PublicKey::decode(key.trim()),
    };
    let key = key.map_err(|_| Fault::Key)?;
    let signature = Signature::decode(signature).map_err(|_| Fault::File)?;
    key.verify(manifest, &signature, false)
        .map_err(|why| match why {
            Error::UnexpectedKeyId => Fault::OtherKey,
            Error::UnexpectedAlgorithm => Fault::Old,
            _ => Fault::Changed,
        })?;
    let comment = signature.trusted_comment().chars();
    let comment = comment.map(|c| if c.is_control() { ' ' } else { c });
    Ok(Signed {
        comment: comment.collect(),
    })
}

/// Whether a text is a signature of the form that counts, whoever's and over whatever.
///
/// # Errors
/// It is none, or of the old form.
pub fn is_one(signature: &str) -> Result<(), Fault> {
    if signature.len() > MAX_TEXT || Signature::decode(signature).is_err() {
        return Err(Fault::File);
    }
    // The second line begins with the form, `ED` of the hash and `Ed` of the file itself.
    match signature
        .lines()
        .nth(1)
        .is_some_and(|line| line.starts_with("RU"))
    {
        true => Ok(()),
        false => Err(Fault::Old),
    }
}

/// Whether a text is the second line of a `minisign.pub`.
pub fn is_key(text: &str) -> bool {
    text.len() <= MAX_TEXT && PublicKey::from_base64(text.trim()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &[u8] = b"id = \"aid_list\"\nversion = \"1.0\"\n";
    const KEY: &str = "untrusted comment: minisign public key 0807060504030201\n\
        RWQBAgMEBQYHCIF0BRZ/0pJCjtJ8PTkaYBN/VjEJv4Mze2sLMQsk0zLP\n";
    /// Another, and another again under the first one's number.
    const OTHERS: [&str; 2] = [
        "RWQREhMUFRYXGKFwOO7k6y5DeyY5jtWBONq/oMQY1hzrxWFyLb5hiGkH",
        "RWQBAgMEBQYHCCqWWbk1NSn0PSOe4UylrvuCFdXlkwCSy/F3q0tQChFF",
    ];
    const SIGNATURE: &str = "untrusted comment: signature from minisign secret key\n\
        RUQBAgMEBQYHCKt6qj+eT8rgqctTSTy1ZXeHBMvCXQ2/QvSeqpzdRXjvg8ZkysF1HD33jr09seO2ejG1HTriMrDYdH9Sr9KH8wM=\n\
        trusted comment: timestamp:1795000000\tfile:plugin.toml\thashed\n\
        7WPRZsrzBg/47e8ejU4HBXOKwAYUhMYDfUO9MMYPcpQfI9pEVF++6bsedW7lfl6FkADwPiAYJfFRhctWsGNBDg==\n";
    const OLD: &str = "untrusted comment: signature from minisign secret key\n\
        RWQBAgMEBQYHCII/UCJdMw49uflAJA3HsNlc6rw6LkuGFPZamaxBoa6wY+eihBE2ehyZQ/lWeg9wUgcyAdpWqINoMr6tyIKiXQE=\n\
        trusted comment: timestamp:1795000000\tfile:plugin.toml\thashed\n\
        NRLZK6S4wYRx1rjl87rhNI2Pc25IRIPvFTK8we8wzTS2njZ6hainQfRg+5pEd2tSt5iBo0jYyXcc2Q20Nq1GBQ==\n";

    #[test]
    fn a_good_one_says_what_was_signed_with_it() {
        let comment = "timestamp:1795000000 file:plugin.toml hashed";
        let bare = KEY.lines().nth(1).expect("two lines");
        for key in [KEY, bare, &KEY.replace('\n', "\r\n")] {
            let signed = verify(MANIFEST, SIGNATURE, key).expect("good");
            assert_eq!(signed.comment, comment);
        }
        verify(MANIFEST, &SIGNATURE.replace('\n', "\r\n"), KEY).expect("good");
    }

    /// Made by minisign itself, for the word `test`.
    #[test]
    fn one_of_minisign_itself_holds() {
        let signature = "untrusted comment: signature from minisign secret key\n\
            RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\n\
            trusted comment: timestamp:1556193335\tfile:test\n\
            y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg==";
        let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
        let signed = verify(b"test", signature, key).expect("good");
        assert_eq!(signed.comment, "timestamp:1556193335 file:test");
        assert_eq!(verify(b"Test", signature, key), Err(Fault::Changed));
    }

    #[test]
    fn another_key_is_told_also_under_the_same_number() {
        let said = OTHERS.map(|key| verify(MANIFEST, SIGNATURE, key));
        assert_eq!(said, [Err(Fault::OtherKey), Err(Fault::Changed)]);
        for key in ["", "RWQ", "not a key\nat all", &"A".repeat(5_000)] {
            assert_eq!(
                verify(MANIFEST, SIGNATURE, key),
                Err(Fault::Key),
                "{key:.20}"
            );
        }
    }

    #[test]
    fn every_changed_byte_of_the_manifest_is_noticed() {
        for at in 0..MANIFEST.len() {
            let mut other = MANIFEST.to_vec();
            other[at] ^= 1;
            assert_eq!(verify(&other, SIGNATURE, KEY), Err(Fault::Changed), "{at}");
        }
        for other in [&MANIFEST[1..], b"", &[MANIFEST, b"\n"].concat()] {
            assert_eq!(verify(other, SIGNATURE, KEY), Err(Fault::Changed));
        }
        let later = SIGNATURE.replace("1795000000", "1796000000");
        assert_eq!(verify(MANIFEST, &later, KEY), Err(Fault::Changed));
    }

    #[test]
    fn a_broken_file_is_told_and_an_old_form_refused() {
        let lines: Vec<_> = SIGNATURE.lines().collect();
        for kept in 0..lines.len() {
            let short = lines[..kept].join("\n");
            assert_eq!(verify(MANIFEST, &short, KEY), Err(Fault::File), "{kept}");
        }
        for (from, to) in [
            ("trusted comment: time", "comment: time"),
            ("RUQB", "RUQ!"),
            ("RUQB", "AAAA"),
            ("RUQBAgME", "RUQB"),
            ("7WPR", ""),
        ] {
            let broken = SIGNATURE.replacen(from, to, 1);
            assert_ne!(broken, SIGNATURE);
            assert_eq!(verify(MANIFEST, &broken, KEY), Err(Fault::File), "{from}");
        }
        let long = format!("{SIGNATURE}{}", "x".repeat(5_000));
        assert_eq!(verify(MANIFEST, &long, KEY), Err(Fault::File));
        // Whatever single byte is changed, it doesn't hold; but for the first line, which nobody signs.
        let signed = SIGNATURE.find('\n').expect("lines") + 1;
        for at in signed..SIGNATURE.len() - 1 {
            let mut bytes = SIGNATURE.as_bytes().to_vec();
            bytes[at] ^= 1;
            let other = String::from_utf8(bytes).expect("ASCII");
            assert!(verify(MANIFEST, &other, KEY).is_err(), "{at}");
        }
        assert_eq!(verify(MANIFEST, OLD, KEY), Err(Fault::Old));
        assert_eq!((is_one(SIGNATURE), is_one(OLD)), (Ok(()), Err(Fault::Old)));
        assert_eq!(
            (is_one(&long), is_one("")),
            (Err(Fault::File), Err(Fault::File))
        );
    }
}
