//! What partners can do for a child, as far as the file says: nothing is asked for that isn't a
//! partner's duty (128号 三(三)). Computed, never stored. Ours where no text fixes a rule (本地默认).

use super::child::{Child, Guardianship, Schooling};
use super::family::{Difficulty, Family};
use crate::schema::{Coded, Day};

crate::choices! {
    /// For education 教育部门: 控辍保学、教育资助、送教上门.
    SchoolNeed "school-need" {
        /// Out of school: to be brought back.
        Return "return" ["复学"],
        /// Too disabled for it: to be taught at home.
        HomeTeaching "home_teaching" ["送教上门"],
        /// Poor: to be helped with the costs.
        Aid "aid" ["教育资助"],
    }
}

crate::choices! {
    /// For the disabled persons' federation 残联: 康复、教育服务.
    CareNeed "care_need" {
        /// Without the card.
        Card "card" ["办残疾人证"],
        /// Severely disabled.
        Rehabilitation "rehabilitation" ["康复"],
        /// Out of school.
        School "school" ["就学"],
    }
}

crate::choices! {
    /// For the women's federation 妇联: 家庭教育、关爱帮扶.
    FamilyNeed "family_need" {
        /// Those who look after the child can't well.
        Education "education" ["家庭教育指导"],
        /// Both parents are gone or away.
        Pairing "pairing" ["结对关爱"],
    }
}

fn out_of_school(child: &Child) -> bool {
    let schooling = child.schooling;
    matches!(
        schooling,
        Some(Schooling::DroppedOut | Schooling::NotAtSchool)
    )
}

impl Family<'_> {
    /// What the school can do for the child.
    pub fn school_needs(&self, today: Day) -> Vec<SchoolNeed> {
        let home = out_of_school(self.child) && self.child.is_severely_disabled();
        let poor = self.difficulties(today).contains(&Difficulty::Poor);
        let all = [
            (SchoolNeed::Return, out_of_school(self.child) && !home),
            (SchoolNeed::HomeTeaching, home),
            (SchoolNeed::Aid, poor),
        ];
        held(&all)
    }

    /// What the federation of the disabled can do for it; nothing for who isn't disabled.
    pub fn care_needs(&self) -> Vec<CareNeed> {
        let child = self.child;
        let disabled = child.is_disabled();
        let all = [
            (CareNeed::Card, disabled && child.disability_card.is_empty()),
            (CareNeed::Rehabilitation, child.is_severely_disabled()),
            (CareNeed::School, disabled && out_of_school(child)),
        ];
        held(&all)
    }

    /// What the women's federation can do for the home.
    pub fn family_needs(&self, today: Day) -> Vec<FamilyNeed> {
        let guardianship = self.child.guardianship;
        let weak = guardianship.is_some_and(|g| g.is_poor() || g == Guardianship::Fair);
        let gone = [
            Difficulty::Orphan,
            Difficulty::Unattended,
            Difficulty::NoGuardian,
        ];
        let alone = self.difficulties(today).iter().any(|d| gone.contains(d));
        held(&[(FamilyNeed::Education, weak), (FamilyNeed::Pairing, alone)])
    }
}

fn held<T: Coded + Copy>(all: &[(T, bool)]) -> Vec<T> {
    let held = all.iter().filter(|(_, holds)| *holds);
    held.map(|(need, _)| *need).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::child::{Disability, Grade};
    use crate::domain::household::{Household, Poverty};

    fn family<'a>(child: &'a Child, household: Option<&'a Household>) -> Family<'a> {
        Family {
            child,
            household,
            caregivers: Vec::new(),
        }
    }

    #[test]
    fn who_is_too_disabled_for_school_is_taught_at_home_and_not_sent_back() {
        let today = Day(20_000);
        let mut child = Child {
            schooling: Some(Schooling::NotAtSchool),
            ..Child::default()
        };
        assert_eq!(
            family(&child, None).school_needs(today),
            [SchoolNeed::Return]
        );
        assert_eq!(family(&child, None).care_needs(), []);
        child.disability = Some(Disability::Limbs);
        child.grade = Some(Grade::One);
        assert_eq!(
            family(&child, None).school_needs(today),
            [SchoolNeed::HomeTeaching]
        );
        let all = [CareNeed::Card, CareNeed::Rehabilitation, CareNeed::School];
        assert_eq!(family(&child, None).care_needs(), all);
        child.schooling = Some(Schooling::Primary);
        child.disability_card = "35".into();
        assert_eq!(
            family(&child, None).care_needs(),
            [CareNeed::Rehabilitation]
        );
        let poor = Household {
            poverty: Some(Poverty::Allowance),
            ..Household::default()
        };
        assert_eq!(
            family(&child, Some(&poor)).school_needs(today),
            [SchoolNeed::Aid]
        );
    }

    #[test]
    fn a_home_needs_help_where_those_who_look_after_the_child_cannot() {
        let today = Day(20_000);
        for (guardianship, want) in [
            (Guardianship::Good, vec![]),
            (Guardianship::Fair, vec![FamilyNeed::Education]),
            (Guardianship::TrusteeWeak, vec![FamilyNeed::Education]),
            (
                Guardianship::Nobody,
                vec![FamilyNeed::Education, FamilyNeed::Pairing],
            ),
        ] {
            let child = Child {
                guardianship: Some(guardianship),
                ..Child::default()
            };
            assert_eq!(
                family(&child, None).family_needs(today),
                want,
                "{guardianship:?}"
            );
        }
    }
}
