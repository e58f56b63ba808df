//! `plugin check` against plug-ins that are good but for one thing: it finds that, and nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::plugins::HELPER;
use tongdu::plugin::check::{Checked, Report, Subject, Verdict, Wishes, check, ids};
use tongdu::plugin::{CellType, kernel};

mod asked;
mod asks;
mod border;
mod control;
mod files;
mod idle;
mod package;
mod shipped;

/// What the bad ones may ask for.
fn people(dataset: &str, field: &str) -> Option<CellType> {
    match (dataset, field) {
        ("people", "name" | "note") => Some(CellType::Text),
        ("people", "born") => Some(CellType::Day),
        _ => None,
    }
}

/// As the program checks, but less patient.
fn wishes() -> Wishes<'static> {
    let mut wishes = Wishes::new(Path::new(HELPER), &people);
    wishes.patience = Duration::from_millis(1_500);
    wishes.grace = Duration::from_millis(400);
    wishes.jobs = 2;
    wishes
}

const MANIFEST: &str = "id = 'bad'\nversion = '1'\nabi = 1\nagency = 'test'\nname = { zh-CN = '试', en = 'test' }\n\
    [purpose]\ncode = 'test'\nname = { zh-CN = '试', en = 'test' }\nbasis = { zh-CN = '试', en = 'test' }\n\
    [[dataset]]\nname = 'people'\n\
    [[dataset.field]]\nname = 'name'\nrequired = true\nreason = { zh-CN = '是谁', en = 'who' }\n\
    [[dataset.field]]\nname = 'note'\nreason = { zh-CN = '说明', en = 'notes' }\n\
    [[dataset.field]]\nname = 'born'\nreason = { zh-CN = '年龄', en = 'age' }\n\
    [[output]]\nname = 'out.csv'\nfile = 'out-{date}.csv'\nmedia_type = 'text/csv'\nmax_bytes = 1000000\n";

/// A plug-in in a folder of its own, ready to be spoilt.
struct Made(tempfile::TempDir);

impl Made {
    /// The good one, or one that is bad in this way, with more for the compiler.
    fn new(how: &str, more: &[&str]) -> Made {
        let made = Made(tempfile::tempdir().expect("temp folder"));
        std::fs::write(made.path("plugin.toml"), MANIFEST).expect("room");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let done = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-w", "-I"])
            .arg(root.join("plugins/sdk/include"))
            .arg(format!("-DHOW=\"{how}\""))
            .arg(root.join("tests/bad_plugins/checked.c"))
            .arg("-o")
            .arg(made.path("libbad.so"))
            .args(more)
            .status();
        assert!(done.expect("a C compiler").success(), "{how}");
        made
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn manifest(&self, from: &str, to: &str) {
        assert!(MANIFEST.contains(from), "{from}");
        std::fs::write(self.path("plugin.toml"), MANIFEST.replace(from, to)).expect("room");
    }

    fn checked(&self) -> Report {
        check(
            &Subject::at(self.0.path(), None).expect("a folder"),
            &wishes(),
        )
    }

    /// What didn't pass, as `id verdict`.
    fn found(&self) -> Vec<String> {
        not_passed(&self.checked())
    }

    /// It finds these, passes over the tests whose ids begin so, and every other test passes.
    fn is(&self, found: &[&str], skipped: &[&str], what: &str) {
        assert_eq!(self.found(), with_skipped(found, skipped), "{what}");
    }
}

/// What didn't pass, as `id verdict`, where there was something to try; but the build machine's own glibc is its packager's business.
fn not_passed(report: &Report) -> Vec<String> {
    assert_eq!(report.checked.len(), ids().count(), "one result a test");
    let told = |one: &Checked| format!("{} {}", one.id, one.verdict.code());
    let loud = |one: &&Checked| {
        let quiet = one.id == "binary.glibc" && one.verdict == Verdict::Warn;
        one.verdict != Verdict::Pass && !quiet && !one.is_idle()
    };
    report.checked.iter().filter(loud).map(told).collect()
}

/// These, and of the other tests those whose ids begin so, as passed over.
fn with_skipped(found: &[&str], skipped: &[&str]) -> Vec<String> {
    let told = |id: &str| {
        let own = found.iter().find(|told| told.split(' ').next() == Some(id));
        let past = skipped.iter().any(|start| id.starts_with(start));
        own.map(|own| (*own).to_owned())
            .or(past.then(|| format!("{id} skip")))
    };
    let told: Vec<_> = ids().filter_map(told).collect();
    assert!(told.len() >= found.len(), "every id is one: {found:?}");
    told
}

/// What also fails where nothing goes right.
const LIFE: [&str; 3] = [
    "life.usual fail",
    "life.zero_rows fail",
    "life.one_row fail",
];

/// Tests that make no sense where no ordinary list comes out.
const UNRUN: [&str; 13] = [
    "abi.extension",
    "abi.short_host",
    "abi.long_host",
    "life.required_only",
    "life.batches",
    "life.many_rows",
    "life.memory",
    "memory.",
    "values.",
    "outputs.",
    "control.finish",
    "sandbox.",
    "fuzz.",
];

/// Tests that make no sense where the library isn't taken.
const UNLOADED: [&str; 9] = [
    "abi.",
    "life.",
    "memory.",
    "values.",
    "outputs.",
    "control.",
    "sandbox.",
    "fuzz.",
    "binary.constructor",
];

fn each(cases: &[(&str, &[&str])]) {
    each_passing_over(&[], cases);
}

fn each_passing_over(skipped: &[&str], cases: &[(&str, &[&str])]) {
    for (how, expected) in cases {
        Made::new(how, &[]).is(expected, skipped, how);
    }
}

#[test]
fn a_good_one_passes_every_test() {
    assert_ne!(kernel::Sandbox::here(), kernel::Sandbox::None);
    let report = Made::new("", &[]).checked();
    assert_eq!(not_passed(&report), [""; 0]);
    let [table] = &report.tables[..] else {
        panic!("{:?}", report.tables);
    };
    assert_eq!(table.heading, ["name", "note", "born"]);
    assert_eq!((table.rows.len(), table.rows[0][1].as_str()), (3, "note0"));
}
