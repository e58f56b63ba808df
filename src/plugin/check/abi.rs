//! `abi`: what the entry symbol gives, and how it takes a host of another size.

use super::super::child::load;
use super::super::child::probe::{EXTENSION_KNOWN, Probe};
use super::super::problem::Problem;
use super::bench::Bench;
use super::{Finding, Needs, Outcome, Test, test};

pub const TESTS: &[Test] = &[
    test("abi.magic", Needs::Library, magic),
    test("abi.sizes", Needs::Library, sizes),
    test("abi.identity", Needs::Library, identity),
    test("abi.extension", Needs::Runs, extension),
    test("abi.short_host", Needs::Runs, short_host),
    test("abi.long_host", Needs::Runs, long_host),
];

/// Why it wasn't loaded, if these are the reasons; it is passed over where it wasn't for another.
fn not_loaded_for(bench: &Bench<'_>, reasons: &[&str], past: &[&str]) -> Outcome {
    let usual = bench.usual();
    match &usual.files {
        _ if usual.loaded => Ok(()),
        Ok(_) | Err(Problem::Mismatch { .. }) => Ok(()),
        Err(Problem::NotLoaded { why }) if reasons.contains(&why.as_str()) => {
            let problem = Problem::NotLoaded { why: why.clone() };
            Err(problem.into())
        }
        Err(Problem::NotLoaded { why }) if past.contains(&why.as_str()) => Ok(()),
        Err(_) => bench.ready_for(Needs::Loads),
    }
}

fn magic(bench: &Bench<'_>) -> Outcome {
    let past = [load::SHORT, load::NO_EXPORTER];
    not_loaded_for(bench, &[load::NO_PLUGIN], &past)
}

fn sizes(bench: &Bench<'_>) -> Outcome {
    not_loaded_for(bench, &[load::SHORT, load::NO_EXPORTER], &[])
}

fn identity(bench: &Bench<'_>) -> Outcome {
    match &bench.usual().files {
        Err(Problem::Mismatch { .. }) => Ok(bench.usual().files.clone().map(drop)?),
        _ => bench.ready_for(Needs::Loads),
    }
}

fn extension(bench: &Bench<'_>) -> Outcome {
    match bench.probed(Probe::Extension).files {
        Err(Problem::Failed { code, .. }) if code == EXTENSION_KNOWN => {
            Err(Finding::fail("checked-cause-extension", vec![]))
        }
        ran => Ok(ran.map(drop)?),
    }
}

/// It may refuse such a host; it may not read what isn't there.
fn short_host(bench: &Bench<'_>) -> Outcome {
    match bench.probed(Probe::ShortHost).files {
        Ok(_) | Err(Problem::Failed { .. }) => Ok(()),
        Err(why) => Err(why.into()),
    }
}

fn long_host(bench: &Bench<'_>) -> Outcome {
    let files = bench.probed(Probe::LongHost).files?;
    bench.same_as_usual(&files)
}
