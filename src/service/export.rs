//! Sending data to an agency through its plug-in: what would leave, shown whole before anything
//! runs; the log entry first, then the run, then what came of it.

use super::columns::is_director;
use super::office::put;
use super::{Act, Office, Problem, Row, Where};
use crate::domain::book::{Kind, Record};
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::domain::worker::{WorkTime, Worker};
use crate::domain::workforce::FirstTraining;
use crate::plugin::discover::{Found, discover};
use crate::plugin::{self, Cell, CellType, Dataset, Job, Library, Progress, option};
use crate::schema::{Coded, Day, Id, TimeOfDay, Words, number};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// An agency that a plug-in writes for.
#[derive(Clone, Debug)]
pub struct Agency {
    /// Its code, which is typed to confirm.
    pub code: String,
    /// What the plug-in calls itself, in Chinese and English.
    pub names: [String; 2],
}

/// One field that would leave.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// Its name in the catalogue; its word has the key `export-field-NAME`.
    pub name: &'static str,
    /// Why the agency needs it, in Chinese and English.
    pub why: [String; 2],
    /// Three samples, masked.
    pub samples: Vec<String>,
}

/// Everything that would leave, before anything runs.
pub struct Preview {
    /// To whom.
    pub agency: Agency,
    /// What for, in Chinese and English.
    pub purpose: [String; 2],
    /// On what ground.
    pub basis: [String; 2],
    /// Fields that leave.
    pub leaving: Vec<Leaving>,
    /// Fields of the same records that don't.
    pub withheld: Vec<&'static str>,
    /// People.
    pub rows: usize,
    /// How they were chosen, as typed.
    pub filter: String,
    /// The plug-in's id and version.
    pub plugin: String,
    /// SHA-256 of the library that was read and will run.
    pub fingerprint: String,
    /// The names of the files.
    pub files: Vec<String>,
    found: Found,
    library: Library,
    people: Vec<Arc<Row>>,
}

/// What was typed to confirm.
#[derive(Clone, Debug, Default)]
pub struct Confirmation {
    /// The agency's code.
    pub code: String,
    /// The agency's code again, for files in clear.
    pub clear: String,
}

/// Files that were sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Where they are.
    pub files: Vec<PathBuf>,
    /// People in them.
    pub rows: u64,
}

/// The catalogue's one dataset so far: the real-name register.
const DATASET: &str = "roster";

/// A field of the catalogue: its name, its type, how it is read.
type Catalogued = (&'static str, CellType, fn(&Facts<'_>) -> Cell);

/// What a row of the register is made from.
struct Facts<'a> {
    worker: &'a Worker,
    village: String,
    since: Option<Day>,
    trained: Option<Day>,
    rotation: String,
    words: &'a dyn Words,
}

impl Facts<'_> {
    fn choice<T: Coded>(&self, choice: Option<T>) -> Cell {
        choice.map_or(Cell::Null, |c| {
            Cell::Text(self.words.word(&format!("choice-{}-{}", T::LIST, c.code())))
        })
    }
}

fn text(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Null
    } else {
        Cell::Text(text.to_owned())
    }
}

fn day(day: Option<Day>) -> Cell {
    day.map_or(Cell::Null, |d| Cell::Day(d.0))
}

/// Everything that a plug-in may ask of the register; what it doesn't ask for never leaves.
const CATALOGUE: &[Catalogued] = &[
    ("name", CellType::Text, |f| text(&f.worker.name)),
    ("role", CellType::Text, |f| f.choice(f.worker.role)),
    ("sex", CellType::Text, |f| f.choice(f.worker.sex)),
    ("birth_day", CellType::Day, |f| day(f.worker.birth_day)),
    ("id_number", CellType::Text, |f| text(&f.worker.id_number)),
    ("village", CellType::Text, |f| text(&f.village)),
    ("phone", CellType::Text, |f| text(&f.worker.phone)),
    ("post_from", CellType::Day, |f| day(f.since)),
    ("full_time", CellType::Bool, |f| {
        f.worker
            .work_time
            .map_or(Cell::Null, |t| Cell::Bool(t == WorkTime::Full))
    }),
    ("female_member", CellType::Bool, |f| {
        f.worker.female_member.map_or(Cell::Null, Cell::Bool)
    }),
    ("source", CellType::Text, |f| f.choice(f.worker.source)),
    ("first_training", CellType::Day, |f| day(f.trained)),
    ("certificate", CellType::Text, |f| {
        text(&f.worker.certificate)
    }),
    ("rotation", CellType::Text, |f| text(&f.rotation)),
    ("national_entered", CellType::Day, |f| {
        day(f.worker.national_entered)
    }),
    ("note", CellType::Text, |f| text(&f.worker.note)),
];

/// The names of the catalogue, for the words.
pub fn catalogue() -> impl Iterator<Item = &'static str> {
    CATALOGUE.iter().map(|(name, ..)| *name)
}

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
        let query = super::Query {
            wheres,
            ..super::Query::default()
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
        let all: Vec<usize> = (0..CATALOGUE.len()).collect();
        people
            .iter()
            .take(3)
            .map(|row| self.cells_of(words, row, &all))
            .collect()
    }

    /// The cells of one person under some fields of the catalogue.
    fn cells_of(&self, words: &dyn Words, row: &Row, fields: &[usize]) -> Vec<Cell> {
        let Record::Worker(worker) = &row.record else {
            return Vec::new();
        };
        let tables = self.tables();
        let workforce = tables.workforce();
        fields_of(
            words,
            &tables,
            &workforce,
            self.today(),
            row.id,
            worker,
            fields,
        )
    }

    /// Sends what was previewed, after both codes were typed. `progress` is told rows and bytes.
    ///
    /// # Errors
    /// Not confirmed; no such folder; the log can't be written; the plug-in or the disk failed.
    /// Then no file is there, and once something was begun, the log says why.
    pub fn send(
        &self,
        words: &dyn Words,
        preview: &Preview,
        confirmation: &Confirmation,
        folder: &Path,
        progress: &mut dyn FnMut(u64, u64),
        cancel: &AtomicBool,
    ) -> Result<Sent, Problem> {
        let code = &preview.agency.code;
        if confirmation.code.trim() != code {
            return Err(Problem::new("export-not-confirmed").with("agency", code));
        }
        // Encryption comes with the policy; until then everything is in clear and says so.
        if confirmation.clear.trim() != code {
            return Err(Problem::new("export-clear-not-confirmed").with("agency", code));
        }
        // Before the log says that something was begun.
        if !folder.is_dir() {
            let folder = folder.display();
            return Err(Problem::new("export-no-such-folder").with("folder", folder));
        }
        let (id, started) = self.begin(preview)?;
        let sent = self.run(words, preview, id, folder, progress, cancel);
        self.finish(id, started, &sent)?;
        sent.map(|report| Sent {
            files: report.files.into_iter().map(|f| f.path).collect(),
            rows: report.rows,
        })
        .map_err(Problem::from)
    }

    fn begin(&self, preview: &Preview) -> Result<(Id, Disclosure), Problem> {
        let disclosure = Disclosure {
            agency: preview.agency.code.clone(),
            purpose: format!("{} {}", preview.purpose[0], preview.basis[0]),
            day: Some(self.today()),
            time: Some(TimeOfDay::of_millis(self.now())),
            plugin: preview.plugin.clone(),
            library: preview.fingerprint.clone(),
            fields: preview
                .leaving
                .iter()
                .map(|l| l.name)
                .collect::<Vec<_>>()
                .join(" "),
            filter: preview.filter.clone(),
            rows: i64::try_from(preview.rows).ok(),
            children: Some(0),
            files: String::new(),
            clear: Some(true),
            state: Some(DisclosureState::Started),
            cause: String::new(),
            subjects: preview.people.iter().map(|r| r.id).collect(),
        };
        let id = self.setup().new_id();
        self.commit(
            Act::Disclose,
            "",
            vec![put(id, None, disclosure.clone().into())],
        )?;
        Ok((id, disclosure))
    }

    fn finish(
        &self,
        id: Id,
        mut disclosure: Disclosure,
        sent: &Result<plugin::Report, plugin::Problem>,
    ) -> Result<(), Problem> {
        match sent {
            Ok(report) => {
                disclosure.state = Some(DisclosureState::Sent);
                let name = |path: &Path| {
                    path.file_name()
                        .map_or_else(String::new, |n| n.to_string_lossy().into_owned())
                };
                let files = report
                    .files
                    .iter()
                    .map(|f| format!("{} {}", name(&f.path), hex(&f.sha256)));
                disclosure.files = files.collect::<Vec<_>>().join("\n");
            }
            Err(problem) => {
                disclosure.state = Some(DisclosureState::Failed);
                disclosure.cause = problem.key().to_owned();
            }
        }
        let base = self.row(Kind::Disclosure, id).map(|r| r.revision);
        self.commit(Act::Disclose, "", vec![put(id, base, disclosure.into())])?;
        Ok(())
    }

    /// Closes the log of exports that a power cut or a kill broke off; says how many there were.
    pub(super) fn settle_broken_exports(&self) -> Result<usize, Problem> {
        let open: Vec<(Id, Disclosure)> = self
            .tables()
            .all::<Disclosure>(Kind::Disclosure)
            .filter(|(_, d)| d.state == Some(DisclosureState::Started))
            .map(|(id, d)| (id, d.clone()))
            .collect();
        for (id, mut disclosure) in open.clone() {
            disclosure.state = Some(DisclosureState::Failed);
            disclosure.cause = "export-broken-off".to_owned();
            let base = self.row(Kind::Disclosure, id).map(|r| r.revision);
            self.commit(Act::Disclose, "", vec![put(id, base, disclosure.into())])?;
        }
        Ok(open.len())
    }

    fn run(
        &self,
        words: &dyn Words,
        preview: &Preview,
        id: Id,
        folder: &Path,
        progress: &mut dyn FnMut(u64, u64),
        cancel: &AtomicBool,
    ) -> Result<plugin::Report, plugin::Problem> {
        let manifest = &preview.found.manifest;
        let fields: Vec<usize> = CATALOGUE
            .iter()
            .enumerate()
            .filter(|(_, (name, ..))| preview.leaving.iter().any(|l| l.name == *name))
            .map(|(i, _)| i)
            .collect();
        let dataset = Dataset {
            name: DATASET.to_owned(),
            fields: fields
                .iter()
                .map(|i| (CATALOGUE[*i].0.to_owned(), CATALOGUE[*i].1))
                .collect(),
            row_estimate: preview.rows as u64,
        };
        let filter = if preview.filter.is_empty() {
            words.word("export-everybody")
        } else {
            preview.filter.clone()
        };
        let options = [
            (option::LAYOUT, preview.found.layout.clone()),
            (
                option::TITLE,
                words.fill(
                    "export-title",
                    &[("place", &self.place().name), ("name", &preview.purpose[0])],
                ),
            ),
            (option::PLACE, self.place().name.clone()),
            (option::PURPOSE, preview.purpose[0].clone()),
            (option::ROWS, preview.rows.to_string()),
            (option::FILTER, filter),
            (option::MADE_ON, self.today().iso()),
            (option::CHAIN_HEAD, self.head()),
            (
                option::MARK,
                if self.demo() {
                    words.word("demo-mark")
                } else {
                    String::new()
                },
            ),
        ];
        let job = Job {
            job_id: id.to_string(),
            agency: preview.agency.code.clone(),
            purpose: manifest.purpose.code.clone(),
            locale: "zh-CN".to_owned(),
            started_at: i64::try_from(self.now()).unwrap_or(0).saturating_mul(1000),
            options: options
                .into_iter()
                .map(|(k, v)| (k.to_owned(), v))
                .collect(),
            datasets: vec![dataset],
        };
        let export = plugin::Export {
            helper: &self.setup().helper,
            manifest,
            library: &preview.library,
            job,
            folder,
            date: &self.today().iso(),
            area: &self.place().code,
            limits: &self.setup().plugin_limits,
        };
        let tables = self.tables();
        let workforce = tables.workforce();
        let today = self.today();
        let rows: Vec<(usize, Vec<Cell>)> = preview
            .people
            .iter()
            .filter_map(|row| {
                let Record::Worker(worker) = &row.record else {
                    return None;
                };
                Some((
                    0,
                    fields_of(words, &tables, &workforce, today, row.id, worker, &fields),
                ))
            })
            .collect();
        drop(workforce);
        drop(tables);
        let mut tell = |p: Progress| {
            if let Progress::At { rows, bytes } = p {
                progress(rows, bytes);
            }
        };
        plugin::run(export, rows.into_iter(), &mut tell, cancel)
    }
}

fn fields_of(
    words: &dyn Words,
    tables: &super::Tables,
    workforce: &crate::domain::workforce::Workforce<'_>,
    today: Day,
    id: Id,
    worker: &Worker,
    fields: &[usize],
) -> Vec<Cell> {
    let village = workforce.village_of(id, today);
    let state = workforce.year_state(id, today.year(), today);
    let posts = workforce
        .posts_of(id)
        .iter()
        .filter(|(_, p)| p.holds_on(today));
    let facts = Facts {
        worker,
        village: village.map_or_else(String::new, |v| tables.label(Kind::Village, v)),
        since: posts.filter_map(|(_, p)| p.from).min(),
        trained: match workforce.first_training(id) {
            FirstTraining::Passed(day) => Some(day),
            _ => None,
        },
        rotation: words.word(&format!("choice-year-state-{}", state.code())),
        words,
    };
    fields.iter().map(|i| (CATALOGUE[*i].2)(&facts)).collect()
}

fn agency(found: &Found) -> Agency {
    let name = &found.manifest.name;
    Agency {
        code: found.manifest.agency.clone(),
        names: [name.zh_cn.clone(), name.en.clone()],
    }
}

/// A sample that shows what the field is like and not whose it is.
fn masked(name: &str, cell: &Cell) -> String {
    match cell {
        Cell::Null => "-".to_owned(),
        Cell::Bool(b) => if *b { "+" } else { "-" }.to_owned(),
        Cell::Int(n) | Cell::Time(n) => n.to_string(),
        Cell::Day(d) => format!("{}-**-**", Day(*d).year()),
        Cell::Text(t) => match name {
            "id_number" => number::mask_id(t),
            "phone" => number::mask_phone(t),
            "role" | "sex" | "village" | "source" | "rotation" => t.clone(),
            _ => t
                .chars()
                .next()
                .map_or_else(String::new, |first| format!("{first}**")),
        },
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
