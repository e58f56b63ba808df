//! What an agency may get, as a manifest that asks for it and a table that shows it.

use std::fmt::Write;

use crate::plugin::CellType;
use crate::plugin::check::sample_csv;
use crate::plugin::manifest::{Purpose, Words};

/// A purpose for which an agency may get a table.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The plug-in's name, for people.
    pub name: Words,
    /// What for, and by what right.
    pub purpose: Purpose,
    /// The table.
    pub dataset: String,
    /// What of it.
    pub fields: Vec<Wanted>,
}

/// A field that it may get.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Its name in the catalogue.
    pub name: String,
    /// What it holds.
    pub kind: CellType,
    /// The heading of its column.
    pub heading: String,
    /// Without it there is no export.
    pub required: bool,
    /// Why.
    pub reason: Words,
}

/// What is put into the templates.
pub struct Filled {
    pub name: String,
    pub dataset: String,
    pub sheet: String,
    pub asks: String,
    pub columns: String,
    pub sample: String,
}

/// Width of a column in characters, of which a 汉字 takes two; ours (本地默认).
const WIDTH: usize = 14;

impl Filled {
    /// Of what is granted.
    pub fn of(profile: &Profile) -> Filled {
        let fields = profile.fields.iter();
        let typed: Vec<_> = fields
            .map(|field| (field.name.clone(), field.kind))
            .collect();
        Filled {
            name: words(&profile.name),
            dataset: profile.dataset.clone(),
            sheet: "名单".into(),
            asks: asks(profile),
            columns: columns(profile),
            sample: sample_csv(&profile.dataset, typed),
        }
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn words(words: &Words) -> String {
    let (zh, en) = (quoted(&words.zh_cn), quoted(&words.en));
    format!("{{ zh-CN = {zh}, en = {en} }}")
}

/// The manifest's part on the purpose and the fields.
fn asks(profile: &Profile) -> String {
    let purpose = &profile.purpose;
    let mut text = format!(
        "[purpose]\ncode = {}\nname = {}\nbasis = {}\n\n[[dataset]]\nname = {}\n",
        quoted(&purpose.code),
        words(&purpose.name),
        words(&purpose.basis),
        quoted(&profile.dataset),
    );
    for field in &profile.fields {
        let required = if field.required {
            "required = true\n"
        } else {
            ""
        };
        let (name, reason) = (quoted(&field.name), words(&field.reason));
        // To a String nothing fails.
        let _ = write!(
            text,
            "\n[[dataset.field]]\nname = {name}\n{required}reason = {reason}\n"
        );
    }
    text.trim_end().to_owned()
}

fn columns(profile: &Profile) -> String {
    let column = |field: &Wanted| {
        let (heading, name) = (quoted(&field.heading), quoted(&field.name));
        format!("[[sheet.column]]\nheading = {heading}\nfield = {name}\nwidth = {WIDTH}\n")
    };
    let columns: Vec<_> = profile.fields.iter().map(column).collect();
    columns.join("\n").trim_end().to_owned()
}
