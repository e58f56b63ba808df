//! The child's own time: what has gone by, less what its threads waited for a processor while others
//! had them. On a busy computer nobody is to be called stuck who only doesn't get a turn.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::Pid;

/// Nobody gets more than so many times the time that was meant, with however many threads it crowds
/// out itself.
const MOST: u32 = 10;

/// Of so many threads the waiting is looked at, each time.
const THREADS: usize = 64;

/// A clock that stands still while the child waits.
pub struct OwnTime {
    begun: Instant,
    /// One folder for each thread.
    tasks: PathBuf,
    /// What each thread had waited at the last look, in nanoseconds.
    before: BTreeMap<PathBuf, u64>,
    waited: Duration,
}

impl OwnTime {
    /// From now on, of the process with this id, which must not be reaped before.
    pub fn of(pid: Pid) -> OwnTime {
        OwnTime {
            begun: Instant::now(),
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
        self.waited += Duration::from_nanos(longest);
        self.before = now;
        let all = self.begun.elapsed();
        all.saturating_sub(self.waited).max(all / MOST)
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
        (0..3 * cores)
            .map(|_| started("while :; do :; done"))
            .collect()
    }

    #[test]
    fn who_waits_for_its_turn_is_not_slow_itself() {
        let crowd = crowd();
        let mut clock = clock(&crowd[0]);
        let end = Instant::now() + Duration::from_secs(20);
        while clock.waited < Duration::from_millis(100) {
            assert!(Instant::now() < end, "never waited");
            clock.look();
        }
        let all = clock.begun.elapsed();
        let own = clock.look();
        assert!(own < all, "{own:?} of {all:?}");
        // It can't make itself so small that its time never comes.
        clock.waited = Duration::from_secs(1_000);
        assert!(clock.look() >= all / MOST);
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
        let (waited, begun) = (clock.waited, Instant::now());
        while begun.elapsed() < Duration::from_millis(100) {
            clock.look();
        }
        assert_eq!(clock.waited, waited);
    }
}
