//! What is known of an office from outside, and what a new one needs.

use super::Problem;
use crate::domain::divisions::{self, Division, DivisionLevel};
use crate::schema::{Coded, KeyClass};

pub use crate::domain::user::OfficeRole;

/// Where an office is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its digits: 9 for a township, 6 for a county, 4 for a prefecture.
    pub code: String,
    /// 莒口镇.
    pub name: String,
    /// The names above it, the nearest first.
    pub above: Vec<String>,
}

impl Place {
    pub(super) fn of(division: &Division) -> Self {
        Self {
            code: division.stem().to_owned(),
            name: division.name.clone(),
            above: division.above.iter().map(ToString::to_string).collect(),
        }
    }

    /// The place that a store's header names; a code that the list no longer has stands for itself.
    pub(super) fn of_code(code: &str) -> Self {
        divisions::office(code).map_or_else(
            || Self {
                code: code.to_owned(),
                name: code.to_owned(),
                above: Vec::new(),
            },
            Self::of,
        )
    }
}

/// What can be known of an office before it is unlocked; no names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Where it is.
    pub place: Place,
    /// Whether everybody in it is invented.
    pub demo: bool,
    /// The posts that have a way in.
    pub posts: Vec<OfficeRole>,
}

/// Who has unlocked an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// 姓名.
    pub name: String,
    /// Whose work they do.
    pub role: OfficeRole,
}

impl User {
    /// Whether the role may see records of a class. What it may not, it has no keys for either.
    pub fn may(&self, class: KeyClass) -> bool {
        self.role.may(class)
    }
}

impl OfficeRole {
    /// Whether it may see records of a class.
    pub fn may(self, class: KeyClass) -> bool {
        self == Self::Supervisor || class != KeyClass::Cases
    }
}

/// What a new office is made from.
pub struct NewOffice {
    /// The township (9 digits), or for trainers a county (6) or prefecture (4).
    pub area: String,
    /// The first user's name.
    pub name: String,
    /// The first user's role.
    pub role: OfficeRole,
    /// The passphrase.
    pub passphrase: String,
    /// Whether everybody in it is invented.
    pub demo: bool,
}

/// Fewest characters of a passphrase. Argon2id makes each guess dear; four syllables of pinyin
/// reach it easily.
pub(super) const PASSPHRASE_MIN: usize = 8;

impl NewOffice {
    /// The division that the area means.
    ///
    /// # Errors
    /// Not in the list, not an area for the role, a passphrase that is too short or that a
    /// console without an input method could not type again.
    pub fn check(&self) -> Result<&'static Division, Problem> {
        let area = crate::schema::text::tidy(&self.area);
        let division = divisions::office(&area)
            .ok_or_else(|| Problem::new("problem-no-such-area").with("area", &area))?;
        let fits = match self.role {
            OfficeRole::Supervisor => division.level == DivisionLevel::Township,
            OfficeRole::Trainer => division.level != DivisionLevel::Village,
        };
        if !fits {
            return Err(Problem::new("problem-area-not-for-role")
                .with("area", &division.name)
                .with("role", self.role.code()));
        }
        if !passphrase_is_good(&self.passphrase) {
            return Err(Problem::new("problem-weak-passphrase").with("min", PASSPHRASE_MIN));
        }
        if self.name.trim().is_empty() {
            return Err(Problem::faults(vec![(
                "name".into(),
                crate::schema::Fault::Required,
            )]));
        }
        Ok(division)
    }
}

/// Whether a passphrase is long enough and can be typed on any console.
pub fn passphrase_is_good(text: &str) -> bool {
    text.chars().count() >= PASSPHRASE_MIN && text.chars().all(|c| c.is_ascii_graphic() || c == ' ')
}
