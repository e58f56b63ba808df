//! What a trial changes for a plug-in, to see how it takes it. Only `plugin check` asks for one, and
//! only on invented rows; a run with real data has none.

use serde::{Deserialize, Serialize};

/// One change at a time, so that what goes wrong has one cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Probe {
    /// As in every real run.
    #[default]
    None,
    /// The host's struct ends early, and an unreadable page begins there.
    ShortHost,
    /// The host's struct is longer, as a later minor's would be.
    LongHost,
    /// The plug-in is asked for an extension that nobody has heard of.
    Extension,
    /// What a call was given can't be read once the call has returned.
    Poison,
    /// What a call is given can't be written.
    ReadOnly,
    /// Each text ends where an unreadable page begins, and so do the cells.
    PageEnd,
    /// No output can be opened.
    OpenFails,
    /// No output takes bytes.
    WriteFails,
    /// No output can be closed.
    CloseFails,
    /// The wish to stop comes in this call, just after the plug-in has looked for it once; of the
    /// calls with rows, in the second. The child says when.
    Cancel(Phase),
    /// As in every real run, but that the child says at the end how much memory it took.
    Peak,
    /// System calls that are refused are told by number, and refused; none ends the process.
    Calls,
}

/// The calls of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Phase {
    Create,
    Begin,
    Rows,
    End,
    Finish,
}

impl Phase {
    /// The function of the plug-in that is called in it, as the header has it.
    pub fn function(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Begin => "begin_dataset",
            Self::Rows => "rows",
            Self::End => "end_dataset",
            Self::Finish => "finish",
        }
    }
}

/// The code with which the child says that an unknown extension was not NULL.
pub const EXTENSION_KNOWN: u32 = 0xFFFF_0001;

/// The line with which the child says that the wish to stop is there.
pub const ASKED: &str = "tongdu asked to stop";

/// What begins the line with which the child says the most memory that it had in use; bytes follow.
pub const PEAK: &str = "tongdu peak ";

/// What begins each line on descriptor 2 that tells of a refused call; its number and, of a file,
/// its path follow.
pub const REFUSED: &str = "tongdu refused call ";

/// The same for what a library tries while it is loaded.
pub const REFUSED_LOADING: &str = "tongdu refused call while loading ";
