//! The child: `tongdu plugin-host`, started by [`super::host`] and by nobody else.
//!
//! Shuts every door it can, then loads the library, then hands it rows. Must not print: descriptor
//! 2 belongs to what the library says, and the parent judges by frames and exit status.

use std::collections::BTreeMap;
use std::ffi::{CStr, CString, OsString, c_void};
use std::fs::File;
use std::io::{self, BufReader};
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::ptr;

use rustix::fs::{FileType, SealFlags};
use rustix::process::{DumpableBehavior, Pid, Resource, Rlimit, Signal};

use super::abi::{self, Entry, Status, TdDataset, TdExporter, TdField, TdJob, TdPlugin, TdRows};
use super::desk::Desk;
use super::frames::{self, Start, down, up};
use super::job::Job;

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
    match harden(&handover).and_then(|()| serve(handover)) {
        Ok(true) => 0,
        // It has said why in a frame.
        Ok(false) => 1,
        Err(_) => 2,
    }
}

/// No core dump, no debugger, no file, no descriptor but ours, no life after the parent.
fn harden(handover: &Handover) -> io::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
    if rustix::process::getppid()
        .map(Pid::as_raw_nonzero)
        .map(i32::from)
        != Some(handover.parent)
    {
        return Err(io::Error::other("the parent has gone"));
    }
    rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    let ours = [
        &handover.library,
        &handover.input,
        &handover.output,
        &handover.cancel,
    ]
    .map(AsRawFd::as_raw_fd);
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
    ] {
        limited(resource, limit)?;
    }
    Ok(())
}

fn limited(resource: Resource, limit: u64) -> io::Result<()> {
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
    );
    let plugin = match load(&handover.library) {
        Ok(plugin) => plugin,
        Err(why) => {
            desk.say(up::NOT_LOADED, &why)?;
            return Ok(false);
        }
    };
    drop(handover.library);
    let identity = (plugin.abi_major, text(plugin.id), text(plugin.version));
    desk.say(up::READY, &identity)?;
    if identity != (abi::ABI_MAJOR, start.identity.0, start.identity.1) {
        // The parent sees the same and says it better; nothing of such a library is called.
        return Ok(false);
    }

    // SAFETY: `load` has checked the pointer and its size; it is static storage.
    let exporter = unsafe { &*plugin.exporter };
    let mut run = Run {
        exporter,
        this: ptr::null_mut(),
        total: 0,
    };
    let job = c_job(&start.job)?;
    let mut status = run.create(host, job);
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
                        desk,
                        dataset(job, at).ok_or_else(nonsense)?,
                    )?;
                }
            }
            down::FINISH => {
                let nonce: [u8; 16] = frames::decode(&payload).ok_or_else(nonsense)?;
                status = run.finish();
                run.destroy();
                if status == abi::OK {
                    desk.say(up::DONE, &(run.total, nonce))?;
                    return Ok(true);
                }
            }
            _ => return Err(nonsense()),
        }
    }
    run.destroy();
    let (code, text) = desk
        .error()
        .unwrap_or((status.unsigned_abs(), format!("status {status}")));
    desk.say(up::FAILED, &(code, text))?;
    Ok(false)
}

/// One instance of the exporter; every call of the ABI in one place.
struct Run {
    exporter: &'static TdExporter,
    this: *mut c_void,
    total: u64,
}

// Each call below is unsafe for the same reason and allowed for the same reason.
// SAFETY (all): the functions are the library's own, of the types that the ABI gives them;
// pointers live as long as the ABI promises; the order is kept by `serve`.
impl Run {
    fn create(&mut self, host: &abi::TdHost, job: &TdJob) -> Status {
        let Some(create) = self.exporter.create else {
            return abi::UNSUPPORTED;
        };
        // SAFETY: see above; host and job are leaked.
        unsafe { create(host, job, &mut self.this) }
    }

    fn begin(&self, at: u32, dataset: &TdDataset) -> Status {
        let Some(begin) = self.exporter.begin_dataset else {
            return abi::UNSUPPORTED;
        };
        // SAFETY: see above.
        unsafe { begin(self.this, at, dataset) }
    }

    /// Hands on the rows of one dataset up to its end.
    fn rows(
        &mut self,
        input: &mut impl io::Read,
        payload: &mut Vec<u8>,
        desk: &Desk,
        dataset: &TdDataset,
    ) -> io::Result<Status> {
        let nonsense = || io::Error::other("the parent makes no sense");
        let (Some(rows), Some(end)) = (self.exporter.rows, self.exporter.end_dataset) else {
            return Ok(abi::UNSUPPORTED);
        };
        loop {
            let kind = frames::read(input, payload)?.ok_or_else(nonsense)?;
            if desk.cancelled() {
                return Ok(abi::CANCELLED);
            }
            if kind == down::END {
                // SAFETY: see above.
                return Ok(unsafe {
                    end(self.this, frames::decode(payload).ok_or_else(nonsense)?)
                });
            }
            let (first_row, n_rows, cells) = match kind {
                down::ROWS => {
                    frames::cells(payload, dataset.n_fields as usize).ok_or_else(nonsense)?
                }
                _ => return Err(nonsense()),
            };
            let struct_size = size_of::<TdRows>() as u32;
            let batch = TdRows {
                struct_size,
                n_fields: dataset.n_fields,
                n_rows,
                first_row,
                cells: cells.as_ptr(),
            };
            // SAFETY: see above; `cells` and the payload they point into live for the call.
            let status = unsafe { rows(self.this, &batch) };
            if status != abi::OK {
                return Ok(status);
            }
            self.total += n_rows;
            desk.say(up::TAKEN, &self.total)?;
        }
    }

    fn finish(&self) -> Status {
        let Some(finish) = self.exporter.finish else {
            return abi::UNSUPPORTED;
        };
        // SAFETY: see above.
        unsafe { finish(self.this) }
    }

    fn destroy(&mut self) {
        if let Some(destroy) = self.exporter.destroy
            && !self.this.is_null()
        {
            // SAFETY: see above; `this` is forgotten, so it happens once.
            unsafe { destroy(std::mem::replace(&mut self.this, ptr::null_mut())) };
        }
    }
}

fn load(library: &OwnedFd) -> Result<&'static TdPlugin, String> {
    use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};
    let why = |error: libloading::Error| match std::error::Error::source(&error) {
        Some(source) => source.to_string(),
        None => error.to_string(),
    };
    let path = format!("/proc/self/fd/{}", library.as_raw_fd());
    // SAFETY: its constructors run now. That is why this is a process of its own.
    let library = unsafe { Library::open(Some(path), RTLD_NOW | RTLD_LOCAL) }.map_err(why)?;
    // SAFETY: the ABI gives the symbol this type; the major is part of its name.
    let entry = unsafe { library.get::<Entry>(abi::ENTRY_SYMBOL) }.map_err(why)?;
    // SAFETY: takes a number, returns static storage.
    let plugin = unsafe { entry(abi::ABI_MINOR) };
    std::mem::forget(library);
    // SAFETY: readable if not null; the first two words say whether the rest may be read.
    let whole = !plugin.is_null()
        && unsafe {
            (*plugin).magic == abi::MAGIC && (*plugin).struct_size as usize >= size_of::<TdPlugin>()
        };
    if !whole {
        return Err("the entry symbol gives no plug-in".into());
    }
    // SAFETY: just checked; static storage of a library that is never closed.
    let plugin = unsafe { &*plugin };
    // SAFETY: a pointer of the library's; its first word is its size.
    if plugin.exporter.is_null()
        || (unsafe { (*plugin.exporter).struct_size } as usize) < size_of::<TdExporter>()
    {
        return Err("the plug-in gives no exporter".into());
    }
    Ok(plugin)
}

fn text(text: *const std::ffi::c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: static text of the library's that ends with NUL.
    unsafe { CStr::from_ptr(text) }
        .to_string_lossy()
        .into_owned()
}

fn c_text(text: &str) -> io::Result<CString> {
    CString::new(text).map_err(io::Error::other)
}

/// The job as C sees it. Leaked: it lives as long as the instance, and that as long as the process.
fn c_job(job: &Job) -> io::Result<&'static TdJob> {
    let leaked = |text: &str| Ok::<_, io::Error>(c_text(text)?.into_raw().cast_const());
    let mut datasets = Vec::new();
    for dataset in &job.datasets {
        let mut fields = Vec::new();
        for (name, kind) in &dataset.fields {
            let struct_size = size_of::<TdField>() as u32;
            fields.push(TdField {
                struct_size,
                kind: frames::tag(*kind),
                name: leaked(name)?,
            });
        }
        datasets.push(TdDataset {
            struct_size: size_of::<TdDataset>() as u32,
            n_fields: fields.len() as u32,
            name: leaked(&dataset.name)?,
            fields: fields.leak().as_ptr(),
            row_estimate: dataset.row_estimate,
        });
    }
    Ok(Box::leak(Box::new(TdJob {
        struct_size: size_of::<TdJob>() as u32,
        n_datasets: datasets.len() as u32,
        job_id: leaked(&job.job_id)?,
        agency: leaked(&job.agency)?,
        purpose: leaked(&job.purpose)?,
        locale: leaked(&job.locale)?,
        started_at: job.started_at,
        datasets: datasets.leak().as_ptr(),
    })))
}

fn dataset(job: &'static TdJob, at: u32) -> Option<&'static TdDataset> {
    // SAFETY: `c_job` made that many and leaked them.
    (at < job.n_datasets).then(|| unsafe { &*job.datasets.add(at as usize) })
}
