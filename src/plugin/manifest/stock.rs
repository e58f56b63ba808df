//! Libraries that a manifest may name instead of bringing one.

use serde::Deserialize;

/// A library that came with the program and does a plug-in's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stock {
    /// Tables by `layout.toml`, from `plugins/layout`.
    Layout,
}

impl Stock {
    /// The id that it says, which no plug-in may have.
    pub fn id(self) -> &'static str {
        match self {
            Self::Layout => "layout",
        }
    }

    /// The version that it says: it is built with the program.
    pub fn version(self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
