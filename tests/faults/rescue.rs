//! What is left of a store, wherever it lies, is found and put together again.

use crate::broken::*;
use crate::rig::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tongdu::store::*;

fn rescue(sources: &[PathBuf], out: &Path) -> Result<Rescued, StoreError> {
    let salvage = Salvage::scan(sources, &mut |_| {})?;
    let options = on_disk(ViewKind::Memory);
    (0..999).for_each(|_| (options.random)(&mut [0; 8]));
    salvage.write(out, &Secret::passphrase(PASSPHRASE), &options)
}

fn names_in(root: &Path) -> BTreeSet<String> {
    let store = open(root, &on_disk(ViewKind::Memory)).unwrap();
    names(&store).into_iter().collect()
}

fn all(n: u64) -> BTreeSet<String> {
    (1..=n).map(|n| format!("林秀英{n}")).collect()
}

/// Half of the journal, the other half as a mirror of single files, and rubbish around both.
#[test]
fn halves_a_mirror_and_rubbish_make_a_whole() {
    let office = Office::new(20);
    let segments: Vec<u32> = office
        .frames()
        .iter()
        .map(|f| f.segment)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    assert!(segments.len() >= 4, "{segments:?}");
    let half = office.copy();
    let mirror = office.beside("disk.img");
    let mut image = vec![0xA5; 5000];
    for segment in segments {
        if segment % 2 == 0 {
            image.extend(b"TDFRAME\nTDSLOT\r\nTTTT");
            image.extend(office.segment(segment));
            image.resize(image.len().next_multiple_of(512), 0);
            fs::remove_file(half.path(segment)).unwrap();
        }
    }
    fs::write(&mirror, &image).unwrap();
    let before = fs::read(&mirror).unwrap();
    let out = office.beside("new");
    let rescued = rescue(&[half.root().to_owned(), mirror.clone()], &out).unwrap();
    assert_eq!(
        (rescued.frames, rescued.unreadable, rescued.loose.len()),
        (20, 0, 0)
    );
    assert_eq!(rescued.streams.len(), 1);
    assert_eq!(
        (rescued.streams[0].kept, &rescued.streams[0].missing),
        (20, &vec![])
    );
    assert_eq!(names_in(&out), all(20));
    assert_eq!(
        fs::read(&mirror).unwrap(),
        before,
        "a source was written to"
    );

    // It goes on, under a device of its own, and the old stream still verifies.
    let mut store = open(&out, &on_disk(ViewKind::Memory)).unwrap();
    assert_ne!(store.header().device, rescued.streams[0].device);
    add(&mut store, 99, "黄丽").unwrap();
    assert!(store.verify(true).unwrap().findings.is_empty());
}

/// An image without any folder: header, slots and frames are carved out of it.
#[test]
fn an_image_of_a_disk_is_enough() {
    let office = Office::new(20);
    let mut image = vec![7; 1000];
    let mut add = |path: PathBuf| {
        image.extend(fs::read(path).unwrap());
        image.resize(image.len().next_multiple_of(512) + 512, 0);
    };
    for name in fs::read_dir(office.root().join("keys")).unwrap() {
        add(name.unwrap().path());
    }
    for segment in (1..9).rev().filter(|s| office.path(*s).exists()) {
        add(office.path(segment));
    }
    add(office.root().join("store"));
    let path = office.beside("sda.img");
    fs::write(&path, image).unwrap();
    let out = office.beside("new");
    rescue(&[path], &out).unwrap();
    assert_eq!(names_in(&out), all(20));
}

#[test]
fn what_lies_behind_a_gap_is_listed_and_read() {
    let office = Office::new(20);
    let frames = office.frames();
    for lost in &frames[4..7] {
        office.flip(lost.segment, lost.offset + 70);
    }
    let out = office.beside("new");
    let rescued = rescue(&[office.root().to_owned()], &out).unwrap();
    let stream = &rescued.streams[0];
    assert_eq!(
        (stream.kept, stream.loose, &stream.missing),
        (4, 13, &vec![(5, 7)])
    );
    assert_eq!(names_in(&out), all(4));
    let loose: BTreeSet<String> = rescued.loose.iter().map(name_of).collect();
    assert_eq!(loose, (8..=20).map(|n| format!("林秀英{n}")).collect());
}

/// The end that was known to have been saved counts as missing, though nothing lies behind it.
#[test]
fn a_lost_end_is_missing_too() {
    let office = Office::new(20);
    let last = office.frames().pop().unwrap();
    office.put(last.segment, &office.segment(last.segment)[..last.offset]);
    let rescued = rescue(&[office.root().to_owned()], &office.beside("new")).unwrap();
    assert_eq!(rescued.streams[0].missing, [(20, 20)]);
}

#[test]
fn another_office_among_the_sources_is_left_out() {
    let (office, other) = (Office::new(5), Office::seeded(9, 77));
    let out = office.beside("new");
    let stranger = other.stream();
    let rescued = rescue(&[stranger, office.root().to_owned()], &out).unwrap();
    assert_eq!(rescued.streams.len(), 1);
    assert_eq!((rescued.streams[0].kept, rescued.loose.len()), (5, 0));
}

#[test]
fn nothing_a_wrong_passphrase_and_a_full_folder_are_refused() {
    let office = Office::new(3);
    let (empty, out) = (office.beside("empty"), office.beside("new"));
    fs::create_dir(&empty).unwrap();
    let nothing = rescue(&[empty], &out);
    assert!(matches!(nothing, Err(StoreError::NothingToRescue)));
    let salvage = Salvage::scan(&[office.root().to_owned()], &mut |_| {}).unwrap();
    let options = on_disk(ViewKind::Memory);
    let wrong = salvage.write(&out, &Secret::passphrase("not this one"), &options);
    assert!(matches!(wrong, Err(StoreError::WrongPassphrase)));
    assert!(!out.exists(), "something was left behind");
    let full = rescue(&[office.root().to_owned()], office.root());
    assert!(matches!(full, Err(StoreError::NotEmpty)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever is done to the bytes: nothing panics, every frame that is still whole is found,
    /// and the records of those that open are in the new store or beside it.
    #[test]
    fn random_damage_loses_nothing_that_is_whole(
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..400_usize, any::<u8>()), 0..8),
    ) {
        let office = thread_office();
        let frames = office.frames();
        let office = office.copy();
        let mut hurt = BTreeSet::new();
        let segments: Vec<u32> = frames.iter().map(|f| f.segment).collect::<BTreeSet<_>>().into_iter().collect();
        for (which, at, length, value) in hits {
            let segment = *which.get(&segments);
            let mut bytes = office.segment(segment);
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            for (place, byte) in (at..end).zip(&mut bytes[at..end]) {
                if *byte != value {
                    *byte = value;
                    let hit = |f: &&Frame| f.segment == segment && f.range().contains(&place);
                    hurt.extend(frames.iter().find(hit).map(|f| f.first));
                }
            }
            office.put(segment, &bytes);
        }
        let survey = Store::survey(office.root(), &on_disk(ViewKind::Memory), None, &|_, _| {});
        let first = hurt.iter().next().copied();
        let survey = survey.unwrap();
        prop_assert!(survey.streams[0].head.revision.seq < first.unwrap_or(u64::MAX));
        let out = office.beside("new");
        match rescue(&[office.root().to_owned()], &out) {
            Ok(rescued) => {
                prop_assert_eq!(rescued.frames as usize, frames.len() - hurt.len());
                let mut found = names_in(&out);
                found.extend(rescued.loose.iter().map(name_of));
                let whole = (1..=20).filter(|n| !hurt.contains(n)).map(|n| format!("林秀英{n}"));
                prop_assert_eq!(found, whole.collect::<BTreeSet<_>>());
            }
            Err(error) => prop_assert!(hurt.len() == frames.len(), "{}", error),
        }
    }
}

fn thread_office() -> &'static Office {
    static OFFICE: std::sync::OnceLock<Office> = std::sync::OnceLock::new();
    OFFICE.get_or_init(|| Office::new(20))
}
