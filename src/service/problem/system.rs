//! What the system says of a failure, in words of ours: it speaks English, and of numbers.

use crate::schema::Words;
use rustix::io::Errno;

/// What happens to people, and the keys of the sentences.
const SAID: [(&[Errno], &str); 11] = [
    (&[Errno::PERM, Errno::ACCESS], "system-not-allowed"),
    (&[Errno::NOENT], "system-not-there"),
    (&[Errno::IO], "system-broken"),
    (&[Errno::NXIO, Errno::NODEV], "system-unplugged"),
    (&[Errno::EXIST], "system-there-already"),
    (&[Errno::NOTDIR], "system-no-folder"),
    (&[Errno::ISDIR], "system-folder"),
    (&[Errno::FBIG], "system-too-big"),
    (&[Errno::NOSPC, Errno::DQUOT], "system-full"),
    (&[Errno::ROFS], "system-read-only"),
    (&[Errno::NAMETOOLONG], "system-long-name"),
];

/// The reason that a lower layer gives, in words where the system gave it and it is one of these.
pub fn in_words(words: &dyn Words, why: &str) -> String {
    let number = why.strip_suffix(')');
    let number = number.and_then(|why| why.rsplit_once("(os error "));
    let number = number.and_then(|(_, number)| number.parse().ok());
    let said = number.map(Errno::from_raw_os_error);
    let of = |(all, _): &&(&[Errno], &str)| said.is_some_and(|own| all.contains(&own));
    match SAID.iter().find(of) {
        Some((_, key)) => words.word(key),
        None => why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Keys;

    #[test]
    fn what_the_system_says_is_told_in_words() {
        for (errno, key) in [
            (Errno::PERM, "system-not-allowed"),
            (Errno::ACCESS, "system-not-allowed"),
            (Errno::NOENT, "system-not-there"),
            (Errno::IO, "system-broken"),
            (Errno::NXIO, "system-unplugged"),
            (Errno::NODEV, "system-unplugged"),
            (Errno::EXIST, "system-there-already"),
            (Errno::NOTDIR, "system-no-folder"),
            (Errno::ISDIR, "system-folder"),
            (Errno::FBIG, "system-too-big"),
            (Errno::NOSPC, "system-full"),
            (Errno::DQUOT, "system-full"),
            (Errno::ROFS, "system-read-only"),
            (Errno::NAMETOOLONG, "system-long-name"),
        ] {
            let own = std::io::Error::from(errno).to_string();
            for said in [errno.to_string(), own] {
                assert_eq!(in_words(&Keys, &said), key, "{said}");
            }
        }
        for other in ["short read", "(os error x)", &Errno::DEADLK.to_string()] {
            assert_eq!(in_words(&Keys, other), *other);
        }
    }
}
