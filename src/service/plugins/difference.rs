//! What a plug-in asks for beside what was approved: fields, and lines of its layout.

use crate::domain::plugin_trust::PluginTrust;
use crate::plugin::Manifest;
use crate::schema::text;
use std::collections::BTreeMap;

/// A field that is asked for otherwise than was approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldChange {
    /// It was not asked for.
    New,
    /// It was optional.
    Required,
    /// It was required.
    Optional,
}

impl FieldChange {
    /// Its code; its word has the key `trust-field-CODE`.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Required => "required",
            Self::Optional => "optional",
        }
    }
}

/// A field that a plug-in asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedLine {
    /// Of this dataset.
    pub dataset: String,
    /// Its name in the catalogue.
    pub name: String,
    /// Whether there is no export without it.
    pub required: bool,
    /// Why, in Chinese and English.
    pub why: [String; 2],
    /// What is other than approved.
    pub change: Option<FieldChange>,
}

/// A line of a manifest or layout that was added or taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedLine {
    /// Whether it is there now; otherwise it was there before.
    pub added: bool,
    /// Its text, without control characters.
    pub text: String,
}

/// Fields as they are stored with an approval.
pub(super) fn stored(fields: &[AskedLine]) -> String {
    let fields = fields.iter().map(|field| {
        let sign = if field.required { "!" } else { "" };
        format!("{}.{}{sign}", field.dataset, field.name)
    });
    fields.collect::<Vec<_>>().join(" ")
}

/// What was asked for, and whether it was required.
fn approved(trust: &PluginTrust) -> BTreeMap<&str, bool> {
    let one = |field| match str::strip_suffix(field, "!") {
        Some(field) => (field, true),
        None => (field, false),
    };
    trust.fields.split_whitespace().map(one).collect()
}

/// What a manifest asks for, beside an approval if there was one.
pub(super) fn asked(manifest: &Manifest, trust: Option<&PluginTrust>) -> Vec<AskedLine> {
    let before = trust.map(approved);
    let mut lines = Vec::new();
    for dataset in &manifest.datasets {
        for field in &dataset.fields {
            let key = format!("{}.{}", dataset.name, field.name);
            let change = before
                .as_ref()
                .and_then(|before| match before.get(key.as_str()) {
                    None => Some(FieldChange::New),
                    Some(was) if *was == field.required => None,
                    Some(true) => Some(FieldChange::Optional),
                    Some(false) => Some(FieldChange::Required),
                });
            lines.push(AskedLine {
                dataset: dataset.name.clone(),
                name: field.name.clone(),
                required: field.required,
                why: [field.reason.zh_cn.clone(), field.reason.en.clone()],
                change,
            });
        }
    }
    lines
}

/// The names of fields that were approved and are not asked for any more.
pub(super) fn gone(manifest: &Manifest, trust: &PluginTrust) -> Vec<String> {
    let now = asked(manifest, None);
    let there = |key: &str| {
        now.iter()
            .any(|field| format!("{}.{}", field.dataset, field.name) == key)
    };
    let gone = approved(trust).into_keys().filter(|key| !there(key));
    gone.map(|key| key.rsplit('.').next().unwrap_or(key).to_owned())
        .collect()
}

/// More pairs of lines than this aren't compared one by one.
const MOST_PAIRS: usize = 1 << 20;

/// The lines that differ, in the order of the file.
pub(super) fn lines(before: &str, now: &str) -> Vec<ChangedLine> {
    let (mut a, mut b): (Vec<_>, Vec<_>) = (before.lines().collect(), now.lines().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    a.drain(..same);
    b.drain(..same);
    while !a.is_empty() && a.last() == b.last() {
        a.pop();
        b.pop();
    }
    let line = |added, text: &str| ChangedLine {
        added,
        text: text.chars().map(shown).collect(),
    };
    let all = |lines: &[&str], added| lines.iter().map(|l| line(added, l)).collect::<Vec<_>>();
    if a.len() * b.len() > MOST_PAIRS {
        return [all(&a, false), all(&b, true)].concat();
    }
    // How many lines are the same from here on: the longest common subsequence.
    let wide = b.len() + 1;
    let mut common = vec![0usize; (a.len() + 1) * wide];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i * wide + j] = if a[i] == b[j] {
                common[(i + 1) * wide + j + 1] + 1
            } else {
                common[(i + 1) * wide + j].max(common[i * wide + j + 1])
            };
        }
    }
    let (mut i, mut j, mut changed) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
        } else if common[(i + 1) * wide + j] >= common[i * wide + j + 1] {
            changed.push(line(false, a[i]));
            i += 1;
        } else {
            changed.push(line(true, b[j]));
            j += 1;
        }
    }
    changed.extend(all(&a[i..], false));
    changed.extend(all(&b[j..], true));
    changed
}

/// A character as it may be shown.
pub(super) fn shown(c: char) -> char {
    if c.is_control() || text::hidden(c) {
        '\u{fffd}'
    } else {
        c
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_that_differ_are_told_and_no_others() {
        let told = |before, now| {
            let lines = lines(before, now).into_iter();
            let sign = |added| if added { '+' } else { '-' };
            lines
                .map(|l| format!("{}{}", sign(l.added), l.text))
                .collect::<Vec<_>>()
        };
        assert_eq!(told("a\nb\nc", "a\nb\nc"), Vec::<String>::new());
        assert_eq!(told("a\nb\nc\nd", "a\nx\nc\ny\nd"), ["-b", "+x", "+y"]);
        assert_eq!(told("", "a\u{1b}[2J"), ["+a\u{fffd}[2J"]);
        assert_eq!(told("", "a\u{202e}b"), ["+a\u{fffd}b"]);
        let many = "x\n".repeat(2000);
        assert_eq!(told(&many, &"y\n".repeat(2000)).len(), 4000);
    }
}
