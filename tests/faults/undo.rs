//! Taking back: a change, a retirement, a making, a group; and what is refused.

use crate::rig::*;
use tongdu::domain::book::Kind;
use tongdu::store::journal::ItemOp;
use tongdu::store::*;

fn name(store: &Store, n: u64) -> Option<(String, bool)> {
    store
        .get(Kind::Worker, id(n))
        .unwrap()
        .map(|s| (name_of(&s), s.retired))
}

fn some(name: &str, retired: bool) -> Option<(String, bool)> {
    Some((name.into(), retired))
}

fn retire(n: u64, base: Revision) -> Change {
    let item = ItemChange {
        id: id(n),
        op: Op::Retire(Kind::Worker),
        base: Some(base),
    };
    Change {
        act: Act::Retire,
        reason: Some("离任".into()),
        items: vec![item],
    }
}

#[test]
fn acts_are_taken_back_one_by_one_also_after_reopening() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    let added = add(&mut store, 1, "林秀英").unwrap();
    let changed = store
        .commit(change(
            Act::Change,
            vec![put(1, worker("林秀瑛"), Some(added.revision))],
        ))
        .unwrap();
    let retired = store.commit(retire(1, changed.revision)).unwrap();
    assert_eq!(name(&store, 1), some("林秀瑛", true));
    store.close();

    let mut store = open(&root(), &on(&disk)).unwrap();
    let undone = store.undo(None).unwrap();
    assert_eq!(
        (undone.revision, undone.act),
        (retired.revision, Act::Retire)
    );
    assert_eq!(undone.records, [(Kind::Worker, id(1))]);
    assert_eq!(name(&store, 1), some("林秀瑛", false));
    assert_eq!(store.undo(None).unwrap().revision, changed.revision);
    assert_eq!(name(&store, 1), some("林秀英", false));
    drop(store);

    let mut store = open(&root(), &on(&disk.power_cut(1))).unwrap();
    assert_eq!(store.undo(None).unwrap().revision, added.revision);
    assert_eq!(name(&store, 1), None);
    assert!(matches!(store.undo(None), Err(StoreError::NothingToUndo)));
    let history = store.history(Kind::Worker, id(1)).unwrap();
    let acts: Vec<_> = history.iter().map(|h| (h.act, h.op)).collect();
    assert_eq!(
        acts,
        [
            (Act::Add, ItemOp::Put),
            (Act::Change, ItemOp::Put),
            (Act::Retire, ItemOp::Retire),
            (Act::Undo, ItemOp::Put),
            (Act::Undo, ItemOp::Put),
            (Act::Undo, ItemOp::Remove),
        ]
    );
    assert_eq!(history[2].reason.as_deref(), Some("离任"));
    assert_eq!(history[2].user_name.as_deref(), Some("林督导"));
    assert_eq!(history[1].before, Some(worker("林秀英")));
    assert_eq!(history[1].after, Some(worker("林秀瑛")));
    assert_eq!(history[5].after, None);
    // What was removed may be made again.
    add(&mut store, 1, "林秀英").unwrap();
    assert_eq!(name(&store, 1), some("林秀英", false));
    assert_eq!(store.verify(true).unwrap().findings, []);
}

#[test]
fn the_undoing_of_a_change_of_a_retired_record_leaves_it_retired() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    let added = add(&mut store, 1, "林秀英").unwrap();
    let retired = store.commit(retire(1, added.revision)).unwrap();
    store
        .commit(change(
            Act::Change,
            vec![put(1, worker("林秀瑛"), Some(retired.revision))],
        ))
        .unwrap();
    assert_eq!(name(&store, 1), some("林秀瑛", false));
    store.undo(None).unwrap();
    assert_eq!(name(&store, 1), some("林秀英", true));
}

#[test]
fn a_group_is_taken_back_whole() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    let old = add(&mut store, 1, "林秀英").unwrap();
    let mut changes: Vec<_> = (10..310)
        .map(|n| change(Act::Add, vec![put(n, worker("组"), None)]))
        .collect();
    changes.push(change(
        Act::Change,
        vec![put(1, worker("一改"), Some(old.revision))],
    ));
    changes.push(change(Act::Change, vec![put(1, worker("再改"), None)]));
    let end = store
        .commit_group(Act::Import, Some("名单".into()), changes, &mut |_, _| {
            true
        })
        .unwrap();
    assert_eq!(name(&store, 1), some("再改", false));
    // Asked for by any of its entries.
    let part = Revision {
        seq: end.revision.seq - 5,
        ..end.revision
    };
    let undone = store.undo(Some(part)).unwrap();
    assert_eq!(
        (undone.revision, undone.act, undone.records.len()),
        (end.revision, Act::Import, 301)
    );
    assert_eq!(name(&store, 1), some("林秀英", false));
    assert_eq!(store.scan(Kind::Worker).unwrap().len(), 1);
    for revision in [part, end.revision] {
        assert!(matches!(
            store.undo(Some(revision)),
            Err(StoreError::UndoneAlready { .. })
        ));
    }
    drop(store);
    let mut store = open(&root(), &on(&disk.power_cut(5))).unwrap();
    assert_eq!(store.scan(Kind::Worker).unwrap().len(), 1);
    assert_eq!(store.verify(true).unwrap().findings, []);
    // The group and its undoing are passed over; the making of the first is next.
    assert_eq!(store.undo(None).unwrap().revision, old.revision);
    assert_eq!(store.scan(Kind::Worker).unwrap(), []);
}

#[test]
fn what_was_changed_since_is_not_lost_by_undoing() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    let added = add(&mut store, 1, "林秀英").unwrap();
    store
        .commit(change(
            Act::Change,
            vec![put(1, worker("林秀瑛"), Some(added.revision))],
        ))
        .unwrap();
    let refused = store.undo(Some(added.revision)).unwrap_err();
    assert!(
        matches!(refused, StoreError::ChangedSince { kind: Kind::Worker, id: i } if i == id(1))
    );
    assert_eq!(name(&store, 1), some("林秀瑛", false));
}

#[test]
fn what_left_the_house_is_not_undone_and_looks_are_passed_over() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    let added = add(&mut store, 1, "林秀英").unwrap();
    let mention = ItemChange {
        id: id(1),
        op: Op::Mention(Kind::Worker),
        base: Some(added.revision),
    };
    store.commit(change(Act::Print, vec![mention])).unwrap();
    store.commit(change(Act::Read, vec![])).unwrap();
    assert_eq!(
        store.get(Kind::Worker, id(1)).unwrap().unwrap().revision,
        added.revision
    );
    let history = store.history(Kind::Worker, id(1)).unwrap();
    assert_eq!(
        (history[1].act, history[1].op, &history[1].after),
        (Act::Print, ItemOp::Mention, &None)
    );
    let sent = store
        .commit(change(Act::Disclose, vec![put(2, village("后山村"), None)]))
        .unwrap();
    for asked in [None, Some(sent.revision)] {
        let refused = store.undo(asked).unwrap_err();
        assert!(
            matches!(refused, StoreError::CannotUndo { act: Act::Disclose }),
            "{refused}"
        );
    }
    // Named, an older act can still be taken back.
    assert_eq!(store.undo(Some(added.revision)).unwrap().act, Act::Add);
    let nothing = Revision {
        seq: 99,
        ..sent.revision
    };
    assert!(matches!(
        store.undo(Some(nothing)),
        Err(StoreError::NoEntry { .. })
    ));
}
