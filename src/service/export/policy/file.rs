//! A policy file: strict TOML, so that a slip of the pen grants nothing that wasn't meant.

use super::super::super::Problem;
use super::super::catalogue::Table;
use crate::domain::grant::{Grant, RowScope, Transform};
use crate::domain::revocation::Revocation;
use crate::domain::signer::{POLICY, Signer};
use crate::plugin::is_opening_key;
use crate::plugin::signature::is_key;
use crate::plugin::slip;
use crate::schema::{Coded, Day, text};
use serde::Deserialize;
use std::collections::BTreeSet;

/// A policy file that is longer than this is none.
pub const MAX_BYTES: u64 = 64 << 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "grant", default)]
    grants: Vec<Entry>,
    #[serde(rename = "key", default)]
    keys: Vec<KeyEntry>,
    #[serde(rename = "revoked", default)]
    revoked: Vec<RevokedEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyEntry {
    agency: String,
    key: String,
    #[serde(default)]
    revoked: bool,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RevokedEntry {
    sha256: String,
    why: String,
    source: String,
}

/// What a policy file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyFile {
    /// Who gets what.
    pub grants: Vec<Grant>,
    /// Whose keys speak for whom, or no longer.
    pub signers: Vec<Signer>,
    /// Which plug-ins must not run any more.
    pub revoked: Vec<Revocation>,
}

impl PolicyFile {
    /// How many entries it has.
    pub fn entries(&self) -> usize {
        self.grants.len() + self.signers.len() + self.revoked.len()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    agency: String,
    purpose: String,
    dataset: String,
    fields: Vec<String>,
    rows: String,
    most: Option<i64>,
    until: Option<String>,
    #[serde(default)]
    second: bool,
    source: String,
}

/// What is wrong with an entry: the part of it, and the key of the sentence that says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong(&'static str, String);

impl Wrong {
    pub fn of(self, grant: &Grant) -> Problem {
        Problem::new(self.0)
            .with("entry", grant.entry())
            .with("what", self.1)
    }
}

/// Reads and checks the text of a policy file.
///
/// # Errors
/// Not TOML of this form; an entry twice; a dataset, field, scope or transform that there isn't.
pub fn parse(text: &str) -> Result<PolicyFile, Problem> {
    if text.len() as u64 > MAX_BYTES {
        return Err(Problem::new("policy-too-long").with("limit", MAX_BYTES / 1024));
    }
    let file: File = slip::read(text).map_err(|slip| Problem::slip("policy-unreadable", &slip))?;
    let (mut grants, mut seen) = (Vec::new(), BTreeSet::new());
    for entry in file.grants {
        let grant = read(entry)?;
        check(&grant).map_err(|why| why.of(&grant))?;
        if !seen.insert(grant.entry()) {
            return Err(Problem::new("policy-twice").with("entry", grant.entry()));
        }
        grants.push(grant);
    }
    let signers = file
        .keys
        .into_iter()
        .map(signer)
        .collect::<Result<Vec<_>, _>>()?;
    let mut keys = BTreeSet::new();
    for signer in &signers {
        // A key and its recall side by side, or twice: then nobody can say what holds.
        if !keys.insert((&signer.agency, &signer.key)) {
            let entry = format!("[[key]] {}", signer.agency);
            return Err(Problem::new("policy-twice").with("entry", entry));
        }
    }
    let revoked = file
        .revoked
        .into_iter()
        .map(revocation)
        .collect::<Result<_, _>>()?;
    let read = PolicyFile {
        grants,
        signers,
        revoked,
    };
    match read.entries() {
        0 => Err(Problem::new("policy-empty")),
        _ => Ok(read),
    }
}

fn signer(entry: KeyEntry) -> Result<Signer, Problem> {
    let wrong = |key, what: &str| Err(Problem::new(key).with("entry", "key").with("what", what));
    if !is_code(&entry.agency) {
        return wrong("policy-no-code", &entry.agency);
    }
    let opens = is_opening_key(entry.key.trim());
    // Nothing is ever sent to whoever hands out policies.
    if !(is_key(&entry.key) || opens && entry.agency != POLICY) {
        return wrong("policy-no-key", &entry.agency);
    }
    let source = text::clean(&entry.source);
    if source.is_empty() {
        return wrong("policy-no-source", "");
    }
    // One key has one spelling: capitals are allowed in those that open, and mean nothing.
    let key = match opens {
        true => entry.key.trim().to_ascii_lowercase(),
        false => entry.key.trim().to_owned(),
    };
    Ok(Signer {
        agency: entry.agency,
        key,
        revoked: Some(entry.revoked),
        source,
        ..Signer::default()
    })
}

fn revocation(entry: RevokedEntry) -> Result<Revocation, Problem> {
    let wrong = |key, what: &str| {
        Err(Problem::new(key)
            .with("entry", "revoked")
            .with("what", what))
    };
    let hex = |b: u8| b.is_ascii_hexdigit();
    if entry.sha256.len() != 64 || !entry.sha256.bytes().all(hex) {
        return wrong("policy-no-print", &entry.sha256);
    }
    let (why, source) = (text::clean(&entry.why), text::clean(&entry.source));
    if why.is_empty() || source.is_empty() {
        return wrong("policy-no-source", "");
    }
    Ok(Revocation {
        print: entry.sha256.to_ascii_lowercase(),
        why,
        source,
        ..Revocation::default()
    })
}

fn read(entry: Entry) -> Result<Grant, Problem> {
    let grant = Grant {
        agency: entry.agency,
        purpose: entry.purpose,
        dataset: entry.dataset,
        fields: entry.fields.join(" "),
        rows: RowScope::from_code(&entry.rows),
        most: entry.most,
        second: Some(entry.second),
        source: text::clean(&entry.source),
        ..Grant::default()
    };
    if grant.rows.is_none() {
        return Err(Wrong("policy-no-scope", entry.rows).of(&grant));
    }
    let until = match entry.until {
        None => None,
        Some(typed) => match Day::parse(&typed, None) {
            Some(day) => Some(day),
            None => return Err(Wrong("policy-no-day", typed).of(&grant)),
        },
    };
    Ok(Grant { until, ..grant })
}

/// Whether everything that a grant names is there.
pub(super) fn check(grant: &Grant) -> Result<(), Wrong> {
    for code in [&grant.agency, &grant.purpose] {
        if !is_code(code) {
            return Err(Wrong("policy-no-code", code.clone()));
        }
    }
    if grant.source.is_empty() {
        return Err(Wrong("policy-no-source", String::new()));
    }
    let table = Table::named(&grant.dataset);
    let table = table.ok_or_else(|| Wrong("policy-no-dataset", grant.dataset.clone()))?;
    let scope = grant.rows.unwrap_or(RowScope::All);
    if !table.scopes().contains(&scope) {
        return Err(Wrong("policy-no-scope-here", scope.code().to_owned()));
    }
    let fields = table.fields();
    let mut seen = BTreeSet::new();
    for field in grant.fields.split_whitespace() {
        let (name, transform) = match field.split_once(':') {
            Some((name, transform)) => (name, Some(transform)),
            None => (field, None),
        };
        if !fields.iter().any(|(known, _)| *known == name) {
            return Err(Wrong("policy-no-field", name.to_owned()));
        }
        if let Some(code) = transform
            && !Transform::from_code(code).is_some_and(|t| t.suits(name))
        {
            return Err(Wrong("policy-no-transform", field.to_owned()));
        }
        if !seen.insert(name) {
            return Err(Wrong("policy-field-twice", name.to_owned()));
        }
    }
    Ok(())
}

fn is_code(code: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    code.starts_with(|c: char| c.is_ascii_lowercase())
        && code.len() <= 64
        && code.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"[[grant]]
agency = "education"
purpose = "school_attendance"
dataset = "children"
rows = "school_need"
fields = ["name", "birth_day:age_band"]
until = "2027-12-31"
source = "县民政局〔2026〕9号"
"#;

    #[test]
    fn a_good_entry_is_read_whole() {
        let [grant] = &parse(GOOD).unwrap().grants[..] else {
            panic!("not one")
        };
        let granted = [("name", None), ("birth_day", Some(Transform::AgeBand))];
        assert_eq!(grant.granted(), granted);
        assert_eq!(grant.until, Day::from_ymd(2027, 12, 31));
        assert!(grant.ended(Day::from_ymd(2028, 1, 1).unwrap()));
        assert!(!grant.ended(Day::from_ymd(2027, 12, 31).unwrap()));
    }

    #[test]
    fn a_slip_grants_nothing_and_is_named() {
        for (from, to, key, what) in [
            ("agency", "agancy", "policy-unreadable", None),
            ("fields", "feilds", "policy-unreadable", None),
            (
                "\"education\"",
                "\"Education\"",
                "policy-no-code",
                Some("Education"),
            ),
            (
                "\"children\"",
                "\"childs\"",
                "policy-no-dataset",
                Some("childs"),
            ),
            (
                "\"school_need\"",
                "\"some\"",
                "policy-no-scope",
                Some("some"),
            ),
            ("\"name\"", "\"nmae\"", "policy-no-field", Some("nmae")),
            (
                ":age_band",
                ":age",
                "policy-no-transform",
                Some("birth_day:age"),
            ),
            (
                ":age_band",
                ":initials",
                "policy-no-transform",
                Some("birth_day:initials"),
            ),
            (
                "\"name\"",
                "\"birth_day\"",
                "policy-field-twice",
                Some("birth_day"),
            ),
            (
                "2027-12-31",
                "2027-13-31",
                "policy-no-day",
                Some("2027-13-31"),
            ),
            ("县民政局〔2026〕9号", " ", "policy-no-source", Some("")),
        ] {
            assert!(GOOD.contains(from), "{from}");
            let problem = parse(&GOOD.replace(from, to)).unwrap_err();
            assert_eq!(problem.key, key, "{to}");
            let told = problem.args.iter().find(|(name, _)| *name == "what");
            assert_eq!(told.map(|(_, text)| text.as_str()), what, "{to}");
        }
        assert_eq!(parse(&GOOD.repeat(2)).unwrap_err().key, "policy-twice");
        let long = format!("{GOOD}#{}", " ".repeat(70_000));
        assert_eq!(parse(&long).unwrap_err().key, "policy-too-long");
    }
}
