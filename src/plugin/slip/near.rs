//! Which of the words that there are was meant.

/// The known word that is nearest, if it is a slip of the pen away: a letter or, of a long word, up to
/// three that are other, missing, too many or in another order; or a word that the other begins with.
pub fn near<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let apart = |own: &'a str| {
        let (long, longer) = (own.chars().count(), word.chars().count());
        let most = (long.max(longer) / 3).clamp(1, 3);
        let apart = strsim::osa_distance(&word, own);
        // One letter isn't a slip of another.
        (apart <= most && apart < long).then_some((apart, own))
    };
    let near = known.into_iter().filter_map(apart);
    near.min_by_key(|(apart, _)| *apart).map(|(_, own)| own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_known_and_other_words_are_not() {
        let known = ["id", "version", "agency", "education", "school_attendance"];
        for (word, meant) in [
            ("idd", Some("id")),
            ("vresion", Some("version")),
            ("Agency", Some("agency")),
            ("eduction", Some("education")),
            ("school_atendence", Some("school_attendance")),
            ("school_aid", None),
            ("x", None),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(near(word, known), meant, "{word}");
        }
        assert_eq!(near("id", [""; 0]), None);
    }
}
