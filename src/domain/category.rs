//! Which categories a child counts in, and the facts that make it so. One list: a category holds
//! where all of its facts do, so that "why" can never say something else than the answer.
//!
//! Knows no storage, no clock and no words.

use super::answer::Answer;
use super::child::{Category, Origin, Raised};
use super::family::{CHILD_BELOW, Family, LEFT_BEHIND_BELOW, MIGRANT_MONTHS};
use super::parents;
use crate::schema::{Coded, Day};

/// A category as computed and as the office's ledger tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub category: Category,
    /// What the facts say.
    pub computed: Answer,
    /// Whether the ledger tells it.
    pub told: bool,
}

impl Standing {
    /// Whether the child counts in it: what is computed, and the ledger's word where the facts
    /// don't tell.
    pub fn holds(self) -> bool {
        self.computed == Answer::Yes || (self.computed == Answer::Unknown && self.told)
    }

    /// Whether the ledger's word is not what the facts say: not borne out, or not told. 困境 goes
    /// untold where a narrower word (孤儿, 事实无人抚养) stands: that is no difference.
    pub fn differs(self) -> bool {
        let untold = self.computed == Answer::Yes && self.category != Category::Difficult;
        match self.told {
            true => self.computed != Answer::Yes,
            false => untold,
        }
    }
}

crate::choices! {
    /// Something that has to be so for a category to hold.
    Fact "fact" {
        Below16 "below_16" ["不满16周岁"],
        Below18 "below_18" ["未满18周岁"],
        Rural "rural" ["农村户口"],
        ParentsAway "parents_away" ["父母都外出务工，或一方外出另一方无监护能力"],
        ParentsGone "parents_gone" ["父母都已死亡或查找不到"],
        RaisedAtHome "raised_at_home" ["不在机构养育"],
        ParentsKnown "parents_known" ["不是查找不到生父母"],
        ParentsPrevented "parents_prevented" ["父母都不能抚养"],
        Settled "settled" ["跨县来住满六个月"],
        InDifficulty "in_difficulty" ["有困境情形"],
    }
}

impl Category {
    /// The text that defines it.
    pub fn source(self) -> &'static str {
        match self {
            Self::LeftBehind => "国发〔2016〕13号",
            Self::Difficult => "国发〔2016〕36号",
            Self::Orphan => "国发〔2016〕36号",
            Self::Unattended => "闽民童〔2021〕31号",
            // No text of the province defines it; six months are in use.
            Self::Migrant => "本地默认",
        }
    }
}

impl Family<'_> {
    /// What has to be so for the category, and whether it is; all of them, and it holds.
    pub fn facts(&self, category: Category, today: Day) -> Vec<(Fact, Answer)> {
        let child = self.child;
        let [father, mother] = self.parents(today);
        let below16 = (Fact::Below16, self.below(LEFT_BEHIND_BELOW, today));
        let below18 = (Fact::Below18, self.below(CHILD_BELOW, today));
        match category {
            Category::LeftBehind => {
                let rural = child.origin.map(|origin| origin == Origin::Rural);
                vec![
                    below16,
                    (Fact::Rural, rural.into()),
                    (Fact::ParentsAway, parents::left_behind(father, mother)),
                ]
            }
            Category::Orphan => {
                let at_home = child.raised != Some(Raised::Institution);
                vec![
                    below18,
                    (Fact::RaisedAtHome, at_home.into()),
                    (Fact::ParentsGone, self.orphaned(today)),
                ]
            }
            Category::Unattended => {
                // Whose parents can't be found is an orphan.
                let known = child.parents_unknown != Some(true);
                let prevented = parents::unattended(father.state, mother.state);
                vec![
                    below18,
                    (Fact::ParentsKnown, known.into()),
                    (Fact::ParentsPrevented, prevented),
                ]
            }
            Category::Migrant => {
                let settled = child
                    .moved_in
                    .map(|day| day.plus_months(MIGRANT_MONTHS) <= today);
                vec![below16, (Fact::Settled, settled.into())]
            }
            Category::Difficult => {
                // No list of reasons is closed: harm done to a child, say, stands in no field.
                let found = !self.difficulties(today).is_empty();
                let told = if found { Answer::Yes } else { Answer::Unknown };
                vec![below18, (Fact::InDifficulty, told)]
            }
        }
    }

    /// What the facts say of a category.
    pub fn computed(&self, category: Category, today: Day) -> Answer {
        let facts = self.facts(category, today);
        let answers = facts.into_iter().map(|(_, answer)| answer);
        answers.fold(Answer::Yes, Answer::and)
    }

    /// Every category, computed beside told.
    pub fn standings(&self, today: Day) -> Vec<Standing> {
        let all = Category::CHOICES
            .iter()
            .filter_map(|choice| Category::from_code(choice.code));
        all.map(|category| Standing {
            category,
            computed: self.computed(category, today),
            told: self.child.categories.contains(&category),
        })
        .collect()
    }

    /// The categories that the child counts in.
    pub fn categories(&self, today: Day) -> Vec<Category> {
        let held = self.standings(today).into_iter().filter(|s| s.holds());
        held.map(|s| s.category).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::caregiver::{Caregiver, Relation, Status};
    use crate::domain::child::Child;
    use std::collections::BTreeSet;

    fn day(text: &str) -> Day {
        Day::parse(text, None).unwrap()
    }

    fn parent(relation: Relation, status: Status) -> Caregiver {
        Caregiver {
            relation: Some(relation),
            status: BTreeSet::from([status]),
            ..Caregiver::default()
        }
    }

    fn family<'a>(child: &'a Child, caregivers: &'a [Caregiver]) -> Family<'a> {
        Family {
            child,
            household: None,
            caregivers: caregivers.iter().collect(),
        }
    }

    #[test]
    fn facts_say_which_one_is_missing_and_which_one_speaks_against_it() {
        let away = [
            parent(Relation::Father, Status::Away),
            parent(Relation::Mother, Status::Away),
        ];
        let mut child = Child {
            birth_day: Some(day("2015-03-14")),
            categories: BTreeSet::from([Category::LeftBehind]),
            ..Child::default()
        };
        let today = day("2026-11-23");
        let of = |child: &Child, caregivers: &[Caregiver]| {
            let family = family(child, caregivers);
            let facts = family.facts(Category::LeftBehind, today);
            let answers: Vec<Answer> = facts.into_iter().map(|(_, a)| a).collect();
            (answers, family.computed(Category::LeftBehind, today))
        };
        use Answer::{No, Unknown, Yes};
        assert_eq!(of(&child, &away), (vec![Yes, Unknown, Yes], Unknown));
        child.origin = Some(Origin::Rural);
        assert_eq!(of(&child, &away), (vec![Yes, Yes, Yes], Yes));
        assert_eq!(of(&child, &away[..1]), (vec![Yes, Yes, Unknown], Unknown));
        child.origin = Some(Origin::Urban);
        assert_eq!(of(&child, &away), (vec![Yes, No, Yes], No));
        let standing = family(&child, &away).standings(today)[0];
        assert!(standing.differs() && !standing.holds(), "{standing:?}");
    }

    #[test]
    fn the_ledger_differs_where_the_facts_say_otherwise_or_nothing() {
        use Answer::{No, Unknown, Yes};
        for (computed, told, differs, holds) in [
            (Yes, true, false, true),
            (Yes, false, true, true),
            (No, true, true, false),
            (No, false, false, false),
            (Unknown, true, true, true),
            (Unknown, false, false, false),
        ] {
            let standing = Standing {
                category: Category::Orphan,
                computed,
                told,
            };
            assert_eq!(
                (standing.differs(), standing.holds()),
                (differs, holds),
                "{standing:?}"
            );
        }
    }
}
