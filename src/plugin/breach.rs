//! What a child may never say: each way to break the protocol, with its sentence.

use thiserror::Error;

/// How it was broken. What the plug-in wrote is in none of them; an output is named as declared.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs)]
pub enum Breach {
    #[error("a frame that makes no sense")]
    Nonsense,
    #[error("a frame of more than 1 MiB")]
    TooLong,
    #[error("a frame before Ready")]
    BeforeReady,
    #[error("Ready twice")]
    ReadyTwice,
    #[error("a frame after Done")]
    AfterDone,
    #[error("an output that is not declared")]
    Undeclared,
    #[error("output {output} opened twice")]
    OpenedTwice { output: String },
    #[error("bytes for an output that is not open")]
    NotOpen,
    #[error("an output closed that is not open")]
    NotOpened,
    #[error("rows counted that were not sent")]
    NotSent,
    #[error("Done before all rows were taken")]
    NotTaken,
    #[error("Done before output {output} was closed")]
    Unclosed { output: String },
}

impl Breach {
    /// The key of its sentence.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Nonsense => "breach-nonsense",
            Self::TooLong => "breach-too-long",
            Self::BeforeReady => "breach-before-ready",
            Self::ReadyTwice => "breach-ready-twice",
            Self::AfterDone => "breach-after-done",
            Self::Undeclared => "breach-undeclared",
            Self::OpenedTwice { .. } => "breach-opened-twice",
            Self::NotOpen => "breach-not-open",
            Self::NotOpened => "breach-not-opened",
            Self::NotSent => "breach-not-sent",
            Self::NotTaken => "breach-not-taken",
            Self::Unclosed { .. } => "breach-unclosed",
        }
    }

    /// The output that it is about, as declared; empty where it is about none.
    pub fn output(&self) -> &str {
        match self {
            Self::OpenedTwice { output } | Self::Unclosed { output } => output,
            _ => "",
        }
    }
}
