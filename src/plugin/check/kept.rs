//! A trial's outputs, in memory and nowhere else.

use sha2::{Digest, Sha256};

use super::super::manifest::Output;
use super::super::problem::Problem;
use super::super::talk::Sink;

/// The outputs, in memory.
pub struct Kept {
    files: Vec<Keep>,
    left: u64,
    hashed: bool,
}

struct Keep {
    name: String,
    most: u64,
    size: u64,
    bytes: Vec<u8>,
    hash: Sha256,
}

impl Kept {
    /// Of these outputs, so many bytes in all; kept, or only hashed.
    pub fn new(outputs: &[Output], left: u64, hashed: bool) -> Kept {
        let keep = |output: &Output| Keep {
            name: output.name.clone(),
            // Of many rows, how many may come is asked, not how large a file was meant to be.
            most: if hashed { u64::MAX } else { output.max_bytes },
            size: 0,
            bytes: Vec::new(),
            hash: Sha256::new(),
        };
        Kept {
            files: outputs.iter().map(keep).collect(),
            left,
            hashed,
        }
    }

    /// Their bytes; of those that were not kept, the hash.
    pub fn files(self) -> Vec<Vec<u8>> {
        let files = self.files.into_iter();
        let whole = files.map(|file| match self.hashed {
            true => file.hash.finalize().to_vec(),
            false => file.bytes,
        });
        whole.collect()
    }
}

impl Sink for Kept {
    fn open(&mut self, _at: usize) -> Result<(), Problem> {
        Ok(())
    }

    fn write(&mut self, at: usize, bytes: &[u8]) -> Result<(), Problem> {
        let (file, by) = (&mut self.files[at], bytes.len() as u64);
        if file.size + by > file.most || by > self.left {
            return Err(Problem::TooBig {
                name: file.name.clone(),
                limit: file.most.min(file.size + self.left),
            });
        }
        file.size += by;
        self.left -= by;
        match self.hashed {
            true => file.hash.update(bytes),
            false => file.bytes.extend(bytes),
        }
        Ok(())
    }

    fn close(&mut self, _at: usize) -> Result<(), Problem> {
        Ok(())
    }
}
