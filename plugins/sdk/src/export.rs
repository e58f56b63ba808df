//! The safe side of the border: write an [`Exporter`], name it in [`crate::export_plugin!`].
//!
//! Owns the translation between C structs and Rust values and the promise that no panic crosses.
//! Must not know what is exported, nor in which format.

use std::ffi::{CStr, CString, c_char};
use std::io;

use crate::abi::{self, Status, TdHost};

#[doc(hidden)]
pub mod glue;
mod values;

pub use values::{Rows, Value};

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

    /// An output that was opened by [`Output::keep`] before, to be written on.
    pub fn resume(&self, id: u32) -> Output<'_> {
        Output { host: self, id }
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
    /// Leaves it open for later calls: its number, for [`Host::resume`].
    pub fn keep(self) -> u32 {
        self.id
    }

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

/// Exports an [`Exporter`] under the entry symbol. Id and version are those of the manifest.
///
/// ```text
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
