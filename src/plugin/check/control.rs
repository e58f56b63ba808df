//! `control`: asked to stop, it stops soon, whichever call it is in.

use super::super::child::probe::{Phase, Probe};
use super::super::problem::Problem;
use super::bench::{Bench, first};
use super::life::{self, PLENTY};
use super::{Finding, Needs, Outcome, Test, test};

pub const TESTS: &[Test] = &[
    test("control.create", Needs::Loads, create),
    test("control.begin", Needs::Loads, begin),
    test("control.rows", Needs::Loads, rows),
    test("control.end", Needs::Loads, end),
    test("control.finish", Needs::Loads, finish),
];

/// More rows than anybody has; they are made as they are taken, so only who doesn't stop gets them.
const ENDLESS: u64 = 1 << 40;

/// The wish comes within a call, which has to end in time; the host makes none after it but the last.
/// Whoever has all rows when the wish comes may also be through in time, with as many as there can be.
fn stops(bench: &Bench<'_>, phase: Phase) -> Outcome {
    let rows = match phase {
        Phase::Create | Phase::Begin | Phase::Rows => ENDLESS,
        Phase::End | Phase::Finish => PLENTY / bench.datasets(false).len().max(1) as u64,
    };
    let grace = bench.wishes.grace;
    let ran = bench.run(bench.of_many(Probe::Cancel(phase), rows));
    let deaf = || {
        let args = vec![("seconds", grace.as_secs().to_string())];
        Err(Finding::fail("checked-cause-deaf", args))
    };
    match (ran.went_on, ran.files) {
        (Some(time), _) if time > grace => deaf(),
        (Some(_), Err(Problem::Failed { .. })) => Ok(()),
        (Some(_), Ok(_)) if phase == Phase::Finish => Ok(()),
        // Which it does without being asked, too, or before it could be; the ordinary run says so.
        (_, Err(_)) if bench.usual().files.is_err() => bench.ready_for(Needs::Runs),
        // So many rows are too much for it; that is another finding.
        (None, Err(_)) if life::memory(bench).is_err() => Err(first("life.memory")),
        (_, Err(why)) => Err(why.into()),
        (_, Ok(_)) => deaf(),
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
