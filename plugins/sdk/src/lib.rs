//! What an export plug-in for tongdu (童督) is written with.
//!
//! - [`abi`] mirrors `include/tongdu_export.h`, the C border that every plug-in speaks,
//! - [`export`] is the safe side of it: the [`Exporter`] trait, the [`Host`] handle and
//!   [`export_plugin!`],
//! - [`layout`] is an exporter that does what most partners want, a table, driven by a
//!   `layout.toml` and no code at all.
//!
//! # How to add a plug-in
//!
//! 1. Copy `plugins/civil_affairs/` to `plugins/AGENCY/` and rename the package; the id in
//!    `plugin.toml`, in `src/lib.rs` and the library's name are all the agency's code.
//! 2. In `plugin.toml`, list the fields that the agency's duty needs, each with its reason in
//!    both languages. What isn't listed never enters the plug-in's process.
//! 3. In `layout.toml`, list sheets, headings and widths. A renamed column needs no rebuild.
//! 4. `cargo build`. Only when a table isn't enough, replace [`LayoutExporter`] with an
//!    [`Exporter`] of your own.
//!
//! A plug-in has no files and no network. It gets rows and writes bytes to the outputs it has
//! declared; the program writes the files, and only if the whole run succeeded.

pub mod abi;
pub mod export;
pub mod layout;

pub use export::{Exporter, Failure, Host};
pub use layout::LayoutExporter;
