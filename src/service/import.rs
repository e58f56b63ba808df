//! Bringing in the office's list of child directors: look, then do. What is looked at is what is
//! done; nothing is saved before, and all of it or nothing then.

use super::office::{chunks, put};
use super::transfer::directors::{self, Counts, Held, Outcome, Plan, Register};
use super::transfer::heading::{self, Columns};
use super::transfer::report;
use super::transfer::sheet::{self, Sheet};
use super::{Act, Office, Problem, Revision, Tables, folders};
use crate::domain::book::{Kind, Record};
use crate::schema::Words;
use std::path::{Path, PathBuf};

/// What an import would do.
pub struct Look {
    /// The file as it was read.
    pub sheet: Sheet,
    /// What its columns were taken for.
    pub columns: Columns,
    /// What each row would do.
    pub plan: Plan<Revision>,
}

/// One line of what is to be said about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The row's number in the file, from 1.
    pub row: usize,
    /// The name in it.
    pub name: String,
    /// Whether the row is taken all the same.
    pub taken: bool,
    /// The sentence, with the field's word before it.
    pub text: String,
}

impl Office {
    /// Reads a list and works out what each row would do; saves nothing.
    ///
    /// # Errors
    /// A file that can't be read, or one without names and villages.
    pub fn look(
        &self,
        file: &Path,
        sheet: Option<&str>,
        map: &[(String, String)],
    ) -> Result<Look, Problem> {
        let sheet = sheet::read(file, sheet)?;
        let columns = heading::find(&sheet, map)?;
        let tables = self.tables();
        let mut new_id = || self.setup().new_id();
        let plan = directors::plan(
            &sheet,
            &columns,
            &register(&tables),
            self.today(),
            &mut new_id,
        );
        drop(tables);
        Ok(Look {
            sheet,
            columns,
            plan,
        })
    }

    /// Saves what was looked at, as one act that one undo takes back. `progress` may stop it.
    ///
    /// # Errors
    /// A record was changed since the look; stopped; what the store refuses. Then nothing of it
    /// counts.
    pub fn take(
        &self,
        look: &Look,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Counts, Problem> {
        let items: Vec<_> = look
            .plan
            .changes()
            .into_iter()
            .map(|(_, id, base, record)| put(id, base, record))
            .collect();
        if !items.is_empty() {
            self.commit_group(Act::Import, "", chunks(items), progress)?;
        }
        Ok(look.plan.counts())
    }
}

impl Look {
    /// What is to be said about the rows: refusals and warnings, in the order of the file.
    pub fn remarks(&self, words: &dyn Words) -> Vec<Remark> {
        let mut remarks = Vec::new();
        for row in &self.plan.rows {
            let mut say = |taken: bool, text: String| {
                remarks.push(Remark {
                    row: row.row,
                    name: row.name.clone(),
                    taken,
                    text,
                });
            };
            if let Outcome::Refused(faults) = &row.outcome {
                for fault in faults {
                    let field = words.word(&field_key(fault.field));
                    let reason = fill(words, fault.reason.key(), &fault.reason.args());
                    let args = [("column", field.as_str()), ("reason", &reason)];
                    say(false, words.fill(report::LINE, &args));
                }
            }
            for warning in &row.warnings {
                say(true, fill(words, warning.key(), &warning.args()));
            }
        }
        remarks
    }

    /// Writes the refused rows with their reasons to a new file; says how many there were.
    ///
    /// # Errors
    /// The file is there already, or can't be written.
    pub fn report(&self, file: &Path, words: &dyn Words) -> Result<usize, Problem> {
        Ok(report::write(
            file,
            &self.sheet,
            &self.columns,
            &self.plan,
            words,
        )?)
    }

    /// Writes them beside the list, or to `home` where that folder can't be written (a CD, a
    /// locked stick), under a name that nothing has; says where, if there were any.
    ///
    /// # Errors
    /// It can be written in neither.
    pub fn report_beside(
        &self,
        list: &Path,
        home: &Path,
        words: &dyn Words,
    ) -> Result<Option<PathBuf>, Problem> {
        let beside = report_place(list, words);
        if let Ok(rows) = self.report(&beside, words) {
            return Ok((rows > 0).then_some(beside));
        }
        let at_home = report_in(home, list, words);
        self.report(&at_home, words)?;
        Ok(Some(at_home))
    }
}

/// The other sheets of a workbook, where the list may be; none of a text file.
pub fn other_sheets(file: &Path, than: Option<&str>) -> Vec<String> {
    sheet::read(file, than).map_or_else(|_| Vec::new(), |sheet| sheet.others)
}

/// Where the refused rows of a list would be written: beside it, under a name that nothing has.
pub fn report_place(list: &Path, words: &dyn Words) -> PathBuf {
    let folder = list.parent().unwrap_or(Path::new("/"));
    report_in(folder, list, words)
}

fn report_in(folder: &Path, list: &Path, words: &dyn Words) -> PathBuf {
    let stem = list.file_stem().unwrap_or_default().to_string_lossy();
    let name = words.fill("import-report-file", &[("name", &stem)]);
    folders::free_name(folder, &name, "xlsx")
}

/// The key of a field's word: the worker's, else the post's.
pub fn field_key(name: &str) -> String {
    let kind = if Kind::Worker.field_index(name).is_some() {
        Kind::Worker
    } else {
        Kind::Post
    };
    format!("field-{}-{name}", kind.name())
}

fn fill(words: &dyn Words, key: &str, args: &[(&'static str, String)]) -> String {
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    words.fill(key, &args)
}

fn register(tables: &Tables) -> Register<'_, Revision> {
    let mut register = Register {
        workers: Vec::new(),
        posts: Vec::new(),
        villages: Vec::new(),
    };
    for row in [Kind::Worker, Kind::Post, Kind::Village]
        .into_iter()
        .flat_map(|k| tables.live(k))
    {
        let (id, base) = (row.id, row.revision);
        match &row.record {
            Record::Worker(record) => register.workers.push(Held { id, base, record }),
            Record::Post(record) => register.posts.push(Held { id, base, record }),
            Record::Village(record) => register.villages.push((id, record)),
            _ => {}
        }
    }
    register
}
