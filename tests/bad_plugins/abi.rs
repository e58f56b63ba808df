//! Has the right symbol and says that it was built for another major.

use tongdu_sdk::abi::{MAGIC, TdExporter, TdPlugin};

/// The entry symbol.
#[unsafe(no_mangle)]
pub extern "C" fn tongdu_export_entry_v1(_host_minor: u32) -> *const TdPlugin {
    static EXPORTER: TdExporter = TdExporter {
        struct_size: size_of::<TdExporter>() as u32,
        reserved: 0,
        create: None,
        begin_dataset: None,
        rows: None,
        end_dataset: None,
        finish: None,
        destroy: None,
        get_extension: None,
    };
    static PLUGIN: TdPlugin = TdPlugin {
        magic: MAGIC,
        struct_size: size_of::<TdPlugin>() as u32,
        abi_major: 2,
        abi_minor: 0,
        id: c"bad".as_ptr(),
        version: c"1".as_ptr(),
        exporter: &EXPORTER,
    };
    &PLUGIN
}
