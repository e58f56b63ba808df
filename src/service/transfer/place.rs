//! Which village a list means: by any of the names that offices write, or by its code, and within
//! its township where the list names one.
//!
//! Owns the spellings of villages' and townships' names. Never guesses: one village or none.

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

fn is_zeros(text: &str) -> bool {
    text.bytes().all(|b| b == b'0')
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

/// Endings of townships' names, the longest first.
const TOWNS: &[&str] = &["街道办事处", "街道办", "街道", "镇", "乡"];
/// What some of them have before the ending, and people leave out: 崇儒畲族乡, 崇儒乡.
const PEOPLES: &[&str] = &["畲族", "回族", "满族", "民族"];

/// A township's name without its ending: 莒口, 崇儒.
fn town_core(text: &str) -> &str {
    let cut = |text: &'_ str, endings: &[&str]| {
        let stem = endings.iter().find_map(|ending| text.strip_suffix(ending));
        stem.filter(|stem| !stem.is_empty()).map(str::len)
    };
    let stem = cut(text, TOWNS).map_or(text, |end| &text[..end]);
    cut(stem, PEOPLES).map_or(stem, |end| &stem[..end])
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
    /// The townships by their names without the ending.
    by_town: HashMap<String, Vec<&'static str>>,
    /// Every township.
    towns: Vec<&'static str>,
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
            if division.level == DivisionLevel::Township {
                let core = plain(&division.name);
                let core = town_core(&core).to_owned();
                index.by_town.entry(core).or_default().push(division.stem());
                index.towns.push(division.stem());
            }
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
        let towns = self.townships(text).unwrap_or_default();
        towns.iter().any(|town| code.starts_with(town))
    }

    /// Whether the office has several townships, so that a village alone may not be enough.
    pub(super) fn several_towns(&self) -> bool {
        self.towns.len() > 1
    }

    /// The townships that the text may mean, as the digits that their villages begin with.
    pub(super) fn townships(&self, text: &str) -> Result<Vec<&'static str>, Reason> {
        let text = plain(text);
        let office = ["人民政府", "政府"];
        let text = office
            .iter()
            .find_map(|end| text.strip_suffix(end))
            .unwrap_or(&text);
        let (rest, stems) = self.strip_above(text);
        let below = |town: &&&str| {
            let any = |all: &Vec<&str>| all.iter().any(|stem| town.starts_with(stem));
            stems.iter().all(any)
        };
        let digits = matches!(text.len(), 9 | 12) && text.bytes().all(|b| b.is_ascii_digit());
        let of_code = |town: &&&str| digits && text.strip_prefix(**town).is_some_and(is_zeros);
        let named = |town: &&&str| stems.last().is_some_and(|all| all.contains(*town));
        let core = self.by_town.get(town_core(rest));
        let found: Vec<&'static str> = if rest.is_empty() {
            self.towns
                .iter()
                .filter(named)
                .filter(below)
                .copied()
                .collect()
        } else if digits {
            self.towns.iter().filter(of_code).copied().collect()
        } else {
            core.into_iter().flatten().filter(below).copied().collect()
        };
        if found.is_empty() {
            return Err(Reason::NoSuchTownship);
        }
        Ok(found)
    }

    /// The one village that the text means.
    pub(super) fn find(&self, text: &str) -> Result<Id, Reason> {
        self.only(&self.meant(text, Vec::new()))
    }

    /// Whether the text may mean the village of this code, perhaps others too.
    pub(super) fn may_be(&self, code: &str, text: &str) -> bool {
        let meant = self.meant(text, Vec::new());
        meant.iter().any(|place| self.all[*place].code == code)
    }

    /// The one village in one of these townships that the text means.
    pub(super) fn find_within(&self, text: &str, towns: &[&'static str]) -> Result<Id, Reason> {
        match (self.only(&self.meant(text, vec![towns.to_vec()])), towns) {
            (Err(Reason::NoSuchVillage), [town, ..]) => Err(Reason::NotInTownship {
                township: divisions::township_of(town)
                    .map_or_else(String::new, |d| d.short.clone()),
            }),
            (found, _) => found,
        }
    }

    /// Whether the text itself says in which township the village lies.
    pub(super) fn names_township(&self, text: &str) -> bool {
        let text = plain(text);
        let (_, stems) = self.strip_above(&text);
        stems.iter().flatten().any(|stem| self.towns.contains(stem))
    }

    /// The villages below all these divisions that the text may mean.
    fn meant(&self, text: &str, mut below: Vec<Vec<&'static str>>) -> Vec<usize> {
        let text = plain(text);
        if text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit()) {
            let coded = self.by_code.get(text.as_str()).into_iter().flatten();
            let here = |any: &Vec<&str>| any.iter().any(|stem| text.starts_with(stem));
            return coded.copied().filter(|_| below.iter().all(here)).collect();
        }
        let whole = self.candidates(&text, &below);
        if !whole.is_empty() {
            return whole;
        }
        let (rest, stems) = self.strip_above(&text);
        below.extend(stems);
        self.candidates(rest, &below)
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
