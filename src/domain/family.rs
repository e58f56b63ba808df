//! What follows from a child, its household and its caregivers taken together: difficulties,
//! priority, papers and what the file still lacks. Computed, never stored; the categories stand in
//! [`super::category`].
//!
//! Knows no storage, no clock and no words. Where no text fixes a rule it says 本地默认.

use super::answer::Answer;
use super::caregiver::{Caregiver, Relation};
use super::child::{Child, Guardianship, Health, Schooling};
use super::household::Household;
use super::parents::{self, Parent};
use crate::schema::Day;

/// 留守、流动: 不满16周岁 (国发〔2016〕13号).
pub const LEFT_BEHIND_BELOW: i32 = 16;
/// 困境、孤儿、事实无人抚养: 未满18周岁 (国发〔2016〕36号, 闽民童〔2021〕31号).
pub const CHILD_BELOW: i32 = 18;
/// 不满十四周岁: all of the child's data is sensitive (个人信息保护法第28条).
pub const SENSITIVE_BELOW: i32 = 14;
/// 流动儿童: 跨县域异地居住 this many months.
pub const MIGRANT_MONTHS: i32 = 6;

/// A child with the records around it.
#[derive(Clone, Debug)]
pub struct Family<'a> {
    /// The child.
    pub child: &'a Child,
    /// Its home.
    pub household: Option<&'a Household>,
    /// Who belongs to that home.
    pub caregivers: Vec<&'a Caregiver>,
}

crate::choices! {
    /// Why a child is in difficulty (国发〔2016〕36号; the list is that of a register in use, 本地默认).
    Difficulty "difficulty" {
        Orphan "orphan" ["孤儿"],
        Unattended "unattended" ["事实无人抚养"],
        NoGuardian "no_guardian" ["监护缺失"],
        UnableGuardian "unable_guardian" ["父母无力监护"],
        SeverelyDisabled "severely_disabled" ["重残"],
        Disabled "disabled" ["残疾"],
        Ill "ill" ["重病"],
        Poor "poor" ["贫困"],
    }
}

crate::choices! {
    /// Why a child is one of 重点儿童 (128号 附件3第4项).
    Priority "priority" {
        PoorGuardianship "poor_guardianship" ["监护情况较差"],
        OutOfSchool "out_of_school" ["失学辍学"],
        NoHukou "no_hukou" ["无户籍"],
        Ill "ill" ["患病"],
        Disabled "disabled" ["残疾"],
    }
}

crate::choices! {
    /// A paper that a child should have.
    Paper "paper" {
        Hukou "hukou" ["户口"],
        BirthCertificate "birth_certificate" ["出生医学证明"],
        IdNumber "id_number" ["证件号码"],
        DisabilityCard "disability_card" ["残疾人证"],
    }
}

crate::choices! {
    /// Something that a file is not complete without (the list is ours, 本地默认, from the two forms).
    FilePart "file-part" {
        Sex "sex" ["性别"],
        BirthDay "birth_day" ["出生日期"],
        IdNumber "id_number" ["证件号码"],
        Hukou "hukou" ["户口登记"],
        Origin "origin" ["户口性质"],
        Health "health" ["身体情况"],
        Schooling "schooling" ["就学情况"],
        Guardianship "guardianship" ["监护情况"],
        Risk "risk" ["风险"],
        Address "address" ["住址"],
        Father "father" ["父亲的情况"],
        Mother "mother" ["母亲的情况"],
        MainCaregiver "main_caregiver" ["照料人"],
        CaregiverPhone "caregiver_phone" ["联系电话"],
        DisabilityGrade "disability_grade" ["残疾类别和等级"],
    }
}

impl<'a> Family<'a> {
    /// The child's age in whole years.
    pub fn age(&self, today: Day) -> Option<i32> {
        self.child.age(today)
    }

    /// Whether the child is younger than so many years.
    pub fn below(&self, years: i32, today: Day) -> Answer {
        self.age(today).map(|age| age < years).into()
    }

    /// The father (0) or mother (1), who adopted the child before who bore it.
    pub fn parent(&self, which: usize) -> Option<&'a Caregiver> {
        let parents = self
            .caregivers
            .iter()
            .filter(|c| c.relation.and_then(Relation::parent) == Some(which));
        let by_birth =
            |c: &&&Caregiver| matches!(c.relation, Some(Relation::Father | Relation::Mother));
        parents.min_by_key(by_birth).copied()
    }

    /// Who looks after the child: whoever is marked so, else who is entrusted, else a guardian.
    pub fn main(&self) -> Option<&'a Caregiver> {
        let living = || self.caregivers.iter().filter(|c| !c.is_dead());
        living()
            .find(|c| c.main == Some(true))
            .or_else(|| living().find(|c| c.entrusted == Some(true)))
            .or_else(|| living().find(|c| c.guardian == Some(true)))
            .copied()
    }

    pub(super) fn parents(&self, today: Day) -> [Parent; 2] {
        [0, 1].map(|which| {
            self.parent(which)
                .map_or(Parent::UNKNOWN, |p| Parent::of(p, today))
        })
    }

    /// Whether both parents are dead or can't be found; wherever the child is raised.
    pub(super) fn orphaned(&self, today: Day) -> Answer {
        let [father, mother] = self.parents(today);
        let found = parents::orphaned(father.state, mother.state);
        if self.child.parents_unknown == Some(true) {
            Answer::Yes
        } else {
            found
        }
    }

    /// Why the child is in difficulty, whatever its age.
    pub fn difficulties(&self, today: Day) -> Vec<Difficulty> {
        let child = self.child;
        let [father, mother] = self.parents(today);
        let severe = child.is_severely_disabled();
        let unattended = parents::unattended(father.state, mother.state);
        [
            (Difficulty::Orphan, self.orphaned(today) == Answer::Yes),
            (
                Difficulty::Unattended,
                unattended == Answer::Yes && child.parents_unknown != Some(true),
            ),
            (
                Difficulty::NoGuardian,
                child.guardianship == Some(Guardianship::Nobody),
            ),
            (
                Difficulty::UnableGuardian,
                child.guardianship == Some(Guardianship::ParentUnable),
            ),
            (Difficulty::SeverelyDisabled, severe),
            (Difficulty::Disabled, child.is_disabled() && !severe),
            (Difficulty::Ill, child.health.contains(&Health::Ill)),
            (
                Difficulty::Poor,
                self.household
                    .and_then(|h| h.poverty)
                    .is_some_and(|p| p.is_poor()),
            ),
        ]
        .into_iter()
        .filter_map(|(difficulty, holds)| holds.then_some(difficulty))
        .collect()
    }

    /// Why the child is one of 重点儿童: visited regularly by 128号 附件3第4项.
    pub fn priorities(&self) -> Vec<Priority> {
        let child = self.child;
        [
            (
                Priority::PoorGuardianship,
                child.guardianship.is_some_and(Guardianship::is_poor),
            ),
            (
                Priority::OutOfSchool,
                matches!(
                    child.schooling,
                    Some(Schooling::DroppedOut | Schooling::NotAtSchool)
                ),
            ),
            (Priority::NoHukou, child.registered == Some(false)),
            (Priority::Ill, child.health.contains(&Health::Ill)),
            (Priority::Disabled, child.is_disabled()),
        ]
        .into_iter()
        .filter_map(|(reason, holds)| holds.then_some(reason))
        .collect()
    }

    /// Papers that are known to be missing.
    pub fn missing_papers(&self) -> Vec<Paper> {
        let child = self.child;
        [
            (Paper::Hukou, child.registered == Some(false)),
            (
                Paper::BirthCertificate,
                child.birth_certificate == Some(false),
            ),
            (Paper::IdNumber, child.id_number.is_empty()),
            (
                Paper::DisabilityCard,
                child.is_disabled() && child.disability_card.is_empty(),
            ),
        ]
        .into_iter()
        .filter_map(|(paper, missing)| missing.then_some(paper))
        .collect()
    }

    /// The parts of a complete file, and whether each is there; what doesn't apply is left out.
    pub fn file(&self) -> Vec<(FilePart, bool)> {
        let child = self.child;
        let no_hukou = child.registered == Some(false);
        let parent = |which| {
            child.parents_unknown == Some(true)
                || self
                    .parent(which)
                    .is_some_and(|p| !p.status.is_empty() || p.able.is_some())
        };
        let phone = self.household.is_some_and(|h| !h.phone.is_empty())
            || self.caregivers.iter().any(|c| !c.phone.is_empty());
        let mut parts = vec![
            (FilePart::Sex, child.sex.is_some()),
            (FilePart::BirthDay, child.birth_day.is_some()),
            (FilePart::IdNumber, no_hukou || !child.id_number.is_empty()),
            (FilePart::Hukou, child.registered.is_some()),
            (FilePart::Origin, no_hukou || child.origin.is_some()),
            (FilePart::Health, !child.health.is_empty()),
            (FilePart::Schooling, child.schooling.is_some()),
            (FilePart::Guardianship, child.guardianship.is_some()),
            (FilePart::Risk, child.risk.is_some()),
            (
                FilePart::Address,
                self.household.is_some_and(|h| !h.address.is_empty()),
            ),
            (FilePart::Father, parent(0)),
            (FilePart::Mother, parent(1)),
            (FilePart::MainCaregiver, self.main().is_some()),
            (FilePart::CaregiverPhone, phone),
        ];
        if child.is_disabled() {
            let told = child.disability.is_some() && child.grade.is_some();
            parts.push((FilePart::DisabilityGrade, told));
        }
        parts
    }

    /// What the file lacks.
    pub fn lacking(&self) -> Vec<FilePart> {
        let missing = self.file().into_iter().filter(|(_, there)| !there);
        missing.map(|(part, _)| part).collect()
    }

    /// How much of the file is there, in percent, rounded down: 100 is complete.
    pub fn complete(&self) -> i64 {
        let parts = self.file();
        let there = parts.iter().filter(|(_, there)| *there).count();
        i64::try_from(there * 100 / parts.len().max(1)).unwrap_or(0)
    }
}
