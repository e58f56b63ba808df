//! How many children there are of each age and sex, and of each risk in each village: the counts
//! behind the pictures. Knows no storage and no clock.

use super::child::{Child, Risk};
use super::worker::Sex;
use crate::schema::{Day, Id};
use std::collections::BTreeMap;

/// Ages that have a line of their own: under eighteen one is a child (未成年人保护法第2条).
pub const AGES: usize = 18;

/// From which age on something else holds, and the end of the key of its words: personal data are
/// no longer sensitive for age alone (个人信息保护法第28条), one is no longer left behind or a
/// migrant child (国发〔2016〕13号: 不满十六周岁), one is of age (民法典第17条).
pub const TURNS: [(usize, &str); 3] = [(14, "fourteen"), (16, "sixteen"), (18, "eighteen")];

/// Children of one age, by sex.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BySex {
    /// Girls.
    pub girls: usize,
    /// Boys.
    pub boys: usize,
    /// Those whose sex nobody has filled in.
    pub unsaid: usize,
}

/// Children by age and sex.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ages {
    /// By whole years; the last are those of eighteen and more who are still on the register.
    pub years: [BySex; AGES + 1],
    /// Those whose age isn't known.
    pub ageless: usize,
}

impl Ages {
    /// Counts children on a day.
    pub fn of<'a>(children: impl Iterator<Item = &'a Child>, today: Day) -> Self {
        let mut ages = Self::default();
        for child in children {
            let Some(age) = child.age(today) else {
                ages.ageless += 1;
                continue;
            };
            let age = usize::try_from(age).unwrap_or(0).min(AGES);
            let tally = &mut ages.years[age];
            *match child.sex {
                Some(Sex::Female) => &mut tally.girls,
                Some(Sex::Male) => &mut tally.boys,
                None => &mut tally.unsaid,
            } += 1;
        }
        ages
    }
}

/// Risks of a village's children: red, yellow, blue, green, and not graded.
pub type Risks = [usize; 5];

/// Children by the village that looks after them, and by risk. Villages come in so that those
/// without any child are counted too; nothing stands for children whose village isn't filled in.
pub fn risks<'a>(
    villages: impl Iterator<Item = Id>,
    children: impl Iterator<Item = &'a Child>,
) -> BTreeMap<Option<Id>, Risks> {
    let mut all: BTreeMap<Option<Id>, Risks> =
        villages.map(|id| (Some(id), Risks::default())).collect();
    for child in children {
        let at = match child.risk {
            Some(Risk::Red) => 0,
            Some(Risk::Yellow) => 1,
            Some(Risk::Blue) => 2,
            Some(Risk::Green) => 3,
            None => 4,
        };
        all.entry(child.village).or_default()[at] += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn child(born: Option<(i32, u32, u32)>, sex: Option<Sex>) -> Child {
        Child {
            birth_day: born.and_then(|(y, m, d)| Day::from_ymd(y, m, d)),
            sex,
            ..Child::default()
        }
    }

    #[test]
    fn ages_are_counted_in_whole_years() {
        let today = Day::from_ymd(2026, 11, 23).expect("a day");
        let girl = Some(Sex::Female);
        let all = [
            child(Some((2012, 11, 23)), girl),
            child(Some((2012, 11, 24)), girl),
            child(Some((2012, 11, 24)), Some(Sex::Male)),
            child(Some((2026, 11, 23)), None),
            child(Some((2001, 1, 1)), Some(Sex::Male)),
            child(None, girl),
            // A slip: nobody is born tomorrow.
            child(Some((2026, 11, 24)), girl),
        ];
        let ages = Ages::of(all.iter(), today);
        let of = |girls, boys, unsaid| BySex {
            girls,
            boys,
            unsaid,
        };
        assert_eq!(ages.years[14], of(1, 0, 0));
        assert_eq!(ages.years[13], of(1, 1, 0));
        assert_eq!(ages.years[0], of(0, 0, 1));
        assert_eq!(ages.years[AGES], of(0, 1, 0));
        assert_eq!(ages.ageless, 2);
    }

    #[test]
    fn every_village_is_counted_and_every_child_once() {
        let (here, there) = (Id([1; 16]), Id([2; 16]));
        let graded = |risk, village| Child {
            risk,
            village,
            ..Child::default()
        };
        let all = [
            graded(Some(Risk::Red), Some(here)),
            graded(Some(Risk::Green), Some(here)),
            graded(None, Some(here)),
            graded(Some(Risk::Yellow), None),
        ];
        let counted = risks([here, there].into_iter(), all.iter());
        assert_eq!(counted[&Some(here)], [1, 0, 0, 1, 1]);
        assert_eq!(counted[&Some(there)], [0; 5]);
        assert_eq!(counted[&None], [0, 1, 0, 0, 0]);
    }
}
