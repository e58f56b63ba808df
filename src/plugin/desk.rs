//! The child's end of the host functions: what a plug-in calls becomes a frame.
//!
//! Everything here may be called by a library that breaks the rules, also from another thread;
//! it is contained by the process, so the worst that a bad pointer does is to end that.

use std::collections::BTreeMap;
use std::ffi::{CStr, CString, c_char, c_void};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::fd::OwnedFd;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use serde::Serialize;

use super::abi::{self, Status, TdHost};
use super::child::probe::{ASKED, Phase, Probe};
use super::frames::{self, up};

/// What the host functions work on.
pub struct Desk {
    inner: Mutex<Inner>,
    options: BTreeMap<CString, CString>,
    cancel: OwnedFd,
    probe: Probe,
    /// Whether a trial wants to stop; a real run is told by the closed pipe.
    wish: AtomicU8,
    /// Batches of a trial so far.
    batches: AtomicU32,
}

/// Nobody wants to stop.
const NO_WISH: u8 = 0;
/// Somebody does: the plug-in sees it when it looks for the second time.
const COMING: u8 = 1;
/// Everybody sees it.
const THERE: u8 = 2;

struct Inner {
    pipe: BufWriter<File>,
    opened: u32,
    error: Option<(u32, String)>,
}

impl Desk {
    /// A desk that lives as long as the process, and the struct that a plug-in gets of it.
    pub fn open(
        pipe: OwnedFd,
        cancel: OwnedFd,
        options: BTreeMap<CString, CString>,
        probe: Probe,
    ) -> (&'static Desk, &'static TdHost) {
        let inner = Inner {
            pipe: BufWriter::with_capacity(64 << 10, pipe.into()),
            opened: 0,
            error: None,
        };
        let desk: &'static Desk = Box::leak(Box::new(Desk {
            inner: Mutex::new(inner),
            options,
            cancel,
            probe,
            wish: AtomicU8::new(NO_WISH),
            batches: AtomicU32::new(0),
        }));
        let host = Box::leak(Box::new(TdHost {
            struct_size: size_of::<TdHost>() as u32,
            abi_minor: abi::ABI_MINOR,
            ctx: std::ptr::from_ref(desk).cast_mut().cast(),
            cancelled,
            option,
            out_open,
            out_write,
            out_close,
            progress,
            log,
            set_error,
            get_extension,
        }));
        (desk, host)
    }

    /// Sends one frame and makes sure that it has left.
    pub fn say(&self, kind: u8, value: &impl Serialize) -> io::Result<()> {
        let payload = frames::encode(value)?;
        let mut inner = self.lock();
        frames::write(&mut inner.pipe, kind, &payload)?;
        inner.pipe.flush()
    }

    /// This call into the plug-in begins.
    pub fn enter(&self, phase: Phase) {
        if self.probe != Probe::Cancel(phase) {
            return;
        }
        let first = phase == Phase::Rows && self.batches.fetch_add(1, Ordering::Relaxed) == 0;
        if !first && self.wish.swap(COMING, Ordering::Relaxed) == NO_WISH {
            // Without the line the parent takes it for a run in which nobody was asked.
            let _ = self.say(up::LOG, &ASKED);
        }
    }

    /// Whether the plug-in, which looks now, sees that it has to stop.
    fn looked(&self) -> bool {
        let (order, coming) = (Ordering::Relaxed, COMING);
        let just_missed = self.wish.compare_exchange(coming, THERE, order, order);
        just_missed.is_err() && self.cancelled()
    }

    /// The parent wants to stop or is gone: it has closed its end.
    pub fn cancelled(&self) -> bool {
        if self.wish.load(Ordering::Relaxed) != NO_WISH {
            return true;
        }
        let mut fds = [PollFd::new(&self.cancel, PollFlags::IN)];
        !matches!(
            poll(
                &mut fds,
                Some(&Timespec {
                    tv_sec: 0,
                    tv_nsec: 0
                })
            ),
            Ok(0)
        )
    }

    /// The error that the plug-in has set.
    pub fn error(&self) -> Option<(u32, String)> {
        self.lock().error.take()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        // A panic while it is held leaves at worst half a frame, which the parent refuses.
        self.inner
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

fn desk(host: *const TdHost) -> &'static Desk {
    // SAFETY: plug-ins hand back the struct they were given; its `ctx` is a leaked `Desk`.
    unsafe { &*(*host).ctx.cast::<Desk>() }
}

fn status(done: io::Result<()>) -> Status {
    if done.is_ok() { abi::OK } else { abi::ERROR }
}

/// At most `most` bytes of a text that a plug-in gives with its length.
fn lossy(text: *const c_char, length: u64, most: u64) -> String {
    if text.is_null() || length == 0 {
        return String::new();
    }
    // SAFETY: the ABI promises `length` readable bytes; fewer are read.
    let bytes = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), length.min(most) as usize) };
    String::from_utf8_lossy(bytes).into_owned()
}

extern "C" fn cancelled(host: *const TdHost) -> u32 {
    desk(host).looked().into()
}

extern "C" fn option(host: *const TdHost, key: *const c_char) -> *const c_char {
    if key.is_null() {
        return std::ptr::null();
    }
    // SAFETY: the ABI promises a text that ends with NUL.
    let key = unsafe { CStr::from_ptr(key) };
    desk(host)
        .options
        .get(key)
        .map_or(std::ptr::null(), |value| value.as_ptr())
}

extern "C" fn out_open(host: *const TdHost, name: *const c_char, out: *mut u32) -> Status {
    if name.is_null() || out.is_null() {
        return abi::BAD_DATA;
    }
    // SAFETY: the ABI promises a text that ends with NUL.
    let name = unsafe { CStr::from_ptr(name) }.to_string_lossy();
    let desk = desk(host);
    let number = {
        let mut inner = desk.lock();
        inner.opened += 1;
        inner.opened - 1
    };
    // SAFETY: checked for null; the plug-in gives a place for the number.
    unsafe { *out = number };
    if desk.probe == Probe::OpenFails {
        return abi::ERROR;
    }
    status(desk.say(up::OPEN, &(number, name.as_ref())))
}

extern "C" fn out_write(
    host: *const TdHost,
    out: u32,
    bytes: *const c_void,
    length: u64,
) -> Status {
    if bytes.is_null() {
        return if length == 0 { abi::OK } else { abi::BAD_DATA };
    }
    if length > isize::MAX as u64 {
        return abi::BAD_DATA;
    }
    // SAFETY: the ABI promises `length` readable bytes, and they fit the address space.
    let bytes = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), length as usize) };
    if desk(host).probe == Probe::WriteFails {
        return abi::ERROR;
    }
    let mut inner = desk(host).lock();
    status(bytes.chunks(frames::BATCH_BYTES).try_for_each(|chunk| {
        frames::write(
            &mut inner.pipe,
            up::WRITE,
            &[&out.to_le_bytes(), chunk].concat(),
        )
    }))
}

extern "C" fn out_close(host: *const TdHost, out: u32) -> Status {
    if desk(host).probe == Probe::CloseFails {
        return abi::ERROR;
    }
    status(desk(host).say(up::CLOSE, &out))
}

extern "C" fn progress(host: *const TdHost, done: u64, total: u64, _phase: *const c_char) {
    // A lost line of progress harms nobody; the next write shows that the pipe is gone.
    let _ = desk(host).say(up::PROGRESS, &(done, total));
}

extern "C" fn log(host: *const TdHost, _level: u32, text: *const c_char, length: u64) {
    let _ = desk(host).say(up::LOG, &lossy(text, length, 2_000));
}

extern "C" fn set_error(host: *const TdHost, code: u32, text: *const c_char, length: u64) {
    desk(host).lock().error = Some((code, lossy(text, length, 2_000)));
}

extern "C" fn get_extension(_host: *const TdHost, _id: *const c_char) -> *const c_void {
    std::ptr::null()
}
