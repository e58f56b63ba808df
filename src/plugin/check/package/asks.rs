//! Whom it writes for and how much of the computer it asks for: against what the program knows and gives.

use super::super::bench::Bench;
use super::super::{Args, Finding, Outcome};
use crate::plugin::slip::near;

/// One letter beside an agency's code, and nobody's grants are found.
pub fn agency(bench: &Bench<'_>) -> Outcome {
    let (wanted, known) = (&bench.manifest()?.agency, &bench.wishes.recipients);
    let codes = known.iter().map(|own| own.agency.as_str());
    is_known(
        wanted,
        codes,
        ["checked-cause-agency", "checked-cause-agency-unknown"],
    )
}

/// The same of the purpose; of an agency that nobody knows nothing can be said.
pub fn purpose(bench: &Bench<'_>) -> Outcome {
    let manifest = bench.manifest()?;
    let mut known = bench.wishes.recipients.iter();
    let own = known.find(|own| own.agency == manifest.agency);
    let codes = own.map_or(&[][..], |own| &own.purposes);
    let keys = ["checked-cause-purpose", "checked-cause-purpose-unknown"];
    is_known(
        &manifest.purpose.code,
        codes.iter().map(String::as_str),
        keys,
    )
}

/// A code that is nearly a known one is probably a slip; but any may be granted here.
fn is_known<'a>(
    wanted: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    [slip, other]: [&'static str; 2],
) -> Outcome {
    let mut codes = known.clone().peekable();
    if codes.peek().is_none() {
        return Err(Finding::idle("checked-idle-recipients"));
    }
    if codes.any(|own| own == wanted) {
        return Ok(());
    }
    let code = ("code", wanted.to_owned());
    match near(wanted, known.clone()) {
        Some(near) => Err(Finding::warn(slip, vec![code, ("near", near.to_owned())])),
        None => {
            let known = known.collect::<Vec<_>>().join(" ");
            Err(Finding::warn(other, vec![code, ("known", known)]))
        }
    }
}

/// A plug-in may ask for less than the program gives; what is more it never gets, and finds that out in
/// the middle of somebody's export.
pub fn limits(bench: &Bench<'_>) -> Outcome {
    let (manifest, own) = (bench.manifest()?, &bench.wishes.limits);
    let over = |key, args: Args| Err(Finding::fail(key, args));
    let both =
        |asked: u64, limit: u64| vec![("asked", asked.to_string()), ("limit", limit.to_string())];
    let memory = own.memory >> 20;
    if let Some(asked) = manifest.limits.memory_mib.filter(|asked| *asked > memory) {
        return over("checked-cause-limit-memory", both(asked, memory));
    }
    let run = own.run.as_secs();
    if let Some(asked) = manifest.limits.run_seconds.filter(|asked| *asked > run) {
        return over("checked-cause-limit-run", both(asked, run));
    }
    if [manifest.limits.memory_mib, manifest.limits.run_seconds].contains(&Some(0)) {
        return over("checked-cause-limit-nothing", vec![]);
    }
    let outputs = manifest.outputs.iter();
    let mut over_output = outputs.filter(|output| output.max_bytes > own.output);
    if let Some(output) = over_output.next() {
        let mut args = both(output.max_bytes, own.output);
        args.push(("output", output.name.clone()));
        return over("checked-cause-limit-output", args);
    }
    Ok(())
}
