//! What an export plug-in for tongdu (童督) is written with.
//!
//! - [`abi`] mirrors `include/tongdu_export.h`, the C border that every plug-in speaks,
//! - [`export`] is the safe side of it: the [`Exporter`] trait, the [`Host`] handle and
//!   [`export_plugin!`],
//! - [`layout`] is an exporter that does what most partners want, a table, driven by a
//!   `layout.toml` and no code at all.
//!
//! A table needs none of this: a `plugin.toml` that says `library = "layout"` and a `layout.toml`
//! are a whole plug-in. `plugins/README.md` leads through all of it, from an empty folder to an
//! approved plug-in; this page is for code, where a table isn't enough.
//!
//! # A whole plug-in
//!
//! A crate of the type `cdylib` with this crate as its one dependency:
//!
//! ```
//! use std::io::Write;
//! use tongdu_sdk::export::{Dataset, Job, Rows, Value};
//! use tongdu_sdk::{Exporter, Failure, Host};
//!
//! /// One line for each child who is to go back to school: name and telephone number.
//! #[derive(Default)]
//! struct Calls {
//!     text: String,
//!     name: Option<usize>,
//!     phone: Option<usize>,
//! }
//!
//! impl Exporter for Calls {
//!     fn create(_host: &Host, _job: &Job) -> Result<Self, Failure> {
//!         Ok(Self::default())
//!     }
//!
//!     fn begin_dataset(&mut self, _host: &Host, dataset: &Dataset) -> Result<(), Failure> {
//!         // By name: which columns come, and in which order, depends on what was granted.
//!         let at = |wanted: &str| dataset.fields.iter().position(|(name, _)| name == wanted);
//!         (self.name, self.phone) = (at("name"), at("guardian_phone"));
//!         Ok(())
//!     }
//!
//!     fn rows(&mut self, host: &Host, rows: &Rows<'_>) -> Result<(), Failure> {
//!         if host.cancelled() {
//!             return Err(Failure::cancelled());
//!         }
//!         for row in rows.iter() {
//!             let row = row?;
//!             for at in [self.name, self.phone].into_iter().flatten() {
//!                 // An empty field is `Value::Null`.
//!                 if let Value::Text(text) = row[at] {
//!                     self.text += text;
//!                 }
//!                 self.text += "\t";
//!             }
//!             self.text += "\n";
//!         }
//!         Ok(())
//!     }
//!
//!     fn end_dataset(&mut self, _host: &Host, _total: u64) -> Result<(), Failure> {
//!         Ok(())
//!     }
//!
//!     fn finish(&mut self, host: &Host) -> Result<(), Failure> {
//!         // An output of the manifest, opened and closed once.
//!         let mut output = host.open("calls.txt")?;
//!         if let Some(mark) = host.option("mark").filter(|mark| !mark.is_empty()) {
//!             writeln!(output, "{mark}")?;
//!         }
//!         output.write_all(self.text.as_bytes())?;
//!         output.close()
//!     }
//! }
//!
//! // Id and version are those of `plugin.toml`.
//! tongdu_sdk::export_plugin!("school_calls", "1.0.0", Calls);
//! # fn main() {
//! #     let plugin = unsafe { &*tongdu_export_entry_v1(0) };
//! #     let id = unsafe { std::ffi::CStr::from_ptr(plugin.id) };
//! #     assert_eq!((plugin.magic, id), (tongdu_sdk::abi::MAGIC, c"school_calls"));
//! # }
//! ```
//!
//! # What to know
//!
//! - A plug-in has no files and no network. It gets rows and writes bytes to the outputs that its
//!   manifest declares; the program writes the files, and only if the whole run succeeded.
//! - Only what `plugin.toml` asks for and the agency was granted comes in. A column that isn't
//!   required can be absent, any cell can be null, and a day can come as a text such as an age band.
//! - Take the time from [`export::Job::started_at`], never from the clock: the same job has to give
//!   the same bytes.
//! - A panic ends the run with its message and makes no file; it crosses no border.
//! - `tongdu plugin check DIR` tries all of that out before anybody approves anything.

pub mod abi;
pub mod export;
pub mod layout;

pub use export::{Exporter, Failure, Host};
pub use layout::LayoutExporter;
