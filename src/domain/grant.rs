//! Grants: what an agency may get for one purpose out of one dataset. The data controller's word, not
//! the plug-in author's; the newest of an agency, purpose and dataset stands instead of the profile
//! that the program came with.
//!
//! Written by acts only, so that each has a source and a day. Names nobody but who decided.

use crate::schema::{Coded, Day, Entity, Fault, Field, KeyClass, TimeOfDay};

crate::choices! {
    /// Which rows of a dataset; what each means stands with the datasets.
    RowScope "row-scope" {
        /// All that are in the register.
        All "all" ["全部"],
        /// Children with a need that the school can meet.
        SchoolNeed "school_need" ["有就学需求的"],
        /// Disabled children.
        Disabled "disabled" ["残疾的"],
        /// Homes with a need of family education.
        FamilyNeed "family_need" ["需要家庭教育的"],
        /// Parents who agreed to be named.
        Consented "consented" ["本人同意的"],
    }
}

crate::choices! {
    /// What is done to a value before it leaves.
    Transform "transform" {
        /// A birthday becomes 6—11岁.
        AgeBand "age_band" ["年龄段"],
        /// A name becomes 陈某.
        Initials "initials" ["只留姓"],
        /// An address becomes its village.
        VillageOnly "village_only" ["只到村居"],
        /// Only of children who are taught at home 送教上门.
        HomeTeaching "home_teaching" ["只限送教上门"],
        /// Only whether there is any.
        YesNo "yes_no" ["只说有没有"],
    }
}

/// What an agency may get for one purpose out of one dataset.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Grant {
    /// The recipient's code.
    pub agency: String,
    /// The code of the purpose.
    pub purpose: String,
    /// The dataset's name in the catalogue.
    pub dataset: String,
    /// Names of fields with a blank between them; `FIELD:TRANSFORM` where one leaves changed.
    pub fields: String,
    /// Which rows.
    pub rows: Option<RowScope>,
    /// At most so many rows at a time; no limit where empty.
    pub most: Option<i64>,
    /// The last day on which it holds; for good where empty.
    pub until: Option<Day>,
    /// Whether a second person has to confirm.
    pub second: Option<bool>,
    /// The text or decision that it rests on.
    pub source: String,
    /// The day of the decision.
    pub day: Option<Day>,
    /// Its time.
    pub time: Option<TimeOfDay>,
    /// Who decided.
    pub by: String,
}

impl Entity for Grant {
    const NAME: &'static str = "grant";
    const CODE: u8 = 38;
    const CLASS: KeyClass = KeyClass::Office;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Grant {
        agency: Text { max: 64 } => PLAIN.required().listed().by_act(),
        purpose: Text { max: 64 } => PLAIN.required().listed().by_act(),
        dataset: Text { max: 64 } => PLAIN.required().listed().by_act(),
        fields: Text { max: 2000 } => PLAIN.listed().by_act(),
        rows: Choice("row-scope", RowScope::CHOICES) => PLAIN.required().listed().by_act(),
        most: Int { min: 1, max: 1_000_000 } => PLAIN.by_act(),
        until: Day => PLAIN.listed().by_act(),
        second: Flag => PLAIN.listed().by_act(),
        source: Text { max: 200 } => PLAIN.required().by_act(),
        day: Day => PLAIN.by_act(),
        time: Time => PLAIN.by_act(),
        by: Text { max: 60 } => PLAIN.by_act(),
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let ended = self
            .until
            .zip(self.day)
            .is_some_and(|(until, day)| until < day);
        let fault = ("until", Fault::Rule("fault-grant-ended"));
        ended.then_some(fault).into_iter().collect()
    }
}

impl Transform {
    /// Whether it makes sense of a field of this name.
    pub fn suits(self, field: &str) -> bool {
        match self {
            Self::AgeBand => field == "birth_day",
            Self::Initials => matches!(field, "name" | "guardian" | "father" | "mother"),
            Self::VillageOnly => field == "address",
            Self::HomeTeaching => true,
            Self::YesNo => matches!(field, "poverty" | "relief" | "illness" | "disability"),
        }
    }
}
