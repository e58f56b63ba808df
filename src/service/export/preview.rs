//! What would leave, shown whole before anything runs.

use super::super::columns::is_director;
use super::super::plugins::Standing;
use super::super::{Office, Problem, Query, Row, Where};
use super::catalogue::{CATALOGUE, DATASET, Reader, masked};
use super::{Agency, Leaving, Preview, hex};
use crate::domain::book::Kind;
use crate::plugin::Cell;
use crate::plugin::discover::Found;
use crate::schema::Words;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Office {
    /// The agencies that there is a plug-in for; plug-ins that can't be used are left out. Libraries
    /// are read only where `thoroughly`: that takes its time.
    pub fn agencies(&self, thoroughly: bool) -> Vec<Agency> {
        let read = |found: &Found| Some(found.library().ok()?.sha256());
        let standing = |found: &Found| {
            let library = thoroughly.then(|| read(found)).flatten();
            // What can't be read can't be approved.
            let unread = thoroughly.then_some(Standing::New);
            self.standing(found, library).or(unread)
        };
        let found = self.setup().discover().0;
        found
            .iter()
            .map(|found| agency(found, standing(found)))
            .collect()
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
        let people = self.people(words, wheres)?;
        if people.is_empty() {
            return Err(Problem::new("export-no-rows"));
        }
        let asked = found
            .manifest
            .datasets
            .iter()
            .filter(|d| d.name == DATASET)
            .flat_map(|d| &d.fields);
        let asked: BTreeMap<&str, [String; 2]> = asked
            .map(|f| {
                (
                    f.name.as_str(),
                    [f.reason.zh_cn.clone(), f.reason.en.clone()],
                )
            })
            .collect();
        let samples = self.samples(words, &people);
        let (leaving, withheld): (Vec<_>, Vec<_>) = CATALOGUE
            .iter()
            .enumerate()
            .partition(|(_, (name, ..))| asked.contains_key(name));
        let leaving = leaving.into_iter().map(|(i, (name, ..))| Leaving {
            name,
            why: asked[name].clone(),
            samples: samples
                .iter()
                .map(|cells| masked(name, &cells[i]))
                .collect(),
        });
        let manifest = &found.manifest;
        let (date, area) = (self.today().iso(), &self.place().code);
        let files = manifest.file_names(&date, area)?.into_values().collect();
        let zip = manifest.zip_name(&date, area)?;
        Ok(Preview {
            agency: agency(&found, Some(standing.clone())),
            standing,
            purpose: [
                manifest.purpose.name.zh_cn.clone(),
                manifest.purpose.name.en.clone(),
            ],
            basis: [
                manifest.purpose.basis.zh_cn.clone(),
                manifest.purpose.basis.en.clone(),
            ],
            leaving: leaving.collect(),
            withheld: withheld.into_iter().map(|(_, (name, ..))| *name).collect(),
            rows: people.len(),
            filter: wheres.join(" "),
            plugin: format!("{} {}", manifest.id, manifest.version),
            fingerprint: hex(&library.sha256()),
            files,
            zip,
            found,
            library,
            people,
        })
    }

    /// Workers in post (and those the conditions ask for), village by village.
    fn people(&self, words: &dyn Words, wheres: &[String]) -> Result<Vec<Arc<Row>>, Problem> {
        let wheres: Vec<Where> = wheres
            .iter()
            .map(|w| self.parse_where(Kind::Worker, w))
            .collect::<Result<_, _>>()?;
        let query = Query {
            wheres,
            ..Query::default()
        };
        let rows = self.list(words, Kind::Worker, &query).rows;
        let tables = self.tables();
        let workforce = tables.workforce();
        let today = self.today();
        let mut people: Vec<Arc<Row>> = rows
            .into_iter()
            .filter(|r| workforce.in_post(r.id, today))
            .collect();
        people.sort_by_key(|r| {
            (
                !is_director(&r.record),
                workforce.village_of(r.id, today),
                r.id,
            )
        });
        Ok(people)
    }

    fn samples(&self, words: &dyn Words, people: &[Arc<Row>]) -> Vec<Vec<Cell>> {
        let tables = self.tables();
        let reader = Reader::new(&tables, self.today(), words);
        let all: Vec<usize> = (0..CATALOGUE.len()).collect();
        let first = people.iter().take(3);
        first.filter_map(|row| reader.cells(row, &all)).collect()
    }
}

fn agency(found: &Found, standing: Option<Standing>) -> Agency {
    let name = &found.manifest.name;
    Agency {
        code: found.manifest.agency.clone(),
        names: [name.zh_cn.clone(), name.en.clone()],
        plugin: found.manifest.id.clone(),
        standing,
    }
}
