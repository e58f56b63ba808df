//! `values`: what columns may hold, and what must come out of it.

use super::super::job::{Cell, CellType};
use super::bench::Bench;
use super::contents::Contents;
use super::sample::{self, Row};
use super::{Finding, Needs, Outcome, Test, test};

pub const TESTS: &[Test] = &[
    test("values.empty", Needs::Runs, empty),
    test("values.extremes", Needs::Runs, extremes),
    test("values.rare_characters", Needs::Runs, rare_characters),
    test("values.long_numbers", Needs::Runs, long_numbers),
    test("values.quotes", Needs::Runs, quotes),
    test("values.lines", Needs::Runs, lines),
    test("values.formulas", Needs::Runs, formulas),
    test("values.text_anywhere", Needs::Runs, text_anywhere),
];

const RARE: [&str; 4] = [
    "买买提·艾力",
    "𬱖𠮷㘵",
    "欧阳上官㐂",
    "卡德尔·吐尔逊·尼亚孜",
];
const NUMBERS: [&str; 3] = ["999999196001010013", "99999919600101002X", "13900000001"];
const QUOTES: [&str; 4] = ["\"", "a\"b,c", "'", "<b>&amp;</b>"];
const LINES: [&str; 4] = ["一\n二", "一\r\n二", "\n", "一\t二"];
const FORMULAS: [&str; 8] = [
    "=cmd|' /C calc'!A0",
    "=1+1",
    "+cmd",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "=HYPERLINK(\"x\")",
];

/// What came of rows in whose text columns these texts stand, a row a text.
fn texts(bench: &Bench<'_>, texts: &[&str]) -> Result<Vec<Contents>, Finding> {
    if !bench.asks_for_texts() {
        return Err(Finding::idle("checked-idle-texts"));
    }
    let datasets = bench.datasets(false);
    let mut rows: Vec<Row> = Vec::new();
    for text in texts {
        rows.extend(sample::each(&datasets, |_, _, kind| match kind {
            CellType::Text => Cell::Text((*text).to_owned()),
            _ => sample::plain(kind),
        }));
    }
    let files = bench.run(bench.with(datasets, rows)).files?;
    bench.read(&files)
}

/// Each text stands unchanged somewhere; of a plug-in that shows no texts there is nothing to see.
fn unchanged(bench: &Bench<'_>, contents: &[Contents], all: &[&str]) -> Outcome {
    let shows = |text: &str| contents.iter().any(|one| one.shows(text));
    let lost: Vec<_> = all.iter().filter(|text| !shows(text)).collect();
    match lost.first() {
        Some(text) if lost.len() < all.len() || bench.shows_texts()? => {
            let args = vec![("text", (**text).to_owned())];
            Err(Finding::fail("checked-cause-changed", args))
        }
        Some(_) => Err(Finding::idle("checked-idle-shown")),
        None => Ok(()),
    }
}

fn empty(bench: &Bench<'_>) -> Outcome {
    let datasets = bench.datasets(false);
    let rows = sample::each(&datasets, |_, _, _| Cell::Null);
    let files = bench.run(bench.with(datasets, rows)).files?;
    bench.read(&files).map(drop)
}

fn extremes(bench: &Bench<'_>) -> Outcome {
    let datasets = bench.datasets(false);
    let mut rows = Vec::new();
    for at in 0..5 {
        let nth = |kind| sample::extremes(kind).into_iter().nth(at);
        let cell = |_: &_, _: &str, kind| nth(kind).unwrap_or_else(|| sample::plain(kind));
        rows.extend(sample::each(&datasets, cell));
    }
    let files = bench.run(bench.with(datasets, rows)).files?;
    bench.read(&files).map(drop)
}

fn rare_characters(bench: &Bench<'_>) -> Outcome {
    unchanged(bench, &texts(bench, &RARE)?, &RARE)
}

fn long_numbers(bench: &Bench<'_>) -> Outcome {
    let contents = texts(bench, &NUMBERS)?;
    let number = |text: &&&str| contents.iter().any(|one| one.counts(text));
    if let Some(text) = NUMBERS.iter().find(number) {
        let args = vec![("text", (*text).to_owned())];
        return Err(Finding::fail("checked-cause-number", args));
    }
    unchanged(bench, &contents, &NUMBERS)
}

fn quotes(bench: &Bench<'_>) -> Outcome {
    texts(bench, &QUOTES).map(drop)
}

fn lines(bench: &Bench<'_>) -> Outcome {
    texts(bench, &LINES).map(drop)
}

fn formulas(bench: &Bench<'_>) -> Outcome {
    let contents = texts(bench, &FORMULAS)?;
    match contents.iter().flat_map(|one| &one.formulas).next() {
        Some(cell) => {
            let args = vec![("cell", cell.clone())];
            Err(Finding::fail("checked-cause-formula", args))
        }
        None => Ok(()),
    }
}

/// A field may leave changed to a text: an age band for a birth day.
fn text_anywhere(bench: &Bench<'_>) -> Outcome {
    let mut datasets = bench.datasets(false);
    for (_, kind) in datasets.iter_mut().flat_map(|d| &mut d.fields) {
        *kind = CellType::Text;
    }
    let rows = sample::each(&datasets, |_, _, _| Cell::Text("6—11岁".into()));
    let files = bench.run(bench.with(datasets, rows)).files?;
    bench.read(&files).map(drop)
}
