//! The doors that the child shuts before anything foreign is loaded.

use std::io;
use std::os::fd::{BorrowedFd, RawFd};

use rustix::process::{DumpableBehavior, Pid, Resource, Rlimit, Signal};

/// Longer than any run: whoever outlives the watcher doesn't outlive this.
const CPU_SECONDS: u64 = 31 * 60;

/// No core dump, no debugger, no file, no descriptor but ours, no life after the parent.
/// Keeps only the descriptors `ours`.
pub fn harden(ours: &[RawFd], parent: i32) -> io::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
    if rustix::process::getppid()
        .map(Pid::as_raw_nonzero)
        .map(i32::from)
        != Some(parent)
    {
        return Err(io::Error::other("the parent has gone"));
    }
    rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    let open = std::fs::read_dir("/proc/self/fd")?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    for number in open.collect::<Vec<RawFd>>() {
        // SAFETY: not -1; a number without a file behind it only gives EBADF.
        let is_open = rustix::io::fcntl_getfd(unsafe { BorrowedFd::borrow_raw(number) }).is_ok();
        if number > 2 && !ours.contains(&number) && is_open {
            // SAFETY: it was inherited, so nothing in this process knows it. The folder just
            // read is in the list too, but no longer open.
            unsafe { rustix::io::close(number) };
        }
    }
    for (resource, limit) in [
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        (Resource::Memlock, 0),
        (Resource::Nofile, 64),
        (Resource::As, 8 << 30),
        (Resource::Cpu, CPU_SECONDS),
    ] {
        limited(resource, limit)?;
    }
    Ok(())
}

/// Lowers a limit for good; never raises one.
pub fn limited(resource: Resource, limit: u64) -> io::Result<()> {
    let lower = |old: Option<u64>| Some(old.map_or(limit, |old| old.min(limit)));
    let old = rustix::process::getrlimit(resource);
    Ok(rustix::process::setrlimit(
        resource,
        Rlimit {
            current: lower(old.maximum),
            maximum: lower(old.maximum),
        },
    )?)
}
