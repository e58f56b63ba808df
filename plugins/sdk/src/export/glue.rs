//! The C functions behind [`crate::export_plugin!`]; not for direct use. No panic gets past them.
#![allow(clippy::missing_safety_doc, missing_docs)]

use std::any::Any;
use std::ffi::{CStr, c_char, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Dataset, Exporter, Failure, Host, Job, Rows};
use crate::abi::{self, Status, TdDataset, TdHost, TdJob, TdRows};

/// What `create` hands out as `self`: the exporter and its way back to the host.
struct Instance<E> {
    host: Host,
    exporter: E,
}

fn guarded(host: &Host, work: impl FnOnce() -> Result<(), Failure>) -> Status {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(())) => abi::OK,
        Ok(Err(failure)) => host.report(failure),
        Err(panic) => host.report(Failure {
            status: abi::ERROR,
            text: format!("panic: {}", said(&*panic)),
        }),
    }
}

fn said(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

/// # Safety
/// `text` must be null or end with NUL and live for the call.
unsafe fn text(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: promised by the caller.
    unsafe { CStr::from_ptr(text) }
        .to_string_lossy()
        .into_owned()
}

pub unsafe extern "C" fn create<E: Exporter>(
    host: *const TdHost,
    job: *const TdJob,
    out: *mut *mut c_void,
) -> Status {
    // SAFETY: a host of this major begins with its size and lives as long as the instance.
    if host.is_null()
        || job.is_null()
        || out.is_null()
        || unsafe { (*host).struct_size } < size_of::<TdHost>() as u32
    {
        return abi::UNSUPPORTED;
    }
    // SAFETY: checked for null; the host keeps the job alive during the call.
    let raw = unsafe { &*job };
    let host = Host(host);
    // SAFETY: the job's texts end with NUL and live as long as the job.
    let job = unsafe {
        Job {
            id: text(raw.job_id),
            agency: text(raw.agency),
            purpose: text(raw.purpose),
            locale: text(raw.locale),
            started_at: raw.started_at,
        }
    };
    let mut made = None;
    let status = guarded(&host, || {
        made = Some(E::create(&host, &job)?);
        Ok(())
    });
    if let Some(exporter) = made {
        let instance = Box::new(Instance { host, exporter });
        // SAFETY: `out` was checked for null and is the host's to be written.
        unsafe { *out = Box::into_raw(instance).cast() };
    }
    status
}

unsafe fn call<E>(
    instance: *mut c_void,
    work: impl FnOnce(&mut E, &Host) -> Result<(), Failure>,
) -> Status {
    // SAFETY: `instance` is what `create` made and the host calls on one thread only.
    let Some(instance) = (unsafe { instance.cast::<Instance<E>>().as_mut() }) else {
        return abi::BAD_DATA;
    };
    let Instance { host, exporter } = instance;
    guarded(host, || work(exporter, host))
}

pub unsafe extern "C" fn begin_dataset<E: Exporter>(
    this: *mut c_void,
    index: u32,
    dataset: *const TdDataset,
) -> Status {
    let work = |exporter: &mut E, host: &Host| {
        // SAFETY: the host's dataset, its field array and their names live for the call.
        let dataset = unsafe {
            let raw = dataset
                .as_ref()
                .ok_or_else(|| Failure::bad_data("no dataset"))?;
            let fields = (0..raw.n_fields as usize).map(|i| &*raw.fields.add(i));
            let fields = fields
                .map(|field| (text(field.name), field.r#type))
                .collect();
            Dataset {
                index,
                name: text(raw.name),
                fields,
            }
        };
        exporter.begin_dataset(host, &dataset)
    };
    // SAFETY: as `call` asks.
    unsafe { call(this, work) }
}

pub unsafe extern "C" fn rows<E: Exporter>(this: *mut c_void, rows: *const TdRows) -> Status {
    let work = |exporter: &mut E, host: &Host| {
        // SAFETY: the host gives `n_rows * n_fields` cells that live for the call.
        let rows = unsafe {
            let raw = rows.as_ref().ok_or_else(|| Failure::bad_data("no rows"))?;
            let (width, count) = (
                raw.n_fields as usize,
                raw.n_rows as usize * raw.n_fields as usize,
            );
            let cells = if count == 0 {
                &[][..]
            } else {
                std::slice::from_raw_parts(raw.cells, count)
            };
            Rows {
                first: raw.first_row,
                width,
                cells,
            }
        };
        exporter.rows(host, &rows)
    };
    // SAFETY: as `call` asks.
    unsafe { call(this, work) }
}

pub unsafe extern "C" fn end_dataset<E: Exporter>(this: *mut c_void, total: u64) -> Status {
    // SAFETY: as `call` asks.
    unsafe {
        call(this, |exporter: &mut E, host| {
            exporter.end_dataset(host, total)
        })
    }
}

pub unsafe extern "C" fn finish<E: Exporter>(this: *mut c_void) -> Status {
    // SAFETY: as `call` asks.
    unsafe { call(this, |exporter: &mut E, host| exporter.finish(host)) }
}

pub unsafe extern "C" fn destroy<E: Exporter>(this: *mut c_void) {
    if !this.is_null() {
        // SAFETY: made by `create`, and the host calls `destroy` once. A panic in a drop
        // has nobody left to tell.
        let _ = catch_unwind(AssertUnwindSafe(|| unsafe {
            drop(Box::from_raw(this.cast::<Instance<E>>()))
        }));
    }
}

pub unsafe extern "C" fn get_extension(_this: *mut c_void, _id: *const c_char) -> *const c_void {
    std::ptr::null()
}
