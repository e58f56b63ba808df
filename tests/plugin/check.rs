//! `plugin check` against plug-ins that are good but for one thing: it finds that, and nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::plugins::HELPER;
use tongdu::plugin::check::{Checked, Report, Subject, Verdict, Wishes, check, ids};
use tongdu::plugin::{CellType, kernel};

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

/// What didn't pass, as `id verdict`; but the build machine's own glibc is its packager's business.
fn not_passed(report: &Report) -> Vec<String> {
    assert_eq!(report.checked.len(), ids().count(), "one result a test");
    let told = |one: &Checked| format!("{} {}", one.id, one.verdict.code());
    let loud = |one: &&Checked| {
        let quiet = one.id == "binary.glibc" && one.verdict == Verdict::Warn;
        one.verdict != Verdict::Pass && !quiet
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
    let not = report
        .checked
        .iter()
        .filter(|one| one.verdict != Verdict::Pass);
    let not: Vec<_> = not.filter(|one| one.id != "binary.glibc").collect();
    assert!(not.is_empty(), "{not:?}");
    let [table] = &report.tables[..] else {
        panic!("{:?}", report.tables);
    };
    assert_eq!(table.heading, ["name", "note", "born"]);
    assert_eq!((table.rows.len(), table.rows[0][1].as_str()), (3, "note0"));
}

#[test]
fn the_border_is_kept() {
    // Its constructors were run all the same.
    let past = |own: &[&'static str]| [&UNLOADED[1..8], own].concat();
    let all = [
        "abi.sizes",
        "abi.identity",
        "abi.extension",
        "abi.short",
        "abi.long",
    ];
    each_passing_over(
        &past(&all),
        &[
            ("magic", &["abi.magic fail"]),
            ("nothing", &["abi.magic fail"]),
        ],
    );
    each_passing_over(&past(&all[1..]), &[("short", &["abi.sizes fail"])]);
    each_passing_over(&past(&all[2..]), &[("version", &["abi.identity fail"])]);
    each(&[
        ("extension", &["abi.extension fail"]),
        ("trusts_host", &["abi.short_host crash"]),
        ("equal_host", &["abi.long_host fail"]),
    ]);
}

#[test]
fn rows_may_be_none_few_or_many() {
    let calls = ["control.rows", "control.end"];
    each_passing_over(
        &[&UNRUN[..], &calls].concat(),
        &[
            ("crashes", &["life.usual crash", "life.one_row crash"]),
            ("gives_up", &["life.usual fail", "life.one_row fail"]),
        ],
    );
    let ends = ["control.end", "control.finish"];
    each_passing_over(&ends, &[("leaks", &["life.memory fail"])]);
    each(&[
        ("only_with_rows", &["life.zero_rows fail"]),
        ("wants_all", &["life.required_only fail"]),
        ("batches", &["life.batches fail"]),
        ("leaks_late", &["life.memory fail"]),
    ]);
}

#[test]
fn memory_is_left_alone() {
    each(&[
        ("keeps", &["memory.kept crash"]),
        ("keeps_rows", &["memory.kept crash"]),
        ("writes", &["memory.written crash"]),
        ("strlen", &["memory.past_the_end crash"]),
    ]);
}

#[test]
fn values_come_out_as_they_went_in() {
    each(&[
        ("null", &["values.empty fail", "fuzz.rows warn"]),
        ("buffer", &["values.extremes crash"]),
        ("narrow", &["values.rare_characters fail"]),
        ("rounds", &["values.long_numbers fail"]),
        (
            "semicolon_formula",
            &["values.formulas fail", "outputs.well_formed warn"],
        ),
        ("undoubled", &["values.quotes fail", "fuzz.rows fail"]),
        ("one_line", &["values.lines fail", "fuzz.rows fail"]),
        ("formula", &["values.formulas fail"]),
        ("wants_days", &["values.text_anywhere fail"]),
        ("percent", &["fuzz.rows crash"]),
    ]);
}

#[test]
fn outputs_are_those_declared_and_whole() {
    each_passing_over(
        &UNRUN,
        &[
            (
                "undeclared",
                &[LIFE[0], LIFE[1], LIFE[2], "outputs.declared fail"],
            ),
            (
                "unclosed",
                &[LIFE[0], LIFE[1], LIFE[2], "outputs.closed fail"],
            ),
        ],
    );
    // Of many rows nobody asks how large a file may be, and so it is through in time.
    let past: Vec<_> = UNRUN
        .into_iter()
        .filter(|start| *start != "control.finish")
        .collect();
    each_passing_over(
        &past,
        &[("floods", &[LIFE[0], LIFE[1], LIFE[2], "outputs.size fail"])],
    );
    // Whose files are never twice the same can't be compared.
    let compared = ["abi.long_host", "life.batches", "memory."];
    each_passing_over(&compared, &[("random", &["outputs.same fail"])]);
    // What can't be read shows no day.
    each_passing_over(
        &["outputs.clock"],
        &[("ragged", &["outputs.well_formed fail", "fuzz.rows fail"])],
    );
    each(&[
        ("semicolon", &["outputs.well_formed warn"]),
        ("open_anyway", &["outputs.failed_open fail"]),
        ("write_anyway", &["outputs.failed_write fail"]),
        ("close_anyway", &["outputs.failed_close fail"]),
        // The C library looks for the time zone.
        ("clock", &["outputs.clock fail", "sandbox.refused warn"]),
        ("all_columns", &["outputs.canaries fail"]),
        ("logs", &["outputs.log fail"]),
        ("tells", &["outputs.log fail"]),
        ("forgets", &["outputs.unused warn"]),
    ]);
}

#[test]
fn it_stops_when_asked_and_keeps_to_its_room() {
    each(&[
        ("deaf", &["control.rows fail"]),
        ("deaf_create", &["control.create fail"]),
        ("deaf_begin", &["control.begin fail"]),
        ("deaf_end", &["control.end fail"]),
        ("deaf_finish", &["control.finish fail"]),
        ("works_on", &["control.rows fail"]),
        ("works_on_at_the_end", &["control.end fail"]),
        ("works_on_in_finish", &["control.finish fail"]),
        ("opens", &["sandbox.refused warn"]),
        ("reads_at_once", &["binary.constructor fail"]),
        ("prints_at_once", &["binary.constructor fail"]),
    ]);
    // Where it may try and is only refused, it goes on.
    let past = UNRUN.into_iter().filter(|start| *start != "sandbox.");
    let past: Vec<_> = past.chain(["control.rows", "control.end"]).collect();
    each_passing_over(
        &past,
        &[("socket", &[LIFE[0], LIFE[2], "sandbox.forbidden fail"])],
    );
    let past = UNLOADED.into_iter().filter(|start| *start != "sandbox.");
    let past: Vec<_> = past.collect();
    each_passing_over(
        &past,
        &[(
            "forks_at_once",
            &[
                "binary.loads fail",
                "binary.constructor fail",
                "sandbox.forbidden fail",
            ],
        )],
    );
    // By name, and by path.
    let report = Made::new("opens", &[]).checked();
    let told = |id: &str| {
        let one = report.checked.iter().find(|one| one.id == id);
        format!("{:?}", one.expect("one result a test").cause)
    };
    assert!(
        told("sandbox.refused").contains("openat(/etc/passwd)"),
        "{}",
        told("sandbox.refused")
    );
    let report = Made::new("socket", &[]).checked();
    let socket = report
        .checked
        .iter()
        .find(|one| one.id == "sandbox.forbidden");
    let socket = format!("{:?}", socket.expect("one result a test").cause);
    assert!(socket.contains("\"socket\""), "{socket}");
}

#[test]
fn what_was_not_run_has_not_passed() {
    let made = Made::new("", &[]);
    let subject = Subject::at(made.0.path(), None).expect("a folder");
    // No helper; and one that loads nothing.
    for (helper, loads) in [("/nowhere/tongdu", "skip"), ("/bin/true", "fail")] {
        let mut wishes = wishes();
        wishes.helper = Path::new(helper);
        let report = check(&subject, &wishes);
        let loads = format!("binary.loads {loads}");
        let expected = with_skipped(&[&loads], &UNLOADED);
        assert_eq!(not_passed(&report), expected, "{helper}");
    }
}

#[test]
fn a_long_number_in_a_workbook_is_text() {
    let book = |how: &str| {
        let made = Made::new(how, &[]);
        let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        let manifest = MANIFEST.replace("text/csv", media);
        let manifest = manifest.replace("out-{date}.csv", "out-{date}.xlsx");
        std::fs::write(made.path("plugin.toml"), manifest).expect("room");
        made
    };
    book("workbook").is(&[], &[], "all text");
    let found = ["values.long_numbers fail"];
    book("workbook_number").is(&found, &[], "18 digits as a number");
}

#[test]
fn a_seed_and_a_choice_of_tests_are_kept_to() {
    let made = Made::new("percent", &[]);
    let subject = Subject::at(&made.path("plugin.toml"), None).expect("there");
    let mut few = wishes();
    few.include = vec!["fuzz".into(), "life.".into()];
    few.exclude = vec!["life.m".into()];
    let report = check(&subject, &few);
    let run: Vec<_> = report.checked.iter().map(|one| one.id).collect();
    let expected = [
        "life.usual",
        "life.zero_rows",
        "life.one_row",
        "life.required_only",
        "life.batches",
        "fuzz.rows",
    ];
    assert_eq!(run, expected);
    let cause = |seed: u64| {
        let mut wishes = wishes();
        (wishes.seed, wishes.include) = (seed, vec!["fuzz".into()]);
        let report = check(&subject, &wishes);
        format!("{:?}", report.checked[0].cause)
    };
    assert_eq!(cause(7), cause(7));
}
