//! Has only the symbol of a major that doesn't exist yet.

/// The entry symbol of another major.
#[unsafe(no_mangle)]
pub extern "C" fn tongdu_export_entry_v2(_host_minor: u32) -> *const u8 {
    std::ptr::null()
}
