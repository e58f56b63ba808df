//! Out and back: another machine, the stick, the passphrase or the code, and work goes on.

use crate::rig::*;
use crate::support::*;
use tongdu::domain::book::Kind;
use tongdu::store::backup::{self, BackupError, LastBackup};
use tongdu::store::*;

fn refusal(error: StoreError) -> BackupError {
    match error {
        StoreError::Backup(error) => error,
        other => panic!("{other}"),
    }
}

#[test]
fn another_computer_goes_on_where_the_dead_one_stopped() {
    let disk = computer();
    let (mut store, code) =
        Store::create(&root(), &new_store(SlotRole::Supervisor), &on(&disk)).unwrap();
    let added = add(&mut store, 1, "林秀英").unwrap();
    add(&mut store, 2, "黄丽萍").unwrap();
    let item = put(1, worker("林秀瑛"), Some(added.revision));
    let changed = store.commit(change(Act::Change, vec![item])).unwrap();
    let made = back_up(&store);
    assert_eq!((made.entries, made.records, made.off), (3, 2, true));
    let old = store.header().device;
    for secret in [passphrase(), Secret::recovery(code.to_string())] {
        let new = another(&disk);
        let options = on(&new);
        let restored = bring_back(&options, &secret, false).unwrap();
        assert_eq!((restored.entries, restored.records), (3, 2));
        assert_eq!((restored.skipped.len(), restored.kept_as), (0, None));
        let mut store = Store::open(&root(), &secret, &options).unwrap();
        assert_ne!(store.header().device, old, "a new device");
        assert_eq!(LastBackup::read(&new, &root()).off, Some(MORNING));
        assert_eq!(
            people(&store).into_iter().collect::<Vec<_>>(),
            [(1, "林秀瑛".into()), (2, "黄丽萍".into())]
        );
        fine(&store);
        // Running numbers go on, and what the old computer did can be undone here: once.
        let third = add(&mut store, 3, "曾庆华").unwrap();
        assert!(third.time > changed.time, "later than all before");
        assert_eq!(people(&store)[&3], "曾庆华");
        store.undo(None).unwrap();
        assert!(!people(&store).contains_key(&3));
        let undone = store.undo(None).unwrap();
        assert_eq!(undone.revision, changed.revision);
        assert_eq!(people(&store)[&1], "林秀英");
        let again = store.undo(Some(changed.revision));
        assert!(matches!(again, Err(StoreError::UndoneAlready { .. })));
        let past = store.history(Kind::Worker, id(1)).unwrap();
        let acts: Vec<_> = past
            .iter()
            .map(|e| (e.act, e.revision.device == old))
            .collect();
        assert_eq!(
            acts,
            [(Act::Add, true), (Act::Change, true), (Act::Undo, false)]
        );
        assert!(past.windows(2).all(|w| w[0].millis <= w[1].millis));
        fine(&store);
        store.close();
        fine(&Store::open(&root(), &secret, &options).unwrap());
    }
}

#[test]
fn a_wrong_passphrase_restores_nothing_and_leaves_nothing() {
    let disk = computer();
    let mut store = create(&root(), &on(&disk));
    add(&mut store, 1, "林秀英").unwrap();
    back_up(&store);
    let new = another(&disk);
    let before = new.dump();
    let wrong = bring_back(&on(&new), &Secret::passphrase("不对"), false).unwrap_err();
    assert_eq!(wrong.exit_code(), 4);
    assert_eq!(new.dump(), before);
}

#[test]
fn only_what_is_new_is_copied() {
    let disk = computer();
    let mut store = create(&root(), &on(&disk));
    for n in 1..=60 {
        add(&mut store, n, &format!("人{n}")).unwrap();
    }
    let first = back_up(&store);
    assert_eq!(first.copied, first.bytes);
    assert!(
        files_on_stick(&disk)
            .iter()
            .filter(|n| n.starts_with("journal"))
            .count()
            > 2
    );
    let nothing = back_up_at(&store, MORNING + 1000).unwrap();
    assert_eq!(nothing.copied, 0, "nothing is new");
    add(&mut store, 61, "又一人").unwrap();
    let little = back_up_at(&store, MORNING + 2000).unwrap();
    assert!((1..=8 * 1024).contains(&little.copied), "{little:?}");
    assert_eq!(little.entries, 61);
}

#[test]
fn a_store_that_stands_there_is_replaced_only_when_told_and_is_kept() {
    let disk = computer();
    let options = on(&disk);
    let mut store = create(&root(), &options);
    add(&mut store, 1, "林秀英").unwrap();
    back_up(&store);
    add(&mut store, 2, "备份以后").unwrap();
    let refused = bring_back(&options, &passphrase(), false).unwrap_err();
    assert!(matches!(refusal(refused), BackupError::HasStore));
    let open_now = bring_back(&options, &passphrase(), true).unwrap_err();
    assert_eq!(open_now.exit_code(), 3, "it is open");
    store.close();
    let restored = bring_back(&options, &passphrase(), true).unwrap();
    assert_eq!(people(&open(&root(), &options).unwrap()).len(), 1);
    let kept = restored.kept_as.unwrap();
    assert_eq!(people(&open(&kept, &options).unwrap()).len(), 2);
}

#[test]
fn an_old_computer_that_comes_back_is_told_and_leaves_the_backups_alone() {
    let disk = computer();
    let options = on(&disk);
    let mut store = create(&root(), &options);
    add(&mut store, 1, "林秀英").unwrap();
    back_up(&store);
    let new = another(&disk);
    bring_back(&on(&new), &passphrase(), false).unwrap();
    let mut goes_on = open(&root(), &on(&new)).unwrap();
    add(&mut goes_on, 2, "新电脑上").unwrap();
    back_up_at(&goes_on, MORNING + HOUR).unwrap();
    // The stick goes back into the old one, where two more things were written down.
    add(&mut store, 3, "旧电脑上").unwrap();
    add(&mut store, 4, "旧电脑上").unwrap();
    let back = new
        .dump()
        .into_iter()
        .filter(|(p, _)| p.starts_with(stick()));
    for (path, bytes) in back {
        if disk.overwrite(&path, bytes.clone()).is_err() {
            let mut file = Files::create(&disk, &path).unwrap();
            file.append(&bytes).unwrap();
        }
    }
    let before = files_on_stick(&disk);
    let told = refusal(back_up_at(&store, MORNING + 2 * HOUR).unwrap_err());
    let BackupError::Elsewhere { since, entries } = told else {
        panic!("{told}");
    };
    assert_eq!((since, entries), (MORNING + HOUR, 2));
    assert_eq!(files_on_stick(&disk), before, "not a file is touched");
    // The check-up finds it out without a key.
    let id = store.header().store;
    let seen_from = |options: &Options| {
        let survey = Store::survey(&root(), options, None, &|_, _| {}).unwrap();
        let heads: Vec<_> = survey.streams.iter().map(|s| s.head).collect();
        backup::taken_over(&options.files, &stick(), &id, &heads)
    };
    assert_eq!(seen_from(&options), Some(MORNING + HOUR));
    assert_eq!(seen_from(&on(&new)), None, "the new one goes on itself");
}

#[test]
fn an_older_copy_of_the_folder_does_not_push_out_newer_backups() {
    let disk = computer();
    let mut store = create(&root(), &on(&disk));
    add(&mut store, 1, "林秀英").unwrap();
    store.close();
    let copy: Vec<_> = disk.dump().into_iter().collect();
    let mut store = open(&root(), &on(&disk)).unwrap();
    add(&mut store, 2, "黄丽萍").unwrap();
    add(&mut store, 3, "曾庆华").unwrap();
    back_up(&store);
    store.close();
    // Somebody puts last week's folder back by hand.
    for (path, bytes) in copy {
        let _ = disk.overwrite(&path, bytes);
    }
    let store = open(&root(), &on(&disk)).unwrap();
    let told = refusal(back_up_at(&store, MORNING + HOUR).unwrap_err());
    assert!(matches!(told, BackupError::Ahead { entries: 2 }), "{told}");
}

#[test]
fn when_it_was_last_backed_up_is_remembered_and_costs_nothing_if_lost() {
    let disk = computer();
    let store = create(&root(), &on(&disk));
    assert_eq!(LastBackup::read(&disk, &root()), LastBackup::default());
    let entries = store.head();
    back_up(&store);
    assert_eq!(store.head(), entries, "a backup changes nothing");
    let last = LastBackup::read(&disk, &root());
    assert_eq!((last.any, last.off), (Some(MORNING), Some(MORNING)));
    // To the same disk: a copy, but not off the machine.
    disk.make_dir(std::path::Path::new("/data/copies")).unwrap();
    let near = store.snapshot().unwrap();
    let near = near
        .back_up("/data/copies".as_ref(), MORNING + HOUR, &mut |_, _| true)
        .unwrap();
    assert!(!near.off);
    let last = LastBackup::read(&disk, &root());
    assert_eq!((last.any, last.off), (Some(MORNING + HOUR), Some(MORNING)));
    let path = root().join("backups");
    for at in 0..disk.dump()[&path].len() {
        let mut bytes = disk.dump()[&path].clone();
        bytes[at] ^= 1;
        disk.overwrite(&path, bytes.clone()).unwrap();
        assert_eq!(LastBackup::read(&disk, &root()), LastBackup::default());
        bytes[at] ^= 1;
        disk.overwrite(&path, bytes).unwrap();
    }
}

use tongdu::store::files::Files;

/// The new device counts from one again, so numbers alone don't tell what came later.
#[test]
fn what_was_undone_after_a_restore_is_not_undone_again() {
    let disk = computer();
    let mut store = create(&root(), &on(&disk));
    for n in 1..=5 {
        add(&mut store, n, &format!("人{n}")).unwrap();
    }
    let last = store.head().revision;
    back_up(&store);
    let options = on(&another(&disk));
    bring_back(&options, &passphrase(), false).unwrap();
    let mut store = open(&root(), &options).unwrap();
    assert_eq!(store.undo(None).unwrap().revision, last);
    add(&mut store, 6, "后来").unwrap();
    let again = store.undo(Some(last));
    assert!(matches!(again, Err(StoreError::UndoneAlready { .. })));
    store.undo(None).unwrap();
    let before = store.undo(None).unwrap().revision;
    assert_eq!((before.device, before.seq), (last.device, 4));
}

#[test]
fn a_restore_or_backup_that_is_stopped_leaves_all_as_it_was() {
    let disk = begun();
    let (store, from) = (open(&root(), &on(&disk)).unwrap(), files_on_stick(&disk));
    let snapshot = store.snapshot().unwrap();
    let stopped = snapshot.back_up(&stick(), MORNING + HOUR, &mut |done, _| done == 0);
    assert!(matches!(stopped, Err(StoreError::Cancelled)));
    assert!(from.iter().all(|n| files_on_stick(&disk).contains(n)));
    drop(store);
    let options = on(&disk);
    let stopped = restore::restore(
        &stick(),
        &root(),
        &passphrase(),
        true,
        &options,
        &mut |done, all| done < all,
    );
    assert!(matches!(stopped, Err(StoreError::Cancelled)));
    assert_eq!(people(&open(&root(), &options).unwrap()).len(), 2);
}
