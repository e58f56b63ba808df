//! The power goes everywhere while somebody's way in is changed or taken, and again while whoever
//! unlocks next finishes that.

use crate::cutting::Trial;
use crate::rig::*;
use crate::users::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tongdu::store::files::{Files, SimDisk};
use tongdu::store::*;

/// What is done about somebody's way in.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Deed {
    RemoveTrainer,
    RemoveDeputy,
    /// The trainer becomes a supervisor, with a passphrase for that.
    Promote,
    Passphrase,
    Code,
}
use Deed::*;

/// What somebody may come with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Own,
    Deputys,
    Trainers,
    /// The new passphrase.
    New,
    OldCode,
    NewCode,
}
use Key::*;

#[derive(Clone, Debug, Default)]
struct Told {
    /// The new recovery code; it counts as soon as it is shown.
    code: Option<String>,
    /// Whether the new passphrase was told to count.
    given: bool,
    /// Whether the old way in was told to be gone, or was found so.
    gone: bool,
    /// Who was saved.
    names: Vec<&'static str>,
}

struct Office {
    deed: Deed,
    begun: SimDisk,
    trainer: [u8; 16],
    old_code: String,
}

/// The options of the `n`th start: other random bytes than at the one before.
fn start(disk: &SimDisk, n: u64) -> Options {
    let dice = AtomicU64::new(1);
    Options {
        random: Arc::new(move |out| {
            let seed = format!("start {n} {}", dice.fetch_add(1, Ordering::Relaxed));
            blake3::Hasher::new()
                .update(seed.as_bytes())
                .finalize_xof()
                .fill(out);
        }),
        ..on(disk)
    }
}

impl Office {
    fn new(deed: Deed) -> Self {
        let disk = disk();
        let (store, trainer, old_code) = three(&disk);
        drop(store);
        Self {
            deed,
            begun: disk.copy(),
            trainer,
            old_code,
        }
    }

    /// What no longer opens when all is done.
    fn old(&self) -> Vec<Key> {
        match self.deed {
            RemoveTrainer | Promote => vec![Trainers, OldCode],
            RemoveDeputy => vec![Deputys, OldCode],
            Passphrase => vec![Own],
            Code => vec![OldCode],
        }
    }

    fn secret(&self, key: Key, told: &Told) -> Option<Secret> {
        Some(match key {
            Own => Secret::passphrase(PASSPHRASE),
            Deputys => Secret::passphrase(DEPUTY),
            Trainers => Secret::passphrase(TRAINER),
            New => Secret::passphrase(NEW),
            OldCode => Secret::recovery(&self.old_code),
            NewCode => Secret::recovery(told.code.as_ref()?),
        })
    }

    fn open(&self, disk: &SimDisk, key: Key, told: &Told) -> Result<Store, StoreError> {
        let secret = self.secret(key, told).ok_or(StoreError::WrongPassphrase)?;
        Store::open(&root(), &secret, &start(disk, 3))
    }

    /// What opens the store as it was found.
    fn ways(&self, disk: &SimDisk, told: &Told) -> BTreeMap<Key, bool> {
        let all = [Own, Deputys, Trainers, New, OldCode, NewCode];
        let opens = |key| self.open(&disk.copy(), key, told).is_ok();
        all.into_iter().map(|key| (key, opens(key))).collect()
    }

    fn work(&self, disk: &SimDisk) -> Told {
        let mut told = Told {
            names: vec!["林秀英"],
            ..Told::default()
        };
        let own = Secret::passphrase(PASSPHRASE);
        if let Ok(mut store) = Store::open(&root(), &own, &start(disk, 1)) {
            let _ = self.act(&mut store, &mut told);
        }
        told
    }

    fn act(&self, store: &mut Store, told: &mut Told) -> Result<(), StoreError> {
        if self.deed == Passphrase {
            store.change_passphrase(&Secret::passphrase(PASSPHRASE), NEW)?;
            told.given = true;
        } else {
            let code = store.new_code()?;
            told.code = Some(code.code.to_string());
            match self.deed {
                RemoveTrainer => store.remove_user(self.trainer, &code)?,
                RemoveDeputy => {
                    let others = store.ways()?.into_iter().filter_map(|way| way.user);
                    let (own, trainer) = (store.user().id, self.trainer);
                    let deputy = others.into_iter().find(|id| *id != own && *id != trainer);
                    store.remove_user(deputy.expect("there are three"), &code)?;
                }
                Promote => {
                    store.add_slot_of(self.trainer, SlotRole::Supervisor, "陈培训", NEW)?;
                    told.given = true;
                    store.remove_role(self.trainer, SlotRole::Trainer, &code)?;
                }
                Code => store.settle_code(&code)?,
                Passphrase => unreachable!("done above"),
            }
        }
        told.gone = true;
        add(store, 2, "黄丽")?;
        told.names.push("黄丽");
        Ok(())
    }

    /// Somebody who stays unlocks what the first cut left, which finishes a removal, and saves.
    fn again(&self, disk: &SimDisk, mut told: Told) -> Told {
        let ways = self.ways(disk, &told);
        told.gone |= self.old().iter().all(|key| !ways[key]);
        let stays = match self.deed {
            Passphrase if ways[&New] => New,
            _ if ways[&Own] => Own,
            _ => Trainers,
        };
        let secret = self.secret(stays, &told).expect("passphrases stand");
        if let Ok(mut store) = Store::open(&root(), &secret, &start(disk, 2))
            && add(&mut store, 7, "其间").is_ok()
        {
            told.names.push("其间");
        }
        told
    }

    fn complaint(&self, disk: &SimDisk, told: &Told) -> Option<String> {
        self.look(disk, told).err()
    }

    fn look(&self, disk: &SimDisk, told: &Told) -> Result<(), String> {
        let ways = self.ways(disk, told);
        let wrong = |what: &str| Err(format!("{what}: {ways:?}, told {told:?}"));
        let old = self.old();
        let out = |key: &Key| old.contains(key);
        // Whoever is not concerned comes in, and with what was shown.
        for key in [Own, Deputys, Trainers, OldCode] {
            if !out(&key) && !ways[&key] {
                return wrong("somebody is kept out");
            }
        }
        if told.code.is_some() && !ways[&NewCode] || told.given && !ways[&New] {
            return wrong("what was given does not open");
        }
        if told.gone && old.iter().any(|key| ways[key]) {
            return wrong("the old way in is open");
        }
        // Of what goes together, all is gone or nothing; who gets another way in has one or two.
        let gone = !ways[&old[0]];
        if old.iter().any(|key| ways[key] == gone) {
            return wrong("half");
        }
        let other = match self.deed {
            Passphrase | Promote => Some(New),
            Code => Some(NewCode),
            RemoveTrainer | RemoveDeputy => None,
        };
        if gone && other.is_some_and(|other| !ways[&other]) {
            return wrong("nothing opens for them");
        }
        // Whoever comes first finishes it, and then the same keys open, and read what is saved.
        let first = if out(&Deputys) { Own } else { Deputys };
        let next = disk.copy();
        let mut store = self.open(&next, first, told).map_err(|e| e.to_string())?;
        let findings = store.verify(true).map_err(|e| e.to_string())?.findings;
        if !findings.is_empty() {
            return Err(format!("{findings:?}"));
        }
        add(&mut store, 9, "何晓红").map_err(|e| format!("going on: {e}"))?;
        drop(store);
        let next = next.least();
        if self.ways(&next, told) != ways {
            return wrong("unlocking changed who comes in, from");
        }
        for key in ways
            .into_iter()
            .filter(|(_, open)| *open)
            .map(|(key, _)| key)
        {
            let store = self
                .open(&next.copy(), key, told)
                .map_err(|e| e.to_string())?;
            let there = names(&store);
            let known = told.names.iter().chain([&"何晓红"]);
            if let Some(name) = known.into_iter().find(|n| !there.iter().any(|t| t == *n)) {
                return Err(format!("{key:?} does not see {name}: {there:?}"));
            }
        }
        if self.deed == Passphrase {
            self.one_passphrase_stays(disk, told)?;
        }
        if gone && matches!(self.deed, RemoveTrainer | RemoveDeputy | Promote) {
            self.old_keys_read_nothing_new(&next, told)?;
        }
        Ok(())
    }

    /// Whoever changes theirs comes in by the one that they come with, and then by no other.
    fn one_passphrase_stays(&self, disk: &SimDisk, told: &Told) -> Result<(), String> {
        for (key, other) in [(Own, New), (New, Own)] {
            let next = disk.copy();
            let came = self.open(&next, key, told).map(drop).is_ok();
            let next = next.least();
            if came
                && (self.open(&next, other, told).is_ok() || self.open(&next, key, told).is_err())
            {
                return Err(format!("{key:?} opened, and {other:?} stays: {told:?}"));
            }
        }
        Ok(())
    }

    /// With the folder of keys as it was before, whoever was removed opens nothing saved since.
    fn old_keys_read_nothing_new(&self, disk: &SimDisk, told: &Told) -> Result<(), String> {
        let disk = disk.copy();
        for path in keys(&disk).into_keys() {
            disk.remove(&path).map_err(|e| e.to_string())?;
        }
        let before: BTreeMap<PathBuf, Vec<u8>> = keys(&self.begun);
        put_back(&disk, &before);
        match self.open(&disk, self.old()[0], told) {
            Err(StoreError::NoEpoch { .. }) => Ok(()),
            Err(other) => Err(format!("with the old keys: {other}")),
            Ok(_) => Err("the old keys open what was saved since".into()),
        }
    }
}

fn cut_everywhere(second: usize) {
    for (name, deed) in [
        ("removing a trainer", RemoveTrainer),
        ("removing a supervisor", RemoveDeputy),
        ("another role", Promote),
        ("another passphrase", Passphrase),
        ("another code", Code),
    ] {
        let office = Office::new(deed);
        Trial {
            name,
            begun: office.begun.copy(),
            work: &|disk| office.work(disk),
            again: &|disk, told| office.again(disk, told),
            complaint: &|disk, told| office.complaint(disk, told),
            second,
        }
        .pass();
    }
}

#[test]
fn ways_in_survive_every_cut_and_some_second_cuts() {
    cut_everywhere(40);
}

/// `cargo test --release --test faults user_cuts -- --ignored --nocapture`; 3 minutes unoptimized
#[test]
#[ignore = "minutes"]
fn ways_in_survive_every_second_cut() {
    cut_everywhere(1);
}
