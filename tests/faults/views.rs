//! One suite for every adapter of the view.

use std::path::Path;
use tongdu::store::journal::{DeviceId, Head, Revision};
use tongdu::store::view::{MemoryView, SledView, Tree, View, WriteSet};

fn each_view(check: impl Fn(Box<dyn View>)) {
    check(Box::new(MemoryView::new()));
    let dir = tempfile::tempdir().unwrap();
    check(Box::new(SledView::fresh(dir.path(), 1 << 20).unwrap()));
}

fn head(device: u8, seq: u64) -> Head {
    Head {
        revision: Revision {
            device: DeviceId([device; 8]),
            seq,
        },
        chain: [seq as u8; 32],
    }
}

type Put<'a> = (Tree, &'a [u8], Option<&'a [u8]>);

fn set(writes: &[Put<'_>], applied: Vec<Head>) -> WriteSet {
    let writes = writes
        .iter()
        .map(|(t, k, v)| (*t, k.to_vec(), v.map(<[u8]>::to_vec)));
    WriteSet {
        writes: writes.collect(),
        applied,
    }
}

fn keys(view: &dyn View, tree: Tree, prefix: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    view.range(tree, prefix, &mut |k, _| {
        all.push(k.to_vec());
        true
    })
    .unwrap();
    all
}

#[test]
fn what_is_put_is_got_and_what_is_removed_is_gone() {
    each_view(|mut view| {
        assert_eq!(view.get(Tree::Rec, b"a").unwrap(), None);
        view.apply(&set(
            &[(Tree::Rec, b"a", Some(b"1")), (Tree::Ix, b"a", Some(b""))],
            vec![],
        ))
        .unwrap();
        assert_eq!(
            view.get(Tree::Rec, b"a").unwrap().as_deref(),
            Some(&b"1"[..])
        );
        assert_eq!(view.get(Tree::Ix, b"a").unwrap().as_deref(), Some(&b""[..]));
        assert_eq!(view.get(Tree::Bx, b"a").unwrap(), None);
        view.apply(&set(
            &[(Tree::Rec, b"a", Some(b"2")), (Tree::Ix, b"a", None)],
            vec![],
        ))
        .unwrap();
        assert_eq!(
            view.get(Tree::Rec, b"a").unwrap().as_deref(),
            Some(&b"2"[..])
        );
        assert_eq!(view.get(Tree::Ix, b"a").unwrap(), None);
    });
}

#[test]
fn the_last_of_several_writes_to_a_key_wins() {
    each_view(|mut view| {
        let writes: [Put<'_>; 3] = [
            (Tree::Rec, b"k", Some(b"1")),
            (Tree::Rec, b"k", None),
            (Tree::Rec, b"k", Some(b"3")),
        ];
        view.apply(&set(&writes, vec![])).unwrap();
        assert_eq!(
            view.get(Tree::Rec, b"k").unwrap().as_deref(),
            Some(&b"3"[..])
        );
        view.apply(&set(
            &[(Tree::Rec, b"k", Some(b"4")), (Tree::Rec, b"k", None)],
            vec![],
        ))
        .unwrap();
        assert_eq!(view.get(Tree::Rec, b"k").unwrap(), None);
    });
}

#[test]
fn a_range_has_its_prefix_in_order_and_can_be_left() {
    each_view(|mut view| {
        let all: [&[u8]; 7] = [b"b\xff\xff", b"a", b"b", b"b\x00", b"c", b"ba", b"b\xff"];
        let writes: Vec<_> = all
            .iter()
            .map(|k| (Tree::Jx, *k, Some(&b"x"[..])))
            .collect();
        view.apply(&set(&writes, vec![])).unwrap();
        assert_eq!(
            keys(&*view, Tree::Jx, b"b"),
            [&b"b"[..], b"b\x00", b"ba", b"b\xff", b"b\xff\xff"]
        );
        assert_eq!(
            keys(&*view, Tree::Jx, b"b\xff"),
            [&b"b\xff"[..], b"b\xff\xff"]
        );
        assert_eq!(keys(&*view, Tree::Jx, b"").len(), 7);
        assert_eq!(keys(&*view, Tree::Rec, b"b").len(), 0);
        let mut seen = 0;
        view.range(Tree::Jx, b"b", &mut |_, _| {
            seen += 1;
            seen < 2
        })
        .unwrap();
        assert_eq!(seen, 2);
    });
}

#[test]
fn the_mark_goes_with_the_writes_and_stands_for_each_device() {
    each_view(|mut view| {
        assert!(view.applied().unwrap().is_empty());
        view.apply(&set(
            &[(Tree::Rec, b"a", Some(b"1"))],
            vec![head(1, 5), head(2, 7)],
        ))
        .unwrap();
        view.apply(&set(&[], vec![head(1, 6)])).unwrap();
        let applied: Vec<_> = view.applied().unwrap().into_values().collect();
        assert_eq!(applied, [head(1, 6), head(2, 7)]);
    });
}

#[test]
fn a_full_batch_fits() {
    each_view(|mut view| {
        let value = vec![7; 1024];
        let names: Vec<_> = (0..tongdu::store::view::BATCH as u32)
            .map(u32::to_be_bytes)
            .collect();
        let writes: Vec<_> = names
            .iter()
            .map(|k| (Tree::Rec, &k[..], Some(&value[..])))
            .collect();
        view.apply(&set(&writes, vec![head(1, 1)])).unwrap();
        assert_eq!(keys(&*view, Tree::Rec, b"").len(), names.len());
    });
}

fn some_file(dir: &Path) -> std::path::PathBuf {
    dir.join("000001/db")
}

#[test]
fn sled_is_reopened_only_if_every_byte_is_as_it_was_left() {
    let dir = tempfile::tempdir().unwrap();
    let made = || {
        let mut view = SledView::fresh(dir.path(), 1 << 20).unwrap();
        view.apply(&set(&[(Tree::Rec, b"a", Some(b"1"))], vec![]))
            .unwrap();
        Box::new(view)
    };
    made().close().unwrap();
    let again = SledView::reopen(dir.path(), 1 << 20).expect("it was closed in order");
    assert_eq!(
        again.get(Tree::Rec, b"a").unwrap().as_deref(),
        Some(&b"1"[..])
    );
    // Open, it is not sealed: a second look must not trust it.
    assert!(SledView::reopen(dir.path(), 1 << 20).is_none());
    drop(again);
    assert!(
        SledView::reopen(dir.path(), 1 << 20).is_none(),
        "dropped without closing"
    );

    let other = tempfile::tempdir().unwrap();
    Box::new(SledView::fresh(other.path(), 1 << 20).unwrap())
        .close()
        .unwrap();
    let mut bytes = std::fs::read(some_file(other.path())).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(some_file(other.path()), bytes).unwrap();
    assert!(SledView::reopen(other.path(), 1 << 20).is_none());
}
