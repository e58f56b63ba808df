//! Exports that were broken off by a kill or a power cut: what the next start finds, does and tells.
//!
//! The office's folder is copied while a run is under way, as a kill would leave it, and opened later.

use crate::office::setup;
use crate::plugins::{NEVER, names};
use crate::sponge::Desk;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tongdu::domain::book::Kind;
use tongdu::domain::disclosure::{Disclosure, DisclosureState};
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::Words;
use tongdu::service::demo::DEMO_PASSPHRASE;
use tongdu::service::export::Confirmation;
use tongdu::service::{Office, Secret};

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copied(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// Sends to education, in clear or not, and keeps the office as it was in between; its folder.
fn struck(desk: &Desk, clear: bool) -> PathBuf {
    struck_in(desk, clear, &desk.dir.path().join("out"))
}

/// The same, into this folder.
fn struck_in(desk: &Desk, clear: bool, out: &Path) -> PathBuf {
    let preview = desk.preview("education", &[]).unwrap();
    let code = || "education".to_owned();
    let sure = Confirmation {
        code: code(),
        clear: if clear { code() } else { String::new() },
        second: None,
    };
    let (from, to) = (
        desk.dir.path().join("office"),
        desk.dir.path().join("struck"),
    );
    let mut tell = |_| {
        if !to.exists() {
            copied(&from, &to);
        }
    };
    let words = Lexicon::new(Language::ZhCn);
    desk.office
        .send(&words, &preview, &sure, out, &mut tell, &NEVER)
        .unwrap();
    to
}

/// The only entry of the log.
fn entry(office: &Office) -> Disclosure {
    let tables = office.tables();
    let all: Vec<_> = tables.all::<Disclosure>(Kind::Disclosure).collect();
    let [(_, entry)] = all[..] else {
        panic!("{} entries", all.len())
    };
    entry.clone()
}

/// The next start: the entry, and what is told in Chinese.
fn started(root: &Path) -> (Disclosure, Vec<String>) {
    let secret = Secret::passphrase(DEMO_PASSPHRASE);
    let office = Office::open(&setup(), root, &secret).unwrap();
    let words = Lexicon::new(Language::ZhCn);
    let notes = office.notes().into_iter();
    let told = notes.map(|(key, args)| words.fill_with(key, &args));
    let told = told.collect();
    let found = entry(&office);
    // Told once.
    assert_eq!(office.notes(), []);
    (found, told)
}

#[test]
fn the_log_has_it_before_anything_ran() {
    let desk = Desk::demo();
    let root = struck(&desk, true);
    let secret = Secret::passphrase(DEMO_PASSPHRASE);
    let office = Office::open_read_only(&setup(), &root, &secret).unwrap();
    let begun = entry(&office);
    assert_eq!(begun.state, Some(DisclosureState::Started));
    assert!(!begun.subjects.is_empty());
    assert_eq!(
        begun.folder,
        desk.dir.path().join("out").display().to_string()
    );
    let sent = entry(&desk.office);
    assert_eq!(sent.state, Some(DisclosureState::Sent));
    let named = |line: &str| line.rsplit_once(' ').unwrap().0.to_owned();
    let names: BTreeSet<String> = sent.files.lines().map(named).collect();
    let begun: BTreeSet<String> = begun.files.lines().map(str::to_owned).collect();
    assert_eq!(begun, names);
}

#[test]
fn a_file_that_is_there_may_have_been_handed_on() {
    for clear in [true, false] {
        let desk = Desk::demo();
        let root = struck(&desk, clear);
        let out = desk.dir.path().join("out");
        // Somebody's own, and what a stick without nameless files keeps.
        let first = names(&out).remove(0);
        std::fs::write(out.join("my.part"), "").unwrap();
        std::fs::write(out.join(format!("{first}.0123abcd.part")), "x").unwrap();
        let before = names(&out);
        let (found, told) = started(&root);
        assert_eq!(found.state, Some(DisclosureState::Unsure));
        assert_eq!(found.cause, "export-unsure");
        let [told] = &told[..] else {
            panic!("{told:?}")
        };
        for name in found.files.lines() {
            assert!(out.join(name).exists() && told.contains(name), "{told}");
        }
        assert!(
            told.contains(&found.folder) && told.contains(&found.purpose),
            "{told}"
        );
        let mut after = before;
        after.retain(|name| !name.ends_with("0123abcd.part"));
        assert_eq!(names(&out), after);
        let (again, told) = started(&root);
        assert_eq!((again, told), (found, vec![]));
    }
}

#[test]
fn where_no_file_is_none_was_left_and_where_nobody_can_look_one_may_be() {
    let desk = Desk::demo();
    let root = struck(&desk, false);
    let out = desk.dir.path().join("out");
    let other = desk.dir.path().join("other");
    copied(&root, &other);
    for file in names(&out) {
        std::fs::remove_file(out.join(file)).unwrap();
    }
    let (found, told) = started(&root);
    assert_eq!(found.state, Some(DisclosureState::Failed));
    assert_eq!(
        (found.cause.as_str(), found.files.as_str()),
        ("export-broken-off", "")
    );
    assert!(told.concat().contains("没有留下文件"), "{told:?}");

    std::fs::remove_dir(&out).unwrap();
    let (found, told) = started(&other);
    assert_eq!(found.state, Some(DisclosureState::Unsure));
    assert!(found.files.ends_with(".zip"), "{}", found.files);
    assert!(told.concat().contains("可能留下了"), "{told:?}");
}

/// The next start may be in another folder than this one.
#[test]
fn a_folder_named_from_here_is_kept_from_the_root_on() {
    let desk = Desk::demo();
    let out = desk.dir.path().join("out");
    let up = std::env::current_dir().unwrap().components().count() - 1;
    let from_here = Path::new(&"../".repeat(up)).join(out.strip_prefix("/").unwrap());
    struck_in(&desk, false, &from_here);
    let kept = entry(&desk.office).folder;
    assert!(Path::new(&kept).is_absolute(), "{kept}");
    assert_eq!(
        Path::new(&kept).canonicalize().unwrap(),
        out.canonicalize().unwrap()
    );
}
