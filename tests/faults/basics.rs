//! The store when nothing goes wrong.

use crate::rig::*;
use tongdu::domain::book::Kind;
use tongdu::store::*;

#[test]
fn what_is_committed_is_there_after_reopening() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    let mut store = create(dir.path(), &options);
    let first = add(&mut store, 1, "林秀英").unwrap();
    let second = store
        .commit(change(
            Act::Change,
            vec![put(1, worker("林秀瑛"), Some(first.revision))],
        ))
        .unwrap();
    assert_eq!(second.revision.seq, 2);
    assert!(second.time > first.time);
    store.close();
    let store = open(dir.path(), &options).unwrap();
    let found = store.get(Kind::Worker, id(1)).unwrap().unwrap();
    assert_eq!(
        (name_of(&found).as_str(), found.revision, found.retired),
        ("林秀瑛", second.revision, false)
    );
    assert_eq!(store.scan(Kind::Worker).unwrap(), [found]);
    assert_eq!(store.take_notes(), []);
    assert_eq!(store.user().name, "林督导");
    assert_eq!(store.verify(true).unwrap().findings, []);
}
