//! Where a plug-in is tried out: its rows, and what several tests look at is run once.

use std::sync::OnceLock;

use super::super::child::probe::Probe;
use super::super::job::{Cell, CellType, Dataset};
use super::super::library::Library;
use super::super::manifest::{Manifest, Output};
use super::super::problem::Problem;
use super::contents::{self, Contents};
use super::sample::{self, Row};
use super::trial::{Ran, Try};
use super::wishes::Wishes;
use super::{Finding, Needs, Subject};
use crate::plugin::frames::BATCH_ROWS;

/// Rows of a table in an ordinary trial.
const ROWS: u64 = 12;

/// Rows of a batch where there have to be several: what is kept of one is looked at in the next.
const SMALL: u32 = 5;

/// A plug-in, what is wanted, and what was run of it so far.
pub struct Bench<'a> {
    pub subject: &'a Subject,
    pub wishes: &'a Wishes<'a>,
    usual: OnceLock<Ran>,
    again: OnceLock<Ran>,
    batched: OnceLock<Ran>,
    calls: OnceLock<Ran>,
    few: OnceLock<Ran>,
    many: OnceLock<Ran>,
}

impl<'a> Bench<'a> {
    pub fn new(subject: &'a Subject, wishes: &'a Wishes<'a>) -> Bench<'a> {
        Bench {
            subject,
            wishes,
            usual: OnceLock::new(),
            again: OnceLock::new(),
            batched: OnceLock::new(),
            calls: OnceLock::new(),
            few: OnceLock::new(),
            many: OnceLock::new(),
        }
    }

    /// Whether a test that needs this makes sense; else what has to be right first.
    pub fn ready_for(&self, needs: Needs) -> Result<(), Finding> {
        if needs >= Needs::Manifest && self.subject.manifest.is_err() {
            return Err(first("package.manifest"));
        }
        if needs >= Needs::Library && self.subject.library.is_err() {
            return Err(first("package.library"));
        }
        if needs >= Needs::Loads && !self.usual().loaded {
            return Err(first("binary.loads"));
        }
        if needs >= Needs::Runs && self.usual().files.is_err() {
            return Err(first("life.usual"));
        }
        Ok(())
    }

    /// What it says of itself.
    pub fn manifest(&self) -> Result<&'a Manifest, Problem> {
        self.subject.manifest.as_ref().map_err(Clone::clone)
    }

    /// Its library.
    pub fn library(&self) -> Result<&'a Library, Problem> {
        self.subject.library.as_ref().map_err(Clone::clone)
    }

    /// The outputs that it declares.
    pub fn outputs(&self) -> &'a [Output] {
        let manifest = self.subject.manifest.as_ref();
        manifest.map_or(&[], |manifest| manifest.outputs.as_slice())
    }

    /// The tables with their declared columns; or only with those that are required.
    pub fn datasets(&self, only_required: bool) -> Vec<Dataset> {
        let manifest = self.subject.manifest.as_ref();
        let asked = manifest.map_or(&[][..], |manifest| &manifest.datasets);
        let made = asked.iter().map(|asked| {
            let fields = asked.fields.iter();
            let wanted = fields.filter(|field| field.required || !only_required);
            // One that the catalogue hasn't is a finding of its own; here it is a text.
            let kind = |name: &str| (self.wishes.catalogue)(&asked.name, name);
            let typed = wanted.map(|field| {
                let kind = kind(&field.name).unwrap_or(CellType::Text);
                (field.name.clone(), kind)
            });
            Dataset {
                name: asked.name.clone(),
                fields: typed.collect(),
                row_estimate: 0,
            }
        });
        made.collect()
    }

    /// An ordinary run with so many rows a table.
    pub fn of_rows(&self, count: u64) -> Try {
        self.of(self.datasets(false), count)
    }

    /// An ordinary run of these tables.
    pub fn of(&self, datasets: Vec<Dataset>, count: u64) -> Try {
        let rows = Box::new(sample::rows(&datasets, count, self.wishes.seed));
        Try {
            probe: Probe::None,
            batch: BATCH_ROWS,
            count: count.saturating_mul(datasets.len() as u64),
            datasets,
            rows,
            undeclared: false,
            drop_bytes: false,
            mark: "",
        }
    }

    /// A run of these tables with these rows.
    pub fn with(&self, datasets: Vec<Dataset>, rows: Vec<Row>) -> Try {
        let mut rows = rows;
        rows.sort_by_key(|(at, _)| *at);
        Try {
            count: rows.len() as u64,
            rows: Box::new(rows.into_iter()),
            ..self.of(datasets, 0)
        }
    }

    /// The ordinary run under a probe.
    pub fn probed(&self, probe: Probe) -> Ran {
        let of = self.of_rows(ROWS);
        self.run(Try { probe, ..of })
    }

    /// The ordinary run in several batches, under a probe.
    pub fn probed_in_batches(&self, probe: Probe) -> Ran {
        let (of, batch) = (self.of_rows(ROWS), SMALL);
        self.run(Try { probe, batch, ..of })
    }

    /// The ordinary run.
    pub fn usual(&self) -> &Ran {
        self.usual.get_or_init(|| self.run(self.of_rows(ROWS)))
    }

    /// The files of the ordinary run.
    pub fn usual_files(&self) -> Result<&[Vec<u8>], Finding> {
        let files = self.usual().files.as_ref();
        files.map(Vec::as_slice).map_err(|why| why.clone().into())
    }

    /// What is in the files of the ordinary run; passed over where they can't be read, which has a
    /// test of its own.
    pub fn usual_contents(&self) -> Result<Vec<Contents>, Finding> {
        let unreadable = |_| first("outputs.well_formed");
        self.read(self.usual_files()?).map_err(unreadable)
    }

    /// Whether these files are those of the ordinary run, to the byte; passed over where that is never
    /// twice the same.
    pub fn same_as_usual(&self, files: &[Vec<u8>]) -> Result<(), Finding> {
        self.same(self.usual_files()?, files)
    }

    /// Whether these files are those of the ordinary run in several batches.
    pub fn same_as_batched(&self, files: &[Vec<u8>]) -> Result<(), Finding> {
        let batched = || self.probed_in_batches(Probe::None);
        let own = self.batched.get_or_init(batched).files.as_ref();
        // What it doesn't bear without a probe is a finding of another test.
        let own = own.map_err(|_| first("life.batches"))?;
        self.same(own, files)
    }

    fn same(&self, own: &[Vec<u8>], files: &[Vec<u8>]) -> Result<(), Finding> {
        let Some(output) = self.differing(own, files) else {
            return Ok(());
        };
        match self.changes()? {
            Some(_) => Err(first("outputs.same")),
            None => {
                let args = vec![("output", output)];
                Err(Finding::fail("checked-cause-differs", args))
            }
        }
    }

    /// The first output that is another in a second ordinary run.
    pub fn changes(&self) -> Result<Option<String>, Finding> {
        let again = self.again.get_or_init(|| self.run(self.of_rows(ROWS)));
        let files = again.files.as_ref().map_err(Clone::clone)?;
        Ok(self.differing(self.usual_files()?, files))
    }

    fn differing(&self, own: &[Vec<u8>], files: &[Vec<u8>]) -> Option<String> {
        let mut named = self.outputs().iter().zip(own.iter().zip(files));
        let other = named.find(|(_, (own, other))| own != other);
        other.map(|(output, _)| output.name.clone())
    }

    /// Whether it asks for a column of text at all.
    pub fn asks_for_texts(&self) -> bool {
        let mut datasets = self.datasets(false).into_iter();
        datasets.any(|dataset| {
            dataset
                .fields
                .iter()
                .any(|(_, kind)| *kind == CellType::Text)
        })
    }

    /// Whether any text of the ordinary rows stands in its files.
    pub fn shows_texts(&self) -> Result<bool, Finding> {
        let contents = self.usual_contents()?;
        let rows = sample::rows(&self.datasets(false), ROWS, self.wishes.seed);
        let texts = rows
            .flat_map(|(_, cells)| cells)
            .filter_map(|cell| match cell {
                Cell::Text(text) if text.chars().count() > 2 => Some(text),
                _ => None,
            });
        let shown = |text: &String| contents.iter().any(|one| one.shows(text));
        Ok(texts.into_iter().any(|text| shown(&text)))
    }

    /// The run in which refused calls are told.
    pub fn calls(&self) -> &Ran {
        self.calls.get_or_init(|| self.probed(Probe::Calls))
    }

    /// The ordinary run, asked what memory it took.
    pub fn few(&self) -> &Ran {
        self.few.get_or_init(|| self.probed(Probe::Peak))
    }

    /// The run with many rows, asked the same.
    pub fn many(&self) -> &Ran {
        let probe = Probe::Peak;
        self.many
            .get_or_init(|| self.run(self.of_many(probe, self.wishes.rows)))
    }

    /// A run with more rows than are kept.
    pub fn of_many(&self, probe: Probe, rows: u64) -> Try {
        Try {
            probe,
            drop_bytes: true,
            ..self.of_rows(rows)
        }
    }

    /// What is in the files.
    pub fn read(&self, files: &[Vec<u8>]) -> Result<Vec<Contents>, Finding> {
        let all = self.outputs().iter().zip(files);
        let read = all.map(|(output, bytes)| {
            contents::read(output, bytes).map_err(|why| {
                let args = vec![("output", output.name.clone()), ("why", why)];
                Finding::fail("checked-cause-malformed", args)
            })
        });
        read.collect()
    }
}

/// Another test has to pass first.
pub fn first(test: &str) -> Finding {
    Finding::skip("checked-cause-first", vec![("test", test.into())])
}
