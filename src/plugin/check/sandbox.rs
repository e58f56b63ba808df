//! `sandbox`: what it tries that isn't allowed, by name.

use super::super::child::{probe, syscalls};
use super::bench::Bench;
use super::binary::{call, listed};
use super::{Finding, Needs, Outcome, Test, test};

pub const TESTS: &[Test] = &[
    test("sandbox.forbidden", Needs::Library, forbidden),
    test("sandbox.refused", Needs::Library, refused),
];

/// The refused calls, those that only a dishonest one makes or the others. What it tried while it was
/// loaded counts among the former only, since the family `binary` has the latter.
fn tried(bench: &Bench<'_>, never: bool) -> Vec<String> {
    let number = |told: &str| told.split(' ').next()?.parse().ok();
    let notes = bench.calls().notes.iter();
    let told = notes.filter_map(|note| {
        let loading = note.strip_prefix(probe::REFUSED_LOADING);
        let told = loading.or_else(|| note.strip_prefix(probe::REFUSED))?;
        let only_dishonest = syscalls::is_never(number(told)?);
        (only_dishonest == never && (never || loading.is_none())).then(|| call(told))
    });
    told.collect()
}

/// It tried nothing: that says something only if it was called to the end.
fn quiet(bench: &Bench<'_>) -> Outcome {
    match &bench.calls().files {
        Ok(_) => Ok(()),
        Err(why) => {
            bench.ready_for(Needs::Runs)?;
            Err(why.clone().into())
        }
    }
}

fn forbidden(bench: &Bench<'_>) -> Outcome {
    let tried = tried(bench, true);
    if tried.is_empty() {
        return quiet(bench);
    }
    let args = vec![("calls", listed(tried))];
    Err(Finding::fail("checked-cause-forbidden", args))
}

/// Refused, and honest run times survive it; but it is in vain.
fn refused(bench: &Bench<'_>) -> Outcome {
    let tried = tried(bench, false);
    if tried.is_empty() {
        return quiet(bench);
    }
    let args = vec![("calls", listed(tried))];
    Err(Finding::warn("checked-cause-refused", args))
}
