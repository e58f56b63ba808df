//! The power goes at every step of a backup, of a restore and of the switch; or the program is
//! stopped there.

use crate::rig::*;
use crate::support::*;
use tongdu::store::files::SimDisk;
use tongdu::store::*;

/// How many steps this takes when nothing goes wrong.
fn steps(disk: &SimDisk, work: impl Fn(&SimDisk)) -> u64 {
    let disk = disk.copy();
    work(&disk);
    disk.steps()
}

#[test]
fn a_cut_anywhere_in_a_backup_leaves_a_whole_one() {
    let begun = begun();
    let work = |disk: &SimDisk| {
        if let Ok(store) = open(&root(), &on(disk)) {
            let _ = back_up_at(&store, MORNING + HOUR);
        }
    };
    let (mut old, mut new) = (0, 0);
    for step in 0..=steps(&begun, work) {
        let disk = begun.copy();
        disk.die_after(step);
        work(&disk);
        for seed in 0..4 {
            let found = disk.power_cut(step * 10 + seed);
            let again = another(&found);
            bring_back(&on(&again), &passphrase(), false)
                .unwrap_or_else(|e| panic!("step {step}, seed {seed}: {e}"));
            let back = open(&root(), &on(&again)).unwrap();
            fine(&back);
            match people(&back).len() {
                1 => old += 1,
                2 => new += 1,
                n => panic!("{n} people"),
            }
            // The store itself is as it was, and the next backup is good.
            let store = open(&root(), &on(&found)).unwrap();
            assert_eq!(people(&store).len(), 2);
            back_up_at(&store, MORNING + 2 * HOUR)
                .unwrap_or_else(|e| panic!("step {step}, seed {seed}: {e}"));
            let left = files_on_stick(&found);
            assert!(left.iter().all(|n| !n.ends_with(".part")), "{left:?}");
        }
    }
    assert!(old > 20 && new > 3, "old {old}, new {new}");
}

#[test]
fn a_cut_anywhere_in_a_restore_leaves_nothing_or_all_of_it() {
    let begun = another(&begun());
    let work = |disk: &SimDisk| drop(bring_back(&on(disk), &passphrase(), false));
    let (mut none, mut whole) = (0, 0);
    for step in 0..=steps(&begun, work) {
        let disk = begun.copy();
        disk.die_after(step);
        work(&disk);
        for seed in 0..4 {
            let found = disk.power_cut(step * 10 + seed);
            match open(&root(), &on(&found)) {
                Ok(store) => {
                    whole += 1;
                    assert_eq!(people(&store).len(), 1);
                    fine(&store);
                }
                Err(StoreError::NotAStore) => {
                    none += 1;
                    bring_back(&on(&found), &passphrase(), false)
                        .unwrap_or_else(|e| panic!("step {step}, seed {seed}: {e}"));
                    fine(&open(&root(), &on(&found)).unwrap());
                }
                Err(e) => panic!("step {step}, seed {seed}: {e}"),
            }
        }
    }
    assert!(none > 20 && whole > 3, "none {none}, whole {whole}");
}

#[test]
fn a_cut_anywhere_in_replacing_leaves_the_old_or_the_new() {
    let begun = begun();
    let work = |disk: &SimDisk| drop(bring_back(&on(disk), &passphrase(), true));
    let (mut old, mut new) = (0, 0);
    for step in 0..=steps(&begun, work) {
        let disk = begun.copy();
        disk.die_after(step);
        work(&disk);
        for seed in 0..6 {
            let found = disk.power_cut(step * 10 + seed);
            let store = open(&root(), &on(&found))
                .unwrap_or_else(|e| panic!("step {step}, seed {seed}: {e}"));
            match people(&store).len() {
                1 => new += 1,
                2 => old += 1,
                n => panic!("{n} people"),
            }
            fine(&store);
        }
    }
    assert!(old > 20 && new > 5, "old {old}, new {new}");
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
