//! `plugin.toml`: what a plug-in is, which fields it needs and why, what it makes.
//!
//! Owns that file's words and checks. Must not know policy or rights: what a manifest asks for is
//! not yet granted. Unknown words are errors, so that a misspelt limit can't be silently absent.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

mod hashes;
mod sound;
mod stock;

pub use hashes::Hashes;
pub use stock::Stock;

use super::job::Dataset;
use super::problem::Problem;
use super::slip::{self, Slip};

const MAX_BYTES: u64 = 64 * 1024;

/// A `plugin.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Its code; also the library's name, `libID.so`.
    pub id: String,
    /// Such as `1.0.3`; the library must say the same.
    pub version: String,
    /// The ABI's major.
    pub abi: u32,
    /// The recipient's code.
    pub agency: String,
    /// For people.
    pub name: Words,
    /// Whose code does the work; without it, the plug-in's own.
    pub library: Option<Stock>,
    /// What the files beside it have to be.
    #[serde(default)]
    pub sha256: Hashes,
    /// What for, and by what right.
    pub purpose: Purpose,
    /// The tables it asks for.
    #[serde(rename = "dataset")]
    pub datasets: Vec<Asked>,
    /// The files it makes.
    #[serde(rename = "output")]
    pub outputs: Vec<Output>,
    /// What it asks of the computer.
    #[serde(default)]
    pub limits: Asks,
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese.
    #[serde(rename = "zh-CN")]
    pub zh_cn: String,
    /// English.
    pub en: String,
}

/// What for, and by what right.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Its code in policy and log.
    pub code: String,
    /// For people.
    pub name: Words,
    /// The text that it rests on.
    pub basis: Words,
}

/// A table with its fields.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Its name in the catalogue.
    pub name: String,
    /// Its fields.
    #[serde(rename = "field")]
    pub fields: Vec<AskedField>,
}

/// One field and why.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedField {
    /// Its name in the catalogue.
    pub name: String,
    /// Without it there is no export.
    #[serde(default)]
    pub required: bool,
    /// What the agency needs it for.
    pub reason: Words,
}

/// A file that it makes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// The name that the plug-in opens it by.
    pub name: String,
    /// The file's name; may hold `{date}` and `{area}`.
    pub file: String,
    /// Its media type.
    pub media_type: String,
    /// More than this ends the run.
    pub max_bytes: u64,
}

/// What it asks of the computer; the host's own limits cap it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asks {
    /// Memory in MiB.
    pub memory_mib: Option<u64>,
    /// The whole run in seconds.
    pub run_seconds: Option<u64>,
}

impl Manifest {
    /// Reads and checks the file at `path`.
    pub fn read(path: &Path) -> Result<Manifest, Problem> {
        Ok(Self::with_text(path)?.0)
    }

    /// The same, with the text that was checked, so that what is hashed is what was read.
    pub fn with_text(path: &Path) -> Result<(Manifest, String), Problem> {
        let bad = |why: Slip| Problem::Manifest {
            path: path.into(),
            why,
        };
        let text = slip::text(path, MAX_BYTES)?.ok_or_else(|| Problem::Unreadable {
            path: path.into(),
            why: rustix::io::Errno::NOENT.to_string(),
        })?;
        Ok((Manifest::parse(&text).map_err(bad)?, text))
    }

    /// Reads and checks a manifest's text.
    ///
    /// # Errors
    /// The first slip in it.
    pub fn parse(text: &str) -> Result<Manifest, Slip> {
        if text.len() as u64 > MAX_BYTES {
            return Err(slip::too_long(MAX_BYTES));
        }
        let manifest: Manifest = slip::read(text)?;
        manifest
            .sound()
            .map_err(|(slip, path)| slip.at_path(text, &path))?;
        Ok(manifest)
    }

    /// The id and version that the library has to say.
    pub fn identity(&self) -> (String, String) {
        match self.library {
            Some(stock) => (stock.id().into(), stock.version().into()),
            None => (self.id.clone(), self.version.clone()),
        }
    }

    /// Checks that a job's columns are all declared here and none that is required is missing.
    pub fn covers(&self, datasets: &[Dataset]) -> Result<(), Problem> {
        for dataset in datasets {
            let asked = self
                .datasets
                .iter()
                .find(|asked| asked.name == dataset.name);
            let asked = asked
                .map(|asked| asked.fields.as_slice())
                .unwrap_or_default();
            for (name, _) in &dataset.fields {
                if !asked.iter().any(|field| field.name == *name) {
                    return Err(Problem::Undeclared {
                        dataset: dataset.name.clone(),
                        field: name.clone(),
                    });
                }
            }
        }
        for asked in &self.datasets {
            let given = datasets.iter().find(|dataset| dataset.name == asked.name);
            for field in asked.fields.iter().filter(|field| field.required) {
                if !given.is_some_and(|dataset| {
                    dataset.fields.iter().any(|(name, _)| *name == field.name)
                }) {
                    return Err(Problem::Withheld {
                        dataset: asked.name.clone(),
                        field: field.name.clone(),
                    });
                }
            }
        }
        Ok(())
    }

    /// The files' names for this date and area, by declared name.
    pub fn file_names(&self, date: &str, area: &str) -> Result<BTreeMap<String, String>, Problem> {
        let named = |output: &Output| match output.file_name(date, area) {
            Ok(file) => Ok((output.name.clone(), file)),
            Err(why) => Err(Problem::FileName {
                name: output.file.clone(),
                why,
            }),
        };
        self.outputs.iter().map(named).collect()
    }

    /// The name of the encrypted file in which all outputs leave: the first one's, with another ending,
    /// which says whether a key opens it or a password.
    pub fn sealed_name(&self, date: &str, area: &str, by_key: bool) -> Result<String, Problem> {
        let names = self.file_names(date, area)?;
        let first = self.outputs.first().map_or("", |first| &names[&first.name]);
        let stem = first.rsplit_once('.').map_or(first, |(stem, _)| stem);
        Ok(format!("{stem}.zip{}", if by_key { ".age" } else { "" }))
    }
}

impl Output {
    fn file_name(&self, date: &str, area: &str) -> Result<String, Slip> {
        let name = self.file.replace("{date}", date).replace("{area}", area);
        if name.is_empty() || name.starts_with('.') || name.len() > 200 {
            let raw = format!("output {}: empty, hidden or too long", self.name);
            return Err(Slip::new("slip-file-name", raw).with("word", &self.name));
        }
        match name
            .chars()
            .find(|c| c.is_control() || "/\\{}".contains(*c))
        {
            Some(c) => {
                let raw = format!("output {}: {c:?} can't stand in a file's name", self.name);
                let slip = Slip::new("slip-file-sign", raw).with("word", &self.name);
                Err(slip.with("sign", c.escape_debug()))
            }
            None => Ok(name),
        }
    }
}

#[cfg(test)]
mod tests;
