//! `fuzz`: rows by dice. A seed makes them again.

use super::super::job::Cell;
use super::super::problem::Problem;
use super::bench::Bench;
use super::sample::{self, Dice, Row};
use super::{Finding, Needs, Outcome, Test, test};

pub const TESTS: &[Test] = &[test("fuzz.rows", Needs::Runs, rows)];

/// Runs, and rows a table in each.
const RUNS: u64 = 3;
const ROWS: usize = 40;

fn rows(bench: &Bench<'_>) -> Outcome {
    for run in 0..RUNS {
        let seed = bench.wishes.seed.wrapping_add(run);
        let mut dice = Dice::new(seed);
        let datasets = bench.datasets(false);
        let mut made: Vec<Row> = Vec::new();
        for _ in 0..ROWS {
            let cell = |_: &_, _: &str, kind| -> Cell { sample::any(kind, &mut dice) };
            made.extend(sample::each(&datasets, cell));
        }
        let outcome = match bench.run(bench.with(datasets, made)).files {
            Ok(files) => bench.read(&files).map(drop),
            // It may refuse a row; a real export would then end with its sentence.
            Err(Problem::Failed { text, .. }) => {
                let args = vec![("seed", seed.to_string()), ("text", text)];
                Err(Finding::warn("checked-cause-gave-up", args))
            }
            Err(why) => Err(why.into()),
        };
        outcome.map_err(|finding| finding.seeded(seed))?;
    }
    Ok(())
}
