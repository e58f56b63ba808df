//! `binary`: the library as a file, and being loaded.

use super::super::built::{self, Misbuilt};
use super::super::child::{probe, syscalls};
use super::super::elf::{self, Elf};
use super::super::problem::Problem;
use super::bench::{Bench, first};
use super::{Finding, Needs, Outcome, Test, test};
use tongdu_sdk::abi::ENTRY_SYMBOL;

pub const TESTS: &[Test] = &[
    test("binary.elf", Needs::Library, elf),
    test("binary.symbol", Needs::Library, symbol),
    test("binary.libc", Needs::Library, libc),
    test("binary.glibc", Needs::Library, glibc),
    test("binary.stack", Needs::Library, stack),
    test("binary.loads", Needs::Library, loads),
    test("binary.constructor", Needs::Library, constructor),
];

/// The glibc of the oldest office desktops; packages are built against it.
const OLDEST: (u32, u32) = (2, 28);

/// A symbol of any major begins so.
const ENTRY_OF_A_MAJOR: &str = "tongdu_export_entry_v";

/// Its head; a test that needs it is passed over where it can't be read.
fn head(bench: &Bench<'_>) -> Result<Elf, Finding> {
    let unreadable = |_| first("binary.elf");
    elf::read(&bytes(bench)?).map_err(unreadable)
}

fn bytes(bench: &Bench<'_>) -> Result<Vec<u8>, Finding> {
    let library = bench.subject.library.as_ref().map_err(Clone::clone)?;
    let unreadable = |why: std::io::Error| Problem::Unreadable {
        path: library.path().into(),
        why: why.to_string(),
    };
    Ok(library.bytes().map_err(unreadable)?)
}

impl From<Misbuilt> for Finding {
    fn from(why: Misbuilt) -> Finding {
        Finding::fail(why.key(), why.args())
    }
}

fn elf(bench: &Bench<'_>) -> Outcome {
    built::head(&bytes(bench)?)?;
    Ok(())
}

fn symbol(bench: &Bench<'_>) -> Outcome {
    let exports = head(bench)?.exports;
    if exports.iter().any(|name| name == ENTRY_SYMBOL) {
        return Ok(());
    }
    let wanted = ("wanted", ENTRY_SYMBOL.to_owned());
    let other = exports
        .into_iter()
        .find(|name| name.starts_with(ENTRY_OF_A_MAJOR));
    Err(match other {
        Some(found) => Finding::fail("checked-cause-other-major", vec![wanted, ("found", found)]),
        None => Finding::fail("checked-cause-no-symbol", vec![wanted]),
    })
}

fn libc(bench: &Bench<'_>) -> Outcome {
    built::musl(&head(bench)?).map_or(Ok(()), |why| Err(why.into()))
}

fn glibc(bench: &Bench<'_>) -> Outcome {
    match built::newest_glibc(&head(bench)?) {
        Some((major, minor)) if (major, minor) > OLDEST => {
            let args = vec![
                ("found", format!("{major}.{minor}")),
                ("oldest", format!("{}.{}", OLDEST.0, OLDEST.1)),
            ];
            Err(Finding::warn("checked-cause-glibc", args))
        }
        _ => Ok(()),
    }
}

fn stack(bench: &Bench<'_>) -> Outcome {
    match head(bench)?.executable_stack {
        true => Err(Finding::fail("checked-cause-stack", vec![])),
        false => Ok(()),
    }
}

/// It gets as far as saying who it is; whether that is right, the family `abi` says.
fn loads(bench: &Bench<'_>) -> Outcome {
    let usual = bench.usual();
    match &usual.files {
        _ if usual.is_in() => Ok(()),
        Ok(_) => Ok(()),
        Err(why) => Err(why.clone().into()),
    }
}

/// Constructors run before anybody knows what the library is; they have no business outside.
fn constructor(bench: &Bench<'_>) -> Outcome {
    let calls = bench.calls();
    let told = calls.notes.iter();
    let told = told.filter_map(|note| note.strip_prefix(probe::REFUSED_LOADING));
    let names: Vec<String> = told.map(call).collect();
    if names.is_empty() {
        return match calls.is_in() {
            true => Ok(()),
            false => {
                bench.ready_for(Needs::Loads)?;
                calls.files.clone().map(drop).map_err(Finding::from)
            }
        };
    }
    let args = vec![("calls", listed(names))];
    Err(Finding::fail("checked-cause-constructor", args))
}

/// A told call as people read it: its name, and the path if it has one.
pub fn call(told: &str) -> String {
    let (number, path) = told.split_once(' ').unwrap_or((told, ""));
    let name = number
        .parse()
        .map_or_else(|_| number.into(), syscalls::name);
    match path {
        "" => name,
        path => format!("{name}({path})"),
    }
}

/// Each once, in order.
pub fn listed(mut names: Vec<String>) -> String {
    names.sort();
    names.dedup();
    names.truncate(12);
    names.join(" ")
}
