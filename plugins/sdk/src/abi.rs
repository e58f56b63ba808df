//! The C ABI as Rust sees it: a mirror of `include/tongdu_export.h`, which is the truth.
//!
//! Owns layouts and numbers and nothing else. The asserts at the end stop the build when a
//! struct drifts; `tests/header.rs` compares every field with what a C compiler says.

use std::ffi::{c_char, c_void};

/// First word of [`TdPlugin`].
pub const MAGIC: u32 = 0x3147_4454;
/// Major version: part of the entry symbol's name.
pub const ABI_MAJOR: u32 = 1;
/// Minor version: grows when a struct gets a field at its end.
pub const ABI_MINOR: u32 = 0;
/// Name of the one exported symbol.
pub const ENTRY_SYMBOL: &str = "tongdu_export_entry_v1";

/// What a call returns; one of the constants below.
pub type Status = i32;
/// All well.
pub const OK: Status = 0;
/// Failed; `set_error` was called first.
pub const ERROR: Status = -1;
/// Stopped because the host asked for it.
pub const CANCELLED: Status = -2;
/// The plug-in can't do what was asked.
pub const UNSUPPORTED: Status = -3;
/// Arguments or rows make no sense.
pub const BAD_DATA: Status = -4;

/// No value.
pub const TAG_NULL: u32 = 0;
/// 0 or 1 in `i`.
pub const TAG_BOOL: u32 = 1;
/// A whole number in `i`.
pub const TAG_I64: u32 = 2;
/// A number in `f`.
pub const TAG_F64: u32 = 3;
/// UTF-8 in `s`.
pub const TAG_TEXT: u32 = 4;
/// Days since 1970-01-01 in `i`.
pub const TAG_DATE: u32 = 5;
/// Microseconds since 1970-01-01 UTC in `i`.
pub const TAG_TIME: u32 = 6;
/// Bytes in `s`.
pub const TAG_BLOB: u32 = 7;

/// Bytes that belong to the giver; `ptr` may be null when `len` is 0.
#[repr(C)]
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct TdSpan {
    pub ptr: *const u8,
    pub len: u64,
}

/// What a [`TdValue`] holds; the tag says which.
#[repr(C)]
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub union TdUnion {
    pub i: i64,
    pub f: f64,
    pub s: TdSpan,
}

/// One cell: 24 bytes, frozen for the major.
#[repr(C)]
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct TdValue {
    pub tag: u32,
    pub reserved: u32,
    pub u: TdUnion,
}

/// One column, frozen for the major.
#[repr(C)]
#[allow(missing_docs)]
pub struct TdField {
    pub struct_size: u32,
    pub r#type: u32,
    pub name: *const c_char,
}

/// A table to come.
#[repr(C)]
#[allow(missing_docs)]
pub struct TdDataset {
    pub struct_size: u32,
    pub n_fields: u32,
    pub name: *const c_char,
    pub fields: *const TdField,
    pub row_estimate: u64,
}

/// A batch of rows, row-major.
#[repr(C)]
#[allow(missing_docs)]
pub struct TdRows {
    pub struct_size: u32,
    pub n_fields: u32,
    pub n_rows: u64,
    pub first_row: u64,
    pub cells: *const TdValue,
}

/// What the run is for; lives as long as the instance.
#[repr(C)]
#[allow(missing_docs)]
pub struct TdJob {
    pub struct_size: u32,
    pub n_datasets: u32,
    pub job_id: *const c_char,
    pub agency: *const c_char,
    pub purpose: *const c_char,
    pub locale: *const c_char,
    pub started_at: i64,
    pub datasets: *const TdDataset,
}

/// The host's functions.
#[repr(C)]
#[allow(missing_docs)]
pub struct TdHost {
    pub struct_size: u32,
    pub abi_minor: u32,
    pub ctx: *mut c_void,
    pub cancelled: extern "C" fn(*const TdHost) -> u32,
    pub option: extern "C" fn(*const TdHost, *const c_char) -> *const c_char,
    pub out_open: extern "C" fn(*const TdHost, *const c_char, *mut u32) -> Status,
    pub out_write: extern "C" fn(*const TdHost, u32, *const c_void, u64) -> Status,
    pub out_close: extern "C" fn(*const TdHost, u32) -> Status,
    pub progress: extern "C" fn(*const TdHost, u64, u64, *const c_char),
    pub log: extern "C" fn(*const TdHost, u32, *const c_char, u64),
    pub set_error: extern "C" fn(*const TdHost, u32, *const c_char, u64),
    pub get_extension: extern "C" fn(*const TdHost, *const c_char) -> *const c_void,
}

/// The plug-in's functions. `Option` because a C library may leave one out.
#[repr(C)]
#[allow(missing_docs)]
pub struct TdExporter {
    pub struct_size: u32,
    pub reserved: u32,
    pub create:
        Option<unsafe extern "C" fn(*const TdHost, *const TdJob, *mut *mut c_void) -> Status>,
    pub begin_dataset: Option<unsafe extern "C" fn(*mut c_void, u32, *const TdDataset) -> Status>,
    pub rows: Option<unsafe extern "C" fn(*mut c_void, *const TdRows) -> Status>,
    pub end_dataset: Option<unsafe extern "C" fn(*mut c_void, u64) -> Status>,
    pub finish: Option<unsafe extern "C" fn(*mut c_void) -> Status>,
    pub destroy: Option<unsafe extern "C" fn(*mut c_void)>,
    pub get_extension: Option<unsafe extern "C" fn(*mut c_void, *const c_char) -> *const c_void>,
}

/// What the entry symbol returns.
#[repr(C)]
#[allow(missing_docs)]
pub struct TdPlugin {
    pub magic: u32,
    pub struct_size: u32,
    pub abi_major: u32,
    pub abi_minor: u32,
    pub id: *const c_char,
    pub version: *const c_char,
    pub exporter: *const TdExporter,
}

// SAFETY: both are plain constants: function pointers and pointers to `'static` text.
unsafe impl Sync for TdExporter {}
// SAFETY: as above; nothing behind the pointers is ever written.
unsafe impl Sync for TdPlugin {}

/// The entry symbol's type.
pub type Entry = unsafe extern "C" fn(host_minor: u32) -> *const TdPlugin;

macro_rules! assert_layout {
    ($($struct:ident $size:literal $last:ident $offset:literal),*) => { const _: () = { $(
        assert!(size_of::<$struct>() == $size);
        assert!(std::mem::offset_of!($struct, $last) == $offset);
    )* }; };
}
// On a 64-bit machine, the only kind there is a program for.
assert_layout!(
    TdSpan 16 len 8,
    TdValue 24 u 8,
    TdField 16 name 8,
    TdDataset 32 row_estimate 24,
    TdRows 32 cells 24,
    TdJob 56 datasets 48,
    TdHost 88 get_extension 80,
    TdExporter 64 get_extension 56,
    TdPlugin 40 exporter 32
);
