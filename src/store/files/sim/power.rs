//! What a file is after the power went.

use std::collections::BTreeSet;

const SECTOR: usize = 512;

/// A file: what is on the disk for good, and each state it was in since.
#[derive(Clone, Default)]
pub struct Inode {
    kept: Vec<u8>,
    since: Vec<Vec<u8>>,
}

impl Inode {
    /// A file whose bytes are on the disk for good.
    pub fn durable(bytes: Vec<u8>) -> Self {
        Self {
            kept: bytes,
            since: Vec::new(),
        }
    }

    /// What is seen until the power goes.
    pub fn live(&self) -> &Vec<u8> {
        self.since.last().unwrap_or(&self.kept)
    }

    /// Puts it into another state, which nobody has synced.
    pub fn change(&mut self, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = self.live().clone();
        change(&mut bytes);
        self.since.push(bytes);
    }

    /// What is seen now stays.
    pub fn sync(&mut self) {
        if let Some(live) = self.since.pop() {
            *self = Self::durable(live);
        }
    }

    /// A file after the power went: of any length that it had, or a sector's end between; each
    /// sector as it was in any state since the last sync, zero where it was never written.
    pub fn settled(&self, choose: &mut dyn Choose) -> Self {
        if self.since.is_empty() {
            return self.clone();
        }
        let states = || std::iter::once(&self.kept).chain(&self.since);
        let mut lengths: BTreeSet<usize> = states().map(Vec::len).collect();
        let (least, most) = (lengths.first().copied(), lengths.last().copied());
        let (least, most) = (least.unwrap_or(0), most.unwrap_or(0));
        lengths.extend((least.next_multiple_of(SECTOR)..most).step_by(SECTOR));
        let lengths: Vec<usize> = lengths.into_iter().collect();
        let length = lengths[choose.few(lengths.len())];
        let sectors: Vec<Vec<Vec<u8>>> = (0..length)
            .step_by(SECTOR)
            .map(|start| {
                let end = (start + SECTOR).min(length);
                let mut found = Vec::new();
                for state in states() {
                    let mut sector = state
                        .get(start..end.min(state.len()))
                        .unwrap_or_default()
                        .to_vec();
                    sector.resize(end - start, 0);
                    if !found.contains(&sector) {
                        found.push(sector);
                    }
                }
                found
            })
            .collect();
        let chosen = choose.many(&sectors.iter().map(Vec::len).collect::<Vec<_>>());
        let bytes = sectors.iter().zip(chosen).map(|(all, i)| all[i].as_slice());
        Self::durable(bytes.collect::<Vec<_>>().concat())
    }
}

/// Decides each thing that a power cut leaves open.
pub trait Choose {
    /// A number below `of`.
    fn one(&mut self, of: usize) -> usize;
    /// A number below `of`, where so many are more than need be tried.
    fn few(&mut self, of: usize) -> usize {
        self.one(of)
    }
    /// A number below each.
    fn many(&mut self, of: &[usize]) -> Vec<usize> {
        of.iter().map(|n| self.one(*n)).collect()
    }
}

/// A small fast generator (SplitMix64): the seed is the test's whole choice.
pub struct Dice(pub u64);

impl Choose for Dice {
    fn one(&mut self, of: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % of.max(1) as u64) as usize
    }
}

/// Goes every way in turn, like the wheels of a counter.
#[derive(Default)]
pub struct Every {
    /// The way gone at each fork, and of how many.
    gone: Vec<(usize, usize)>,
    at: usize,
}

impl Every {
    /// So many sectors of one file are mixed in every way; more are torn at some of them, and
    /// lose or keep some single one.
    pub const MIXED: usize = 5;
    /// So many places are tried where there are more, the first and the last among them.
    const FEW: usize = 9;

    /// Goes on to the next way; `false` if that was the last.
    pub fn turn(&mut self) -> bool {
        self.at = 0;
        while let Some((way, of)) = self.gone.pop() {
            if way + 1 < of {
                self.gone.push((way + 1, of));
                return true;
            }
        }
        false
    }
}

impl Choose for Every {
    fn one(&mut self, of: usize) -> usize {
        if of < 2 {
            return 0;
        }
        if self.at == self.gone.len() {
            self.gone.push((0, of));
        }
        self.at += 1;
        self.gone[self.at - 1].0
    }

    fn few(&mut self, of: usize) -> usize {
        if of <= Self::FEW {
            return self.one(of);
        }
        self.one(Self::FEW) * (of - 1) / (Self::FEW - 1)
    }

    fn many(&mut self, of: &[usize]) -> Vec<usize> {
        let open = of.iter().filter(|n| **n > 1).count();
        if open <= Self::MIXED {
            return of.iter().map(|n| self.one(*n)).collect();
        }
        let (sort, place) = (self.one(4), self.few(open));
        let mut seen = 0;
        let pick = |n: &usize| {
            if *n < 2 {
                return 0;
            }
            seen += 1;
            let at = seen - 1;
            let new = match sort {
                0 => at < place,
                1 => at >= place,
                2 => at == place,
                _ => at != place,
            };
            if new { n - 1 } else { 0 }
        };
        of.iter().map(pick).collect()
    }
}
