//! Trust in plug-ins: which there are, what was approved of each, what a new one would change, and
//! what their runs made of that trust. Only what is approved to the byte gets anybody's data.

mod difference;
mod list;
mod quarantine;
mod signed;
mod standing;
mod table;
mod trust;

use super::export::hex;
use super::{Office, Problem, Revision};
use crate::domain::book::Kind;
use crate::domain::plugin_trust::PluginTrust;
use crate::plugin::discover::{Found, Origin};
use crate::schema::{Day, Id};
pub use difference::{AskedLine, ChangedLine, FieldChange};
pub use list::PassedOver;
pub(super) use list::passed_over;
pub use signed::Signed;
pub(super) use standing::parts_in_words;
pub use standing::{Part, Standing};
use std::path::PathBuf;
pub use table::TableChange;

/// A plug-in as it lies on the disk now, beside what was approved of it.
#[derive(Clone, Debug)]
pub struct PluginView {
    /// Its id, which is typed to approve it.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The agency that it writes for, by its code.
    pub agency: String,
    /// What it calls itself, in Chinese and English.
    pub names: [String; 2],
    /// What for, in Chinese and English.
    pub purpose: [String; 2],
    /// By what right, in Chinese and English.
    pub basis: [String; 2],
    /// The files that it makes, as the manifest names them.
    pub outputs: Vec<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// Its folder.
    pub folder: PathBuf,
    /// Whether it may run, and if not, why.
    pub standing: Standing,
    /// SHA-256 of library, manifest and layout, hexadecimal.
    pub prints: Prints,
    /// Whether the library is the program's own, so that it may change without being approved.
    pub layout_only: bool,
    /// What its signature says.
    pub signed: Signed,
    /// What it asks for.
    pub fields: Vec<AskedLine>,
    /// What it asked for when it was approved and doesn't any more.
    pub gone: Vec<String>,
    /// What it only wishes for and the policy doesn't grant today.
    pub ungranted: Vec<String>,
    /// Why nothing at all would leave by it today, though approved.
    pub sends_nothing: Option<Problem>,
    /// Lines of the manifest that are other than approved.
    pub manifest: Vec<ChangedLine>,
    /// Lines of the layout that are other than approved.
    pub layout: Vec<ChangedLine>,
    /// Tables whose columns are other than approved; before the first approval, all of them.
    pub tables: Vec<TableChange>,
    /// What was approved of it before.
    pub before: Option<Before>,
    purpose_code: String,
    layout_text: String,
    manifest_text: String,
    policy: String,
    base: Option<(Id, Revision)>,
}

/// An approval that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// Of this version.
    pub version: String,
    /// For this agency.
    pub agency: String,
    /// For this purpose, by its code.
    pub purpose: String,
    /// On this day.
    pub day: Option<Day>,
    /// By whom.
    pub by: String,
}

/// What tells whether anything was changed: SHA-256, hexadecimal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prints {
    /// Of the library; what two people compare.
    pub library: String,
    /// Of the manifest.
    pub manifest: String,
    /// Of the layout.
    pub layout: String,
}

impl Prints {
    /// Those of a plug-in whose library has this hash.
    pub(super) fn of(found: &Found, library: [u8; 32]) -> Self {
        Self {
            library: hex(&library),
            manifest: hex(&found.manifest_sha256),
            layout: hex(&found.layout_sha256),
        }
    }
}

impl PluginView {
    /// Whether its tables are shown because nobody has approved any yet.
    pub fn first_tables(&self) -> bool {
        self.before.is_none() && self.tables.iter().all(|table| table.before.is_empty())
    }

    /// The code of its purpose where it was approved for another, and the agency likewise.
    pub fn moved(&self) -> bool {
        let other = |b: &Before| b.agency != self.agency || b.purpose != self.purpose_code;
        self.before.as_ref().is_some_and(other)
    }
}

impl Office {
    /// What is stored about a plug-in.
    pub(super) fn trust_in(&self, plugin: &str) -> Option<(Id, Revision, PluginTrust)> {
        let tables = self.tables();
        let mut all = tables.all::<PluginTrust>(Kind::PluginTrust);
        let (id, trust) = all.find(|(_, trust)| trust.plugin == plugin)?;
        let revision = tables.row(Kind::PluginTrust, id)?.revision;
        Some((id, revision, trust.clone()))
    }
}
