//! What is wanted of a check: which tests, how long, on which rows.

use std::path::Path;
use std::time::Duration;

use super::super::job::{CellType, Limits};

/// The type of a field of a dataset; nothing where the catalogue has none of that name.
pub type Catalogue<'a> = &'a (dyn Fn(&str, &str) -> Option<CellType> + Sync);

/// An agency that the policy knows, and the purposes for which it may get something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Its code.
    pub agency: String,
    /// Their codes.
    pub purposes: Vec<String>,
}

/// What is wanted of a check.
pub struct Wishes<'a> {
    /// The program that is started with `plugin-host`.
    pub helper: &'a Path,
    /// What a plug-in may ask for.
    pub catalogue: Catalogue<'a>,
    /// Whom the policy knows that came with the program; where nobody, agency and purpose aren't checked.
    pub recipients: Vec<Recipient>,
    /// As for a real run.
    pub limits: Limits,
    /// Without a sign of life a trial is ended.
    pub patience: Duration,
    /// Until a plug-in that is asked to stop must have stopped.
    pub grace: Duration,
    /// Fixes the rows.
    pub seed: u64,
    /// Rows of the test with many.
    pub rows: u64,
    /// Tests at a time.
    pub jobs: usize,
    /// Only tests whose id begins with one of these; all if there is none.
    pub include: Vec<String>,
    /// No test whose id begins with one of these.
    pub exclude: Vec<String>,
}

impl<'a> Wishes<'a> {
    /// What is usual.
    pub fn new(helper: &'a Path, catalogue: Catalogue<'a>) -> Wishes<'a> {
        Wishes {
            helper,
            catalogue,
            recipients: Vec::new(),
            limits: Limits::default(),
            patience: Duration::from_secs(5),
            grace: Duration::from_secs(2),
            seed: 128,
            rows: 5_000,
            jobs: std::thread::available_parallelism().map_or(1, usize::from),
            include: Vec::new(),
            exclude: Vec::new(),
        }
    }

    /// Whether a test is wanted.
    pub fn wants(&self, id: &str) -> bool {
        let begins = |all: &[String]| all.iter().any(|start| id.starts_with(start.as_str()));
        (self.include.is_empty() || begins(&self.include)) && !begins(&self.exclude)
    }
}
