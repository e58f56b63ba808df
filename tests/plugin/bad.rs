//! Bad plug-ins end in a typed problem, leave nothing behind, and this process lives.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::plugins::{HELPER, NEVER, bad, bad_job, bad_manifest, names, run_bad, three};
use tongdu::plugin::breach::Breach;
use tongdu::plugin::{Cell, CellType, Dataset, Export, Library, Limits, Problem, Progress, run};

/// A test that goes wrong must end too.
fn usual() -> Limits {
    Limits {
        run: Duration::from_secs(20),
        cancel_grace: Duration::from_millis(300),
        ..Limits::default()
    }
}

fn acts(how: &str, limits: &Limits) -> Problem {
    let folder = tempfile::tempdir().expect("temp folder");
    let outcome = run_bad(&bad("acts"), how, folder.path(), limits, |_| {}, &NEVER);
    assert!(
        names(folder.path()).is_empty(),
        "{how} left something behind"
    );
    outcome.expect_err(how)
}

#[test]
fn a_good_one_gives_its_file() {
    let folder = tempfile::tempdir().expect("temp folder");
    let mut told = Vec::new();
    let done = run_bad(
        &bad("acts"),
        "good",
        folder.path(),
        &usual(),
        |p| told.push(p),
        &NEVER,
    );
    let report = done.expect("well-behaved");
    assert_eq!((report.rows, report.files[0].size), (3, 7));
    assert_eq!(names(folder.path()), ["out-莒口镇-20261123.txt"]);
    assert_eq!(
        std::fs::read_to_string(&report.files[0].path).expect("made"),
        "3 rows\n"
    );
    assert!(told.contains(&Progress::Note("done".into())), "{told:?}");
    assert!(
        told.contains(&Progress::At { rows: 3, bytes: 7 }),
        "{told:?}"
    );
}

#[test]
fn a_bad_one_ends_in_a_typed_problem_and_leaves_nothing() {
    let limits = usual();
    let crashed = |signal: &str| Problem::Crashed {
        signal: signal.into(),
        rows: 0,
    };
    let breach = |why, rows| Problem::Breach { why, rows };
    let unclosed = Breach::Unclosed {
        output: "out.txt".into(),
    };
    for (how, problem) in [
        ("segv", crashed("SIGSEGV")),
        ("abort", crashed("SIGABRT")),
        ("memory", crashed("SIGABRT")),
        (
            "exit",
            Problem::Unfinished {
                status: "0".into(),
                rows: 0,
            },
        ),
        (
            "flood",
            Problem::TooBig {
                name: "out.txt".into(),
                limit: 1_000_000,
            },
        ),
        (
            "panic",
            Problem::Failed {
                code: 1,
                text: "panic:  [31mno more".into(),
                rows: 0,
            },
        ),
        ("undeclared", breach(Breach::Undeclared, 3)),
        ("unclosed", breach(unclosed, 3)),
        ("forge", breach(Breach::NotTaken, 3)),
    ] {
        assert_eq!(acts(how, &limits), problem, "{how}");
    }
}

#[test]
fn a_hanging_one_is_stopped() {
    let limits = Limits {
        stall: Duration::from_millis(200),
        ..usual()
    };
    assert_eq!(
        acts("hang", &limits),
        Problem::Stalled {
            seconds: 0,
            rows: 0
        }
    );
    let limits = Limits {
        run: Duration::from_millis(200),
        ..usual()
    };
    assert_eq!(
        acts("hang", &limits),
        Problem::TooLong {
            seconds: 0,
            rows: 0
        }
    );
    let limits = Limits {
        load: Duration::from_millis(200),
        ..usual()
    };
    let folder = tempfile::tempdir().expect("temp folder");
    let outcome = run_bad(&bad("load"), "", folder.path(), &limits, |_| {}, &NEVER);
    assert_eq!(outcome, Err(Problem::LoadTimeout { seconds: 0 }));
    assert!(names(folder.path()).is_empty());
}

#[test]
fn cancelling_works_whether_it_listens_or_not() {
    for how in ["polite", "deaf"] {
        let folder = tempfile::tempdir().expect("temp folder");
        let (cancel, mut told) = (AtomicBool::new(false), Vec::new());
        let stop = |progress| {
            cancel.fetch_or(
                progress == Progress::Note("waiting".into()),
                Ordering::Relaxed,
            );
            told.push(progress);
        };
        let outcome = run_bad(&bad("acts"), how, folder.path(), &usual(), stop, &cancel);
        assert_eq!(outcome, Err(Problem::Cancelled), "{how}");
        assert_eq!(
            told.contains(&Progress::Note("stopping".into())),
            how == "polite",
            "{told:?}"
        );
        assert!(names(folder.path()).is_empty());
    }
}

#[test]
fn what_is_no_plug_in_of_ours_is_not_loaded() {
    let folder = tempfile::tempdir().expect("temp folder");
    let outcome = |library: &Library| {
        run_bad(library, "", folder.path(), &usual(), |_| {}, &NEVER).expect_err("bad")
    };
    let abi = Problem::Mismatch {
        what: "abi",
        expected: "1".into(),
        found: "2".into(),
    };
    assert_eq!(outcome(&bad("abi")), abi);
    let missing = outcome(&bad("symbol"));
    assert!(
        matches!(&missing, Problem::NotLoaded { why } if why.contains("tongdu_export_entry_v1")),
        "{missing}"
    );
    let text = folder.path().join("libtext.so");
    std::fs::write(&text, "not a library").expect("room");
    let library = Library::read(&text).expect("a file");
    assert!(matches!(outcome(&library), Problem::Misbuilt { .. }));

    let mut manifest = bad_manifest();
    manifest.version = "2".into();
    let (library, limits) = (bad("acts"), usual());
    let export = export(&manifest, &library, folder.path(), &limits);
    let mismatch = Problem::Mismatch {
        what: "version",
        expected: "2".into(),
        found: "1".into(),
    };
    assert_eq!(
        run(export, three().into_iter(), |_| {}, &NEVER),
        Err(mismatch)
    );
    assert_eq!(names(folder.path()), ["libtext.so"]);
}

fn export<'a>(
    manifest: &'a tongdu::plugin::Manifest,
    library: &'a Library,
    folder: &'a Path,
    limits: &'a Limits,
) -> Export<'a> {
    let job = bad_job("good");
    Export {
        helper: Path::new(HELPER),
        manifest,
        library,
        job,
        folder,
        date: "1",
        area: "a",
        limits,
        seal: None,
    }
}

#[test]
fn the_bytes_hashed_are_the_bytes_loaded() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (copy, out) = (folder.path().join("lib.so"), folder.path().join("out"));
    std::fs::copy(bad("acts").path(), &copy).expect("room");
    std::fs::create_dir(&out).expect("room");
    let library = Library::read(&copy).expect("a file");
    std::fs::copy(bad("abi").path(), &copy).expect("swapped");
    assert_ne!(
        Library::read(&copy).expect("a file").sha256(),
        library.sha256()
    );
    assert_eq!(library.sha256(), bad("acts").sha256());
    run_bad(&library, "good", &out, &usual(), |_| {}, &NEVER).expect("what was read is what runs");
}

#[test]
fn an_existing_file_is_never_touched() {
    let folder = tempfile::tempdir().expect("temp folder");
    let path = folder.path().join("out-莒口镇-20261123.txt");
    std::fs::write(&path, "theirs").expect("room");
    // A plug-in that would crash: the refusal comes before it is started.
    let outcome = run_bad(
        &bad("acts"),
        "segv",
        folder.path(),
        &usual(),
        |_| {},
        &NEVER,
    );
    assert_eq!(outcome, Err(Problem::Exists { path: path.clone() }));
    std::fs::remove_file(&path).expect("there");

    // It appears while the plug-in runs.
    let meanwhile = |_| std::fs::write(&path, "theirs").expect("room");
    let outcome = run_bad(
        &bad("acts"),
        "good",
        folder.path(),
        &usual(),
        meanwhile,
        &NEVER,
    );
    assert_eq!(outcome, Err(Problem::Exists { path: path.clone() }));
    assert_eq!(std::fs::read_to_string(&path).expect("theirs"), "theirs");
}

#[test]
fn the_child_has_nothing_but_its_pipes() {
    let folder = tempfile::tempdir().expect("temp folder");
    // Would be inherited, as a shell's descriptors are.
    let leaked = rustix::io::dup(std::io::stderr()).expect("stderr");
    rustix::io::fcntl_setfd(&leaked, rustix::io::FdFlags::empty()).expect("open");
    let report = run_bad(
        &bad("acts"),
        "look",
        folder.path(),
        &usual(),
        |_| {},
        &NEVER,
    )
    .expect("good");
    let seen = std::fs::read_to_string(&report.files[0].path).expect("made");
    // 0, 1, 2 and three pipes.
    assert_eq!(seen, "env 0 open 6 core true fsize true");
}

#[test]
fn only_declared_columns_and_whole_rows_are_sent() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (manifest, library, limits) = (bad_manifest(), bad("acts"), usual());
    let with = |fields: &[(&str, CellType)], rows: Vec<(usize, Vec<Cell>)>| {
        let mut export = export(&manifest, &library, folder.path(), &limits);
        let fields = fields
            .iter()
            .map(|(name, kind)| (name.to_string(), *kind))
            .collect();
        export.job.datasets = vec![Dataset {
            name: "people".into(),
            fields,
            row_estimate: 1,
        }];
        run(export, rows.into_iter(), |_| {}, &NEVER).expect_err("refused")
    };
    let (dataset, field) = ("people".to_string(), "income".to_string());
    let name = ("name", CellType::Text);
    assert_eq!(
        with(&[name, ("income", CellType::Int)], vec![]),
        Problem::Undeclared {
            dataset: dataset.clone(),
            field
        }
    );
    assert_eq!(
        with(&[], vec![]),
        Problem::Withheld {
            dataset,
            field: "name".into()
        }
    );
    for (row, why) in [
        ((0, vec![]), "row 1: 0 cells for 1 columns"),
        (
            (0, vec![Cell::Int(1)]),
            "row 1: a cell of name is of another type",
        ),
        ((1, vec![Cell::Null]), "a row of dataset 1 out of order"),
        (
            (0, vec![Cell::Text("字".repeat(400_000))]),
            "row 1: a row larger than a frame",
        ),
    ] {
        assert_eq!(with(&[name], vec![row]), Problem::Rows { why: why.into() });
    }
    assert!(names(folder.path()).is_empty());
}

#[test]
fn by_hand_the_helper_says_what_it_is() {
    for args in [
        &["plugin-host"][..],
        &["plugin-host", "0", "1", "2", "3", "4"],
        &["plugin-host", "3", "4", "5", "6", "1"],
    ] {
        let done = Command::new(HELPER).args(args).output().expect("built");
        assert_eq!(done.status.code(), Some(64), "{args:?}");
    }
}
