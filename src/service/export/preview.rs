//! What would leave, shown whole before anything runs.

use super::super::plugins::{PassedOver, Standing, passed_over};
use super::super::{Office, Problem, Query, Row, Where};
use super::catalogue::{Source, Table};
use super::grant::{Granted, GrantedTable};
use super::leave::{Leaves, Rows, masked};
use super::{Agency, Leaving, Preview, Withheld, hex};
use crate::plugin::discover::Found;
use crate::plugin::{Manifest, manifest};
use crate::schema::{KeyClass, Words};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Office {
    /// The agencies that there is a plug-in for, and the folders that were passed over. Libraries are
    /// read only where `thoroughly`, which takes its time; of what can't be seen without, nothing is
    /// passed over here.
    pub fn agencies(&self, thoroughly: bool) -> (Vec<Agency>, Vec<PassedOver>) {
        let read = |found: &Found| Some(found.library().ok()?.sha256());
        let standing = |found: &Found| {
            let library = thoroughly.then(|| read(found)).flatten();
            // What can't be read can't be approved.
            let unread = thoroughly.then_some(Standing::New);
            self.standing(found, library).or(unread)
        };
        let (found, refused) = self.setup().discover();
        let agencies = found.iter().map(|one| self.agency(one, standing(one)));
        (agencies.collect(), passed_over(refused))
    }

    /// The agencies and purposes that some plug-in writes for.
    pub fn written_for(&self) -> BTreeSet<(String, String)> {
        let manifests = self.setup().discover().0.into_iter();
        let pair = |found: Found| (found.manifest.agency, found.manifest.purpose.code);
        manifests.map(pair).collect()
    }

    /// What would leave for an agency, or by the plug-in of this id; reads the library that would
    /// run. Of several for one agency, one that may run.
    ///
    /// # Errors
    /// No such plug-in, nobody to send, or a plug-in that can't be used.
    pub fn preview(
        &self,
        words: &dyn Words,
        code: &str,
        wheres: &[String],
    ) -> Result<Preview, Problem> {
        let (all, refused) = self.setup().discover();
        let may_run = |found: &Found| {
            let library = found.library().ok().map(|library| library.sha256());
            self.standing(found, library).is_some_and(|s| s.may_run())
        };
        let of_agency = || all.iter().filter(|f| f.manifest.agency == code);
        let named = all.iter().find(|f| f.manifest.id == code);
        let agencys = || of_agency().find(|f| may_run(f)).or(of_agency().next());
        let Some(found) = named.or_else(agencys) else {
            if let Some((_, problem)) = refused
                .into_iter()
                .find(|(folder, _)| folder.iter().any(|part| part == code))
            {
                return Err(problem.into());
            }
            let codes: Vec<&str> = all.iter().map(|f| f.manifest.agency.as_str()).collect();
            return Err(Problem::new("export-unknown-agency")
                .with("agency", code)
                .with("agencies", codes.join(" ")));
        };
        let found = found.clone();
        let library = found.library()?;
        let standing = self.standing(&found, Some(library.sha256()));
        let standing = standing.unwrap_or(Standing::New);
        let manifest = &found.manifest;
        let granted = self.granted_now(manifest)?;
        let leaves = self.leaves(&*words.chinese(), &granted, wheres)?;
        if leaves.rows() == 0 {
            return Err(Problem::new("export-no-rows"));
        }
        let (date, area) = (self.today().iso(), &self.place().code);
        let files = manifest.file_names(&date, area)?.into_values().collect();
        let keys = self.opening_keys(&manifest.agency);
        let file = manifest.sealed_name(&date, area, !keys.is_empty())?;
        let entry = |table: &GrantedTable| [table.grant.entry(), table.grant.source.clone()];
        Ok(Preview {
            agency: self.agency(&found, Some(standing.clone())),
            standing,
            purpose: pair(&manifest.purpose.name),
            basis: pair(&manifest.purpose.basis),
            leaving: leaves
                .tables
                .iter()
                .flat_map(|rows| leaving(words, rows))
                .collect(),
            withheld: granted
                .tables
                .iter()
                .flat_map(withheld)
                .chain(granted.dropped.iter().copied())
                .collect(),
            entries: granted.tables.iter().map(entry).collect(),
            rows: leaves.rows(),
            children: leaves.children,
            under_14: leaves.under_14,
            second: granted.second(),
            filter: wheres.join(" "),
            plugin: format!("{} {}", manifest.id, manifest.version),
            fingerprint: hex(&library.sha256()),
            files,
            file,
            keys,
            wheres: wheres.to_vec(),
            found,
            library,
            granted,
            leaves,
        })
    }

    /// What is granted to a plug-in today.
    ///
    /// # Errors
    /// As of [`Granted::of`].
    pub(in super::super) fn granted_now(&self, manifest: &Manifest) -> Result<Granted, Problem> {
        Granted::of(
            manifest,
            |key| self.granted(key).map(|(grant, _)| grant),
            |class| self.user().may(class) && !(self.read_only() && class == KeyClass::Cases),
            self.today(),
        )
    }

    /// Reads everything that is granted, of those rows that the conditions ask for.
    fn leaves(
        &self,
        words: &dyn Words,
        granted: &Granted,
        wheres: &[String],
    ) -> Result<Leaves, Problem> {
        let mut records = Vec::new();
        for table in granted.tables.iter().map(|table| table.table) {
            records.push((table, self.rows_behind(words, table, wheres)?));
        }
        let tables = self.tables();
        let source = Source {
            tables: &tables,
            today: self.today(),
            words,
            place: &self.place().code,
        };
        Leaves::of(granted, source, |table| {
            let found = records.iter().find(|(of, _)| *of == table);
            found.map_or(&[][..], |(_, rows)| rows.as_slice())
        })
    }

    /// The records behind a dataset's rows; statistics have none, and can't be narrowed.
    fn rows_behind(
        &self,
        words: &dyn Words,
        table: Table,
        wheres: &[String],
    ) -> Result<Vec<Arc<Row>>, Problem> {
        let Some(kind) = table.kind() else {
            return match wheres {
                [] => Ok(Vec::new()),
                _ => Err(Problem::new("export-no-filter").exit(2)),
            };
        };
        let wheres: Vec<Where> = wheres
            .iter()
            .map(|w| self.parse_where(kind, w))
            .collect::<Result<_, _>>()?;
        let query = Query {
            wheres,
            ..Query::default()
        };
        Ok(self.list(words, kind, &query).rows)
    }
}

/// The fields of a dataset that leave, each with three samples.
fn leaving(words: &dyn Words, rows: &Rows) -> Vec<Leaving> {
    let table = rows.granted.table;
    let fields = rows.granted.fields.iter().enumerate();
    fields
        .map(|(at, field)| {
            let samples = rows.cells.iter().take(3);
            Leaving {
                table,
                transform: field.transform,
                name: field.name,
                why: field.why.clone(),
                samples: samples
                    .map(|cells| masked(words, table, field, &cells[at]))
                    .collect(),
            }
        })
        .collect()
}

fn withheld(granted: &GrantedTable) -> Vec<Withheld> {
    let table = granted.table;
    let fields = granted.withheld.iter();
    fields
        .map(|(name, why)| Withheld {
            table,
            name,
            why: *why,
        })
        .collect()
}

pub(super) fn pair(words: &manifest::Words) -> [String; 2] {
    [words.zh_cn.clone(), words.en.clone()]
}
