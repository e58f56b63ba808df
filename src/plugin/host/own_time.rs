//! The child's own time: what has gone by, less what its threads waited for a processor while others
//! had them. On a busy computer nobody is to be called stuck who only doesn't get a turn.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::Pid;

/// In no stretch of time does the clock run slower than by so many times, with however many threads
/// somebody crowds itself out.
const MOST: u32 = 10;

/// Of so many threads the waiting is looked at, each time.
const THREADS: usize = 64;

/// A clock that goes slower while the child waits, and never back.
pub struct OwnTime {
    begun: Instant,
    /// What it showed at the last look, and how long after the beginning that was.
    shown: (Duration, Duration),
    /// One folder for each thread.
    tasks: PathBuf,
    /// What each thread had waited at the last look, in nanoseconds.
    before: BTreeMap<PathBuf, u64>,
    /// What was waited and isn't taken off yet: the kernel tells of a long wait only when it is over.
    waited: Duration,
}

impl OwnTime {
    /// From now on, of the process with this id, which must not be reaped before.
    pub fn of(pid: Pid) -> OwnTime {
        OwnTime {
            begun: Instant::now(),
            shown: Default::default(),
            tasks: format!("/proc/{}/task", pid.as_raw_nonzero()).into(),
            before: BTreeMap::new(),
            waited: Duration::ZERO,
        }
    }

    /// What time it is. To be asked often: of a thread that has ended in between nothing is known.
    pub fn look(&mut self) -> Duration {
        let tasks = fs::read_dir(&self.tasks).into_iter().flatten().flatten();
        let now = tasks.take(THREADS).filter_map(|task| {
            let path = task.path();
            Some((waited(&path)?, path))
        });
        let now: BTreeMap<PathBuf, u64> = now.map(|(waited, path)| (path, waited)).collect();
        let since = |(path, all): (&PathBuf, &u64)| {
            all.saturating_sub(self.before.get(path).copied().unwrap_or(0))
        };
        // Who waits for who waits: the longest counts.
        let longest = now.iter().map(since).max().unwrap_or(0);
        self.before = now;
        self.step(self.begun.elapsed(), Duration::from_nanos(longest))
    }

    /// So long after the beginning, after this wait.
    fn step(&mut self, all: Duration, waited: Duration) -> Duration {
        let (own, before) = self.shown;
        let gone = all.saturating_sub(before);
        // No thread has waited since before it was there.
        self.waited += waited.min(all);
        let step = gone.saturating_sub(self.waited).max(gone / MOST);
        self.waited = self.waited.saturating_sub(gone - step);
        self.shown = (own + step, all);
        own + step
    }
}

/// Nanoseconds for which a thread could have run and didn't: the second number. A kernel that doesn't
/// count them tells of none.
fn waited(task: &Path) -> Option<u64> {
    let told = fs::read_to_string(task.join("schedstat")).ok()?;
    told.split(' ').nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Child, Command};

    struct Killed(Child);

    impl Drop for Killed {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    fn started(what: &str) -> Killed {
        let child = Command::new("sh").arg("-c").arg(what).spawn();
        Killed(child.expect("a shell"))
    }

    fn clock(of: &Killed) -> OwnTime {
        OwnTime::of(Pid::from_raw(of.0.id() as i32).expect("a process"))
    }

    /// Enough busy ones that each has to wait for its turn.
    fn crowd() -> Vec<Killed> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        (0..=2 * cores)
            .map(|_| started("while :; do :; done"))
            .collect()
    }

    #[test]
    fn who_waits_for_its_turn_is_not_slow_itself() {
        let crowd = crowd();
        let mut clock = clock(&crowd[0]);
        let end = Instant::now() + Duration::from_secs(20);
        let saved = |clock: &OwnTime| clock.shown.1 - clock.shown.0;
        while saved(&clock) < Duration::from_millis(100) {
            assert!(Instant::now() < end, "never waited");
            clock.look();
        }
    }

    #[test]
    fn no_stretch_is_longer_than_ten_times() {
        let ms = Duration::from_millis;
        let mut clock = OwnTime::of(rustix::process::getpid());
        for (all, waited, own) in [
            (100, 0, 100),
            // A long wait is told of at its end, and taken off as time goes by.
            (120, 90, 102),
            (200, 0, 110),
            (300, 10, 200),
            // More than there was of time brings nothing back and lasts.
            (400, 1_000_000, 210),
            (500, 0, 220),
            (1_000, 0, 500),
        ] {
            assert_eq!(clock.step(ms(all), ms(waited)), ms(own), "{all}");
        }
    }

    #[test]
    fn who_sleeps_waits_for_nobody() {
        let sleeper = started("exec sleep 100");
        let _crowd = crowd();
        let mut clock = clock(&sleeper);
        // Until it sleeps, it may wait.
        let task = format!("/proc/{}/comm", sleeper.0.id());
        while fs::read_to_string(&task).expect("alive") != "sleep\n" {}
        let state = format!("/proc/{}/stat", sleeper.0.id());
        while !fs::read_to_string(&state).expect("alive").contains(") S ") {}
        clock.look();
        clock.waited = Duration::ZERO;
        let (own, all) = clock.shown;
        while clock.shown.1 < all + Duration::from_millis(100) {
            clock.look();
        }
        assert_eq!(clock.shown.0 - own, clock.shown.1 - all);
    }
}
