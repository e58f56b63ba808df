//! The child process as the parent holds it.

use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::io::FdFlags;
use rustix::pipe::{PipeFlags, fcntl_setpipe_size, pipe_with};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use crate::plugin::library::Library;
use crate::plugin::problem::Problem;

/// Room in a pipe, where the system allows it: fewer switches between the two processes.
const PIPE: usize = 1 << 20;

/// A child and our ends of its pipes. Killed and reaped when dropped.
pub struct Helper {
    child: Child,
    pid: Pid,
    input: Option<OwnedFd>,
    output: Option<OwnedFd>,
    errors: Option<OwnedFd>,
    cancel: Option<OwnedFd>,
}

/// How a child ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// By itself, with this exit status.
    Exited(i32),
    /// By a signal.
    Killed(i32),
}

impl Helper {
    /// Starts it with an empty environment, in `/`, with four descriptors of ours. It gets their
    /// numbers as arguments: fixed numbers could collide with those that std uses to report a
    /// failed exec.
    pub fn spawn(helper: &Path, library: &Library) -> io::Result<Helper> {
        let (their_input, input) = pipe_with(PipeFlags::CLOEXEC)?;
        let (output, their_output) = pipe_with(PipeFlags::CLOEXEC)?;
        let (their_cancel, cancel) = pipe_with(PipeFlags::CLOEXEC)?;
        // Only speed depends on it; an ordinary user may have used up the allowance.
        let _ = (
            fcntl_setpipe_size(&input, PIPE),
            fcntl_setpipe_size(&output, PIPE),
        );
        let theirs = [
            library.as_fd(),
            their_input.as_fd(),
            their_output.as_fd(),
            their_cancel.as_fd(),
        ];
        let mut command = Command::new(std::path::absolute(helper)?);
        command
            .arg("plugin-host")
            .args(theirs.map(|fd| fd.as_raw_fd().to_string()));
        command
            .arg(std::process::id().to_string())
            .env_clear()
            .current_dir("/");
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        // Its own group: Ctrl-C at the terminal is ours to handle, and a kill reaches its children.
        command.process_group(0);
        let keep = theirs.map(|fd| fd.as_raw_fd());
        // SAFETY: between fork and exec, only system calls; the numbers are open in the parent,
        // which holds them until `spawn` returns.
        unsafe {
            command.pre_exec(move || {
                for number in keep {
                    rustix::io::fcntl_setfd(
                        std::os::fd::BorrowedFd::borrow_raw(number),
                        FdFlags::empty(),
                    )?;
                }
                Ok(())
            });
        }
        let mut child = command.spawn()?;
        let errors = child.stderr.take().map(OwnedFd::from);
        let pid = Pid::from_child(&child);
        Ok(Helper {
            child,
            pid,
            input: Some(input),
            output: Some(output),
            errors,
            cancel: Some(cancel),
        })
    }

    /// Its process id, valid until the helper is dropped.
    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// Our end of the pipe down; once.
    pub fn input(&mut self) -> Result<OwnedFd, Problem> {
        taken(&mut self.input)
    }

    /// Our end of the pipe up; once.
    pub fn output(&mut self) -> Result<OwnedFd, Problem> {
        taken(&mut self.output)
    }

    /// Our end of what the library writes to descriptor 2; once.
    pub fn errors(&mut self) -> Result<OwnedFd, Problem> {
        taken(&mut self.errors)
    }

    /// Asks it to stop: it sees the closed pipe.
    pub fn cancel(&mut self) {
        self.cancel = None;
    }

    /// Ends it and its children at once. Harmless when it has ended: it isn't reaped until the
    /// drop, so that its number can't belong to another.
    pub fn kill(&mut self) {
        let _ = kill_process_group(self.pid, Signal::KILL);
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.kill();
        // A killed child can always be waited for.
        let _ = self.child.wait();
    }
}

fn taken(end: &mut Option<OwnedFd>) -> Result<OwnedFd, Problem> {
    end.take().ok_or_else(|| Problem::NoHelper {
        why: "a pipe is missing".into(),
    })
}

/// Waits until it has ended, and leaves it to be reaped.
pub fn ended(pid: Pid) -> Ended {
    loop {
        match waitid(
            WaitId::Pid(pid),
            WaitIdOptions::EXITED | WaitIdOptions::NOWAIT,
        ) {
            Ok(Some(status)) => {
                let killed = status.terminating_signal().map(Ended::Killed);
                return killed.unwrap_or(Ended::Exited(status.exit_status().unwrap_or(-1)));
            }
            Err(rustix::io::Errno::INTR) | Ok(None) => {}
            Err(_) => return Ended::Exited(-1),
        }
    }
}
