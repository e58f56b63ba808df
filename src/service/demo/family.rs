//! Invented homes: a household with its caregivers and children, whose facts bear out the
//! categories that the ledger tells, with the gaps and slips that real files have.

use super::{Dice, Inventor};
use crate::domain::caregiver::{Caregiver, Relation, Status, Wish};
use crate::domain::child::{
    Category, Child, Disability, Grade, Guardianship, Health, Origin, Raised, Risk, Schooling,
};
use crate::domain::household::{FamilyType, Household, Income, Poverty, Relief};
use crate::domain::worker::Sex;
use crate::schema::{Day, Id};
use std::collections::BTreeSet;

/// What homes are made of. Dice of its own: what is added to a home changes nobody's name.
pub(super) struct Homes {
    dice: Dice,
    count: usize,
    last: Option<(Id, Id, Category, String)>,
}

impl Homes {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed ^ 0x686f_6d65),
            count: 0,
            last: None,
        }
    }
}

/// What the drawn category says of the two parents, and who then looks after the child.
struct Parents {
    father: &'static [Status],
    mother: &'static [Status],
    main: Relation,
}

fn parents_of(category: Category) -> Parents {
    use Relation::{Father, Grandmother, MaternalGrandmother};
    let (father, mother, main): (&[Status], &[Status], Relation) = match category {
        Category::LeftBehind => (&[Status::Away], &[Status::Away], Grandmother),
        Category::Orphan => (&[Status::Dead], &[Status::Dead], MaternalGrandmother),
        Category::Unattended => (&[Status::Dead], &[Status::LostContact], Grandmother),
        Category::Difficult | Category::Migrant => (&[Status::Normal], &[Status::Normal], Father),
    };
    Parents {
        father,
        mother,
        main,
    }
}

impl Inventor<'_> {
    /// A child with its home; one in five is the sibling of the one before.
    pub(super) fn child(&mut self, village: Id) {
        let sex = self.dice.one(&[Sex::Male, Sex::Female]);
        let born = self
            .today
            .plus(-i32::try_from(800 + self.dice.below(5200)).unwrap_or(800));
        let category = self.dice.one(&[
            Category::LeftBehind,
            Category::LeftBehind,
            Category::Difficult,
            Category::Unattended,
            Category::Orphan,
        ]);
        let (born, category) = self.about_to_turn(born, category);
        let risk = self.dice.one(&[
            Risk::Green,
            Risk::Green,
            Risk::Green,
            Risk::Blue,
            Risk::Blue,
            Risk::Yellow,
            Risk::Red,
        ]);
        let name = self.name(sex);
        // Some have no number yet: children without 户籍 are a target group.
        let id_number = if self.dice.once_in(25) {
            String::new()
        } else {
            self.id_number(born, sex)
        };
        let caregiver = self.name(Sex::Female);
        let phone = format!("140{:08}", self.dice.below(100_000_000));

        let shared = self
            .homes
            .last
            .take()
            .filter(|(there, ..)| *there == village);
        let shared = shared.filter(|_| self.homes.dice.once_in(5));
        // What holds for both parents holds for both children.
        let (household, category, name) = match shared {
            Some((_, household, category, surname)) => {
                let given = name.chars().skip(1).collect::<String>();
                (household, category, format!("{surname}{given}"))
            }
            None => (self.home(&name, category, caregiver, phone), category, name),
        };
        let surname = name.chars().take(1).collect();
        self.homes.last = Some((village, household, category, surname));
        let child = Child {
            name,
            sex: Some(sex),
            birth_day: Some(born),
            registered: Some(!id_number.is_empty()),
            id_number,
            village: Some(village),
            household: Some(household),
            categories: BTreeSet::from([category]),
            risk: Some(risk),
            ..self.facts(born, category)
        };
        self.add(child);
    }

    /// A few children have a birthday soon that changes something.
    fn about_to_turn(&mut self, born: Day, category: Category) -> (Day, Category) {
        self.homes.count += 1;
        let in_days = |years: i32, days: i32| self.today.plus(days).turns(-years);
        match self.homes.count {
            12 => (in_days(14, 4), category),
            23 => (in_days(16, 9), Category::LeftBehind),
            41 => (in_days(18, -12), category),
            _ => (born, category),
        }
    }

    /// What else the file of such a child holds.
    fn facts(&mut self, born: Day, category: Category) -> Child {
        let age = born.years_until(self.today);
        let count = self.homes.count;
        let dice = &mut self.homes.dice;
        let (schooling, school) = match age {
            ..3 => (Schooling::NotYet, ""),
            3..6 => (Schooling::Kindergarten, "镇中心幼儿园"),
            6..12 => (Schooling::Primary, "镇中心小学"),
            12..15 => (Schooling::Junior, "镇初级中学"),
            _ => (Schooling::Vocational, "区职业中专"),
        };
        let out = age >= 13 && dice.once_in(9);
        let disabled = category == Category::Difficult && dice.once_in(2);
        let guardianship = dice.one(&[
            Guardianship::Good,
            Guardianship::Fair,
            Guardianship::Fair,
            Guardianship::TrusteeWeak,
        ]);
        let gap = dice.once_in(12);
        Child {
            ethnicity: "汉族".into(),
            origin: Some(Origin::Rural),
            birth_certificate: Some(!dice.once_in(20)),
            health: BTreeSet::from([if disabled {
                Health::Disabled
            } else if dice.once_in(15) {
                Health::Ill
            } else {
                Health::Healthy
            }]),
            disability: disabled.then(|| dice.one(&[Disability::Limbs, Disability::Intellect])),
            grade: disabled.then(|| dice.one(&[Grade::One, Grade::Two, Grade::Three])),
            schooling: (!gap).then_some(if out {
                Schooling::DroppedOut
            } else {
                schooling
            }),
            school: if out { String::new() } else { school.into() },
            boarding: (age >= 6).then(|| dice.once_in(3)),
            guardianship: (!gap).then_some(guardianship),
            raised: (category == Category::Orphan).then_some(Raised::Home),
            checked: Some(self.today.plus(if count % 30 == 7 {
                -190
            } else {
                -i32::try_from(10 + dice.below(130)).unwrap_or(10)
            })),
            ..Child::default()
        }
    }

    /// A household with father, mother and whoever looks after the child.
    fn home(&mut self, child: &str, category: Category, caregiver: String, phone: String) -> Id {
        let parents = parents_of(category);
        let surname: String = child.chars().take(1).collect();
        let dice = &mut self.homes.dice;
        let poor = category != Category::LeftBehind && dice.once_in(2);
        let number = 1 + dice.below(180);
        let father = format!(
            "{surname}{}",
            dice.one(&["国华", "建平", "德旺", "金水", "长青"])
        );
        let mother = dice.one(&["周丽萍", "吴雪英", "郑月琴", "黄金凤", "江丽珍"]);
        let city = dice.one(&["广东东莞", "福建厦门", "浙江义乌", "福建泉州", "上海"]);
        let guardian_is_father = parents.main == Relation::Father;
        let household = self.add(Household {
            head: father.clone(),
            address: format!("{number}号"),
            family_type: Some(if parents.mother == [Status::Normal] {
                FamilyType::Complete
            } else {
                FamilyType::Other
            }),
            income: BTreeSet::from([Income::Wages]),
            poverty: Some(if poor {
                Poverty::Allowance
            } else {
                Poverty::None
            }),
            relief: poor.then_some(Relief::Allowance).into_iter().collect(),
            ..Household::default()
        });
        let parent = |name: String, relation, sex, status: &[Status]| Caregiver {
            name,
            household: Some(household),
            relation: Some(relation),
            sex: Some(sex),
            guardian: Some(!status.contains(&Status::Dead)),
            status: status.iter().copied().collect(),
            work_place: if status.contains(&Status::Away) {
                city.to_owned()
            } else {
                String::new()
            },
            ..Caregiver::default()
        };
        // One father in ten who works elsewhere has said what he would like, and agreed to be named.
        let wish = (parents.father.contains(&Status::Away) && phone.ends_with('7')).then_some(());
        self.add(Caregiver {
            main: Some(guardian_is_father),
            phone: if guardian_is_father || wish.is_some() {
                phone.clone()
            } else {
                String::new()
            },
            wishes: wish
                .iter()
                .flat_map(|()| [Wish::Return, Wish::Training])
                .collect(),
            consent: wish.and_then(|()| Day::from_ymd(2026, 2, 20)),
            ..parent(father, Relation::Father, Sex::Male, parents.father)
        });
        self.add(parent(
            mother.to_owned(),
            Relation::Mother,
            Sex::Female,
            parents.mother,
        ));
        if !guardian_is_father {
            let signed = self.homes.dice.below(3) > 0;
            self.add(Caregiver {
                name: caregiver,
                household: Some(household),
                relation: Some(parents.main),
                main: Some(true),
                entrusted: (category == Category::LeftBehind).then_some(signed),
                phone,
                sex: Some(Sex::Female),
                status: BTreeSet::from([Status::Normal]),
                ..Caregiver::default()
            });
        }
        household
    }
}
