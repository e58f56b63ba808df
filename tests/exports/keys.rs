//! An agency that registered a key: what it gets opens with that, and nobody is told a password.

use crate::sponge::Desk;
use age::x25519::Identity;
use std::io::Read;
use std::path::Path;
use tongdu::domain::book::Kind;
use tongdu::i18n::{Language, Lexicon};
use tongdu::service::Problem;
use tongdu::service::export::{Confirmation, Preview, Sent, parse_policy};

fn entry(agency: &str, key: &Identity, revoked: bool) -> String {
    let key = key.to_public();
    format!("[[key]]\nagency='{agency}'\nkey='{key}'\nrevoked={revoked}\nsource='来函'\n")
}

fn adopt(desk: &Desk, text: &str) {
    let read = parse_policy(text).unwrap();
    desk.office.adopt(&read, None).unwrap();
}

/// Sends encrypted into a folder of its own.
fn sealed(desk: &Desk, preview: &Preview, to: &str) -> Result<Sent, Problem> {
    let sure = Confirmation {
        code: preview.agency.code.clone(),
        ..Confirmation::default()
    };
    let out = desk.dir.path().join(to);
    std::fs::create_dir_all(&out).unwrap();
    let words = Lexicon::new(Language::ZhCn);
    let tell = &mut |_| {};
    desk.office
        .send(&words, preview, &sure, &out, tell, &crate::plugins::NEVER)
}

/// The names of what is in it, and the cover.
fn opened(file: &Path, with: &Identity) -> Option<(Vec<String>, String)> {
    let bytes = age::decrypt(with, &std::fs::read(file).unwrap()).ok()?;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names = (0..zip.len()).map(|at| zip.by_index(at).unwrap().name().unwrap().into_owned());
    let names = names.collect();
    let mut cover = String::new();
    zip.by_name("cover.txt")
        .unwrap()
        .read_to_string(&mut cover)
        .unwrap();
    Some((names, cover))
}

#[test]
fn what_an_agency_gets_opens_with_its_own_key_until_that_is_called_back() {
    let desk = Desk::demo();
    let (own, other) = (Identity::generate(), Identity::generate());
    adopt(
        &desk,
        &(entry("education", &own, false) + &entry("labour", &other, false)),
    );
    let preview = desk.preview("education", &[]).unwrap();
    assert_eq!(preview.keys, [own.to_public().to_string()]);
    let sent = sealed(&desk, &preview, "by key").unwrap();
    assert!(sent.password.is_none());
    let [file] = &sent.files[..] else {
        panic!("{:?}", sent.files)
    };
    assert!(file.to_str().unwrap().ends_with(".zip.age"));
    assert_eq!(opened(file, &other), None);
    let (names, cover) = opened(file, &own).unwrap();
    assert_eq!(names.len(), 1 + preview.files.len());
    assert!(cover.contains(&preview.purpose[0]), "{cover}");
    assert!(preview.files.iter().all(|file| names.contains(file)));

    // From then on a password, and an old file registers nothing anew.
    adopt(&desk, &entry("education", &own, true));
    adopt(&desk, &entry("education", &own, false));
    let preview = desk.preview("education", &[]).unwrap();
    let sent = sealed(&desk, &preview, "by password").unwrap();
    assert!(sent.password.is_some() && preview.keys.is_empty());
    assert!(sent.files[0].to_str().unwrap().ends_with(".zip"));
}

#[test]
fn nothing_leaves_for_other_keys_than_were_shown() {
    let desk = Desk::demo();
    let before = desk.preview("education", &[]).unwrap();
    adopt(&desk, &entry("education", &Identity::generate(), false));
    let problem = sealed(&desk, &before, "out").unwrap_err();
    assert_eq!(problem.key, "export-granted-anew");
    assert_eq!(desk.office.tables().rows(Kind::Disclosure).count(), 0);
    // Undone, it is as it was when it was shown.
    desk.office.undo(None).unwrap();
    assert!(sealed(&desk, &before, "out").unwrap().password.is_some());
}

#[test]
fn who_hands_out_policies_has_no_key_that_opens() {
    let own = Identity::generate();
    let problem = parse_policy(&entry("policy", &own, false)).unwrap_err();
    assert_eq!(problem.key, "policy-no-key");
    let almost = entry("education", &own, false).replace("age1", "age1x");
    assert_eq!(parse_policy(&almost).unwrap_err().key, "policy-no-key");
}

#[test]
fn a_key_has_one_spelling_and_stands_in_a_file_once() {
    let desk = Desk::demo();
    let own = Identity::generate();
    let (new, gone) = (
        entry("education", &own, false),
        entry("education", &own, true),
    );
    let key = own.to_public().to_string();
    let loud = new.replace(&key, &key.to_uppercase());
    for twice in [
        new.clone() + &new,
        new.clone() + &gone,
        loud.clone() + &gone,
    ] {
        assert_eq!(parse_policy(&twice).unwrap_err().key, "policy-twice");
    }
    adopt(&desk, &loud);
    assert_eq!(desk.preview("education", &[]).unwrap().keys, [key]);
    adopt(&desk, &gone);
    assert!(desk.preview("education", &[]).unwrap().keys.is_empty());
}
