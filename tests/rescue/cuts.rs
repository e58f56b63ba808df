//! The power goes everywhere in short backups and restores, and again while the next start puts
//! that right.

use crate::cutting::Trial;
use crate::rig::*;
use crate::support::*;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use tongdu::store::backup::{self, Manifest, Site};
use tongdu::store::files::{Files, SimDisk};
use tongdu::store::*;

/// Whether all of the disks that the first cuts leave are cut again, or one in so many as is said.
#[derive(Clone, Copy)]
enum Second {
    Some,
    All,
}

impl Second {
    fn of(self, some: usize) -> usize {
        match self {
            Self::Some => some,
            Self::All => 1,
        }
    }
}

const LATER: u64 = MORNING + HOUR;

/// The backups on the stick; a manifest that stands must be right to its last byte.
fn standing(disk: &SimDisk) -> Result<Vec<Manifest>, String> {
    let files: Arc<dyn Files> = Arc::new(disk.clone());
    let mut all = Vec::new();
    for dir in backup::find(disk, &stick()) {
        let site = Site::read(files.clone(), &dir).map_err(|e| e.to_string())?;
        if !site.broken.is_empty() {
            return Err(format!("{:?} stand, and are none", site.broken));
        }
        for manifest in site.manifests {
            backup::check(files.clone(), &dir, &manifest, &mut |_, _| true)
                .map_err(|e| format!("{} stands: {e}", manifest.name()))?;
            all.push(manifest);
        }
    }
    Ok(all)
}

fn standing_numbers(disk: &SimDisk) -> Result<BTreeSet<u64>, String> {
    Ok(standing(disk)?.iter().map(|m| m.number).collect())
}

/// Restores on another computer what is on the stick: how many people there are.
fn restored_elsewhere(disk: &SimDisk) -> Result<usize, String> {
    let other = another(disk);
    bring_back(&on(&other), &passphrase(), false).map_err(|e| format!("restoring: {e}"))?;
    let store = open(&root(), &on(&other)).map_err(|e| format!("opening: {e}"))?;
    fine(&store);
    Ok(people(&store).len())
}

/// What was told of the backups on the stick.
#[derive(Clone, Debug)]
struct Backups {
    /// The newest that was called good, and how many people it holds.
    good: Option<(u64, usize)>,
    /// Those that the rotation must leave, whatever comes.
    stay: BTreeSet<u64>,
}

/// Backs up what the store holds; the number is that of the newest manifest that stands then.
fn go_on(disk: &SimDisk, options: &Options, time: u64, mut told: Backups) -> Backups {
    if let Ok(store) = open(&root(), options)
        && back_up_at(&store, time).is_ok()
    {
        let newest = standing_numbers(disk)
            .ok()
            .and_then(|all| all.last().copied());
        told.good = newest.map(|number| (number, people(&store).len()));
    }
    told
}

fn backup_complaint(disk: &SimDisk, options: &Options, told: &Backups) -> Option<String> {
    let look = || -> Result<(), String> {
        let stand = standing_numbers(disk)?;
        let newest = stand.last().copied().unwrap_or(0);
        if !told.stay.is_subset(&stand) || told.good.is_some_and(|(number, _)| newest < number) {
            return Err(format!("{stand:?} stand, told {told:?}"));
        }
        if let Some(number) = stand.last() {
            let people = restored_elsewhere(disk)?;
            if told
                .good
                .is_some_and(|(good, n)| *number == good && n != people)
            {
                return Err(format!("{people} people are back, told {told:?}"));
            }
        }
        // The store itself is as it was, and the next backup is good and clears away the rest.
        let store = open(&root(), options).map_err(|e| format!("opening: {e}"))?;
        fine(&store);
        let made = back_up_at(&store, LATER + 2 * HOUR).map_err(|e| format!("again: {e}"))?;
        if made.entries != store.head().revision.seq || people(&store).len() != 2 {
            return Err("the store is not as it was".into());
        }
        let found = disk.least();
        let all = standing(&found)?;
        let listed: BTreeSet<String> = all
            .iter()
            .flat_map(|m| &m.files)
            .map(|f| f.name())
            .collect();
        let manifests: BTreeSet<String> = all.iter().map(Manifest::name).collect();
        // What the rotation removed last may come back with a cut, and goes with the next backup.
        let left: BTreeSet<String> = files_on_stick(disk).into_iter().collect();
        if left != listed.union(&manifests).cloned().collect() {
            return Err(format!("{left:?} on the stick"));
        }
        match restored_elsewhere(&found)? {
            2 => Ok(()),
            n => Err(format!("{n} people in the next backup")),
        }
    };
    look().err()
}

/// A store with backups of these times, in which there was one person, and one more now.
fn office(segment_bytes: u64, times: &[u64]) -> SimDisk {
    let disk = computer();
    let options = small(&disk, segment_bytes);
    let mut store = create(&root(), &options);
    let items = vec![put(50, village("后山村"), None)];
    store.commit(change(Act::Add, items)).unwrap();
    add(&mut store, 1, "林秀英").unwrap();
    for time in times {
        back_up_at(&store, *time).unwrap();
    }
    add(&mut store, 2, "黄丽萍").unwrap();
    store.close();
    disk.copy()
}

fn small(disk: &SimDisk, segment_bytes: u64) -> Options {
    Options {
        segment_bytes,
        ..on(disk)
    }
}

/// What is backed up: its name, the size of segments, the backups that are there already, those of
/// them that the rotation leaves, and how many disks there are for each that is cut again.
type Row = (&'static str, u64, &'static [u64], &'static [u64], usize);

const BACKUPS: [Row; 4] = [
    ("first backup", 8192, &[], &[], 400),
    ("one more backup", 8192, &[MORNING], &[1], 10),
    // The second is of the same hour as what is made, which takes its place.
    ("rotation", 8192, &[MORNING, LATER - 60_000], &[1], 10),
    ("backup of segments", 1, &[MORNING], &[1], 10),
];

fn cut_backups(second: Second) {
    for (name, segment_bytes, times, stay, some) in BACKUPS {
        let begun = office(segment_bytes, times);
        let good = times.len() as u64;
        let told = Backups {
            good: (good > 0).then_some((good, 1)),
            stay: stay.iter().copied().collect(),
        };
        let options = |disk: &SimDisk| small(disk, segment_bytes);
        Trial {
            name,
            begun,
            work: &|disk| go_on(disk, &options(disk), LATER, told.clone()),
            again: &|disk, told| go_on(disk, &options(disk), LATER + HOUR, told),
            complaint: &|disk, told| backup_complaint(disk, &options(disk), told),
            second: second.of(some),
        }
        .pass();
    }
}

/// Whether a restore was called done.
type Done = bool;

/// The folders beside the store's that hold one which was put aside.
fn put_aside(disk: &SimDisk) -> Vec<PathBuf> {
    let before = format!("{}.before-", root().display());
    let files = disk.dump().into_keys().filter(|p| p.ends_with("store"));
    let folders = files.filter_map(|p| p.parent().map(PathBuf::from));
    folders
        .filter(|dir| dir.to_string_lossy().starts_with(&before))
        .collect()
}

/// Opens what stands there, and brings back what is on the stick unless that is it.
fn bring_back_again(options: &Options, replace: bool, done: Done) -> Done {
    match open(&root(), options) {
        Ok(store) if people(&store).len() == 1 => return true,
        Err(error) if !matches!(error, StoreError::NotAStore) => return done,
        _ => {}
    }
    done | bring_back(options, &passphrase(), replace).is_ok()
}

/// The store in place is the one from the stick, whole, and takes what is saved.
fn restored(disk: &SimDisk, options: &Options) -> Result<(), String> {
    let mut store = open(&root(), options).map_err(|e| format!("opening: {e}"))?;
    fine(&store);
    if people(&store).len() != 1 {
        return Err(format!("{} people", people(&store).len()));
    }
    add(&mut store, 9, "何晓红").map_err(|e| format!("going on: {e}"))?;
    drop(store);
    let store = open(&root(), &on(&disk.least())).map_err(|e| format!("opening: {e}"))?;
    match people(&store).len() {
        2 => Ok(()),
        n => Err(format!("{n} people after going on")),
    }
}

fn restore_complaint(disk: &SimDisk, options: &Options, was: bool, done: Done) -> Option<String> {
    let look = || -> Result<(), String> {
        let in_place = match open(&root(), options) {
            Ok(store) => {
                fine(&store);
                people(&store).len()
            }
            Err(StoreError::NotAStore) if !was => 0,
            Err(e) => return Err(format!("opening: {e}")),
        };
        match in_place {
            1 => {}
            n if done => return Err(format!("{n} people, and it was done")),
            0 | 2 => {
                bring_back(options, &passphrase(), was).map_err(|e| format!("again: {e}"))?;
            }
            n => return Err(format!("{n} people")),
        }
        restored(disk, options)?;
        let aside = put_aside(disk);
        if aside.len() != usize::from(was) {
            return Err(format!("put aside: {aside:?}"));
        }
        for dir in aside {
            let store = open(&dir, options).map_err(|e| format!("{}: {e}", dir.display()))?;
            fine(&store);
            if people(&store).len() != 2 {
                return Err(format!("{} people aside", people(&store).len()));
            }
        }
        Ok(())
    };
    look().err()
}

fn cut_restores(second: Second) {
    for (name, segment_bytes, was) in [
        ("restore", 8192, false),
        ("restore of segments", 1, false),
        ("replacing", 8192, true),
    ] {
        let old = office(segment_bytes, &[MORNING]);
        let options = |disk: &SimDisk| small(disk, segment_bytes);
        Trial {
            name,
            begun: if was { old } else { another(&old) },
            work: &|disk| bring_back(&options(disk), &passphrase(), was).is_ok(),
            again: &|disk, done| bring_back_again(&options(disk), was, done),
            complaint: &|disk, done| restore_complaint(disk, &options(disk), was, *done),
            second: second.of(20),
        }
        .pass();
    }
}

#[test]
fn backups_survive_every_cut_and_some_second_cuts() {
    cut_backups(Second::Some);
}

#[test]
fn restores_survive_every_cut_and_some_second_cuts() {
    cut_restores(Second::Some);
}

/// `cargo test --release --test rescue cuts -- --ignored --nocapture`; 6 minutes unoptimized
#[test]
#[ignore = "minutes"]
fn backups_and_restores_survive_every_second_cut() {
    cut_backups(Second::All);
    cut_restores(Second::All);
}
