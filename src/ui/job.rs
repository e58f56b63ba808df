//! Whatever can take 50 ms: it runs on a thread of its own, tells how far it is, and can be
//! stopped. A job never takes the keys.

use super::event::Event;
use crate::schema::Words;
use crate::service::backup::{BackedUp, Restored, size};
use crate::service::export::{Preview, Sent};
use crate::service::import::Look;
use crate::service::plugins::PluginView;
use crate::service::transfer::plan::Counts;
use crate::service::{NewCode, Office, Problem, Revision, Undone};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// What comes of a job. Data, so that a view can take it and a test can look at it.
pub enum Answer {
    /// Nothing but that it is done.
    Done,
    /// An office was unlocked.
    Opened(Arc<Office>),
    /// An office was made; its recovery code, to be shown once.
    Made(Arc<Office>, String),
    /// A list was read, and what it would do worked out.
    Looked(Arc<Look>),
    /// A workbook's sheet holds no list, and why; these are its other sheets.
    OtherSheets(Problem, Vec<String>),
    /// A list was taken; where its refused rows are, if there are any.
    Imported(Counts, Result<Option<PathBuf>, Problem>),
    /// What would leave.
    Previewed(Arc<Preview>),
    /// A plug-in was read, to be shown.
    Plugin(Box<PluginView>),
    /// The machine was looked at.
    Checked(Vec<crate::service::doctor::Line>),
    /// It has left.
    Sent(Sent),
    /// A backup was made and read back.
    BackedUp(BackedUp),
    /// An office came back from a backup, and is unlocked.
    Restored(Arc<Office>, Restored),
    /// A change was taken back.
    Undone(Undone),
    /// A new recovery code, to be put on paper.
    Coded(NewCode),
}

type Work = Box<dyn FnOnce(&Progress) -> Result<Answer, Problem> + Send>;

/// Work to be done beside the keys.
pub struct Job {
    /// Its word key, `job-…`.
    pub name: &'static str,
    work: Work,
}

impl Job {
    /// A job with the word key of its name.
    pub fn new(
        name: &'static str,
        work: impl FnOnce(&Progress) -> Result<Answer, Problem> + Send + 'static,
    ) -> Self {
        Self {
            name,
            work: Box::new(work),
        }
    }

    /// Takes back one change, or the last; an import of ten thousand rows takes a second.
    pub fn undo(office: Arc<Office>, revision: Option<Revision>, reason: String) -> Self {
        Self::new("job-undo", move |_| {
            let undone = office.undo_because(revision, &reason)?;
            Ok(Answer::Undone(undone))
        })
    }
}

/// Tells jobs apart.
pub type JobId = u64;

/// What part of its work a job is at, where it has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Rows are taken.
    Rows,
    /// Bytes are encrypted.
    Sealing,
}

impl Phase {
    /// What is done, of how much, in the phase's own unit.
    pub fn told(self, done: u64, all: u64, words: &dyn Words) -> String {
        let (key, unit): (_, fn(u64) -> String) = match self {
            Self::Rows => ("job-phase-rows", |rows| rows.to_string()),
            Self::Sealing => ("job-phase-sealing", size),
        };
        words.fill_with(key, &[("done", unit(done)), ("all", unit(all))])
    }
}

/// A job that is running, as views see it.
#[derive(Clone, Debug)]
pub struct Running {
    /// Which.
    pub id: JobId,
    /// Its word key.
    pub name: &'static str,
    /// Done and to do; nothing where that isn't known.
    pub state: Option<(u64, u64)>,
    /// The part of it that this is of.
    pub phase: Option<Phase>,
    cancel: Arc<AtomicBool>,
}

impl Running {
    /// Asks it to stop at the next good place.
    pub fn stop(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

/// Redraws for progress are no more frequent than this.
const EVERY: Duration = Duration::from_millis(250);

/// How a job tells how far it is.
pub struct Progress {
    id: JobId,
    events: Sender<Event>,
    cancel: Arc<AtomicBool>,
    told: Cell<Option<Instant>>,
    phase: Cell<Option<Phase>>,
}

impl Progress {
    /// The same of one part of the work; a new part is told at once.
    pub fn tell_of(&self, phase: Phase, done: u64, all: u64) -> bool {
        if self.phase.replace(Some(phase)) != Some(phase) {
            self.told.set(None);
            let _ = self.events.send(Event::Phase(self.id, phase));
        }
        self.tell(done, all)
    }

    /// So much of so much is done; whether to go on.
    pub fn tell(&self, done: u64, all: u64) -> bool {
        if self.told.get().is_none_or(|at| at.elapsed() >= EVERY) {
            self.told.set(Some(Instant::now()));
            // Nobody listens any more once the program ends.
            let _ = self.events.send(Event::Progress(self.id, done, all));
        }
        !self.cancel.load(Ordering::Relaxed)
    }

    /// Set once somebody asks it to stop, for work that looks by itself.
    pub fn cancelled(&self) -> &AtomicBool {
        &self.cancel
    }
}

/// Starts a job; its result comes as an event.
pub fn start(job: Job, id: JobId, events: Sender<Event>) -> Running {
    let cancel = Arc::new(AtomicBool::new(false));
    let progress = Progress {
        id,
        events: events.clone(),
        cancel: Arc::clone(&cancel),
        told: Cell::new(None),
        phase: Cell::new(None),
    };
    let name = job.name;
    std::thread::spawn(move || {
        // The panic hook has written down where; the screen goes on.
        let result = catch_unwind(AssertUnwindSafe(|| (job.work)(&progress)))
            .unwrap_or_else(|_| Err(Problem::new("problem-job-broke")));
        let _ = events.send(Event::Done(id, result));
    });
    Running {
        id,
        name,
        state: None,
        phase: None,
        cancel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_job_tells_answers_stops_and_survives_its_own_panic() {
        let (events, inbox) = channel();
        let job = Job::new("job-unlock", |progress: &Progress| {
            // Whoever hears it may stop the job before this returns, so what it says isn't asked.
            progress.tell(1, 4);
            while progress.tell(2, 4) {
                std::thread::yield_now();
            }
            Ok(Answer::Done)
        });
        let running = start(job, 7, events.clone());
        assert!(matches!(inbox.recv(), Ok(Event::Progress(7, 1, 4))));
        running.stop();
        let last = inbox.iter().find(|e| matches!(e, Event::Done(..)));
        assert!(matches!(last, Some(Event::Done(7, Ok(Answer::Done)))));

        start(
            Job::new("job-unlock", |_: &Progress| panic!("on purpose")),
            8,
            events,
        );
        let last = inbox.recv();
        assert!(matches!(last, Ok(Event::Done(8, Err(p))) if p.key == "problem-job-broke"));
    }
}
