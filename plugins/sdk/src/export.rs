//! The safe side of the border: write an [`Exporter`], name it in [`export_plugin!`].
//!
//! Owns the translation between C structs and Rust values and the promise that no panic crosses.
//! Must not know what is exported, nor in which format.

use std::any::Any;
use std::ffi::{CStr, CString, c_char, c_void};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::abi::{self, Status, TdDataset, TdHost, TdJob, TdRows, TdValue};

/// Why a call failed; its text is shown to the person on demand and never stored.
#[derive(Debug)]
pub struct Failure {
    /// One of the negative statuses of [`crate::abi`].
    pub status: Status,
    /// In words for technical staff.
    pub text: String,
}

impl Failure {
    /// The host asked to stop.
    pub fn cancelled() -> Failure {
        Failure {
            status: abi::CANCELLED,
            text: "cancelled".into(),
        }
    }

    /// The arguments or rows make no sense.
    pub fn bad_data(text: impl Into<String>) -> Failure {
        Failure {
            status: abi::BAD_DATA,
            text: text.into(),
        }
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure {
            status: abi::ERROR,
            text: error.to_string(),
        }
    }
}

/// What a plug-in does. Calls come in the ABI's order, and none after a failure.
pub trait Exporter: Sized {
    /// Starts a run.
    fn create(host: &Host, job: &Job) -> Result<Self, Failure>;
    /// A table begins.
    fn begin_dataset(&mut self, host: &Host, dataset: &Dataset) -> Result<(), Failure>;
    /// Some rows of that table.
    fn rows(&mut self, host: &Host, rows: &Rows<'_>) -> Result<(), Failure>;
    /// The table is complete with so many rows.
    fn end_dataset(&mut self, host: &Host, total: u64) -> Result<(), Failure>;
    /// Everything has come: write what is still to be written and close the outputs.
    fn finish(&mut self, host: &Host) -> Result<(), Failure>;
}

/// What the run is for.
#[derive(Debug, Clone)]
pub struct Job {
    /// Names the run in the disclosure log.
    pub id: String,
    /// The recipient's code.
    pub agency: String,
    /// The purpose's code.
    pub purpose: String,
    /// Such as `zh-CN`.
    pub locale: String,
    /// Microseconds UTC; use this and not the clock, so that a run can be repeated.
    pub started_at: i64,
}

/// A table's columns, in order: name and one of the `TAG_` constants.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Which of the job's tables, from 0.
    pub index: u32,
    /// Its name.
    pub name: String,
    /// Its columns.
    pub fields: Vec<(String, u32)>,
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'a str),
    /// Days since 1970-01-01.
    Day(i64),
    /// Microseconds since 1970-01-01 UTC.
    Time(i64),
    Blob(&'a [u8]),
}

/// A batch of rows, valid during the call.
pub struct Rows<'a> {
    /// Number of the first row within the table, from 0.
    pub first: u64,
    width: usize,
    cells: &'a [TdValue],
}

impl<'a> Rows<'a> {
    /// Each row as values.
    pub fn iter(&self) -> impl Iterator<Item = Result<Vec<Value<'a>>, Failure>> + use<'a> {
        self.cells
            .chunks(self.width.max(1))
            .map(|row| row.iter().map(value).collect())
    }
}

fn value(cell: &TdValue) -> Result<Value<'_>, Failure> {
    // SAFETY: the tag says which member the host filled, and every bit pattern of `i` and `f`
    // is a value; a span of the host's lives as long as the call that `cell` is borrowed from.
    unsafe {
        Ok(match cell.tag {
            abi::TAG_NULL => Value::Null,
            abi::TAG_BOOL => Value::Bool(cell.u.i != 0),
            abi::TAG_I64 => Value::Int(cell.u.i),
            abi::TAG_F64 => Value::Float(cell.u.f),
            abi::TAG_TEXT => Value::Text(std::str::from_utf8(span(cell))?),
            abi::TAG_DATE => Value::Day(cell.u.i),
            abi::TAG_TIME => Value::Time(cell.u.i),
            abi::TAG_BLOB => Value::Blob(span(cell)),
            tag => return Err(Failure::bad_data(format!("unknown tag {tag}"))),
        })
    }
}

/// # Safety
/// `cell` must hold a span.
unsafe fn span(cell: &TdValue) -> &[u8] {
    // SAFETY: promised by the caller.
    let span = unsafe { cell.u.s };
    if span.len == 0 {
        return &[];
    }
    // SAFETY: the host gives `len` readable bytes at `ptr` for the time of the call.
    unsafe { std::slice::from_raw_parts(span.ptr, span.len as usize) }
}

/// The host's functions. It lives as long as the instance and stays on the export thread.
pub struct Host(*const TdHost);

impl Host {
    fn raw(&self) -> &TdHost {
        // SAFETY: `create` checked the pointer and its size; the host keeps it alive until
        // `destroy`, and a `Host` is only ever lent to an exporter.
        unsafe { &*self.0 }
    }

    /// True when the run should stop: return [`Failure::cancelled`] soon.
    pub fn cancelled(&self) -> bool {
        (self.raw().cancelled)(self.0) != 0
    }

    /// A setting of this run, such as `layout`.
    pub fn option(&self, key: &str) -> Option<&str> {
        let key = CString::new(key).ok()?;
        let text = (self.raw().option)(self.0, key.as_ptr());
        // SAFETY: either null or a text that ends with NUL and lives as long as the instance.
        (!text.is_null())
            .then(|| unsafe { CStr::from_ptr(text) })?
            .to_str()
            .ok()
    }

    /// Opens an output under the name that the manifest declares.
    pub fn open(&self, name: &str) -> Result<Output<'_>, Failure> {
        let name = CString::new(name)?;
        let mut id = 0;
        check(
            (self.raw().out_open)(self.0, name.as_ptr(), &mut id),
            "output could not be opened",
        )?;
        Ok(Output { host: self, id })
    }

    /// Says how far it is.
    pub fn progress(&self, done: u64, total: u64, phase: &CStr) {
        (self.raw().progress)(self.0, done, total, phase.as_ptr());
    }

    /// A line for technical staff. Never put a person's data into it.
    pub fn log(&self, level: u32, text: &str) {
        (self.raw().log)(
            self.0,
            level,
            text.as_ptr().cast::<c_char>(),
            text.len() as u64,
        );
    }

    fn report(&self, failure: Failure) -> Status {
        let text = failure.text;
        (self.raw().set_error)(
            self.0,
            failure.status.unsigned_abs(),
            text.as_ptr().cast(),
            text.len() as u64,
        );
        failure.status
    }
}

fn check(status: Status, what: &str) -> Result<(), Failure> {
    if status == abi::OK {
        Ok(())
    } else {
        Err(Failure {
            status,
            text: format!("{what} ({status})"),
        })
    }
}

/// An open output; close it, or the run doesn't count as a success.
pub struct Output<'a> {
    host: &'a Host,
    id: u32,
}

impl Output<'_> {
    /// No more bytes will come.
    pub fn close(self) -> Result<(), Failure> {
        check(
            (self.host.raw().out_close)(self.host.0, self.id),
            "output could not be closed",
        )
    }
}

impl io::Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let host = self.host;
        check(
            (host.raw().out_write)(host.0, self.id, bytes.as_ptr().cast(), bytes.len() as u64),
            "not written",
        )
        .map_err(|failure| io::Error::other(failure.text))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

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

#[doc(hidden)]
pub mod glue {
    //! The C functions behind [`crate::export_plugin!`]; not for direct use.
    #![allow(clippy::missing_safety_doc, missing_docs)]

    use super::*;

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
                let fields = fields.map(|field| (text(field.name), field.kind)).collect();
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

    pub unsafe extern "C" fn get_extension(
        _this: *mut c_void,
        _id: *const c_char,
    ) -> *const c_void {
        std::ptr::null()
    }
}

/// Exports an [`Exporter`] under the entry symbol. Id and version are those of the manifest.
///
/// ```ignore
/// tongdu_sdk::export_plugin!("civil_affairs", env!("CARGO_PKG_VERSION"), tongdu_sdk::LayoutExporter);
/// ```
#[macro_export]
macro_rules! export_plugin {
    ($id:expr, $version:expr, $exporter:ty) => {
        /// The entry symbol: static storage, no work.
        #[unsafe(no_mangle)]
        pub extern "C" fn tongdu_export_entry_v1(_host_minor: u32) -> *const $crate::abi::TdPlugin {
            static EXPORTER: $crate::abi::TdExporter = $crate::abi::TdExporter {
                struct_size: size_of::<$crate::abi::TdExporter>() as u32,
                reserved: 0,
                create: Some($crate::export::glue::create::<$exporter>),
                begin_dataset: Some($crate::export::glue::begin_dataset::<$exporter>),
                rows: Some($crate::export::glue::rows::<$exporter>),
                end_dataset: Some($crate::export::glue::end_dataset::<$exporter>),
                finish: Some($crate::export::glue::finish::<$exporter>),
                destroy: Some($crate::export::glue::destroy::<$exporter>),
                get_extension: Some($crate::export::glue::get_extension),
            };
            static PLUGIN: $crate::abi::TdPlugin = $crate::abi::TdPlugin {
                magic: $crate::abi::MAGIC,
                struct_size: size_of::<$crate::abi::TdPlugin>() as u32,
                abi_major: $crate::abi::ABI_MAJOR,
                abi_minor: $crate::abi::ABI_MINOR,
                id: concat!($id, "\0").as_ptr().cast(),
                version: concat!($version, "\0").as_ptr().cast(),
                exporter: &EXPORTER,
            };
            &PLUGIN
        }
    };
}
