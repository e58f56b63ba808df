/// What is wrong with a field. Shown under it; an error keeps the record from being saved, a
/// warning lets pass. The words stand in the word files under [`Fault::key`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing there, and nothing can be saved without it.
    Required,
    /// More characters than there is room for.
    TooLong {
        /// Characters allowed.
        max: usize,
    },
    /// Not a whole number.
    NotANumber,
    /// A number below or above what can be.
    OutOfRange {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// Not a day, or one that the calendar doesn't have.
    NotADay,
    /// Not a time of day.
    NotATime,
    /// Neither yes nor no; a typing slip is never *no*.
    NotAFlag,
    /// None of the choices.
    NotAChoice {
        /// The codes that there are.
        codes: &'static [super::Choice],
    },
    /// Neither a mobile number nor a landline with its area code.
    NotAPhone,
    /// Not 4, 6, 9 or 12 digits.
    NotADivision,
    /// An identity number has 18 places.
    IdLength {
        /// Places found.
        found: usize,
    },
    /// Something else than digits (and a last X).
    IdDigits,
    /// The eight places of the birth day aren't a day.
    IdBirth,
    /// The last place isn't the one that belongs to the others.
    IdCheck {
        /// The place that would.
        expected: char,
    },
    /// A spreadsheet rounded the number (3.50703E+17); its last places are lost.
    IdDamaged,
    /// No record goes by this.
    NoSuchRecord,
    /// More than one record goes by this.
    SeveralRecords {
        /// How many.
        count: usize,
    },
    /// A rule over several fields; its key in the word files.
    Rule(&'static str),
    /// A rule that lets pass; its key in the word files.
    Warning(&'static str),
}

impl Fault {
    /// Whether the record may be saved all the same.
    pub fn lets_pass(&self) -> bool {
        matches!(self, Self::Warning(_))
    }

    /// The sentence's key in the word files.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Required => "fault-required",
            Self::TooLong { .. } => "fault-too-long",
            Self::NotANumber => "fault-not-a-number",
            Self::OutOfRange { .. } => "fault-out-of-range",
            Self::NotADay => "fault-not-a-day",
            Self::NotATime => "fault-not-a-time",
            Self::NotAFlag => "fault-not-a-flag",
            Self::NotAChoice { .. } => "fault-not-a-choice",
            Self::NotAPhone => "fault-not-a-phone",
            Self::NotADivision => "fault-not-a-division",
            Self::IdLength { .. } => "fault-id-length",
            Self::IdDigits => "fault-id-digits",
            Self::IdBirth => "fault-id-birth",
            Self::IdCheck { .. } => "fault-id-check",
            Self::IdDamaged => "fault-id-damaged",
            Self::NoSuchRecord => "fault-no-such-record",
            Self::SeveralRecords { .. } => "fault-several-records",
            Self::Rule(key) | Self::Warning(key) => key,
        }
    }

    /// What fills the sentence's places.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLong { max } => vec![("max", max.to_string())],
            Self::OutOfRange { min, max } => {
                vec![("min", min.to_string()), ("max", max.to_string())]
            }
            Self::NotAChoice { codes } => {
                let list: Vec<&str> = codes
                    .iter()
                    .map(|c| c.synonyms.first().copied().unwrap_or(c.code))
                    .collect();
                vec![
                    ("choices", list.join(" ")),
                    (
                        "codes",
                        codes.iter().map(|c| c.code).collect::<Vec<_>>().join(" "),
                    ),
                ]
            }
            Self::IdLength { found } => vec![("found", found.to_string())],
            Self::IdCheck { expected } => vec![("expected", expected.to_string())],
            Self::SeveralRecords { count } => vec![("count", count.to_string())],
            _ => Vec::new(),
        }
    }

    /// Every key that the schema itself can give, for the test of the word files.
    pub const KEYS: &[&str] = &[
        "fault-required",
        "fault-too-long",
        "fault-not-a-number",
        "fault-out-of-range",
        "fault-not-a-day",
        "fault-not-a-time",
        "fault-not-a-flag",
        "fault-not-a-choice",
        "fault-not-a-phone",
        "fault-not-a-division",
        "fault-id-length",
        "fault-id-digits",
        "fault-id-birth",
        "fault-id-check",
        "fault-id-damaged",
        "fault-no-such-record",
        "fault-several-records",
    ];
}
