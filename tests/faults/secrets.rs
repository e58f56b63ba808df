//! Nothing personal is on the disk in clear, and nobody else may read even the rest.

use crate::rig::*;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::child::Child;
use tongdu::domain::worker::Worker;
use tongdu::schema::KeyClass;
use tongdu::store::*;

const NAMES: [&str; 3] = ["欧阳金丝雀", "慕容婉约儿", "司徒督导员"];
const NUMBERS: [&str; 4] = [
    "350703199001011234",
    "13859912345",
    "350703201501014321",
    "059986123456",
];
const REASONS: [&str; 2] = ["因家中变故离任了", "核对身份时更正错字"];

fn secret_worker() -> Record {
    let (name, id_number, phone) = (NAMES[0].into(), NUMBERS[0].into(), NUMBERS[1].into());
    Worker {
        name,
        id_number,
        phone,
        note: REASONS[0].into(),
        ..Worker::default()
    }
    .into()
}

fn secret_child() -> Record {
    let (name, id_number) = (NAMES[1].into(), NUMBERS[2].into());
    let disability_card = NUMBERS[3].into();
    Child {
        name,
        id_number,
        disability_card,
        village: Some(id(9)),
        ..Child::default()
    }
    .into()
}

fn below(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        found.push(path.clone());
        if path.is_dir() {
            below(&path, found);
        }
    }
}

/// The ways in which a text could stand in a file.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let wide = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect();
    vec![
        text.as_bytes().to_vec(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
        encoding_rs::GB18030.encode(text).0.into_owned(),
    ]
}

fn leaks(dir: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    below(dir, &mut paths);
    let mut found = Vec::new();
    for path in paths.iter().filter(|p| p.is_file()) {
        let mut bytes = fs::read(path).unwrap();
        bytes.extend(path.to_string_lossy().as_bytes());
        let texts = NAMES
            .iter()
            .chain(&NUMBERS)
            .chain(&REASONS)
            .chain([&PASSPHRASE]);
        for text in texts {
            // Half of a name is a leak too.
            let half = &text[..text
                .char_indices()
                .nth(text.chars().count() / 2 + 1)
                .map_or(text.len(), |c| c.0)];
            for form in forms(half) {
                if bytes.windows(form.len()).any(|w| w == form) {
                    found.push(format!("{half} in {}", path.display()));
                }
            }
        }
    }
    found
}

fn work(dir: &Path, options: &Options) -> (Store, String) {
    let new = NewStore {
        user_name: NAMES[2],
        ..new_store(SlotRole::Supervisor)
    };
    let (mut store, code) = Store::create(dir, &new, options).unwrap();
    let first = store
        .commit(change(Act::Add, vec![put(1, secret_worker(), None)]))
        .unwrap();
    store
        .commit(change(Act::Add, vec![put(2, secret_child(), None)]))
        .unwrap();
    let second = Change {
        act: Act::Change,
        reason: Some(REASONS[1].into()),
        items: vec![put(1, worker(NAMES[0]), Some(first.revision))],
    };
    store.commit(second).unwrap();
    let many = (10..400)
        .map(|n| change(Act::Import, vec![put(n, secret_worker(), None)]))
        .collect();
    store
        .commit_group(Act::Import, Some(REASONS[0].into()), many, &mut |_, _| true)
        .unwrap();
    store
        .add_slot(SlotRole::Trainer, NAMES[1], "另一个口令")
        .unwrap();
    (store, code.to_string())
}

#[test]
fn canaries_are_in_no_file() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    // The check itself must be able to find something.
    fs::write(dir.path().join("leak"), forms(NAMES[0])[3].as_slice()).unwrap();
    assert_eq!(leaks(dir.path()).len(), 1);
    fs::remove_file(dir.path().join("leak")).unwrap();

    let (mut store, code) = work(dir.path(), &options);
    assert_eq!(leaks(dir.path()), [""; 0], "while open");
    store.undo(None).unwrap();
    store.close();
    assert_eq!(leaks(dir.path()), [""; 0], "closed");
    fs::remove_dir_all(dir.path().join("view")).unwrap();
    open(dir.path(), &options).unwrap().close();
    assert_eq!(leaks(dir.path()), [""; 0], "rebuilt");
    let mut paths = Vec::new();
    below(dir.path(), &mut paths);
    let code = code.replace('-', "");
    for path in paths.iter().filter(|p| p.is_file()) {
        let bytes = fs::read(path).unwrap();
        assert!(
            !bytes.windows(24).any(|w| w == code.as_bytes()),
            "{}",
            path.display()
        );
    }
}

#[test]
fn errors_hold_nothing_personal() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(ViewKind::Memory));
    let (mut store, _) = work(dir.path(), &options);
    let mut errors = vec![
        store
            .commit(change(Act::Add, vec![put(1, secret_worker(), None)]))
            .unwrap_err(),
        store
            .undo(Some(Revision {
                seq: 1,
                ..store.head().revision
            }))
            .unwrap_err(),
        store
            .commit(change(
                Act::Add,
                vec![
                    put(700, secret_worker(), None),
                    put(700, secret_worker(), None),
                ],
            ))
            .unwrap_err(),
    ];
    let huge = Worker {
        name: NAMES[0].into(),
        note: REASONS[0].repeat(9000),
        ..Worker::default()
    };
    errors.push(
        store
            .commit(change(Act::Add, vec![put(701, huge.into(), None)]))
            .unwrap_err(),
    );
    for error in errors {
        let shown = format!("{error} {error:?} {:?}", error.args());
        for text in NAMES.iter().chain(&NUMBERS).chain(&REASONS) {
            assert!(!shown.contains(text), "{shown}");
        }
    }
}

#[test]
fn files_are_the_owners_alone() {
    let (parent, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    let dir = parent.path().join("a/store");
    let (store, _) = work(&dir, &options);
    let check = || {
        let mut paths = vec![dir.clone()];
        below(&dir, &mut paths);
        assert!(paths.len() > 10);
        for path in paths {
            let mode = path.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(
                mode,
                if path.is_dir() { 0o700 } else { 0o600 },
                "{}",
                path.display()
            );
        }
    };
    check();
    store.close();
    check();
}

#[test]
fn numbers_are_found_again_though_they_stand_nowhere() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    let (store, _) = work(dir.path(), &options);
    assert_eq!(
        store.by_number("id_number", NUMBERS[2]).unwrap(),
        [(Kind::Child, id(2))]
    );
    assert_eq!(
        store.by_number("id_number", NUMBERS[0]).unwrap().len(),
        390,
        "not the one that was changed"
    );
    assert_eq!(store.by_number("phone", NUMBERS[0]).unwrap(), []);
    assert_eq!(
        store.linked("village", id(9)).unwrap(),
        [(Kind::Child, id(2))]
    );
    assert_eq!(store.linked("village", id(8)).unwrap(), []);
}

/// A trainer's passphrase opens no child's file, and the view they rebuild lacks nothing later.
#[test]
fn a_class_without_its_key_is_carried_and_not_read() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    let (store, _) = work(dir.path(), &options);
    store.close();
    fs::remove_dir_all(dir.path().join("view")).unwrap();
    let mut trainer = Store::open(dir.path(), &Secret::passphrase("另一个口令"), &options).unwrap();
    assert_eq!(
        (trainer.user().name.as_str(), trainer.user().role),
        (NAMES[1], SlotRole::Trainer)
    );
    assert!(
        trainer.has(KeyClass::Workforce)
            && trainer.has(KeyClass::Office)
            && !trainer.has(KeyClass::Cases)
    );
    let refused = trainer.get(Kind::Child, id(2)).unwrap_err();
    assert!(matches!(
        refused,
        StoreError::NoKey {
            class: KeyClass::Cases
        }
    ));
    assert_eq!(refused.exit_code(), 4);
    assert!(matches!(
        trainer.scan(Kind::Child),
        Err(StoreError::NoKey { .. })
    ));
    assert!(matches!(
        trainer.history(Kind::Child, id(2)),
        Err(StoreError::NoKey { .. })
    ));
    let child = trainer.commit(change(Act::Add, vec![put(800, secret_child(), None)]));
    assert!(matches!(child, Err(StoreError::NoKey { .. })));
    assert_eq!(trainer.linked("village", id(9)).unwrap(), []);
    assert_eq!(trainer.scan(Kind::Worker).unwrap().len(), 391);
    assert_eq!(trainer.verify(true).unwrap().findings, []);
    add(&mut trainer, 900, "培训师加的").unwrap();
    trainer.close();
    // The supervisor's first unlock indexes what the trainer could not read.
    let store = open(dir.path(), &options).unwrap();
    assert_eq!(store.take_notes(), [], "no rebuild is needed for it");
    assert_eq!(
        store.linked("village", id(9)).unwrap(),
        [(Kind::Child, id(2))]
    );
    assert_eq!(
        store.by_number("id_number", NUMBERS[2]).unwrap(),
        [(Kind::Child, id(2))]
    );
    assert_eq!(store.verify(true).unwrap().findings, []);
}

#[test]
fn a_read_only_look_writes_nothing_and_shows_no_cases() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    let (mut store, _) = work(dir.path(), &options);
    let mut before = Vec::new();
    below(dir.path(), &mut before);
    let secret = Secret::passphrase(PASSPHRASE);
    let mut look = Store::open_read_only(dir.path(), &secret, &options).unwrap();
    assert_eq!(look.scan(Kind::Worker).unwrap().len(), 391);
    assert!(!look.has(KeyClass::Cases));
    let refused = look.get(Kind::Child, id(2)).unwrap_err();
    assert!(matches!(refused, StoreError::CasesUnlogged));
    assert!(matches!(
        add(&mut look, 950, "写"),
        Err(StoreError::ReadOnly)
    ));
    assert!(matches!(look.undo(None), Err(StoreError::ReadOnly)));
    assert!(matches!(
        look.add_slot(SlotRole::Trainer, "x", "y"),
        Err(StoreError::ReadOnly)
    ));
    drop(look);
    let mut after = Vec::new();
    below(dir.path(), &mut after);
    assert_eq!(before, after);
    add(&mut store, 951, "同时写").unwrap();
    assert_eq!(
        Store::open_read_only(dir.path(), &secret, &options)
            .unwrap()
            .scan(Kind::Worker)
            .unwrap()
            .len(),
        392
    );
}
