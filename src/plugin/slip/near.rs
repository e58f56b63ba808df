//! Which of the words that there are was meant.

/// The known word that is nearest, if it is a slip of the pen away: a letter or, of a long word, up to
/// three that are other, missing, too many or in another order; or a word that the other begins with.
pub fn near<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let apart = |own: &'a str| {
        let letters: Vec<char> = own.chars().collect();
        let most = (word.len().max(letters.len()) / 3).clamp(1, 3);
        let apart = distance(&word, &letters);
        // One letter isn't a slip of another.
        (apart <= most && apart < letters.len()).then_some((apart, own))
    };
    let near = known.into_iter().filter_map(apart);
    near.min_by_key(|(apart, _)| *apart).map(|(_, own)| own)
}

/// How many letters have to be put in, left out, changed or swapped with the next.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1)
                .min(row[j - 1] + 1)
                .min(rows[i - 1][j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
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
