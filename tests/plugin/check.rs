//! `plugin check` against plug-ins that are good but for one thing: it finds that, and nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::plugins::{HELPER, libraries};
use tongdu::plugin::check::{
    Checked, Report, Subject, Table, Verdict, Wishes, check, differences, ids,
};
use tongdu::plugin::discover::{beside, discover};
use tongdu::plugin::{CellType, kernel};
use tongdu::service::export::type_of;

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

    /// What didn't pass and wasn't merely passed over, as `id verdict`.
    fn found(&self) -> Vec<String> {
        let report = self.checked();
        assert_eq!(report.checked.len(), ids().count(), "one result a test");
        let told = |one: &Checked| format!("{} {}", one.id, one.verdict.code());
        let loud = |one: &&Checked| {
            let quiet = one.id == "binary.glibc" && one.verdict == Verdict::Warn;
            !matches!(one.verdict, Verdict::Pass | Verdict::Skip) && !quiet
        };
        report.checked.iter().filter(loud).map(told).collect()
    }
}

/// What also fails where nothing goes right.
const LIFE: [&str; 3] = [
    "life.usual fail",
    "life.zero_rows fail",
    "life.one_row fail",
];

fn each(cases: &[(&str, &[&str])]) {
    for (how, expected) in cases {
        assert_eq!(Made::new(how, &[]).found(), *expected, "{how}");
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
    each(&[
        ("magic", &["abi.magic fail"]),
        ("nothing", &["abi.magic fail"]),
        ("short", &["abi.sizes fail"]),
        ("version", &["abi.identity fail"]),
        ("extension", &["abi.extension fail"]),
        ("trusts_host", &["abi.short_host crash"]),
        ("equal_host", &["abi.long_host fail"]),
    ]);
}

#[test]
fn rows_may_be_none_few_or_many() {
    each(&[
        ("crashes", &["life.usual crash", "life.one_row crash"]),
        ("gives_up", &["life.usual fail", "life.one_row fail"]),
        ("only_with_rows", &["life.zero_rows fail"]),
        ("wants_all", &["life.required_only fail"]),
        ("batches", &["life.batches fail"]),
        ("leaks", &["life.memory fail"]),
    ]);
}

#[test]
fn memory_is_left_alone() {
    each(&[
        ("keeps", &["memory.kept crash"]),
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
        ("undoubled", &["values.quotes fail", "fuzz.rows fail"]),
        ("one_line", &["values.lines fail", "fuzz.rows fail"]),
        ("formula", &["values.formulas fail"]),
        ("wants_days", &["values.text_anywhere fail"]),
        ("percent", &["fuzz.rows crash"]),
    ]);
}

#[test]
fn outputs_are_those_declared_and_whole() {
    each(&[
        (
            "undeclared",
            &[LIFE[0], LIFE[1], LIFE[2], "outputs.declared fail"],
        ),
        (
            "unclosed",
            &[LIFE[0], LIFE[1], LIFE[2], "outputs.closed fail"],
        ),
        ("floods", &[LIFE[0], LIFE[1], LIFE[2], "outputs.size fail"]),
        ("open_anyway", &["outputs.failed_open fail"]),
        ("write_anyway", &["outputs.failed_write fail"]),
        ("close_anyway", &["outputs.failed_close fail"]),
        ("ragged", &["outputs.well_formed fail", "fuzz.rows fail"]),
        ("random", &["outputs.same fail"]),
        // The C library looks for the time zone.
        ("clock", &["outputs.clock fail", "sandbox.refused warn"]),
        ("all_columns", &["outputs.canaries fail"]),
        ("forgets", &["outputs.unused warn"]),
    ]);
}

#[test]
fn it_stops_when_asked_and_keeps_to_its_room() {
    each(&[
        ("deaf", &["control.rows fail"]),
        ("deaf_create", &["control.create fail"]),
        ("socket", &[LIFE[0], LIFE[2], "sandbox.forbidden fail"]),
        ("opens", &["sandbox.refused warn"]),
        ("reads_at_once", &["binary.constructor fail"]),
        ("prints_at_once", &["binary.constructor fail"]),
        (
            "forks_at_once",
            &[
                "binary.loads fail",
                "binary.constructor fail",
                "sandbox.forbidden fail",
            ],
        ),
    ]);
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
fn the_library_fits_the_computer() {
    let stack = Made::new("", &["-Wl,-z,execstack"]);
    assert!(
        stack.found().contains(&"binary.stack fail".to_owned()),
        "{:?}",
        stack.found()
    );
    let undefined = Made::new("", &["-DUNDEFINED"]);
    assert_eq!(undefined.found(), ["binary.loads fail"]);
    let renamed = Made::new("", &["-Dtongdu_export_entry_v1=tongdu_export_entry_v2"]);
    assert_eq!(renamed.found(), ["binary.symbol fail", "binary.loads fail"]);

    let good = Made::new("", &[]);
    let bytes = std::fs::read(good.path("libbad.so")).expect("just built");
    let spoilt = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        change(&mut bytes);
        std::fs::write(good.path("libbad.so"), bytes).expect("room");
        good.found()
    };
    let both = ["binary.elf fail", "binary.loads fail"];
    assert_eq!(spoilt(&|bytes| *bytes = b"#!/bin/sh\n".to_vec()), both);
    assert_eq!(spoilt(&|bytes| bytes[4] = 1), both, "32 bits");
    assert_eq!(spoilt(&|bytes| bytes[18] = 8), both, "MIPS");
    // Too short to say what it needs.
    assert_eq!(spoilt(&|bytes| bytes.truncate(100)), both);
}

#[test]
fn musl_is_named() {
    let folder = tempfile::tempdir().expect("temp folder");
    let stub = folder.path().join("libc.musl-x86_64.so.1");
    let made = Command::new("cc")
        .args([
            "-shared",
            "-fPIC",
            "-xc",
            "/dev/null",
            "-Wl,-soname,libc.musl-x86_64.so.1",
            "-o",
        ])
        .arg(&stub)
        .status();
    assert!(made.expect("a C compiler").success());
    let musl = Made::new("", &["-Wl,--no-as-needed", stub.to_str().expect("plain")]);
    assert_eq!(musl.found(), ["binary.libc fail", "binary.loads fail"]);
}

#[test]
fn the_folder_is_whole() {
    let good = Made::new("", &[]);
    let with = |from: &str, to: &str| {
        good.manifest(from, to);
        good.found()
    };
    assert_eq!(with("id = 'bad'", "idd = 'bad'"), ["package.manifest fail"]);
    assert_eq!(
        with("name = 'note'", "name = 'notes'")[0],
        "package.fields fail"
    );
    assert_eq!(
        with("'说明', en = 'notes'", "'是谁', en = 'who'"),
        ["package.reasons warn"]
    );
    assert_eq!(
        with("media_type = 'text/csv'", "media_type = 'text/plain'"),
        ["package.files warn"]
    );
    good.manifest("id = 'bad'", "id = 'bad'");
    let layout = "[[sheet]]\nname = '表'\ndataset = 'people'\n[[sheet.column]]\nheading = '姓名'\nfield = 'NAME'\n\
        [[file]]\noutput = 'out.csv'\nkind = 'csv'\nsheets = ['表']\n";
    for (field, output, expected) in [
        ("phone", "out.csv", "package.layout fail"),
        ("name", "other.csv", "package.layout fail"),
    ] {
        let layout = layout.replace("NAME", field).replace("out.csv", output);
        std::fs::write(good.path("layout.toml"), layout).expect("room");
        assert_eq!(good.found(), [expected]);
    }
    std::fs::write(good.path("layout.toml"), "colour = 'red'\n").expect("room");
    assert_eq!(good.found(), ["package.layout warn"]);
    std::fs::remove_file(good.path("libbad.so")).expect("there");
    std::fs::remove_file(good.path("layout.toml")).expect("there");
    assert_eq!(good.found(), ["package.library fail"]);
    assert!(Subject::at(&good.path("nowhere"), None).is_err());
}

/// Those that came with the program.
fn shipped() -> Vec<(String, Subject)> {
    let (found, refused) = discover(&beside(&libraries().join("tongdu")), &[]);
    assert!(refused.is_empty(), "{refused:?}");
    found
        .iter()
        .map(|found| (found.manifest.id.clone(), Subject::of(found)))
        .collect()
}

#[test]
fn what_came_with_the_program_passes_whole() {
    let mut seen = 0;
    for (id, subject) in shipped() {
        let mut wishes = Wishes::new(Path::new(HELPER), &type_of);
        wishes.jobs = 2;
        let report = check(&subject, &wishes);
        let not = report
            .checked
            .iter()
            .filter(|one| one.verdict != Verdict::Pass);
        // The build machine's own glibc is its packager's business.
        let not: Vec<_> = not.filter(|one| one.id != "binary.glibc").collect();
        assert!(not.is_empty(), "{id}: {not:?}");
        assert!(!report.tables.is_empty(), "{id} shows no table");
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn a_changed_layout_is_shown_before_and_after() {
    let own = |from: &str, to: &str| {
        let mut all = shipped().into_iter();
        let (_, mut civil) = all.find(|(id, _)| id == "civil_affairs").expect("shipped");
        let layout = civil.layout.clone().expect("there");
        assert!(layout.contains(from), "{from}");
        civil.layout = Ok(layout.replacen(from, to, 1));
        civil
    };
    let mut wishes = Wishes::new(Path::new(HELPER), &type_of);
    wishes.include = vec!["life.usual".into()];
    let before = own("heading = \"姓名\"", "heading = \"姓名\"");
    let same = check(&own("width = 6", "width = 8"), &wishes);
    assert_eq!(differences(&before, &same.tables, &wishes), []);
    let renamed = check(
        &own("heading = \"姓名\"", "heading = \"本人姓名\""),
        &wishes,
    );
    let told = differences(&before, &renamed.tables, &wishes);
    let headings = |table: &Option<Table>| table.as_ref().map(|table| table.heading[1].clone());
    let told: Vec<_> = told
        .iter()
        .map(|(a, b)| (headings(a), headings(b)))
        .collect();
    let pair = (Some("姓名".to_owned()), Some("本人姓名".to_owned()));
    assert_eq!(told, [pair.clone(), pair], "in the workbook and in the CSV");
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
