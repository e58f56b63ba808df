//! What an agency may get, as a manifest that asks for it and a table that shows it.

use std::fmt::Write;

use super::unsaid;
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
    /// The columns of a layout.
    pub columns: String,
    /// The same in C and C++.
    pub code: String,
    pub sample: String,
}

/// Width of a column in characters, of which a 汉字 takes two; ours (本地默认). An ID number has 18.
const WIDTH: usize = 14;
const ID_WIDTH: usize = 22;

impl Profile {
    /// The roster, with which a plug-in begins for whom no policy names.
    pub fn roster(agency: &str) -> Profile {
        let both = |zh: &str, en: &str| Words {
            zh_cn: zh.into(),
            en: en.into(),
        };
        let field = |name: &str, heading: &str, required, reason| Wanted {
            name: name.into(),
            kind: match name {
                "post_from" => CellType::Day,
                _ => CellType::Text,
            },
            heading: heading.into(),
            required,
            reason,
        };
        Profile {
            name: both(&format!("{agency}：名册"), &format!("{agency}: roster")),
            purpose: Purpose {
                code: "roster".into(),
                name: unsaid::purpose("名册", "Roster"),
                basis: unsaid::basis(),
            },
            dataset: "roster".into(),
            fields: vec![
                field("name", "姓名", true, both("知道是谁", "Who it is")),
                field(
                    "role",
                    "类别",
                    true,
                    both("分清儿童主任和儿童督导员", "Child director or supervisor"),
                ),
                field(
                    "id_number",
                    "证件号码",
                    false,
                    both("同名的人分得开", "Tells namesakes apart"),
                ),
                field(
                    "village",
                    "村居",
                    true,
                    both("管哪个村", "In charge of which village"),
                ),
                field(
                    "phone",
                    "手机号",
                    false,
                    both("联系本人", "To reach the person"),
                ),
                field(
                    "post_from",
                    "任职日期",
                    false,
                    both("什么时候上任", "In post since when"),
                ),
            ],
        }
    }
}

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
            code: code(profile),
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
        let width = if field.name.ends_with("id_number") {
            ID_WIDTH
        } else {
            WIDTH
        };
        format!("[[sheet.column]]\nheading = {heading}\nfield = {name}\nwidth = {width}\n")
    };
    let columns: Vec<_> = profile.fields.iter().map(column).collect();
    columns.join("\n").trim_end().to_owned()
}

fn code(profile: &Profile) -> String {
    let column = |field: &Wanted| format!("    {{{:?}, {:?}}},", field.heading, field.name);
    let columns: Vec<_> = profile.fields.iter().map(column).collect();
    columns.join("\n")
}
