//! `life`: none, one and many rows, in batches of any size, with only what is required.

use super::bench::{Bench, first};
use super::trial::Try;
use super::{Finding, Needs, Outcome, Test, test};

pub const TESTS: &[Test] = &[
    test("life.usual", Needs::Loads, usual),
    test("life.zero_rows", Needs::Loads, zero_rows),
    test("life.one_row", Needs::Loads, one_row),
    test("life.required_only", Needs::Runs, required_only),
    test("life.batches", Needs::Runs, batches),
    test("life.many_rows", Needs::Runs, many_rows),
    test("life.memory", Needs::Runs, memory),
];

/// Rows for the sizes of batches: more than one batch of most.
const BATCHED: u64 = 600;

/// Fewer rows than these show no growth beside what any process takes.
const ENOUGH: u64 = 1_000;

/// As many rows as a prefecture has children in the register; ours.
pub const PLENTY: u64 = 20_000;

fn usual(bench: &Bench<'_>) -> Outcome {
    bench.usual_files().map(drop)
}

/// A list on which nobody stands is still a list.
fn zero_rows(bench: &Bench<'_>) -> Outcome {
    let files = bench.run(bench.of_rows(0)).files?;
    bench.read(&files).map(drop)
}

fn one_row(bench: &Bench<'_>) -> Outcome {
    let files = bench.run(bench.of_rows(1)).files?;
    bench.read(&files).map(drop)
}

/// What isn't granted is absent: no column, not an empty one.
fn required_only(bench: &Bench<'_>) -> Outcome {
    let mut datasets = bench.datasets(true);
    datasets.retain(|dataset| !dataset.fields.is_empty());
    let files = bench.run(bench.of(datasets, 3)).files?;
    bench.read(&files).map(drop)
}

fn batches(bench: &Bench<'_>) -> Outcome {
    let of = |batch| {
        let of = bench.of_rows(BATCHED);
        bench.run(Try { batch, ..of }).files
    };
    let whole = of(512)?;
    for batch in [1, 7, 4_096] {
        if of(batch)? != whole {
            if bench.changes()?.is_some() {
                return Err(first("outputs.same"));
            }
            let args = vec![("batch", batch.to_string())];
            return Err(Finding::fail("checked-cause-batch", args));
        }
    }
    Ok(())
}

fn many_rows(bench: &Bench<'_>) -> Outcome {
    Ok(bench.many().files.clone().map(drop)?)
}

/// What many rows would take by what these took beside a run with few.
pub fn memory(bench: &Bench<'_>) -> Outcome {
    let (many, few) = (bench.many(), bench.few());
    // Of rows that grow by nothing nothing can be told.
    if bench.wishes.rows < ENOUGH {
        let args = vec![("rows", ENOUGH.to_string())];
        return Err(Finding::skip("checked-cause-few-rows", args));
    }
    if many.files.is_err() {
        return Err(first("life.many_rows"));
    }
    few.files.as_ref().map_err(Clone::clone)?;
    if many.peak == 0 || few.peak == 0 {
        return Err(Finding::skip("checked-cause-unmeasured", vec![]));
    }
    let growth = many.peak.saturating_sub(few.peak);
    let rows = bench.wishes.rows.max(1);
    let would = few.peak + growth.saturating_mul(PLENTY.max(rows)) / rows;
    let asked = bench.manifest()?.limits.memory_mib;
    let asked = asked.map_or(u64::MAX, |mib| mib.saturating_mul(1 << 20));
    let limit = bench.wishes.limits.memory.min(asked);
    if would <= limit {
        return Ok(());
    }
    let args = vec![
        ("rows", PLENTY.max(rows).to_string()),
        ("would", (would >> 20).to_string()),
        ("limit", (limit >> 20).to_string()),
    ];
    Err(Finding::fail("checked-cause-memory", args))
}
