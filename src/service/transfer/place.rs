//! Which village a list means: by any of the names that offices write, or by its code.
//!
//! Owns the spellings of village names. Never guesses: one village or none.

use super::problem::Reason;
use crate::domain::divisions::{self, DivisionLevel};
use crate::domain::village::Village;
use crate::schema::Id;
use std::collections::{HashMap, HashSet};

/// What a name says about the kind of village.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Village,
    Neighbourhood,
}

/// A village's name taken apart.
#[derive(Debug, PartialEq, Eq)]
struct Name {
    /// In one form whatever the committee is called: 后山村, 莒潭社区.
    full: String,
    /// Without its ending: 后山, 莒潭.
    core: String,
    sort: Option<Sort>,
}

/// Endings, the longest first, and what stays in their place.
const COMMITTEES: &[(&str, Option<Sort>)] = &[
    ("社区居民委员会", Some(Sort::Neighbourhood)),
    ("村民委员会", Some(Sort::Village)),
    ("居民委员会", Some(Sort::Neighbourhood)),
    ("社区居委会", Some(Sort::Neighbourhood)),
    ("社区居委", Some(Sort::Neighbourhood)),
    ("行政村", Some(Sort::Village)),
    ("村委会", Some(Sort::Village)),
    ("居委会", Some(Sort::Neighbourhood)),
    ("村委", Some(Sort::Village)),
    ("居委", Some(Sort::Neighbourhood)),
    ("社区", Some(Sort::Neighbourhood)),
];

impl Name {
    fn of(text: &str) -> Self {
        let bare = strip_committee(text);
        let (stem, sort) = bare.unwrap_or((text, None));
        let (full, sort) = match sort {
            // 后山村村委会 and 后山村委会 are the same village.
            Some(Sort::Village) if stem.ends_with('村') => (stem.to_owned(), sort),
            Some(Sort::Village) => (format!("{stem}村"), sort),
            Some(Sort::Neighbourhood) => (format!("{stem}社区"), sort),
            None => (
                stem.to_owned(),
                stem.ends_with('村').then_some(Sort::Village),
            ),
        };
        let ending = full
            .strip_suffix("社区")
            .or_else(|| full.strip_suffix('村'));
        let core = ending
            .filter(|core| !core.is_empty())
            .unwrap_or(&full)
            .to_owned();
        Self { full, core, sort }
    }
}

fn strip_committee(text: &str) -> Option<(&str, Option<Sort>)> {
    COMMITTEES.iter().find_map(|(ending, sort)| {
        text.strip_suffix(ending)
            .filter(|stem| !stem.is_empty())
            .map(|stem| (stem, *sort))
    })
}

/// Names as they are compared: no blanks, no brackets.
fn plain(text: &str) -> String {
    let cleaned = crate::schema::text::clean(text);
    cleaned
        .chars()
        .map(crate::schema::text::fold)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Whether two texts name one village, whatever it is called behind its own name.
pub(super) fn alike(one: &str, other: &str) -> bool {
    Name::of(&plain(one)).core == Name::of(&plain(other)).core
}

struct Known<'a> {
    id: Id,
    code: &'a str,
    sort: Option<Sort>,
}

/// The villages of the register, by name and code.
#[derive(Default)]
pub(super) struct Villages<'a> {
    all: Vec<Known<'a>>,
    by_full: HashMap<String, Vec<usize>>,
    by_core: HashMap<String, Vec<usize>>,
    by_code: HashMap<&'a str, Vec<usize>>,
    /// The divisions above the villages: their names, and the digits that all below begin with.
    above: HashMap<String, Vec<&'static str>>,
}

impl<'a> Villages<'a> {
    /// Takes the villages up, and from the built-in list the names of what lies above them.
    pub(super) fn new(villages: impl Iterator<Item = (Id, &'a Village)>) -> Self {
        let mut index = Self::default();
        let mut stems: HashSet<&str> = HashSet::new();
        for (id, village) in villages {
            let place = index.all.len();
            let name = Name::of(&plain(&village.name));
            stems.extend(
                [4, 6, 9]
                    .into_iter()
                    .filter_map(|len| village.code.get(..len)),
            );
            index.by_full.entry(name.full).or_default().push(place);
            index.by_core.entry(name.core).or_default().push(place);
            index.by_code.entry(&village.code).or_default().push(place);
            index.all.push(Known {
                id,
                code: &village.code,
                sort: name.sort,
            });
        }
        let upper = divisions::all()
            .iter()
            .filter(|d| d.level != DivisionLevel::Village);
        for division in upper.filter(|d| stems.contains(d.stem())) {
            index
                .above
                .entry(plain(&division.name))
                .or_default()
                .push(division.stem());
        }
        index
    }

    /// Whether the text names nothing but a township, county or the like.
    pub(super) fn is_above(&self, text: &str) -> bool {
        let text = plain(text);
        let (rest, stems) = self.strip_above(&text);
        !text.is_empty() && rest.is_empty() && !stems.is_empty()
    }

    /// Whether a village of this code lies below the division that the text names, with or without
    /// its 镇, 乡 or 街道; of none of ours, it doesn't.
    pub(super) fn lies_in(&self, code: &str, text: &str) -> bool {
        let text = plain(text);
        let stems = |text: &str| self.strip_above(text).1;
        let mut named = stems(&text);
        for ending in ["镇", "乡", "街道"] {
            if named.is_empty() {
                named = stems(&format!("{text}{ending}"));
            }
        }
        let below = |any: &Vec<&str>| any.iter().any(|stem| code.starts_with(stem));
        !named.is_empty() && named.iter().all(below)
    }

    /// The one village that the text means.
    pub(super) fn find(&self, text: &str) -> Result<Id, Reason> {
        self.only(&self.meant(text))
    }

    /// Whether the text may mean the village of this code, perhaps others too.
    pub(super) fn may_be(&self, code: &str, text: &str) -> bool {
        let meant = self.meant(text);
        meant.iter().any(|place| self.all[*place].code == code)
    }

    /// The villages that the text may mean.
    fn meant(&self, text: &str) -> Vec<usize> {
        let text = plain(text);
        if text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit()) {
            return self.by_code.get(text.as_str()).cloned().unwrap_or_default();
        }
        let whole = self.candidates(&text, &[]);
        if !whole.is_empty() {
            return whole;
        }
        let (rest, stems) = self.strip_above(&text);
        self.candidates(rest, &stems)
    }

    fn only(&self, places: &[usize]) -> Result<Id, Reason> {
        match places {
            [one] => Ok(self.all[*one].id),
            [] => Err(Reason::NoSuchVillage),
            several => Err(Reason::SeveralVillages {
                count: several.len(),
            }),
        }
    }

    /// Those of this name below all these divisions; the closest spelling that there is.
    fn candidates(&self, text: &str, stems: &[Vec<&'static str>]) -> Vec<usize> {
        if text.is_empty() {
            return Vec::new();
        }
        let name = Name::of(text);
        let spellings = [
            (&self.by_full, &name.full),
            (&self.by_core, &name.full),
            (&self.by_full, &name.core),
            (&self.by_core, &name.core),
        ];
        for (index, spelling) in spellings {
            let fits = |place: &&usize| {
                let known = &self.all[**place];
                let sort = name.sort.is_none() || known.sort.is_none() || name.sort == known.sort;
                let below = |any: &Vec<&str>| any.iter().any(|stem| known.code.starts_with(stem));
                sort && stems.iter().all(below)
            };
            let places = index.get(spelling).map_or(&[][..], Vec::as_slice);
            let hits: Vec<usize> = places.iter().filter(fits).copied().collect();
            if !hits.is_empty() {
                return hits;
            }
        }
        Vec::new()
    }

    /// Takes the names of divisions above off the front: 福建省 南平市 建阳区 莒口镇 后山村.
    fn strip_above<'t>(&self, text: &'t str) -> (&'t str, Vec<Vec<&'static str>>) {
        let mut rest = text.strip_prefix("福建省").unwrap_or(text);
        let mut stems = Vec::new();
        'next: loop {
            let ends: Vec<usize> = rest
                .char_indices()
                .skip(1)
                .map(|(i, _)| i)
                .take(15)
                .chain([rest.len()])
                .collect();
            for end in ends.into_iter().rev() {
                if let Some(found) = rest.get(..end).and_then(|head| self.above.get(head)) {
                    stems.push(found.clone());
                    rest = &rest[end..];
                    continue 'next;
                }
            }
            return (rest, stems);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn villages(names: &[(&str, &str)]) -> (Vec<Id>, Villages<'static>) {
        let ids: Vec<Id> = (1..=names.len())
            .map(|n| Id([u8::try_from(n).unwrap(); 16]))
            .collect();
        let all: Vec<Village> = names
            .iter()
            .map(|(code, name)| Village {
                name: (*name).into(),
                code: (*code).into(),
                ..Village::default()
            })
            .collect();
        let index = Villages::new(ids.iter().copied().zip(all.leak().iter()));
        (ids, index)
    }

    #[test]
    fn the_usual_spellings_of_one_village() {
        let (ids, index) = villages(&[
            ("350703104001", "莒潭社区"),
            ("350703104206", "后山村"),
            ("350703104209", "上㘵村"),
            ("350703104210", "中㘵村"),
        ]);
        for text in [
            "后山村",
            "后山村委会",
            "后山村村民委员会",
            "后山村民委员会",
            "后山",
            " 后 山 村 ",
            "莒口镇后山村",
            "福建省南平市建阳区莒口镇后山村委会",
            "350703104206",
            "后山行政村",
            "南平市建阳区后山",
        ] {
            assert_eq!(index.find(text), Ok(ids[1]), "{text}");
        }
        for text in [
            "莒潭社区",
            "莒潭居委会",
            "莒潭社区居委会",
            "莒口镇莒潭社区居民委员会",
            "莒潭",
        ] {
            assert_eq!(index.find(text), Ok(ids[0]), "{text}");
        }
        assert_eq!(index.find("上㘵村委会"), Ok(ids[2]));
        for text in [
            "前山村",
            "",
            "莒口镇",
            "麻沙镇后山村",
            "莒潭村",
            "350703104299",
            "村",
            "㘵",
        ] {
            assert_eq!(index.find(text), Err(Reason::NoSuchVillage), "{text}");
        }
        for text in ["莒口镇", "莒口", "建阳区莒口镇", "莒口镇人民政府"] {
            assert!(index.lies_in("350703104206", text), "{text}");
        }
        assert!(!index.lies_in("350703104206", "麻沙镇") && !index.lies_in("350703104206", "乡"));
        assert!(index.is_above("莒口镇") && index.is_above("建阳区莒口镇"));
        assert!(!index.is_above("后山村") && !index.is_above(""));
    }

    #[test]
    fn equal_names_are_told_apart_by_what_is_known_or_refused() {
        let (ids, index) = villages(&[
            ("350703104205", "东山村"),
            ("350703104002", "东山社区"),
            ("350703102205", "金山村"),
            ("350703104215", "金山村委会"),
            ("350703104220", "中村村"),
        ]);
        assert_eq!(index.find("东山村委会"), Ok(ids[0]));
        assert_eq!(index.find("东山居委会"), Ok(ids[1]));
        assert_eq!(
            index.find("东山"),
            Err(Reason::SeveralVillages { count: 2 })
        );
        assert_eq!(
            index.find("金山村"),
            Err(Reason::SeveralVillages { count: 2 })
        );
        assert_eq!(index.find("莒口镇金山村"), Ok(ids[3]));
        assert_eq!(index.find("中村村委会"), Ok(ids[4]));
        assert_eq!(index.find("中村"), Ok(ids[4]));
    }
}
