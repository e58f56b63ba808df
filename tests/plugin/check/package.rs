//! What lies in a plug-in's folder: the library as a file, the manifest, the layout, hashes, signature.

use std::path::Path;
use std::process::Command;

use super::{MANIFEST, Made, UNLOADED, with_skipped};
use crate::plugins::{HELPER, libraries};
use sha2::{Digest, Sha256};
use tongdu::plugin::check::{Subject, Verdict, Wishes, check};
use tongdu::plugin::new::{Language, write};
use tongdu::service::export::type_of;

#[test]
fn the_library_fits_the_computer() {
    let stack = Made::new("", &["-Wl,-z,execstack"]);
    assert!(
        stack.found().contains(&"binary.stack fail".to_owned()),
        "{:?}",
        stack.found()
    );
    let undefined = Made::new("", &["-DUNDEFINED"]);
    undefined.is(&["binary.loads fail"], &UNLOADED, "an undefined symbol");
    let renamed = Made::new("", &["-Dtongdu_export_entry_v1=tongdu_export_entry_v2"]);
    let both = ["binary.symbol fail", "binary.loads fail"];
    renamed.is(&both, &UNLOADED, "another entry");

    let good = Made::new("", &[]);
    let bytes = std::fs::read(good.path("libbad.so")).expect("just built");
    let spoilt = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        change(&mut bytes);
        std::fs::write(good.path("libbad.so"), bytes).expect("room");
        good.found()
    };
    let both = ["binary.elf fail", "binary.loads fail"];
    let unread = [&UNLOADED[..], &["binary."]].concat();
    let unread = with_skipped(&both, &unread);
    assert_eq!(spoilt(&|bytes| *bytes = b"#!/bin/sh\n".to_vec()), unread);
    assert_eq!(spoilt(&|bytes| bytes[4] = 1), unread, "32 bits");
    let other = with_skipped(&both, &UNLOADED);
    assert_eq!(spoilt(&|bytes| bytes[18] = 8), other, "MIPS");
    // Too short to say what it needs.
    assert_eq!(spoilt(&|bytes| bytes.truncate(100)), unread);
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
    let both = ["binary.libc fail", "binary.loads fail"];
    musl.is(&both, &UNLOADED, "musl");
}

#[test]
fn the_folder_is_whole() {
    let good = Made::new("", &[]);
    let with = |from: &str, to: &str| {
        good.manifest(from, to);
        good.found()
    };
    let all_else = ["package.", "binary."].into_iter().chain(UNLOADED);
    let all_else: Vec<_> = all_else.collect();
    let no_manifest = with_skipped(&["package.manifest fail"], &all_else);
    // A signature can be looked at without.
    let no_manifest = no_manifest
        .iter()
        .filter(|told| !told.starts_with("package.signature"));
    assert!(with("id = 'bad'", "idd = 'bad'").iter().eq(no_manifest));
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
    let told = |from: &str, to: &str| {
        let layout = layout.replace(from, to).replace("NAME", "name");
        std::fs::write(good.path("layout.toml"), layout).expect("room");
        good.found()
    };
    assert_eq!(told("", ""), [""; 0]);
    for (from, to) in [
        ("NAME", "phone"),
        ("out.csv", "other.csv"),
        ("'people'", "'kids'"),
    ] {
        assert_eq!(told(from, to), ["package.layout fail"], "{to}");
    }
    std::fs::write(good.path("layout.toml"), "colour = 'red'\n").expect("room");
    assert_eq!(good.found(), ["package.layout warn"]);
    std::fs::remove_file(good.path("libbad.so")).expect("there");
    std::fs::remove_file(good.path("layout.toml")).expect("there");
    let nothing = [&UNLOADED[..], &["binary."]].concat();
    good.is(&["package.library fail"], &nothing, "no library");
    assert!(Subject::at(&good.path("nowhere"), None).is_err());
}

/// Of minisign itself, and in the form that counts no more.
const SIGNATURE: &str = "untrusted comment: signature from minisign secret key\n\
    RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\n\
    trusted comment: timestamp:1556193335\tfile:test\n\
    y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg==\n";

#[test]
fn what_is_named_and_signed_is_what_lies_there() {
    let made = Made::new("", &[]);
    let sum = |name: &str| -> String {
        let hash = Sha256::digest(std::fs::read(made.path(name)).expect("there"));
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let naming = |lines: &str| {
        let manifest = MANIFEST.replace("[purpose]", &format!("[sha256]\n{lines}[purpose]"));
        std::fs::write(made.path("plugin.toml"), manifest).expect("room");
        made.found()
    };
    let hashes = ["package.hashes fail"];
    let library = format!("library = '{}'\n", sum("libbad.so"));
    assert_eq!(naming(&library), [""; 0]);
    assert_eq!(
        naming(&format!("library = '{}'\n", sum("plugin.toml"))),
        hashes
    );
    std::fs::write(made.path("layout.toml"), "colour = 'red'\n").expect("room");
    let other = ["package.layout warn", "package.hashes fail"];
    assert_eq!(naming(&format!("layout = '{}'\n", sum("libbad.so"))), other);
    // Signed, it has to name both.
    let signature = made.path("plugin.toml.minisig");
    std::fs::write(&signature, SIGNATURE).expect("room");
    let layout = format!("layout = '{}'\n", sum("layout.toml"));
    assert_eq!(naming(&library), other);
    assert_eq!(naming(&layout), other);
    assert_eq!(
        naming(&format!("{library}{layout}")),
        ["package.layout warn"]
    );
    let old = SIGNATURE.replace("\nRUQ", "\nRWQ");
    let other = ["package.layout warn", "package.signature fail"];
    for bad in [old.as_str(), "", "signed: me\n", &"x".repeat(5_000)] {
        std::fs::write(&signature, bad).expect("room");
        assert_eq!(made.found(), other, "{bad:.20}");
    }
}

#[test]
fn a_layout_alone_makes_every_file_and_has_no_library_beside_it() {
    let folder = tempfile::tempdir().expect("temp folder");
    write(Language::Layout, "ours", "education", None, folder.path()).expect("an empty folder");
    let checked = || {
        let stock = libraries().join("liblayout.so");
        let subject = Subject::at(folder.path(), Some(&stock)).expect("a manifest");
        let mut wishes = Wishes::new(Path::new(HELPER), &type_of);
        wishes.include = vec!["package.".into()];
        let report = check(&subject, &wishes).checked;
        let not = report.iter().filter(|one| one.verdict != Verdict::Pass);
        // What only the author of a new one can say.
        let not = not.filter(|one| !one.is_idle() && one.id != "package.words");
        not.map(|one| format!("{} {}", one.id, one.verdict.code()))
            .collect::<Vec<_>>()
    };
    assert_eq!(checked(), [""; 0]);
    let stray = folder.path().join("libours.so");
    std::fs::write(&stray, "\x7fELF").expect("room");
    assert_eq!(checked(), ["package.library fail"]);
    std::fs::remove_file(&stray).expect("there");
    let layout = folder.path().join("layout.toml");
    let text = std::fs::read_to_string(&layout).expect("text");
    let last = text.rfind("[[file]]").expect("files");
    std::fs::write(&layout, &text[..last]).expect("room");
    assert_eq!(checked(), ["package.layout fail"], "one file too few");
}
