//! Several users: what a passphrase opens after it was changed, after its user was removed, and
//! after the power went in the middle of either.

use crate::rig::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use tongdu::domain::book::Kind;
use tongdu::domain::child::Child;
use tongdu::schema::KeyClass;
use tongdu::store::files::SimDisk;
use tongdu::store::*;

pub const TRAINER: &str = "trainer's own words";
pub const DEPUTY: &str = "deputy's own words";
pub const NEW: &str = "another passphrase";

/// An office of three, each with a passphrase, and one worker; the trainer's id, and the code.
pub fn three(disk: &SimDisk) -> (Store, [u8; 16], String) {
    let new = new_store(SlotRole::Supervisor);
    let (mut store, code) = Store::create(&root(), &new, &on(disk)).unwrap();
    add(&mut store, 1, "林秀英").unwrap();
    let trainer = store.add_slot(SlotRole::Trainer, "陈培训", TRAINER);
    store
        .add_slot(SlotRole::Supervisor, "代理督导", DEPUTY)
        .unwrap();
    (store, trainer.unwrap(), code.to_string())
}

fn with(disk: &SimDisk, passphrase: &str) -> Result<Store, StoreError> {
    Store::open(&root(), &Secret::passphrase(passphrase), &on(disk))
}

fn by_code(disk: &SimDisk, code: &str) -> Result<Store, StoreError> {
    Store::open(&root(), &Secret::recovery(code), &on(disk))
}

fn remove(store: &mut Store, user: [u8; 16]) -> Result<String, StoreError> {
    let new = store.new_code()?;
    store.remove_user(user, &new)?;
    Ok(new.code.to_string())
}

pub fn keys(disk: &SimDisk) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = disk.dump();
    all.retain(|path, _| path.starts_with(root().join("keys")));
    all
}

/// Puts files back that may be gone by now, as a hand would.
pub fn put_back(disk: &SimDisk, files: &BTreeMap<PathBuf, Vec<u8>>) {
    use tongdu::store::files::Files;
    for (path, bytes) in files {
        if !disk.exists(path) {
            disk.create(path).unwrap();
        }
        disk.overwrite(path, bytes.clone()).unwrap();
    }
}

#[test]
fn a_removed_user_opens_nothing_and_the_others_need_no_passphrase_at_hand() {
    let disk = disk();
    let (mut store, trainer, old_code) = three(&disk);
    let before = keys(&disk);
    let code = remove(&mut store, trainer).unwrap();
    add(&mut store, 2, "黄丽").unwrap();
    assert_eq!(store.ways().unwrap().len(), 3, "two people and the code");
    drop(store);
    assert!(matches!(
        with(&disk, TRAINER),
        Err(StoreError::WrongPassphrase)
    ));
    assert!(matches!(
        by_code(&disk, &old_code),
        Err(StoreError::WrongPassphrase)
    ));
    // At the third unlocking the keys are in the slot itself.
    for secret in [
        Secret::passphrase(PASSPHRASE),
        Secret::passphrase(DEPUTY),
        Secret::recovery(&code),
        Secret::passphrase(DEPUTY),
    ] {
        let opened = Store::open(&root(), &secret, &on(&disk)).unwrap();
        assert_eq!(names(&opened), ["林秀英", "黄丽"]);
        assert_eq!(opened.verify(true).unwrap().findings, []);
    }

    // The slot put back beside the grants counts no more than before.
    let trainers: BTreeMap<_, _> = before.iter().filter(|(_, b)| b[10] == 2).collect();
    let trainers = trainers
        .into_iter()
        .map(|(p, b)| (p.clone(), b.clone()))
        .collect();
    let again = disk.copy();
    put_back(&again, &trainers);
    assert!(matches!(
        with(&again, TRAINER),
        Err(StoreError::WrongPassphrase)
    ));

    // With the whole folder put back it opens, and has no key for what was sealed since.
    let again = disk.copy();
    for path in keys(&again).into_keys() {
        use tongdu::store::files::Files;
        again.remove(&path).unwrap();
    }
    put_back(&again, &before);
    match with(&again, TRAINER) {
        Err(StoreError::NoEpoch { epoch: 2, .. }) => {}
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it opened"),
    }
}

/// A child saved after a removal, read with the keys as they were before it.
fn child_after(removed: SlotRole) -> Result<String, StoreError> {
    let disk = disk();
    let (mut store, trainer, _) = three(&disk);
    // With a code that a trainer's hands may have held the cases are new too, so it goes first.
    let code = store.new_code().unwrap();
    store.settle_code(&code).unwrap();
    let before = keys(&disk);
    let of_role = |way: &Way| way.role == removed && way.user != Some(store.user().id);
    let user = store.ways().unwrap().into_iter().find(of_role);
    let user = user.and_then(|way| way.user).unwrap();
    assert_eq!(user == trainer, removed == SlotRole::Trainer);
    store.remove_user(user, &code).unwrap();
    let heads: Vec<_> = keys(&disk)
        .into_iter()
        .filter(|(path, _)| path.to_string_lossy().contains("epoch-"))
        .collect();
    assert_eq!(heads.len(), 2, "two copies");
    assert_eq!(heads[0].1, heads[1].1);
    let child = Child {
        name: "小明".into(),
        ..Child::default()
    };
    let items = vec![put(9, child.into(), None)];
    store.commit(change(Act::Add, items)).unwrap();
    drop(store);
    assert!(with(&disk, PASSPHRASE).unwrap().has(KeyClass::Cases));
    for path in keys(&disk).into_keys() {
        use tongdu::store::files::Files;
        disk.remove(&path).unwrap();
    }
    put_back(&disk, &before);
    let store = with(&disk, PASSPHRASE)?;
    let child = store.get(Kind::Child, id(9))?.expect("it was saved");
    Ok(child.record.value("name").plain())
}

#[test]
fn only_the_classes_that_somebody_could_read_get_new_keys() {
    assert_eq!(child_after(SlotRole::Trainer).unwrap(), "小明");
    match child_after(SlotRole::Supervisor) {
        Err(StoreError::NoEpoch { class, epoch: 2 }) => assert_eq!(class, KeyClass::Cases),
        other => panic!("{other:?}"),
    }
}

#[test]
fn removals_add_up_for_whoever_was_away() {
    let disk = disk();
    let (mut store, trainer, _) = three(&disk);
    remove(&mut store, trainer).unwrap();
    add(&mut store, 2, "黄丽").unwrap();
    let second = store
        .add_slot(SlotRole::Trainer, "又一位", TRAINER)
        .unwrap();
    add(&mut store, 3, "何晓红").unwrap();
    let code = remove(&mut store, second).unwrap();
    add(&mut store, 4, "吴美珍").unwrap();
    drop(store);
    for _ in 0..2 {
        assert_eq!(names(&with(&disk, DEPUTY).unwrap()).len(), 4);
    }
    assert_eq!(names(&by_code(&disk, &code).unwrap()).len(), 4);
    assert!(with(&disk, TRAINER).is_err());
}

#[test]
fn a_changed_passphrase_and_a_new_code_replace_the_old() {
    let disk = disk();
    let (mut store, _, old_code) = three(&disk);
    let wrong = store.change_passphrase(&Secret::passphrase(DEPUTY), NEW);
    assert!(
        matches!(wrong, Err(StoreError::WrongPassphrase)),
        "somebody else's is no proof"
    );
    store
        .change_passphrase(&Secret::passphrase(PASSPHRASE), NEW)
        .unwrap();
    let code = store.new_code().unwrap();
    assert!(
        by_code(&disk.copy(), &old_code).is_ok(),
        "until it is settled"
    );
    store.settle_code(&code).unwrap();
    let user = store.user().clone();
    drop(store);
    assert!(with(&disk, PASSPHRASE).is_err() && by_code(&disk, &old_code).is_err());
    assert_eq!(*with(&disk, NEW).unwrap().user(), user);
    let mut store = by_code(&disk, &code.code.to_string()).unwrap();
    assert_eq!(*store.user(), user);
    // Forgotten: the code is proof enough.
    let proof = Secret::recovery(code.code.to_string());
    store.change_passphrase(&proof, "and one more").unwrap();
    drop(store);
    assert!(with(&disk, NEW).is_err() && with(&disk, "and one more").is_ok());
    assert!(with(&disk, DEPUTY).is_ok() && with(&disk, TRAINER).is_ok());
}

#[test]
fn a_removal_that_failed_can_be_made_again() {
    for sync in 0..12 {
        let disk = disk();
        let (mut store, trainer, _) = three(&disk);
        let code = store.new_code().unwrap();
        disk.fail_sync(sync);
        let first = store.remove_user(trainer, &code);
        add(&mut store, 2, "黄丽").ok();
        let second = store.remove_user(trainer, &code);
        assert!(
            first.is_ok() || second.is_ok() || matches!(second, Err(StoreError::NoSuchUser)),
            "sync {sync}: {second:?}"
        );
        drop(store);
        let found = disk.power_cut(sync);
        assert!(with(&found, TRAINER).is_err());
        let mut store = with(&found, DEPUTY).unwrap();
        add(&mut store, 3, "何晓红").unwrap();
        drop(store);
        assert!(names(&with(&found, PASSPHRASE).unwrap()).contains(&"何晓红".to_owned()));
    }
}

#[test]
fn every_byte_of_slots_and_grants_is_missed_when_it_changes() {
    let disk = disk();
    let (mut store, trainer, _) = three(&disk);
    remove(&mut store, trainer).unwrap();
    add(&mut store, 2, "黄丽").unwrap();
    drop(store);
    let whole = keys(&disk);
    let firsts: Vec<_> = whole
        .keys()
        .filter(|p| p.extension().is_some_and(|e| e == "a"))
        .collect();
    assert_eq!(firsts.len(), 4, "two slots, the code, the grants");
    for path in firsts {
        let good = &whole[path];
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 0x10;
            // One copy: no effect, and it is put right.
            let one = disk.copy();
            one.overwrite(path, bytes.clone()).unwrap();
            if at % 16 == 0 {
                let store = with(&one, DEPUTY).unwrap();
                assert_eq!(names(&store).len(), 2);
                drop(store);
                assert_eq!(one.dump()[path].len(), good.len(), "byte {at}");
            }
            // Both: it opens as it is, or says that a key is damaged; never anything else.
            one.overwrite(path, bytes.clone()).unwrap();
            one.overwrite(&path.with_extension("b"), bytes).unwrap();
            match with(&one, DEPUTY) {
                Ok(store) => assert_eq!(names(&store).len(), 2),
                Err(StoreError::KeysDamaged { .. }) => {}
                Err(other) => panic!("{}, byte {at}: {other}", path.display()),
            }
        }
    }
}

/// Whoever was removed had the old keys, and makes grants of their own with them.
#[test]
fn grants_that_were_not_made_with_the_newest_keys_are_refused() {
    let disk = disk();
    let (mut store, trainer, _) = three(&disk);
    let early = disk.copy();
    remove(&mut store, trainer).unwrap();
    drop(store);
    // The deputy has folded the first removal in.
    drop(with(&disk, DEPUTY).unwrap());
    // The second removal of a forged history, in which the first was another.
    let mut forged = Store::open(
        &root(),
        &Secret::passphrase(PASSPHRASE),
        &Options {
            random: std::sync::Arc::new(|out: &mut [u8]| out.fill(7)),
            ..on(&early)
        },
    )
    .unwrap();
    let other = forged.ways().unwrap();
    let other = other.iter().find(|w| w.role == SlotRole::Trainer).unwrap();
    let code = forged.new_code().unwrap();
    forged.remove_user(other.user.unwrap(), &code).unwrap();
    drop(forged);
    let first = root().join("keys/epoch-000001.a");
    let mut bytes = early.dump()[&first].clone();
    // As the second one: number, then a checksum that is right.
    bytes[41] = 2;
    let end = bytes.len() - 8;
    let sum = blake3::hash(&bytes[..end]);
    bytes[end..].copy_from_slice(&sum.as_bytes()[..8]);
    put_back(
        &disk,
        &BTreeMap::from([(root().join("keys/epoch-000002.a"), bytes)]),
    );
    assert!(matches!(
        with(&disk, DEPUTY),
        Err(StoreError::KeysDamaged { slot }) if slot == "epoch-000002"
    ));
}

fn golden(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/store/golden_slots");
    let text = std::fs::read_to_string(format!("{folder}/{name}.hex")).unwrap();
    let digits: String = text.split_whitespace().collect();
    (0..digits.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&digits[i..i + 2], 16).unwrap())
        .collect()
}

/// A store as it is made with the fixed randomness, with slots of the first format in place of
/// its own; with `more` a deputy's new one is among them.
fn aged(disk: &SimDisk, more: bool) {
    use tongdu::store::files::Files;
    drop(Store::create(&root(), &new_store(SlotRole::Supervisor), &on(disk)).unwrap());
    if more {
        // Other ids than those of the slots that go.
        let options = Options {
            random: std::sync::Arc::new(|out: &mut [u8]| out.fill(9)),
            ..on(disk)
        };
        let mut store = open(&root(), &options).unwrap();
        store
            .add_slot(SlotRole::Supervisor, "代理督导", DEPUTY)
            .unwrap();
    }
    let deputys = root().join("keys/0909090909090909");
    let mut mine = keys(disk);
    mine.retain(|path, _| path.with_extension("") != deputys);
    for path in mine.into_keys() {
        disk.remove(&path).unwrap();
    }
    for name in ["passphrase", "recovery"] {
        let bytes = golden(&format!("{name}-1"));
        let id = if name == "passphrase" {
            "c2866209478a3b67"
        } else {
            "eecd22c0108c72c1"
        };
        for copy in ["a", "b"] {
            let path = root().join(format!("keys/{id}.{copy}"));
            put_back(disk, &BTreeMap::from([(path, bytes.clone())]));
        }
    }
}

#[test]
fn slots_of_every_format_are_read_and_the_first_is_written_anew() {
    const CODE: &str = "Q964-YY5S-MWPN-G2TX-DGPB-42W8";
    for (secret, name) in [
        (Secret::passphrase(PASSPHRASE), "c2866209478a3b67.a"),
        (Secret::recovery(CODE), "eecd22c0108c72c1.b"),
    ] {
        let disk = disk();
        aged(&disk, false);
        assert_eq!(keys(&disk)[&root().join("keys").join(name)][8], 1);
        for _ in 0..2 {
            let store = Store::open(&root(), &secret, &on(&disk)).unwrap();
            assert_eq!(store.user().name, "林督导");
            assert!(KeyClass::ALL.iter().all(|class| store.has(*class)));
        }
        assert_eq!(keys(&disk)[&root().join("keys").join(name)][8], 2);
    }
}

#[test]
fn nobody_is_removed_while_a_slot_of_the_first_format_would_be_left_behind() {
    let disk = disk();
    aged(&disk, true);
    let mut store = with(&disk, DEPUTY).unwrap();
    let other = store
        .add_slot(SlotRole::Trainer, "陈培训", TRAINER)
        .unwrap();
    let code = store.new_code().unwrap();
    let before = keys(&disk);
    let refused = store.remove_user(other, &code).unwrap_err();
    assert!(
        matches!(
            refused,
            StoreError::OldSlot {
                role: SlotRole::Supervisor
            }
        ),
        "{refused}"
    );
    assert_eq!(keys(&disk), before);
    drop(store);
    drop(with(&disk, PASSPHRASE).unwrap());
    let mut store = with(&disk, DEPUTY).unwrap();
    store.remove_user(other, &code).unwrap();
}

/// The newest format stays as it is written: folders of today are opened in twenty years.
#[test]
fn the_newest_format_is_written_as_it_always_was() {
    let disk = disk();
    drop(Store::create(&root(), &new_store(SlotRole::Supervisor), &on(&disk)).unwrap());
    let mut missing = String::new();
    for (path, bytes) in keys(&disk) {
        let kind = if bytes[9] == 1 {
            "passphrase"
        } else {
            "recovery"
        };
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/store/golden_slots");
        let file = format!("{file}/{kind}-2.hex");
        if !std::path::Path::new(&file).exists() {
            let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
            missing += &format!("{file}\n{hex}\n");
        } else {
            assert_eq!(golden(&format!("{kind}-2")), bytes, "{}", path.display());
        }
    }
    assert!(missing.is_empty(), "{missing}");
}

#[test]
fn wrong_guesses_wait_and_a_restart_forgets_none() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    let disk = disk();
    drop(create(&root(), &on(&disk)));
    let time = Arc::new(AtomicU64::new(1_790_000_000_000));
    let clock = Arc::clone(&time);
    let options = Options {
        clock: Arc::new(move || clock.load(Ordering::Relaxed)),
        ..on(&disk)
    };
    let guess = |text: &str| Store::open(&root(), &Secret::passphrase(text), &options).map(drop);
    for _ in 0..4 {
        assert!(matches!(guess("no"), Err(StoreError::WrongPassphrase)));
    }
    for pause in [1u64, 2, 4, 8, 16, 32, 60, 60] {
        // The right one has to wait too: else the wait would tell which it is.
        let refused = guess(PASSPHRASE).unwrap_err();
        let now = time.load(Ordering::Relaxed);
        assert!(
            matches!(refused, StoreError::Wait { until } if until == now + pause * 1000),
            "{pause}: {refused}"
        );
        assert_eq!(refused.exit_code(), 4);
        time.fetch_add(pause * 1000 - 1, Ordering::Relaxed);
        assert!(matches!(guess("no"), Err(StoreError::Wait { .. })));
        time.fetch_add(1, Ordering::Relaxed);
        assert!(matches!(guess("no"), Err(StoreError::WrongPassphrase)));
    }
    // Set back by a year, it waits a minute from then, and no year.
    time.fetch_sub(365 * 24 * 3_600_000, Ordering::Relaxed);
    let now = time.load(Ordering::Relaxed);
    assert!(matches!(guess("no"), Err(StoreError::Wait { until }) if until == now + 60_000));
    time.fetch_add(60_000, Ordering::Relaxed);
    guess(PASSPHRASE).unwrap();
    assert!(!disk.dump().contains_key(&root().join("tries")));
    for _ in 0..3 {
        assert!(matches!(guess("no"), Err(StoreError::WrongPassphrase)));
    }
    guess(PASSPHRASE).unwrap();
}

#[test]
fn only_the_slots_of_the_chosen_post_are_tried() {
    let disk = disk();
    let (store, _, _) = three(&disk);
    drop(store);
    let at = |secret: Secret| Store::open(&root(), &secret, &on(&disk));
    assert!(at(Secret::passphrase(TRAINER).of(SlotRole::Trainer)).is_ok());
    assert!(at(Secret::passphrase(TRAINER).of(SlotRole::Supervisor)).is_err());
    assert!(at(Secret::passphrase(DEPUTY).of(SlotRole::Supervisor)).is_ok());
}
