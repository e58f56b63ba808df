//! Disclosures: who got what.

use crate::schema::{Coded, Day, Entity, Field, Id, KeyClass, TimeOfDay};

crate::choices! {
    /// How far an export came. `Started` is written before anything runs; `Unsure` where the program ended
    /// in between and a file may be there.
    DisclosureState "disclosure-state" {
        Started "started" ["已开始"],
        Sent "sent" ["已送出"],
        Failed "failed" ["没有送出"],
        Unsure "unsure" ["可能送出"],
    }
}

/// Who got what (个人信息保护法 55: providing to others is recorded). Holds no values.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Disclosure {
    /// The recipient's code.
    pub agency: String,
    /// What for; until version 2 of this record with its basis behind it.
    pub purpose: String,
    /// Day it was begun.
    pub day: Option<Day>,
    /// Time it was begun.
    pub time: Option<TimeOfDay>,
    /// The plug-in's id and version.
    pub plugin: String,
    /// SHA-256 of the library that ran, hexadecimal.
    pub library: String,
    /// Names of the fields that left: `DATASET.FIELD`, with `:TRANSFORM` behind what left changed.
    pub fields: String,
    /// How the rows were chosen; of a condition on the cases without its value.
    pub filter: String,
    /// Rows that left.
    pub rows: Option<i64>,
    /// Children among them.
    pub children: Option<i64>,
    /// Names and SHA-256 of the files; the names alone while it isn't known whether they came to be.
    pub files: String,
    /// Whether they were written in clear.
    pub clear: Option<bool>,
    /// How far it came.
    pub state: Option<DisclosureState>,
    /// Why it failed, as a key of the word files; never a plug-in's own text.
    pub cause: String,
    /// The records that left, the first [`Disclosure::HOLDS`] of them; the others stand in
    /// [`Disclosed`](super::disclosed::Disclosed) records.
    pub subjects: Vec<Id>,
    /// Children under 14, or of unknown age, among them (个人信息保护法 28).
    pub under_14: Option<i64>,
    /// Who confirmed beside the user, where the policy wants a second person.
    pub second: String,
    /// SHA-256 of the plug-in's manifest.
    pub manifest: String,
    /// SHA-256 of what the policy granted.
    pub policy: String,
    /// On what ground.
    pub basis: String,
    /// The policy's entries by which it left, with the rows that each gives:
    /// `AGENCY/PURPOSE/DATASET:ROWS`.
    pub entries: String,
    /// How well the plug-in was shut in: the code of the sandbox's level.
    pub sandbox: String,
    /// Who sent it.
    pub by: String,
    /// Where the files were to be put; not kept before version 4.
    pub folder: String,
}

impl Disclosure {
    /// So many ids (of 16 bytes) fit into one record beside the other fields.
    pub const HOLDS: usize = 2_500;

    /// The id of the plug-in that it went by.
    pub fn plugin_id(&self) -> &str {
        self.plugin.split(' ').next().unwrap_or_default()
    }

    /// Whether it was sent to this agency for this purpose. Older ones don't tell their purpose's
    /// code; then the plug-in's id tells it.
    pub fn sent_for(&self, agency: &str, purpose: &str, plugin: &str) -> bool {
        let of = format!("{agency}/{purpose}/");
        let known = match self.entries.is_empty() {
            true => self.plugin_id() == plugin,
            false => self.entries.split(' ').any(|entry| entry.starts_with(&of)),
        };
        self.state == Some(DisclosureState::Sent) && self.agency == agency && known
    }
}

impl Entity for Disclosure {
    const NAME: &'static str = "disclosure";
    const CODE: u8 = 8;
    const CLASS: KeyClass = KeyClass::Office;
    const SCHEMA: u16 = 4;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Disclosure {
        agency: Text { max: 40 } => PLAIN.required().listed().by_act(),
        purpose: Text { max: 200 } => PLAIN.listed().by_act(),
        day: Day => PLAIN.listed().by_act(),
        time: Time => PLAIN.listed().by_act(),
        plugin: Text { max: 80 } => PLAIN.by_act(),
        library: Text { max: 64 } => PLAIN.by_act(),
        fields: Text { max: 2000 } => PLAIN.by_act(),
        filter: Text { max: 200 } => PLAIN.by_act(),
        rows: Int { min: 0, max: i64::MAX } => PLAIN.listed().by_act(),
        children: Int { min: 0, max: i64::MAX } => PLAIN.by_act(),
        files: Text { max: 2000 } => PLAIN.by_act(),
        clear: Flag => PLAIN.by_act(),
        state: Choice("disclosure-state", DisclosureState::CHOICES) => PLAIN.listed().by_act(),
        cause: Text { max: 60 } => PLAIN.by_act(),
        under_14: Int { min: 0, max: i64::MAX } => PLAIN.by_act(),
        second: Text { max: 60 } => PLAIN.by_act(),
        manifest: Text { max: 64 } => PLAIN.by_act(),
        policy: Text { max: 64 } => PLAIN.by_act(),
        basis: Text { max: 1000 } => PLAIN.by_act(),
        entries: Text { max: 1000 } => PLAIN.by_act(),
        sandbox: Text { max: 20 } => PLAIN.by_act(),
        by: Text { max: 60 } => PLAIN.by_act(),
        folder: Text { max: 4096 } => PLAIN.by_act(),
    });
}
