//! One run of a plug-in on trial: what is given to it, what is seen of it, and when it is ended.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::super::child::load;
use super::super::child::probe::{ASKED, PEAK, Probe};
use super::super::host::{Export, Shared, Trial, converse};
use super::super::job::{Dataset, Job, Limits, Progress};
use super::super::manifest::Manifest;
use super::super::problem::Problem;
use super::bench::Bench;
use super::kept::Kept;
use super::sample::Row;
use crate::plugin::option;

/// When the trials' jobs say that they began: 2023-11-14, in microseconds since 1970.
pub const STARTED: i64 = 1_700_000_000_000_000;

/// A sample's files are not larger; they are held in memory.
const LARGEST: u64 = 256 << 20;

/// A trial with few rows takes no longer than so many times what is waited for a sign of life.
const LONGEST: u32 = 12;

/// One run to be made.
pub struct Try {
    pub probe: Probe,
    pub batch: u32,
    pub datasets: Vec<Dataset>,
    pub rows: Box<dyn Iterator<Item = Row> + Send>,
    pub count: u64,
    /// Columns are among them that the manifest doesn't declare.
    pub undeclared: bool,
    /// The bytes are counted and hashed, not kept.
    pub drop_bytes: bool,
    /// What every file has to say of itself; empty as for a real list.
    pub mark: &'static str,
}

/// A run that was made.
pub struct Ran {
    /// The files, or how it ended.
    pub files: Result<Vec<Vec<u8>>, Problem>,
    /// What the plug-in said on descriptor 2 and in its log.
    pub notes: Vec<String>,
    /// The library was loaded and is what the manifest says.
    pub loaded: bool,
    /// The most memory in use that was seen or, of a run that is asked for it, told; in bytes.
    pub peak: u64,
    /// How long it went on after the wish to stop, of its own time; nothing where that never came.
    pub went_on: Option<Duration>,
}

impl Ran {
    /// Whether the library is in: its constructors and its entry have been run, whatever that gave.
    pub fn is_in(&self) -> bool {
        let gave_nothing =
            |why: &str| [load::NO_PLUGIN, load::SHORT, load::NO_EXPORTER].contains(&why);
        match &self.files {
            _ if self.loaded => true,
            Ok(_) | Err(Problem::Mismatch { .. }) => true,
            Err(Problem::NotLoaded { why }) => gave_nothing(why),
            Err(_) => false,
        }
    }
}

/// What is seen of a run while it goes on.
#[derive(Default)]
struct Watched {
    notes: Vec<String>,
    peak: u64,
    /// When the wish to stop came, in the plug-in's own time.
    asked: OnceLock<Duration>,
}

/// How often is looked whether a plug-in that was asked to stop has to be made to.
const LOOK: Duration = Duration::from_millis(20);

impl Bench<'_> {
    /// Makes a run.
    pub fn run(&self, of: Try) -> Ran {
        self.run_within(of, self.wishes.limits.output)
    }

    /// Makes a run that may write so many bytes.
    pub fn run_within(&self, of: Try, output: u64) -> Ran {
        let (shared, mut watched) = (Shared::default(), Watched::default());
        let files = self.attempt(of, output, &shared, &mut watched);
        Ran {
            files,
            notes: watched.notes,
            loaded: shared.ready.load(Ordering::Relaxed),
            peak: watched.peak.max(shared.peak.load(Ordering::Relaxed)),
            went_on: watched
                .asked
                .get()
                .map(|asked| shared.own_time().saturating_sub(*asked)),
        }
    }

    fn attempt(
        &self,
        of: Try,
        output: u64,
        shared: &Shared,
        watched: &mut Watched,
    ) -> Result<Vec<Vec<u8>>, Problem> {
        let (manifest, library) = (self.manifest()?, self.library()?);
        let output = match of.drop_bytes {
            true => output,
            false => output.min(LARGEST),
        };
        let longest = match of.drop_bytes {
            true => self.wishes.limits.run,
            false => self.wishes.patience.saturating_mul(LONGEST),
        };
        let limits = Limits {
            stall: self.wishes.patience,
            run: longest.min(self.wishes.limits.run),
            output,
            // Of a run with many rows no line is kept but the child's own, which must not be lost.
            log_lines: match of.drop_bytes {
                true => usize::MAX,
                false => self.wishes.limits.log_lines,
            },
            ..self.wishes.limits.clone()
        };
        let mut kept = Kept::new(&manifest.outputs, output, of.drop_bytes);
        let export = Export {
            helper: self.wishes.helper,
            manifest,
            library,
            job: self.job(manifest, &of),
            folder: Path::new("/"),
            date: "20231114",
            area: "石桥镇",
            limits: &limits,
            seal: None,
        };
        let trial = Trial {
            probe: of.probe,
            batch: of.batch,
            undeclared: of.undeclared,
            shared: Some(shared),
        };
        let Watched { notes, peak, asked } = watched;
        let asked = &*asked;
        let tell = |progress| match progress {
            Progress::Note(note) if note == ASKED => {
                asked.get_or_init(|| shared.own_time());
            }
            Progress::Note(note) if note.starts_with(PEAK) => {
                *peak = note[PEAK.len()..].parse().unwrap_or(0);
            }
            Progress::Note(note) if !of.drop_bytes => notes.push(note),
            _ => {}
        };
        let (stop, over) = (AtomicBool::new(false), AtomicBool::new(false));
        std::thread::scope(|scope| {
            if matches!(of.probe, Probe::Cancel(_)) {
                scope.spawn(|| self.insist(asked, shared, (&stop, &over)));
            }
            let ran = converse(export, trial, of.rows, tell, &stop, &mut kept);
            over.store(true, Ordering::Relaxed);
            ran
        })?;
        Ok(kept.files())
    }

    /// Ends a run that goes on although it was asked to stop, and shows signs of life, so that silence
    /// doesn't end it.
    fn insist(
        &self,
        asked: &OnceLock<Duration>,
        shared: &Shared,
        (stop, over): (&AtomicBool, &AtomicBool),
    ) {
        while !over.load(Ordering::Relaxed) {
            let gone_on = |asked: &Duration| shared.own_time().saturating_sub(*asked);
            let late = |asked: &Duration| gone_on(asked) > self.wishes.grace;
            stop.fetch_or(asked.get().is_some_and(late), Ordering::Relaxed);
            std::thread::sleep(LOOK);
        }
    }

    fn job(&self, manifest: &Manifest, of: &Try) -> Job {
        let layout = self.subject.layout.as_deref().unwrap_or_default();
        let rows = of.count.to_string();
        let options = [
            (option::LAYOUT, layout),
            (option::TITLE, "试做"),
            (option::PLACE, "石桥镇"),
            (option::PURPOSE, manifest.purpose.name.zh_cn.as_str()),
            (option::ROWS, rows.as_str()),
            (option::FILTER, "全部"),
            (option::MADE_ON, "2023-11-14"),
            (option::CHAIN_HEAD, "0000"),
            (option::MARK, of.mark),
        ];
        let options = options.map(|(key, value)| (key.to_owned(), value.to_owned()));
        Job {
            job_id: "check".into(),
            agency: manifest.agency.clone(),
            purpose: manifest.purpose.code.clone(),
            locale: "zh-CN".into(),
            started_at: STARTED,
            options: options.into(),
            datasets: of.datasets.clone(),
        }
    }
}
