//! sled broken in every way: rebuilt by itself, nothing lost.

use crate::rig::*;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tongdu::domain::book::Kind;
use tongdu::domain::post::Post;
use tongdu::domain::worker::Worker;
use tongdu::store::view::{Each, Tree, View, ViewError, WriteSet};
use tongdu::store::*;

const MANY: u64 = 60;

fn filled(root: &Path, options: &Options) {
    let mut store = create(root, options);
    let changes =
        (1..=MANY).map(|n| change(Act::Add, vec![put(n, worker(&format!("人{n}")), None)]));
    store
        .commit_group(Act::Import, None, changes.collect(), &mut |_, _| true)
        .unwrap();
    store.close();
}

fn whole(store: &Store) {
    assert_eq!(store.scan(Kind::Worker).unwrap().len() as u64, MANY);
    assert_eq!(store.verify(true).unwrap().findings, []);
}

fn db(root: &Path) -> std::path::PathBuf {
    let mut all: Vec<_> = fs::read_dir(root.join("view"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    all.retain(|p| p.is_dir());
    all.sort();
    all.pop().unwrap().join("db")
}

#[test]
fn deleted_or_cut_it_is_rebuilt_at_the_next_start() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    filled(dir.path(), &options);
    let store = open(dir.path(), &options).unwrap();
    assert_eq!(store.take_notes(), [], "nothing to put right yet");
    store.close();
    let harms: [&dyn Fn(); 6] = [
        &|| fs::remove_dir_all(dir.path().join("view")).unwrap(),
        &|| fs::remove_file(db(dir.path())).unwrap(),
        &|| {
            let bytes = fs::read(db(dir.path())).unwrap();
            fs::write(db(dir.path()), &bytes[..bytes.len() / 2]).unwrap();
        },
        &|| fs::write(db(dir.path()), b"").unwrap(),
        &|| fs::remove_file(db(dir.path()).with_file_name("sealed")).unwrap(),
        &|| fs::write(dir.path().join("view/junk"), b"junk").unwrap(),
    ];
    for (i, harm) in harms.iter().enumerate() {
        harm();
        let store = open(dir.path(), &options).unwrap();
        let rebuilt = store.take_notes().contains(&Note::ViewRebuilt);
        assert_eq!(rebuilt, i != 5, "harm {i}");
        whole(&store);
        store.close();
    }
}

/// A view that fails, panics or lies when its time comes.
struct Failing {
    inner: Box<dyn View>,
    fuse: Arc<AtomicI64>,
    how: How,
}

#[derive(Clone, Copy, PartialEq)]
enum How {
    Error,
    Flip,
}

impl Failing {
    fn burn(&self) -> Result<bool, ViewError> {
        let now = self.fuse.fetch_sub(1, Ordering::Relaxed) == 0;
        if now && self.how == How::Error {
            Err(ViewError::Changed)
        } else {
            Ok(now)
        }
    }
}

impl View for Failing {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        let flip = self.burn()?;
        let mut value = self.inner.get(tree, key)?;
        if let Some(last) = value.as_mut().filter(|_| flip).and_then(|v| v.last_mut()) {
            *last ^= 1;
        }
        Ok(value)
    }
    fn range(&self, tree: Tree, prefix: &[u8], each: Each<'_>) -> Result<(), ViewError> {
        let mut flip = self.burn()?;
        self.inner.range(tree, prefix, &mut |key, value| {
            let mut value = value.to_vec();
            if let Some(last) = value.last_mut().filter(|_| std::mem::take(&mut flip)) {
                *last ^= 1;
            }
            each(key, &value)
        })
    }
    fn apply(&mut self, set: &WriteSet) -> Result<(), ViewError> {
        self.burn()?;
        self.inner.apply(set)
    }
    fn close(self: Box<Self>) -> Result<(), ViewError> {
        self.inner.close()
    }
}

#[test]
fn a_view_that_breaks_while_running_is_rebuilt_and_the_question_answered() {
    for how in [How::Error, How::Flip] {
        let disk = disk();
        let (mut options, fuse) = (on(&disk), Arc::new(AtomicI64::new(-1)));
        let lit = fuse.clone();
        options.wrap_view = Some(Arc::new(move |inner| {
            Box::new(Failing {
                inner,
                fuse: lit.clone(),
                how,
            })
        }));
        let mut store = create(&root(), &options);
        let mut last = add(&mut store, 1, "林秀英").unwrap().revision;
        store.take_notes();
        for n in 0..12 {
            fuse.store(n % 4, Ordering::Relaxed);
            let name = format!("改{n}");
            last = store
                .commit(change(Act::Change, vec![put(1, worker(&name), Some(last))]))
                .unwrap()
                .revision;
            assert_eq!(
                name_of(&store.get(Kind::Worker, id(1)).unwrap().unwrap()),
                name
            );
            assert_eq!(store.scan(Kind::Worker).unwrap().len(), 1);
            fuse.store(-1, Ordering::Relaxed);
        }
        let rebuilt = store.take_notes().len();
        assert!(rebuilt >= 6, "{rebuilt}");
        assert_eq!(store.history(Kind::Worker, id(1)).unwrap().len(), 13);
        assert_eq!(store.verify(true).unwrap().findings, []);
    }
}

/// The real sled, whose file is overwritten under it while it is open, with hardly any cache.
#[test]
fn sled_overwritten_while_open_costs_nothing() {
    let options = on_disk(ViewKind::Sled { cache_bytes: 1 });
    let mut met = 0;
    for fill in [0u8, 0xff, 0x5a] {
        let dir = tempfile::tempdir().unwrap();
        filled(dir.path(), &options);
        let mut store = open(dir.path(), &options).unwrap();
        let path = db(dir.path());
        let length = fs::metadata(&path).unwrap().len() as usize;
        fs::write(&path, vec![fill; length]).unwrap();
        for n in 1..=MANY {
            assert_eq!(
                name_of(&store.get(Kind::Worker, id(n)).unwrap().unwrap()),
                format!("人{n}")
            );
        }
        add(&mut store, 200, "后来").unwrap();
        met += store.take_notes().len();
        assert_eq!(store.scan(Kind::Worker).unwrap().len() as u64, MANY + 1);
        drop(store);
        let store = open(dir.path(), &options).unwrap();
        assert_eq!(store.scan(Kind::Worker).unwrap().len() as u64, MANY + 1);
        assert_eq!(store.verify(true).unwrap().findings, []);
    }
    assert!(met > 0, "sled never read what was overwritten");
}

/// A view that forgets some of what it is given: nothing breaks, and only a check can tell.
struct Forgetful(Box<dyn View>, Tree, Arc<AtomicI64>);

impl View for Forgetful {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        self.0.get(tree, key)
    }
    fn range(&self, tree: Tree, prefix: &[u8], each: Each<'_>) -> Result<(), ViewError> {
        self.0.range(tree, prefix, each)
    }
    fn apply(&mut self, set: &WriteSet) -> Result<(), ViewError> {
        let mut set = set.clone();
        if self.2.load(Ordering::Relaxed) > 0 {
            set.writes.retain(|w| w.0 != self.1);
        }
        self.0.apply(&set)
    }
    fn close(self: Box<Self>) -> Result<(), ViewError> {
        self.0.close()
    }
}

#[test]
fn a_view_that_is_not_what_the_journal_adds_up_to_is_reported_and_cured() {
    for tree in [Tree::Rec, Tree::Ix, Tree::Bx, Tree::Jx] {
        let disk = disk();
        let (mut options, on_now) = (on(&disk), Arc::new(AtomicI64::new(0)));
        let switch = on_now.clone();
        options.wrap_view = Some(Arc::new(move |view| {
            Box::new(Forgetful(view, tree, switch.clone()))
        }));
        let mut store = create(&root(), &options);
        on_now.store(1, Ordering::Relaxed);
        let post = Post {
            worker: Some(id(1)),
            ..Post::default()
        };
        let person = Worker {
            phone: "13859912345".into(),
            ..Worker::default()
        };
        store
            .commit(change(
                Act::Add,
                vec![put(1, person.into(), None), put(2, post.into(), None)],
            ))
            .unwrap();
        let findings = store.verify(false).unwrap().findings;
        assert!(
            matches!(&findings[..], [Finding::View { tree: name, .. }] if *name == tree.name()),
            "{findings:?}"
        );
        on_now.store(0, Ordering::Relaxed);
        store.rebuild().unwrap();
        assert_eq!(store.verify(false).unwrap().findings, []);
        assert_eq!(
            store.linked("worker", id(1)).unwrap(),
            [(Kind::Post, id(2))]
        );
    }
}

/// Sealed and whole, but of another day: as when somebody copies folders about.
#[test]
fn an_older_view_put_back_is_not_believed() {
    let (dir, options) = (tempfile::tempdir().unwrap(), on_disk(SLED));
    filled(dir.path(), &options);
    let (view, aside) = (dir.path().join("view"), dir.path().join("aside"));
    let copied = std::process::Command::new("cp")
        .arg("-a")
        .arg(&view)
        .arg(&aside)
        .status();
    assert!(copied.unwrap().success());
    let mut store = open(dir.path(), &options).unwrap();
    add(&mut store, 200, "后来").unwrap();
    store.close();
    fs::remove_dir_all(&view).unwrap();
    fs::rename(&aside, &view).unwrap();
    let store = open(dir.path(), &options).unwrap();
    assert_eq!(store.take_notes(), [Note::ViewRebuilt]);
    assert!(store.get(Kind::Worker, id(200)).unwrap().is_some());
    assert_eq!(store.verify(true).unwrap().findings, []);
}
