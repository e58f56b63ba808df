//! Rubrics: by what a director's year is judged, and by how many points. Each is a version of its
//! own with a source and a first day, so that an old review shows what it was made under.
//!
//! No national text gives points to directors; [`DEFAULT`] is ours (本地默认), from the six duties
//! of 128号 附件3 and training, and an office may make its own.

use crate::schema::{Coded, Day, Entity, Fault, Field, Id, KeyClass, Score};

crate::choices! {
    /// What an item is judged by. Some have no records yet and are scored by hand.
    Basis "basis" {
        Visits "visits" ["走访和重点随访", "走访"],
        Files "files" ["排查和一人一档", "档案"],
        Care "care" ["委托照护签订和督导", "委托照护"],
        Reports "reports" ["强制报告和转介", "强制报告"],
        Venue "venue" ["儿童之家和活动", "儿童之家"],
        Policy "policy" ["宣传和救助协助", "宣传"],
        WorkReports "work_reports" ["定期报告工作", "月报"],
        Training "training" ["培训", "轮训"],
        Checks "checks" ["检查没问题", "检查"],
        Findings "findings" ["按期整改", "整改"],
        Hand "hand" ["凭工作情况", "手工"],
    }
}

impl Basis {
    /// Whether there are records that it can be computed from.
    pub fn computed(self) -> bool {
        matches!(
            self,
            Self::Files | Self::Training | Self::Checks | Self::Findings
        )
    }
}

crate::choices! {
    /// Where a rubric comes from.
    RubricSource "rubric-source" {
        Default "default" ["本地默认", "默认"],
        Local "local" ["本单位自定", "自定"],
        Higher "higher" ["上级文件", "上级"],
    }
}

/// The items and points that hold where an office has no rubric of its own: 100 together.
pub const DEFAULT: [(Basis, i64); 8] = [
    (Basis::Visits, 25),
    (Basis::Files, 20),
    (Basis::Care, 15),
    (Basis::Reports, 15),
    (Basis::Venue, 10),
    (Basis::Policy, 5),
    (Basis::WorkReports, 5),
    (Basis::Training, 5),
];
/// The most that can be added, unless the rubric says otherwise. Ours (本地默认).
pub const BONUS_MAX: Score = Score(50);
/// The most that can be taken off. Ours (本地默认).
pub const DEDUCTION_MAX: Score = Score(100);
/// What a total is at most after the veto: one tenth below the line. Ours (本地默认).
pub const VETO_CAP: Score = Score(599);
/// From which total on the year counts as passed. Ours (本地默认).
pub const PASS_LINE: Score = Score(600);

/// The most points that a rubric's item can have.
const MOST_POINTS: i64 = 200;

/// One version of a rubric.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Rubric {
    /// 2026.
    pub name: String,
    /// For years that end on or after this day.
    pub effective: Option<Day>,
    /// Ours, the office's or a higher office's.
    pub source: Option<RubricSource>,
    /// 文号 of the text that it comes from.
    pub document: String,
    /// The most that can be added; [`BONUS_MAX`] where nobody says.
    pub bonus_max: Option<Score>,
    /// The most that can be taken off; [`DEDUCTION_MAX`] where nobody says.
    pub deduction_max: Option<Score>,
    /// The most that is left after the veto; [`VETO_CAP`] where nobody says.
    pub veto_cap: Option<Score>,
    /// 合格线; [`PASS_LINE`] where nobody says.
    pub pass_line: Option<Score>,
    /// Anything else.
    pub note: String,
}

impl Rubric {
    /// The version that holds where there is no other.
    pub fn ours(year: i32) -> Self {
        Self {
            name: year.to_string(),
            effective: Day::from_ymd(year, 1, 1),
            source: Some(RubricSource::Default),
            ..Self::default()
        }
    }

    /// The most that can be added.
    pub fn bonus_max(&self) -> Score {
        self.bonus_max.unwrap_or(BONUS_MAX)
    }

    /// The most that can be taken off.
    pub fn deduction_max(&self) -> Score {
        self.deduction_max.unwrap_or(DEDUCTION_MAX)
    }

    /// The most that is left after the veto.
    pub fn veto_cap(&self) -> Score {
        self.veto_cap.unwrap_or(VETO_CAP)
    }

    /// From which total on the year counts as passed.
    pub fn pass_line(&self) -> Score {
        self.pass_line.unwrap_or(PASS_LINE)
    }
}

impl Entity for Rubric {
    const NAME: &'static str = "rubric";
    const CODE: u8 = 23;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Rubric {
        name: Text { max: 20 } => PLAIN.required().listed().searched(),
        effective: Day => PLAIN.required().listed(),
        source: Choice("rubric-source", RubricSource::CHOICES) => PLAIN.required().listed(),
        document: Text { max: 60 } => PLAIN.listed(),
        bonus_max: Score { max: MOST_POINTS } => PLAIN,
        deduction_max: Score { max: MOST_POINTS } => PLAIN,
        veto_cap: Score { max: MOST_POINTS } => PLAIN,
        pass_line: Score { max: MOST_POINTS } => PLAIN,
        note: Note { max: 500 } => PLAIN,
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let mut faults = Vec::new();
        if self.source == Some(RubricSource::Higher) && self.document.trim().is_empty() {
            faults.push(("document", Fault::Rule("fault-rubric-without-document")));
        }
        if self.veto_cap() >= self.pass_line() {
            faults.push(("veto_cap", Fault::Rule("fault-veto-over-line")));
        }
        faults
    }
}

/// One item of a rubric.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RubricItem {
    /// Of which version.
    pub rubric: Option<Id>,
    /// By what it is judged.
    pub basis: Option<Basis>,
    /// The most points that it can have.
    pub points: Option<Score>,
    /// What the office calls it; the basis's word where nobody says.
    pub name: String,
    /// What is looked at.
    pub note: String,
}

impl Entity for RubricItem {
    const NAME: &'static str = "rubric_item";
    const CODE: u8 = 25;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(RubricItem {
        rubric: Link("rubric") => PLAIN.required().listed(),
        basis: Choice("basis", Basis::CHOICES) => PLAIN.required().listed(),
        points: Score { max: MOST_POINTS } => PLAIN.required().listed(),
        name: Text { max: 20 } => PLAIN.listed(),
        note: Note { max: 500 } => PLAIN,
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        if self.points == Some(Score(0)) {
            vec![("points", Fault::Rule("fault-rubric-no-points"))]
        } else {
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_has_a_hundred_points_and_says_that_it_is_ours() {
        assert_eq!(DEFAULT.iter().map(|(_, points)| points).sum::<i64>(), 100);
        let ours = Rubric::ours(2026);
        assert_eq!(ours.source, Some(RubricSource::Default));
        assert_eq!(ours.check(), []);
        assert!(ours.veto_cap() < ours.pass_line());
    }

    #[test]
    fn a_higher_office_s_rubric_names_its_text() {
        let mut rubric = Rubric {
            source: Some(RubricSource::Higher),
            ..Rubric::ours(2026)
        };
        let fault = Fault::Rule("fault-rubric-without-document");
        assert_eq!(rubric.check(), [("document", fault)]);
        rubric.document = "潭民〔2026〕3号".into();
        assert_eq!(rubric.check(), []);
        rubric.veto_cap = Some(Score(700));
        assert_eq!(
            rubric.check(),
            [("veto_cap", Fault::Rule("fault-veto-over-line"))]
        );
    }
}
