//! What a plug-in is granted: declared in its manifest, and in the policy for its agency and purpose,
//! and what the user's role may see. Worked out once; preview, query, log and cover all take it from
//! here.

use super::super::Problem;
use super::Withheld;
use super::catalogue::Table;
use crate::domain::grant::{Grant, RowScope, Transform};
use crate::plugin::manifest::Asked;
use crate::plugin::{CellType, Manifest};
use crate::schema::{Coded, Day, KeyClass};
use sha2::{Digest, Sha256};

/// A field that leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantedField {
    /// Its place in the dataset.
    pub at: usize,
    /// Its name.
    pub name: &'static str,
    /// The type in which it leaves.
    pub ty: CellType,
    /// What is done to it.
    pub transform: Option<Transform>,
    /// Why the agency needs it, in Chinese and English.
    pub why: [String; 2],
}

/// Why a field stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    /// The plug-in doesn't ask for it.
    NotAsked,
    /// It is asked for, and the policy doesn't grant it.
    NotGranted,
}

/// What is granted of one dataset.
#[derive(Clone, Debug, PartialEq)]
pub struct GrantedTable {
    /// Which.
    pub table: Table,
    /// Fields that leave, in the order of the catalogue.
    pub fields: Vec<GrantedField>,
    /// Fields that don't, each with why.
    pub withheld: Vec<(&'static str, Stays)>,
    /// Which rows.
    pub rows: RowScope,
    /// The policy's entry.
    pub grant: Grant,
}

/// What is granted for one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Granted {
    /// Dataset by dataset, in the order of the manifest.
    pub tables: Vec<GrantedTable>,
    /// Fields of datasets of which nothing leaves.
    pub dropped: Vec<Withheld>,
}

impl Granted {
    /// Works it out. `policy` finds the entry of an agency, purpose and dataset; `may` says whether
    /// the user's role sees a class of records.
    ///
    /// # Errors
    /// A dataset or field that there isn't; something required that the policy or the role doesn't
    /// give, named with the policy's entry; nothing at all that could leave.
    pub fn of(
        manifest: &Manifest,
        policy: impl Fn((&str, &str, &str)) -> Option<Grant>,
        may: impl Fn(KeyClass) -> bool,
        today: Day,
    ) -> Result<Self, Problem> {
        let (mut tables, mut dropped) = (Vec::new(), Vec::new());
        for asked in &manifest.datasets {
            let table = Table::named(&asked.name);
            let table = table
                .ok_or_else(|| Problem::new("export-no-dataset").with("dataset", &asked.name))?;
            known(table, asked)?;
            let key = (&*manifest.agency, &*manifest.purpose.code, &*asked.name);
            let required: Vec<&str> = required(asked).collect();
            let refusal = match policy(key) {
                _ if !may(table.class()) => Some(Problem::new("export-not-yours").exit(4)),
                None => Some(Problem::new("export-not-granted")),
                Some(grant) if grant.ended(today) => {
                    let until = grant.until.map(|day| day.iso()).unwrap_or_default();
                    Some(Problem::new("export-grant-ended").with("until", until))
                }
                Some(grant) => match granted(table, asked, grant)? {
                    Some(given) => {
                        tables.push(given);
                        continue;
                    }
                    None => None,
                },
            };
            // What is only wished for is left out, and told; what is needed ends it.
            if let (Some(problem), false) = (refusal, required.is_empty()) {
                return Err(named(problem, key, &required));
            }
            dropped.extend(stays(table, asked));
        }
        if tables.is_empty() {
            return Err(Problem::new("export-nothing-granted").with("agency", &manifest.agency));
        }
        Ok(Self { tables, dropped })
    }

    /// What is asked for and not granted.
    pub fn ungranted(&self) -> impl Iterator<Item = &'static str> {
        let tables = self.tables.iter().flat_map(|table| &table.withheld);
        let dropped = self.dropped.iter().map(|stays| (stays.name, stays.why));
        let all = tables.copied().chain(dropped);
        all.filter_map(|(name, why)| (why == Stays::NotGranted).then_some(name))
    }

    /// Whether a second person has to confirm.
    pub fn second(&self) -> bool {
        self.tables.iter().any(|t| t.grant.second == Some(true))
    }

    /// SHA-256 of what the policy said, for the log.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for GrantedTable { grant, .. } in &self.tables {
            let until = grant.until.map(|day| day.iso()).unwrap_or_default();
            let most = grant.most.map(|most| most.to_string()).unwrap_or_default();
            let second = grant.second == Some(true);
            let rows = grant.rows.map_or("", RowScope::code).to_owned();
            let said = [grant.entry(), grant.fields.clone(), rows, most, until];
            hash.update(said.join("\n"));
            hash.update([u8::from(second), b'\n']);
        }
        hash.finalize().into()
    }
}

impl GrantedTable {
    /// The policy's entry as the log keeps it, with the rows that it gives:
    /// `education/school_attendance/children:school_need`.
    pub fn logged_entry(&self) -> String {
        use crate::schema::Coded;
        format!("{}:{}", self.grant.entry(), self.rows.code())
    }

    /// Its fields as the log keeps them: `children.birth_day:age_band`.
    pub fn logged(&self) -> impl Iterator<Item = String> {
        let dataset = self.table.name();
        self.fields.iter().map(move |field| match field.transform {
            None => format!("{dataset}.{}", field.name),
            Some(transform) => format!("{dataset}.{}:{}", field.name, transform.code()),
        })
    }
}

fn entry((agency, purpose, dataset): (&str, &str, &str)) -> String {
    format!("{agency}/{purpose}/{dataset}")
}

/// The fields without which there is no export.
fn required(asked: &Asked) -> impl Iterator<Item = &str> {
    let needed = asked.fields.iter().filter(|field| field.required);
    needed.map(|field| field.name.as_str())
}

/// Says of a refusal which field it is about, the first of these, which entry of the policy, and what
/// would be typed behind `policy grant` to give them all.
fn named(problem: Problem, key: (&str, &str, &str), lacking: &[&str]) -> Problem {
    let (agency, purpose, dataset) = key;
    let first = lacking.first().unwrap_or(&"");
    let all = lacking.join(" ");
    problem
        .with("entry", entry(key))
        .with("asked", format!("{dataset}.{first}"))
        .with("grant", format!("{agency} {purpose} {dataset} {all}"))
}

/// Every field of a dataset of which nothing leaves.
fn stays(table: Table, asked: &Asked) -> Vec<Withheld> {
    let wished = |name: &str| asked.fields.iter().any(|field| field.name == name);
    let why = |name| match wished(name) {
        true => Stays::NotGranted,
        false => Stays::NotAsked,
    };
    let names = table.fields().into_iter().map(|(name, _)| name);
    names
        .map(|name| Withheld {
            table,
            name,
            why: why(name),
        })
        .collect()
}

/// Whether every field that is asked for is one.
fn known(table: Table, asked: &Asked) -> Result<(), Problem> {
    let fields = table.fields();
    let strange = |name: &str| fields.iter().all(|(known, _)| *known != name);
    match asked.fields.iter().find(|field| strange(&field.name)) {
        None => Ok(()),
        Some(field) => Err(Problem::new("export-no-field")
            .with("dataset", table.name())
            .with("field", &field.name)),
    }
}

/// What a grant gives of what is asked for; nothing where no field is left.
fn granted(table: Table, asked: &Asked, grant: Grant) -> Result<Option<GrantedTable>, Problem> {
    let given = grant.granted();
    let is_given = |name: &str| given.iter().any(|(own, _)| *own == name);
    let lacking: Vec<&str> = required(asked).filter(|name| !is_given(name)).collect();
    if !lacking.is_empty() {
        let problem = Problem::new("export-field-not-granted");
        return Err(named(problem, grant.key(), &lacking));
    }
    let (mut fields, mut withheld) = (Vec::new(), Vec::new());
    for (at, (name, ty)) in table.fields().into_iter().enumerate() {
        let Some(wanted) = asked.fields.iter().find(|field| field.name == name) else {
            withheld.push((name, Stays::NotAsked));
            continue;
        };
        let Some((_, transform)) = given.iter().find(|(given, _)| *given == name) else {
            withheld.push((name, Stays::NotGranted));
            continue;
        };
        fields.push(GrantedField {
            at,
            name,
            ty: match transform {
                Some(Transform::AgeBand) => CellType::Text,
                _ => ty,
            },
            transform: *transform,
            why: [wanted.reason.zh_cn.clone(), wanted.reason.en.clone()],
        });
    }
    if fields.is_empty() {
        return Ok(None);
    }
    Ok(Some(GrantedTable {
        table,
        fields,
        withheld,
        rows: grant.rows.unwrap_or(RowScope::All),
        grant,
    }))
}

#[cfg(test)]
mod tests;
