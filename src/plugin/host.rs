//! The parent's side of a run: start the child, feed it, hear it, watch it, judge it.
//!
//! Success is proved here and not claimed by the child: every row went into the pipe, Done came
//! after the last with the number that stood behind them, every declared output was opened and
//! closed, the pipe reached its end, and the exit status is 0. Only then do files get names.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc;
use std::thread;

use super::built;
use super::child::probe::Probe;
use super::frames::BATCH_ROWS;
use super::job::{Cell, Job, Limits, Progress};
use super::library::Library;
use super::manifest::Manifest;
use super::output::{Made, Planned, Staging};
use super::parcel::{Inside, Parcel, Seal};
use super::pipes::End;
use super::problem::Problem;
use super::talk::{Sink, Talk};

mod feed;
mod hear;
mod memory;
mod own_time;
mod spawn;
mod watch;

use memory::Memory;
use spawn::Helper;
use watch::Event;
pub(super) use watch::Shared;

/// One run, as the service layer orders it.
pub struct Export<'a> {
    /// The program that is started with `plugin-host`: `/proc/self/exe`, or a test's binary.
    pub helper: &'a Path,
    /// What was declared; the run holds the plug-in to it.
    pub manifest: &'a Manifest,
    /// What is loaded.
    pub library: &'a Library,
    /// What for.
    pub job: Job,
    /// Where the files appear.
    pub folder: &'a Path,
    /// `{date}` in the files' names.
    pub date: &'a str,
    /// `{area}` in the files' names.
    pub area: &'a str,
    /// How long and how much.
    pub limits: &'a Limits,
    /// All files in one encrypted ZIP; without it, each in clear.
    pub seal: Option<Seal<'a>>,
}

/// A run that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The files that appeared, as the manifest orders them, or the ZIP.
    pub files: Vec<Made>,
    /// What is in the ZIP, beside its cover sheet.
    pub inside: Vec<Inside>,
    /// Rows that were sent and taken.
    pub rows: u64,
}

/// Where the files of `export` will be; for the preview. Refuses names that can't be.
pub fn paths(
    manifest: &Manifest,
    folder: &Path,
    date: &str,
    area: &str,
) -> Result<Vec<PathBuf>, Problem> {
    Ok(planned(manifest, date, area)?
        .into_iter()
        .map(|plan| folder.join(plan.file))
        .collect())
}

fn planned(manifest: &Manifest, date: &str, area: &str) -> Result<Vec<Planned>, Problem> {
    let names = manifest.file_names(date, area)?;
    let plan = |output: &super::manifest::Output| {
        let file = names[&output.name].clone();
        Planned {
            name: output.name.clone(),
            file,
            max_bytes: output.max_bytes,
        }
    };
    Ok(manifest.outputs.iter().map(plan).collect())
}

/// Runs a plug-in over rows, which come with the number of their dataset, datasets in order.
/// `progress` is called on this thread; `cancel` may be set from anywhere.
///
/// # Errors
/// Whatever the [`Problem`], no file has appeared and no other was touched.
pub fn run(
    export: Export<'_>,
    rows: impl Iterator<Item = (usize, Vec<Cell>)> + Send,
    progress: impl FnMut(Progress),
    cancel: &AtomicBool,
) -> Result<Report, Problem> {
    let library = export.library;
    ran(export, rows, progress, cancel).map_err(|problem| explained(problem, library))
}

/// Where it lies in what a library was built for that it can't be loaded, the loader's words say little.
fn explained(problem: Problem, library: &Library) -> Problem {
    let is_load = matches!(problem, Problem::NotLoaded { .. });
    let bytes = is_load.then(|| library.bytes().ok()).flatten();
    match bytes.and_then(|bytes| built::misbuilt(&bytes)) {
        Some(why) => Problem::Misbuilt { why },
        None => problem,
    }
}

fn ran(
    export: Export<'_>,
    rows: impl Iterator<Item = (usize, Vec<Cell>)> + Send,
    mut progress: impl FnMut(Progress),
    cancel: &AtomicBool,
) -> Result<Report, Problem> {
    let (manifest, folder, limit) = (export.manifest, export.folder, export.limits.output);
    let plans = planned(manifest, export.date, export.area)?;
    let Some(seal) = export.seal else {
        let mut staging = Staging::new(folder, plans, limit)?;
        let rows = converse(
            export,
            Trial::default(),
            rows,
            progress,
            cancel,
            &mut staging,
        )?;
        return Ok(Report {
            files: staging.publish()?,
            inside: Vec::new(),
            rows,
        });
    };
    let mut parcel = Parcel::new(folder, seal.file, plans, limit)?;
    let day = export.job.started_at;
    let rows = converse(
        export,
        Trial::default(),
        rows,
        &mut progress,
        cancel,
        &mut parcel,
    )?;
    let mut told = |done, all| progress(Progress::Sealing { done, all });
    let (files, inside) = parcel.seal(seal, day, &mut told, cancel)?;
    Ok(Report {
        files,
        inside,
        rows,
    })
}

/// What a trial of `plugin check` changes; a real run changes nothing.
#[derive(Clone, Copy)]
pub(super) struct Trial<'a> {
    /// For the plug-in.
    pub probe: Probe,
    /// Rows in a batch.
    pub batch: u32,
    /// Columns may come that the manifest doesn't declare.
    pub undeclared: bool,
    /// Where everything about the run is kept, for who wants to know more than how it ended.
    pub shared: Option<&'a Shared>,
}

impl Default for Trial<'_> {
    fn default() -> Self {
        Trial {
            probe: Probe::None,
            batch: BATCH_ROWS,
            undeclared: false,
            shared: None,
        }
    }
}

/// The run itself, until success is proved; the rows that were taken.
pub(super) fn converse(
    export: Export<'_>,
    trial: Trial<'_>,
    rows: impl Iterator<Item = (usize, Vec<Cell>)> + Send,
    mut progress: impl FnMut(Progress),
    cancel: &AtomicBool,
    sink: &mut (impl Sink + Send),
) -> Result<u64, Problem> {
    let Export {
        manifest, limits, ..
    } = export;
    if !trial.undeclared {
        manifest.covers(&export.job.datasets)?;
    }
    if let Some(text) = export.job.cut_short() {
        return Err(Problem::Rows {
            why: format!("{text:?} has a NUL in it"),
        });
    }
    let mut nonce = [0; 16];
    let cant_start = |why: &dyn std::fmt::Display| Problem::NoHelper {
        why: why.to_string(),
    };
    getrandom::fill(&mut nonce).map_err(|why| cant_start(&why))?;
    let identity = manifest.identity();
    let names = manifest
        .outputs
        .iter()
        .map(|output| output.name.clone())
        .collect();
    let mut talk = Talk::new(identity.clone(), names, nonce);
    let memory = limits.memory.min(
        manifest
            .limits
            .memory_mib
            .map_or(u64::MAX, |mib| mib.saturating_mul(1 << 20)),
    );
    let start = super::frames::Start {
        job: export.job,
        identity,
        memory,
        probe: trial.probe,
    };

    let own = Shared::default();
    let shared = trial.shared.unwrap_or(&own);
    let mut helper =
        Helper::spawn(export.helper, export.library).map_err(|why| cant_start(&why))?;
    let end = |fd| End::new(fd, &shared.stop).map_err(|why| cant_start(&why));
    let (input, output, errors) = (
        end(helper.input()?)?,
        end(helper.output()?)?,
        end(helper.errors()?)?,
    );
    let pid = helper.pid();
    let memory = Memory::of(pid, memory).map_err(|why| cant_start(&why))?;

    thread::scope(|scope| {
        let (events, heard) = mpsc::channel();
        let talk = &mut talk;
        let send = events.clone();
        scope.spawn(move || {
            send.send(Event::Fed(feed::feed(
                input,
                &start,
                (nonce, trial.batch),
                rows,
                shared,
            )))
        });
        let send = events.clone();
        scope.spawn(move || {
            send.send(Event::Heard(hear::hear(
                output,
                talk,
                sink,
                shared,
                limits.log_lines,
                &send,
            )))
        });
        let send = events.clone();
        scope.spawn(move || hear::errors(errors, &send));
        let send = events.clone();
        scope.spawn(move || send.send(Event::Ended(spawn::ended(pid))));
        let asked = manifest.limits.run_seconds;
        let asked = asked.map_or(limits.run, std::time::Duration::from_secs);
        let limits = &Limits {
            run: limits.run.min(asked),
            ..limits.clone()
        };
        let verdict = watch::watch(
            &heard,
            shared,
            limits,
            &memory,
            cancel,
            &mut helper,
            &mut progress,
        );
        // Whoever is still blocked sees this: the pipes' ends by the flag, the last by the kill.
        helper.kill();
        shared.stop();
        // What the plug-in said last is what explains its end.
        drop(events);
        for event in heard {
            if let Event::Note(note) = event {
                progress(Progress::Note(note));
            }
        }
        verdict
    })?;
    if !talk.done() {
        return Err(Problem::Unfinished {
            status: "0".into(),
            rows: talk.taken(),
        });
    }
    Ok(talk.taken())
}
