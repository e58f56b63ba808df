//! How much memory the child has in use. Its own limits don't count memory that it shares, so the
//! parent looks.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use rustix::process::Pid;

use crate::plugin::problem::Problem;

/// What a process has in memory beside its data: code, stacks, the program that it is.
const BESIDE: u64 = 64 << 20;

/// What is looked at.
pub struct Memory {
    statm: File,
    limit: u64,
}

impl Memory {
    /// Of the process with this id, which must not be reaped before; `limit` in bytes.
    pub fn of(pid: Pid, limit: u64) -> io::Result<Memory> {
        let path = format!("/proc/{}/statm", pid.as_raw_nonzero());
        let statm = File::open(path)?;
        Ok(Memory { statm, limit })
    }

    /// Looks; bytes in memory.
    ///
    /// # Errors
    /// It is over the limit.
    pub fn look(&self, rows: u64) -> Result<u64, Problem> {
        // Of a process that has ended there is nothing to read.
        let used = self.resident().unwrap_or(0);
        match used > self.limit + BESIDE {
            true => Err(Problem::Memory {
                limit: self.limit,
                used,
                rows,
            }),
            false => Ok(used),
        }
    }

    /// Bytes in memory: the second number, in pages.
    fn resident(&self) -> Option<u64> {
        let mut text = [0; 128];
        let length = self.statm.read_at(&mut text, 0).ok()?;
        let text = std::str::from_utf8(&text[..length]).ok()?;
        let pages: u64 = text.split(' ').nth(1)?.parse().ok()?;
        Some(pages * rustix::param::page_size() as u64)
    }
}
