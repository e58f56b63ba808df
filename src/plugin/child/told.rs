//! Which refused calls a library makes: a trap instead of a silent refusal, for `plugin check`.
//!
//! The kernel hands a trapped call to the handler here, which writes its number to descriptor 2 and
//! answers it as the real sandbox would, with EPERM. While a library is loaded, opening libraries and
//! the handler's own writes must get past the trap: they carry a mark in an argument that those calls
//! don't use. A library could learn the mark; then it hides from a report about itself, and reaches
//! nothing that the real filters don't let it reach.

use std::ffi::{CStr, c_int, c_void};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use super::probe::{REFUSED, REFUSED_LOADING};

/// In the fourth argument of a call that is let past.
pub const MARK: u64 = 0x7464_6f6b;

/// A path that is told ends here.
const LONGEST: usize = 120;

/// The library and its constructors are being loaded.
static LOADING: AtomicBool = AtomicBool::new(false);

/// Says that loading begins or has ended.
pub fn loading(now: bool) {
    LOADING.store(now, Ordering::SeqCst);
}

/// Installs the handler; for the rest of the process.
pub fn listen() -> io::Result<()> {
    // SAFETY: a zeroed action is a valid one, and `answer` has the type that SA_SIGINFO asks for.
    let done = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        let answer: extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void) = answer;
        action.sa_sigaction = answer as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_NODEFER;
        libc::sigaction(libc::SIGSYS, &action, std::ptr::null_mut())
    };
    match done {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// The registers of a trapped call: its number, its arguments, and the place of its result.
struct Call(*mut libc::ucontext_t);

#[cfg(target_arch = "x86_64")]
impl Call {
    fn register(&self, which: c_int) -> i64 {
        // SAFETY: the kernel gave the context of the interrupted thread.
        unsafe { (*self.0).uc_mcontext.gregs[which as usize] }
    }

    fn number(&self) -> i64 {
        self.register(libc::REG_RAX)
    }

    fn arguments(&self) -> [i64; 3] {
        [libc::REG_RDI, libc::REG_RSI, libc::REG_RDX].map(|which| self.register(which))
    }

    fn give(&self, result: i64) {
        // SAFETY: as above; the thread goes on with it.
        unsafe { (*self.0).uc_mcontext.gregs[libc::REG_RAX as usize] = result };
    }
}

#[cfg(target_arch = "aarch64")]
impl Call {
    fn register(&self, which: usize) -> i64 {
        // SAFETY: the kernel gave the context of the interrupted thread.
        unsafe { (*self.0).uc_mcontext.regs[which] as i64 }
    }

    fn number(&self) -> i64 {
        self.register(8)
    }

    fn arguments(&self) -> [i64; 3] {
        [0, 1, 2].map(|which| self.register(which))
    }

    fn give(&self, result: i64) {
        // SAFETY: as above; the thread goes on with it.
        unsafe { (*self.0).uc_mcontext.regs[0] = result as u64 };
    }
}

/// Only calls of the kernel from here on: the interrupted thread may hold any lock.
extern "C" fn answer(_: c_int, _: *mut libc::siginfo_t, context: *mut c_void) {
    let call = Call(context.cast());
    let (number, [first, second, third]) = (call.number(), call.arguments());
    let loading = LOADING.load(Ordering::SeqCst);
    if [libc::SYS_write, libc::SYS_writev].contains(&number) && !loading {
        call.give(past(number, first, second, third));
        return;
    }
    let path = (number == libc::SYS_openat).then_some(second);
    if loading && path.is_some_and(of_a_library) {
        call.give(past(number, first, second, third));
        return;
    }
    say(if loading { REFUSED_LOADING } else { REFUSED }.as_bytes());
    say_number(number);
    if let Some(path) = path {
        say(b" ");
        say(text(path));
    }
    say(b"\n");
    call.give(-i64::from(libc::EPERM));
}

/// Makes the call after all.
fn past(number: i64, first: i64, second: i64, third: i64) -> i64 {
    // SAFETY: the arguments are those that the interrupted code gave.
    let done = unsafe { libc::syscall(number, first, second, third, MARK) };
    match done {
        // SAFETY: the place of this thread's error.
        -1 => -i64::from(unsafe { *libc::__errno_location() }),
        done => done,
    }
}

/// What the loader opens: the library itself, what it is linked against, the list of those.
fn of_a_library(path: i64) -> bool {
    let path = text(path);
    path.starts_with(b"/proc/self/fd/")
        || path == b"/etc/ld.so.cache"
        || path.windows(3).any(|part| part == b".so")
        || path.windows(6).any(|part| part == b"hwcaps")
}

fn text(path: i64) -> &'static [u8] {
    if path == 0 {
        return b"";
    }
    // SAFETY: the interrupted code gave it as a path; a bad pointer ends a process made to be ended.
    let whole = unsafe { CStr::from_ptr(path as *const libc::c_char) }.to_bytes();
    whole.get(..LONGEST).unwrap_or(whole)
}

fn say(bytes: &[u8]) {
    // SAFETY: a borrowed slice; the fourth argument is unused by the kernel.
    unsafe { libc::syscall(libc::SYS_write, 2, bytes.as_ptr(), bytes.len(), MARK) };
}

fn say_number(number: i64) {
    let (mut digits, mut at, mut rest) = ([b'0'; 20], 20, number.unsigned_abs());
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    say(&digits[at..]);
}
