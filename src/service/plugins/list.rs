//! Which plug-ins there are, and how each stands.

use super::super::export::{Granted, hex};
use super::super::{Office, Problem};
use super::difference::{asked, gone, lines};
use super::table::tables;
use super::{Before, PluginView, Prints, Standing};
use crate::domain::plugin_trust::PluginTrust;
use crate::plugin;
use crate::plugin::discover::Found;
use std::path::PathBuf;

/// A folder that was passed over, and why.
pub type PassedOver = (PathBuf, Problem);

/// What discovery passed over, with sentences.
pub fn passed_over(refused: Vec<(PathBuf, plugin::Problem)>) -> Vec<PassedOver> {
    let refused = refused.into_iter();
    refused.map(|(folder, why)| (folder, why.into())).collect()
}

impl Office {
    /// Every plug-in; and the folders that were passed over, each with why: also those whose library
    /// can't be read or isn't the one that the manifest names.
    pub fn plugins(&self) -> (Vec<PluginView>, Vec<PassedOver>) {
        let (found, refused) = self.setup().discover();
        let mut passed_over = passed_over(refused);
        let mut views = Vec::new();
        for found in &found {
            match self.view(found) {
                Ok(view) => views.push(view),
                Err(why) => passed_over.push((found.folder.clone(), why)),
            }
        }
        (views, passed_over)
    }

    /// One plug-in, by its id.
    ///
    /// # Errors
    /// There is none of that id, it was passed over, or its library can't be read.
    pub fn plugin(&self, id: &str) -> Result<PluginView, Problem> {
        let (found, refused) = self.setup().discover();
        match found.iter().find(|found| found.manifest.id == id) {
            Some(found) => self.view(found),
            None => Err(unknown(id, &found, refused)),
        }
    }

    fn view(&self, found: &Found) -> Result<PluginView, Problem> {
        let library = found.library()?.sha256();
        let kept = self.trust_in(&found.manifest.id);
        let trust = kept.as_ref().map(|(.., trust)| trust);
        let standing = self.stands(found, Some(library), trust);
        let standing = standing.unwrap_or(Standing::New);
        let approved = trust.filter(|trust| !trust.library.is_empty());
        let manifest = &found.manifest;
        let both = |words: &plugin::manifest::Words| [words.zh_cn.clone(), words.en.clone()];
        let other_lines = |trust: &PluginTrust| lines(&trust.layout_text, &found.layout);
        let approved_layout = approved.map_or("", |trust| &trust.layout_text);
        // An approval of old kept no manifest: then there is none to lay beside.
        let kept_manifest = approved.filter(|trust| !trust.manifest_text.is_empty());
        let granted = self.granted_now(manifest);
        let wishes = granted.iter().flat_map(Granted::ungranted);
        let ungranted = wishes.map(str::to_owned).collect();
        let policy = granted
            .as_ref()
            .map_or_else(|_| String::new(), |g| hex(&g.fingerprint()));
        Ok(PluginView {
            id: manifest.id.clone(),
            version: manifest.version.clone(),
            agency: manifest.agency.clone(),
            names: both(&manifest.name),
            purpose: both(&manifest.purpose.name),
            basis: both(&manifest.purpose.basis),
            outputs: manifest.outputs.iter().map(|o| o.file.clone()).collect(),
            origin: found.origin,
            folder: found.folder.clone(),
            standing,
            prints: Prints::of(found, library),
            layout_only: found.is_layout_only(),
            signed: self.signed(found),
            fields: asked(manifest, approved),
            gone: approved.map_or_else(Vec::new, |trust| gone(manifest, trust)),
            ungranted,
            sends_nothing: granted.err(),
            manifest: kept_manifest.map_or_else(Vec::new, |trust| {
                lines(&trust.manifest_text, &found.manifest_text)
            }),
            layout: approved.map_or_else(Vec::new, other_lines),
            tables: tables(approved_layout, &found.layout),
            before: approved
                .filter(|t| t.approved == Some(true))
                .map(|trust| Before {
                    version: trust.version.clone(),
                    agency: trust.agency.clone(),
                    purpose: trust.purpose.clone(),
                    day: trust.day,
                    by: trust.by.clone(),
                }),
            purpose_code: manifest.purpose.code.clone(),
            layout_text: found.layout.clone(),
            manifest_text: found.manifest_text.clone(),
            policy,
            base: kept.map(|(id, revision, _)| (id, revision)),
        })
    }

    /// How a plug-in stands, where that doesn't hang on a library that wasn't read.
    pub(in super::super) fn standing(
        &self,
        found: &Found,
        library: Option<[u8; 32]>,
    ) -> Option<Standing> {
        let kept = self.trust_in(&found.manifest.id);
        self.stands(found, library, kept.as_ref().map(|(.., trust)| trust))
    }
}

/// There is no such plug-in; or there is, and it was passed over.
fn unknown(id: &str, found: &[Found], refused: Vec<(PathBuf, plugin::Problem)>) -> Problem {
    let named = |folder: &PathBuf| folder.iter().any(|part| part == id);
    match refused.into_iter().find(|(folder, _)| named(folder)) {
        Some((_, problem)) => problem.into(),
        None => {
            let ids: Vec<_> = found.iter().map(|f| f.manifest.id.as_str()).collect();
            Problem::new("plugin-none-such")
                .with("id", id)
                .with("ids", ids.join(" "))
        }
    }
}
