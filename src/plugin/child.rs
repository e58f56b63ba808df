//! The child: `tongdu plugin-host`, started by [`super::host`] and by nobody else.
//!
//! Shuts every door, loads the library, shuts the doors that loading needed, then hands it rows.
//! Must not print: descriptor
//! 2 belongs to what the library says, and the parent judges by frames and exit status.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader};
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};

use rustix::fs::{FileType, SealFlags};
use rustix::process::Resource;

use super::abi;
use super::desk::Desk;
use super::frames::{self, Start, down, up};

mod given;
mod harden;
pub mod load;
mod pages;
mod peak;
pub mod probe;
mod run;
mod sandbox;
pub mod syscalls;
mod told;

use given::{c_job, c_text, dataset};
use harden::{harden, limited};
use load::{load, text};
use peak::Peak;
use probe::Probe;
use run::Run;

/// What [`main_child`] returns when it was started by hand; the exit code of interface.md.
pub const BY_HAND: i32 = 64;

/// What the parent hands over: descriptors by number, and its own process id.
struct Handover {
    library: OwnedFd,
    input: OwnedFd,
    output: OwnedFd,
    cancel: OwnedFd,
    parent: i32,
}

impl Handover {
    /// `None` if somebody typed the command: numbers missing, or not a sealed library and pipes.
    fn from_args(args: &[OsString]) -> Option<Handover> {
        let numbers: Option<Vec<RawFd>> =
            args.iter().map(|arg| arg.to_str()?.parse().ok()).collect();
        let [library, input, output, cancel, parent] = numbers?.try_into().ok()?;
        let descriptors = [library, input, output, cancel];
        let distinct = (1..4).all(|at| !descriptors[..at].contains(&descriptors[at]));
        if !distinct || descriptors.iter().any(|number| *number < 3) {
            return None;
        }
        // SAFETY: not -1; a number without a file behind it only gives EBADF.
        let [memory, pipes @ ..] =
            descriptors.map(|number| unsafe { BorrowedFd::borrow_raw(number) });
        let sealed =
            rustix::fs::fcntl_get_seals(memory).is_ok_and(|seals| seals.contains(SealFlags::WRITE));
        let is_pipe = |fd| {
            rustix::fs::fstat(fd)
                .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Fifo)
        };
        if !sealed || !pipes.into_iter().all(is_pipe) {
            return None;
        }
        // SAFETY: open, distinct, and nothing else in this process knows them.
        let [library, input, output, cancel] =
            descriptors.map(|number| unsafe { OwnedFd::from_raw_fd(number) });
        Some(Handover {
            library,
            input,
            output,
            cancel,
            parent,
        })
    }
}

/// Runs the child with the arguments that follow `plugin-host` and returns the exit code. The
/// caller exits with it at once, and for [`BY_HAND`] says that this is an internal helper.
pub fn main_child(args: &[OsString]) -> i32 {
    let Some(handover) = Handover::from_args(args) else {
        return BY_HAND;
    };
    let ours = [
        &handover.library,
        &handover.input,
        &handover.output,
        &handover.cancel,
    ]
    .map(AsRawFd::as_raw_fd);
    match harden(&ours, handover.parent).and_then(|()| serve(handover)) {
        Ok(true) => 0,
        // It has said why in a frame.
        Ok(false) => 1,
        Err(_) => 2,
    }
}

/// Loads the library and drives it; `false` if it failed and the parent was told.
fn serve(handover: Handover) -> io::Result<bool> {
    let mut input = BufReader::with_capacity(64 << 10, File::from(handover.input));
    let mut payload = Vec::new();
    let nonsense = || io::Error::other("the parent makes no sense");
    let start: Start = match frames::read(&mut input, &mut payload)? {
        Some(down::START) => frames::decode(&payload).ok_or_else(nonsense)?,
        _ => return Err(nonsense()),
    };
    limited(Resource::Data, start.memory)?;
    let options = start
        .job
        .options
        .iter()
        .map(|(key, value)| Ok((c_text(key)?, c_text(value)?)));
    let (desk, host) = Desk::open(
        handover.output,
        handover.cancel,
        options.collect::<io::Result<BTreeMap<_, _>>>()?,
        start.probe,
    );
    let peak = match start.probe {
        Probe::Peak => Some(Peak::open()?),
        _ => None,
    };
    if let Err(why) = sandbox::before_loading(start.probe) {
        desk.say(up::NOT_SHUT_IN, &why.to_string())?;
        return Ok(false);
    }
    let loaded = load(&handover.library);
    told::loading(false);
    let plugin = match loaded {
        Ok(plugin) => plugin,
        Err(why) => {
            desk.say(up::NOT_LOADED, &why)?;
            return Ok(false);
        }
    };
    drop(handover.library);
    // The kernel could do it before, so this is the library's doing.
    if sandbox::before_running(start.probe).is_err() {
        desk.say(up::HINDERED, &())?;
        return Ok(false);
    }
    let identity = (plugin.abi_major, text(plugin.id), text(plugin.version));
    desk.say(up::READY, &identity)?;
    if identity != (abi::ABI_MAJOR, start.identity.0, start.identity.1) {
        // The parent sees the same and says it better; nothing of such a library is called.
        return Ok(false);
    }

    // SAFETY: `load` has checked the pointer and its size; it is static storage.
    let exporter = unsafe { &*plugin.exporter };
    let mut run = Run::new(exporter, desk, start.probe);
    let job = c_job(&start.job)?;
    let mut status = run.create(pages::host(host, start.probe)?, job);
    if start.probe == Probe::Extension && status == abi::OK && run.knows_everything() {
        let text = "an unknown extension is not NULL";
        desk.say(up::FAILED, &(probe::EXTENSION_KNOWN, text))?;
        return Ok(false);
    }
    while status == abi::OK {
        let kind = frames::read(&mut input, &mut payload)?;
        if desk.cancelled() {
            status = abi::CANCELLED;
            break;
        }
        match kind.ok_or_else(nonsense)? {
            down::BEGIN => {
                let at: u32 = frames::decode(&payload).ok_or_else(nonsense)?;
                status = run.begin(at, dataset(job, at).ok_or_else(nonsense)?);
                if status == abi::OK {
                    status = run.rows(
                        &mut input,
                        &mut payload,
                        dataset(job, at).ok_or_else(nonsense)?,
                    )?;
                }
            }
            down::FINISH => {
                let nonce: [u8; 16] = frames::decode(&payload).ok_or_else(nonsense)?;
                status = run.finish();
                run.destroy();
                if status == abi::OK {
                    if let Some(peak) = &peak {
                        desk.say(up::LOG, &format!("{}{}", probe::PEAK, peak.bytes()?))?;
                    }
                    desk.say(up::DONE, &(run.total(), nonce))?;
                    return Ok(true);
                }
            }
            _ => return Err(nonsense()),
        }
    }
    run.destroy();
    let unsaid = || {
        let function = run.called().function();
        let text = match status {
            abi::UNSUPPORTED => format!("{function} isn't there, or returned {status}"),
            _ => format!("{function} returned {status}, without set_error"),
        };
        (status.unsigned_abs(), text)
    };
    let (code, text) = desk.error().unwrap_or_else(unsaid);
    desk.say(up::FAILED, &(code, text))?;
    Ok(false)
}
