//! `outputs`: the files that were declared, whole, the same each time, and nothing in them that wasn't
//! asked for.

use super::super::breach::Breach;
use super::super::child::probe::Probe;
use super::super::job::{Cell, CellType};
use super::super::manifest::Output;
use super::super::problem::Problem;
use super::bench::Bench;
use super::contents::{self, Contents};
use super::sample;
use super::trial::{Ran, STARTED, Try};
use super::{Finding, Needs, Outcome, Test, test};

pub const TESTS: &[Test] = &[
    test("outputs.declared", Needs::Loads, declared),
    test("outputs.closed", Needs::Loads, closed),
    test("outputs.size", Needs::Loads, size),
    test("outputs.quota", Needs::Runs, quota),
    test("outputs.well_formed", Needs::Runs, well_formed),
    test("outputs.failed_open", Needs::Runs, failed_open),
    test("outputs.failed_write", Needs::Runs, failed_write),
    test("outputs.failed_close", Needs::Runs, failed_close),
    test("outputs.same", Needs::Runs, same),
    test("outputs.clock", Needs::Runs, clock),
    test("outputs.canaries", Needs::Runs, canaries),
    test("outputs.log", Needs::Runs, log),
    test("outputs.unused", Needs::Runs, unused),
    test("outputs.mark", Needs::Runs, mark),
];

/// A column that no manifest declares.
const UNASKED: &str = "not_asked_for";

/// What a file of invented people says of itself in a trial.
const MARK: &str = "虚构名单QMARKZ";

/// The ordinary run's problem if it is of this kind; another has its own test.
fn unless(bench: &Bench<'_>, own: impl Fn(&Problem) -> bool) -> Outcome {
    match &bench.usual().files {
        Err(problem) if own(problem) => Err(problem.clone().into()),
        _ => bench.ready_for(Needs::Runs),
    }
}

fn breach(of: fn(&Breach) -> bool) -> impl Fn(&Problem) -> bool {
    move |problem| matches!(problem, Problem::Breach { why, .. } if of(why))
}

fn declared(bench: &Bench<'_>) -> Outcome {
    unless(bench, breach(|why| *why == Breach::Undeclared))
}

fn closed(bench: &Bench<'_>) -> Outcome {
    unless(bench, breach(|why| matches!(why, Breach::Unclosed { .. })))
}

fn size(bench: &Bench<'_>) -> Outcome {
    unless(bench, |problem| matches!(problem, Problem::TooBig { .. }))
}

/// With room for half of it, it ends.
fn quota(bench: &Bench<'_>) -> Outcome {
    let files = bench.usual_files()?;
    let whole: u64 = files.iter().map(|file| file.len() as u64).sum();
    let of = bench.of(bench.datasets(false), 12);
    let ran = bench.run_within(of, whole / 2);
    match ran.files {
        Err(Problem::TooBig { .. } | Problem::Failed { .. }) => Ok(()),
        Ok(_) if whole == 0 => Err(Finding::idle("checked-idle-bytes")),
        Ok(_) => Err(Finding::fail("checked-cause-went-on", vec![])),
        Err(why) => Err(why.into()),
    }
}

fn well_formed(bench: &Bench<'_>) -> Outcome {
    if !bench.outputs().iter().any(contents::is_known) {
        return Err(Finding::idle("checked-idle-kinds"));
    }
    let contents = bench.read(bench.usual_files()?)?;
    for (output, contents) in bench.outputs().iter().zip(contents) {
        if let Some(found) = contents.separator {
            // It is judged by what separates it; but here it opens as one column.
            let found = match found {
                '\t' => "Tab".to_owned(),
                found => found.to_string(),
            };
            let args = vec![("output", output.name.clone()), ("found", found)];
            return Err(Finding::warn("checked-cause-separator", args));
        }
    }
    Ok(())
}

/// It must give up, and not claim that it has finished.
fn passed_on(bench: &Bench<'_>, probe: Probe) -> Outcome {
    match bench.probed(probe).files {
        Err(Problem::Failed { .. }) => Ok(()),
        // What it never wrote to can't fail.
        Ok(files) if probe == Probe::WriteFails && files.iter().all(Vec::is_empty) => {
            let quiet = bench.usual_files()?.iter().all(Vec::is_empty);
            match quiet {
                true => Err(Finding::idle("checked-idle-bytes")),
                false => Err(Finding::fail("checked-cause-went-on", vec![])),
            }
        }
        Ok(_) | Err(Problem::Breach { .. }) => Err(Finding::fail("checked-cause-went-on", vec![])),
        Err(why) => Err(why.into()),
    }
}

fn failed_open(bench: &Bench<'_>) -> Outcome {
    passed_on(bench, Probe::OpenFails)
}

fn failed_write(bench: &Bench<'_>) -> Outcome {
    passed_on(bench, Probe::WriteFails)
}

fn failed_close(bench: &Bench<'_>) -> Outcome {
    passed_on(bench, Probe::CloseFails)
}

fn same(bench: &Bench<'_>) -> Outcome {
    match bench.changes()? {
        Some(output) => {
            let args = vec![("output", output)];
            Err(Finding::fail("checked-cause-differs", args))
        }
        None => Ok(()),
    }
}

/// The job says when it began; a file with today's day in it asked the clock.
fn clock(bench: &Bench<'_>) -> Outcome {
    use chrono::Datelike;
    let contents = bench.usual_contents()?;
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
    let began = chrono::DateTime::from_timestamp_micros(STARTED);
    if began.is_some_and(|began| began.date_naive() == now.date_naive()) {
        return Ok(());
    }
    // In UTC and in China.
    for day in [now, now + chrono::Duration::hours(8)] {
        let (year, month, date) = (day.year(), day.month(), day.day());
        let said = [
            format!("{year:04}-{month:02}-{date:02}"),
            format!("{year:04}{month:02}{date:02}"),
            format!("{year}年{month}月{date}日"),
        ];
        let holds = |one: &Contents| said.iter().find(|day| one.holds(day)).cloned();
        let stamped = |one: &Contents| {
            let own = |stamp: &u16| i32::from(*stamp) == year;
            one.years.iter().any(own).then(|| year.to_string())
        };
        let found = contents.iter().find_map(|one| holds(one).or(stamped(one)));
        if let Some(found) = found {
            return Err(Finding::fail("checked-cause-clock", vec![("found", found)]));
        }
    }
    Ok(())
}

/// A text that stands nowhere else.
fn canary(dataset: &str, field: &str) -> String {
    let mut mark = blake3::hash(format!("{dataset} {field}").as_bytes()).to_hex();
    let mark = mark.as_mut_str();
    mark.make_ascii_uppercase();
    format!("Q{}Z", &mark[..12])
}

/// A run with a row whose texts are canaries, with a column that wasn't asked for before the others;
/// `texts` if all columns are.
fn with_canaries(bench: &Bench<'_>, probe: Probe, texts: bool) -> Ran {
    let mut datasets = bench.datasets(false);
    for dataset in &mut datasets {
        let unasked = (UNASKED.to_owned(), CellType::Text);
        dataset.fields.insert(0, unasked);
        for (_, kind) in dataset.fields.iter_mut().filter(|_| texts) {
            *kind = CellType::Text;
        }
    }
    let rows = sample::each(&datasets, |dataset, field, kind| match kind {
        CellType::Text => Cell::Text(canary(&dataset.name, field)),
        _ => sample::plain(kind),
    });
    let of = bench.with(datasets, rows);
    bench.run(Try {
        probe,
        undeclared: true,
        ..of
    })
}

/// What is in the files of such a run.
fn canaries_in_files(bench: &Bench<'_>) -> Result<Vec<Contents>, Finding> {
    bench.read(&with_canaries(bench, Probe::None, false).files?)
}

/// What it says of its own is for technical staff, who may see nobody's data: whether all goes well,
/// an output can't be opened, or a column holds what it doesn't expect.
fn log(bench: &Bench<'_>) -> Outcome {
    let ways = [
        (Probe::None, false),
        (Probe::OpenFails, false),
        (Probe::None, true),
    ];
    for (probe, texts) in ways {
        let ran = with_canaries(bench, probe, texts);
        let told = match &ran.files {
            Err(Problem::Failed { text, .. }) => Some(text),
            _ => None,
        };
        let said: Vec<_> = ran.notes.iter().chain(told).collect();
        for dataset in bench.datasets(false) {
            let names = dataset.fields.iter().map(|(name, _)| name.as_str());
            let told = |name: &&str| {
                let own = canary(&dataset.name, name);
                said.iter().any(|line| line.contains(&own))
            };
            if let Some(field) = names.chain([UNASKED]).find(told) {
                let args = vec![("field", field.to_owned())];
                return Err(Finding::fail("checked-cause-told", args));
            }
        }
    }
    Ok(())
}

fn canaries(bench: &Bench<'_>) -> Outcome {
    let contents = canaries_in_files(bench)?;
    for asked in &bench.manifest()?.datasets {
        let unasked = canary(&asked.name, UNASKED);
        if contents.iter().any(|one| one.holds(&unasked)) {
            let args = vec![("dataset", asked.name.clone())];
            return Err(Finding::fail("checked-cause-canary", args));
        }
    }
    Ok(())
}

/// What is asked for and never shown should not be asked for.
fn unused(bench: &Bench<'_>) -> Outcome {
    if !bench.asks_for_texts() {
        return Err(Finding::idle("checked-idle-texts"));
    }
    let contents = canaries_in_files(bench)?;
    let mut quiet = Vec::new();
    for dataset in bench.datasets(false) {
        for (name, kind) in &dataset.fields {
            let own = canary(&dataset.name, name);
            let shown = contents.iter().any(|one| one.holds(&own));
            if *kind == CellType::Text && !shown {
                quiet.push(name.clone());
            }
        }
    }
    match quiet.is_empty() {
        true => Ok(()),
        false => {
            let args = vec![("fields", quiet.join(" "))];
            Err(Finding::warn("checked-cause-unused", args))
        }
    }
}

/// What is invented says so on every file that can be looked into, or somebody takes it for a real list.
fn mark(bench: &Bench<'_>) -> Outcome {
    let of = bench.of(bench.datasets(false), 3);
    let files = bench.run(Try { mark: MARK, ..of }).files?;
    let files = bench.outputs().iter().zip(&files);
    let marked = |(output, bytes): (_, &Vec<u8>)| match contents::text(bytes) {
        Some(text) => Some((output, text.contains(MARK))),
        None => contents::is_known(output).then_some((output, false)),
    };
    let seen: Vec<(&Output, bool)> = files.filter_map(marked).collect();
    match seen.iter().find(|(_, marked)| !marked) {
        Some((output, _)) => {
            let args = vec![("output", output.name.clone())];
            Err(Finding::fail("checked-cause-unmarked", args))
        }
        None if seen.is_empty() => Err(Finding::idle("checked-idle-kinds")),
        None => Ok(()),
    }
}
