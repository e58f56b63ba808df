//! Each sort of damage is named where it is and as what it is, on a store that does not open.

use crate::broken::*;
use crate::rig::*;
use std::fs;
use std::path::Path;
use tongdu::store::*;

fn survey(root: &Path) -> Survey {
    Store::survey(root, &on_disk(ViewKind::Memory), None, &|_, _| {}).unwrap()
}

/// The one thing that is wrong, after making sure that the store refuses to open because of it.
fn wrong(root: &Path) -> Wrong {
    let opened = open(root, &on_disk(ViewKind::Memory));
    assert!(matches!(opened, Err(StoreError::Damaged(_))), "it opened");
    let all: Vec<Wrong> = survey(root)
        .streams
        .into_iter()
        .filter_map(|s| s.wrong)
        .collect();
    assert_eq!(all.len(), 1, "{all:?}");
    all.into_iter().next().unwrap()
}

/// Where it is, what it is, what is hurt, and how much is good before and whole behind.
fn said(root: &Path) -> (u32, u32, u64, Cause, Option<u64>, u64, u64) {
    let wrong = wrong(root);
    let d = &wrong.damage;
    let good = survey(root)
        .streams
        .iter()
        .find(|s| s.wrong.is_some())
        .unwrap()
        .head;
    (
        d.segment,
        d.frame,
        d.seq,
        wrong.cause,
        wrong.until,
        good.revision.seq,
        wrong.entries,
    )
}

#[test]
fn a_good_store_has_nothing_wrong_and_its_heads_are_found() {
    let office = Office::new(20);
    let survey = survey(office.root());
    assert!(survey.streams.iter().all(|s| s.wrong.is_none()));
    assert_eq!(survey.streams[0].head.revision.seq, 20);
    assert!(survey.last_time > 1_790_000_000_000 && survey.live_bytes > 20 * 100);
}

#[test]
fn a_bit_flipped_anywhere_in_a_frame_is_named() {
    let office = Office::new(20);
    let [first, second, ..] = &office.frames()[..] else {
        panic!()
    };
    assert_eq!((first.segment, second.segment), (1, 1));
    // Magic, length, chain and checksum of the heading; entries; filling and checksum at the end.
    for at in [0, 9, 30, 60, 64, 200, second.length - 20, second.length - 1] {
        let office = office.copy();
        office.flip(1, second.offset + at);
        assert_eq!(
            said(office.root()),
            (1, 2, 2, Cause::Changed, Some(2), 1, 18),
            "byte {at}"
        );
        let wrong = wrong(office.root());
        assert_eq!(wrong.last_good.unwrap().act, Some(Act::Add));
        assert_eq!(wrong.this, None, "a damaged frame says nothing");
    }
    office.flip(1, 40);
    let (segment, frame, seq, cause, ..) = said(office.root());
    assert_eq!((segment, frame, seq, cause), (1, 0, 1, Cause::Heading));
}

#[test]
fn removed_and_swapped_frames_are_told_apart() {
    let office = Office::new(20);
    let frames = office.frames();
    let (two, three) = (&frames[1], &frames[2]);
    let gone = office.copy();
    let mut bytes = gone.segment(1);
    bytes.drain(two.range());
    gone.put(1, &bytes);
    assert_eq!(said(gone.root()), (1, 2, 2, Cause::Missing, Some(2), 1, 18));
    assert!(
        wrong(gone.root()).this.is_some(),
        "what stands there now can be read"
    );

    let swapped = office.copy();
    let bytes = swapped.segment(1);
    let turned = [
        &bytes[..two.offset],
        &bytes[three.range()],
        &bytes[two.range()],
        &bytes[three.range().end..],
    ];
    swapped.put(1, &turned.concat());
    assert_eq!(
        said(swapped.root()),
        (1, 2, 2, Cause::Reordered, None, 1, 19)
    );
}

#[test]
fn segments_that_are_gone_or_foreign_are_named() {
    let office = Office::new(20);
    let third = office
        .frames()
        .iter()
        .find(|f| f.segment == 2)
        .unwrap()
        .first;
    let after = office
        .frames()
        .iter()
        .find(|f| f.segment == 3)
        .unwrap()
        .first;

    let gone = office.copy();
    fs::remove_file(gone.path(2)).unwrap();
    assert_eq!(
        said(gone.root()),
        (
            2,
            0,
            third,
            Cause::SegmentGone,
            Some(after - 1),
            third - 1,
            21 - after
        )
    );

    let other = Office::seeded(20, 77);
    let foreign = office.copy();
    foreign.put(2, &other.segment(2));
    assert_eq!(
        said(foreign.root()),
        (
            2,
            0,
            third,
            Cause::OtherStore,
            Some(after - 1),
            third - 1,
            21 - after
        )
    );

    let twice = office.copy();
    twice.put(2, &office.segment(1));
    assert_eq!(said(twice.root()).3, Cause::Reordered);

    let mut device = office.segment(2);
    device[32] ^= 1;
    let sum = blake3::hash(&device[..80]);
    device[80..96].copy_from_slice(&sum.as_bytes()[..16]);
    let elsewhere = office.copy();
    elsewhere.put(2, &device);
    assert_eq!(said(elsewhere.root()).3, Cause::OtherDevice);
}

#[test]
fn a_cut_tail_and_one_from_a_fork_are_told_apart() {
    let office = Office::new(20);
    let last = office.frames().last().cloned().unwrap();
    let cut = office.copy();
    cut.put(last.segment, &cut.segment(last.segment)[..last.offset]);
    assert_eq!(
        said(cut.root()),
        (last.segment, 0, 20, Cause::EndLost, Some(20), 19, 0)
    );

    // Two copies go on by themselves; the tail of one is put behind the other.
    let (mine, theirs) = (Office::new(4), Office::new(4));
    let common = mine.copy();
    fs::remove_dir_all(theirs.root()).unwrap();
    copy_all(common.root(), theirs.root());
    mine.add(5, "林秀英");
    theirs.add(6, "黄丽");
    let frame = mine.frames().into_iter().find(|f| f.first == 5).unwrap();
    theirs.add(7, "陈梅");
    let tail = theirs.frames().into_iter().find(|f| f.first == 6).unwrap();
    let bytes = [
        &mine.segment(frame.segment)[..],
        &theirs.segment(tail.segment)[tail.range()],
    ]
    .concat();
    mine.put(frame.segment, &bytes);
    let (_, _, seq, cause, _, good, _) = said(mine.root());
    assert_eq!((seq, cause, good), (6, Cause::Fork, 5));
    let wrong = wrong(mine.root());
    assert_eq!(wrong.this.unwrap().act, Some(Act::Add));
}

#[test]
fn a_printed_head_is_found_or_it_is_said_why_not() {
    let office = Office::new(20);
    let ask = |root: &Path, text: &str| {
        let asked = AskedHead::parse(text).unwrap();
        Store::survey(root, &on_disk(ViewKind::Memory), Some(&asked), &|_, _| {})
            .unwrap()
            .asked
            .unwrap()
    };
    let printed = office.heads[11].clone();
    assert_eq!(ask(office.root(), &printed), HeadState::Found { behind: 8 });
    let (revision, hash) = printed.rsplit_once(':').unwrap();
    let short = format!("{revision}:{}", hash[..16].to_uppercase());
    assert_eq!(ask(office.root(), &short), HeadState::Found { behind: 8 });
    assert_eq!(
        AskedHead::parse(&format!("{revision}:{}", &hash[..15])),
        None
    );

    let other = Office::seeded(20, 77);
    assert_eq!(ask(other.root(), &printed), HeadState::Foreign);
    let wrong = format!("{revision}:{}", "0".repeat(64));
    assert_eq!(ask(office.root(), &wrong), HeadState::Fork);

    let at = office.frames().into_iter().find(|f| f.first == 12).unwrap();
    let broken = office.copy();
    broken.flip(at.segment, at.offset + 70);
    assert_eq!(ask(broken.root(), &printed), HeadState::Unknown);
    assert_eq!(
        ask(broken.root(), &office.heads[3]),
        HeadState::Found { behind: 7 }
    );

    for segment in at.segment + 1..9 {
        let _ = fs::remove_file(office.path(segment));
    }
    office.put(at.segment, &office.segment(at.segment)[..at.offset]);
    assert_eq!(ask(office.root(), &printed), HeadState::Cut { last: 11 });
    fs::remove_file(office.root().join("saved")).unwrap();
    assert_eq!(
        ask(office.root(), &printed),
        HeadState::Cut { last: 11 },
        "nothing else shows it"
    );
}

/// Set back a year, the clock is told with both times; entries keep their order, and a few minutes
/// are nobody's business.
#[test]
fn a_clock_set_back_is_told() {
    let office = Office::new(2);
    let at = |millis: u64| {
        let options = Options {
            clock: std::sync::Arc::new(move || millis),
            ..on_disk(ViewKind::Memory)
        };
        open(office.root(), &options).unwrap()
    };
    let last = survey(office.root()).last_time;
    let back = |store: &Store| {
        let told = |note| matches!(note, Note::ClockBack { .. }).then_some(note);
        store.take_notes().into_iter().find_map(told)
    };
    assert_eq!(back(&at(last - CLOCK_SLACK)), None);
    let now = last - 365 * 24 * 60 * 60 * 1000;
    let mut store = at(now);
    assert_eq!(back(&store), Some(Note::ClockBack { last, now }));
    let receipt = add(&mut store, 3, "黄丽").unwrap();
    assert!(
        receipt.time > last << 16,
        "it would come before what it follows"
    );
}
