//! The watcher: progress, time limits and the wish to stop, on the caller's thread.

use std::sync::atomic::Ordering::{Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use super::memory::Memory;
use super::own_time::OwnTime;
use super::spawn::{Ended, Helper};
use crate::plugin::job::{Limits, Progress};
use crate::plugin::problem::Problem;

/// How often the clock and the wish to stop are looked at.
const TICK: Duration = Duration::from_millis(20);

/// What the threads of a run know of each other.
#[derive(Default)]
pub struct Shared {
    /// Rows put into the pipe.
    pub sent: AtomicU64,
    /// All of them are.
    pub all_sent: AtomicBool,
    /// Rows that the plug-in has taken.
    pub taken: AtomicU64,
    /// Bytes that it has given.
    pub bytes: AtomicU64,
    /// Grows with every frame in either direction.
    pub life: AtomicU64,
    /// The caller is looking for a row.
    pub fetching: AtomicBool,
    /// The library is loaded and is what the manifest says.
    pub ready: AtomicBool,
    /// The most memory that it was seen to use, in bytes.
    pub peak: AtomicU64,
    /// The child's own time at the last look, in nanoseconds.
    pub own: AtomicU64,
    /// The run is over: pipes' ends give up.
    pub stop: AtomicBool,
}

impl Shared {
    /// The child's own time at the last look.
    pub fn own_time(&self) -> Duration {
        Duration::from_nanos(self.own.load(Relaxed))
    }

    /// Ends every blocked read and write.
    pub fn stop(&self) {
        self.stop.store(true, Release);
    }
}

/// What a thread tells the watcher.
pub enum Event {
    /// A line for technical staff.
    Note(String),
    /// The writer is through.
    Fed(Result<(), Problem>),
    /// The reader is through.
    Heard(Result<(), Problem>),
    /// The process has ended.
    Ended(Ended),
}

/// Waits for the end. `Ok` means: exit status 0 and nothing wrong said; whether Done was said is
/// for the caller to see.
pub fn watch(
    events: &Receiver<Event>,
    shared: &Shared,
    limits: &Limits,
    memory: &Memory,
    cancel: &AtomicBool,
    helper: &mut Helper,
    mut progress: impl FnMut(Progress),
) -> Result<(), Problem> {
    let begun = Instant::now();
    let mut clock = OwnTime::of(helper.pid());
    let (mut quiet, mut life, mut looked) = (Duration::ZERO, 0, None::<Instant>);
    let (mut heard, mut ended, mut ended_at, mut cancelled_at) =
        (false, None, begun, None::<Instant>);
    let mut told = (0, 0);
    loop {
        match events.recv_timeout(TICK) {
            Ok(Event::Note(note)) => progress(Progress::Note(note)),
            Ok(Event::Fed(done)) => done?,
            // A child that stops because it was asked to may say that it failed.
            Ok(Event::Heard(Err(_))) if cancelled_at.is_some() => return Err(Problem::Cancelled),
            Ok(Event::Heard(done)) => heard = done.map(|()| true)?,
            Ok(Event::Ended(how)) => (ended, ended_at) = (Some(how), Instant::now()),
            Err(_) => {}
        }
        let (rows, bytes) = (shared.taken.load(Relaxed), shared.bytes.load(Relaxed));
        if told != (rows, bytes) {
            told = (rows, bytes);
            progress(Progress::At { rows, bytes });
        }
        if let Some(how) = &ended
            && (heard || ended_at.elapsed() > limits.cancel_grace)
        {
            return match how {
                _ if cancelled_at.is_some() => Err(Problem::Cancelled),
                Ended::Exited(0) if heard => Ok(()),
                Ended::Exited(status) => Err(Problem::Unfinished {
                    status: status.to_string(),
                    rows,
                }),
                Ended::Killed(libc::SIGSYS) => Err(Problem::Forbidden { rows }),
                Ended::Killed(signal) => Err(Problem::Crashed {
                    signal: signal_name(*signal),
                    rows,
                }),
            };
        }
        if let Some(since) = cancelled_at {
            if since.elapsed() > limits.cancel_grace {
                return Err(Problem::Cancelled);
            }
        } else if cancel.load(Relaxed) {
            cancelled_at = Some(Instant::now());
            helper.cancel();
        }
        // Not at each word of who chatters.
        if looked.is_some_and(|at| at.elapsed() < TICK) {
            continue;
        }
        looked = Some(Instant::now());
        shared.peak.fetch_max(memory.look(rows)?, Relaxed);
        let own = clock.look();
        let nanos = u64::try_from(own.as_nanos()).unwrap_or(u64::MAX);
        shared.own.store(nanos, Relaxed);
        let now = shared.life.load(Relaxed);
        if now != life || shared.fetching.load(Relaxed) {
            (life, quiet) = (now, own);
        }
        if !shared.ready.load(Relaxed) && own > limits.load {
            return Err(Problem::LoadTimeout {
                seconds: limits.load.as_secs(),
            });
        }
        if own.saturating_sub(quiet) > limits.stall {
            return Err(Problem::Stalled {
                seconds: limits.stall.as_secs(),
                rows,
            });
        }
        if begun.elapsed() > limits.run {
            return Err(Problem::TooLong {
                seconds: limits.run.as_secs(),
                rows,
            });
        }
    }
}

fn signal_name(signal: i32) -> String {
    let named = [
        (4, "SIGILL"),
        (5, "SIGTRAP"),
        (6, "SIGABRT"),
        (7, "SIGBUS"),
        (8, "SIGFPE"),
        (9, "SIGKILL"),
        (11, "SIGSEGV"),
        (13, "SIGPIPE"),
        (15, "SIGTERM"),
        (24, "SIGXCPU"),
        (25, "SIGXFSZ"),
        (31, "SIGSYS"),
    ];
    let name = named
        .iter()
        .find(|(number, _)| *number == signal)
        .map(|(_, name)| name.to_string());
    name.unwrap_or_else(|| format!("signal {signal}"))
}
