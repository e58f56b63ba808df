//! What somebody did, as the journal names it.

/// The sort of an entry. The numbers are in journals and are never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Act {
    /// The store was set up, with what came with it.
    SetUp = 1,
    /// A record was made.
    Add = 2,
    /// A record was changed.
    Change = 3,
    /// A record was retired.
    Retire = 4,
    /// An earlier act was taken back.
    Undo = 5,
    /// A file was brought in.
    Import = 6,
    /// People were put on a session's roster.
    Enrol = 7,
    /// Somebody's presence or result was marked.
    Mark = 8,
    /// One person's work went to another.
    HandOver = 9,
    /// Data went to an agency.
    Disclose = 10,
    /// A child's file was read.
    Read = 11,
    /// A masked number was shown.
    Unmask = 12,
    /// Something was printed.
    Print = 13,
    /// A user's way in was made or changed.
    Access = 14,
    /// Something due was put off to a day.
    Postpone = 15,
    /// Many records were given the same value.
    ChangeMany = 16,
    /// Villages were drawn for a spot check: the seed was stored, or what it drew.
    Draw = 17,
    /// A review was begun, scored, told, heard or amended.
    Review = 18,
    /// A review was signed.
    SignReview = 19,
    /// A plug-in was approved, or its approval taken back.
    Trust = 20,
    /// It was decided what an agency may get.
    Policy = 21,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 21] = [
        Self::SetUp,
        Self::Add,
        Self::Change,
        Self::Retire,
        Self::Undo,
        Self::Import,
        Self::Enrol,
        Self::Mark,
        Self::HandOver,
        Self::Disclose,
        Self::Read,
        Self::Unmask,
        Self::Print,
        Self::Access,
        Self::Postpone,
        Self::ChangeMany,
        Self::Draw,
        Self::Review,
        Self::SignReview,
        Self::Trust,
        Self::Policy,
    ];

    /// Its number in the journal.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The act with this number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|a| *a as u8 == code)
    }

    /// Its key in the word files.
    pub fn key(self) -> &'static str {
        match self {
            Self::SetUp => "act-set-up",
            Self::Add => "act-add",
            Self::Change => "act-change",
            Self::Retire => "act-retire",
            Self::Undo => "act-undo",
            Self::Import => "act-import",
            Self::Enrol => "act-enrol",
            Self::Mark => "act-mark",
            Self::HandOver => "act-hand-over",
            Self::Disclose => "act-disclose",
            Self::Read => "act-read",
            Self::Unmask => "act-unmask",
            Self::Print => "act-print",
            Self::Access => "act-access",
            Self::Postpone => "act-postpone",
            Self::ChangeMany => "act-change-many",
            Self::Draw => "act-draw",
            Self::Review => "act-review",
            Self::SignReview => "act-sign-review",
            Self::Trust => "act-trust",
            Self::Policy => "act-policy",
        }
    }

    /// Whether it can be taken back. What left the house, or who looked, is history; a draw that
    /// could be taken back could be rolled until it pleases; a signed review is amended by a copy.
    pub fn can_be_undone(self) -> bool {
        !matches!(
            self,
            Self::SetUp
                | Self::Undo
                | Self::Disclose
                | Self::Read
                | Self::Unmask
                | Self::Print
                | Self::Access
                | Self::Draw
                | Self::SignReview
        )
    }
}
