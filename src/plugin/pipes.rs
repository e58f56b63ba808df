//! The parent's ends of its pipes: a read or write that never outlasts the run.

use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

/// How soon a blocked end sees that the run is over.
const LOOK_UP: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 20_000_000,
};

/// A pipe's end and the sign that the run is over. Without that sign a process that the plug-in
/// left behind could hold the pipe open, and us with it.
pub struct End<'a> {
    fd: OwnedFd,
    stop: &'a AtomicBool,
}

impl<'a> End<'a> {
    /// Takes over a pipe's end.
    pub fn new(fd: OwnedFd, stop: &'a AtomicBool) -> io::Result<End<'a>> {
        rustix::io::ioctl_fionbio(&fd, true)?;
        Ok(End { fd, stop })
    }

    fn when<T>(
        &self,
        ready: PollFlags,
        act: impl Fn(&OwnedFd) -> rustix::io::Result<T>,
    ) -> io::Result<T> {
        loop {
            match act(&self.fd) {
                Err(Errno::AGAIN | Errno::INTR) => {}
                done => return Ok(done?),
            }
            if self.stop.load(Ordering::Acquire) {
                return Err(io::ErrorKind::TimedOut.into());
            }
            match poll(&mut [PollFd::new(&self.fd, ready)], Some(&LOOK_UP)) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(why) => return Err(why.into()),
            }
        }
    }
}

impl Read for End<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let into = std::cell::RefCell::new(into);
        self.when(PollFlags::IN, |fd| {
            rustix::io::read(fd, &mut **into.borrow_mut())
        })
    }
}

impl Write for End<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.when(PollFlags::OUT, |fd| rustix::io::write(fd, bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
