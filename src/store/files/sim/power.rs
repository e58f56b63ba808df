//! What a file is after the power went.

const SECTOR: usize = 512;

/// A file: what is on the disk for good, and what is seen until the power goes.
#[derive(Clone, Default)]
pub struct Inode {
    pub kept: Vec<u8>,
    pub live: Vec<u8>,
}

impl Inode {
    /// A file after the power went.
    pub fn settled(&self, dice: &mut Dice) -> Self {
        let (kept, live) = (&self.kept, &self.live);
        if kept == live {
            return self.clone();
        }
        let len = match dice.next(4) {
            0 => kept.len(),
            1 | 2 => live.len(),
            _ => {
                let (a, b) = (kept.len().min(live.len()), kept.len().max(live.len()));
                let at = a as u64 + dice.next((b - a) as u64 + 1);
                (at as usize).next_multiple_of(SECTOR).min(b)
            }
        };
        let mut bytes = kept.clone();
        bytes.resize(len, 0);
        for start in (0..len).step_by(SECTOR) {
            let end = (start + SECTOR).min(len);
            if dice.next(2) == 0 && start < live.len() {
                let till = end.min(live.len());
                bytes[start..till].copy_from_slice(&live[start..till]);
            }
        }
        Self {
            kept: bytes.clone(),
            live: bytes,
        }
    }
}

/// A small fast generator (SplitMix64): the seed is the test's whole choice.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `below`.
    pub fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below.max(1)
    }
}
