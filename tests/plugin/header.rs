//! The example in the C header is what people copy first: it compiles, and it runs.

use std::path::Path;
use std::process::Command;

use tongdu::plugin::{Export, Library, Limits, Manifest, run};

use crate::plugins::{HELPER, NEVER, bad_job, bad_manifest_text, names, three};

const HEADER: &str = include_str!("../../plugins/sdk/include/tongdu_export.h");

/// The example's lines, out of the comment.
fn example() -> String {
    let from = HEADER.find(" *   #include <stdlib.h>").expect("an example");
    let to = HEADER.find(" */\n#ifndef").expect("the comment's end");
    let lines = HEADER[from..to].lines();
    let bare = lines.map(|line| line.strip_prefix(" *   ").unwrap_or_default());
    bare.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn the_example_in_the_header_compiles_and_runs() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (source, library) = (
        folder.path().join("my_export.c"),
        folder.path().join("libmy_export.so"),
    );
    std::fs::write(&source, example()).expect("room");
    let include = concat!(env!("CARGO_MANIFEST_DIR"), "/plugins/sdk/include");
    for standard in ["-std=c11", "-std=c99"] {
        let status = Command::new("cc")
            .args([
                standard,
                "-pedantic",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-shared",
            ])
            .args(["-fPIC", "-O2", "-I", include, "-o"])
            .arg(&library)
            .arg(&source)
            .status();
        assert!(status.expect("a C compiler").success(), "{standard}");
    }
    let manifest = bad_manifest_text()
        .replace("id='bad'", "id='my_export'")
        .replace("version='1'", "version='1.0'")
        .replace("'out.txt'", "'names.txt'");
    let manifest = Manifest::parse(&manifest).expect("a good manifest");
    let out = folder.path().join("out");
    std::fs::create_dir(&out).expect("room");
    let export = Export {
        helper: Path::new(HELPER),
        manifest: &manifest,
        library: &Library::read(&library).expect("just built"),
        job: bad_job(""),
        folder: &out,
        date: "20261123",
        area: "莒口镇",
        limits: &Limits::default(),
        seal: None,
    };
    let report = run(export, three().into_iter(), |_| {}, &NEVER).expect("well-behaved");
    assert_eq!((report.rows, names(&out).len()), (3, 1));
    let text = std::fs::read_to_string(&report.files[0].path).expect("text");
    assert_eq!(text, "甲\n乙\n丙\n");
}
