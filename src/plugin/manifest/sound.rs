//! What a manifest that can be read must keep to all the same: codes, names, reasons, the ABI.

use std::collections::BTreeSet;

use super::{Asked, Manifest, Stock};
use crate::plugin::abi;
use crate::plugin::slip::Slip;
use crate::schema::text;

/// A slip, and the path of what it is about.
type Found = (Slip, String);

impl Manifest {
    /// Checks it.
    pub(super) fn sound(&self) -> Result<(), Found> {
        if self.abi != abi::ABI_MAJOR {
            let own = abi::ABI_MAJOR;
            let slip = Slip::new("slip-abi", format!("abi {}, and not {own}", self.abi));
            let slip = slip.with("found", self.abi).with("own", own);
            return Err((slip, "abi".into()));
        }
        for (what, text) in [
            ("id", &self.id),
            ("agency", &self.agency),
            ("purpose.code", &self.purpose.code),
        ] {
            code(what, text).map_err(|slip| (slip, what.to_owned()))?;
        }
        if self.id == Stock::Layout.id() {
            let raw = format!("id {:?}: the program's own library has it", self.id);
            let slip = Slip::new("slip-own-id", raw).with("value", &self.id);
            return Err((slip, "id".into()));
        }
        let plain = |b: u8| b.is_ascii_alphanumeric() || b".-+".contains(&b);
        if self.version.is_empty() || !self.version.bytes().all(plain) {
            let slip = Slip::new("slip-version", format!("version {:?}", self.version));
            let slip = slip.with("value", &self.version);
            return Err((slip, "version".into()));
        }
        let hashes = self.sha256.check(self.library.is_some());
        hashes.map_err(|slip| (slip, "sha256".into()))?;
        if self.datasets.is_empty() || self.outputs.is_empty() {
            let slip = Slip::new("slip-nothing", "at least one dataset and one output");
            return Err((slip, String::new()));
        }
        let hidden = |(_, text): &(String, &str)| text.chars().any(is_hidden);
        if let Some((path, text)) = self.words().find(hidden) {
            let slip = Slip::new(
                "slip-hidden",
                format!("{text:?}: a character that isn't seen"),
            );
            return Err((slip.with("value", text), path));
        }
        unique("dataset", self.datasets.iter().map(|dataset| &dataset.name))
            .map_err(|(slip, at)| (slip, format!("dataset.{at}.name")))?;
        for (at, dataset) in self.datasets.iter().enumerate() {
            asked(dataset).map_err(|(slip, path)| (slip, format!("dataset.{at}.{path}")))?;
        }
        unique("output", self.outputs.iter().map(|output| &output.name))
            .map_err(|(slip, at)| (slip, format!("output.{at}.name")))?;
        for (at, output) in self.outputs.iter().enumerate() {
            let named = output.file_name("date", "area");
            named.map_err(|slip| (slip, format!("output.{at}.file")))?;
        }
        Ok(())
    }

    /// Everything that people read, each with its path.
    pub(in crate::plugin) fn words(&self) -> impl Iterator<Item = (String, &str)> {
        let own = [
            ("name".to_owned(), &self.name),
            ("purpose.name".to_owned(), &self.purpose.name),
            ("purpose.basis".to_owned(), &self.purpose.basis),
        ];
        let datasets = self.datasets.iter().enumerate();
        let reasons = datasets.flat_map(|(d, dataset)| {
            let fields = dataset.fields.iter().enumerate();
            fields.map(move |(f, field)| (format!("dataset.{d}.field.{f}.reason"), &field.reason))
        });
        own.into_iter().chain(reasons).flat_map(|(path, words)| {
            let both = [("zh-CN", &words.zh_cn), ("en", &words.en)];
            both.map(|(language, text)| (format!("{path}.{language}"), text.as_str()))
        })
    }
}

fn asked(dataset: &Asked) -> Result<(), Found> {
    unique("field", dataset.fields.iter().map(|field| &field.name))
        .map_err(|(slip, at)| (slip, format!("field.{at}.name")))?;
    code("dataset", &dataset.name).map_err(|slip| (slip, "name".into()))?;
    for (at, field) in dataset.fields.iter().enumerate() {
        code("field", &field.name).map_err(|slip| (slip, format!("field.{at}.name")))?;
        if field.reason.zh_cn.is_empty() || field.reason.en.is_empty() {
            let raw = format!("field {}: a reason in both languages", field.name);
            let slip = Slip::new("slip-reason", raw).with("word", &field.name);
            return Err((slip, format!("field.{at}.reason")));
        }
    }
    Ok(())
}

/// Codes become file names and keys of policy entries, so they are kept to plain letters.
fn code(what: &str, text: &str) -> Result<(), Slip> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let good = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= 64
        && text.bytes().all(plain);
    if good {
        return Ok(());
    }
    let raw = format!("{what} {text:?}: lower-case letters, digits and _ only, a letter first");
    let slip = Slip::new("slip-code", raw).with("word", what);
    Err(slip.with("value", text))
}

/// What could make a terminal or a reader show something other than what stands there.
/// Nor a line or a tab: it is one line's text.
fn is_hidden(c: char) -> bool {
    c.is_control() || text::hidden(c)
}

/// Which of the names, from 0, is empty or was there before.
fn unique<'a>(what: &str, names: impl Iterator<Item = &'a String>) -> Result<(), (Slip, usize)> {
    let mut seen = BTreeSet::new();
    for (at, name) in names.enumerate() {
        let slip = |key, why: &str| {
            let slip = Slip::new(key, format!("{what} {name:?}: {why}"));
            (slip.with("word", what).with("value", name), at)
        };
        if name.is_empty() || name.contains('\0') {
            return Err(slip("slip-empty", "empty"));
        }
        if !seen.insert(name) {
            return Err(slip("slip-two", "twice"));
        }
    }
    Ok(())
}
