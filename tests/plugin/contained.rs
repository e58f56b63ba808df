//! What a plug-in may not do, it can't: each attempt ends in its cause, leaves nothing behind, and
//! this process lives.

use std::time::Duration;

use crate::plugins::{NEVER, c_library, names, run_bad};
use tongdu::plugin::{Library, Limits, Problem};

fn limits() -> Limits {
    Limits {
        stall: Duration::from_millis(500),
        run: Duration::from_secs(20),
        cancel_grace: Duration::from_millis(300),
        ..Limits::default()
    }
}

/// What becomes of a library that tries this; how its output reads if it gets that far.
fn tried(library: &Library, how: &str) -> Result<String, Problem> {
    let folder = tempfile::tempdir().expect("temp folder");
    let report = run_bad(library, how, folder.path(), &limits(), |_| {}, &NEVER);
    if report.is_err() {
        assert!(names(folder.path()).is_empty(), "{how} left something");
    }
    report.map(|r| std::fs::read_to_string(&r.files[0].path).expect("made"))
}

fn crashed(signal: &str) -> Problem {
    Problem::Crashed {
        signal: signal.into(),
        rows: 0,
    }
}

#[test]
fn every_way_to_break_ends_in_its_cause() {
    let library = c_library("tries", None);
    let left = Problem::Unfinished {
        status: "0".into(),
        rows: 0,
    };
    let stalled = Problem::Stalled {
        seconds: 0,
        rows: 0,
    };
    let gave_up = Problem::Failed {
        code: 12,
        text: "no memory".into(),
        rows: 0,
    };
    for (how, problem) in [
        ("null", crashed("SIGSEGV")),
        ("abort", crashed("SIGABRT")),
        // The guard page of the stack; the run time says so and aborts.
        ("overflow", crashed("SIGABRT")),
        ("loop", stalled.clone()),
        ("sleep", stalled),
        ("exit", left),
        ("malloc", gave_up),
        ("careless", crashed("SIGSEGV")),
    ] {
        assert_eq!(tried(&library, how), Err(problem), "{how}");
    }
    // Filling memory takes its time where others compute: that isn't hanging.
    let patient = Limits {
        stall: Duration::from_secs(30),
        ..limits()
    };
    let folder = tempfile::tempdir().expect("temp folder");
    let shared = run_bad(&library, "share", folder.path(), &patient, |_| {}, &NEVER);
    assert!(names(folder.path()).is_empty(), "share left something");
    let Err(Problem::Memory { limit, used, rows }) = shared else {
        panic!("shared memory: {shared:?}");
    };
    assert_eq!((limit, rows), (512 << 20, 0));
    assert!(used > limit);
}

#[test]
fn what_only_a_dishonest_one_tries_ends_it() {
    let library = c_library("tries", None);
    for how in [
        "fork", "vfork", "system", "exec", "ptrace", "kill", "kill-all", "socket",
    ] {
        assert_eq!(
            tried(&library, how),
            Err(Problem::Forbidden { rows: 0 }),
            "{how}"
        );
    }
}

#[test]
fn it_reaches_nothing_but_its_own_memory_and_threads() {
    let library = c_library("tries", None);
    assert_eq!(tried(&library, "thread").as_deref(), Ok("thread DONE;"));
    let seen = tried(&library, "reach").expect("it goes on");
    let names = "read write append hidden list remove run limit outlive signal file library look";
    let refused = names.split(' ').map(|name| format!("{name} refused;"));
    assert_eq!(seen, refused.collect::<String>());
    assert!(!std::path::Path::new("/tmp/tongdu-was-here").exists());
}

#[test]
fn a_constructor_reaches_no_further() {
    let seen = tried(&c_library("tries", Some("reach")), "");
    let names = "dumpable read write append hidden list remove run limit outlive signal file";
    let refused = names.split(' ').map(|name| format!("{name} refused;"));
    let refused = format!("mortal DONE;{}", refused.collect::<String>());
    let told = Problem::Mismatch {
        what: "version",
        expected: "1".into(),
        found: refused,
    };
    assert_eq!(seen, Err(told));
    assert_eq!(
        tried(&c_library("tries", Some("null")), ""),
        Err(crashed("SIGSEGV"))
    );
    for how in ["fork", "kill", "socket", "exec"] {
        assert_eq!(
            tried(&c_library("tries", Some(how)), ""),
            Err(Problem::Forbidden { rows: 0 }),
            "{how}"
        );
    }
}

#[test]
fn garbage_on_descriptors_is_a_breach() {
    let library = c_library("tries", None);
    let breach = tried(&library, "garbage");
    assert!(matches!(breach, Err(Problem::Breach { .. })), "{breach:?}");
    // It can't say that it is done any more; a build with checks finds its own pipe closed.
    let closed = tried(&library, "close");
    let ended = matches!(
        closed,
        Err(Problem::Unfinished { .. } | Problem::Crashed { .. })
    );
    assert!(ended, "{closed:?}");
}
