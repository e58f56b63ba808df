//! `plugin.toml`: what a plug-in is, which fields it needs and why, what it makes.
//!
//! Owns that file's words and checks. Must not know policy or rights: what a manifest asks for is
//! not yet granted. Unknown words are errors, so that a misspelt limit can't be silently absent.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

mod hashes;
mod stock;

pub use hashes::Hashes;
pub use stock::Stock;

use super::job::Dataset;
use super::problem::Problem;
use crate::schema::text;

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
        let unreadable = |why: std::io::Error| Problem::Unreadable {
            path: path.into(),
            why: why.to_string(),
        };
        let bad = |why: String| Problem::Manifest {
            path: path.into(),
            why,
        };
        if std::fs::metadata(path).map_err(unreadable)?.len() > MAX_BYTES {
            return Err(bad("larger than 64 KiB".into()));
        }
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        Ok((Manifest::parse(&text).map_err(bad)?, text))
    }

    /// Reads and checks a manifest's text.
    pub fn parse(text: &str) -> Result<Manifest, String> {
        if text.len() as u64 > MAX_BYTES {
            return Err("larger than 64 KiB".into());
        }
        let manifest: Manifest = toml::from_str(text).map_err(|error| error.to_string())?;
        for (what, code) in [
            ("id", &manifest.id),
            ("agency", &manifest.agency),
            ("purpose.code", &manifest.purpose.code),
        ] {
            if !is_code(code) {
                return Err(format!(
                    "{what} {code:?}: lower-case letters, digits and _ only, a letter first"
                ));
            }
        }
        if manifest.id == Stock::Layout.id() {
            return Err(format!(
                "id {:?}: the program's own library has it",
                manifest.id
            ));
        }
        if manifest.version.is_empty()
            || !manifest
                .version
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b".-+".contains(&b))
        {
            return Err(format!("version {:?}", manifest.version));
        }
        manifest.sha256.check(manifest.library.is_some())?;
        if manifest.datasets.is_empty() || manifest.outputs.is_empty() {
            return Err("at least one dataset and one output".into());
        }
        if let Some(text) = manifest.words().find(|text| text.chars().any(is_hidden)) {
            return Err(format!("{text:?}: a character that isn't seen"));
        }
        unique(
            "dataset",
            manifest.datasets.iter().map(|dataset| &dataset.name),
        )?;
        for dataset in &manifest.datasets {
            unique("field", dataset.fields.iter().map(|field| &field.name))?;
            let names = dataset.fields.iter().map(|field| &field.name);
            if let Some(name) = names.chain([&dataset.name]).find(|name| !is_code(name)) {
                return Err(format!(
                    "{name:?}: lower-case letters, digits and _ only, a letter first"
                ));
            }
            if let Some(field) = dataset
                .fields
                .iter()
                .find(|f| f.reason.zh_cn.is_empty() || f.reason.en.is_empty())
            {
                return Err(format!("field {}: a reason in both languages", field.name));
            }
        }
        unique("output", manifest.outputs.iter().map(|output| &output.name))?;
        for output in &manifest.outputs {
            output
                .file_name("date", "area")
                .map_err(|why| format!("output {}: {why}", output.name))?;
        }
        Ok(manifest)
    }

    /// The id and version that the library has to say.
    pub fn identity(&self) -> (String, String) {
        match self.library {
            Some(stock) => (stock.id().into(), stock.version().into()),
            None => (self.id.clone(), self.version.clone()),
        }
    }

    /// Everything that people read.
    fn words(&self) -> impl Iterator<Item = &str> {
        let fields = self.datasets.iter().flat_map(|dataset| &dataset.fields);
        let reasons = fields.map(|field| &field.reason);
        let own = [&self.name, &self.purpose.name, &self.purpose.basis];
        let all = own.into_iter().chain(reasons);
        all.flat_map(|words| [words.zh_cn.as_str(), words.en.as_str()])
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
    fn file_name(&self, date: &str, area: &str) -> Result<String, String> {
        let name = self.file.replace("{date}", date).replace("{area}", area);
        if name.is_empty() || name.starts_with('.') || name.len() > 200 {
            return Err("empty, hidden or too long".into());
        }
        match name
            .chars()
            .find(|c| c.is_control() || "/\\{}".contains(*c))
        {
            Some(c) => Err(format!("{c:?} can't stand in a file's name")),
            None => Ok(name),
        }
    }
}

/// Codes become file names and keys of policy entries, so they are kept to plain letters.
fn is_code(code: &str) -> bool {
    code.starts_with(|c: char| c.is_ascii_lowercase())
        && code.len() <= 64
        && code
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// What could make a terminal or a reader show something other than what stands there.
/// Nor a line or a tab: it is one line's text.
fn is_hidden(c: char) -> bool {
    c.is_control() || text::hidden(c)
}

fn unique<'a>(what: &str, names: impl Iterator<Item = &'a String>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for name in names {
        if name.is_empty() || name.contains('\0') || !seen.insert(name) {
            return Err(format!("{what} {name:?}: empty or twice"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
