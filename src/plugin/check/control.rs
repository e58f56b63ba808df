//! `control`: asked to stop, it stops soon, whichever call it is in.

use super::super::child::probe::{Phase, Probe};
use super::super::problem::Problem;
use super::bench::{Bench, Try};
use super::{Finding, Needs, Outcome, Test, test};

pub const TESTS: &[Test] = &[
    test("control.create", Needs::Loads, create),
    test("control.begin", Needs::Loads, begin),
    test("control.rows", Needs::Loads, rows),
    test("control.end", Needs::Loads, end),
    test("control.finish", Needs::Loads, finish),
];

/// The wish comes within a call: the plug-in gives it up or finishes it; both within the time.
fn stops(bench: &Bench<'_>, phase: Phase) -> Outcome {
    let of = bench.of_rows(12);
    let probe = Probe::Cancel(phase);
    let grace = bench.wishes.grace;
    let ran = bench.run_within(Try { probe, ..of }, grace, bench.wishes.limits.output);
    match ran.files {
        Ok(_) | Err(Problem::Failed { .. }) => Ok(()),
        Err(Problem::Stalled { .. } | Problem::TooLong { .. }) => {
            let args = vec![("seconds", grace.as_secs().to_string())];
            Err(Finding::fail("checked-cause-deaf", args))
        }
        // Which it does without being asked, too; the ordinary run says so.
        Err(_) if bench.usual().files.is_err() => bench.ready_for(Needs::Runs),
        Err(why) => Err(why.into()),
    }
}

fn create(bench: &Bench<'_>) -> Outcome {
    stops(bench, Phase::Create)
}

fn begin(bench: &Bench<'_>) -> Outcome {
    stops(bench, Phase::Begin)
}

fn rows(bench: &Bench<'_>) -> Outcome {
    stops(bench, Phase::Rows)
}

fn end(bench: &Bench<'_>) -> Outcome {
    stops(bench, Phase::End)
}

fn finish(bench: &Bench<'_>) -> Outcome {
    stops(bench, Phase::Finish)
}
