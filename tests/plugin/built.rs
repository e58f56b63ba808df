//! Libraries that were built for another computer: what they need and what there is, in words.

use crate::plugins::{NEVER, c_library, names, run_bad};
use tongdu::plugin::built::Misbuilt;
use tongdu::plugin::{Library, Limits, Problem};

/// Puts these bytes where those are, everywhere.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    let places: Vec<usize> = (0..bytes.len() - from.len())
        .filter(|at| bytes[*at..].starts_with(from))
        .collect();
    assert!(!places.is_empty(), "{from:?}");
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

#[test]
fn what_was_built_for_another_computer_is_told_so() {
    let good = c_library("tries", None).bytes().expect("in memory");
    let folder = tempfile::tempdir().expect("temp folder");
    let tried = |bytes: &[u8]| {
        let path = folder.path().join("lib.so");
        std::fs::write(&path, bytes).expect("room");
        let library = Library::read(&path).expect("a file");
        std::fs::remove_file(path).expect("there");
        let ran = run_bad(
            &library,
            "",
            folder.path(),
            &Limits::default(),
            |_| {},
            &NEVER,
        );
        assert_eq!(names(folder.path()), [""; 0]);
        ran.map(|_| ()).expect_err("it can't be loaded")
    };
    let mut other = good.clone();
    other[18] = 243;
    let told = Problem::Misbuilt {
        why: Misbuilt::Machine(243),
    };
    assert_eq!(tried(&other), told);
    let mut small = good.clone();
    small[4] = 1;
    let told = Problem::Misbuilt {
        why: Misbuilt::OtherClass,
    };
    assert_eq!(tried(&small), told);
    let text = Problem::Misbuilt {
        why: Misbuilt::NoElf,
    };
    assert_eq!(tried(b"not a library"), text);
    let newer = replaced(&good, b"GLIBC_2.2.5\0", b"GLIBC_2.995\0");
    let problem = tried(&newer);
    let Problem::Misbuilt {
        why: Misbuilt::Glibc { found, here },
    } = problem
    else {
        panic!("{problem}");
    };
    assert_eq!(found, (2, 995));
    assert!(here >= (2, 28) && here < found, "{here:?}");
    let musl = replaced(&good, b"libc.so.6\0", b"libc.so\0\0\0");
    let told = Problem::Misbuilt {
        why: Misbuilt::Musl("libc.so".into()),
    };
    assert_eq!(tried(&musl), told);
}
