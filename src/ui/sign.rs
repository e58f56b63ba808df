//! The seven signs: state is a sign, a word and a colour, the same on every screen.

use super::theme::Role;
use crate::domain::due::Pressing;

/// A sign of state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `!!` 马上办.
    Urgent,
    /// `!` 要留意.
    Watch,
    /// `+` 好了.
    Good,
    /// `-` 不急, 没有.
    Later,
    /// `?` 没填, 没点.
    Unknown,
    /// `x` 不行.
    Refused,
    /// `*` 选中的.
    Marked,
}

impl Sign {
    /// All of them, in the order of the help page.
    pub const ALL: [Self; 7] = [
        Self::Urgent,
        Self::Watch,
        Self::Good,
        Self::Later,
        Self::Unknown,
        Self::Refused,
        Self::Marked,
    ];

    /// As drawn.
    pub fn text(self) -> &'static str {
        match self {
            Self::Urgent => "!!",
            Self::Watch => "!",
            Self::Good => "+",
            Self::Later => "-",
            Self::Unknown => "?",
            Self::Refused => "x",
            Self::Marked => "*",
        }
    }

    /// The colour of it and of the word beside it.
    pub fn role(self) -> Role {
        match self {
            Self::Urgent | Self::Refused => Role::Bad,
            Self::Watch => Role::Warn,
            Self::Good => Role::Good,
            Self::Later | Self::Unknown => Role::Muted,
            Self::Marked => Role::Selected,
        }
    }

    /// Its word on the help page, a key of the word files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Urgent => "sign-urgent",
            Self::Watch => "sign-watch",
            Self::Good => "sign-good",
            Self::Later => "sign-later",
            Self::Unknown => "sign-unknown",
            Self::Refused => "sign-refused",
            Self::Marked => "sign-marked",
        }
    }
}

impl From<Pressing> for Sign {
    fn from(pressing: Pressing) -> Self {
        match pressing {
            Pressing::Now => Self::Urgent,
            Pressing::Soon => Self::Watch,
            Pressing::Later => Self::Later,
        }
    }
}
