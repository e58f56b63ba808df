//! `memory`: it reads what it is given where that lies and as long as it may, and never writes there.

use super::super::child::probe::Probe;
use super::bench::Bench;
use super::{Needs, Outcome, Test, test};

pub const TESTS: &[Test] = &[
    test("memory.kept", Needs::Runs, kept),
    test("memory.written", Needs::Runs, written),
    test("memory.past_the_end", Needs::Runs, past_the_end),
];

/// In several batches: what is kept of one may only be looked at in the next.
fn same(bench: &Bench<'_>, probe: Probe) -> Outcome {
    let files = bench.probed_in_batches(probe).files?;
    bench.same_as_batched(&files)
}

fn kept(bench: &Bench<'_>) -> Outcome {
    same(bench, Probe::Poison)
}

fn written(bench: &Bench<'_>) -> Outcome {
    same(bench, Probe::ReadOnly)
}

fn past_the_end(bench: &Bench<'_>) -> Outcome {
    same(bench, Probe::PageEnd)
}
