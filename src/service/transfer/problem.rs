//! What can be wrong with a list: the file (`SheetProblem`), a row (`Reason`), or nothing that
//! keeps the row out (`Warning`).
//!
//! Keys and arguments only; the sentences stand in the word files.

use crate::schema::{Day, Fault};
use crate::service::Problem;

/// Why a file can't be taken, or a report not written. Its words have three parts: the key, and
/// `.why` and `.next` under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetProblem {
    /// No file by this name.
    NotThere,
    /// The file may not be read.
    NotAllowed,
    /// Reading failed; the system's own words.
    Unreadable {
        /// What the system says.
        cause: String,
    },
    /// More than this program takes in one file.
    TooBig {
        /// Megabytes that it takes.
        megabytes: u64,
    },
    /// Too many rows.
    TooManyRows {
        /// Rows that it takes.
        max: usize,
    },
    /// Too many columns.
    TooManyColumns {
        /// Columns that it takes.
        max: usize,
    },
    /// Neither XLSX nor XLS nor text: a picture, a document, a web page under a table's name.
    NotASheet,
    /// Locked with a password.
    Encrypted,
    /// Begins like a workbook, but can't be read to its end.
    Damaged,
    /// Text in neither UTF-8 nor GB18030.
    NotText,
    /// Not a single cell with anything in it.
    Empty,
    /// No sheet by this name.
    NoSuchSheet {
        /// The name asked for.
        name: String,
        /// The sheets that there are.
        there: Vec<String>,
    },
    /// No row among the first ones looks like a heading.
    NoHeading {
        /// The other sheets of the workbook, where the list may be.
        others: Vec<String>,
    },
    /// The heading lacks a column that no row can do without.
    MissingColumn {
        /// The heading's row in the file.
        row: usize,
        /// The names are missing.
        name: bool,
        /// The villages are missing.
        village: bool,
    },
    /// The heading of a list of expenses lacks columns that no row can do without.
    MissingOthers {
        /// The heading's row in the file.
        row: usize,
        /// The fields that are missing.
        fields: Vec<&'static str>,
    },
    /// `--map` names a field that the list hasn't got.
    NoSuchField {
        /// The field asked for.
        field: String,
        /// The fields that there are.
        there: Vec<&'static str>,
    },
    /// `--map` names a column that the sheet hasn't got.
    NoSuchColumn {
        /// The field.
        field: String,
        /// The column asked for.
        column: String,
    },
    /// The report would overwrite a file.
    ReportExists,
    /// The report could not be written; the system's own words.
    ReportNotWritten {
        /// What the system says.
        cause: String,
    },
}

impl SheetProblem {
    /// The key in the word files.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotThere => "import-not-there",
            Self::NotAllowed => "import-not-allowed",
            Self::Unreadable { .. } => "import-unreadable",
            Self::TooBig { .. } => "import-too-big",
            Self::TooManyRows { .. } => "import-too-many-rows",
            Self::TooManyColumns { .. } => "import-too-many-columns",
            Self::NotASheet => "import-not-a-sheet",
            Self::Encrypted => "import-encrypted",
            Self::Damaged => "import-damaged",
            Self::NotText => "import-not-text",
            Self::Empty => "import-empty",
            Self::NoSuchSheet { .. } => "import-no-such-sheet",
            Self::NoHeading { others } if others.is_empty() => "import-no-heading",
            Self::NoHeading { .. } => "import-no-heading-here",
            Self::MissingColumn {
                name: true,
                village: true,
                ..
            } => "import-missing-both",
            Self::MissingColumn { name: true, .. } => "import-missing-name",
            Self::MissingColumn { .. } => "import-missing-village",
            Self::MissingOthers { .. } => "import-missing-others",
            Self::NoSuchField { .. } => "import-no-such-field",
            Self::NoSuchColumn { .. } => "import-no-such-column",
            Self::ReportExists => "import-report-exists",
            Self::ReportNotWritten { .. } => "import-report-not-written",
        }
    }

    /// What fills the sentences' places.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unreadable { cause } | Self::ReportNotWritten { cause } => {
                vec![("cause", cause.clone())]
            }
            Self::TooBig { megabytes } => vec![("megabytes", megabytes.to_string())],
            Self::TooManyRows { max } | Self::TooManyColumns { max } => {
                vec![("max", max.to_string())]
            }
            Self::NoSuchSheet { name, there } => {
                vec![("name", name.clone()), ("there", there.join(" "))]
            }
            Self::NoHeading { others } => vec![("others", others.join(" "))],
            Self::MissingColumn { row, .. } => vec![("row", row.to_string())],
            Self::MissingOthers { row, fields } => {
                vec![("row", row.to_string()), ("fields", fields.join(" "))]
            }
            Self::NoSuchField { field, there } => {
                vec![("field", field.clone()), ("there", there.join(" "))]
            }
            Self::NoSuchColumn { field, column } => {
                vec![("field", field.clone()), ("column", column.clone())]
            }
            _ => Vec::new(),
        }
    }

    /// Every key, for the test of the word files.
    pub const KEYS: &[&str] = &[
        "import-not-there",
        "import-not-allowed",
        "import-unreadable",
        "import-too-big",
        "import-too-many-rows",
        "import-too-many-columns",
        "import-not-a-sheet",
        "import-encrypted",
        "import-damaged",
        "import-not-text",
        "import-empty",
        "import-no-such-sheet",
        "import-no-heading",
        "import-no-heading-here",
        "import-missing-both",
        "import-missing-name",
        "import-missing-village",
        "import-missing-others",
        "import-no-such-field",
        "import-no-such-column",
        "import-report-exists",
        "import-report-not-written",
    ];
}

impl From<SheetProblem> for Problem {
    fn from(problem: SheetProblem) -> Self {
        let args = problem.args();
        // A field that there isn't is wrong usage; all else is the file's.
        let exit = if matches!(problem, SheetProblem::NoSuchField { .. }) {
            2
        } else {
            1
        };
        Self {
            args,
            ..Self::new(problem.key()).exit(exit)
        }
    }
}

/// Why a row isn't taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// What the field's own parser or the record's own rules say.
    Fault(Fault),
    /// The cell holds a formula's error (`#N/A`), not a value.
    CellError,
    /// No village of the office goes by this name.
    NoSuchVillage,
    /// Several villages go by this name.
    SeveralVillages {
        /// How many.
        count: usize,
    },
    /// No township of the office goes by this name.
    NoSuchTownship,
    /// Several townships go by this name.
    SeveralTownships {
        /// How many.
        count: usize,
    },
    /// The township that the row or the file names has no such village.
    NotInTownship {
        /// That township.
        township: String,
    },
    /// Several people on the register may be meant.
    SeveralWorkers {
        /// How many.
        count: usize,
    },
    /// The village has a person of this name already, under another identity number.
    OtherNumber,
    /// The person stands in an earlier row of the file.
    Twice {
        /// That row.
        row: usize,
    },
    /// A supervisor belongs to the township, not to a village.
    SupervisorInVillage,
    /// Nobody of this name is on the register or the roster.
    Unknown,
    /// Somebody of this name is, but in another place.
    Elsewhere {
        /// The village of that person.
        village: String,
    },
    /// Nobody of this name is on the register.
    NotRegistered,
    /// Somebody of this name is on the register, but serves another village.
    ServesElsewhere {
        /// That village.
        village: String,
    },
    /// Several of this name may be meant.
    SeveralNamesakes {
        /// How many.
        count: usize,
    },
    /// The identity number belongs to somebody of another name.
    OtherName,
    /// The session has no more room.
    NoPlace,
    /// Whoever waits for a place and hasn't come has nothing to be marked.
    StillWaiting,
    /// Signed in, but marked away.
    TimeWithoutAttending,
}

impl Reason {
    /// The key in the word files.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.key(),
            Self::CellError => "import-reason-cell-error",
            Self::NoSuchVillage => "import-reason-no-village",
            Self::SeveralVillages { .. } => "import-reason-several-villages",
            Self::NoSuchTownship => "import-reason-no-township",
            Self::SeveralTownships { .. } => "import-reason-several-townships",
            Self::NotInTownship { .. } => "import-reason-not-in-township",
            Self::SeveralWorkers { .. } => "import-reason-several-workers",
            Self::OtherNumber => "import-reason-other-number",
            Self::Twice { .. } => "import-reason-twice",
            Self::SupervisorInVillage => "import-reason-supervisor-in-village",
            Self::Unknown => "import-reason-unknown",
            Self::Elsewhere { .. } => "import-reason-elsewhere",
            Self::NotRegistered => "import-reason-not-registered",
            Self::ServesElsewhere { .. } => "import-reason-serves-elsewhere",
            Self::SeveralNamesakes { .. } => "import-reason-several-namesakes",
            Self::OtherName => "import-reason-other-name",
            Self::NoPlace => "import-reason-no-place",
            Self::StillWaiting => "import-reason-still-waiting",
            Self::TimeWithoutAttending => "import-reason-time-without-attending",
        }
    }

    /// What fills the sentence's places.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Fault(fault) => fault.args(),
            Self::SeveralVillages { count }
            | Self::SeveralTownships { count }
            | Self::SeveralWorkers { count }
            | Self::SeveralNamesakes { count } => {
                vec![("count", count.to_string())]
            }
            Self::Elsewhere { village } | Self::ServesElsewhere { village } => {
                vec![("village", village.clone())]
            }
            Self::NotInTownship { township } => vec![("township", township.clone())],
            Self::Twice { row } => vec![("row", row.to_string())],
            _ => Vec::new(),
        }
    }

    /// Every key of its own, for the test of the word files.
    pub const KEYS: &[&str] = &[
        "import-reason-cell-error",
        "import-reason-not-registered",
        "import-reason-serves-elsewhere",
        "import-reason-no-village",
        "import-reason-several-villages",
        "import-reason-no-township",
        "import-reason-several-townships",
        "import-reason-not-in-township",
        "import-reason-several-workers",
        "import-reason-other-number",
        "import-reason-twice",
        "import-reason-supervisor-in-village",
        "import-reason-unknown",
        "import-reason-elsewhere",
        "import-reason-several-namesakes",
        "import-reason-other-name",
        "import-reason-no-place",
        "import-reason-still-waiting",
        "import-reason-time-without-attending",
    ];
}

/// What somebody should know about a row that is taken all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// What the record's own rules say.
    Fault(Fault),
    /// The person already holds a post that has no last day, in another village; it is kept.
    OtherPost {
        /// That village.
        village: String,
    },
    /// The village already has another director; all are kept.
    OtherDirector {
        /// That person.
        name: String,
        /// How many others there are.
        count: usize,
    },
    /// Someone of this name is on the register; without an identity number it can't be told
    /// whether it is the same person, so a new one is made.
    SameName,
    /// The identity number belongs to someone who was called otherwise; the new name is taken.
    Renamed {
        /// The name on the register.
        name: String,
    },
    /// The child was in another village's charge; now it is in this one's.
    Moved {
        /// That village.
        village: String,
    },
    /// A dash in the place of a parent's name is taken for a dead one, as the form of 2016 has it.
    TakenForDead {
        /// Which parent, as the document calls it.
        parent: &'static str,
    },
    /// A dash stands where a living parent is known by name: left as it is.
    DashOverLiving {
        /// That parent.
        name: String,
    },
    /// The list no longer tells what kept somebody from looking after the child.
    Eased {
        /// Who.
        name: String,
        /// What, as the documents call it.
        status: String,
    },
    /// An earlier row says otherwise of the same home; that row counts.
    OtherRow {
        /// That row.
        row: usize,
    },
    /// What somebody is to the child, but not who.
    NoCaregiver,
    /// 18 already: no child any longer.
    Grown {
        /// Whole years.
        age: i32,
    },
    /// A child of this name and day of birth is on the register in another village.
    Elsewhere {
        /// That village.
        village: String,
    },
    /// Passed or failed otherwise than the points say; the list is followed.
    OtherResult {
        /// Points from which on the test is passed.
        line: String,
    },
    /// The list tells a month only; it is taken as this day.
    MonthOnly {
        /// As written.
        text: String,
        /// As taken.
        day: Day,
    },
    /// In charge of children by this row without having passed first training (128号 二(二)2).
    Untrained {
        /// Who.
        name: String,
    },
    /// Children of the list come into the charge of somebody who hasn't passed; told once.
    UntrainedDirector {
        /// Who.
        name: String,
        /// The village.
        village: String,
        /// How many of the list.
        count: usize,
    },
    /// The list tells the month of birth only, and no identity number tells the day; left out.
    BirthMonthOnly {
        /// As written.
        text: String,
    },
}

impl Warning {
    /// The key in the word files.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.key(),
            Self::OtherPost { .. } => "import-warning-other-post",
            Self::OtherDirector { .. } => "import-warning-other-director",
            Self::SameName => "import-warning-same-name",
            Self::Renamed { .. } => "import-warning-renamed",
            Self::Moved { .. } => "import-warning-moved",
            Self::TakenForDead { .. } => "import-warning-taken-for-dead",
            Self::DashOverLiving { .. } => "import-warning-dash-over-living",
            Self::Eased { .. } => "import-warning-eased",
            Self::OtherRow { .. } => "import-warning-other-row",
            Self::NoCaregiver => "import-warning-no-caregiver",
            Self::Grown { .. } => "import-warning-grown",
            Self::Elsewhere { .. } => "import-warning-elsewhere",
            Self::OtherResult { .. } => "import-warning-other-result",
            Self::MonthOnly { .. } => "import-warning-month-only",
            Self::BirthMonthOnly { .. } => "import-warning-birth-month-only",
            Self::Untrained { .. } => "import-warning-untrained",
            Self::UntrainedDirector { .. } => "import-warning-untrained-director",
        }
    }

    /// What fills the sentence's places.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Fault(fault) => fault.args(),
            Self::OtherPost { village } | Self::Moved { village } | Self::Elsewhere { village } => {
                vec![("village", village.clone())]
            }
            Self::Grown { age } => vec![("age", age.to_string())],
            Self::OtherDirector { name, count } => {
                vec![("name", name.clone()), ("count", count.to_string())]
            }
            Self::Renamed { name } | Self::DashOverLiving { name } => {
                vec![("name", name.clone())]
            }
            Self::TakenForDead { parent } => vec![("parent", (*parent).to_owned())],
            Self::Eased { name, status } => {
                vec![("name", name.clone()), ("status", status.clone())]
            }
            Self::OtherResult { line } => vec![("line", line.clone())],
            Self::OtherRow { row } => vec![("row", row.to_string())],
            Self::SameName | Self::NoCaregiver => Vec::new(),
            Self::MonthOnly { text, day } => vec![("text", text.clone()), ("day", day.iso())],
            Self::BirthMonthOnly { text } => vec![("text", text.clone())],
            Self::Untrained { name } => vec![("name", name.clone())],
            Self::UntrainedDirector {
                name,
                village,
                count,
            } => vec![
                ("name", name.clone()),
                ("village", village.clone()),
                ("count", count.to_string()),
            ],
        }
    }

    /// Every key of its own, for the test of the word files.
    pub const KEYS: &[&str] = &[
        "import-warning-other-post",
        "import-warning-other-director",
        "import-warning-same-name",
        "import-warning-renamed",
        "import-warning-moved",
        "import-warning-taken-for-dead",
        "import-warning-dash-over-living",
        "import-warning-eased",
        "import-warning-other-row",
        "import-warning-no-caregiver",
        "import-warning-grown",
        "import-warning-elsewhere",
        "import-warning-other-result",
        "import-warning-month-only",
        "import-warning-birth-month-only",
        "import-warning-untrained",
        "import-warning-untrained-director",
    ];
}
