//! How the long forms are grouped: which fields stand together, in which order, under which head.
//! A kind that isn't here is filled in as its field table stands.

use crate::domain::book::Kind;

/// A head (its word is `group-HEAD`) and its fields.
pub(super) type Group = (&'static str, &'static [&'static str]);

/// What is asked first is what the program can't know and the office has at hand.
const CHILD: &[Group] = &[
    (
        "who",
        &[
            "name",
            "village",
            "birth_day",
            "id_number",
            "sex",
            "risk",
            "categories",
            "household",
            "ethnicity",
        ],
    ),
    ("papers", &["registered", "origin", "birth_certificate"]),
    (
        "health",
        &[
            "health",
            "disability",
            "grade",
            "disability_card",
            "illness",
        ],
    ),
    ("school", &["schooling", "school", "class", "boarding"]),
    (
        "care",
        &["guardianship", "parents_unknown", "raised", "moved_in"],
    ),
    ("file", &["checked", "national_entered", "note"]),
];

const HOUSEHOLD: &[Group] = &[
    ("home", &["head", "address", "registered_place", "phone"]),
    (
        "living",
        &["family_type", "income", "poverty", "relief", "note"],
    ),
];

const CAREGIVER: &[Group] = &[
    ("who", &["name", "household", "relation", "phone"]),
    (
        "state",
        &[
            "status",
            "status_since",
            "able",
            "work_place",
            "wishes",
            "consent",
        ],
    ),
    ("care", &["main", "guardian", "entrusted"]),
    (
        "papers",
        &["id_number", "birth_day", "sex", "address", "note"],
    ),
];

/// The groups of a kind's form; none where the field table is order enough.
pub(super) fn of(kind: Kind) -> &'static [Group] {
    match kind {
        Kind::Child => CHILD,
        Kind::Household => HOUSEHOLD,
        Kind::Caregiver => CAREGIVER,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, Lexicon};

    #[test]
    fn every_field_stands_in_one_group() {
        for kind in Kind::ALL.iter().filter(|k| !of(**k).is_empty()) {
            let mut grouped: Vec<&str> = of(*kind).iter().flat_map(|(_, f)| *f).copied().collect();
            let mut fields: Vec<&str> = kind.fields().iter().map(|f| f.name).collect();
            grouped.sort_unstable();
            fields.sort_unstable();
            assert_eq!(grouped, fields, "{kind:?}");
        }
    }

    #[test]
    fn every_head_has_its_word() {
        for language in Language::ALL {
            let words = Lexicon::new(language);
            for (head, _) in Kind::ALL.iter().flat_map(|k| of(*k)) {
                assert!(words.has(&format!("group-{head}")), "{head}");
            }
        }
    }
}
