//! Disclosures and approvals of plug-ins, as they were written first.

use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::domain::plugin_trust::{PluginTrust, QuarantineCause};
use crate::schema::{Day, Id, TimeOfDay};
use serde::Deserialize;

/// A disclosure before it told whose policy it was by.
#[derive(Deserialize)]
pub(super) struct DisclosureV1 {
    agency: String,
    purpose: String,
    day: Option<Day>,
    time: Option<TimeOfDay>,
    plugin: String,
    library: String,
    fields: String,
    filter: String,
    rows: Option<i64>,
    children: Option<i64>,
    files: String,
    clear: Option<bool>,
    state: Option<DisclosureState>,
    cause: String,
    subjects: Vec<Id>,
}

impl From<DisclosureV1> for Disclosure {
    /// There was one dataset then.
    fn from(old: DisclosureV1) -> Self {
        let fields = old.fields.split_whitespace();
        let fields: Vec<String> = fields.map(|field| format!("roster.{field}")).collect();
        Self {
            agency: old.agency,
            purpose: old.purpose,
            day: old.day,
            time: old.time,
            plugin: old.plugin,
            library: old.library,
            fields: fields.join(" "),
            filter: old.filter,
            rows: old.rows,
            children: old.children,
            files: old.files,
            clear: old.clear,
            state: old.state,
            cause: old.cause,
            subjects: old.subjects,
            ..Self::default()
        }
    }
}

/// A disclosure before it told its policy's entries and who sent it.
#[derive(Deserialize)]
pub(super) struct DisclosureV2 {
    agency: String,
    purpose: String,
    day: Option<Day>,
    time: Option<TimeOfDay>,
    plugin: String,
    library: String,
    fields: String,
    filter: String,
    rows: Option<i64>,
    children: Option<i64>,
    files: String,
    clear: Option<bool>,
    state: Option<DisclosureState>,
    cause: String,
    subjects: Vec<Id>,
    under_14: Option<i64>,
    second: String,
    manifest: String,
    policy: String,
}

impl From<DisclosureV2> for Disclosure {
    fn from(old: DisclosureV2) -> Self {
        Self {
            agency: old.agency,
            purpose: old.purpose,
            day: old.day,
            time: old.time,
            plugin: old.plugin,
            library: old.library,
            fields: old.fields,
            filter: old.filter,
            rows: old.rows,
            children: old.children,
            files: old.files,
            clear: old.clear,
            state: old.state,
            cause: old.cause,
            subjects: old.subjects,
            under_14: old.under_14,
            second: old.second,
            manifest: old.manifest,
            policy: old.policy,
            ..Self::default()
        }
    }
}

/// A disclosure before it told where its files were to be put.
#[derive(Deserialize)]
pub(super) struct DisclosureV3 {
    agency: String,
    purpose: String,
    day: Option<Day>,
    time: Option<TimeOfDay>,
    plugin: String,
    library: String,
    fields: String,
    filter: String,
    rows: Option<i64>,
    children: Option<i64>,
    files: String,
    clear: Option<bool>,
    state: Option<DisclosureState>,
    cause: String,
    subjects: Vec<Id>,
    under_14: Option<i64>,
    second: String,
    manifest: String,
    policy: String,
    basis: String,
    entries: String,
    sandbox: String,
    by: String,
}

impl From<DisclosureV3> for Disclosure {
    fn from(old: DisclosureV3) -> Self {
        Self {
            agency: old.agency,
            purpose: old.purpose,
            day: old.day,
            time: old.time,
            plugin: old.plugin,
            library: old.library,
            fields: old.fields,
            filter: old.filter,
            rows: old.rows,
            children: old.children,
            files: old.files,
            clear: old.clear,
            state: old.state,
            cause: old.cause,
            subjects: old.subjects,
            under_14: old.under_14,
            second: old.second,
            manifest: old.manifest,
            policy: old.policy,
            basis: old.basis,
            entries: old.entries,
            sandbox: old.sandbox,
            by: old.by,
            ..Self::default()
        }
    }
}

/// An approval before it kept who had signed.
#[derive(Deserialize)]
pub(super) struct PluginTrustV1 {
    plugin: String,
    version: String,
    agency: String,
    purpose: String,
    library: String,
    manifest: String,
    layout: String,
    fields: String,
    approved: Option<bool>,
    day: Option<Day>,
    time: Option<TimeOfDay>,
    by: String,
    crashes: Option<i64>,
    quarantined: Option<QuarantineCause>,
    quarantined_on: Option<Day>,
    layout_text: String,
}

impl From<PluginTrustV1> for PluginTrust {
    fn from(old: PluginTrustV1) -> Self {
        Self {
            plugin: old.plugin,
            version: old.version,
            agency: old.agency,
            purpose: old.purpose,
            library: old.library,
            manifest: old.manifest,
            layout: old.layout,
            fields: old.fields,
            approved: old.approved,
            day: old.day,
            time: old.time,
            by: old.by,
            crashes: old.crashes,
            quarantined: old.quarantined,
            quarantined_on: old.quarantined_on,
            layout_text: old.layout_text,
            ..Self::default()
        }
    }
}

/// An approval before it kept the manifest and what was granted.
#[derive(Deserialize)]
pub(super) struct PluginTrustV2 {
    first: PluginTrustV1,
    signer: String,
}

impl From<PluginTrustV2> for PluginTrust {
    fn from(old: PluginTrustV2) -> Self {
        Self {
            signer: old.signer,
            ..old.first.into()
        }
    }
}
