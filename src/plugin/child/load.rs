//! Loads a library and reads what it says of itself, as far as it may be read.

use std::ffi::{CStr, c_char};
use std::os::fd::{AsRawFd, OwnedFd};

use crate::plugin::abi::{self, Entry, TdExporter, TdPlugin};

/// The entry symbol gives nothing, or what doesn't begin with the magic number.
pub const NO_PLUGIN: &str = "the entry symbol gives no plug-in";
/// What it gives is shorter than the ABI's struct.
pub const SHORT: &str = "the plug-in's struct is too short";
/// There is no exporter, or one shorter than the ABI's.
pub const NO_EXPORTER: &str = "the plug-in gives no exporter";

/// Loads it; the text says why not.
pub fn load(library: &OwnedFd) -> Result<&'static TdPlugin, String> {
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
    if plugin.is_null() || unsafe { (*plugin).magic } != abi::MAGIC {
        return Err(NO_PLUGIN.into());
    }
    // SAFETY: as above.
    if (unsafe { (*plugin).struct_size } as usize) < size_of::<TdPlugin>() {
        return Err(SHORT.into());
    }
    // SAFETY: just checked; static storage of a library that is never closed.
    let plugin = unsafe { &*plugin };
    // SAFETY: a pointer of the library's; its first word is its size.
    if plugin.exporter.is_null()
        || (unsafe { (*plugin.exporter).struct_size } as usize) < size_of::<TdExporter>()
    {
        return Err(NO_EXPORTER.into());
    }
    Ok(plugin)
}

/// A text of the library's, empty if it gives none.
pub(in crate::plugin) fn text(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: static text of the library's that ends with NUL.
    unsafe { CStr::from_ptr(text) }
        .to_string_lossy()
        .into_owned()
}
