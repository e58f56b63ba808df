//! The divisions of Fujian, compiled in: where an office can be, and the villages it starts with.
//!
//! A division is known by level and code together: 350527000000 is a county, a township and a
//! village at once. Codes change every year; records keep their own code and name.

use super::letters;
use std::collections::HashMap;
use std::sync::LazyLock;

const DATA: &str = include_str!("fujian.txt");
const PROVINCE: &str = "35";

/// What rank a division has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DivisionLevel {
    /// 设区市.
    Prefecture,
    /// 县（市、区）.
    County,
    /// 乡镇、街道.
    Township,
    /// 村（居）.
    Village,
}

/// One division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// Its rank.
    pub level: DivisionLevel,
    /// Twelve digits.
    pub code: String,
    /// The official name: 后山村委会.
    pub name: String,
    /// As people call it: 后山村.
    pub short: String,
    /// The names above it, the nearest first: 建阳区, 南平市.
    pub above: Vec<&'static str>,
}

impl Division {
    /// The digits that everything below it begins with.
    pub fn stem(&self) -> &str {
        &self.code[..stem_len(self.level)]
    }
}

fn stem_len(level: DivisionLevel) -> usize {
    match level {
        DivisionLevel::Prefecture => 4,
        DivisionLevel::County => 6,
        DivisionLevel::Township => 9,
        DivisionLevel::Village => 12,
    }
}

static ALL: LazyLock<Vec<Division>> = LazyLock::new(read);

fn read() -> Vec<Division> {
    let mut all = Vec::with_capacity(18_800);
    let (mut prefecture, mut county, mut township) = (("", ""), ("", ""), ("", ""));
    for line in DATA.lines().filter(|l| !l.starts_with('#')) {
        let (level, rest) = match line.as_bytes().first() {
            Some(b'P') => (DivisionLevel::Prefecture, &line[1..]),
            Some(b'C') => (DivisionLevel::County, &line[1..]),
            Some(b'T') => (DivisionLevel::Township, &line[1..]),
            _ => (DivisionLevel::Village, line),
        };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, name) = rest.split_at(digits);
        let (stem, above) = match level {
            DivisionLevel::Prefecture => {
                prefecture = (digits, name);
                (format!("{PROVINCE}{digits}"), vec![])
            }
            DivisionLevel::County => {
                county = (digits, name);
                (
                    format!("{PROVINCE}{}{digits}", prefecture.0),
                    vec![prefecture.1],
                )
            }
            DivisionLevel::Township => {
                township = (digits, name);
                (
                    format!("{PROVINCE}{}{}{digits}", prefecture.0, county.0),
                    vec![county.1, prefecture.1],
                )
            }
            DivisionLevel::Village => (
                format!(
                    "{PROVINCE}{}{}{}{digits}",
                    prefecture.0, county.0, township.0
                ),
                vec![township.1, county.1, prefecture.1],
            ),
        };
        let (name, short) = names(name);
        all.push(Division {
            level,
            code: format!("{stem:0<12}"),
            name,
            short,
            above,
        });
    }
    all
}

/// The official and the usual name behind the file's shorthand.
fn names(written: &str) -> (String, String) {
    let (stem, official, usual) = if let Some(stem) = written.strip_suffix('v') {
        (stem, "村委会", "村")
    } else if let Some(stem) = written.strip_suffix('s') {
        (stem, "社区居委会", "社区")
    } else if let Some(stem) = written.strip_suffix('j') {
        (stem, "居委会", "居委会")
    } else {
        (written, "", "")
    };
    (format!("{stem}{official}"), format!("{stem}{usual}"))
}

/// Every division, each before those below it.
pub fn all() -> &'static [Division] {
    &ALL
}

/// The division of this level and code.
pub fn get(level: DivisionLevel, code: &str) -> Option<&'static Division> {
    static BY_CODE: LazyLock<HashMap<(DivisionLevel, &str), usize>> = LazyLock::new(|| {
        let each = all().iter().enumerate();
        each.map(|(at, d)| ((d.level, d.code.as_str()), at))
            .collect()
    });
    let at = BY_CODE.get(&(level, code))?;
    all().get(*at)
}

/// The township that a village's code, or its own, lies in.
pub fn township_of(code: &str) -> Option<&'static Division> {
    let stem = code.get(..stem_len(DivisionLevel::Township))?;
    get(DivisionLevel::Township, &format!("{stem:0<12}"))
}

/// The township, county or prefecture that a code of 9, 6 or 4 digits (or their 12) means.
pub fn office(code: &str) -> Option<&'static Division> {
    let levels = [
        DivisionLevel::Township,
        DivisionLevel::County,
        DivisionLevel::Prefecture,
    ];
    levels.into_iter().find_map(|level| {
        let stem = code.get(..stem_len(level))?;
        let rest = &code[stem.len()..];
        let short_enough = rest.is_empty() || (code.len() == 12 && rest.bytes().all(|b| b == b'0'));
        // 350527000 is a township; as 12 digits the higher rank is meant unless told otherwise.
        let own_digits = !(code.len() == 12
            && level != DivisionLevel::Prefecture
            && stem.ends_with(ranks_zero(level)));
        (short_enough && own_digits).then(|| get(level, &format!("{stem:0<12}")))?
    })
}

fn ranks_zero(level: DivisionLevel) -> &'static str {
    if level == DivisionLevel::Township {
        "000"
    } else {
        "00"
    }
}

/// The villages below a division.
pub fn villages_of(office: &Division) -> impl Iterator<Item = &'static Division> {
    below(office, DivisionLevel::Village)
}

/// The townships below a division, a township itself.
pub fn townships_of(office: &Division) -> impl Iterator<Item = &'static Division> {
    below(office, DivisionLevel::Township)
}

fn below(office: &Division, level: DivisionLevel) -> impl Iterator<Item = &'static Division> {
    let stem = office.stem().to_owned();
    all()
        .iter()
        .filter(move |d| d.level == level && d.code.starts_with(&stem))
}

/// The offices that `text` may mean, by characters, pinyin, initials or code; the best first.
pub fn search(text: &str, levels: &[DivisionLevel], most: usize) -> Vec<&'static Division> {
    let text = crate::schema::text::tidy(text).to_lowercase();
    if text.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<(u8, &Division)> = all()
        .iter()
        .filter(|d| levels.contains(&d.level))
        .filter_map(|d| Some((fit(d, &text)?, d)))
        .collect();
    hits.sort_by_key(|(fit, d)| (*fit, d.name.chars().count()));
    hits.into_iter().take(most).map(|(_, d)| d).collect()
}

/// How well a division fits, 0 best.
fn fit(division: &Division, text: &str) -> Option<u8> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return division
            .code
            .starts_with(text)
            .then_some(u8::from(division.stem() != text));
    }
    match division.short.find(text) {
        Some(0) => Some(0),
        Some(_) => Some(3),
        None if letters::spells(&division.short, text) => Some(1),
        None => letters::fit(&division.short, text).map(|start| if start == 0 { 2 } else { 4 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_rows_are_there() {
        let count = |level| all().iter().filter(|d| d.level == level).count();
        assert_eq!(
            [
                DivisionLevel::Prefecture,
                DivisionLevel::County,
                DivisionLevel::Township,
                DivisionLevel::Village
            ]
            .map(count),
            [9, 84, 1170, 17_498]
        );
    }

    #[test]
    fn jukou_has_17_villages_three_with_a_rare_character() {
        let jukou = office("350703104").unwrap();
        assert_eq!((jukou.name.as_str(), jukou.above[0]), ("莒口镇", "建阳区"));
        let villages: Vec<_> = villages_of(jukou).map(|d| d.short.as_str()).collect();
        assert_eq!(villages.len(), 17);
        assert_eq!(villages[0], "莒潭社区");
        assert_eq!(villages.iter().filter(|v| v.contains('㘵')).count(), 3);
        assert_eq!(
            get(DivisionLevel::Village, "350703104206").unwrap().name,
            "后山村委会"
        );
    }

    #[test]
    fn one_code_can_be_three_divisions() {
        assert_eq!(office("350527").unwrap().level, DivisionLevel::County);
        assert_eq!(office("350527000").unwrap().level, DivisionLevel::Township);
        assert_eq!(office("3507").unwrap().name, "南平市");
        assert_eq!(office("350703104000").unwrap().name, "莒口镇");
        assert!(office("350703104206").is_none());
        assert!(office("110105").is_none());
        assert!(office("莒口").is_none());
    }

    #[test]
    fn offices_are_found_as_people_write_them() {
        let townships = [DivisionLevel::Township];
        for text in [
            "莒口",
            "jukou",
            "jk",
            "jukouzhen",
            "350703104",
            "ｊｕｋｏｕ",
        ] {
            let hits = search(text, &townships, 20);
            assert!(hits.iter().any(|d| d.code == "350703104000"), "{text}");
        }
        assert_eq!(search("莒口", &townships, 5)[0].code, "350703104000");
        let whole: Vec<_> = search("jukou", &townships, 3)
            .iter()
            .map(|d| d.name.as_str())
            .collect();
        assert_eq!(
            whole,
            ["巨口乡", "莒口镇", "均口镇"],
            "what is spelled whole comes first"
        );
        assert!(search("", &townships, 5).is_empty());
    }
}
