//! The stock library: the layout exporter and nothing else.
//!
//! A plug-in whose manifest says `library = "layout"` has no library of its own; the program takes
//! this one, which came with it, and gives it the plug-in's `layout.toml`. It says the id `layout`
//! and the program's version, never a plug-in's.

tongdu_sdk::export_plugin!(
    "layout",
    env!("CARGO_PKG_VERSION"),
    tongdu_sdk::LayoutExporter
);
