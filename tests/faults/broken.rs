//! A small office on the disk, and hands to break its journal with.

use crate::rig::*;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use tongdu::store::*;

/// Where a frame lies.
#[derive(Clone, Debug)]
pub struct Frame {
    pub segment: u32,
    pub offset: usize,
    pub length: usize,
    pub first: u64,
}

impl Frame {
    pub fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.length
    }
}

/// An office of one entry a worker, put away in order.
pub struct Office {
    dir: tempfile::TempDir,
    /// The head after each entry.
    pub heads: Vec<String>,
}

/// Some four entries a segment.
fn options() -> Options {
    Options {
        segment_bytes: 2800,
        ..on_disk(ViewKind::Memory)
    }
}

impl Office {
    pub fn new(entries: u64) -> Self {
        Self::seeded(entries, 0)
    }

    /// Another seed is another office.
    pub fn seeded(entries: u64, seed: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let options = options();
        (0..seed).for_each(|_| (options.random)(&mut [0; 8]));
        let mut store = create(&dir.path().join("office"), &options);
        let mut heads = Vec::new();
        for n in 1..=entries {
            add(&mut store, n, &format!("林秀英{n}")).unwrap();
            heads.push(store.head().to_string());
        }
        store.close();
        Self { dir, heads }
    }

    pub fn root(&self) -> &Path {
        // The folder outlives the borrow; the name is always the same.
        Box::leak(self.dir.path().join("office").into_boxed_path())
    }

    pub fn beside(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn copy(&self) -> Self {
        let dir = tempfile::tempdir().unwrap();
        copy_all(self.root(), &dir.path().join("office"));
        Self {
            dir,
            heads: self.heads.clone(),
        }
    }

    /// Opens it and adds one more worker.
    pub fn add(&self, n: u64, name: &str) {
        let options = options();
        // Not the randomness that it was made with.
        (0..100 + n).for_each(|_| (options.random)(&mut [0; 8]));
        let mut store = open(self.root(), &options).unwrap();
        super::rig::add(&mut store, n, name).unwrap();
        store.close();
    }

    pub fn stream(&self) -> PathBuf {
        let mut streams = fs::read_dir(self.root().join("journal")).unwrap();
        streams.next().unwrap().unwrap().path()
    }

    pub fn path(&self, segment: u32) -> PathBuf {
        self.stream().join(format!("{segment:06}.jrn"))
    }

    pub fn segment(&self, segment: u32) -> Vec<u8> {
        fs::read(self.path(segment)).unwrap()
    }

    pub fn put(&self, segment: u32, bytes: &[u8]) {
        fs::write(self.path(segment), bytes).unwrap();
    }

    pub fn flip(&self, segment: u32, at: usize) {
        let mut bytes = self.segment(segment);
        bytes[at] ^= 0x10;
        self.put(segment, &bytes);
    }

    /// Every frame, read by what the format says of itself.
    pub fn frames(&self) -> Vec<Frame> {
        let mut frames = Vec::new();
        for segment in 1.. {
            if !self.path(segment).exists() {
                break;
            }
            let bytes = self.segment(segment);
            let mut offset = 96;
            while offset < bytes.len() {
                let body = u32::from_le_bytes(bytes[offset + 8..offset + 12].try_into().unwrap());
                let length = (64 + body as usize).next_multiple_of(16) + 16;
                let first = u64::from_le_bytes(bytes[offset + 16..offset + 24].try_into().unwrap());
                frames.push(Frame {
                    segment,
                    offset,
                    length,
                    first,
                });
                offset += length;
            }
        }
        frames
    }
}

pub fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_all(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
