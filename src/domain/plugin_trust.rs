//! Trust in a plug-in: what exactly was approved, by whom, and what its runs made of that.
//!
//! One record a plug-in's id. Written by acts only; it names nobody but the user who approved.

use crate::schema::{Coded, Day, Entity, Field, KeyClass, TimeOfDay};

crate::choices! {
    /// Why a plug-in is kept from running until somebody approves it again.
    QuarantineCause "quarantine-cause" {
        /// It stopped unexpectedly several times in a row.
        Crashes "crashes" ["连续三次中途停掉", "连续中途停掉"],
        /// It said what nobody may say.
        Breach "breach" ["不守规矩"],
        /// It tried what isn't allowed.
        Forbidden "forbidden" ["想做不允许的事"],
    }
}

/// What is known of one plug-in beyond its files.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PluginTrust {
    /// Its id.
    pub plugin: String,
    /// The version that was approved last.
    pub version: String,
    /// The agency that it was approved for, by its code.
    pub agency: String,
    /// The code of the purpose that it was approved for.
    pub purpose: String,
    /// SHA-256 of the library, hexadecimal.
    pub library: String,
    /// SHA-256 of the manifest.
    pub manifest: String,
    /// SHA-256 of the layout; of nothing where there is none.
    pub layout: String,
    /// The fields approved: `DATASET.FIELD` each, with `!` behind those that are required.
    pub fields: String,
    /// Whether it may run; empty where nobody has decided, as for one that came with the program.
    pub approved: Option<bool>,
    /// The day of that decision.
    pub day: Option<Day>,
    /// Its time.
    pub time: Option<TimeOfDay>,
    /// Who decided.
    pub by: String,
    /// Times that it stopped unexpectedly, since it last succeeded.
    pub crashes: Option<i64>,
    /// Why it is kept from running.
    pub quarantined: Option<QuarantineCause>,
    /// Since when.
    pub quarantined_on: Option<Day>,
    /// The layout that was approved, so that a later one can be shown beside it.
    pub layout_text: String,
    /// The key that had signed what was approved; without that signature it isn't that any more.
    pub signer: String,
    /// The manifest that was approved, so that a later one can be shown beside it.
    pub manifest_text: String,
    /// SHA-256 of what the policy granted it when it was approved; nothing where nothing could
    /// have left by it.
    pub policy: String,
}

impl PluginTrust {
    /// So many crashes in a row are too many. Ours (本地默认).
    pub const MOST_CRASHES: i64 = 3;

    /// Bytes of manifest and layout that are kept together; a record has room for little more.
    pub const MOST_TEXT: usize = 56 << 10;

    /// Counts a crash; the last one allowed puts it into quarantine.
    pub fn crashed(&mut self, today: Day) {
        let crashes = self.crashes.unwrap_or(0) + 1;
        self.crashes = Some(crashes);
        if crashes >= Self::MOST_CRASHES {
            self.keep_back(QuarantineCause::Crashes, today);
        }
    }

    /// Puts it into quarantine; the first cause stays.
    pub fn keep_back(&mut self, cause: QuarantineCause, today: Day) {
        if self.quarantined.is_none() {
            self.quarantined = Some(cause);
            self.quarantined_on = Some(today);
        }
    }
}

impl Entity for PluginTrust {
    const NAME: &'static str = "plugin_trust";
    const CODE: u8 = 37;
    const CLASS: KeyClass = KeyClass::Office;
    const SCHEMA: u16 = 3;
    const FIELDS: &'static [Field<Self>] = crate::fields!(PluginTrust {
        plugin: Text { max: 64 } => PLAIN.required().listed().by_act(),
        version: Text { max: 40 } => PLAIN.listed().by_act(),
        agency: Text { max: 64 } => PLAIN.listed().by_act(),
        purpose: Text { max: 64 } => PLAIN.by_act(),
        library: Text { max: 64 } => PLAIN.by_act(),
        manifest: Text { max: 64 } => PLAIN.by_act(),
        layout: Text { max: 64 } => PLAIN.by_act(),
        fields: Text { max: 20_000 } => PLAIN.by_act(),
        approved: Flag => PLAIN.listed().by_act(),
        day: Day => PLAIN.listed().by_act(),
        time: Time => PLAIN.by_act(),
        by: Text { max: 40 } => PLAIN.listed().by_act(),
        crashes: Int { min: 0, max: i64::MAX } => PLAIN.by_act(),
        quarantined: Choice("quarantine-cause", QuarantineCause::CHOICES) => PLAIN.listed().by_act(),
        quarantined_on: Day => PLAIN.by_act(),
        signer: Text { max: 80 } => PLAIN.by_act(),
        policy: Text { max: 64 } => PLAIN.by_act(),
    });
}
