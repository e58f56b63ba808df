//! What a manifest that can be read must keep to all the same: codes, names, reasons, the ABI.

use std::collections::BTreeSet;

use super::{Asked, Manifest, Stock};
use crate::plugin::abi;
use crate::plugin::slip::Slip;
use crate::schema::text;

/// A slip, and what of the text it is about.
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
            code(what, text)?;
        }
        if self.id == Stock::Layout.id() {
            let raw = format!("id {:?}: the program's own library has it", self.id);
            let slip = Slip::new("slip-own-id", raw).with("value", &self.id);
            return Err((slip, self.id.clone()));
        }
        let plain = |b: u8| b.is_ascii_alphanumeric() || b".-+".contains(&b);
        if self.version.is_empty() || !self.version.bytes().all(plain) {
            let slip = Slip::new("slip-version", format!("version {:?}", self.version));
            let slip = slip.with("value", &self.version);
            return Err((slip, "version".into()));
        }
        let hashes = self.sha256.check(self.library.is_some());
        hashes.map_err(|slip| (slip, "[sha256]".into()))?;
        if self.datasets.is_empty() || self.outputs.is_empty() {
            let slip = Slip::new("slip-nothing", "at least one dataset and one output");
            return Err((slip, String::new()));
        }
        if let Some(text) = self.words().find(|text| text.chars().any(is_hidden)) {
            let slip = Slip::new(
                "slip-hidden",
                format!("{text:?}: a character that isn't seen"),
            );
            return Err((slip.with("value", text), text.to_owned()));
        }
        let datasets = self.datasets.iter();
        unique("dataset", datasets.map(|dataset| &dataset.name))?;
        self.datasets.iter().try_for_each(asked)?;
        let outputs = self.outputs.iter();
        unique("output", outputs.map(|output| &output.name))?;
        for output in &self.outputs {
            let named = output.file_name("date", "area");
            named.map_err(|slip| (slip, output.file.clone()))?;
        }
        Ok(())
    }

    /// Everything that people read.
    fn words(&self) -> impl Iterator<Item = &str> {
        let fields = self.datasets.iter().flat_map(|dataset| &dataset.fields);
        let reasons = fields.map(|field| &field.reason);
        let own = [&self.name, &self.purpose.name, &self.purpose.basis];
        let all = own.into_iter().chain(reasons);
        all.flat_map(|words| [words.zh_cn.as_str(), words.en.as_str()])
    }
}

fn asked(dataset: &Asked) -> Result<(), Found> {
    unique("field", dataset.fields.iter().map(|field| &field.name))?;
    code("dataset", &dataset.name)?;
    for field in &dataset.fields {
        code("field", &field.name)?;
        if field.reason.zh_cn.is_empty() || field.reason.en.is_empty() {
            let raw = format!("field {}: a reason in both languages", field.name);
            let slip = Slip::new("slip-reason", raw).with("word", &field.name);
            return Err((slip, format!("{:?}", field.name)));
        }
    }
    Ok(())
}

/// Codes become file names and keys of policy entries, so they are kept to plain letters.
fn code(what: &str, text: &str) -> Result<(), Found> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let good = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= 64
        && text.bytes().all(plain);
    if good {
        return Ok(());
    }
    let raw = format!("{what} {text:?}: lower-case letters, digits and _ only, a letter first");
    let slip = Slip::new("slip-code", raw)
        .with("word", what)
        .with("value", text);
    Err((slip, text.to_owned()))
}

/// What could make a terminal or a reader show something other than what stands there.
/// Nor a line or a tab: it is one line's text.
fn is_hidden(c: char) -> bool {
    c.is_control() || text::hidden(c)
}

fn unique<'a>(what: &str, names: impl Iterator<Item = &'a String>) -> Result<(), Found> {
    let mut seen = BTreeSet::new();
    for name in names {
        let slip = |key, why: &str| {
            let slip = Slip::new(key, format!("{what} {name:?}: {why}"));
            slip.with("word", what).with("value", name)
        };
        if name.is_empty() || name.contains('\0') {
            return Err((slip("slip-empty", "empty"), String::new()));
        }
        if !seen.insert(name) {
            return Err((slip("slip-two", "twice"), name.clone()));
        }
    }
    Ok(())
}
