//! Kernels that can't do all of it: without filters nothing is loaded; without Landlock the filters alone
//! keep it in.

use crate::plugins::{HELPER, NEVER, bad_job, bad_manifest, c_library, names, three};
use std::path::{Path, PathBuf};
use std::process::Command;
use tongdu::plugin::{Export, Library, Limits, Problem, run};

/// The program as it runs where the kernel lacks this call.
fn without(call: &str, folder: &Path) -> PathBuf {
    let helper = folder.join(call);
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_plugins/without.c");
    let built = Command::new("cc")
        .arg(format!("-DREAL=\"{HELPER}\""))
        .arg(format!("-DHIDDEN={call}"))
        .arg(source)
        .arg("-o")
        .arg(&helper)
        .status();
    assert!(built.expect("a C compiler").success());
    helper
}

/// What becomes of a library that tries this there; how its output reads.
fn tried(library: &Library, how: &str, helper: &Path) -> Result<String, Problem> {
    let folder = tempfile::tempdir().expect("temp folder");
    let manifest = bad_manifest();
    let export = Export {
        helper,
        manifest: &manifest,
        library,
        job: bad_job(how),
        folder: folder.path(),
        date: "20261123",
        area: "莒口镇",
        limits: &Limits::default(),
        seal: None,
    };
    let report = run(export, three().into_iter(), |_| {}, &NEVER);
    if report.is_err() {
        assert_eq!(names(folder.path()), [""; 0]);
    }
    report.map(|r| std::fs::read_to_string(&r.files[0].path).expect("made"))
}

#[test]
fn where_nothing_can_be_shut_in_nothing_is_loaded() {
    let folder = tempfile::tempdir().expect("temp folder");
    // Its constructor would crash it.
    let library = c_library("tries", Some("null"));
    let tried = tried(&library, "", &without("SYS_seccomp", folder.path()));
    assert!(matches!(tried, Err(Problem::NoSandbox { .. })), "{tried:?}");
}

#[test]
fn without_landlock_the_filters_keep_it_in() {
    let folder = tempfile::tempdir().expect("temp folder");
    let helper = without("SYS_landlock_create_ruleset", folder.path());
    let library = c_library("tries", None);
    let seen = tried(&library, "reach", &helper).expect("it goes on");
    assert!(
        seen.contains("read refused;") && !seen.contains("DONE"),
        "{seen}"
    );
    let forked = tried(&library, "fork", &helper);
    assert_eq!(forked, Err(Problem::Forbidden { rows: 0 }));
}
