//! Sticks: full, pulled out, of a sort that knows neither owners nor links nor syncing folders.

use crate::rig::*;
use crate::support::*;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tongdu::store::backup::BackupError;
use tongdu::store::files::{Files, Locking, SimDisk, Writer};
use tongdu::store::*;

/// A disk whose stick is FAT, and is pulled out after so many acts on it.
#[derive(Clone)]
struct Machine {
    disk: SimDisk,
    left: Arc<AtomicI64>,
}

impl Machine {
    fn new(disk: &SimDisk, left: i64) -> Self {
        Self {
            disk: disk.clone(),
            left: Arc::new(left.into()),
        }
    }

    fn options(&self) -> Options {
        options(Arc::new(self.clone()), ViewKind::Memory)
    }

    fn touch(&self, path: &Path) -> io::Result<()> {
        if path.starts_with(stick()) && self.left.fetch_sub(1, Ordering::Relaxed) <= 0 {
            return Err(io::Error::other("Input/output error"));
        }
        Ok(())
    }
}

struct Written(Machine, std::path::PathBuf, Box<dyn Writer>);

impl Writer for Written {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.touch(&self.1)?;
        self.2.append(bytes)
    }
    fn sync(&mut self) -> io::Result<()> {
        self.0.touch(&self.1)?;
        self.2.sync()
    }
    fn is_at(&self, path: &Path) -> bool {
        self.2.is_at(path)
    }
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.2.truncate(len)
    }
}

impl Files for Machine {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Writer>> {
        self.touch(path)?;
        let file = self.disk.create(path)?;
        Ok(Box::new(Written(self.clone(), path.to_owned(), file)))
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn Writer>> {
        self.disk.append(path)
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.touch(path)?;
        self.disk.read(path)
    }
    fn read_at(&self, path: &Path, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        self.touch(path)?;
        self.disk.read_at(path, offset, len)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.touch(from)?;
        if to.starts_with(stick()) && self.disk.exists(to) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.disk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.touch(path)?;
        self.disk.remove(path)
    }
    fn remove_dir(&self, dir: &Path) -> io::Result<()> {
        self.disk.remove_dir(dir)
    }
    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        self.touch(dir)?;
        self.disk.list(dir)
    }
    fn make_dir(&self, dir: &Path) -> io::Result<()> {
        self.touch(dir)?;
        self.disk.make_dir(dir)
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        if dir.starts_with(stick()) {
            return Err(ErrorKind::InvalidInput.into());
        }
        self.disk.sync_dir(dir)
    }
    fn exists(&self, path: &Path) -> bool {
        self.disk.exists(path)
    }
    fn device(&self, path: &Path) -> io::Result<u64> {
        self.disk.device(path)
    }
    fn lock(&self, path: &Path) -> io::Result<Locking> {
        self.disk.lock(path)
    }
}

#[test]
fn pulled_out_at_any_moment_the_older_backup_is_whole_and_the_work_goes_on() {
    let mut pulled = 0;
    for left in 0.. {
        let disk = begun();
        let machine = Machine::new(&disk, left);
        let mut store = open(&root(), &machine.options()).unwrap();
        let made = back_up_at(&store, MORNING + HOUR);
        add(&mut store, 3, "接着干").unwrap();
        store.close();
        match &made {
            Ok(made) => assert_eq!(made.entries, 2),
            Err(StoreError::Backup(BackupError::Medium(_) | BackupError::Damaged { .. })) => {
                pulled += 1;
            }
            Err(other) => panic!("{left}: {other}"),
        }
        let again = another(&disk);
        bring_back(&on(&again), &passphrase(), false).unwrap_or_else(|e| panic!("{left}: {e}"));
        let back = people(&open(&root(), &on(&again)).unwrap()).len();
        assert!(back == 2 || (back == 1 && made.is_err()), "{left}: {back}");
        // In again: the next one is good.
        let store = open(&root(), &Machine::new(&disk, i64::MAX).options()).unwrap();
        assert_eq!(back_up_at(&store, MORNING + 2 * HOUR).unwrap().entries, 3);
        // The rotation's own acts follow a backup that is good, so give it room to end.
        if made.is_ok() && machine.left.load(Ordering::Relaxed) > 0 {
            break;
        }
    }
    assert!(pulled > 15, "{pulled}");
}

#[test]
fn a_full_stick_is_told_and_costs_no_older_backup() {
    let mut full = 0;
    for room in (0..40_000).step_by(500) {
        let disk = begun();
        let store = open(&root(), &on(&disk)).unwrap();
        disk.leave_room(Some(room));
        let made = back_up_at(&store, MORNING + HOUR);
        disk.leave_room(None);
        let again = another(&disk);
        bring_back(&on(&again), &passphrase(), false).unwrap();
        match made {
            Ok(_) => break,
            Err(StoreError::Backup(BackupError::Full)) => full += 1,
            Err(other) => panic!("{room}: {other}"),
        }
        let left = files_on_stick(&disk);
        assert!(left.iter().all(|n| !n.ends_with(".part")), "{left:?}");
    }
    assert!(full > 2, "{full}");
}

#[test]
fn a_restore_from_such_a_stick_that_is_pulled_out_can_be_begun_again() {
    for left in (0..60).step_by(3) {
        let disk = another(&begun());
        let machine = Machine::new(&disk, left);
        if bring_back(&machine.options(), &passphrase(), false).is_ok() {
            continue;
        }
        let machine = Machine::new(&disk, i64::MAX);
        bring_back(&machine.options(), &passphrase(), false).unwrap();
        fine(&open(&root(), &on(&disk)).unwrap());
    }
}

#[test]
fn no_stick_and_nothing_on_it_are_told_apart() {
    let disk = disk();
    let store = create(&root(), &on(&disk));
    let none = back_up_at(&store, MORNING).unwrap_err();
    assert!(matches!(none, StoreError::Backup(BackupError::NoFolder)));
    let inside = store.snapshot().unwrap();
    let inside = inside.back_up(&root(), MORNING, &mut |_, _| true);
    assert!(matches!(
        inside,
        Err(StoreError::Backup(BackupError::Inside))
    ));
    let empty = bring_back(&on(&computer()), &passphrase(), false).unwrap_err();
    assert_eq!(empty.exit_code(), 5);
    assert!(matches!(empty, StoreError::Backup(BackupError::Nothing)));
}

/// The computer's own disk being full takes nothing from a backup that was read back.
#[test]
fn a_computer_that_cannot_remember_a_backup_still_has_it() {
    let disk = begun();
    let store = open(&root(), &on(&disk)).unwrap();
    let snapshot = store.snapshot().unwrap();
    disk.make_dir(&root().join("backups.new")).unwrap();
    let made = snapshot
        .back_up(&stick(), MORNING + HOUR, &mut |_, _| true)
        .unwrap();
    assert_eq!(made.entries, 2);
    bring_back(&on(&another(&disk)), &passphrase(), false).unwrap();
}
