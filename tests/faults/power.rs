//! The power goes: at every step of the work, with whatever was not synced kept, lost, or half
//! of each.

use crate::rig::*;
use std::collections::BTreeMap;
use tongdu::domain::book::Kind;
use tongdu::store::files::{Deaf, SimDisk};
use tongdu::store::*;

/// What the store must show: name and whether retired.
type Model = BTreeMap<u64, (String, bool)>;

/// How the work ended: what was acknowledged last, and what was being saved.
struct Outcome {
    /// Whether the making of the store was acknowledged.
    made: bool,
    saved: Model,
    saving: Model,
    seq: u64,
}

fn shown(store: &Store) -> Model {
    let all = store.scan(Kind::Worker).unwrap();
    let number = |s: &Stored| (1..400).find(|n| id(*n) == s.id).unwrap();
    all.iter()
        .map(|s| (number(s), (name_of(s), s.retired)))
        .collect()
}

/// Adds, changes, retires, undoes, and now and then a group; until something fails.
fn work(disk: &SimDisk) -> Outcome {
    let mut out = Outcome {
        made: false,
        saved: Model::new(),
        saving: Model::new(),
        seq: 0,
    };
    let Ok((mut store, _)) = Store::create(&root(), &new_store(SlotRole::Supervisor), &on(disk))
    else {
        return out;
    };
    out.made = true;
    for n in 1..=30u64 {
        let mut next = out.saved.clone();
        let revision =
            |store: &Store, n| store.get(Kind::Worker, id(n)).unwrap().map(|s| s.revision);
        let done = match n % 6 {
            0 => {
                let name = format!("第{n}次改");
                let old = n - 1;
                next.insert(old, (name.clone(), false));
                let base = revision(&store, old);
                store.commit(change(Act::Change, vec![put(old, worker(&name), base)]))
            }
            3 => {
                let old = n - 2;
                next.get_mut(&old).unwrap().1 = true;
                let base = revision(&store, old);
                let item = ItemChange {
                    id: id(old),
                    op: Op::Retire(Kind::Worker),
                    base,
                };
                store.commit(change(Act::Retire, vec![item]))
            }
            4 => {
                let many = (0..8).map(|i| n * 10 + i);
                next.extend(many.clone().map(|m| (m, (format!("组{m}"), false))));
                let changes =
                    many.map(|m| change(Act::Add, vec![put(m, worker(&format!("组{m}")), None)]));
                store.commit_group(
                    Act::Import,
                    Some("导入".into()),
                    changes.collect(),
                    &mut |_, _| true,
                )
            }
            5 => {
                next.insert(n, (format!("人{n}"), false));
                add(&mut store, n, &format!("人{n}"))
            }
            _ => {
                next.insert(n, (format!("人{n}"), false));
                next.insert(n + 300, (format!("附{n}"), false));
                let both = vec![
                    put(n, worker(&format!("人{n}")), None),
                    put(n + 300, worker(&format!("附{n}")), None),
                ];
                store.commit(change(Act::Add, both))
            }
        };
        match done {
            Ok(receipt) => (out.saved, out.seq) = (next, receipt.revision.seq),
            Err(_) => {
                out.saving = next;
                return out;
            }
        }
    }
    out.saving = out.saved.clone();
    out
}

/// Opens what the power cut left and says what is wrong with it, if anything.
fn complaint(disk: &SimDisk, out: &Outcome) -> Option<String> {
    let mut store = match open(&root(), &on(disk)) {
        Ok(store) => store,
        Err(StoreError::NotAStore) if !out.made => {
            // Then it must be possible to make it again in the same place.
            let again = Store::create(&root(), &new_store(SlotRole::Supervisor), &on(disk));
            return again.err().map(|e| format!("making it again: {e}"));
        }
        Err(e) => return Some(format!("opening: {e}")),
    };
    let now = shown(&store);
    if now != out.saved && now != out.saving {
        return Some(format!("shows {now:?}\nsaved {:?}", out.saved));
    }
    if store.head().revision.seq < out.seq {
        return Some("the chain is shorter than what was acknowledged".into());
    }
    match store.verify(true) {
        Ok(report) if report.findings.is_empty() => {}
        other => return Some(format!("{other:?}")),
    }
    // And it goes on, and what is saved now is there after another cut.
    if let Err(e) = add(&mut store, 399, "后来") {
        return Some(format!("going on: {e}"));
    }
    let disk = disk.power_cut(9);
    match open(&root(), &on(&disk)).map(|s| s.get(Kind::Worker, id(399))) {
        Ok(Ok(Some(_))) => None,
        other => Some(format!("after going on: {:?}", other.map(|_| ()))),
    }
}

fn steps() -> u64 {
    let disk = disk();
    work(&disk);
    disk.steps()
}

#[test]
fn nothing_acknowledged_is_lost_wherever_the_power_goes() {
    let mut half = 0;
    for step in 0..steps() {
        let disk = disk();
        disk.die_after(step);
        let out = work(&disk);
        for seed in 0..6 {
            let found = disk.power_cut(step * 100 + seed);
            let before = found.dump();
            half += u32::from(before != disk.copy().dump());
            if let Some(wrong) = complaint(&found, &out) {
                panic!("step {step}, seed {seed}: {wrong}");
            }
        }
    }
    assert!(half > 100, "the cuts must hurt something: {half}");
}

#[test]
fn a_second_cut_while_the_first_is_put_right_loses_nothing() {
    let last = steps();
    for step in (last / 2..last).step_by(3) {
        let disk = disk();
        disk.die_after(step);
        let out = work(&disk);
        for seed in 0..4 {
            let mut found = disk.power_cut(seed);
            for again in 0..8 {
                found.die_after(again);
                drop(open(&root(), &on(&found)));
                found = found.power_cut(seed + again);
            }
            if let Some(wrong) = complaint(&found, &out) {
                panic!("step {step}, seed {seed}: {wrong}");
            }
        }
    }
}

/// What two cuts at the same place leave aside does not overwrite each other.
#[test]
fn each_cut_keeps_its_own_bytes() {
    let mut disk = disk();
    drop(create(&root(), &on(&disk)));
    for cuts in 1..=3 {
        let mut store = open(&root(), &on(&disk)).unwrap();
        disk.fail_sync(0);
        // Another name each time: with fixed randomness the frames would else be the same.
        add(&mut store, 1, &format!("林秀英{cuts}")).unwrap_err();
        let torn = |found: &SimDisk| {
            let notes = open(&root(), &on(found)).unwrap().take_notes();
            notes.iter().any(|n| matches!(n, Note::EndCut { .. }))
        };
        // Every one of them must open: bytes of the last cut that came back would make the next
        // unfinished write look like damage.
        let found = (0..100).map(|seed| disk.power_cut(seed));
        let found: Vec<_> = found.map(|cut| (torn(&cut), cut)).collect();
        disk = found.into_iter().find(|(torn, _)| *torn).unwrap().1;
        let kept = disk
            .dump()
            .into_keys()
            .filter(|p| p.to_string_lossy().contains("/cut-"));
        assert_eq!(kept.count(), cuts);
    }
}

/// The same checks must fail on a disk whose fdatasync does nothing, else they check nothing.
#[test]
fn with_fdatasync_taken_out_the_loss_is_noticed() {
    let disk = disk();
    disk.deafen(Deaf::Files);
    let out = work(&disk);
    let noticed = (0..20)
        .filter(|seed| complaint(&disk.power_cut(*seed), &out).is_some())
        .count();
    assert!(noticed > 10, "{noticed} of 20");
}

#[test]
fn what_is_cut_off_is_kept_and_told() {
    let (disk, mut torn) = (disk(), 0);
    let options = on(&disk);
    let mut store = create(&root(), &options);
    add(&mut store, 1, "林秀英").unwrap();
    disk.fail_sync(0);
    add(&mut store, 2, "黄丽").unwrap_err();
    for seed in 0..40 {
        let found = disk.power_cut(seed);
        let store = open(&root(), &on(&found)).unwrap();
        let notes = store.take_notes();
        let cut = notes.iter().find_map(|n| match n {
            Note::EndCut { kept_as, bytes } => Some((kept_as.clone(), *bytes)),
            _ => None,
        });
        if let Some((kept_as, bytes)) = cut {
            torn += 1;
            let dump = found.dump();
            let kept = dump
                .iter()
                .find(|(path, _)| path.ends_with(&kept_as))
                .unwrap();
            assert_eq!(kept.1.len() as u64, bytes);
        }
    }
    assert!(torn > 5, "{torn}");
}

#[test]
fn a_full_disk_refuses_and_harms_nothing() {
    let disk = disk();
    let mut store = create(&root(), &on(&disk));
    add(&mut store, 1, "林秀英").unwrap();
    for room in [0, 1, 100, 300] {
        disk.leave_room(Some(room));
        assert!(
            matches!(add(&mut store, 2, "黄丽"), Err(StoreError::Full)),
            "{room}"
        );
        assert_eq!(store.get(Kind::Worker, id(2)).unwrap(), None);
    }
    // A new segment that finds no room must not be in the way later.
    disk.leave_room(None);
    let mut n = 10;
    while n < 60 {
        disk.leave_room(Some(0));
        assert!(matches!(add(&mut store, n, "满"), Err(StoreError::Full)));
        disk.leave_room(None);
        add(&mut store, n, "有").unwrap();
        n += 1;
    }
    drop(store);
    let store = open(&root(), &on(&disk.power_cut(1))).unwrap();
    assert_eq!(store.scan(Kind::Worker).unwrap().len(), 51);
    assert_eq!(store.verify(true).unwrap().findings, []);
}
