//! What would leave, shown whole before anything runs.

use super::super::columns::is_director;
use super::super::{Office, Problem, Query, Row, Where};
use super::catalogue::{CATALOGUE, DATASET, Reader, masked};
use super::{Agency, Leaving, Preview, hex};
use crate::domain::book::Kind;
use crate::plugin::Cell;
use crate::plugin::discover::{Found, discover};
use crate::schema::Words;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Office {
    /// The agencies that there is a plug-in for; plug-ins that can't be used are left out.
    pub fn agencies(&self) -> Vec<Agency> {
        discover(&self.setup().plugins)
            .0
            .iter()
            .map(agency)
            .collect()
    }

    /// What would leave for an agency; reads the library that would run.
    ///
    /// # Errors
    /// No such plug-in, nobody to send, or a plug-in that can't be used.
    pub fn preview(
        &self,
        words: &dyn Words,
        code: &str,
        wheres: &[String],
    ) -> Result<Preview, Problem> {
        let (all, refused) = discover(&self.setup().plugins);
        let Some(found) = all.iter().find(|f| f.manifest.agency == code) else {
            if let Some((_, problem)) = refused
                .into_iter()
                .find(|(folder, _)| folder.ends_with(code))
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
            agency: agency(&found),
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

fn agency(found: &Found) -> Agency {
    let name = &found.manifest.name;
    Agency {
        code: found.manifest.agency.clone(),
        names: [name.zh_cn.clone(), name.en.clone()],
    }
}
