//! Tries a plug-in out: is it well made, does it keep the rules, what do its files look like.
//!
//! Every test that runs it does so in a fresh sandboxed child, on rows that are made up here; nobody's
//! data is near. Owns the tests, their ids (fixed for ever, since scripts name them) and what came of
//! each. Must not know words: a cause is a key with what fills it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::Problem;
use super::talk::printable;

mod abi;
mod bench;
mod binary;
mod contents;
mod control;
mod fuzz;
mod kept;
mod life;
mod memory;
mod outputs;
mod package;
mod sample;
mod sandbox;
mod subject;
mod tables;
mod trial;
mod values;
mod wishes;

use bench::Bench;
pub use sample::csv as sample_csv;
pub use subject::Subject;
pub use tables::{Table, differences};
pub use wishes::{Catalogue, Recipient, Wishes};

/// What came of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be.
    Pass,
    /// It works; somebody should look.
    Warn,
    /// Not as it should be.
    Fail,
    /// It crashed.
    Crash,
    /// Not run: something else has to be right first, or there is nothing of the kind to try.
    Skip,
}

impl Verdict {
    /// Its code; its word has the key `checked-CODE`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Crash => "crash",
            Self::Skip => "skip",
        }
    }

    /// Whether somebody has to mend something.
    pub fn is_finding(self) -> bool {
        matches!(self, Self::Fail | Self::Crash)
    }
}

/// Why a test came out as it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The run ended so; its sentence is the problem's.
    Problem(Problem),
    /// A sentence of its own: its key, and what fills it.
    Said(&'static str, Vec<(&'static str, String)>),
}

impl Cause {
    /// A stable name of the cause.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Problem(Problem::Manifest { why, .. }) => why.key(),
            Self::Problem(problem) => problem.key(),
            Self::Said(key, _) => key,
        }
    }
}

/// One test and what came of it.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Its id, such as `life.zero_rows`; what it tests has the key `checked-life-zero_rows`, what to
    /// do about it the same with `.next`.
    pub id: &'static str,
    /// What came of it.
    pub verdict: Verdict,
    /// Why, unless it passed.
    pub cause: Option<Cause>,
    /// The seed of the rows that it came of.
    pub seed: u64,
}

/// What begins the key of the sentence that there is nothing of the kind to try.
const IDLE: &str = "checked-idle-";

impl Checked {
    /// Whether it was not run since there is nothing of the kind: no signature, no column of text.
    /// Nothing has to be put right for that.
    pub fn is_idle(&self) -> bool {
        let idle = |cause: &Cause| cause.code().starts_with(IDLE);
        self.verdict == Verdict::Skip && self.cause.as_ref().is_some_and(idle)
    }
}

/// Everything that came of a check.
pub struct Report {
    /// The tests that were asked for, in their order.
    pub checked: Vec<Checked>,
    /// The first rows of each table, as the plug-in makes them of the sample.
    pub tables: Vec<Table>,
}

/// Not a pass: what came of it and why.
struct Finding {
    verdict: Verdict,
    cause: Cause,
    /// The seed of its rows, where that isn't the check's.
    seed: Option<u64>,
}

type Outcome = Result<(), Finding>;
type Args = Vec<(&'static str, String)>;

impl Finding {
    /// What fills the sentence may come from the plug-in, so nothing in it moves a cursor.
    fn of(verdict: Verdict, key: &'static str, args: Args) -> Finding {
        let args = args
            .into_iter()
            .map(|(name, text)| (name, printable(&text)));
        let args = args.collect();
        let (cause, seed) = (Cause::Said(key, args), None);
        Finding {
            verdict,
            cause,
            seed,
        }
    }

    /// Of rows of this seed.
    fn seeded(self, seed: u64) -> Finding {
        let seed = Some(seed);
        Finding { seed, ..self }
    }

    fn fail(key: &'static str, args: Args) -> Finding {
        Finding::of(Verdict::Fail, key, args)
    }

    fn warn(key: &'static str, args: Args) -> Finding {
        Finding::of(Verdict::Warn, key, args)
    }

    fn skip(key: &'static str, args: Args) -> Finding {
        Finding::of(Verdict::Skip, key, args)
    }

    /// There is nothing of the kind to try; the key begins with [`IDLE`].
    fn idle(key: &'static str) -> Finding {
        debug_assert!(key.starts_with(IDLE), "{key}");
        Finding::skip(key, vec![])
    }
}

impl From<Problem> for Finding {
    fn from(problem: Problem) -> Finding {
        let verdict = match problem {
            Problem::Crashed { .. } => Verdict::Crash,
            // Not the plug-in's doing.
            Problem::NoHelper { .. } | Problem::NoSandbox { .. } | Problem::Rows { .. } => {
                Verdict::Skip
            }
            _ => Verdict::Fail,
        };
        let (cause, seed) = (Cause::Problem(problem), None);
        Finding {
            verdict,
            cause,
            seed,
        }
    }
}

/// What has to be right before a test makes sense; each includes those before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Needs {
    Nothing,
    Manifest,
    Library,
    Loads,
    Runs,
}

/// A test.
struct Test {
    id: &'static str,
    needs: Needs,
    run: fn(&Bench<'_>) -> Outcome,
}

const fn test(id: &'static str, needs: Needs, run: fn(&Bench<'_>) -> Outcome) -> Test {
    Test { id, needs, run }
}

/// All tests, family by family.
fn tests() -> impl Iterator<Item = &'static Test> {
    [
        package::TESTS,
        binary::TESTS,
        abi::TESTS,
        life::TESTS,
        memory::TESTS,
        values::TESTS,
        outputs::TESTS,
        control::TESTS,
        sandbox::TESTS,
        fuzz::TESTS,
    ]
    .into_iter()
    .flatten()
}

/// The ids of all tests.
pub fn ids() -> impl Iterator<Item = &'static str> {
    tests().map(|test| test.id)
}

/// Runs the tests that are wished for, several at a time.
pub fn check(subject: &Subject, wishes: &Wishes<'_>) -> Report {
    let bench = Bench::new(subject, wishes);
    let wanted: Vec<&Test> = tests().filter(|test| wishes.wants(test.id)).collect();
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..wishes.jobs.clamp(1, wanted.len().max(1)) {
            // A child dies with the thread that started it; these live as long as their tests.
            scope.spawn(|| {
                while let Some(test) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let checked = one(test, &bench);
                    done.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(checked);
                }
            });
        }
    });
    let mut checked: Vec<Checked> = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    let place = |id| wanted.iter().position(|test| test.id == id);
    checked.sort_by_key(|checked| place(checked.id));
    let tables = tables::of(&bench);
    Report { checked, tables }
}

fn one(test: &Test, bench: &Bench<'_>) -> Checked {
    let outcome = bench.ready_for(test.needs).and_then(|()| (test.run)(bench));
    let (id, seed) = (test.id, bench.wishes.seed);
    match outcome {
        Ok(()) => Checked {
            id,
            verdict: Verdict::Pass,
            cause: None,
            seed,
        },
        Err(finding) => Checked {
            id,
            verdict: finding.verdict,
            cause: Some(finding.cause),
            seed: finding.seed.unwrap_or(seed),
        },
    }
}
