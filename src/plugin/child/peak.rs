//! The most memory that this process had in use, for `plugin check`.
//!
//! Asked here and not of the parent: that finds nothing to read once a process has ended, and what the
//! kernel adds up of ended ones counts what the parent itself had in use when it started them.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

/// Longer than what the kernel says of a process.
const LENGTH: usize = 4096;

/// Where the kernel says it; opened before files can't be opened any more.
pub struct Peak(File);

impl Peak {
    /// Of this process.
    pub fn open() -> io::Result<Peak> {
        Ok(Peak(File::open("/proc/self/status")?))
    }

    /// The most so far, in bytes.
    pub fn bytes(&self) -> io::Result<u64> {
        let mut text = [0; LENGTH];
        let length = self.0.read_at(&mut text, 0)?;
        high_water(&String::from_utf8_lossy(&text[..length]))
            .ok_or(io::ErrorKind::InvalidData.into())
    }
}

/// The line `VmHWM: N kB`.
fn high_water(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1 << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rises_and_does_not_fall() {
        let peak = Peak::open().expect("a process");
        let before = peak.bytes().expect("told");
        drop(std::hint::black_box(vec![1_u8; 64 << 20]));
        let after = peak.bytes().expect("told");
        assert!(before > 0 && after >= 64 << 20, "{before} {after}");
        assert_eq!(
            high_water("VmPeak:\t9 kB\nVmHWM:\t    12 kB\n"),
            Some(12 << 10)
        );
        assert_eq!(high_water("VmPeak:\t9 kB\n"), None);
    }
}
