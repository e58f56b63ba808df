//! One encrypted ZIP with everything that a run makes and a cover sheet: by a password, or as a whole
//! for the keys that its agency registered.
//!
//! What the plug-in writes is held in memory, in pieces that are wiped when they go, until the run
//! has proved good; only what is encrypted already goes to the file system, and there it waits for
//! its name as every file of a run does ([`Staging`]). AES-256 as WinZip defined it (AE-2, so that no
//! checksum of the clear bytes stands in the file), which 7-Zip opens. Names in it are not encrypted: the format can't.

mod age;

pub use age::is_key;

use std::cell::RefCell;
use std::collections::TryReserveError;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;
use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, DateTime, ZipWriter};

use super::output::{Made, Planned, Staging};
use super::problem::Problem;
use super::slip::Slip;
use super::talk::Sink;

/// What the cover sheet is called inside; no output may be called so.
pub const COVER: &str = "cover.txt";
/// Bytes of a piece; nothing that is held is ever moved, so no copy is left behind.
const PIECE: usize = 1 << 20;
/// From here on a ZIP needs its wide fields; deflate never adds as much as lies above.
const WIDE: u64 = 3 << 30;
/// What every ZIP begins with.
const ZIP_BEGINS: &[u8] = b"PK\x03\x04";
/// Seconds that Chinese clocks are ahead of UTC.
const CHINA: i64 = 8 * 60 * 60;

/// What opens a parcel.
#[derive(Clone, Copy)]
pub enum Lock<'a> {
    /// A password: plain letters or digits, which every program encodes alike.
    Password(&'a str),
    /// Any of these keys, as [`is_key`] knows them; the whole ZIP is encrypted, names and all.
    Keys(&'a [String]),
}

/// How a run's files are sealed.
#[derive(Clone, Copy)]
pub struct Seal<'a> {
    /// What the file is called in which they leave.
    pub file: &'a str,
    /// What opens it.
    pub lock: Lock<'a>,
    /// Writes the cover sheet for these files.
    pub cover: &'a dyn Fn(&[Inside]) -> String,
}

/// A file inside the ZIP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside {
    /// What it is called there.
    pub name: String,
    /// Its length.
    pub size: u64,
    /// SHA-256 of its bytes as the plug-in wrote them.
    pub sha256: [u8; 32],
}

/// Outputs on their way into one ZIP.
pub struct Parcel {
    files: Vec<Held>,
    left: u64,
    staging: Staging,
    piece: fn() -> Result<Vec<u8>, TryReserveError>,
}

struct Held {
    plan: Planned,
    pieces: Vec<Zeroizing<Vec<u8>>>,
    size: u64,
    hash: Sha256,
}

impl Parcel {
    /// Looks at the folder before anything runs: the name of the `file` must be free, and those inside
    /// differ also for systems that don't tell `A` from `a`. `limit` is for all files together.
    pub fn new(
        folder: &Path,
        file: &str,
        plans: Vec<Planned>,
        limit: u64,
    ) -> Result<Parcel, Problem> {
        let mut taken = vec![COVER.to_owned()];
        for plan in &plans {
            let name = plan.file.to_lowercase();
            if taken.contains(&name) {
                return Err(Problem::FileName {
                    name: plan.file.clone(),
                    why: Slip::new("slip-file-two", "another file of the ZIP is called so"),
                });
            }
            taken.push(name);
        }
        let whole = Planned {
            name: file.to_owned(),
            file: file.to_owned(),
            max_bytes: u64::MAX,
        };
        let held = |plan| Held {
            plan,
            pieces: Vec::new(),
            size: 0,
            hash: Sha256::new(),
        };
        Ok(Parcel {
            staging: Staging::new(folder, vec![whole], u64::MAX)?,
            files: plans.into_iter().map(held).collect(),
            left: limit,
            piece,
        })
    }

    /// Encrypts everything and gives the ZIP its name. `day` (microseconds since 1970, UTC) is what
    /// the files inside are dated, so that the same run gives the same ZIP but for its salts.
    /// `told` hears how many bytes of how many are encrypted.
    pub fn seal(
        mut self,
        seal: Seal<'_>,
        day: i64,
        told: &mut dyn FnMut(u64, u64),
        cancel: &AtomicBool,
    ) -> Result<(Vec<Made>, Vec<Inside>), Problem> {
        let inside: Vec<Inside> = self.files.iter().map(Held::inside).collect();
        let cover = Zeroizing::new((seal.cover)(&inside).into_bytes());
        let cover = Held {
            size: cover.len() as u64,
            pieces: vec![cover],
            hash: Sha256::new(),
            plan: Planned {
                name: COVER.into(),
                file: COVER.into(),
                max_bytes: u64::MAX,
            },
        };
        self.staging.open(0)?;
        let failed = RefCell::new(None);
        let to = Through {
            staging: &mut self.staging,
            failed: &failed,
            cancel,
        };
        let files: Vec<Held> = std::iter::once(cover).chain(self.files).collect();
        let all = files.iter().map(|file| file.size).sum();
        let mut done = 0;
        let mut piece_done = |bytes| {
            done += bytes;
            told(done, all);
        };
        piece_done(0);
        let written = match seal.lock {
            Lock::Password(password) => {
                write(to, files, (Some(password), day), &failed, &mut piece_done).map(drop)
            }
            Lock::Keys(keys) => {
                let sealed = age::for_keys(to, keys);
                let sealed = sealed.map_err(ZipError::Io).and_then(|to| {
                    let done = write(to, files, (None, day), &failed, &mut piece_done)?;
                    Ok(done.finish()?)
                });
                sealed.map(drop)
            }
        };
        // What stopped it, rather than what the ZIP's writer makes of that.
        if let Some(problem) = failed.into_inner() {
            return Err(problem);
        }
        written.map_err(|why| self.staging.cant(&why))?;
        self.staging.close(0)?;
        Ok((self.staging.publish()?, inside))
    }
}

fn piece() -> Result<Vec<u8>, TryReserveError> {
    let mut piece = Vec::new();
    piece.try_reserve_exact(PIECE)?;
    Ok(piece)
}

impl Held {
    fn inside(&self) -> Inside {
        Inside {
            name: self.plan.file.clone(),
            size: self.size,
            sha256: self.hash.clone().finalize().into(),
        }
    }

    /// A workbook is a ZIP itself: packing it once more costs time and saves nothing.
    fn compression(&self) -> CompressionMethod {
        let first = self.pieces.first().map_or(&[][..], |piece| piece);
        match first.starts_with(ZIP_BEGINS) {
            true => CompressionMethod::Stored,
            false => CompressionMethod::Deflated,
        }
    }

    fn hold(
        &mut self,
        mut bytes: &[u8],
        piece: fn() -> Result<Vec<u8>, TryReserveError>,
    ) -> Result<(), TryReserveError> {
        self.hash.update(bytes);
        while !bytes.is_empty() {
            if self.pieces.last().is_none_or(|last| last.len() == PIECE) {
                self.pieces.try_reserve(1)?;
                self.pieces.push(Zeroizing::new(piece()?));
            }
            let Some(last) = self.pieces.last_mut() else {
                continue;
            };
            let (now, later) = bytes.split_at(bytes.len().min(PIECE - last.len()));
            last.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }
}

impl Sink for Parcel {
    fn open(&mut self, _at: usize) -> Result<(), Problem> {
        Ok(())
    }

    fn write(&mut self, at: usize, bytes: &[u8]) -> Result<(), Problem> {
        let held = &mut self.files[at];
        let size = held.plan.grown(held.size, bytes.len(), &mut self.left)?;
        if held.hold(bytes, self.piece).is_err() {
            return Err(Problem::NoMemory {
                name: held.plan.name.clone(),
                held: self.files.iter().map(|file| file.size).sum(),
            });
        }
        held.size = size;
        Ok(())
    }

    fn close(&mut self, _at: usize) -> Result<(), Problem> {
        Ok(())
    }
}

/// Encrypted bytes on their way to the file. The ZIP's writer prints on standard error when its
/// end can't be written, which would stand across the screen; so the first thing that goes wrong is
/// kept, and whatever comes after it is swallowed.
struct Through<'a> {
    staging: &'a mut Staging,
    failed: &'a RefCell<Option<Problem>>,
    cancel: &'a AtomicBool,
}

impl Write for Through<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut failed = self.failed.borrow_mut();
        if failed.is_none() && self.cancel.load(Relaxed) {
            *failed = Some(Problem::Cancelled);
        }
        if failed.is_none() {
            *failed = self.staging.write(0, bytes).err();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a ZIP that is never gone back in: so its entries stay AE-2 where a password encrypts them.
/// `piece_done` hears of the bytes of each piece.
fn write<W: Write>(
    to: W,
    files: Vec<Held>,
    (password, day): (Option<&str>, i64),
    failed: &RefCell<Option<Problem>>,
    piece_done: &mut dyn FnMut(u64),
) -> ZipResult<W> {
    let mut zip = ZipWriter::new_stream(to);
    for file in files {
        let options = SimpleFileOptions::default()
            .compression_method(file.compression())
            .last_modified_time(dated(day))
            .unix_permissions(0o600)
            .large_file(file.size > WIDE);
        match password {
            None => zip.start_file(file.plan.file, options)?,
            Some(password) => {
                let options = options.with_aes_encryption(AesMode::Aes256, password);
                zip.start_file(file.plan.file, options)?;
            }
        }
        for piece in file.pieces {
            if failed.borrow().is_some() {
                break;
            }
            zip.write_all(&piece)?;
            piece_done(piece.len() as u64);
        }
    }
    Ok(zip.finish()?.into_inner())
}

/// The day in China as a ZIP dates its files, at midnight; outside 1980–2107 the format's first day.
fn dated(day: i64) -> DateTime {
    use chrono::Datelike;
    let there = chrono::DateTime::from_timestamp(day.div_euclid(1_000_000) + CHINA, 0);
    let date = there.and_then(|there| {
        let (year, month, day) = (there.year(), there.month(), there.day());
        let year = u16::try_from(year).ok()?;
        DateTime::from_date_and_time(year, month as u8, day as u8, 0, 0, 0).ok()
    });
    date.unwrap_or_default()
}

#[cfg(test)]
mod tests;
