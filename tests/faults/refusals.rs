//! Each refusal is typed, with its exit code.

use crate::rig::*;
use std::fs;
use tongdu::domain::book::Kind;
use tongdu::store::*;

fn refused(result: Result<Store, StoreError>) -> (&'static str, u8) {
    let error = result.err().expect("refused");
    (error.key(), error.exit_code())
}

#[test]
fn a_wrong_passphrase_changes_nothing() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    drop(create(dir.path(), &options));
    for wrong in ["", "wrong", "莒口镇的口令 2025"] {
        let tried = Store::open(dir.path(), &Secret::passphrase(wrong), &options);
        assert_eq!(refused(tried), ("store-wrong-passphrase", 4));
    }
    // Three more would have to wait.
    fs::remove_file(dir.path().join("tries")).unwrap();
    for wrong in ["", "K7QX-3M9T-WD4H-P2RF-8YNC-6VBJ", "not a code"] {
        let tried = Store::open(dir.path(), &Secret::recovery(wrong), &options);
        assert_eq!(refused(tried), ("store-wrong-passphrase", 4));
    }
    assert_eq!(
        open(dir.path(), &options).unwrap().take_notes(),
        [],
        "the view was left alone"
    );
}

#[test]
fn one_writer_at_a_time() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    let store = create(dir.path(), &options);
    let error = open(dir.path(), &options).err().unwrap();
    assert!(matches!(error, StoreError::InUse { pid: Some(pid) } if pid == std::process::id()));
    assert_eq!((error.key(), error.exit_code()), ("store-in-use", 3));
    drop(store);
    open(dir.path(), &options).unwrap();
}

#[test]
fn what_is_not_a_store_is_left_alone() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    assert_eq!(
        refused(open(dir.path(), &options)),
        ("store-not-a-store", 5)
    );
    assert_eq!(
        refused(open(&dir.path().join("nowhere"), &options)),
        ("store-not-a-store", 5)
    );
    fs::write(dir.path().join("letter.txt"), "亲爱的").unwrap();
    let made = Store::create(dir.path(), &new_store(SlotRole::Supervisor), &options).map(|s| s.0);
    assert_eq!(refused(made), ("store-not-empty", 1));
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        1,
        "nothing was put beside it"
    );
    fs::write(dir.path().join("store"), "something else").unwrap();
    assert_eq!(
        refused(open(dir.path(), &options)),
        ("store-not-a-store", 5)
    );
}

#[test]
fn a_store_is_not_made_over_another() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    let mut store = create(dir.path(), &options);
    add(&mut store, 1, "林秀英").unwrap();
    drop(store);
    let again =
        || Store::create(dir.path(), &new_store(SlotRole::Supervisor), &options).map(|s| s.0);
    assert_eq!(refused(again()), ("store-not-empty", 1));
    // Nor where the header is lost but somebody's work is in the journal.
    for name in ["store", "saved"] {
        fs::remove_file(dir.path().join(name)).unwrap();
    }
    fs::remove_dir_all(dir.path().join("view")).unwrap();
    assert_eq!(refused(again()), ("store-not-empty", 1));
}

#[test]
fn a_newer_format_is_named() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    drop(create(dir.path(), &options));
    let path = dir.path().join("store");
    let mut bytes = fs::read(&path).unwrap();
    bytes[8] = 2;
    fs::write(&path, bytes).unwrap();
    let error = open(dir.path(), &options).err().unwrap();
    assert!(matches!(
        error,
        StoreError::Newer {
            what: "format",
            found: 2
        }
    ));
    assert_eq!((error.key(), error.exit_code()), ("store-newer", 5));
}

#[test]
fn changes_that_do_not_fit_are_refused_whole() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    let first = add(&mut store, 1, "林秀英").unwrap();
    let second = store
        .commit(change(
            Act::Change,
            vec![put(1, worker("林秀瑛"), Some(first.revision))],
        ))
        .unwrap();
    let head = store.head();
    let stale = vec![
        put(2, worker("新"), None),
        put(1, worker("林"), Some(first.revision)),
    ];
    assert!(matches!(
        store.commit(change(Act::Change, stale)),
        Err(StoreError::Conflict { .. })
    ));
    let there = vec![put(1, worker("林"), None)];
    assert!(matches!(
        store.commit(change(Act::Add, there)),
        Err(StoreError::Conflict { .. })
    ));
    let gone = ItemChange {
        id: id(7),
        op: Op::Retire(Kind::Worker),
        base: None,
    };
    assert!(matches!(
        store.commit(change(Act::Retire, vec![gone])),
        Err(StoreError::Missing { .. })
    ));
    let twice = vec![put(3, worker("一"), None), put(3, worker("二"), None)];
    assert!(matches!(
        store.commit(change(Act::Add, twice)),
        Err(StoreError::Twice { .. })
    ));
    let group = vec![
        change(Act::Add, vec![put(4, worker("组"), None)]),
        change(Act::Add, vec![put(1, worker("组"), None)]),
    ];
    let group = store.commit_group(Act::Import, None, group, &mut |_, _| true);
    assert!(matches!(group, Err(StoreError::Conflict { .. })));
    assert_eq!(store.head(), head, "nothing of them is in the journal");
    assert_eq!(store.scan(Kind::Worker).unwrap().len(), 1);
    store
        .commit(change(
            Act::Change,
            vec![put(1, worker("林"), Some(second.revision))],
        ))
        .unwrap();
}
