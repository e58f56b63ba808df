//! All outputs in one encrypted ZIP: what is in it is what the plug-in wrote, 7-Zip opens it where there
//! is one, and a bad plug-in leaves no ZIP.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::plugins::{NEVER, bad, bad_manifest, names, run_by};
use crate::roster::{civil, export_sealed};
use std::sync::atomic::{AtomicBool, Ordering};
use tongdu::plugin::{Inside, Limits, Lock, Problem, Progress, Seal};

const PASSWORD: &str = "48120377519264083315";
const ZIP: &str = "实名制花名册-莒口镇-20261123.zip";
/// Somebody in the rows; of the rows that are made up.
const CANARY: &str = "何晓红";

fn cover(inside: &[Inside]) -> String {
    format!("{} files", inside.len())
}

fn seal() -> Option<Seal<'static>> {
    Some(Seal {
        file: ZIP,
        lock: Lock::Password(PASSWORD),
        cover: &cover,
    })
}

/// The ways in which a canary could stand in a file.
fn holds_canary(bytes: &[u8]) -> bool {
    let utf16: Vec<u8> = CANARY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gbk = encoding_rs::GB18030.encode(CANARY).0.into_owned();
    let ways = [CANARY.as_bytes().to_vec(), utf16, gbk];
    ways.iter()
        .any(|way| bytes.windows(way.len()).any(|part| part == way))
}

/// Every regular file below, also those that this process holds without a name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => all.extend(files(&entry.path())),
            _ => all.push(entry.path()),
        }
    }
    let held = std::fs::read_dir("/proc/self/fd")
        .into_iter()
        .flatten()
        .flatten();
    let below = |fd: &PathBuf| std::fs::read_link(fd).is_ok_and(|to| to.starts_with(folder));
    all.extend(held.map(|fd| fd.path()).filter(below));
    all
}

#[test]
fn the_zip_holds_what_the_plug_in_wrote_and_no_clear_byte_touches_the_folder() {
    let (plain, sealed) = (
        tempfile::tempdir().expect("temp"),
        tempfile::tempdir().expect("temp"),
    );
    let clear = export_sealed(&civil(), plain.path(), 1_500, None, |_| {}).expect("good");
    assert!(holds_canary(
        &std::fs::read(&clear.files[1].path).expect("the CSV")
    ));
    let mut looks = 0;
    let report = export_sealed(&civil(), sealed.path(), 1_500, seal(), |_| {
        looks += 1;
        assert_eq!(names(sealed.path()), Vec::<String>::new());
        for file in files(sealed.path()) {
            let bytes = std::fs::read(&file).unwrap_or_default();
            assert!(!holds_canary(&bytes), "{}", file.display());
        }
    });
    let report = report.expect("good");
    assert!(looks > 0);
    assert_eq!(names(sealed.path()), [ZIP]);
    let bytes = std::fs::read(sealed.path().join(ZIP)).expect("made");
    assert!(!holds_canary(&bytes));

    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("a ZIP");
    assert_eq!((zip.len(), report.inside.len()), (3, 2));
    for (made, inside) in clear.files.iter().zip(&report.inside) {
        assert_eq!((inside.sha256, inside.size), (made.sha256, made.size));
        let mut entry = zip
            .by_name_decrypt(&inside.name, PASSWORD.as_bytes())
            .expect("opens");
        let mut out = Vec::new();
        entry.read_to_end(&mut out).expect("whole");
        assert!(
            out == std::fs::read(&made.path).expect("made"),
            "{}",
            inside.name
        );
    }
    let wrong = zip.by_name_decrypt(&report.inside[1].name, b"48120377519264083316");
    let wrong = wrong.map(|mut entry| entry.read_to_end(&mut Vec::new()));
    assert!(!matches!(wrong, Ok(Ok(_))), "a wrong password");
    opened_by_7zip(&sealed.path().join(ZIP), &clear.files[1].path);
}

/// By another program than the one that made it.
fn opened_by_7zip(zip: &Path, clear: &Path) {
    let run = |password: &str| {
        let mut found = ["7zz", "7z", "7za"].iter().filter_map(|name| {
            let mut command = Command::new(name);
            command.args(["e", "-so", &format!("-p{password}")]);
            command.arg(zip).arg("*.csv").output().ok()
        });
        found.next()
    };
    let Some(opened) = run(PASSWORD) else {
        println!("no 7-Zip here: that it opens the ZIP is not shown");
        return;
    };
    assert!(
        opened.status.success(),
        "{}",
        String::from_utf8_lossy(&opened.stderr)
    );
    assert!(opened.stdout == std::fs::read(clear).expect("made"));
    assert!(!run("1").expect("it is there").status.success());
}

#[test]
fn a_bad_plug_in_leaves_no_zip() {
    let limits = Limits::default();
    for how in [
        "segv",
        "exit",
        "flood",
        "panic",
        "undeclared",
        "unclosed",
        "forge",
    ] {
        let folder = tempfile::tempdir().expect("temp folder");
        let outcome = run_by(
            &bad_manifest(),
            &bad("acts"),
            how,
            folder.path(),
            &limits,
            seal(),
            |_| {},
            &NEVER,
        );
        assert!(outcome.is_err(), "{how}");
        assert_eq!(names(folder.path()), Vec::<String>::new(), "{how}");
    }
    let folder = tempfile::tempdir().expect("temp folder");
    let good = run_by(
        &bad_manifest(),
        &bad("acts"),
        "good",
        folder.path(),
        &limits,
        seal(),
        |_| {},
        &NEVER,
    );
    assert_eq!(good.expect("good").inside[0].size, 7);
    assert_eq!(names(folder.path()), [ZIP]);
}

#[test]
fn it_tells_how_much_is_encrypted_and_is_stopped_there_with_nothing_left() {
    let limits = Limits::default();
    let run = |progress: &mut dyn FnMut(Progress), cancel: &AtomicBool| {
        let folder = tempfile::tempdir().expect("temp folder");
        let bad = bad("acts");
        let done = run_by(
            &bad_manifest(),
            &bad,
            "good",
            folder.path(),
            &limits,
            seal(),
            progress,
            cancel,
        );
        (done, names(folder.path()))
    };
    let mut told = Vec::new();
    let (done, _) = run(&mut |p| told.push(p), &NEVER);
    let size = done.expect("good").inside[0].size + cover(&[]).len() as u64;
    let sealing = told.iter().filter_map(|p| match p {
        Progress::Sealing { done, all } => Some((*done, *all)),
        _ => None,
    });
    let sealing: Vec<_> = sealing.collect();
    assert_eq!(sealing.first(), Some(&(0, size)));
    assert_eq!(sealing.last(), Some(&(size, size)));
    assert!(sealing.is_sorted(), "{sealing:?}");
    // Rows first, then what is made of them.
    let first = told
        .iter()
        .position(|p| matches!(p, Progress::Sealing { .. }));
    let rows = told.iter().rposition(|p| matches!(p, Progress::At { .. }));
    assert!(rows < first, "{told:?}");

    let cancel = AtomicBool::new(false);
    let stop = |p| {
        if matches!(p, Progress::Sealing { .. }) {
            cancel.store(true, Ordering::Relaxed);
        }
    };
    let (done, left) = run(&mut { stop }, &cancel);
    assert_eq!(done.map(drop), Err(Problem::Cancelled));
    assert_eq!(left, [""; 0]);
}
