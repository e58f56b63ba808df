//! What the system says of a failure, in words of ours: it speaks English, and of numbers.

use crate::schema::Words;

/// The system's numbers (errno of Linux) for what happens to people, and the keys of the sentences.
const SAID: [(&[i32], &str); 11] = [
    (&[1, 13], "system-not-allowed"),
    (&[2], "system-not-there"),
    (&[5], "system-broken"),
    (&[6, 19], "system-unplugged"),
    (&[17], "system-there-already"),
    (&[20], "system-no-folder"),
    (&[21], "system-folder"),
    (&[27], "system-too-big"),
    (&[28, 122], "system-full"),
    (&[30], "system-read-only"),
    (&[36], "system-long-name"),
];

/// The reason that a lower layer gives, in words where the system gave it and it is one of these.
pub fn in_words(words: &dyn Words, why: &str) -> String {
    let number = why.strip_suffix(')');
    let number = number.and_then(|why| why.rsplit_once("(os error "));
    let number: Option<i32> = number.and_then(|(_, number)| number.parse().ok());
    let of = |(numbers, _): &&(&[i32], &str)| number.is_some_and(|own| numbers.contains(&own));
    match SAID.iter().find(of) {
        Some((_, key)) => words.word(key),
        None => why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::io::Errno;

    /// Says the keys.
    struct Keys;

    impl Words for Keys {
        fn fill(&self, key: &str, _: &[(&str, &str)]) -> String {
            key.to_owned()
        }

        fn chinese(&self) -> Box<dyn Words + '_> {
            Box::new(Keys)
        }
    }

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
